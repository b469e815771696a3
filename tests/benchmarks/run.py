"""How fast it is, beside its peers: ``pip install typos codespell; python tests/benchmarks/run.py``, by hand.

All programs work on the same made-up books (corpus.py), one after another, several rounds of all; what counts is the
median of the CPU seconds of the whole process, children included, and its ratio to a peer's in the same rounds.
`results.tsv` keeps what came of it, newest first, and the README's table is made of it.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from corrigenda.deciding.decision import Decision, Verdict
from corrigenda.deciding.journal import Journal, path_for
from corrigenda.formats.plain import decode
from corrigenda.texts.text import Span

_CORPUS = Path(__file__).with_name("corpus.py")
TABLE = Path(__file__).with_name("results.tsv")
ROOT = Path(__file__).parents[2]
HEAD = "date\tcommit\tmachine\twork\tprogram\tseconds\tratio\tto\tmegabytes"
LINT = (
    "lint",
    "--isolated",
    "--output-format",
    "jsonl",
    "--output-file",
    "findings.jsonl",
    "--exit-zero",
)
_NAMES_ALONE = ("--select", "G,C")
_PROGRAM = (sys.executable, "-m", "corrigenda")
_ONE_CORE = ("--jobs", "1", "--no-cache")
_CLUSTER = "corrigenda lint --engine dask"
_EMPTY = (1, 4_001)
_TASKS = """
from distributed import Client
if __name__ == "__main__":
    with Client(processes=True, threads_per_worker=1, dashboard_address=None) as client:
        client.gather(client.map(abs, range({}), pure=False))
"""
_TERABYTE = 1_000_000
"""Megabytes."""
_WORKERS = (1, 16, 256)
_UNIT = 32
"""Megabytes of a task of much text; see `corrigenda.running.cluster`."""
_TASKS_A_UNIT = 2.1
"""Counting, checking, and a sixteenth of adding up."""
_EMENDATIONS = 10_000
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""A program that is installed has its bytecode, and so has what is measured, from its first run on."""
_NOWHERE = subprocess.DEVNULL
_FOUND = {0, 1, 2, 65}
"""Exit codes of a linter that did its work; codespell says 65 when it found something."""


@dataclass(frozen=True)
class Run:
    """What one run of a command took."""

    seconds: float
    """CPU, of the process and its children."""
    wall: float
    peak: float
    """Megabytes (2^20 bytes) of memory, at the most, of one process."""


def run(command: Sequence[str], folder: Path) -> Run:
    """Return what a command took in a folder.

    Raises:
        subprocess.CalledProcessError: it failed; that it found something is no failure.
    """
    before = datetime.now(UTC)
    process = subprocess.Popen(command, cwd=folder, env=_ENVIRONMENT, stdin=_NOWHERE, stdout=_NOWHERE, stderr=_NOWHERE)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in _FOUND:
        raise subprocess.CalledProcessError(process.returncode, command)
    wall = (datetime.now(UTC) - before).total_seconds()
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


@dataclass(frozen=True)
class Work:
    """Programs to be compared on one thing; the first is what the others are measured by."""

    name: str
    folder: Path
    commands: dict[str, Sequence[str]]
    before: Callable[[], None] = lambda: None
    """What is done before each round."""
    wall: bool = False
    """Whether the time on the clock counts, not that of the processor: where several work at once."""


def measured(work: Work, rounds: int) -> Iterator[dict[str, str]]:
    """Yield a row of the table for each program."""
    runs: dict[str, list[Run]] = {name: [] for name in work.commands}
    for _round in range(rounds):
        work.before()
        for name, command in work.commands.items():
            runs[name].append(run(command, work.folder))
    times = {name: median(each.wall if work.wall else each.seconds for each in done) for name, done in runs.items()}
    yardstick = next(iter(work.commands))
    for name, done in runs.items():
        yield {
            "work": work.name,
            "program": name,
            "seconds": f"{times[name]:.2f}",
            "ratio": f"{times[name] / times[yardstick]:.2f}",
            "to": yardstick,
            "megabytes": f"{max(each.peak for each in done):.0f}",
        }


def works(folder: Path, names: Sequence[int], megabytes: int) -> Iterator[Work]:
    """Yield what is measured; the texts are made on the way."""
    count = 20 * megabytes
    for each in names:
        books = folder / f"{each}"
        # in a process of its own: what this one holds would count as the least that any program takes
        sizes = ("--megabytes", str(megabytes), "--files", str(count), "--names", str(each))
        subprocess.run((sys.executable, str(_CORPUS), str(books), *sizes), check=True)
        listed = sorted(f"books/{path.name}" for path in (books / "books").iterdir())
        every = (*_PROGRAM, *LINT, "--glossary", "glossary.csv")
        lint = (*every, *_NAMES_ALONE)
        commands: dict[str, Sequence[str]] = {
            "typos -j1": ("typos", "-j1", "books"),
            "wc -w": ("wc", "-w", *listed),
            "corrigenda lint": (*lint, *_ONE_CORE, "books"),
        }
        if each == names[0]:
            commands["corrigenda lint, all rules"] = (*every, *_ONE_CORE, "books")
            commands["codespell"] = ("codespell", "books")
        yield Work(f"{megabytes} MB in {count:,} files, {each:,} names", books, commands)
    books = folder / f"{names[0]}"
    every = (*_PROGRAM, *LINT, "--glossary", "glossary.csv")
    lint = (*every, *_NAMES_ALONE)
    with (books / "one.txt").open("wb") as whole:
        for path in sorted((books / "books").iterdir()):
            whole.write(path.read_bytes())
    one = {"typos -j1": ("typos", "-j1", "one.txt"), "corrigenda lint": (*lint, *_ONE_CORE, "one.txt")}
    yield Work(f"{megabytes} MB in one file, {names[0]:,} names", books, one)
    (books / "one.txt").unlink()
    spread = {
        "corrigenda lint --jobs 1": (*lint, "--no-cache", "--jobs", "1", "books"),
        "corrigenda lint --jobs 2": (*lint, "--no-cache", "--jobs", "2", "books"),
        _CLUSTER: (*lint, "--engine", "dask", "books"),
    }
    yield Work(f"{megabytes} MB in {count:,} files, {os.cpu_count()} workers, by the clock", books, spread, wall=True)
    several = {f"corrigenda lint --jobs {jobs}": (*every, "--no-cache", "--jobs", jobs, "books") for jobs in ("1", "2")}
    yield Work(f"{megabytes} MB in {count:,} files, all rules, by the clock", books, several, wall=True)
    cached = ("env", "CORRIGENDA_CACHE_DIR=cache", *lint, "--cache", "--jobs", "1")
    again = {
        "corrigenda lint, first": (*cached, "books"),
        "again": (*cached, "books"),
        "again, one text changed": (
            "sh",
            "-c",
            'echo changed >>"$1" && shift && exec "$@"',
            "sh",
            listed[0],
            *cached,
            "books",
        ),
    }
    kept = books / "cache"
    yield Work(
        f"{megabytes} MB in {count:,} files, with the cache",
        books,
        again,
        before=lambda: shutil.rmtree(kept, ignore_errors=True),
    )
    tasks = {f"{number:,} empty tasks of Dask": _python(_TASKS.format(number)) for number in _EMPTY}
    yield Work("what a cluster's scheduler takes, by the clock", books, tasks, wall=True)
    yield Work(
        "the start",
        ROOT,
        {"import click": _python("import click"), "corrigenda, only its version": (*_PROGRAM, "--version")},
    )
    start = {
        "import click, rapidfuzz": _python("import click, rapidfuzz"),
        "corrigenda lint seeds": (*_PROGRAM, "lint", "--exit-zero", "seeds"),
    }
    yield Work("the seed text", ROOT, start)
    yield _emending(folder / "emending", folder / f"{names[0]}" / "books")


def _python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def _emending(folder: Path, books: Path) -> Work:
    """Return the work of making the patch and the corrected copy of a text with thousands of emendations."""
    folder.mkdir()
    parts = sorted(books.iterdir())
    data = b"".join(path.read_bytes() for path in parts[: max(1, len(parts) // 10)])
    (folder / "text.txt").write_bytes(data)
    (folder / "glossary.csv").write_text("term\nStalin\n", encoding="utf-8")
    settings = {"paths": ["text.txt"], "glossary": ["glossary.csv"], "resp": "an editor"}
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
    (folder / "corrigenda.toml").write_text(lines, encoding="utf-8")
    _decide(folder, data)
    commands = {
        "import click, rapidfuzz": _python("import click, rapidfuzz"),
        "corrigenda patch": (*_PROGRAM, "patch"),
        "corrigenda apply": (*_PROGRAM, "apply"),
    }
    size = f"{len(data) / 1_000_000:.0f} MB, {_EMENDATIONS:,} emendations"
    return Work(size, folder, commands, before=lambda: shutil.rmtree(folder / "corrected", ignore_errors=True))


def _decide(folder: Path, data: bytes) -> None:
    text = decode(data, name="text.txt", siglum="text.txt", encoding="utf-8")
    step = len(text.text) // _EMENDATIONS
    decisions = []
    for number in range(_EMENDATIONS):
        at = text.text.index(" ", number * step)
        name, moment = f"d{number}", f"2026-11-22T12:00:00.{number:06}Z"
        anchor = text.anchor(Span(at, at + 1))
        decisions.append(
            Decision(name, name, "G002", anchor, Verdict.EDIT, " [?] ", "an editor", moment, base=text.digest)
        )
    Journal(path_for(folder / "corrections", "text.txt")).append(*decisions)


def table() -> str:
    """Return the latest results as a table of the README."""
    rows = [row.split("\t") for row in TABLE.read_text("utf-8").split("\n")[1:] if row]
    same = [row for row in rows if (row[0], row[2]) == (rows[0][0], rows[0][2])]
    place = {row[3]: number for number, row in enumerate(same)}
    newest = {tuple(row[3:5]): row for row in reversed(same)}
    latest = sorted(newest.values(), key=lambda row: (place[row[3]], same.index(row)))
    lines = ["| work | program | seconds | times as long | peak memory |", "| --- | --- | --: | --: | --: |"]
    for row in latest:
        work, program, seconds, ratio, to, megabytes = row[3:]
        compared = "" if program == to else f"{ratio} × {to}"
        lines.append(f"| {work} | {program} | {seconds} | {compared} | {megabytes} MiB |")
    commits = ", ".join(dict.fromkeys(row[1] for row in reversed(latest)))
    return "\n".join((f"Measured on {rows[0][0]} (commit {commits}), on", f"{rows[0][2]}:", "", *lines))


def archive() -> str:
    """Return what a terabyte takes by the latest results, as a table of the README."""
    rows = {
        tuple(row.split("\t")[3:5]): row.split("\t")
        for row in reversed(TABLE.read_text("utf-8").split("\n")[1:])
        if row
    }
    work, row = next((work, row) for (work, program), row in rows.items() if program == _CLUSTER)
    size, workers = int(work.split(" MB")[0]), int(work.split(", ")[1].split()[0])
    speed = size / float(row[5]) / workers
    few, many = (float(each[5]) for (_work, program), each in rows.items() if program.endswith("empty tasks of Dask"))
    few, many = sorted((few, many))
    task = (many - few) / (_EMPTY[1] - _EMPTY[0])
    scheduled = _TERABYTE / _UNIT * _TASKS_A_UNIT * task
    lines = [
        "| workers | hours of work | hours of the scheduler | hours in all, at the least |",
        "| --: | --: | --: | --: |",
    ]
    for count in _WORKERS:
        worked = _TERABYTE / speed / count
        longest = max(worked, scheduled)
        lines.append(f"| {count} | {worked / 3600:.1f} | {scheduled / 3600:.1f} | {longest / 3600:.1f} |")
    end = int(_TERABYTE / speed / scheduled)
    told = (
        f"Measured: {speed:.1f} MB a second for a worker, start included; {task * 1000:.2f} ms of the scheduler a task."
    )
    return "\n".join((told, "", *lines, "", f"From about {end:,} workers on, the scheduler is what they wait for."))


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").split("\n") if Path("/proc/cpuinfo").exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    peers = ", ".join(f"{name} {version(name)}" for name in ("typos", "codespell", "numpy", "rapidfuzz"))
    return f"{os.cpu_count()} cores of {model}, Python {platform.python_version()}, {peers}"


def _commit() -> str:
    shown = subprocess.run(
        ("git", "rev-parse", "--short", "HEAD"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return shown.stdout.strip()


def main() -> None:
    """Measure, and put what came of it first in the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--names", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--only", default="", metavar="TEXT", help="measure only what has this in its name")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    known = TABLE.read_text("utf-8").split("\n")[1:] if TABLE.exists() else []
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for work in works(Path(folder), chosen.names, chosen.megabytes):
            if chosen.only not in work.name:
                continue
            for row in measured(work, chosen.rounds):
                made.append("\t".join((f"{datetime.now(UTC):%Y-%m-%d}", _commit(), _machine(), *row.values())))
                print(made[-1], flush=True)  # noqa: T201 - what it is run for
    TABLE.write_text("\n".join((HEAD, *made, *(row for row in known if row))) + "\n", "utf-8")


if __name__ == "__main__":
    main()
