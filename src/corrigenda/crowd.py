"""Many words against many names at once, by numpy: the names near each, and the cost of each change.

The same answers, to the last bit, as `corrigenda.near` and `corrigenda.confusion` give one by one; only worth its
loading where there are thousands of words.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from corrigenda import confusion
from corrigenda.confusion import Channel

Numbers = NDArray[Any]

_CELLS = 4_000_000
"""Pairs of word and name whose distances are worked out at a time."""
_LOT = 8192
"""Pairs whose costs are worked out at a time: what is worked on stays in the processor's cache."""
_MOST_LETTERS = 600
"""Different letters of all names, or all words; with more, tables of letters would grow too large."""


def nearest(
    shapes: Sequence[str], names: Sequence[str], reach: Callable[[int], int], most: int
) -> tuple[Numbers, Numbers]:
    """Return pairs (number of shape, number of name): for each shape the `most` nearest names within reach.

    `reach` gives the highest distance for a shape of so many letters. Pairs are in the order of the shapes, the nearest
    name first, of equally near ones the first: as `rapidfuzz.process.extract` has them.
    """
    limits = np.fromiter((reach(len(shape)) for shape in shapes), np.int64, len(shapes))
    rows: list[Numbers] = []
    columns: list[Numbers] = []
    ranks: list[Numbers] = []
    for limit in np.unique(limits).tolist():
        numbers = np.flatnonzero(limits == limit)
        step = max(1, _CELLS // max(1, len(names)))
        for first in range(0, len(numbers), step):
            lot = numbers[first : first + step]
            distances = process.cdist(
                [shapes[number] for number in lot.tolist()],
                names,
                scorer=Levenshtein.distance,
                processor=None,
                score_cutoff=limit,
                dtype=np.uint8,
            )
            row, column = np.nonzero(distances <= limit)
            rows.append(lot[row])
            columns.append(column)
            ranks.append(distances[row, column])
    row, column, rank = (np.concatenate(each) if each else np.zeros(0, np.int64) for each in (rows, columns, ranks))
    order = np.lexsort((column, rank, row))
    row, column, rank = row[order], column[order], rank[order]
    if len(row) == 0:
        return row, column
    begins = np.concatenate(([True], row[1:] != row[:-1]))
    firsts = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    kept = (np.arange(len(row)) - firsts < most) & (rank <= rank[firsts] + 1)
    return row[kept], column[kept]


class Costs:
    """The costs of many changes; see `confusion.Channel.cost`."""

    def __init__(self, channel: Channel, rights: Sequence[str]) -> None:
        self._channel = channel
        self._rights = rights
        self._right = _Letters(rights)

    def of(self, numbers: Numbers, wrongs: Sequence[str], which: Numbers) -> Numbers | None:
        """Return the cost of each pair: right form `numbers[n]` having become `wrongs[which[n]]`.

        None when there are too many different letters for tables.
        """
        wrong = _Letters(wrongs)
        if max(len(self._right.letters), len(wrong.letters)) > _MOST_LETTERS:
            return None
        table = _Table(self._channel, self._right, wrong)
        costs = np.zeros(len(numbers))
        order = np.lexsort((self._right.lengths[numbers], wrong.lengths[which]))
        for first in range(0, len(order), _LOT):
            lot = order[first : first + _LOT]
            costs[lot] = table.costs(numbers[lot], which[lot])
        return costs


class _Letters:
    """Words as numbers of letters; 0 is none."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.lengths = np.fromiter(map(len, words), np.int64, len(words))
        self.letters = sorted(set().union(*words)) if words else []
        self.numbers = {letter: number for number, letter in enumerate(self.letters, 1)}
        self._begins = np.concatenate(([0], np.cumsum(self.lengths)))
        joined = "".join(words)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        kinds = np.asarray([ord(letter) for letter in self.letters], np.uint32)
        self._flat = (np.searchsorted(kinds, codes) + 1).astype(np.int32) if len(codes) else np.zeros(0, np.int32)

    def square(self, which: Numbers) -> Numbers:
        """Return the letters of words, one word a column, one letter a row; row 0 and what is beyond a word is 0."""
        longest = int(self.lengths[which].max(initial=0))
        made = np.zeros((longest + 1, len(which)), np.int32)
        for at in range(longest):
            has = np.flatnonzero(self.lengths[which] > at)
            made[at + 1, has] = self._flat[self._begins[which[has]] + at]
        return made


class _Table:
    """What changes cost, by numbers of letters."""

    def __init__(self, channel: Channel, right: _Letters, wrong: _Letters) -> None:
        self._right, self._wrong = right, wrong
        self.single = np.zeros((len(right.letters) + 1, len(wrong.letters) + 1))
        for (one, a), (other, b) in product(right.numbers.items(), wrong.numbers.items()):
            self.single[a, b] = 0.0 if one == other else channel.single(one, other)
        self.same = np.zeros(self.single.shape, np.bool_)
        for letter in right.numbers.keys() & wrong.numbers.keys():
            self.same[right.numbers[letter], wrong.numbers[letter]] = True
        self._several = list(_several(channel, right, wrong))

    def costs(self, numbers: Numbers, which: Numbers) -> Numbers:
        """Return the costs of pairs: what `confusion._rows` works out, a cell of all at a time."""
        right, wrong = self._right.square(numbers), self._wrong.square(which)
        lost = _by_word(self._right, numbers, confusion.missing)
        gained = _by_word(self._wrong, which, confusion.extra)
        width, height, count = len(right), len(wrong), len(numbers)
        rows = np.zeros((height, width, count))
        for j in range(1, width):
            rows[0, j] = rows[0, j - 1] + lost[j]
        grams = [(one, other, _grams(right, one), _grams(wrong, other), costs) for one, other, costs in self._several]
        for i in range(1, height):
            above, row = rows[i - 1], rows[i]
            row[0] = above[0] + gained[i]
            for j in range(1, width):
                best = row[j]
                np.add(above[j - 1], self.single[right[j], wrong[i]], out=best)
                if i == j == 1:
                    np.minimum(best, confusion.INITIAL, out=best)
                np.minimum(best, above[j] + gained[i], out=best)
                np.minimum(best, row[j - 1] + lost[j], out=best)
                for one, other, of_right, of_wrong, costs in grams:
                    a, b = one.length, other.length
                    if a <= j and b <= i:
                        hits = np.flatnonzero((of_right[j] > 0) & (of_wrong[i] > 0))
                        if len(hits):
                            cost = costs[of_right[j, hits], of_wrong[i, hits]]
                            best[hits] = np.minimum(best[hits], rows[i - b, j - a, hits] + cost)
                if i > 1 and j > 1:
                    crossed = self.same[right[j], wrong[i - 1]] & self.same[right[j - 1], wrong[i]]
                    hits = np.flatnonzero(crossed)
                    if len(hits):
                        best[hits] = np.minimum(best[hits], rows[i - 2, j - 2, hits] + confusion.SWAPPED)
        return rows[self._wrong.lengths[which], self._right.lengths[numbers], np.arange(count)]


class _Kind:
    """The letter groups of one length that a table of changes knows on one side."""

    def __init__(self, groups: Sequence[str], letters: _Letters) -> None:
        self.length = len(groups[0])
        self.base = len(letters.letters) + 1
        self.groups = groups
        codes = []
        for group in groups:
            code = 0
            for letter in group:
                code = code * self.base + letters.numbers[letter]
            codes.append(code)
        order = np.argsort(np.asarray(codes, np.int64))
        self.codes = np.asarray(codes, np.int64)[order]
        self.numbers = order + 1


def _several(channel: Channel, right: _Letters, wrong: _Letters) -> Iterator[tuple[_Kind, _Kind, Numbers]]:
    """Yield the changes of the table by the lengths of their sides, with a table of costs."""
    by_lengths: dict[tuple[int, int], list[tuple[str, str, float]]] = {}
    for slot in channel.table.values():
        for each in slot.values():
            for one, other, cost in each:
                if right.numbers.keys() >= set(one) and wrong.numbers.keys() >= set(other):
                    by_lengths.setdefault((len(one), len(other)), []).append((one, other, cost))
    for changes in by_lengths.values():
        ones = sorted({one for one, _other, _cost in changes})
        others = sorted({other for _one, other, _cost in changes})
        costs = np.full((len(ones) + 1, len(others) + 1), np.inf)
        for one, other, cost in changes:
            at = ones.index(one) + 1, others.index(other) + 1
            costs[at] = min(costs[at], cost)
        yield _Kind(ones, right), _Kind(others, wrong), costs


def _grams(letters: Numbers, kind: _Kind) -> Numbers:
    """Return for each letter of each word which group ends there; 0 is none."""
    codes = np.zeros(letters.shape, np.int64)
    for back in range(kind.length):
        power = kind.base**back
        codes[kind.length :] += letters[kind.length - back : len(letters) - back].astype(np.int64) * power
    at = np.searchsorted(kind.codes, codes).clip(max=len(kind.codes) - 1)
    return np.where(kind.codes[at] == codes, kind.numbers[at], 0)


def _by_word(letters: _Letters, which: Numbers, cost: Callable[[str, int], float]) -> Numbers:
    """Return what each letter of words costs, one word a column, worked out once a word."""
    distinct, back = np.unique(which, return_inverse=True)
    longest = int(letters.lengths[distinct].max(initial=0))
    made = np.zeros((longest + 1, len(distinct)))
    for column, number in enumerate(distinct.tolist()):
        word = letters.words[number]
        made[1 : len(word) + 1, column] = [cost(word, at) for at in range(len(word))]
    return made[:, back]
