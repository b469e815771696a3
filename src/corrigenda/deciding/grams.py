"""Finding many long strings in one long text, without reading it through for each."""

from collections import defaultdict
from collections.abc import Iterator

_SIZE = 16
"""Letters of a gram; every so many-th of the text is kept, so that any long string holds one at a known offset."""
_LEAST = 2 * _SIZE - 1
"""Letters that a string must have to hold a kept gram whole, wherever it begins."""
_COMMON = 200
"""Places of a gram beyond which it narrows nothing down."""
_SEARCHES = 40
"""Searches that cost about as much as keeping the grams."""


class Grams:
    """A text in which strings are looked for; from the fortieth on by its grams.

    >>> list(Grams("abcabc").places("bc")), list(Grams("aaa").places("aa")), list(Grams("abc").places(""))
    ([1, 4], [0, 1], [])
    """

    __slots__ = ("_kept", "_searched", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._searched = 0
        self._kept: dict[str, list[int]] | None = None

    def places(self, part: str) -> Iterator[int]:
        """Yield where `part` begins, in order, overlapping ones too; nowhere if it is empty."""
        if len(part) >= _LEAST:
            self._searched += 1
            if self._searched == _SEARCHES:
                self._kept = _kept(self.text)
        found = None if self._kept is None or len(part) < _LEAST else self._by_grams(part, self._kept)
        yield from found if found is not None else _all(self.text, part)

    def _by_grams(self, part: str, kept: dict[str, list[int]]) -> list[int] | None:
        """Return where `part` begins; None where its grams stand in too many places to help."""
        found: list[int] = []
        for offset in range(_SIZE):
            places = kept.get(part[offset : offset + _SIZE], ())
            if len(places) > _COMMON:
                return None
            found += (at - offset for at in places if at >= offset and self.text.startswith(part, at - offset))
        return sorted(found)


def _kept(text: str) -> dict[str, list[int]]:
    grams: dict[str, list[int]] = defaultdict(list)
    for at in range(0, len(text) - _SIZE + 1, _SIZE):
        grams[text[at : at + _SIZE]].append(at)
    return dict(grams)


def _all(text: str, part: str) -> Iterator[int]:
    at = text.find(part) if part else -1
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
