"""The bar of long runs, on terminals only, and the times of the stages."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pyte
import pytest
from desk import TEXT, Desk

from corrigenda.acting import progress
from corrigenda.acting.progress import Bar, Profile

AT_ONCE = """
import sys
from corrigenda.acting import progress
progress._PATIENCE = float(sys.argv.pop(1))
progress._INTERVAL = 0
from corrigenda.cli import main
main()
"""
"""Runs a command that thinks a run long after as many seconds as its first argument says."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk.usual(tmp_path)
    for number in range(30):
        desk.write(f"seeds/{number}.txt", TEXT)
    return desk


def shown(desk: Desk, patience: float, *arguments: str) -> str:
    """Return all that a lint run sends to its terminal."""
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    child = pexpect.spawn(
        sys.executable,
        ["-c", AT_ONCE, str(patience), "lint", *arguments],
        cwd=str(desk.folder),
        env={**environment, "TERM": "xterm-256color"},
        dimensions=(24, 120),
        timeout=60,
    )
    return str(child.read().decode())


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_long_run_shows_how_far_it_is_and_takes_the_bar_away(desk: Desk, jobs: str) -> None:
    found = len(desk.lint())
    sent = shown(desk, 0, "--jobs", jobs, "--no-cache", "--statistics", "--output-file", "report.txt")
    drawn = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", sent)
    assert "Counting words" in drawn
    assert "Checking" in drawn
    assert "of 31 files" in drawn
    assert f"31 of 31 files  0.0 of 0.0 MB  {found} findings" in drawn
    assert re.search(r"\b0:00:0\d, 0:00:00 left\b", drawn)
    screen = pyte.Screen(120, 24)
    pyte.Stream(screen).feed(sent)
    assert [line.strip() for line in screen.display if line.strip()] == [
        f"{found} findings (155 errors, 31 warnings) in 31 files."
    ]


def test_a_cluster_shows_it_as_well(desk: Desk) -> None:
    found = len(desk.lint())
    sent = shown(desk, 0, "--engine", "dask", "--output-format", "jsonl", "--output-file", "findings.jsonl")
    drawn = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", sent)
    assert "Counting words" in drawn
    assert f"31 of 31 files  0.0 of 0.0 MB  {found} findings" in drawn


def test_the_time_left_is_told_by_what_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    told: list[str] = []
    bar = Bar(4, 4_000_000)
    monkeypatch.setattr(bar, "_is_shown", True)
    monkeypatch.setattr(
        "rich.progress.Progress.update",
        lambda _self, _task, **fields: told.append(f"{fields['spent']}, {fields['left']} left"),
    )
    monkeypatch.setattr("rich.progress.Progress.refresh", lambda _self: None)
    with bar:
        bar.watch("count", 0, 0, 0)
        now += 2
        bar.watch("count", 4, 4_000_000, 0)
        bar.watch("check", 0, 0, 0)
        now += 60
        bar.watch("check", 1, 1_000_000, 7)
        now += 60
        bar.watch("check", 1, 1_000_000, 7)
    assert told == ["0:00:02, 0:00:02 left", "0:01:02, 0:03:00 left", "0:02:02, 0:02:00 left"]


def test_a_short_run_shows_none(desk: Desk) -> None:
    assert "Checking" not in shown(desk, 1000, "--jobs", "1")


def test_what_is_no_terminal_gets_none(desk: Desk) -> None:
    command = [sys.executable, "-c", AT_ONCE, "0", "lint", "--no-cache", "--exit-zero", "--statistics"]
    ran = subprocess.run(command, cwd=desk.folder, capture_output=True, text=True, check=True)
    assert ran.stdout
    assert "Checking" not in ran.stderr
    assert "\x1b" not in ran.stderr


def test_profile_gives_seconds_and_speed_of_each_stage_on_standard_error(desk: Desk) -> None:
    plain, profiled = desk.run("lint", "--no-cache"), desk.run("lint", "--no-cache", "--profile")
    assert profiled.out == plain.out
    assert profiled.code == plain.code
    head, *rows = profiled.err.removeprefix(plain.err).rstrip("\n").split("\n")
    assert head.split() == ["stage", "seconds", "MB/s"]
    assert [row.split()[0] for row in rows] == ["texts", "journals", "glossary", "count", "check", "report", "all"]
    seconds = [float(row.split()[1]) for row in rows]
    assert sum(seconds[:-1]) == pytest.approx(seconds[-1], abs=0.005)
    assert all(re.fullmatch(r"\w+ +\d+\.\d{3}( +[\d,]+\.\d)?", row) for row in rows)


def test_time_is_put_down_to_the_stage_it_was_spent_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    times = iter([10.0, 12.0, 13.0, 17.0])
    monkeypatch.setattr("time.perf_counter", lambda: next(times))
    profile = Profile()
    for stage in ("read", "check", "read", ""):
        profile.turn(stage)
    profile.show(12_000_000)
    assert [row.split() for row in capsys.readouterr().err.strip().split("\n")[1:]] == [
        ["read", "6.000", "2.0"],
        ["check", "1.000", "12.0"],
        ["all", "7.000", "1.7"],
    ]
