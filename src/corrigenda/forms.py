"""The words of a glossary's forms, in columns: a long glossary has a million forms, of which few are ever looked at."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corrigenda import fold
from corrigenda.tokens import Tokens

_APOSTROPHES = frozenset(fold.APOSTROPHES)


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
            self._words += map(tokens.surface, range(len(tokens)))
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

    def several(self) -> Iterator[int]:
        """Yield the forms of several words."""
        firsts = self.firsts
        if len(self.words) > len(firsts) - 1 - len(self.empty):
            for number, first in enumerate(firsts[1:]):
                if first - firsts[number] > 1:
                    yield number

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
    def by_first(self) -> "Index":
        """The forms by their first folded word."""
        keys = self.keys
        return Index((keys[at], number) for number, at in enumerate(self.firsts[:-1]) if number not in self.empty)

    def right(self) -> Iterator[int]:
        """Yield the forms that have words and are not deprecated."""
        for number in range(len(self)):
            if number not in self.wrong and number not in self.empty:
                yield number

    def right_keys(self) -> dict[str, None]:
        """Return the folded words of all forms that are not deprecated, with their possessive endings and without."""
        found: dict[str, None] = {}
        first = 0
        for number in (*self.wrong, len(self)):
            found |= dict.fromkeys(self.keys[first : self.firsts[number]])
            first = self.firsts[min(number + 1, len(self))]
        marked = [self.keys[at] for at in self.marked if self.keys[at] in found]
        found |= dict.fromkeys(fold.split_possessive(key)[0] for key in marked)
        return found


class Index:
    """Numbers by words; nearly all words have just one."""

    __slots__ = ("_first", "more")

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        self._first: dict[str, int] = {}
        self.more: dict[str, list[int]] = {}
        """Words that have several numbers, with all of them in order."""
        first = self._first
        for word, number in pairs:
            before = first.setdefault(word, number)
            if before != number:
                self.more.setdefault(word, [before]).append(number)

    def __contains__(self, word: str) -> bool:
        return word in self._first

    def firsts(self) -> Iterable[tuple[str, int]]:
        """Return the words with the first number of each."""
        return self._first.items()

    def __iter__(self) -> Iterator[str]:
        """Yield the words in the order in which they first came."""
        return iter(self._first)

    def __len__(self) -> int:
        return len(self._first)

    def of(self, word: str) -> Sequence[int]:
        """Return the numbers of a word, in order.

        >>> index = Index([("stalin", 0), ("lenin", 1), ("stalin", 2)])
        >>> index.of("stalin"), index.of("lenin"), index.of("trotsky")
        ([0, 2], (1,), ())
        """
        if word in self.more:
            return self.more[word]
        return (self._first[word],) if word in self._first else ()
