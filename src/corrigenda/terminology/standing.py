"""When the words of a text are those of a form: inflected at its end, and whatever joins them."""

from collections.abc import Iterator
from functools import lru_cache
from operator import ne

from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

ENDS = "s'"
"""With what a folded possessive or plural ends."""
_ENDINGS = ("'s", "s", "es", "'", "s'")
"""Of possessives and plurals, folded."""

_QUOTES = frozenset("\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb")
_DASHES = frozenset(fold.DASHES)
_JOINING = frozenset(" \t\r\n\u00a0\u2009\u202f") | _DASHES | _QUOTES
_LONGEST_GAP = 6
_KEPT = 1 << 16
"""Forms of which it is kept what stands between their words."""
_ABBREVIATION = 3


def uninflected(key: str) -> Iterator[str]:
    """Yield a folded word, and what it is the possessive or plural of if it is one: see `same_word`."""
    yield key
    stem, _ending = fold.split_possessive(key)
    if stem != key:
        yield stem
    for plural in ("s", "es"):
        if stem.endswith(plural) and len(stem) > len(plural) + 1:
            yield stem[: -len(plural)]


def stands(keys: tuple[str, ...], tokens: Tokens, number: int) -> bool:
    """Say whether the words from `number` on are `keys`; the last may have a possessive or plural ending.

    Between the words of a phrase, white space, dashes, hyphens and quotation marks may stand, line ends too, and a
    full stop after an initial or abbreviation (V. I. Lenin, St. Petersburg), or an opening bracket, but no other mark
    and no empty line.
    """
    there = tokens.keys(number, number + len(keys))
    *firsts, last = keys
    if len(there) < len(keys) or not same_word(there[-1], last) or any(map(ne, there, firsts)):
        return False
    return all(goes_on(key, tokens.gap(place)) for place, key in enumerate(firsts, number))


def goes_on(key: str, gap: str) -> bool:
    """Say whether a phrase may go on behind one of its folded words and the gap there.

    >>> goes_on("st", ". "), goes_on("cpsu", " ("), goes_on("petersburg", ". ")
    (True, True, False)
    """
    if len(key) <= _ABBREVIATION:
        gap = gap.removeprefix(".")
    return joins(gap.replace("(", "", 1))


def same_word(key: str, form: str) -> bool:
    """Say whether a folded word is `form`, its possessive or its plural.

    >>> same_word("stalbrand's", "stalbrand"), same_word("stalbrands", "stalbrand"), same_word("stall", "stal")
    (True, True, False)
    """
    if key == form:
        return True
    if not key.startswith(form):
        return False
    return key[len(form) :] in _ENDINGS


def bases(key: str) -> Iterator[str]:
    """Yield all forms of which a folded word is the same word: see `same_word`.

    >>> list(bases("churches")), list(bases("ts"))
    (['churches', 'churche', 'church'], ['ts', 't'])
    """
    yield key
    for ending in _ENDINGS if key[-1:] in ENDS else ():
        if key.endswith(ending) and len(key) > len(ending):
            yield key[: -len(ending)]


def joins(gap: str) -> bool:
    r"""Say whether `gap` may stand between the words of a phrase.

    >>> joins(" "), joins("-\n"), joins("\n\n"), joins(", "), joins("” ")
    (True, True, False, False, True)
    """
    return len(gap) <= _LONGEST_GAP and _JOINING.issuperset(gap) and gap.count("\n") <= 1


def may_be_overwritten(word: str, gap: str, form: str) -> bool:
    r"""Say whether a form may be put for words of which one stands before a gap: no mark is lost by it.

    Quotation marks and dashes that set something apart stay where they are unless some stand between the form's words,
    too; the full stop of an abbreviation is the form's own.

    >>> may_be_overwritten("Relief", "-\n", "Relief Fund"), may_be_overwritten("St", ". ", "St. Petersburg Fund")
    (True, True)
    >>> may_be_overwritten("Relief", "” ", "Men’s Relief Fund"), may_be_overwritten("Mid-West", " — ", "Mid-West Fund")
    (False, False)
    """
    if gap[:1] == "." and f"{word}." in form:
        gap = gap[1:]
    return joins(gap) and _setting_apart(gap) <= _inside(form)


@lru_cache(_KEPT)
def _inside(form: str) -> frozenset[str]:
    words = Tokens(form)
    return frozenset().union(*(_setting_apart(words.gap(number)) for number in range(len(words) - 1)))


def _setting_apart(gap: str) -> frozenset[str]:
    """Return what kinds of marks in a gap set apart what stands beside them."""
    has_quotes = not _QUOTES.isdisjoint(gap)
    return frozenset(kind for kind, has in (("dash", has_dash(gap)), ("quotes", has_quotes)) if has)


def has_dash(gap: str) -> bool:
    """Say whether a dash in a gap sets something apart, and is no hyphen of the word before it.

    >>> has_dash(" - "), has_dash("\N{EM DASH}"), has_dash("- ")
    (True, True, False)
    """
    return gap[:1] == "\N{EM DASH}" or not _DASHES.isdisjoint(gap[1:])
