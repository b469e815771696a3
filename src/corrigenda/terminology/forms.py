"""The words of a glossary's forms, in columns: a long glossary has a million forms, of which few are ever looked at."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, pairwise

from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

_APOSTROPHES = frozenset(fold.APOSTROPHES)
_SHORTEST_NAME = 3
_MANY = 10_000
"""Words from which they are put in order by numpy."""


class FormReader:
    """Divides forms into words, one after another."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._keys: list[str] = []
        self._firsts = array("i", [0])
        self._terms = array("i")
        self._places = array("i")
        self._wrong: dict[int, None] = {}
        self._empty: dict[int, None] = {}
        self._marked: list[int] = []

    def extend(self, texts: Sequence[str], term: int) -> None:
        """Add forms each of which is the only one of its term; the terms are numbered from `term` on."""
        words, keys, firsts = self._words, self._keys, self._firsts
        for number, text in enumerate(texts, len(firsts) - 1):
            if text.isascii() and text.isalpha():  # most names are; a call for each takes longer
                words.append(text)
                keys.append(text.lower())
            else:
                self._divide(text, number)
            firsts.append(len(words))
        self._terms.extend(range(term, term + len(texts)))
        self._places.frombytes(bytes(self._places.itemsize * len(texts)))

    def add(self, text: str, term: int, place: int, *, is_wrong: bool) -> None:
        """Add a form of term `term`, of which it is number `place`."""
        number = len(self._terms)
        self._divide(text, number)
        self._firsts.append(len(self._words))
        self._terms.append(term)
        self._places.append(place)
        if is_wrong:
            self._wrong[number] = None

    def _divide(self, text: str, number: int) -> None:
        """Add the words of form `number`: what `Tokens` finds, and shorter where that is sure."""
        if text.isascii() and text.replace(" ", "").isalnum():
            self._words += text.split()
            self._keys += text.lower().split()
            return
        first = len(self._words)
        if text.isalpha():
            self._words.append(text)
            self._keys.append(fold.key(text))
        else:
            tokens = Tokens(text)
            self._words += [fold.composed(tokens.surface(at)) for at in range(len(tokens))]
            self._keys += map(tokens.key, range(len(tokens)))
            if not len(tokens):
                self._empty[number] = None
        if not _APOSTROPHES.isdisjoint(text):
            self._marked += range(first, len(self._words))

    def forms(self) -> "Forms":
        """Return all that were added."""
        words, keys, marked = tuple(self._words), tuple(self._keys), tuple(self._marked)
        return Forms(words, keys, self._firsts, self._terms, self._places, self._wrong, self._empty, marked)


@dataclass(frozen=True)
class Forms:
    """The words of forms; a form has a number, and so has its term.

    >>> reader = FormReader()
    >>> reader.extend(["Stalin", "People's Commissar"], term=0)
    >>> forms = reader.forms()
    >>> forms.keys_of(0), forms.keys_of(1), forms.stems
    (('stalin',), ("people's", 'commissar'), ('Stalin', 'People', 'Commissar'))
    """

    # NOTE: tuples, arrays and dictionaries of atoms, as the garbage collector passes over these, however long
    words: tuple[str, ...]
    """The words of all forms, as written."""
    keys: tuple[str, ...]
    """The same folded."""
    firsts: "array[int]"
    """The number of each form's first word, and at the end how many words there are."""
    terms: "array[int]"
    """The number of each form's term."""
    places: "array[int]"
    """Which of its term's forms each is."""
    wrong: dict[int, None]
    """The forms that are deprecated, in order."""
    empty: dict[int, None]
    """The forms without any word, in order."""
    marked: tuple[int, ...]
    """The numbers of words that may have an apostrophe."""

    def __len__(self) -> int:
        return len(self.terms)

    def width(self, number: int) -> int:
        """Return how many words a form has."""
        return self.firsts[number + 1] - self.firsts[number]

    def keys_of(self, number: int) -> tuple[str, ...]:
        """Return the folded words of a form."""
        return tuple(self.keys[self.firsts[number] : self.firsts[number + 1]])

    def words_of(self, number: int) -> tuple[str, ...]:
        """Return the words of a form as written."""
        return tuple(self.words[self.firsts[number] : self.firsts[number + 1]])

    def form_at(self, place: int) -> int:
        """Return the form that word number `place` of all is of."""
        return bisect_right(self.firsts, place) - 1

    def begun_by(self, key: str) -> list[int]:
        """Return the forms whose first folded word is `key`."""
        numbers = [(self.form_at(place), place) for place in self.by_word.of(key)]
        return [number for number, place in numbers if self.firsts[number] == place]

    @cached_property
    def several(self) -> "array[int]":
        """The forms of several words."""
        if len(self.words) == len(self) - len(self.empty):
            return array("i")
        return array("i", [number for number, (first, end) in enumerate(pairwise(self.firsts)) if end - first > 1])

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """All words as written, without possessive endings."""
        if not self.marked:
            return self.words
        stems = list(self.words)
        for at in self.marked:
            stems[at] = fold.split_possessive(stems[at])[0]
        return tuple(stems)

    @cached_property
    def by_word(self) -> "Index":
        """The numbers of all words by what they are folded."""
        return Index(self.keys)

    def right(self) -> Iterator[int]:
        """Yield the forms that have words and are not deprecated."""
        for number in range(len(self)):
            if number not in self.wrong and number not in self.empty:
                yield number

    def right_keys(self) -> set[str]:
        """Return the folded words of all forms that are not deprecated, with their possessive endings and without."""
        first = 0
        found: set[str] = set()
        for number in (*self.wrong, len(self)):
            found.update(self.keys[first : self.firsts[number]])
            first = self.firsts[min(number + 1, len(self))]
        found.update([fold.split_possessive(self.keys[at])[0] for at in self.marked if self.keys[at] in found])
        return found

    def named(self) -> tuple[Sequence[str], Sequence[int]]:
        """Return the names in right forms, without possessive endings, and the numbers of their words.

        Names are forms of one word, and in longer ones each word with a capital, once a form; short ones are none.
        """
        stems = self.stems
        left_out = [at for at, word in enumerate(stems) if len(word) < _SHORTEST_NAME]
        for number in self.several:
            first, end = self.firsts[number], self.firsts[number + 1]
            words = stems[first:end]
            left_out += [
                at
                for at, word in enumerate(words, first)
                if not word[:1].isupper() or word in words[: at - first]  # Baden-Baden
            ]
        for number in self.wrong:
            left_out += range(self.firsts[number], self.firsts[number + 1])
        if not left_out:
            return stems, range(len(stems))
        is_name = bytearray(b"\1") * len(stems)
        for at in left_out:
            is_name[at] = False
        return tuple(compress(stems, is_name)), array("i", compress(range(len(stems)), is_name))


class Index:
    """The numbers of words, by their hashes in order: made in a fraction of the time, and memory, of a dictionary."""

    __slots__ = ("_again", "_hashes", "_order", "_words")

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._hashes, self._order, self._again = _ordered(array("q", map(hash, words)))

    def __reduce__(self) -> tuple[type["Index"], tuple[Sequence[str]]]:
        """Make it anew in another process, where hashes are others."""
        return Index, (self._words,)

    def of(self, word: str) -> list[int]:
        """Return the numbers of a word, in order.

        >>> index = Index(["stalin", "lenin", "stalin"])
        >>> index.of("stalin"), index.of("lenin"), index.of("trotsky")
        ([0, 2], [1], [])
        """
        hashed = hash(word)
        first = bisect_left(self._hashes, hashed)
        last = bisect_right(self._hashes, hashed, first)
        return [number for number in self._order[first:last] if self._words[number] == word]

    def repeated(self) -> Iterator[int]:
        """Yield the numbers at which words stand again."""
        before = -1
        seen: set[str] = set()
        for at in self._again:
            if at != before + 1:
                seen.clear()
            before = at
            seen.add(self._words[self._order[at - 1]])
            if self._words[self._order[at]] in seen:
                yield self._order[at]


def _ordered(hashes: "array[int]") -> tuple["array[int]", "array[int]", "array[int]"]:
    """Return hashes in their order, equal ones as they stood; where each stood; which are that of the one before."""
    if len(hashes) < _MANY:
        order = array("i", sorted(range(len(hashes)), key=hashes.__getitem__))
        ordered = array("q", map(hashes.__getitem__, order))
        return ordered, order, array("i", [at for at in range(1, len(order)) if ordered[at] == ordered[at - 1]])
    import numpy as np  # noqa: PLC0415 - it loads in the time in which a short glossary is read

    values = np.frombuffer(hashes, np.int64)
    numbers = np.argsort(values, kind="stable")
    values = values[numbers]
    same = np.flatnonzero(values[1:] == values[:-1]) + 1
    places, again = (array("i", each.astype(np.int32).tobytes()) for each in (numbers, same))
    return array("q", values.tobytes()), places, again
