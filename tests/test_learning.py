"""Learning: what was approved makes its change of letters cheaper, what was refused dearer, and both can be read."""

from pathlib import Path

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.deciding import learning
from corrigenda.deciding.learning import Lesson
from corrigenda.errors import InputError
from corrigenda.likeness.confusion import channel

GLOSSARY = "term,kind\nHatfield,place\nWakefield,place\nMansfield,place\nSheffield,place\nBradford,place\n"
FIRST = "They came to Hatqield, and went on to Wakeqield. Then Mansqield was seen.\n"
SECOND = "At last Shefqield was before them.\n"
letters = st.text(st.characters(categories=("L",)), min_size=1, max_size=3)


def taught_desk(folder: Path) -> Desk:
    files = {
        "corrigenda.toml": 'paths = ["seeds"]\nresp = "an editor"\n',
        "glossary.csv": GLOSSARY,
        "seeds/a.txt": FIRST,
        "seeds/b.txt": SECOND,
    }
    desk = Desk(folder, files)
    desk.decide(*(finding["id"] for finding in desk.lint("seeds/a.txt")), "accept")
    return desk


def score(desk: Desk, *arguments: str) -> float:
    (finding,) = desk.lint("seeds/b.txt", "--min-score", "0", *arguments)
    assert finding["readings"][0]["text"] == "Sheffield"
    return float(finding["readings"][0]["score"])


def test_what_was_approved_raises_the_score_of_the_same_change_elsewhere(tmp_path: Path) -> None:
    desk = taught_desk(tmp_path)
    before = score(desk)
    ran = desk.run("learn")
    assert (ran.code, ran.err) == (0, "")
    assert "f\tq\t3\t0\n" in desk.read("corrections/learned.tsv")
    assert score(desk) > before
    assert score(desk, "--no-learned") == before
    assert score(desk, "--no-journal") == before


def test_a_refused_suggestion_makes_its_change_dearer(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "Then Lcnin spoke.\n")
    desk.write("glossary.csv", "term\nLenin\n")
    desk.decide(*desk.ids("Lcnin"), "reject")
    desk.run("learn")
    assert "e\tc\t0\t1\n" in desk.read("corrections/learned.tsv")


def test_a_damaged_file_of_lessons_is_named_and_nothing_is_linted(tmp_path: Path) -> None:
    desk = taught_desk(tmp_path)
    desk.run("learn")
    desk.replace("f\tq\t3\t0", "f\tq\tthree\t0", "corrections/learned.tsv")
    ran = desk.run("lint")
    assert ran.code == 2
    assert "corrections/learned.tsv:5:5\n" in ran.err
    assert "corrigenda learn" in ran.err


@given(st.lists(st.builds(Lesson, letters, letters, st.integers(0, 999), st.integers(0, 999)), unique=True))
def test_lessons_are_read_as_they_were_written(lessons: list[Lesson]) -> None:
    assert sorted(learning.parse(learning.render(lessons), "learned.tsv")) == sorted(lessons)


@given(letters, letters, st.integers(0, 50), st.integers(0, 50))
def test_costs_follow_the_counts_within_bounds(right: str, wrong: str, approved: int, refused: int) -> None:
    before = channel().cost_of((right, wrong))
    after = learning.taught(channel(), [Lesson(right, wrong, approved, refused)]).cost_of((right, wrong))
    assert 0 <= after <= max(before, 1.5)
    if refused == 0 and right != wrong:
        assert after <= max(before, 0.05)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a\tb\xff\t1\t0\n", "1:4"),
        (b"a\tb\t1\t0\n\tb\t1\t0\n", "2:1"),
        (b"ab\t\t1\t0\n", "1:4"),
        ("é\tea\t-1\t0\n".encode(), "1:6"),
        (b"a\tb\t1\t1.5\n", "1:7"),
        (b"a\tb\t1\n", "1:1"),
        (b"a\tb\t1\t0\t\n", "1:1"),
    ],
)
def test_what_is_no_lesson_is_an_error_at_its_place(data: bytes, place: str) -> None:
    with pytest.raises(InputError) as caught:
        learning.parse(data, "learned.tsv")
    assert caught.value.where == f"learned.tsv:{place}"


def test_what_was_corrected_in_one_place_is_raised_in_another(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "First the arid man came. Later the arid man went, and the arid field lay there.\n")
    desk.write("glossary.csv", "term,kind,admitted,deprecated\nsaid man,,,arid man\n")
    (first, _second) = desk.ids("arid man")
    assert desk.lint("--select", "G004") == []
    desk.decide(first, "edit", "--text", "old man")
    desk.write("glossary.csv", "term\nsaid man\n")
    done, raised = desk.lint("--select", "G004")
    assert (done["id"], done["state"]) == (first, "accepted")
    assert (raised["sic"], raised["readings"][0]["text"], raised["state"]) == ("arid man", "old man", "open")
    assert "corrected once" in raised["readings"][0]["basis"]
    assert desk.lint("--select", "G004", "--no-journal") == []


def test_a_form_that_was_kept_elsewhere_is_less_likely_wrong(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "Dakin came. Then Dakin spoke. Then Dakin left. Dakin never wrote.\n")
    desk.write("glossary.csv", "term,kind,admitted,deprecated\nDawkins,person,,Dakin\n")
    first, second, *_more = desk.ids("Dakin")
    desk.decide(first, "accept")
    desk.write("glossary.csv", "term,kind\nDawkins,person\n")
    assert open_scores(desk) == [0.67, 0.67, 0.67]
    desk.decide(second, "reject")
    assert open_scores(desk) == [0.5, 0.5]


def open_scores(desk: Desk) -> list[float]:
    found = desk.lint("--select", "G004")
    return [finding["readings"][0]["score"] for finding in found if finding["state"] == "open"]
