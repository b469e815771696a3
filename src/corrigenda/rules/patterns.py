"""Terms of several words with one of them left open."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corrigenda import collector
from corrigenda.counting.survey import Survey
from corrigenda.language.words import every_function_word
from corrigenda.ondemand import OnDemand
from corrigenda.terminology.entries import PERSONS, Entry
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

ARTICLES = frozenset({"the", "a", "an", "le", "la", "les", "der", "die", "das", "l"})
"""What may stand before a term in the glossary and not in the text."""
STOP = every_function_word() | ARTICLES
"""Words that carry no meaning of their own, in all languages we have."""
PAIR = 2
"""Words of the shortest terms: any window of one is found by the word of it that must stand."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form with one slot left open."""

    entry: Entry
    slots: tuple[tuple[str, ...], ...]
    written: tuple[str, ...]
    """The slots as in the glossary."""
    open: int
    """The number of the slot left open."""
    number: int
    """Its own number among all of a lexicon."""
    words: tuple[tuple[int, str], ...]
    """The words that must stand, folded, each with how many words of a window stand before it."""
    intruder: int
    """How many words of a window stand before the one in the open slot."""
    length: int
    """How many words a window has; one stands in the open slot."""
    keys: frozenset[str]
    """All words of the form, folded."""
    is_small: bool
    """Whether no more than two of its words carry a meaning of their own."""
    is_capital: bool
    """Whether all words of meaning have a capital."""
    is_lower_around: bool
    """Whether all words but the open one are written in small letters."""
    anchor: int = 0
    """How many words of a window stand before the one it is found by."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The folded words of the open slot."""
        return self.slots[self.open]

    @property
    def missing_written(self) -> str:
        """The open slot as in the glossary."""
        return self.written[self.open]


def _pattern(
    entry: Entry, written: tuple[str, ...], slots: tuple[tuple[str, ...], ...], at: int, number: int
) -> Pattern:
    """Return the pattern of a form with slot `at` left open."""
    before = [key for slot in slots[:at] for key in slot]
    behind = [key for slot in slots[at + 1 :] for key in slot]
    initials = [word[:1] for word, slot in zip(written, slots, strict=True) if slot[0] not in STOP]
    return Pattern(
        entry,
        slots,
        written,
        at,
        number,
        words=(*enumerate(before), *enumerate(behind, len(before) + 1)),
        intruder=len(before),
        length=len(before) + 1 + len(behind),
        keys=frozenset(key for slot in slots for key in slot),
        is_small=len(initials) <= PAIR,
        is_capital=all(initial.isupper() or not initial.isalpha() for initial in initials),
        is_lower_around=all(word[:1].islower() for other, word in enumerate(written) if other != at),
    )


class OpenForms(OnDemand[Pattern]):
    """Every right form of several words with each of its slots left open in turn.

    Most are of two words, and few of these are ever asked for: windows of them are counted by the word that must stand.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases = lexicon.phrases
        self._numbers = array("i")
        """Of each pattern the number of its form among the phrases."""
        self._open = array("i")
        self.anchors: list[str] = []
        """Of each pattern of two words the one that must stand, folded; of others, nothing."""
        self._kept: dict[int, Pattern] = {}
        best: dict[tuple[tuple[str, ...], ...], int] = {}
        forms, kinds = lexicon.terms.forms, lexicon.terms.kinds
        for at, number in enumerate(self._phrases.numbers):
            _written, slots = _slots(lexicon.terms.text(number), forms.words_of(number), forms.keys_of(number))
            if len(slots) < PAIR:
                continue
            if slots not in best or self._phrases[at].rank < self._phrases[best[slots]].rank:
                best[slots] = at
        for slots, at in best.items():
            if not is_of_person(kinds[forms.terms[self._phrases.numbers[at]]], slots):
                self._add(at, slots)

    def _add(self, at: int, slots: tuple[tuple[str, ...], ...]) -> None:
        """Add the patterns of a phrase."""
        for number, slot in enumerate(slots):
            others = [key for other in (*slots[:number], *slots[number + 1 :]) for key in other]
            if STOP.isdisjoint(slot) and not STOP.issuperset(others) and not any(map(str.isdigit, slot)):
                self._numbers.append(at)
                self._open.append(number)
                self.anchors.append(others[0] if len(others) < PAIR else "")

    def __len__(self) -> int:
        return len(self._numbers)

    def _made(self, number: int) -> Pattern:
        pattern = self._kept.get(number)
        if pattern is None:
            entry = self._phrases[self._numbers[number]]
            pattern = self._kept[number] = _pattern(entry, *slots_of(entry), self._open[number], number)
        return pattern

    def is_begun(self, number: int) -> bool:
        """Say whether the first slot of a pattern is not the open one."""
        return self._open[number] > 0

    @cached_property
    def longer(self) -> list[int]:
        """The numbers of those of more than two words."""
        return [number for number, anchor in enumerate(self.anchors) if not anchor]


@lru_cache(maxsize=1)
@collector.at_rest()
def open_forms(lexicon: Lexicon) -> OpenForms:
    """Return every right form of several words with each of its slots left open in turn."""
    return OpenForms(lexicon)


def is_of_person(kind: str, slots: tuple[tuple[str, ...], ...]) -> bool:
    """Say whether a form is a person's two names: with one of them another it is another person."""
    return kind.casefold() in PERSONS and sum(slot[0] not in STOP for slot in slots) <= PAIR


def anchors(pattern: Pattern) -> Iterator[tuple[str, int]]:
    """Yield the words of meaning outside of the open slot, and how many words stand before each in a window."""
    return ((key, at) for at, key in pattern.words if key not in STOP)


def anchor_of(pattern: Pattern, survey: Survey) -> tuple[str, int]:
    """Return the rarest of the words that a window can be found by; the last, that may have an ending, if need be."""
    last = pattern.length - 1
    return min(anchors(pattern), key=lambda anchor: (anchor[1] == last, survey.keys[anchor[0]], anchor))


def slots_of(entry: Entry) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the words of a form between blanks, as written and folded, without an article before them."""
    return _slots(entry.text, entry.words, entry.keys)


def _slots(
    text: str, words: tuple[str, ...], keys: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    parts = text.split()
    if parts == list(words):  # only blanks stand between its words, as in most forms
        first = next((at for at, part in enumerate(parts) if part.casefold() not in ARTICLES), len(parts))
        return words[first:], tuple([(key,) for key in keys[first:]])
    written = []
    slots: list[tuple[str, ...]] = []
    for part in parts:
        folded = _keys(part)
        if folded and (slots or part.casefold() not in ARTICLES):
            written.append(part)
            slots.append(folded)
    return tuple(written), tuple(slots)


def _keys(part: str) -> tuple[str, ...]:
    """Return the folded words of what stands between two blanks."""
    if part.isascii() and part.isalpha():  # most are one word of letters, and there are as many as words in glossaries
        return (fold.key(part),)
    tokens = Tokens(part)
    return tuple(tokens.key(number) for number in range(len(tokens)))
