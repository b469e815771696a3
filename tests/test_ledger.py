"""What was decided holds: after edits elsewhere, in the corrected copy, and until it is applied."""

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import GLOSSARY, TEXT, Desk

SIC = "Stalbrand"
STORY = """\
It was a cold day when the editor sat down to read.

They said that Stalbrand had been a clerk in a small office. Nobody had
seen him write a line. “A brand of steel,” the old man laughed, and went
back to his tea. In the Belgian press there was not a word about it.

Years went by. The Toddy opposition was forgotten, and with it everyone
who had spoken for it …… so it seemed. Then Stalbrand’s letters were found in
an attic, tied with a string, and Stalbrand was in everybody's mouth again.
"""

EDITS: dict[str, Callable[[str], str]] = {
    "none": lambda text: text,
    "before": lambda text: "A new preface, and\nthen some more of it.\n\n" + text,
    "after": lambda text: text + "\nThe end of the story, which somebody added.\n",
    "a word nearby": lambda text: text.replace("small office", "large office").replace("an attic", "the attic"),
    "lines broken anew": lambda text: "\n\n".join(" ".join(part.split("\n")) for part in text.split("\n\n")),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.usual(tmp_path, STORY)


@pytest.mark.parametrize("edit", EDITS)
def test_a_rejection_holds_after_edits_elsewhere(desk: Desk, edit: str) -> None:
    everything = [finding["sic"] for finding in desk.lint()]
    assert everything == [SIC, "Belgian press", "Toddy opposition", "……", "Stalbrand’s", SIC]
    desk.decide(*(finding["id"] for finding in desk.lint()), "reject")
    desk.write("seeds/a.txt", EDITS[edit](STORY))
    assert desk.lint() == []
    assert [finding["sic"] for finding in desk.lint("--no-journal")] == everything


def test_a_rejection_holds_with_other_quotation_marks_and_a_correction_does_not(desk: Desk) -> None:
    desk.decide(*(finding["id"] for finding in desk.lint()), "reject", "--note", "as printed")
    (old,) = desk.ids("Stalbrand’s", "--no-journal")
    typed = STORY.replace("’", "'").replace("“", '"').replace("”", '"').replace("office", "oftice")
    desk.write("seeds/a.txt", typed)
    assert desk.lint() == []
    assert desk.run("status", "--unused").out == "All decisions match something.\n"
    assert "reject: as printed" in desk.run("status", "--why", old).out
    desk.write("seeds/a.txt", STORY)
    desk.decide(old, "accept")
    desk.write("seeds/a.txt", typed)
    assert [(finding["sic"], finding["state"]) for finding in desk.lint()] == [("Stalbrand's", "open")]
    ran = desk.run("apply")
    assert (ran.code, desk.path("corrected/seeds/a.txt").exists()) == (1, False)


@pytest.mark.parametrize("edit", EDITS)
def test_a_rejection_is_for_one_place_only(desk: Desk, edit: str) -> None:
    first, second = desk.ids(SIC)
    for refused in (first, second):
        desk.write("seeds/a.txt", STORY)
        desk.decide(refused, "reject")
        desk.write("seeds/a.txt", EDITS[edit](STORY))
        left = [finding["after"] for finding in desk.lint() if finding["sic"] == SIC]
        assert len(left) == 1
        assert left[0].split()[0] == ("had" if refused == second else "was")
        desk.write("seeds/a.txt", STORY)
        desk.decide(refused, "undo")


def test_a_rejection_does_not_pass_to_a_new_place(desk: Desk) -> None:
    desk.decide(*desk.ids(SIC), "reject")
    desk.write("seeds/a.txt", STORY + "\nWhoever met Stalbrand in the street looked away.\n")
    assert [finding["after"] for finding in desk.lint() if finding["sic"] == SIC] == [" in the street looked away.\n"]


def test_a_rejection_is_for_the_family_that_was_asked(desk: Desk) -> None:
    desk.write("seeds/a.txt", "Nikolaev came. Who was this Nikolayev? Nobody had heard of him before then.\n")
    desk.decide(*desk.ids("Nikolaev"), "reject")
    assert desk.lint() == []
    desk.write("glossary.csv", "term,kind,admitted,deprecated\nNikolayev,person,,Nikolaev\n")
    assert [finding["code"] for finding in desk.lint()] == ["G001"]


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_accepted_and_not_applied_is_shown_so_and_counts(desk: Desk, edit: str) -> None:
    desk.decide(*(finding["id"] for finding in desk.lint("--select", "G001")), "accept")
    desk.decide(*desk.ids("……"), "reject")
    desk.write("seeds/a.txt", EDITS[edit](STORY))
    assert {state for _, state in desk.states()} == {"accepted"}
    ran = desk.run("lint")
    assert ran.code == 1
    assert ran.out.count("[accepted, not applied]") == 5
    assert ran.out.endswith("5 findings (5 errors) in 1 file; 5 accepted, not applied.\n")
    assert desk.run("lint", "--output-format", "concise").out.count(" [accepted, not applied]\n") == 5
    assert desk.run("lint", "--exit-zero").code == 0


@pytest.mark.parametrize("edit", EDITS)
def test_a_later_answer_counts_though_the_text_was_edited_between(desk: Desk, edit: str) -> None:
    """The place is asked about under another id then; what was refused last is not made all the same."""
    every = [finding["id"] for finding in desk.lint()]
    desk.decide(*every, "accept")
    desk.write("seeds/a.txt", EDITS[edit](STORY))
    desk.decide(*(finding["id"] for finding in desk.lint()), "reject")
    assert desk.lint() == []
    assert desk.run("patch").code == 0
    assert "no corrections are approved" in desk.run("apply").err
    assert desk.run("status").out.endswith("0 of 6 places pending\n")
    desk.write("seeds/a.txt", STORY)
    assert desk.lint() == []
    assert "no corrections are approved" in desk.run("apply").err


def test_an_answer_can_be_taken_back_though_the_text_was_edited_since(desk: Desk) -> None:
    desk.decide(desk.ids(SIC)[0], "accept")
    desk.write("seeds/a.txt", EDITS["a word nearby"](STORY))
    assert [state for sic, state in desk.states() if sic == SIC] == ["accepted", "open"]
    desk.decide(desk.ids(SIC)[0], "undo")
    assert [state for sic, state in desk.states() if sic == SIC] == ["open", "open"]
    assert "no corrections are approved" in desk.run("apply").err


def test_no_journal_lints_as_if_nothing_had_been_decided(desk: Desk) -> None:
    before = desk.lint()
    desk.decide(*desk.ids(SIC), "accept")
    desk.decide(*desk.ids("……"), "reject")
    assert desk.lint("--no-journal") == before
    assert desk.lint() != before


@pytest.mark.parametrize("edit", EDITS)
def test_the_corrected_copy_raises_nothing_that_was_refused_or_made(desk: Desk, edit: str) -> None:
    """Whatever mixture of answers was given, and though the source was edited afterwards."""
    answers = ["accept", "reject", "accept", "reject", "reject", "accept"]
    for finding, answer in zip(desk.lint(), answers, strict=True):
        desk.decide(finding["id"], answer)
    desk.write("seeds/a.txt", EDITS[edit](STORY))
    ran = desk.run("apply")
    assert ran.code == 0, ran.err
    assert desk.read("corrected/seeds/a.txt").count(SIC) == 1
    assert desk.lint("corrected") == []
    left = [finding["sic"] for finding in desk.lint("corrected", "--no-journal")]
    assert left == ["Belgian press", "……", "Stalbrand’s"]


def test_the_corrected_text_itself_raises_nothing_when_made_in_place(desk: Desk) -> None:
    for number, finding in enumerate(desk.lint()):
        desk.decide(finding["id"], "accept" if number % 2 else "reject")
    assert desk.run("apply", "--in-place").code == 0
    assert desk.read() != STORY
    assert desk.lint() == []
    assert desk.run("lint").code == 0


def test_a_typed_reading_that_a_rule_would_flag_is_not_raised_in_the_copy(desk: Desk) -> None:
    desk.decide(desk.ids("Toddy opposition")[0], "edit", "--text", "so-called Stalbrand clique……")
    assert desk.run("apply").code == 0
    assert "so-called Stalbrand clique…… was forgotten" in desk.read("corrected/seeds/a.txt")
    raised = [finding["sic"] for finding in desk.lint("corrected")]
    assert raised == [SIC, "Belgian press", "……", "Stalbrand’s", SIC], "only what nobody has answered yet"


def test_neighbours_do_not_hide_each_other(desk: Desk) -> None:
    """Places so close together that each stands in the other's quotation."""
    text = "So Stalbrand Stalbrand’s Stalbrand …… Belgian press Toddy opposition Stalbrand it was.\n"
    desk.write("seeds/a.txt", text)
    findings = desk.lint()
    assert len(findings) == 7
    refused = {findings[number]["id"] for number in (0, 2, 5)}
    for finding in findings:
        desk.decide(finding["id"], "reject" if finding["id"] in refused else "accept")
    assert [finding["state"] for finding in desk.lint()] == ["accepted"] * 4
    assert desk.run("apply").code == 0
    expected = "So Stalbrand Stalin’s Stalbrand … Soviet press Toddy opposition Stalin it was.\n"
    assert desk.read("corrected/seeds/a.txt") == expected
    assert desk.lint("corrected") == []
    assert desk.run("apply", "--in-place").code == 0
    assert desk.read() == expected
    assert desk.lint() == []


def test_a_deletion_that_was_made_does_not_hide_what_stands_beside_it(desk: Desk) -> None:
    desk.write("seeds/a.txt", "They said that \u200bStalbrand had been a clerk.\n")
    unseen, _ = desk.lint()
    desk.decide(unseen["id"], "accept")
    assert desk.run("apply", "--in-place").code == 0
    assert [finding["sic"] for finding in desk.lint()] == [SIC]


def test_a_torn_last_line_is_left_out_with_a_warning_and_other_damage_is_an_error(desk: Desk) -> None:
    desk.decide(*desk.ids(SIC), "reject")
    path = desk.path("corrections/seeds/a.txt.journal.jsonl")
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    ran = desk.run("lint", "--output-format", "jsonl")
    assert ran.code == 1
    assert "warning: " in ran.err
    assert "a.txt.journal.jsonl:2:1: the last line was cut off" in ran.err
    assert [finding["sic"] for finding in ran.findings].count(SIC) == 1
    path.write_bytes(b"{}\n" + whole)
    for command in (["lint"], ["status"], ["patch"], ["apply"], ["decide", "x", "undo"]):
        ran = desk.run(*command)
        assert ran.code == 2
        assert "a.txt.journal.jsonl:1" in ran.err
    assert desk.run("lint", "--no-journal").code == 1


def test_damaged_journals_are_all_named_and_stop_no_other_text(desk: Desk) -> None:
    for name in "bcd":
        desk.write(f"seeds/{name}.txt", STORY.replace(SIC, "Belgian press", 1))
    ids = {finding["witness"]: finding["id"] for finding in desk.lint() if finding["sic"] == "Toddy opposition"}
    desk.decide(*ids.values(), "accept")
    desk.run("apply")
    for name in "ab":
        path = f"corrections/seeds/{name}.txt.journal.jsonl"
        desk.write(path, "<<<<<<< HEAD\n" + desk.read(path))
    before = desk.files()
    named = [f"corrections/seeds/{name}.txt.journal.jsonl:1:1\n" for name in "ab"]
    good, bad = ids["seeds/c.txt"], ids["seeds/a.txt"]
    for command, shown in (
        (("lint",), "2 files"),
        (("status",), "seeds/c.txt"),
        (("status", "--why", good), "stands: accept"),
        (("status", "--why", bad), ""),
        (("status", "--unused"), "All decisions match something"),
        (("patch",), "seeds/c.txt.patch"),
        (("apply", "--check"), "seeds/d.txt"),
        (("apply", "seeds", "corrected/seeds", "--diff"), "seeds/d.txt"),
        (("report", "csv"), "seeds/c.txt"),
        (("why", "seeds/c.txt:9"), "flagged: G001"),
        (("why", "seeds/a.txt:9"), ""),
        (("learn",), ""),
        (("baseline",), ""),
        (("decide", bad, "undo"), ""),
        (("lint", "seeds/a.txt", "seeds/b.txt"), ""),
        (("report", "html", "seeds/a.txt", "seeds/b.txt", "--output", "new.html"), ""),
    ):
        ran = desk.run(*command)
        assert ran.code == 2, command
        assert [ran.err.count(each) for each in named] == [1, 1], command
        assert shown in ran.out + ran.err, command
        assert desk.files() == before, command
    ran = desk.run("decide", good, "undo")
    assert (ran.code, [ran.err.count(each) for each in named]) == (2, [1, 1])
    assert desk.verdicts("seeds/c.txt")[-1][1] == "undo", "recorded all the same"
    assert desk.run("lint", "--no-journal").code == 1


def test_other_texts_have_their_own_decisions(desk: Desk) -> None:
    desk.write("seeds/b.txt", STORY)
    mine = [finding["id"] for finding in desk.lint("seeds/a.txt")]
    desk.decide(*mine, "reject")
    assert {finding["witness"] for finding in desk.lint()} == {"seeds/b.txt"}
    assert desk.verdicts("seeds/b.txt") == []


def test_a_form_that_was_admitted_is_not_asked_about_at_its_places_by_another_rule(desk: Desk) -> None:
    desk.write("seeds/a.txt", "Stalyn came. Everybody knew Stalin. It was Stalyn’s day.\n")
    desk.decide(desk.ids("Stalyn")[0], "admit")
    assert desk.lint() == [], "right as it stands"
    desk.write("seeds/b.txt", "Another page: Stalin spoke, Stalin wrote, Stalin slept; there was another Stalyn.\n")
    assert [(each["witness"], each["code"], each["sic"]) for each in desk.lint()] == [("seeds/b.txt", "C002", "Stalyn")]


def test_a_glossary_that_learns_asks_no_more(desk: Desk) -> None:
    """What the editor adds by hand counts at once, whatever was decided before."""
    assert desk.lint("--select", "G") != []
    desk.decide(desk.ids(SIC)[0], "accept")
    desk.write("glossary.csv", GLOSSARY.replace("Stalin,person,,Stalbrand", "Stalin,person,Stalbrand,"))
    assert [finding["sic"] for finding in desk.lint("--select", "G")] == ["Belgian press", "Toddy opposition"]
    assert TEXT != STORY
