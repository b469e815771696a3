"""One answer for several findings, as `decide` and the editor's quick fixes give it: all are recorded or none."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corrigenda.acting import editing
from corrigenda.config import Project
from corrigenda.deciding.decision import Decision, Verdict
from corrigenda.deciding.journal import Clerk
from corrigenda.deciding.question import form_of, is_word
from corrigenda.errors import InputError
from corrigenda.finding import Finding
from corrigenda.reviewing import review
from corrigenda.reviewing.review import Admission, GlossaryChange, Mark, Review, Step
from corrigenda.texts import wording
from corrigenda.texts.text import LineIndex
from corrigenda.texts.visible import visible

ANSWERS = ("accept", "reject", "edit", "skip", "admit", "undo")
"""The verdicts that can be given."""
_BECAME = {
    Verdict.REJECT: "rejected as well",
    Verdict.ADMIT: "admitted as well",
    Verdict.SKIP: "asked again",
}
"""What an answer to one finding makes of others."""
_LISTED = 5
"""So many of them are told one by one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a verdict, and what goes with it."""

    verdict: str
    """One of `ANSWERS`."""
    reading: int | None = None
    """With accept: the number of the reading, counted from 1."""
    text: str | None = None
    """With edit: the reading."""
    term: str | None = None
    """With admit: the lemma; empty for a term of its own, None for the one that it can be a form of, if any."""
    note: str | None = None
    alike: bool = False
    """Whether all open places with the same sic and first reading are answered."""


@dataclass(frozen=True, slots=True)
class Given:
    """What an answer came to."""

    review: Review
    """As it is then."""
    lines: tuple[Decision, ...]
    """What was recorded, in order."""
    stood: int
    """How many findings had this very answer already."""
    changes: tuple[str, ...]
    """What became of the glossary, in words."""

    def told(self, answer: Answer, ids: Collection[str]) -> Iterator[str]:
        """Yield in words what was recorded, and what came of `answer` beside the findings with these ids."""
        stood = f"; {wording.count(self.stood, 'answer')} stood already" if self.stood else ""
        yield f"{wording.count(len(self.lines), 'decision')} recorded{stood}"
        for line in self.lines[:_LISTED]:
            if line.verdict is Verdict.EDIT and not line.corr:
                yield review.deleted(line.anchor)
        others = [line for line in self.lines if not answer.alike and line.finding not in ids]
        if answer.verdict != "skip":  # then it takes back a correction that overlaps
            others += (line for line in self.lines if line.verdict is Verdict.SKIP and line not in others)
        named = [line.anchor for line in self.lines if line.finding in ids]
        for line in others[:_LISTED]:
            anchor, witness = line.anchor, self.review.witnesses[line.anchor.siglum]
            overlaps = any(each.siglum == anchor.siglum and each.span.overlaps(anchor.span) for each in named)
            row, column = LineIndex(witness.text).place(anchor.span.start)
            what = f"{visible(witness.name)}:{row}:{column} “{visible(anchor.sic)}” ({line.finding})"
            yield f"{what}, {'which overlaps' if overlaps else 'the same form'}, is {_BECAME[line.verdict]}"
        if len(others) > _LISTED:
            yield f"and so are {len(others) - _LISTED} more"
        yield from self.changes


def give(answer: Answer, ids: Iterable[str], begun: Review, clerk: Clerk, found: Project, glossary: Path) -> Given:
    """Record an answer to findings in their journals and the glossary.

    Raises:
        CorrigendaError: an id is unknown, an answer is impossible, or a file cannot be written; nothing is recorded.
    """
    file = editing.GlossaryFile(glossary)
    giving = _Giving(answer, file, begun)
    state = begun
    lines: list[Decision] = []
    idle: set[str] = set()
    for finding in ids:
        step = giving.to(state, clerk, finding)
        state = step.review
        lines += step.decisions
        if not step.decisions:
            idle.add(finding)
    with file.written():
        editing.recorder(found, begun.witnesses)(lines)
    stood = len(idle.difference(line.finding for line in lines))
    return Given(state, tuple(lines), stood, tuple(giving.changes))


class _Giving:
    """One answer, to be given to several findings."""

    def __init__(self, answer: Answer, file: editing.GlossaryFile, begun: Review) -> None:
        self.changes: list[str] = []
        self._answer = answer
        self._file = file
        self._findings = {
            finding.id: (number, finding) for number, place in enumerate(begun.places) for finding in place.findings
        }

    def to(self, state: Review, clerk: Clerk, wanted: str) -> Step:
        """Return the step that gives this answer to a finding; the glossary is changed in memory.

        A finding that has this very answer already is no error: a step without decisions.

        Raises:
            InputError: there is no such finding, or the answer does not fit it.
        """
        step = self._undo(state, clerk, wanted) if self._answer.verdict == "undo" else self._step(state, clerk, wanted)
        for change in step.changes:
            self._change(change)
        return step

    def _change(self, wanted: GlossaryChange) -> bool:
        """Change the glossary in memory; say whether that made another file of it."""
        is_other = self._file.change(wanted)
        if is_other:
            form, lemma = visible(wanted.admission.form), visible(wanted.admission.lemma)
            became = f"added to the term “{lemma}”" if lemma else "added as a term of its own"
            self.changes.append(f"{self._file.name}: “{form}” {'taken out' if wanted.withdraw else became}")
        return is_other

    def _step(self, state: Review, clerk: Clerk, wanted: str) -> Step:
        number, finding = self._look_up(wanted)
        there = replace(state, at=number)
        step = self._decide(there, clerk, finding)
        if not step.decisions and step.message != review.REPEATED:
            raise InputError(step.message or "nothing was decided", where=wanted, help="see `corrigenda status`")
        if self._answer.note is None:
            return step
        return there.noted(step, self._answer.note) if step.decisions else there.annotate(clerk, self._answer.note)

    def _decide(self, state: Review, clerk: Clerk, finding: Finding) -> Step:
        if self._is_apart(state, finding):
            if (answer := state.answers.get(finding.id)) is not None and answer.verdict == self._answer.verdict:
                return Step(state, message=review.REPEATED)
            raise InputError(
                f"“{visible(finding.anchor.sic)}” has its answer",
                where=finding.id,
                help=f"`corrigenda decide {finding.id} undo` takes that back first",
            )
        if self._answer.verdict == "skip":
            return state.skip(clerk)
        if self._answer.verdict == "admit":
            return self._admit(state, clerk, finding)
        corr = self._corr(finding)
        group = state.alike() if self._answer.alike else None
        if group is not None and state.lead is not None:
            if state.lead != finding:
                raise InputError(
                    "another finding of this place has the best reading, and --alike goes by that",
                    where=finding.id,
                    help=f"give {state.lead.id}, or leave --alike out",
                )
            return state.answer_alike(clerk, group, corr)
        return state.reject(clerk) if corr is None else state.emend(clerk, finding, corr)

    def _is_apart(self, state: Review, finding: Finding) -> bool:
        """Say whether a finding has its answer and one for the place in question would not be about it."""
        if self._answer.verdict == "skip":
            return state.place is not None and state.mark(finding, state.place) not in (Mark.OPEN, Mark.SKIPPED)
        return self._answer.verdict in ("reject", "admit") and finding not in state.focus

    def _admit(self, state: Review, clerk: Clerk, finding: Finding) -> Step:
        """Return the step that admits the form; one that the glossary has already is only kept as it stands.

        Undoing an admission withdraws the form from the glossary, which must have had it from that admission.
        """
        admission = self._admission(finding)
        step = state.admit(clerk, admission)
        wanted = GlossaryChange(admission)
        if wanted in step.changes and not self._change(wanted):
            self.changes.append(f"{self._file.name} has “{visible(admission.form)}” already")
            return state.admit(clerk, admission, is_new=False)
        return step

    def _corr(self, finding: Finding) -> str | None:
        if self._answer.verdict == "reject":
            return None
        if self._answer.text is not None:
            return self._answer.text
        number = self._answer.reading or 1
        if number > len(finding.readings):
            raise InputError(
                f"this finding has no reading {number}",
                where=finding.id,
                help="give one with edit --text TEXT",
            )
        return finding.readings[number - 1].text

    def _admission(self, finding: Finding) -> Admission:
        form = form_of(finding.anchor.sic)
        if not is_word(form):
            raise InputError("no word stands here that a glossary could hold", where=finding.id, help="use reject")
        if self._answer.term is not None:
            return Admission(form, self._answer.term)
        terms = self._terms(finding)
        if len(terms) > 1:
            names = ", ".join(f"“{visible(term)}”" for term in terms)
            raise InputError(
                f"“{visible(form)}” could be a form of several terms: {names}",
                where=finding.id,
                help='say which by --term LEMMA, or --term "" for a term of its own',
            )
        if terms and len(form.split()) < len(terms[0].split()):
            raise InputError(
                f"“{visible(form)}” is part of a name; the term is “{visible(terms[0])}”",
                where=finding.id,
                help='give --term LEMMA for a form of the whole, or --term "" for a term of its own',
            )
        return Admission(form, *terms or ("",))

    def _terms(self, finding: Finding) -> tuple[str, ...]:
        """Return the terms that the readings of a finding are forms of, that of the first one first."""
        if not finding.term:
            return ()
        others = self._file.lemmas(form_of(reading.text) for reading in finding.readings)
        return tuple(dict.fromkeys((finding.term, *others)))

    @staticmethod
    def _undo(state: Review, clerk: Clerk, wanted: str) -> Step:
        if wanted not in state.answers:
            raise InputError(
                "nothing was decided about this finding",
                where=visible(wanted),
                help="`corrigenda status --why ID` tells more",
            )
        return state.take_back(clerk, wanted)

    def _look_up(self, wanted: str) -> tuple[int, Finding]:
        if wanted in self._findings:
            return self._findings[wanted]
        raise InputError(
            f"there is no finding {visible(wanted)!r} in these texts",
            help="`corrigenda lint --output-format jsonl` lists the ids; --path names other texts",
        )
