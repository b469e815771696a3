"""Many words against many names at once, by numpy: the names near each.

The same answers as `corrigenda.likeness.near` gives one by one; only worth its loading where there are thousands of
words.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from math import comb

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler, LCSseq, Levenshtein

from corrigenda.counting.distinct import begins, different, numbered
from corrigenda.counting.scan import Numbers
from corrigenda.texts import fold

_CELLS = 4_000_000
"""Pairs of word and name whose distances are worked out at a time."""
_MANY = 10_000
"""Names from which an index is quicker than comparing each word with each (measured: see tests/benchmarks)."""
_INDEXED = 2
"""Changes within which the index finds all names."""
_QUERIES = 2_000
"""Words that are looked up in the index at a time."""
_ONSET = 12
"""First letters of a name that the index knows it by: deletions grow with the square of the letters, and more of them
tell hardly any two names apart."""
_AT_A_TIME = 1_000
"""Words whose deletions are worked out at a time: they stay in the processor's cache."""
_KEYS = 1 << 20
"""Keys that are counted at a time, for the same reason."""
_BITS_WITHIN = 2
"""Bits that tell about as many keys apart as begin alike."""
_BASE = 0x9E3779B97F4A7C15
_DOWN = np.uint64(pow(_BASE, -1, 1 << 64))
_BITS_OF_RANK = 8
"""A distance is one byte."""
_BITS_OF_NUMBER = 24
_NUMBER = np.uint64((1 << _BITS_OF_NUMBER) - 1)
"""The bits of a key that hold the number of a word; the others hold the hash."""
_MIX = np.uint64(0xD6E8FEB867 << _BITS_OF_NUMBER)
_POWERS = np.multiply.accumulate(np.array([1] + [_BASE] * (_ONSET - 1), np.uint64))
_BITS = 5
"""Of a letter in a packed onset."""
_OF_LETTER = np.uint64((1 << _BITS) - 1)
_PLACES = np.arange(0, _BITS * _ONSET, _BITS, dtype=np.uint64)
_FIRST_BITS = np.bitwise_or.reduce(np.uint64(1) << _PLACES)


class Nearest:
    """The names nearest to words, among many."""

    def __init__(
        self, shapes: Sequence[str], keys: Sequence[str], words: Sequence[str], reach: Callable[[int], int], most: int
    ) -> None:
        """Get ready for names.

        Args:
            shapes: their skeletons, between which distances are.
            keys: their folded keys, which tell equally near ones apart.
            words: their spellings, which tell apart what is left.
            reach: gives the highest distance for a word whose skeleton has so many letters.
            most: how many names are wanted for a word.
        """
        self._shapes = shapes
        self._keys = keys
        self._words = words
        self._reach = reach
        self._most = most
        self._index = _Deletions(shapes) if _MANY < len(shapes) <= int(_NUMBER) else None

    @cached_property
    def _by_length(self) -> tuple[Numbers, Numbers]:
        """The numbers of the names, shortest first, and their lengths."""
        lengths = _lengths(self._shapes)
        order = np.argsort(lengths, kind="stable")
        return order, lengths[order]

    def of(self, words: Sequence[str], shapes: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Return pairs (number of word, number of name): for each word the nearest names within reach.

        Words are given with their skeletons. Pairs are in the order of the words; no name is more than one farther
        than the nearest, and of equally near ones there are those most like the word, see `near.CONSIDERED`.
        """
        lengths = list(map(len, shapes))
        reach = {length: self._reach(length) for length in set(lengths)}
        limits = np.fromiter(map(reach.__getitem__, lengths), np.int64, len(shapes))
        if self._index is None:
            return self._compared(words, shapes, limits)
        is_quick = limits <= _INDEXED
        parts = []
        for which, near in ((is_quick, partial(self._looked_up, self._index)), (~is_quick, self._compared)):
            numbers = np.flatnonzero(which)
            if len(numbers):
                some = numbers.tolist()
                row, column = near([words[at] for at in some], [shapes[at] for at in some], limits[numbers])
                parts.append((numbers[row], column))
        return _in_order(parts)

    def _looked_up(
        self, index: "_Deletions", words: Sequence[str], shapes: Sequence[str], limits: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Return words and the names nearest to them by the index."""
        found: list[tuple[Numbers, Numbers]] = []
        for begin in range(0, len(shapes), _QUERIES):
            some = slice(begin, begin + _QUERIES)
            row, column, rank = index.near(shapes[some], limits[some])
            found += self._first(words, row + begin, column, rank)
        return _in_order(found)

    def _compared(self, words: Sequence[str], shapes: Sequence[str], limits: Numbers) -> tuple[Numbers, Numbers]:
        """Return words and the names nearest to them, each compared with each name that is not too long or short."""
        found: list[tuple[Numbers, Numbers]] = []
        order, ordered = self._by_length
        lengths = _lengths(shapes)
        for length in sorted(set(lengths.tolist())):
            of_length = np.flatnonzero(lengths == length)
            limit = int(limits[of_length[0]])
            first, last = np.searchsorted(ordered, (length - limit, length + limit + 1)).tolist()
            if first == last:
                continue
            near = [self._shapes[number] for number in order[first:last].tolist()]
            step = max(1, _CELLS // (last - first))
            for begin in range(0, len(of_length), step):
                lot = of_length[begin : begin + step]
                row, column, rank = _within([shapes[number] for number in lot.tolist()], near, limit)
                found += self._first(words, lot[row], order[first + column], rank)
        return _in_order(found)

    def _first(
        self, words: Sequence[str], row: Numbers, column: Numbers, rank: Numbers
    ) -> Iterator[tuple[Numbers, Numbers]]:
        """Yield pairs with the names nearest to each word, see `of`: words, names and distances are given.

        A further measure is worked out only for names that the ones before leave equal where there is not room for all.
        """
        order = np.argsort(row << _BITS_OF_RANK | rank)
        row, column, rank = row[order], column[order], rank[order]
        firsts, counts = _runs(begins(row))
        near = rank <= np.repeat(rank[firsts] + 1, counts)
        asked, row = row[firsts], np.repeat(np.arange(len(firsts)), counts)
        row, column, value = row[near], column[near], rank[near]
        room = np.full(len(asked), self._most)
        for further in (partial(self._unlike, words), self._spelled, None):
            has_room, is_undecided = _placed(row, value, room)
            yield asked[row[has_room]], column[has_room]
            if further is None or not is_undecided.any():
                return
            room -= np.bincount(row[has_room], minlength=len(room))
            row, column = row[is_undecided], column[is_undecided]
            value = further(asked[row], column)
            order = np.lexsort((value, row))
            row, column, value = row[order], column[order], value[order]

    def _unlike(self, words: Sequence[str], row: Numbers, column: Numbers) -> Numbers:
        """Return how unlike words and names are as they are spelled."""
        numbers, at = numbered(row)
        keys = fold.keys([words[number] for number in numbers.tolist()])
        order = np.argsort(column)  # the names are many: they are gone through as they lie in memory
        made = np.empty(len(row))
        made[order] = process.cpdist(
            [keys[number] for number in at[order].tolist()],
            [self._keys[number] for number in column[order].tolist()],
            scorer=JaroWinkler.distance,
            processor=None,
            dtype=np.float64,
        )
        return made

    def _spelled(self, _row: Numbers, column: Numbers) -> Numbers:
        """Return the places of names in the order of their spellings."""
        numbers, at = numbered(column)
        words = [self._words[number] for number in numbers.tolist()]
        places = np.empty(len(words), np.int64)
        places[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
        return places[at]


class _Deletions:
    """Names by what is left of their onsets without up to two letters: an index of names within two changes of a word.

    Two words within two changes have one of those in common (Mor and Fraenkel 1982, the index of SymSpell); so have
    their onsets: where letters were lost from one, those that moved up into it are left out of it. What is left is
    told apart by a hash, a sum of letters times powers by their place, worked out for all deletions at once. It stands
    before the number of the name in one whole number, so that the index is sorted as it is, which is many times as
    fast as sorting two arrays by one of them. As hashes are spread evenly, those that begin alike are few, and where
    they stand is looked up in a table: a search would wait for the memory at each of its steps.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._lengths = _lengths(names)
        self._onsets = _packed(names)
        self._letters = frozenset("".join(names))
        self._keys = _deleted(names, range(_INDEXED + 1))
        self._keys.sort()
        bits = len(self._keys).bit_length() - _BITS_WITHIN
        self._shift = np.uint64(64 - max(1, bits))
        self._begins = np.zeros((1 << max(1, bits)) + 1, np.int32)
        for begin in range(0, len(self._keys), _KEYS):
            buckets = self._buckets(self._keys[begin : begin + _KEYS])
            self._begins[buckets[0] + 1 : buckets[-1] + 2] += np.bincount(buckets - buckets[0]).astype(np.int32)
        np.cumsum(self._begins, out=self._begins)

    def near(self, words: Sequence[str], limits: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return words, names and their distances, where these are within the limits."""
        lengths, onsets = _lengths(words), _packed(words)
        found = [np.zeros(0, np.int64)]
        for lost, keys in enumerate(self._keys_of(words)):
            row, column = self._sharing(keys)
            longer = self._lengths.take(column) - lengths.take(row)
            may_be = np.abs(longer) <= limits.take(row)
            if lost > 1:  # of one length, and no letter less in common: each change put one letter for another
                same = np.flatnonzero(longer == 0)
                may_be[same] &= _differing(self._onsets.take(column[same]), onsets.take(row[same])) <= _INDEXED
            found.append(column[may_be] * len(words) + row[may_be])
        pairs = different(np.concatenate(found))  # the names are many: they are gone through as they lie in memory
        column, row = np.divmod(pairs, len(words))
        distances = _distances(words, self._names, row, column, _INDEXED)
        kept = distances <= limits[row]
        return row[kept], column[kept], distances[kept]

    def _sharing(self, keys: Numbers) -> tuple[Numbers, Numbers]:
        """Return the words of keys, and the names that have the same hashes."""
        keys.sort()  # looked up in their order, neighbours are in the cache
        buckets = self._buckets(keys)
        first = self._begins.take(buckets)
        count = self._begins.take(buckets + 1) - first
        asked = np.repeat(keys, count)
        there = self._keys.take(np.arange(len(asked)) + np.repeat(first - np.cumsum(count) + count, count))
        same = np.flatnonzero((asked ^ there) <= _NUMBER)
        return (asked[same] & _NUMBER).astype(np.int64), (there[same] & _NUMBER).astype(np.int64)

    def _buckets(self, keys: Numbers) -> Numbers:
        """Return the places in the table that keys have by their first bits."""
        return (keys >> self._shift).astype(np.int64)

    def _keys_of(self, words: Sequence[str]) -> Iterator[Numbers]:
        """Yield the keys under which names near words may stand: of the words as they are, without one letter, two.

        A letter that no name has is one of those that are left out.
        """
        onsets = [word[:_ONSET] for word in words]
        strange = dict.fromkeys(map(ord, set("".join(onsets)) - self._letters))
        left = "\n".join(onsets).translate(strange).split("\n")
        gone = np.fromiter(map(len, onsets), np.int64) - _lengths(left)
        for lost in range(_INDEXED + 1):
            made = [np.zeros(0, np.uint64)]
            for count in range(lost + 1):
                numbers = np.flatnonzero(gone == count)
                some = [left[number] for number in numbers.tolist()]
                made.append(_deleted(some, range(lost - count, lost - count + 1), numbers))
            yield np.concatenate(made)


def _lengths(words: Sequence[str]) -> Numbers:
    return np.fromiter(map(len, words), np.int64, len(words))


def _codes(words: Sequence[str]) -> Numbers:
    """Return the letters of the onsets of words as numbers, a row for each; what is missing is 0."""
    return np.array(words, f"U{_ONSET}").view(np.uint32).reshape(len(words), _ONSET)


def _packed(words: Sequence[str]) -> Numbers:
    """Return the onsets of words in one number each, by the last bits of each letter."""
    made = np.zeros(len(words), np.uint64)
    for begin in range(0, len(words), _AT_A_TIME):
        codes = _codes(words[begin : begin + _AT_A_TIME]).astype(np.uint64) & _OF_LETTER
        made[begin : begin + _AT_A_TIME] = np.bitwise_or.reduce(codes << _PLACES, axis=1)
    return made


def _differing(one: Numbers, other: Numbers) -> Numbers:
    """Return in how many places packed onsets have different letters, at the least."""
    bits = one ^ other
    any_bit = np.bitwise_or.reduce([bits >> np.uint64(bit) for bit in range(_BITS)])
    counts: Numbers = (any_bit & _FIRST_BITS) % _OF_LETTER  # the sum of the places, as of the digits of a decimal by 9
    return counts


def _deleted(words: Sequence[str], lost: range, numbers: Numbers | None = None) -> Numbers:
    """Return the hashes of the onsets of words without so many letters, two at the most, each with a word's number."""
    numbers = np.arange(len(words)) if numbers is None else numbers
    lengths = np.minimum(_lengths(words), _ONSET)
    ways = np.array([sum(comb(length, count) for count in lost) for length in range(_ONSET + 1)])
    made = np.empty(int(ways[lengths].sum()), np.uint64)  # pieces put together afterwards would take it twice
    end = 0
    for length in sorted(set(lengths.tolist())):
        of_length = np.flatnonzero(lengths == length)
        for begin in range(0, len(of_length), _AT_A_TIME):
            lot = of_length[begin : begin + _AT_A_TIME]
            codes = _codes([words[number] for number in lot.tolist()])[:, :length]
            first, end = end, end + int(ways[length]) * len(lot)
            _hash(codes, numbers[lot].astype(np.uint64), lost, made[first:end].reshape(-1, len(lot)))
    return made


def _hash(codes: Numbers, numbers: Numbers, lost: range, out: Numbers) -> None:
    """Fill rows with the hashes of words of one length, without so many letters, and their numbers.

    What a letter adds to the sum of a word depends on its place, from the first one; a letter that moves up by one
    place adds so much times `_DOWN`. It has no bits where the number of the word stands.
    """
    length = codes.shape[1]
    sums = np.zeros((length + 1, len(codes)), np.uint64)
    np.cumsum(codes.T.astype(np.uint64) * _MIX * _POWERS[:length, None], axis=0, out=sums[1:])
    before, behind = sums[:-1] + numbers, (sums[-1] - sums[1:]) * _DOWN  # each letter, when it is left out
    row = 0
    if 0 in lost:
        np.add(sums[-1], numbers, out=out[0])
        row = 1
    if 1 in lost:
        np.add(before, behind, out=out[row : row + length])
        row += length
    if 2 in lost:  # noqa: PLR2004 - two are two
        onset = before - sums[1:] * _DOWN
        rest = (sums[:-1] + behind) * _DOWN
        for one in range(length - 1):  # and one behind it
            np.add(onset[one], rest[one + 1 :], out=out[row : row + length - 1 - one])
            row += length - 1 - one


def _within(words: Sequence[str], names: Sequence[str], limit: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return words, names and their distances up to a limit, of words of one length.

    Of two words within so many changes, all letters of the longer one but so many stand in the other in the same order.
    Whether they do is found out in half the time, and of long words few pairs are left, whose distances are worked out.
    """
    is_long = len(words[0]) > 2 * limit + 1
    scorer = LCSseq.distance if is_long else Levenshtein.distance
    distances = process.cdist(words, names, scorer=scorer, processor=None, score_cutoff=limit, dtype=np.uint8)
    row, column = np.divmod(np.flatnonzero(distances <= limit), len(names))  # `nonzero` of rows is slow
    if not is_long:
        return row, column, distances[row, column]
    rank = _distances(words, names, row, column, limit)
    kept = rank <= limit
    return row[kept], column[kept], rank[kept]


def _distances(words: Sequence[str], names: Sequence[str], row: Numbers, column: Numbers, limit: int) -> Numbers:
    """Return the distances of pairs of a word and a name; of those beyond a limit, only that they are."""
    made: Numbers = process.cpdist(
        [words[number] for number in row.tolist()],
        [names[number] for number in column.tolist()],
        scorer=Levenshtein.distance,
        processor=None,
        score_cutoff=limit,
        dtype=np.uint8,
    )
    return made


def _placed(row: Numbers, value: Numbers, room: Numbers) -> tuple[Numbers, Numbers]:
    """Return which of some pairs have room, and which are equal with others where there is not room for all.

    Pairs are in the order of their words, and of their values; `room` says for each word for how many there is.
    """
    is_first = begins(row)
    firsts, counts = _runs(is_first)
    space = room[row[firsts]]
    if (counts <= space).all():  # as often in short glossaries
        return np.ones(len(row), np.bool_), np.zeros(len(row), np.bool_)
    equals, alike = _runs(is_first | begins(value))
    before = equals - np.repeat(firsts, counts)[equals]
    space = np.repeat(space, counts)[equals]
    has_room = before + alike <= space
    return np.repeat(has_room, alike), np.repeat(~has_room & (before < space), alike)


def _runs(is_first: Numbers) -> tuple[Numbers, Numbers]:
    """Return where runs begin, and how long they are."""
    firsts = np.flatnonzero(is_first)
    return firsts, np.diff(np.append(firsts, len(is_first)))


def _in_order(found: Sequence[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
    """Return pairs of which those of one word stand together, in the order of the words."""
    row = np.concatenate([np.zeros(0, np.int64), *(row for row, _column in found)])
    column = np.concatenate([np.zeros(0, np.int64), *(column for _row, column in found)])
    order = np.argsort(row, kind="stable")
    return row[order], column[order]
