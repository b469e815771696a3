"""Where the words of a text stand, and a hash of each, by numpy, from the bytes of the text in UTF-8.

The same words as `corrigenda.tokens` finds. A word's hash is made of its bytes, eight at a time; what there is so far
is multiplied, and its upper half added to its lower, before and after each eight. Words of up to eight bytes never
share one.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corrigenda import fold

Numbers = NDArray[Any]

_LETTER, _MARK, _APOSTROPHE, _HYPHEN, _GOES_ON, _BLANK, _APART, _STOP = (1 << bit for bit in range(8))
"""What a character is to a word, as bits; `_GOES_ON` are those that go on a word divided at a line end."""
_INSIDE = _LETTER | _MARK
_CLASSES = {
    _LETTER: r"[^\W_]+",
    _MARK: f"[{fold.MARKS}]+",
    _APOSTROPHE: f"[{fold.APOSTROPHES}]+",
    _HYPHEN: f"[{fold.HYPHENS}]+",
    _GOES_ON: f"[{fold.GOING_ON}]+",
    _BLANK: r"\s+",
    _STOP: r"[,.;:!?]",
    _APART: r"[-/.,\[\]{}<>=@\u2013\u2014\u2026]+",
}
_ASCII = 0x80
_PLANE = 0x10000
_EVERY = 0x110000
_DIVISION = re.compile(rb"\r?\n[ \t]{0,8}")
_LONGEST_DIVISION = 13
"""Bytes: a hyphen of three, a line end of two, eight blanks."""
_LONGEST_GAP = 3
"""Code points between the pieces of one word, at the most."""
_ONE = np.uint64(0x9E3779B97F4A7C15)
_OTHER = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)
_CHUNK = 8
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_CHUNK + 1)], np.uint64)
_SPACE, _LINE_FEED = 0x20, 0x0A
_ENDS_LINE = np.isin(np.arange(0x100), list(b"\r\n"))
SEPARATOR = b"\0"
"""Parts two texts that are read at once: no word goes over it, and no division of a word."""


@dataclass(frozen=True, slots=True)
class Found:
    """The words of some bytes, in order; numbers of words are those of the arrays."""

    starts: Numbers
    """Where they begin, in bytes."""
    firsts: Numbers
    """The same in code points."""
    ends: Numbers
    """Where they end, in bytes."""
    hashes: Numbers
    glued: Numbers
    """Numbers of words that marks alone part from the next: they may be one word, with dirt in it."""
    dirty: Numbers
    """Numbers of words parted from the next by at most three characters that are not all blanks."""
    shut: Numbers
    """Numbers of words that do not go on in the next, for what stands between: too much, a stop, an empty line."""
    odd: Numbers
    """Numbers of words parted from the next by anything else than one blank."""

    @property
    def gaps(self) -> tuple[Numbers, ...]:
        """Return what is told of the gaps behind words."""
        return self.glued, self.dirty, self.shut, self.odd


def _kinds(count: int) -> Numbers:
    """Return the class of each of so many code points."""
    kinds = np.zeros(count, np.uint8)
    every = "".join(map(chr, range(count)))
    for bit, kind in _CLASSES.items():
        for found in re.finditer(kind, every):
            kinds[found.start() : found.end()] |= bit
    return kinds


_OF_ASCII = _kinds(_ASCII).tobytes() + bytes(0x100 - _ASCII)
_INSIDE_ASCII = bytes(bool(kind & _INSIDE) for kind in _OF_ASCII)
_WIDTHS = np.array([1] * 0xC0 + [2] * 0x20 + [3] * 0x10 + [4] * 0x10)
"""How many bytes a character has, by its first; bytes that are no first ones are not asked for."""


class Scanner:
    """Finds words; the classes of characters outside of ASCII are looked up once they are needed."""

    def __init__(self) -> None:
        self._table = np.zeros(0, np.uint8)

    def words(self, raw: bytes) -> Found:
        """Return the words of `raw`, which is valid UTF-8 but for lone surrogates."""
        text = np.frombuffer(raw, np.uint8)
        kinds = np.frombuffer(raw.translate(_OF_ASCII), np.uint8)
        behind = None
        if raw.isascii():
            inside = np.frombuffer(b"\0" + raw.translate(_INSIDE_ASCII) + b"\0", np.bool_)
        else:
            kinds = self._kinds(text, kinds)
            inside = np.zeros(len(raw) + 2, np.bool_)
            inside[1:-1] = (kinds & _INSIDE) != 0
            behind = np.zeros(len(raw) + 1, np.int32)
            behind[1:] = (text & 0xC0) == _ASCII
            np.cumsum(behind, out=behind)
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        starts, ends, odd = _joined(raw, text, kinds, edges[::2], edges[1::2])
        if behind is not None:
            starts, ends, odd = _trimmed(text, kinds, starts, ends, odd)
        firsts = starts if behind is None else starts - behind[starts]
        hashes = _hashes(raw, starts, ends - starts)
        return Found(starts, firsts, ends, hashes, *_gaps(text, kinds, behind, starts, ends, odd), odd)

    def _kinds(self, text: Numbers, kinds: Numbers) -> Numbers:
        """Return the classes of all characters, at each of their bytes."""
        kinds = kinds.copy()
        at = np.flatnonzero(text >= 0xC0)  # noqa: PLR2004 - first bytes of several
        widths = _WIDTHS[text[at]]
        points = (text[at] & (0xFF >> (widths + 1))).astype(np.int32)
        for more in range(1, int(widths.max())):
            has = widths > more
            points[has] = (points[has] << 6) | (text[at[has] + more] & 0x3F)
        if len(points) and int(points.max()) >= len(self._table):
            self._table = _kinds(_PLANE if int(points.max()) < _PLANE else _EVERY)
        found = self._table[points]
        kinds[at] = found
        for more in range(1, int(widths.max())):
            has = widths > more
            kinds[at[has] + more] = found[has]
        return kinds


def _joined(
    raw: bytes, text: Numbers, kinds: Numbers, starts: Numbers, ends: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Return where words begin and end, pieces joined by an apostrophe or over a line end being one.

    And the numbers of the words after which something else stands than one blank.
    """
    odd = _odd(text, starts, ends)
    if len(odd) == 0:
        return starts, ends, odd
    gap_starts, gap_ends = ends[odd], starts[odd + 1]
    gaps = gap_ends - gap_starts
    before, after = kinds[gap_starts], kinds[gap_ends]
    joined = ((before & _APOSTROPHE) != 0) & ((after & _LETTER) != 0) & (gaps == _WIDTHS[text[gap_starts]])
    last = kinds[gap_starts - 1]  # a soft hyphen is inside the word before it
    divided = (((before | last) & _HYPHEN) != 0) & (gaps <= _LONGEST_DIVISION) & ((after & _GOES_ON) != 0)
    at = np.flatnonzero(divided)
    hyphens = np.where(before[at] & _HYPHEN, _WIDTHS[text[gap_starts[at]]], 0)
    is_at_line_end = _ENDS_LINE[text[gap_starts[at] + hyphens]]  # most are those of compounds
    for number, hyphen in zip(at[is_at_line_end].tolist(), hyphens[is_at_line_end].tolist(), strict=True):
        gap = raw[gap_starts[number] : gap_ends[number]]
        joined[number] |= _DIVISION.fullmatch(gap, hyphen) is not None
    if not joined.any():
        return starts, ends, odd
    parted = np.ones(len(starts) + 1, np.bool_)
    parted[odd[joined] + 1] = False
    return starts[parted[:-1]], ends[parted[1:]], (odd - np.cumsum(joined))[~joined]


def _odd(text: Numbers, starts: Numbers, ends: Numbers) -> Numbers:
    """Return the numbers of the words after which something else than one blank stands, and then another word."""
    return np.flatnonzero((starts[1:] - ends[:-1] != 1) | (text[ends[:-1]] != _SPACE))


def _trimmed(
    text: Numbers, kinds: Numbers, starts: Numbers, ends: Numbers, odd: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Return words without the marks before their first letter; those without any letter fall away."""
    marked = np.flatnonzero((kinds[starts] & _LETTER) == 0)
    if len(marked) == 0:
        return starts, ends, odd
    starts = starts.copy()
    for at in marked:
        letters = np.flatnonzero(kinds[starts[at] : ends[at]] & _LETTER)
        starts[at] = starts[at] + letters[0] if len(letters) else ends[at]
    kept = starts < ends
    starts, ends = starts[kept], ends[kept]
    return starts, ends, _odd(text, starts, ends)


def _gaps(
    text: Numbers, kinds: Numbers, behind: Numbers | None, starts: Numbers, ends: Numbers, odd: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the numbers of the words that are glued to the next, parted by dirt from it, or shut against it."""
    first, last = ends[odd], starts[odd + 1]
    gaps = last - first
    if behind is not None:
        gaps = gaps - (behind[last] - behind[first])
    short = np.flatnonzero(gaps <= _LONGEST_GAP)
    is_shut = np.ones(len(odd), np.bool_)
    first, last, gaps = first[short], last[short], gaps[short]
    before, after = kinds[first], kinds[last - 1]
    second = np.minimum(first + _WIDTHS[text[first]], last - 1)
    middle = kinds[second]
    lines = (text[first] == _LINE_FEED).astype(np.int8)
    lines += (gaps > 1) & (text[last - 1] == _LINE_FEED)
    lines += (gaps > 2) & (text[second] == _LINE_FEED)  # noqa: PLR2004 - three characters have a middle one
    stopped = ((before & _STOP) != 0) & (gaps > 1) & ((middle & after & _BLANK) != 0)
    is_shut[short] = stopped | (lines > 1)
    is_blank = (before & middle & after & _BLANK) != 0
    glued = ((before | after) & _BLANK) == 0
    glued &= (gaps > 1) | ((before & _APART) == 0)
    return odd[short[glued]], odd[short[~is_blank]], odd[is_shut]


def _hashes(raw: bytes, starts: Numbers, sizes: Numbers) -> Numbers:
    """Return a hash of the bytes of each word."""
    padded = raw + bytes(_CHUNK)
    chunks: Numbers = np.ndarray((len(raw) + 1,), "<u8", buffer=padded, strides=(1,))
    hashes = (chunks[starts] & _MASKS.take(sizes, mode="clip")) * _ONE
    hashes ^= hashes >> _HALF
    longer = np.flatnonzero(sizes > _CHUNK)
    at = _CHUNK
    while len(longer):
        rest = chunks[starts[longer] + at] & _MASKS.take(sizes[longer] - at, mode="clip")
        mixed = hashes[longer] * _OTHER
        mixed ^= mixed >> _HALF
        mixed = (mixed + rest) * _ONE
        hashes[longer] = mixed ^ (mixed >> _HALF)
        at += _CHUNK
        longer = longer[sizes[longer] > at]
    return hashes
