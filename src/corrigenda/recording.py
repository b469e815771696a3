"""What a program decides about findings, recorded as `corrigenda decide` does: in journals and patches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from corrigenda import project
from corrigenda.acting import answering, editing
from corrigenda.acting.answering import Answer
from corrigenda.config import Project
from corrigenda.deciding import ledger
from corrigenda.deciding.decision import Decision
from corrigenda.errors import InputError
from corrigenda.finding import Finding, State
from corrigenda.reviewing import review
from corrigenda.storage import lock
from corrigenda.storage.files import read_bytes
from corrigenda.texts.text import Spans, Witness, digest
from corrigenda.texts.visible import visible


def record(
    findings: Sequence[Finding], texts: Mapping[str, Witness], found: Project, answer: Answer, resp: str
) -> tuple[Decision, ...]:
    """Give the same answer to all findings that are still open, and return the decisions that were recorded.

    Args:
        findings: what is decided about; of those that overlap, only the one with the best reading is accepted.
        texts: the texts by siglum.
        found: the project that the texts are files of.
        answer: what is answered.
        resp: who decides.

    Raises:
        InputError: a text that has no file in the project, or not as it was read; nothing is recorded.
        CorrigendaError: a journal is damaged, the corrections are in use, or cannot be written.
    """
    witnesses = [texts[name] for name in dict.fromkeys(each.anchor.siglum for each in findings)]
    for witness in witnesses:
        _check(witness, found)
    if not witnesses:
        return ()
    with lock.hold(found.corrections, "from Python"):
        before = {witness.siglum: _carried(witness, findings, found) for witness in witnesses}
        lines = [line for of_text in before.values() for line in of_text]
        kept = [
            finding
            for witness in witnesses
            for finding in ledger.settle(_of(witness, findings), witness, before[witness.siglum])
        ]
        is_open = [finding for finding in kept if finding.state is State.OPEN]
        wanted = [each.id for each in (_disjoint(is_open) if answer.verdict == "accept" else is_open)]
        begun = review.start(witnesses, kept, lines)
        glossary = project.glossary_path(found, ())
        answering.give(answer, wanted, begun, editing.clerk_for(resp, lines), found, glossary)
        made: list[Decision] = []
        for witness in witnesses:
            after, _warnings = ledger.decisions(found, witness)
            old = {line.id for line in before[witness.siglum]}
            new = [line for line in after if line.id not in old]
            if new:
                editing.write_patch(found, witness, after)
            made += new
    return tuple(made)


def _check(witness: Witness, found: Project) -> None:
    project.reviewable((witness,))
    where = visible(witness.name)
    if witness.base:
        raise InputError("this is a corrected copy", where=where, help=f"decide about {visible(witness.base)} instead")
    path = found.root / witness.siglum
    if not path.is_file():
        raise InputError(
            "this text is in no file of the project, so decisions about it have no home",
            where=where,
            help="save it and lint the file: corrigenda.lint(Path(...))",
        )
    if digest(read_bytes(path)) != witness.digest:
        raise InputError("the file is not as it was read", where=where, help="lint it again, then decide")


def _carried(witness: Witness, findings: Sequence[Finding], found: Project) -> tuple[Decision, ...]:
    lines, _warnings = ledger.decisions(found, witness)
    return ledger.carried(lines, _of(witness, findings), witness)


def _of(witness: Witness, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.anchor.siglum == witness.siglum)


def _disjoint(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings that have a reading, the surer one of two that overlap."""
    taken: dict[str, Spans] = {}
    for each in sorted((each for each in findings if each.readings), key=lambda each: -each.readings[0].score):
        spans = taken.setdefault(each.anchor.siglum, Spans())
        if not spans.overlap(each.anchor.span):
            spans.add(each.anchor.span)
            yield each
