"""Numbers by hash, for many hashes at a time, by numpy."""

import numpy as np

from corrigenda.counting.distinct import begins
from corrigenda.counting.scan import Numbers

_MIX = np.uint64(0xD6E8FEB86659FD93)
_LEAST_PLACES = 1 << 14
_SPARSE = 4
"""Places of the table for each hash, at the least."""


class Table:
    """Numbers by hash: open addressing, with linear probing, for many hashes at a time."""

    def __init__(self) -> None:
        self._count = 0
        self._hashes = np.zeros(1, np.uint64)
        """By their numbers, so that those of the commonest words, which come first, lie close together."""
        self._lay(_LEAST_PLACES)

    def _lay(self, size: int) -> None:
        """Make so many places, and put what is there into them."""
        self._ids = np.full(size, -1, np.int32)
        self._shift = np.uint64(65 - size.bit_length())
        self._put(0)

    @property
    def hashes(self) -> Numbers:
        """All hashes, by their numbers."""
        return self._hashes[: self._count]

    def find(self, hashes: Numbers) -> Numbers:
        """Return the number of each hash, -1 where there is none."""
        slots = self._slots(hashes)
        ids = self._ids.take(slots)
        wrong = np.flatnonzero(self._hashes.take(ids) != hashes)
        while len(wrong := wrong[ids[wrong] >= 0]):
            slots[wrong] = (slots[wrong] + 1) & (len(self._ids) - 1)
            ids[wrong] = self._ids[slots[wrong]]
            wrong = wrong[self._hashes[ids[wrong]] != hashes[wrong]]
        return ids

    def numbered(self, hashes: Numbers) -> tuple[Numbers, Numbers]:
        """Return the number of each hash, and where those stand first that were not there; they are added in order."""
        ids = self.find(hashes)
        new = np.flatnonzero(ids < 0)
        if len(new) == 0:
            return ids, new
        found = hashes[new]
        order = np.argsort(found, kind="stable")
        ordered = found[order]
        firsts = new[np.sort(order[begins(ordered)])]
        self.add(hashes[firsts])
        ids[new] = self.find(found)
        return ids, firsts

    def add(self, hashes: Numbers) -> None:
        """Number hashes that are not there, in their order."""
        first, self._count = self._count, self._count + len(hashes)
        if self._count > len(self._hashes):
            self._hashes = np.concatenate((self._hashes[:first], np.zeros(2 * self._count - first, np.uint64)))
        self._hashes[first : self._count] = hashes
        if self._count * _SPARSE > len(self._ids):
            self._lay(1 << (self._count * _SPARSE * 2).bit_length())
        else:
            self._put(first)

    def _put(self, first: int) -> None:
        """Find a place for each hash from number `first` on."""
        ids = np.arange(first, self._count, dtype=np.int32)[::-1]  # of several for one place, the first gets it
        slots = self._slots(self._hashes[ids])
        while len(ids):
            free = self._ids[slots] < 0
            self._ids[slots[free]] = ids[free]
            left = self._ids[slots] != ids  # taken before, or by another of these
            ids, slots = ids[left], (slots[left] + 1) & (len(self._ids) - 1)

    def _slots(self, hashes: Numbers) -> Numbers:
        """Return where each hash stands, if no other does."""
        return ((hashes * _MIX) >> self._shift).view(np.int64)
