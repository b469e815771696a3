"""What the journals say of findings: which are answered, which wait to be applied, which are still to be asked.

A decision holds for its finding by id, and where the text has changed, or is a corrected copy, by its quotation.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from corrigenda import corrections
from corrigenda.config import Project
from corrigenda.deciding import journal
from corrigenda.deciding.decision import Decision, Verdict, standing
from corrigenda.deciding.dossier import dossier
from corrigenda.deciding.emendation import Emendation, taken_back
from corrigenda.deciding.place import Ambiguous, Haystack, Missing, Outcome, Placed
from corrigenda.errors import ConflictError
from corrigenda.finding import Finding, Reading, State
from corrigenda.project import base_of
from corrigenda.texts import fold
from corrigenda.texts.lineation import kept
from corrigenda.texts.text import Anchor, Span, Spans, Witness

_REFUSED = (Verdict.REJECT, Verdict.ADMIT)
_LOST = "not certain any more: what it says stands there, but the words around it have changed"


def has_decisions(project: Project) -> bool:
    """Say whether anything may have been decided in a project: nothing is looked up where it has no such folder."""
    return project.corrections.exists()


def has_journal(project: Project, siglum: str) -> bool:
    """Say whether anything may have been decided about a text, or about the one it is a corrected copy of."""
    siglum = base_of(project, siglum) or siglum
    return corrections.is_inside(siglum) and os.path.lexists(journal.path_for(project.corrections, siglum))


def decisions(project: Project, witness: Witness) -> tuple[tuple[Decision, ...], tuple[str, ...]]:
    """Return the decisions about a witness, or about the one it is a corrected copy of, and warnings.

    Raises:
        InputError: a damaged journal.
    """
    siglum = base_of(project, witness.siglum) or witness.siglum
    if not corrections.is_inside(siglum):
        return (), ()
    lines, warnings = journal.read(journal.path_for(project.corrections, siglum), siglum)
    return _joined(lines, witness), warnings


def carried(lines: Sequence[Decision], findings: Sequence[Finding], witness: Witness) -> tuple[Decision, ...]:
    """Return `lines` under the ids of the findings that stand at their places now.

    An id is made of the quotation: where the text beside a place was edited, the place is asked about under
    another id, and what was answered before counts as answered.
    """
    asked = {finding.id for finding in findings}
    old = {name: answer for name, answer in standing(lines).items() if name not in asked}
    if not old or witness.base:
        return tuple(lines)
    ids = {(finding.anchor.span, finding.code[:1]): finding.id for finding in findings}
    places = _places(old.values(), witness)
    return _renamed(lines, {name: ids[place] for name, place in places.items() if place in ids})


def _joined(lines: Sequence[Decision], witness: Witness) -> tuple[Decision, ...]:
    """Return `lines` with those about one place under one id: the later answer counts, whatever it was asked as.

    Of one text, a place may have two ids as well: under another name of the text, it is asked about by another.
    """
    answers = standing(lines)
    if len({answer.base for answer in answers.values()}) > 1:
        return _under_latest(lines, answers, _places(answers.values(), witness))
    return _under_latest(
        lines, answers, {name: (answer.anchor.span, answer.rule[:1]) for name, answer in answers.items()}
    )


def _under_latest(
    lines: Sequence[Decision], answers: Mapping[str, Decision], places: Mapping[str, "_Place"]
) -> tuple[Decision, ...]:
    """Return `lines` with those about one place under the id of the latest answer."""
    latest: dict[_Place, str] = {}
    for name in sorted(places, key=lambda name: (answers[name].at, answers[name].id)):
        latest[places[name]] = name
    others = {name: latest[place] for name, place in places.items() if latest[place] != name}
    return _renamed(lines, others) if others else tuple(lines)


_Place = tuple[Span, str]
"""A span, and the family of the rule that asked about it."""


class _Seeker:
    """Finds the places of decisions again in a text.

    What was refused is looked for with other quotation marks and dashes too, as another program or run of OCR sets
    them. A correction is not: it would be made where something else stands than was approved.
    """

    def __init__(self, text: str) -> None:
        self.haystack = Haystack(text)
        self._text = text
        self._straight: Haystack | None = None

    def locate(self, answer: Decision, anchor: Anchor) -> Placed | Ambiguous | Missing:
        """Return where `anchor`, of a decision, stands."""
        found = self.haystack.locate(anchor)
        if answer.verdict not in _REFUSED or not isinstance(found, Missing):
            return found
        self._straight = self._straight or Haystack(fold.straight(self._text))
        sic, before, after = map(fold.straight, (anchor.sic, anchor.before, anchor.after))
        return self._straight.locate(replace(anchor, sic=sic, before=before, after=after))


def _places(answers: Iterable[Decision], witness: Witness) -> dict[str, _Place]:
    """Return where the answers' sic stands in the text as it is now, by finding id; some stand nowhere."""
    seeker = _Seeker(witness.text)
    found: dict[str, _Place] = {}
    for answer in answers:
        is_same = answer.base == witness.digest
        place = Placed(answer.anchor.span) if is_same else seeker.locate(answer, answer.anchor)
        if isinstance(place, Placed):
            found[answer.finding] = place.span, answer.rule[:1]
    return found


def _renamed(lines: Sequence[Decision], names: Mapping[str, str]) -> tuple[Decision, ...]:
    return tuple(replace(line, finding=names.get(line.finding, line.finding)) for line in lines)


def settle(findings: Sequence[Finding], witness: Witness, lines: Iterable[Decision]) -> tuple[Finding, ...]:
    """Return the findings of `witness` that are not refused or made, those accepted but not applied marked so."""
    answers = standing(lines)
    if not answers:
        return tuple(findings)
    asked = {finding.id for finding in findings}
    accepted = [answer for answer in answers.values() if answer.emends and answer.finding in asked]
    by_quotation = [answer for answer in answers.values() if answer.finding not in asked]
    settled: dict[str, Spans] = defaultdict(Spans)
    for family, span in _settled(by_quotation, answers.values(), witness):
        settled[family].add(span)
    waiting = {answer.finding for answer in accepted}
    spans = Spans(finding.anchor.span for finding in findings if finding.id in waiting)
    kept = []
    for finding in findings:
        answer = answers.get(finding.id)
        if answer is not None and finding.id in waiting:
            kept.append(_accepted(finding, answer))
        elif answer is not None and answer.verdict in _REFUSED:
            continue
        elif spans.overlap(finding.anchor.span):
            continue  # superseded by what was accepted at the same place
        elif not any(settled[family].overlap(finding.anchor.span) for family in ("", finding.code[:1])):
            kept.append(finding)
    return tuple(kept)


def refused(findings: Iterable[Finding], lines: Iterable[Decision]) -> tuple[Finding, ...]:
    """Return the findings that were rejected or admitted, in their order."""
    answers = standing(lines)
    return tuple(each for each in findings if each.id in answers and answers[each.id].verdict in _REFUSED)


def superseding(finding: Finding, settled: Iterable[Finding]) -> Finding | None:
    """Return the accepted finding among those that `settle` left that overlaps another one, and so hides it."""
    siglum, span = finding.anchor.siglum, finding.anchor.span
    for each in settled:
        is_other = each.anchor.siglum == siglum and each.id != finding.id
        if is_other and each.state is State.ACCEPTED and each.anchor.span.overlaps(span):
            return each
    return None


def decided(project: Project) -> tuple[str, ...]:
    """Return the sigla of the texts that have a journal, in order."""
    return corrections.sigla(project.corrections, journal.ENDING)


def unused(lines: Iterable[Decision], findings: Iterable[Finding], witness: Witness) -> Iterator[tuple[Decision, str]]:
    """Yield the decisions that stand and match nothing any more, each with the reason.

    Args:
        lines: the decisions about `witness`, as `carried` returns them.
        findings: all that is found in it, as if nothing had been decided.
        witness: the text.
    """
    asked: dict[str, Spans] = defaultdict(Spans)
    names = set()
    for finding in findings:
        asked[finding.code[:1]].add(finding.anchor.span)
        names.add(finding.id)
    seeker = _Seeker(witness.text)
    lines = tuple(lines)
    done = _made(lines, witness)
    for answer in standing(lines).values():
        if answer.finding in names or answer.verdict is Verdict.SKIP or answer.id in done:
            continue
        anchor = answer.anchor
        outcome: Outcome = Placed(anchor.span) if answer.base == witness.digest else seeker.locate(answer, anchor)
        if answer.emends and answer.corr is not None and answer.base != witness.digest:
            made = replace(anchor, sic=kept(anchor.sic, answer.corr), copy=1, copies=1)
            outcome = seeker.haystack.settle(anchor, made)
        if isinstance(outcome, Ambiguous):
            yield answer, "it is not certain any more which place is meant"
        elif isinstance(outcome, Missing):
            is_there = anchor.sic in witness.text
            yield answer, f"the place is {_LOST if is_there else 'gone from the text'}"
        elif (
            answer.verdict is Verdict.REJECT
            and isinstance(outcome, Placed)
            and not asked[answer.rule[:1]].overlap(outcome.span)
        ):
            yield answer, "nothing is found there any more"


def _made(lines: Sequence[Decision], witness: Witness) -> set[str]:
    """Return the ids of the decisions that stand in the text already."""
    if any(line.emends and line.base != witness.digest for line in lines):
        with suppress(ConflictError):  # two overlap: decide, review and apply say so
            return {each.decision for each in dossier(lines).forth(witness).done}
    return set()


def _accepted(finding: Finding, answer: Decision) -> Finding:
    """Return the finding as accepted, the approved reading first: it may be another than was proposed."""
    approved = tuple(each for each in finding.readings if each.text == answer.corr)
    if not approved and answer.corr is not None:
        by = f"approved by {answer.resp}"
        approved = (Reading(answer.corr, answer.score or 1.0, by, is_typed=answer.score is None),)
    others = tuple(each for each in finding.readings if each not in approved)
    return replace(finding, readings=approved + others, state=State.ACCEPTED)


def _settled(wanted: Sequence[Decision], answers: Iterable[Decision], witness: Witness) -> Iterator[tuple[str, Span]]:
    """Yield where refusals hold and emendations are made, by quotation, with the family of rules, empty for all."""
    if not wanted:
        return
    seeker = _Seeker(witness.text)
    emended = [answer for answer in answers if answer.emends and answer.corr is not None]
    for each, corrected in _as_corrected(wanted, emended):
        anchors = [corrected] if each.emends else [each.anchor, corrected]
        for anchor in anchors:
            found = seeker.locate(each, anchor)
            if isinstance(found, Placed):
                yield each.rule[:1] if each.verdict is Verdict.REJECT else "", found.span
                break


def _as_corrected(wanted: Sequence[Decision], emended: Sequence[Decision]) -> Iterator[tuple[Decision, Anchor]]:
    """Yield each decision with its anchor as the corrected text has it: neighbours emended, its own place too."""
    taken = Spans(answer.anchor.span for answer in emended)
    refusals = [each for each in wanted if each.verdict in _REFUSED and not taken.overlap(each.anchor.span)]
    changes = sorted(
        (
            (
                Emendation(
                    each.anchor,
                    each.anchor.sic if each.corr is None else kept(each.anchor.sic, each.corr),
                    each.rule,
                    each.resp,
                    base=each.base,
                ),
                each,
            )
            for each in (*emended, *refusals)
        ),
        key=lambda item: (item[0].base, item[0].anchor.span),
    )
    chosen = {each.id for each in wanted}
    backs = taken_back([emendation for emendation, _ in changes])
    for (_, each), back in zip(changes, backs, strict=True):
        if each.id in chosen:
            yield each, back.anchor
