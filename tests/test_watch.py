"""``lint --watch``, as a real process: it runs again on changes, survives errors, and ends on Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from desk import GLOSSARY, Desk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
PATIENCE = 30
WATCHING = "watching for changes; Ctrl-C ends"


class Watcher:
    """A running ``lint --watch`` and what it has said so far."""

    def __init__(self, desk: Desk, *arguments: str) -> None:
        command = [sys.executable, "-m", "corrigenda", "lint", "--watch", "--output-format", "concise", *arguments]
        self.process = subprocess.Popen(
            command, cwd=desk.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        self.said: list[str] = []
        self._read = 0
        self._ear = Thread(target=self._listen, daemon=True)
        self._ear.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            for line in stream:
                self.said.append(line)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self._ear.join()

    def run(self) -> str:
        """Wait for the end of the next run, and return what it said."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            new = self.said[self._read :]
            for number, line in enumerate(new):
                if WATCHING in line:
                    self._read += number + 1
                    return "".join(new[:number])
            time.sleep(0.02)
        raise AssertionError("".join(self.said))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.usual(tmp_path, "Then Stalbrand spoke.\n")


@pytest.fixture
def watcher(desk: Desk) -> Iterator[Watcher]:
    started = Watcher(desk)
    yield started
    started.end()


def test_it_runs_again_on_each_change_and_ends_on_ctrl_c(desk: Desk, watcher: Watcher) -> None:
    assert "seeds/a.txt:1:6: G001 “Stalbrand”" in watcher.run()
    desk.write("seeds/a.txt", "Then Stalin spoke.\n")
    assert watcher.run() == "No findings in 1 file.\n"
    desk.write("seeds/b.txt", "A new file about Stalbrand.\n")
    assert "seeds/b.txt:1:18: G001" in watcher.run()
    desk.write("glossary.csv", GLOSSARY.replace("Stalbrand", "Nobody"))
    assert "G001" not in watcher.run()
    desk.write("corrigenda.toml", "paths = 5\n")
    assert "error: paths must be" in watcher.run()
    desk.write("corrigenda.toml", 'resp = "an editor"\n')
    assert "in 2 files" in watcher.run()
    desk.write("seeds/b.txt", b"\xff\xfe\xff")
    assert "seeds/b.txt" in watcher.run()
    desk.path("seeds/b.txt").unlink()
    assert "in 1 file" in watcher.run()
    watcher.process.send_signal(signal.SIGINT)
    assert watcher.process.wait(PATIENCE) == 0
    assert "Traceback" not in "".join(watcher.said)


def test_a_decision_is_a_change_and_nothing_runs_without_one(desk: Desk, watcher: Watcher) -> None:
    assert "Stalbrand" in watcher.run()
    time.sleep(1.2)
    assert WATCHING in watcher.said[-1]
    assert sum(WATCHING in line for line in watcher.said) == 1
    desk.decide(*desk.ids("Stalbrand"), "reject")
    assert watcher.run() == "No findings in 1 file.\n"


def test_standard_input_is_not_watched(desk: Desk) -> None:
    ran = desk.run("lint", "--watch", "-")
    assert (ran.code, "cannot be watched" in ran.err) == (2, True)
