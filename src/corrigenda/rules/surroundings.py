"""What stands around words: by it, the same sentence is known in another text, as another translator put it."""

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import sqrt
from types import MappingProxyType
from zlib import crc32

from corrigenda.rules.patterns import STOP
from corrigenda.texts.tokens import Tokens

_REACH = 16
"""Words on either side."""
_SHORTEST = 3
"""Letters of those that count: shorter ones say little."""
_KEPT = 1 << 16
_NONE: Mapping[bytes, int] = MappingProxyType({})
_TEXT_END = "\0"
"""Parts texts that are read as one."""


class Around:
    """Tells what stands around words of a text, or of several that are read as one."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._begins = [0, *(tokens.at(offset) + 1 for offset in _offsets(_TEXT_END, tokens.text)), len(tokens)]

    def __call__(self, first: int, last: int) -> bytes:
        """Return the words of meaning around some words, as sorted numbers of 32 bits."""
        at = bisect_right(self._begins, first)
        begin, end = max(self._begins[at - 1], first - _REACH), min(self._begins[at], last + 1 + _REACH)
        keys = *self._tokens.keys(begin, first), *self._tokens.keys(last + 1, end)
        return array("I", sorted({*map(number_of, keys)} - {0})).tobytes()


def _offsets(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


@lru_cache(maxsize=_KEPT)
def number_of(key: str) -> int:
    """Return the number by which a folded word is known in what stands around; 0 when it is of no meaning."""
    return 0 if len(key) < _SHORTEST or key in STOP else crc32(key.encode("utf-8", "surrogatepass"))


def words_of(place: bytes) -> "array[int]":
    """Return the numbers of the words of a place."""
    return array("I", place)


class Surroundings:
    """What stands around the places of one term in all texts, to find the one most like another."""

    def __init__(self, places: Mapping[bytes, int]) -> None:
        """Take the places as `Around` tells them, with how often each is the same."""
        self._places = list(places.items())
        self._by_word: dict[int, list[int]] = defaultdict(list)
        for number, place in enumerate(places):
            for word in words_of(place):
                self._by_word[word].append(number)

    def likest(self, here: bytes, odd: str, own: Mapping[bytes, int] = _NONE) -> float:
        """Return how like the likest of them is to a place, 0 to 1: the cosine of the words around the two.

        Places of the text itself, given as `own`, do not count, nor do those around which the odd word of the place
        stands as well: there it stands beside the term, and not for a word of it.
        """
        words = words_of(here)
        shared = Counter(number for word in words for number in self._by_word.get(word, ()))
        for number in self._by_word.get(number_of(odd), ()):
            del shared[number]
        likest = 0.0
        for number, count in shared.items():
            place, times = self._places[number]
            if times > own.get(place, 0):
                likest = max(likest, count / sqrt(len(words) * len(words_of(place))))
        return likest
