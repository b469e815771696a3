"""Family G, phrases whose words all stand, but not as they should: in another order, or with one left out."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp, log, log1p

from corrigenda import collector
from corrigenda.counting import facts
from corrigenda.finding import Reading, Severity
from corrigenda.rules.base import Common, Context, Example, Hit, Rule, Weighed
from corrigenda.rules.fitting import fitted
from corrigenda.rules.patterns import STOP, slots_of
from corrigenda.rules.phrase_counts import COUNT, term_counts
from corrigenda.terminology.catalogue import in_running_text
from corrigenda.terminology.entries import PERSONS, Entry
from corrigenda.terminology.standing import joins, may_be_overwritten
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens
from corrigenda.texts.visible import visible

_LEAST_WORDS = 2
_LEAST_WORDS_SHORTENED = 3
_MOST_BETWEEN = 2
"""Function words that may stand between two words of meaning: of the."""

_REORDERED = -0.6
"""The words stand in another order: languages put them so, and a translator may have kept theirs."""
_SHORTENED = -1.9
"""One of the words inside is missing: names are also shortened on purpose."""
_TERM_STANDS = 0.9
"""For the logarithm of how often the term itself stands in the texts."""
_LONG = 0.7
"""For each word of meaning beyond the least."""
_REPEATED = -0.5
"""For the logarithm of how often the phrase stands in the text: what is meant is repeated."""
_PARAPHRASED = -0.8
"""The function words differ too: Ministry of Finance, Finance Ministry."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A term all of whose words of meaning are written with a capital."""

    entry: Entry
    form: tuple[str, ...]
    """All its words, folded."""
    words: tuple[str, ...]
    """Its words of meaning."""


@dataclass(frozen=True, slots=True)
class _Variant:
    """A place where a name stands in another order, or without one of its words."""

    name: _Name
    first: int
    last: int
    missing: str
    """The word left out; empty when the order differs."""


def disordered_phrase(context: Context) -> Iterator[Hit]:
    """Yield places where a name of several words stands in another order, or lacks a word inside."""
    names = context.common.once(_by_anchor)
    if not names:
        return
    for variants, repeated in _by_place(context, names):
        scored = [(_score(_parts(each, context, repeated)), each) for each in variants]
        score, best = min(scored, key=lambda item: (-item[0], item[1].name.entry.rank))
        if score >= context.min_score:
            yield _hit(best, score, context)


def weigh(context: Context) -> Iterator[Weighed]:
    """Yield the places of a text with what `disordered_phrase` makes of them."""
    for variants, repeated in _by_place(context, context.common.once(_by_anchor)):
        for each in variants:
            parts, entry = _parts(each, context, repeated), each.name.entry
            objection = "" if parts else "a word is left out, and the whole term stands nowhere in the texts"
            span = context.tokens.span(each.first, each.last)
            yield Weighed(span, entry.text, entry.basis, parts, _score(parts), objection)


def _by_place(context: Context, names: dict[str, list[_Name]]) -> Iterator[tuple[list[_Variant], int]]:
    """Yield what may stand at each place of a text, with how often these words stand so in it."""
    by_place: dict[tuple[int, int], list[_Variant]] = defaultdict(list)
    for variant in _variants(context, names):
        by_place[variant.first, variant.last].append(variant)
    repeated = Counter(_keys(context.tokens, variants[0]) for variants in by_place.values())
    for variants in by_place.values():
        yield variants, repeated[_keys(context.tokens, variants[0])]


@collector.at_rest()
def _by_anchor(common: Common) -> dict[str, list[_Name]]:
    """Return the names by their last word of meaning, which every variant has, if the texts may have one."""
    made: dict[str, list[_Name]] = {}
    counts = common.survey.keys
    for entry in common.lexicon.phrases_with(lambda key: key in counts or key in STOP, 1):  # most have fewer
        written, slots = slots_of(entry)
        form = tuple(key for slot in slots for key in slot)
        words = tuple(key for key in form if key not in STOP)
        if in_running_text(entry.text):  # the other order is that of any sentence
            continue
        if sum(key not in counts for key in words) > 1:
            continue
        capital = all(word[:1].isupper() for word, slot in zip(written, slots, strict=True) if slot[0] not in STOP)
        if len(words) >= _LEAST_WORDS and len(set(words)) == len(words) and capital and not _is_person(entry, common):
            made.setdefault(words[-1], []).append(_Name(entry, form, words))
    return made


def _is_person(entry: Entry, common: Common) -> bool:
    """Say whether a name is a person's, or may be one: no word of it is an ordinary word."""
    known = common.known
    return entry.kind.casefold() in PERSONS or (known is not None and not any(map(known.common, entry.keys)))


def _variants(context: Context, names: dict[str, list[_Name]]) -> Iterator[_Variant]:
    tokens = context.tokens
    last = context.common.once(_Last)
    for number in tokens.beside(last.has, last.others.__contains__, STOP.__contains__, _MOST_BETWEEN):
        if number in context.standing.in_phrase or number in context.standing.in_wrong:
            continue  # `_plausible` would say no, and most stand in their right form
        beside = {tokens.key(at) for at in (_next(number, -1, tokens), _next(number, 1, tokens)) if at >= 0}
        for name in names[tokens.key(number)]:
            if beside.isdisjoint(name.words):
                continue
            for variant in (_reordered(name, number, tokens), _shortened(name, number, tokens)):
                if variant is not None and _plausible(variant, context):
                    yield variant


class _Last:
    """Which words names end with, written as they are: with a capital."""

    def __init__(self, common: Common) -> None:
        self._names = common.once(_by_anchor)
        self.others = frozenset(word for names in self._names.values() for name in names for word in name.words[:-1])
        """The words before them."""

    def has(self, surface: str) -> bool:
        """Say whether a word is one."""
        return surface[0].isupper() and fold.key(surface) in self._names


def _reordered(name: _Name, number: int, tokens: Tokens) -> _Variant | None:
    """Return the place around the name's last word where all its words stand, but in another order."""
    places = [number]
    missing = set(name.words[:-1])
    for step in (-1, 1):
        at = number
        while missing and (at := _next(at, step, tokens, name.entry.text)) >= 0 and tokens.key(at) in missing:
            missing.discard(tokens.key(at))
            places.append(at)
    places.sort()
    if missing or tuple(tokens.key(at) for at in places) == name.words:
        return None
    return _Variant(name, places[0], places[-1], "")


def _shortened(name: _Name, number: int, tokens: Tokens) -> _Variant | None:
    """Return the place before the name's last word where all its words stand in order, but for one inside."""
    if len(name.words) < _LEAST_WORDS_SHORTENED:
        return None
    at = number
    missing = ""
    for key in reversed(name.words[:-1]):
        before = _next(at, -1, tokens, name.entry.text)
        if before >= 0 and tokens.key(before) == key:
            at = before
        elif missing or key == name.words[0]:
            return None
        else:
            missing = key
    return _Variant(name, at, number, missing) if missing else None


def _next(number: int, step: int, tokens: Tokens, form: str | None = None) -> int:
    """Return the next word of meaning in one direction within the phrase, over which a form may be put; else -1."""
    for at in range(number + step, number + step * (_MOST_BETWEEN + 2), step):
        if not 0 <= at < len(tokens):
            return -1
        left = min(at, at - step)
        gap = tokens.gap(left)
        if not (joins(gap) if form is None else may_be_overwritten(tokens.surface(left), gap, form)):
            return -1
        if tokens.key(at) not in STOP:
            return at
    return -1


def _plausible(variant: _Variant, context: Context) -> bool:
    """Say whether the place is written as a name, and neither is a right or wrong form nor a piece of a longer name."""
    tokens = context.tokens
    numbers = range(variant.first, variant.last + 1)
    standing = context.standing
    if not (standing.in_wrong.isdisjoint(numbers) and standing.in_phrase.isdisjoint(numbers)):
        return False
    if not all(tokens.surface(number)[0].isupper() or tokens.key(number) in STOP for number in numbers):
        return False
    before, after = _next(variant.first, -1, tokens), _next(variant.last, 1, tokens)
    beside = (before, variant.first - 1), (after, variant.last + 1)
    return not any(at == next_to and tokens.surface(at)[0].isupper() for at, next_to in beside if at >= 0)


def _parts(variant: _Variant, context: Context, repeated: int) -> dict[str, float]:
    """Return what speaks for and against the phrase's being the name, garbled; nothing where it cannot be."""
    name, tokens = variant.name, context.tokens
    context.asked.add(facts.of_term(name.form))
    stands = term_counts(context.common)[name.form]
    if variant.missing and not stands:
        return {}
    small = Counter(key for key in _keys(tokens, variant) if key in STOP)
    least = _LEAST_WORDS_SHORTENED if variant.missing else _LEAST_WORDS
    return {
        "a word left out" if variant.missing else "another order": _SHORTENED if variant.missing else _REORDERED,
        "term stands elsewhere": _TERM_STANDS * log1p(stands),
        "long": _LONG * (len(name.words) - least),
        "repeated": _REPEATED * log(repeated),
        "other small words": _PARAPHRASED * (small != Counter(key for key in name.form if key in STOP)),
    }


def _score(parts: Mapping[str, float]) -> float:
    """Return how likely a phrase is a name, garbled, 0 to 1: the logistic function of the sum."""
    return 1 / (1 + exp(-sum(parts.values()))) if parts else 0.0


def _keys(tokens: Tokens, variant: _Variant) -> tuple[str, ...]:
    return tuple(tokens.key(number) for number in range(variant.first, variant.last + 1))


def _hit(variant: _Variant, score: float, context: Context) -> Hit:
    tokens, entry = context.tokens, variant.name.entry
    span = tokens.span(variant.first, variant.last)
    sic = tokens.text[span.start : span.end]
    right = fitted(tokens.text, span, " ".join(slots_of(entry)[0]))
    how = f"“{visible(variant.missing)}” is left out" if variant.missing else "the words stand in another order"
    reading = Reading(right, round(score, 2), f"{entry.basis}; {how}")
    return Hit(span, f"“{visible(sic)}” may be “{visible(right)}”", (reading,), entry.term.note, entry.term.lemma)


_SOVIET = "Supreme Soviet,body,,,,\n"
_FUND = "Northern Harbour Relief Fund,body,,,,\n"

RULES = (
    Rule(
        code="G005",
        name="disordered-phrase",
        summary="a name of several words in another order, or without one of its words",
        severity=Severity.WARNING,
        check=disordered_phrase,
        weigh=weigh,
        count=COUNT,
        why="""\
A translation may keep the order of words of the other language, or lose a word of a long name. The words of a name
(not of a person, whose names stand in either order) are looked for in another order, and in their order with one inside
left out. What speaks for an error: the name itself stands elsewhere in the texts, and is long. What speaks against:
the other phrase is repeated, or differs in its small words as well, like Finance Ministry and Ministry of Finance.
A word left out is reported only where the whole name stands somewhere in the texts.

It errs on names that are shortened on purpose.""",
        bad=(
            Example("The Soviet Supreme met again.", "Soviet Supreme", "Supreme Soviet", _SOVIET),
            Example("He was at Oil Standard Co.", "Oil Standard Co", "Standard Oil Co", "Standard Oil Co.,firm,,,,\n"),
            Example(
                "The Northern Harbour Relief Fund paid in May. The Northern Relief Fund was asked again.",
                "Northern Relief Fund",
                "Northern Harbour Relief Fund",
                _FUND,
            ),
        ),
        good=(
            Example("The Supreme Soviet met, and the soviet supreme in the town.", glossary=_SOVIET),
            Example("Finance Minister Smith left the Finance Ministry.", glossary="Ministry of Finance,body,,,,\n"),
            Example("The Relief Fund paid.", glossary=_FUND),
            Example("He came to the Ministry of War.", glossary='"War, Ministry of",,,,,\n'),
            Example("He was in the Regiment “Preobrazhensky”.", glossary="Preobrazhensky Regiment,body,,,,\n"),
            Example("Zedong Mao and Mao Zedong.", glossary="Mao Zedong,person,,,,\n"),
        ),
    ),
)
