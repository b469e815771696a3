"""Digits that stand for letters inside a word."""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache
from itertools import groupby

from corrigenda.finding import Reading, Severity
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.rules.residue_scripts import script
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts import fold
from corrigenda.texts.text import Span

_PARTS = re.compile(f"[^{fold.APOSTROPHES}]+")
_LOWER = {
    "0": ("o",),
    "1": ("l", "i"),
    "2": ("z",),
    "3": ("e",),
    "4": ("a",),
    "5": ("s",),
    "6": ("fi", "b"),
    "7": ("t",),
    "8": ("a", "s"),
    "9": ("g",),
}
"""What lower-case type is read as a digit; 6 is the ligature fi more often than a b."""
_UPPER = {"0": "O", "1": "I", "2": "Z", "3": "E", "4": "A", "5": "S", "6": "G", "7": "T", "8": "B", "9": "G"}
_ROUND_OR_STRAIGHT = frozenset("01")
"""The digits that OCR and typists truly confuse with letters; they are believed several times in one word."""
_HEXADECIMAL = frozenset("abcdef0123456789")
_MOST_DIGITS = 3
_LEAST_LETTERS = 4
"""One less will do when the word, mended, stands elsewhere in the text."""
_SELDOM = frozenset("279")
"""Digits seldom read for letters, and at home in names (ps2pdf): the mended word must stand elsewhere."""
_LEAST_AFTER_DIGIT = 3
_LONGEST_CLUSTER = 3
_VOWELS = frozenset("aeiouyаеёиоуыэюяіїєαειουηω")
_NUMERAL_TAILS = re.compile(
    "st|nd|rd|th|er|re|ère|me|ème|eme|e|os|as|x|jähr|jaehr|monat|tägig|taegig|stünd|wöch|proz|fach|mal|"
    "bänd|stell|year|month|week|day|hour|min|sec|mile|inch|foot|feet|pound|bit|byte|ton|man|yard|cent|km|kg|cm|mm|"
    "ml|hz|ghz|mhz|ième|ieme|nde?$|way|fold|ply|liner"
)
"""What may follow a number without a blank in honest text."""
_GLUE_BEFORE = frozenset("/@_\\.=#&%$~:+<")
_GLUE_AFTER = frozenset("/@_\\=&%$~+(>")
_Standing = Callable[[], Container[str]]
"""Gives the spellings of a text."""


def _check_digit_in_word(context: Context) -> Iterator[Hit]:
    tokens = context.tokens
    readings: dict[str, tuple[Reading, ...]] = {}
    standing = cache(tokens.distinct)  # a noisy text has hundreds of such words, a good one none
    for place in tokens.spelled(_has_digit_and_letter):
        surface = tokens.surface(place)
        if surface not in readings:
            readings[surface] = tuple(_ranked(_corrected(surface, standing), standing, context.lexicon))
        span = tokens.span(place)
        if readings[surface] and not _is_glued(tokens.text, span):
            yield Hit(span, "a digit inside a word", readings[surface])


def _has_digit_and_letter(surface: str) -> bool:
    return not surface.isalpha() and not surface.isdigit() and any("0" <= char <= "9" for char in surface)


def _corrected(surface: str, standing: _Standing) -> list[str]:
    """Return what the word may have been; where there is little to go by, only what stands elsewhere in the text."""
    corrs = _undigited(surface)
    if corrs and (sum(map(str.isalpha, surface)) < _LEAST_LETTERS or not _SELDOM.isdisjoint(surface)):
        return [corr for corr in corrs if corr in standing()]
    return corrs


def _undigited(surface: str) -> list[str]:
    """Return `surface` with letters for its digits, likeliest first; nothing when the digits look meant."""
    words = _PARTS.findall(surface)
    damaged = [word for word in words if not word.isalpha()]
    if len(damaged) != 1 or not _is_damaged(damaged[0]):
        return []
    word = damaged[0]
    forms = [""]
    for at, char in enumerate(word):
        choices = _letters_for(word, at) if char.isdigit() else [char]
        forms = [form + choice for form in forms for choice in choices]
    fit = [form for form in forms if _cluster(form.lower()) <= _LONGEST_CLUSTER + (len(forms) > 1)]
    fit.sort(key=lambda form: _awkwardness(form.lower()))
    return [surface.replace(word, form, 1) for form in fit if any(c in _VOWELS for c in fold.plain(form.lower()))]


def _is_damaged(word: str) -> bool:
    """Say whether the digits of a word look like misread letters, not like a number, a model or a formula."""
    digits = [char for char in word if char in _LOWER]
    letters = [char for char in word if script(char)]
    if len(digits) + len(letters) != len(word) or len(letters) < _LEAST_LETTERS - 1:
        return False
    round_or_straight = set(digits) <= _ROUND_OR_STRAIGHT
    if len(digits) > (_MOST_DIGITS if round_or_straight else 1) or len(set(map(script, letters))) > 1:
        return False
    if word[-1] in _LOWER or not _is_cased_like_a_word(word, letters):
        return False  # a footnote, a version, a model: party1, python3, R2D2
    if word[0] in _LOWER:
        return _begins_damaged(word)
    return not set(word.lower()) <= _HEXADECIMAL


def _is_cased_like_a_word(word: str, letters: list[str]) -> bool:
    capitals = sum(map(str.isupper, letters))
    if capitals == len(letters):
        inner = [char for char in word if char in _LOWER]
        return set(inner) <= _ROUND_OR_STRAIGHT and len(inner) == 1 and word[0] not in _LOWER
    return capitals == 0 or (capitals == 1 and letters[0].isupper())


def _begins_damaged(word: str) -> bool:
    rest = word[1:]
    if len(rest) < _LEAST_AFTER_DIGIT or not rest.isalpha() or word[0] not in _ROUND_OR_STRAIGHT:
        return False
    return rest.islower() and not _NUMERAL_TAILS.match(rest) and not rest.startswith(("x", "b"))


def _letters_for(word: str, at: int) -> list[str]:
    letters = [char for char in word if char.isalpha()]
    if all(map(str.isupper, letters)):
        return [_UPPER[word[at]]] + (["L"] if word[at] == "1" else [])
    lower = list(_LOWER[word[at]])
    return [_UPPER[word[at]], *lower] if at == 0 else lower


def _cluster(form: str) -> int:
    """Return the length of the longest run of consonants."""
    return max((len(list(run)) for vowel, run in groupby(form, key=_is_vowel) if not vowel), default=0)


def _is_vowel(char: str) -> bool:
    return fold.plain(char)[:1] in _VOWELS


def _awkwardness(form: str) -> int:
    """Return how hard `form` is to say: its longest run of consonants, and of one vowel."""
    same = max((len(list(run)) for char, run in groupby(form) if char in "aiu"), default=1)
    return _cluster(form) + same


def _ranked(corrs: Sequence[str], standing: _Standing, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield a reading for each form; those of the glossary come first, then those that stand elsewhere in the text."""
    if not corrs:
        return
    known = standing()
    right = frozenset(corr for corr in corrs if lexicon.knows(fold.key(corr)))
    ordered = sorted(corrs, key=lambda corr: (corr not in right, corr not in known))
    for rank, corr in enumerate(ordered[:3]):
        whose = "the glossary" if corr in right else "this text" if corr in known else ""
        basis = f"a word of {whose}, with the digit read as a letter" if whose else "the digit read as a letter"
        best = 0.9 if whose else 0.7
        yield Reading(corr, round(best / (rank + 1) ** 2, 2), basis)


def _is_glued(text: str, span: Span) -> bool:
    """Say whether the word is part of an address, a path, an identifier or a formula."""
    before, after = text[max(0, span.start - 8) : span.start], text[span.end : span.end + 8]
    if before[-1:] in _GLUE_BEFORE or after[:1] in _GLUE_AFTER:
        return True
    if after[:1] in (".", ":") and after[1:2].isalnum():
        return True
    numbered = before[-1:] == "-" and any(map(str.isdigit, before))
    return numbered or (after[:1] == "-" and any(map(str.isdigit, after)))


RULES = (
    Rule(
        code="R007",
        name="digit-in-word",
        summary="a digit that stands for a letter",
        severity=Severity.WARNING,
        check=_check_digit_in_word,
        why="""\
OCR reads O as 0 and l or I as 1; letters in bold or small print give 5 for S and 4 for A as well. The word is
then unknown to every index. The proposals put the letters back; where two fit, one of the glossary comes first, then
one that stands elsewhere in the text, then the one that is easier to say.

Ordinals (20th, XIXe), units, models (T34), formulas, identifiers, addresses and words ending in a digit (a
footnote's mark, mostly) are left alone. Jargon such as log4j is flagged wrongly.""",
        bad=(
            Example("from 0dessa", "0dessa", "Odessa"),
            Example("Tolst0y spoke", "Tolst0y", "Tolstoy"),
            Example("under commun1sm", "commun1sm", "communism"),
            Example("ODESS4 and C0NGRESS", "C0NGRESS", "CONGRESS"),
            Example("Enge1s and Engels", "Enge1s", "Engels"),
            Example("Midd1eton and Middieton", "Midd1eton", "Middleton", "Middleton,person,,,,\n"),
        ),
        good=(
            Example("the 1st, 20th and 3rd, le 1er et 2me, au XIXe siècle, the 1930s"),
            Example("a T34, a B52, a KV1, 10km, 5kg, MI6, H2O, CO2, C6H12O6 and §4a"),
            Example("see note12, python3, 0x1f, a3f9, i18n, 12a and user1@mail2web.org"),
            Example("eine 1jährige Frist, die 20jährigen"),
        ),
    ),
)
