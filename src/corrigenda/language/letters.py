"""Which of two spellings is right, by the language: a word that it knows, or letters that its names are made of.

A misread name has letters that hardly any has: those of Mercicr stand behind one another in few names.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from math import log

from corrigenda.language import words
from corrigenda.language.words import Dictionary
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

_BEFORE = 2
"""Letters by which the next one is foretold."""
_EDGE = "\n"
"""Stands before and after each word."""
_UNSEEN, _KINDS = 0.1, 40
"""How often three letters are taken to stand that never do, and how many kinds of letters there are."""
_TOLD = 2.0
"""Difference of fits from which the better one is right: in five of six damaged names that no dictionary has."""


class Letters:
    """Which letters follow which in the names of a language."""

    def __init__(self, names: Iterable[str]) -> None:
        text = "".join(_edged(fold.plain(name)) for name in names)
        self._threes = Counter(map("".join, zip(text, text[1:], text[2:], strict=False)))
        self._twos = Counter(map("".join, pairwise(text)))

    def fit(self, spelling: str) -> float:
        """Return the logarithm of how likely a spelling is by its letters; to be compared with that of one like it.

        >>> of("en").fit("Mercier") > of("en").fit("Mercicr"), of("fr").fit("Dumanoir") > of("fr").fit("Duinanoir")
        (True, True)
        """
        text = _edged(fold.plain(fold.key(spelling)))
        return sum(map(self._foretold, zip(text, text[1:], text[2:], strict=False)))

    def _foretold(self, letters: tuple[str, str, str]) -> float:
        seen = self._threes["".join(letters)], self._twos["".join(letters[:_BEFORE])]
        return log((seen[0] + _UNSEEN) / (seen[1] + _KINDS * _UNSEEN))


def _edged(word: str) -> str:
    return f"{_EDGE * _BEFORE}{word}{_EDGE}"


@cache
def of(language: str) -> Letters:
    """Return the letters of the names of a language that has a word list."""
    return Letters(words.load(language).names)


def soundness(spelling: str, known: Dictionary | None) -> tuple[bool, float]:
    """Return whether a language knows all words of a spelling, and how well its letters fit; the greater, the better.

    Where the words of the language are not known, names of any that has a word list are, and letters should fit all.
    """
    is_familiar = all(_is_familiar(key, known) for key in Tokens(spelling).distinct().values())
    return is_familiar, sum(each.fit(spelling) for each in _letters(known))


def _is_familiar(key: str, known: Dictionary | None) -> bool:
    if known is None:
        return any(words.load(language).name(key) for language in words.languages())
    return known.common(key) or known.name(key)


def sounder(one: str, other: str, known: Dictionary | None) -> str:
    """Return which of two spellings is rather right, and the other damaged; nothing where that cannot be told.

    >>> english = words.load("en")
    >>> sounder("Mercicr", "Mercier", english), sounder("Postlethwaite", "Postlethwayte", english)
    ('Mercier', '')
    """
    is_known, is_other_known = (soundness(each, known)[0] for each in (one, other))
    if is_known != is_other_known:
        return one if is_known else other
    better = [each.fit(one) - each.fit(other) for each in _letters(known)]
    if min(better) >= _TOLD:
        return one
    return other if max(better) <= -_TOLD else ""


def _letters(known: Dictionary | None) -> list[Letters]:
    """Return the letters of a language, of all that have word lists if it has none."""
    lists = words.languages()
    return list(map(of, [known.language] if known is not None and known.language in lists else lists))
