"""A review driven by keys, without a terminal: what is recorded, and when."""

from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from scenes import clerk, finding, found, started, witness

from corrigenda.deciding import journal
from corrigenda.deciding.decision import Decision, Verdict
from corrigenda.deciding.journal import Journal
from corrigenda.errors import InputError
from corrigenda.reviewing import session
from corrigenda.reviewing.review import GlossaryChange, Review
from corrigenda.terminology import glossary_edit
from corrigenda.texts.text import Witness

TEXT = witness("Stalbrand met Lenina. Stalbrand wrote to Lenina’s friend; so did Stalbrand.\n")
GLOSSARY = b"term,admitted,note\r\nLenin,,keep me\r\n"


def whole(text: Witness = TEXT) -> Review:
    findings = (
        *found(text, "Stalbrand", ("Stalin", 0.98), ("Stalbrandt", 0.2), term="Stalin"),
        *found(text, "Lenina", ("Lenin", 0.5), term="Lenin"),
    )
    return started([text], findings)


class Desk:
    """Where the keys come from, the journal and the glossary lie, and the screen is drawn."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "a.journal.jsonl"
        self.journal = Journal(self.path)
        self.glossary = folder / "glossary.csv"
        self.glossary.write_bytes(GLOSSARY)
        self.drawn = StringIO()
        self.console = Console(file=self.drawn, width=80, height=24, force_terminal=False)
        self.by = clerk()
        self.seen: list[tuple[str, int]] = []
        """The screen and the number of recorded decisions each time a key is waited for."""

    def review(self, *keys: str, review: Review | None = None, has_glossary: bool = True) -> Review:
        return session.run(
            review or whole(),
            console=self.console,
            getchar=self._getchar(iter(keys)),
            clerk=self.by,
            record=lambda decisions: self.journal.append(*decisions),
            change=self.change if has_glossary else None,
        )

    def _getchar(self, keys: Iterator[str]) -> session.Getchar:
        def getchar() -> str:
            self.seen.append((self.drawn.getvalue(), len(self.recorded)))
            self.drawn.truncate(0)
            self.drawn.seek(0)
            return next(keys, "")

        return getchar

    def change(self, change: GlossaryChange) -> bool:
        data, name = self.glossary.read_bytes(), self.glossary.name
        form, lemma = change.admission.form, change.admission.lemma
        if change.withdraw:
            changed = glossary_edit.withdraw(data, name, form, lemma)
        elif lemma:
            changed = glossary_edit.admit(data, name, form, lemma)
        else:
            changed = glossary_edit.add_term(data, name, form)
        self.glossary.write_bytes(changed)
        return changed != data

    @property
    def recorded(self) -> tuple[Decision, ...]:
        return journal.read(self.path, TEXT.siglum)[0]

    @property
    def answers(self) -> list[tuple[str, str | None]]:
        return [(str(each.verdict), each.corr) for each in self.recorded]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        ("y", [("accept", "Stalin")]),
        ("2", [("accept", "Stalbrandt")]),
        ("9", []),
        ("n", [("reject", None)]),
        ("s", [("skip", None)]),
        ("jjkk", []),
        ("yu", [("accept", "Stalin"), ("undo", None)]),
        ("e\x15Lenin\r", [("edit", "Lenin")]),
        ("e\r", [("accept", "Stalin")]),
        ("e\x15Stalbrand\r", [("reject", None)]),
        ("e\x15斯大林\r", [("edit", "斯大林")]),
        ("e\x15Lenin\x1b", []),
        ("e\x15\ry", [("edit", "")]),
        ("e\x15\rn", []),
        ("e\x15\r\r", []),
        ("ay", [("accept", "Stalin")] * 3),
        ("an", [("reject", None)] * 3),
        ("ae\x15Lenin\r", [("edit", "Lenin")] * 3),
        ("a\ry", [("accept", "Stalin")]),
        ("ax", []),
        ("msee p. 3\ry", [("skip", None), ("accept", "Stalin")]),
        ("mno\x1b", []),
        ("?yn", [("reject", None)]),
        ("\r\x1b\t\x1b[Y" + "xXYN0 ", []),
        ("\x1b[200~yyyy\x1b[201~", []),
        ("qy", []),
        ("y\x03y", [("accept", "Stalin")]),
        ("y\x04y", [("accept", "Stalin")]),
        ("e\x15Lenin\x04y", []),
    ],
    ids=repr,
)
def test_what_keys_record(desk: Desk, keys: str, answers: list[tuple[str, str | None]]) -> None:
    desk.review(*([keys] if "\x1b[" in keys else keys))
    assert desk.answers == answers


def test_every_answer_is_on_disk_before_the_next_place_is_shown(desk: Desk) -> None:
    desk.review("y", "n", "s", "u", "2")
    assert [number for _, number in desk.seen] == [0, 1, 2, 3, 4, 5]
    assert ["a.txt:1:1 " in shown for shown, _ in desk.seen[:2]] == [True, False]


def test_keys_typed_ahead_are_all_taken(desk: Desk) -> None:
    desk.review("yny")
    assert [verdict for verdict, _ in desk.answers] == ["accept", "reject", "accept"]


def test_notes_go_into_the_answer(desk: Desk) -> None:
    desk.review("m", *"see p. 3", "\r", "y")
    assert [each.note for each in desk.recorded] == ["see p. 3", "see p. 3"]


def test_the_alike_are_shown_before_the_answer_is_given(desk: Desk) -> None:
    desk.review("a")
    shown = desk.seen[1][0]
    assert "The same answer for 3 places?" in shown
    for where in ("seeds/a.txt:1:1 ", "seeds/a.txt:1:23 ", "seeds/a.txt:1:66 "):
        assert where in shown


def test_a_place_that_has_no_like_asks_nothing(desk: Desk) -> None:
    desk.review("a", "y", review=started([TEXT], [finding(TEXT, 0, 9, ("Stalin", 0.9))]))
    assert "no other open place" in desk.seen[1][0]
    assert desk.answers == [("accept", "Stalin")]


@pytest.mark.parametrize(("key", "line"), [("1", b"Lenin,Lenina,keep me"), ("2", b"Lenina,,")])
def test_a_form_goes_into_the_glossary_and_undo_puts_the_file_back(desk: Desk, key: str, line: bytes) -> None:
    desk.review("j", "g", key)
    assert line in desk.glossary.read_bytes()
    assert desk.answers == [("admit", None)] * 2
    assert "“Lenina” as another form of “Lenin”" in desk.seen[2][0]
    desk.review("u", review=started([TEXT], whole().places[1].findings, desk.recorded))
    assert desk.glossary.read_bytes() == GLOSSARY
    assert [verdict for verdict, _ in desk.answers[2:]] == ["undo"] * 2


@pytest.mark.parametrize("key", ["\r", "\x1b", "y", "3"])
def test_nothing_goes_into_the_glossary_unless_it_is_said_what(desk: Desk, key: str) -> None:
    desk.review("j", "g", key)
    assert (desk.glossary.read_bytes(), desk.answers) == (GLOSSARY, [])


def test_a_form_the_glossary_has_already_stays_there_after_undo(desk: Desk) -> None:
    before = b"term,admitted\nLenin,Lenina\n"
    desk.glossary.write_bytes(before)
    desk.review("j", "g", "1", "u")
    assert desk.glossary.read_bytes() == before
    assert [verdict for verdict, _ in desk.answers] == ["reject", "reject", "undo", "undo"]


def test_a_glossary_that_cannot_be_changed_is_told_and_decides_nothing(desk: Desk) -> None:
    desk.glossary.write_bytes(b"term\nOther\n")
    desk.review("j", "g", "1")
    assert "not added: no term is called “Lenin”" in desk.seen[-1][0]
    assert desk.answers == []


def test_without_a_glossary_g_says_how_to_name_one(desk: Desk) -> None:
    desk.review("j", "g", has_glossary=False)
    assert "--glossary" in desk.seen[-1][0]


def test_an_answer_that_cannot_be_recorded_does_not_count_and_leaves_no_trace(desk: Desk) -> None:
    def refuse(decisions: Sequence[Decision]) -> None:
        raise InputError(f"no room for {len(decisions)}")

    keys = iter("jg1")
    with pytest.raises(InputError, match="no room for 2"):
        session.run(
            whole(),
            console=desk.console,
            getchar=lambda: next(keys),
            clerk=desk.by,
            record=refuse,
            change=desk.change,
        )
    assert desk.glossary.read_bytes() == GLOSSARY


@pytest.mark.parametrize("trouble", [OSError(5, "gone"), EOFError(), KeyboardInterrupt()], ids=repr)
def test_a_terminal_that_is_gone_stops_and_keeps_everything(desk: Desk, trouble: BaseException) -> None:
    keys = iter("y")

    def getchar() -> str:
        for key in keys:
            return key
        raise trouble

    review = session.run(
        whole(),
        console=desk.console,
        getchar=getchar,
        clerk=desk.by,
        record=lambda decisions: desk.journal.append(*decisions),
    )
    assert desk.answers == [("accept", "Stalin")]
    assert review.tally().accepted == 1


def test_a_screen_that_cannot_be_written_stops_as_well(desk: Desk) -> None:
    class Gone(StringIO):
        def write(self, text: str) -> int:
            raise OSError(5, f"gone, with {len(text)} characters")

    review = session.run(
        whole(),
        console=Console(file=Gone(), width=80, height=24),
        getchar=lambda: pytest.fail("nothing was shown"),
        clerk=desk.by,
        record=lambda decisions: desk.journal.append(*decisions),
    )
    assert review.tally().decided == 0


def test_the_last_words_say_how_far_it_came_and_how_it_goes_on(desk: Desk) -> None:
    desk.review("y", "n", "q")
    told = desk.drawn.getvalue()
    assert "2 of 5 places decided: 1 accepted, 1 rejected; 3 left." in told
    assert "“corrigenda review” goes on from here" in told


def test_when_all_is_decided_the_end_waits_for_q_so_that_the_last_answer_can_be_undone(desk: Desk) -> None:
    review = desk.review("a", "y", "a", "n", "u", "y", "y", "q")
    assert [each for each, _ in desk.answers[-3:]] == [Verdict.UNDO, Verdict.ACCEPT, Verdict.ACCEPT]
    assert review.place is None
    assert "corrigenda apply" in desk.drawn.getvalue()


def test_the_next_screen_fits_a_terminal_that_was_resized(desk: Desk) -> None:
    keys = iter("jj")

    def getchar() -> str:
        desk.seen.append((desk.drawn.getvalue(), 0))
        desk.drawn.truncate(0)
        desk.drawn.seek(0)
        desk.console.size = (40, 15)  # type: ignore[assignment]
        return next(keys, "")

    session.run(whole(), console=desk.console, getchar=getchar, clerk=desk.by, record=lambda _: None)
    wide, narrow = (shown.split("\n") for shown, _ in desk.seen[:2])
    assert max(map(len, wide)) > 40
    assert max(map(len, narrow)) <= 40


def test_reviewing_in_two_sessions_gives_what_one_gives(tmp_path: Path) -> None:
    keys = ["y", "n", "2", "u", "s", "y"]
    for name in ("once", "twice"):
        (tmp_path / name).mkdir()
    once, twice = Desk(tmp_path / "once"), Desk(tmp_path / "twice")
    one = once.review(*keys)
    first = twice.review(*keys[:3])
    findings = [each for place in first.places for each in place.findings]
    two = twice.review(*keys[3:], review=started([TEXT], findings, twice.recorded))
    assert [each.corr for each in two.answers.values()] == [each.corr for each in one.answers.values()]
    assert once.answers == twice.answers
