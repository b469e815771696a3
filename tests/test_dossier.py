"""What a text has of its corrections: made in it, or come with it; what is taken back, and what is left alone."""

from pathlib import Path

import pytest
from desk import Desk

TEXT = "General Mercier heard Captain Dreyfus. Captain Dreylus denied it, Gen. Mcrcier said.\n"
CORRECTED = TEXT.replace("Dreylus", "Dreyfus").replace("Mcrcier", "Mercier")
PATCH = "corrections/seeds/a.txt.patch"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(
        tmp_path,
        {"corrigenda.toml": 'resp = "Anna"\n', "glossary.csv": "term\nDreyfus\nMercier\n", "seeds/a.txt": TEXT},
    )


def accepted(desk: Desk, *sics: str) -> tuple[str, ...]:
    """Accept what stands wrong and return the ids."""
    ids = tuple(finding for sic in sics for finding in desk.ids(sic))
    desk.decide(*ids, "accept")
    return ids


def in_place(desk: Desk, *options: str) -> str:
    """Apply in place, see that it went well, and return what was told."""
    ran = desk.run("apply", "--in-place", *options)
    assert ran.code == 0, ran.err
    return ran.err


def emendations(desk: Desk) -> int:
    """Return how many emendations the patch on disk has."""
    return desk.read(PATCH).count("\nEmendation: ") if desk.path(PATCH).exists() else 0


def test_an_answer_taken_back_is_taken_back_in_the_text(desk: Desk) -> None:
    dreyfus, _mercier = accepted(desk, "Dreylus", "Mcrcier")
    in_place(desk)
    assert desk.read() == CORRECTED
    told = desk.decide(dreyfus, "undo").err
    assert "seeds/a.txt:1:48: “Dreyfus” was made of “Dreylus” in the text and is not approved any more" in told
    assert desk.run("apply", "--check").err == ("seeds/a.txt: 0 emendations fit, 1 made already, 1 to be taken back\n")
    assert desk.run("apply", "--diff").code == 1
    assert "not approved any more" in desk.run("patch").err
    assert in_place(desk) == "seeds/a.txt: 0 emendations made, 1 made already, 1 taken back → seeds/a.txt\n"
    assert desk.read() == TEXT.replace("Mcrcier", "Mercier")
    assert desk.run("apply", "--check").err == "seeds/a.txt: 0 emendations fit, 1 made already\n"
    in_place(desk, "--reverse")
    assert desk.read() == TEXT


def test_the_corrected_copy_has_only_what_is_approved_though_the_text_has_more(desk: Desk) -> None:
    dreyfus, _mercier = accepted(desk, "Dreylus", "Mcrcier")
    in_place(desk)
    desk.decide(dreyfus, "undo")
    assert desk.run("apply").code == 0
    assert desk.read("corrected/seeds/a.txt") == TEXT.replace("Mcrcier", "Mercier")
    assert desk.read() == CORRECTED


def test_reverse_takes_back_what_was_approved_once(desk: Desk) -> None:
    dreyfus, mercier = accepted(desk, "Dreylus", "Mcrcier")
    in_place(desk)
    desk.decide(dreyfus, "undo")
    assert in_place(desk, "--reverse") == "seeds/a.txt: 2 emendations taken back → seeds/a.txt\n"
    assert desk.read() == TEXT
    in_place(desk)
    desk.decide(mercier, "undo")
    in_place(desk)
    assert desk.read() == TEXT, "nothing is approved any more"


def test_what_is_told_of_the_patch_is_what_is_on_disk(desk: Desk) -> None:
    dreyfus, _mercier = accepted(desk, "Dreylus", "Mcrcier")
    in_place(desk)
    for command in (("decide", dreyfus, "undo"), ("patch",)):
        ran = desk.run(*command)
        assert (
            f"{PATCH}: {emendations(desk)} emendation; in the text already: “Mcrcier” → “Mercier”" in ran.out + ran.err
        )
    assert "older" not in desk.run("apply", "--check").err


def test_what_is_made_already_does_not_hinder_the_patch_of_the_rest(desk: Desk) -> None:
    accepted(desk, "Dreylus")
    in_place(desk)
    (mercier,) = desk.ids("Mcrcier")
    told = desk.decide(mercier, "accept").err
    assert f"{PATCH}: 1 emendation; in the text already: “Dreylus” → “Dreyfus”\n" in told
    assert desk.run("apply", "--check").err == "seeds/a.txt: 1 emendation fits, 1 made already\n"
    assert in_place(desk) == "seeds/a.txt: 1 emendation made, 1 made already → seeds/a.txt\n"
    assert desk.read() == CORRECTED
    assert in_place(desk, "--reverse") == "seeds/a.txt: 2 emendations taken back → seeds/a.txt\n"
    assert desk.read() == TEXT
    assert desk.run("patch").out == f"{PATCH}: 2 emendations\n"


def test_a_better_text_gets_the_patch_of_the_rest_and_keeps_what_it_has(desk: Desk) -> None:
    """Another run of OCR has one name right, and other words than the one that was decided about."""
    dreyfus, _mercier = accepted(desk, "Dreylus", "Mcrcier")
    better = TEXT.replace("Captain Dreylus", "Capt. Dreyfus")
    desk.write("seeds/a.txt", better)
    assert desk.run("patch").out == f"{PATCH}: 1 emendation; in the text already: “Dreylus” → “Dreyfus”\n"
    ran = desk.run("apply", "--reverse", "--in-place")
    assert ran.code == 1
    assert "“Dreyfus” may have come with the text, so “Dreylus” is not put there\n  --> seeds/a.txt:1:46" in ran.err
    assert desk.read() == better
    in_place(desk)
    assert desk.read() == better.replace("Mcrcier", "Mercier")
    ran = desk.run("apply", "--reverse", "--in-place", "--partial")
    assert (ran.code, "seeds/a.txt: 1 emendation taken back" in ran.err) == (1, True)
    assert desk.read() == better
    told = desk.decide(dreyfus, "undo").err
    assert "seeds/a.txt:1:46: “Dreyfus” stands in the text and stays: it may have come with it" in told
    assert desk.run("apply", "--check").err == "seeds/a.txt: 1 emendation fits\n"
    assert desk.run("apply", "--reverse", "--output", "back").code == 0
    assert desk.read("back/seeds/a.txt") == better


def test_a_text_that_has_all_by_itself_needs_no_patch(desk: Desk) -> None:
    accepted(desk, "Dreylus", "Mcrcier")
    desk.write("seeds/a.txt", f"{CORRECTED}And more.\n")
    assert desk.run("patch").out.startswith(f"{PATCH}: 0 emendations; in the text already: ")
    assert not desk.path(PATCH).exists()
    assert desk.run("apply", "--check").err == "seeds/a.txt: 0 emendations fit, 2 made already\n"
    assert desk.run("apply", "--reverse", "--in-place").code == 1
    assert desk.read() == f"{CORRECTED}And more.\n"


def test_what_was_made_in_a_text_that_was_edited_before_is_known(desk: Desk) -> None:
    accepted(desk, "Dreylus")
    desk.write("seeds/a.txt", edited := f"A preface.\n{TEXT}")
    in_place(desk)
    in_place(desk, "--reverse")
    assert desk.read() == edited


def test_after_edits_in_a_corrected_text_nothing_is_taken_back_unasked(desk: Desk) -> None:
    (dreyfus,) = accepted(desk, "Dreylus")
    in_place(desk)
    desk.write("seeds/a.txt", edited := desk.read().replace("said", "told us"))
    assert desk.run("apply", "--reverse", "--in-place").code == 1
    assert "stands in the text and stays" in desk.decide(dreyfus, "undo").err
    in_place(desk)
    assert desk.read() == edited


def test_what_stands_in_the_way_of_an_earlier_answer_is_told_and_nothing_is_changed(desk: Desk) -> None:
    (dreyfus,) = accepted(desk, "Dreylus")
    desk.decide(dreyfus, "edit", "--text", "Dreyfuß")
    in_place(desk)
    for ran in (desk.run("decide", dreyfus, "undo"), desk.run("apply", "--in-place")):
        assert (ran.code, "“Dreylus” → “Dreyfus” (Anna, " in ran.err) == (1, True), "the answer before stands again"
    assert desk.read() == TEXT.replace("Dreylus", "Dreyfuß")


def test_what_has_no_place_is_told_with_what_to_do_and_that_works(desk: Desk) -> None:
    accepted(desk, "Dreylus")
    desk.write("seeds/a.txt", "Quite another text, in which nothing of all that stands.\n")
    ran = desk.run("apply")
    assert ran.code == 1
    assert "it stood in “in Dreyfus. Captain [Dreylus] denied it, Gen. Mcr”" in ran.err
    command = ran.err.partition("`corrigenda ")[2].partition("`")[0]
    assert desk.run(*command.split()).code == 0
    assert desk.run("apply").code == 0
