"""Offsets in a text as an editor counts them: lines from 0, and columns in the units of an encoding.

LSP ends a line at LF, CR LF and CR, and nowhere else (LSP 3.17, "Text Documents"); its columns count UTF-16 code
units unless client and server have agreed on another encoding ("PositionEncodingKind").
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from corrigenda.texts.text import Span

_LINE_END = re.compile(r"\r\n|\n|\r")
_LAST_OF_BMP = 0xFFFF
_TWO_BYTES = 0x7FF
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")
_NO_ASCII = re.compile(r"[^\x00-\x7f]")


class Units(StrEnum):
    """What a column counts."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"

    def wide(self, text: str) -> Iterator[tuple[int, int]]:
        r"""Yield where in `text` a character counts more than one, and how much more.

        >>> [list(units.wide("e\u0301\U0001f600")) for units in Units]
        [[(1, 1), (2, 3)], [(2, 1)], []]
        """
        if self is Units.UTF16:
            yield from ((found.start(), 1) for found in _BEYOND_BMP.finditer(text))
        elif self is Units.UTF8:
            for found in _NO_ASCII.finditer(text):
                code = ord(found[0])
                yield found.start(), 1 + (code > _TWO_BYTES) + (code > _LAST_OF_BMP)


class _Line:
    """The columns of a line, whose wide characters are looked for once."""

    __slots__ = ("_length", "_more", "_wide")

    def __init__(self, text: str, units: Units) -> None:
        wide = () if text.isascii() else tuple(units.wide(text))
        self._length = len(text)
        self._wide = [at for at, _ in wide]
        self._more = list(accumulate((more for _, more in wide), initial=0))

    def column(self, at: int) -> int:
        """Return the column before which so many code points stand."""
        return at + self._more[bisect_left(self._wide, at)]

    def within(self, column: int) -> int:
        """Return how many code points end at or before a column; all of them when it lies beyond."""
        return bisect_right(range(self._length + 1), column, key=self.column) - 1


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place between two characters."""

    line: int
    """Counted from 0."""
    column: int
    """Counted from 0, in the units agreed on."""


class Places:
    """The places of a text."""

    __slots__ = ("_ends", "_lines", "_starts", "_text", "_units")

    def __init__(self, text: str, units: Units) -> None:
        self._text = text
        self._units = units
        ends = [(found.start(), found.end()) for found in _LINE_END.finditer(text)]
        self._starts = [0, *(end for _, end in ends)]
        self._ends = [*(start for start, _ in ends), len(text)]
        self._lines: dict[int, _Line] = {}

    def place(self, offset: int) -> Place:
        r"""Return the place of an offset; one inside of a line end is the end of the line.

        >>> Places("a\U0001f600b\r\nc", Units.UTF16).place(2), Places("a\r\nc", Units.UTF16).place(2)
        (Place(line=0, column=3), Place(line=0, column=1))
        """
        line = bisect_right(self._starts, offset) - 1
        return Place(line, self._line(line).column(min(offset, self._ends[line]) - self._starts[line]))

    def offset(self, place: Place) -> int:
        r"""Return the offset of a place; one beyond a line is its end, one beyond the last line the end of the text.

        >>> Places("a\U0001f600b\nc", Units.UTF16).offset(Place(0, 3)), Places("ab\nc", Units.UTF16).offset(Place(0, 9))
        (2, 2)
        """
        if place.line >= len(self._starts):
            return len(self._text)
        return self._starts[place.line] + self._line(place.line).within(place.column)

    def span(self, start: Place, end: Place) -> Span:
        """Return the span between two places, in either order."""
        first, last = sorted((self.offset(start), self.offset(end)))
        return Span(first, last)

    def _line(self, number: int) -> _Line:
        if number not in self._lines:
            self._lines[number] = _Line(self._text[self._starts[number] : self._ends[number]], self._units)
        return self._lines[number]
