"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from corrigenda.finding import Finding, Severity, Suppressed
from corrigenda.report.record import record, told
from corrigenda.shelf import names_by_siglum
from corrigenda.texts.text import Witness
from corrigenda.texts.visible import visible

MOST = 10
"""Annotations of each kind that one step of a workflow may give; GitHub drops further ones without a word, the last.
Source: docs.github.com, "Workflow commands for GitHub Actions" and the limits of check runs."""

_KINDS = {Severity.NOTE: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}
_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_VALUE = _TEXT | {":": "%3A", ",": "%2C"}


def lines(
    findings: Sequence[Finding], witnesses: Sequence[Witness], _suppressed: Sequence[Suppressed] = ()
) -> Iterator[str]:
    """Yield one command a finding, and before them one that says how many GitHub will not show.

    The place stands in the message as well, as the step's log shows nothing else.
    """
    counts = Counter(finding.severity for finding in findings)
    room = dict.fromkeys(Severity, MOST)
    if any(counts[kind] > MOST for kind in Severity):
        room[Severity.NOTE] -= 1  # for the notice itself, which comes first lest it be dropped
        hidden = sum(max(0, counts[kind] - room[kind]) for kind in Severity)
        yield f"::notice title=corrigenda::{hidden} of {len(findings)} findings are not shown here; see the step's log"
    names = names_by_siglum(witnesses)
    for finding in findings:
        yield _command(finding, record(finding, names[finding.anchor.siglum]))


def _command(finding: Finding, row: Mapping[str, Any]) -> str:
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
    place = f"{row['witness']}:{row['line']}:{row['column']}"
    message = _escaped(f"{place}: {finding.code} {told(finding)}", _TEXT)
    return f"::{_KINDS[finding.severity]} {values}::{message}"


def _escaped(text: str, table: dict[str, str]) -> str:
    """Return `text` with what would end a value escaped, and what cannot be seen or written made visible."""
    return "".join(table.get(char, char) for char in visible(text, keep="\r\n"))
