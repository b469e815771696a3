"""Family G, phrases: a term of several words of which all but one stand, exactly or nearly."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from math import exp, log, log1p
from typing import cast

from corrigenda import collector, fold
from corrigenda.confusion import channel
from corrigenda.finding import Reading, Severity
from corrigenda.lexicon import PERSONS, Entry, Lexicon, joins, same_word, uninflected
from corrigenda.rules.base import Common, Context, Count, Example, Hit, Rule
from corrigenda.survey import Survey
from corrigenda.text import Span, Spans
from corrigenda.tokens import Tokens
from corrigenda.visible import visible
from corrigenda.words import Dictionary, function_words

_ARTICLES = frozenset({"the", "a", "an", "le", "la", "les", "der", "die", "das", "l"})
_FAMILIAR = 40
"""Level of `corrigenda.words` up to which a word has a capital only because a glossary's entry begins with it."""
_NEAR = 0.3
"""Cost of a change, by letter of the right word, up to which the other word is a damaged form of it."""
STOP = frozenset().union(*function_words().values()) | _ARTICLES
"""Words that carry no meaning of their own, in all languages we have."""
_MOST_READINGS = 3
_FAINT = 0.1
"""Further readings less likely than this are not worth a line."""
_SENTENCE = frozenset('.!?:\n"“„«(')
_LEAST_OF_MEANING = 2
_MANY_WORDS = 3

_BIAS = -3.4
_TERM_STANDS = 0.9
"""For the logarithm of how often the term itself stands in the texts."""
_RARE_REST = 0.12
"""For the information, in nats, that the words which do stand carry."""
_LONG = 1.8
"""Three or more words of meaning."""
_ALL_CAPITAL = 0.8
"""Every word is written with a capital, in the glossary and here: the name of something."""
_CAPITAL_BEFORE = 0.7
"""The word before is written with a capital: the window is a piece of a longer name."""
_FREE_SLOT = -0.55
"""For the logarithm of how many different words stand in the slot of the missing word."""
_LAST = -1.2
"""The last word is the one that differs: the head of the phrase, which says what kind of thing it is."""
_FIRST_IN_LOWER = -0.55
"""The first word differs and nothing has a capital: likely another adjective before a common noun."""
_REPEATED = 0.2
"""For the logarithm of how often the window stands: a translator errs in the same way each time."""
_OF_GLOSSARY = -0.36
"""For the logarithm of how many terms have the intruder beside the same neighbour."""
_INTRUDER = -0.29
"""For the logarithm of how often the intruder stands in the texts."""
_MISSING = -0.19
"""For the logarithm of how often the missing word stands in the texts: the translator knew it."""
_CAPITAL_ALONE = 3.0
"""Intruder and missing word have a capital, the words around have none, here and in the glossary."""
_ELSEWHERE = -0.8
"""For the logarithm of how often the intruder stands in other company."""
_ODD_CAPITAL = 1.0
"""A capital on a word that is no name, and not familiar."""
_PARTY_CAPITAL = -1.0
"""A capital on a familiar word: the name of a party or office, as in the Left opposition."""
_STEM = 5
"""Two words that begin with so many letters alike are forms of one word, and neither is the other's error."""


@dataclass(frozen=True, slots=True)
class _Pattern:
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
    anchor: int = 0
    """How many words of a window stand before the one it is found by."""


def _pattern(
    entry: Entry, slots: tuple[tuple[str, ...], ...], written: tuple[str, ...], at: int, number: int
) -> _Pattern:
    """Return the pattern of a form with slot `at` left open."""
    before = [key for slot in slots[:at] for key in slot]
    behind = [key for slot in slots[at + 1 :] for key in slot]
    words = (*enumerate(before), *enumerate(behind, len(before) + 1))
    return _Pattern(entry, slots, written, at, number, words, len(before), len(before) + 1 + len(behind))


@dataclass(frozen=True, slots=True)
class _Window:
    """A place where all slots of a pattern but the open one stand."""

    pattern: _Pattern
    first: int
    last: int
    intruder: int


def damaged_phrase(context: Context) -> Iterator[Hit]:
    """Yield windows that match a term of several words but for one, where more speaks for an error than against."""
    counts = context.common.once(_counts)
    by_place: dict[tuple[int, int], list[tuple[float, _Window]]] = defaultdict(list)
    for window in context.common.once(_Patterns).windows(context.tokens):
        if _plausible(window, context):
            by_place[window.first, window.last].append((_score(window, context, counts), window))
    ranked = ((place, _ranked(scored)) for place, scored in by_place.items())
    flagged = [(place, scored) for place, scored in ranked if scored[0][0] >= context.min_score]
    taken = Spans()
    for place, scored in sorted(flagged, key=lambda item: (-item[1][0][0], item[0])):
        words = Span(place[0], place[1] + 1)
        if not taken.overlap(words):
            taken.add(words)
            yield _hit(scored, context)


def _ranked(scored: list[tuple[float, _Window]]) -> list[tuple[float, _Window]]:
    """Return the best window of each term, best first; scores that add up to more than 1 share it."""
    best: dict[str, tuple[float, _Window]] = {}
    for score, window in sorted(scored, key=lambda item: (-item[0], item[1].pattern.entry.form.line)):
        best.setdefault(window.pattern.entry.term.lemma, (score, window))
    total = max(1.0, sum(score for score, _window in best.values()))
    return [(score / total, window) for score, window in best.values()]


def _hit(scored: list[tuple[float, _Window]], context: Context) -> Hit:
    tokens = context.tokens
    window = scored[0][1]
    span = tokens.span(window.first, window.last)
    sic = tokens.text[span.start : span.end]
    _stem, ending = fold.split_possessive(tokens.surface(window.last))
    readings = tuple(
        Reading(
            fold.like_case(sic, fold.like_apostrophes(sic, _without_article(each.pattern.entry.form.text, each)))
            + ending,
            round(score, 2),
            f"{each.pattern.entry.basis}; “{visible(tokens.surface(each.intruder))}” stands where"
            f" “{each.pattern.written[each.pattern.open]}” should",
        )
        for score, each in scored[:_MOST_READINGS]
        if each is window or score >= _FAINT
    )
    term = window.pattern.entry.term
    return Hit(span, f"“{visible(sic)}” may be “{visible(readings[0].text)}”", readings, term.note, term.lemma)


def _without_article(form: str, window: _Window) -> str:
    """Return the form, less an article that stands before the window and not in it."""
    first, blank, rest = form.partition(" ")
    skipped = blank and first.casefold() in _ARTICLES and window.pattern.slots[0] != (fold.key(first),)
    return rest if skipped else form


class _Nearly:
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
            found = self._same[there, key] = channel().cost(key, there) <= _NEAR * len(key)
        return found


class _Around:
    """The patterns of more than two words that have one word in common, by a word that must stand beside it."""

    def __init__(self) -> None:
        self._apart: list[_Pattern] = []
        self._before: dict[str, list[_Pattern]] = defaultdict(list)
        self._behind: dict[str, list[_Pattern]] = defaultdict(list)

    def add(self, pattern: _Pattern) -> None:
        """Add a pattern."""
        words = dict(pattern.words)
        if pattern.anchor - 1 in words:
            self._before[words[pattern.anchor - 1]].append(pattern)
        elif pattern.anchor + 1 in words:
            self._behind[words[pattern.anchor + 1]].append(pattern)
        else:
            self._apart.append(pattern)

    def at(self, tokens: Tokens, number: int, garbled: Callable[[str], bool]) -> Iterator[_Pattern]:
        """Yield the patterns of which windows may stand around word `number`."""
        yield from self._apart
        for patterns, beside in ((self._before, number - 1), (self._behind, number + 1)):
            if patterns and 0 <= beside < len(tokens):
                key = tokens.key(beside)
                if garbled(key):
                    yield from chain.from_iterable(patterns.values())
                else:
                    yield from chain.from_iterable(patterns.get(form, ()) for form in uninflected(key))


class _Patterns:
    """The patterns of all terms that a window in the texts can damage, by the rarest word that must stand."""

    def __init__(self, common: Common) -> None:
        self._nearly = common.once(_Nearly)
        self._longer: dict[str, _Around] = defaultdict(_Around)
        self.before: dict[str, list[_Pattern]] = defaultdict(list)
        """Those of two words of which the second is open."""
        self.behind: dict[str, list[_Pattern]] = defaultdict(list)
        """Those of which the first is open."""
        for pattern in _open_forms(common.lexicon):
            key, anchor = _anchor(pattern, common.survey)
            if not common.survey.keys[key] or not _may_be_damaged(pattern, common.known):
                continue
            if pattern.length > _LEAST_OF_MEANING:
                self._longer[key].add(replace(pattern, anchor=anchor))
            else:
                (self.behind if anchor else self.before)[key].append(replace(pattern, anchor=anchor))

    def windows(self, tokens: Tokens) -> Iterator[_Window]:
        """Yield the windows of a text in which a term may stand, damaged.

        In a window of two words, the one in the open slot has a capital: see `_named`.
        """
        nearly = self._nearly
        for number in tokens.numbers(self._longer.__contains__):
            for pattern in self._longer[tokens.key(number)].at(tokens, number, nearly.garbled):
                window = _window(tokens, number, pattern, nearly.same)
                if window:
                    yield window
        begins = tokens.adjacent(self._is_before, _has_capital) if self.before else ()
        ends = tokens.adjacent(_has_capital, self._is_behind) if self.behind else ()
        for numbers, patterns in ((begins, self.before), ([number + 1 for number in ends], self.behind)):
            for number in numbers:
                for pattern in patterns[tokens.key(number)]:
                    window = _window(tokens, number, pattern, nearly.same)
                    if window:
                        yield window

    def _is_before(self, surface: str) -> bool:
        return fold.key(surface) in self.before

    def _is_behind(self, surface: str) -> bool:
        return fold.key(surface) in self.behind


def _has_capital(surface: str) -> bool:
    return surface[0].isupper()


@lru_cache(maxsize=1)
@collector.at_rest()
def _open_forms(lexicon: Lexicon) -> tuple[_Pattern, ...]:
    """Return every right form of several words with each of its slots left open in turn."""
    made: list[_Pattern] = []
    seen: set[tuple[tuple[str, ...], ...]] = set()
    for entry in lexicon.phrases:
        written, slots = slots_of(entry)
        if len(slots) < _LEAST_OF_MEANING or slots in seen:
            continue
        seen.add(slots)
        if _is_of_person(entry, slots):
            continue
        for number, slot in enumerate(slots):
            pattern = _pattern(entry, slots, written, number, len(made))
            if any(_anchors(pattern)) and not any(key.isdigit() for key in slot):
                made.append(pattern)
    return tuple(made)


def _is_of_person(entry: Entry, slots: tuple[tuple[str, ...], ...]) -> bool:
    """Say whether a form is a person's two names: with one of them another it is another person."""
    meaning = sum(slot[0] not in STOP for slot in slots)
    return meaning <= _LEAST_OF_MEANING and entry.kind.casefold() in PERSONS


def _may_be_damaged(pattern: _Pattern, known: Dictionary | None) -> bool:
    """Say whether any window of a pattern can be a damaged term: see `_named`, which looks at the window as well."""
    if pattern.written[pattern.open][:1].isupper() and _is_lower_around(pattern):
        return True
    return _is_capital(pattern) and (known is None or all(map(known.common, pattern.slots[pattern.open])))


def _is_lower_around(pattern: _Pattern) -> bool:
    return all(written[:1].islower() for number, written in enumerate(pattern.written) if number != pattern.open)


def _is_capital(pattern: _Pattern) -> bool:
    """Say whether all words of meaning have a capital."""
    initials = (
        written[:1] for written, slot in zip(pattern.written, pattern.slots, strict=True) if slot[0] not in STOP
    )
    return all(initial.isupper() or not initial.isalpha() for initial in initials)


def _anchors(pattern: _Pattern) -> Iterator[tuple[str, int]]:
    """Yield the words of meaning outside of the open slot, and how many words stand before each in a window."""
    return ((key, at) for at, key in pattern.words if key not in STOP)


def _anchor(pattern: _Pattern, survey: Survey) -> tuple[str, int]:
    """Return the rarest of the words that a window can be found by."""
    return min(_anchors(pattern), key=lambda anchor: (survey.keys[anchor[0]], anchor))


def slots_of(entry: Entry) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the words of a form between blanks, as written and folded, without an article before them."""
    parts = entry.text.split()
    if parts == list(entry.words):  # only blanks stand between its words, as in most forms
        first = next((at for at, part in enumerate(parts) if part.casefold() not in _ARTICLES), len(parts))
        return entry.words[first:], tuple([(key,) for key in entry.keys[first:]])
    written = []
    slots: list[tuple[str, ...]] = []
    for part in parts:
        keys = _keys(part)
        if keys and (slots or part.casefold() not in _ARTICLES):
            written.append(part)
            slots.append(keys)
    return tuple(written), tuple(slots)


def _keys(part: str) -> tuple[str, ...]:
    """Return the folded words of what stands between two blanks."""
    if part.isascii() and part.isalpha():  # most are one word of letters, and there are as many as words in glossaries
        return (fold.key(part),)
    tokens = Tokens(part)
    return tuple(tokens.key(number) for number in range(len(tokens)))


def _window(tokens: Tokens, number: int, pattern: _Pattern, same: Callable[[str, str], bool]) -> _Window | None:
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
    return _Window(pattern, first, last, first + pattern.intruder)


def _plausible(window: _Window, context: Context) -> bool:
    """Say whether a window may be a damaged term at all."""
    numbers = range(window.first, window.last + 1)
    if not context.standing.in_wrong.isdisjoint(numbers) or not _apart_from_forms(window, context):
        return False
    # whether it is near takes the longest to find out
    return not _same_or_small(window, context.tokens) and _named(window, context) and not _is_near(window, context)


def _apart_from_forms(window: _Window, context: Context) -> bool:
    """Say whether no right form stands in a window, or only one in the words that do stand of a longer name.

    Hong Kong may be right in “Hong Kong Relief Office” for Hong Kong Relief Fund, where all have capitals.
    """
    standing = context.standing.in_phrase.intersection(range(window.first, window.last + 1))
    return not standing or (window.intruder not in standing and _all_capital(window, context.tokens))


def _same_or_small(window: _Window, tokens: Tokens) -> bool:
    """Say whether intruder or missing word is a function word or number, or both are one word."""
    pattern, intruder = window.pattern, tokens.key(window.intruder)
    missing = pattern.slots[pattern.open]
    words = {key for slot in pattern.slots for key in slot}
    if intruder in STOP or intruder in words or intruder[0].isdigit() or not STOP.isdisjoint(missing):
        return True
    if window.intruder < window.last and fold.split_possessive(intruder)[1]:
        return True
    return any(same_word(intruder, key) or same_word(key, intruder) for key in missing)


def _named(window: _Window, context: Context) -> bool:
    """Say whether the capitals are those of a name, and one word may have been put for the other."""
    tokens, pattern = context.tokens, window.pattern
    small = sum(slot[0] not in STOP for slot in pattern.slots) <= _LEAST_OF_MEANING
    if _capital_alone(window, tokens) and _is_proper(window, context):
        return True
    return _is_capital(pattern) and _translatable(window, context) and (not small or _all_capital(window, tokens))


def _is_proper(window: _Window, context: Context) -> bool:
    """Say whether the missing word has its capital for its own sake, and neither word is an abbreviation."""
    written = window.pattern.written[window.pattern.open]
    intruder = context.tokens.surface(window.intruder)
    if any(len(word) > 1 and word.isupper() for word in (written, intruder)):
        return False
    known = context.known
    return known is None or not all(
        known.common(key) and known.level(key) <= _FAMILIAR for key in window.pattern.slots[window.pattern.open]
    )


def _translatable(window: _Window, context: Context) -> bool:
    """Say whether one word may have been put for the other: both are ordinary words, and not forms of one."""
    pattern = window.pattern
    intruder = context.tokens.surface(window.intruder)
    if len(intruder) > 1 and intruder.isupper():
        return False
    keys = (*pattern.slots[pattern.open], fold.key(intruder))
    if fold.shared_onset(keys[0], keys[-1]) >= _STEM:
        return False
    return all(map(context.common.once(_Nearly).common, keys))


def _is_near(window: _Window, context: Context) -> bool:
    """Say whether the intruder is an unknown word near the missing one: then it is a damaged name, not a phrase."""
    pattern, intruder = window.pattern, window.intruder
    if context.known is not None and context.common.once(_Nearly).common(context.tokens.key(intruder)):
        return False
    right = pattern.written[pattern.open]
    return channel().cost(right, context.tokens.surface(intruder)) <= _NEAR * len(right)


def _score(window: _Window, context: Context, counts: "_Counts") -> float:
    """Return how likely the window is the damaged term, 0 to 1: a logistic sum of what speaks for and against."""
    tokens, pattern, survey = context.tokens, window.pattern, context.survey
    intruder = tokens.key(window.intruder)
    rest = [
        key for number, slot in enumerate(pattern.slots) if number != pattern.open for key in slot if key not in STOP
    ]
    window_keys = tuple(tokens.key(number) for number in range(window.first, window.last + 1))
    repeated = max(1, counts.windows[window_keys])
    meaning = sum(slot[0] not in STOP for slot in pattern.slots)
    value = _BIAS
    value += _TERM_STANDS * log1p(counts.terms[tuple(key for slot in pattern.slots for key in slot)])
    value += _RARE_REST * sum(log(counts.total / (1 + survey.keys[key])) for key in rest)
    value += _LONG * (meaning >= _MANY_WORDS)
    value += _FREE_SLOT * log(max(1, len(counts.intruders[pattern.slots, pattern.open])))
    value += _REPEATED * log(repeated)
    value += _LAST * (pattern.open == len(pattern.slots) - 1)
    if _capital_alone(window, tokens) and _is_proper(window, context):
        value += _CAPITAL_ALONE + _capital_of(intruder, context.known)
        value += _ELSEWHERE * log1p(max(0, survey.keys[intruder] - repeated))
    else:
        named = any(tokens.surface(number)[0].isupper() for number in range(window.first, window.last + 1))
        value += _ALL_CAPITAL * _all_capital(window, tokens) + _CAPITAL_BEFORE * _capital_before(window, tokens)
        value += _FIRST_IN_LOWER * (pattern.open == 0 and not named)
        value += _INTRUDER * log1p(survey.keys[intruder])
        value += _MISSING * log1p(max(survey.keys[key] for key in pattern.slots[pattern.open]))
        value += _OF_GLOSSARY * log1p(counts.pairs[_pair(window, tokens)])
    return 1 / (1 + exp(-value))


def _capital_of(intruder: str, known: Dictionary | None) -> float:
    """Return what the capital of a word that alone has one says."""
    if known is not None and known.name(intruder):
        return 0.0
    familiar = known is not None and known.common(intruder) and known.level(intruder) <= _FAMILIAR
    return _PARTY_CAPITAL if familiar else _ODD_CAPITAL


@dataclass(frozen=True, slots=True)
class _Counts:
    """What is counted over all texts for this rule."""

    terms: Counter[tuple[str, ...]]
    windows: Counter[tuple[str, ...]]
    intruders: dict[tuple[tuple[tuple[str, ...], ...], int], set[str]]
    pairs: Counter[tuple[str, str]]
    """Neighbouring words of the glossary's forms."""
    total: int
    """Words of all texts; two at the least, as logarithms are taken."""


class PhraseCounts:
    """How often the forms of several words stand in the texts, and what stands where all of one but a word do."""

    __slots__ = ("terms", "windows")

    def __init__(self) -> None:
        self.terms: Counter[tuple[str, ...]] = Counter()
        """Right forms, by their folded words without an article."""
        self.windows: Counter[tuple[int, tuple[str, ...]]] = Counter()
        """Windows by the number of their pattern and their folded words."""

    def add(self, other: "PhraseCounts") -> None:
        """Add the counts of other texts."""
        self.terms.update(other.terms)
        self.windows.update(other.windows)


def count_phrases(tokens: Tokens, lexicon: Lexicon) -> PhraseCounts:
    """Return the counts of one text."""
    made = PhraseCounts()
    countable = _countable(lexicon)
    for number in lexicon.beginnings(tokens):
        entry = lexicon.right_at(tokens, number)
        if entry is not None and len(entry.keys) > 1:
            made.terms[countable.term(entry)] += 1
    for window in countable.windows(tokens):
        if tokens.key(window.intruder) not in STOP:
            keys = tuple(tokens.key(number) for number in range(window.first, window.last + 1))
            made.windows[window.pattern.number, keys] += 1
    for first, second, count in countable.pairs(tokens):
        numbers = countable.before.get(first, ()) if second not in STOP else ()
        for number in numbers:
            made.windows[number, (first, second)] += count
        numbers = countable.behind.get(second, ()) if first not in STOP else ()
        for number in numbers:
            made.windows[number, (first, second)] += count
    return made


class _Countable:
    """The patterns of all terms by words that must stand, before it is known which is the rarest in the texts.

    Not by the last word if another will do: that one may have an ending.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._terms: dict[int, tuple[str, ...]] = {}
        self._apart: dict[str, list[_Pattern]] = defaultdict(list)
        self._joined: dict[str, dict[str, list[_Pattern]]] = defaultdict(lambda: defaultdict(list))
        """By two words that must stand side by side."""
        self.before: dict[str, list[int]] = defaultdict(list)
        """Numbers of those of two words of which the second is open."""
        self.behind: dict[str, list[int]] = defaultdict(list)
        """Numbers of those of which the first is open."""
        forms = _open_forms(lexicon)
        common = Counter(key for pattern in forms for key, _at in _anchors(pattern))
        for pattern in forms:
            last = pattern.length - 1
            key, at = min(_anchors(pattern), key=lambda anchor: (anchor[1] == last, common[anchor[0]], anchor))
            words = dict(pattern.words)
            if pattern.length == _LEAST_OF_MEANING:
                (self.behind if at else self.before)[key].append(pattern.number)
            elif at - 1 in words:
                self._joined[words[at - 1]][key].append(replace(pattern, anchor=at - 1))
            elif at + 1 in words:
                self._joined[key][words[at + 1]].append(replace(pattern, anchor=at))
            else:
                self._apart[key].append(replace(pattern, anchor=at))
        self._seconds = frozenset(second for seconds in self._joined.values() for second in seconds)

    def term(self, entry: Entry) -> tuple[str, ...]:
        """Return the folded words of a form without an article."""
        found = self._terms.get(id(entry))  # those of a lexicon stay where they are
        if found is None:
            found = self._terms[id(entry)] = tuple(key for slot in slots_of(entry)[1] for key in slot)
        return found

    def windows(self, tokens: Tokens) -> Iterator[_Window]:
        """Yield the windows of three words and more of a text."""
        for number in tokens.numbers(self._apart.__contains__):
            for pattern in self._apart[tokens.key(number)]:
                window = _window(tokens, number, pattern, str.__eq__)
                if window:
                    yield window
        for number in tokens.pairs(self._joined.__contains__, self._goes_on):
            seconds = self._joined[tokens.key(number)]
            for second in uninflected(tokens.key(number + 1)):
                for pattern in seconds.get(second, ()):
                    window = _window(tokens, number, pattern, str.__eq__)
                    if window:
                        yield window

    def _goes_on(self, key: str) -> bool:
        return any(second in self._seconds for second in uninflected(key))

    def pairs(self, tokens: Tokens) -> Iterator[tuple[str, str, int]]:
        """Yield the windows of two words of a text, with how often they stand."""
        if self.before or self.behind:
            yield from tokens.counted_pairs(self.before.__contains__, self.behind.__contains__, joins)


@lru_cache(maxsize=1)
@collector.at_rest()
def _countable(lexicon: Lexicon) -> _Countable:
    return _Countable(lexicon)


COUNT = Count("phrases", count_phrases)


def _counts(common: Common) -> _Counts:
    """Return what the texts say of the terms; a window counts where it has the rarest word of its pattern."""
    counted = cast("PhraseCounts", common.survey.of_rules.get(COUNT.name) or PhraseCounts())
    pairs = Counter(pair for entry in common.lexicon.phrases for pair in zip(entry.keys, entry.keys[1:], strict=False))
    made = _Counts(counted.terms, Counter(), defaultdict(set), pairs, max(2, sum(common.survey.keys.values())))
    forms = _open_forms(common.lexicon)
    for (number, keys), count in counted.windows.items():
        pattern = forms[number]
        key, at = _anchor(pattern, common.survey)
        if keys[at] == key:
            made.windows[keys] += count
            made.intruders[pattern.slots, pattern.open].add(keys[pattern.intruder])
    return made


def term_counts(common: Common) -> Counter[tuple[str, ...]]:
    """Return how often each right form of several words stands in the texts, by its folded words without an article."""
    return common.once(_counts).terms


def _pair(window: _Window, tokens: Tokens) -> tuple[str, str]:
    if window.intruder < window.last:
        return tokens.key(window.intruder), tokens.key(window.intruder + 1)
    return tokens.key(window.intruder - 1), tokens.key(window.intruder)


def _capital_alone(window: _Window, tokens: Tokens) -> bool:
    """Say whether intruder and missing word alone have a capital, and not because a sentence begins."""
    pattern = window.pattern
    if not pattern.written[pattern.open][:1].isupper() or not tokens.surface(window.intruder)[0].isupper():
        return False
    if _begins_sentence(tokens, window.intruder):
        return False
    others = (number for number in range(window.first, window.last + 1) if number != window.intruder)
    return all(tokens.surface(number)[0].islower() for number in others) and _is_lower_around(pattern)


def _all_capital(window: _Window, tokens: Tokens) -> bool:
    return all(
        tokens.surface(number)[0].isupper() or tokens.key(number) in STOP
        for number in range(window.first, window.last + 1)
    )


def _capital_before(window: _Window, tokens: Tokens) -> bool:
    before = window.first - 1
    return before >= 0 and tokens.gap(before) == " " and tokens.surface(before)[0].isupper()


def _begins_sentence(tokens: Tokens, number: int) -> bool:
    return number == 0 or not _SENTENCE.isdisjoint(tokens.before(number))


_PRESS = "Soviet press,term,,,,\n"
_FUND = "Harbour Relief Fund,body,,,,\n"

RULES = (
    Rule(
        code="G003",
        name="damaged-phrase",
        summary="a term of several words of which all but one stand",
        severity=Severity.WARNING,
        check=damaged_phrase,
        count=COUNT,
        why="""\
A translator, human or not, keeps most words of a name and takes one of them for another: the wrong word may be good
English, so no dictionary finds it. What speaks for an error: the term itself stands elsewhere in the texts; the words
that do stand are rare ones; the intruder has a capital where the missing word has one, and stands nowhere else; window
and term are written with capitals throughout. What speaks against: many different words stand in that slot; the last
word is the one that differs; the intruder has its place in other terms. A window that is itself a right form is left
alone.

It errs on phrases that differ by a word in good text too, such as two offices of one ministry.""",
        bad=(
            Example(
                "The Soviet press wrote. New accounts in the Belgian press placed the blame there.",
                "Belgian press",
                "Soviet press",
                _PRESS,
            ),
            Example(
                "The Harbour Relief Fund paid. The Harbour Rescue Fund was asked again.",
                "Harbour Rescue Fund",
                "Harbour Relief Fund",
                _FUND,
            ),
        ),
        good=(
            Example("The Soviet press wrote, and the local press was silent.", glossary=_PRESS),
            Example("He told Stalin so.", glossary="Joseph Stalin,person,,,,\n"),
            Example("The Moscow authorities set up a force.", glossary="Moscow trials,term,,,,\n"),
        ),
    ),
)
