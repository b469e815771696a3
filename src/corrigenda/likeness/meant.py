"""Which right form of its term a wrong form was meant for: Dantis for Dantès, not for Edmond Dantès."""

from functools import lru_cache

from corrigenda.likeness.confusion import channel
from corrigenda.terminology.terms import Status, Term
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

_ALIKE = 0.25
"""Highest cost for each letter at which a wrong form is taken for an admitted one, damaged."""
_CLEARLY = 2.0
"""How many times as far the preferred form must be."""
_LEAST_LEAD = 0.5
"""By how much more at the least: a letter that transliteration writes otherwise is no reason to leave it."""
_KEPT = 1 << 16
"""Wrong forms of which it is kept what they were meant for."""


@lru_cache(_KEPT)
def meant(term: Term, wrong: str) -> tuple[str, ...]:
    """Return the right forms of a term that may be put for a wrong one, best first: the preferred one is among them.

    An admitted form comes first when it has as many words, is like the wrong one, and clearly liker than the preferred.
    """
    admitted = [form.text for form in term.forms if form.status is Status.ADMITTED]
    if not admitted:
        return (term.lemma,)
    width, key = len(Tokens(wrong)), fold.key(wrong)
    alike = (form for form in admitted if len(Tokens(form)) == width and fold.key(form) != key)
    costs = {form: channel().cost(fold.key(form), key) for form in alike}
    nearest = min(costs, key=costs.__getitem__, default="")
    if not nearest or costs[nearest] > _ALIKE * max(len(nearest), len(wrong)):
        return (term.lemma,)
    bar = max(_CLEARLY * costs[nearest], costs[nearest] + _LEAST_LEAD)
    return (nearest, term.lemma) if channel().cost(fold.key(term.lemma), key) >= bar else (term.lemma,)
