"""Letters of another script inside a word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from corrigenda.finding import Reading, Severity
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

_LATIN, _CYRILLIC, _GREEK = "Latin", "Cyrillic", "Greek"
# Pairs that look alike in print, from Unicode's confusables (UTS #39), single letters only.
_CYRILLIC_PAIRS = (
    "\u0410A\u0412B\u0415E\u041aK\u041cM\u041dH\u041eO\u0420P\u0421C\u0422T\u0425X\u0423Y\u0405S"
    "\u0406I\u0408J\u0430a\u0435e\u0456i\u043ak\u043eo\u0440p\u0441c\u0443y\u0445x\u0455s\u0458j"
    "\u0501d\u04bbh\u04cfl\u051bq\u051dw\u04aeY\u04afy\u0401\u00cb\u0451\u00eb\u0407\u00cf\u0457\u00ef"
)
_GREEK_PAIRS = (
    "\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039aK\u039cM\u039dN\u039fO\u03a1P\u03a4T\u03a5Y"
    "\u03a7X\u03b1a\u03b9i\u03bak\u03bdv\u03bfo\u03c1p\u03c5u"
)
_CYRILLIC_AS_LATIN = dict(zip(_CYRILLIC_PAIRS[::2], _CYRILLIC_PAIRS[1::2], strict=True))
_GREEK_AS_LATIN = dict(zip(_GREEK_PAIRS[::2], _GREEK_PAIRS[1::2], strict=True))
# The other way round the first pair counts: Latin Y is Cyrillic U there, not the rarer straight U.
_LATIN_AS_CYRILLIC = {latin: other for other, latin in reversed(_CYRILLIC_AS_LATIN.items())}
_LATIN_AS_GREEK = {latin: other for other, latin in reversed(_GREEK_AS_LATIN.items())}
_LOOK_ALIKE = {
    (_CYRILLIC, _LATIN): _CYRILLIC_AS_LATIN,
    (_GREEK, _LATIN): _GREEK_AS_LATIN,
    (_LATIN, _CYRILLIC): _LATIN_AS_CYRILLIC,
    (_LATIN, _GREEK): _LATIN_AS_GREEK,
}
_OMICRON = "\N{GREEK SMALL LETTER OMICRON}"


def script(char: str) -> str:
    """Return the script of a letter: Latin, Cyrillic, Greek, or empty for anything else.

    The micro sign and the other letter-like symbols belong to no script here.

    >>> script("a"), script("а"), script("ο"), script("\N{MICRO SIGN}"), script("7")
    ('Latin', 'Cyrillic', 'Greek', '', '')
    """
    if char.isascii():
        return _LATIN if char.isalpha() else ""
    if "\u0400" <= char <= "\u052f":
        return _CYRILLIC
    if "\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff":
        return _GREEK
    return _LATIN if char.isalpha() and unicodedata.name(char, "").startswith("LATIN ") else ""


def _check_mixed_script(context: Context) -> Iterator[Hit]:
    tokens = context.tokens
    if tokens.text.isascii():
        return
    majority: str | None = None
    for place in tokens.spelled(_is_mixed):
        if majority is None:
            majority = _script_of(tokens)
        judged = _judge_scripts(tokens.surface(place), majority)
        if judged:
            message, readings = judged
            yield Hit(tokens.span(place), message, readings)


def _is_mixed(surface: str) -> bool:
    return not surface.isascii() and len({script(char) for char in surface} - {""}) > 1


def _script_of(tokens: Tokens) -> str:
    """Return the script most words of the text begin in; empty when none begins in a letter known here."""
    counts = Counter[str]()
    for surface, _key, count in tokens.counted():
        counts[script(surface[0])] += count
    del counts[""]
    return max(counts, key=lambda name: (counts[name], name), default="")


def _judge_scripts(surface: str, majority: str) -> tuple[str, tuple[Reading, ...]] | None:
    """Return the message and the readings for a word; None when its mixture looks intended."""
    out, foreign = [], ""
    for part in re.split(f"([{fold.APOSTROPHES}])", surface):  # an ending may be of another script: FBI'я
        mixed = _foreign(part, majority)
        if mixed is None:
            return None
        out.append(_mapped(part, mixed))
        foreign += mixed
    if not foreign:
        return None
    message = f"{_list_of(foreign)} inside a word of another script"
    corr = "".join(piece for piece in out if piece is not None) if None not in out else ""
    return message, (Reading(corr, 0.95, "the letters of one script that look the same"),) if corr else ()


def _foreign(part: str, majority: str) -> str | None:
    """Return the foreign letters of one part; empty when there are none, None when they are meant."""
    counts = Counter(filter(None, map(script, part)))
    if len(counts) < len("ab"):
        return ""
    (home, most), (_, second) = counts.most_common(2)
    if most == second:
        home = majority if majority in counts else home
    foreign = "".join(char for char in part if script(char) not in ("", home))
    runs = [(key, "".join(chars)) for key, chars in groupby(part, key=script) if key]
    if _GREEK in (home, *map(script, foreign)) and _is_symbol(part, home, foreign):
        return None
    mapped = all(char in _LOOK_ALIKE.get((script(char), home), {}) for char in foreign)
    if not mapped and (len(runs) < len("aba") or len(foreign) > 1):
        return None  # a stem and an ending of two scripts: GNUшный
    if home == _LATIN and majority == _CYRILLIC and runs[-1][0] == _CYRILLIC and len(runs) == len("ab"):
        return None  # a foreign name declined: Linuxа
    return foreign


def _is_symbol(part: str, home: str, foreign: str) -> bool:
    """Say whether Greek letters stand as symbols: ΔT, TNFα, IκB, μm, πr."""
    if home == _GREEK:
        return len(part) <= len("abc")
    if any(script(char) != _GREEK for char in foreign):
        return False
    for at, char in enumerate(part):
        if script(char) != _GREEK:
            continue
        beside = part[at - 1 : at] if at else "", part[at + 1 : at + 2]
        if char not in _GREEK_AS_LATIN:
            return True
        if char.islower() and char != _OMICRON and not all(side and side.islower() for side in beside):
            return True
        if char.isupper() and len(part) <= len("abc"):
            return True
    return False


def _mapped(part: str, foreign: str) -> str | None:
    """Return the part with its foreign letters replaced; None when one has no look-alike."""
    if not foreign:
        return part
    home = next(script(char) for char in part if script(char) and char not in foreign)
    out = []
    for char in part:
        table = _LOOK_ALIKE.get((script(char), home), {})
        if char in foreign and char not in table:
            return None
        out.append(table.get(char, char) if char in foreign else char)
    return "".join(out)


def _list_of(letters: str) -> str:
    names = [f"{script(char)} {char} (U+{ord(char):04X})" for char in dict.fromkeys(letters)]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


RULES = (
    Rule(
        code="R002",
        name="mixed-script",
        summary="letters of two scripts inside one word",
        severity=Severity.ERROR,
        check=_check_mixed_script,
        why="""\
A Cyrillic а in a Latin word looks right and is wrong: the word is found by no search, and sorted at the end
of the index. OCR set to several languages makes such words, and so do keyboards left in the other layout. The
proposal maps the letters in the minority to those that look the same.

Symbols (µm, ΔT, TNFα), parts joined by a hyphen or an apostrophe, and foreign names with a native ending
(GNUшный) are meant and left alone. Deliberate play with scripts is flagged wrongly; a word typed wholly in
the wrong script is not seen.""",
        bad=(
            Example("he left Od\u0435ssa", "Od\u0435ssa", "Odessa"),
            Example("\u041edessa or B\u0430ku", "\u041edessa", "Odessa"),
            Example("город Oдесса", "Oдесса", "Одесса"),
            Example("a c\u03bfngress", "c\u03bfngress", "congress"),
            Example("the O\u0434essa road", "O\u0434essa"),
        ),
        good=(
            Example("a dose of 5 \N{MICRO SIGN}g or 5 \N{GREEK SMALL LETTER MU}g of β-carotene, ΔT and TNFα"),
            Example("Одесса, that is Odessa"),
            Example("писатель из GNUшного мира, агент FBI'я"),
        ),
    ),
)
