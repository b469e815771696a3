"""Findings as CSV for spreadsheets."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from corrigenda.finding import Finding, Suppressed
from corrigenda.report.record import record
from corrigenda.shelf import names_by_siglum
from corrigenda.storage.csvfile import safe
from corrigenda.texts.text import Witness
from corrigenda.texts.visible import visible

COLUMNS = (
    *("id", "witness", "line", "column", "code", "rule", "severity", "state"),
    *("before", "sic", "after", "reading", "score", "basis", "other readings", "message", "note"),
)


def lines(
    findings: Sequence[Finding], witnesses: Sequence[Witness], _suppressed: Sequence[Suppressed] = ()
) -> Iterator[str]:
    """Yield a header and a row a finding; a row goes on in the next line where a cell holds a line end."""
    names = names_by_siglum(witnesses)
    yield row(COLUMNS)
    for finding in findings:
        known = record(finding, names[finding.anchor.siglum])
        first = finding.readings[0] if finding.readings else None
        known |= {
            "reading": first.text if first else "",
            "score": first.sureness if first else "",
            "basis": first.basis if first else "",
            "other readings": " | ".join(reading.text for reading in finding.readings[1:]),
        }
        yield row([str(known[column]) for column in COLUMNS])


def row(cells: Sequence[str]) -> str:
    """Return a row, without its line end, that is safe to open in a spreadsheet."""
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow(
        [safe(visible(cell.replace("\r\n", "\n"), keep="\n")) for cell in cells]
    )
    return line.getvalue().removesuffix("\n")
