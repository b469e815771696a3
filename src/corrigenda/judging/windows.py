"""Which windows of two and three words are likely one word that fell apart, or has dirt in it; by numpy.

The same as `corrigenda.judging.suspects` finds word by word and `corrigenda.judging.judge` says of each, but every
sequence of spellings, with what stands between them, is weighed once for all texts.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from corrigenda.counting.arrays import moved, taken
from corrigenda.counting.bulk import BulkTokens
from corrigenda.counting.distinct import different, numbered
from corrigenda.counting.scan import Numbers
from corrigenda.counting.table import Table
from corrigenda.judging.leaning import Notes
from corrigenda.judging.suspects import (
    LEAST_LETTERS_OF_SEVERAL,
    LINE_END,
    Fact,
    Suspects,
    is_glue,
    is_parting,
    stem_of_several,
)
from corrigenda.likeness.foresight import Foresight, least_of_several
from corrigenda.likeness.near import Suspect
from corrigenda.texts import fold

_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5], np.uint64
)
"""Odd numbers by which the spellings and gaps of a window are multiplied (those of xxHash, Collet 2012)."""
_MOST = 1_000_000
"""Windows whose verdicts are kept."""
_BLANK, _SHUT, _UNREAD = 0, 1, -1
"""Numbers of gaps: blanks alone, what parts two words for good (see `scan.Found`), what was not looked at yet."""
OPEN, UNKNOWN, _RIGHT, _WHOLE, _DIGITS, _OF_LANGUAGE, _UNASKED = (1 << bit for bit in range(7))
"""What is known of a spelling, as flags: that it may be a piece of a word (1, as what is true), and `suspects.Fact`."""
_BEHIND = 2
"""Words of a window behind its first, at the most."""
_BLANKS = re.compile(r"\s+")


class _Found(NamedTuple):
    """Windows of some texts."""

    firsts: Numbers
    """The number of each one's first word, of all words of the texts."""
    lasts: Numbers
    gap: Numbers
    """The number of the gap behind its first word."""
    other: Numbers
    """That of the gap behind its second word, if it has three; else `_BLANK`."""

    @classmethod
    def of(cls, pairs: Numbers, triples: Numbers, gaps: Numbers) -> "_Found":
        """Return windows of two and three words by their first ones; `gaps` are those behind all words."""
        firsts = np.concatenate((pairs, triples))
        lasts = np.concatenate((pairs + 1, triples + 2))
        blanks = np.full(len(pairs), _BLANK, gaps.dtype)
        return cls(firsts, lasts, gaps[firsts], np.concatenate((blanks, gaps[triples + 1])))


class _Row(NamedTuple):
    """The words of some texts, one text behind the other, and `_BEHIND` of no word behind the last."""

    ids: Numbers
    """The numbers of their spellings."""
    pieces: Numbers
    """Whether each may be a piece of a word: 0, or `OPEN` and `UNKNOWN`."""
    gaps: Numbers
    """The numbers of what stands behind them; `_UNREAD` where it was not looked at yet."""
    divided: Numbers
    """Which may be halves of one with the next, see `suspects.is_divided`."""
    is_glued: Numbers
    """Whether each may be a piece of one with the next whatever both are, but for numbers."""
    is_half: Numbers
    """Whether each is the half of one, even if it is right by itself, where the word before is unknown."""


class Windows:
    """The windows of texts whose words have the same numbers, with verdicts on those that were met."""

    def __init__(
        self,
        surfaces: Sequence[str],
        pieces: Numbers,
        cases: tuple[Numbers, Numbers],
        suspects: Suspects,
        foresight: Foresight,
        may_be_error: Callable[[Suspect], bool],
        notes: Notes | None,
    ) -> None:
        """Get ready.

        `pieces` says of each spelling whether it may be a piece of a word: 0, or `OPEN` and `UNKNOWN`; `cases` how they
        begin, see `surveyed.cases`.
        """
        self._surfaces = surfaces
        self._pieces = np.append(pieces, np.uint8(0))  # the last, here as below, is of no word
        self._suspects = suspects
        self._foresight = foresight
        self._may_be_error = may_be_error
        self._notes = notes
        self._facts = np.full(len(surfaces) + 1, _UNASKED, np.uint8)
        self._facts[-1] = 0
        self._parts: dict[int, _Part] = {}
        self._gaps = _Gaps()
        self._is_lower, self._is_capital = (np.append(each, np.False_) for each in cases)
        is_small = np.fromiter(map(suspects.small_words.__contains__, surfaces), np.bool_, len(surfaces))
        self._is_small = np.append(is_small, np.False_)
        self._halves: dict[tuple[int, int, int], bool] = {}
        """For two spellings and the gap between them, whether they are halves of a word that is right."""
        self._known = Table()
        self._is_likely = np.zeros(0, np.bool_)
        """For each of them, whether it is a likely error."""

    def likely(self, texts: Sequence[BulkTokens]) -> list[list[tuple[int, int]]]:
        """Return for each text the first and last words of the windows that are likely one word, damaged."""
        begins = np.fromiter(accumulate(map(len, texts), initial=0), np.int64, len(texts) + 1)
        row = self._row(texts, begins)
        clean, dirty = self._candidates(texts, begins, row)
        firsts, lasts, *gaps = map(np.concatenate, zip(clean, dirty, strict=True))
        thirds = np.where(lasts - firsts > 1, row.ids[lasts], -1)
        windows = self._numbers(np.array((row.ids[firsts], row.ids[firsts + 1], thirds)), np.array(gaps))
        if self._notes is not None:
            self._notes.look_through(texts, begins, firsts, lasts, windows)
        is_likely = self._is_likely[windows]
        firsts, lasts = firsts[is_likely], lasts[is_likely]
        of_texts = np.searchsorted(begins, firsts, "right") - 1
        places = np.column_stack((of_texts, firsts - begins[of_texts], lasts - begins[of_texts]))
        made: list[list[tuple[int, int]]] = [[] for _ in texts]
        for text, first, last in places.tolist():
            made[text].append((first, last))
        return made

    def _row(self, texts: Sequence[BulkTokens], begins: Numbers) -> _Row:
        """Return the words of texts; of the gaps, those are read that may be inside of a word whatever is beside it."""
        ids = np.concatenate([*(tokens.ids for tokens in texts), np.full(_BEHIND, len(self._surfaces), np.int32)])
        gaps = np.zeros(len(ids), np.int32)
        for tokens, begin in zip(texts, begins.tolist(), strict=False):
            of_text = gaps[begin : begin + len(tokens)]
            of_text[tokens.dirty] = _UNREAD
            of_text[tokens.shut] = of_text[-1:] = _SHUT
        gaps[-_BEHIND:] = _SHUT
        glued = moved([tokens.glued for tokens in texts], begins[:-1])
        gaps[glued] = self._read(texts, begins, glued)
        divided = self._divided(texts, begins, ids)
        gaps[divided] = self._read(texts, begins, divided)
        is_glued = np.zeros(len(ids), np.bool_)
        is_glued[glued[self._gaps.is_glue(gaps[glued])]] = True
        is_glued[divided] = True
        is_half = np.zeros(len(ids), np.bool_)
        is_half[divided[gaps[divided] == self._gaps[LINE_END]] + 1] = True
        return _Row(ids, taken(self._pieces, ids), gaps, divided, is_glued, is_half)

    def _candidates(self, texts: Sequence[BulkTokens], begins: Numbers, row: _Row) -> tuple[_Found, _Found]:
        """Return the windows with blanks alone inside, and the others; the gaps in these are read.

        See `Suspects.windows`: with blanks between, all words must be open, and one unknown.
        """
        ids, pieces, gaps, divided, is_glued, _is_half = row
        at = np.flatnonzero((pieces[:-2] & pieces[1:-1] & OPEN).view(np.bool_) | is_glued[:-_BEHIND])
        is_unknown = ((pieces[at] | pieces[at + 1] | pieces[at + 2]) & UNKNOWN) != 0
        is_before_name = self._is_small[ids[at]] & self._is_capital[ids[at + 1]] & (gaps[at] != _SHUT)
        at = at[((is_unknown & (gaps[at] != _SHUT)) | is_glued[at]) & ~is_before_name]
        is_clean = (gaps[at] == _BLANK) & ((gaps[at + 1] == _BLANK) | (gaps[at + 1] == _SHUT))
        at, odd = at[is_clean], at[~is_clean]
        pairs = at[((pieces[at] | pieces[at + 1]) & UNKNOWN) != 0]
        triples = at[(gaps[at + 1] == _BLANK) & (pieces[at + 2] != 0)]
        clean = _Found.of(pairs, triples, gaps)
        is_inside = np.zeros(len(gaps), np.bool_)
        is_inside[odd] = is_inside[odd + 1] = True
        unread = np.flatnonzero(is_inside & (gaps == _UNREAD))
        gaps[unread] = self._read(texts, begins, unread)
        gaps[divided[self._are_of_one(ids[divided], gaps[divided], ids[divided + 1])]] = _SHUT
        return clean, self._dirty(row, odd)

    def _read(self, texts: Sequence[BulkTokens], begins: Numbers, places: Numbers) -> Numbers:
        """Return the numbers of the gaps behind words."""
        bounds = pairwise(np.searchsorted(places, begins).tolist())
        found = [
            gap
            for tokens, begin, (first, last) in zip(texts, begins.tolist(), bounds, strict=False)
            if first < last
            for gap in tokens.gaps(places[first:last] - begin)
        ]
        return np.fromiter(map(self._gaps.__getitem__, found), np.int32, len(found))

    def _divided(self, texts: Sequence[BulkTokens], begins: Numbers, ids: Numbers) -> Numbers:
        """Return the words that may be halves of one with the next, see `suspects.is_divided`."""
        found = moved([tokens.divided for tokens in texts], begins[:-1])
        apart = np.diff(found, prepend=-2, append=len(ids) + 1) > 1  # of a chain of several, none is
        wanted = apart[:-1] & apart[1:] & self._is_capital[ids[found]] & self._is_lower[ids[found + 1]]
        return found.compress(wanted)

    def _are_of_one(self, firsts: Numbers, gaps: Numbers, seconds: Numbers) -> Numbers:
        """Say which words are halves of one that is right, see `Suspects.are_of_one`; each is asked about once."""
        halves = list(zip(firsts.tolist(), gaps.tolist(), seconds.tolist(), strict=True))
        for first, gap, second in set(halves).difference(self._halves):
            self._halves[first, gap, second] = self._suspects.are_of_one(
                self._surfaces[first], self._gaps.texts[gap], self._surfaces[second]
            )
        return np.fromiter(map(self._halves.__getitem__, halves), np.bool_, len(halves))

    def _dirty(self, row: _Row, at: Numbers) -> _Found:
        """Return the windows from words on, behind which or the next one there is more than blanks."""
        gap, other = row.gaps[at], row.gaps[at + 1]
        facts = self._facts_of(np.array([row.ids[at], row.ids[at + 1], row.ids[at + 2]]))
        is_open = (facts & _RIGHT) == 0
        is_unknown = (facts & UNKNOWN) != 0
        is_open[1] |= row.is_half[at + 1] & is_unknown[0]
        is_open[2] |= row.is_half[at + 2] & (is_unknown[0] | is_unknown[1])
        is_whole = (facts & _WHOLE) != 0
        is_word = (facts & _DIGITS) == 0
        is_pair = is_open[0] & is_open[1] & (gap != _SHUT)
        is_triple = is_pair & is_open[2] & (other != _SHUT)
        is_glued = is_word[1] & row.is_glued[at]
        is_pair &= is_glued | ((is_unknown[0] | is_unknown[1]) & ~(is_whole[0] | is_whole[1]))
        is_glued &= is_word[2] & row.is_glued[at + 1]
        is_triple &= is_glued | (is_unknown.any(axis=0) & ~is_whole.any(axis=0))
        return _Found.of(at[is_pair], at[is_triple], row.gaps)

    def _facts_of(self, spelled: Numbers) -> Numbers:
        """Return what is known of spellings, as flags; each is asked about once."""
        unasked = different(spelled[self._facts[spelled] == _UNASKED])
        asked = (_flags(self._suspects.fact(self._surfaces[number])) for number in unasked.tolist())
        self._facts[unasked] = np.fromiter(asked, np.uint8, len(unasked))
        facts: Numbers = self._facts[spelled]
        return facts

    def _numbers(self, spelled: Numbers, gaps: Numbers) -> Numbers:
        """Return the numbers of windows in `_is_likely`; each sequence of spellings and gaps is weighed once.

        Args:
            spelled: a column a window: the numbers of its spellings; -1 is no third one.
            gaps: the same of the gaps between them.
        """
        codes = np.zeros(spelled.shape[1], np.uint64)
        for factor, each in zip(_FACTORS, (*spelled, *gaps), strict=True):
            codes += (each + 1).astype(np.uint64) * factor
        numbers, new = self._known.numbered(codes)
        if len(new) and len(self._is_likely) > _MOST:
            self._known, self._is_likely = Table(), np.zeros(0, np.bool_)
            if self._notes is not None:
                self._notes.forget_windows()
            return self._numbers(spelled, gaps)
        if len(new):
            self._is_likely = np.concatenate((self._is_likely, self._weigh(spelled[:, new], gaps[:, new])))
        return numbers

    def _weigh(self, spelled: Numbers, gaps: Numbers) -> Numbers:
        """Say which windows are likely errors; see `_numbers`."""
        is_clean = (gaps == _BLANK).all(axis=0)
        clean, dirty = np.flatnonzero(is_clean), np.flatnonzero(~is_clean)
        both = self._with_blanks(spelled[:, clean]), self._with_dirt(spelled[:, dirty], gaps[:, dirty])
        asked = np.concatenate((clean[both[0].numbers], dirty[both[1].numbers]))
        known, is_lower = (np.concatenate(each) for each in zip(*(each[1:3] for each in both), strict=True))
        texts = both[0].texts + both[1].texts
        likely = self._foresight.likely(texts, least_of_several(known, is_lower))
        found = np.flatnonzero(likely).tolist()
        if self._notes is not None:
            self._notes.add_windows({int(asked[at]): texts[at] for at in found}, spelled.shape[1])
        is_likely = np.zeros(spelled.shape[1], np.bool_)
        for at in found:
            window = asked[at]
            surfaces = [self._surfaces[spelling] for spelling in spelled[:, window].tolist() if spelling >= 0]
            between = [self._gaps.texts[gap] for gap in gaps[: len(surfaces) - 1, window].tolist()]
            is_likely[window] = self._may_be_error(self._suspects.several(texts[at], surfaces, between))
        return is_likely

    def _with_blanks(self, spelled: Numbers) -> "_Asked":
        """Return what is to be asked about windows with blanks alone inside."""
        spellings, back = numbered(spelled.ravel())
        parts = [self._part(spelling) for spelling in spellings.tolist()]
        firsts, seconds, thirds = back.reshape(spelled.shape)

        def of_windows(values: Iterable[int]) -> Numbers:
            of_parts = np.array(list(values))
            return np.array([of_parts[firsts], of_parts[seconds], of_parts[thirds]])

        may_be_lower = of_windows(part.may_be_lower for part in parts).all(axis=0)
        is_lower = may_be_lower & of_windows(part.is_lower for part in parts).any(axis=0)
        letters = of_windows(part.letters for part in parts).sum(axis=0)
        asked = np.flatnonzero((letters >= LEAST_LETTERS_OF_SEVERAL) & ~is_lower)
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
        known = of_windows(part.of_language for part in parts).sum(axis=0)[asked]
        return _Asked(asked, known, of_windows(part.begins_lower for part in parts)[0][asked], texts)

    def _with_dirt(self, spelled: Numbers, gaps: Numbers) -> "_Asked":
        """Return what is to be asked about other windows."""
        of_language = (self._facts_of(spelled) & _OF_LANGUAGE) != 0
        surfaces, between = self._surfaces, self._gaps.texts
        written = [
            f"{surfaces[one]}{between[gap]}{surfaces[two]}"
            + (f"{between[other]}{surfaces[three]}" if three >= 0 else "")
            for one, two, three, gap, other in zip(*spelled.tolist(), *gaps.tolist(), strict=True)
        ]
        asked = np.flatnonzero(np.fromiter(map(self._suspects.may_be_several, written), np.bool_, len(written)))
        texts = [stem_of_several(written[at]) for at in asked.tolist()]
        is_lower = np.fromiter((text[0].islower() for text in texts), np.bool_, len(texts))
        return _Asked(asked, of_language.sum(axis=0)[asked], is_lower, texts)

    def _part(self, spelling: int) -> "_Part":
        """Return what is needed of a spelling that may be a piece of a word; -1 is none."""
        part = self._parts.get(spelling)
        if part is None:
            part = _Part.of(self._surfaces[spelling], self._suspects) if spelling >= 0 else _Part()
            self._parts[spelling] = part
        return part


class _Asked(NamedTuple):
    """What is to be asked about those of some windows that may be damaged names."""

    numbers: Numbers
    """Which they are."""
    known: Numbers
    """How many words of each the language knows."""
    is_lower: Numbers
    """Whether it begins in lower case."""
    texts: list[str]
    """How each is compared with names."""


class _Gaps(dict[str, int]):
    """The numbers of what stands between words; new ones are numbered when they are asked for."""

    def __init__(self) -> None:
        super().__init__({" ": _BLANK})
        self.texts = [" ", ""]
        """What they are, by their numbers; of what parts words for good, nothing."""
        self._glue = [False, False]

    def __missing__(self, gap: str) -> int:
        if is_parting(gap):
            return _SHUT
        number = self[gap] = len(self.texts)
        self.texts.append(gap)
        self._glue.append(is_glue(gap))
        return number

    def is_glue(self, numbers: Numbers) -> Numbers:
        """Say which gaps are dirt; see `suspects.is_glue`."""
        return np.array(self._glue)[numbers]


def _flags(fact: Fact) -> int:
    """Return what is known of a spelling as flags."""
    return (
        _RIGHT * fact.right
        | UNKNOWN * fact.unknown
        | _WHOLE * (fact.whole or fact.digits)
        | _DIGITS * fact.digits
        | _OF_LANGUAGE * fact.of_language
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A word that may be a piece of another; without anything, none."""

    surface: str = ""
    head: str = ""
    """What is left of it at the beginning of a window."""
    tail: str = ""
    """The same at its end."""
    letters: int = 0
    of_language: bool = False
    is_lower: bool = False
    begins_lower: bool = False
    """Whether what is left of it at the beginning of a window begins with a small letter."""
    may_be_lower: bool = True
    """Whether it has no capital, if no small letter either."""

    @classmethod
    def of(cls, surface: str, suspects: Suspects) -> "_Part":
        """Return what is needed of a word."""
        of_language, is_lower = suspects.fact(surface).of_language, surface.islower()
        if surface.isascii() and surface.isalpha():  # as most are
            return cls(surface, surface, surface, len(surface), of_language, is_lower, surface[0].islower(), is_lower)
        _article, rest = fold.split_elision(surface)
        return cls(
            _BLANKS.sub(" ", fold.composed(surface)),
            _BLANKS.sub(" ", fold.composed(rest)),
            _BLANKS.sub(" ", fold.composed(fold.split_possessive(surface)[0])),
            sum(map(str.isalpha, surface)),
            of_language,
            is_lower,
            rest[:1].islower(),
            f"a{surface}".islower(),
        )
