"""How often words stand in all texts, each looked up by its hash in the columns of `corrigenda.counting.counted`.

A run in which few texts changed asks for few of the words of all texts: to look each up takes less time than to make
a mapping of all.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Self

import numpy as np

from corrigenda.counting import facts
from corrigenda.counting.counted import Words
from corrigenda.counting.scan import Numbers, hash_of
from corrigenda.counting.survey import ByKey, Survey
from corrigenda.counting.surveyed import sums, surveyed

_PATIENCE = 20_000
"""Words that are looked up one by one; then it pays to make a mapping of all."""


class _Index:
    """Hashes in their order, with their numbers."""

    def __init__(self, hashes: Numbers) -> None:
        self.order = np.argsort(hashes)
        self.hashes = hashes[self.order]


class Tally(Counter[str]):
    """How often words stand, each looked up when it is asked for first; all at once if many are, or all are."""

    def __init__(self, index: _Index, counts: Numbers, whole: Callable[[], Counter[str]]) -> None:
        """Get ready; `whole` gives the same for all words."""
        super().__init__()
        self._hashes, self._order, self._counts = index.hashes.data, index.order, counts
        self._whole: Callable[[], Counter[str]] | None = whole
        self._patience = _PATIENCE

    def __missing__(self, word: str) -> int:
        if self._patience == 0:
            return 0
        self._patience -= 1
        if self._patience == 0:
            return self._complete()[word]
        sought = hash_of(word)
        at = bisect_left(self._hashes, sought)
        is_there = at < len(self._hashes) and self._hashes[at] == sought
        found = self[word] = self._counts.item(self._order.item(at)) if is_there else 0
        return found

    def get(self, word: str, default: Any = None) -> Any:
        """Return how often a word stands, `default` for one that does not."""
        return self[word] or default

    def __contains__(self, word: object) -> bool:
        return self[str(word)] > 0

    def total(self) -> int:
        """Return how often all words stand together."""
        return int(self._counts.sum())

    def __iter__(self) -> Iterator[str]:
        return iter(dict.keys(self._complete()))

    def __len__(self) -> int:
        return len(dict.keys(self._complete()))

    def items(self) -> Any:
        """Return all words with their counts."""
        return dict.items(self._complete())

    def values(self) -> Any:
        """Return the counts of all words."""
        return dict.values(self._complete())

    def _complete(self) -> Self:
        """Return the same, as a mapping of all words."""
        if self._whole is not None:
            self.clear()
            dict.update(self, self._whole())
            self._whole, self._patience = None, 0
        return self


class Lookup:
    """Makes surveys of counts, for those who ask about few words."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._spellings, self._kinds = _Index(words.hashes), _Index(words.hashes_of_kinds)

    def survey(self, counts: Numbers) -> Survey:
        """Return how often spellings stand."""
        words = self._words
        whole = cache(lambda: surveyed(words.spellings, counts))
        of_keys, of_lower, capitals_alone = sums(
            counts, words.kinds, len(words.hashes_of_kinds), words.is_lower, words.is_capital
        )
        survey = Survey(
            Tally(self._spellings, counts, lambda: whole().surfaces),
            lambda: ByKey(
                Tally(self._kinds, of_keys, lambda: whole().keys),
                Tally(self._kinds, of_lower, lambda: whole().lower),
                capitals_alone,
            ),
        )
        survey.by_frame = _ByFrame(words, counts).names
        return survey


class _ByFrame:
    """The names that stand in texts by their consonants."""

    def __init__(self, words: Words, counts: Numbers) -> None:
        self._spellings = words.spellings
        found = np.flatnonzero((words.frames != 0) & (counts > 0))
        self._numbers = found[np.argsort(words.frames[found])]
        self._frames = words.frames[self._numbers]

    def names(self, frame: str) -> list[str]:
        """Return the names with some consonants; a few others may be among them."""
        fact = np.uint32(facts.of_frame(frame))
        first, last = (np.searchsorted(self._frames, fact, side) for side in ("left", "right"))
        return [self._spellings[number] for number in self._numbers[first:last].tolist()]
