"""Words that stand where a longer name has another: Me Cormack, F. II. Naylor, Thomas Hard for Thomas Hurd.

Of the word alone nobody could tell: it is a word of the language, or too short. The rest of the name tells it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import exp, inf
from operator import itemgetter

from rapidfuzz.distance import Levenshtein

from corrigenda.finding import Reading
from corrigenda.judging.lists import is_listed
from corrigenda.judging.neighbours import MANY
from corrigenda.judging.proposal import FAINT
from corrigenda.language.apart import tell_apart
from corrigenda.language.runs import TITLES, is_abbreviation
from corrigenda.likeness.confusion import said
from corrigenda.rules.base import Common, Context, Hit
from corrigenda.rules.patterns import STOP
from corrigenda.rules.phrase_windows import has_capital
from corrigenda.terminology.entries import Entry
from corrigenda.terminology.standing import may_be_overwritten, same_word
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens
from corrigenda.texts.visible import visible

_SURE = 0.89
"""Score of a change at no cost; 0.9 would be accepted unseen. What a letter costs on average is taken from it."""
_STEEP = 4.0
"""How fast the share of another reading falls with its cost."""
_MOST = 0.3
"""Cost by letter at which an unknown word may be that of the name."""
_MOST_OF_WORD = 0.25
"""The same of an ordinary word for one that is none: Hard for Hurd."""
_MOST_OF_ANY = 0.15
"""The same of any word in a language without a list of words, in which a name nobody knows may be another's."""
_MOST_OF_WORDS = 0.1
"""The same of an ordinary word for another in a noisy text: Rise for Rice. In a good one, Hill Lane is no Mill Lane."""
_MOST_OF_ANOTHER = 0.12
"""The same of a word that the glossary has in other names: Alexander for Aleksandr, but not Russian for Ruthenian."""
_ROMAN = re.compile("[IVXLCDM]+")
_KEPT = 1 << 16
"""Costs that are kept."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A word of a form of several."""

    entry: Entry
    at: int
    """How many words of the form stand before it."""
    word: str
    """The word as the glossary has it."""


def damaged_parts(context: Context) -> Iterator[tuple[float, Hit]]:
    """Yield the words of which others should stand, as the rest of a longer name tells, each with the change's cost.

    Both have a capital, as have all words of the name that have one in the glossary.
    """
    slots = context.common.once(_Slots)
    for number, possible in slots.beside(context) if slots else ():
        costs = [
            (_cost(context, number, slot, slots), slot.word, slot)
            for slot in possible
            if not _is_listed(context, number, slot)
        ]
        near = sorted((each for each in costs if each[0] < inf), key=lambda each: (*each[:2], each[2].entry.rank))
        is_half = near and context.judge.is_half(context.tokens, number)
        if near and not is_half and near[0][0] <= _cost_of_another(context, number):
            yield near[0][0], _hit(context, number, [next(same) for _word, same in groupby(near, key=itemgetter(1))])


class _Slots:
    """The words of longer names, by a word beside them; of a large glossary none, as some are near by chance."""

    def __init__(self, common: Common) -> None:
        self._judge, self._known, self._lexicon = common.judge, common.known, common.lexicon
        self._odd: dict[str, bool] = {}
        self.cost = lru_cache(_KEPT)(common.judge.channel.cost)
        """What it costs that a word became of another; the same stand beside each other again and again."""
        self._beside: dict[str, list[_Slot]] = defaultdict(list)
        for entry in common.lexicon.phrases if len(common.lexicon.names) <= MANY else ():
            for at, word in enumerate(entry.words):
                others = [other for other in (at - 1, at + 1) if 0 <= other < len(entry.keys)]
                other = next((other for other in others if entry.keys[other] not in STOP), None)
                if word[0].isupper() and other is not None:
                    self._beside[entry.words[other]].append(_Slot(entry, at, word))

    def __bool__(self) -> bool:
        return bool(self._beside)

    def beside(self, context: Context) -> Iterator[tuple[int, list[_Slot]]]:
        """Return the words with a capital beside words of such names, with the slots around which the rest stands.

        Of a form that the glossary has, right or wrong, none is meant otherwise.
        """
        tokens, standing = context.tokens, context.standing
        possible: dict[int, list[_Slot]] = defaultdict(list)
        for other, number in tokens.around(self._has, has_capital, 1, -1):
            if number in standing.in_phrase or number in standing.in_wrong:
                continue
            there = fold.composed(tokens.surface(number))
            if self._is_odd(there, tokens.key(number)):
                possible[number] += [
                    slot
                    for slot in self._beside[_stem(tokens.surface(other))]
                    if _may_be(slot.word, there) and _stands(tokens, number - slot.at, slot)
                ]
        return ((number, found) for number, found in possible.items() if found)

    def _has(self, surface: str) -> bool:
        """Say whether a word stands in such a name, at its end perhaps with a possessive ending."""
        return fold.composed(surface) in self._beside or _stem(surface) in self._beside

    def _is_odd(self, surface: str, key: str) -> bool:
        """Say whether a word is none of the glossary and no name that the language knows; found out once.

        Nor is one that the glossary has in longer names alone: Alexander is another's name beside Ovechkin.
        """
        found = self._odd.get(surface)
        if found is None:
            is_name = self._known is not None and self._known.name(key)
            found = (not is_name and not self._judge.is_right(surface)) or self.is_of_others(key)
            self._odd[surface] = found
        return found

    def is_of_others(self, key: str) -> bool:
        """Say whether the glossary has a folded word, and in longer names alone."""
        return key in self._lexicon.words and not self._lexicon.right_like((key,))


def _stem(surface: str) -> str:
    return fold.composed(fold.split_possessive(surface)[0])


def _may_be(word: str, there: str) -> bool:
    """Say whether a word has about half the letters of another: of others, it nearly always costs too much.

    In capitals, letters are not compared.
    """
    most = len(word) // 2 + 1
    return there.isupper() or Levenshtein.distance(word, there, score_cutoff=most) <= most


def _stands(tokens: Tokens, first: int, slot: _Slot) -> bool:
    """Say whether a name stands from word `first` on but for the word in its slot."""
    words, last = slot.entry.words, len(slot.entry.words) - 1
    if first < 0 or first + last >= len(tokens):
        return False
    for at, word in enumerate(words):
        there = fold.composed(tokens.surface(first + at))
        if at != slot.at and there != word and not (at == last and same_word(fold.key(there), slot.entry.keys[at])):
            return False
        if at < last and not _goes_on(slot.entry, word, tokens.gap(first + at)):
            return False
    return True


def _goes_on(entry: Entry, word: str, gap: str) -> bool:
    """Say whether a name may go on behind one of its words: no sentence ends there, and nothing is set apart.

    A full stop is that of an abbreviation that the name has, or any.
    """
    is_dotted = gap[:1] == "." and (f"{word}." in entry.text or is_abbreviation(word, fold.key(word)))
    return may_be_overwritten(word, gap[1:] if is_dotted else gap, entry.text)


def _is_listed(context: Context, number: int, slot: _Slot) -> bool:
    """Say whether who wrote a word means it, as that of the slot stands beside the name in a list."""
    first = number - slot.at
    return is_listed(slot.entry.keys[slot.at], first, first + len(slot.entry.words) - 1, context.tokens)


def _cost_of_another(context: Context, number: int) -> float:
    """Return what it costs that an unknown word became of any name; of an ordinary one, names alone tell nothing."""
    surface = context.tokens.surface(number)
    return inf if context.judge.is_ordinary(surface) else context.judge.nearest(surface)


def _cost(context: Context, number: int, slot: _Slot, slots: _Slots) -> float:
    """Return what it costs that a word became of that in the slot; infinite if it is too much."""
    word, there = slot.word, _stem(context.tokens.surface(number))
    key, right = fold.key(there), slot.entry.keys[slot.at]
    if same_word(key, right) or tell_apart(key, right) or _are_of_two(there, word):
        return inf
    cost = slots.cost(fold.like_case(there, word), there)
    return cost if cost <= _most(context, key, right, slots) * len(word) else inf


def _are_of_two(one: str, other: str) -> bool:
    """Say whether two words are of a kind of which another is of somebody or something else.

    These are initials, numbers of kings, abbreviations and forms of address.
    """
    is_kind = len(one) == len(other) == 1 or (one.isupper() and other.isupper() and len(other) > 1)
    return is_kind or bool(_ROMAN.fullmatch(one) and _ROMAN.fullmatch(other)) or fold.key(one) in TITLES


def _most(context: Context, there: str, word: str, slots: _Slots) -> float:
    """Return what each letter of a folded word may cost at the most, if another became of it."""
    known = context.known
    if slots.is_of_others(there):
        is_ordinary = known is not None and (known.common(there) or known.common(word))
        return 0.0 if is_ordinary else _MOST_OF_ANOTHER
    if known is None:
        return _MOST_OF_ANY
    if not known.common(there):
        return _MOST
    if not known.common(word):
        return _MOST_OF_WORD
    return _MOST_OF_WORDS if context.judge.is_noisy(context.tokens) else 0.0


def _hit(context: Context, number: int, near: Sequence[tuple[float, str, _Slot]]) -> Hit:
    """Return the hit for a word; `near` are the words that should stand for it, each with its cost and slot."""
    span = context.tokens.span(number)
    text = context.tokens.text[span.start : span.end]
    stem, ending = fold.split_possessive(text)
    best, word, slot = near[0]
    shares = [exp(_STEEP * (best - cost)) for cost, _word, _slot in near]
    score = (_SURE - best / len(word)) / sum(shares)
    readings = tuple(
        Reading(
            fold.like_apostrophes(text, fold.like_case(stem, word) + ending),
            round(score * share, 2),
            _basis(context, slot, stem),
        )
        for share, (_cost, word, slot) in zip(shares, near, strict=True)
        if score * share >= FAINT
    )
    term = slot.entry.term
    message = f"“{visible(text)}” may be “{visible(readings[0].text)}”"
    return Hit(span, message, readings, term.note, term.lemma)


def _basis(context: Context, slot: _Slot, there: str) -> str:
    """Return the evidence for the word of a slot in words."""
    changes = context.judge.channel.changes(fold.like_case(there, slot.word), fold.composed(there))
    return f"{slot.entry.basis}; {', '.join(map(said, changes))}; the rest of the name stands there"
