"""Witnesses and a glossary to findings: count over all texts first, then check each."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s
from itertools import groupby

from corrigenda import words
from corrigenda.confusion import Channel, channel
from corrigenda.finding import Finding
from corrigenda.judge import Judge
from corrigenda.learning import Corrected
from corrigenda.lexicon import Lexicon
from corrigenda.rules.base import Context, Hit, Rule
from corrigenda.survey import Survey
from corrigenda.text import Span, Spans, Witness
from corrigenda.tokens import Tokens

MIN_SCORE = 0.33
"""Readings of less are not shown by default: about one in three is right there, below it fewer (tests/calibration)."""

_SIC = re.compile(r"[\[(][\s*_]{0,3}sic(?![^\W_])[^\])\n]{0,80}[\])]", re.IGNORECASE)
_BEFORE_SIC = 4
"""Code points (quotation mark, comma, blank) that may stand between a quoted error and its [sic]."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit with the rule it is of."""

    rule: Rule
    hit: Hit


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known before a text is looked at."""

    lexicon: Lexicon
    channel: Channel = field(default_factory=channel)
    """What becomes of letters, as shipped or as learned."""
    corrected: tuple[Corrected, ...] = ()
    """What the editor corrected so far."""
    language: str | None = None
    """The language of the texts; None when it is to be found from each."""
    dictionary: words.Dictionary | None = None
    """Known words of the texts' language, instead of the list that ships."""
    min_score: float = MIN_SCORE


def lint(witnesses: Sequence[Witness], knowledge: Knowledge, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """Return the findings of all witnesses, sorted by siglum, place and code; what was refused is not left out."""
    found = (finding for context in contexts(witnesses, knowledge) for finding in check(context, rules))
    return tuple(sorted(found, key=order))


def contexts(witnesses: Sequence[Witness], knowledge: Knowledge) -> Iterator[Context]:
    """Yield what the rules look at, witness by witness, after all were counted together."""
    tokens = [Tokens(witness.text) for witness in witnesses]
    survey = Survey.of(tokens)
    judges: dict[str | None, Judge] = {}
    for witness, read in zip(witnesses, tokens, strict=True):
        known = knowledge.dictionary
        tongue = known.language if known else knowledge.language
        if known is None:
            tongue = tongue or words.detect(dict.fromkeys(read.distinct().values(), 1))
            known = words.load(tongue) if tongue in words.languages() else None
        if tongue not in judges:
            judges[tongue] = Judge(knowledge.lexicon, survey, known, knowledge.channel)
        yield Context(
            witness,
            read,
            knowledge.lexicon,
            knowledge.lexicon.standing(read),
            survey,
            judges[tongue],
            known,
            knowledge.corrected,
            knowledge.min_score,
        )


def order(finding: Finding) -> tuple[str, int, int, str]:
    """Return the key by which findings are sorted, whatever the order of the files."""
    return (finding.anchor.siglum, finding.anchor.span.start, finding.anchor.span.end, finding.code)


def check(context: Context, rules: Sequence[Rule]) -> Iterator[Finding]:
    """Yield the findings of one witness, in no order."""
    quoted = Spans(_quoted_errors(context.witness.text))
    found = [_Found(rule, hit) for rule in rules for hit in rule.check(context) if not quoted.overlap(hit.span)]
    found.sort(key=lambda item: (item.rule.code[0], item.hit.span, item.rule.code))
    seen: Counter[tuple[str, str, str, str]] = Counter()
    for (family, _span), same in groupby(found, key=lambda item: (item.rule.code[0], item.hit.span)):
        item = next(iter(same))  # two rules of a family at one place say one thing
        anchor = context.witness.anchor(item.hit.span)
        quotation = (family, anchor.before, anchor.sic, anchor.after)
        number = seen[quotation]
        seen[quotation] += 1
        yield Finding(
            id=_identity(anchor.siglum, quotation, number),
            code=item.rule.code,
            rule=item.rule.name,
            severity=item.rule.severity,
            safety=item.rule.safety,
            anchor=anchor,
            readings=item.hit.readings,
            message=item.hit.message,
            note=item.hit.note,
            term=item.hit.term,
        )


def _identity(siglum: str, quotation: tuple[str, str, str, str], number: int) -> str:
    """Return a short hash that stays when the text changes elsewhere."""
    family, before, sic, after = quotation
    # a NUL that stands in the text divides nothing: it goes in as half of a surrogate pair, which no text has
    parts = (part.replace("\0", "\ud800") for part in (family, siglum, sic, before, after, str(number)))
    return blake2s("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _quoted_errors(text: str) -> Iterator[Span]:
    """Yield the marks [sic], each with what stands just before it: an error that is meant."""
    if "sic" not in text and "SIC" not in text and "Sic" not in text:
        return
    for found in _SIC.finditer(text):
        yield Span(max(0, found.start() - _BEFORE_SIC), found.end())
