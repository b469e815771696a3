"""Numbers that are put away in a temporary file, so that memory does not grow with them."""

import tempfile
import weakref
from collections.abc import Sequence
from io import BytesIO
from typing import IO

import numpy as np

from corrigenda.counting.scan import Numbers

MOST = 1 << 31
"""Bytes that are put away, at the most."""

_MUCH = 1 << 20
"""Bytes of arrays that are not copied."""


class Attic:
    """Arrays of whole numbers by name; those for which there is no room are not kept."""

    def __init__(self, room: int = MOST) -> None:
        self._room = room
        self._places: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._end = 0
        self._file: IO[bytes] = BytesIO()
        try:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - it is closed when this goes
        except OSError:  # no folder for such files can be written to
            self._room = 0
        weakref.finalize(self, self._file.close)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def put(self, name: str, arrays: Sequence[Numbers]) -> None:
        """Put arrays of 32 bits away, unless there is no room."""
        size = sum(array.nbytes for array in arrays)
        if self._end + size > self._room:
            return
        try:
            self._file.seek(self._end)
            # one write takes half the time of several, but a copy of all
            parts = [np.concatenate(arrays)] if size < _MUCH else [array for array in arrays if len(array)]
            written = sum(self._file.write(part.data) for part in parts)
        except OSError:  # the disk is full: what is not kept is made again
            self._room = 0
            return
        if written == size:
            self._places[name] = (self._end, tuple(map(len, arrays)))
            self._end += size

    def get(self, name: str) -> list[Numbers]:
        """Return arrays that were put away.

        Raises:
            KeyError: nothing has this name.
            OSError: the file cannot be read any more.
        """
        begin, lengths = self._places[name]
        self._file.seek(begin)
        data = np.frombuffer(self._file.read(4 * sum(lengths)), np.int32)
        return np.split(data, np.cumsum(lengths)[:-1])
