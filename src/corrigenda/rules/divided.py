"""Names that a blank divides into two words, each of which may be right by itself: North allerton, Gal way."""

from bisect import bisect_left
from collections.abc import Iterator

from corrigenda.finding import Reading
from corrigenda.judging.neighbours import MANY
from corrigenda.language.runs import TITLES
from corrigenda.rules.base import Common, Context, Hit
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens
from corrigenda.texts.visible import visible

_LEAST = 2
"""Letters of a half; one letter is an initial."""
_SCORE = 0.89
"""Score of a name divided so that one half is no ordinary word; 0.9 would be accepted unseen."""
_OF_WORDS = 0.8
"""The same where both halves are."""


def divided_names(context: Context) -> Iterator[Hit]:
    """Yield every place where a name of the glossary stands but for a blank in it."""
    names, tokens = context.common.once(_Names), context.tokens
    for number in tokens.adjacent(names.are_begun, str.islower) if names else ():
        first, (second, ending) = tokens.surface(number), fold.split_possessive(tokens.surface(number + 1))
        if first + second not in names or not _is_divided(second, tokens.gap(number)) or context.judge.is_small(second):
            continue
        name = context.lexicon.names[first + second]
        is_ordinary = context.known is None or all(map(context.judge.is_ordinary, (first, second)))
        if is_ordinary and tokens.opens_sentence(number) and not _is_after_title(tokens, number):
            continue
        span = tokens.span(number, number + 1)
        text = tokens.text[span.start : span.end]
        score = _OF_WORDS if is_ordinary else _SCORE
        reading = Reading(fold.like_apostrophes(text, name.word + ending), score, f"{name.entry.basis}; split in two")
        term = name.entry.term
        yield Hit(span, f"“{visible(text)}” may be “{visible(reading.text)}”", (reading,), term.note, term.lemma)


class _Names:
    """The names of a glossary by how they begin; of a large one none, as two words are some name there by chance."""

    def __init__(self, common: Common) -> None:
        words = common.lexicon.names.words
        self._sorted = sorted(words) if len(words) <= MANY else []
        self._words = frozenset(self._sorted)
        self._is_small = common.judge.is_small

    def __bool__(self) -> bool:
        return bool(self._sorted)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def are_begun(self, surface: str) -> bool:
        """Say whether a word may be the first half of a name, and is none itself."""
        if not surface[0].isupper() or len(surface) < _LEAST:
            return False
        at = bisect_left(self._sorted, surface)
        is_begun = at < len(self._sorted) and self._sorted[at].startswith(surface)
        return is_begun and surface not in self._words and not self._is_small(surface)


def _is_after_title(tokens: Tokens, number: int) -> bool:
    """Say whether the full stop before a word is that of a form of address: Mr. Ballan tine."""
    return number > 0 and tokens.before(number) == ". " and tokens.key(number - 1) in TITLES


def _is_divided(second: str, gap: str) -> bool:
    """Say whether a word may be the second half of a name, with nothing but a blank before it."""
    return len(second) >= _LEAST and (gap == " " or (gap.isspace() and gap.count("\n") <= 1))
