"""How much of a text is damaged, told without knowing what should stand there."""

from collections.abc import Callable
from itertools import pairwise

from corrigenda.tokens import Tokens

_NOISY = 0.01
"""Share of words: proofread prose has a tenth of it, full of quotations half, and most raw newspapers twice as much."""
_UNSEEN = 200
"""Words without damage that are added to those of a text: a short one shows little."""
_SHORTEST = 3
"""Letters; shorter ones are abbreviations."""


def is_noisy(tokens: Tokens, is_unknown: Callable[[str], bool]) -> bool:
    """Say whether so many words of a text are damaged that an unknown one is hardly right as it stands.

    Counted are the different spellings in lower case that `is_unknown` says yes to, where they stand alone: unknown
    words side by side are of another language, and one that comes again is of a dialect or a trade.

    >>> damaged = {"tbe", "aud", "hin", "wbo"}
    >>> is_noisy(Tokens("Then tbe man aud the dog saw hin here wbo was in town."), damaged.__contains__)
    True
    >>> is_noisy(Tokens("Then the man saw tbe aud hin wbo."), damaged.__contains__)
    False
    """
    unknown = tokens.spelled(is_unknown)
    alone = {
        tokens.surface(number)
        for (before, number), (_number, after) in pairwise(pairwise((-1, *unknown, len(tokens))))
        if before < number - 1 and number + 1 < after
    }
    damaged = sum(len(surface) >= _SHORTEST and surface[0].islower() for surface in alone)
    return damaged > _NOISY * (len(tokens) + _UNSEEN)
