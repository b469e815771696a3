"""What fails half-way: each call that changes a file is made to fail, and then to be the last one before a kill.

`Faults` stands in front of the calls by which files change. A command is run once for each of them; whatever
fails, every file afterwards is the old one or the new one, no answered decision is missing, and the same command
without the fault then brings about what it would have brought about at first.
"""

import errno
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch as patched

import pytest
from desk import Desk, Ran
from halfway import GLOSSARY, SCENES, TEXT, Case, ids, undecided

from corrigenda.deciding import journal, plan
from corrigenda.storage import files

ROOT = Path(__file__).parent.parent
CALLS = ("mkstemp", "fdopen", "fchmod", "fsync", "replace", "unlink", "open", "write")
KILLED = 99


class _File(io.FileIO):
    """A file opened for appending, whose writes are counted and may come to nothing or to half."""

    faults: "Faults"

    def write(self, data: Any) -> int:
        if self.faults.is_up("write"):
            super().write(bytes(data)[: len(data) // 2])
            self.faults.strike()
        return super().write(data)


class Faults:
    """Counts the calls that change files; the one with the number `strikes_at` does not come to its end.

    Args:
        strikes_at: which call, counted from 0.
        strike: what happens then; it does not return.
    """

    def __init__(self, strikes_at: int, strike: Callable[[], object]) -> None:
        self.left = strikes_at
        self.strike = strike
        self.struck = ""

    @property
    def counted(self) -> int:
        """How many calls there were; only with a number that never comes up."""
        return -1 - self.left

    def is_up(self, call: str) -> bool:
        if not self.struck and self.left == 0:
            self.struck = call
            return True
        self.left -= 1
        return False

    def guard(self, call: str, usual: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: Any, **options: Any) -> Any:
            if self.is_up(call):
                self.strike()
            return usual(*arguments, **options)

        return guarded

    @contextmanager
    def around(self) -> Iterator[None]:
        """Stand in front of the calls as long as the context lasts."""
        usual = Path.open

        def opened(path: Path, mode: str = "r", buffering: int = -1, **options: Any) -> Any:
            if mode != "a+b":
                return usual(path, mode, buffering, **options)
            if self.is_up("open"):
                self.strike()
            file = _File(path, mode)
            file.faults = self
            return file

        with (
            patched("tempfile.mkstemp", self.guard("mkstemp", __import__("tempfile").mkstemp)),
            patched("os.fdopen", self.guard("fdopen", os.fdopen)),
            patched("os.fchmod", self.guard("fchmod", os.fchmod)),
            patched("os.fsync", self.guard("fsync", os.fsync)),
            patched("os.replace", self.guard("replace", os.replace)),
            patched("pathlib.Path.unlink", self.guard("unlink", Path.unlink)),
            patched("pathlib.Path.open", opened),
        ):
            yield


def fail(number: int) -> Callable[[], object]:
    def strike() -> None:
        raise OSError(number, os.strerror(number))

    return strike


@pytest.fixture
def calls() -> Faults:
    """What counts the calls of the command that change files."""
    return Faults(-1, fail(0))


@pytest.fixture(params=SCENES, ids=lambda scene: scene.__name__)
def case(request: pytest.FixtureRequest, tmp_path: Path, calls: Faults) -> Case:
    return Case(tmp_path, request.param, calls.around())


def test_whatever_call_fails_nothing_is_lost_or_half(case: Case, calls: Faults) -> None:
    numbers = (errno.ENOSPC, errno.EACCES, errno.EIO)
    assert calls.counted >= 3
    for number in range(calls.counted):
        desk, command = case.anew()
        code = numbers[number % len(numbers)]
        faults = Faults(number, fail(code))
        with faults.around():
            ran = desk.run(*command)
        assert faults.struck in CALLS
        assert_told(ran, code)
        case.assert_nothing_is_half(desk, untidy=faults.struck == "unlink")
        case.assert_it_goes_on(desk, command)


def assert_told(ran: Ran, number: int) -> None:
    """See that a fault is told clearly, unless it was one of a folder's `fsync`, which is none."""
    if ran.code == 0:
        assert "error" not in ran.err
        return
    assert ran.code in (1, 2), ran.err
    assert os.strerror(number) in ran.err
    assert re.search("^error: cannot (write|delete) the (file|journal): ", ran.err, re.MULTILINE), ran.err
    assert "  --> " in ran.err
    assert "help: " in ran.err
    assert "Traceback" not in ran.err


def test_an_answer_about_several_texts_is_recorded_for_all_or_none(tmp_path: Path) -> None:
    def anew() -> tuple[Desk, list[str]]:
        desk = Desk.usual(tmp_path / str(next(numbers)), TEXT)
        desk.write("glossary.csv", GLOSSARY)
        desk.write("seeds/b.txt", TEXT)
        return desk, ["decide", *ids(desk, "Kamenyev"), "admit", "--term", "Kamenev"]

    numbers = iter(range(1000))
    outcomes = set()
    for number in range(1000):
        desk, command = anew()
        before = desk.files()
        faults = Faults(number, fail(errno.ENOSPC))
        with faults.around():
            ran = desk.run(*command)
        if not faults.struck:
            break
        outcomes.add(ran.code)
        if ran.code == 2:
            after = {name: data for name, data in desk.files().items() if data}  # a journal may be empty
            assert after == before, faults.struck
        else:
            assert "Kamenyev" in desk.read("glossary.csv")
            assert [desk.verdicts(f"seeds/{name}.txt") for name in "ab"] == [[("Kamenyev", "admit")]] * 2
    assert outcomes == {0, 1, 2}


def test_killed_before_any_call_nothing_is_lost_or_half(case: Case, calls: Faults) -> None:
    """As SIGKILL would: no cleaning up, no unwinding; only temporary files may stay."""
    for number in range(calls.counted):
        desk, command = case.anew()
        child = os.fork()
        if child == 0:  # pragma: no cover - measured in the parent
            try:
                with Faults(number, lambda: os._exit(KILLED)).around():
                    desk.run(*command)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
        case.assert_nothing_is_half(desk, untidy=True)
        case.assert_it_goes_on(desk, command)


def test_a_torn_line_is_cut_off_by_the_next_answer(tmp_path: Path) -> None:
    """The journal of a power cut: half a line at the end is left out with a warning, and gone after the next one."""
    desk = Desk.usual(tmp_path, TEXT)
    desk.write("glossary.csv", GLOSSARY)
    desk.decide(*ids(desk, "Stalbrand"), "accept")
    name = "corrections/seeds/a.txt.journal.jsonl"
    whole = desk.path(name).read_bytes()
    desk.write(name, whole + whole[:100])
    ran = desk.run("status")
    assert ran.code == 0
    assert "the last line was cut off" in ran.err
    desk.decide(*ids(desk, "Lenyn"), "accept")
    assert desk.path(name).read_bytes().startswith(whole)
    assert [verdict for _, verdict in desk.verdicts()] == ["accept"] * 3


def test_a_text_that_changes_while_it_is_corrected_is_not_overwritten(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, TEXT)
    desk.write("glossary.csv", GLOSSARY)
    desk.write("seeds/b.txt", "Lenyn went.\n")
    desk.decide(*ids(desk, "Lenyn"), "accept")
    usual = plan.apply

    def meddle(*arguments: Any) -> bytes:
        desk.write("seeds/b.txt", "Lenyn went home.\n")
        return usual(*arguments)

    for options in ((), ("--in-place",)):
        desk.write("seeds/b.txt", "Lenyn went.\n")
        with patched("corrigenda.deciding.plan.apply", meddle):
            ran = desk.run("apply", *options)
        assert ran.code == 1
        assert "seeds/b.txt" in ran.err
        assert "the text was changed while the corrections were made" in ran.err
        assert desk.read("seeds/b.txt") == "Lenyn went home.\n"
        assert desk.read("seeds/a.txt") == TEXT
        assert not desk.path("corrected").exists()


def test_a_text_that_changed_since_it_was_decided_is_corrected_where_the_places_are_found(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, TEXT)
    desk.write("glossary.csv", GLOSSARY)
    desk.decide(*ids(desk, "Lenyn"), "accept")
    desk.write("seeds/a.txt", "A preface.\n" + TEXT)
    assert desk.run("apply").code == 0
    assert desk.read("corrected/seeds/a.txt") == "A preface.\n" + TEXT.replace("Lenyn", "Lenin")
    desk.write("seeds/a.txt", TEXT.replace("Lenyn", "Somebody"))
    before = desk.files()
    ran = desk.run("apply", "--output", "other")
    assert ran.code == 1
    assert "no place in the text" in ran.err
    assert desk.files() == before


def test_a_text_that_vanished_is_named_and_stops_no_other(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, TEXT)
    desk.write("glossary.csv", GLOSSARY)
    desk.write("seeds/b.txt", "Lenyn went.\n")
    usual = files.read_stamped

    def vanish(path: Path) -> tuple[bytes, files.Stamp | None]:
        if path.name == "a.txt":
            path.unlink()
        return usual(path)

    with patched("corrigenda.storage.files.read_stamped", vanish):
        ran = desk.run("lint", "--output-format", "concise")
    assert ran.code == 2
    assert "cannot read the file: No such file or directory\n  --> seeds/a.txt" in ran.err
    assert "seeds/b.txt:1:1: G001" in ran.out


@pytest.mark.parametrize("below", ["", "seeds/closed"], ids=["the folder named", "a folder below it"])
def test_a_folder_that_may_not_be_read_is_named_and_stops_no_other(tmp_path: Path, below: str) -> None:
    desk = Desk.usual(tmp_path, TEXT)
    desk.write("seeds/closed/b.txt", TEXT)
    usual = os.scandir

    def refuse(path: str) -> Any:
        if Path(path) == Path(below or "seeds"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return usual(path)

    with patched("os.scandir", refuse):
        ran = desk.run("lint", "--output-format", "concise", "seeds")
    assert ran.code == 2
    assert f"cannot read the folder: Permission denied\n  --> {below or 'seeds'}" in ran.err
    assert ("seeds/a.txt:1:6: G001" in ran.out) is bool(below)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("form", ["text", "concise", "json", "jsonl"])
def test_output_that_cannot_be_written_is_an_error_without_a_traceback(tmp_path: Path, form: str) -> None:
    desk = Desk.usual(tmp_path, TEXT)
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "corrigenda", "lint", "--output-format", form]
        ran = subprocess.run(command, cwd=desk.folder, stdout=full, stderr=subprocess.PIPE, check=False, env=_env())
    assert ran.returncode == 2
    assert ran.stderr.count(b"error: cannot write the output: No space left on device") == 1
    assert b"Traceback" not in ran.stderr
    assert b"Exception" not in ran.stderr


def test_streams_that_are_closed_are_no_error_and_lose_no_decision(tmp_path: Path) -> None:
    """A journal opened in the place of standard output would have the report of the command written into it."""
    desk = Desk.usual(tmp_path, TEXT)
    desk.write("glossary.csv", GLOSSARY)
    arguments = " ".join(undecided(desk))
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        command = f'"{sys.executable}" -m corrigenda {arguments} {closed}'
        ran = subprocess.run(["/bin/sh", "-c", command], cwd=desk.folder, capture_output=True, check=False, env=_env())
        assert (ran.returncode, ran.stdout) == (0, b"")
        assert b"Traceback" not in ran.stderr
    assert [verdict for _, verdict in desk.verdicts()] == ["accept"] * 2
    journal.read(desk.path("corrections/seeds/a.txt.journal.jsonl"), "seeds/a.txt")


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "Stalbrand spoke.\n" * 3000)
    for form in ("concise", "jsonl"):
        command = [sys.executable, "-m", "corrigenda", "lint", "--output-format", form]
        with subprocess.Popen(
            command, cwd=desk.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_env()
        ) as child:
            assert child.stdout is not None
            assert child.stderr is not None
            assert child.stdout.readline()
            child.stdout.close()
            assert b"Traceback" not in child.stderr.read()


def test_a_journal_that_cannot_be_written_stops_the_review_and_says_so(tmp_path: Path) -> None:
    pytest.importorskip("pexpect")
    from terminal import Terminal  # noqa: PLC0415 - needs pexpect

    desk = Desk.usual(tmp_path, TEXT)
    desk.write("glossary.csv", GLOSSARY)
    name = desk.path("corrections/seeds/a.txt.journal.jsonl")
    with Terminal([sys.executable, "-m", "corrigenda", "review"], cwd=desk.folder, env=_env()) as terminal:
        terminal.wait_for("review  1 of ")
        terminal.send("y")
        terminal.wait_for("review  2 of ")
        kept = name.read_bytes()
        name.unlink()
        name.mkdir()
        terminal.send("y")
        assert terminal.end() == 2
        shown = terminal.text()
        assert "error: not a regular file" in shown
        assert "Traceback" not in shown
    name.rmdir()
    name.write_bytes(kept)
    assert len(desk.journal()) == 1


def test_an_interrupted_command_ends_with_130_and_loses_nothing(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, TEXT)
    desk.write("glossary.csv", GLOSSARY)
    command = undecided(desk)

    def interrupt() -> None:
        signal.raise_signal(signal.SIGINT)

    for number in range(12):
        faults = Faults(number, interrupt)
        with faults.around():
            ran = desk.run(*command)
        assert ran.code in (0, 130), ran.err
        assert "Traceback" not in ran.err
        assert not list(desk.folder.rglob("*.tmp"))
        if faults.struck == "":
            break
    assert [verdict for _, verdict in desk.verdicts()] == ["accept"] * 2


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), os.environ.get("PYTHONPATH", "")))}
