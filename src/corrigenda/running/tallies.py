"""What was counted of all texts, in columns: counts of some texts are added and taken away by the numbers of words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

import numpy as np

from corrigenda.counting import facts
from corrigenda.counting.arrays import lengthened
from corrigenda.counting.counted import Counted, Facts, Group, Groups, Words
from corrigenda.counting.scan import SEPARATOR, Numbers, bounds
from corrigenda.counting.survey import Counts, add_of_rules
from corrigenda.counting.surveyed import cases
from corrigenda.counting.table import Table
from corrigenda.rules.consistency import frames, may_be_name
from corrigenda.running.backend import BulkBackend

_BETWEEN = SEPARATOR.decode()
"""Stands in no word."""


class Spellings(Sequence[str]):
    """Spellings in one piece, out of which few are taken."""

    def __init__(self, written: bytes, count: int) -> None:
        self.written = written
        """In UTF-8, with NUL between them."""
        self.starts, self._ends = (each[:count] for each in bounds(written, SEPARATOR[0]))  # of none, one is empty

    @classmethod
    def of(cls, spellings: Sequence[str]) -> "Spellings":
        """Return spellings in one piece."""
        if isinstance(spellings, cls):
            return spellings
        return cls(_BETWEEN.join(spellings).encode("utf-8", "surrogatepass"), len(spellings))

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[number] for number in range(len(self))[at]]
        return self.written[self.starts.item(at) : self._ends.item(at)].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return iter(self.written.decode("utf-8", "surrogatepass").split(_BETWEEN) if len(self) else ())

    def __add__(self, more: Sequence[str]) -> "Spellings":
        written = Spellings.of(more).written
        between = SEPARATOR if len(self) and len(more) else b""
        return Spellings(self.written + between + written, len(self) + len(more))


def counted(backend: BulkBackend, groups: Sequence[Group], leaning: Mapping[str, Facts]) -> Counted:
    """Return what was counted and noted of all texts that a backend read."""
    return Counted(words_of(backend), backend.vocabulary.counts, of_rules(groups), Groups(groups), leaning, {})


def words_of(backend: BulkBackend) -> Words:
    """Return the spellings of all texts that a backend read."""
    surfaces = backend.vocabulary.surfaces
    is_lower, is_capital = cases(surfaces)
    numbers = [number for number in np.flatnonzero(is_capital).tolist() if may_be_name(surfaces[number])]
    of_frames = np.zeros(len(surfaces), np.uint32)
    having = frames([surfaces[number] for number in numbers])
    by_frame = {frame: facts.of_frame(frame) for frame in set(having)}
    of_frames[numbers] = list(map(by_frame.__getitem__, having))
    return Words(
        Spellings.of(surfaces),
        backend.vocabulary.hashes,
        backend.vocabulary.kinds().astype(np.uint32),
        backend.vocabulary.hashes_of_kinds,
        is_lower,
        is_capital,
        of_frames,
    )


def joined(one: Words, other: Words) -> tuple[Words, Numbers]:
    """Return the spellings of both, and the numbers that those of the other have now; those of the one keep theirs."""
    numbers, new = _numbered(one.hashes, other.hashes)
    kinds, new_kinds = _numbered(one.hashes_of_kinds, other.hashes_of_kinds)
    words = Words(
        Spellings.of(one.spellings) + [other.spellings[number] for number in new.tolist()],
        np.concatenate((one.hashes, other.hashes[new])),
        np.concatenate((one.kinds, kinds[other.kinds[new]])),
        np.concatenate((one.hashes_of_kinds, other.hashes_of_kinds[new_kinds])),
        np.concatenate((one.is_lower, other.is_lower[new])),
        np.concatenate((one.is_capital, other.is_capital[new])),
        np.concatenate((one.frames, other.frames[new])),
    )
    return words, numbers


def _numbered(known: Numbers, hashes: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers of hashes among those that are known, new ones after these, and which are new."""
    table = Table()
    table.add(known)
    numbers, new = table.numbered(hashes)
    return numbers.astype(np.uint32), new


def renumbered(groups: Iterable[Group], numbers: Numbers) -> list[Group]:
    """Return groups in which spellings have other numbers."""
    return [Group(group.sigla, numbers[group.spellings], group.counts, group.of_rules) for group in groups]


def sums(groups: Sequence[Group], count: int) -> Numbers:
    """Return how often each of `count` spellings stands in the texts of some groups."""
    found = np.zeros(count, np.int64)
    for group in groups:
        found[group.spellings] += group.counts
    return found


def of_rules(groups: Iterable[Group]) -> dict[str, Counts]:
    """Return what the rules counted in the texts of some groups."""
    made: dict[str, Counts] = {}
    for group in groups:
        add_of_rules(made, group.of_rules)
    return made


def of_rules_after(
    before: Mapping[str, Counts], gone: Mapping[str, Counts], new: Mapping[str, Counts]
) -> dict[str, Counts]:
    """Return what the rules counted in all texts, after what they counted in some is gone and other counts are new."""
    made: dict[str, Counts] = {}
    for each in (before, new):
        add_of_rules(made, each)
    for name, counts in gone.items():
        made[name].remove(counts)
    return made


def together(one: Counted, other: Counted) -> Counted:
    """Return what was counted in two parts of the texts as one."""
    words, numbers = joined(one.words, other.words)
    groups = [*one.groups.at_hand, *renumbered(other.groups.at_hand, numbers)]
    counts = lengthened(one.counts, len(words.spellings))
    counts[numbers] += other.counts
    of_both = of_rules_after(one.of_rules, {}, other.of_rules)
    return Counted(words, counts, of_both, Groups(groups), {**one.leaning, **other.leaning}, {})
