"""The levels of the words of a list, for many words at once, by numpy."""

from collections.abc import Sequence

import numpy as np

from corrigenda.counting.scan import bounds, hashes_at, hashes_of
from corrigenda.counting.table import Table

_BLANK, _LINE_FEED, _NOUGHT = b" \n0"


class LevelTable:
    """The levels of words by their hashes; nothing is made of most words of the list."""

    def __init__(self, lines: bytes) -> None:
        """Take lines of a word and its level."""
        text = np.frombuffer(lines, np.uint8)
        blanks = np.flatnonzero(text == _BLANK)
        starts, ends = (each[: len(blanks)] for each in bounds(lines, _LINE_FEED))  # nothing is behind the last line
        self._table = Table()
        self._table.add(hashes_at(lines, starts, blanks - starts))
        self._levels = np.zeros(len(blanks) + 1, np.uint8)
        """By number of the word; the last is that of all others."""
        for digit in range(1, int((ends - blanks).max(initial=0))):  # from the last
            self._levels[:-1] += 10 ** (digit - 1) * (text[ends - digit] - _NOUGHT) * (ends - digit > blanks)

    def of(self, words: Sequence[str]) -> list[int]:
        """Return the level of each word; 0 when it is not listed."""
        found: list[int] = self._levels[self._table.find(hashes_of(words))].tolist()
        return found
