"""The apparatus of a text: every decision and every open question about it, with its place where it has one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corrigenda.deciding.decision import Decision, Verdict, standing
from corrigenda.deciding.dossier import dossier
from corrigenda.deciding.emendation import Emendation
from corrigenda.deciding.place import Haystack, Placed
from corrigenda.finding import Finding, Reading, State
from corrigenda.texts.text import Span, Spans, Witness

OPEN = "open"
"""The verdict of a place that nobody has decided."""
MADE = (Verdict.ACCEPT, Verdict.EDIT)


_LINE = re.compile(r"\A([^;:]+) line \d+(?=[;:]|\Z)")
"""A row of a glossary at the beginning of the evidence, which is another one after the next insertion."""


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
    """What the person who decided has to say."""
    score: float | None = None
    """Of the reading that was taken, or is proposed first; None when it was typed, or there is none."""
    basis: str = ""
    """The evidence for the reading, in words that hold when rows are put into the glossary."""
    proposed: Reading | None = None
    """What is proposed first; None when there is nothing, or nothing is found here any more."""
    message: str = ""
    """What the rule says of an open place."""

    @property
    def is_made(self) -> bool:
        """Say whether the corrected text differs here."""
        return self.verdict in MADE

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be decided."""
        return self.verdict in (OPEN, Verdict.SKIP)


@dataclass(frozen=True, slots=True)
class Edition:
    """A received text with its apparatus."""

    witness: Witness
    entries: tuple[Entry, ...]
    """Those that have a place, in the order of the text; some may overlap."""
    unplaced: tuple[Entry, ...]
    """Decisions whose place cannot be found for certain, or that are made in the text already."""
    done: int = 0
    """How many of those are made in the text already."""
    language: str = ""
    """The code of the text's language, if it is known."""

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
    witness: Witness,
    decisions: Sequence[Decision],
    findings: Iterable[Finding],
    found: Iterable[Finding],
    language: str = "",
) -> Edition:
    """Return a text with its apparatus.

    Args:
        witness: the received text.
        decisions: the lines of its journal.
        findings: what is found in it and not settled.
        found: all that is found in it, as if nothing had been decided.
        language: the code of its language, if it is known.

    Raises:
        ConflictError: two emendations overlap.
    """
    answers = standing(decisions)
    by_id = {each.id: each for each in answers.values()}
    every = {each.id: each for each in found}
    todo = dossier(decisions).forth(witness)
    lost = (*todo.done, *todo.missing, *(each for each, _spans in todo.ambiguous))
    placed = [_made(each, by_id[each.decision], each.anchor.span, every) for each in todo.emendations]
    unplaced = [_made(each, by_id[each.decision], None, every) for each in lost]
    placed += [_open(each, answers.get(each.id)) for each in findings if each.state is State.OPEN]
    for entry in _refusals(answers.values(), every, witness):
        (placed if entry.span else unplaced).append(entry)
    return Edition(
        witness,
        tuple(sorted(placed, key=lambda each: (each.span or Span(0, 0), each.code))),
        tuple(sorted(unplaced, key=lambda each: (each.at, each.id))),
        len(todo.done),
        language,
    )


def _made(each: Emendation, answer: Decision, span: Span | None, found: Mapping[str, Finding]) -> Entry:
    finding = found.get(answer.finding)
    readings = finding.readings if finding else ()
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
        next((_basis(finding, reading) for reading in readings if finding and reading.text == answer.corr), ""),
        next(iter(readings), None),
    )


def _refusals(answers: Iterable[Decision], found: Mapping[str, Finding], witness: Witness) -> Iterator[Entry]:
    """Yield what was rejected or admitted; a form that was admitted is no longer found, but stands where it stood."""
    haystack: Haystack | None = None
    for answer in answers:
        if answer.verdict not in (Verdict.REJECT, Verdict.ADMIT):
            continue
        finding = found.get(answer.finding)
        span: Span | None
        if finding is not None:
            span = finding.anchor.span
        elif answer.base == witness.digest:
            span = answer.anchor.span
        else:
            haystack = haystack or Haystack(witness.text)
            outcome = haystack.locate(answer.anchor)
            span = outcome.span if isinstance(outcome, Placed) else None
        yield Entry(
            span,
            answer.anchor.sic,
            None,
            answer.verdict,
            answer.rule,
            answer.finding,
            answer.resp,
            answer.at,
            answer.note,
            proposed=next(iter(finding.readings), None) if finding else None,
        )


def _open(finding: Finding, answer: Decision | None) -> Entry:
    first = finding.readings[0] if finding.readings else None
    skipped = answer if answer is not None and answer.verdict is Verdict.SKIP else None
    return Entry(
        finding.anchor.span,
        finding.anchor.sic,
        first.text if first else None,
        Verdict.SKIP if skipped else OPEN,
        finding.code,
        finding.id,
        skipped.resp if skipped else "",
        skipped.at if skipped else "",
        skipped.note if skipped else "",
        first.score if first else None,
        _basis(finding, first) if first else "",
        first,
        finding.message,
    )


def _basis(finding: Finding, reading: Reading) -> str:
    """Return the evidence for a reading with its term, if that is known, where the line of the glossary is named."""
    term = f" “{finding.term}”" if finding.term and reading is finding.readings[0] else ""
    return _LINE.sub(lambda named: named[1] + term, reading.basis, count=1)


def _rank(entry: Entry) -> tuple[int, Span, str]:
    kind = 0 if entry.is_made else 1 if entry.is_open else 2
    return kind, entry.span or Span(0, 0), entry.code
