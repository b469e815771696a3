"""What is counted over all texts that are linted together, before any of them is checked.

Counting first keeps findings independent of the order of the files, and lets a short newspaper article
profit from the names in its neighbours.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from corrigenda.tokens import Tokens


class Survey:
    """How often each word stands in the texts; made with `of`."""

    __slots__ = ("cache", "keys", "lower", "surfaces", "texts")

    def __init__(self) -> None:
        self.surfaces: Counter[str] = Counter()
        """Occurrences by spelling."""
        self.keys: Counter[str] = Counter()
        """Occurrences by folded key."""
        self.lower: Counter[str] = Counter()
        """Occurrences by folded key of those that begin in lower case."""
        self.texts: tuple[Tokens, ...] = ()
        """The words of all texts, for rules that count more than words."""
        self.cache: dict[str, Any] = {}
        """What rules made of the counts, once for all texts."""

    def add(self, tokens: Tokens) -> None:
        """Count the words of one text."""
        keys = tokens.distinct()
        for surface, places in tokens.places():
            self.surfaces[surface] += len(places)
            self.keys[keys[surface]] += len(places)
            if surface[0].islower():
                self.lower[keys[surface]] += len(places)

    @classmethod
    def of(cls, texts: Iterable[Tokens]) -> "Survey":
        """Return the counts over all texts."""
        survey = cls()
        survey.texts = tuple(texts)
        for tokens in survey.texts:
            survey.add(tokens)
        return survey
