"""Findings as JUnit XML and as Checkstyle XML, which most build servers read."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import quoteattr

from corrigenda.finding import Finding, Suppressed
from corrigenda.report.record import record, told
from corrigenda.shelf import findings_of, names_by_siglum
from corrigenda.texts.text import Witness
from corrigenda.texts.visible import visible

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SEVERITIES = {"note": "info", "warning": "warning", "error": "error"}


def lines(
    findings: Sequence[Finding], witnesses: Sequence[Witness], _suppressed: Sequence[Suppressed] = ()
) -> Iterator[str]:
    """Yield a suite a text and a failed case a finding; a text without findings has one case that passed."""
    by_siglum = findings_of(witnesses, findings)
    total = sum(max(1, len(found)) for found in by_siglum.values())
    yield _HEAD
    yield f'<testsuites name="corrigenda" tests="{total}" failures="{len(findings)}">'
    names = names_by_siglum(witnesses)
    for siglum, found in by_siglum.items():
        name = _value(names[siglum])
        yield f'  <testsuite name={name} tests="{max(1, len(found))}" failures="{len(found)}" errors="0">'
        if not found:
            yield f'    <testcase classname={name} name="no findings"/>'
        for finding in found:
            row = record(finding, names[siglum])
            place = f"{row['line']}:{row['column']}"
            yield f"    <testcase classname={name} name={_value(f'{finding.code} {finding.rule} {place}')}>"
            yield f"      <failure type={_value(finding.code)} message={_value(told(finding))}/>"
            yield "    </testcase>"
        yield "  </testsuite>"
    yield "</testsuites>"


def checkstyle(
    findings: Sequence[Finding], witnesses: Sequence[Witness], _suppressed: Sequence[Suppressed] = ()
) -> Iterator[str]:
    """Yield a file element a text, and an error element a finding."""
    names = names_by_siglum(witnesses)
    yield _HEAD
    yield '<checkstyle version="4.3">'
    for siglum, found in findings_of(witnesses, findings).items():
        yield f"  <file name={_value(names[siglum])}>"
        for finding in found:
            row = record(finding, names[siglum])
            place = f'line="{row["line"]}" column="{row["column"]}"'
            what = f"message={_value(told(finding))} source={_value(f'corrigenda.{finding.code}')}"
            yield f'    <error {place} severity="{_SEVERITIES[row["severity"]]}" {what}/>'
        yield "  </file>"
    yield "</checkstyle>"


def _value(text: str) -> str:
    """Return an attribute's value in quotation marks; what XML cannot hold is made visible."""
    return quoteattr(visible(text))
