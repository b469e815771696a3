"""A text gets another name: what was decided about it goes with it, and is missed aloud until then."""

import shutil
import subprocess
from pathlib import Path

import pytest
from desk import Desk

OLD = "seeds/a.txt"
LOST = (
    "warning: seeds/a.txt is gone, but not what was decided about it: "
    "`corrigenda rename seeds/a.txt seeds/b.txt` gives that to the text by its new name\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a project with a text about which much was decided."""
    desk = Desk.usual(tmp_path)
    desk.decide(*desk.ids("Toddy opposition"), "accept")
    desk.decide(*desk.ids("Belgian press"), "reject")
    assert desk.run("baseline").code == 0
    desk.write("corrections/series", "# ours\nseeds/a.txt.patch -p1\nother.patch\n")
    return desk


def decisions(desk: Desk) -> list[str]:
    """Return what status counts, without the names."""
    return [" ".join(line.split()[-4:]) for line in desk.run("status").out.split("\n")]


@pytest.mark.parametrize("is_moved", [False, True])
@pytest.mark.parametrize("new", ["seeds/b.txt", "seeds/vol/b.txt", "seeds/vol. 1/Том.txt"])
def test_all_that_is_known_goes_with_the_text(desk: Desk, new: str, is_moved: bool) -> None:
    counted, linted, journal = decisions(desk), desk.states(), desk.read("corrections/seeds/a.txt.journal.jsonl")
    if is_moved:
        desk.path(new).parent.mkdir(parents=True, exist_ok=True)
        desk.path(OLD).rename(desk.path(new))
    ran = desk.run("rename", OLD, new)
    assert (ran.code, ran.err) == (0, f"seeds/a.txt → {new}, with what is known of it\n")
    assert not any("a.txt" in name for name in desk.files())
    assert decisions(desk) == counted
    assert desk.states() == linted
    assert desk.read(f"corrections/{new}.journal.jsonl") == journal
    assert f"{new},G001" in desk.read("corrections/baseline.csv")
    before = desk.files()
    assert desk.run("patch").code == 0
    assert desk.files() == before, "the patch is the one that would be made"
    listed = [] if " " in new else [f"{new}.patch -p1"]
    assert desk.read("corrections/series").split("\n") == ["# ours", *listed, "other.patch", ""]
    assert desk.run("apply").code == 0
    assert "Trotsky–Zinoviev" in desk.read(f"corrected/{new}")


def test_a_folder_is_renamed_with_all_its_texts(desk: Desk) -> None:
    desk.write("seeds/x/c.txt", "In the evening Stalbrand was silent.\n")
    desk.decide(*desk.ids("Stalbrand", "seeds/x/c.txt"), "accept")
    ran = desk.run("rename", "../seeds", "../books/1", below="seeds")
    assert (ran.code, ran.err) == (0, "../seeds → ../books/1, with what is known of 2 texts\n")
    assert sorted(name for name in desk.files() if "seeds" in name) == []
    assert desk.run("status", "books").out.count("books/1/") == 2
    assert desk.read("corrections/series").startswith(
        "# ours\nbooks/1/a.txt.patch -p1\nother.patch\nbooks/1/x/c.txt.patch"
    )


@pytest.mark.parametrize(("old", "new"), [(OLD, "seeds/b.txt"), ("seeds", "books")])
def test_a_corrected_copy_by_the_old_name_is_told_of(desk: Desk, old: str, new: str) -> None:
    assert desk.run("apply").code == 0
    ran = desk.run("rename", old, new)
    said = f"\ncorrected/{old} still has the old name: delete it; `corrigenda apply` makes corrected copies by the new"
    assert ran.err.endswith(f"{said} one\n")
    assert desk.path("corrected/seeds/a.txt").exists()


def test_nothing_is_written_over(desk: Desk) -> None:
    desk.write("seeds/b.txt", desk.read())
    before = desk.files()
    assert "something of this name already" in desk.run("rename", OLD, "seeds/b.txt").err
    desk.decide(*desk.ids("Belgian press", "seeds/b.txt"), "accept", "--path", "seeds/b.txt")
    desk.path(OLD).unlink()
    before = desk.files()
    ran = desk.run("rename", OLD, "seeds/b.txt")
    assert (ran.code, "something was decided under the new name already" in ran.err) == (2, True)
    desk.path("corrections/seeds/b.txt.journal.jsonl").unlink()
    del before["corrections/seeds/b.txt.journal.jsonl"]
    ran = desk.run("rename", OLD, "seeds/b.txt")
    assert (ran.code, "there is a patch of this name already" in ran.err) == (2, True)
    assert desk.files() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.txt", "seeds/b.txt"), "there is no such text"),
        ((OLD, OLD), "something of this name already"),
        ((OLD, "../b.txt"), "not a path inside the project"),
        ((OLD, "corrected/b.txt"), "this is a corrected copy"),
        (("nowhere.txt", OLD), "nothing was decided about this text"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, arguments: tuple[str, str], said: str) -> None:
    before = desk.files()
    ran = desk.run("rename", *arguments)
    assert (ran.code, said in ran.err) == (2, True)
    assert desk.files() == before


def test_what_was_left_undone_is_done_by_the_same_command(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_path: Path) -> None:
        raise KeyboardInterrupt

    counted = decisions(desk)
    with monkeypatch.context() as patched:
        patched.setattr("corrigenda.acting.renaming.files.remove", stopped)
        assert desk.run("rename", OLD, "seeds/b.txt").code == 130
    assert desk.path("seeds/b.txt").exists()
    assert desk.run("rename", OLD, "seeds/b.txt").code == 0
    assert not any("a.txt" in name for name in desk.files())
    assert decisions(desk) == counted


def test_a_text_that_is_gone_is_missed_where_there_is_one_that_it_may_be(desk: Desk) -> None:
    desk.path(OLD).rename(desk.path("seeds/b.txt"))
    for command in (("lint",), ("status",), ("apply",), ("apply", "--check"), ("patch",), ("baseline",)):
        assert LOST in desk.run(*command).err
    desk.replace("care in", "care through", "seeds/b.txt")
    assert LOST.replace("seeds/a.txt seeds/b.txt", "seeds/a.txt NEW") in desk.run("lint").err
    desk.write("corrections/seeds/c.txt.journal.jsonl", "damaged")
    ran = desk.run("lint")
    assert "warning: seeds/a.txt and 1 other text are gone, but not what was decided about them: " in ran.err
    assert ran.code == 0, "all is in the baseline"
    desk.path("corrections/seeds/c.txt.journal.jsonl").unlink()
    assert desk.run("rename", OLD, "seeds/b.txt").code == 0
    assert "warning" not in desk.run("lint").err


def test_git_sees_files_renamed(desk: Desk) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")

    def git(*arguments: str) -> list[str]:
        command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
        ran = subprocess.run(command, cwd=desk.folder, capture_output=True, text=True, check=True)
        return ran.stdout.split("\n")

    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "as it was")
    assert desk.run("rename", OLD, "seeds/b.txt").code == 0
    git("apply", "--check", "corrections/seeds/b.txt.patch")
    git("add", "--all")
    changes = [line.split("\t") for line in git("diff", "--staged", "--name-status", "--find-renames")]
    found = {names[-1] for kind, *names in changes if kind.startswith("R")}
    assert found == {"corrections/seeds/b.txt.journal.jsonl", "corrections/seeds/b.txt.patch", "seeds/b.txt"}


@pytest.mark.parametrize("answer", [("reject",), ("edit", "--text", "Soviets")])
def test_what_is_answered_under_the_new_name_counts_for_the_place(desk: Desk, answer: tuple[str, ...]) -> None:
    assert desk.run("rename", OLD, "seeds/b.txt").code == 0
    desk.decide(*desk.ids("Toddy opposition", "--no-baseline"), *answer)
    assert desk.run("apply").code == 0
    copy = desk.path("corrected/seeds/b.txt")
    assert copy.exists() is (answer != ("reject",))
    assert not copy.exists() or "Soviets, which" in copy.read_text("utf-8")


def test_a_text_that_one_editor_renamed_while_another_decided_is_missed(desk: Desk) -> None:
    journal = "corrections/seeds/a.txt.journal.jsonl"
    before = desk.read(journal)
    assert desk.run("rename", OLD, "seeds/b.txt").code == 0
    desk.write(journal, before)
    assert "seeds/a.txt is gone, but not what was decided about it" in desk.run("lint").err


def test_a_folder_is_not_moved_into_itself(desk: Desk) -> None:
    ran = desk.run("rename", "seeds", "seeds/old")
    assert (ran.code, ran.err.split("\n")[0]) == (2, "error: a folder cannot be moved into itself")
