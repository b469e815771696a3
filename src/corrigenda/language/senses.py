"""Which words have a sense in common, or one a sense that is a kind of the other's: English, from WordNet.

The file comes with the package (``data/words``, where its source and licence are told). A line has a word and the
numbers of its senses, or the number of a sense and those of wider and similar ones.
"""

from enum import Enum
from functools import cache

from corrigenda import data
from corrigenda.language.wordlist import SortedLines

_FILES = {"en": "words/en-senses.txt"}
_PLURALS = (("ies", "y"), ("es", ""), ("s", ""))


class Kin(Enum):
    """How near the senses of two words are."""

    SAME = "same"
    """Both have it: duty and obligation."""
    NEAR = "near"
    """One's sense is a kind of the other's, or like it: drug and medicine."""
    FAR = "far"


def kin(language: str | None, one: str, other: str) -> Kin:
    """Return how near the nearest senses of two folded words are; `Kin.FAR` as well where nothing is known.

    >>> kin("en", "regulations", "ordinance").value, kin("en", "drugs", "medicines").value
    ('same', 'near')
    >>> kin("en", "north", "south").value, kin("de", "pflicht", "schuld").value
    ('far', 'far')
    """
    if language not in _FILES:
        return Kin.FAR
    own, others = _senses(language, one), _senses(language, other)
    if own & others:
        return Kin.SAME
    return Kin.NEAR if _is_wider(language, own, others) or _is_wider(language, others, own) else Kin.FAR


def _is_wider(language: str, narrow: frozenset[str], wide: frozenset[str]) -> bool:
    return any(not wide.isdisjoint(_numbers(language, sense)) for sense in narrow)


@cache
def _senses(language: str, word: str) -> frozenset[str]:
    """Return the senses of a word; of what it is the plural of, if it has none."""
    if not word.isalpha():
        return frozenset()
    singulars = (word.removesuffix(ending) + instead for ending, instead in _PLURALS if word.endswith(ending))
    return next(filter(None, (_numbers(language, each) for each in (word, *singulars))), frozenset())


@cache
def _numbers(language: str, head: str) -> frozenset[str]:
    """Return what the file tells of a word or sense."""
    return frozenset(_lines(language).told(head).decode().split())


@cache
def _lines(language: str) -> SortedLines:
    return SortedLines(data.read(_FILES[language]))
