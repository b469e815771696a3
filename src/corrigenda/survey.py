"""What is counted over all texts that are linted together, before any of them is checked.

Counting first keeps findings independent of the order of the files, and lets a short newspaper article
profit from the names in its neighbours. Counts of some texts can be added to those of others in any order and
any grouping, and can travel between processes: texts may be counted in parts.
"""

from array import array
from collections import Counter
from collections.abc import Iterable
from typing import Protocol, Self

from corrigenda.tokens import Tokens


class Counts(Protocol):
    """What a rule counts over all texts beyond their words."""

    def add(self, other: Self) -> None:
        """Add the counts of other texts."""


_Packed = tuple[str, bytes]
"""Words, and how often each stands."""
_BETWEEN = "\0"
"""Stands in no word."""


_State = tuple[_Packed, _Packed, _Packed, set[str | None], dict[str, Counts]]


def _packed(counts: Counter[str]) -> _Packed:
    return _BETWEEN.join(counts), array("q", counts.values()).tobytes()


def _unpacked(packed: _Packed) -> Counter[str]:
    words, data = packed
    counts: Counter[str] = Counter()
    dict.update(counts, zip(words.split(_BETWEEN), array("q", data), strict=True) if data else ())
    return counts


class Survey:
    """How often each word stands in the texts, and what else the rules had counted."""

    __slots__ = ("keys", "languages", "lower", "of_rules", "surfaces")

    def __init__(self) -> None:
        self.surfaces: Counter[str] = Counter()
        """Occurrences by spelling."""
        self.keys: Counter[str] = Counter()
        """Occurrences by folded key."""
        self.lower: Counter[str] = Counter()
        """Occurrences by folded key of those that begin in lower case."""
        self.languages: set[str | None] = set()
        """The languages of the texts; None is one that could not be told."""
        self.of_rules: dict[str, Counts] = {}
        """What rules counted, by the name under which they publish it."""

    def __getstate__(self) -> _State:
        """Return the counts as they travel: a third as large as three mappings, and read in half the time."""
        return _packed(self.surfaces), _packed(self.keys), _packed(self.lower), self.languages, self.of_rules

    def __setstate__(self, state: _State) -> None:
        """Take counts that travelled."""
        surfaces, keys, lower, self.languages, self.of_rules = state
        self.surfaces, self.keys, self.lower = map(_unpacked, (surfaces, keys, lower))

    def add(self, other: "Survey") -> None:
        """Add the counts of other texts."""
        self.surfaces.update(other.surfaces)
        self.keys.update(other.keys)
        self.lower.update(other.lower)
        self.languages |= other.languages
        for name, counts in other.of_rules.items():
            if name in self.of_rules:
                self.of_rules[name].add(counts)
            else:
                self.of_rules[name] = counts

    def count(self, tokens: Tokens) -> None:
        """Count the words of one text."""
        for surface, key, count in tokens.counted():
            self.surfaces[surface] += count
            self.keys[key] += count
            if surface[0].islower():
                self.lower[key] += count

    @classmethod
    def of(cls, texts: Iterable[Tokens]) -> "Survey":
        """Return the counts of words over texts."""
        survey = cls()
        for tokens in texts:
            survey.count(tokens)
        return survey
