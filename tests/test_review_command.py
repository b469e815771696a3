"""The whole `corrigenda review` in a pseudo-terminal, on projects of files: what it leaves there, whatever ends it."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

pytest.importorskip("pexpect")
from desk import Desk
from terminal import Terminal

from corrigenda.deciding import decision, journal, patch

ROOT = Path(__file__).parent.parent
SEEDS = "seeds/secret-history-3.txt"
GLOSSARY = """\
note,term,kind,admitted,deprecated\r
林 was read as 标,Stalin,person,,Stalbrand|Stalbr\r
now Donetsk,Stalino,place,,Stalbr\r
,Kamenev,person,Rosenfeld,\r
,Lenin,person,,"Lenyn"\
"""
TEXT = """\
Then Stalbrand spoke. Lenyn heard Stalbrand.
Stalbr was far …… Stalbrand said. Kamenyev came; Kamenev had known Kamenyev before he knew Kamenev.
"""
ESCAPE, CONTROL_C, CONTROL_D, ERASE_LINE = "\x1b", "\x03", "\x04", "\x15"
KILLS = 20
KEYS = ("y", "n", "s", "u", "j", "k", "y", "n", f"e{ERASE_LINE}Joseph Stalin\r", "msee page 4\r", f"a{ESCAPE}")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return project(tmp_path)


def project(folder: Path, text: str = TEXT, glossary: str = GLOSSARY) -> Desk:
    desk = Desk.usual(folder, text)
    desk.write("glossary.csv", glossary)
    return desk


def seed_project(folder: Path) -> Desk:
    """Return a copy of the seed text with its glossary, in which nothing is decided."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copy(ROOT / "glossary.csv", folder)
    return Desk(folder, {"corrigenda.toml": 'resp = "an editor"\n'})


def opened(
    desk: Desk,
    *arguments: str,
    below: str = "",
    size: tuple[int, int] = (80, 24),
    env: Mapping[str, str] | None = None,
) -> Terminal:
    command = [sys.executable, "-m", "corrigenda", "review", *arguments]
    path = os.pathsep.join((str(ROOT / "src"), os.environ.get("PYTHONPATH", "")))
    variables = {"PYTHONPATH": path, **(env or {})}
    return Terminal(command, columns=size[0], rows=size[1], cwd=desk.path(below), env=variables)


def answers(desk: Desk, siglum: str = "seeds/a.txt") -> list[tuple[str, str, str | None]]:
    """Return sic, verdict and reading of each line of the journal."""
    return [(line["sic"], line["verdict"], line.get("corr")) for line in desk.journal(siglum)]


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)


def at(number: int, of: int) -> str:
    return f"review  {number} of {of} "


def test_each_key_does_what_it_says(desk: Desk) -> None:
    second = desk.lint()[3]["readings"][1]["text"]
    with opened(desk) as terminal:
        terminal.wait_for(at(1, 8))
        for key in ("\r", ESCAPE, "x", "0"):
            terminal.send("j")
            terminal.wait_for(at(2, 8))
            terminal.send(key)
            terminal.wait_for("that key decides nothing")
            terminal.send("k")
            terminal.wait_for(at(1, 8))
        assert answers(desk) == []
        terminal.send("?")
        terminal.wait_for("stop; all answers are kept")
        terminal.send("y")  # leaves the help, and does no more
        terminal.wait_for("q stop")
        assert answers(desk) == []

        terminal.send("y")
        terminal.wait_for(at(2, 8))
        assert answers(desk)[-1] == ("Stalbrand", "accept", "Stalin")
        terminal.send("n")
        terminal.wait_for(at(3, 8))
        assert answers(desk)[-1] == ("Lenyn", "reject", None)
        terminal.send("s")
        shown = terminal.wait_for(at(4, 8))
        assert answers(desk)[-1] == ("Stalbrand", "skip", None)
        assert "1 accepted · 1 rejected · 1 skipped" in shown[0]
        terminal.send("9")
        terminal.wait_for("there is no reading 9 here")
        terminal.send("2")
        terminal.wait_for(at(5, 8))
        assert answers(desk)[-1] == ("Stalbr", "accept", second)
        terminal.send("e")
        terminal.wait_for("> …")
        terminal.send(ESCAPE)
        terminal.wait_for("q stop")
        terminal.send(f"e{ERASE_LINE}. . .\r")
        terminal.wait_for(at(6, 8))
        assert answers(desk)[-1] == ("……", "edit", ". . .")
        terminal.send("mSee Orlov, p. 4\r")
        terminal.wait_for("See Orlov")
        terminal.send("u")
        terminal.wait_for("undone")
        terminal.send("q")
        assert terminal.end() == 0
        assert "4 of 8 places decided" in terminal.text()
    assert desk.journal()[-2]["note"] == "See Orlov, p. 4"
    assert answers(desk)[-1][1] == "undo"


def test_one_answer_for_all_places_alike_is_asked_once_and_undone_at_once(desk: Desk) -> None:
    with opened(desk) as terminal:
        terminal.wait_for("2 more with this sic")
        terminal.send("a")
        shown = terminal.wait_for("The same answer for 3 places?")
        assert sum("Stalbrand" in line for line in shown[-18:]) >= 3
        assert answers(desk) == []
        terminal.send("y")
        terminal.wait_for("3 accepted")
        assert answers(desk) == [("Stalbrand", "accept", "Stalin")] * 3
        terminal.send("u")
        terminal.wait_for("0 accepted")
        terminal.send("q")
        terminal.end()
    assert answers(desk)[3:] == [("Stalbrand", "undo", None)] * 3
    assert not desk.path("corrections/seeds/a.txt.patch").exists()


@pytest.mark.parametrize(
    ("choice", "row"),
    [("1", ",Kamenev,person,Rosenfeld|Kamenyev,"), ("2", ",Kamenyev")],
    ids=["another form of the term", "a term of its own"],
)
def test_a_form_goes_into_the_glossary_and_comes_out_again_byte_for_byte(desk: Desk, choice: str, row: str) -> None:
    before = desk.path("glossary.csv").read_bytes()
    with opened(desk) as terminal:
        terminal.wait_for(at(1, 8))
        terminal.send("jjjjjj")
        terminal.wait_for("“Kamenyev” may be “Kamenev”")
        terminal.send("g")
        terminal.wait_for("Right as it stands")
        terminal.send(ESCAPE)
        terminal.wait_for("q stop")
        assert desk.path("glossary.csv").read_bytes() == before
        terminal.send("g")
        terminal.wait_for("1 “Kamenyev” as another form of “Kamenev” (and 1 more with it)")
        terminal.send(choice)
        until(lambda: desk.path("glossary.csv").read_bytes() != before)
        until(lambda: answers(desk) == [("Kamenyev", "admit", None)] * 2)
        after = desk.path("glossary.csv").read_bytes().decode()
        assert any(line.startswith(row) for line in after.split("\r\n"))
        assert "Kamenyev" not in {finding["sic"] for finding in desk.lint("--select", "G")}
        terminal.send("u")
        terminal.wait_for("undone")
        terminal.send("q")
        assert terminal.end() == 0
    assert desk.path("glossary.csv").read_bytes() == before


def test_the_next_review_goes_on_and_asks_again_what_was_skipped(desk: Desk) -> None:
    with opened(desk) as terminal:
        terminal.wait_for(at(1, 8))
        terminal.send("ysn")
        terminal.wait_for(at(4, 8))
        terminal.send("q")
        terminal.end()
    with opened(desk) as terminal:
        shown = terminal.wait_for(at(2, 8))
        assert "1 accepted · 1 rejected · 0 skipped" in shown[0]
        terminal.send("u")
        terminal.wait_for("undone: reject of “Stalbrand”")
        terminal.send("q")
        terminal.end()


def test_of_selected_rules_it_is_told_that_others_may_find_more(desk: Desk) -> None:
    desk.decide(desk.ids("Lenyn")[0], "accept")
    with opened(desk, "--select", "C,R") as terminal:
        terminal.wait_for("1 of 1 ")
        terminal.send("n")
        terminal.wait_for("Nothing is left to decide by the rules C, R.")
        told = "1 of 1 places of the rules C, R decided: 1 rejected; other rules may find more"
        assert told in " ".join(" ".join(terminal.lines()).split())
        terminal.send("uu")
        terminal.wait_for("there is nothing of yours to undo")
        terminal.send("q")
        terminal.end()
    assert [each["verdict"] for each in desk.journal()] == ["accept", "reject", "undo"]


@pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=["80x24", "40x15"])
def test_a_whole_review_of_the_seed_text(tmp_path: Path, size: tuple[int, int]) -> None:
    """Every place gets an answer; the patch is what `git apply` takes, and it gives what `corrigenda apply` gives."""
    desk = seed_project(tmp_path)
    source = desk.path(SEEDS).read_bytes()
    total = int(re.findall(r"of (\d+) places pending", desk.run("status").out)[0])
    assert total >= 10
    with opened(desk, size=size) as terminal:
        for number in range(1, total + 1):
            shown = terminal.wait_until(lambda text, number=number: f"{number} of {total}" in text.split("\n")[0])  # type: ignore[misc]
            assert shown[-1].endswith("q stop")
            assert max(map(len, shown)) <= size[0]
            lines = len(desk.journal(SEEDS))
            terminal.send("y")
            terminal.wait_until(lambda text, shown=shown: text.split("\n") != shown)  # type: ignore[misc]
            if "nothing is proposed here" in terminal.text():
                terminal.send("n")
            until(lambda lines=lines: len(desk.journal(SEEDS)) > lines)  # type: ignore[misc]
        terminal.wait_for("Nothing is left to decide")
        terminal.send("q")
        assert terminal.end() == 0
        assert f"{total} of {total} places decided" in " ".join(terminal.lines())
    assert desk.path(SEEDS).read_bytes() == source
    assert "0 of" in desk.run("status").out
    assert desk.run("apply").code == 0
    corrected = desk.path(f"corrected/{SEEDS}").read_bytes()
    assert corrected != source
    assert desk.run("lint", "corrected").code == 0
    if shutil.which("git"):
        subprocess.run(["git", "apply", f"corrections/{SEEDS}.patch"], cwd=tmp_path, check=True)
        assert desk.path(SEEDS).read_bytes() == corrected
        subprocess.run(["git", "apply", "-R", f"corrections/{SEEDS}.patch"], cwd=tmp_path, check=True)
        assert desk.path(SEEDS).read_bytes() == source


def counts_of(lines: tuple[decision.Decision, ...]) -> tuple[int, int]:
    """Return how many places are accepted and rejected after these lines."""
    verdicts = [each.verdict for each in decision.standing(lines).values()]
    emending = (decision.Verdict.ACCEPT, decision.Verdict.EDIT)
    return sum(each in emending for each in verdicts), verdicts.count(decision.Verdict.REJECT)


def test_a_review_killed_at_any_moment_loses_no_answer(tmp_path: Path) -> None:
    """Each start shows what the journal says, and the journal says at least what the screen said when it was killed."""
    desk = project(tmp_path, "".join(f"Stalbrand spoke of matter {number}.\n" for number in range(300)))
    path = desk.path("corrections/seeds/a.txt.journal.jsonl")
    fixed = {name: data for name, data in desk.files().items() if not name.startswith("corrections/")}
    chance = random.Random(20261122)
    before = b""
    interrupted = 0
    for _ in range(KILLS):
        with opened(desk) as terminal:
            shown = terminal.wait_for("q stop")
            lines, warnings = journal.read(path, "seeds/a.txt")
            accepted, rejected = counts_of(lines)
            assert f"· {accepted} accepted · {rejected} rejected ·" in shown[0]
            assert warnings == ()
            keys = "".join(chance.choices(KEYS, k=60)) + ("q" if chance.random() < 0.2 else "")
            terminal.send(keys)
            time.sleep(chance.uniform(0, 0.25))
            counted = re.search(r"· (\d+) accepted · (\d+) rejected ·", terminal.lines()[0])
            terminal.signal(signal.SIGKILL)
            interrupted += terminal.end() is None
        data = path.read_bytes() if path.exists() else b""
        assert data.startswith(before)
        before = data
        lines, _ = journal.read(path, "seeds/a.txt")
        prefixes = {counts_of(lines[:number]) for number in range(len(lines) + 1)}
        assert counted is None or (int(counted[1]), int(counted[2])) in prefixes
        corrections = desk.path("corrections/seeds/a.txt.patch")
        if corrections.exists():
            patch.parse(corrections.read_bytes(), str(corrections))
    assert interrupted > KILLS // 2
    assert len(before.split(b"\n")) > KILLS
    assert {name: data for name, data in desk.files().items() if not name.startswith("corrections/")} == fixed


def test_a_review_killed_while_the_glossary_is_written_leaves_it_whole(desk: Desk) -> None:
    """The form may be in or out, the file is old or new, and the next review asks or does not, accordingly."""
    before = desk.path("glossary.csv").read_bytes()
    after = before.replace(b"Rosenfeld", b"Rosenfeld|Kamenyev")
    chance = random.Random(7)
    for _ in range(4):
        with opened(desk) as terminal:
            terminal.wait_for(at(1, 8))
            terminal.send("jjjjjjg1")
            time.sleep(chance.uniform(0, 0.05))
            terminal.signal(signal.SIGKILL)
            terminal.end()
        assert desk.path("glossary.csv").read_bytes() in (before, after)
        desk.lint()
        desk.write("glossary.csv", before)
        shutil.rmtree(desk.path("corrections"), ignore_errors=True)


@pytest.mark.parametrize("ending", ["q", CONTROL_C, CONTROL_D, "SIGTERM", "closed"], ids=repr)
def test_however_it_ends_the_answers_are_kept_and_the_patches_written(desk: Desk, ending: str) -> None:
    """Two texts, so that a terminal that is gone when the first patch is reported keeps the second from nothing."""
    desk.write("seeds/b.txt", "Lenyn went.\n")
    with opened(desk) as terminal:
        terminal.wait_for(at(1, 9))
        terminal.send("ynyyyyyyy")
        terminal.wait_for("Nothing is left to decide")
        if ending == "closed":
            terminal.hang_up()
        elif ending.startswith("SIG"):
            terminal.signal(getattr(signal, ending))
            assert terminal.end() == 0
        else:
            terminal.send(ending)
            assert terminal.end() == 0
            assert "8 of 9" in terminal.text() or "9 of 9" in terminal.text()
            assert "Traceback" not in terminal.text()
    assert len(answers(desk)) == 8
    assert answers(desk, "seeds/b.txt") == [("Lenyn", "accept", "Lenin")]
    until(desk.path("corrections/seeds/b.txt.patch").exists)
    assert desk.read("corrections/series") == "seeds/a.txt.patch\nseeds/b.txt.patch\n"
    assert not list(desk.folder.rglob("*.tmp"))


def test_without_a_terminal_it_refuses_and_names_the_other_ways(desk: Desk) -> None:
    ran = desk.run("review", stdin="yyyy")
    assert (ran.code, ran.out) == (2, "")
    assert "review needs a terminal" in ran.err
    assert "corrigenda decide" in ran.err
    assert "corrigenda status" in ran.err
    command = f'"{sys.executable}" -m corrigenda review > out; echo "code $?"'
    path = os.pathsep.join((str(ROOT / "src"), os.environ.get("PYTHONPATH", "")))
    with Terminal(["/bin/sh", "-c", command], cwd=desk.folder, env={"PYTHONPATH": path}) as terminal:
        terminal.wait_for("code 2")
        assert "corrigenda decide" in " ".join(terminal.lines())
    assert answers(desk) == []


def test_who_decides_is_the_option_else_the_configuration_else_git(desk: Desk) -> None:
    desk.write("gitconfig", "[user]\n\tname = Gita\n")
    git = {"GIT_CONFIG_GLOBAL": str(desk.path("gitconfig")), "GIT_CONFIG_SYSTEM": os.devnull}
    for configuration, arguments in (("resp = 'Conny'\n", ("--resp", "Opal")), ("resp = 'Conny'\n", ()), ("", ())):
        desk.write("corrigenda.toml", configuration)
        with opened(desk, *arguments, env=git) as terminal:
            terminal.wait_for("q stop")
            terminal.send("yq")
            terminal.end()
    who = [line["resp"] for line in desk.journal()]
    if shutil.which("git"):
        assert who == ["Opal", "Conny", "Gita"]
        assert "Author: Opal, Conny, Gita\n" in desk.read("corrections/seeds/a.txt.patch")
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    with opened(desk, env=nobody) as terminal:
        assert terminal.end() == 2
        assert "it is not known who decides" in terminal.text()
        assert "--resp" in terminal.text()


def test_in_colour_and_without(desk: Desk) -> None:
    with opened(desk) as terminal:
        terminal.wait_for("Then Stalbrand spoke")
        assert terminal.colour_of("Stalbrand spoke") == "red"
        assert terminal.colour_of("Stalin spoke") == "green"
    with opened(desk, env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("Then ⟦Stalbrand⟧ spoke")
        assert terminal.colour_of("Stalbrand⟧ spoke") == "default"


def test_from_a_folder_below_the_project(desk: Desk) -> None:
    desk.write("seeds/deep/b.txt", "Lenyn went.\n")
    with opened(desk, "b.txt", below="seeds/deep") as terminal:
        shown = terminal.wait_for(at(1, 1))
        assert shown[1].startswith("b.txt:1:1 ")
        terminal.send("yq")
        assert terminal.end() == 0
    assert answers(desk, "seeds/deep/b.txt") == [("Lenyn", "accept", "Lenin")]
    assert "Witness: seeds/deep/b.txt\n" in desk.read("corrections/seeds/deep/b.txt.patch")
    assert sorted(desk.path("seeds").iterdir()) == [desk.path("seeds/a.txt"), desk.path("seeds/deep")]


def test_a_text_without_doubtful_places_is_no_error(tmp_path: Path) -> None:
    desk = project(tmp_path, "Stalin spoke.\n")
    before = desk.files()
    with opened(desk) as terminal:
        terminal.wait_for("Nothing is left to decide")
        terminal.send("yn9ua\rj")
        terminal.send("q")
        assert terminal.end() == 0
    assert desk.files() == before


def test_a_review_of_nothing_but_errors_says_so_and_writes_nothing(desk: Desk) -> None:
    desk.write("seeds/a.txt", b"caf\xe9 Stalbrand")
    before = desk.files()
    with opened(desk) as terminal:
        assert terminal.end() == 2
        assert "seeds/a.txt:1:4" in terminal.text()
    assert desk.files() == before


def test_a_text_that_cannot_be_read_is_named_at_the_end_and_the_others_are_reviewed(desk: Desk) -> None:
    desk.write("seeds/b.txt", b"caf\xe9 Stalbrand")
    with opened(desk) as terminal:
        terminal.wait_for(at(1, 8))
        terminal.send("yq")
        assert terminal.end() == 2
        assert "seeds/a.txt.patch: 1 emendation" in terminal.text()
        assert "--> seeds/b.txt" in terminal.text()


def test_the_journal_has_one_object_a_line_and_no_answer_is_buffered(desk: Desk) -> None:
    """What another program reads between two keys is whole."""
    path = desk.path("corrections/seeds/a.txt.journal.jsonl")
    with opened(desk) as terminal:
        terminal.wait_for(at(1, 8))
        for number in range(1, 8):
            terminal.send("n")
            terminal.wait_for(at(number + 1, 8))
            data = path.read_bytes()
            assert data.endswith(b"\n")
            assert [json.loads(line)["verdict"] for line in data.split(b"\n")[:-1]] == ["reject"] * number
