"""Witnesses and a glossary to findings: count over all texts first, then check each."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2s
from itertools import groupby, islice
from typing import TYPE_CHECKING, cast

from corrigenda.counting.counted import Group
from corrigenda.counting.survey import Counts, Survey, add_of_rules
from corrigenda.deciding.learning import Corrected
from corrigenda.finding import Finding, Reading
from corrigenda.judging.judge import Premises
from corrigenda.language import words
from corrigenda.likeness.confusion import Channel, channel
from corrigenda.likeness.near import LIKELY
from corrigenda.rules.base import Common, Context, Hit, Rule
from corrigenda.running.backend import Backend, backend_for, name_of
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.composition import Composition
from corrigenda.texts.text import LineIndex, Span, Spans, Witness
from corrigenda.texts.tokens import Tokens

if TYPE_CHECKING:
    from corrigenda.judging.sieve import Verdicts
    from corrigenda.running.backend import BulkBackend

MIN_SCORE = 0.33
"""Names and phrases of less are not shown by default: about one in three is right there, fewer below."""

_LOT = 4_000_000
"""Code points of texts that are looked at together, at the least."""
_GROUP = 500_000
"""The same of those whose counts are kept together."""
_MANY_NAMES = 10_000
"""Names that are compared one by one in less time than an index of them is made; with more, less text is much."""
_ENOUGH = 60
"""Words of a text by which English, French and German are nearly always told: if none of them is, it is another."""
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

    @property
    def bar(self) -> float:
        """How likely it must be that a word is an error at all: less only where less likely readings are asked for."""
        return LIKELY if self.min_score >= MIN_SCORE else self.min_score


def lint(
    witnesses: Iterable[Witness], knowledge: Knowledge, rules: Sequence[Rule], *, bulk: bool | None = None
) -> tuple[Finding, ...]:
    """Return the findings of all witnesses, sorted by siglum, place and code; what was refused is not left out.

    The witnesses are gone through several times, one by one: they need not be in memory together.
    `bulk` takes the way by numbers, which finds the same sooner where there is much text; None decides by the size.
    """
    if bulk is None:
        bulk = is_much((len(witness.text) for witness in witnesses), knowledge)
    backend = backend_for(bulk=bulk)
    checker = Checker(knowledge, survey(witnesses, knowledge, rules, backend), rules, backend)
    return tuple(sorted(checker.check(witnesses), key=order))


def is_much(sizes: Iterable[int], knowledge: Knowledge) -> bool:
    """Say whether texts of so many code points, or the glossary, are so large that numpy is worth being loaded."""
    least = MUCH * min(1.0, _MANY_NAMES / max(1, len(knowledge.lexicon.names)))
    total = 0
    for size in sizes:
        total += size
        if total > least:
            return True
    return False


class Count:
    """Counts texts before any of them is checked, lot by lot; `Survey.add` joins the counts of several."""

    def __init__(
        self, knowledge: Knowledge, rules: Sequence[Rule], backend: Backend, groups: list[Group] | None = None
    ) -> None:
        """Begin with nothing; with a bulk backend, what is counted can be told by `groups` of texts as well."""
        self._groups = groups
        self._knowledge = knowledge
        self._counts = {rule.count.name: rule.count for rule in rules if rule.count is not None}
        self._backend = backend
        self._survey = Survey()

    def add(self, witnesses: Sequence[Witness]) -> None:
        """Count some texts."""
        texts = self._backend.read(witnesses)
        self._backend.count(texts)
        for witness, tokens in zip(witnesses, texts, strict=True):
            language = _language(self._knowledge, tokens)
            self._survey.languages.add(language)
            self._backend.languages[name_of(witness)] = language
        if self._groups is None:
            add_of_rules(self._survey.of_rules, self._of_rules(texts))
            return
        left = iter(texts)
        for some in _lots(witnesses, _GROUP):
            of_some = list(islice(left, len(some)))
            of_rules = self._of_rules(of_some)
            sigla = tuple(witness.siglum for witness in some)
            self._groups.append(Group(sigla, *cast("BulkBackend", self._backend).tally(of_some), of_rules))
            add_of_rules(self._survey.of_rules, of_rules)

    def _of_rules(self, texts: Sequence[Tokens]) -> dict[str, Counts]:
        """Return what the rules count in some texts."""
        made: dict[str, Counts] = {}
        for tokens in self._backend.joined(texts):
            add_of_rules(made, {name: each.of(tokens, self._knowledge.lexicon) for name, each in self._counts.items()})
        return made

    def survey(self) -> Survey:
        """Return the counts of all texts; nothing is added to them any more."""
        self._survey.add(self._backend.survey())
        return self._survey


def survey(
    witnesses: Iterable[Witness],
    knowledge: Knowledge,
    rules: Sequence[Rule],
    backend: Backend | None = None,
    groups: list[Group] | None = None,
) -> Survey:
    """Return what is counted over texts before they are checked; see `Count`."""
    count = Count(knowledge, rules, backend or Backend(), groups)
    for lot in _lots(witnesses):
        count.add(lot)
    return count.survey()


class Checker:
    """Checks texts after they were counted together."""

    def __init__(
        self,
        knowledge: Knowledge,
        counts: Survey,
        rules: Sequence[Rule] = (),
        backend: Backend | None = None,
        *,
        noting: bool = False,
    ) -> None:
        """Get ready to check; `noting`, with much text, keeps in `leaning` what findings depend on in other texts."""
        self._knowledge = knowledge
        self._survey = counts
        self._rules = tuple(rules)
        self._backend = backend or Backend()
        self._commons: dict[str | None, Common] = {}
        self._verdicts: dict[str | None, list[Verdicts]] = {}
        self._foreseen: set[str | None] = set()
        self._noting = noting
        self.leaning: dict[str, array[int]] = {}
        """The facts about all texts (`corrigenda.counting.facts`) that the findings of each text depend on, by
        siglum."""

    def sift(self, part: int) -> dict[str | None, "Verdicts"]:
        """Return the verdicts on those spellings that are for process number `part`, by language.

        With a bulk backend that pooled the counts; `take` takes the verdicts on all.
        """
        backend = cast("BulkBackend", self._backend)
        return {language: backend.sift(self._common(language).judge, part) for language in self._survey.languages}

    def take(self, verdicts: Iterable[Mapping[str | None, "Verdicts"]]) -> None:
        """Take the verdicts on all spellings."""
        for part in verdicts:
            for language, each in part.items():
                self._verdicts.setdefault(language, []).append(each)

    def check(self, witnesses: Iterable[Witness]) -> Iterator[Finding]:
        """Yield the findings of witnesses, in no order; what can be found out for many at once is."""
        for lot in _lots(witnesses):
            contexts = self.contexts(lot)
            for language, common in self._commons.items():
                of_language = [context.tokens for context in contexts if context.common is common]
                if of_language and language not in self._foreseen:
                    self._foreseen.add(language)
                    self._backend.foresee(common.judge, self._verdicts.pop(language, ()))
                common.judge.foresee_places(of_language)
            for context in contexts:
                yield from check(context, self._rules)
                if self._noting:
                    self.leaning[context.witness.siglum] = self._leans_on(context)

    def _leans_on(self, context: Context) -> "array[int]":
        asked = context.asked.union(*(rule.leans_on(context) for rule in self._rules if rule.leans_on is not None))
        return array("I", sorted(asked))

    def contexts(self, witnesses: Sequence[Witness]) -> list[Context]:
        """Return what the rules look at in each witness."""
        made: list[Context] = []
        for witness, tokens in zip(witnesses, self._backend.read(witnesses), strict=True):
            known, name = self._backend.languages, name_of(witness)
            language = known[name] if name in known else _language(self._knowledge, tokens)
            standing = self._knowledge.lexicon.standing(tokens)
            made.append(Context(witness, tokens, standing, self._common(language)))
        return made

    def _common(self, language: str | None) -> Common:
        if language not in self._commons:
            knowledge = self._knowledge
            known = knowledge.dictionary
            if known is None and language in words.languages():
                known = words.load(str(language))
            premises = Premises(
                knowledge.lexicon, self._survey, known, knowledge.channel, language=language, bar=knowledge.bar
            )
            judge = self._backend.judge(premises, noting=self._noting)
            self._commons[language] = Common(
                knowledge.lexicon, self._survey, judge, known, knowledge.corrected, knowledge.min_score
            )
        return self._commons[language]


def _language(knowledge: Knowledge, tokens: Tokens) -> str | None:
    """Return the language of a text, as it is set or found; None when it cannot be told from so few words."""
    if knowledge.dictionary is not None:
        return knowledge.dictionary.language
    return knowledge.language or words.language_of(tokens) or (words.UNTOLD if len(tokens) >= _ENOUGH else None)


def _lots(witnesses: Iterable[Witness], least: int = _LOT) -> Iterator[list[Witness]]:
    """Yield witnesses in lots of `least` code points and more."""
    lot: list[Witness] = []
    size = 0
    for witness in witnesses:
        lot.append(witness)
        size += len(witness.text)
        if size >= least:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


def order(finding: Finding) -> tuple[str, int, int, str]:
    """Return the key by which findings are sorted, whatever the order of the files."""
    return (finding.anchor.siglum, finding.anchor.span.start, finding.anchor.span.end, finding.code)


def check(context: Context, rules: Sequence[Rule]) -> Iterator[Finding]:
    """Yield the findings of one witness, in no order."""
    quoted = Spans(_quoted_errors(context.witness.text))
    found = [_Found(rule, hit) for rule in rules for hit in rule.check(context) if not quoted.overlap(hit.span)]
    found.sort(key=lambda item: (item.hit.span, item.rule.code))
    seen: Counter[tuple[str, str, str, str]] = Counter()
    lines = LineIndex(context.witness.text)
    composition = Composition(context.witness.text)
    for (span, family), same in groupby(found, key=lambda item: (item.hit.span, item.rule.code[0])):
        item = next(iter(same))  # two rules of a family at one place say one thing
        anchor = context.witness.anchor(span)
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
            readings=tuple(_put(reading, composition) for reading in item.hit.readings),
            message=item.hit.message,
            note=item.hit.note,
            term=item.hit.term,
            region=lines.region(span),
        )


def _put(reading: Reading, composition: Composition) -> Reading:
    """Return a reading with its letters with accents as the text writes them."""
    text = composition.put(reading.text)
    return reading if text == reading.text else replace(reading, text=text)


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
