"""Files, read whole and written whole: a reader sees the old bytes or the new ones, never half."""

import errno
import os
import stat
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Self

from corrigenda.errors import InputError
from corrigenda.texts.visible import visible

MOST_BYTES = 256 * 2**20
"""Bytes of the largest file that is read: each is held whole, with its words, in about thirty times the memory."""
_SETTLED = 3
"""Seconds; the coarsest file systems tell the times of files in steps of two."""
_LONGEST = 40
"""Letters of a file's name that its temporary sibling is called by: of four bytes each they still fit in a name."""

Stamp = tuple[int, int, int, int, int]
"""What the file system says of a file: as long as it says the same, the bytes are the same (git's index trusts it)."""


def shown(path: Path) -> str:
    """Return how a message names a file: relative to the folder one is in, where it lies below it."""
    whole, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        InputError: there is no such file, it is a folder, it is larger than `MOST_BYTES`, or it may not be read.
    """
    return read_stamped(path)[0]


def read_if_there(path: Path) -> bytes:
    """Return the bytes of a file that may still have to be made: none where there is no such file.

    Raises:
        InputError: as `read_bytes`.
    """
    return read_bytes(path) if path.exists() else b""


def read_stamped(path: Path) -> tuple[bytes, Stamp | None]:
    """Return the bytes of a file with their stamp; None where another change of them might not show in it.

    Raises:
        InputError: as `read_bytes`.
    """
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - by the thousand, and this takes half the time
            before = os.fstat(file.fileno())
            if before.st_size > MOST_BYTES:
                raise _too_large(visible(str(path)))
            data = file.read(before.st_size + 1)  # a buffer for the largest file would be made anew each time
            if len(data) != before.st_size:  # it changes, comes in parts, or has no size
                rest = BufferedReader(file)  # closes the file as it goes
                data += read(rest, visible(str(path)))
            stamp = _stamp(before)
            is_sure = stamp == _stamp(os.fstat(file.fileno())) and _is_settled(before)
    except (OSError, ValueError) as error:  # of a name that no file can have
        raise InputError(
            f"cannot read the file: {getattr(error, 'strerror', None) or error}",
            where=visible(str(path)),
            help="check the name and that you may read it",
        ) from error
    return data, stamp if is_sure else None


def stamp(name: str) -> Stamp | None:
    """Return what the file system says of a file now; None where it says nothing.

    >>> stamp("") is None
    True
    """
    with suppress(OSError, ValueError):
        return _stamp(os.stat(name))  # noqa: PTH116 - by the thousand, and a path takes as long again to make
    return None


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _is_settled(status: os.stat_result) -> bool:
    """Say whether a file was last changed so long ago that one more change gets another time, however coarse these."""
    return stat.S_ISREG(status.st_mode) and time.time() - max(status.st_mtime, status.st_ctime) > _SETTLED


def read(file: BinaryIO, where: str) -> bytes:
    """Return all bytes of an open file, which `where` names in messages.

    Raises:
        InputError: there are more than `MOST_BYTES`.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise _too_large(where)
    return data


def _too_large(where: str) -> InputError:
    return InputError(
        f"larger than {MOST_BYTES // 2**20} MiB, and a file is held whole in memory",
        where=where,
        help="divide it into several files",
    )


def remedy(error: OSError) -> str:
    """Return what to do about an error met in writing, in words for its help.

    >>> remedy(OSError(errno.ENOSPC, "No space left on device")), remedy(PermissionError())
    ('make room on the disk', 'check that you may write there')
    """
    is_full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    return "make room on the disk" if is_full else "check that you may write there"


def write_out(path: Path, data: bytes) -> None:
    """Write a report: into a device or pipe such as ``/dev/null`` as it is, over anything else by `write_atomically`.

    Raises:
        InputError: it cannot be written.
    """
    if not path.exists() or path.is_file() or path.is_dir():
        write_atomically(path, data)
        return
    try:
        with path.open("wb") as stream:
            stream.write(data)
    except OSError as error:
        raise InputError(
            f"cannot write the file: {error.strerror or error}",
            where=visible(str(path)),
            help="check the name and its rights",
        ) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to a sibling of `path` and rename it over `path`, so that no half file is ever seen.

    Folders are made as needed; the mode of a file that is replaced is kept; a symbolic link is refused,
    so that nothing outside of the folder is written through it.

    Raises:
        InputError: the file cannot be written (full disk, read-only folder, a link in the way).
    """
    with Staged(path, data) as staged:
        staged.place()


def write_all(wanted: Mapping[Path, bytes]) -> None:
    """Write several files as `write_atomically`, the first of them only when there is room for all.

    Raises:
        InputError: one cannot be written; nothing was changed, or the error names those that were written.
    """
    with ExitStack() as stack:
        staged = [stack.enter_context(Staged(path, data)) for path, data in wanted.items()]
        for number, each in enumerate(staged):
            try:
                each.place()
            except InputError as error:
                if not number:
                    raise
                names = ", ".join(visible(shown(done)) for done in list(wanted)[:number])
                advice = f"these were written before it and stay: {names}"
                raise InputError(error.message, where=error.where, help=advice) from error


class Staged:
    """Bytes that are on disk beside the file they are to become, under another name until they are put in its place.

    As a context, they are deleted at its end unless they were put there.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        """Write the bytes.

        Raises:
            InputError: as `write_atomically`.
        """
        self._path = path
        try:
            _check_place(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._temporary = _written(path, data)
        except OSError as error:
            raise _unwritable(path, error) from error

    def place(self) -> None:
        """Rename them over the file.

        Raises:
            InputError: that cannot be done; the file is as it was.
        """
        try:
            os.replace(self._temporary, self._path)  # noqa: PTH105 - the atomic rename is meant
        except OSError as error:
            raise _unwritable(self._path, error) from error
        sync_folder(self._path.parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(OSError):
            self._temporary.unlink(missing_ok=True)


def _check_place(path: Path) -> None:
    if path.is_symlink():
        raise InputError(
            "will not write through a symbolic link",
            where=visible(str(path)),
            help="name the file it points to, or remove the link",
        )
    if path.exists() and not path.is_file() and not path.is_dir():
        raise InputError(
            "not a regular file, and the rename would put one in its place",
            where=visible(str(path)),
            help="name another file",
        )


def _written(path: Path, data: bytes) -> Path:
    """Return a sibling of `path` that has the bytes on disk and the mode that `path` has or is to have."""
    import tempfile  # noqa: PLC0415 - loads four packers, and most runs write nothing

    mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:_LONGEST]}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if hasattr(os, "fchmod"):  # not on Windows before Python 3.13
                os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Path(temporary)


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"cannot write the file: {error.strerror or error}",
        where=visible(str(path)),
        help=f"nothing was changed; {remedy(error)}, or choose another place",
    )


def remove(path: Path) -> None:
    """Delete a file, if there is one.

    Raises:
        InputError: it cannot be deleted.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot delete the file: {error.strerror or error}",
            where=visible(str(path)),
            help="check that you may write in its folder, or delete it by hand",
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def sync_folder(folder: Path) -> None:
    """Have the names in `folder` on disk when this returns, not only the files' contents.

    Some file systems cannot; what was written stands all the same, so that this is no error.
    """
    if not hasattr(os, "O_DIRECTORY"):  # Windows has no such flag, and needs none
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
