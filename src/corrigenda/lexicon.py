"""A glossary as the matcher sees it: exact look-up of forms, the names in it, and which words are right."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corrigenda import fold, inflection
from corrigenda.glossary import Form, Glossary, Status, Term
from corrigenda.tokens import Tokens

PERSONS = frozenset({"person", "pers", "people"})
"""Kinds of terms that are people."""
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One form with its words."""

    term: Term
    form: Form
    words: tuple[str, ...]
    """As written in the glossary."""
    keys: tuple[str, ...]
    """Folded."""

    @property
    def basis(self) -> str:
        """Return where the form stands, in words."""
        return f"{self.term.path} line {self.form.line}"


@dataclass(frozen=True, slots=True)
class Name:
    """A word that a garbled word may have been: a term of one word, or a capitalised word of a longer one."""

    word: str
    key: str
    entries: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        """Return the entry that speaks best for the word: one that is just this word, else the first."""
        return next((entry for entry in self.entries if len(entry.keys) == 1), self.entries[0])

    @property
    def is_part(self) -> bool:
        """Say whether it stands in the glossary only as a word of longer forms."""
        return all(len(entry.keys) > 1 and entry.term.kind.casefold() not in PERSONS for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the glossary knows of a text, by the numbers of its words."""

    wrong: dict[int, tuple[Entry, ...]]
    """The deprecated forms that begin at a word."""
    in_wrong: frozenset[int]
    """Words that are part of one."""
    in_phrase: frozenset[int]
    """Words that are part of a right form of several words."""


class Lexicon:
    """The forms of a glossary, indexed by their folded words."""

    __slots__ = (
        "_phrases",
        "_right_by_first",
        "_seconds",
        "_stems",
        "_wrong_by_first",
        "entries",
        "names",
        "right",
        "words",
        "wrong",
    )

    def __init__(self, glossary: Glossary) -> None:
        self.entries: tuple[Entry, ...] = tuple(_entries(glossary.terms))
        self.right = tuple(entry for entry in self.entries if entry.form.status is not Status.DEPRECATED)
        self.wrong = tuple(entry for entry in self.entries if entry.form.status is Status.DEPRECATED)
        self._right_by_first = _by_first(self.right)
        self._wrong_by_first = _by_first(self.wrong)
        self._phrases = frozenset(entry.keys[0] for entry in self.right if len(entry.keys) > 1)
        self._seconds = frozenset(entry.keys[1] for entry in self.right if len(entry.keys) > 1)
        self.words = frozenset(
            each for entry in self.right for key in entry.keys for each in (key, fold.split_possessive(key)[0])
        )
        """Folded words of all right forms: none of them is ever taken for a damaged name."""
        self._stems = frozenset(stem for key in self.words for stem in inflection.bare(key))
        self.names = _names(self.right)

    def right_at(self, tokens: Tokens, number: int) -> Entry | None:
        """Return the longest right form that stands at word `number`."""
        return _longest(self._right_by_first, tokens, number)

    def wrong_at(self, tokens: Tokens, number: int) -> tuple[Entry, ...]:
        """Return the longest deprecated form that stands at word `number`; several, if it is of several terms."""
        first = _longest(self._wrong_by_first, tokens, number)
        if first is None:
            return ()
        return tuple(entry for entry in self._wrong_by_first[first.keys[0]] if entry.keys == first.keys)

    def beginnings(self, tokens: Tokens) -> list[int]:
        """Return the numbers of the words that a form of several words or a wrong one may begin with, in order."""
        found = tokens.pairs(self._phrases.__contains__, self._goes_on) if self._phrases else []
        return sorted({*found, *tokens.numbers(self._begins_wrong)}) if self.wrong else found

    def _goes_on(self, key: str) -> bool:
        return key in self._seconds or (key[-1] in _ENDS and any(each in self._seconds for each in uninflected(key)))

    def _begins_wrong(self, key: str) -> bool:
        return any(each in self._wrong_by_first for each in uninflected(key))

    def standing(self, tokens: Tokens) -> "Standing":
        """Return which words of a text belong to a form of the glossary as it stands."""
        phrases: set[int] = set()
        wrong: dict[int, tuple[Entry, ...]] = {}
        covered: set[int] = set()
        done = 0
        for number in self.beginnings(tokens):
            if number < done:
                continue
            right = self.right_at(tokens, number)
            faulty = self.wrong_at(tokens, number) if self.wrong else ()
            if faulty and (right is None or len(right.keys) < len(faulty[0].keys)):
                wrong[number] = faulty
                done = number + len(faulty[0].keys)
                covered.update(range(number, done))
            elif right:
                done = number + len(right.keys)
                phrases.update(range(number, done) if len(right.keys) > 1 else ())
        return Standing(wrong, frozenset(covered), frozenset(phrases))

    def knows(self, key: str, language: str | None = None) -> bool:
        """Say whether a folded word is of a right form, or an inflected one of it."""
        if key in self.words or key in self._stems:
            return True
        stem, ending = fold.split_possessive(key)
        if ending and self.knows(stem, language):
            return True
        article, rest = fold.split_elision(key)
        if article and self.knows(rest, language):
            return True
        return any(stem in self.words for stem in inflection.stems(key, language))


def _entries(terms: Iterable[Term]) -> Iterator[Entry]:
    for term in terms:
        for form in term.forms:
            if form.text.isalpha() and form.text.isascii():  # most names are, and glossaries may be long
                yield Entry(term, form, (form.text,), (form.text.lower(),))
                continue
            tokens = Tokens(form.text)
            if len(tokens):
                numbers = range(len(tokens))
                yield Entry(
                    term,
                    form,
                    tuple(tokens.surface(number) for number in numbers),
                    tuple(tokens.key(number) for number in numbers),
                )


def _by_first(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    slots: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        slots[entry.keys[0]].append(entry)
    return {key: tuple(sorted(slot, key=lambda entry: -len(entry.keys))) for key, slot in slots.items()}


def _longest(slots: dict[str, tuple[Entry, ...]], tokens: Tokens, number: int) -> Entry | None:
    for key in uninflected(tokens.key(number)):
        found = _matching(slots.get(key, ()), tokens, number)
        if found:
            return found
    return None


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


def _matching(entries: tuple[Entry, ...], tokens: Tokens, number: int) -> Entry | None:
    return next((entry for entry in entries if stands(entry.keys, tokens, number)), None)


def stands(keys: tuple[str, ...], tokens: Tokens, number: int) -> bool:
    """Say whether the words from `number` on are `keys`; the last may have a possessive or plural ending.

    Between the words of a phrase, white space, dashes, hyphens and quotation marks may stand, line ends too, and a
    full stop after an initial or abbreviation (V. I. Lenin, St. Petersburg), or an opening bracket, but no other mark
    and no empty line.
    """
    last = number + len(keys) - 1
    if last >= len(tokens):
        return False
    for offset, key in enumerate(keys[:-1]):
        if tokens.key(number + offset) != key:
            return False
        gap = tokens.gap(number + offset)
        if len(key) <= _ABBREVIATION:
            gap = gap.removeprefix(".")
        if not joins(gap.replace("(", "", 1)):
            return False
    return same_word(tokens.key(last), keys[-1])


def same_word(key: str, form: str) -> bool:
    """Say whether a folded word is `form`, its possessive or its plural.

    >>> same_word("stalbrand's", "stalbrand"), same_word("stalbrands", "stalbrand"), same_word("stall", "stal")
    (True, True, False)
    """
    if key == form:
        return True
    if not key.startswith(form):
        return False
    return key[len(form) :] in ("'s", "s", "es", "'", "s'")


_JOINING = frozenset(" \t\r\n\u00a0\u2009\u202f" + fold.DASHES + "\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb")
_LONGEST_GAP = 6
_ABBREVIATION = 3


def joins(gap: str) -> bool:
    r"""Say whether `gap` may stand between the words of a phrase.

    >>> joins(" "), joins("-\n"), joins("\n\n"), joins(", "), joins("” ")
    (True, True, False, False, True)
    """
    return len(gap) <= _LONGEST_GAP and _JOINING.issuperset(gap) and gap.count("\n") <= 1


def _names(entries: Iterable[Entry]) -> dict[str, Name]:
    slots: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for whole in entry.words:
            word, _ending = fold.split_possessive(whole)
            if len(word) >= _SHORTEST_NAME and (word[0].isupper() or len(entry.words) == 1):
                slots[word].append(entry)
    return {word: Name(word, fold.split_possessive(fold.key(word))[0], tuple(slot)) for word, slot in slots.items()}
