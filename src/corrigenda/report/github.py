"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from collections.abc import Iterator, Sequence

from corrigenda.finding import Finding, Severity, Suppressed
from corrigenda.report.record import record
from corrigenda.shelf import Lines
from corrigenda.text import Witness
from corrigenda.visible import visible

MOST = 10
"""Annotations of each kind that one step of a workflow may give; GitHub drops further ones without a word.
Source: docs.github.com, "Workflow commands for GitHub Actions" and the limits of check runs."""

_KINDS = {Severity.NOTE: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}
_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_VALUE = _TEXT | {":": "%3A", ",": "%2C"}


def lines(
    findings: Sequence[Finding], witnesses: Sequence[Witness], _suppressed: Sequence[Suppressed] = ()
) -> Iterator[str]:
    """Yield one command a finding, and a last one that says how many GitHub will not show."""
    by_siglum = Lines(witnesses)
    shown = dict.fromkeys(Severity, 0)
    for finding in findings:
        shown[finding.severity] += 1
        row = record(finding, *by_siglum[finding.anchor.siglum])
        best = f": “{visible(finding.readings[0].text)}” ({finding.readings[0].score:.2f})" if finding.readings else ""
        where = {
            "file": row["witness"],
            "line": row["line"],
            "endLine": row["end_line"],
            "col": row["column"],
            "endColumn": row["end_column"],
            "title": f"{finding.code} {finding.rule}",
        }
        if row["line"] != row["end_line"]:  # columns are of one line only
            del where["col"], where["endColumn"]
        values = ",".join(f"{key}={_escaped(str(value), _VALUE)}" for key, value in where.items())
        yield f"::{_KINDS[finding.severity]} {values}::{_escaped(finding.message + best, _TEXT)}"
    hidden = sum(max(0, count - MOST) for count in shown.values())
    if hidden:
        yield f"::notice title=corrigenda::{hidden} of {len(findings)} findings are not shown here; see the step's log"


def _escaped(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)
