"""Terms of several words with one of them left open, and where in a text all the others stand."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain

from corrigenda import collector, fold
from corrigenda.confusion import channel
from corrigenda.entries import PERSONS, Entry
from corrigenda.lexicon import Lexicon
from corrigenda.ondemand import OnDemand
from corrigenda.rules.base import Common
from corrigenda.standing import joins, same_word, wholes
from corrigenda.survey import Survey
from corrigenda.tokens import Tokens
from corrigenda.words import Dictionary, function_words

ARTICLES = frozenset({"the", "a", "an", "le", "la", "les", "der", "die", "das", "l"})
"""What may stand before a term in the glossary and not in the text."""
NEAR = 0.3
"""Cost of a change, by letter of the right word, up to which the other word is a damaged form of it."""
STOP = frozenset().union(*function_words().values()) | ARTICLES
"""Words that carry no meaning of their own, in all languages we have."""
LEAST_OF_MEANING = 2


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
        is_small=len(initials) <= LEAST_OF_MEANING,
        is_capital=all(initial.isupper() or not initial.isalpha() for initial in initials),
        is_lower_around=all(word[:1].islower() for other, word in enumerate(written) if other != at),
    )


@dataclass(frozen=True, slots=True)
class Window:
    """A place where all slots of a pattern but the open one stand, by the numbers of its words."""

    pattern: Pattern
    first: int
    last: int
    intruder: int
    """The word in the open slot."""

    @property
    def numbers(self) -> range:
        """The numbers of all its words."""
        return range(self.first, self.last + 1)


class Nearly:
    """What is known of folded words, and which of them are words of the glossary, garbled; found out once each."""

    def __init__(self, common: Common) -> None:
        self._known, self._right = common.known, common.lexicon.words
        self._garbled: dict[str, bool] = {}
        self._common: dict[str, bool] = {}
        self._same: dict[tuple[str, str], bool] = {}

    def garbled(self, there: str) -> bool:
        """Say whether a word may be a garbled one: neither the glossary nor the language knows it."""
        found = self._garbled.get(there)
        if found is None:
            known = self._known
            found = there not in self._right and (known is None or not (known.common(there) or known.name(there)))
            self._garbled[there] = found
        return found

    def common(self, key: str) -> bool:
        """Say whether a word is an ordinary one; without a list of words, every word may be."""
        found = self._common.get(key)
        if found is None:
            found = self._common[key] = self._known is None or self._known.common(key)
        return found

    def same(self, there: str, key: str) -> bool:
        """Say whether a word is one of the glossary, or a garbled form of it."""
        if there == key:
            return True
        if not self.garbled(there):
            return False
        found = self._same.get((there, key))
        if found is None:
            found = self._same[there, key] = channel().cost(key, there) <= NEAR * len(key)
        return found


class LongerPatterns:
    """Patterns of more than two words, by their anchors and another word that must stand.

    That is a word of meaning, if there is one: few places have both.
    """

    def __init__(self, garbled: Callable[[str], bool] | None = None) -> None:
        """Begin without any; the other word may be one that `garbled` says yes to."""
        self._garbled = garbled
        self._beside: dict[int, _Beside] = {}

    def add(self, pattern: Pattern) -> None:
        """Add a pattern."""

        def rank(word: tuple[int, str]) -> tuple[bool, int, int]:
            return word[1] in STOP, abs(word[0] - pattern.anchor), word[0]

        at, key = min((word for word in pattern.words if word[0] != pattern.anchor), key=rank)
        apart = at - pattern.anchor
        if apart not in self._beside:
            self._beside[apart] = _Beside(apart, self._garbled)
        self._beside[apart].add(pattern, key)

    def windows(self, tokens: Tokens, same: Callable[[str, str], bool]) -> Iterator[Window]:
        """Yield the windows of a text, in no order."""
        for beside in self._beside.values():
            for number, patterns in beside.at(tokens):
                yield from _windows_at(tokens, number, patterns, same)


class _Beside:
    """Patterns by their anchors and the word that must stand so many words behind it, or before."""

    def __init__(self, apart: int, garbled: Callable[[str], bool] | None) -> None:
        self._apart = apart
        self._garbled = garbled
        self._patterns: dict[str, dict[str, list[Pattern]]] = defaultdict(lambda: defaultdict(list))
        self._others: set[str] = set()

    def add(self, pattern: Pattern, other: str) -> None:
        """Add a pattern."""
        self._patterns[dict(pattern.words)[pattern.anchor]][other].append(pattern)
        self._others.add(other)

    def at(self, tokens: Tokens) -> Iterator[tuple[int, Iterator[Pattern]]]:
        """Yield the words of a text at which windows may stand, and the patterns of these."""
        for number in tokens.pairs(self._patterns.__contains__, self._may_be_other, self._apart):
            patterns, there = self._patterns[tokens.key(number)], tokens.key(number + self._apart)
            others = patterns if self._may_be_any(there) else wholes(there)
            yield number, chain.from_iterable(patterns[other] for other in others if other in patterns)

    def _may_be_other(self, key: str) -> bool:
        return self._may_be_any(key) or any(form in self._others for form in wholes(key))

    def _may_be_any(self, key: str) -> bool:
        return self._garbled is not None and self._garbled(key)


class Patterns:
    """The patterns of all terms that a window in the texts can damage, by the rarest word that must stand."""

    def __init__(self, common: Common) -> None:
        self._nearly = common.once(Nearly)
        self._longer = LongerPatterns(self._nearly.garbled)
        self.before: dict[str, list[Pattern]] = defaultdict(list)
        """Those of two words of which the second is open."""
        self.behind: dict[str, list[Pattern]] = defaultdict(list)
        """Those of which the first is open."""
        forms, counts = open_forms(common.lexicon), common.survey.keys
        for number, only in enumerate(forms.anchors):
            if only and not counts.get(only):  # as of most of a long glossary
                continue
            pattern = forms[number]
            key, anchor = anchor_of(pattern, common.survey)
            if not counts[key] or not _may_be_damaged(pattern, common.known):
                continue
            if pattern.length > LEAST_OF_MEANING:
                self._longer.add(replace(pattern, anchor=anchor))
            else:
                (self.behind if anchor else self.before)[key].append(replace(pattern, anchor=anchor))

    def windows(self, tokens: Tokens) -> Iterator[Window]:
        """Yield the windows of a text in which a term may stand, damaged.

        In a window of two words, the one in the open slot has a capital: see `phrases._named`.
        """
        nearly = self._nearly
        yield from self._longer.windows(tokens, nearly.same)
        begins = tokens.adjacent(self._is_before, _has_capital) if self.before else ()
        ends = tokens.adjacent(_has_capital, self._is_behind) if self.behind else ()
        for numbers, patterns in ((begins, self.before), ([number + 1 for number in ends], self.behind)):
            for number in numbers:
                yield from _windows_at(tokens, number, patterns[tokens.key(number)], nearly.same)

    def _is_before(self, surface: str) -> bool:
        return fold.key(surface) in self.before

    def _is_behind(self, surface: str) -> bool:
        return fold.key(surface) in self.behind


def _has_capital(surface: str) -> bool:
    return surface[0].isupper()


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
            if len(slots) < LEAST_OF_MEANING:
                continue
            if slots not in best or self._phrases[at].rank < self._phrases[best[slots]].rank:
                best[slots] = at
        for slots, at in best.items():
            if not _is_of_person(kinds[forms.terms[self._phrases.numbers[at]]], slots):
                self._add(at, slots)

    def _add(self, at: int, slots: tuple[tuple[str, ...], ...]) -> None:
        """Add the patterns of a phrase."""
        for number, slot in enumerate(slots):
            others = [key for other in (*slots[:number], *slots[number + 1 :]) for key in other]
            if STOP.isdisjoint(slot) and not STOP.issuperset(others) and not any(map(str.isdigit, slot)):
                self._numbers.append(at)
                self._open.append(number)
                self.anchors.append(others[0] if len(others) < LEAST_OF_MEANING else "")

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


def _is_of_person(kind: str, slots: tuple[tuple[str, ...], ...]) -> bool:
    """Say whether a form is a person's two names: with one of them another it is another person."""
    return kind.casefold() in PERSONS and sum(slot[0] not in STOP for slot in slots) <= LEAST_OF_MEANING


def _may_be_damaged(pattern: Pattern, known: Dictionary | None) -> bool:
    """Say whether any window of a pattern can be a damaged term; `phrases._named` looks at the window as well."""
    if pattern.is_lower_around and pattern.missing_written[:1].isupper():
        return True
    return pattern.is_capital and (known is None or all(map(known.common, pattern.missing)))


def anchors(pattern: Pattern) -> Iterator[tuple[str, int]]:
    """Yield the words of meaning outside of the open slot, and how many words stand before each in a window."""
    return ((key, at) for at, key in pattern.words if key not in STOP)


def anchor_of(pattern: Pattern, survey: Survey) -> tuple[str, int]:
    """Return the rarest of the words that a window can be found by."""
    return min(anchors(pattern), key=lambda anchor: (survey.keys[anchor[0]], anchor))


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


def _windows_at(
    tokens: Tokens, number: int, patterns: Iterable[Pattern], same: Callable[[str, str], bool]
) -> Iterator[Window]:
    """Yield the windows of patterns whose anchor is word `number`, where all their other words stand, too."""
    for pattern in patterns:
        window = _window_at(tokens, number, pattern, same)
        if window:
            yield window


def _window_at(tokens: Tokens, number: int, pattern: Pattern, same: Callable[[str, str], bool]) -> Window | None:
    """Return the window of a pattern whose anchor is word `number`, if all its other words stand there, too."""
    first = number - pattern.anchor
    last = first + pattern.length - 1
    if first < 0 or last >= len(tokens):
        return None
    for at, key in pattern.words:
        if at != pattern.anchor:
            there = tokens.key(first + at)
            if not same(there, key) and not (first + at == last and same_word(there, key)):
                return None
    for word in range(first, last):
        gap = tokens.gap(word)
        if gap != " " and not joins(gap):
            return None
    return Window(pattern, first, last, first + pattern.intruder)
