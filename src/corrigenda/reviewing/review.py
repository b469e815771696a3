"""The review as a pure state machine: places, answers, undo, what is left. No terminal, no files.

A `Review` is a value. Each event returns a `Step`: the review after it, the decisions to be appended to the
journals before anything else is shown, and the changes to be made in the glossary. What stands is derived
from the decisions alone (`decision.standing`), so that reading the journals back gives the same review.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from operator import attrgetter

from corrigenda.deciding.decision import Decision, Verdict, conflicts, standing
from corrigenda.deciding.journal import Clerk
from corrigenda.deciding.question import (
    Choice,
    Place,
    choices_of,
    first_reading,
    form_of,
    is_word,
    lead_of,
    overlap,
    places_of,
)
from corrigenda.finding import Finding, Reading, Safety, Severity, State
from corrigenda.texts.text import Anchor, Witness
from corrigenda.texts.visible import visible


class Mark(StrEnum):
    """How a finding or a place stands."""

    OPEN = "open"
    SKIPPED = "skipped"
    """Passed over in this session; asked again in the next."""
    ACCEPTED = "accepted"
    """A reading was accepted or typed."""
    REJECTED = "rejected"
    ADMITTED = "admitted"
    """Right as it stands, and its form was added to the glossary."""
    SUPERSEDED = "superseded"
    """Another finding's emendation takes its place; only findings are ever superseded, never places."""


_MARKS = {
    Verdict.ACCEPT: Mark.ACCEPTED,
    Verdict.EDIT: Mark.ACCEPTED,
    Verdict.REJECT: Mark.REJECTED,
    Verdict.ADMIT: Mark.ADMITTED,
}
_NO_READING = "nothing is proposed here: e types a reading, n keeps what stands there"
_KEPT = "that place keeps its answer; u takes answers back"
REPEATED = "that is the answer already"
"""The message of a step that changes nothing because all it asks for stands."""
_PRECEDENCE = (Mark.OPEN, Mark.SKIPPED, Mark.ACCEPTED, Mark.ADMITTED, Mark.REJECTED)


@dataclass(frozen=True, slots=True)
class Tally:
    """How far along a review is, in places."""

    total: int
    accepted: int
    rejected: int
    admitted: int
    skipped: int

    @property
    def decided(self) -> int:
        """The places that need no answer any more; a skipped one does."""
        return self.accepted + self.rejected + self.admitted

    @property
    def left(self) -> int:
        """The places that no session has answered."""
        return self.total - self.decided


@dataclass(frozen=True, slots=True)
class Alike:
    """The places one answer may be given for: the same sic, and the same reading first."""

    sic: str
    corr: str | None
    """The first reading; None when there is none."""
    places: tuple[int, ...]
    """Numbers of the places, in reading order; the one in question is among them."""


@dataclass(frozen=True, slots=True)
class Admission:
    """A form that is right as it stands, and the term it belongs to."""

    form: str
    lemma: str
    """The glossary term it becomes an admitted form of; empty when it becomes a term of its own."""


@dataclass(frozen=True, slots=True)
class GlossaryChange:
    """What is to be done in the glossary: add a form, or withdraw one that was added in review."""

    admission: Admission
    withdraw: bool = False

    @property
    def inverse(self) -> "GlossaryChange":
        """The change that takes this one back."""
        return GlossaryChange(self.admission, not self.withdraw)


@dataclass(frozen=True, slots=True)
class Step:
    """What one event brings about."""

    review: "Review"
    decisions: tuple[Decision, ...] = ()
    """To be appended to the journals, in this order, before the next question is shown."""
    changes: tuple[GlossaryChange, ...] = ()
    message: str = ""
    """What to tell the editor; empty when the screen says it all."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """An answer to one finding, before it gets an id and a time."""

    finding: Finding
    verdict: Verdict
    corr: str | None = None
    score: float | None = None
    term: str | None = None
    note: str | None = None
    """None keeps the note the finding has."""


@dataclass(frozen=True, slots=True)
class Review:
    """Where a review stands."""

    witnesses: Mapping[str, Witness]
    """By siglum."""
    places: tuple[Place, ...]
    """In reading order: by siglum, then by place."""
    at: int
    """The number of the place in question; `len(places)` when nothing is left to ask."""
    answers: Mapping[str, Decision]
    """What stands, by finding id."""
    histories: Mapping[str, tuple[Decision, ...]]
    """All lines of the journals, by finding id."""
    steps: tuple[tuple[Decision, ...], ...] = ()
    """The answers of this session that were not undone; each is undone as a whole."""
    passed: frozenset[str] = frozenset()
    """Ids of the decisions by which this session skipped."""
    rules: str = ""
    """Which rules it is about, in words; empty when it is about all."""

    @property
    def place(self) -> Place | None:
        """The place in question; None when nothing is left to ask."""
        return self.places[self.at] if self.at < len(self.places) else None

    @property
    def focus(self) -> tuple[Finding, ...]:
        """The findings an answer is for: the open ones of the place, or all when every one has its answer."""
        return () if self.place is None else self.focus_of(self.place)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The readings that can be taken, best first; two that give the same text are one."""
        return choices_of(self.focus)

    @property
    def lead(self) -> Finding | None:
        """The finding the best reading belongs to; the first one when nothing is proposed."""
        return lead_of(self.focus)

    @property
    def note(self) -> str:
        """The note that is attached to the place."""
        findings = () if self.place is None else self.place.findings
        notes = (self.answers[each.id].note for each in findings if each.id in self.answers)
        return next(filter(None, notes), "")

    def focus_of(self, place: Place) -> tuple[Finding, ...]:
        """Return the findings that an answer at `place` would be for."""
        marks = [(self.mark(each, place), each) for each in place.findings]
        for wanted in (Mark.OPEN, Mark.SKIPPED):
            found = tuple(each for mark, each in marks if mark is wanted)
            if found:
                return found
        return place.findings

    def mark(self, finding: Finding, place: Place) -> Mark:
        """Return how a finding of `place` stands."""
        answer = self.answers.get(finding.id)
        if answer is not None and answer.verdict in _MARKS:
            return _MARKS[answer.verdict]
        if any(self._emends(other) and overlap(other, finding) for other in place.findings):
            return Mark.SUPERSEDED
        if answer is None:
            return Mark.ACCEPTED if finding.state is State.ACCEPTED else Mark.OPEN
        return Mark.SKIPPED if answer.id in self.passed else Mark.OPEN

    def place_mark(self, place: Place) -> Mark:
        """Return how a place stands: open as long as one of its findings is."""
        marks = {self.mark(each, place) for each in place.findings}
        return next(mark for mark in _PRECEDENCE if mark in marks)

    def tally(self) -> Tally:
        """Count the places by how they stand."""
        marks = [self.place_mark(place) for place in self.places]
        counts = (Mark.ACCEPTED, Mark.REJECTED, Mark.ADMITTED, Mark.SKIPPED)
        return Tally(len(marks), *(marks.count(mark) for mark in counts))

    def others(self) -> int:
        """Count the other undecided places where the same sic is in question."""
        lead = self.lead
        if lead is None:
            return 0
        return sum(
            number != self.at
            and any(each.anchor.sic == lead.anchor.sic for each in place.findings)
            and any(each.anchor.sic == lead.anchor.sic for each in self._asked(number, place))
            for number, place in enumerate(self.places)
        )

    def alike(self) -> Alike | None:
        """Return the place in question and the undecided ones with the same sic and first reading."""
        lead = self.lead
        if lead is None:
            return None
        corr = first_reading(lead)
        places = tuple(
            number
            for number, place in enumerate(self.places)
            if number == self.at or self._alike_at(place, lead, corr) is not None
        )
        return Alike(lead.anchor.sic, corr, places)

    def admissions(self) -> tuple[Admission, ...]:
        """Return what the sic could be in the glossary: a form of a suggested term, or a term of its own."""
        found: dict[Admission, None] = {}
        findings = sorted(self.focus, key=lambda each: each is not self.lead)
        forms = [(form_of(each.anchor.sic), each.term) for each in findings]
        for form, lemma in forms:
            if is_word(form) and lemma:
                found[Admission(form, lemma)] = None
        for form, _ in forms:
            if is_word(form):
                found[Admission(form, "")] = None
        return tuple(found)

    def holding(self, admission: Admission) -> tuple[int, ...]:
        """Return the numbers of the places that an admission would answer, the one in question included."""
        return tuple(
            number
            for number, place in enumerate(self.places)
            if any(form_of(each.anchor.sic) == admission.form for each in self._asked(number, place))
        )

    def only(self, codes: Collection[str], rules: str) -> "Review":
        """Return the review of the places at which one of some rules asks; `rules` are these in words.

        What other rules asked before stands as it was decided, and is neither counted, visited nor undone.
        """
        places = tuple(place for place in self.places if any(each.code in codes for each in place.findings))
        return replace(self, places=places, rules=rules).first_open()

    def forward(self) -> "Review":
        """Move on without deciding; after the last place stands the end."""
        return replace(self, at=min(self.at + 1, len(self.places)))

    def back(self) -> "Review":
        """Move back without deciding."""
        return replace(self, at=max(self.at - 1, 0))

    def first_open(self) -> "Review":
        """Go to the first place that needs an answer; to the end when none does."""
        return self.onward(0)

    def accept(self, clerk: Clerk) -> Step:
        """Take the first reading."""
        if self.place is not None and not self.choices:
            return Step(self, message=_NO_READING)
        return self.take(clerk, 1)

    def take(self, clerk: Clerk, number: int) -> Step:
        """Take reading `number`, counted from 1."""
        choices = self.choices
        if self.place is None:
            return _nothing(self)
        if not 1 <= number <= len(choices):
            return Step(self, message=f"there is no reading {number} here")
        choice = choices[number - 1]
        return self.emend(clerk, choice.finding, choice.reading.text)

    def edit(self, clerk: Clerk, corr: str) -> Step:
        """Take a reading that was typed; one that says what stands there rejects, an empty one deletes."""
        lead = self.lead
        return _nothing(self) if lead is None else self.emend(clerk, lead, corr)

    def emend(self, clerk: Clerk, finding: Finding, corr: str) -> Step:
        """Take `corr` for a finding of the place; one that says what stands there rejects."""
        if corr == finding.anchor.sic or self.place is None:
            return self.reject(clerk)
        return self._commit(clerk, self._emending(self.place, finding, corr))

    def reject(self, clerk: Clerk) -> Step:
        """Keep what stands there: the answer to every finding in question."""
        if self.place is None:
            return _nothing(self)
        return self._commit(clerk, [_Draft(each, Verdict.REJECT) for each in self.focus])

    def skip(self, clerk: Clerk) -> Step:
        """Pass over the place for this session; one that is decided stays so."""
        if self.place is None:
            return _nothing(self)
        if self.place_mark(self.place) not in (Mark.OPEN, Mark.SKIPPED):
            return Step(self.onward(self.at + 1), message=_KEPT)
        step = self._commit(clerk, [_Draft(each, Verdict.SKIP) for each in self.focus])
        passed = self.passed.union(decision.id for decision in step.decisions)
        return replace(step, review=replace(step.review, passed=passed).onward(self.at))

    def answer_alike(self, clerk: Clerk, alike: Alike, corr: str | None) -> Step:
        """Give one answer for all places of `alike`: the reading `corr`, or None to reject.

        Elsewhere a rejection answers only what lies within the same sic: what reaches beyond was not shown.
        """
        if self.place is None or self.lead is None:
            return _nothing(self)
        is_refused = corr is None or corr == alike.sic
        drafts: list[_Draft] = []
        for number in alike.places:
            place = self.places[number]
            is_here = number == self.at
            finding = self.lead if is_here else self._alike_at(place, self.lead, alike.corr)
            if finding is None:
                continue
            if not is_refused and corr is not None:
                drafts += self._emending(place, finding, corr)
            elif is_here:
                drafts += (_Draft(each, Verdict.REJECT) for each in self.focus)
            else:
                drafts += (_Draft(each, Verdict.REJECT) for each in self._within(place, finding))
        return self._commit(clerk, drafts)

    def admit(self, clerk: Clerk, admission: Admission, *, is_new: bool = True) -> Step:
        """Keep what stands there and add its form to the glossary; its other open places are answered too.

        At each place, findings inside of the form are rejected with it; one that reaches beyond is still
        asked. When the glossary has the form already (`is_new` is false) all are mere rejections: undoing
        an admission withdraws the form, and this review has not added it.
        """
        if self.place is None:
            return _nothing(self)
        verdict, term = (Verdict.ADMIT, admission.lemma) if is_new else (Verdict.REJECT, None)
        drafts: list[_Draft] = []
        for number, place in enumerate(self.places):
            asked = self._asked(number, place)
            named = [each for each in asked if form_of(each.anchor.sic) == admission.form]
            drafts += (_Draft(each, verdict, term=term) for each in named)
            for other in asked:
                if other in named or not any(overlap(other, each) for each in named):
                    continue
                if any(each.anchor.span.covers(other.anchor.span) for each in named):
                    drafts.append(_Draft(other, Verdict.REJECT))
                elif self._emends(other):
                    drafts.append(_Draft(other, Verdict.SKIP))
        return self._commit(clerk, drafts)

    def annotate(self, clerk: Clerk, note: str) -> Step:
        """Attach a note to the place, or take it off with an empty one.

        An undecided place keeps its note in a decision to skip it, so that it is on disk at once; the answer
        that follows takes the note over. The place is still asked.
        """
        if self.place is None or self.lead is None:
            return _nothing(self)
        if note == self.note:
            return Step(self)
        decided = [self.answers[each.id] for each in self.place.findings if each.id in self.answers]
        held = [answer for answer in decided if answer.verdict in _MARKS or answer.note]
        findings = {each.id: each for each in self.place.findings}
        drafts = [_Draft(findings[each.finding], each.verdict, each.corr, each.score, each.term, note) for each in held]
        if self.place_mark(self.place) in (Mark.OPEN, Mark.SKIPPED):
            drafts = [draft for draft in drafts if draft.finding != self.lead]
            drafts.append(_Draft(self.lead, Verdict.SKIP, note=note))
        if not drafts:
            return Step(self, message="this answer was not given here and takes no note")
        step = self._commit(clerk, drafts)
        was_passed = {each.finding for each in decided if each.id in self.passed}
        passed = self.passed.union(each.id for each in step.decisions if each.finding in was_passed)
        return replace(step, review=replace(step.review, at=self.at, passed=passed))

    def noted(self, step: Step, note: str) -> Step:
        """Return `step`, which this review made, with `note` in each of its decisions."""
        lines = tuple(replace(line, note=note) for line in step.decisions)
        after = step.review
        review = replace(self._with(lines), at=after.at, steps=(*after.steps[:-1], lines), passed=after.passed)
        return replace(step, review=review, decisions=lines)

    def undo(self, clerk: Clerk) -> Step:
        """Take back the latest answer and go to its place.

        Answers of this session come first, then those this person gave earlier, latest first.
        """
        undone = self.steps[-1] if self.steps else self._earlier(clerk.resp)
        if not undone:
            return Step(self, message="there is nothing of yours to undo")
        lines = tuple(clerk.undo(decision) for decision in reversed(undone))
        review = replace(self._with(lines), steps=self.steps[:-1])
        named = {decision.finding for decision in undone[:1]}
        places = [
            number for number, place in enumerate(self.places) if any(each.id in named for each in place.findings)
        ]
        review = replace(review, at=places[0]) if places else review
        return Step(review, lines, _changes(self, review, lines), _undone(undone))

    def take_back(self, clerk: Clerk, finding: str) -> Step:
        """Take back the answer that stands for one finding, whoever gave it and whenever."""
        lines = (clerk.undo(self.answers[finding]),)
        review = self._with(lines)
        return Step(review, lines, _changes(self, review, lines), _undone((self.answers[finding],)))

    def _asked(self, number: int, place: Place) -> tuple[Finding, ...]:
        """Return the findings an answer given now may be for: of other places, only undecided ones."""
        if number == self.at or self.place_mark(place) in (Mark.OPEN, Mark.SKIPPED):
            return self.focus_of(place)
        return ()

    def _alike_at(self, place: Place, model: Finding, corr: str | None) -> Finding | None:
        """Return the finding first in question at `place`, if it has the sic and reading of `model`."""
        if all(each.anchor.sic != model.anchor.sic for each in place.findings):
            return None
        if self.place_mark(place) not in (Mark.OPEN, Mark.SKIPPED):
            return None
        lead = lead_of(self.focus_of(place))
        if lead is None or lead.anchor.sic != model.anchor.sic or first_reading(lead) != corr:
            return None
        return lead if corr is not None or lead.code == model.code else None

    def _within(self, place: Place, finding: Finding) -> Iterator[Finding]:
        for other in self.focus_of(place):
            if finding.anchor.span.covers(other.anchor.span):
                yield other

    def _emends(self, finding: Finding) -> bool:
        answer = self.answers.get(finding.id)
        return answer is not None and answer.emends

    def _emending(self, place: Place, finding: Finding, corr: str) -> list[_Draft]:
        """Return the answer, and the withdrawal of emendations that stood in its way."""
        drafts = [
            _Draft(other, Verdict.SKIP)
            for other in place.findings
            if other != finding and self._emends(other) and overlap(other, finding)
        ]
        taken = next((reading for reading in finding.readings if reading.text == corr), None)
        if taken is None:
            return [*drafts, _Draft(finding, Verdict.EDIT, corr)]
        return [*drafts, _Draft(finding, Verdict.ACCEPT, corr, taken.score)]

    def _commit(self, clerk: Clerk, drafts: Sequence[_Draft]) -> Step:
        """Make decisions of `drafts`, as one answer, and go on to the next place that needs one."""
        fresh = [draft for draft in drafts if not self._repeats(draft)]
        if not fresh:
            return Step(self.onward(self.at), message=REPEATED)
        decisions: list[Decision] = []
        for draft in fresh:
            batch = decisions[0].batch or decisions[0].id if decisions else ""
            decisions.append(self._decision(clerk, draft, batch))
        if len(decisions) > 1:
            decisions[0] = replace(decisions[0], batch=decisions[0].id)
        lines = tuple(decisions)
        review = replace(self._with(lines), steps=(*self.steps, lines))
        return Step(review.onward(self.at), lines, _changes(self, review, lines))

    def _decision(self, clerk: Clerk, draft: _Draft, batch: str) -> Decision:
        earlier = self.answers.get(draft.finding.id)
        kept = earlier.note if earlier is not None else ""
        return clerk.decide(
            draft.finding,
            draft.verdict,
            corr=draft.corr,
            note=kept if draft.note is None else draft.note,
            base=self.witnesses[draft.finding.anchor.siglum].digest,
            score=draft.score,
            term=draft.term,
            batch=batch,
        )

    def _repeats(self, draft: _Draft) -> bool:
        """Say whether an answer stands already; where people disagree, to give it once more ends that."""
        answer = self.answers.get(draft.finding.id)
        if answer is None or answer.verdict is not draft.verdict or conflicts(self.histories[draft.finding.id]):
            return False
        if answer.verdict is Verdict.SKIP and answer.id not in self.passed:
            return False
        is_noted = draft.note is None or draft.note == answer.note
        return is_noted and (answer.corr, answer.term) == (draft.corr, draft.term)

    def _with(self, lines: Iterable[Decision]) -> "Review":
        """Return the review with `lines` appended to the journals."""
        histories = dict(self.histories)
        answers = dict(self.answers)
        for line in lines:
            histories[line.finding] = (*histories.get(line.finding, ()), line)
        for finding in {line.finding for line in lines}:
            answers.pop(finding, None)
            answers.update(standing(histories[finding]))
        return replace(self, histories=histories, answers=answers)

    def onward(self, start: int) -> "Review":
        """Go to the first open place from `start` on, or before it; to the end when there is none."""
        numbers = chain(range(start, len(self.places)), range(min(start, len(self.places))))
        found = (number for number in numbers if self.place_mark(self.places[number]) is Mark.OPEN)
        return replace(self, at=next(found, len(self.places)))

    def _earlier(self, resp: str) -> tuple[Decision, ...]:
        """Return the latest answer of an earlier session that stands and that `resp` gave."""
        given = (each for each in self.answers.values() if each.verdict is not Verdict.SKIP)
        if self.rules:
            shown = {each.id for place in self.places for each in place.findings}
            given = (each for each in given if each.finding in shown)
        own = [each for each in given if each.resp == resp]
        if not own:
            return ()
        latest = max(own, key=_when)
        lines = [line for history in self.histories.values() for line in history]
        undone = {line.undoes for line in lines if line.verdict is Verdict.UNDO}
        same = [
            line
            for line in lines
            if _batch(line) == _batch(latest) and line.verdict is not Verdict.UNDO and line.id not in undone
        ]
        return tuple(sorted(same, key=_when))


def start(witnesses: Iterable[Witness], findings: Iterable[Finding], decisions: Iterable[Decision]) -> Review:
    """Return the review of `findings`, at the first place that needs an answer.

    Args:
        witnesses: the texts that the findings are of.
        findings: the open ones and those accepted but not applied; rejected ones may be among them.
        decisions: all lines of the witnesses' journals.

    A finding that was answered and is no longer given (a rejected one is not) is made again from its decision
    when the text still has it there, so that it is counted, can be visited and be undone.
    """
    texts = {witness.siglum: witness for witness in witnesses}
    histories: dict[str, tuple[Decision, ...]] = {}
    lines = tuple(decisions)
    for line in lines:
        histories[line.finding] = (*histories.get(line.finding, ()), line)
    answers = standing(lines)
    # one that has a decision stands as that says, also when it is undone
    given = {each.id: replace(each, state=State.OPEN) if each.id in answers else each for each in findings}
    remembered = (
        _remembered(answer)
        for answer in answers.values()
        if answer.finding not in given and answer.verdict in _MARKS and _fits(answer, texts)
    )
    places = tuple(places_of((*given.values(), *remembered)))
    return Review(texts, places, 0, answers, histories).first_open()


def _nothing(review: Review) -> Step:
    return Step(review, message="nothing is left to decide here; k goes back")


def _undone(decisions: Sequence[Decision]) -> str:
    first = decisions[0]
    more = f" and {len(decisions) - 1} more" if len(decisions) > 1 else ""
    return f"undone: {first.verdict} of “{first.anchor.sic}”{more}"


def _changes(before: Review, after: Review, lines: Sequence[Decision]) -> tuple[GlossaryChange, ...]:
    """Return what makes the glossary fit the admissions that stand after an event, which recorded some lines."""
    if not any(_admits(review, line.finding) for review in (before, after) for line in lines):
        return ()
    old, new = _admitted(before.answers.values()), _admitted(after.answers.values())
    added = [GlossaryChange(each) for each in new if each not in old]
    return (*(GlossaryChange(each, withdraw=True) for each in old if each not in new), *added)


def _admits(review: Review, finding: str) -> bool:
    answer = review.answers.get(finding)
    return answer is not None and answer.verdict is Verdict.ADMIT


def _admitted(answers: Iterable[Decision]) -> dict[Admission, None]:
    return {
        Admission(form_of(each.anchor.sic), each.term or ""): None for each in answers if each.verdict is Verdict.ADMIT
    }


_when = attrgetter("at", "id")


def _batch(decision: Decision) -> str:
    return decision.batch or decision.id


def deleted(anchor: Anchor) -> str:
    """Return in words what becomes of a place for which an empty reading was given."""
    has_blanks = anchor.before[-1:].isspace() and anchor.after[:1].isspace()
    return f"“{visible(anchor.sic)}” is to be deleted" + ("; the blanks on both sides of it stay" if has_blanks else "")


def _fits(answer: Decision, texts: Mapping[str, Witness]) -> bool:
    """Say whether the text still has, at the decision's place, what was quoted when it was made."""
    anchor = answer.anchor
    witness = texts.get(anchor.siglum)
    if witness is None:
        return False
    start, end = anchor.span.start, anchor.span.end
    before = witness.text[max(0, start - len(anchor.before)) : start]
    after = witness.text[end : end + len(anchor.after)]
    return (before, witness.text[start:end], after) == (anchor.before, anchor.sic, anchor.after)


def _remembered(answer: Decision) -> Finding:
    readings = () if answer.corr is None else (Reading(answer.corr, answer.score or 0.0, "decided before"),)
    return Finding(
        answer.finding,
        answer.rule,
        "",
        Severity.NOTE,
        Safety.UNSAFE,
        answer.anchor,
        readings,
        "decided before",
        term=answer.term or "",
    )
