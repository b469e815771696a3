"""What was counted in a run, as bytes."""

import json
from collections.abc import Iterator, Mapping
from itertools import chain

import numpy as np

from corrigenda.counted import Counted, Group, Seen, Words
from corrigenda.kept import Run, sealed, unsealed
from corrigenda.scan import Numbers
from corrigenda.survey import Counts
from corrigenda.tallies import Spellings

_SIZE = 8
"""Bytes of a length, and to what the lengths of what stands before numbers of 64 bits are multiples."""


def render(counted: Counted, run: Run) -> bytes:
    """Return what was counted in a run as bytes: a seal, JSON after its length, and columns of numbers."""
    words = counted.words
    spellings = words.spellings if isinstance(words.spellings, Spellings) else Spellings.of(words.spellings)
    sizes = len(spellings), len(words.hashes_of_kinds), len(spellings.written)
    groups = [
        (group.sigla, len(group.counts), {name: each.rows() for name, each in group.of_rules.items()})
        for group in counted.groups
    ]
    leaning = [(siglum, len(each)) for siglum, each in counted.leaning.items()]
    head = json.dumps([run.name, sizes, groups, leaning, counted.seen], separators=(",", ":")).encode()
    head += b" " * (-len(head) % _SIZE)
    columns = (words.hashes, words.hashes_of_kinds, counted.counts, words.kinds, words.frames)
    of_groups = chain.from_iterable((group.spellings, group.counts) for group in counted.groups)
    return sealed(
        len(head).to_bytes(_SIZE),
        head,
        *(np.ascontiguousarray(each).data for each in (*columns, *of_groups)),
        *(np.frombuffer(each, np.uint32).data for each in counted.leaning.values()),
        words.is_lower.data,
        spellings.written,
    )


def parse(data: bytes, run: Run, kinds: Mapping[str, type[Counts]]) -> Counted:
    """Return what `render` made bytes of; `kinds` are the counts of the rules by name.

    Raises:
        ValueError, TypeError, KeyError: the bytes are damaged, or were counted in another run.
    """
    rest = unsealed(data)
    at = _SIZE + int.from_bytes(rest[:_SIZE])
    name, (count, count_of_kinds, written), groups, leaning, seen = json.loads(bytes(rest[_SIZE:at]))
    if name != run.name:
        raise ValueError("of another run")
    columns = _Columns(rest[at:])
    hashes, hashes_of_kinds = columns.take(np.uint64, count), columns.take(np.uint64, count_of_kinds)
    counts, of_words, frames = columns.take(np.int64, count), *columns.several(2, count)
    made: list[Group] = []
    for sigla, size, rows in groups:
        spellings_of, counts_of = columns.several(2, size)
        of_rules = {rule: kinds[rule].of_rows(each) for rule, each in rows.items()}
        made.append(Group(tuple(sigla), spellings_of, counts_of, of_rules))
    noted = {siglum: columns.take(np.uint32, size) for siglum, size in leaning}
    is_lower = columns.take(np.bool_, count)
    spellings = Spellings(columns.take(np.uint8, written).tobytes(), count)
    words = Words(spellings, hashes, of_words, hashes_of_kinds, is_lower, frames)
    return Counted(words, counts, made, noted, {key: Seen(*each) for key, each in seen.items()})


class _Columns:
    """Numbers one after another."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def take(self, kind: type[np.generic], count: int) -> Numbers:
        """Return the next so many numbers of a kind."""
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += found.nbytes
        return found

    def several(self, columns: int, count: int) -> Iterator[Numbers]:
        """Yield so many columns of numbers of 32 bits."""
        return (self.take(np.uint32, count) for _column in range(columns))
