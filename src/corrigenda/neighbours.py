"""The words that stand beside names in the forms of a glossary: beside a suspect, they speak for these names."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from corrigenda import fold
from corrigenda.lexicon import Name
from corrigenda.tokens import Tokens

FARTHEST = 3
"""Words from a name to its neighbour, at the most."""


class Beside:
    """The words that stand beside a name in the forms of the glossary, by how many words before or after it."""

    def __init__(self, name: Name) -> None:
        self._forms: dict[tuple[int, str], list[int]] = {}
        for number, entry in enumerate(name.entries):
            keys = entry.keys
            at = next((at for at, each in enumerate(keys) if fold.split_possessive(each)[0] == name.key), None)
            if at is not None and len(keys) > 1:
                for offset in range(max(-at, -FARTHEST), min(len(keys) - at, FARTHEST + 1)):
                    if offset:
                        self._forms.setdefault((offset, keys[at + offset]), []).append(number)

    def __bool__(self) -> bool:
        """Say whether any word stands beside the name."""
        return bool(self._forms)

    @property
    def words(self) -> Collection[tuple[int, str]]:
        """Return the folded words beside the name, each with how many words before or after it it stands."""
        return self._forms.keys()

    def count(self, around: Sequence[tuple[int, str]]) -> int:
        """Return how many words around a place stand beside the name in one form of the glossary, in its order.

        Args:
            around: folded words, by how many words before or after the place they stand.
        """
        found = [forms for each in around if (forms := self._forms.get(each))]
        if len(found) < 2:  # noqa: PLR2004 - with several, they must be of one form
            return len(found)
        return max(Counter(chain.from_iterable(found)).values())


def words_around(first: int, last: int, tokens: Tokens) -> list[tuple[int, str]]:
    """Return the folded words around those from `first` to `last`, by how many words before or after they stand."""
    before = tokens.keys(max(0, first - FARTHEST), first)
    behind = tokens.keys(last + 1, last + 1 + FARTHEST)
    return [*enumerate(before, -len(before)), *enumerate(behind, 1)]


class BesideNames:
    """The words that stand beside the names of a glossary, and speak for them where they stand beside a suspect."""

    def __init__(self, names: Mapping[str, Name]) -> None:
        self._names = names
        self._found: dict[str, Beside] = {}
        self._by_word: dict[tuple[int, str], list[Beside]] = {}

    def of(self, name: str) -> Beside:
        """Return the words that stand beside a name; they are gathered once."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = Beside(self._names[name])
            for each in found.words:
                self._by_word.setdefault(each, []).append(found)
        return found

    def __bool__(self) -> bool:
        """Say whether any word was gathered."""
        return bool(self._by_word)

    def beside_any(self, around: Iterable[tuple[int, str]]) -> AbstractSet[Beside]:
        """Return, of what was gathered, that of all names beside which one of some words stands."""
        return {each for word in around if word in self._by_word for each in self._by_word[word]}

    def possible(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return those of some names for which any word speaks."""
        return tuple(filter(self.of, names))

    def is_given(self, names: Sequence[str], first: int, last: int, tokens: Tokens) -> bool:
        """Say whether a word around those from `first` to `last` speaks for one of some names."""
        around = words_around(first, last, tokens)
        return any(self.of(name).count(around) for name in names)
