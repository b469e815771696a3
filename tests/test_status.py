"""What status tells of decisions: who, when, why, and which of them match nothing any more."""

import json
from pathlib import Path

import pytest
from desk import GLOSSARY, TEXT, Desk

NONE = "All decisions match something.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.usual(tmp_path)


def refuse(desk: Desk, sic: str, *arguments: str) -> str:
    (finding,) = desk.ids(sic)
    desk.decide(finding, "reject", *arguments)
    return finding


def test_of_selected_rules_only_what_they_find_is_counted(desk: Desk) -> None:
    refuse(desk, "Belgian press")
    out = desk.run("status", "--select", "C,D").out
    assert "G001" not in out
    assert out.endswith("0 of 0 places of the rules C, D pending\n")
    assert "of all rules but R pending" in desk.run("status", "--ignore", "R").out


def test_why_tells_who_when_and_why(desk: Desk) -> None:
    finding = refuse(desk, "Belgian press", "--note", "a paper in Brussels", "--resp", "B. Reader")
    ran = desk.run("status", "--why", finding)
    at = desk.journal()[0]["at"][:16].replace("T", " ")
    assert ran.out == (
        f"seeds/a.txt:1:29 G001 “Belgian press” ({finding})\n"
        f"  {at} UTC  B. Reader  reject: a paper in Brussels\n"
        "stands: reject\n"
    )


def test_why_tells_what_was_undone_and_decided_anew(desk: Desk) -> None:
    finding = refuse(desk, "Belgian press")
    desk.decide(finding, "undo")
    assert desk.run("status", "--why", finding).out.endswith("nothing stands: it is not decided\n")
    desk.decide(finding, "accept")
    lines = desk.run("status", "--why", finding).out.split("\n")
    assert [line.split("  ")[-1] for line in lines[1:-1]] == [
        "reject",
        "undo of an editor’s reject",
        "accept “Soviet press”",
        "stands: accept",
    ]


def test_why_knows_the_old_id_and_the_new_one_after_an_edit_beside_the_place(desk: Desk) -> None:
    old = refuse(desk, "Belgian press", "--note", "a paper")
    desk.replace("spoke of the", "talked of the")
    (new,) = desk.ids("Belgian press", "--no-journal")
    assert new != old
    told = desk.run("status", "--why", old).out
    assert f"({new})" in told
    assert "reject: a paper" in told
    assert desk.run("status", "--why", new).out == told
    assert desk.run("status", "--why", desk.journal()[0]["id"]).out == told


def test_why_of_what_is_not_decided_or_ignored_in_the_text_or_nowhere(desk: Desk) -> None:
    desk.write("seeds/b.md", "Stalbrand <!-- corrigenda: ignore[G001] a horse -->\n")
    (finding,) = [each["id"] for each in desk.lint("seeds/a.txt") if each["sic"] == "Belgian press"]
    assert desk.run("status", "--why", finding).out.split("\n")[1] == "nothing stands: it is not decided"
    document = json.loads(desk.run("lint", "--output-format", "sarif", "seeds/b.md").out)
    (ignored,) = [each["partialFingerprints"]["corrigendaFindingId/v1"] for each in document["runs"][0]["results"]]
    assert desk.run("status", "--why", ignored).out.split("\n")[1] == "  not reported: a horse"
    ran = desk.run("status", "--why", "\x1b[2J")
    assert (ran.code, "\x1b" in ran.err) == (2, False)
    assert "exclude each other" in desk.run("status", "--why", finding, "--unused").err


def test_a_text_that_cannot_be_read_is_named_and_the_others_counted(desk: Desk) -> None:
    desk.write("seeds/b.txt", b"caf\xe9")
    for options, out in (((), "6 of 6 places pending\n"), (("--unused",), NONE)):
        ran = desk.run("status", *options)
        assert ran.out.endswith(out)
        assert (ran.code, "--> seeds/b.txt" in ran.err) == (2, True)


def test_all_is_used_as_long_as_it_matches(desk: Desk) -> None:
    refuse(desk, "Belgian press")
    desk.decide(*desk.ids("Toddy opposition"), "accept")
    assert desk.run("status", "--unused").out == NONE
    desk.write("seeds/a.txt", "One more line.\n\n" + TEXT)
    assert desk.run("status", "--unused").out == NONE
    assert desk.run("apply", "--in-place").code == 0
    assert desk.run("status", "--unused").out == NONE, "what is made is not unused"


def test_a_rejection_whose_place_is_gone(desk: Desk) -> None:
    finding = refuse(desk, "Belgian press", "--note", "a paper")
    desk.write("seeds/a.txt", "Nothing of all that is here.\n")
    first, second, last, _end = desk.run("status", "--unused").out.split("\n")
    assert first == f"seeds/a.txt: “Belgian press” G001 ({finding}): the place is gone from the text"
    assert second.endswith("an editor  reject: a paper")
    assert last == "1 unused"


def test_a_rejection_of_what_is_not_found_any_more(desk: Desk) -> None:
    finding = refuse(desk, "Belgian press")
    desk.write("glossary.csv", GLOSSARY.replace("Soviet press,term,,Belgian press,,\n", ""))
    assert f"({finding}): nothing is found there any more" in desk.run("status", "--unused").out
    assert desk.run("status", "--unused", "--select", "R").out == NONE, "rules that were not run are not judged"


def test_a_correction_whose_place_is_gone(desk: Desk) -> None:
    desk.decide(*desk.ids("Toddy opposition"), "accept")
    desk.write("seeds/a.txt", "Nothing of all that is here.\n")
    assert "“Toddy opposition” G001" in desk.run("status", "--unused").out


def test_a_journal_without_its_text(desk: Desk) -> None:
    refuse(desk, "Belgian press")
    desk.path("seeds/a.txt").rename(desk.path("seeds/b.txt"))
    assert desk.run("status", "--unused").out == "seeds/a.txt: the text is gone, its journal is there\n1 unused\n"
    assert desk.run("status", "--unused", "seeds/b.txt").out == NONE


def test_findings_that_overlap_are_one_place(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "It was Stal6rand …… once.\n")
    desk.write("glossary.csv", GLOSSARY.replace("Stalbrand", "Stal6rand"))
    assert [each["code"] for each in desk.lint()] == ["G001", "R007", "R001"]
    assert desk.run("status").out.endswith("2 of 2 places pending (3 findings; those that overlap are one place)\n")


def test_why_of_a_text_that_is_gone(desk: Desk) -> None:
    finding = refuse(desk, "Belgian press", "--note", "a paper in Brussels")
    desk.path("seeds/a.txt").rename(desk.path("seeds/b.txt"))
    for name in (finding, desk.journal()[0]["id"]):
        first, second, last, _end = desk.run("status", "--why", name).out.split("\n")
        assert first == f"seeds/a.txt G001 “Belgian press” ({finding})"
        assert second.endswith("an editor  reject: a paper in Brussels")
        assert last == "stands: reject"


def test_why_of_what_the_baseline_holds_back(desk: Desk) -> None:
    (finding,) = desk.ids("Belgian press")
    desk.run("baseline", "--reason", "the first proof")
    ran = desk.run("status", "--why", finding)
    assert ran.out.split("\n")[1:-1] == [
        "  not reported: known in corrections/baseline.csv: the first proof",
        "nothing stands: it is not decided",
    ]


def test_unused_does_not_say_gone_of_what_stands_there(desk: Desk) -> None:
    refuse(desk, "Belgian press")
    desk.write("seeds/a.txt", "Quite other words, and the Belgian press among them all.\n")
    assert (
        "not certain any more: what it says stands there, but the words around it" in desk.run("status", "--unused").out
    )


def test_a_conflict_is_ended_by_giving_the_answer_once_more(desk: Desk) -> None:
    (finding,) = desk.ids("Belgian press")
    desk.decide(finding, "accept", "--resp", "Anna")
    desk.decide(finding, "reject", "--resp", "Bert")
    ran = desk.run("status")
    assert "  the last one stands; that answer given once more, or by both, ends the conflict\n" in ran.out
    warning = "warning: seeds/a.txt: editors disagree about one place; `corrigenda status` shows how\n"
    for command in (("status",), ("lint",), ("apply", "--check"), ("apply",), ("patch",), ("report", "csv")):
        assert warning in desk.run(*command).err
    assert "1 decision recorded\n" in desk.decide(finding, "reject", "--resp", "Bert").err
    assert "conflict" not in desk.run("status").out
    assert warning not in desk.run("apply").err
    assert "0 decisions recorded; 1 answer stood already" in desk.decide(finding, "reject", "--resp", "Bert").err
    desk.decide(finding, "undo", "--resp", "Bert")
    assert "conflict" in desk.run("status").out, "the confirmation is taken back"


def test_what_was_made_in_place_is_counted_as_accepted(desk: Desk) -> None:
    refuse(desk, "Belgian press")
    every = [each["id"] for each in desk.lint()]
    desk.decide(*every, "accept")
    before = desk.run("status").out
    assert before.endswith("0 of 6 places pending\n")
    assert desk.run("apply", "--in-place").code == 0
    ran = desk.run("status")
    assert ran.out == before.replace("pending\n", "pending; 5 of the accepted stand in the texts\n")
    assert desk.run("status", "--select", "R").out.endswith(
        "0 of 1 places of the rules R pending; 1 of the accepted stands in the texts\n"
    )


def test_check_fails_as_long_as_a_place_is_pending(desk: Desk) -> None:
    assert desk.run("status", "--check").code == 1
    assert desk.run("status", "--check", "--select", "D").code == 0
    desk.decide(*(each["id"] for each in desk.lint()), "accept")
    assert desk.run("status", "--check").code == 0
    assert "exclude each other" in desk.run("status", "--check", "--unused").err
