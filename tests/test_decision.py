"""Decisions read together: their order in the file does not matter, and who disagrees is known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from corrigenda.deciding.decision import Decision, Verdict, conflicts, standing
from corrigenda.texts.text import Anchor, Span

ANCHOR = Anchor("a.txt", Span(0, 3), "sic", "", "")
MORNING = datetime(2026, 1, 1, tzinfo=UTC)


def decision(number: int, verdict: Verdict, *, finding: str = "f", resp: str = "ada", undoes: str = "") -> Decision:
    at = (MORNING + timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    corr = "corr" if verdict in (Verdict.ACCEPT, Verdict.EDIT) else None
    return Decision(f"{number:012x}", finding, "G001", ANCHOR, verdict, corr, resp, at, undoes=undoes)


answers = st.sampled_from([Verdict.ACCEPT, Verdict.REJECT, Verdict.SKIP, Verdict.EDIT])


@st.composite
def journals(draw: st.DrawFn) -> list[Decision]:
    lines: list[Decision] = []
    for number in range(draw(st.integers(0, 12))):
        resp = draw(st.sampled_from(["ada", "bob"]))
        undone = {line.undoes for line in lines}
        open_lines = [line for line in lines if line.verdict is not Verdict.UNDO and line.id not in undone]
        if open_lines and draw(st.booleans()):
            target = draw(st.sampled_from(open_lines))
            lines.append(decision(number, Verdict.UNDO, finding=target.finding, resp=resp, undoes=target.id))
        else:
            finding = draw(st.sampled_from("fgh"))
            lines.append(decision(number, draw(answers), finding=finding, resp=resp))
    return lines


@given(journals(), st.randoms())
def test_journals_merged_in_any_order_say_the_same(lines: list[Decision], chance: object) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standing(shuffled) == standing(lines)
    assert conflicts(shuffled) == conflicts(lines)


def test_two_people_who_disagree_are_named() -> None:
    one, other = decision(1, Verdict.ACCEPT), decision(2, Verdict.REJECT, resp="bob")
    assert conflicts([other, one]) == ((one, other),)
    assert standing([other, one])["f"] == other


def test_agreement_ends_a_conflict() -> None:
    lines = [decision(1, Verdict.ACCEPT), decision(2, Verdict.REJECT, resp="bob")]
    assert conflicts([*lines, decision(3, Verdict.REJECT)]) == ()
    assert conflicts([*lines, decision(3, Verdict.UNDO, undoes=lines[0].id)]) == ()


def test_the_last_word_said_once_more_ends_a_conflict() -> None:
    lines = [decision(1, Verdict.ACCEPT), decision(2, Verdict.REJECT, resp="bob")]
    assert conflicts([*lines, decision(3, Verdict.REJECT, resp="bob")]) == ()
    assert conflicts([*lines, decision(3, Verdict.ACCEPT)]) == ()
    assert len(conflicts([*lines, decision(3, Verdict.REJECT, resp="bob"), decision(4, Verdict.EDIT, resp="cy")])) == 1
    noted = replace(decision(3, Verdict.REJECT, resp="bob"), note="a note is no answer to anybody")
    assert len(conflicts([*lines, noted])) == 1
    undone = [decision(0, Verdict.REJECT, resp="bob"), decision(1, Verdict.UNDO, resp="bob", undoes=f"{0:012x}")]
    assert len(conflicts([*undone, *lines])) == 1


def test_one_person_may_change_her_mind() -> None:
    assert conflicts([decision(1, Verdict.ACCEPT), decision(2, Verdict.REJECT)]) == ()
    same = replace(decision(2, Verdict.EDIT, resp="bob"), corr="corr")
    assert conflicts([decision(1, Verdict.ACCEPT), same]) == ()
