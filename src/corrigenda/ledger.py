"""What the journals say of findings: which are answered, which wait to be applied, which are still to be asked.

A decision holds for its finding by id, and where the text has changed, or is a corrected copy, by its quotation.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corrigenda import journal
from corrigenda.config import Project
from corrigenda.decision import Decision, Verdict, standing
from corrigenda.emendation import Emendation, taken_back
from corrigenda.finding import Finding, State
from corrigenda.place import Haystack, Placed
from corrigenda.text import Anchor, Span, Witness

_REFUSED = (Verdict.REJECT, Verdict.ADMIT)


@dataclass(frozen=True, slots=True)
class _Settled:
    """A stretch of the text about which nothing is to be asked any more."""

    span: Span
    family: str
    """The family of the rules it is settled for; empty for all."""


def decisions(project: Project, witness: Witness) -> tuple[tuple[Decision, ...], tuple[str, ...]]:
    """Return the decisions about a witness, or about the one it is a corrected copy of, and warnings.

    Raises:
        InputError: a damaged journal.
    """
    siglum = witness.base or witness.siglum
    if siglum.startswith(("/", "<", "../")) or "\\" in siglum:
        return (), ()
    return journal.read(journal.path_for(project.corrections, siglum), siglum)


def settle(findings: Sequence[Finding], witness: Witness, lines: Iterable[Decision]) -> tuple[Finding, ...]:
    """Return the findings of `witness` that are not refused or made, those accepted but not applied marked so."""
    answers = standing(lines)
    if not answers:
        return tuple(findings)
    asked = {finding.id for finding in findings}
    accepted = [answer for answer in answers.values() if answer.emends and answer.finding in asked]
    by_quotation = [answer for answer in answers.values() if answer.finding not in asked]
    settled = tuple(_settled(by_quotation, answers.values(), witness))
    waiting = {answer.finding: answer.anchor.span for answer in accepted}
    spans = {finding.id: finding.anchor.span for finding in findings if finding.id in waiting}
    kept = []
    for finding in findings:
        answer = answers.get(finding.id)
        if finding.id in waiting:
            kept.append(replace(finding, state=State.ACCEPTED))
        elif answer is not None and answer.verdict in _REFUSED:
            continue
        elif any(finding.anchor.span.overlaps(span) for span in spans.values()):
            continue  # superseded by what was accepted at the same place
        elif not any(_covers(each, finding) for each in settled):
            kept.append(finding)
    return tuple(kept)


def _covers(settled: _Settled, finding: Finding) -> bool:
    return settled.span.overlaps(finding.anchor.span) and finding.code.startswith(settled.family)


def _settled(wanted: Sequence[Decision], answers: Iterable[Decision], witness: Witness) -> Iterator[_Settled]:
    """Yield where refusals hold and where emendations are made, found by quotation."""
    if not wanted:
        return
    haystack = Haystack(witness.text)
    emended = [answer for answer in answers if answer.emends and answer.corr is not None]
    for each, corrected in _as_corrected(wanted, emended):
        anchors = [corrected] if each.emends else [each.anchor, corrected]
        for anchor in anchors:
            found = haystack.locate(anchor)
            if isinstance(found, Placed):
                yield _Settled(found.span, "" if each.emends else each.rule[:1])
                break


def _as_corrected(wanted: Sequence[Decision], emended: Sequence[Decision]) -> Iterator[tuple[Decision, Anchor]]:
    """Yield each decision with its anchor as the corrected text has it: neighbours emended, its own place too."""
    taken = [answer.anchor.span for answer in emended]
    refusals = [
        each
        for each in wanted
        if each.verdict in _REFUSED and not any(each.anchor.span.overlaps(span) for span in taken)
    ]
    changes = sorted(
        (
            (
                Emendation(
                    each.anchor,
                    each.anchor.sic if each.corr is None else each.corr,
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
