"""Why a word was flagged or not: what is known of it, what it was compared with, and what the scores are made of."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import exp, log

from corrigenda.counting.survey import about_times, times
from corrigenda.finding import Finding
from corrigenda.judging.proposal import Proposal
from corrigenda.judging.suspects import Place
from corrigenda.language.words import UNTOLD
from corrigenda.likeness import near
from corrigenda.likeness.confusion import said
from corrigenda.rules.base import Context, Hit, Rule
from corrigenda.rules.divided import divided_names
from corrigenda.rules.glossary import run_together
from corrigenda.rules.parts import damaged_parts
from corrigenda.texts import fold
from corrigenda.texts.text import Span
from corrigenda.texts.visible import visible

_MOST = 5
"""Names near a suspect, and suspects without any, that are named."""
_UNLIKELY = 0.1
"""Words that are an error with less than this probability are only named when a whole line is asked about."""
_WEIGHTS = {"bias": "to begin with", "cost": "the changes", "cost_by_length": "in so few letters"}
"""What is said of weights whose names say little."""
_FEW = 3
"""Words of a place up to which each is told about."""


def explain(
    context: Context, span: Span, rules: Sequence[Rule], findings: Iterable[Finding], shown: Collection[str]
) -> Iterator[str]:
    """Yield lines that tell why the words in `span` were or were not flagged.

    Args:
        context: what the rules looked at.
        span: the place asked about; of a whole line, words that are right by all that is known are only named.
        rules: those that are run.
        findings: all findings of the witness.
        shown: ids of those that are reported; the journals settle the others.
    """
    tokens = context.tokens
    numbers = [number for number in range(len(tokens)) if tokens.span(number).overlaps(span)]
    if not numbers:
        yield "no word stands there"
        return
    if len(numbers) <= _FEW:
        for number in numbers:
            yield from _word(context, number)
    yield from _suspects(context, span, is_brief=len(numbers) > _FEW)
    yield from _phrases(context, span, rules, numbers)
    yield ""
    flagged = [finding for finding in findings if finding.anchor.span.overlaps(span)]
    for finding in flagged:
        best = f" → “{visible(finding.readings[0].text)}” ({finding.readings[0].score:.2f})" if finding.readings else ""
        settled = "" if finding.id in shown else "; the journal settles it"
        yield f"flagged: {finding.code} {finding.rule}, “{visible(finding.anchor.sic)}”{best}{settled}"
    if not flagged:
        yield "not flagged"


def _word(context: Context, number: int) -> Iterator[str]:
    surface = context.tokens.surface(number)
    key = context.tokens.key(number)
    yield f"“{visible(surface)}” (folded “{visible(key)}”) stands {times(context.survey.keys[key])} in the texts"
    if number in context.standing.in_wrong:
        yield "  the glossary calls it wrong"
    elif number in context.standing.in_phrase:
        yield "  it is part of a term of the glossary that stands there right"
    elif key in context.lexicon.words:
        yield "  the glossary has it: it is right, and never taken for a damaged name"
    elif context.judge.is_right(surface):
        yield "  it is an inflected form of a word of the glossary, and never taken for a damaged name"
    yield f"  {_language(context, key)}"


def _language(context: Context, key: str) -> str:
    known = context.known
    stem, _ending = fold.split_possessive(key)
    if known is None:
        return _without_list(context.judge.language)
    if known.common(stem):
        return f"an ordinary word of the language ({known.language}), level {known.level(stem)} of 10 to 80"
    if known.name(stem):
        return f"a proper name that the language ({known.language}) knows, level {known.level(stem)} of 10 to 80"
    return f"not a word of the language ({known.language})"


def _without_list(language: str | None) -> str:
    if language is None:
        return "there are too few words to tell the language of this text"
    if language == UNTOLD:
        return "the language of this text cannot be told; a name may have the endings of any"
    return f"there is no list of words for the language of this text ({language})"


def _suspects(context: Context, span: Span, *, is_brief: bool) -> Iterator[str]:
    """Yield what speaks for and against the suspects in `span`, and last which words have no name near them."""
    yield from _whatever_is_near(context, span)
    alone: dict[str, None] = {}
    right: dict[str, None] = {}
    for place in (each for each in context.judge.suspects(context.tokens) if each.span.overlaps(span)):
        if (joined := run_together(context, place)) is not None:
            yield f"{_fixed(context, joined)}: two right words without a blank between them"
        proposals = context.judge.proposals(place, context.tokens)
        named = f"“{visible(place.suspect.text)}”"
        if is_brief and proposals and sum(proposal.score for proposal in proposals) < _UNLIKELY:
            right[named] = None
        elif proposals:
            yield from _suspect(context, place, proposals)
        elif place.first == place.last:  # words that may be one together are no words of their own
            alone[named] = None
    if right:
        yield f"hardly a damaged name: {_listed(right)}; a column (LINE:COLUMN) shows how each is reckoned"
    if alone:
        yield f"no name of the glossary is near {_listed(alone)}"


def _listed(words: Collection[str]) -> str:
    more = f" and {len(words) - _MOST} more" if len(words) > _MOST else ""
    return f"{', '.join(list(words)[:_MOST])}{more}"


def _whatever_is_near(context: Context, span: Span) -> Iterator[str]:
    """Yield what is said of names in `span` that are not weighed against others."""
    for hit in divided_names(context):
        if hit.span.overlaps(span):
            yield f"{_fixed(context, hit)}: a name of the glossary, divided in two"
    for _cost, hit in damaged_parts(context):
        if hit.span.overlaps(span):
            yield f"{_fixed(context, hit)}: the rest of a longer name stands around it"


def _fixed(context: Context, hit: Hit) -> str:
    """Return what stands there and what it scores, whatever the weights."""
    sic = context.tokens.text[hit.span.start : hit.span.end]
    return f"“{visible(sic)}” scores {hit.readings[0].score:.2f} as “{visible(hit.readings[0].text)}”"


def _suspect(context: Context, place: Place, proposals: Sequence[Proposal]) -> Iterator[str]:
    suspect = place.suspect
    right, of_names = context.judge.reckoned(place, context.tokens)
    sums = [sum(parts.values()) for parts in of_names.values()]
    shares = near.shares(sum(right.values()), sums)
    score = dict(zip(of_names, shares, strict=True))
    added = "what speaks for a reading is added up: e^sum, as a share of all, is its score"
    yield f"suspect “{visible(suspect.text)}”; {added}"
    yield f"  right as it stands {1 - sum(shares):.2f}"
    yield f"    {_sum(right)}"
    if context.judge.told_apart(place, context.tokens):
        yield "  another spelling stands in one list with it: both seem to be meant"
    for proposal in proposals[:_MOST]:
        yield f"  {_proposal(context, proposal, suspect.text)}"
        yield f"    {_sum(of_names[proposal.candidate])}"
        by_sum = score.pop(proposal.candidate)
        if proposal.is_held_down:
            yield f"    held below 0.90 (the sum gives {by_sum:.2f}): too little beside likeness speaks for it"
    if score:
        together = log(sum(exp(sum(of_names[each].values())) for each in score))
        yield f"  {len(score)} more {sum(score.values()):.2f}"
        yield f"    {together:+.2f} together"
    error = sum(proposal.score for proposal in proposals)
    yield f"  an error at all: {error:.2f} (flagged from {context.judge.bar:.2f})"
    yield f"  the best reading: {proposals[0].score:.2f} (shown from {context.min_score:.2f})"
    if place.first == place.last and context.judge.is_half(context.tokens, place.first):
        yield "  not flagged: it is half of a word that is divided by a hyphen"


def _proposal(context: Context, proposal: Proposal, suspect: str) -> str:
    candidate = proposal.candidate
    steps = context.judge.channel.changes(proposal.word, suspect)
    how = "its end was translated" if candidate.half else ", ".join(map(said, steps))
    where = f"“{visible(proposal.word)}” {proposal.score:.2f}, {proposal.entry.basis}"
    return f"{where}: cost {candidate.cost:.2f}{f' ({how})' if how else ''}, stands {about_times(candidate.count)}"


def _phrases(context: Context, span: Span, rules: Iterable[Rule], numbers: Sequence[int]) -> Iterator[str]:
    """Yield what speaks for and against terms of several words that may stand damaged in `span`, at these words."""
    weighing = [(rule, each) for rule in rules if rule.weigh is not None for each in rule.weigh(context)]
    there = [(rule, each) for rule, each in weighing if each.span.overlaps(span)]
    for rule, each in there:
        if not each.objection:
            what = _quoted(context.tokens.text[each.span.start : each.span.end])
            yield f"{rule.code} {rule.name} {what}; its score is e^sum as a share of all, right as it stands having 0"
            yield f"  {_quoted(each.form)} {each.score:.2f}, {each.basis} (shown from {context.min_score:.2f})"
            yield f"    {_sum(each.parts)}"
    if len(numbers) > _FEW or not context.lexicon.phrases:
        return
    refused = [each for _rule, each in there if each.objection]
    for each in refused[:_MOST]:
        what = _quoted(context.tokens.text[each.span.start : each.span.end])
        yield f"{what} is not taken for {_quoted(each.form)}, {each.basis}: {each.objection}"
    if len(refused) > _MOST:
        yield f"nor for {len(refused) - _MOST} more"
    if not there and context.standing.in_phrase.isdisjoint(numbers):
        yield "no term of several words stands there with one word wrong; where it has two, that one needs a capital"


def _quoted(text: str) -> str:
    return f"“{visible(' '.join(text.split()))}”"


def _sum(parts: Mapping[str, float]) -> str:
    """Return a sum with what it is made of."""
    of = ", ".join(
        f"{_WEIGHTS.get(name, name).replace('_', ' ')} {value:+.2f}" for name, value in parts.items() if value
    )
    return f"{sum(parts.values()):+.2f} = {of or '0'}"
