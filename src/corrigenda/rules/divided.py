"""Names divided into two words, each of which may be right by itself: North allerton, Gal way, Chap- e pell."""

import re
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
_MOST_DIRT = 2
"""Letters or digits as which the dirt of a margin is read."""
_BROKEN = re.compile(rf"[{fold.HYPHENS}][^\w\n]{{0,3}}")
"""A hyphen, and what may be dirt as well."""
_POSSESSIVE = tuple(f"{mark}{letter}" for mark in fold.APOSTROPHES for letter in "sS")
_SCORE = 0.89
"""Score of a name divided so that one half is no ordinary word, or by a hyphen; 0.9 would be accepted unseen."""
_OF_WORDS = 0.8
"""The same where a blank divides it and both halves are ordinary words."""


def divided_names(context: Context) -> Iterator[Hit]:
    """Yield every place where a name of the glossary stands but for a blank in it, or for a line's end and dirt there.

    Columns stand side by side: at the end of a line, a scanner may take a stroke of the next column for a letter.
    """
    names, tokens = context.common.once(_Names), context.tokens
    halves = tokens.around(names.firsts.__contains__, names.seconds.__contains__, 1, 2) if names else ()
    for number, last in halves:
        first, (second, ending) = tokens.surface(number), fold.split_possessive(tokens.surface(last))
        word = names.word(first + second)
        if not word:
            continue
        score = _by_blank(context, number) if last == number + 1 else _by_dirt(tokens, number)
        if score:
            name, span = context.lexicon.names[word], tokens.span(number, last)
            text = tokens.text[span.start : span.end]
            right = fold.like_apostrophes(text, fold.like_case(first + second, word) + ending)
            reading = Reading(right, score, f"{name.entry.basis}; split in two")
            term = name.entry.term
            message = f"“{visible(text)}” may be “{visible(reading.text)}”"
            yield Hit(span, message, (reading,), term.note, term.lemma)


class _Names:
    """The names of a glossary and their halves; of a large one none, as two words are some name there by chance."""

    def __init__(self, common: Common) -> None:
        words = common.lexicon.names.words
        names = [word for word in words if word[0].isupper()] if len(words) <= MANY else []
        self._words = {word.upper(): word for word in names} | {word: word for word in names}
        """The names by themselves, and in capitals."""
        cuts = [(word, at) for word in names for at in range(_LEAST, len(word) - _LEAST + 1)]
        is_small = common.judge.is_small
        firsts = {half for word, at in cuts if not is_small(half := word[:at])}
        self.firsts = firsts.union(map(str.upper, firsts))
        """First halves, but for small words."""
        seconds = {half for word, at in cuts if not is_small(half := word[at:]) and half.islower()}
        seconds.update([half.upper() for half in seconds])
        self.seconds = seconds.union(half + ending for half in seconds for ending in _POSSESSIVE)
        """Second halves, in small letters or in capitals, and their possessives."""

    def __bool__(self) -> bool:
        return bool(self._words)

    def word(self, joined: str) -> str:
        """Return the name that two halves make, as the glossary has it; empty if they make none."""
        return self._words.get(joined, "")


def _by_blank(context: Context, number: int) -> float:
    """Return the score of a name in two words with a blank between them, of which this is the first; 0 if it is none.

    North may be right beside a word, but not beside allerton.
    """
    tokens, is_ordinary = context.tokens, context.judge.is_ordinary
    first, second = tokens.surface(number), fold.split_possessive(tokens.surface(number + 1))[0]
    if not _is_blank(tokens.gap(number)):
        return 0.0
    if context.known is not None and not is_ordinary(second):
        return _SCORE
    if first in context.lexicon.names:
        return 0.0
    if context.known is not None and not is_ordinary(first):
        return _SCORE
    if second.isupper():  # where all is in capitals, New Port may be a port
        return 0.0
    return 0.0 if tokens.opens_sentence(number) and not _is_after_title(tokens, number) else _OF_WORDS


def _by_dirt(tokens: Tokens, number: int) -> float:
    """Return the score of a name in two words with a hyphen and dirt between them, of which this is the first.

    It is 0 if there is none.
    """
    is_dirt = len(tokens.surface(number + 1)) <= _MOST_DIRT and _BROKEN.fullmatch(tokens.gap(number))
    return _SCORE if is_dirt and _is_blank(tokens.gap(number + 1)) else 0.0


def _is_after_title(tokens: Tokens, number: int) -> bool:
    """Say whether the full stop before a word is that of a form of address: Mr. Ballan tine."""
    return number > 0 and tokens.before(number) == ". " and tokens.key(number - 1) in TITLES


def _is_blank(gap: str) -> bool:
    """Say whether there is nothing but a blank or a line's end in a gap."""
    return gap == " " or (gap.isspace() and gap.count("\n") <= 1)
