"""How likely a window is a damaged term: what speaks for it, and what against."""

from collections.abc import Iterator, Mapping
from math import log, log1p

from corrigenda.counting import facts
from corrigenda.language.senses import Kin, kin
from corrigenda.language.words import Dictionary
from corrigenda.rules.base import Context
from corrigenda.rules.collation import ALIKE, Collation
from corrigenda.rules.patterns import STOP, Pattern
from corrigenda.rules.phrase_counts import counts_of
from corrigenda.rules.phrase_windows import Window
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

_SAME_SENTENCE = "same sentence in another text"
_SAME_SENSE = "sense in common"

_FAMILIAR = 40
"""Level of `corrigenda.language.words` up to which a word has a capital only because a glossary's entry begins with
it."""
# Weights of the logarithm of odds, see `parts`. They are not fitted as those of `near` are; what they are worth is
# measured with these (tests/calibration, --reliability).
_BIAS = -3.4
_TERM_STANDS = 0.9
"""For the logarithm of how often the term itself stands in the texts."""
_RARE_REST = 0.12
"""For the information, in nats, that the words which do stand carry."""
_CLOSE_BY = -1.5
"""The term itself, or one of its kind, stands within `_CLOSE` words: who writes both in one breath tells things
apart."""
_CLOSE = 24
_LONG = 1.8
"""Three or more words of meaning."""
_ALL_CAPITAL = 1.1
"""Every word is written with a capital, in the glossary and here: the name of something."""
_CAPITAL_BEFORE = 0.7
"""The word before has a capital: the window is a piece of a longer name. So is another name that has one of two words
in common with a term, as the Motor Rifle Brigade with the Marine Brigade: there, it says nothing."""
_FREE_SLOT = -0.55
"""For the logarithm of how many different words stand in the slot of the missing word."""
_HEAD = -1.2
"""The last word differs, or the one before an of: the head of the phrase, which says what kind of thing it is, or what
says of which: another ministry than that of Finance, or another office."""
_OF = frozenset({"of", "for", "de", "du", "des", "del", "della", "di", "der", "von", "zu", "für"})
_FIRST_IN_LOWER = -0.55
"""The first word differs and nothing has a capital: likely another adjective before a common noun."""
_REPEATED = 0.2
"""For the logarithm of how often the window stands: a translator errs in the same way each time."""
_OF_GLOSSARY = -0.36
"""For the logarithm of how many terms have the intruder beside the same neighbour."""
_INTRUDER = -0.29
"""For the logarithm of how often the intruder stands in the texts."""
_MISSING = -0.19
"""For the logarithm of how often the missing word stands in the texts: the translator knew it."""
_CAPITAL_ALONE = 3.0
"""Intruder and missing word have a capital, the words around have none, here and in the glossary."""
_ELSEWHERE = -0.8
"""For the logarithm of how often the intruder stands in other company."""
_ODD_CAPITAL = 1.0
"""A capital on a word that is no name, and not familiar."""
_PARTY_CAPITAL = -1.0
"""A capital on a familiar word: the name of a party or office, as in the Left opposition."""
_PARALLEL = 8.0
"""The term stands in another text between words like those around the window: for the cosine beyond `ALIKE`."""
_MOST_PARALLEL = 3.0
_SENSES = {Kin.SAME: 2.8, Kin.NEAR: 1.6, Kin.FAR: 0.0}
"""Intruder and missing word have a sense in common: of two words, a translator takes the other."""
_LESS = 0.5
"""For these, where the window may well be of another thing, see `_is_doubtful`."""
_ONSET = 4
"""Words that begin with so many letters alike are forms or spellings of one word, which says nothing."""


def is_proper(window: Window, context: Context) -> bool:
    """Say whether the missing word has its capital for its own sake."""
    known = context.known
    return known is None or not all(
        known.common(key) and known.level(key) <= _FAMILIAR for key in window.pattern.missing
    )


def parts(window: Window, context: Context) -> dict[str, float]:
    """Return what speaks for and against the window's being the damaged term; the sum is the logarithm of the odds."""
    tokens, pattern, counts = context.tokens, window.pattern, context.common.once(counts_of)
    intruder = tokens.key(window.intruder)
    rest = [
        key for number, slot in enumerate(pattern.slots) if number != pattern.open for key in slot if key not in STOP
    ]
    window_keys = tuple(tokens.key(number) for number in window.numbers)
    form = tuple(key for slot in pattern.slots for key in slot)
    context.asked.update((facts.of_window(window_keys), facts.of_term(form), facts.of_slot(pattern.number)))
    repeated = max(1, counts.windows[window_keys])
    always = {
        "bias": _BIAS,
        "term stands elsewhere": _TERM_STANDS * log1p(counts.terms[form]),
        "rare words": _RARE_REST * sum(log(counts.total / (1 + context.count(key))) for key in rest),
        "long": _LONG * (not pattern.is_small),
        "many words in its place": _FREE_SLOT * log(max(1, len(counts.intruders[pattern.slots, pattern.open]))),
        "repeated": _REPEATED * log(repeated),
        "head": _HEAD * _is_head(pattern),
        _SAME_SENTENCE: _parallel(window, form, context),
    }
    if is_capital_alone(window, tokens) and is_proper(window, context):
        return {
            **always,
            "its capital": _CAPITAL_ALONE + _capital_of(intruder, context.known),
            "odd word elsewhere": _ELSEWHERE * log1p(max(0, context.count(intruder) - repeated)),
        }
    found = kinship(window, context)
    named = any(tokens.surface(number)[0].isupper() for number in window.numbers)
    return {
        **always,
        "all capitals": _ALL_CAPITAL * is_all_capital(window, tokens),
        "term stands close by": _CLOSE_BY * _stands_close(window, context),
        "capital before": _CAPITAL_BEFORE * (not pattern.is_small and _capital_before(window, tokens)),
        "first in lower case": _FIRST_IN_LOWER * (pattern.open == 0 and not named),
        "odd word stands": _INTRUDER * log1p(context.count(intruder)),
        "missing word stands": _MISSING * log1p(max(map(context.count, pattern.missing))),
        "odd word in other terms": _OF_GLOSSARY * log1p(counts.pairs(*_pair(window, tokens))),
        _SAME_SENSE: _SENSES[found] * (_LESS if _is_doubtful(found, window, tokens) else 1.0),
    }


def _stands_close(window: Window, context: Context) -> bool:
    """Say whether the term stands close by, or another that differs from it in the missing word only."""
    tokens, pattern = context.tokens, window.pattern
    places = range(max(0, window.first - _CLOSE), min(window.last + _CLOSE, len(tokens) - pattern.length) + 1)
    return any(
        first in context.standing.in_phrase and all(tokens.key(first + at) == key for at, key in pattern.words)
        for first in places
        if first != window.first
    )


def grounds(weighed: Mapping[str, float], window: Window, context: Context) -> Iterator[str]:
    """Yield in words what speaks for a damaged term beside its other words, where that can be checked.

    Args:
        weighed: what `parts` returned for the window.
        window: the words.
        context: their text, and what is the same for all.
    """
    if weighed[_SAME_SENTENCE]:
        yield "another text has the term in such a sentence"
    if weighed.get(_SAME_SENSE):
        yield "the two have a sense in common" if kinship(window, context) is Kin.SAME else "the two are near in sense"


def kinship(window: Window, context: Context) -> Kin:
    """Return how near intruder and missing word are in sense, where they are not one word in two forms."""
    if context.known is None or len(window.pattern.missing) > 1:
        return Kin.FAR
    missing, intruder = window.pattern.missing[0], context.tokens.key(window.intruder)
    is_one = fold.shared_onset(missing, intruder) >= _ONSET
    return Kin.FAR if is_one else kin(context.known.language, intruder, missing)


def _is_doubtful(found: Kin, window: Window, tokens: Tokens) -> bool:
    """Say whether a sense in common tells less: of two words (a Solicitor General), or of a name in small letters."""
    pattern = window.pattern
    return (found is Kin.NEAR and pattern.is_small) or (pattern.is_capital and not is_all_capital(window, tokens))


def _parallel(window: Window, form: tuple[str, ...], context: Context) -> float:
    """Return what the words around the window say, beside those around the term in other texts."""
    likest = context.common.once(Collation).likest(window, form, context)
    return min(_MOST_PARALLEL, _PARALLEL * max(0.0, likest - ALIKE))


def _capital_of(intruder: str, known: Dictionary | None) -> float:
    """Return what the capital of a word that alone has one says."""
    if known is not None and known.name(intruder):
        return 0.0
    familiar = known is not None and known.common(intruder) and known.level(intruder) <= _FAMILIAR
    return _PARTY_CAPITAL if familiar else _ODD_CAPITAL


def _is_head(pattern: Pattern) -> bool:
    """Say whether the missing word is the last of its term, or the last before an of."""
    behind = pattern.open + 1
    return behind == len(pattern.slots) or pattern.slots[behind][0] in _OF


def _pair(window: Window, tokens: Tokens) -> tuple[str, str]:
    if window.intruder < window.last:
        return tokens.key(window.intruder), tokens.key(window.intruder + 1)
    return tokens.key(window.intruder - 1), tokens.key(window.intruder)


def is_capital_alone(window: Window, tokens: Tokens) -> bool:
    """Say whether intruder and missing word alone have a capital, and not because a sentence begins."""
    pattern = window.pattern
    if not pattern.is_lower_around or not pattern.missing_written[:1].isupper():
        return False
    if not tokens.surface(window.intruder)[0].isupper():
        return False
    if tokens.opens_sentence(window.intruder):
        return False
    others = (number for number in window.numbers if number != window.intruder)
    return all(tokens.surface(number)[0].islower() for number in others)


def is_all_capital(window: Window, tokens: Tokens) -> bool:
    """Say whether all words of meaning have a capital."""
    return all(tokens.surface(number)[0].isupper() or tokens.key(number) in STOP for number in window.numbers)


def _capital_before(window: Window, tokens: Tokens) -> bool:
    before = window.first - 1
    if before < 0 or tokens.gap(before) != " " or tokens.key(before) in STOP:
        return False
    return tokens.surface(before)[0].isupper()
