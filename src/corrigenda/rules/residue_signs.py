"""Signs a machine left behind: punctuation of another script, lost characters, characters nobody can see."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from corrigenda.finding import Reading, Severity
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.rules.residue_encoding import garbled
from corrigenda.rules.unusual import unusual
from corrigenda.texts.text import Span
from corrigenda.texts.tokens import UNSPACED

# --- punctuation of Chinese and Japanese -------------------------------------------------------------------

_CJK_LETTER = (
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U0003134f]"
)
_FIRST_CJK = "\u2e80"
"""The first of them: without any beyond, the class need not be made, which takes as long as checking a page."""
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_OF_LATIN = {
    "\N{IDEOGRAPHIC SPACE}": " ",
    "\N{IDEOGRAPHIC COMMA}": ",",
    "\N{IDEOGRAPHIC FULL STOP}": ".",
    "\N{HALFWIDTH IDEOGRAPHIC COMMA}": ",",
    "\N{HALFWIDTH IDEOGRAPHIC FULL STOP}": ".",
    "\N{LEFT ANGLE BRACKET}": "\N{LEFT SINGLE QUOTATION MARK}",
    "\N{RIGHT ANGLE BRACKET}": "\N{RIGHT SINGLE QUOTATION MARK}",
    "\N{LEFT DOUBLE ANGLE BRACKET}": "\N{LEFT DOUBLE QUOTATION MARK}",
    "\N{RIGHT DOUBLE ANGLE BRACKET}": "\N{RIGHT DOUBLE QUOTATION MARK}",
    "\N{LEFT CORNER BRACKET}": "\N{LEFT DOUBLE QUOTATION MARK}",
    "\N{RIGHT CORNER BRACKET}": "\N{RIGHT DOUBLE QUOTATION MARK}",
    "\N{LEFT WHITE CORNER BRACKET}": "\N{LEFT SINGLE QUOTATION MARK}",
    "\N{RIGHT WHITE CORNER BRACKET}": "\N{RIGHT SINGLE QUOTATION MARK}",
    "\N{LEFT BLACK LENTICULAR BRACKET}": "[",
    "\N{RIGHT BLACK LENTICULAR BRACKET}": "]",
    "\N{LEFT TORTOISE SHELL BRACKET}": "[",
    "\N{RIGHT TORTOISE SHELL BRACKET}": "]",
    "\N{WAVE DASH}": "\N{EN DASH}",
    "\N{KATAKANA MIDDLE DOT}": "\N{MIDDLE DOT}",
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # the fullwidth forms of ASCII
}
_CJK_SIGNS = re.compile(
    "[\u2026\u22ef]{2,}|[" + "".join(map(re.escape, _OF_LATIN)) + "]+"  # runs of one character class: linear
)
_LEADER = re.compile(r"[ \t.]{0,20}[0-9ivxlcIVXLC]{1,8}[ \t]{0,8}\r?(?:\n|\Z)")
_SPACED = frozenset(",.;:!?)]\N{RIGHT DOUBLE QUOTATION MARK}")
_OPENING = frozenset("([\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}")
_AROUND = 200
"""Code points on either side that tell what script a passage is written in."""
_CJK_SHARE = 0.1
"""From this share of CJK letters on, a passage is CJK text with some Latin in it."""


def _check_cjk_punctuation(context: Context) -> Iterator[Hit]:
    text = context.witness.text
    if not _CJK_SIGNS.search(context.once(unusual)):
        return
    for found in _CJK_SIGNS.finditer(text):
        start, end = found.span()
        sign = found.group()
        ellipsis = sign[0] not in _OF_LATIN
        if (ellipsis and _LEADER.match(text, end)) or _is_cjk_passage(text, start, end):
            continue
        corr = _ELLIPSIS if ellipsis else _latin(text, start, end)
        reading = Reading(corr, 0.9 if ellipsis else 0.85, "the sign that Latin text uses")
        yield Hit(Span(start, end), "punctuation of Chinese or Japanese in Latin text", (reading,))


def _is_cjk_passage(text: str, start: int, end: int) -> bool:
    left = text[max(0, start - _AROUND) : start]
    right = text[end : end + _AROUND]
    line_left = left[left.rfind("\n") + 1 :]
    line_right = right.split("\n", 1)[0]
    if _is_cjk_letter(_last_letter(line_left)) or _is_cjk_letter(_last_letter(line_right[::-1])):
        return True
    line = line_left + line_right
    return _is_mostly_cjk(line) or _is_mostly_cjk(left + right)


def _is_mostly_cjk(text: str) -> bool:
    if max(text, default="") < _FIRST_CJK:
        return False
    letters = sum(map(str.isalpha, text))
    return letters > 0 and len(re.findall(_CJK_LETTER, text)) >= _CJK_SHARE * letters


def _last_letter(text: str) -> str:
    return next((char for char in reversed(text) if char.isalnum() and char not in _OF_LATIN), "")


def _is_cjk_letter(char: str) -> bool:
    return char >= _FIRST_CJK and re.match(_CJK_LETTER, char) is not None


def _latin(text: str, start: int, end: int) -> str:
    """Return the signs in their Latin form, with the blank that the wide forms carry inside themselves."""
    before, after = text[start - 1 : start], text[end : end + 1]
    corr = "".join(_OF_LATIN[char] for char in text[start:end])
    if corr.isspace():
        return "" if before in ("", "\n") or after in ("", "\n", "\r") else " "
    if corr[0] in _OPENING and before.isalnum():
        corr = " " + corr
    if corr[-1] in _SPACED and after.isalpha():
        corr += " "
    return corr


# --- lost characters ---------------------------------------------------------------------------------------

_LOST = re.compile("\N{REPLACEMENT CHARACTER}+")


def _check_replacement_character(context: Context) -> Iterator[Hit]:
    if "\N{REPLACEMENT CHARACTER}" not in context.once(unusual):
        return
    for found in _LOST.finditer(context.witness.text):
        count = found.end() - found.start()
        what = "a character was" if count == 1 else f"{count} characters were"
        yield Hit(Span(*found.span()), f"{what} lost when the text was decoded")


# --- invisible characters ----------------------------------------------------------------------------------

_JOINERS = "\u200c\u200d"
_MARKS_OF_DIRECTION = "\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069"
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028\u2029\u202d\u202e"
    "\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0001\U000e0020-\U000e007f"
    + _JOINERS
    + _MARKS_OF_DIRECTION
    + "]"
)
_INVISIBLE = re.compile("\x1b\\[[0-9;]{0,16}[A-Za-z]|(?:" + _UNSEEN.pattern + ")+")
"""Runs of them; a terminal's colour sequence is one, with its letters."""
# `re` compiles these when a text first needs them, and keeps them: large classes take milliseconds.
_MARK_OF_DIRECTION = f"[{_MARKS_OF_DIRECTION}]"
_RIGHT_TO_LEFT = "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_JOINING = (
    "[\u0600-\u08ff\u0900-\u109f\u1780-\u18af\u1900-\u1aaf\u1b00-\u1bff\ua840-\ua87f\ua8e0-\uabff"
    "\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00010aff\U00010d00-\U00010fff\U00011000-\U000119ff]"
)
_PICTOGRAM = "[\u00a9\u00ae\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
_FLAG = "\N{WAVING BLACK FLAG}"
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_SEPARATORS = frozenset("\x0b\x1c\x1d\x1e\x1f\u2028\u2029")
_AT_LINE_END = re.compile(r"[ \t]{0,8}\r?(?:\n|\Z)")
_NAMES = {
    "\N{SOFT HYPHEN}": "a soft hyphen inside a line",
    "\N{ZERO WIDTH SPACE}": "a zero-width space",
    "\N{ZERO WIDTH NON-JOINER}": "a zero-width non-joiner",
    "\N{ZERO WIDTH JOINER}": "a zero-width joiner",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "a byte order mark inside the text",
    "\N{LINE SEPARATOR}": "a line separator",
    "\N{PARAGRAPH SEPARATOR}": "a paragraph separator",
}


def _check_invisible_character(context: Context) -> Iterator[Hit]:
    text = context.witness.text
    if not _UNSEEN.search(context.once(unusual)):
        return
    misread: _Stretches | None = None
    for found in _INVISIBLE.finditer(text):
        start, end = found.span()
        if all(_belongs(text, at, start, end) for at in range(start, end)):
            continue
        span = Span(start, end)
        misread = misread or _Stretches(tuple(stretch for stretch, _ in garbled(text)))
        if misread.touch(span):
            continue
        yield Hit(span, _name(found.group()), tuple(_without(text, start, end)))


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Stretches of a text, in order and apart from each other."""

    spans: tuple[Span, ...]

    def touch(self, span: Span) -> bool:
        """Say whether one of them shares a character with `span`."""
        at = bisect_right(self.spans, span.start, key=lambda one: one.start)
        return any(one.overlaps(span) for one in self.spans[max(0, at - 1) : at + 1])


def _belongs(text: str, at: int, start: int, end: int) -> bool:
    """Say whether the invisible character at `at`, of the run from `start` to `end`, has work to do there."""
    char, before, after = text[at], text[start - 1 : start], text[end : end + 1]
    if char == _SOFT_HYPHEN:
        return bool(_AT_LINE_END.match(text, end))
    if char in _JOINERS:
        return any(bool(side and (re.match(_JOINING, side) or re.match(_PICTOGRAM, side))) for side in (before, after))
    if char == "\N{ZERO WIDTH SPACE}":
        return any(bool(side and re.match(UNSPACED, side)) for side in (before, after))
    if re.match(_MARK_OF_DIRECTION, char):
        return bool(re.search(_RIGHT_TO_LEFT, text[max(0, start - _AROUND) : end + _AROUND]))
    return "\U000e0020" <= char <= "\U000e007f" and before == _FLAG


def _without(text: str, start: int, end: int) -> Iterator[Reading]:
    run = text[start:end]
    if len(run) == 1 and "\x80" <= run <= "\x9f":
        meant = run.encode("latin-1").decode("cp1252", "ignore")
        if meant:
            yield Reading(meant, 0.8, "the byte read as Windows-1252")
            yield Reading("", 0.15, "without the control character")
            return
    sides = text[start - 1 : start], text[end : end + 1]
    if set(run) & _SEPARATORS and all(side and not side.isspace() for side in sides):
        yield Reading(" ", 0.7, "a blank in place of the separator")
        return
    yield Reading("", 0.9, "without what cannot be seen")


def _name(run: str) -> str:
    if run.startswith("\x1b["):
        return "a terminal's control sequence"
    if len(set(run)) > 1:
        return "invisible characters"
    if run[0] in _NAMES:
        return _NAMES[run[0]]
    kind = "control character" if run[0] < "\xa0" else "invisible character"
    return f"{'an' if kind[0] == 'i' else 'a'} {kind} (U+{ord(run[0]):04X})"


RULES = (
    Rule(
        code="R001",
        name="cjk-punctuation",
        summary="punctuation of Chinese or Japanese in Latin text",
        severity=Severity.WARNING,
        check=_check_cjk_punctuation,
        why="""\
Chinese and Japanese write the ellipsis as two characters and give their commas, stops and brackets the width
of an ideograph. A translation made from such a text, by machine or in a hurry, keeps them.

Signs that stand beside an ideograph, or on a line with a fair share of ideographs, are left alone. Angle
brackets around a title become quotation marks; an editor may prefer italics. Fullwidth letters used on
purpose (a facsimile of a sign, say) are flagged wrongly.""",
        bad=(
            Example("He thought of home …… it was far.", "……", "…"),
            Example("The congress met in Kyiv，and nobody came.", "，", ", "),
            Example("He wrote for the paper （a weekly） of the union.", "（", "("),
            Example("It was over。\n", "。", "."),
        ),
        good=(
            Example("He hesitated … and went."),
            Example("the paper 《真理报》 wrote"),
            Example("他在1890年来到巴黎，后来去了伦敦……"),
            Example("Chapter One …… 12\n"),
        ),
    ),
    Rule(
        code="R004",
        name="replacement-character",
        summary="a character that was lost in decoding",
        severity=Severity.ERROR,
        check=_check_replacement_character,
        why="""\
U+FFFD stands where a program met bytes it could not read and threw them away. What stood there is gone from
this file: only the source can tell, so nothing is proposed. A text that discusses the replacement character
itself is flagged wrongly.""",
        bad=(Example("He sold the watch for \ufffd100.", "\ufffd"),),
        good=(Example("He sold the watch for £100."),),
    ),
    Rule(
        code="R005",
        name="invisible-character",
        summary="control characters and others that cannot be seen",
        severity=Severity.WARNING,
        check=_check_invisible_character,
        why="""\
Zero-width characters, marks of direction, soft hyphens and control characters come along with text copied
from web pages and PDF files. They cannot be seen, but searching, sorting and comparing see them: a name with
one inside is found by nobody.

Tabs, line ends and form feeds (page breaks) are never flagged; nor are soft hyphens at a line end, joiners
where the script or an emoji needs them, marks of direction near right-to-left words, and zero-width spaces in
scripts without blanks. A hyphenation hint or a joiner set by a careful typesetter inside a Latin word is
flagged all the same.""",
        bad=(
            Example("Sta\u200blin spoke", "\u200b", ""),
            Example("a warn\xading was issued", "\xad", ""),
            Example("Tolstoy\x92s answer", "\x92", "\N{RIGHT SINGLE QUOTATION MARK}"),
            Example("an order\u202e from above", "\u202e", ""),
            Example("one\u2028two", "\u2028", " "),
        ),
        good=(
            Example("first page\n\f second page\tand on\r\n"),
            Example("a Petro\xad\ngrad paper"),
            Example("he said می\u200cخواهم and left"),
            Example("the family \U0001f468\u200d\U0001f469\u200d\U0001f467 came"),
            Example("the word שלום\u200f, peace"),
        ),
    ),
)
