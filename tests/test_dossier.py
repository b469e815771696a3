"""What a text has of its corrections: made in it, or come with it; what is taken back, and what is left alone."""

import re
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from desk import GLOSSARY, Desk
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corrigenda.acting import editing
from corrigenda.deciding import patch, plan
from corrigenda.deciding.decision import Decision, Verdict
from corrigenda.deciding.dossier import Dossier, dossier
from corrigenda.deciding.patch import Patch
from corrigenda.deciding.place import Haystack
from corrigenda.errors import ConflictError
from corrigenda.formats import decode
from corrigenda.texts.lineation import kept
from corrigenda.texts.text import Edit, Span, Witness, splice

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
    for command in ("patch", "status"):
        assert "not approved any more" in desk.run(command).err
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
        assert f"{PATCH}: 2 emendations; in the text already: “Mcrcier” → “Mercier”\n" in ran.out + ran.err
        assert emendations(desk) == 2, "by this patch the text can be taken back"
        assert "older" not in desk.run("apply", "--check").err
    in_place(desk)
    assert emendations(desk) == 1
    assert desk.run("patch").out == f"{PATCH}: 1 emendation; in the text already: “Mcrcier” → “Mercier”\n"
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


RECEIVED = """\
The Bgeneral heard that Bcaptain denied what the court and Bminister had said of the letter.
In the winter Bcolonel wrote to the Bjournal; nobody read the evidence, and Bdoctor least of all.
"""
WRONG = {found[0]: found.start() for found in re.finditer(r"B\w+", RECEIVED)}
"""Words by where they stand."""
RIGHT = dict(zip(WRONG, ("General", "Capt.", "Minister", "", "Bjournals", "Dr"), strict=True))


def witness(text: str) -> Witness:
    return decode(text.encode(), name="a.txt", siglum="a.txt")


class Scribe:
    """Decides about a text and makes in it what is approved."""

    def __init__(self, folder: Path, text: str = RECEIVED) -> None:
        self.text = text
        self.approved: dict[str, Decision] = {}
        self.lines: list[Decision] = []
        self._kept = folder / "a.txt.patch"

    @property
    def known(self) -> Dossier:
        """What its journal and patch say."""
        return dossier(self.lines, Patch.read(self._kept) if self._kept.exists() else None)

    def decide(self, word: str) -> None:
        """Approve of a correction, or take that back; write the patch."""
        if word in self.approved:
            self.undo(self.approved.pop(word))
        elif place := re.search(rf"\b{word}\b", self.text):
            self.approved[word] = self.approve(word, Span(*place.span()), RIGHT[word])
        self.keep()

    def approve(self, finding: str, span: Span, corr: str) -> Decision:
        """Approve of a correction."""
        here = witness(self.text)
        number, at = self._next()
        anchor = Haystack(self.text).counted(here.anchor(span))
        self.lines.append(
            Decision(number, finding, "G002", anchor, Verdict.ACCEPT, corr, "me", at, base=here.digest),
        )
        return self.lines[-1]

    def undo(self, taken: Decision) -> None:
        """Take an answer back."""
        number, at = self._next()
        self.lines.append(replace(taken, id=number, at=at, verdict=Verdict.UNDO, corr=None, undoes=taken.id))

    def keep(self) -> None:
        """Write the patch."""
        self._keep(editing.make_patch(witness(self.text), self.lines, self._kept).patch)

    def apply(self, *, reverse: bool = False) -> None:
        """Make what is approved in the text, or take all back.

        Raises:
            ConflictError: the text does not have all places any more as they were quoted.
        """
        here = witness(self.text)
        known = self.known
        forth = known.forth(here)
        todo = known.back(here) if reverse else forth
        if not todo.fits or todo.doubtful:
            raise ConflictError("told, and nothing is written")
        if todo.withdrawn or reverse:
            self._keep(patch.make(*known.received(here, forth)))
        self.text = plan.apply(here, todo).decode()

    def _next(self) -> tuple[str, str]:
        number = len(self.lines)
        return str(number), f"2026-01-01T00:00:00.{number:06}Z"

    def _keep(self, made: Patch) -> None:
        self._kept.write_bytes(patch.render(made)) if made.emendations else self._kept.unlink(missing_ok=True)


ONCE_MORE = "Bgeneral apply Bgeneral Bcaptain apply Bgeneral Bcaptain apply Bcaptain apply"
"""The text is again what it was when another correction stood in it that was approved once more since."""
AT_ONCE = "Bjournal apply Bcolonel Bjournal apply Bgeneral Bcolonel apply"
"""A deletion is taken back of which the words around were taken back as it was made."""
ELSEWHERE = "Bgeneral Bjournal apply Bgeneral Bcolonel Bjournal apply Bgeneral Bcolonel apply"
"""The same, and its place is another one since."""


@settings(max_examples=150)
@given(st.lists(st.sampled_from([*WRONG, "apply", "apply", "reverse"]), max_size=14))
@example(ONCE_MORE.split(" "))
@example(AT_ONCE.split(" "))
@example(ELSEWHERE.split(" "))
def test_the_text_is_what_is_approved_whatever_was_decided_and_made_before(steps: list[str]) -> None:
    with TemporaryDirectory() as folder:
        scribe = Scribe(Path(folder))
        for step in steps:
            try:
                scribe.decide(step) if step in WRONG else scribe.apply(reverse=step == "reverse")
            except ConflictError:
                return
            if step not in WRONG:
                approved = scribe.approved if step == "apply" else ()
                edits = (Edit(Span(WRONG[word], WRONG[word] + len(word)), RIGHT[word]) for word in approved)
                assert scribe.text == splice(RECEIVED, edits)


SICS = st.sampled_from(["Stalbrand", "the", "a", " ", "\u200b", "……", "The winter", "\n", "-", "court"])
CORRS = st.sampled_from(["", "Stalin", "the", "a", " ", "Stalbrand the", "The winter of the year"])
PIECES = st.lists(st.tuples(SICS, CORRS, st.integers(0, 4)), min_size=1, max_size=12)
"""What stands in a text, what should, and in which round that is decided; in the last it is not."""


def in_round(pieces: list[tuple[str, str, int]], number: int) -> list[str]:
    """Return the pieces of a text as they are after so many rounds."""
    return [kept(sic, corr) if when < number else sic for sic, corr, when in pieces]


@settings(max_examples=300)
@given(PIECES.filter(lambda pieces: all(sic != corr for sic, corr, _ in pieces)), st.sets(st.integers(0, 11)))
def test_what_was_made_round_by_round_is_made_and_is_taken_back(
    pieces: list[tuple[str, str, int]], undone: set[int]
) -> None:
    with TemporaryDirectory() as folder:
        scribe = Scribe(Path(folder), "".join(in_round(pieces, 0)))
        answers: dict[int, Decision] = {}
        for number in range(4):
            ends = list(accumulate(map(len, in_round(pieces, number))))
            for at, (sic, corr, when) in enumerate(pieces):
                if when == number:
                    answers[at] = scribe.approve(str(at), Span(ends[at] - len(sic), ends[at]), corr)
                    scribe.keep()
            scribe.apply()
            assert scribe.text == "".join(in_round(pieces, number + 1))
            scribe.keep()
            todo = scribe.known.forth(witness(scribe.text))
            assert (todo.fits, todo.changes, len(todo.done)) == (True, (), len(answers))
        for at in undone & answers.keys():
            scribe.undo(answers[at])
            scribe.keep()
        scribe.apply()
        left = [(sic, corr, 4 if at in undone else when) for at, (sic, corr, when) in enumerate(pieces)]
        assert scribe.text == "".join(in_round(left, 4))
        scribe.apply(reverse=True)
        assert scribe.text == "".join(in_round(pieces, 0))


@pytest.mark.parametrize(
    ("received", "rounds"),
    [
        (
            "He told us that Lenin was there, and so it was. Then we left \u200bSmolny Palace in the night.\n\n\
Much later in that year Stalbrand came back to us.\n",
            ("\u200b", "Smolny Palace"),
        ),
        ("The the Smolny Palace\n\nThere he stood in the night.\n", ("The the", "Smolny Palace")),
        ("Stalbrand \u200bToddy opposition", ("\u200b", "Stalbrand", "Toddy opposition")),
    ],
)
def test_what_is_corrected_beside_an_earlier_correction_jams_nothing(
    tmp_path: Path, received: str, rounds: tuple[str, ...]
) -> None:
    desk = Desk.usual(tmp_path, received)
    desk.write("glossary.csv", f"{GLOSSARY}Smolny Institute,,,Smolny Palace,,\n")
    for sic in rounds:
        accepted(desk, sic)
        in_place(desk)
    for command in ("apply --check", "apply", "patch", "apply --in-place"):
        ran = desk.run(*command.split())
        assert (ran.code, "error" in ran.err) == (0, False)
    assert desk.run("status", "--unused").out == "All decisions match something.\n"
    assert "no certain place" not in desk.run("report", "tei", "seeds/a.txt").err
    for sic in {each["sic"] for each in desk.lint()}:
        accepted(desk, sic)
    in_place(desk)
    in_place(desk, "--reverse")
    assert desk.read() == received


@pytest.mark.parametrize("number", [0, 1])
def test_deletions_side_by_side_are_taken_back_both_or_one(tmp_path: Path, number: int) -> None:
    desk = Desk.usual(tmp_path, received := "\x1b[m\u2066")
    ids = tuple(each["id"] for each in desk.lint())
    assert len(ids) == 2
    desk.decide(*ids, "accept")
    for _ in range(2):
        in_place(desk)
        assert desk.read() == ""
        in_place(desk, "--reverse")
        assert desk.read() == received
    in_place(desk)
    desk.decide(ids[number], "undo")
    in_place(desk)
    assert desk.read() == ("\x1b[m", "\u2066")[number]
    in_place(desk, "--reverse")
    assert desk.read() == received


def test_a_place_that_was_corrected_twice_is_made_and_is_taken_back_one_by_one(tmp_path: Path) -> None:
    scribe = Scribe(tmp_path, received := "There Stalbrand Stalbrand stood, and it was night.\n")
    scribe.approve("doubled", Span(6, 25), "Stalbrand")
    scribe.apply()
    later = scribe.approve("wrong", Span(6, 15), "Stalin")
    for _ in range(2):
        scribe.apply()
        scribe.keep()
        assert scribe.text == "There Stalin stood, and it was night.\n"
    (missing,) = scribe.known.back(witness(scribe.text)).missing
    assert (missing.finding, missing.anchor.before) == ("doubled", "There "), "told with where it stood"
    scribe.undo(later)
    scribe.apply()
    assert scribe.text == "There Stalbrand stood, and it was night.\n"
    scribe.apply(reverse=True)
    assert scribe.text == received


def test_where_a_withdrawn_reading_looks_like_a_place_of_another_that_is_not_taken_for_it(tmp_path: Path) -> None:
    received = "Dreylus Mcrcier said so in the house of the town, and they were content.\n"
    desk = Desk.usual(tmp_path, received)
    desk.write("glossary.csv", "term\nDreyfus\nMercier\n")
    desk.decide(*desk.ids("Dreylus"), "accept")
    (other,) = desk.ids("Mcrcier")
    desk.decide(other, "edit", "--text", "Dreylus Mercier")
    assert desk.run("apply", "--in-place").code == 0
    assert desk.read().startswith("Dreyfus Dreylus Mercier said")
    desk.decide(other, "undo")
    assert desk.run("apply", "--in-place").code == 0
    assert desk.read().startswith("Dreyfus Mcrcier said")
    assert desk.run("apply", "--in-place", "--reverse").code == 0
    assert desk.read() == received
