"""Digits that stand for letters inside a word."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache
from itertools import groupby, islice
from math import prod
from string import ascii_letters

from corrigenda.finding import Reading, Severity
from corrigenda.language.words import PERIOD
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.rules.residue_scripts import script
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
_LISTED = {
    "0": ("ö", "ô", "ó"),
    "1": ("t", "î", "ï", "í"),
    "3": ("a", "é", "è", "ê"),
    "4": ("d", "à", "â", "á"),
    "6": ("é", "è", "ê", "ë", "ö", "ó", "o"),
    "8": ("é", "è", "ê", "ë", "g", "e", "ß"),
    "9": ("ç", "q", "é"),
}
"""What else is read as a digit, in languages with accents above all; believed only when a list knows the word."""
_AT_HOME = {"fr": frozenset("éèêç"), "de": frozenset("öß")}
"""By language: letters of `_LISTED` that are believed in a word of no list as well."""
_SELDOMER = {"è": 0.3, "ê": 0.3, "ë": 0.2}
"""How often the rarer of the French e stand beside é."""
_UPPER = {"0": "O", "1": "I", "2": "Z", "3": "E", "4": "A", "5": "S", "6": "G", "7": "T", "8": "B", "9": "G"}
_ROUND_OR_STRAIGHT = frozenset("01")
"""The digits that OCR and typists truly confuse with letters; they are believed several times in one word."""
_ASCII = frozenset(ascii_letters)
_HEXADECIMAL = frozenset("abcdef0123456789")
_MOST_DIGITS = 3
_LEAST_LETTERS = 4
"""One less will do when the word, mended, is of the glossary, stands elsewhere in the text, or has an accent and is in
the dictionary."""
_SELDOM = frozenset("279")
"""Digits seldom read for letters, and at home in names (ps2pdf): a list must know the mended word."""
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
_MOST_READINGS = 3
_GLOSSARY, _INFLECTED, _TEXT, _DICTIONARY, _RARE, _NONE = 4.0, 2.0, 0.25, 0.25, 0.05, 0.1
"""How much each list that knows a word speaks for it, and what speaks for a word that none knows; the glossary says
more than all others together."""
_MOST = 0.95
"""The highest score."""
_ROUND, _OTHER = 0.5, 0.2
"""Scores of the first reading that no list knows, by its digits: those truly confused, and others."""
_UNLIKELY = 0.5
"""What is left of that score when there is a dictionary that does not know it."""
_Standing = Callable[[], Container[str]]
"""Gives the spellings of a text."""


def _check_digit_in_word(context: Context) -> Iterator[Hit]:
    tokens = context.tokens
    readings: dict[str, tuple[Reading, ...]] = {}
    # asked for late and once: a noisy text has hundreds of such words, a good one none
    standing = cache(lambda: frozenset(map(fold.composed, tokens.distinct())))
    for place in tokens.spelled(_has_digit_and_letter):
        surface = tokens.surface(place)
        if surface not in readings:
            readings[surface] = tuple(islice(_read(fold.composed(surface), standing, context), _MOST_READINGS))
        span = tokens.span(place)
        if readings[surface] and not _is_glued(tokens.text, span):
            yield Hit(span, "a digit inside a word", readings[surface])


def _has_digit_and_letter(surface: str) -> bool:
    return not surface.isalpha() and not surface.isdigit() and any("0" <= char <= "9" for char in surface)


def _read(surface: str, standing: _Standing, context: Context) -> Iterator[Reading]:
    """Yield what the word may have been, best first; nothing when its digits look meant.

    What a list knows comes before all else, and in a word with little to go by there is nothing else.
    """
    damaged = [word for word in _PARTS.findall(surface) if not word.isalpha()]
    if len(damaged) != 1 or not _is_damaged(damaged[0]):
        return
    word = damaged[0]
    digits = [char for char in word if char.isdigit()]
    is_short = sum(map(str.isalpha, surface)) < _LEAST_LETTERS
    told: dict[str, tuple[str, float]] = {}
    for form in _undigited(word, _LISTED if len(digits) == 1 else {}):
        corr = surface.replace(word, form, 1)
        is_new = not _ASCII.issuperset(set(form).difference(word))
        whose, weight = _told(corr, standing, context, is_new=is_new, is_short=is_short)
        if weight:
            told[corr] = whose, weight
    shares = {corr: _share(corr, surface) for corr in told}
    weights = {corr: weight * shares[corr] / max(shares.values()) for corr, (_whose, weight) in told.items()}
    for corr in sorted(weights, key=weights.__getitem__, reverse=True):
        share = weights[corr] / (sum(weights.values()) + _NONE)
        yield Reading(corr, round(min(_MOST, share), 2), f"a word of {told[corr][0]}, with the digit read as a letter")
    if not told and not is_short and _SELDOM.isdisjoint(digits):
        best = (_ROUND if _ROUND_OR_STRAIGHT.issuperset(digits) else _OTHER) * (_UNLIKELY if context.known else 1)
        for rank, form in enumerate(_sayable(word, context), 1):
            yield Reading(surface.replace(word, form, 1), round(best / rank**2, 2), "the digit read as a letter")


def _told(corr: str, standing: _Standing, context: Context, *, is_new: bool, is_short: bool) -> tuple[str, float]:
    """Return the lists that know a word, and how much that says; 0 when none does.

    A word read with an accent that the place has not (`is_new`) is looked for as it is, not inflected; of a word of few
    letters (`is_short`) that has none, the dictionary alone says nothing.
    """
    known, lexicon = context.known, context.lexicon
    key = fold.key(corr)
    stem, _ending = fold.split_possessive(key)
    found: list[tuple[str, float]] = []
    if key in lexicon.words or fold.split_elision(stem)[1] in lexicon.words:
        found.append(("the glossary", _GLOSSARY))
    elif not is_new and lexicon.knows(key, known.language if known else None):
        found.append(("the glossary", _INFLECTED))
    if corr in standing():
        found.append(("this text", _TEXT))
    level = known.level(stem) if known and (is_new or found or not is_short) else 0
    if level and not (is_new and level >= PERIOD):
        found.append(("the dictionary", _DICTIONARY if level < PERIOD else _RARE))
    return " and ".join(whose for whose, _weight in found), sum(weight for _whose, weight in found)


def _share(corr: str, surface: str) -> float:
    """Return how often the letters that `corr` has more stand in prose, beside others with their accents."""
    return prod(_SELDOMER[char] for char in set(corr.lower()) & _SELDOMER.keys() if char not in surface.lower())


def _sayable(word: str, context: Context) -> list[str]:
    """Return a word of no list with letters for its digits that are believed there, the easiest to say first."""
    at_home = _AT_HOME.get(context.known.language if context.known else "", frozenset())
    forms = _undigited(
        word, {digit: tuple(each for each in letters if each in at_home) for digit, letters in _LISTED.items()}
    )
    fit = [form for form in forms if _cluster(form.lower()) <= _LONGEST_CLUSTER + (len(forms) > 1)]
    return [form for form in fit if any(c in _VOWELS for c in fold.plain(form.lower()))]


def _undigited(word: str, also: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return `word` with the letters that are read as its digits, and those of `also`, the easiest to say first."""
    forms = [""]
    for at, char in enumerate(word):
        choices = _letters_for(word, at, also) if char.isdigit() else [char]
        forms = [form + choice for form in forms for choice in choices]
    return sorted(forms, key=lambda form: _awkwardness(form.lower()))


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


def _letters_for(word: str, at: int, also: Mapping[str, tuple[str, ...]]) -> list[str]:
    lower = [*_LOWER[word[at]], *also.get(word[at], ())]
    if all(map(str.isupper, filter(str.isalpha, word))):
        return list(dict.fromkeys((_UPPER[word[at]], *map(str.upper, lower))))
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
OCR reads O as 0 and l or I as 1; letters in bold or small print give 5 for S and 4 for A as well, fi and é are read as
6, and other letters with accents as a digit that looks like them. The word is then unknown to every index. The
proposals put the letters back; where two fit, one of the glossary comes first, then one that stands elsewhere in the
text or in the dictionary, then the one that is easier to say. What no list knows has a low score, and is proposed only
where none of the others is in a list.

Ordinals (20th, XIXe), units, models (T34), formulas, identifiers, addresses and words ending in a digit (a
footnote's mark, mostly) are left alone. Jargon such as log4j is flagged wrongly.""",
        bad=(
            Example("from 0dessa", "0dessa", "Odessa"),
            Example("Tolst0y spoke", "Tolst0y", "Tolstoy"),
            Example("under commun1sm", "commun1sm", "communism"),
            Example("ODESS4 and C0NGRESS", "C0NGRESS", "CONGRESS"),
            Example("Enge1s and Engels", "Enge1s", "Engels"),
            Example("Il vit Val6rie dans la rue de la ville.", "Val6rie", "Valérie", "Valérie,person,,,,\n"),
            Example("La com6die de la soir6e est dans la ville.", "com6die", "comédie"),
            Example("It was con6ned to the house of his father.", "con6ned", "confined"),
            Example("Midd1eton and Middieton", "Midd1eton", "Middleton", "Middleton,person,,,,\n"),
        ),
        good=(
            Example("the 1st, 20th and 3rd, le 1er et 2me, au XIXe siècle, the 1930s"),
            Example("a T34, a B52, a KV1, 10km, 5kg, MI6, H2O, CO2, C6H12O6 and §4a"),
            Example("see note12, python3, 0x1f, a3f9, i18n, 12a and user1@mail2web.org"),
            Example("Il est dans la salle B3, au 6e 6tage, page 8bis, et le mp3s de 2009."),
            Example("eine 1jährige Frist, die 20jährigen"),
        ),
    ),
)
