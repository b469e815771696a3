"""What numpy lacks: arrays lengthened, moved, counted, and worked through by the million to spare memory."""

from collections.abc import Iterator, Sequence

import numpy as np

from corrigenda.counting.scan import Numbers

MANY = 1_000_000
"""Numbers that are worked on at a time."""


def lengthened(counts: Numbers, size: int) -> Numbers:
    """Return a copy of counts with as many noughts behind them as make them so many."""
    return np.concatenate((counts, np.zeros(size - len(counts), counts.dtype)))


def moved(arrays: Sequence[Numbers], by: Numbers) -> Numbers:
    """Return the numbers of all arrays, those of each larger by as much as is said for it, in the type of that."""
    made: Numbers = np.repeat(by, [len(array) for array in arrays])
    made += np.concatenate([by[:0], *arrays])
    return made


def lots(arrays: Sequence[Numbers]) -> Iterator[Numbers]:
    """Yield what is in arrays by the million: short ones together, long ones in parts."""
    lot: list[Numbers] = []
    size = 0
    for array in arrays:
        if len(array) > MANY:
            yield from np.array_split(array, len(array) // MANY)
            continue
        lot.append(array)
        size += len(array)
        if size > MANY:
            yield np.concatenate(lot)
            lot, size = [], 0
    if lot:
        yield np.concatenate(lot)


def taken(values: Numbers, numbers: Numbers) -> Numbers:
    """Return values by their numbers of 32 bits; numpy copies these in 64, so that many are taken in parts."""
    if len(numbers) <= MANY:
        return values.take(numbers)
    found = np.empty(len(numbers), values.dtype)
    for first in range(0, len(numbers), MANY):
        found[first : first + MANY] = values.take(numbers[first : first + MANY])
    return found


def tallied(arrays: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Return the numbers that arrays have, in order, and how often each stands in them, in 32 bits."""
    counts = np.bincount(np.concatenate([np.zeros(0, np.int32), *arrays]))
    found = np.flatnonzero(counts)
    return found.astype(np.uint32), counts[found].astype(np.uint32)
