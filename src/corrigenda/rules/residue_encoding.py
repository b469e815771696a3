"""Mojibake: UTF-8 that was read as an 8-bit encoding, found by its bytes and repaired by reading them again.

The look of such text follows from RFC 3629, section 4 (the byte sequences of UTF-8): every character beyond
ASCII becomes a lead and one to three trail characters, which hardly ever stand side by side in honest text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from corrigenda.finding import Reading, Severity
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.rules.unusual import unusual
from corrigenda.texts.text import Span

_ROUNDS = 3
"""How many times over a text may have been misread."""


@dataclass(frozen=True, slots=True)
class _Misreading:
    """An 8-bit encoding as a wrong pair of glasses: its characters and the bytes they stand for."""

    name: str
    byte: dict[str, int]
    sequence: re.Pattern[str]
    run: re.Pattern[str]

    def repair(self, run: str) -> str | None:
        """Return the text that the bytes of `run` are in UTF-8; None when they are not UTF-8."""
        try:
            return bytes(self.byte.get(char, ord(char) & 0x7F) for char in run).decode("utf-8")
        except UnicodeDecodeError:
            return None


def _misreading(name: str, encoding: str) -> _Misreading:
    byte = {chr(code): code for code in range(0x80, 0xA0)}  # bytes the encoding leaves undefined stay controls
    for code in range(0x80, 0x100):
        char = bytes([code]).decode(encoding, "ignore")
        byte |= {char: code} if char else {}

    def among(first: int, last: int) -> str:
        return "[" + "".join(re.escape(char) for char, code in byte.items() if first <= code <= last) + "]"

    trail = among(0x80, 0xBF)
    sequence = f"(?:{among(0xC2, 0xDF)}{trail}|{among(0xE0, 0xEF)}{trail}{{2}}|{among(0xF0, 0xF4)}{trail}{{3}})"
    # Inside one word, letters of ASCII may stand between the damaged ones.
    run = f"{sequence}(?:[A-Za-z]{{0,20}}{sequence})*"
    return _Misreading(name, byte, re.compile(sequence), re.compile(run))


@cache
def _western() -> _Misreading:
    return _misreading("Windows-1252 or Latin-1", "cp1252")


@cache
def _cyrillic() -> _Misreading:
    return _misreading("Windows-1251", "cp1251")


_TRACES = (
    (re.compile("[\u00c2-\u00f4][^\0-\x7f]"), _western),
    (re.compile("[\u0412-\u0444][^\0-\x7f]"), _cyrillic),
)
"""A lead (bytes C2 to F4) before what may be a trail; without one a text needs no look that takes long to prepare."""
_CYRILLIC_LEADS = re.compile(
    "[\N{CYRILLIC CAPITAL LETTER ER}\N{CYRILLIC CAPITAL LETTER ES}]"
    "|\N{CYRILLIC SMALL LETTER VE}\N{CYRILLIC CAPITAL LETTER DJE}"
)

_SURE = re.compile(
    "[\u00a0-\u017f\u0218-\u021b\u2010-\u2027\u2030-\u203a\u20ac\u2116\u2122\u2190-\u27bf"
    "\ufb00-\ufb06\ufeff\U0001f300-\U0001faff]"
)
"""What a single damaged character may turn out to be."""
_MARKS = re.compile("[\u0300-\u036f]")
"""Accents behind their letters, believed where both are one letter."""
_ALPHABETS = re.compile("[\u0386-\u03ce\u0401-\u045f\u0490-\u04ff]")
"""Letters a single damaged character may turn out to be, unless its second half is ordinary punctuation."""


@cache
def _scripts() -> re.Pattern[str]:
    """Return letters that must stand in a row to be believed: in honest text their halves may meet by chance."""
    return re.compile(
        "[\u05d0-\u05ea\u0621-\u064a\u066e-\u06d3\u0904-\u0939\u093c-\u094d\u0e01-\u0e4e\u1e00-\u1eff\u3000-\u303f"
        "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff5e]"
    )


_PUNCTUATION = frozenset(
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
    "\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    "\N{EN DASH}\N{EM DASH}\N{HORIZONTAL ELLIPSIS}\N{BULLET}\N{MIDDLE DOT}\N{NO-BREAK SPACE}"
)
"""Trail characters that follow a letter in honest text too: the capital in «...À» is no lead."""

_FOOTNOTES = frozenset("\N{DAGGER}\N{DOUBLE DAGGER}\N{SECTION SIGN}")
"""Trail characters that follow a capital Ì at the end of a word, where they would be an accent otherwise."""


def garbled(text: str) -> Iterator[tuple[Span, str]]:
    """Yield each stretch of mojibake in `text` with the text it was, in order."""
    if text.isascii():
        return
    at = 0
    suspected = (misreading() for trace, misreading in _TRACES if trace.search(text))
    for span, corr, _ in sorted(chain.from_iterable(_stretches(text, misreading) for misreading in suspected)):
        if span.start >= at:
            yield span, corr
            at = span.end


def _stretches(text: str, misreading: _Misreading) -> Iterator[tuple[Span, str, str]]:
    for found in misreading.run.finditer(text):
        start, end = found.span()
        corr = misreading.repair(found.group())
        if corr is None:
            continue
        whole = _deeper(corr, misreading)
        base = before if _MARKS.match(whole) and (before := text[max(0, start - 1) : start]).isalpha() else ""
        if whole != corr or _is_plausible(text, start, end, misreading):
            yield Span(start - len(base), end), _with_accents(base + whole), misreading.name


def _with_accents(text: str) -> str:
    """Return a text with one character for each letter with its accents; as it is when that is all it has."""
    return unicodedata.normalize("NFC", text) if _MARKS.search(text) else text


def _deeper(corr: str, misreading: _Misreading) -> str:
    """Return the outcome of further repairs, for a text that was misread more than once."""
    for _ in range(_ROUNDS - 1):
        deeper = misreading.repair(corr) if misreading.run.fullmatch(corr) else None
        corr = deeper or corr
    return corr


def _is_plausible(text: str, start: int, end: int, misreading: _Misreading) -> bool:
    pieces = misreading.sequence.findall(text, start, end)
    letters = [misreading.repair(piece) or "" for piece in pieces]
    if misreading is _cyrillic():
        return _is_plausible_cyrillic(pieces, letters)
    whole = misreading.repair(text[start:end]) or ""
    around = text[max(0, start - 1) : start] + whole
    has_accents = bool(_MARKS.search(whole)) and not _MARKS.search(_with_accents(around))
    if len(pieces) > 1:
        kinds = (_SURE, _ALPHABETS, _scripts(), *((_MARKS,) if has_accents else ()))
        return all(any(kind.match(letter) for kind in kinds) for letter in letters)
    natural = pieces[0][-1] in _PUNCTUATION and len(pieces[0]) == len("Ax")
    if _MARKS.match(letters[0]):
        return has_accents and not ((natural or pieces[0][-1] in _FOOTNOTES) and _ends_a_word(text, start, end))
    if _ALPHABETS.match(letters[0]):
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        return not natural and not any(char.isascii() and char.isalpha() for char in beside)
    return bool(_SURE.match(letters[0])) and not (natural and _ends_a_word(text, start, end))


def _is_plausible_cyrillic(pieces: list[str], letters: list[str]) -> bool:
    """Say whether Windows-1251 can be blamed: one pair alone also ends many an honest «...Р»."""
    if not all(_CYRILLIC_LEADS.match(piece) for piece in pieces):
        return False
    words = [letter for letter in letters if _ALPHABETS.match(letter)]
    signs = [letter for letter in letters if "\u2010" <= letter <= "\u203a"]
    return len(words) + len(signs) == len(letters) and (len(words) != 1 or bool(signs))


def _ends_a_word(text: str, start: int, end: int) -> bool:
    """Say whether the supposed lead is the last letter of a word in capitals, or a letter quoted alone."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after.isalpha() or not before or before.isspace():
        return False
    return before.isupper() or not before.isalnum()


def _check_mojibake(context: Context) -> Iterator[Hit]:
    if not any(trace.search(context.once(unusual)) for trace, _misreading in _TRACES):
        return
    for span, corr in garbled(context.witness.text):
        reading = Reading(corr, 0.95, "the same bytes read as UTF-8")
        yield Hit(span, "UTF-8 that was read in another encoding", (reading,))


RULES = (
    Rule(
        code="R003",
        name="mojibake",
        summary="UTF-8 that was read as Windows-1252, Latin-1 or Windows-1251",
        severity=Severity.ERROR,
        check=_check_mojibake,
        why="""\
A program that takes UTF-8 for an 8-bit encoding shows every character beyond ASCII as two or three others.
The bytes are all there: reading them again as UTF-8 restores the text exactly, and that is the proposal, made
only when the bytes are valid UTF-8 and the outcome is letters or punctuation. An accent behind its letter is taken
together with it, and believed where both make one letter.

Single damaged characters whose halves also meet in honest text (a capital before a closing quotation mark)
are let pass; so is text in which the damage itself was damaged, by a lost non-breaking space for instance. A
page about mojibake is flagged wrongly.""",
        bad=(
            Example("Tolstoyâ€™s answer", "â€™", "\N{RIGHT SINGLE QUOTATION MARK}"),
            Example("the charg\u00c3\u00a9 d'affaires", "Ã©", "é"),
            Example("signed ÐžÐ´ÐµÑÑÐ° in ink", "ÐžÐ´ÐµÑÑÐ°", "Одесса"),
            Example("подпись: РћРґРµСЃСЃР°", "РћРґРµСЃСЃР°", "Одесса"),
            Example("his rÃ©sumÃ© was lost", "Ã©sumÃ©", "ésumé"),
            Example("the naiÌˆve man", "iÌˆ", "ï"),
            Example("DanteÌ€s and the cafe\u00cc\u0081", "eÌ€", "è"),
        ),
        good=(
            Example("the chargé d’affaires said: “Voilà, señor…”"),
            Example("газета «Труд СССР» и «ГУЛАГ»"),
            Example("«LUNEDÌ», “COSÌ”: SÌ‚ e SÌ„ o PIÙ€"),
            Example("«LIBERTÉ» et «DÉJÀ», “AMANHÃ”, her fiancé”—he said"),
        ),
    ),
)
