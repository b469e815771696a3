"""Many words against many names at once, by numpy: the names near each.

The same answers as `corrigenda.near` gives one by one; only worth its loading where there are thousands of words.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import LCSseq, Levenshtein

from corrigenda.scan import Numbers

_CELLS = 4_000_000
"""Pairs of word and name whose distances are worked out at a time."""
_MANY = 10_000
"""Names from which an index is quicker than comparing each word with each (measured: see tests/benchmarks)."""
_INDEXED = 2
"""Changes within which the index finds all names."""
_QUERIES = 4_000
"""Words that are looked up in the index at a time."""
_ONSET = 12
"""First letters of a name that the index knows it by: deletions grow with the square of the letters, and more of them
tell hardly any two names apart."""
_AT_A_TIME = 4_000
"""Words whose deletions are worked out at a time: they stay in the processor's cache."""
_BASE = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xD6E8FEB86659FD93)
_DOWN = np.uint64(pow(_BASE, -1, 1 << 64))
_HALF = np.uint64(32)
_NUMBER = np.uint64((1 << 24) - 1)
"""The bits of a key that hold the number of a word."""
_POWERS = np.multiply.accumulate(np.array([1] + [_BASE] * (_ONSET - 1), np.uint64))


class Nearest:
    """The names nearest to words, among many."""

    def __init__(self, names: Sequence[str], reach: Callable[[int], int], most: int) -> None:
        """Get ready for names.

        `reach` gives the highest distance for a word of so many letters, and `most` how many names are wanted for one.
        """
        self._names = names
        self._reach = reach
        self._most = most
        self._index = _Deletions(names) if _MANY < len(names) <= int(_NUMBER) else None
        lengths = np.fromiter(map(len, names), np.int64, len(names))
        self._order = np.argsort(lengths, kind="stable")
        self._lengths = lengths[self._order]

    def of(self, words: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Return pairs (number of word, number of name): for each word the nearest names within reach.

        Pairs are in the order of the words, the nearest name first, of equally near ones the first, and none more than
        one farther than the nearest: as `rapidfuzz.process.extract` has them.
        """
        lengths = list(map(len, words))
        reach = {length: self._reach(length) for length in set(lengths)}
        limits = np.fromiter(map(reach.__getitem__, lengths), np.int64, len(words))
        if self._index is None:
            return self._compared(words, limits)
        is_quick = limits <= _INDEXED
        parts = []
        for which, near in ((is_quick, partial(self._looked_up, self._index)), (~is_quick, self._compared)):
            numbers = np.flatnonzero(which)
            if len(numbers):
                row, column = near([words[number] for number in numbers.tolist()], limits[numbers])
                parts.append((numbers[row], column))
        return _in_order(parts)

    def _looked_up(self, index: "_Deletions", words: Sequence[str], limits: Numbers) -> tuple[Numbers, Numbers]:
        """Return words and the names nearest to them by the index."""
        found: list[tuple[Numbers, Numbers]] = []
        for begin in range(0, len(words), _QUERIES):
            some = slice(begin, begin + _QUERIES)
            row, column = _first(self._most, *index.near(words[some], limits[some]))
            found.append((row + begin, column))
        return _in_order(found)

    def _compared(self, words: Sequence[str], limits: Numbers) -> tuple[Numbers, Numbers]:
        """Return words and the names nearest to them, each compared with each name that is not too long or short."""
        found: list[tuple[Numbers, Numbers]] = []
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        for length in sorted(set(lengths.tolist())):
            of_length = np.flatnonzero(lengths == length)
            limit = int(limits[of_length[0]])
            first, last = np.searchsorted(self._lengths, (length - limit, length + limit + 1)).tolist()
            if first == last:
                continue
            near = [self._names[number] for number in self._order[first:last].tolist()]
            step = max(1, _CELLS // (last - first))
            for begin in range(0, len(of_length), step):
                lot = of_length[begin : begin + step]
                row, column, rank = _within([words[number] for number in lot.tolist()], near, limit)
                found.append(_first(self._most, lot[row], self._order[first + column], rank))
        return _in_order(found)


class _Deletions:
    """Names by what is left of their onsets without up to two letters: an index of names within two changes of a word.

    Two words within two changes have one of those in common (Mor and Fraenkel 1982, the index of SymSpell); so have
    their onsets: where letters were lost from one, those that moved up into it are left out of it. What is left is
    told apart by a hash, a sum of letters times powers by their place, worked out for all deletions at once. Its upper
    bits stand before the number of the name in one whole number, so that the index is sorted as it is, which is many
    times as fast as sorting two arrays by one of them.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        onsets = [name[:_ONSET] for name in names]
        self._letters = frozenset().union(*onsets)
        self._keys = _deleted(onsets, _INDEXED)
        self._keys.sort()

    def near(self, words: Sequence[str], limits: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return words, names and their distances, where these are within the limits."""
        keys = self._keys_of(words)
        keys.sort()  # looked up in their order, neighbours are in the cache
        hashes = keys & ~_NUMBER
        first = np.searchsorted(self._keys, hashes, "left")
        known = np.flatnonzero(self._keys[np.minimum(first, len(self._keys) - 1)] & ~_NUMBER == hashes)  # few are
        keys, first = keys[known], first[known]
        count = np.searchsorted(self._keys, hashes[known] | _NUMBER, "right") - first
        row = np.repeat((keys & _NUMBER).astype(np.int64), count)
        behind = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        column = (self._keys[np.repeat(first, count) + behind] & _NUMBER).astype(np.int64)
        pairs = np.sort(column * len(words) + row)  # the names are many: they are gone through as they lie in memory
        pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))[: len(pairs)]]
        column, row = np.divmod(pairs, len(words))
        distances = _distances(words, self._names, row, column, _INDEXED)
        kept = distances <= limits[row]
        return row[kept], column[kept], distances[kept]

    def _keys_of(self, words: Sequence[str]) -> Numbers:
        """Return the keys under which names near words may stand.

        A letter that no name has is one of those that are left out.
        """
        onsets = [word[:_ONSET] for word in words]
        left = [[letter for letter in onset if letter in self._letters] for onset in onsets]
        strange = np.fromiter(map(len, onsets), np.int64) - np.fromiter(map(len, left), np.int64)
        made = [np.zeros(0, np.uint64)]
        for count in range(_INDEXED + 1):
            numbers = np.flatnonzero(strange == count)
            made.append(_deleted(["".join(left[number]) for number in numbers.tolist()], _INDEXED - count, numbers))
        return np.concatenate(made)


def _deleted(words: Sequence[str], most: int, numbers: Numbers | None = None) -> Numbers:
    """Return the hashes of words without up to `most` of their letters, two at the most, each with a word's number."""
    numbers = np.arange(len(words)) if numbers is None else numbers
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    ways = np.ones(len(words), np.int64)  # of leaving out no letter, one, two
    ways += lengths * (most > 0) + lengths * (lengths - 1) // 2 * (most > 1)
    made = np.zeros(int(ways.sum()), np.uint64)  # pieces put together afterwards would take it twice
    end = 0
    for length in sorted(set(lengths.tolist())):
        of_length = np.flatnonzero(lengths == length)
        for begin in range(0, len(of_length), _AT_A_TIME):
            lot = of_length[begin : begin + _AT_A_TIME]
            joined = "".join([words[number] for number in lot.tolist()])
            codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).reshape(len(lot), length)
            marks = numbers[lot].astype(np.uint64)
            first, end = end, end + int(ways[lot].sum())
            keys = made[first:end].reshape(-1, len(lot))
            _hash(codes, most, keys)
            keys |= marks
    return made


def _hash(codes: Numbers, most: int, out: Numbers) -> None:
    """Fill rows with the upper bits of hashes of words of one length, whole and without up to `most` letters.

    What a letter adds to the sum of a word depends on its place, from the first one; a letter that moves up by one
    place adds so much times `_DOWN`.
    """
    length = codes.shape[1]
    sums = np.zeros((length + 1, len(codes)), np.uint64)
    np.cumsum((codes.T.astype(np.uint64) + 1) * _MIX * _POWERS[:length, None], axis=0, out=sums[1:])
    before, behind = sums[:-1], (sums[-1] - sums[1:]) * _DOWN  # each letter, when it is left out
    out[0] = sums[-1] + np.uint64(length)
    row = 1
    if min(most, length) > 0:
        np.add(before, behind + np.uint64(length - 1), out=out[row : row + length])
        row += length
    if min(most, length) > 1:
        onset = before - sums[1:] * _DOWN
        rest = before * _DOWN + behind * _DOWN + np.uint64(length - 2)
        for one in range(length - 1):  # and one behind it
            np.add(onset[one], rest[one + 1 :], out=out[row : row + length - 1 - one])
            row += length - 1 - one
    out *= _MIX
    out ^= out >> _HALF
    out &= ~_NUMBER


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


def _first(most: int, row: Numbers, column: Numbers, rank: Numbers) -> tuple[Numbers, Numbers]:
    """Return for each word the first `most` of the nearest names, see `Nearest.of`, by words, names and distances."""
    order = np.lexsort((column, rank, row))
    row, column, rank = row[order], column[order], rank[order]
    begins = np.concatenate(([True], row[1:] != row[:-1]))[: len(row)]
    firsts = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    kept = (np.arange(len(row)) - firsts < most) & (rank <= rank[firsts] + 1)
    return row[kept], column[kept]


def _in_order(found: Sequence[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
    """Return pairs of which those of one word stand together, in the order of the words."""
    row = np.concatenate([np.zeros(0, np.int64), *(row for row, _column in found)])
    column = np.concatenate([np.zeros(0, np.int64), *(column for _row, column in found)])
    order = np.argsort(row, kind="stable")
    return row[order], column[order]
