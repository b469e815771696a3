"""Witnesses and a glossary to findings: count over all texts first, then check each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s
from itertools import groupby

from corrigenda import words
from corrigenda.confusion import Channel, channel
from corrigenda.finding import Finding
from corrigenda.judge import Judge
from corrigenda.learning import Corrected
from corrigenda.lexicon import Lexicon
from corrigenda.rules.base import Common, Context, Hit, Rule
from corrigenda.survey import Survey
from corrigenda.text import Span, Spans, Witness
from corrigenda.tokens import Tokens

MIN_SCORE = 0.33
"""Readings of less are not shown by default: about one in three is right there, below it fewer (tests/calibration)."""

_ROOM = 4_000_000
"""Code points of texts whose words are kept between counting and checking: memory does not grow with their number."""

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


def lint(witnesses: Iterable[Witness], knowledge: Knowledge, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """Return the findings of all witnesses, sorted by siglum, place and code; what was refused is not left out.

    The witnesses are gone through twice, one by one: counted, then checked. They need not be in memory together.
    """
    desk = Desk()
    checker = Checker(knowledge, survey(witnesses, knowledge, rules, desk), rules, desk)
    return tuple(sorted((finding for witness in witnesses for finding in checker.check(witness)), key=order))


class Desk:
    """Divides texts into words; those of small texts stay on the desk between counting and checking."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._kept: dict[str, Tokens] = {}

    def tokens(self, witness: Witness) -> Tokens:
        """Return the words of a witness."""
        tokens = self._kept.get(witness.text) or Tokens(witness.text)
        if len(witness.text) <= self._room and witness.text not in self._kept:
            self._kept[witness.text] = tokens
            self._room -= len(witness.text)
        return tokens


def survey(
    witnesses: Iterable[Witness], knowledge: Knowledge, rules: Sequence[Rule], desk: Desk | None = None
) -> Survey:
    """Return what is counted over texts before they are checked; `Survey.add` joins the counts of several lots."""
    desk = desk or Desk(0)
    counts = Survey()
    published = {rule.count.name: rule.count for rule in rules if rule.count is not None}
    for witness in witnesses:
        tokens = desk.tokens(witness)
        of_text = Survey.of([tokens])
        of_text.of_rules = {name: each.of(tokens, knowledge.lexicon) for name, each in published.items()}
        counts.add(of_text)
    return counts


class Checker:
    """Checks texts one by one, after they were counted together."""

    def __init__(
        self, knowledge: Knowledge, counts: Survey, rules: Sequence[Rule] = (), desk: Desk | None = None
    ) -> None:
        self._knowledge = knowledge
        self._survey = counts
        self._rules = tuple(rules)
        self._desk = desk or Desk(0)
        self._commons: dict[str | None, Common] = {}

    def check(self, witness: Witness) -> Iterator[Finding]:
        """Yield the findings of one witness, in no order."""
        return check(self.context(witness), self._rules)

    def context(self, witness: Witness) -> Context:
        """Return what the rules look at."""
        tokens = self._desk.tokens(witness)
        return Context(witness, tokens, self._knowledge.lexicon.standing(tokens), self._common(tokens))

    def _common(self, tokens: Tokens) -> Common:
        knowledge = self._knowledge
        known = knowledge.dictionary
        tongue = known.language if known else knowledge.language
        if known is None:
            tongue = tongue or words.detect(dict.fromkeys(tokens.distinct().values(), 1))
            known = words.load(tongue) if tongue in words.languages() else None
        if tongue not in self._commons:
            judge = Judge(knowledge.lexicon, self._survey, known, knowledge.channel)
            self._commons[tongue] = Common(
                knowledge.lexicon, self._survey, judge, known, knowledge.corrected, knowledge.min_score
            )
        return self._commons[tongue]


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
