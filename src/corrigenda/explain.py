"""Why a word was flagged or not: what is known of it, what it was compared with, and what the scores are made of."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from corrigenda import fold, near
from corrigenda.confusion import said
from corrigenda.finding import Finding
from corrigenda.proposal import Proposal
from corrigenda.rules.base import Context
from corrigenda.survey import about_times, times
from corrigenda.suspects import Place
from corrigenda.text import Span
from corrigenda.visible import visible

_MOST = 5
"""Names near a suspect, and suspects without any, that are named."""
_FEW = 3
"""Words of a place up to which each is told about."""


def explain(context: Context, span: Span, findings: Iterable[Finding], shown: Collection[str]) -> Iterator[str]:
    """Yield lines that tell why the words in `span` were or were not flagged.

    Args:
        context: what the rules looked at.
        span: the place asked about; a whole line shows its suspects with names near them, a place its words as well.
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
    yield from _suspects(context, span)
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
        return "there is no list of words for the language of this text"
    if known.common(stem):
        return f"an ordinary word of the language ({known.language}), level {known.level(stem)} of 10 to 80"
    if known.name(stem):
        return f"a proper name that the language ({known.language}) knows, level {known.level(stem)} of 10 to 80"
    return f"not a word of the language ({known.language})"


def _suspects(context: Context, span: Span) -> Iterator[str]:
    """Yield what speaks for and against the suspects in `span`, and last which words have no name near them."""
    alone: dict[str, None] = {}
    for place in context.judge.suspects(context.tokens):
        if not place.span.overlaps(span):
            continue
        proposals = context.judge.proposals(place, context.tokens)
        if proposals:
            yield from _suspect(context, place, proposals)
        elif place.first == place.last:  # words that may be one together are no words of their own
            alone[f"“{visible(place.suspect.text)}”"] = None
    if alone:
        more = f" and {len(alone) - _MOST} more" if len(alone) > _MOST else ""
        yield f"no name of the glossary is near {', '.join(list(alone)[:_MOST])}{more}"


def _suspect(context: Context, place: Place, proposals: Sequence[Proposal]) -> Iterator[str]:
    suspect = place.suspect
    yield f"suspect “{visible(suspect.text)}”"
    judge = context.judge
    is_noisy, is_compound = judge.is_noisy(context.tokens), judge.is_compound(suspect)
    against = _parts(near.null_features(suspect, noisy=is_noisy, compound=is_compound))
    yield f"  for being right as it stands: {against or 'nothing'}"
    if context.judge.told_apart(place, context.tokens):
        yield "  another spelling stands in one list with it: both seem to be meant"
    for proposal in proposals[:_MOST]:
        yield from _proposal(context, proposal, suspect.text)
    error = sum(proposal.score for proposal in proposals)
    yield f"  an error at all: {error:.2f} (flagged from {context.judge.bar:.2f})"
    yield f"  the best reading: {proposals[0].score:.2f} (shown from {context.min_score:.2f})"


def _proposal(context: Context, proposal: Proposal, suspect: str) -> Iterator[str]:
    candidate = proposal.candidate
    steps = context.judge.channel.changes(proposal.word, suspect)
    how = "its end was translated" if candidate.half else ", ".join(map(said, steps))
    where = f"“{visible(proposal.word)}” {proposal.score:.2f}, {proposal.entry.basis}"
    yield f"  {where}: cost {candidate.cost:.2f}{f' ({how})' if how else ''}, stands {about_times(candidate.count)}"
    if proposal.is_held_down:
        yield "    held below 0.90: too little beside likeness speaks for it to be accepted unseen"


def _parts(features: dict[str, float]) -> str:
    weight = near.weights()
    parts = {name: weight[name] * value for name, value in features.items() if value}
    return ", ".join(f"{name.replace('_', ' ')} {value:+.2f}" for name, value in parts.items())
