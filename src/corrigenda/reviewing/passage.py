"""A place with the text around it, wrapped to a width in terminal cells and cut to a number of rows."""

from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from corrigenda.texts.text import Span
from corrigenda.texts.visible import visible

OPENING, CLOSING = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"
"""Around what is marked, where colour does not show it."""

_MARGIN = 2
"""Cells left free on either side for the ellipsis that says the text goes on."""
_REACH = 16
"""Rows' worth of text that is wrapped on either side: more than are shown, even of letters with marks."""
_SEAM = 30
"""Code points within which a cut looks for white space, so as not to split a word."""
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_MEASURE = Console(width=80, color_system=None, force_terminal=False, legacy_windows=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """Wrapped rows, of which some hold what is marked."""

    rows: tuple[Text, ...]
    first: int
    """The number of the row in which the marked text begins."""
    last: int
    """The number of the row in which it ends."""
    is_cut_before: bool
    is_cut_after: bool
    """Whether the text goes on beyond the rows in its own line."""

    def window(self, height: int) -> tuple[Text, ...]:
        """Return at most `height` rows, those with the marked text in their middle."""
        start, end = self._range(max(1, height))
        shown = [row.copy() for row in self.rows[start:end]]
        is_open = self.is_cut_before if start == 0 else bool(self.rows[start - 1])
        goes_on = self.is_cut_after if end == len(self.rows) else bool(self.rows[end])
        rows = [Text(" " * _MARGIN).append_text(row) for row in shown]
        if is_open:
            rows[0] = Text(f"{_ELLIPSIS} ").append_text(shown[0])
        if goes_on:
            rows[-1].append(f" {_ELLIPSIS}")
        return tuple(rows)

    def _range(self, height: int) -> tuple[int, int]:
        marked = self.last - self.first + 1
        if marked >= height:
            return self.first, self.first + height
        start = max(0, self.first - (height - marked) // 2)
        end = min(len(self.rows), start + height)
        start = max(0, end - height)
        while start < self.first and not self.rows[start]:
            start += 1
        end = min(len(self.rows), start + height)
        while end - 1 > self.last and not self.rows[end - 1]:
            end -= 1
        return start, end


def passage(text: str, span: Span, shown: str, width: int, style: Style, *, brackets: bool) -> Passage:
    """Return the passage of `text` around `span`, with `shown` in the place of the span, marked.

    Args:
        text: the whole witness.
        span: the place.
        shown: what is to stand there: the sic itself, or a reading.
        width: of the terminal, in cells.
        style: what marks it.
        brackets: whether brackets mark it too; they do wherever there is nothing else to see.
    """
    room = max(1, width - 2 * _MARGIN)
    before, is_cut_before = _before(text, span.start, room * _REACH)
    after, is_cut_after = _after(text, span.end, room * _REACH)
    marked = _shortened(_safe(shown), room)
    if brackets or not marked.strip():
        marked = f"{OPENING}{marked}{CLOSING}"
    whole = Text(_safe(before)).append(marked, style).append(_safe(after))
    rows = tuple(whole.wrap(_MEASURE, room, overflow="fold"))
    for row in rows:
        row.rstrip()
    first, last = _marked_rows(rows, style)
    return Passage(rows, first, last, is_cut_before, is_cut_after)


def fit(text: str, width: int, *, at_start: bool = False) -> str:
    """Return `text`, made safe to show and cut to `width` cells; what is cut shows as an ellipsis.

    >>> fit("seeds/history.txt:17:21", 12, at_start=True), fit("Stalin", 12), fit("Stalin", 4)
    ('…y.txt:17:21', 'Stalin', 'Sta…')
    """
    shown = visible(text)
    if cell_len(shown) <= width:
        return shown
    if width < 1:
        return ""
    kept = ""
    for char in reversed(shown) if at_start else shown:
        longer = char + kept if at_start else kept + char
        if cell_len(longer) > width - 1:
            break
        kept = longer
    return _ELLIPSIS + kept if at_start else kept + _ELLIPSIS


def wrapped(text: Text, width: int, height: int, indent: int = 0) -> list[Text]:
    """Return at most `height` rows of `text`, those after the first one indented; the last one may be cut."""
    rows = list(text.wrap(_MEASURE, max(1, width - indent), overflow="fold"))
    is_cut = len(rows) > height
    rows = rows[:height]
    if is_cut and rows:
        rows[-1].truncate(max(1, width - indent) - 2)
        rows[-1].append(f" {_ELLIPSIS}")
    return [Text(" " * indent * bool(number)).append_text(row) for number, row in enumerate(rows)]


def _before(text: str, start: int, reach: int) -> tuple[str, bool]:
    """Return the text before a place, and whether its first line is cut."""
    begin = max(0, start - reach)
    if begin == 0 or text[begin - 1] == "\n":
        return text[begin:start], False
    seam = next((at for at in range(begin, min(begin + _SEAM, start)) if text[at].isspace()), begin - 1) + 1
    return text[seam:start], text[seam - 1] != "\n"


def _after(text: str, end: int, reach: int) -> tuple[str, bool]:
    """Return the text after a place, and whether its last line is cut."""
    stop = min(len(text), end + reach)
    if stop == len(text) or text[stop] in "\r\n":
        return text[end:stop], False
    seam = next((at for at in range(stop, max(stop - _SEAM, end), -1) if text[at].isspace()), stop)
    return text[end:seam], text[seam] not in "\r\n"


def _safe(text: str) -> str:
    """Return `text` with its line ends as such and everything else that is not printable made visible."""
    return visible(text.replace("\r\n", "\n"), keep="\n")


def _shortened(text: str, room: int) -> str:
    """Return `text` without its middle when it would fill more than about four rows."""
    half = 2 * room
    if len(text) <= 2 * half + 3:
        return text
    return f"{text[:half]} {_ELLIPSIS} {text[-half:]}"


def _marked_rows(rows: tuple[Text, ...], style: Style) -> tuple[int, int]:
    found = [number for number, row in enumerate(rows) if any(span.style == style for span in row.spans)]
    return (found[0], found[-1]) if found else (0, 0)
