"""Words with their levels, as they lie in a file."""

from bisect import bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from corrigenda.counting.levels import LevelTable

UNKNOWN = 0
"""The level of a word that is not known."""
Listed = tuple[tuple[int, AbstractSet[str]], ...]
"""Levels with their words; no word is in two."""

_MANY = 100_000
"""Words; finding so many one by one takes as long as making a mapping of all."""
_MANY_AT_ONCE = 20_000
"""Words; finding so many one by one takes as long as making a table of the hashes of all."""
_BYTES_APART = 1024


class Levels(Protocol):
    """Words with their levels."""

    @property
    def listed(self) -> Listed:
        """All words by their levels."""

    def of(self, word: str) -> int:
        """Return the level of a word; `UNKNOWN` when it is not listed."""

    def of_all(self, words: Sequence[str]) -> list[int]:
        """Return the levels of many words."""

    def get_ready(self) -> None:
        """Make what speeds up many questions at once."""


class SortedLines:
    """Lines of a word and what is told of it, sorted, as they lie in a file: each is looked for where it may stand."""

    __slots__ = ("_end", "_heads", "_lines", "_places", "_start")

    def __init__(self, lines: bytes, start: int = 1, end: int | None = None) -> None:
        """Take the lines from `start`, before which a line ends, to `end`; they stay where they are."""
        self._lines = lines
        self._start = start
        self._end = len(lines) if end is None else min(end, len(lines))
        self._heads: list[bytes] = []
        """The words of some lines."""
        self._places: list[int] = []
        """Where these lines begin; the end of all."""

    @property
    def all(self) -> bytes:
        """All lines."""
        return self._lines[self._start : self._end]

    def told(self, word: str) -> bytes:
        r"""Return what is told of a word; nothing when it has no line.

        >>> SortedLines(b"\none 10\ntwo 20\n").told("two"), SortedLines(b"\none 10\n").told("on")
        (b'20', b'')
        """
        if "\n" in word:
            return b""
        if not self._places:
            self._heads, self._places = self._marks()
        sought = word.encode("utf-8", "surrogatepass")
        number = bisect_right(self._heads, sought)
        if number == 0:
            return b""
        line = b"\n" + sought + b" "
        at = self._lines.find(line, self._places[number - 1] - 1, self._places[number])
        if at < 0:
            return b""
        at += len(line)
        end = self._lines.find(b"\n", at)
        return self._lines[at:] if end < 0 else self._lines[at:end]

    def _marks(self) -> tuple[list[bytes], list[int]]:
        """Return the words of some lines, and where these begin, with the end of all."""
        heads: list[bytes] = []
        places: list[int] = []
        at = self._start
        while at < self._end:
            places.append(at)
            heads.append(self._lines[at : self._lines.index(b" ", at)])
            at = self._lines.find(b"\n", at + _BYTES_APART, self._end) + 1 or self._end
        return heads, [*places, self._end]


class LevelLines:
    """Words with their levels in sorted lines, as they lie in the file: ``word level``.

    A page asks for hundreds of words, and an archive for tens of thousands: each is looked for in the few lines where
    it may stand, which takes less time than to make a mapping of all. That is made for whoever asks for more, and a
    table of hashes for whoever asks for many at once.
    """

    __slots__ = ("_asked", "_by_word", "_lines", "_table")

    def __init__(self, lines: bytes, start: int = 1, end: int | None = None) -> None:
        """Take the lines from `start`, before which a line ends, to `end`; they stay where they are."""
        self._lines = SortedLines(lines, start, end)
        self._asked: dict[str, int] = {}
        self._by_word: dict[str, int] | None = None
        self._table: LevelTable | None = None

    @property
    def listed(self) -> Listed:
        """All words by their levels."""
        levels: dict[int, set[str]] = {}
        for word, level in self._all().items():
            levels.setdefault(level, set()).add(word)
        return tuple(sorted(levels.items()))

    def of(self, word: str) -> int:
        """Return the level of a word; `UNKNOWN` when it is not listed."""
        every = self._by_word
        if every is None:
            found = self._asked.get(word)
            if found is not None:
                return found
            if len(self._asked) < _MANY:
                found = self._asked[word] = self._found(word)
                return found
            every = self._all()
        return every.get(word, UNKNOWN)

    def of_all(self, words: Sequence[str]) -> list[int]:
        """Return the levels of many words."""
        if len(words) < _MANY_AT_ONCE:
            return list(map(self.of, words))
        return self._hashed().of(words)

    def get_ready(self) -> None:
        """Make what speeds up many questions at once."""
        self._hashed()

    def _hashed(self) -> "LevelTable":
        if self._table is None:
            from corrigenda.counting.levels import LevelTable  # noqa: PLC0415 - loads numpy, and few texts are large

            self._table = LevelTable(self._lines.all)
        return self._table

    def _found(self, word: str) -> int:
        """Return the level of a word by a look at the lines in which it may stand."""
        return int(self._lines.told(word) or UNKNOWN)

    def _all(self) -> dict[str, int]:
        if self._by_word is None:
            fields = self._lines.all.decode().split()
            number = {level: int(level) for level in set(fields[1::2])}
            self._by_word = dict(zip(fields[::2], map(number.__getitem__, fields[1::2]), strict=True))
            self._asked = {}
        return self._by_word
