"""Which of many spellings, and of the words that may be pieces of one, are likely errors; by numpy.

The same as `corrigenda.judge` would say of the suspects of `corrigenda.suspects` one by one, but most of them are
ruled out in columns: words of the language that stand in lower case too, and pieces that no name is near to.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import accumulate

import numpy as np

from corrigenda import facts, fold, near
from corrigenda.bulk import BulkTokens, Vocabulary
from corrigenda.foresight import Foresight, least, least_of_several
from corrigenda.leaning import Leaning, Notes
from corrigenda.near import Hit, Suspect
from corrigenda.scan import Numbers
from corrigenda.survey import Survey
from corrigenda.suspects import LEAST_LETTERS_OF_SEVERAL, WHOLE, Place, Suspects, has_cut, is_glue
from corrigenda.table import Table
from corrigenda.tokens import Tokens
from corrigenda.words import Dictionary

_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
"""Odd numbers by which the spellings of a window are multiplied (those of xxHash, Collet 2012)."""
_MOST_WINDOWS = 1_000_000
"""Windows whose verdicts are kept."""
_DIRTY, _SHUT = 1, 2
"""What stands behind a word; 0 is blanks alone. See `scan.Found`."""
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was found out about spellings, each for itself."""

    doubtful: frozenset[str]
    """Those that are likely errors, or may be two words run together."""
    near: Mapping[str, Sequence[Hit]]
    """Likely errors with the names near them."""
    leaning: Mapping[str, Leaning] = field(default_factory=dict)
    """What verdicts on spellings depend on in all texts, if it is noted."""


def sift(
    columns: "Columns",
    suspects: Suspects,
    survey: Survey,
    foresight: Foresight,
    may_be_error: Callable[[Suspect], bool],
    notes: Notes | None = None,
) -> Verdicts:
    """Return the verdicts on spellings; `notes` take down what they depend on."""
    surfaces = columns.surfaces
    words = [surfaces[number] for number in columns.familiar.tolist()]
    likely = foresight.likely(words, near.skeletons(words), columns.least(survey, noting=notes is not None))
    asked = columns.unfamiliar.tolist() + columns.familiar[likely].tolist()
    asked = [number for number in asked if suspects.may_be_one(surfaces[number])]
    single = [suspects.suspect(surfaces[number]) for number in asked]
    texts = [suspect.text for suspect in single]
    asked_of = single if notes is None else [replace(suspect, count=1, lower=0) for suspect in single]
    likely = foresight.likely(texts, near.skeletons(texts), _least(asked_of), _of_system(asked_of))
    doubtful = [
        (surfaces[number], suspect.text)
        for number, suspect, is_likely in zip(asked, single, likely.tolist(), strict=True)
        if has_cut(suspect.text) or (is_likely and may_be_error(suspect))
    ]
    leaning: dict[str, Leaning] = {}
    if notes is not None:
        may_be = [at for at, text in enumerate(texts) if likely[at] or has_cut(text)]
        leaning = notes.words((surfaces[asked[at]], texts[at]) for at in may_be)
    found = {text: foresight.found[text] for _surface, text in doubtful if text in foresight.found}
    return Verdicts(frozenset(surface for surface, _text in doubtful), found, leaning)


def joined(verdicts: Sequence[Verdicts]) -> Verdicts:
    """Return the verdicts of several parts as one."""
    near: dict[str, Sequence[Hit]] = {}
    leaning: dict[str, Leaning] = {}
    for each in verdicts:
        near.update(each.near)
        leaning.update(each.leaning)
    return Verdicts(frozenset().union(*(each.doubtful for each in verdicts)), near, leaning)


def _least(suspects: Sequence[Suspect]) -> Numbers:
    """Return the utilities of words' being right, at the least: `foresight.least` in columns for most."""
    weight = near.weights()
    made = _utilities(
        np.array([suspect.count for suspect in suspects], np.float64),
        np.array([suspect.lower for suspect in suspects], np.float64),
        np.array([suspect.level for suspect in suspects], np.float64),
        np.array([len(suspect.text) <= near.SHORT for suspect in suspects], np.bool_),
    )
    made += weight["known_word"] * np.array([suspect.common for suspect in suspects], np.bool_)
    made += min(0.0, weight["known_name"]) * np.array([suspect.name for suspect in suspects], np.bool_)
    made += weight["lower_case"] * np.array([suspect.text[0].islower() for suspect in suspects], np.bool_)
    for at, suspect in enumerate(suspects):
        if not _is_simple(suspect.text):
            made[at] = least(suspect)
    return made


def _utilities(counts: Numbers, lower: Numbers, levels: Numbers, is_short: Numbers) -> Numbers:
    """Return what is known of words without a look at their letters says for their being right, at the least."""
    weight = near.weights()
    made = weight["bias"] + weight["familiar"] * np.where(levels > 0, (near.RARE - levels) / near.RARE, 0)
    made += weight["lower_elsewhere"] * np.log1p(lower)
    made += weight["short"] * is_short
    for name, values in _of_counts(counts, levels):
        made += min(0.0, weight[name]) * values
    return made


def _of_system(suspects: Sequence[Suspect]) -> Numbers:
    """Return what speaks for words' being right that `_least` leaves out: a name of another system has it as well."""
    weight = near.weights()
    counts = np.array([suspect.count for suspect in suspects], np.float64)
    levels = np.array([suspect.level for suspect in suspects], np.float64)
    made = max(0.0, weight["known_name"]) * np.array([suspect.name for suspect in suspects], np.bool_)
    for name, values in _of_counts(counts, levels):
        made += max(0.0, weight[name]) * values
    return made


def _of_counts(counts: Numbers, levels: Numbers) -> Iterator[tuple[str, Numbers]]:
    """Yield the features of words that tell how often they stand: see `near.null_features`."""
    logs = np.log(np.maximum(counts, 1))
    yield "count", logs
    yield "often", np.where(counts > near.RARELY, logs - np.log(near.RARELY), 0)
    yield "known_count", np.where(levels > 0, logs, 0)


def _is_simple(word: str) -> bool:
    """Say whether a word has plain letters only, and no capital in a strange place."""
    return word.isascii() and word.isalpha() and (word[1:].islower() or word.isupper())


class Sieve:
    """The spellings of texts that were counted together, and the windows that may be one word fallen apart."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        columns: "Columns",
        verdicts: Verdicts,
        suspects: Suspects,
        foresight: Foresight,
        may_be_error: Callable[[Suspect], bool],
        notes: Notes | None = None,
    ) -> None:
        """Get ready; `notes` take down what verdicts depend on in all texts."""
        self._vocabulary = vocabulary
        self._suspects = suspects
        self._foresight = foresight
        self._may_be_error = may_be_error
        surfaces = vocabulary.surfaces
        self._doubtful = np.fromiter(map(verdicts.doubtful.__contains__, surfaces), np.bool_, len(surfaces))
        self._notes = notes
        if notes is not None:
            notes.take(vocabulary, verdicts.leaning)
        self._open, self._loose = columns.pieces(suspects)
        self._parts: dict[int, _Part] = {}
        self._known_windows = Table()
        self._is_likely = np.zeros(0, np.bool_)
        """For each of them, whether it is a likely error."""

    def places(self, texts: Sequence[BulkTokens]) -> dict[Tokens, list[Place]]:
        """Return the places of texts that are likely errors, and words that may be two run together, in order."""
        made: dict[Tokens, list[Place]] = {}
        for tokens, windows in zip(texts, self._windows(texts), strict=True):
            found = [(number, number) for number in np.flatnonzero(self._doubtful[tokens.ids]).tolist()]
            made[tokens] = [self._suspects.place(tokens, *words) for words in sorted(found + windows)]
        return made

    def leans_on(self, tokens: BulkTokens) -> list[int]:
        """Return the facts about all texts that the verdicts on the words of a text depend on, if they are noted."""
        return [] if self._notes is None else self._notes.of(tokens)

    def _windows(self, texts: Sequence[BulkTokens]) -> list[list[tuple[int, int]]]:
        """Return for each text the first and last words of the windows that are likely one word, damaged."""
        begins = np.fromiter(accumulate(map(len, texts), initial=0), np.int64, len(texts) + 1)
        every = [tokens.ids for tokens in texts]
        ids = every[0] if len(every) == 1 else np.concatenate([np.zeros(0, np.int32), *every])
        gaps, glued = np.zeros(len(ids) + 2, np.uint8), np.zeros(len(ids), np.bool_)
        for begin, tokens in zip(begins.tolist(), texts, strict=False):
            gaps[tokens.dirty + begin] = _DIRTY
            gaps[tokens.shut + begin] = _SHUT
            for number in tokens.glued.tolist():
                glued[number + begin] = is_glue(tokens.gap(number))
        gaps[begins[1:] - 1] = gaps[len(ids) :] = _SHUT
        firsts, lasts, by_hand = self._candidates(ids, gaps, glued)
        windows = self._numbers(ids, firsts, lasts)
        is_likely = self._is_likely[windows]
        if self._notes is not None:
            self._notes.look_through(texts, begins, firsts, lasts, windows)
        made: list[list[tuple[int, int]]] = [[] for _ in texts]
        for first, last in zip(firsts[is_likely].tolist(), lasts[is_likely].tolist(), strict=True):
            text = int(np.searchsorted(begins, first, "right")) - 1
            made[text].append((first - int(begins[text]), last - int(begins[text])))
        for text, place in self._by_hand(texts, begins, by_hand):
            made[text].append((place.first, place.last))
        return made

    def _by_hand(self, texts: Sequence[BulkTokens], begins: Numbers, numbers: Numbers) -> Iterator[tuple[int, Place]]:
        """Yield the places of likely errors among the windows from words on that are looked at one by one."""
        places: list[tuple[int, Place]] = []
        for number in numbers.tolist():
            text = int(np.searchsorted(begins, number, "right")) - 1
            places += ((text, place) for place in self._suspects.windows(texts[text], number - int(begins[text])))
        words = [place.suspect.text for _text, place in places]
        known = np.array([place.suspect.words for _text, place in places], np.float64)
        is_lower = np.array([word[0].islower() for word in words], np.bool_)
        likely = self._foresight.likely(words, near.skeletons(words), least_of_several(known, is_lower))
        for at in np.flatnonzero(likely).tolist():
            text, place = places[at]
            if self._notes is not None:
                self._notes.add(texts[text], place)
            if self._may_be_error(place.suspect):
                yield text, place

    def _candidates(self, ids: Numbers, gaps: Numbers, glued: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return the first and last words of windows with blanks alone inside, and words to look at one by one.

        See `Suspects.windows`: with blanks between, all words must be open, and one unknown.
        """
        opened = np.concatenate((self._open[ids], np.zeros(2, np.bool_)))
        loose = np.concatenate((self._loose[ids], np.zeros(2, np.bool_)))
        begins = opened[:-2] & opened[1:-1] & (loose[:-2] | loose[1:-1] | loose[2:]) & (gaps[:-2] != _SHUT)
        begins |= glued
        at = np.flatnonzero(begins)
        is_dirty = glued[at] | (gaps[at] == _DIRTY) | (gaps[at + 1] == _DIRTY)
        by_hand, at = at[is_dirty], at[~is_dirty]
        pairs = at[loose[at] | loose[at + 1]]
        triples = at[(gaps[at + 1] == 0) & opened[at + 2]]
        return np.concatenate((pairs, triples)), np.concatenate((pairs + 1, triples + 2)), by_hand

    def _numbers(self, ids: Numbers, firsts: Numbers, lasts: Numbers) -> Numbers:
        """Return the numbers of windows in `_is_likely`; each sequence of spellings is weighed once."""
        spelled = [ids[firsts], ids[firsts + 1], np.where(lasts - firsts > 1, ids[lasts], -1)]
        codes = np.zeros(len(firsts), np.uint64)
        for factor, each in zip(_FACTORS, spelled, strict=True):
            codes += (each + 1).astype(np.uint64) * factor
        numbers, new = self._known_windows.numbered(codes)
        if len(new) and len(self._is_likely) > _MOST_WINDOWS:
            self._known_windows, self._is_likely = Table(), np.zeros(0, np.bool_)
            if self._notes is not None:
                self._notes.forget_windows()
            return self._numbers(ids, firsts, lasts)
        if len(new):
            weighed = self._weigh([each[new] for each in spelled])
            self._is_likely = np.concatenate((self._is_likely, weighed))
        return numbers

    def _weigh(self, spelled: Sequence[Numbers]) -> Numbers:
        """Say which windows are likely errors, by their first, second and third spellings; -1 is no third one."""
        different, back = np.unique(np.concatenate(spelled), return_inverse=True)
        parts = [self._part(spelling) for spelling in different.tolist()]
        firsts, seconds, thirds = back.reshape(len(spelled), -1)

        def values(name: str) -> Numbers:
            of_parts = np.array([getattr(part, name) for part in parts])
            return np.array([of_parts[firsts], of_parts[seconds], of_parts[thirds]])

        is_lower = values("may_be_lower").all(axis=0) & values("is_lower").any(axis=0)
        asked = np.flatnonzero((values("letters").sum(axis=0) >= LEAST_LETTERS_OF_SEVERAL) & ~is_lower)
        known = values("is_known").sum(axis=0)[asked]
        texts = [
            f"{parts[first].head} {parts[second].tail}"
            if third < 0
            else f"{parts[first].head} {parts[second].surface} {parts[third].tail}"
            for first, second, third in zip(
                firsts[asked].tolist(),
                seconds[asked].tolist(),
                np.where(spelled[2] < 0, -1, thirds)[asked].tolist(),
                strict=True,
            )
        ]
        at_least = least_of_several(known, values("begins_lower")[0][asked])
        likely = self._foresight.likely(texts, near.skeletons(texts), at_least)
        if self._notes is not None:
            noted = {int(asked[at]): texts[at] for at in np.flatnonzero(likely).tolist()}
            self._notes.add_windows(noted, len(firsts))
        found = np.zeros(len(firsts), np.bool_)
        for at in np.flatnonzero(likely).tolist():
            of_parts = 2 + int(spelled[2][asked[at]] >= 0)
            found[asked[at]] = self._may_be_error(Suspect(texts[at], parts=of_parts, words=int(known[at])))
        return found

    def _part(self, spelling: int) -> "_Part":
        """Return what is needed of a spelling that may be a piece of a word; -1 is none."""
        part = self._parts.get(spelling)
        if part is None:
            part = _Part.of(self._vocabulary.surfaces[spelling], self._suspects) if spelling >= 0 else _Part()
            self._parts[spelling] = part
        return part


@dataclass(frozen=True, slots=True)
class _Part:
    """A word that may be a piece of another; without anything, none."""

    surface: str = ""
    head: str = ""
    """What is left of it at the beginning of a window."""
    tail: str = ""
    """The same at its end."""
    letters: int = 0
    is_known: bool = False
    is_lower: bool = False
    begins_lower: bool = False
    """Whether what is left of it at the beginning of a window begins with a small letter."""
    may_be_lower: bool = True
    """Whether it has no capital, if no small letter either."""

    @classmethod
    def of(cls, surface: str, suspects: Suspects) -> "_Part":
        """Return what is needed of a word."""
        _article, rest = fold.split_elision(surface)
        return cls(
            _BLANKS.sub(" ", surface),
            _BLANKS.sub(" ", rest),
            _BLANKS.sub(" ", fold.split_possessive(surface)[0]),
            sum(map(str.isalpha, surface)),
            suspects.is_known(surface),
            surface.islower(),
            rest[:1].islower(),
            f"a{surface}".islower(),
        )


class Columns:
    """What can be said of the spellings without asking one by one."""

    def __init__(self, surfaces: Sequence[str], keys: Sequence[str], known: Dictionary | None) -> None:
        self.surfaces = surfaces
        self._keys = keys
        count = len(surfaces)
        levels = np.zeros(count, np.uint8)
        if known is not None:
            levels = np.fromiter(known.levels(keys), np.uint8, count)
        simple = np.fromiter(map(str.isascii, surfaces), np.bool_, count)
        simple &= np.fromiter(map(str.isalpha, surfaces), np.bool_, count)
        lengths = np.fromiter(map(len, surfaces), np.int64, count)
        self._levels = levels
        self._is_plain = simple & (lengths >= WHOLE) & (levels > 0)
        """Whole words of the language; see `Suspects.is_plain`."""
        capital = np.zeros(count, np.bool_)
        odd = np.zeros(count, np.bool_)
        for number, word in enumerate(surfaces):
            if word[0].isupper():
                capital[number] = True
                odd[number] = not (word[1:].islower() or word.isupper())
        self.familiar = np.flatnonzero(self._is_plain & capital & ~odd)
        """Numbers of those among them that stand with a capital, or in capitals."""
        self.unfamiliar = np.flatnonzero(~self._is_plain | odd)
        """Numbers of all that are to be asked about one by one."""

    def among(self, wanted: Numbers) -> "Columns":
        """Return the same of some of the spellings only, which keep their numbers."""
        made = copy(self)
        made.familiar, made.unfamiliar = (each[wanted[each]] for each in (self.familiar, self.unfamiliar))
        return made

    def least(self, survey: Survey, *, noting: bool = False) -> Numbers:
        """Return the utilities of the familiar spellings' being right, at the least: `foresight.least` in columns.

        With `noting`, even if their counts fell as far as `facts.lowest` says.
        """
        words = [self._keys[number] for number in self.familiar.tolist()]
        lower = map(survey.often_lower, words)
        return (
            _utilities(
                np.array([survey.often(word) + survey.often(word + "'s") for word in words], np.float64),
                np.fromiter(map(facts.lowest, lower) if noting else lower, np.float64, len(words)),
                self._levels[self.familiar].astype(np.float64),
                np.array([len(word) <= near.SHORT for word in words], np.bool_),
            )
            + near.weights()["known_word"]
        )

    def pieces(self, suspects: Suspects) -> tuple[Numbers, Numbers]:
        """Return for each spelling whether it may be a piece of a word, and whether it is an unknown one."""
        opened, loose = np.zeros(len(self.surfaces), np.bool_), np.zeros(len(self.surfaces), np.bool_)
        for number in np.flatnonzero(~self._is_plain).tolist():
            surface = self.surfaces[number]
            if suspects.is_open(surface):
                opened[number] = True
                loose[number] = suspects.is_unknown(surface)
        return opened, loose
