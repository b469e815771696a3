"""Decisions without a terminal: decide, status and patch."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from desk import GLOSSARY, TEXT, Desk

SIC = "Stalbrand"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.usual(tmp_path)


def status(desk: Desk) -> dict[str, list[int]]:
    """Return pending, accepted, rejected and admitted by file and by rule."""
    ran = desk.run("status")
    assert ran.code == 0, ran.err
    rows = [line.split() for line in ran.out.split("\n")]
    return {row[0]: [int(count) for count in row[1:]] for row in rows if len(row) == 5 and row[1].isdecimal()}


def corr(desk: Desk, finding: str) -> str | None:
    """Return the reading that the last line about a finding has."""
    return next(line.get("corr") for line in reversed(desk.journal()) if line["finding"] == finding)


def test_accept_takes_the_first_reading(desk: Desk) -> None:
    first, _last = desk.ids(SIC)
    ran = desk.decide(first, "accept")
    assert ran.err == "1 decision recorded\ncorrections/seeds/a.txt.patch: 1 emendation\n"
    assert ran.out == ""
    (line,) = desk.journal()
    assert {name: line.get(name) for name in ("finding", "sic", "verdict", "corr", "resp", "score")} == {
        "finding": first,
        "sic": SIC,
        "verdict": "accept",
        "corr": "Stalin",
        "resp": "an editor",
        "score": 0.99,
    }
    assert desk.states()[0] == (SIC, "accepted")
    assert "+Then Stalin spoke" in desk.read("corrections/seeds/a.txt.patch")
    assert desk.read("corrections/series") == "seeds/a.txt.patch\n"


def test_accept_takes_another_reading_by_its_number(desk: Desk) -> None:
    desk.write("glossary.csv", GLOSSARY + "Stalinov,person,,Stalbrand,,\n")
    (finding,) = [finding for finding in desk.lint() if finding["sic"] == "Stalbrand’s"]
    assert [reading["text"] for reading in finding["readings"]] == ["Stalin’s", "Stalinov’s"]
    desk.decide(finding["id"], "accept", "--reading", "2")
    assert corr(desk, finding["id"]) == "Stalinov’s"
    ran = desk.run("decide", finding["id"], "accept", "--reading", "3")
    assert (ran.code, "no reading 3" in ran.err) == (2, True)


def test_edit_takes_a_reading_of_ones_own_and_an_empty_one_deletes(desk: Desk) -> None:
    first, last = desk.ids(SIC)
    desk.decide(first, "edit", "--text", "Dzhugashvili")
    desk.decide(last, "edit", "--text", "")
    assert [corr(desk, each) for each in (first, last)] == ["Dzhugashvili", ""]
    assert desk.run("apply").code == 0
    made = desk.read("corrected/seeds/a.txt")
    assert made == TEXT.replace("Then Stalbrand", "Then Dzhugashvili").replace("of Stalbrand.", "of .")


def test_what_was_typed_has_no_score_and_what_is_deleted_is_told(desk: Desk) -> None:
    first, last = desk.ids(SIC)
    ran = desk.decide(first, "edit", "--text", "")
    assert "\n“Stalbrand” is to be deleted; the blanks on both sides of it stay\n" in ran.err
    desk.decide(last, "edit", "--text", "Dzhugashvili")
    concise = desk.run("lint", "--output-format", "concise").out
    assert f"a.txt:4:40: G001 “{SIC}” → “Dzhugashvili” [accepted, not applied]" in concise
    assert "  1 Dzhugashvili  approved by an editor\n  2 Stalin  0.99  glossary" in desk.run("lint").out


def test_an_edit_that_says_what_stands_there_rejects(desk: Desk) -> None:
    desk.decide(desk.ids(SIC)[0], "edit", "--text", SIC)
    assert desk.verdicts() == [(SIC, "reject")]


def test_reject_is_asked_no_more(desk: Desk) -> None:
    first, last = desk.ids(SIC)
    desk.decide(first, "reject", "--note", "meant")
    assert desk.ids(SIC) == [last]
    assert desk.ids(SIC, "--no-journal") == [first, last]
    assert desk.journal()[0]["note"] == "meant"
    assert not desk.path("corrections/seeds/a.txt.patch").exists()


def test_skip_is_asked_again(desk: Desk) -> None:
    before = desk.lint()
    desk.decide(desk.ids(SIC)[0], "skip")
    assert desk.verdicts() == [(SIC, "skip")]
    assert desk.lint() == before


def test_several_ids_and_those_from_standard_input(desk: Desk) -> None:
    one, two = desk.ids(SIC)
    (three,) = desk.ids("Toddy opposition")
    desk.decide(one, "-", "accept", stdin=f"{two}\n  {three} {one}\n")
    assert [line["finding"] for line in desk.journal()] == [one, two, three]
    assert [state for _, state in desk.states()] == ["accepted", "open", "open", "accepted", "open", "accepted"]


def test_ids_go_through_a_pipe(desk: Desk) -> None:
    ids = "\n".join(finding["id"] for finding in desk.lint("--select", "G001"))
    command = [sys.executable, "-m", "corrigenda", "decide", "-", "accept"]
    ran = subprocess.run(command, cwd=desk.folder, input=ids, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert desk.run("apply").code == 0
    assert "Stalbrand" not in desk.read("corrected/seeds/a.txt")


def test_an_unknown_id_records_nothing_at_all(desk: Desk) -> None:
    before = desk.files()
    ran = desk.run("decide", desk.ids(SIC)[0], "0123456789ab", "accept")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no finding '0123456789ab'" in ran.err
    assert desk.files() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("accept",),
        ("ID",),
        ("ID", "approve"),
        ("ID", "edit"),
        ("ID", "accept", "--text", "Stalin"),
        ("ID", "accept", "--reading", "0"),
        ("ID", "accept", "--reading", "2"),
        ("ID", "reject", "--reading", "1"),
        ("ID", "reject", "--term", "Stalin"),
        ("ID", "admit", "--alike"),
        ("ID", "undo"),
        ("ID", "admit", "--term", "Nobody"),
        ("ID", "accept", "--config", "nowhere.toml"),
        ("ID", "accept", "--path", "nowhere.txt"),
        ("ID", "accept", "--path", "../outside.txt"),
    ],
    ids=" ".join,
)
def test_wrong_use_records_nothing(desk: Desk, arguments: tuple[str, ...]) -> None:
    (desk.folder.parent / "outside.txt").write_text("Stalbrand")
    before = desk.files()
    ran = desk.run("decide", *(desk.ids(SIC)[0] if each == "ID" else each for each in arguments))
    assert ran.code == 2
    assert ran.err
    assert desk.files() == before


def test_alike_answers_all_places_with_this_sic_and_reading(desk: Desk) -> None:
    first, last = desk.ids(SIC)
    ran = desk.decide(last, "accept", "--alike", "--note", "passim")
    assert ran.err.startswith("2 decisions recorded\n")
    assert {line["finding"]: line["note"] for line in desk.journal()} == {first: "passim", last: "passim"}
    assert [state for sic, state in desk.states() if sic == "Stalbrand’s"] == ["open"], "another sic"


def test_alike_leaves_what_was_decided(desk: Desk) -> None:
    desk.write("seeds/b.txt", "In the end Stalbrand went away, and nobody asked where he had gone.\n")
    first, second, third = desk.ids(SIC)
    desk.decide(second, "reject")
    desk.decide(first, "edit", "--text", "Dzhugashvili", "--alike")
    assert desk.verdicts() == [(SIC, "reject"), (SIC, "edit")]
    assert desk.verdicts("seeds/b.txt") == [(SIC, "edit")]
    assert [line["finding"] for line in desk.journal("seeds/b.txt")] == [third]
    assert desk.read("corrections/series") == "seeds/a.txt.patch\nseeds/b.txt.patch\n"


def test_reject_alike(desk: Desk) -> None:
    desk.decide(desk.ids(SIC)[0], "reject", "--alike")
    assert desk.ids(SIC) == []


def test_the_same_answer_twice_is_recorded_once(desk: Desk) -> None:
    (finding,) = desk.ids("……")
    desk.decide(finding, finding, "accept")
    ran = desk.decide(finding, "accept")
    assert ran.err.startswith("0 decisions recorded; 1 answer stood already\n")
    assert desk.verdicts() == [("……", "accept")]
    desk.decide(finding, "accept", "--note", "as the publisher does")
    assert [line.get("note") for line in desk.journal()] == [None, "as the publisher does"]


def test_findings_that_overlap_are_one_place(desk: Desk) -> None:
    desk.write("glossary.csv", "term,kind,admitted,deprecated\nSoviet press,term,,Belgian press\n")
    desk.write("seeds/a.txt", "He read it in the Belgian press press of that very day, and not before.\n")
    both = desk.lint()
    assert [finding["sic"] for finding in both] == ["Belgian press", "press press"]
    one, other = (finding["id"] for finding in both)
    desk.decide(one, other, "reject")
    assert desk.verdicts() == [("Belgian press", "reject"), ("press press", "reject")]
    assert desk.lint() == []
    desk.decide(one, other, "undo")
    desk.decide(one, "accept")
    assert desk.states() == [("Belgian press", "accepted")], "the other is superseded"
    desk.decide(one, "undo")
    desk.decide(one, other, "accept")
    assert desk.states() == [("press press", "accepted")], "the later answer stands"
    assert desk.run("apply").code == 0
    assert desk.read("corrected/seeds/a.txt").startswith("He read it in the Belgian press of that very day")


@pytest.fixture
def overlapping(desk: Desk) -> tuple[str, str]:
    """Return the ids of two findings that overlap."""
    desk.write("seeds/a.txt", "He read it in the Belgian press press of that very day, and not before.\n")
    one, other = desk.lint()
    return one["id"], other["id"]


def test_what_an_answer_does_to_findings_that_overlap_is_told(desk: Desk, overlapping: tuple[str, str]) -> None:
    one, other = overlapping
    also = f"seeds/a.txt:1:27 “press press” ({other}), which overlaps, is rejected as well\n"
    assert desk.decide(one, "reject").err == f"2 decisions recorded\n{also}"
    assert desk.decide(one, other, "reject").err == "0 decisions recorded; 2 answers stood already\n"
    desk.decide(one, other, "undo")
    assert desk.decide(one, other, "reject").err == "2 decisions recorded\n", "both were meant"
    desk.decide(one, other, "undo")
    ran = desk.decide(one, other, "accept")
    again = f"seeds/a.txt:1:19 “Belgian press” ({one}), which overlaps, is asked again\n"
    assert ran.err.startswith(f"3 decisions recorded\n{again}")


def test_what_a_correction_overlaps_is_not_decided_in_its_stead(desk: Desk, overlapping: tuple[str, str]) -> None:
    one, other = overlapping
    desk.decide(one, "accept")
    before = desk.files()
    for verdict in ("accept", "reject", "skip", "admit"):
        ran = desk.run("decide", other, verdict)
        assert ran.code == 2
        assert "“press press” overlaps “Belgian press”, which is corrected\n" in ran.err
        assert f"`corrigenda decide {one} undo` takes that back first" in ran.err
    assert desk.files() == before
    assert f"it overlaps “Belgian press” ({one}), which is corrected\n" in desk.run("status", "--why", other).out
    assert "overlaps" not in desk.run("status", "--why", one).out


def test_an_answer_given_again_does_nothing_to_what_overlaps(desk: Desk, overlapping: tuple[str, str]) -> None:
    one, other = overlapping
    desk.decide(one, other, "reject")
    desk.decide(other, "undo")
    before = desk.files()
    assert desk.decide(one, "reject").err == "0 decisions recorded; 1 answer stood already\n"
    for verdict in ("skip", "admit"):
        ran = desk.run("decide", one, verdict)
        assert (ran.code, "“Belgian press” has its answer\n" in ran.err) == (2, True)
    assert desk.files() == before
    assert desk.ids("press press") == [other]


def test_of_many_places_that_are_answered_too_a_few_are_named(desk: Desk) -> None:
    desk.write("glossary.csv", "term\nKamenev\n")
    desk.write("seeds/a.txt", "Kamenyev came. Everybody knew Kamenev.\n" + "It was Kamenyev’s day.\n" * 8)
    told = desk.decide(desk.ids("Kamenyev")[0], "admit").err.split("\n")
    assert told[0] == "9 decisions recorded"
    assert [line.endswith("is admitted as well") for line in told[1:6]] == [True] * 5
    assert told[6] == "and so are 3 more"


def test_a_changed_mind(desk: Desk) -> None:
    finding = desk.ids(SIC)[0]
    desk.decide(finding, "accept")
    desk.decide(finding, "reject")
    assert not desk.path("corrections/seeds/a.txt.patch").exists()
    assert desk.path("corrections/series").read_bytes() == b""
    desk.decide(finding, "edit", "--text", "Koba")
    assert "+Then Koba spoke" in desk.read("corrections/seeds/a.txt.patch")
    assert desk.verdicts() == [(SIC, "accept"), (SIC, "reject"), (SIC, "edit")]


@pytest.mark.parametrize(
    "answer",
    [
        ("accept",),
        ("accept", "--note", "sure"),
        ("reject",),
        ("reject", "--note", "meant"),
        ("edit", "--text", "Koba", "--note", "sure"),
        ("admit", "--term", "Stalinov"),
    ],
    ids=" ".join,
)
def test_undo_takes_the_answer_back(desk: Desk, answer: tuple[str, ...]) -> None:
    desk.write("glossary.csv", "term,kind,admitted\nStalinov,person,\n")
    desk.write("seeds/a.txt", "Once there was one Stalinow. Stalinov knew it better than anyone else.\n")
    before, glossary = desk.lint(), desk.read("glossary.csv")
    (finding,) = desk.ids("Stalinow")
    desk.decide(finding, *answer)
    assert desk.lint() != before
    desk.decide(finding, "undo")
    assert desk.lint() == before
    assert desk.read("glossary.csv") == glossary
    assert not desk.path("corrections/seeds/a.txt.patch").exists()
    assert [verdict for _, verdict in desk.verdicts()] == [answer[0], "undo"]
    assert desk.journal()[1]["undoes"] == desk.journal()[0]["id"]
    assert desk.run("decide", finding, "undo").code == 2, "nothing is left to take back"


UNTIDY = (
    b"\xef\xbb\xbfnote,admitted,term,extra\r\n"
    b"# a remark, kept\r\n"
    b'"said ""so"", and so on",,Kamenev,1\r\n'
    b"\r\n"
    b",Lev Kamenyeff ,  Zinoviev,2"
)


@pytest.mark.parametrize(("term", "changed"), [("Kamenev", b",Kamenyev,Kamenev,1\r\n"), ("", b"\r\n,,Kamenyev,")])
def test_admit_changes_the_glossary_and_undo_restores_it_byte_for_byte(desk: Desk, term: str, changed: bytes) -> None:
    desk.write("glossary.csv", UNTIDY)
    desk.write("seeds/a.txt", "Kamenyev came. Everybody knew Kamenev. It was Kamenyev’s day.\n")
    first, last = desk.ids("Kamenyev") + desk.ids("Kamenyev’s")
    ran = desk.decide(first, "admit", "--term", term)
    assert ran.err == (
        "2 decisions recorded\n"
        f"seeds/a.txt:1:47 “Kamenyev’s” ({last}), the same form, is admitted as well\n"
        f"glossary.csv: “Kamenyev” added {'to the term “Kamenev”' if term else 'as a term of its own'}\n"
    )
    assert changed in desk.path("glossary.csv").read_bytes()
    assert {finding["code"][0] for finding in desk.lint()} <= {"C"}, "no G rule flags what the glossary knows"
    ran = desk.decide(first, last, "undo")
    assert ran.err == "2 decisions recorded\nglossary.csv: “Kamenyev” taken out\n"
    assert desk.path("glossary.csv").read_bytes() == UNTIDY
    assert desk.ids("Kamenyev") == [first]


def test_admit_does_not_guess_which_of_several_terms_is_meant(desk: Desk) -> None:
    desk.write("glossary.csv", "term,admitted\nBarker,\nBarber,\nBert Barker,Barker\nHans,\nHens,\n")
    desk.write("seeds/a.txt", "Nobody heard Captain Barher. The captain had gone long before.\n")
    (finding,) = desk.lint()
    assert [reading["text"] for reading in finding["readings"]] == ["Barber", "Barker"]
    before = desk.files()
    ran = desk.run("decide", finding["id"], "admit")
    assert ran.code == 2
    assert "could be a form of several terms: “Barber”, “Barker”, “Bert Barker”\n" in ran.err
    assert '--term LEMMA, or --term ""' in ran.err
    assert desk.files() == before
    desk.decide(finding["id"], "admit", "--term", "Bert Barker")
    assert "Bert Barker,Barker|Barher\n" in desk.read("glossary.csv")


def test_admit_does_not_take_part_of_a_name_for_the_whole(desk: Desk) -> None:
    desk.write("glossary.csv", "term\nCaptain Robert Barker\n")
    desk.write("seeds/a.txt", "Nobody heard Captain Robert Barher. The captain had gone long before.\n")
    (finding,) = desk.lint()
    before = desk.files()
    ran = desk.run("decide", finding["id"], "admit")
    assert ran.code == 2
    assert "“Barher” is part of a name; the term is “Captain Robert Barker”\n" in ran.err
    assert desk.files() == before
    desk.decide(finding["id"], "admit", "--term", "")
    assert "\nBarher\n" in desk.read("glossary.csv")


def test_readings_of_one_term_leave_no_doubt_which_is_meant(desk: Desk) -> None:
    desk.write("glossary.csv", "term,admitted\nBarker,Barber\n")
    desk.write("seeds/a.txt", "Nobody heard Captain Barher. The captain had gone long before.\n")
    (finding,) = desk.lint()
    assert len(finding["readings"]) == 2
    desk.decide(finding["id"], "admit")
    assert desk.read("glossary.csv") == "term,admitted\nBarker,Barber|Barher\n"


def test_admit_takes_the_form_of_the_finding_it_names(desk: Desk) -> None:
    desk.write("glossary.csv", "term,kind,deprecated\nSoviet press,term,Belgian press\n")
    desk.write("seeds/a.txt", "He read it in the Belgian press press of that very day, and not before.\n")
    desk.decide(*desk.ids("press press"), "admit")
    assert desk.read("glossary.csv").endswith("\npress press,,\n"), "a term of its own: no reading is of another"


def test_a_form_that_was_there_before_stays_when_its_admission_is_undone(desk: Desk) -> None:
    desk.write("seeds/a.txt", "Nikolaev came. Who was this Nikolayev? Nobody had heard of him before.\n")
    (finding,) = desk.ids("Nikolaev")
    ran = desk.decide(finding, "admit")
    assert ran.err == "1 decision recorded\nglossary.csv has “Nikolaev” already\n"
    assert desk.read("glossary.csv") == GLOSSARY
    assert desk.lint() == []
    desk.decide(finding, "admit")
    desk.decide(finding, "undo")
    assert desk.read("glossary.csv") == GLOSSARY
    assert desk.ids("Nikolaev") == [finding]


def test_admit_records_nothing_when_the_glossary_cannot_take_it(desk: Desk) -> None:
    before = desk.files()
    ran = desk.run("decide", desk.ids(SIC)[0], "admit")
    assert ran.code == 2, "the form is deprecated there"
    assert SIC in ran.err
    assert desk.files() == before


def test_status_counts_by_file_and_by_rule(desk: Desk) -> None:
    desk.write("seeds/b.txt", "Then Stalbrand went away.\nNikolaev or Nikolayev?\n")
    assert status(desk) == {
        "seeds/a.txt": [6, 0, 0, 0],
        "seeds/b.txt": [2, 0, 0, 0],
        "G001": [6, 0, 0, 0],
        "C002": [1, 0, 0, 0],
        "R001": [1, 0, 0, 0],
    }
    desk.decide(*desk.ids(SIC), "accept")
    desk.decide(*desk.ids("……"), "reject")
    desk.decide(*desk.ids("Nikolaev"), "skip")
    assert status(desk) == {
        "seeds/a.txt": [3, 2, 1, 0],
        "seeds/b.txt": [1, 1, 0, 0],
        "G001": [3, 3, 0, 0],
        "C002": [1, 0, 0, 0],
        "R001": [0, 0, 1, 0],
    }
    assert desk.run("status").out.endswith("\n4 of 8 places pending\n")
    assert "1 of 2 places pending" in desk.run("status", "seeds/b.txt").out


def test_status_of_what_cannot_be_read(desk: Desk) -> None:
    assert desk.run("status", "nowhere.txt").code == 2


def test_patch_writes_anew_what_was_lost(desk: Desk) -> None:
    desk.decide(*desk.ids(SIC), "accept")
    path = desk.path("corrections/seeds/a.txt.patch")
    written = path.read_bytes()
    path.unlink()
    desk.path("corrections/series").unlink()
    ran = desk.run("patch")
    assert (ran.code, ran.out, ran.err) == (0, "corrections/seeds/a.txt.patch: 2 emendations\n", "")
    assert path.read_bytes() == written
    assert desk.read("corrections/series") == "seeds/a.txt.patch\n"
    assert desk.run("patch", "nowhere.txt").code == 2


def test_patch_of_a_text_that_no_longer_fits_is_left_as_it_was(desk: Desk) -> None:
    desk.decide(*desk.ids("Toddy opposition"), "accept")
    before = desk.read("corrections/seeds/a.txt.patch")
    desk.write("seeds/a.txt", "Another text altogether, with nothing of the old one left in it.\n")
    ran = desk.run("patch")
    assert (ran.code, ran.out) == (1, "")
    assert "no place in the text as it is now" in ran.err
    assert desk.read("corrections/seeds/a.txt.patch") == before


def test_who_decides(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [finding["id"] for finding in desk.lint()]
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(desk.folder.parent))
    desk.decide(ids[0], "accept", "--resp", "An Editor")
    desk.decide(ids[1], "accept")
    desk.write("corrigenda.toml", "")
    ran = desk.run("decide", ids[2], "accept")
    assert (ran.code, "it is not known who decides" in ran.err) == (2, True)
    blank = desk.run("decide", ids[2], "accept", "--resp", " \t\N{NO-BREAK SPACE}")
    desk.write("corrigenda.toml", 'resp = "  "')
    for ran in (blank, desk.run("decide", ids[2], "accept")):
        assert (ran.code, "the name of who decides is blank" in ran.err) == (2, True)
    desk.write("corrigenda.toml", "")
    if subprocess.run(["git", "--version"], capture_output=True, check=False).returncode == 0:
        subprocess.run(["git", "init", "-q"], cwd=desk.folder, check=True)
        subprocess.run(["git", "config", "user.name", "Ёлка Ø"], cwd=desk.folder, check=True)
        desk.decide(ids[2], "accept")
    assert [line["resp"] for line in desk.journal()] == ["An Editor", "an editor", "Ёлка Ø"][: len(desk.journal())]


def test_a_corrected_copy_is_not_decided_upon(desk: Desk) -> None:
    desk.decide(*desk.ids("……"), "accept")
    assert desk.run("apply").code == 0
    ran = desk.run("decide", desk.ids(SIC)[0], "accept", "--path", "corrected/seeds/a.txt")
    assert ran.code == 2
    assert "is a corrected copy; review seeds/a.txt instead" in ran.err


def test_what_was_rejected_can_be_accepted(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    (finding,) = desk.ids("Belgian press")
    desk.decide(finding, "reject")
    desk.decide(finding, "accept")
    assert ("Belgian press", "accepted") in desk.states()


@pytest.mark.parametrize("spoilt", ["corrections/seeds/b.txt.journal.jsonl", "seeds/b.txt"])
def test_what_is_damaged_elsewhere_hinders_no_decision_and_is_told_by_the_exit_code(desk: Desk, spoilt: str) -> None:
    desk.write("seeds/b.txt", "And Stalbrand came.\n")
    desk.write(spoilt, b"\xff\n{}\n")
    first, *_others = desk.ids(SIC, "seeds/a.txt")
    ran = desk.run("decide", first, "accept")
    assert (ran.code, spoilt in ran.err) == (2, True)
    assert "1 decision recorded" in ran.err
    assert [line["finding"] for line in desk.journal()] == [first]
    assert desk.path("corrections/seeds/a.txt.patch").exists()
