"""Several processes: what they find together is what one finds, and one that dies takes nothing with it."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from desk import GLOSSARY, TEXT, Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from corrigenda import config, project, rules
from corrigenda.errors import InputError
from corrigenda.formats.plain import decode
from corrigenda.rules.base import Context, Count, Hit, Rule
from corrigenda.rules.phrase_counts import PhraseCounts, count_phrases
from corrigenda.running import engine, parallel, pool
from corrigenda.running.engine import Knowledge
from corrigenda.shelf import Shelf
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.text import Witness
from corrigenda.texts.tokens import Tokens

KNOWLEDGE = Knowledge(Lexicon(glossary.merge([glossary.read(GLOSSARY.encode(), "glossary.csv")])))
RULES = rules.selected(())
SEED = (Path(__file__).parents[1] / "seeds/secret-history-3.txt").read_text(encoding="utf-8")
PIECES = [*TEXT.split("\n\n"), *SEED.split("\n")[:60], "Dovgenko wrote. Dovgenko read.", "Dovhenko left.", "FATAL"]
FATAL = "FATAL"

needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="the rules of these tests reach workers by a fork")


def witnesses(*texts: str) -> tuple[Witness, ...]:
    return tuple(
        decode(text.encode(), name=f"{number}.txt", siglum=f"{number}.txt") for number, text in enumerate(texts)
    )


def read(name: str) -> Witness:
    return decode(Path(name).read_bytes(), name=name, siglum=Path(name).name)


@settings(max_examples=25)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("\n\n".join), min_size=1, max_size=7), st.booleans())
def test_two_processes_find_what_one_finds(texts: list[str], bulk: bool) -> None:
    many = witnesses(*texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "MUCH", -1 if bulk else 1 << 40)
        assert parallel.lint(many, KNOWLEDGE, RULES, 2) == parallel.lint(many, KNOWLEDGE, RULES, 1)
    assert parallel.lint(many, KNOWLEDGE, RULES, 1).findings == engine.lint(many, KNOWLEDGE, RULES)


def test_processes_that_share_no_memory_read_the_texts_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(partial(project.read_witness, config.isolated(tmp_path)))  # which every process can import
    for number, text in enumerate((SEED, TEXT)):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        shelf.add(str(tmp_path / f"{number}.txt"))
    monkeypatch.setattr(pool, "_context", partial(multiprocessing.get_context, "spawn"))
    assert parallel.lint(shelf, KNOWLEDGE, RULES, 2).findings == engine.lint(shelf, KNOWLEDGE, RULES)


@given(st.lists(st.integers(0, 9_000_000), max_size=60), st.integers(1, 9))
def test_units_hold_each_text_once_in_order_and_none_is_needlessly_large(lengths: list[int], jobs: int) -> None:
    units = parallel.divided(lengths, jobs)
    assert [number for unit in units for number in unit] == list(range(len(lengths)))
    sizes = [sum(lengths[number] for number in unit) for unit in units if len(unit) > 1]
    assert all(size < 8_000_000 for size in sizes)


@pytest.mark.parametrize("jobs", [2, 3, 8])
def test_processes_get_as_much_as_the_others_where_texts_are_alike(jobs: int) -> None:
    units = parallel.divided([50_000] * 2000, jobs)
    assert len(units) % jobs == 0
    assert max(map(len, units)) * 50_000 <= 4_050_000


def test_output_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    for number in range(5):
        desk.write(f"seeds/{number}.txt", SEED[number * 4000 : number * 4000 + 9000])
    for form in ("text", "jsonl", "sarif"):
        one, two = (desk.run("lint", "--output-format", form, "--jobs", jobs) for jobs in "12")
        assert one == two
        assert one.out


# Processes that die


def dying(where: str, at: Callable[[str], bool]) -> tuple[Rule, ...]:
    """Return the rules, of which one kills the process that counts, or checks, some texts."""

    def check(context: Context) -> Iterator[Hit]:
        if where == "check" and at(context.witness.text):
            os.kill(os.getpid(), signal.SIGKILL)
        yield from ()

    def count(tokens: Tokens, lexicon: Lexicon) -> PhraseCounts:
        if where == "count" and at(tokens.text):
            os.kill(os.getpid(), signal.SIGKILL)
        return count_phrases(tokens, lexicon)

    return (
        *RULES,
        replace(RULES[0], code="X001", check=check, count=Count("fatal", count, PhraseCounts)),
    )


TEXTS = (TEXT, SEED[:5000], FATAL + TEXT, SEED[5000:9000], TEXT + SEED[:900], "Dovgenko wrote.", "Dovhenko left.")


@needs_fork
@pytest.mark.parametrize("bulk", [False, True])
def test_a_text_at_which_processes_die_is_named_and_the_others_are_checked(
    bulk: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MUCH", -1 if bulk else 1 << 40)
    many = witnesses(*TEXTS)
    linted = parallel.lint(many, KNOWLEDGE, dying("check", lambda text: text.startswith(FATAL)), 2)
    assert [(error.where, error.message) for error in linted.errors] == [
        ("2.txt", "the process that checked this text died (SIGKILL)")
    ]
    whole = engine.lint(many, KNOWLEDGE, RULES)
    assert linted.findings == tuple(each for each in whole if each.anchor.siglum != "2.txt")
    assert {each.anchor.siglum for each in linted.findings} >= {"0.txt", "1.txt", "3.txt", "4.txt"}


@needs_fork
def test_a_text_that_cannot_even_be_counted_counts_for_nothing() -> None:
    many = witnesses(*TEXTS)
    linted = parallel.lint(many, KNOWLEDGE, dying("count", lambda text: text.startswith(FATAL)), 3)
    assert [error.where for error in linted.errors] == ["2.txt"]
    assert linted.findings == engine.lint(many[:2] + many[3:], KNOWLEDGE, RULES)


@needs_fork
@pytest.mark.parametrize("where", ["count", "check"])
@pytest.mark.parametrize("jobs", [2, 4])
@pytest.mark.parametrize("much", [-1, 1 << 40])
def test_a_process_that_dies_once_costs_nothing_but_time(
    where: str, jobs: int, much: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MUCH", much)

    def once(text: str) -> bool:
        if not text.startswith(FATAL) or (tmp_path / "died").exists():
            return False
        (tmp_path / "died").touch()
        return True

    many = witnesses(*TEXTS, *("Nothing here." * 9 for _ in range(9)))
    linted = parallel.lint(many, KNOWLEDGE, dying(where, once), jobs)
    assert (tmp_path / "died").exists()
    assert linted.findings == engine.lint(many, KNOWLEDGE, RULES)
    assert linted.errors == ()
    assert len(linted.warnings) == 1
    assert "died (SIGKILL); they were checked again one by one" in linted.warnings[0]


@needs_fork
@pytest.mark.parametrize("part", [0, 1])
def test_a_process_that_dies_over_its_part_of_the_spellings_costs_nothing_but_time(
    part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MUCH", -1)
    sift = engine.Checker.sift

    def dies(checker: engine.Checker, number: int) -> object:
        if number == part:
            os.kill(os.getpid(), signal.SIGKILL)
        return sift(checker, number)

    monkeypatch.setattr(engine.Checker, "sift", dies)
    many = witnesses(*TEXTS)
    linted = parallel.lint(many, KNOWLEDGE, RULES, 2)
    assert linted.findings == engine.lint(many, KNOWLEDGE, RULES)
    assert linted.errors == ()


@needs_fork
def test_every_process_dying_ends_all_the_same() -> None:
    linted = parallel.lint(witnesses(*TEXTS), KNOWLEDGE, dying("count", lambda _text: True), 2)
    assert [error.where for error in linted.errors] == [f"{number}.txt" for number in range(len(TEXTS))]
    assert linted.findings == ()


@needs_fork
def test_the_command_names_the_text_and_exits_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("seeds/b.txt", FATAL)
    fatal = dying("check", lambda text: text == FATAL)
    monkeypatch.setattr("corrigenda.rules.selected", lambda *_chosen: fatal)
    ran = desk.run("lint", "--jobs", "2", "--output-format", "jsonl")
    assert ran.code == 2
    assert "error: the process that checked this text died (SIGKILL)\n  --> seeds/b.txt" in ran.err
    assert {finding["witness"] for finding in ran.findings} == {"seeds/a.txt"}


@needs_fork
def test_a_text_that_changes_meanwhile_is_an_error_as_with_one_process(tmp_path: Path) -> None:
    shelf = Shelf(read, room=0)
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        shelf.add(str(tmp_path / f"{name}.txt"))
    shelf[0]
    (tmp_path / "b.txt").write_text("another", encoding="utf-8")
    with pytest.raises(InputError, match="changed while it was being checked"):
        parallel.lint(shelf, KNOWLEDGE, RULES, 2)


@needs_fork
def test_no_process_is_left_behind() -> None:
    parallel.lint(witnesses(*TEXTS), KNOWLEDGE, RULES, 3)
    assert multiprocessing.active_children() == []
