"""What is counted over all texts that are linted together, before any of them is checked.

Counting first keeps findings independent of the order of the files, and lets a short newspaper article
profit from the names in its neighbours. Counts of some texts can be added to those of others in any order and
any grouping, and can travel between processes: texts may be counted in parts.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol, Self

from corrigenda.tokens import Tokens


class Counts(Protocol):
    """What a rule counts over all texts beyond their words."""

    def add(self, other: Self) -> None:
        """Add the counts of other texts."""


class Survey:
    """How often each word stands in the texts, and what else the rules had counted."""

    __slots__ = ("keys", "lower", "of_rules", "surfaces")

    def __init__(self) -> None:
        self.surfaces: Counter[str] = Counter()
        """Occurrences by spelling."""
        self.keys: Counter[str] = Counter()
        """Occurrences by folded key."""
        self.lower: Counter[str] = Counter()
        """Occurrences by folded key of those that begin in lower case."""
        self.of_rules: dict[str, Counts] = {}
        """What rules counted, by the name under which they publish it."""

    def add(self, other: "Survey") -> None:
        """Add the counts of other texts."""
        self.surfaces.update(other.surfaces)
        self.keys.update(other.keys)
        self.lower.update(other.lower)
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
