"""The review as a value: places, answers, undo, and that nothing is ever lost."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import clerk, finding, found, started, witness

from corrigenda.deciding.decision import Decision, Verdict, standing
from corrigenda.deciding.journal import Clerk
from corrigenda.deciding.question import choices_of, form_of
from corrigenda.finding import Finding, State
from corrigenda.reviewing.review import Admission, GlossaryChange, Mark, Review, Step
from corrigenda.texts.text import Edit, Witness, splice

TEXT = witness("Stalbrand met the Toddy opposition. Stalbrand wrote. Lenina read Stalbrand’s book.\n")
STALBRAND = found(TEXT, "Stalbrand", ("Stalin", 0.9), ("Stalbrandt", 0.2), term="Stalin")
PHRASE = found(TEXT, "Toddy opposition", ("Trotsky–Zinoviev opposition", 0.8))
TODDY = found(TEXT, "Toddy", ("Trotsky", 0.4), code="G002")
LENINA = found(TEXT, "Lenina", ("Lenin", 0.5), term="Lenin")
ALL = (*STALBRAND, *PHRASE, *TODDY, *LENINA)


def whole() -> Review:
    return started([TEXT], ALL)


def marks(review: Review) -> list[Mark]:
    return [review.place_mark(place) for place in review.places]


def sics(review: Review) -> list[list[str]]:
    return [[each.anchor.sic for each in place.findings] for place in review.places]


# places


def test_findings_that_overlap_are_one_place_in_reading_order() -> None:
    expected = [["Stalbrand"], ["Toddy", "Toddy opposition"], ["Stalbrand"], ["Lenina"], ["Stalbrand"]]
    assert sics(whole()) == expected


def test_the_order_in_which_findings_come_does_not_matter() -> None:
    assert started([TEXT], reversed(ALL)).places == whole().places


def test_places_of_different_witnesses_stay_apart() -> None:
    other = witness(TEXT.text, "seeds/b.txt")
    review = started([TEXT, other], [*STALBRAND[:1], *found(other, "Stalbrand", ("Stalin", 0.9))[:1]])
    assert [place.siglum for place in review.places] == ["seeds/a.txt", "seeds/b.txt"]


def test_the_best_reading_comes_first_whatever_finding_it_belongs_to() -> None:
    review = whole().forward()
    assert [choice.reading.text for choice in review.choices] == ["Trotsky–Zinoviev opposition", "Trotsky"]
    assert review.lead == PHRASE[0]


def test_two_readings_that_make_the_same_text_are_one_choice() -> None:
    wide = finding(TEXT, 18, 34, ("Trotsky opposition", 0.9))
    narrow = finding(TEXT, 18, 23, ("Trotsky", 0.4), code="G002")
    assert [choice.finding for choice in choices_of([narrow, wide])] == [wide]


def test_a_finding_s_own_order_of_readings_is_kept() -> None:
    odd = finding(TEXT, 0, 9, ("Stalin", 0.3), ("Stalinist", 0.8))
    assert [choice.reading.text for choice in choices_of([odd])] == ["Stalin", "Stalinist"]


# answers


def test_accepting_answers_one_finding_supersedes_the_others_and_goes_on() -> None:
    step = whole().forward().accept(clerk())
    (decision,) = step.decisions
    assert (decision.verdict, decision.corr, decision.score) == (
        Verdict.ACCEPT,
        PHRASE[0].readings[0].text,
        0.8,
    )
    assert decision.base == TEXT.digest
    place = step.review.places[1]
    assert step.review.mark(TODDY[0], place) is Mark.SUPERSEDED
    assert step.review.place_mark(place) is Mark.ACCEPTED
    assert step.review.at == 2


def test_taking_a_reading_of_another_finding_answers_that_one() -> None:
    (decision,) = whole().forward().take(clerk(), 2).decisions
    assert (decision.finding, decision.corr) == (TODDY[0].id, "Trotsky")


def test_a_reading_that_is_not_there_is_not_taken() -> None:
    step = whole().take(clerk(), 3)
    assert not step.decisions
    assert "no reading 3" in step.message


def test_without_readings_there_is_nothing_to_accept() -> None:
    step = started([TEXT], [finding(TEXT, 0, 9)]).accept(clerk())
    assert not step.decisions
    assert "nothing is proposed" in step.message


def test_rejecting_answers_every_finding_of_the_place_as_one() -> None:
    step = whole().forward().reject(clerk())
    assert {each.finding for each in step.decisions} == {TODDY[0].id, PHRASE[0].id}
    assert {each.batch for each in step.decisions} == {step.decisions[0].id}
    assert marks(step.review.undo(clerk()).review) == marks(whole())


def test_what_reaches_beyond_an_accepted_reading_is_still_asked() -> None:
    chain = [
        finding(TEXT, 0, 9, ("Stalin", 0.9)),
        finding(TEXT, 5, 13, ("x", 0.2)),
        finding(TEXT, 10, 17, ("y", 0.1)),
    ]
    step = started([TEXT], chain).accept(clerk())
    assert len(step.review.places) == 1
    assert step.review.focus == (chain[2],)
    assert step.review.reject(clerk()).review.tally().accepted == 1


@pytest.mark.parametrize(
    ("typed", "verdict", "corr"),
    [
        ("Stalbrand", Verdict.REJECT, None),
        ("Stalin", Verdict.ACCEPT, "Stalin"),
        ("J. Stalin", Verdict.EDIT, "J. Stalin"),
        ("", Verdict.EDIT, ""),
    ],
    ids=["what stands there", "what was proposed", "something else", "nothing"],
)
def test_a_typed_reading(typed: str, verdict: Verdict, corr: str | None) -> None:
    (decision,) = whole().edit(clerk(), typed).decisions
    assert (decision.verdict, decision.corr) == (verdict, corr)


def test_a_skipped_place_is_not_asked_again_in_this_session_but_in_the_next() -> None:
    first = started([TEXT], STALBRAND[:1])
    step = first.skip(clerk())
    assert step.review.place is None
    assert step.review.tally().skipped == 1
    assert started([TEXT], STALBRAND[:1], step.decisions).place == first.place


def test_what_an_earlier_session_skipped_can_be_skipped_again() -> None:
    lines = started([TEXT], STALBRAND).skip(clerk()).decisions
    review = started([TEXT], STALBRAND, lines)
    assert review.at == 0
    assert review.skip(clerk("editor", latest=lines[-1].at)).review.at == 1


def test_a_note_on_a_skipped_place_does_not_bring_it_back() -> None:
    by = clerk()
    review = whole().skip(by).review.back().annotate(by, "later").review
    assert review.place_mark(review.places[0]) is Mark.SKIPPED


def test_after_the_last_place_come_those_that_were_passed_by() -> None:
    review = replace(whole(), at=4).reject(clerk()).review
    assert review.at == 0


def test_skipping_does_not_take_an_answer_away() -> None:
    decided = whole().accept(clerk()).review.back()
    step = decided.skip(clerk())
    assert not step.decisions
    assert step.review.tally() == decided.tally()


def test_another_reading_replaces_the_one_that_was_taken_and_undo_brings_it_back() -> None:
    by = clerk()
    first = whole().forward().accept(by).review.back()
    changed = first.take(by, 2)
    emending = [each for each in changed.review.answers.values() if each.emends]
    assert [each.corr for each in emending] == ["Trotsky"]
    assert dict(changed.review.undo(by).review.answers) == dict(first.answers)


def test_an_accepted_place_can_be_rejected_later() -> None:
    by = clerk()
    review = whole().forward().accept(by).review.back().reject(by).review
    assert review.place_mark(review.places[1]) is Mark.REJECTED


def test_giving_the_same_answer_again_writes_nothing() -> None:
    by = clerk()
    step = whole().accept(by).review.back().accept(by)
    assert not step.decisions
    assert not whole().skip(by).review.back().skip(by).decisions


# one answer for many


def test_alike_are_the_undecided_places_with_this_sic_and_this_first_reading() -> None:
    alike = whole().alike()
    assert alike is not None
    assert (alike.sic, alike.corr, alike.places) == ("Stalbrand", "Stalin", (0, 2, 4))


def test_a_place_with_another_first_reading_is_not_alike() -> None:
    other = replace(STALBRAND[1], readings=STALBRAND[1].readings[::-1])
    alike = started([TEXT], [STALBRAND[0], other, STALBRAND[2]]).alike()
    assert alike is not None
    assert alike.places == (0, 2)


def test_where_nothing_is_proposed_only_the_same_rule_is_alike() -> None:
    text = witness("Stalbrand, Stalbrand, Stalbrand.")
    first, second, third = found(text, "Stalbrand")
    alike = started([text], [first, replace(second, code="D001"), third]).alike()
    assert alike is not None
    assert (alike.corr, alike.places) == (None, (0, 2))


def test_a_decided_place_is_not_alike_any_more() -> None:
    alike = whole().accept(clerk()).review.forward().alike()
    assert alike is not None
    assert alike.places == (2, 4)


@pytest.mark.parametrize("corr", ["Stalin", None, "J. Stalin", ""])
def test_one_answer_for_all_is_undone_as_one(corr: str | None) -> None:
    review = whole()
    alike = review.alike()
    assert alike is not None
    step = review.answer_alike(clerk(), alike, corr)
    assert [each.corr for each in step.decisions] == [corr] * 3
    assert {each.batch for each in step.decisions} == {step.decisions[0].id}
    assert marks(step.review.undo(clerk()).review) == marks(review)


def test_a_rejection_elsewhere_leaves_what_reaches_beyond_the_sic() -> None:
    text = witness("Toddy came. The Toddy opposition.")
    short = found(text, "Toddy", ("Trotsky", 0.9))
    long = found(text, "Toddy opposition", ("Trotsky–Zinoviev opposition", 0.5))
    review = started([text], [*short, *long])
    alike = review.alike()
    assert alike is not None
    assert alike.places == (0, 1)
    after = review.answer_alike(clerk(), alike, None).review
    assert after.focus == long


# glossary


def test_a_form_can_join_the_suggested_term_or_be_one_of_its_own() -> None:
    review = replace(whole(), at=3)
    assert review.admissions() == (Admission("Lenina", "Lenin"), Admission("Lenina", ""))


@pytest.mark.parametrize("lemma", ["Lenin", ""])
def test_admitting_answers_the_other_places_and_undo_withdraws_the_form(lemma: str) -> None:
    text = witness("Lenina wrote to Lenina’s friend.")
    review = started([text], found(text, "Lenina", ("Lenin", 0.5), term="Lenin"))
    step = review.admit(clerk(), Admission("Lenina", lemma))
    assert [(each.verdict, each.term) for each in step.decisions] == [(Verdict.ADMIT, lemma)] * 2
    assert step.changes == (GlossaryChange(Admission("Lenina", lemma)),)
    assert step.review.undo(clerk()).changes == (GlossaryChange(Admission("Lenina", lemma), withdraw=True),)


def test_a_form_that_the_glossary_has_already_is_only_kept() -> None:
    review = started([TEXT], LENINA)
    step = review.admit(clerk(), Admission("Lenina", "Lenin"), is_new=False)
    assert [each.verdict for each in step.decisions] == [Verdict.REJECT]
    assert not step.changes
    assert not step.review.undo(clerk()).changes


def test_an_admitted_form_is_withdrawn_when_its_last_place_is_answered_otherwise() -> None:
    by = clerk()
    admitted = started([TEXT], LENINA).admit(by, Admission("Lenina", "")).review.back()
    step = admitted.accept(by)
    assert step.changes == (GlossaryChange(Admission("Lenina", ""), withdraw=True),)
    assert step.review.undo(by).changes == (GlossaryChange(Admission("Lenina", "")),)


def test_admitting_a_word_leaves_the_phrase_to_be_asked() -> None:
    review = replace(whole(), at=1).admit(clerk(), Admission("Toddy", "")).review
    assert review.at == 1
    assert review.focus == PHRASE


def test_admitting_a_word_takes_the_emendation_of_its_phrase_back() -> None:
    by = clerk()
    accepted = whole().forward().accept(by).review.back()
    review = accepted.admit(by, Admission("Toddy", "")).review
    assert not any(each.emends for each in review.answers.values())
    assert (review.at, review.focus) == (1, PHRASE)


def test_a_possessive_and_a_broken_line_are_not_part_of_the_form() -> None:
    assert form_of("Lenina’s") == "Lenina"
    assert form_of("Trotsky-Zinoviev\r\n  bloc") == "Trotsky-Zinoviev bloc"
    assert form_of("Lenin-\r\n ina") == "Leninina"


def test_punctuation_cannot_be_admitted() -> None:
    text = witness("So …… it was.")
    assert started([text], found(text, "……", ("…", 0.9))).admissions() == ()


# notes


def test_a_note_on_an_open_place_is_a_decision_at_once_and_goes_into_the_answer() -> None:
    by = clerk()
    noted = whole().annotate(by, "see the Russian")
    assert [(each.verdict, each.note) for each in noted.decisions] == [(Verdict.SKIP, "see the Russian")]
    assert (noted.review.at, noted.review.note) == (0, "see the Russian")
    assert marks(noted.review)[0] is Mark.OPEN
    assert noted.review.accept(by).decisions[0].note == "see the Russian"


def test_a_note_survives_the_session() -> None:
    lines = whole().annotate(clerk(), "see the Russian").decisions
    again = started([TEXT], ALL, lines)
    assert (again.at, again.note) == (0, "see the Russian")


def test_a_note_on_a_decided_place_keeps_the_answer() -> None:
    by = clerk()
    step = whole().accept(by).review.back().annotate(by, "sure")
    assert [(each.verdict, each.corr, each.note) for each in step.decisions] == [(Verdict.ACCEPT, "Stalin", "sure")]
    assert step.review.undo(by).review.answers[STALBRAND[0].id].note == ""


def test_an_empty_note_takes_the_note_off() -> None:
    by = clerk()
    review = whole().annotate(by, "sure").review
    assert review.annotate(by, "").review.note == ""


# going on, and undo over sessions


def test_the_next_session_begins_where_the_last_one_stopped() -> None:
    by = clerk()
    first = whole().accept(by)
    second = first.review.reject(by)
    review = started([TEXT], ALL, (*first.decisions, *second.decisions))
    assert review.at == 2
    assert review.tally().decided == 2


def test_a_refused_finding_that_is_no_longer_published_still_counts_and_can_be_undone() -> None:
    by = clerk()
    lines = whole().reject(by).decisions
    review = started([TEXT], ALL[1:], lines)
    assert review.tally() == whole().reject(clerk()).review.tally()
    step = review.undo(by)
    assert (step.review.at, step.review.focus[0].anchor) == (0, STALBRAND[0].anchor)


def test_a_decision_on_a_text_that_has_changed_is_not_shown_but_can_be_undone() -> None:
    by = clerk()
    lines = whole().reject(by).decisions
    changed = witness("A " + TEXT.text)
    review = started([changed], [], lines)
    assert review.places == ()
    assert [each.undoes for each in review.undo(by).decisions] == [lines[0].id]


def test_a_refused_finding_counts_as_long_as_its_place_is_the_same() -> None:
    lines = whole().reject(clerk()).decisions
    longer, other = witness(TEXT.text + "More."), witness(TEXT.text.replace("met", "saw"))
    assert started([longer], [], lines).tally().rejected == 1
    assert started([other], [], lines).places == ()


def test_undo_leaves_alone_what_was_undone_one_by_one() -> None:
    by = clerk()
    lines = whole().forward().reject(by).decisions
    single = by.undo(lines[0])
    undone = started([TEXT], ALL, (*lines, single)).undo(by).decisions
    assert [each.undoes for each in undone] == [lines[1].id]


def test_undo_does_not_reach_what_somebody_else_decided() -> None:
    theirs = whole().accept(clerk("colleague")).decisions
    step = started([TEXT], ALL, theirs).undo(clerk("editor", latest=theirs[-1].at))
    assert not step.decisions
    assert "nothing of yours to undo" in step.message


def test_undo_goes_back_over_the_sessions_one_answer_at_a_time() -> None:
    by = clerk()
    first = whole().accept(by)
    second = first.review.reject(by)
    review = started([TEXT], ALL, (*first.decisions, *second.decisions))
    step = review.undo(by)
    assert {each.undoes for each in step.decisions} == {each.id for each in second.decisions}
    assert marks(step.review.undo(by).review) == marks(whole())


def test_an_answer_after_one_of_a_clock_that_is_ahead_still_stands() -> None:
    theirs = whole().reject(clerk("colleague", latest="2031-01-01T00:00:00.000000Z")).decisions
    review = started([TEXT], ALL, theirs)
    own = review.back().accept(clerk("editor", latest=theirs[-1].at))
    assert own.review.place_mark(own.review.places[0]) is Mark.ACCEPTED


def test_a_finding_marked_as_accepted_without_a_decision_of_its_own_is_not_asked() -> None:
    accepted = replace(STALBRAND[0], state=State.ACCEPTED)
    assert started([TEXT], [accepted]).place is None


def test_undoing_what_an_earlier_session_accepted_asks_again() -> None:
    by = clerk()
    lines = started([TEXT], [STALBRAND[0]]).accept(by).decisions
    review = started([TEXT], [replace(STALBRAND[0], state=State.ACCEPTED)], lines)
    assert review.place is None
    undone = review.undo(by).review
    assert undone.place_mark(undone.places[0]) is Mark.OPEN
    assert undone.tally().accepted == 0


def test_moving_stops_at_both_ends() -> None:
    review = whole()
    assert review.back().at == 0
    for _ in range(9):
        review = review.forward()
    assert (review.at, review.place) == (5, None)
    for event in (review.accept, review.reject, review.skip):
        assert not event(clerk()).decisions


# what holds whatever is done

WORDS = ("Stalbrand", "Toddy", "opposition", "Lenina’s", "……", "斯大林")
CORRS = ("Stalin", "Trotsky", "", "Toddy")


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Witness, tuple[Finding, ...]]:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
    text = witness(" ".join(words))
    starts = [sum(len(word) + 1 for word in words[:number]) for number in range(len(words))]
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    findings: dict[str, Finding] = {}
    for code in ("G001", "G002"):
        for _ in range(draw(st.integers(0, 4))):
            first = draw(st.integers(0, len(words) - 1))
            last = min(len(words) - 1, first + draw(st.integers(0, 2)))
            corrs = draw(st.lists(st.sampled_from(CORRS[:2]), max_size=2, unique=True))
            readings = [(corr, draw(st.sampled_from((0.2, 0.5, 0.9)))) for corr in corrs]
            term = draw(st.sampled_from(("", "Stalin")))
            each = finding(text, starts[first], ends[last], *readings, code=code, term=term)
            findings[each.id] = each
    return text, tuple(findings.values())


EVENTS = st.lists(
    st.one_of(
        st.sampled_from(("accept", "reject", "skip", "undo", "forward", "back", "note", "unnote")),
        st.tuples(st.just("take"), st.integers(1, 4)),
        st.tuples(st.just("edit"), st.sampled_from(CORRS)),
        st.tuples(st.just("alike"), st.sampled_from((None, *CORRS))),
        st.tuples(st.just("admit"), st.integers(0, 3)),
    ),
    max_size=14,
)


def perform(review: Review, by: Clerk, event: str | tuple[str, object]) -> Step:
    name, value = (event, None) if isinstance(event, str) else event
    alike, admissions = review.alike(), review.admissions()
    if name in ("forward", "back"):
        return Step(getattr(review, name)())
    if name in ("note", "unnote"):
        return review.annotate(by, "a note" if name == "note" else "")
    if name == "alike" and (value is None or isinstance(value, str)):
        return review.answer_alike(by, alike, value) if alike is not None else Step(review)
    if name == "admit" and isinstance(value, int):
        return review.admit(by, admissions[value % len(admissions)]) if admissions else Step(review)
    step = getattr(review, name)(by) if value is None else getattr(review, name)(by, value)
    assert isinstance(step, Step)
    return step


def glossary_after(forms: frozenset[Admission], changes: Sequence[GlossaryChange]) -> frozenset[Admission]:
    for change in changes:
        assert (change.admission in forms) is change.withdraw
        forms = forms - {change.admission} if change.withdraw else forms | {change.admission}
    return forms


@given(scenes(), EVENTS)
def test_whatever_is_done_is_kept_and_can_all_be_undone(
    scene: tuple[Witness, tuple[Finding, ...]], events: list[str | tuple[str, object]]
) -> None:
    text, findings = scene
    first = review = started([text], findings)
    by = clerk()
    journal: list[Decision] = []
    forms: frozenset[Admission] = frozenset()
    for event in [*events, *["undo"] * len(events)]:
        step = perform(review, by, event)
        review = step.review
        journal += step.decisions
        forms = glossary_after(forms, step.changes)
        kept = sorted((line for lines in review.histories.values() for line in lines), key=lambda line: line.id)
        assert kept == journal
        assert dict(review.answers) == standing(journal)
        emendations = [each for each in review.answers.values() if each.emends]
        splice(text.text, [Edit(each.anchor.span, each.corr or "") for each in emendations])
        tally = review.tally()
        assert tally.decided + tally.skipped + marks(review).count(Mark.OPEN) == len(review.places)
    assert not review.steps
    assert not review.answers
    assert marks(review) == marks(first)
    assert not forms


@given(scenes(), EVENTS)
def test_reading_the_journal_back_gives_the_same_review(
    scene: tuple[Witness, tuple[Finding, ...]], events: list[str | tuple[str, object]]
) -> None:
    text, findings = scene
    review = started([text], findings)
    by = clerk()
    journal: list[Decision] = []
    for event in events:
        step = perform(review, by, event)
        review = step.review
        journal += step.decisions
    again = started([text], findings, reversed(journal))
    assert dict(again.answers) == dict(review.answers)
    assert marks(again) == [Mark.OPEN if mark is Mark.SKIPPED else mark for mark in marks(review)]
    while True:
        step = again.undo(by)
        if not step.decisions:
            break
        again = step.review
    assert all(each.verdict is Verdict.SKIP for each in again.answers.values())


@given(scenes(), st.sampled_from(("accept", "reject", "skip")))
def test_answering_every_place_comes_to_an_end(scene: tuple[Witness, tuple[Finding, ...]], answer: str) -> None:
    text, findings = scene
    review = started([text], findings)
    by = clerk()
    for _ in range(2 * len(findings) + 1):
        step = perform(review, by, answer)
        review = step.review if step.decisions else review.reject(by).review
    assert review.place is None
    assert Mark.OPEN not in marks(review)
