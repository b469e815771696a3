"""Findings for people: the line with the place marked, the readings, the evidence; or one line each."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len

from corrigenda.finding import OFTEN, Finding, Severity, State
from corrigenda.report.line import Line
from corrigenda.report.record import ACCEPTED
from corrigenda.shelf import Lines, names_by_siglum
from corrigenda.texts import fold, wording
from corrigenda.texts.text import LineIndex, Span, Witness
from corrigenda.texts.visible import visible

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_ELLIPSIS = "…"
_LONGEST_SIC = 60
_MOST_PLACES = 12
"""Places of one spelling that are named in the report for reading."""


def full(findings: Sequence[Finding], witnesses: Sequence[Witness], width: int) -> Iterator[Line]:
    """Yield the findings for reading, a few lines each; `width` is that of the terminal in cells.

    One spelling found `OFTEN` times with one reading is shown once, with its other places below.
    """
    by_siglum, names = Lines(witnesses), names_by_siglum(witnesses)
    alike: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[_name(finding)].append(finding)
    for finding in findings:
        same = alike[_name(finding)]
        if len(same) >= OFTEN and finding is not same[0]:
            continue
        witness, lines = by_siglum[finding.anchor.siglum]
        yield from _full(finding, witness, lines, width)
        if len(same) >= OFTEN:
            yield from _others(same[1:], names)
        yield Line()


def _name(finding: Finding) -> tuple[str, ...]:
    """Return what findings about one spelling have in common."""
    readings = (fold.split_possessive(reading.text)[0] for reading in finding.readings[:1])
    return (finding.code, finding.state, fold.key(fold.split_possessive(finding.anchor.sic)[0]), *readings)


def _others(findings: Sequence[Finding], names: Mapping[str, str]) -> Iterator[Line]:
    """Yield where else a spelling is found; the first few places."""
    yield Line(f"  found {len(findings)} more times:")
    for finding in findings[:_MOST_PLACES]:
        yield Line(f"    {_place(finding, names[finding.anchor.siglum])}", "dim")
    if len(findings) > _MOST_PLACES:
        yield Line("    … all of them: --output-format concise", "dim")


def _full(finding: Finding, witness: Witness, lines: LineIndex, width: int) -> Iterator[Line]:
    colour = _COLOURS[finding.severity]
    head = Line()
    head.append(_place(finding, witness.name), "bold")
    head.append(" ")
    head.append(finding.code, f"bold {colour}")
    head.append(f" {finding.rule}", colour)
    if finding.state is State.ACCEPTED:
        head.append(f" {ACCEPTED}", "green")
    yield head
    yield Line("  " + visible(finding.message))
    shown, start, end = excerpt(witness.text, finding.anchor.span, lines, width - 4)
    place = Line("  " + shown[:start], no_wrap=True)
    place.append(shown[start:end], f"bold {colour}")
    place.append(shown[end:])
    yield place
    yield Line(" " * (2 + cell_len(shown[:start])) + "^" * max(1, cell_len(shown[start:end])), colour, no_wrap=True)
    for number, reading in enumerate(finding.readings, 1):
        row = Line(f"  {number} ")
        row.append(visible(reading.text) or "(nothing)", "bold green")
        row.append("" if reading.is_typed else f"  {reading.sureness}", "cyan")
        row.append(f"  {visible(reading.basis)}", "dim")
        yield row
    if finding.note:
        yield Line(f"  note: {visible(finding.note)}", "dim italic")


def _place(finding: Finding, name: str) -> str:
    return f"{visible(name)}:{finding.region.line}:{finding.region.column}"


def excerpt(text: str, span: Span, lines: LineIndex, room: int) -> tuple[str, int, int]:
    """Return the line of `span` made visible and cut at blanks to `room` cells, and where the sic stands in it.

    A sic that goes on in the next line is shown with its line end as a picture.
    """
    first, _column = lines.place(span.start)
    last, _column = lines.place(max(span.start, span.end - 1))
    whole = Span(lines.line(first).start, lines.line(last).end)
    sic = visible(text[span.start : span.end])
    if cell_len(sic) > _LONGEST_SIC:
        sic = sic[: _LONGEST_SIC // 2] + _ELLIPSIS + sic[-_LONGEST_SIC // 4 :]
    side = max(8, (room - cell_len(sic)) // 2)
    before = _tail(visible(text[max(whole.start, span.start - room * 2) : span.start]), side)
    after = _head(visible(text[span.end : min(whole.end, span.end + room * 2)]), side)
    return before + sic + after, len(before), len(before) + len(sic)


def _tail(text: str, room: int) -> str:
    if cell_len(text) <= room:
        return text
    while (over := cell_len(text) - (room - 1)) > 0:
        text = text[_characters(over) :]
    _broken, _blank, rest = text.partition(" ")
    return _ELLIPSIS + (rest if 2 * cell_len(rest) >= room else text)  # Chinese has no blanks to cut at


def _characters(cells: int) -> int:
    """Return the fewest characters that can take up so many cells: none takes more than two."""
    return (cells + 1) // 2


def _head(text: str, room: int) -> str:
    if cell_len(text) <= room:
        return text
    while (over := cell_len(text) - (room - 1)) > 0:
        text = text[: -_characters(over)]
    kept, _blank, _broken = text.rpartition(" ")
    return (kept if 2 * cell_len(kept) >= room else text) + _ELLIPSIS


def concise(findings: Sequence[Finding], witnesses: Sequence[Witness]) -> Iterator[Line]:
    """Yield one line a finding, ``file:line:column: CODE “sic” → “first reading” (score)``."""
    names = names_by_siglum(witnesses)
    for finding in findings:
        row = Line(f"{_place(finding, names[finding.anchor.siglum])}: ")
        row.append(finding.code, f"bold {_COLOURS[finding.severity]}")
        row.append(f" “{visible(finding.anchor.sic)}”")
        if finding.readings:
            best = finding.readings[0]
            row.append(f" → “{visible(best.text)}”{best.in_brackets}")
        else:
            row.append(f": {visible(finding.message)}")
        if finding.state is State.ACCEPTED:
            row.append(ACCEPTED)
        yield row


def statistics(findings: Sequence[Finding]) -> Iterator[Line]:
    """Yield one line a rule with its count, most frequent first."""
    counts = Counter((finding.code, finding.rule) for finding in findings)
    for (code, rule), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield Line(f"{count:6}  {code} {rule}")


def summary(findings: Sequence[Finding], files: int) -> Line:
    """Return the last line: how much was found, how bad, and where."""
    if not findings:
        return Line(f"No findings in {wording.count(files, 'file')}.")
    severities = Counter(finding.severity for finding in findings)
    parts = ", ".join(
        wording.count(severities[severity], str(severity))
        for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        if severities[severity]
    )
    accepted = sum(finding.state is State.ACCEPTED for finding in findings)
    waiting = f"; {accepted} accepted, not applied" if accepted else ""
    return Line(f"{wording.count(len(findings), 'finding')} ({parts}) in {wording.count(files, 'file')}{waiting}.")
