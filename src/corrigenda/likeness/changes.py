"""What many changes of words cost, and of which changes of letters they are made, by numpy.

The same answers, to the last bit, as `corrigenda.likeness.confusion` gives one by one; only worth its loading where
there are thousands of words.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from string import ascii_letters, digits

import numpy as np

from corrigenda.counting.distinct import numbered
from corrigenda.counting.scan import Numbers
from corrigenda.likeness.confusion import (
    DOUBLED,
    END,
    EXTRA,
    EXTRA_MARK,
    INITIAL,
    MISSING,
    STRAY_INITIAL,
    SWAPPED,
    Change,
    Channel,
    traced,
)

_LOT = 2048
"""Pairs whose costs are worked out at a time: what is worked on stays in the processor's cache."""
_LARGEST_TABLE = 1 << 18
"""Codes of groups of letters that are looked up in a table, not searched for."""
_USUAL = frozenset(ascii_letters + digits + " -'.," + END)
"""Letters that words have sooner or later, and their end."""
_MOST_LETTERS = 600
"""Different letters of all names, or all words; with more, tables of letters would grow too large."""


class Costs:
    """The costs of many changes; see `confusion.Channel.cost`."""

    def __init__(self, channel: Channel, right: Callable[[int], str]) -> None:
        """Get ready; `right` gives right forms by their numbers."""
        self._tables = _Tables(channel)
        self._right = right

    def of(self, numbers: Numbers, wrongs: Sequence[str], which: Numbers) -> Numbers | None:
        """Return the cost of each pair: the right form of number `numbers[n]` having become `wrongs[which[n]]`.

        None when there are too many different letters for tables.
        """
        of_rights, numbers = numbered(numbers)
        of_wrongs, which = numbered(which)
        pairs = self._tables.pairs(
            [self._right(number) + END for number in of_rights.tolist()],
            [wrongs[number] + END for number in of_wrongs.tolist()],
        )
        if pairs is None:
            return None
        costs = np.zeros(len(numbers))
        for lot in pairs.lots(numbers, which):
            costs[lot] = pairs.costs(numbers[lot], which[lot])
        return costs


def costs(channel: Channel, changes: Sequence[tuple[str, str]]) -> list[float]:
    """Return the cost of each change of a word: see `confusion.Channel.cost`."""
    numbers = np.arange(len(changes))
    rights, wrongs = zip(*changes, strict=True) if changes else ((), ())
    found = Costs(channel, rights.__getitem__).of(numbers, wrongs, numbers)
    return [channel.cost(*change) for change in changes] if found is None else found.tolist()


def steps(channel: Channel, changes: Sequence[tuple[str, str]]) -> list[tuple[Change, ...]] | None:
    """Return of which changes of letters each change of a word is made: see `confusion.Channel.changes`.

    None when there are too many different letters for tables.
    """
    ended = [(right + END, wrong + END) for right, wrong in changes]
    rights = {right: number for number, right in enumerate(dict.fromkeys(right for right, _wrong in ended))}
    wrongs = {wrong: number for number, wrong in enumerate(dict.fromkeys(wrong for _right, wrong in ended))}
    pairs = _Tables(channel).pairs(tuple(rights), tuple(wrongs))
    if pairs is None:
        return None
    numbers = np.array([rights[right] for right, _wrong in ended], np.int64)
    which = np.array([wrongs[wrong] for _right, wrong in ended], np.int64)
    made: list[tuple[Change, ...]] = [()] * len(changes)
    for lot in pairs.lots(numbers, which):
        tables = np.ascontiguousarray(pairs.rows(numbers[lot], which[lot]).transpose(2, 0, 1))
        for number, rows in zip(lot.tolist(), tables, strict=True):
            right, wrong = ended[number]
            made[number] = traced(right, wrong, rows.tolist(), channel)
    return made


class _Tables:
    """Makes tables of what changes cost, for the letters that there are."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._last = _Table(channel, _Letters(()), _Letters(_USUAL))

    def pairs(self, rights: Sequence[str], wrongs: Sequence[str]) -> "_Pairs | None":
        """Return words of which pairs can be made; None when they have too many different letters."""
        right, wrong = frozenset().union(*rights), frozenset().union(*wrongs)
        known = self._last.right.numbers.keys(), self._last.wrong.numbers.keys()
        if not (known[0] >= right and known[1] >= wrong):
            for letters in ((right | known[0], wrong | known[1]), (right, wrong)):
                if max(map(len, letters)) <= _MOST_LETTERS:
                    self._last = _Table(self._channel, *map(_Letters, letters))
                    break
            else:
                return None
        return _Pairs(self._last, _Words(rights, self._last.right), _Words(wrongs, self._last.wrong))


class _Letters:
    """Letters by their numbers, from 1 on; 0 is none."""

    def __init__(self, letters: Collection[str]) -> None:
        ordered = sorted(letters)
        self.numbers = {letter: number for number, letter in enumerate(ordered, 1)}
        self.codes = np.array([ord(letter) for letter in ordered], np.uint32)
        with_none = ["", *ordered]
        folded = {key: number for number, key in enumerate(dict.fromkeys(map(str.casefold, with_none)))}
        self.folded = np.array([folded[letter.casefold()] for letter in with_none], np.int32)
        """A number for each letter, the same for those that only differ in case."""
        self.is_mark = np.array([not letter.isalpha() for letter in with_none])
        self.is_small = np.array([letter.islower() for letter in with_none])
        self.is_capital = np.array([letter.isupper() for letter in with_none])
        self.is_title = np.array([letter.istitle() for letter in with_none]) & ~self.is_capital


class _Words:
    """Words as numbers of letters, one word a column, one letter a row; row 0 and what is beyond a word is 0."""

    def __init__(self, words: Sequence[str], letters: _Letters) -> None:
        self.letters = letters
        self.lengths = np.fromiter(map(len, words), np.int64, len(words))
        codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
        longest = int(self.lengths.max(initial=0))
        rows = np.zeros((len(words), longest), np.int32)
        rows[np.arange(longest) < self.lengths[:, None]] = np.searchsorted(letters.codes, codes) + 1
        self.square = np.zeros((longest + 1, len(words)), np.int32)
        self.square[1:] = rows.T
        self._in_groups: Numbers | None = None
        self._codes: dict[int, Numbers] = {}

    def extra(self) -> Numbers:
        """Return what each letter costs if it does not belong: `confusion.extra`."""
        letters, square = self.letters, self.square
        is_capital, is_small = letters.is_capital[square], letters.is_small[square]
        in_capitals = np.logical_or.accumulate(is_capital)
        in_capitals &= ~np.logical_or.accumulate(is_small | letters.is_title[square])
        before_capital = np.zeros(square.shape, np.bool_)
        before_capital[:-1] |= is_capital[1:]
        before_capital[:-2] |= is_capital[2:]
        is_stray = is_small & before_capital
        is_stray[1:] &= ~in_capitals[:-1]
        if len(square) > 3:  # noqa: PLR2004 - the letters of two capitals and a small one
            is_stray[1:3] |= is_capital[1] & is_capital[2] & is_small[3]
        costs = np.where(is_stray, STRAY_INITIAL, EXTRA)
        costs[self._doubled()] = DOUBLED
        costs[letters.is_mark[square]] = EXTRA_MARK
        return costs

    def missing(self) -> Numbers:
        """Return what each letter costs if it was lost: `confusion.missing`."""
        costs = np.full(self.square.shape, MISSING)
        costs[self._doubled()] = DOUBLED
        costs[1:2] = INITIAL
        costs[self.letters.is_mark[self.square]] = EXTRA_MARK
        return costs

    def _doubled(self) -> Numbers:
        """Say which letters follow the same one, in whatever case."""
        folded = self.letters.folded[self.square]
        made = np.zeros(folded.shape, np.bool_)
        made[1:] = folded[1:] == folded[:-1]
        return made

    def groups(self, kind: "_Kind") -> "_Groups":
        """Return where groups of a kind end in each word; all kinds that are asked for have the same letters."""
        if self._in_groups is None:
            self._in_groups = kind.letters.of[self.square]
        if kind.length not in self._codes:
            self._codes[kind.length] = kind.codes(self._in_groups).T.ravel()
        found = kind.find(self._codes[kind.length])
        at = np.flatnonzero(found > 0)
        word, end = np.divmod(at, len(self.square))
        firsts = np.searchsorted(word, np.arange(len(self.lengths) + 1))
        return _Groups(firsts[:-1], np.diff(firsts), end, found[at])


@dataclass(frozen=True, slots=True)
class _Groups:
    """The groups of letters of one kind in words, one word after another."""

    firsts: Numbers
    """The number of each word's first group."""
    counts: Numbers
    """How many groups each word has."""
    ends: Numbers
    """At which letter of its word, counted from 1, each group ends."""
    numbers: Numbers
    """Which group of its kind each is."""


class _Table:
    """What changes cost, by numbers of letters."""

    def __init__(self, channel: Channel, right: _Letters, wrong: _Letters) -> None:
        self.right, self.wrong = right, wrong
        self._of_no_kind = channel.of_no_kind
        self.single = np.zeros((len(right.numbers) + 1, len(wrong.numbers) + 1))
        for (one, a), (other, b) in product(right.numbers.items(), wrong.numbers.items()):
            self.single[a, b] = 0.0 if one == other else channel.single(one, other)
        for one, other, cost in _changes(channel, right, wrong):
            if len(one) == len(other) == 1:
                at = right.numbers[one], wrong.numbers[other]
                self.single[at] = min(self.single[at], cost)
        strange = len(right.numbers) + 1
        self.as_right = np.array([strange, *(right.numbers.get(letter, strange) for letter in wrong.numbers)], np.int32)
        """The number on the right side of each letter of the wrong one."""
        self.several = tuple(_several(channel, right, wrong))

    def unlisted(self, costs: Numbers) -> Numbers:
        """Return what changes cost that are in no table: `confusion.Channel.unlisted`."""
        return costs if self._of_no_kind == 1 else np.where(costs >= INITIAL, costs * self._of_no_kind, costs)


class _Pairs:
    """Right and wrong words of which pairs are made."""

    def __init__(self, table: _Table, right: _Words, wrong: _Words) -> None:
        self._right, self._wrong = right, wrong
        self._single = table.single
        self._lost, self._gained = table.unlisted(right.missing()), table.unlisted(wrong.extra())
        self._initial, self._swapped = table.unlisted(np.array((INITIAL, SWAPPED))).tolist()
        base = len(table.single) + 1
        there = table.as_right[wrong.square]
        # two neighbouring letters as one number; of the wrong side, in the wrong order
        self._neighbours, self._turned = right.square.copy(), there.copy()
        self._neighbours[1:] += right.square[:-1] * base
        self._turned[1:] = there[:-1] + there[1:] * base
        several = (
            (one.length, other.length, right.groups(one), wrong.groups(other), costs)
            for one, other, costs in table.several
        )
        self._several = [each for each in several if len(each[2].ends) and len(each[3].ends)]

    def lots(self, numbers: Numbers, which: Numbers) -> Iterator[Numbers]:
        """Yield pairs, by their numbers, in lots of words about as long."""
        order = np.lexsort((self._right.lengths[numbers], self._wrong.lengths[which]))
        for first in range(0, len(order), _LOT):
            yield order[first : first + _LOT]

    def costs(self, numbers: Numbers, which: Numbers) -> Numbers:
        """Return the costs of pairs."""
        rows = self.rows(numbers, which)
        return rows[self._wrong.lengths[which], self._right.lengths[numbers], np.arange(len(numbers))]

    def rows(self, numbers: Numbers, which: Numbers) -> Numbers:
        """Return the tables of costs of pairs: what `confusion._rows` works out, by row, column and pair."""
        count = len(numbers)
        width = int(self._right.lengths[numbers].max(initial=0)) + 1
        height = int(self._wrong.lengths[which].max(initial=0)) + 1
        lost, gained = self._lost[:width, numbers], self._gained[:height, which]
        right, wrong = self._right.square[:width, numbers] * self._single.shape[1], self._wrong.square[:height, which]
        neighbours, turned = self._neighbours[:width, numbers], self._turned[:height, which]
        rows = np.zeros((height, width, count))
        cells = rows.reshape(-1)
        np.add.accumulate(lost[1:], out=rows[0, 1:])
        jumps = self._jumps(numbers, which, width)
        steps = np.searchsorted(jumps.ends, np.arange(height + 1) * width * count)
        for i in range(1, height):
            above, row = rows[i - 1], rows[i]
            np.add(above[:-1], self._single.take(right[1:] + wrong[i]), out=row[1:])
            if i == 1:
                np.minimum(row[1:2], self._initial, out=row[1:2])
            np.minimum(row[1:], above[1:] + gained[i], out=row[1:])
            of_row = slice(steps[i], steps[i + 1])
            np.minimum.at(cells, jumps.ends[of_row], cells[jumps.begins[of_row]] + jumps.costs[of_row])
            if i > 1:
                crossed = np.flatnonzero(neighbours[2:] == turned[i])
                best, before = row.reshape(-1)[2 * count :], rows[i - 2].reshape(-1)
                best[crossed] = np.minimum(best[crossed], before[crossed] + self._swapped)
            row[0] = above[0] + gained[i]
            for j in range(1, width):
                np.minimum(row[j], row[j - 1] + lost[j], out=row[j])
        return rows

    def _jumps(self, numbers: Numbers, which: Numbers, width: int) -> "_Jumps":
        """Return the changes of several letters that are possible in pairs."""
        count = len(numbers)
        found = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
        for one, other, rights, wrongs, costs in self._several:
            ways = rights.counts[numbers] * wrongs.counts[which]
            if not ways.any():
                continue
            pair = np.repeat(np.arange(count), ways)
            way = np.arange(len(pair)) - np.repeat(np.cumsum(ways) - ways, ways)
            at, there = np.divmod(way, wrongs.counts[which[pair]])
            at += rights.firsts[numbers[pair]]
            there += wrongs.firsts[which[pair]]
            cost = costs[rights.numbers[at], wrongs.numbers[there]]
            ends = (wrongs.ends[there] * width + rights.ends[at]) * count + pair
            known = np.flatnonzero(cost < np.inf)
            found.append((ends[known], ends[known] - (other * width + one) * count, cost[known]))
        ends, begins, every = (np.concatenate(each) for each in zip(*found, strict=True))
        order = np.argsort(ends)
        return _Jumps(ends[order], begins[order], every[order])


@dataclass(frozen=True, slots=True)
class _Jumps:
    """Changes of several letters, from cell to cell of all rows together, in the order of the cells they end in."""

    ends: Numbers
    begins: Numbers
    costs: Numbers


class _GroupLetters:
    """The letters of groups by their numbers, from 1 on: few, so that a number of some digits can be a whole group."""

    def __init__(self, groups: Iterable[str], letters: _Letters) -> None:
        self.numbers = {letter: number for number, letter in enumerate(sorted(set().union(*groups)), 1)}
        self.base = len(self.numbers) + 1
        self.of = np.zeros(len(letters.numbers) + 1, np.int64)
        """By the numbers that letters have in words; 0 for those in no group."""
        self.of[[letters.numbers[letter] for letter in self.numbers]] = list(self.numbers.values())


class _Kind:
    """The letter groups of one length that a table of changes knows on one side."""

    def __init__(self, groups: Sequence[str], letters: _GroupLetters) -> None:
        self.letters = letters
        self.length = len(groups[0])
        codes = []
        for group in groups:
            code = 0
            for letter in group:
                code = code * letters.base + letters.numbers[letter]
            codes.append(code)
        order = np.argsort(np.asarray(codes, np.int64))
        self._codes = np.asarray(codes, np.int64)[order]
        self._numbers = (order + 1).astype(np.int16)
        self._table: Numbers | None = None
        if letters.base**self.length <= _LARGEST_TABLE:
            self._table = np.zeros(letters.base**self.length, np.int16)
            self._table[self._codes] = self._numbers

    def codes(self, square: Numbers) -> Numbers:
        """Return the code of the group that ends at each letter of words; 0 is none."""
        made = np.zeros(square.shape, np.int64)
        for back in range(self.length if self.length < len(square) else 0):  # or all words are too short for it
            made[self.length :] += square[self.length - back : len(square) - back] * self.letters.base**back
        return made

    def find(self, codes: Numbers) -> Numbers:
        """Return the number of the group that each code is of; 0 is none."""
        if self._table is not None:
            return self._table[codes]
        at = np.searchsorted(self._codes, codes).clip(max=len(self._codes) - 1)
        return np.where(self._codes[at] == codes, self._numbers[at], 0)


def _several(channel: Channel, right: _Letters, wrong: _Letters) -> Iterator[tuple[_Kind, _Kind, Numbers]]:
    """Yield the changes of the table of several letters by the lengths of their sides, with a table of costs."""
    by_lengths: dict[tuple[int, int], list[tuple[str, str, float]]] = {}
    for one, other, cost in _changes(channel, right, wrong):
        if len(one) > 1 or len(other) > 1:
            by_lengths.setdefault((len(one), len(other)), []).append((one, other, cost))
    of_right = _GroupLetters((one for changes in by_lengths.values() for one, _other, _cost in changes), right)
    of_wrong = _GroupLetters((other for changes in by_lengths.values() for _one, other, _cost in changes), wrong)
    for changes in by_lengths.values():
        ones = sorted({one for one, _other, _cost in changes})
        others = sorted({other for _one, other, _cost in changes})
        costs = np.full((len(ones) + 1, len(others) + 1), np.inf)
        for one, other, cost in changes:
            at = ones.index(one) + 1, others.index(other) + 1
            costs[at] = min(costs[at], cost)
        yield _Kind(ones, of_right), _Kind(others, of_wrong), costs


def _changes(channel: Channel, right: _Letters, wrong: _Letters) -> Iterator[tuple[str, str, float]]:
    """Yield the changes of the table between letters that there are."""
    for slot in channel.table.values():
        for each in slot.values():
            for one, other, cost in each:
                if right.numbers.keys() >= set(one) and wrong.numbers.keys() >= set(other):
                    yield one, other, cost
