"""The command line: whole sessions as data (``transcripts/``), and what only a real process shows.

Each file of ``transcripts/`` is one session. It begins with a sentence on what it shows; each part after that
begins with a line ``#### …``:

- ``#### file NAME``: a file of the project, written first; pictures such as ``␍`` and ``␛`` stand for control
  characters, a last line ``␄`` for there being no final LF;
- ``#### stdin``: what the next command reads;
- ``#### $ corrigenda …``: a command, and what it prints;
- ``#### stderr``, ``#### exit N``: what else it says, when that is not nothing and 0;
- ``#### edit NAME``: the file's new content, written between two commands;
- ``#### then NAME``: what a file holds at this point, ``(none)`` when there is none.

``UPDATE_TRANSCRIPTS=1 python -m pytest tests/test_cli.py`` writes what was said into the files; read the diff.
"""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Self
from unittest.mock import patch

import pytest
from desk import Desk

from corrigenda import __version__, cli
from corrigenda.deciding import journal

FOLDER = Path(__file__).parent / "transcripts"
UPDATE = os.environ.get("UPDATE_TRANSCRIPTS") == "1"
MARK = "#### "
CONTROLS = {number: 0x2400 + number for number in range(32) if chr(number) not in "\t\n"}
PICTURES = {picture: number for number, picture in CONTROLS.items()}
NO_NEWLINE = "\n␄\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a transcript."""

    kind: str
    name: str
    body: str

    @classmethod
    def read(cls, raw: str) -> Self:
        head, _, body = raw.partition("\n")
        kind, _, name = head.partition(" ")
        return cls(kind, name, body)

    def __str__(self) -> str:
        return self.body if self.kind == "comment" else f"{MARK}{self.kind} {self.name}".rstrip() + f"\n{self.body}"


def parts(text: str) -> list[Part]:
    comment, *rest = ("\n" + text).split("\n" + MARK)
    ended = [raw if raw.endswith("\n") or not raw else raw + "\n" for raw in rest]
    return [Part("comment", "", comment[1:] + "\n"), *(Part.read(raw) for raw in ended)]


def written(content: str) -> str:
    """Return text as a transcript holds it."""
    shown = content.translate(CONTROLS)
    return shown if not shown or shown.endswith("\n") else shown + NO_NEWLINE


def meant(body: str) -> str:
    """Return the text that the body of a transcript stands for."""
    return body.removesuffix(NO_NEWLINE).translate(PICTURES)


class Clock(datetime):
    """A clock that goes on by a second each time it is looked at."""

    ticks = count()

    @classmethod
    def now(cls, tz: object = None) -> Self:  # noqa: ARG003 - datetime's signature
        return cls(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=next(cls.ticks))


def played(desk: Desk, given: list[Part]) -> Iterator[Part]:
    """Yield the parts of a session as they come out when it is played."""
    stdin = ""
    for part in given:
        match part.kind:
            case "file" | "edit":
                desk.write(part.name, meant(part.body))
                yield part
            case "stdin":
                stdin = meant(part.body)
                yield part
            case "$":
                program, *arguments = shlex.split(part.name)
                assert program == "corrigenda"
                ran, stdin = desk.run(*arguments, stdin=stdin), ""
                yield Part("$", part.name, written(ran.out))
                if ran.err:
                    yield Part("stderr", "", written(ran.err))
                if ran.code:
                    yield Part("exit", str(ran.code), "")
            case "then":
                path = desk.path(part.name)
                yield Part("then", part.name, written(desk.read(part.name)) if path.exists() else "(none)\n")
            case "comment":
                yield part
            case _:
                assert part.kind in ("stderr", "exit"), part


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("apply --diff --output there --check", "--output, --diff and --check"),
        ("baseline --prune --reason why", "--prune and --reason"),
        ("lint --baseline known.csv --no-baseline", "--baseline and --no-baseline"),
        ("lint --engine dask --watch", "--engine dask and --watch"),
        ("lint --statistics --output-format json", "--statistics and --output-format json"),
        ("status --check --unused", "--unused and --check"),
        ("learn --config a.toml --isolated", "--config and --isolated"),
    ],
)
def test_options_of_which_one_would_be_passed_over_are_refused_in_one_way(
    command: str, names: str, tmp_path: Path
) -> None:
    desk = Desk.usual(tmp_path)
    before = desk.files()
    ran = desk.run(*command.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {names} exclude each other\nhelp: ")
    assert desk.files() == before


@pytest.mark.parametrize("case", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_transcript(case: Path, tmp_path: Path) -> None:
    expected = case.read_bytes().decode()
    identifiers = count(1)
    with (
        patch.object(Clock, "ticks", count()),
        patch.object(journal, "datetime", Clock),
        patch.object(journal.secrets, "token_hex", lambda _size: f"{next(identifiers):012}"),
    ):
        found = "".join(map(str, played(Desk(tmp_path), parts(expected))))
    if UPDATE:
        case.write_bytes(found.encode())
    else:
        assert found == expected


def test_transcripts_are_there_and_none_is_being_written() -> None:
    assert len(list(FOLDER.glob("*.txt"))) >= 15
    assert not (UPDATE and os.environ.get("CI")), "transcripts are not written where nobody reads the difference"


def corrigenda(*arguments: str, cwd: Path, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "corrigenda", *arguments]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=cwd, env={**os.environ, **environment}, **streams)


def test_version_and_help(tmp_path: Path) -> None:
    with corrigenda("--version", cwd=tmp_path) as process:
        out, err = process.communicate()
    assert (process.returncode, out.decode(), err) == (0, f"corrigenda, version {__version__}\n", b"")
    desk = Desk(tmp_path)
    shown = desk.run("--help")
    assert shown.code == 0
    for command in cli.cli.list_commands(None):
        assert f"\n  {command} " in shown.out
        ran = desk.run(command, "-h")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"Usage: corrigenda {command} ")


@pytest.mark.parametrize("family", ["glossary", "report", "cache"])
def test_the_help_of_a_family_cuts_no_sentence_off(tmp_path: Path, family: str) -> None:
    shown = Desk(tmp_path).run(family, "--help").out
    assert "..." not in shown.split("Commands:")[1]
    members = cli.cli.get_command(None, family).commands
    for name in members:
        assert f"\n  {name} " in shown


@pytest.mark.parametrize(
    "arguments",
    [("lnit",), ("lint", "--min-score", "2"), ("lint", "--fix"), ("lint", "--output-format", "xml"), ("explain",), ()],
    ids=" ".join,
)
def test_wrong_use_is_said_on_standard_error_and_exits_with_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = Desk.usual(tmp_path).run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "corrigenda" in ran.err
    assert "Traceback" not in ran.err


def test_a_rule_is_explained_by_its_name_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    ran = desk.run("explain", "near-name")
    assert (ran.code, ran.out) == (0, desk.run("explain", "g002").out)
    assert "no rule is called 'near-nam'" in desk.run("explain", "near-nam").err


@pytest.mark.parametrize(("typed", "meant"), [("lnit", "lint"), ("statsu", "status"), ("glosary", "glossary")])
def test_a_command_that_is_misspelled_is_told_which_one_may_be_meant(tmp_path: Path, typed: str, meant: str) -> None:
    ran = Desk(tmp_path).run(typed)
    assert ran.code == 2
    assert ran.err.endswith(f"No such command '{typed}'. Did you mean '{meant}'?\n")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "Stalbrand spoke of Stalbrand’s Stalbrand.\n" * 400)
    for output in ("text", "concise", "jsonl"):
        with corrigenda("lint", "--output-format", output, cwd=desk.folder) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
            process.stdout.close()
            err = process.stderr.read()
        assert err in (b"", b"1200 findings (1200 errors) in 1 file.\n")
        assert process.returncode != 0


def test_a_pipe_without_unicode_gets_escapes(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    for output in ("text", "concise"):
        with corrigenda("lint", "--output-format", output, cwd=desk.folder, PYTHONIOENCODING="ascii") as process:
            out, err = process.communicate()
        assert process.returncode == 1, err
        assert rb"\u2026" in out
    with corrigenda("lint", "--output-format", "jsonl", cwd=desk.folder, PYTHONIOENCODING="ascii") as process:
        out, err = process.communicate()
    assert "Stalbrand’s".encode() in out, "what other programs read is UTF-8 whatever the locale says"


def test_no_colour_but_on_a_terminal(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    for arguments in (("lint",), ("rules",), ("explain", "G001"), ("status",)):
        with corrigenda(*arguments, cwd=desk.folder, TERM="xterm-256color", CLICOLOR="1") as process:
            out, err = process.communicate()
        assert b"\x1b" not in out + err


def test_an_interrupted_run_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("corrigenda.acting.linting.lint_texts", interrupt)
    ran = Desk.usual(tmp_path).run("lint")
    assert (ran.code, ran.out, ran.err) == (130, "", "\nstopped\n")


_STOPPED_AS_IT_LOADS = """
import os, runpy, signal, sys

class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Stop())
runpy.run_module("corrigenda", run_name="__main__")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there, no process ends by a signal")
def test_a_program_that_is_stopped_while_it_loads_says_nothing() -> None:
    ran = subprocess.run([sys.executable, "-c", _STOPPED_AS_IT_LOADS], capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGINT, b"", b"")
