"""How a form of the glossary is put for what stands at a place: as the words there are written, no mark doubled."""

from corrigenda.texts import fold
from corrigenda.texts.text import Span
from corrigenda.texts.tokens import Tokens

_AS_OPENING = str.maketrans(")]", "([")
_PAIRED = frozenset('(["')
"""Marks that come in pairs, as `_alike` makes them."""


def fitted(text: str, span: Span, form: str, ending: str = "") -> str:
    """Return a form for a place, in its case, with its apostrophes and with a possessive or plural ending.

    A mark at either end of the form is left out where it stands beside the place already; of a pair around it, both.

    >>> fitted("In the U.S.S.K. men", Span(7, 14), "U.S.S.R."), fitted("the U.S.S.K men", Span(4, 11), "U.S.S.R.")
    ('U.S.S.R', 'U.S.S.R.')
    >>> fitted("read “Pravdo,”", Span(6, 12), "«Pravda»"), fitted("PRAVDO", Span(0, 6), "«Pravda»")
    ('Pravda', '«PRAVDA»')
    """
    sic = text[span.start : span.end]
    bare = form if form[:1].isalnum() and form[-1].isalnum() else _without_marks(text, span, form, is_end=not ending)
    return fold.like_case(sic, fold.like_apostrophes(sic, bare)) + ending


def _without_marks(text: str, span: Span, form: str, *, is_end: bool) -> str:
    """Return a form without the marks at its ends that stand around the place; behind it only if the form ends it."""
    words = Tokens(form)
    if not len(words):
        return form
    inner = words.span(0, len(words) - 1)
    before, inside, after = map(_alike, (form[: inner.start], form[inner.start : inner.end], form[inner.end :]))
    begins = before != "" and _alike(text[max(0, span.start - len(before)) : span.start]) == before
    ends = is_end and after != "" and _alike(text[span.end : span.end + len(after)]) == after
    if before == after:
        begins = ends = begins or ends
    own = _PAIRED.intersection(inside)  # CPSU(B): the partner of a mark at the end is inside
    start = inner.start if begins and own.isdisjoint(before) else 0
    end = inner.end if ends and own.isdisjoint(after) else len(form)
    return form[start:end]


def _alike(marks: str) -> str:
    """Return marks with all quotation marks of a kind alike, and closing brackets as opening ones."""
    return fold.straight(marks).translate(_AS_OPENING)
