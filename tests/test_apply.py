"""The apply command: what is written, when nothing is, and that other programs make the same of the patch."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk

from corrigenda.storage import files

SIC = "Stalbrand"
TEXT = """\
Then Stalbrand spoke of the winter that was to come.

It was all in the Belgian press, and nobody believed a word of it.
The Toddy opposition had been silent for a long time …… and now it was
silent for good, as even Stalbrand’s friends could see.
"""
CORRECTED = """\
Then Stalin spoke of the winter that was to come.

It was all in the Belgian press, and nobody believed a word of it.
The Trotsky–Zinoviev opposition had been silent for a long time … and now it was
silent for good, as even Stalin’s friends could see.
"""
MADE = "seeds/a.txt: 4 emendations made → corrected/seeds/a.txt\n"


def decided(desk: Desk, refused: str = "Belgian press") -> Desk:
    """Accept everything that is found, but for one sic."""
    every = desk.lint()
    desk.decide(*(each["id"] for each in every if each["sic"] == refused), "reject")
    desk.decide(*(each["id"] for each in every if each["sic"] != refused), "accept")
    return desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return decided(Desk.usual(tmp_path, TEXT))


def test_the_corrected_text_is_written_beside_the_source(desk: Desk) -> None:
    ran = desk.run("apply")
    assert (ran.code, ran.out, ran.err) == (0, "", MADE)
    assert desk.read("corrected/seeds/a.txt") == CORRECTED
    assert desk.read() == TEXT


def test_output_names_another_folder(desk: Desk) -> None:
    assert desk.run("apply", "--output", "made/anew").code == 0
    assert desk.read("made/anew/seeds/a.txt") == CORRECTED
    desk.write("corrigenda.toml", "output = 'elsewhere'\nresp = 'me'\n")
    assert desk.run("apply", below="seeds").code == 0
    assert desk.read("elsewhere/seeds/a.txt") == CORRECTED
    assert not desk.path("corrected").exists()


def test_a_copy_that_is_there_already_is_written_anew(desk: Desk) -> None:
    desk.write("corrected/seeds/a.txt", "old")
    assert desk.run("apply").code == 0
    assert desk.read("corrected/seeds/a.txt") == CORRECTED
    before = desk.path("corrected/seeds/a.txt").stat()
    assert desk.run("apply").code == 0
    assert desk.path("corrected/seeds/a.txt").stat().st_mtime_ns == before.st_mtime_ns, "nothing to change"


def test_in_place_and_reverse(desk: Desk) -> None:
    ran = desk.run("apply", "--in-place")
    assert (ran.code, ran.err) == (0, "seeds/a.txt: 4 emendations made → seeds/a.txt\n")
    assert desk.read() == CORRECTED
    ran = desk.run("apply", "--in-place")
    assert (ran.code, ran.err) == (0, "seeds/a.txt: 0 emendations made, 4 made already → seeds/a.txt\n")
    assert desk.read() == CORRECTED
    ran = desk.run("apply", "--in-place", "--reverse")
    assert (ran.code, ran.err) == (0, "seeds/a.txt: 4 emendations taken back → seeds/a.txt\n")
    assert desk.read() == TEXT
    ran = desk.run("apply", "--in-place", "--reverse")
    assert (ran.code, ran.err) == (0, "seeds/a.txt: 0 emendations taken back, 4 not made → seeds/a.txt\n")
    assert desk.read() == TEXT


def test_reverse_of_the_corrected_copy(desk: Desk) -> None:
    assert desk.run("apply").code == 0
    ran = desk.run("apply", "--reverse", "--diff", "corrected")
    assert ran.code == 1
    assert "-Then Stalin spoke" in ran.out
    assert "+Then Stalbrand spoke" in ran.out
    assert desk.run("apply", "--reverse", "corrected", "--output", "back").code == 0
    assert desk.read("back/seeds/a.txt") == TEXT
    before = desk.files()
    ran = desk.run("apply", "corrected")
    assert (ran.code, "written over itself" in ran.err) == (2, True)
    assert "help: this is a corrected copy: name seeds/a.txt, or another folder with --output\n" in ran.err
    assert desk.files() == before


def test_diff_shows_and_writes_nothing(desk: Desk) -> None:
    before = desk.files()
    ran = desk.run("apply", "--diff")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == desk.read("corrections/seeds/a.txt.patch").partition("\n\n")[2]
    assert desk.files() == before
    desk.write("seeds/a.txt", CORRECTED)
    assert (desk.run("apply", "--diff").code, desk.run("apply", "--diff").out) == (0, "")


def test_check_says_whether_every_emendation_fits(desk: Desk) -> None:
    before = desk.files()
    ran = desk.run("apply", "--check")
    assert (ran.code, ran.out, ran.err) == (0, "", "seeds/a.txt: 4 emendations fit\n")
    assert desk.files() == before
    desk.replace("The Toddy", "An old")
    ran = desk.run("apply", "--check")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: no place in the text for “Toddy opposition” → “Trotsky–Zinoviev opposition” (")
    assert ran.err.endswith("seeds/a.txt: 3 emendations fit\n")


@pytest.mark.parametrize(
    "options",
    [
        ("--output", "x", "--in-place"),
        ("--output", "x", "--check"),
        ("--diff", "--check"),
        ("--in-place", "--diff"),
        ("--check", "--partial"),
        ("--diff", "--partial"),
    ],
    ids=" ".join,
)
def test_ways_that_exclude_each_other(desk: Desk, options: tuple[str, ...]) -> None:
    before = desk.files()
    ran = desk.run("apply", *options)
    assert (ran.code, "exclude each other" in ran.err) == (2, True)
    assert desk.files() == before


def test_nothing_decided_nothing_written(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, TEXT)
    for options in ((), ("--check",), ("--diff",), ("--in-place",)):
        ran = desk.run("apply", *options)
        assert (ran.code, ran.out) == (0, "")
        assert desk.read() == TEXT
    assert not desk.path("corrected").exists()


EDITS: dict[str, Callable[[str], str]] = {
    "before": lambda text: "A preface.\n\n" + text,
    "after": lambda text: text + "The end.\n",
    "between": lambda text: text.replace("It was all", "A new line.\n\nIt was all"),
    "words nearby": lambda text: text.replace("to come.", "to come now.").replace("even ", "all his "),
    "lines broken anew": lambda text: text.replace(" silent for a", "\nsilent for a").replace("it was\n", "it was "),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no final newline": lambda text: text.removesuffix("\n"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_text_that_changed_since_gets_its_emendations_where_they_belong(desk: Desk, edit: str) -> None:
    desk.write("seeds/a.txt", EDITS[edit](TEXT))
    ran = desk.run("apply")
    assert (ran.code, ran.err) == (0, MADE)
    assert desk.read("corrected/seeds/a.txt") == EDITS[edit](CORRECTED)
    assert desk.run("apply", "--in-place").code == 0
    assert desk.run("apply", "--in-place", "--reverse").code == 0
    assert desk.read() == EDITS[edit](TEXT)


def test_those_made_by_hand_are_counted_as_done(desk: Desk) -> None:
    desk.replace("Then Stalbrand", "Then Stalin")
    ran = desk.run("apply")
    assert (ran.code, ran.err) == (0, "seeds/a.txt: 3 emendations made, 1 made already → corrected/seeds/a.txt\n")
    assert desk.read("corrected/seeds/a.txt") == CORRECTED


def test_a_place_that_could_be_two_is_named_with_both(desk: Desk) -> None:
    desk.write("seeds/a.txt", TEXT + TEXT)
    before = desk.files()
    ran = desk.run("apply")
    assert ran.code == 1
    assert ran.err.startswith("error: “Stalbrand” → “Stalin” (")
    assert "could be at 1:6, 6:6" in ran.err
    assert ran.err.endswith("nothing was written; --partial makes those that have a place\n")
    assert desk.files() == before


def test_nothing_is_written_when_one_has_no_place_unless_partial(desk: Desk) -> None:
    desk.write("seeds/b.txt", "In the evening Stalbrand was silent, and so were all the others in the room.\n")
    desk.decide(*desk.ids(SIC, "seeds/b.txt"), "accept")
    desk.replace("The Toddy", "An old")
    before = desk.files()
    for options in ((), ("--in-place",), ("--output", "x")):
        ran = desk.run("apply", *options)
        assert ran.code == 1
        assert "no place in the text for “Toddy opposition”" in ran.err
        assert desk.files() == before
    ran = desk.run("apply", "--partial")
    assert ran.code == 1
    assert "seeds/a.txt: 3 emendations made" in ran.err
    assert "An old opposition had been silent for a long time … and" in desk.read("corrected/seeds/a.txt")
    assert SIC not in desk.read("corrected/seeds/a.txt")
    assert desk.read("corrected/seeds/b.txt").startswith("In the evening Stalin was silent")


def test_one_text_that_cannot_be_read_stops_no_other(desk: Desk) -> None:
    desk.write("seeds/b.txt", b"caf\xe9")
    before = desk.files()
    for options, said in ((("--check",), "4 emendations fit\n"), ((), MADE), (("--in-place",), "4 emendations made")):
        ran = desk.run("apply", *options)
        assert ran.code == 2
        assert ran.err.startswith("error: not UTF-8: byte 0xE9\n  --> seeds/b.txt:1:4\n")
        assert said in ran.err
    assert desk.read("corrected/seeds/a.txt") == desk.read() == CORRECTED
    assert desk.files().keys() - before.keys() == {"corrected/seeds/a.txt"}
    ran = desk.run("apply", "--in-place", "--reverse", "seeds/a.txt", "nowhere.txt")
    assert (ran.code, desk.read()) == (2, TEXT)
    ran = desk.run("apply", "--diff")
    assert (ran.code, ran.out.startswith("diff --git a/seeds/a.txt")) == (2, True)


def test_where_no_text_can_be_read_that_alone_is_told(desk: Desk) -> None:
    ran = desk.run("apply", "nowhere.txt", "neither.txt")
    assert (ran.code, ran.err.count("error: there is no such file"), ran.err.count("\n")) == (2, 2, 6)


def test_a_reading_that_the_encoding_of_the_text_lacks(tmp_path: Path) -> None:
    text = TEXT.replace("……", "...").replace("’", "'")
    desk = Desk.usual(tmp_path, text.encode("latin-1"), encoding="latin-1")
    desk.write("seeds/0.txt", "In the evening Stalbrand was silent, and so were all the others in the room.\n")
    ran = desk.run("decide", "--select", "G", *desk.ids("Toddy opposition"), *desk.ids(SIC), "accept")
    assert (ran.code, "latin-1 has no '–'" in ran.err) == (1, True)
    assert len(desk.journal()) == 2, "the decision stands, though it cannot be made a patch"
    before = desk.files()
    for options in ((), ("--in-place",), ("--check",)):
        ran = desk.run("apply", *options)
        assert ran.code == 1, ran.err
        assert "latin-1 has no '–'" in ran.err
        assert desk.files() == before
    ran = desk.run("apply", "--partial")
    assert ran.code == 1
    assert sorted(desk.files().keys() - before.keys()) == ["corrected/seeds/0.txt"]


def test_the_text_changes_while_it_is_corrected(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = files.read_bytes

    def read(path: Path) -> bytes:
        return usual(path) + b"!" * (path.name == "a.txt")

    monkeypatch.setattr("corrigenda.commands.apply.read_bytes", read)
    before = desk.files()
    ran = desk.run("apply", "--in-place")
    assert (ran.code, "was changed while the corrections were made" in ran.err) == (1, True)
    assert desk.files() == before


def test_a_patch_without_its_journal_is_trusted_only_when_the_user_says_so(desk: Desk) -> None:
    """What another editor sent, or what is kept without the history."""
    desk.path("corrections/seeds/a.txt.journal.jsonl").unlink()
    refused = desk.run("apply")
    assert refused.code == 2
    assert "stands without its journal" in refused.err
    assert "--from-patch" in refused.err
    assert not desk.path("corrected").exists()
    assert desk.run("apply", "--from-patch").code == 0
    assert desk.read("corrected/seeds/a.txt") == CORRECTED


def test_a_patch_that_is_older_than_the_journal(desk: Desk) -> None:
    old = desk.path("corrections/seeds/a.txt.patch").read_bytes()
    desk.decide(desk.ids("……")[0], "reject")
    desk.write("corrections/seeds/a.txt.patch", old)
    ran = desk.run("apply")
    assert ran.code == 0
    assert "warning: corrections/seeds/a.txt.patch is older than the journal; run `corrigenda patch`" in ran.err
    assert desk.read("corrected/seeds/a.txt") == CORRECTED.replace("…", "……")


def test_a_patch_that_was_tampered_with_is_refused(desk: Desk) -> None:
    desk.path("corrections/seeds/a.txt.journal.jsonl").unlink()
    patch = desk.read("corrections/seeds/a.txt.patch")
    desk.write("corrections/seeds/a.txt.patch", patch.replace('"corr": "Stalin"', '"corr": "Lenin"'))
    ran = desk.run("apply", "--from-patch")
    assert ran.code == 1
    assert "do not say the same" in ran.err
    assert not desk.path("corrected").exists()


def test_a_link_in_the_way_is_not_written_through(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "b.txt"
    outside.write_text("mine")
    desk.path("corrected/seeds").mkdir(parents=True)
    desk.path("corrected/seeds/a.txt").symlink_to(outside)
    assert desk.run("apply").code == 2
    assert outside.read_text() == "mine"


def test_mode_and_owner_of_a_text_in_place_stay(desk: Desk) -> None:
    desk.path("seeds/a.txt").chmod(0o640)
    assert desk.run("apply", "--in-place").code == 0
    assert desk.path("seeds/a.txt").stat().st_mode & 0o777 == 0o640


TEXTS = {
    "plain": TEXT.encode(),
    "no final newline": TEXT.removesuffix("\n").encode(),
    "CRLF": TEXT.replace("\n", "\r\n").encode(),
    "byte order mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "astral": TEXT.replace("of the", "𝔬𝔣 𝔱𝔥𝔢 😀").encode(),
    "odd line ends": TEXT.replace("come.", "come.\f")
    .replace("word of", "word\u2028of")
    .replace("all in", "all\x85in")
    .encode(),
    "UTF-16": ("\N{BYTE ORDER MARK}" + TEXT).encode("utf-16-le"),
}


def made_by_git(folder: Path, patch: Path) -> None:
    ceiling = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    subprocess.run(["git", "apply", "--whitespace=error-all", patch], cwd=folder, check=True, env=ceiling)


def made_by_patch(folder: Path, patch: Path) -> None:
    command = ["patch", "-p1", "--fuzz=0", "--no-backup-if-mismatch", "--binary", "--silent", "--input", patch]
    subprocess.run(command, cwd=folder, check=True)


def made_by_quilt(folder: Path, patch: Path) -> None:
    environment = {**os.environ, "QUILT_PATCHES": str(patch.parents[1]), "QUILTRC": os.devnull}
    subprocess.run(
        ["quilt", "--quiltrc", "-", "push", "-a"], cwd=folder, check=True, env=environment, capture_output=True
    )


TOOLS = {"git": made_by_git, "patch": made_by_patch, "quilt": made_by_quilt}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("text", TEXTS)
def test_other_programs_make_the_same_of_what_the_commands_wrote(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, text: str, tool: str
) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    desk = decided(Desk.usual(tmp_path, TEXTS[text]))
    desk.write("seeds/b.txt", "In the evening Stalbrand was silent, and so were all the others in the room.\n")
    desk.decide(*desk.ids(SIC, "seeds/b.txt"), "accept")
    assert desk.run("apply").code == 0
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(desk.path("seeds"), elsewhere / "seeds")
    for name in ["a.txt"] if tool == "quilt" else ["a.txt", "b.txt"]:
        TOOLS[tool](elsewhere, desk.path(f"corrections/seeds/{name}.patch"))
    for name in ("a.txt", "b.txt"):
        assert (elsewhere / "seeds" / name).read_bytes() == desk.path(f"corrected/seeds/{name}").read_bytes()


def test_the_patch_stays_when_the_text_was_corrected_in_place(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    desk.decide(*desk.ids("Stalbrand"), "accept")
    before = desk.read("corrections/seeds/a.txt.patch")
    assert desk.run("apply", "--in-place").code == 0
    ran = desk.run("patch")
    assert (ran.code, ran.err) == (0, "")
    assert desk.read("corrections/seeds/a.txt.patch") == before
    assert desk.run("apply", "--reverse", "--in-place").code == 0
    assert "Stalbrand" in desk.read()


BROKEN = """\
They had spoken of the Toddy
opposition, and of Stal-
brand himself, whom the Bel-
gian press had praised.
"""
MENDED = """\
They had spoken of the Trotsky–Zinoviev
opposition, and of Stal-
in himself, whom the So-
viet press had praised.
"""


def test_every_line_still_holds_what_its_page_has(desk: Desk) -> None:
    desk.write("seeds/b.txt", BROKEN)
    desk.decide(*(each["id"] for each in desk.lint("seeds/b.txt")), "accept")
    desk.run("apply", "seeds/b.txt")
    assert desk.read("corrected/seeds/b.txt") == MENDED
    assert desk.run("lint", "corrected/seeds/b.txt").code == 0
