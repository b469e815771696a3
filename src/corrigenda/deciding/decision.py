"""What an editor decided: the records, and what stands of them when all are read together.

An answer is never taken back by deleting it: an *undo* names the decision it undoes, and both stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corrigenda.texts.text import Anchor

VERSION = 1
"""Format version of a journal line; a higher one is refused with a word on upgrading."""


class Verdict(StrEnum):
    """One answer about one finding."""

    ACCEPT = "accept"
    """A proposed reading is right."""
    EDIT = "edit"
    """Another reading, typed by the editor, is right."""
    REJECT = "reject"
    """What stands there is right; do not ask again."""
    ADMIT = "admit"
    """What stands there is right, and its form was added to the glossary."""
    SKIP = "skip"
    """Not decided now; asked again next time."""
    UNDO = "undo"
    """An earlier decision is taken back."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the journal."""

    id: str
    finding: str
    """The finding's stable id."""
    rule: str
    """The code of the rule."""
    anchor: Anchor
    verdict: Verdict
    corr: str | None
    """The reading approved (accept, edit); otherwise None."""
    resp: str
    """Who decided."""
    at: str
    """When, ISO 8601 in UTC with microseconds, such as 2026-11-22T17:40:00.000000Z."""
    note: str = ""
    base: str = ""
    """SHA-256 of the witness the anchor's span was measured in."""
    score: float | None = None
    """The score of the reading that was taken, 0 to 1."""
    term: str | None = None
    """For admit: the lemma the form was added to; empty when it became a term of its own."""
    batch: str = ""
    """The id of the first decision of one answer given for several places; undone together."""
    undoes: str = ""
    """For undo: the id of the decision taken back."""

    @property
    def emends(self) -> bool:
        """Say whether the text is to be changed."""
        return self.verdict in (Verdict.ACCEPT, Verdict.EDIT)


def standing(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the decision that stands for each finding id: the latest that was not undone.

    The order of the lines does not matter (journals are merged by git): decisions are ordered by their
    time, then by id.
    """
    ordered = sorted(decisions, key=lambda decision: (decision.at, decision.id))
    undone = {decision.undoes for decision in ordered if decision.verdict is Verdict.UNDO}
    return {
        decision.finding: decision
        for decision in ordered
        if decision.verdict is not Verdict.UNDO and decision.id not in undone
    }


def conflicts(decisions: Iterable[Decision]) -> tuple[tuple[Decision, ...], ...]:
    """Return, for each finding on which two people disagree, the last word of each, the earliest first.

    The latest of them stands; but when two journals were merged, its author may not have known of the other.
    Agreement, by a new decision or an undo, ends a conflict, and so does the last word when it says once more, with
    the same note, what its author had said: nobody is asked to do that but where others disagree.
    """
    ordered = sorted(decisions, key=lambda decision: (decision.at, decision.id))
    undone = {decision.undoes for decision in ordered if decision.verdict is Verdict.UNDO}
    last: dict[str, dict[str, Decision]] = {}
    confirmed: set[str] = set()
    for decision in ordered:
        if decision.verdict not in (Verdict.UNDO, Verdict.SKIP) and decision.id not in undone:
            words = last.setdefault(decision.finding, {})
            before = words.pop(decision.resp, None)
            if before is not None and (before.corr, before.note) == (decision.corr, decision.note):
                confirmed.add(decision.id)
            words[decision.resp] = decision  # the latest is the last
    by_finding = (tuple(words.values()) for words in last.values())
    return tuple(
        words for words in by_finding if len({each.corr for each in words}) > 1 and words[-1].id not in confirmed
    )
