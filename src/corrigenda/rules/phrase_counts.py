"""What stands in the texts for the terms of several words: their forms, and windows with a word in the open slot."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from corrigenda import collector
from corrigenda.counting import facts
from corrigenda.counting.survey import Counts as RuleCounts
from corrigenda.counting.survey import Survey
from corrigenda.rules.base import Common, Count
from corrigenda.rules.patterns import PAIR, STOP, anchor_of, anchors, is_of_person, open_forms, slots_of
from corrigenda.rules.phrase_windows import LongerPatterns, Window
from corrigenda.rules.surroundings import Around
from corrigenda.terminology.entries import Entry
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.terminology.standing import joins
from corrigenda.texts.tokens import Tokens

_Form = TypeVar("_Form")
_VERY_OFTEN = 1_000
"""Of a form that stands more often, what is around its places is not kept, as memory would grow with the texts: that it
stands says enough."""


class PhraseCounts:
    """How often the forms of several words stand in the texts, and what stands where all of one but a word do."""

    __slots__ = ("places", "terms", "windows")

    def __init__(self) -> None:
        self.terms: Counter[tuple[str, ...]] = Counter()
        """Right forms, by their folded words without an article."""
        self.windows: Counter[tuple[int, tuple[str, ...]]] = Counter()
        """Windows by the number of their pattern and their folded words."""
        self.places: dict[tuple[str, ...], Counter[bytes]] = {}
        """Right forms, as in `terms`, with the words around each, but for those that stand very often: see `places`."""

    def add(self, other: "PhraseCounts") -> None:
        """Add the counts of other texts."""
        self.terms.update(other.terms)
        self.windows.update(other.windows)
        for form, around in other.places.items():
            self.places.setdefault(form, Counter()).update(around)
        for form in other.terms:
            if self.terms[form] > _VERY_OFTEN:
                self.places.pop(form, None)

    def remove(self, other: "PhraseCounts") -> None:
        """Take the counts of some of the texts away: of what stands in no others, nothing is left."""
        self.terms -= other.terms
        self.windows -= other.windows
        for form, around in other.places.items():
            if left := self.places.pop(form, Counter()) - around:
                self.places[form] = left

    def differ(self, other: "PhraseCounts") -> Iterator[int]:
        """Yield the facts that differ from other counts."""
        for form in _apart(self.terms, other.terms):
            yield facts.of_term(form)
        for form in self.places.keys() | other.places.keys():
            if self.places.get(form, Counter()) != other.places.get(form, Counter()):
                yield facts.of_term(form)
        for number, keys in _apart(self.windows, other.windows):
            yield facts.of_window(keys)
            yield facts.of_slot(number)

    def rows(self) -> list[list[Any]]:
        """Return the counts as lists."""
        places = [(form, [(place.hex(), count) for place, count in each.items()]) for form, each in self.places.items()]
        return [list(self.terms.items()), list(self.windows.items()), places]

    @classmethod
    def of_rows(cls, rows: list[list[Any]]) -> "PhraseCounts":
        """Return the counts that `rows` made lists of."""
        made = cls()
        terms, windows, places = rows
        made.terms.update({tuple(form): count for form, count in terms})
        made.windows.update({(number, tuple(keys)): count for (number, keys), count in windows})
        for form, around in places:
            made.places[tuple(form)] = Counter({bytes.fromhex(place): count for place, count in around})
        return made


def _apart(one: Counter[_Form], other: Counter[_Form]) -> set[_Form]:
    """Return what stands more often in one than in the other."""
    return {key for key, _count in one.items() ^ other.items()}


def count_phrases(tokens: Tokens, lexicon: Lexicon) -> PhraseCounts:
    """Return the counts of one text."""
    made = PhraseCounts()
    countable = _countable(lexicon)
    for form, place in places(tokens, lexicon):
        made.terms[form] += 1
        if place:
            made.places.setdefault(form, Counter())[place] += 1
    for window in countable.windows(tokens):
        if tokens.key(window.intruder) not in STOP:
            keys = tuple(tokens.key(number) for number in window.numbers)
            made.windows[window.pattern.number, keys] += 1
    for first, second, count in countable.pairs(tokens):
        numbers = countable.before.get(first, ()) if second not in STOP else ()
        for number in numbers:
            made.windows[number, (first, second)] += count
        numbers = countable.behind.get(second, ()) if first not in STOP else ()
        for number in numbers:
            made.windows[number, (first, second)] += count
    return made


def places(tokens: Tokens, lexicon: Lexicon) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """Yield the right forms of several words that stand in a text, by their folded words, with the words around.

    No words are given for forms that no window can be, damaged.
    """
    countable, around = _countable(lexicon), Around(tokens)
    for number in lexicon.beginnings(tokens):
        entry = lexicon.right_at(tokens, number)
        if entry is not None and len(entry.keys) > 1:
            form, may_be_damaged = countable.term(entry)
            yield form, around(number, number + len(entry.keys) - 1) if may_be_damaged else b""


class _Countable:
    """The patterns of all terms by words that must stand, before it is known which is the rarest in the texts.

    Not by the last word if another will do: that one may have an ending.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._terms: dict[tuple[str, ...], tuple[tuple[str, ...], bool]] = {}
        self._longer = LongerPatterns()
        self.before: dict[str, list[int]] = defaultdict(list)
        """Numbers of those of two words of which the second is open."""
        self.behind: dict[str, list[int]] = defaultdict(list)
        """Numbers of those of which the first is open."""
        forms = open_forms(lexicon)
        for number, only in enumerate(forms.anchors):
            if only:
                (self.before if forms.is_begun(number) else self.behind)[only].append(number)
        longer = [forms[number] for number in forms.longer]
        common = Counter(forms.anchors if longer else ())
        common.update(key for pattern in longer for key, _at in anchors(pattern))
        for pattern in longer:
            last = pattern.length - 1
            _key, at = min(anchors(pattern), key=lambda anchor: (anchor[1] == last, common[anchor[0]], anchor))
            self._longer.add(replace(pattern, anchor=at))

    def term(self, entry: Entry) -> tuple[tuple[str, ...], bool]:
        """Return the folded words of a form without an article, and whether any window may be the form, damaged."""
        found = self._terms.get(entry.keys)
        if found is None:
            slots = slots_of(entry)[1]
            may_be_damaged = any(map(_may_be_damaged, self._lexicon.right_like(entry.keys)))
            found = self._terms[entry.keys] = tuple(key for slot in slots for key in slot), may_be_damaged
        return found

    def windows(self, tokens: Tokens) -> Iterator[Window]:
        """Yield the windows of three words and more of a text."""
        return self._longer.windows(tokens, str.__eq__)

    def pairs(self, tokens: Tokens) -> Iterator[tuple[str, str, int]]:
        """Yield the windows of two words of a text, with how often they stand."""
        if self.before or self.behind:
            yield from tokens.counted_pairs(self.before.__contains__, self.behind.__contains__, joins)


@lru_cache(maxsize=1)
@collector.at_rest()
def _countable(lexicon: Lexicon) -> _Countable:
    return _Countable(lexicon)


COUNT = Count("phrases", count_phrases, PhraseCounts)


def counted(of_rules: Mapping[str, RuleCounts]) -> PhraseCounts:
    """Return what was counted of phrases, out of what all rules counted."""
    return cast("PhraseCounts", of_rules.get(COUNT.name) or PhraseCounts())


@dataclass(frozen=True, slots=True)
class Counts:
    """What the texts say of the terms."""

    terms: Counter[tuple[str, ...]]
    windows: Counter[tuple[str, ...]]
    intruders: dict[tuple[tuple[tuple[str, ...], ...], int], set[str]]
    pairs: Callable[[str, str], int]
    """How often two words stand side by side in the glossary's forms."""
    total: float
    """Words of all texts, see `Survey.size`."""


def counts_of(common: Common) -> Counts:
    """Return what the texts say of the terms; a window counts where it has the rarest word of its pattern."""
    found = counted(common.survey.of_rules)
    pairs = cache(common.lexicon.side_by_side)
    made = Counts(found.terms, Counter(), defaultdict(set), pairs, common.survey.size)
    forms = open_forms(common.lexicon)
    patterns = {number: forms[number] for number in {number for number, _keys in found.windows}}
    anchors = {number: anchor_of(pattern, common.survey) for number, pattern in patterns.items()}
    for (number, keys), count in found.windows.items():
        pattern, (key, at) = patterns[number], anchors[number]
        if keys[at] == key:
            made.windows[keys] = max(made.windows[keys], count)  # several terms may have the same window
            made.intruders[pattern.slots, pattern.open].add(keys[pattern.intruder])
    return made


def term_counts(common: Common) -> Counter[tuple[str, ...]]:
    """Return how often each right form of several words stands in the texts, by its folded words without an article."""
    return common.once(counts_of).terms


def _may_be_damaged(entry: Entry) -> bool:
    """Say whether any window may be a form, damaged."""
    slots = slots_of(entry)[1]
    is_small = sum(slot[0] not in STOP for slot in slots) <= PAIR
    return not (is_small and entry.text.islower()) and not is_of_person(entry.kind, slots)


def keeps_other_places(before: PhraseCounts, gone: PhraseCounts, new: PhraseCounts) -> bool:
    """Say whether the places of a form may be kept, or not, where they would not if all were counted anew."""
    touched = gone.terms.keys() | new.terms.keys()
    return any(before.terms[form] + new.terms[form] > _VERY_OFTEN for form in touched)


def anchors_differ(lexicon: Lexicon, keys: Collection[str], before: Survey, after: Survey) -> bool:
    """Say whether other windows of the terms are looked at now that some folded words stand as often as `after` says.

    A window must have the rarest word of its pattern as it stands: that may be another one than `before`.
    """
    forms = open_forms(lexicon)
    return any(
        anchor_of(pattern, before) != anchor_of(pattern, after)
        for pattern in map(forms.__getitem__, forms.longer)  # shorter ones have but one
        if any(key in keys for _at, key in pattern.words)
    )
