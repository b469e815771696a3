"""One writer at a time: who holds the folder of corrections, and how a lock left behind is recovered."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corrigenda.errors import CorrigendaError, InputError
from corrigenda.storage import files
from corrigenda.texts.visible import visible

try:
    import fcntl
except ImportError:  # pragma: no cover - there is no such module on Windows, and no lock
    fcntl = None  # type: ignore[assignment]

NAME = ".lock"
"""The file in the folder of corrections that is locked; it holds the process id, the machine and the command."""


@contextmanager
def hold(folder: Path, command: str) -> Iterator[None]:
    """Hold the folder of corrections while the body runs.

    The operating system releases the lock when the process ends, however it ends, so that a lock cannot be left
    behind: a file without a holder is simply taken over.

    Raises:
        CorrigendaError: another process holds it; the message names it.
        InputError: the folder cannot be written to.
    """
    path = folder / NAME
    is_new = not folder.exists()
    handle = _locked(path)
    try:
        try:
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()} {platform.node() or '?'} corrigenda {command}\n".encode())
        except OSError as error:
            raise _refused(path, error) from error
        yield
    finally:
        try:
            with suppress(OSError):  # what is left behind is taken over by the next
                path.unlink()
        finally:
            os.close(handle)
        if is_new:
            with suppress(OSError):  # it stays if anything was written to it
                folder.rmdir()


def _locked(path: Path) -> int:
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        except OSError as error:
            raise _refused(path, error) from error
        if fcntl is None:  # pragma: no cover
            return handle
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(handle, 200).decode("utf-8", "replace").strip()
            os.close(handle)
            raise CorrigendaError(
                f"these corrections are in use: {_told(holder)}",
                where=visible(str(path)),
                help="end the other command first; nothing was changed",
            ) from error
        if _is_at(path, handle):
            return handle
        os.close(handle)  # the holder before us removed the file that we had opened


def _refused(path: Path, error: OSError) -> InputError:
    return InputError(
        f"cannot lock the corrections: {error.strerror or error}",
        where=visible(files.shown(path)),
        help=f"nothing was changed; {files.remedy(error)}",
    )


def _is_at(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _told(holder: str) -> str:
    process, _, rest = holder.partition(" ")
    machine, _, command = rest.partition(" ")
    if not command:
        return "another process holds them"
    return f"process {visible(process)} on {visible(machine)} runs “{visible(command)}”"
