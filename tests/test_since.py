"""``lint --since REV``, with real git: findings on changed lines only."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from desk import TEXT, Desk

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
IDENTITY = {
    **{f"GIT_{role}_{what}": "nobody@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
}


def git(desk: Desk, *arguments: str) -> None:
    environment = os.environ | IDENTITY
    subprocess.run(["git", *arguments], cwd=desk.folder, env=environment, check=True, capture_output=True)


def commit(desk: Desk) -> None:
    git(desk, "add", "-A")
    git(desk, "commit", "-qm", "as it is")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk.usual(tmp_path)
    git(desk, "init", "-qb", "main")
    commit(desk)
    return desk


def found(desk: Desk, *arguments: str, since: str = "HEAD") -> list[tuple[str, int, str]]:
    return [(each["witness"], each["line"], each["sic"]) for each in desk.lint("--since", since, *arguments)]


def test_nothing_changed(desk: Desk) -> None:
    ran = desk.run("lint", "--since", "HEAD")
    assert (ran.code, ran.out) == (0, "No findings in 1 file.\n")
    assert ran.err == "6 findings on lines not changed since HEAD left out\n"


def test_changed_and_added_lines(desk: Desk) -> None:
    desk.write("seeds/a.txt", "A new line.\n\n" + TEXT.replace("become of", "come of") + "Stalbrand!\n")
    assert found(desk) == [("seeds/a.txt", 6, "Stalbrand"), ("seeds/a.txt", 7, "Stalbrand")]


def test_a_finding_over_a_line_end_of_which_one_line_changed(desk: Desk) -> None:
    desk.write("seeds/b.txt", "He read the Belgian\npress at noon.\n")
    commit(desk)
    desk.write("seeds/b.txt", "He read the Belgian\npress at night.\n")
    assert found(desk) == [("seeds/b.txt", 1, "Belgian\npress")]


def test_earlier_revisions_staged_changes_and_branch_points(desk: Desk) -> None:
    git(desk, "checkout", "-qb", "mine")
    desk.write("seeds/b.txt", "Stalbrand.\n")
    commit(desk)
    assert found(desk) == []
    assert found(desk, since="HEAD~1") == found(desk, since="main") == [("seeds/b.txt", 1, "Stalbrand")]
    git(desk, "checkout", "-q", "main")
    desk.replace("Then Stalbrand", "Then he")
    commit(desk)
    git(desk, "checkout", "-q", "mine")
    assert len(found(desk, since="main")) == 3, "the line that main has mended since is another one here"
    for since in ("main...", "main...HEAD"):
        assert found(desk, since=since) == [("seeds/b.txt", 1, "Stalbrand")]
    desk.replace("Stalbrand.", "Stalbrand. Stalbrand.", "seeds/b.txt")
    git(desk, "add", "-A")
    assert len(found(desk)) == 2


def test_a_renamed_text_is_not_new_and_an_untracked_one_is(desk: Desk) -> None:
    git(desk, "mv", "seeds/a.txt", "seeds/z.txt")
    assert found(desk) == []
    desk.write("seeds/z.txt", desk.read("seeds/z.txt") + "Stalbrand!\n")
    desk.write('seeds/ü "b".txt', "Stalbrand.\n")
    assert found(desk) == [("seeds/z.txt", 5, "Stalbrand"), ('seeds/ü "b".txt', 1, "Stalbrand")]
    commit(desk)
    desk.write('seeds/ü "b".txt', "Stalbrand.\nAll is well.\nStalbrand.\n")
    assert found(desk) == [('seeds/ü "b".txt', 3, "Stalbrand")]


def test_a_text_that_git_takes_for_binary_is_new_when_it_changed(desk: Desk) -> None:
    desk.write("seeds/b.txt", "Stalbrand.\n".encode("utf-16"))
    commit(desk)
    assert found(desk) == []
    desk.write("seeds/b.txt", "Stalbrand.\nWell.\n".encode("utf-16"))
    assert found(desk) == [("seeds/b.txt", 1, "Stalbrand")]
    said = desk.run("lint", "--since", "HEAD").err
    assert "warning: seeds/b.txt: git sees no lines in it (is it UTF-16?), all count as new\n" in said


def test_how_the_user_has_set_git_does_not_matter(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    git(desk, "config", "core.fsmonitor", "touch ran;")
    for setting in ("diff.noprefix true", "diff.external false", "diff.relative true", "color.ui always"):
        git(desk, "config", *setting.split())
    git(desk, "config", "diff.interHunkContext", "9")
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=9")
    desk.write("seeds/a.txt", "One line more.\n" + TEXT + "Stalbrand!\n")
    assert found(desk) == [("seeds/a.txt", 6, "Stalbrand")]
    assert not desk.path("ran").exists(), "a program that the repository names was run"


def test_a_project_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    outer = Desk(tmp_path)
    desk = Desk.usual(tmp_path / "books" / "one")
    git(outer, "init", "-qb", "main")
    commit(outer)
    desk.write("seeds/a.txt", TEXT + "Stalbrand!\n")
    ran = desk.run("lint", "--since", "HEAD", "--output-format", "concise", below="seeds")
    assert ran.out.split("\n")[0].startswith("./a.txt:5:1: ")


def test_a_revision_that_there_is_not_is_told_of_before_anything_is_read(desk: Desk) -> None:
    ran = desk.run("lint", "--since", "nowhere", "--glossary", "missing.csv", "missing.txt")
    assert (ran.code, ran.out, ran.err.count("error: ")) == (2, "", 1)
    assert "there is no revision 'nowhere'" in ran.err


def test_clear_errors(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    for revision in ("nowhere", "--output=x", "", "...", "main...mine"):
        ran = desk.run("lint", f"--since={revision}")
        assert (ran.code, ran.out) == (2, "")
        assert f"there is no revision {revision!r} in this repository" in ran.err
    git(desk, "checkout", "-q", "--orphan", "other")
    desk.write("seeds/c.txt", "Another beginning.\n")
    commit(desk)
    ran = desk.run("lint", "--since", "main...")
    assert (ran.code, "'main' and HEAD have no common ancestor" in ran.err) == (2, True)
    ran = desk.run("lint", "--since", "HEAD", "-", stdin="Stalbrand.\n")
    assert (ran.code, "has no earlier version" in ran.err) == (2, True)
    elsewhere = Desk.usual(tmp_path_factory.mktemp("elsewhere"))
    ran = elsewhere.run("lint", "--since", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "--since needs a git repository with the texts in it" in ran.err
    ran = desk.run("lint", "--since", "HEAD", str(elsewhere.path("seeds/a.txt")))
    assert (ran.code, "lies outside of the repository" in ran.err) == (2, True)


def test_a_text_in_a_submodule(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Desk.usual(tmp_path_factory.mktemp("other"))
    git(other, "init", "-qb", "main")
    commit(other)
    git(desk, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other.folder), "more")
    commit(desk)
    ran = desk.run("lint", "--since", "HEAD", "seeds", "more")
    assert (ran.code, ran.out) == (2, "")
    assert "the text lies in a submodule, whose history is its own" in ran.err


def test_without_git(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(desk.path("seeds")))
    ran = desk.run("lint", "--since", "HEAD")
    assert (ran.code, "install git" in ran.err) == (2, True)
