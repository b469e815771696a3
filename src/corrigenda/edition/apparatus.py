"""The apparatus of a text: every decision and every open question about it, with its place where it has one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corrigenda.decision import Decision, Verdict, standing
from corrigenda.emendation import Emendation, emendations
from corrigenda.finding import Finding, Reading, State
from corrigenda.plan import plan
from corrigenda.text import Span, Spans, Witness

OPEN = "open"
"""The verdict of a place that nobody has decided."""
MADE = (Verdict.ACCEPT, Verdict.EDIT)


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a text, and what is to be said of it."""

    span: Span | None
    """Where it stands in the text; None when it has no certain place there any more."""
    sic: str
    corr: str | None
    """What was approved, or for an open place what is proposed first; None when there is nothing."""
    verdict: str
    """A `Verdict`, or `OPEN`."""
    code: str
    """The rule's."""
    id: str
    """The finding's."""
    resp: str = ""
    at: str = ""
    note: str = ""
    score: float | None = None
    """Of the reading that was taken, or is proposed first; None when it was typed, or there is none."""
    basis: str = ""
    """The evidence for the reading, in words."""

    @property
    def is_made(self) -> bool:
        """Say whether the corrected text differs here."""
        return self.verdict in MADE


@dataclass(frozen=True, slots=True)
class Edition:
    """A received text with its apparatus."""

    witness: Witness
    entries: tuple[Entry, ...]
    """Those that have a place, in the order of the text; some may overlap."""
    unplaced: tuple[Entry, ...]
    """Decisions whose place cannot be found for certain."""

    def marked(self) -> Iterator[tuple[str, Entry | None]]:
        """Yield the received text in pieces, each with its entry if it has one; no piece is in two entries.

        Of entries that overlap, an emendation goes before an open place, and that before a refusal.
        """
        taken = Spans()
        chosen: list[tuple[Span, Entry]] = []
        for entry in sorted(self.entries, key=_rank):
            if entry.span is not None and not taken.overlap(entry.span):
                taken.add(entry.span)
                chosen.append((entry.span, entry))
        at = 0
        for span, entry in sorted(chosen, key=lambda item: item[0]):
            if span.start > at:
                yield self.witness.text[at : span.start], None
            yield self.witness.text[span.start : span.end], entry
            at = span.end
        if at < len(self.witness.text):
            yield self.witness.text[at:], None


def edition(
    witness: Witness, decisions: Sequence[Decision], findings: Iterable[Finding], refused: Iterable[Finding]
) -> Edition:
    """Return a text with its apparatus.

    Args:
        witness: the received text.
        decisions: the lines of its journal.
        findings: what is found in it and not settled.
        refused: what is found in it and was rejected or admitted.

    Raises:
        ConflictError: two emendations overlap.
    """
    findings = tuple(findings)
    answers = standing(decisions)
    by_id = {each.id: each for each in answers.values()}
    wanted = emendations(decisions)
    todo = plan(wanted, witness)
    bases = {each.id: each.readings for each in findings}
    lost = (*todo.done, *todo.missing, *(each for each, _spans in todo.ambiguous))
    placed = [_made(each, by_id[each.decision], each.anchor.span, bases) for each in todo.emendations]
    unplaced = [_made(each, by_id[each.decision], None, bases) for each in lost]
    placed += [_open(each, answers.get(each.id)) for each in findings if each.state is State.OPEN]
    found = {each.id: each for each in refused}
    for answer in answers.values():
        if answer.verdict in (Verdict.REJECT, Verdict.ADMIT):
            place = found[answer.finding].anchor.span if answer.finding in found else None
            (placed if place else unplaced).append(_refused(answer, place))
    return Edition(
        witness,
        tuple(sorted(placed, key=lambda each: (each.span or Span(0, 0), each.code))),
        tuple(sorted(unplaced, key=lambda each: (each.at, each.id))),
    )


def _made(each: Emendation, answer: Decision, span: Span | None, bases: Mapping[str, Sequence[Reading]]) -> Entry:
    basis = next((reading.basis for reading in bases.get(answer.finding, ()) if reading.text == each.corr), "")
    return Entry(
        span,
        each.anchor.sic,
        each.corr,
        answer.verdict,
        each.rule,
        answer.finding,
        each.resp,
        each.at,
        each.note,
        answer.score,
        basis,
    )


def _refused(answer: Decision, span: Span | None) -> Entry:
    return Entry(
        span,
        answer.anchor.sic,
        None,
        answer.verdict,
        answer.rule,
        answer.finding,
        answer.resp,
        answer.at,
        answer.note,
        answer.score,
    )


def _open(finding: Finding, answer: Decision | None) -> Entry:
    first = finding.readings[0] if finding.readings else None
    skipped = answer is not None and answer.verdict is Verdict.SKIP
    return Entry(
        finding.anchor.span,
        finding.anchor.sic,
        first.text if first else None,
        Verdict.SKIP if skipped else OPEN,
        finding.code,
        finding.id,
        answer.resp if answer and skipped else "",
        answer.at if answer and skipped else "",
        (answer.note if answer and skipped else "") or finding.message,
        first.score if first else None,
        first.basis if first else "",
    )


def _rank(entry: Entry) -> tuple[int, Span, str]:
    kind = 0 if entry.is_made else 1 if entry.verdict in (OPEN, Verdict.SKIP) else 2
    return kind, entry.span or Span(0, 0), entry.code
