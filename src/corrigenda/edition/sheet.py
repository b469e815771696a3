"""All decisions and open places as CSV, for spreadsheets."""

from collections.abc import Iterator, Sequence

from corrigenda.edition.apparatus import Edition, Entry
from corrigenda.report.table import row
from corrigenda.texts.text import LineIndex

COLUMNS = (
    *("witness", "line", "column", "placed", "rule", "verdict", "sic", "corr", "proposed", "score", "basis"),
    *("resp", "at", "note", "finding"),
)


def render(editions: Sequence[Edition]) -> Iterator[str]:
    """Yield a header and a row for each decision and open place; those without a place have no line."""
    yield row(COLUMNS)
    for edition in editions:
        lines = LineIndex(edition.witness.text)
        for entry in (*edition.entries, *edition.unplaced):
            yield row(_cells(edition, entry, lines))


def _cells(edition: Edition, entry: Entry, lines: LineIndex) -> list[str]:
    line, column = map(str, lines.place(entry.span.start)) if entry.span else ("", "")
    score = "" if entry.score is None else f"{entry.score:.2f}"
    proposed = entry.proposed.text if entry.proposed else ""
    placed = "yes" if entry.span else "no"
    where = [edition.witness.siglum, line, column, placed]
    said = [entry.code, str(entry.verdict), entry.sic, entry.corr or "", proposed, score, entry.basis]
    return [*where, *said, entry.resp, entry.at, entry.note or entry.message, entry.id]
