"""A glossary as the matcher sees it: exact look-up of forms, the names in it, and which words are right."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from corrigenda import collector
from corrigenda.language import inflection
from corrigenda.terminology.entries import PERSONS, PLACES, Book, Entries, Entry
from corrigenda.terminology.forms import Forms
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.names import Names
from corrigenda.terminology.standing import ENDS, bases, stands, uninflected
from corrigenda.terminology.terms import Terms
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

_OF_ONE = (PERSONS - {"people"}) | PLACES


@dataclass(frozen=True, slots=True)
class Standing:
    """What the glossary knows of a text, by the numbers of its words."""

    wrong: dict[int, tuple[Entry, ...]]
    """The deprecated forms that begin at a word."""
    in_wrong: frozenset[int]
    """Words that are part of one."""
    in_phrase: frozenset[int]
    """Words that are part of a right form of several words."""


class ByFirst:
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
        self._book = Book(self.terms)
        self._forms = forms = self.terms.forms
        self._right = ByFirst(forms, is_wrong=False)
        self._wrong = ByFirst(forms, is_wrong=True)
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

    def right_like(self, keys: tuple[str, ...]) -> tuple[Entry, ...]:
        """Return the right forms that have some folded words."""
        forms = self._forms
        return tuple(self._book.look_up(each) for each in self._right.of(keys[0]) if forms.keys_of(each) == keys)

    def wrong_at(self, tokens: Tokens, number: int) -> tuple[Entry, ...]:
        """Return the longest deprecated form that stands at word `number`; several, if it is of several terms."""
        first = self._wrong.longest(tokens, number)
        if first is None:
            return ()
        return tuple(sorted(map(self._book.look_up, self._wrong.like(first)), key=lambda entry: entry.rank))

    def is_wrong(self, key: str) -> bool:
        """Say whether a folded word is a deprecated form."""
        return any(self._forms.width(form) == 1 for form in self._wrong.of(key))

    def beginnings(self, tokens: Tokens) -> list[int]:
        """Return the numbers of the words that a form of several words or a wrong one may begin with, in order."""
        found = tokens.pairs(self._phrases.__contains__, self._goes_on) if self._phrases else []
        return sorted({*found, *tokens.numbers(self._begins_wrong)}) if self._forms.wrong else found

    def _is_of_one(self, key: str) -> bool:
        """Say whether a folded word stands in names of people and places alone."""
        forms, kinds = self._forms, self.terms.kinds
        return all(kinds[forms.terms[forms.form_at(at)]].casefold() in _OF_ONE for at in forms.by_word.of(key))

    def _goes_on(self, key: str) -> bool:
        return key in self._seconds or (key[-1] in ENDS and any(each in self._seconds for each in bases(key)))

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
            right = self._right_form(tokens, number)
            faulty = self.wrong_at(tokens, number) if self._forms.wrong else ()
            if faulty and (right is None or width(right) < len(faulty[0].keys)):
                wrong[number] = faulty
                done = number + len(faulty[0].keys)
                covered.update(range(number, done))
            elif right is not None:
                done = number + width(right)
                phrases.update(range(number, done) if width(right) > 1 else ())
        return Standing(wrong, frozenset(covered), frozenset(phrases))

    def _right_form(self, tokens: Tokens, number: int) -> int | None:
        """Return the longest right form that stands at a word; none if its plural or possessive is given as wrong."""
        right = self._right.longest(tokens, number)
        if right is None or not self._forms.wrong:
            return right
        keys = self._forms.keys_of(right)
        last = number + len(keys) - 1
        key = tokens.key(last)
        if key == keys[-1]:
            return right
        as_given = key, fold.split_possessive(key)[0]
        for at in range(number, last + 1):
            wrong = self._wrong.longest(tokens, at)
            ends = wrong is not None and at + self._forms.width(wrong) - 1 == last
            if wrong is not None and ends and self._forms.keys_of(wrong)[-1] in as_given:
                return None
        return right

    def knows(self, key: str, language: str | None = None, *, as_plural: bool = False) -> bool:
        """Say whether a folded word is of a right form, or an inflected one of it; in any language if none is given.

        With `as_plural`, the name of a person or place may be a plural (Dickens), and the word one of these.
        """
        if key in self.words:
            return True
        for each in inflection.inflected(key, language):
            if each in self.words and (as_plural or each[-1] != "s" or not self._is_of_one(each)):
                return True
        if "'" in key:
            stem, ending = fold.split_possessive(key)
            if ending and self.knows(stem, language, as_plural=as_plural):
                return True
            article, rest = fold.split_elision(key)
            if article and self.knows(rest, language, as_plural=as_plural):
                return True
        return any(stem in self.words for stem in inflection.stems(key, language))
