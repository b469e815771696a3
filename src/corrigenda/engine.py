"""Witnesses and a glossary to findings: count over all texts first, then check each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s
from itertools import groupby
from typing import TYPE_CHECKING, cast

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

if TYPE_CHECKING:
    from corrigenda.bulk import BulkTokens, Vocabulary

MIN_SCORE = 0.33
"""Readings of less are not shown by default: about one in three is right there, below it fewer (tests/calibration)."""

_ROOM = 4_000_000
"""Code points of texts whose words are kept between counting and checking: memory does not grow with their number."""
_BULK_ROOM = 12_000_000
"""The same where words are kept as numbers."""
_LOT = 4_000_000
"""Code points of texts that are checked together, at the least."""
_MANY_NAMES = 10_000
"""Names that are compared one by one in less time than an index of them is made; with more, less text is much."""
MUCH = 2_000_000
"""Code points of texts from which loading numpy takes less time than it saves."""

_SIC = re.compile(r"[\s*_]{0,3}sic(?![^\W_])[^\])\n]{0,80}[\])]", re.IGNORECASE)
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


def lint(
    witnesses: Iterable[Witness], knowledge: Knowledge, rules: Sequence[Rule], *, bulk: bool | None = None
) -> tuple[Finding, ...]:
    """Return the findings of all witnesses, sorted by siglum, place and code; what was refused is not left out.

    The witnesses are gone through twice, one by one: counted, then checked. They need not be in memory together.
    `bulk` takes the way by numbers, which finds the same sooner where there is much text; None decides by the size.
    """
    if bulk is None:
        bulk = is_much((len(witness.text) for witness in witnesses), knowledge)
    desk = Desk(bulk=bulk)
    checker = Checker(knowledge, survey(witnesses, knowledge, rules, desk), rules, desk)
    return tuple(sorted(checker.check_all(witnesses), key=order))


def is_much(sizes: Iterable[int], knowledge: Knowledge) -> bool:
    """Say whether texts of so many code points, or the glossary, are so large that numpy is worth being loaded."""
    least = MUCH * min(1.0, _MANY_NAMES / max(1, len(knowledge.lexicon.names)))
    total = 0
    for size in sizes:
        total += size
        if total > least:
            return True
    return False


class Desk:
    """Divides texts into words; those of some megabytes stay on the desk between counting and checking."""

    def __init__(self, *, bulk: bool = False) -> None:
        self._room = _BULK_ROOM if bulk else _ROOM
        self._kept: dict[str, Tokens] = {}
        self.vocabulary: Vocabulary | None = None
        """The spellings of all texts; None where they are few."""
        if bulk:
            from corrigenda import bulk as numbered  # noqa: PLC0415 - numpy loads in the time a small text is checked

            self.vocabulary = numbered.Vocabulary()

    def tokens(self, witness: Witness) -> Tokens:
        """Return the words of a witness."""
        text = witness.text
        tokens = self._kept.get(witness.digest)
        if tokens is None or tokens.text != text:
            tokens = Tokens(text) if self.vocabulary is None else self.vocabulary.read(text)
            if len(text) <= self._room:
                self._kept[witness.digest] = tokens
                self._room -= len(text)
        return tokens

    def count(self, tokens: Tokens, counts: Survey) -> None:
        """Count the words of a text; many texts are counted by numbers, and `counted` adds them all."""
        if self.vocabulary is None:
            counts.count(tokens)
        else:
            self.vocabulary.count(cast("BulkTokens", tokens))

    def counted(self, counts: Survey) -> None:
        """Add what `count` held back."""
        if self.vocabulary is not None:
            counts.add(self.vocabulary.survey())


def survey(
    witnesses: Iterable[Witness], knowledge: Knowledge, rules: Sequence[Rule], desk: Desk | None = None
) -> Survey:
    """Return what is counted over texts before they are checked; `Survey.add` joins the counts of several lots."""
    desk = desk or Desk()
    counts = Survey()
    published = {rule.count.name: rule.count for rule in rules if rule.count is not None}
    for witness in witnesses:
        tokens = desk.tokens(witness)
        desk.count(tokens, counts)
        of_rules = Survey()
        of_rules.of_rules = {name: each.of(tokens, knowledge.lexicon) for name, each in published.items()}
        counts.add(of_rules)
    desk.counted(counts)
    return counts


class Checker:
    """Checks texts one by one, after they were counted together."""

    def __init__(
        self, knowledge: Knowledge, counts: Survey, rules: Sequence[Rule] = (), desk: Desk | None = None
    ) -> None:
        self._knowledge = knowledge
        self._survey = counts
        self._rules = tuple(rules)
        self._desk = desk or Desk()
        self._commons: dict[str | None, Common] = {}

    def check(self, witness: Witness) -> Iterator[Finding]:
        """Yield the findings of one witness, in no order."""
        return check(self.context(witness), self._rules)

    def check_all(self, witnesses: Iterable[Witness]) -> Iterator[Finding]:
        """Yield the findings of many witnesses, in no order; what can be found out for many at once is."""
        if self._desk.vocabulary is None:
            for witness in witnesses:
                yield from self.check(witness)
            return
        for lot in _lots(witnesses):
            contexts = [self.context(witness) for witness in lot]
            for common in self._commons.values():
                tokens = [context.tokens for context in contexts if context.common is common]
                common.judge.foresee_places(tokens)
            for context in contexts:
                yield from check(context, self._rules)

    def context(self, witness: Witness) -> Context:
        """Return what the rules look at."""
        tokens = self._desk.tokens(witness)
        return Context(witness, tokens, self._knowledge.lexicon.standing(tokens), self._common(tokens))

    def _common(self, tokens: Tokens) -> Common:
        knowledge = self._knowledge
        known = knowledge.dictionary
        tongue = known.language if known else knowledge.language
        if known is None:
            tongue = tongue or words.detect(*tokens.among(words.is_function_word))
            known = words.load(tongue) if tongue in words.languages() else None
        if tongue not in self._commons:
            judge = Judge(knowledge.lexicon, self._survey, known, knowledge.channel)
            if self._desk.vocabulary is not None:
                judge.foresee(self._desk.vocabulary.surfaces)
            self._commons[tongue] = Common(
                knowledge.lexicon, self._survey, judge, known, knowledge.corrected, knowledge.min_score
            )
        return self._commons[tongue]


def _lots(witnesses: Iterable[Witness]) -> Iterator[list[Witness]]:
    """Yield witnesses in lots of some megabytes."""
    lot: list[Witness] = []
    size = 0
    for witness in witnesses:
        lot.append(witness)
        size += len(witness.text)
        if size >= _LOT:
            yield lot
            lot, size = [], 0
    yield lot


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
    for bracket in "[(":
        at = text.find(bracket)  # brackets are rarer than the letters of “music”
        while at >= 0:
            found = _SIC.match(text, at + 1)
            if found:
                yield Span(max(0, at - _BEFORE_SIC), found.end())
            at = text.find(bracket, at + 1)
