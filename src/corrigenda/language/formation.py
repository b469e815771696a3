"""Endings, compounds, elision and older spellings, by language."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

_MOST_FORMS = 32


class Spellings:
    """Older spellings and what they are now."""

    __slots__ = ("_any", "_rows")

    def __init__(self, *rows: tuple[str, str]) -> None:
        """Take expressions for what was written once, each with what is written now."""
        self._rows = tuple((re.compile(old), new) for old, new in rows)
        any_old = "|".join(f"(?:{old})" for old in dict.fromkeys(old for old, _new in rows)) or "(?!)"
        self._any = re.compile(any_old)
        """Finds what any of them does: nothing in most words, and one search takes less time than twenty."""

    def modern(self, key: str) -> list[str]:
        """Return today's spellings that a word may stand for: each change alone, and with the others that fit.

        >>> Spellings(("^c", "k"), ("y$", "i")).modern("cy")
        ['ky', 'ci', 'ki']
        """
        if not self._rows or not self._any.search(key):  # as nearly always
            return []
        forms = [key]
        for old, new in self._rows:
            if len(forms) < _MOST_FORMS and old.search(key):
                forms.extend([old.sub(new, form) for form in forms])
        return forms[1:]


_AS_NOW = Spellings()
"""Of a language that was always spelt as it is now, as far as we know."""


@dataclass(frozen=True, slots=True)
class Formation:
    """How words of a language are formed and were once spelt: what is undone before one counts as unknown."""

    endings: frozenset[str] = frozenset()
    """What may follow a listed word of at least four letters."""
    name_endings: frozenset[str] = frozenset()
    """What may follow a listed name."""
    elided: re.Pattern[str] | None = None
    """Little words that lose their vowel and are joined to the next by an apostrophe."""
    spellings: Spellings = _AS_NOW
    """Older spellings of ordinary words."""
    name_spellings: Spellings = _AS_NOW
    """Those of names, which keep theirs longer."""
    compounds: bool = False
    """Whether words are joined freely."""
    accents: bool = False
    """Whether accents are left out in capitals, and lost by OCR."""


def _endings(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _english() -> Formation:
    """Return the rules of English.

    Verb forms of the Bible and of verse (maketh, arm'd, didst); letters that were dropped (musick, errour,
    oeconomy); accents of words from French (communiqué).
    """
    return Formation(
        spellings=Spellings(
            (r"'d$(?<=[^aeiou]'d)", "ed"),  # what stands before is looked at last, as all of this is rarely found
            (r"'d$(?<=[aeiouy]'d)", "d"),
            (r"'st$(?<=...'st)", ""),
            (r"(?:eth|est)$(?<=......)", ""),
            (r"(?:eth|est)$(?<=......)", "e"),
            (r"ck$(?<=..ick)", "c"),
            (r"our(?=(?:s|ed|ing)?$)", "or"),
            ("ae|oe|[éèêë]", "e"),
            ("[àâä]", "a"),
            ("[îï]", "i"),
            ("[ôö]", "o"),
            ("[ûü]", "u"),
            ("ç", "c"),
        )
    )


def _french() -> Formation:
    """Return the rules of French.

    Before 1835 there stood oi for ai, and no t before the s of the plural (avoit, enfans); until 1878 é for è
    (collége).
    """
    return Formation(
        endings=_endings("e es s"),
        elided=re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr)'(?=.)"),
        spellings=Spellings(
            (r"oi(?=(?:s|t|ent|tre|se|ses|ble|bles)$)", "ai"),
            (r"oî(?=t)", "aî"),
            (r"(?<=..[ae])ns$", "nts"),
            (r"tems$", "temps"),
            (r"é", "è"),
            (r"ë", "è"),
            (r"y", "i"),
            (r"^s[cç](?=a)", "s"),
            (r"ez$", "és"),
        ),
        name_spellings=Spellings(("^e", "é")),
        accents=True,
    )


def _german() -> Formation:
    """Return the rules of German.

    Before 1901: Thür, seyn, gehn, regiren, Officier, Erkenntniß, giebt, todt, Waare. (Folding makes ß ss.)
    """
    return Formation(
        endings=_endings("e em en er es s d de dem den der des ste stem sten ster stes"),
        name_endings=_endings("s"),
        spellings=Spellings(
            ("ae", "ä"),
            ("oe", "ö"),
            ("ue", "ü"),
            ("th", "t"),
            ("ey", "ei"),
            (r"(?<=[aeiouäöü]h)n$", "en"),
            (r"(?<=..)ern$", "eren"),
            (r"(?<=[dns])r(?=e[mnrs]?$)", "er"),
            (r"(?<=..)ir(?=(?:en|t|te|ten|tes|ter|tem|ung|ungen|end)$)", "ier"),
            ("c(?=[eiyäö])", "z"),
            ("c(?![hk])", "k"),
            ("niss$", "nis"),
            ("gieb", "gib"),
            ("(?<=[fgh])ieng", "ing"),
            ("dt", "t"),
            ("aa", "a"),
            ("ee", "e"),
            ("oo", "o"),
            ("ph", "f"),
        ),
        name_spellings=Spellings(("ae", "ä"), ("oe", "ö"), ("ue", "ü")),
        compounds=True,
    )


_FORMATIONS: Mapping[str, Callable[[], Formation]] = {"de": _german, "en": _english, "fr": _french}


@cache
def formation(language: str) -> Formation:
    """Return the rules of a language; without rules, words are known as they stand in the list."""
    return _FORMATIONS.get(language, Formation)()
