"""Finding an anchor again in a text that may have changed since, or saying that it cannot be found.

A place is known by its quotation (W3C Web Annotation Data Model, TextQuoteSelector: exact, prefix, suffix).
White space and hyphens are left out of the comparison, so that lines may be broken anew. Where neighbours are
damaged, the sic must stand exactly, its context be much alike, and nothing else come near. All rules lean to
one side: an emendation left out is named and can be made by hand, one in a wrong place would go unseen.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice

from rapidfuzz.distance import Levenshtein

from corrigenda.deciding.grams import Grams
from corrigenda.texts import fold
from corrigenda.texts.text import Anchor, Span

_BLOCK = 256
"""Code points folded at a time, of which the places fit into bytes; blocks are looked through to map a place back."""
_MANY = 1000
"""Places of one quotation or sic beyond which it says nothing."""
_LETTERS = 16
"""Letters of context without which a damaged place is not trusted."""
_ALIKE = 0.75
"""Share of the context that must be as it was: one letter in four may differ. Unrelated prose has 0.25."""
_SHORT, _ALIKE_IF_SHORT = 3, 0.9
"""A sic of fewer letters stands in too many places; its context must be as good as whole."""
_MARGIN = 0.2
"""What the best place must be ahead of the second by; repeated formulas come closer than that."""

_SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_LEFT_OUT = _SPACES + fold.HYPHENS
_BREAK = re.compile(f"[{fold.HYPHENS}][ \t]*[\r\n]\\s*")


@dataclass(frozen=True, slots=True)
class Placed:
    """The sic stands at `span`, which may be longer or shorter than it was when lines are broken anew."""

    span: Span
    score: float = 1.0
    """The share of the context that is as it was."""


@dataclass(frozen=True, slots=True)
class Made:
    """The emendation is made already: its corr stands at `span`."""

    span: Span


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """It could be at any of these."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """It is not there, or too much around it has changed to be sure."""


Outcome = Placed | Made | Ambiguous | Missing


class Haystack:
    """A text made ready for finding many places in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        blocks = [bare(text[at : at + _BLOCK]) for at in range(0, len(text), _BLOCK)]
        self._bare = "".join(blocks)
        self._grams = Grams(self._bare)
        self._starts = list(accumulate(map(len, blocks), initial=0))[:-1]
        self._letters: dict[int, bytes] = {}
        """Where in its block each letter stands, for the blocks that were looked through."""
        self._known: dict[str, tuple[int, ...]] = {}
        self._quotations: dict[_Quotation, dict[Span, int]] = {}
        self._alike: dict[_Quotation, int] = {}
        self._unmade: dict[tuple[_Quotation, _Quotation], tuple[Span, ...]] = {}

    def counted(self, anchor: Anchor) -> Anchor:
        """Return `anchor`, which was taken from this text, with the numbers of places quoted alike."""
        spans = self._quoted(anchor)
        if anchor.span not in spans:
            return anchor
        quotation = _quotation(anchor)
        if quotation not in self._alike:
            alike = sum(score >= _ALIKE - _MARGIN for score, _ in self._ranked(anchor)) or _MANY
            self._alike[quotation] = alike
        copy, copies = spans[anchor.span], len(spans)
        return replace(anchor, copy=copy, copies=copies, rivals=max(0, self._alike[quotation] - copies))

    def locate(self, anchor: Anchor) -> Placed | Ambiguous | Missing:
        """Return where `anchor` stands."""
        spans = self._quoted(anchor)
        return _chosen(anchor, tuple(spans)) if spans else self._near(anchor)

    def settle(self, sic: Anchor, corr: Anchor) -> Outcome:
        """Return where an emendation is to be made, or that it is made: whichever the text shows better.

        Args:
            sic: the place as it was quoted.
            corr: the same place as it is quoted after the emendation.
        """
        here, there = self._not_made(sic, corr), self._quoted(corr)
        if here:
            return self._open(_chosen(sic, here), corr)
        return Made(next(iter(there))) if there else self._open(self._nearer(sic, corr), corr)

    def _nearer(self, sic: Anchor, corr: Anchor) -> Outcome:
        """Return the better of two damaged places: the longer if they overlap, else one that is far ahead."""
        here, there = self._near(sic), self._near(corr)
        if isinstance(there, Missing) or isinstance(here, Ambiguous):
            return here
        if isinstance(there, Ambiguous):
            return Missing()
        if isinstance(here, Missing):
            return Made(there.span)
        if here.span.meets(there.span):
            sizes = (len(bare(sic.sic)), here.score), (len(bare(corr.sic)), there.score)
            return here if sizes[0] > sizes[1] else Made(there.span)
        if abs(here.score - there.score) < _MARGIN:
            return Ambiguous((here.span, there.span))
        return here if here.score > there.score else Made(there.span)

    def settle_all(self, pairs: Sequence[tuple[Anchor, Anchor]]) -> tuple[Outcome, ...]:
        """Return `settle` for each pair; a damaged place counts only between its sound neighbours."""
        found = [self.settle(sic, corr) for sic, corr in pairs]
        sound = sorted(
            (sic.span.start, each.span.start)
            for (sic, _), each in zip(pairs, found, strict=True)
            if isinstance(each, Placed) and each.score == 1
        )
        return tuple(
            Missing() if isinstance(each, Placed) and not _in_order(sic.span.start, each, sound) else each
            for (sic, _), each in zip(pairs, found, strict=True)
        )

    def _open(self, found: Outcome, corr: Anchor) -> Outcome:
        """Return `found`, but made when the corr stands there: the two may differ in a line break alone."""
        if isinstance(found, Placed) and self._text[found.span.start : found.span.end] == corr.sic:
            return Made(found.span)
        return found

    def _quoted(self, anchor: Anchor) -> Mapping[Span, int]:
        """Return the places that have the whole quotation, white space and hyphens of the context aside, numbered.

        They are looked for once for all anchors that are quoted alike.
        """
        quotation = _quotation(anchor)
        if quotation not in self._quotations:
            before = bare(anchor.before)
            starts = islice(self._grams.places(before + bare(anchor.sic) + bare(anchor.after)), _MANY)
            spans = filter(None, (self._span(start + len(before), anchor) for start in starts))
            self._quotations[quotation] = {span: number for number, span in enumerate(spans, 1)}
        return self._quotations[quotation]

    def _not_made(self, sic: Anchor, corr: Anchor) -> tuple[Span, ...]:
        """Return the places that have the whole quotation of an emendation and are no part of the corr."""
        pair = _quotation(sic), _quotation(corr)
        if pair not in self._unmade:
            here, there = tuple(self._quoted(sic)), self._quoted(corr)
            if here and there and len(bare(corr.sic)) > len(bare(sic.sic)):
                here = tuple(span for span in here if not any(span.meets(made) for made in there))
            self._unmade[pair] = here
        return self._unmade[pair]

    def _near(self, anchor: Anchor) -> Placed | Ambiguous | Missing:
        """Return the place whose context is damaged but still by far the most alike."""
        before, sic, after = bare(anchor.before), bare(anchor.sic), bare(anchor.after)
        if len(before) + len(after) < _LETTERS or anchor.copies != 1 or anchor.rivals:
            return Missing()
        ranked = self._ranked(anchor)
        score, best = ranked[0] if ranked else (0.0, 0)
        least = _ALIKE if len(sic) >= _SHORT else _ALIKE_IF_SHORT
        near = [self._span(at, anchor) for other, at in ranked if other >= max(least, score - _MARGIN)]
        spans = tuple(span for span in near if span is not None)
        if len(spans) > 1:
            return Ambiguous(spans)
        if not spans or near[0] is None or (len(ranked) > 1 and ranked[1][0] > score - _MARGIN):
            return Missing()
        if self._elsewhere(before, best - len(before)) or self._elsewhere(after, best + len(sic)):
            return Missing()
        return Placed(spans[0], score) if self._lies_on(before, sic, after, best) else Missing()

    def _places(self, sic: str) -> tuple[int, ...]:
        """Return where a sic stands in the bare text; nowhere if it is too common to say anything."""
        if sic not in self._known:
            found = tuple(islice(self._grams.places(sic), _MANY))
            self._known[sic] = found if len(found) < _MANY else ()
        return self._known[sic]

    def _ranked(self, anchor: Anchor) -> list[tuple[float, int]]:
        """Return the places of the sic with the share of their context that is as it was, the best first."""
        before, width, after = bare(anchor.before), len(bare(anchor.sic)), bare(anchor.after)
        size = len(before) + len(after) or 1
        ranked: list[tuple[float, int]] = []
        for at in self._places(bare(anchor.sic)):
            lost = Levenshtein.distance(before, self._bare[max(0, at - len(before)) : at])
            lost += Levenshtein.distance(after, self._bare[at + width : at + width + len(after)])
            ranked.append((1 - lost / size, at))
        return sorted(ranked, reverse=True)

    def _elsewhere(self, context: str, expected: int) -> bool:
        """Say whether one side of the context stands somewhere else unharmed: then the place was there."""
        return len(context) >= _LETTERS and any(at != expected for at in islice(self._grams.places(context), 2))

    def _lies_on(self, before: str, sic: str, after: str, at: int) -> bool:
        """Say whether the best alignment of quotation and passage lays the sic on the one at `at`.

        If the true place is altered and an equal word stands close by, the alignment goes another way.
        """
        first = max(0, at - len(before))
        passage = self._bare[first : at + len(sic) + len(after)]
        for block in Levenshtein.opcodes(before + sic + after, passage):
            if block.tag == "equal" and block.src_start <= len(before) <= block.src_end - len(sic):
                return block.dest_start + len(before) - block.src_start == at - first
        return False

    def _span(self, at: int, anchor: Anchor) -> Span | None:
        """Return the span in the text of the sic that begins at `at` in the bare text.

        None if white space or hyphens stand otherwise than lines broken anew explain. When the sic begins or
        ends with them, all of them up to the neighbouring letters must be as they were.
        """
        sic, size = anchor.sic, len(bare(anchor.sic))
        if sic and sic[0] not in _LEFT_OUT and sic[-1] not in _LEFT_OUT:
            span = Span(self._offset(at), self._offset(at + size - 1) + 1)
            is_same = _forms(self._text[span.start : span.end]) & _forms(sic)
            return span if is_same and self._is_bounded(span, anchor) else None
        lead = anchor.before[len(anchor.before.rstrip(_LEFT_OUT)) :]
        rest = anchor.after[: len(anchor.after) - len(anchor.after.lstrip(_LEFT_OUT))]
        start = self._offset(at - 1) + 1 if at else 0
        end = self._offset(at + size) if at + size < len(self._bare) else len(self._text)
        if self._text[start:end] != lead + sic + rest:
            return None
        if (at and not anchor.before) or (at + size < len(self._bare) and not anchor.after):
            return None  # it stood at an end of the text, and no word tells on that side where it is now
        return Span(start + len(lead), start + len(lead) + len(sic))

    def _is_bounded(self, span: Span, anchor: Anchor) -> bool:
        """Say whether words begin and end with the sic where they did; else it is part of another word."""
        left, right = self._text[max(0, span.start - 1) : span.start], self._text[span.end : span.end + 1]
        was = anchor.before[-1:].isalnum(), anchor.after[:1].isalnum()
        return (left.isalnum(), right.isalnum()) == was

    def _offset(self, at: int) -> int:
        """Return where the letter `at` of the bare text stands in the text."""
        block = bisect_right(self._starts, at) - 1
        if block not in self._letters:
            chars = self._text[block * _BLOCK : (block + 1) * _BLOCK]
            self._letters[block] = bytes(place for place, char in enumerate(chars) if char not in _LEFT_OUT)
        return block * _BLOCK + self._letters[block][at - self._starts[block]]


_Quotation = tuple[str, str, str]


def _quotation(anchor: Anchor) -> _Quotation:
    return anchor.before, anchor.sic, anchor.after


def stands(anchor: Anchor, text: str) -> bool:
    """Say whether the sic stands at the anchor's very span."""
    span = anchor.span
    return span.end <= len(text) and text[span.start : span.end] == anchor.sic


def _chosen(anchor: Anchor, spans: tuple[Span, ...]) -> Placed | Ambiguous:
    """Return the place among all that have the quotation: known only if there are as many as there were."""
    if len(spans) == anchor.copies < _MANY and 1 <= anchor.copy <= anchor.copies:
        return Placed(spans[anchor.copy - 1])
    return Ambiguous(spans)


def _in_order(start: int, found: Placed, sound: Sequence[tuple[int, int]]) -> bool:
    """Say whether a damaged place lies between its neighbours, given as (old start, new start)."""
    if found.score == 1:
        return True
    at = bisect_right(sound, (start, 0))
    follows = at == 0 or sound[at - 1][1] <= found.span.start
    return follows and (at == len(sound) or found.span.start <= sound[at][1])


def bare(text: str) -> str:
    """Return `text` without white space and hyphens."""
    letters = "".join(text.split())
    for hyphen in fold.HYPHENS:
        letters = letters.replace(hyphen, "")
    return letters


def _forms(text: str) -> set[str]:
    """Return what `text` may be in one line: a hyphen at a line end divides a word or belongs to it."""
    return {" ".join(_BREAK.sub(mend, text).split()) for mend in ("", "-")}
