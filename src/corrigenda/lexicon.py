"""A glossary as the matcher sees it: exact look-up of forms, the names in it, and which words are right."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from operator import ne
from typing import overload

from corrigenda import collector, fold, inflection
from corrigenda.forms import Forms, Index
from corrigenda.glossary import Glossary
from corrigenda.terms import Form, Status, Term, Terms
from corrigenda.tokens import Tokens

PERSONS = frozenset({"person", "pers", "people"})
"""Kinds of terms that are people."""


class Entry:
    """One form with its words; it is made of columns, and its term only when that is asked for."""

    __slots__ = ("_number", "_term", "_terms", "keys", "words")

    def __init__(self, terms: Terms, number: int) -> None:
        self._terms = terms
        self._number = number
        self._term: Term | None = None
        self.words = terms.forms.words_of(number)
        """As written in the glossary."""
        self.keys = terms.forms.keys_of(number)
        """Folded."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Entry):
            return NotImplemented
        return (self.term, self.form) == (other.term, other.form)

    def __hash__(self) -> int:
        return hash((self.form, self.keys))

    def __repr__(self) -> str:
        return f"Entry({self.form!r} of {self.term.lemma!r})"

    @property
    def term(self) -> Term:
        """The term that the form is of."""
        if self._term is None:
            self._term = self._terms[self._terms.forms.terms[self._number]]
        return self._term

    @property
    def form(self) -> Form:
        """The form in the glossary."""
        return self.term.forms[self._terms.forms.places[self._number]]

    @property
    def text(self) -> str:
        """The form as it is written in the glossary."""
        return self._terms.text(self._number)

    @property
    def kind(self) -> str:
        """The kind of the term."""
        return self._terms.kinds[self._terms.forms.terms[self._number]]

    @property
    def basis(self) -> str:
        """Return where the form stands, in words."""
        return f"{self.term.path} line {self.form.line}"

    @property
    def rank(self) -> tuple[str | bool, ...]:
        """Return by what entries are sorted, as the order of rows means nothing: preferred forms, and notes, first."""
        term, form = self.term, self.form
        is_other = form.status is not Status.PREFERRED
        return is_other, term.lemma, form.text, not term.note, term.note, term.kind, term.path


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
        """Say whether it stands in the glossary only as a word of longer forms."""
        return all(len(entry.keys) > 1 and entry.kind.casefold() not in PERSONS for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the glossary knows of a text, by the numbers of its words."""

    wrong: dict[int, tuple[Entry, ...]]
    """The deprecated forms that begin at a word."""
    in_wrong: frozenset[int]
    """Words that are part of one."""
    in_phrase: frozenset[int]
    """Words that are part of a right form of several words."""


class Entries(Sequence[Entry]):
    """Entries that are made when they are asked for; equal to a tuple of the same."""

    __slots__ = ("_make", "numbers")

    def __init__(self, make: Callable[[int], Entry], numbers: Sequence[int]) -> None:
        self._make = make
        self.numbers = numbers
        """Of the forms."""

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, at: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(at, slice):
            return tuple(map(self._make, self.numbers[at]))
        return self._make(self.numbers[at])

    def __iter__(self) -> Iterator[Entry]:
        return map(self._make, self.numbers)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Entries | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))


class _Book:
    """Makes the entries of forms, and keeps those that were looked up."""

    __slots__ = ("_kept", "_terms", "forms")

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self.forms = terms.forms
        self._kept: dict[int, Entry] = {}

    def make(self, number: int) -> Entry:
        """Return the entry of a form."""
        return Entry(self._terms, number)

    def look_up(self, number: int) -> Entry:
        """Return the entry of a form, always the same."""
        entry = self._kept.get(number)
        if entry is None:
            entry = self._kept[number] = self.make(number)
        return entry


class Names(Mapping[str, Name]):
    """The names of a glossary by their spelling, in its order; they also have numbers, from 0."""

    __slots__ = ("_book", "_firsts", "_index", "_kept", "_places", "words")

    def __init__(self, book: _Book) -> None:
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


class _ByFirst:
    """The right or the wrong forms by their first folded word, longest first: a plural before what it is one of."""

    __slots__ = ("_begun", "_forms", "_is_wrong", "_ranked")

    def __init__(self, forms: Forms, *, is_wrong: bool) -> None:
        self._forms = forms
        self._is_wrong = is_wrong
        self._ranked: dict[str, list[int]] = {}
        self._begun: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        """What `_at` said of the words at which forms may begin."""

    def of(self, word: str) -> list[int]:
        """Return the forms that begin with a folded word."""
        found = self._ranked.get(word)
        if found is None:
            forms = self._forms
            numbers = [each for each in forms.begun_by(word) if (each in forms.wrong) is self._is_wrong]
            found = sorted(numbers, key=lambda each: (forms.width(each), forms.keys_of(each)), reverse=True)
            if found:
                self._ranked[word] = found
        return found

    def longest(self, tokens: Tokens, number: int) -> int | None:
        """Return the longest form that stands at word `number` of a text."""
        return next((form for keys, form in self._at(tokens.key(number)) if stands(keys, tokens, number)), None)

    def _at(self, word: str) -> list[tuple[tuple[str, ...], int]]:
        """Return the forms, with their folded words, that may stand where a text has a word."""
        found = self._begun.get(word)
        if found is None:
            forms = [(self._forms.keys_of(form), form) for key in uninflected(word) for form in self.of(key)]
            found = self._begun[word] = [(keys, form) for keys, form in forms if keys[0] == word or len(keys) == 1]
        return found

    def like(self, form: int) -> list[int]:
        """Return a form and all that have the same folded words."""
        keys = self._forms.keys_of(form)
        return [each for each in self.of(keys[0]) if self._forms.keys_of(each) == keys]


class Lexicon:
    """The forms of a glossary, indexed by their folded words."""

    __slots__ = (
        "_book",
        "_faulty",
        "_forms",
        "_phrases",
        "_right",
        "_seconds",
        "_wrong",
        "names",
        "phrases",
        "terms",
        "words",
    )

    @collector.at_rest()
    def __init__(self, glossary: Glossary) -> None:
        self.terms = Terms.of(glossary.terms)
        self._book = _Book(self.terms)
        self._forms = forms = self.terms.forms
        self._right = _ByFirst(forms, is_wrong=False)
        self._wrong = _ByFirst(forms, is_wrong=True)
        numbers = [number for number in forms.several if number not in forms.wrong]
        self.phrases = Entries(self._book.look_up, numbers)
        """The right forms of several words."""
        self._phrases = frozenset(forms.keys[forms.firsts[number]] for number in numbers)
        self._seconds = frozenset(forms.keys[forms.firsts[number] + 1] for number in numbers)
        self._faulty = frozenset(forms.keys[forms.firsts[number]] for number in forms.wrong.keys() - forms.empty.keys())
        self.words: Collection[str] = forms.right_keys()
        """Folded words of all right forms: none of them is ever taken for a damaged name."""
        self.names = Names(self._book)

    @property
    def entries(self) -> Entries:
        """All forms that have words, in the order of the glossary."""
        numbers = [number for number in range(len(self._forms)) if number not in self._forms.empty]
        return Entries(self._book.make, numbers)

    @property
    def right(self) -> Entries:
        """Those that are not deprecated."""
        return Entries(self._book.make, list(self._forms.right()))

    @property
    def wrong(self) -> Entries:
        """Those that are."""
        numbers = [number for number in self._forms.wrong if number not in self._forms.empty]
        return Entries(self._book.make, numbers)

    def alternatives(self, stands: Callable[[str], bool]) -> Iterator[tuple[Entry, ...]]:
        """Yield the right forms of one word, of each term that has several for whose folded word `stands` says yes."""
        forms = self._forms
        for number, term in self.terms.whole.items():  # the others have one form
            first = bisect_left(forms.terms, number)
            numbers = [
                each
                for each in range(first, first + len(term.forms))
                if each not in forms.wrong and forms.width(each) == 1 and stands(forms.keys[forms.firsts[each]])
            ]
            if len(numbers) > 1:
                yield tuple(map(self._book.look_up, numbers))

    def phrases_with(self, has: Callable[[str], bool], lacking: int) -> Iterator[Entry]:
        """Yield the right forms of several words to all of whose folded words but so many `has` says yes."""
        forms, line_end = self._forms, "\n"  # a word divided there is two of the form's slots
        for at, number in enumerate(self.phrases.numbers):
            lacks = sum(not has(key) for key in forms.keys_of(number))
            if lacks <= lacking or line_end in self.terms.text(number):
                yield self.phrases[at]

    def side_by_side(self, first: str, second: str) -> int:
        """Return how often two folded words stand one behind the other in right forms."""
        forms = self._forms
        seconds = [at for at in forms.by_word.of(second) if forms.keys[at - 1] == first]
        numbers = [number for at in seconds if at > forms.firsts[number := forms.form_at(at)]]
        return sum(number not in forms.wrong for number in numbers)

    def right_at(self, tokens: Tokens, number: int) -> Entry | None:
        """Return the longest right form that stands at word `number`."""
        found = self._right.longest(tokens, number)
        return None if found is None else self._book.look_up(found)

    def wrong_at(self, tokens: Tokens, number: int) -> tuple[Entry, ...]:
        """Return the longest deprecated form that stands at word `number`; several, if it is of several terms."""
        first = self._wrong.longest(tokens, number)
        if first is None:
            return ()
        return tuple(sorted(map(self._book.look_up, self._wrong.like(first)), key=lambda entry: entry.rank))

    def beginnings(self, tokens: Tokens) -> list[int]:
        """Return the numbers of the words that a form of several words or a wrong one may begin with, in order."""
        found = tokens.pairs(self._phrases.__contains__, self._goes_on) if self._phrases else []
        return sorted({*found, *tokens.numbers(self._begins_wrong)}) if self._forms.wrong else found

    def _goes_on(self, key: str) -> bool:
        return key in self._seconds or (key[-1] in _ENDS and any(each in self._seconds for each in wholes(key)))

    def _begins_wrong(self, key: str) -> bool:
        return any(each in self._faulty for each in uninflected(key))

    def standing(self, tokens: Tokens) -> "Standing":
        """Return which words of a text belong to a form of the glossary as it stands."""
        width = self._forms.width
        phrases: set[int] = set()
        wrong: dict[int, tuple[Entry, ...]] = {}
        covered: set[int] = set()
        done = 0
        for number in self.beginnings(tokens):
            if number < done:
                continue
            right = self._right.longest(tokens, number)
            faulty = self.wrong_at(tokens, number) if self._forms.wrong else ()
            if faulty and (right is None or width(right) < len(faulty[0].keys)):
                wrong[number] = faulty
                done = number + len(faulty[0].keys)
                covered.update(range(number, done))
            elif right is not None:
                done = number + width(right)
                phrases.update(range(number, done) if width(right) > 1 else ())
        return Standing(wrong, frozenset(covered), frozenset(phrases))

    def knows(self, key: str, language: str | None = None) -> bool:
        """Say whether a folded word is of a right form, or an inflected one of it; in any language if none is given."""
        if key in self.words or any(each in self.words for each in inflection.wholes(key, language)):
            return True
        if "'" in key:
            stem, ending = fold.split_possessive(key)
            if ending and self.knows(stem, language):
                return True
            article, rest = fold.split_elision(key)
            if article and self.knows(rest, language):
                return True
        return any(stem in self.words for stem in inflection.stems(key, language))


_ENDS = "s'"
"""With what a folded possessive or plural ends."""


def uninflected(key: str) -> Iterator[str]:
    """Yield a folded word, and what it is the possessive or plural of if it is one: see `same_word`."""
    yield key
    stem, _ending = fold.split_possessive(key)
    if stem != key:
        yield stem
    for plural in ("s", "es"):
        if stem.endswith(plural) and len(stem) > len(plural) + 1:
            yield stem[: -len(plural)]


def stands(keys: tuple[str, ...], tokens: Tokens, number: int) -> bool:
    """Say whether the words from `number` on are `keys`; the last may have a possessive or plural ending.

    Between the words of a phrase, white space, dashes, hyphens and quotation marks may stand, line ends too, and a
    full stop after an initial or abbreviation (V. I. Lenin, St. Petersburg), or an opening bracket, but no other mark
    and no empty line.
    """
    there = tokens.keys(number, number + len(keys))
    *firsts, last = keys
    if len(there) < len(keys) or not same_word(there[-1], last) or any(map(ne, there, firsts)):
        return False
    for place, key in enumerate(firsts, number):
        gap = tokens.gap(place)
        if len(key) <= _ABBREVIATION:
            gap = gap.removeprefix(".")
        if not joins(gap.replace("(", "", 1)):
            return False
    return True


def same_word(key: str, form: str) -> bool:
    """Say whether a folded word is `form`, its possessive or its plural.

    >>> same_word("stalbrand's", "stalbrand"), same_word("stalbrands", "stalbrand"), same_word("stall", "stal")
    (True, True, False)
    """
    if key == form:
        return True
    if not key.startswith(form):
        return False
    return key[len(form) :] in _ENDINGS


_ENDINGS = ("'s", "s", "es", "'", "s'")
"""Of possessives and plurals, folded."""


def wholes(key: str) -> Iterator[str]:
    """Yield all forms of which a folded word is the same word: see `same_word`.

    >>> list(wholes("churches")), list(wholes("ts"))
    (['churches', 'churche', 'church'], ['ts', 't'])
    """
    yield key
    for ending in _ENDINGS if key[-1:] in _ENDS else ():
        if key.endswith(ending) and len(key) > len(ending):
            yield key[: -len(ending)]


_JOINING = frozenset(" \t\r\n\u00a0\u2009\u202f" + fold.DASHES + "\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb")
_LONGEST_GAP = 6
_ABBREVIATION = 3


def joins(gap: str) -> bool:
    r"""Say whether `gap` may stand between the words of a phrase.

    >>> joins(" "), joins("-\n"), joins("\n\n"), joins(", "), joins("” ")
    (True, True, False, False, True)
    """
    return len(gap) <= _LONGEST_GAP and _JOINING.issuperset(gap) and gap.count("\n") <= 1
