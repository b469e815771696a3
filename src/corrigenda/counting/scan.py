"""Where the words of a text stand, and a hash of each, by numpy, from the bytes of the text in UTF-8.

The same words as `corrigenda.texts.tokens` finds. A word's hash is made of its bytes, eight at a time; what there is so
far is multiplied, and its upper half added to its lower, before and after each eight. Words of up to eight bytes never
share one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corrigenda.counting.distinct import different
from corrigenda.texts import fold

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
_EVERY = 0x110000
_DIVISION = re.compile(rb"(?:\r?\n){1,3}\f?[ \t]{0,8}")
_LONGEST_DIVISION = 18
"""Bytes: a hyphen of three, three line ends of two, a form feed, eight blanks."""
_LONGEST_GAP = 3
"""Code points between the pieces of one word, at the most."""
_ONE = np.uint64(0x9E3779B97F4A7C15)
_OTHER = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)
_ALL = (1 << 64) - 1
_CHUNK = 8
_SUMS = np.uint64(0x0101010101010101)
"""Eight bytes, read as one number and multiplied by this, become the sums of those up to each."""
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_CHUNK + 1)], np.uint64)
_SPACE, _LINE_FEED, _DASH = 0x20, 0x0A, 0x2D
_GLUED, _DIVIDED, _DIRTY, _SHUT, _UNSURE = (1 << bit for bit in range(5))
"""What is told of gaps, as flags; see `Found`. Of most it can be told by their bytes, without `_UNSURE`."""
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
    divided: Numbers
    """Numbers of words that a hyphen parts from the next, or one and a blank."""
    dirty: Numbers
    """Numbers of words parted from the next by at most three characters that are not all blanks."""
    shut: Numbers
    """Numbers of words that do not go on in the next, for what stands between: too much, a stop, an empty line."""
    odd: Numbers
    """Numbers of words parted from the next by anything else than one blank."""

    @property
    def gaps(self) -> tuple[Numbers, ...]:
        """Return what is told of the gaps behind words."""
        return self.glued, self.divided, self.dirty, self.shut, self.odd


def _kinds(points: Iterable[int]) -> Numbers:
    """Return the class of each of some code points."""
    every = "".join(map(chr, points))
    kinds = np.zeros(len(every), np.uint8)
    for bit, kind in _CLASSES.items():
        for found in re.finditer(kind, every):
            kinds[found.start() : found.end()] |= bit
    return kinds


_OF_ASCII = _kinds(range(_ASCII)).tobytes() + bytes(0x100 - _ASCII)
_WIDTHS = np.array([1] * 0xC0 + [2] * 0x20 + [3] * 0x10 + [4] * 0x10)
"""How many bytes a character has, by its first; bytes that are no first ones are not asked for."""


class Scanner:
    """Finds words; the class of a character outside of ASCII is found out when it is met first."""

    def __init__(self) -> None:
        self._table = np.zeros(_EVERY, np.uint8)  # what is not touched takes no memory
        self._is_known = np.zeros(_EVERY, np.bool_)

    def words(self, raw: bytes) -> Found:
        """Return the words of `raw`, which is valid UTF-8 but for lone surrogates."""
        text = np.frombuffer(raw, np.uint8)
        kinds = np.frombuffer(raw.translate(_OF_ASCII), np.uint8)
        is_ascii = raw.isascii()
        if not is_ascii:
            kinds = self._kinds(text, kinds)
        inside = np.zeros(len(raw) + 2, np.bool_)
        inside[1:-1] = (kinds & _INSIDE) != 0
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        starts, ends = edges[::2].copy(), edges[1::2].copy()  # to take some from every other number takes longer
        words = _joined(raw, text, kinds, _Words(starts, ends, *_odd(text, kinds, starts, ends)))
        if not is_ascii:
            words = _trimmed(text, kinds, words)
        behind = None if is_ascii else _Behind(text)
        starts, ends, odd, told = words.starts, words.ends, words.odd, words.told
        firsts = starts if behind is None else starts - behind.of(starts)
        hashes = hashes_at(raw, starts, ends - starts)
        unsure = np.flatnonzero(told == _UNSURE)
        between = ends.take(odd.take(unsure)), starts.take(odd.take(unsure) + 1)
        told[unsure] = _told(text, kinds, behind, *between)
        glued, divided, dirty, shut = (odd[(told & flag) != 0] for flag in (_GLUED, _DIVIDED, _DIRTY, _SHUT))
        return Found(starts, firsts, ends, hashes, glued, divided, dirty, shut, odd)

    def _kinds(self, text: Numbers, kinds: Numbers) -> Numbers:
        """Return the classes of all characters, at each of their bytes."""
        kinds = kinds.copy()
        at = np.flatnonzero(text >= 0xC0)  # noqa: PLR2004 - first bytes of several
        widths = _WIDTHS[text[at]]
        points = (text[at] & (0xFF >> (widths + 1))).astype(np.int32)
        for more in range(1, int(widths.max())):
            has = widths > more
            points[has] = (points[has] << 6) | (text[at[has] + more] & 0x3F)
        new = different(points[~self._is_known.take(points)])
        if len(new):
            self._table[new] = _kinds(new.tolist())
            self._is_known[new] = True
        found = self._table.take(points)
        kinds[at] = found
        for more in range(1, int(widths.max())):
            has = widths > more
            kinds[at[has] + more] = found[has]
        return kinds


@dataclass(frozen=True, slots=True)
class _Words:
    """Where words begin and end, in bytes, and what is between them."""

    starts: Numbers
    ends: Numbers
    odd: Numbers
    """See `Found`."""
    told: Numbers
    """What is told of the gap behind each of these words, as flags; `_UNSURE` where it was not looked at yet."""


class _Behind:
    """How many bytes of some text are not the first of their characters, up to each byte."""

    def __init__(self, text: Numbers) -> None:
        more = np.zeros(len(text) // _CHUNK * _CHUNK + _CHUNK, np.bool_)
        np.equal(text & 0xC0, _ASCII, out=more[: len(text)])
        sums = more.view("<u8") * _SUMS  # in each byte of eight, how many there are up to it
        self._within = sums.astype("<u8", copy=False).view(np.uint8)
        self._before = np.zeros(len(sums) + 1, np.int64)
        np.cumsum((sums >> np.uint64(8 * (_CHUNK - 1))).view(np.int64), out=self._before[1:])

    def of(self, places: Numbers) -> Numbers:
        """Return how many there are before each of some first bytes, or of the end."""
        found: Numbers = self._before.take(places >> 3) + self._within.take(places)
        return found


def _joined(raw: bytes, text: Numbers, kinds: Numbers, words: _Words) -> _Words:
    """Return words, pieces joined by an apostrophe or over a line end being one."""
    starts, ends, odd = words.starts, words.ends, words.odd
    unsure = np.flatnonzero(words.told == _UNSURE)
    if len(unsure) == 0:
        return words
    gap_starts, gap_ends = ends.take(odd.take(unsure)), starts.take(odd.take(unsure) + 1)
    gaps = gap_ends - gap_starts
    before, after = kinds.take(gap_starts), kinds.take(gap_ends)
    joined = ((before & _APOSTROPHE) != 0) & ((after & _LETTER) != 0) & (gaps == _WIDTHS[text[gap_starts]])
    last = kinds.take(gap_starts - 1)  # a soft hyphen is inside the word before it
    divided = (((before | last) & _HYPHEN) != 0) & (gaps <= _LONGEST_DIVISION) & ((after & _GOES_ON) != 0)
    at = np.flatnonzero(divided)
    hyphens = np.where(before[at] & _HYPHEN, _WIDTHS[text[gap_starts[at]]], 0)
    is_at_line_end = _ENDS_LINE[text[gap_starts[at] + hyphens]]  # most are those of compounds
    for number, hyphen in zip(at[is_at_line_end].tolist(), hyphens[is_at_line_end].tolist(), strict=True):
        gap = raw[gap_starts[number] : gap_ends[number]]
        joined[number] |= _DIVISION.fullmatch(gap, hyphen) is not None
    if not joined.any():
        return words
    is_gone = np.zeros(len(odd), np.bool_)
    is_gone[unsure] = joined
    parted = np.ones(len(starts) + 1, np.bool_)
    parted[odd[is_gone] + 1] = False
    left = (odd - np.cumsum(is_gone))[~is_gone]
    return _Words(starts[parted[:-1]], ends[parted[1:]], left, words.told[~is_gone])


def _odd(text: Numbers, kinds: Numbers, starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers of the words after which something else than one blank stands, and then another word.

    And what is told of the gaps behind them, as flags.
    """
    sizes, firsts = starts[1:] - ends[:-1], text.take(ends[:-1])
    odd = np.flatnonzero((sizes != 1) | (firsts != _SPACE))
    sizes, firsts = sizes.take(odd), firsts.take(odd)
    seconds = text.take(ends.take(odd) + 1)  # of a gap of one byte, it is of the word behind, and makes no difference
    told = _told_of_short().take((((sizes << 8) | seconds) << 8) | firsts, mode="clip")
    told[(kinds.take(ends.take(odd) - 1) & _HYPHEN) != 0] = _UNSURE  # a soft hyphen is inside the word before the gap
    return odd, told


def _trimmed(text: Numbers, kinds: Numbers, words: _Words) -> _Words:
    """Return words without the marks before their first letter; those without any letter fall away."""
    marked = np.flatnonzero((kinds.take(words.starts) & _LETTER) == 0)
    if len(marked) == 0:
        return words
    starts, ends = words.starts.copy(), words.ends
    for at in marked:
        letters = np.flatnonzero(kinds[starts[at] : ends[at]] & _LETTER)
        starts[at] = starts[at] + letters[0] if len(letters) else ends[at]
    kept = starts < ends
    starts, ends = starts[kept], ends[kept]
    return _Words(starts, ends, *_odd(text, kinds, starts, ends))


def _told(text: Numbers, kinds: Numbers, behind: _Behind | None, first: Numbers, last: Numbers) -> Numbers:
    """Return what is told of gaps, from where to where they go, as flags."""
    told = np.full(len(first), _SHUT, np.uint8)
    gaps = last - first
    if behind is not None:
        gaps -= behind.of(last) - behind.of(first)
    short = np.flatnonzero(gaps <= _LONGEST_GAP)
    first, last, gaps = first[short], last[short], gaps[short]
    before, after = kinds[first], kinds[last - 1]
    second = np.minimum(first + _WIDTHS[text[first]], last - 1)
    middle = kinds[second]
    lines = (text[first] == _LINE_FEED).astype(np.int8)
    lines += (gaps > 1) & (text[last - 1] == _LINE_FEED)
    lines += (gaps > 2) & (text[second] == _LINE_FEED)  # noqa: PLR2004 - three characters have a middle one
    stopped = ((before & _STOP) != 0) & (gaps > 1) & ((middle & after & _BLANK) != 0)
    is_blank = (before & middle & after & _BLANK) != 0
    glued = ((before | after) & _BLANK) == 0
    glued &= (gaps > 1) | ((before & _APART) == 0)
    divided = (text[first] == _DASH) & ((gaps == 1) | ((gaps == 2) & (text[last - 1] == _SPACE)))  # noqa: PLR2004
    told[short] = _GLUED * glued | _DIVIDED * divided | _DIRTY * ~is_blank | _SHUT * (stopped | (lines > 1))
    return told


@lru_cache(maxsize=1)
def _told_of_short() -> Numbers:
    """Return what is told of gaps by their size and bytes, those of one and two in ASCII; the last is for all others.

    What may lie inside a word is not told: there it depends on what follows.
    """
    signs = [byte for byte in range(_ASCII) if not _OF_ASCII[byte] & _INSIDE]
    gaps = [bytes(gap) for size in (1, 2) for gap in product(signs, repeat=size)]
    raw = SEPARATOR.join(gaps)
    text, kinds = np.frombuffer(raw, np.uint8), np.frombuffer(raw.translate(_OF_ASCII), np.uint8)
    sizes = np.fromiter(map(len, gaps), np.int64, len(gaps))
    firsts = np.cumsum(sizes + 1) - sizes - 1
    told = _told(text, kinds, None, firsts, firsts + sizes)
    told[(kinds[firsts] & (_APOSTROPHE | _HYPHEN)) != 0] = _UNSURE
    table = np.full((3, 0x100, 0x100), _UNSURE, np.uint8)
    is_one = sizes == 1
    table[1][:, text[firsts[is_one]]] = told[is_one]
    firsts = firsts[~is_one]
    table[2, text[firsts + 1], text[firsts]] = told[~is_one]
    return np.append(table, np.uint8(_UNSURE))


def hashes_of(words: Sequence[str]) -> Numbers:
    """Return the hash of each word."""
    if not words:
        return np.zeros(0, np.uint64)
    raw = SEPARATOR.decode().join(words).encode("utf-8", "surrogatepass")
    starts, ends = bounds(raw, SEPARATOR[0])
    return hashes_at(raw, starts, ends - starts)


def bounds(raw: bytes, separator: int) -> tuple[Numbers, Numbers]:
    """Return where the pieces of some bytes begin and end that one byte parts.

    >>> [found.tolist() for found in bounds(b"ab cd", ord(" "))]
    [[0, 3], [2, 5]]
    """
    ends = np.append(np.flatnonzero(np.frombuffer(raw, np.uint8) == separator), len(raw))
    return np.concatenate(([0], ends[:-1] + 1)), ends


def hash_of(word: str) -> int:
    """Return the hash of one word: less work than an array of one."""
    raw = word.encode("utf-8", "surrogatepass")
    hashed = int.from_bytes(raw[:_CHUNK], "little") * int(_ONE) & _ALL
    hashed ^= hashed >> int(_HALF)
    for at in range(_CHUNK, len(raw), _CHUNK):
        hashed = hashed * int(_OTHER) & _ALL
        hashed ^= hashed >> int(_HALF)
        hashed = (hashed + int.from_bytes(raw[at : at + _CHUNK], "little")) * int(_ONE) & _ALL
        hashed ^= hashed >> int(_HALF)
    return hashed


def hashes_at(raw: bytes, starts: Numbers, sizes: Numbers) -> Numbers:
    """Return the hash of each word, by where in some bytes it begins and how many of them it has."""
    chunks = np.frombuffer(raw + bytes(2 * _CHUNK - len(raw) % _CHUNK), "<u8")
    hashes = _read(chunks, starts) & _MASKS.take(sizes, mode="clip")
    hashes *= _ONE
    hashes ^= hashes >> _HALF
    longer = np.flatnonzero(sizes > _CHUNK)
    at = _CHUNK
    while len(longer):
        rest = _read(chunks, starts.take(longer) + at) & _MASKS.take(sizes.take(longer) - at, mode="clip")
        mixed = hashes.take(longer) * _OTHER
        mixed ^= mixed >> _HALF
        mixed = (mixed + rest) * _ONE
        hashes[longer] = mixed ^ (mixed >> _HALF)
        at += _CHUNK
        longer = longer[sizes.take(longer) > at]
    return hashes


def _read(chunks: Numbers, places: Numbers) -> Numbers:
    """Return the eight bytes at each place; numpy takes longer where numbers begin at any byte."""
    at = places >> 3
    bits = ((places & 7) << 3).view(np.uint64)
    found = chunks.take(at) >> bits
    found |= chunks.take(at + 1) << (np.uint64(64) - bits)  # shifted by 64, nothing is left
    return found
