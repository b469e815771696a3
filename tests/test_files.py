"""Files are read whole and written whole, whatever happens meanwhile."""

import errno
import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NoReturn

import pytest

from corrigenda.errors import InputError
from corrigenda.storage import files

OLD, NEW = b"old\r\n\0", b"new\xff" * 5000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(OLD)
    return path


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def failing(number: int) -> Callable[..., NoReturn]:
    def fail(*_arguments: object, **_options: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_bytes_are_those_given(path: Path) -> None:
    files.write_atomically(path, NEW)
    assert path.read_bytes() == files.read_bytes(path) == NEW
    assert names(path.parent) == ["a.txt"]


def test_folders_are_made(tmp_path: Path) -> None:
    files.write_atomically(tmp_path / "b" / "c" / "d.txt", NEW)
    assert (tmp_path / "b/c/d.txt").read_bytes() == NEW


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_the_mode_of_a_file_that_is_replaced_is_kept(path: Path, mode: int) -> None:
    path.chmod(mode)
    with umask(0o077):
        files.write_atomically(path, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_has_the_mode_that_the_user_wants_for_new_files(tmp_path: Path) -> None:
    with umask(0o027):
        files.write_atomically(tmp_path / "b.txt", NEW)
        assert os.umask(0o027) == 0o027, "the mask is put back"
    assert stat.S_IMODE((tmp_path / "b.txt").stat().st_mode) == 0o640


@pytest.mark.parametrize("target", ["a.txt", "missing.txt", "/dev/null"])
def test_nothing_is_written_through_a_link(path: Path, target: str) -> None:
    link = path.parent / "link.txt"
    link.symlink_to(target)
    with pytest.raises(InputError, match="symbolic link"):
        files.write_atomically(link, NEW)
    assert link.readlink() == Path(target)
    assert path.read_bytes() == OLD
    assert names(path.parent) == ["a.txt", "link.txt"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
@pytest.mark.parametrize("call", ["os.replace", "os.fsync", "os.fchmod", "os.fdopen", "tempfile.mkstemp"])
@pytest.mark.parametrize("is_new", [False, True], ids=["replaced", "new"])
def test_a_failure_leaves_everything_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, is_new: bool
) -> None:
    if is_new:
        path.unlink()
    monkeypatch.setattr(call, failing(number))
    with pytest.raises(InputError, match=os.strerror(number)) as caught:
        files.write_atomically(path, NEW)
    monkeypatch.undo()
    assert caught.value.where == str(path)
    assert names(path.parent) == ([] if is_new else ["a.txt"])
    assert is_new or path.read_bytes() == OLD


@pytest.mark.parametrize("call", ["os.replace", "os.fsync", "tempfile.mkstemp"])
def test_of_several_files_the_first_is_written_when_there_is_room_for_all(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    second, third = path.parent / "b.txt", path.parent / "c.txt"
    module, name = call.split(".")
    usual, calls = getattr(__import__(module), name), iter(range(9))

    def fail_at_the_second(*arguments: object, **options: object) -> object:
        return failing(errno.ENOSPC)() if next(calls) == 1 else usual(*arguments, **options)

    monkeypatch.setattr(call, fail_at_the_second)
    with pytest.raises(InputError, match="No space left") as caught:
        files.write_all({path: NEW, second: NEW, third: NEW})
    monkeypatch.undo()
    assert caught.value.where == str(second)
    assert names(path.parent) == ["a.txt"]
    is_late = call == "os.replace"
    assert path.read_bytes() == (NEW if is_late else OLD)
    assert caught.value.help.startswith(f"these were written before it and stay: {path}" if is_late else "nothing was")


def test_an_interruption_leaves_everything_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("corrigenda.storage.files.os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write_atomically(path, NEW)
    assert path.read_bytes() == OLD
    assert names(path.parent) == ["a.txt"]


def test_a_file_system_that_cannot_sync_folders_is_no_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By then the file is the new one: to say that nothing was changed would be wrong."""
    usual = os.open

    def fail_for_folders(name: Path, flags: int, *arguments: int) -> int:
        return failing(errno.EINVAL)() if flags & os.O_DIRECTORY else usual(name, flags, *arguments)

    monkeypatch.setattr("os.open", fail_for_folders)
    files.write_atomically(path, NEW)
    monkeypatch.undo()
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("name", ["书" * 80 + ".txt", "𝕊" * 60 + ".txt", "x" * 251 + ".txt", "caf\udce9.txt"], ids=len)
def test_names_as_long_as_a_file_system_takes_are_written(tmp_path: Path, name: str) -> None:
    files.write_atomically(tmp_path / name, NEW)
    assert names(tmp_path) == [name]


def test_what_stands_in_the_way_is_named(path: Path) -> None:
    folder = path.parent / "folder"
    folder.mkdir()
    with pytest.raises(InputError, match="Is a directory"):
        files.write_atomically(folder, NEW)
    with pytest.raises(InputError, match=r"Not a directory|File exists"):
        files.write_atomically(path / "b.txt", NEW)
    assert names(path.parent) == ["a.txt", "folder"]
    assert names(folder) == []


@pytest.mark.parametrize("name", ["missing.txt", "folder", "a.txt/b.txt"])
def test_what_cannot_be_read_is_an_error_with_its_name(path: Path, name: str) -> None:
    (path.parent / "folder").mkdir()
    with pytest.raises(InputError) as caught:
        files.read_bytes(path.parent / name)
    assert caught.value.where == str(path.parent / name)


def test_a_reader_sees_the_old_bytes_or_the_new_ones(path: Path) -> None:
    seen: set[bytes] = set()
    has_ended = threading.Event()

    def read() -> None:
        while not has_ended.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(50):
            files.write_atomically(path, NEW)
            files.write_atomically(path, OLD)
    finally:
        has_ended.set()
        reader.join()
    assert seen <= {OLD, NEW}
    assert seen


def test_a_file_too_large_to_be_held_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "one-line.txt"
    with path.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(InputError, match="larger than 256 MiB") as refused:
        files.read_bytes(path)
    assert "one-line.txt" in refused.value.where
    assert "divide" in refused.value.help


def test_a_pipe_is_read_no_further_than_can_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    assert files.read(BytesIO(b"x" * 10), "<stdin>") == b"x" * 10
    endless = BytesIO(b"x" * 1000)
    with pytest.raises(InputError, match="larger than"):
        files.read(endless, "<stdin>")
    assert endless.tell() == 11


def test_a_named_pipe_is_read_to_its_end_however_it_comes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def write_in_parts() -> None:
        with pipe.open("wb", buffering=0) as file:
            for part in (b"St", b"a" * 100_000, b"lin"):
                file.write(part)

    writer = threading.Thread(target=write_in_parts)
    writer.start()
    data, stamp = files.read_stamped(pipe)
    writer.join()
    assert data == b"St" + b"a" * 100_000 + b"lin"
    assert stamp is None


def test_a_pipe_is_never_renamed_over_and_takes_a_report(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="not a regular file"):
        files.write_atomically(pipe, NEW)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    files.write_out(pipe, NEW)
    reader.join()
    assert read == [NEW]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    files.write_out(tmp_path / "report", NEW)
    assert (tmp_path / "report").read_bytes() == NEW
