"""Many machines: a real scheduler and two real workers, of which one dies in the middle."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import fsspec
import pytest
from desk import GLOSSARY, TEXT, Desk
from pyarrow import parquet

from corrigenda import rules
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.formats import decode
from corrigenda.report import machine
from corrigenda.running import cluster
from corrigenda.running.cluster import Source
from corrigenda.running.engine import Knowledge, lint
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon

KNOWLEDGE = Knowledge(Lexicon(glossary.merge([glossary.read(GLOSSARY.encode(), "glossary.csv")])))
CODES = ("G", "C", "R")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler with two workers, and their processes."""
    folder = tmp_path_factory.mktemp("dask")
    environment = {
        **os.environ,
        "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s",
        "DASK_TEMPORARY_DIRECTORY": str(folder),
    }
    begin = (sys.executable, "-m", "distributed.cli.dask_scheduler")
    file = folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    with (folder / "log").open("wb") as log:
        said = {"stdout": log, "stderr": log, "env": environment, "cwd": folder}
        running = [subprocess.Popen((*begin, *options), **said)]
        worker = (sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--no-dashboard")
        try:
            for _ in range(300):
                if file.exists() and file.read_text(encoding="utf-8").strip():
                    break
                time.sleep(0.1)
            address = json.loads(file.read_text(encoding="utf-8"))["address"]
            running += [
                subprocess.Popen((*worker, "--nthreads", "1", "--no-nanny", "--name", f"w{number}"), **said)
                for number in range(2)
            ]
            yield address, running[1:]
        finally:
            for each in running:
                each.kill()
                each.wait()


def _texts() -> dict[str, str]:
    return {f"texts/{number:02}.txt": f"Nr. {number}. {TEXT * (number % 3 + 1)}" for number in range(12)}


def _plain(texts: dict[str, str]) -> list[str]:
    witnesses = {name: decode(text.encode(), name=name, siglum=name) for name, text in texts.items()}
    found = lint(tuple(witnesses.values()), KNOWLEDGE, rules.selected(CODES))
    return list(machine.json_lines(found, tuple(witnesses.values())))


def _written(folder: Path, texts: dict[str, str]) -> list[Source]:
    sources = []
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        sources.append(Source(str(path), name, name, len(text)))
    return sources


def test_a_dead_worker_costs_nothing_but_time(
    scheduler: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, workers = scheduler
    monkeypatch.setattr(cluster, "_SMALLEST", 1)
    monkeypatch.setattr(cluster, "_LARGEST", 1)
    texts = _texts()
    told: dict[str, tuple[int, int, int]] = {}

    def watch(stage: str, *more: int) -> None:
        told[stage] = tuple(map(sum, zip(told.get(stage, (0, 0, 0)), more, strict=True)))
        if told.get("check", (0,))[0] == 2:
            os.kill(workers[0].pid, signal.SIGKILL)

    sources = _written(tmp_path, texts)
    found = cluster.lint(sources, KNOWLEDGE, rules.selected(CODES), scheduler=address, watch=watch)
    workers[0].wait(timeout=10)
    assert list(found.lines) == _plain(texts)
    assert found.errors == ()
    size = sum(source.size for source in sources)
    assert told == {"count": (12, size, 0), "check": (12, size, len(found.lines))}


def test_the_command_writes_what_one_machine_writes(
    scheduler: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("seeds/b.txt", TEXT.replace("Then", "So"))
    desk.write("seeds/c.md", TEXT + "\nStalbrand, as printed. <!-- corrigenda: ignore[G001] -->\n")
    plain = desk.run("lint", "--output-format", "jsonl")
    spread = desk.run("lint", "--output-format", "jsonl", "--engine", "dask", "--scheduler", scheduler[0])
    assert (spread.code, spread.out) == (plain.code, plain.out)
    wanted = (
        "--engine",
        "dask",
        "--scheduler",
        scheduler[0],
        "--output-format",
        "parquet",
        "--output-file",
        "f.parquet",
    )
    assert desk.run("lint", *wanted).code == 1
    assert parquet.read_table(tmp_path / "f.parquet").to_pylist() == plain.findings
    remote = desk.run("lint", *wanted[:4], "--output-format", "jsonl", f"file://{tmp_path}/seeds/*.txt", "gone://x")
    assert remote.code == 2
    in_those = [each["sic"] for each in plain.findings if each["witness"].endswith(".txt")]
    assert [each["sic"] for each in remote.findings] == in_those
    assert "gone" in remote.err


def test_an_unreadable_text_stops_no_other(
    scheduler: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    sources = _written(tmp_path, {"texts/a.txt": TEXT, "texts/b.txt": TEXT})
    (tmp_path / "texts/b.txt").write_bytes(b"\xff\xff")
    found = cluster.lint(sources, KNOWLEDGE, rules.selected(CODES), scheduler=scheduler[0])
    assert [each.where.partition(":")[0] for each in found.errors] == ["texts/b.txt"]
    assert list(found.lines) == _plain({"texts/a.txt": TEXT})


def test_addresses_of_fsspec_are_looked_up() -> None:
    folder = uuid4().hex
    memory = fsspec.filesystem("memory")
    for name in ("a.txt", "b.txt"):
        memory.pipe_file(f"/{folder}/{name}", TEXT.encode())
    sources = list(cluster.found(f"memory://{folder}/*.txt"))
    assert [each.address for each in sources] == [f"memory:///{folder}/{name}" for name in ("a.txt", "b.txt")]
    assert list(cluster.found(f"memory://{folder}")) == sources
    assert cluster._read(sources[0], "utf-8").text == TEXT  # noqa: SLF001 - in this process, where the memory is
    with pytest.raises(InputError, match="there is no such file"):
        list(cluster.found(f"memory://{folder}/nothing/*"))


@pytest.mark.parametrize(
    ("texts", "workers", "sizes"), [(7, 2, {3, 1}), (60, 2, {8, 7}), (900, 2, {11, 10, 4}), (60, 0, {11, 10, 6})]
)
def test_units_are_of_a_size_and_every_worker_has_some(texts: int, workers: int, sizes: set[int]) -> None:
    sources = [Source(f"{number}", "", "", 3_000_000) for number in range(texts)]
    units = list(cluster.divided(sources, workers))
    assert {len(unit) for unit in units} == sizes
    assert [source for unit in units for source in unit] == sources


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CorrigendaError, match=re.escape("pip install 'corrigenda[dask]'")):
        cluster.lint((), KNOWLEDGE, ())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--engine", "dask"), "a cluster does not write text"),
        (("--engine", "dask", "--output-format", "parquet"), "give --output-file FILE"),
        (("--scheduler", "tcp://127.0.0.1:1"), "--scheduler needs --engine dask"),
        (("--output-format", "parquet"), "give --output-file FILE"),
    ],
)
def test_options_that_do_not_fit_are_refused(options: tuple[str, ...], said: str, tmp_path: Path) -> None:
    ran = Desk.usual(tmp_path).run("lint", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
