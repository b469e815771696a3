"""What is kept of earlier runs: never anything but what a run would find."""

import os
import subprocess
import sys
import time
from array import array
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from desk import GLOSSARY, TEXT, Desk

from corrigenda import project, rules
from corrigenda.acting import running
from corrigenda.counting.counted import Counted, Group, Groups, Lost, Seen
from corrigenda.deciding.learning import Corrected
from corrigenda.errors import InputError
from corrigenda.finding import Finding
from corrigenda.formats.plain import decode
from corrigenda.rules.phrase_counts import PhraseCounts
from corrigenda.running import cache, engine, parallel, tallies
from corrigenda.running.backend import BulkBackend
from corrigenda.running.cache import Cache, Info, Kept
from corrigenda.running.kept import Run
from corrigenda.shelf import Shelf
from corrigenda.storage import files
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.text import Witness

FINDINGS = engine.lint(
    [decode(TEXT.encode(), name="a.txt", siglum="a.txt")],
    engine.Knowledge(Lexicon(glossary.merge([glossary.read(GLOSSARY.encode(), "glossary.csv")]))),
    rules.selected(()),
)
RUN = Run({"a.txt": "1", "b.txt": "2"}, (Corrected("Belgian", ("belgian",), "Soviet", 2, 1),), FINDINGS)
EMPTY = Run({"a.txt": "3"}, (), ())
PHRASES = PhraseCounts()
PHRASES.terms["soviet", "press"] += 2
PHRASES.windows[1, ("belgian", "press")] += 1
AT = BulkBackend()
AT.read([decode(b"Soviet press. The Press", name="a.txt", siglum="a.txt")])
COUNTED = Counted(
    tallies.words_of(AT),
    np.array([3, 0, 70_000, 1]),
    {"phrases": PHRASES},
    Groups(
        [Group(("a.txt", "b.txt"), np.array([0, 2], np.uint32), np.array([3, 70_000], np.uint32), {"phrases": PHRASES})]
    ),
    {"a.txt": array("I", [1, 2**32 - 1]), "b.txt": array("I")},
    {"press": Seen(1, 3, 2)},
)
LINT = ("lint", "--output-format", "jsonl")


@pytest.fixture(autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a cache of its own."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("CORRIGENDA_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by one whenever texts are really checked."""
    made: list[int] = []
    counted = engine.survey

    def survey(*arguments: object) -> object:
        made.append(1)
        return counted(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "survey", survey)
    return made


def found_in(store: Cache, fixed: str, texts: str = "texts") -> tuple[Finding, ...] | None:
    run = store.get(fixed, texts)
    return None if run is None else run.run.findings


def test_findings_come_back_as_they_were(kept: Path) -> None:
    store = Cache(kept)
    assert FINDINGS
    assert found_in(store, "a") is None
    store.put("a", "texts", RUN, None)
    store.put("b", "texts", EMPTY, COUNTED)
    assert store.get("a", "texts") == Kept(RUN, kept / "a.texts.findings")
    assert found_in(store, "b") == ()
    assert store.info().runs == 2


def test_of_runs_over_other_texts_the_last_one_comes_back(kept: Path) -> None:
    store = Cache(kept)
    store.put("a", "texts", RUN, None)
    store.put("a", "others", EMPTY, None)
    os.utime(kept / "a.texts.findings", (1, 1))
    assert found_in(store, "a", "more") == ()
    assert found_in(store, "a", "texts") == FINDINGS


def plain(counted: Counted) -> list[object]:
    """Return what was counted as lists."""
    words = counted.words
    columns = (words.hashes, words.hashes_of_kinds, words.kinds, words.is_lower, words.frames, counted.counts)
    of_all = counted.groups.of(frozenset(RUN.digests))
    groups = [(group.sigla, group.spellings.tolist(), group.counts.tolist()) for group in of_all]
    leaning = {siglum: list(each) for siglum, each in counted.leaning.items()}
    of_rules = [each.rows() for each in counted.of_rules.values()]
    return [list(words.spellings), [column.tolist() for column in columns], of_rules, groups, leaning, counted.seen]


def test_what_was_counted_comes_back_as_it_was(kept: Path) -> None:
    store = Cache(kept)
    store.put("a", "texts", RUN, COUNTED)
    run = store.get("a", "texts")
    assert run is not None
    counted = run.counted({"phrases": PhraseCounts})
    assert counted is not None
    assert plain(counted) == plain(COUNTED)
    (group,), (expected,) = (each.groups.of(frozenset(RUN.digests)) for each in (counted, COUNTED))
    assert [each.rows() for each in group.of_rules.values()] == [each.rows() for each in expected.of_rules.values()]
    store.put("a", "texts", EMPTY, None)  # what was counted is of another run now
    run = store.get("a", "texts")
    assert run is not None
    assert run.counted({"phrases": PhraseCounts}) is None


@pytest.mark.parametrize("at", [0, 40, -1])
@pytest.mark.parametrize("ending", ["findings", "counts", "groups"])
def test_what_is_damaged_is_not_used(kept: Path, at: int, ending: str) -> None:
    def is_there() -> bool:
        run = store.get("a", "texts")
        counted = None if run is None else run.counted({"phrases": PhraseCounts})
        with suppress(Lost):
            return counted is not None and bool(list(counted.groups.of(frozenset(RUN.digests))))
        return False

    store = Cache(kept)
    store.put("a", "texts", RUN, COUNTED)
    assert is_there()
    path = kept / f"a.texts.{ending}"
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    for damaged in (bytes(data), bytes(data[:20]), b""):
        path.write_bytes(damaged)
        assert not is_there()
    store.put("a", "texts", RUN, COUNTED)
    assert is_there()


def test_a_second_run_takes_what_the_first_found(tmp_path: Path, checks: list[int]) -> None:
    desk = Desk.usual(tmp_path)
    first = desk.run(*LINT, "--cache")
    assert len(checks) == 1
    assert desk.run(*LINT, "--cache") == first
    assert len(checks) == 1
    assert desk.run(*LINT, "--no-cache") == first
    assert len(checks) == 2


@pytest.mark.parametrize("name", ["jsonl", "json", "csv", "sarif", "github", "junit", "checkstyle", "concise"])
def test_no_text_is_asked_for_what_findings_say_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    desk = Desk.usual(tmp_path)
    first = desk.run("lint", "--output-format", name, "--cache")
    assert "Stalbrand" in first.out
    monkeypatch.setattr(Shelf, "__getitem__", lambda *_asked: pytest.fail("a text was asked for"))
    assert desk.run("lint", "--output-format", name, "--cache") == first


def edit_text(desk: Desk) -> None:
    desk.replace("Stalbrand", "Staibrand")


def edit_glossary(desk: Desk) -> None:
    desk.replace("Stalbrand", "Stalbrant", "glossary.csv")


def edit_note(desk: Desk) -> None:
    desk.replace("the murderer", "a murderer", "glossary.csv")


def move_row(desk: Desk) -> None:
    desk.replace("term,kind,admitted", "# moves all rows\nterm,kind,admitted", "glossary.csv")


def add_text(desk: Desk) -> None:
    desk.write("seeds/b.txt", "Nikolayev and Nikolaev.")


def rename_text(desk: Desk) -> None:
    desk.path("seeds/a.txt").rename(desk.path("seeds/c.txt"))


def edit_text_unseen(desk: Desk) -> None:
    path = desk.path("seeds/a.txt")
    times = path.stat()
    edit_text(desk)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # of the same length and age


def put_another_text_there(desk: Desk) -> None:
    desk.write("seeds/b.txt", TEXT.replace("Stalbrand", "Staibrand"))
    desk.path("seeds/b.txt").rename(desk.path("seeds/a.txt"))


CHANGES = [
    edit_text,
    edit_text_unseen,
    put_another_text_there,
    edit_glossary,
    edit_note,
    move_row,
    add_text,
    rename_text,
]


@pytest.mark.parametrize("settled", [-1, 60])
@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_what_findings_depend_on_is_seen(
    tmp_path: Path,
    checks: list[int],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Desk], None],
    settled: float,
) -> None:
    monkeypatch.setattr(files, "_SETTLED", settled)
    desk = Desk.usual(tmp_path)
    desk.run(*LINT, "--cache")
    time.sleep(0.05)  # until the clock of the file system has moved on
    change(desk)
    fresh = desk.run(*LINT, "--no-cache")
    checks.clear()
    assert desk.run(*LINT, "--cache") == fresh
    assert checks == [1]


@pytest.mark.parametrize(
    "options",
    [("--select", "G"), ("--ignore", "R"), ("--min-score", "0.9"), ("--language", "de"), ("--encoding", "latin-1")],
)
def test_other_options_are_another_run(tmp_path: Path, checks: list[int], options: tuple[str, ...]) -> None:
    desk = Desk.usual(tmp_path)
    desk.run(*LINT, "--cache")
    fresh = desk.run(*LINT, "--no-cache", *options)
    checks.clear()
    assert desk.run(*LINT, "--cache", *options) == fresh
    assert checks == [1]


def test_another_version_is_another_program(tmp_path: Path, checks: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk.usual(tmp_path)
    desk.run(*LINT, "--cache")
    monkeypatch.setattr(cache, "_program", lambda: "another")
    desk.run(*LINT, "--cache")
    assert len(checks) == 2


def test_what_is_decided_and_learned_counts_at_once(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    place = desk.ids("Stalbrand", "--cache")[0]
    desk.decide(place, "accept")
    assert "accepted" in {finding["state"] for finding in desk.lint("--cache")}
    assert desk.run("learn").code == 0
    assert desk.run(*LINT, "--cache") == desk.run(*LINT, "--no-cache")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the names of the texts come that are opened; all files are old enough to be known."""
    made: list[str] = []
    plain = project.Reader.__call__

    def read(reader: project.Reader, name: str) -> Witness:
        made.append(name)
        return plain(reader, name)

    monkeypatch.setattr(project.Reader, "__call__", read)
    monkeypatch.setattr(files, "_SETTLED", -1)
    return made


def test_files_that_are_as_they_were_are_not_opened(tmp_path: Path, opened: list[str]) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("seeds/b.txt", TEXT)
    first = desk.run(*LINT, "--cache", "seeds")
    opened.clear()
    assert desk.run(*LINT, "--cache", "seeds") == first
    assert opened == []
    assert desk.run(*LINT, "--cache", "seeds/b.txt").findings == [
        each for each in first.findings if each["witness"] == "seeds/b.txt"
    ]
    assert set(opened) == {"seeds/b.txt"}  # to be checked without the other
    opened.clear()
    desk.decide(first.findings[0]["id"], "reject", "--path", "seeds")
    opened.clear()
    assert desk.run(*LINT, "--cache", "seeds").findings == first.findings[1:]
    assert set(opened) == {"seeds/a.txt"}
    opened.clear()
    assert desk.run(*LINT, "--no-cache", "seeds").findings == first.findings[1:]
    assert set(opened) == {"seeds/a.txt", "seeds/b.txt"}


def test_of_many_files_few_that_changed_are_opened_in_each_run(tmp_path: Path, opened: list[str]) -> None:
    desk = Desk.usual(tmp_path)
    for number in range(249):
        desk.write(f"seeds/b{number}.txt", f"Number {number}.")
    desk.run(*LINT, "--cache")
    changed: set[str] = set()
    for few in (True, True, False):
        changed.add(f"seeds/b{len(changed)}.txt")
        for name in changed:
            desk.write(name, TEXT)
        first = desk.run(*LINT, "--cache")
        opened.clear()
        assert desk.run(*LINT, "--cache") == first
        assert set(opened) == (changed if few else set())


@pytest.mark.parametrize(
    "options", [("--encoding", "latin-1"), ("--stdin-filename", "seeds/a.txt", "-"), ("--select", "G")]
)
def test_of_what_is_known_nothing_is_used_for_another_text(
    tmp_path: Path, opened: list[str], options: tuple[str, ...]
) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("seeds/a.txt", f"{TEXT} é")
    desk.run(*LINT, "--cache")
    opened.clear()
    ran = desk.run(*LINT, "--cache", *options, stdin=TEXT.upper())
    assert opened
    assert ran == desk.run(*LINT, "--no-cache", *options, stdin=TEXT.upper())


@pytest.mark.parametrize("spoil", ["damage", "program", "age"])
def test_what_is_known_is_not_always_used(
    tmp_path: Path, kept: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    desk = Desk.usual(tmp_path)
    if spoil == "age":
        monkeypatch.setattr(files, "_SETTLED", 60)
    desk.run(*LINT, "--cache")
    assert len(list(kept.glob("*.texts"))) == (spoil != "age")
    for path in kept.glob("*.texts"):
        path.write_bytes(path.read_bytes()[:-1])
    if spoil == "program":
        monkeypatch.setattr(cache, "_program", lambda: "another")
    opened.clear()
    desk.run(*LINT, "--cache")
    assert opened


@pytest.mark.usefixtures("opened")
def test_a_known_text_that_changed_before_it_was_asked_for_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.usual(tmp_path)
    desk.run(*LINT, "--cache")
    monkeypatch.setattr(files, "stamp", lambda name: known.get(name) or stamp(name))
    stamp, name = files.stamp, str(desk.path("seeds/a.txt"))
    known = {"seeds/a.txt": files.read_stamped(Path(name))[1]}
    edit_text(desk)
    ran = desk.run("lint", "--cache", "--output-format", "text")
    assert ran.code == 2
    assert "the text was changed while it was being checked" in ran.err


def test_two_processes_at_a_time_do_not_disturb_each_other(tmp_path: Path, kept: Path) -> None:
    desk = Desk.usual(tmp_path)
    expected = desk.run(*LINT, "--no-cache").out
    command = [sys.executable, "-m", "corrigenda", *LINT, "--cache"]
    for _turn in range(2):
        pair = [subprocess.Popen(command, cwd=desk.folder, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        assert [each.communicate()[0] for each in pair] == [expected, expected]
    assert Cache(kept).info().runs == 1
    assert not list(kept.glob("*.tmp"))
    assert (kept / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("no-folder", "")
    monkeypatch.setenv("CORRIGENDA_CACHE_DIR", str(desk.path("no-folder/below")))
    ran, without = desk.run(*LINT, "--cache"), desk.run(*LINT, "--no-cache")
    assert (ran.code, ran.out) == (without.code, without.out)
    assert ran.code == 1


@pytest.mark.parametrize("error", [OSError(28, "the disk is full"), InputError("the disk is full")], ids=str)
def test_who_asks_for_a_cache_is_told_once_that_nothing_is_kept(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise error

    monkeypatch.setattr(files, "write_atomically", full)
    desk = Desk.usual(tmp_path)
    ran = desk.run(*LINT, "--cache")
    assert (ran.code, ran.err.count("warning: ")) == (1, 1)
    assert ran.err.startswith("warning: --cache: nothing is kept for the next run: the disk is full; make room there")
    assert ran.err.endswith(f"CORRIGENDA_CACHE_DIR ({kept})\n")
    monkeypatch.setattr(running, "_WORTH_KEEPING", 1)
    assert desk.run(*LINT).err == "", "who does not ask for it misses nothing"


def test_small_runs_leave_nothing_behind(tmp_path: Path, kept: Path) -> None:
    Desk.usual(tmp_path).run("lint")
    assert list(kept.iterdir()) == []


def test_a_run_of_which_a_text_was_given_up_is_not_kept(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.usual(tmp_path)
    lint = parallel.lint
    monkeypatch.setattr(
        parallel, "lint", lambda *given, **named: replace(lint(*given, **named), errors=(InputError("given up"),))
    )
    assert desk.run(*LINT, "--cache").code == 2
    assert Cache(kept).info().runs == 0


def test_what_was_not_asked_for_the_longest_goes_first(kept: Path) -> None:
    store = Cache(kept)
    store.put("a", "texts", RUN, None)
    size = store.info().size
    store = Cache(kept, most=2 * size + 9)
    store.put("b", "texts", RUN, None)
    for path in kept.glob("*.findings"):
        os.utime(path, (1, 1))  # clocks are too coarse to tell what comes in one test apart
    assert found_in(store, "a") == FINDINGS
    store.put("c", "texts", RUN, None)
    assert [store.get(name, "texts") is not None for name in "abc"] == [True, False, True]


def test_what_was_written_by_half_goes_when_it_is_old_or_all_is_cleared(kept: Path) -> None:
    store = Cache(kept)
    old, new = kept / ".a.texts.counts.1.tmp", kept / ".a.texts.counts.2.tmp"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (1, 1))
    store.put("a", "texts", RUN, COUNTED)
    assert (old.exists(), new.exists()) == (False, True)
    store.clear()
    assert [path.name for path in kept.iterdir()] == ["CACHEDIR.TAG"]


def test_info_and_clear(tmp_path: Path, kept: Path) -> None:
    desk = Desk.usual(tmp_path)
    desk.run(*LINT, "--cache")
    assert desk.run("cache", "info").out == f"{kept}: 1 run, 0.0 MB\n"
    assert desk.run("cache", "clear").out == f"{kept}: removed 1 run, 0.0 MB\n"
    assert desk.run("cache", "info").out == f"{kept}: 0 runs, 0.0 MB\n"
    assert Cache(kept / "none").clear() == Info(0, 0)


@pytest.mark.parametrize("command", ["info", "clear"])
def test_a_cache_that_cannot_be_looked_into_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    desk = Desk.usual(tmp_path)
    monkeypatch.setenv("CORRIGENDA_CACHE_DIR", str(desk.path("glossary.csv")))
    ran = desk.run("cache", command)
    assert (ran.code, ran.out) == (2, "")
    assert "cannot read the folder: Not a directory" in ran.err
    assert desk.path("glossary.csv").read_text() == GLOSSARY


def test_on_a_full_disk_no_groups_are_left_that_nothing_tells_of(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        if path.suffix == ".counts":
            raise InputError("cannot write the file: No space left on device")
        written(path, data)

    written = files.write_atomically
    monkeypatch.setattr(files, "write_atomically", full)
    with pytest.raises(InputError, match="nothing is kept for the next run: cannot write the file: No space left"):
        Cache(kept).put("a", "texts", RUN, COUNTED)
    assert [path.name for path in kept.iterdir()] == ["CACHEDIR.TAG"]


def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CORRIGENDA_CACHE_DIR")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    for base, expected in (("", tmp_path / ".cache"), ("relative", tmp_path / ".cache"), ("/base", Path("/base"))):
        monkeypatch.setenv("XDG_CACHE_HOME", base)
        assert cache.folder() == expected / "corrigenda"
