"""Offsets in a text as an editor counts them: lines from 0, and columns in the units of an encoding.

LSP ends a line at LF, CR LF and CR, and nowhere else (LSP 3.17, "Text Documents"); its columns count UTF-16 code
units unless client and server have agreed on another encoding ("PositionEncodingKind").
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from corrigenda.texts.text import Span

_LINE_END = re.compile(r"\r\n|\n|\r")
_LAST_OF_BMP = 0xFFFF
_ONE_BYTE = 0x7F
_TWO_BYTES = 0x7FF


class Units(StrEnum):
    """What a column counts."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"

    def of(self, text: str) -> int:
        r"""Return how long `text` is.

        >>> [units.of("e\u0301\U0001f600") for units in Units]
        [7, 4, 3]
        """
        if self is Units.UTF32 or text.isascii():
            return len(text)
        return sum(map(self._of, map(ord, text)))

    def _of(self, code: int) -> int:
        if self is Units.UTF16:
            return 2 if code > _LAST_OF_BMP else 1
        return 1 + (code > _ONE_BYTE) + (code > _TWO_BYTES) + (code > _LAST_OF_BMP)

    def within(self, text: str, column: int) -> int:
        r"""Return how many code points of `text` end at or before `column`; all of them when it lies beyond.

        >>> Units.UTF16.within("\U0001f600b", 1), Units.UTF16.within("\U0001f600b", 2), Units.UTF16.within("ab", 9)
        (0, 1, 2)
        """
        if self is Units.UTF32 or text.isascii():
            return min(column, len(text))
        at = 0
        for number, code in enumerate(map(ord, text)):
            at += self._of(code)
            if at > column:
                return number
        return len(text)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place between two characters."""

    line: int
    """Counted from 0."""
    column: int
    """Counted from 0, in the units agreed on."""


class Places:
    """The places of a text."""

    __slots__ = ("_ends", "_starts", "_text", "_units")

    def __init__(self, text: str, units: Units) -> None:
        self._text = text
        self._units = units
        ends = [(found.start(), found.end()) for found in _LINE_END.finditer(text)]
        self._starts = [0, *(end for _, end in ends)]
        self._ends = [*(start for start, _ in ends), len(text)]

    def place(self, offset: int) -> Place:
        r"""Return the place of an offset; one inside of a line end is the end of the line.

        >>> Places("a\U0001f600b\r\nc", Units.UTF16).place(2), Places("a\r\nc", Units.UTF16).place(2)
        (Place(line=0, column=3), Place(line=0, column=1))
        """
        line = bisect_right(self._starts, offset) - 1
        return Place(line, self._units.of(self._text[self._starts[line] : min(offset, self._ends[line])]))

    def offset(self, place: Place) -> int:
        r"""Return the offset of a place; one beyond a line is its end, one beyond the last line the end of the text.

        >>> Places("a\U0001f600b\nc", Units.UTF16).offset(Place(0, 3)), Places("ab\nc", Units.UTF16).offset(Place(0, 9))
        (2, 2)
        """
        if place.line >= len(self._starts):
            return len(self._text)
        start = self._starts[place.line]
        return start + self._units.within(self._text[start : self._ends[place.line]], place.column)

    def span(self, start: Place, end: Place) -> Span:
        """Return the span between two places, in either order."""
        first, last = sorted((self.offset(start), self.offset(end)))
        return Span(first, last)
