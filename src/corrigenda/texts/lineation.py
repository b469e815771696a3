"""Where lines end: what an editor puts into the place of words that go over a line end is broken there too."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from corrigenda.texts import fold

_BREAK = re.compile(rf"(?P<dash>(?<=[^\W\d_])[{fold.DASHES}])?(?P<end>[ \t]{{0,8}}{fold.BREAK})")
_BLANK = re.compile(r"[ \t]+")
_DASH = re.compile(f"[{fold.DASHES}]")
_HALF = 2
"""Letters, at the least, on either side of a hyphen at a line end."""


def kept(sic: str, corr: str) -> str:
    r"""Return `corr` with the line ends of `sic`, so that every line of a text still holds what its page has.

    They come where `corr` is most like what stands before and behind them: between words, after a dash, or with a
    hyphen inside a word if it was so before. One that finds no such place is left out; and if nothing else would
    change, `corr` is meant as it is: somebody wanted the line end gone.

    >>> kept("Toddy\nopposition", "Trotsky–Zinoviev opposition"), kept("Mil-\nonovich", "Mironovich")
    ('Trotsky–Zinoviev\nopposition', 'Mir-\nonovich')
    >>> kept("Toddy-\nZinoviev", "Trotsky–Zinoviev"), kept("Stal\nbrand", "Stalin"), kept("Sta-\nlin", "Stalin")
    ('Trotsky–\nZinoviev', 'Stalin', 'Stalin')
    """
    if "\n" not in sic or "\n" in corr:
        return corr
    broken = _broken(sic, corr)
    return corr if broken == sic else broken


def _broken(sic: str, corr: str) -> str:
    found = _BREAK.search(sic)
    if found is None:
        return corr
    before, after = sic[: found.start()], sic[found.end() :]
    halves = list(_halves(corr, found["dash"] or "", found["end"]))
    if not halves:
        return _broken(after, corr)
    left, middle, right = min(halves, key=lambda each: _unlike(before, each[0]) + _unlike(after, each[2]))
    return left + middle + _broken(after, right)


def _halves(corr: str, dash: str, end: str) -> Iterator[tuple[str, str, str]]:
    """Yield what may stand before a line end in `corr`, at it and behind it; `dash` is what stood there before it."""
    for found in _BLANK.finditer(corr):
        yield corr[: found.start()], end, corr[found.end() :]
    for found in _DASH.finditer(corr) if dash else ():
        yield corr[: found.start()], found[0] + end, corr[found.end() :]
    for at in range(_HALF, len(corr) - _HALF + 1) if dash and dash in fold.HYPHENS else ():
        if corr[at - _HALF : at + _HALF].isalpha():
            yield corr[:at], dash + end, corr[at:]


def _unlike(one: str, other: str) -> float:
    return Levenshtein.normalized_distance(one, other)
