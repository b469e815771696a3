"""What was counted in a run, in two files: what is told of all texts, and the counts of groups of them.

When few texts changed, few groups are read, and those that were counted anew are added to their file.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corrigenda.counting.counted import Counted, Group, Groups, Lost, PutAway, Seen, Words
from corrigenda.counting.scan import Numbers
from corrigenda.counting.survey import Counts
from corrigenda.running.kept import OF_ALL, OF_GROUPS, Run
from corrigenda.running.tallies import Spellings
from corrigenda.storage import files
from corrigenda.storage.blocks import Block, Blocks, Parts, sealed, unsealed

_SIZE = 8
"""Bytes of a length, and to what the lengths of what stands before numbers of 64 bits are multiples."""

Kinds = Mapping[str, type[Counts]]
"""The counts of the rules by name."""


class _Archive:
    """Groups of texts in a file."""

    def __init__(self, path: Path, kinds: Kinds) -> None:
        self.blocks = Blocks(path)
        self._kinds = kinds

    def group(self, away: PutAway) -> Group:
        """Return a group.

        Raises:
            Lost: it is not there any more.
        """
        try:
            data = self.blocks.read(away.block)
        except (OSError, ValueError) as error:
            raise Lost from error
        (size, rows), columns = _parted(memoryview(data))
        of_rules = {name: self._kinds[name].of_rows(each) for name, each in rows.items()}
        return Group(away.sigla, columns.take(np.uint32, size), columns.take(np.uint32, size), of_rules)


def write(path: Path, counted: Counted, run: Run) -> None:
    """Write what was counted in a run into the files that are called as `path` is, but for the ending.

    Raises:
        OSError, InputError: they cannot be written.
        ValueError: groups that were put away are not there any more.
    """
    of_groups, of_all = path.with_suffix(OF_GROUPS), path.with_suffix(OF_ALL)
    away = _put_away(of_groups, counted)
    try:
        files.write_atomically(of_all, _rendered(counted, away, run))
    except BaseException:
        if not of_all.exists():  # nothing says what is where in the other
            of_groups.unlink(missing_ok=True)
        raise


def _put_away(path: Path, counted: Counted) -> list[PutAway]:
    """Put the groups away that are not there yet; return all."""
    groups = counted.groups
    kept, new = [each.block for each in groups.away], list(map(_of_group, groups.at_hand))
    if isinstance(groups.archive, _Archive) and groups.archive.blocks.path != path:
        kept, new = [], [*((groups.archive.blocks.read(block),) for block in kept), *new]
    sigla = [*(each.sigla for each in groups.away), *(each.sigla for each in groups.at_hand)]
    return list(map(PutAway, sigla, Blocks(path).added(kept, new)))


def _of_group(group: Group) -> Parts:
    head = [len(group.counts), {name: each.rows() for name, each in group.of_rules.items()}]
    return _head(head), _bytes(group.spellings), _bytes(group.counts)


def _rendered(counted: Counted, away: Sequence[PutAway], run: Run) -> bytes:
    """Return what is told of all texts: a seal, JSON after its length, and columns of numbers."""
    words = counted.words
    spellings = Spellings.of(words.spellings)
    sizes = len(spellings), len(words.hashes_of_kinds), len(spellings.written)
    groups = [(each.sigla, each.block.at, each.block.size, each.block.seal) for each in away]
    leaning = [(siglum, len(each)) for siglum, each in counted.leaning.items()]
    of_rules = {name: each.rows() for name, each in counted.of_rules.items()}
    return sealed(
        _head([run.name, sizes, groups, leaning, counted.seen, of_rules]),
        *map(_bytes, (words.hashes, words.hashes_of_kinds, counted.counts, words.kinds, words.frames)),
        *(_bytes(np.frombuffer(each, np.uint32)) for each in counted.leaning.values()),
        _bytes(words.is_lower),
        _bytes(words.is_capital),
        spellings.written,
    )


def read(path: Path, run: Run, kinds: Kinds) -> Counted:
    """Return what `write` wrote; groups are read when they are asked for.

    Raises:
        OSError, ValueError, TypeError, KeyError: it is not there, damaged, or was counted in another run.
    """
    head, columns = _parted(unsealed(path.with_suffix(OF_ALL).read_bytes()))
    name, (count, count_of_kinds, written), groups, leaning, seen, of_rules = head
    if name != run.name:
        raise ValueError("of another run")
    hashes, hashes_of_kinds, counts = (
        columns.take(kind, size) for kind, size in ((np.uint64, count), (np.uint64, count_of_kinds), (np.int64, count))
    )
    of_words, frames = (columns.take(np.uint32, count) for _column in range(2))
    noted = {siglum: columns.take(np.uint32, size) for siglum, size in leaning}
    is_lower, is_capital = columns.take(np.bool_, count), columns.take(np.bool_, count)
    away = tuple(PutAway(tuple(sigla), Block(*where)) for sigla, *where in groups)
    spellings = Spellings(columns.take(np.uint8, written).tobytes(), count)
    return Counted(
        Words(spellings, hashes, of_words, hashes_of_kinds, is_lower, is_capital, frames),
        counts,
        {rule: kinds[rule].of_rows(each) for rule, each in of_rules.items()},
        Groups((), away, _Archive(path.with_suffix(OF_GROUPS), kinds)),
        noted,
        {key: Seen(*each) for key, each in seen.items()},
    )


def _head(head: Any) -> bytes:
    """Return JSON after its length."""
    data = json.dumps(head, separators=(",", ":")).encode()
    data += b" " * (-len(data) % _SIZE)
    return len(data).to_bytes(_SIZE) + data


def _parted(data: memoryview) -> tuple[Any, "_Columns"]:
    """Return what `_head` made bytes of, and what stands behind it."""
    at = _SIZE + int.from_bytes(data[:_SIZE])
    return json.loads(bytes(data[_SIZE:at])), _Columns(data[at:])


def _bytes(numbers: Numbers) -> memoryview:
    return np.ascontiguousarray(numbers).view(np.uint8).data


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
