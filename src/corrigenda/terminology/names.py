"""The names in a glossary: terms of one word, and the words with a capital in longer ones."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

from corrigenda.terminology.entries import PERSONS, Book, Entries, Entry
from corrigenda.terminology.forms import Index
from corrigenda.texts import fold


@dataclass(frozen=True)
class Name:
    """A word that a garbled word may have been: a term of one word, or a capitalised word of a longer one."""

    word: str
    key: str
    entries: Sequence[Entry]

    @cached_property
    def entry(self) -> Entry:
        """Return the entry that speaks best for the word: one that is just this word, else one of the shortest."""
        entries = tuple(self.entries)
        shortest = min([len(entry.keys) for entry in entries])
        best = [entry for entry in entries if len(entry.keys) == shortest]
        return best[0] if len(best) == 1 else min(best, key=lambda entry: entry.rank)

    @cached_property
    def is_part(self) -> bool:
        """Say whether it stands in the glossary only as a word of longer forms, and as nobody's surname."""
        return all(
            len(entry.keys) > 1 and (entry.kind.casefold() not in PERSONS or entry.keys[-1] != self.key)
            for entry in self.entries
        )


class Names(Mapping[str, Name]):
    """The names of a glossary by their spelling, in its order; they also have numbers, from 0."""

    __slots__ = ("_book", "_firsts", "_index", "_kept", "_places", "words")

    def __init__(self, book: Book) -> None:
        self._book = book
        words, self._places = book.forms.named()
        self._index = Index(words)
        self._kept: dict[int, Name] = {}
        is_first = bytearray(b"\1") * len(words)
        for again in self._index.repeated():
            is_first[again] = False
        self.words = tuple(compress(words, is_first))
        """Their spellings."""
        self._firsts = array("i", compress(self._places, is_first))
        """The numbers of the words that they first stand as."""

    def __getitem__(self, word: str) -> Name:
        numbers = [self._book.forms.form_at(self._places[at]) for at in self._index.of(word)]
        if not numbers:
            raise KeyError(word)
        return Name(word, _key_of(word), Entries(self._book.look_up, numbers))

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)

    def at(self, number: int) -> Name:
        """Return the name with a number, always the same."""
        name = self._kept.get(number)
        if name is None:
            name = self._kept[number] = self[self.words[number]]
        return name

    def key_at(self, number: int) -> str:
        """Return the key of the name with a number, without making the name."""
        return _key_of(self.words[number])

    def folded(self) -> tuple[str, ...]:
        """Return the key of each name, without making the name; most are made already."""
        forms = self._book.forms
        keys = list(map(forms.keys.__getitem__, self._firsts))
        marked = frozenset(forms.marked)
        for number, place in enumerate(self._firsts) if marked else ():
            if place in marked:
                keys[number] = _key_of(self.words[number])
        return tuple(keys)  # the garbage collector goes through lists of a million strings again and again

    def spread(self, key: str) -> int:
        """Return how often a folded word stands in the forms of the glossary."""
        return len(self._book.forms.by_word.of(key))

    def widths(self) -> list[int]:
        """Return of how many words the longest form is that each name stands in, without making the name."""
        forms = self._book.forms
        widths: dict[str, int] = {}
        for number in forms.several:
            width = 0 if number in forms.wrong else forms.width(number)
            for word in forms.stems[forms.firsts[number] : forms.firsts[number + 1]]:
                if word[:1].isupper() and width > widths.get(word, 1):
                    widths[word] = width
        return [widths.get(word, 1) for word in self.words] if widths else [1] * len(self)


def _key_of(word: str) -> str:
    """Return the folded key of a name, without a possessive ending."""
    if word.isascii() and word.isalpha():
        return word.lower()
    return fold.split_possessive(fold.key(word))[0]
