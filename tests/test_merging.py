"""Several editors and git: what both decided is merged as the README says."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from desk import Desk

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def attributes() -> str:
    """Return the lines that the README has for ``.gitattributes``."""
    (found,) = re.findall(r"```gitattributes\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    return str(found)


def git(desk: Desk, *arguments: str) -> str:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    ran = subprocess.run(["git", *who, *arguments], cwd=desk.folder, capture_output=True, text=True, check=False)
    return ran.stdout


def commit(desk: Desk) -> None:
    git(desk, "add", "--all")
    git(desk, "commit", "--quiet", "--message", "as it is")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a project in which Anna and Bert decided on branches, which were merged."""
    desk = Desk.usual(tmp_path)
    desk.write(".gitattributes", attributes())
    git(desk, "init", "--quiet", "--initial-branch", "main")
    commit(desk)
    (press,), (opposition,), (dots,) = (desk.ids(sic) for sic in ("Belgian press", "Toddy opposition", "……"))
    git(desk, "checkout", "--quiet", "-b", "anna")
    desk.decide(press, opposition, "accept", "--resp", "Anna")
    desk.write("glossary.csv", f"{desk.read('glossary.csv')}Zola,person,,,,\n")
    commit(desk)
    git(desk, "checkout", "--quiet", "main")
    desk.decide(press, "reject", "--resp", "Bert")
    desk.decide(dots, "accept", "--resp", "Bert")
    desk.write("glossary.csv", f"{desk.read('glossary.csv')}Labori,person,,,,\n")
    commit(desk)
    git(desk, "merge", "anna")
    return desk


def test_all_answers_are_there_after_a_merge_and_patches_are_written_anew(desk: Desk) -> None:
    assert git(desk, "diff", "--name-only", "--diff-filter=U") == "corrections/seeds/a.txt.patch\n"
    assert {(line["resp"], line["verdict"]) for line in desk.journal()} == {
        ("Anna", "accept"),
        ("Bert", "reject"),
        ("Bert", "accept"),
    }
    assert desk.run("patch").out == "corrections/seeds/a.txt.patch: 2 emendations\n"
    commit(desk)
    assert git(desk, "status", "--porcelain") == ""
    assert desk.read("corrections/series") == "seeds/a.txt.patch\n"
    assert desk.read("glossary.csv").endswith("Labori,person,,,,\nZola,person,,,,\n")


def test_who_disagrees_is_told_until_one_answer_is_given_once_more(desk: Desk) -> None:
    warning = "editors disagree about one place"
    assert warning in desk.run("apply", "--check").err
    (press,) = [line["finding"] for line in desk.journal() if line["verdict"] == "reject"]
    assert "1 decision recorded" in desk.decide(press, "reject", "--resp", "Bert").err
    assert warning not in desk.run("apply").err
    assert "Belgian press" in desk.read("corrected/seeds/a.txt")


@pytest.mark.parametrize("has_attributes", [True, False])
def test_line_ends_of_patches_are_left_alone_or_it_is_said_what_to_do(tmp_path: Path, has_attributes: bool) -> None:
    desk = Desk.usual(tmp_path)
    desk.decide(*desk.ids("Belgian press"), "accept")
    git(desk, "init", "--quiet")
    if has_attributes:
        desk.write(".gitattributes", attributes())
    commit(desk)
    shutil.rmtree(tmp_path / "corrections")
    git(desk, "-c", "core.autocrlf=true", "checkout", "--", "corrections")
    ran = desk.run("apply")
    if has_attributes:
        assert ran.code == 0
        return
    assert (ran.code, "its line ends were changed to CRLF" in ran.err) == (2, True)
    assert f"the line `{attributes().split(chr(10))[0]}` into .gitattributes; then write it again with" in ran.err
    assert desk.run("patch").code == desk.run("apply").code == 0


def test_this_repository_does_as_it_says() -> None:
    ours = (ROOT / ".gitattributes").read_text("utf-8")
    assert all(line in ours.split("\n") for line in attributes().split("\n"))
