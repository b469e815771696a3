"""Two writers at once: the second is told who the first is, and a dead one is no obstacle."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corrigenda.errors import CorrigendaError, InputError
from corrigenda.storage import lock

HOLDER = """
import sys, time
from pathlib import Path
from corrigenda.storage import lock
with lock.hold(Path(sys.argv[1]), "review"):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(folder: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_is_told_who_holds_the_corrections(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        with (
            pytest.raises(CorrigendaError, match=f"process {first.pid} on .* runs “corrigenda review”"),
            lock.hold(tmp_path, "decide"),
        ):
            pass
        first.kill()


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_lock_left_behind_is_taken_over(tmp_path: Path, end: signal.Signals) -> None:
    with holder(tmp_path) as first:
        first.send_signal(end)
        first.wait()
    assert (tmp_path / lock.NAME).exists()
    with lock.hold(tmp_path, "decide"):
        assert (tmp_path / lock.NAME).read_text(encoding="utf-8").startswith(f"{os.getpid()} ")
    assert not (tmp_path / lock.NAME).exists()


def test_it_is_released_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="within"), lock.hold(tmp_path, "decide"):
        raise ValueError("within")
    with lock.hold(tmp_path, "decide"):
        pass


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("kept", encoding="utf-8")
    (tmp_path / lock.NAME).symlink_to(target)
    with pytest.raises(InputError, match="cannot lock"), lock.hold(tmp_path, "decide"):
        pass
    assert target.read_text(encoding="utf-8") == "kept"


def test_a_full_disk_is_told_with_the_name_of_the_lock_and_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(lock.os, "write", full)
    folder = tmp_path / "corrections"
    with pytest.raises(InputError) as caught, lock.hold(folder, "decide"):
        pass
    assert "cannot lock the corrections: No space left on device" in str(caught.value)
    assert f"--> {folder / lock.NAME}\n" in str(caught.value)
    assert "make room" in str(caught.value)
    assert not folder.exists()
