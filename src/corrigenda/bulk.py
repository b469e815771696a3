"""The words of many texts at once, by numpy: the same words as `corrigenda.tokens` finds, one number a spelling.

What is asked about words is asked once for each spelling of all texts, and answered for the places by looking numbers
up. Spellings are told apart by a hash of 64 bits: the sum of a random number for each character times a power for its
place (Karp and Rabin 1987), so that the hashes of all words of a text come from one running sum.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corrigenda import fold
from corrigenda.survey import Survey
from corrigenda.text import Span
from corrigenda.tokens import Tokens

_Numbers = NDArray[Any]

_LETTER, _MARK, _APOSTROPHE, _HYPHEN, _GOES_ON, _BLANK, _APART, _STOP = (1 << bit for bit in range(8))
"""What a character is to a word, as bits; `_GOES_ON` are those that go on a word divided at a line end."""
_CLASSES = {
    _LETTER: r"[^\W_]+",
    _MARK: "[\u0300-\u036f\u00ad]+",
    _APOSTROPHE: f"[{fold.APOSTROPHES}]+",
    _HYPHEN: f"[{fold.HYPHENS}]+",
    _GOES_ON: "[a-zß-öø-ÿа-я]+",
    _BLANK: r"\s+",
    _STOP: r"[,.;:!?]",
    _APART: r"[-/.,\[\]{}<>=@\u2013\u2014\u2026]+",
}
_BLOCK = 1 << 16
"""Code points that are read at a time; what is worked on stays in the processor's cache."""
_DIVISION = re.compile(r".\r?\n[ \t]{0,8}", re.DOTALL)
_LONGEST_DIVISION = 11
_LONGEST_GAP = 3
_BASE = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xD6E8FEB86659FD93)
_PLANE = 0x10000
_SPARSE = 4
"""Places of the hash table for each spelling, at the least."""


class _Alphabet:
    """What is looked up for each character: its class, and its random number."""

    def __init__(self, count: int) -> None:
        self.classes = np.zeros(count, np.uint8)
        every = "".join(map(chr, range(count)))
        for bit, kind in _CLASSES.items():
            for found in re.finditer(kind, every):
                self.classes[found.start() : found.end()] |= bit
        # those of a smaller alphabet begin those of a larger one: a word has the same hash in all
        self.randoms = np.random.default_rng(0).integers(1, 1 << 63, count, np.uint64)


class _Table:
    """Numbers by hash: open addressing, with linear probing, for many hashes at a time."""

    def __init__(self, size: int = 1 << 14) -> None:
        self._hashes = np.zeros(size, np.uint64)
        self._ids = np.full(size, -1, np.int32)
        self._shift = np.uint64(65 - size.bit_length())
        self._count = 0

    def find(self, hashes: _Numbers) -> _Numbers:
        """Return the number of each hash, -1 where there is none."""
        slots = ((hashes * _MIX) >> self._shift).astype(np.int64)
        ids = self._ids[slots]
        wrong = np.flatnonzero((ids >= 0) & (self._hashes[slots] != hashes))
        while len(wrong):
            slots[wrong] = (slots[wrong] + 1) & (len(self._ids) - 1)
            ids[wrong] = self._ids[slots[wrong]]
            wrong = wrong[(ids[wrong] >= 0) & (self._hashes[slots[wrong]] != hashes[wrong])]
        return ids

    def add(self, hashes: _Numbers) -> None:
        """Number hashes that are not there, in their order."""
        first, self._count = self._count, self._count + len(hashes)
        if self._count * _SPARSE > len(self._ids):
            numbers = np.flatnonzero(self._ids >= 0)
            known, ids = self._hashes[numbers], self._ids[numbers]
            count = self._count
            self.__init__(1 << (count * _SPARSE * 2).bit_length())  # type: ignore[misc]
            self._count = count
            self._put(known, ids)
        self._put(hashes, np.arange(first, self._count, dtype=np.int32))

    def _put(self, hashes: _Numbers, ids: _Numbers) -> None:
        slots = ((hashes * _MIX) >> self._shift).astype(np.int64)
        while len(ids):
            free = self._ids[slots] < 0
            self._ids[slots[free]] = ids[free]
            self._hashes[slots[free]] = hashes[free]
            left = self._ids[slots] != ids  # taken before, or by another of these
            hashes, ids, slots = hashes[left], ids[left], (slots[left] + 1) & (len(self._ids) - 1)


class Vocabulary:
    """The spellings of many texts, numbered as they come, with what was asked about them."""

    def __init__(self) -> None:
        self.surfaces: list[str] = []
        self.keys: list[str] = []
        self._key_ids: list[int] = []
        self._by_key: dict[str, int] = {}
        self._table = _Table()
        self._counts = np.zeros(0, np.int64)
        self._kinds_of = np.zeros(0, np.int64)
        self._answers: dict[tuple[str, Callable[[str], bool]], _Numbers] = {}
        self._alphabets: dict[int, _Alphabet] = {}
        self._up = _powers(_BASE, _BLOCK + 1)
        self._down = _powers(pow(_BASE, -1, 1 << 64), _BLOCK + 1)

    def __len__(self) -> int:
        return len(self.surfaces)

    def read(self, text: str) -> "BulkTokens":
        """Return the words of a text; they are not counted."""
        starts: list[_Numbers] = []
        ids: list[_Numbers] = []
        glued: list[_Numbers] = []
        parted: list[_Numbers] = []
        words = 0
        for first, last in _blocks(text):
            block = text[first:last]
            codes = _codes(block)
            found, ends, loose, apart = self._words(block, codes)
            starts.append((found + first).astype(np.int32))
            ids.append(self._numbered(block, codes, found, ends))
            glued.append((loose + words).astype(np.int32))
            parted.append((apart + words).astype(np.int32))
            words += len(found)
        return BulkTokens(text, self, *map(_joined, (starts, ids, glued, parted)))

    def count(self, tokens: "BulkTokens") -> None:
        """Add the words of a text to the counts."""
        found = np.bincount(tokens.ids, minlength=len(self._counts))
        found[: len(self._counts)] += self._counts
        self._counts = found

    def survey(self) -> Survey:
        """Return what was counted."""
        survey = Survey()
        counts = np.zeros(len(self), np.int64)
        counts[: len(self._counts)] = self._counts
        is_lower = np.fromiter((surface[0].islower() for surface in self.surfaces), np.bool_, len(self))
        kinds = self.kinds()
        for counter, words, tallied in (
            (survey.surfaces, self.surfaces, counts),
            (survey.keys, list(self._by_key), _tally(kinds, counts, len(self._by_key))),
            (survey.lower, list(self._by_key), _tally(kinds, counts * is_lower, len(self._by_key))),
        ):
            dict.update(counter, ((word, count) for word, count in zip(words, tallied.tolist(), strict=True) if count))
        return survey

    def distinct(self, ids: _Numbers, keep: Callable[[str], bool]) -> tuple[list[str], int]:
        """Return the folded keys among the spellings `ids` that `keep` says yes to, and how many there are in all."""
        found = np.zeros(len(self), np.bool_)
        found[ids] = True
        kinds = np.zeros(len(self._by_key), np.bool_)
        kinds[self.kinds()[found]] = True
        kept = np.flatnonzero(found & self.answers("key", keep))
        return list(dict.fromkeys(self.keys[number] for number in kept.tolist())), int(np.count_nonzero(kinds))

    def kinds(self) -> _Numbers:
        """Return for each spelling the number of its folded key."""
        if len(self._kinds_of) < len(self):
            self._kinds_of = np.asarray(self._key_ids, np.int64)
        return self._kinds_of

    def answers(self, kind: str, keep: Callable[[str], bool]) -> _Numbers:
        """Return for each spelling whether `keep` says yes to it (kind "surface") or to its folded key ("key")."""
        known = self._answers.get((kind, keep))
        if known is None or len(known) < len(self):
            known = np.zeros(0, np.bool_) if known is None else known
            words = (self.surfaces if kind == "surface" else self.keys)[len(known) :]
            known = np.concatenate((known, np.fromiter(map(keep, words), np.bool_, len(words))))
            self._answers[kind, keep] = known
        return known

    def _words(self, text: str, codes: _Numbers) -> tuple[_Numbers, _Numbers, _Numbers, _Numbers]:
        """Return where words begin and end, and which of them marks alone part from the next, or a stop for good."""
        classes = self._alphabet(codes).classes.take(codes)
        inside = np.zeros(len(codes) + 2, np.bool_)
        inside[1:-1] = (classes & (_LETTER | _MARK)) != 0
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        starts, ends = edges[::2], edges[1::2]
        if len(starts) == 0:
            return starts, ends, starts, starts
        gaps = starts[1:] - ends[:-1]
        before = classes[ends[:-1]]
        after = classes[starts[1:]]
        joined = (gaps == 1) & ((before & _APOSTROPHE) != 0) & ((after & _LETTER) != 0)
        divided = ((before & _HYPHEN) != 0) & (gaps > 1) & (gaps <= _LONGEST_DIVISION) & ((after & _GOES_ON) != 0)
        for at in np.flatnonzero(divided):
            joined[at] = _DIVISION.fullmatch(text, ends[at], starts[at + 1]) is not None
        starts, ends = starts[np.concatenate(([True], ~joined))], ends[np.concatenate((~joined, [True]))]
        starts, ends = _trimmed(classes, starts, ends)
        gaps = starts[1:] - ends[:-1]
        before = classes[ends[:-1]]
        glued = (gaps <= _LONGEST_GAP) & ((before & _BLANK) == 0) & ((classes[starts[1:] - 1] & _BLANK) == 0)
        glued &= (gaps > 1) | ((before & _APART) == 0)
        parted = (gaps == 2) & ((before & _STOP) != 0) & ((classes[starts[1:] - 1] & _BLANK) != 0)  # noqa: PLR2004
        return starts, ends, np.flatnonzero(glued), np.flatnonzero(parted | (gaps > _LONGEST_GAP))

    def _numbered(self, text: str, codes: _Numbers, starts: _Numbers, ends: _Numbers) -> _Numbers:
        """Return the numbers of the spellings that stand at the places; new ones are added."""
        while len(self._up) <= len(codes):  # a block without any blank
            self._up, self._down = (_powers(int(each[1]), 2 * len(each)) for each in (self._up, self._down))
        sums = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(self._alphabet(codes).randoms.take(codes) * self._up[: len(codes)], out=sums[1:])
        hashes = (sums[ends] - sums[starts]) * self._down[starts]
        ids = self._table.find(hashes)
        new = np.flatnonzero(ids < 0)
        if len(new):
            order = new[np.argsort(hashes[new], kind="stable")]
            ordered = hashes[order]
            firsts = np.sort(order[np.concatenate(([True], ordered[1:] != ordered[:-1]))])
            surfaces = [text[a:b] for a, b in zip(starts[firsts].tolist(), ends[firsts].tolist(), strict=True)]
            keys = list(map(fold.key, surfaces))
            self.surfaces += surfaces
            self.keys += keys
            by_key = self._by_key
            self._key_ids += [by_key.setdefault(key, len(by_key)) for key in keys]
            self._table.add(hashes[firsts])
            ids[new] = self._table.find(hashes[new])
        return ids

    def _alphabet(self, codes: _Numbers) -> _Alphabet:
        size = {1: 0x100, 2: _PLANE, 4: 0x110000}[codes.itemsize]
        if size not in self._alphabets:
            self._alphabets[size] = _Alphabet(size)
        return self._alphabets[size]


class BulkTokens(Tokens):
    """The words of one text in reading order: what `Tokens` are to those who ask, but kept as numbers."""

    __slots__ = ("_first", "_glued", "_parted", "_vocabulary", "ids")
    ids: _Numbers

    def __init__(self, text: str, vocabulary: Vocabulary, *found: _Numbers) -> None:
        self.text = text
        self._vocabulary = vocabulary
        # where words begin, the numbers of their spellings, and the words that marks alone, or a stop, part from the
        # next
        self._first, self.ids, self._glued, self._parted = found

    def __len__(self) -> int:
        return len(self.ids)

    def surface(self, number: int) -> str:
        """Return word `number` as it stands, a line-end hyphen included."""
        spelling: int = self.ids.item(number)
        return self._vocabulary.surfaces[spelling]

    def key(self, number: int) -> str:
        """Return the folded key of word `number`."""
        spelling: int = self.ids.item(number)
        return self._vocabulary.keys[spelling]

    def _end(self, number: int) -> int:
        return int(self._first.item(number)) + len(self.surface(number))

    def span(self, number: int, last: int | None = None) -> Span:
        """Return the span of word `number`, or of the words from `number` to `last`."""
        return Span(self._first.item(number), self._end(number if last is None else last))

    def gap(self, number: int) -> str:
        """Return what stands between word `number` and the next; to the end of the text after the last."""
        end = self._first.item(number + 1) if number + 1 < len(self.ids) else len(self.text)
        return self.text[self._end(number) : end]

    def before(self, number: int) -> str:
        """Return what stands between word `number` and the one before it."""
        return self.text[self._end(number - 1) if number else 0 : self._first.item(number)]

    def places(self) -> Iterator[tuple[str, list[int]]]:
        """Yield each distinct spelling with the numbers of its words."""
        order = np.argsort(self.ids, kind="stable")
        ordered = self.ids[order]
        numbers = order.tolist()
        cuts = (np.flatnonzero(ordered[1:] != ordered[:-1]) + 1).tolist()
        for first, last in pairwise((0, *cuts, len(numbers)) if numbers else ()):
            yield self.surface(numbers[first]), numbers[first:last]

    def counted(self) -> Iterator[tuple[str, str, int]]:
        """Yield each distinct spelling with its folded key and how often it stands."""
        counts = np.bincount(self.ids)
        for number in np.flatnonzero(counts).tolist():
            yield self._vocabulary.surfaces[number], self._vocabulary.keys[number], counts.item(number)

    def numbers(self, keep: Callable[[str], bool]) -> list[int]:
        """Return the numbers of the words whose folded key `keep` says yes to; it is asked once for all texts."""
        return self._where(self._vocabulary.answers("key", keep)[self.ids])

    def spelled(self, keep: Callable[[str], bool]) -> list[int]:
        """Return the numbers of the words whose spelling `keep` says yes to; it is asked once for all texts."""
        return self._where(self._vocabulary.answers("surface", keep)[self.ids])

    def twice(self) -> list[int]:
        """Return the numbers of the words whose folded key is that of the next word, in order."""
        kinds = self._vocabulary.kinds()[self.ids]
        return self._where(kinds[1:] == kinds[:-1])

    def pieces(self, is_open: Callable[[str], bool], is_loose: Callable[[str], bool]) -> Iterable[int]:
        """Return the numbers of the words with which several that are one may begin; see `Tokens.pieces`."""
        opened = self._vocabulary.answers("surface", is_open)[self.ids]
        loose = self._vocabulary.answers("surface", is_loose)[self.ids]
        near = loose.copy()
        near[:-1] |= loose[1:]
        near[:-2] |= loose[2:]
        near[:-1] &= opened[:-1] & opened[1:]
        near[-1:] = False
        near[self._parted] = False
        near[self._glued] = True
        return self._where(near)

    def among(self, keep: Callable[[str], bool]) -> tuple[list[str], int]:
        """Return the distinct folded words that `keep` says yes to, and how many distinct ones there are."""
        return self._vocabulary.distinct(self.ids, keep)

    def distinct(self) -> dict[str, str]:
        """Return the folded key of each distinct spelling."""
        return {surface: key for surface, key, _count in self.counted()}

    @staticmethod
    def _where(answers: _Numbers) -> list[int]:
        return np.flatnonzero(answers).tolist()


def _tally(kinds: _Numbers, counts: _Numbers, count: int) -> _Numbers:
    """Return the sums of counts by their kind."""
    return np.bincount(kinds, counts, count).astype(np.int64)


def _powers(base: int, count: int) -> _Numbers:
    """Return powers modulo 2^64, from the power of nought on."""
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def _trimmed(classes: _Numbers, starts: _Numbers, ends: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return words without the marks before their first letter; those without any letter fall away."""
    odd = np.flatnonzero((classes[starts] & _LETTER) == 0)
    if len(odd) == 0:
        return starts, ends
    starts = starts.copy()
    for at in odd:
        letters = np.flatnonzero(classes[starts[at] : ends[at]] & _LETTER)
        starts[at] = starts[at] + letters[0] if len(letters) else ends[at]
    kept = starts < ends
    return starts[kept], ends[kept]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the blocks of a text begin and end: before a blank after a letter, which no word reaches over."""
    first = 0
    while len(text) - first > _BLOCK:
        last = first + _BLOCK
        while last > first and not (text[last] == " " and text[last - 1].isalnum()):
            last = text.rfind(" ", first, last)
        if last <= first:
            break
        yield first, last
        first = last
    yield first, len(text)


def _codes(text: str) -> _Numbers:
    """Return the code points of a text, in the smallest type that holds them."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    narrow = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(narrow) == len(text):
        return narrow
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _joined(arrays: Sequence[_Numbers]) -> _Numbers:
    return np.concatenate(arrays) if len(arrays) != 1 else arrays[0]
