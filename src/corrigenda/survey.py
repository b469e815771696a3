"""What is counted over all texts that are linted together, before any of them is checked.

Counting first keeps findings independent of the order of the files, and lets a short newspaper article
profit from the names in its neighbours. Counts of some texts can be added to those of others in any order and
any grouping, and can travel between processes: texts may be counted in parts.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Protocol, Self

from corrigenda import fold
from corrigenda.tokens import Tokens


class Counts(Protocol):
    """What a rule counts over all texts beyond their words."""

    def add(self, other: Self) -> None:
        """Add the counts of other texts."""


_Packed = tuple[str, bytes]
"""Words, and how often each stands."""
_BETWEEN = "\0"
"""Stands in no word."""
_State = tuple[_Packed, set[str | None], dict[str, Counts]]


def _packed(counts: Counter[str]) -> _Packed:
    return _BETWEEN.join(counts), array("q", counts.values()).tobytes()


def _unpacked(packed: _Packed) -> Counter[str]:
    words, data = packed
    counts: Counter[str] = Counter()
    dict.update(counts, zip(words.split(_BETWEEN), array("q", data), strict=True) if data else ())
    return counts


class Survey:
    """How often each word stands in the texts, and what else the rules had counted."""

    __slots__ = ("_keys", "_lower", "languages", "of_rules", "surfaces")

    def __init__(
        self,
        surfaces: Counter[str] | None = None,
        keys: Counter[str] | None = None,
        lower: Counter[str] | None = None,
    ) -> None:
        """Begin without any counts, or with those of spellings, and of keys if they are known."""
        self.surfaces: Counter[str] = Counter() if surfaces is None else surfaces
        """Occurrences by spelling."""
        self._keys, self._lower = keys, lower
        self.languages: set[str | None] = set()
        """The languages of the texts; None is one that could not be told."""
        self.of_rules: dict[str, Counts] = {}
        """What rules counted, by the name under which they publish it."""

    @property
    def keys(self) -> Counter[str]:
        """Occurrences by folded key."""
        if self._keys is None:
            self._keys = self._folded(self.surfaces)
        return self._keys

    @property
    def lower(self) -> Counter[str]:
        """Occurrences by folded key of those that begin in lower case."""
        if self._lower is None:
            self._lower = self._folded({word: count for word, count in self.surfaces.items() if word[0].islower()})
        return self._lower

    @staticmethod
    def _folded(counts: Mapping[str, int]) -> Counter[str]:
        """Return the counts of spellings by their folded keys."""
        found: Counter[str] = Counter()
        known = found.get  # most keys are of one spelling, and a counter is slow to tell what it lacks
        for key, count in zip(fold.keys(counts), counts.values(), strict=True):
            found[key] = known(key, 0) + count
        return found

    def __getstate__(self) -> _State:
        """Return the counts as they travel: those of spellings in one string and one array; all else follows."""
        return _packed(self.surfaces), self.languages, self.of_rules

    def __setstate__(self, state: _State) -> None:
        """Take counts that travelled."""
        packed, self.languages, self.of_rules = state
        self.surfaces = _unpacked(packed)
        self._keys = self._lower = None

    def add(self, other: "Survey") -> None:
        """Add the counts of other texts."""
        if self.surfaces or other.surfaces:
            folded = (None, None) if self.surfaces else (other._keys, other._lower)  # noqa: SLF001 - of its own kind
            self.surfaces.update(other.surfaces)
            self._keys, self._lower = (None if each is None else each.copy() for each in folded)
        self.languages |= other.languages
        for name, counts in other.of_rules.items():
            if name in self.of_rules:
                self.of_rules[name].add(counts)
            else:
                self.of_rules[name] = counts

    def count(self, tokens: Tokens) -> None:
        """Count the words of one text."""
        for surface, _key, count in tokens.counted():
            self.surfaces[surface] += count
        self._keys = self._lower = None

    @classmethod
    def of(cls, texts: Iterable[Tokens]) -> "Survey":
        """Return the counts of words over texts."""
        survey = cls()
        for tokens in texts:
            survey.count(tokens)
        return survey
