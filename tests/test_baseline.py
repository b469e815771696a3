"""The baseline: what was accepted as known is held back, what is new is reported, what is gone is taken out."""

import csv
import json
import os
from collections import Counter
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from desk import TEXT, Desk
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.deciding import baseline
from corrigenda.deciding.baseline import Known
from corrigenda.errors import InputError

FILE = "corrections/baseline.csv"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.usual(tmp_path)


def rows(desk: Desk) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(desk.read(FILE))))


def accept(desk: Desk, *arguments: str) -> str:
    ran = desk.run("baseline", *arguments)
    assert ran.code == 0, ran.err
    return ran.out


def test_what_is_accepted_is_held_back_and_counted(desk: Desk) -> None:
    assert accept(desk, "--reason", "before the second proof") == f"{FILE}: 6 known findings (6 added, 0 gone)\n"
    ran = desk.run("lint")
    assert (ran.code, ran.out) == (0, "No findings in 1 file.\n")
    assert ran.err == f"{FILE}: 6 known findings held back\n"
    assert {"witness": "seeds/a.txt", "code": "G001", "sic": "stalbrand", "count": "2",
            "reason": "before the second proof"} in rows(desk)  # fmt: skip


def test_it_holds_when_lines_move_and_case_or_line_breaks_change(desk: Desk) -> None:
    accept(desk)
    desk.write("seeds/a.txt", "A line before.\n\n" + TEXT.replace("Belgian press", "Belgian\nPress"))
    assert desk.run("lint").code == 0


def test_only_the_surplus_is_new(desk: Desk) -> None:
    accept(desk)
    desk.write("seeds/a.txt", TEXT + "\nStalbrand came again.\n")
    (finding,) = desk.lint()
    assert (finding["sic"], finding["line"]) == ("Stalbrand", 6)


def test_another_text_has_known_findings_of_its_own(desk: Desk) -> None:
    accept(desk)
    desk.write("seeds/b.txt", "So Stalbrand said.\n")
    assert [each["witness"] for each in desk.lint()] == ["seeds/b.txt"]
    assert accept(desk, "seeds/b.txt") == f"{FILE}: 7 known findings (1 added, 0 gone)\n"
    assert desk.lint() == []


def test_what_is_gone_is_told_and_pruned_and_may_not_come_back(desk: Desk) -> None:
    accept(desk)
    desk.replace("Then Stalbrand spoke", "Then Stalin spoke")
    assert "1 more are gone" not in desk.run("lint").err
    assert "; 1 is gone, `corrigenda baseline --prune` takes it out" in desk.run("lint").err
    assert accept(desk, "--prune") == f"{FILE}: 5 known findings (0 added, 1 gone)\n"
    assert desk.run("lint").err == f"{FILE}: 5 known findings held back\n"
    desk.replace("Then Stalin spoke", "Then Stalbrand spoke")
    assert [each["sic"] for each in desk.lint()] == ["Stalbrand"]
    assert accept(desk, "--prune").endswith("5 known findings (0 added, 0 gone)\n"), "pruning adds nothing"


def test_a_text_that_is_deleted_is_pruned(desk: Desk) -> None:
    desk.write("seeds/b.txt", "So Stalbrand said.\n")
    accept(desk)
    desk.path("seeds/b.txt").unlink()
    accept(desk, "--prune")
    assert {row["witness"] for row in rows(desk)} == {"seeds/a.txt"}


def test_texts_of_any_name_are_known(desk: Desk) -> None:
    for raw in (b"\xff.txt", b"a\nb, c.txt", b'q"=.txt'):
        (desk.folder / "seeds" / os.fsdecode(raw)).write_text("Stalbrand came.\n")
    assert accept(desk).startswith(f"{FILE}: 9 known findings")
    before = desk.read(FILE)
    assert desk.run("lint").err == f"{FILE}: 9 known findings held back\n"
    assert accept(desk, "--prune", "seeds/a.txt").endswith("(0 added, 0 gone)\n")
    assert accept(desk).endswith("(0 added, 0 gone)\n")
    assert desk.read(FILE) == before
    (desk.folder / "seeds" / os.fsdecode(b"\xff.txt")).unlink()
    assert accept(desk, "--prune").endswith("8 known findings (0 added, 1 gone)\n")


def test_rules_and_texts_that_were_not_looked_at_keep_their_rows(desk: Desk) -> None:
    desk.write("seeds/b.txt", "So Stalbrand said.\n")
    accept(desk)
    every = rows(desk)
    assert "gone" not in desk.run("lint", "--select", "R", "seeds/a.txt").err
    accept(desk, "--prune", "--select", "R")
    accept(desk, "--select", "R", "seeds/a.txt")
    assert rows(desk) == every


def test_a_reason_written_by_hand_stays(desk: Desk) -> None:
    accept(desk, "--reason", "old stock")
    desk.write(FILE, desk.read(FILE).replace("stalbrand,2,old stock", 'stalbrand,2,"the printer’s, kept"'))
    accept(desk, "--reason", "another")
    assert [row["reason"] for row in rows(desk) if row["sic"] == "stalbrand"] == ["the printer’s, kept"]
    assert "another" not in desk.read(FILE)


def test_a_sic_written_by_hand_is_folded(desk: Desk) -> None:
    accept(desk)
    desk.write(
        FILE, desk.read(FILE).replace("belgian press", '"Belgian\n  PRESS"').replace("stalbrand's", "Stalbrand’s")
    )
    assert desk.run("lint").err == f"{FILE}: 6 known findings held back\n"
    desk.write(FILE, desk.read(FILE) + "seeds/a.txt,G001,STALBRAND,1,\n")
    assert "this finding is there already" in desk.run("lint").err


@given(st.text("'=-Aa\n\x80ſﬁ’ ", max_size=9) | st.text(max_size=20))
def test_folding_once_is_folding_twice(sic: str) -> None:
    assert baseline.folded(baseline.folded(sic)) == baseline.folded(sic)


def test_review_and_status_still_show_all(desk: Desk) -> None:
    before = desk.run("status").out
    accept(desk)
    assert desk.run("status").out == before


def test_no_baseline_another_file_and_a_setting(desk: Desk) -> None:
    accept(desk)
    known = desk.read(FILE)
    assert len(Desk.lint(desk, "--no-baseline")) == 6
    desk.path(FILE).unlink()
    desk.write("known.csv", known)
    assert len(desk.lint()) == 6
    assert desk.lint("--baseline", "known.csv") == []
    desk.write("corrigenda.toml", 'baseline = "known.csv"\n')
    assert desk.lint() == []
    desk.path("known.csv").unlink()
    assert desk.run("lint").code == 2, "a file that is named has to be there"
    assert "exclude each other" in desk.run("lint", "--baseline", "known.csv", "--no-baseline").err


def test_a_text_that_cannot_be_read_leaves_all_as_it_was(desk: Desk) -> None:
    accept(desk)
    before = desk.files()
    desk.write("seeds/b.txt", b"\xff\xfe\xff")
    assert desk.run("baseline").code == 2
    assert desk.read(FILE).encode() == before[FILE]


def test_what_has_no_name_or_is_not_there_is_refused(desk: Desk) -> None:
    ran = desk.run("baseline", "-", stdin="Stalbrand came.\n")
    assert (ran.code, "standard input has no name" in ran.err) == (2, True)
    ran = desk.run("baseline", "--prune", "--baseline", "nowhere.csv")
    assert (ran.code, "--> nowhere.csv" in ran.err) == (2, True)
    assert not desk.path(FILE).exists()


def test_sarif_says_what_is_known_and_why(desk: Desk) -> None:
    accept(desk, "--reason", "the first proof", "--select", "G")
    desk.decide(desk.ids("Toddy opposition", "--no-baseline")[0], "reject", "--note", "a pun")
    (run,) = json.loads(desk.run("lint", "--output-format", "sarif").out)["runs"]
    states = Counter(
        (each["baselineState"], *(why["justification"] for why in each.get("suppressions", ())))
        for each in run["results"]
    )
    assert states == {
        ("new",): 1,
        ("new", "refused in the journal by an editor: a pun"): 1,
        ("unchanged", "the first proof"): 4,
    }


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("code,count\n", "1:1", "the columns of a baseline are"),
        ("witness,code,sic,count,reason\na,G001,x,0,\n", "2:10", "the count must be a number from 1"),
        ("witness,code,sic,count,reason\na,G001,x,²,\n", "2:10", "the count must be a number from 1"),
        ("witness,code,sic,count,reason\na,G001,x,1,\na,G001,x,2,\n", "3:1", "this finding is there already"),
        ('witness,code,sic,count,reason\na,G001,"x,1,\n', "2:8", ""),
        ("witness,code,sic,count,reason\na,G001\n", "2:7", ""),
        ("witness,code,sic,count,reason\na,G001,é\xff,1,\n".encode("latin-1"), "2:8", "not UTF-8"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(desk: Desk, content: str | bytes, place: str, message: str) -> None:
    desk.write(FILE, content)
    before = desk.files()
    for command in ("lint", "baseline"):
        ran = desk.run(command)
        assert ran.code == 2
        assert message in ran.err
        assert f"{FILE}:{place}\n" in ran.err
    assert desk.files()[FILE] == before[FILE]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8)


@given(st.lists(st.builds(Known, cells, cells, cells, st.integers(1, 10**9 - 1), cells), unique_by=lambda k: k.key))
def test_the_file_holds_what_was_written(known: list[Known]) -> None:
    assert baseline.parse(baseline.render(known), "b.csv") == tuple(sorted(known))


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(InputError):
        baseline.parse(b"witness,code,sic,count,reason\n" + data, "b.csv")
