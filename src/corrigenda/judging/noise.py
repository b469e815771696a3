"""How much of a text is damaged, told without knowing what should stand there."""

from collections.abc import Sequence
from dataclasses import dataclass

from corrigenda.texts.tokens import Tokens

_NOISY = 0.01
"""Share of words: proofread prose has a tenth of it, full of quotations half, and most raw newspapers twice as much."""
_UNSEEN = 200
"""Words without damage that are added to those of a text: a short one shows little."""
_LEAST = 5
"""Damaged words; fewer are a foreign word or two in a short text."""
_SHORTEST = 3
"""Letters; shorter ones are abbreviations."""


@dataclass(frozen=True, slots=True)
class UnknownWords:
    """The words of a text that neither the glossary nor the language knows, by their numbers, in order."""

    every: Sequence[int]
    small: Sequence[int]
    """Those that begin in lower case."""


def is_noisy(tokens: Tokens, unknown: UnknownWords) -> bool:
    """Say whether so many words of a text are damaged that an unknown one is hardly right as it stands.

    Counted are the different spellings in lower case that stand alone: unknown words side by side are of another
    language, and one that comes again is of a dialect or a trade.

    >>> damaged = {"tbe", "aud", "hin", "wbo", "waa"}
    >>> def noisy(text):
    ...     tokens = Tokens(text)
    ...     unknown = tokens.spelled(damaged.__contains__)
    ...     return is_noisy(tokens, UnknownWords(unknown, unknown))
    >>> noisy("Then tbe man aud the dog saw hin here wbo was in town waa.")
    True
    >>> noisy("Then the man saw tbe aud hin wbo waa."), noisy("The man aud the dog saw hin.")
    (False, False)
    """
    most = max(_LEAST - 1, _NOISY * (len(tokens) + _UNSEEN))
    if len(unknown.small) <= most:
        return False
    every = frozenset(unknown.every)
    alone = {tokens.surface(number) for number in unknown.small if every.isdisjoint((number - 1, number + 1))}
    return sum(len(surface) >= _SHORTEST for surface in alone) > most
