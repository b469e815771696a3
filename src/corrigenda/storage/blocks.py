"""Bytes under a seal, which tells whether they are damaged, and blocks of them in a file to which more are added.

Who needs a few blocks reads no others, and what is there stays.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

from corrigenda.storage import files

_MOST = 2
"""How many times as large as what is needed of it a file may be."""

Parts = Sequence[bytes | memoryview]
"""Of bytes, one after another."""


@dataclass(frozen=True, slots=True)
class Block:
    """Where some bytes are in a file."""

    at: int
    size: int
    seal: str
    """A hash of them."""


def seal_of(*parts: bytes | memoryview) -> bytes:
    """Return a hash of parts as one."""
    seal = sha256()
    for part in parts:
        seal.update(part)
    return seal.digest()


def sealed(*parts: bytes | memoryview) -> bytes:
    """Return parts after a hash of them."""
    return b"".join((seal_of(*parts), *parts))


def unsealed(data: bytes) -> memoryview:
    """Return what `sealed` made bytes of, as one.

    Raises:
        ValueError: it is damaged.
    """
    size = sha256().digest_size
    rest = memoryview(data)[size:]
    if seal_of(rest) != data[:size]:
        raise ValueError("damaged")
    return rest


class Blocks:
    """A file of blocks; when most of it is needed no more, the others are written anew."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, block: Block) -> bytes:
        """Return the bytes of a block.

        Raises:
            OSError: the file cannot be read.
            ValueError: they are not there any more.
        """
        with self.path.open("rb") as file:
            file.seek(block.at)
            data = file.read(block.size)
        if seal_of(data).hex() != block.seal:
            raise ValueError("damaged")
        return data

    def added(self, kept: Sequence[Block], new: Sequence[Parts]) -> list[Block]:
        """Add new blocks, and return where those of the file that are kept are now, and then the new ones.

        They are given in parts, of which only one copy is made.

        Raises:
            OSError, InputError: the file cannot be written.
            ValueError: one that is to be kept is not there any more.
        """
        needed = sum(block.size for block in kept) + sum(map(_size, new))
        if kept and self.path.stat().st_size <= _MOST * needed:
            return [*kept, *_laid(new, self._append(b"".join(chain.from_iterable(new))))]
        every = [*((self.read(block),) for block in kept), *new]
        files.write_atomically(self.path, b"".join(chain.from_iterable(every)))
        return list(_laid(every, 0))

    def _append(self, data: bytes) -> int:
        """Write bytes at the end, wherever that is by now; return where they begin."""
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        try:
            if os.write(handle, data) < len(data):
                raise OSError("the disk is full")
            return os.lseek(handle, 0, os.SEEK_CUR) - len(data)
        finally:
            os.close(handle)


def _laid(blocks: Iterable[Parts], at: int) -> Iterator[Block]:
    """Yield where blocks are that stand one after another."""
    for parts in blocks:
        yield Block(at, _size(parts), seal_of(*parts).hex())
        at += _size(parts)


def _size(parts: Parts) -> int:
    return sum(map(len, parts))
