"""Datelines that the text above them contradicts: a preface of 1871 that tells of 1872."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from corrigenda.finding import Reading, Severity
from corrigenda.language.dates import FIRST_YEAR, LAST_YEAR, DateMention, PartialDate, dates, month_of
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.rules.stopwords import FUNCTION_WORDS
from corrigenda.texts.text import LineIndex, Span
from corrigenda.texts.tokens import Tokens

_LONGEST_LINE = 90
"""A dateline, a signature or a heading with more characters is prose."""
_LONGEST_SIGNATURE = 60
_MOST_WORDS = 12
_PLACE_WORDS = 6
_SIGNATURE_WORDS = 6
_SIGNATURE_LINES = 3
_LONGEST_GAP = 50
"""Years after a dateline beyond which a number is hardly the year of something the writer saw."""
_YEAR_DIGITS = 4

_BEFORE_DATE = re.compile(r"[ \t*_\[]{0,12}([^\W\d_][^\n\d!?;:()]{0,56}?)?[ \t,.]{0,4}")
_AFTER_DATE = re.compile(r"[ \t.,*_\]\r]{0,8}")
_PLACE_AND_YEAR = re.compile(
    r"^[ \t*_\[]{0,8}[^\W\d_][^\n\d.!?;:()]{1,40},[ \t]([0-9]{4})[.*_\] \t]{0,6}\r?$", re.MULTILINE
)
_SMALL_IN_PLACE_WORDS = """
am an bei d de del den der di du en im in la le les of on près prope sur the und upon von and et
"""
_SMALL_IN_PLACE = frozenset(_SMALL_IN_PLACE_WORDS.split())
_NO_PLACE = frozenset(["in", "on", "since", "until", "by", "from", "during", "before", "after"])
"""With one of these before it, a date belongs to a sentence."""
_SALUTATION = re.compile(r"(?:My )?(?:Dear|Sir|Madam|Mon |Ma |Cher|Chère|Lieber|Liebe|Sehr |Comrade)", re.IGNORECASE)
_NAMED_HEADING = re.compile(
    r"#|(?:chapter|part|book|letter|section|appendix|preface|introduction|contents|kapitel|teil|brief|vorwort|chapitre|"
    r"partie|livre|lettre|préface|tome|volume|act|scene)\b",
    re.IGNORECASE,
)
_TERMINAL = tuple(".!?,;:\N{HORIZONTAL ELLIPSIS}")
_YEARLY_WORDS = """
of in since by until till from to before after during through early late mid around about circa year spring
summer autumn fall winter end beginning close middle en de depuis jusqu'en dès avant après vers année été
hiver printemps automne im seit bis von vor nach um anfang ende mitte jahr jahre sommer herbst frühjahr and
between
"""
_YEARLY = frozenset(_YEARLY_WORDS.split())
"""What stands before a year, and hardly before a count."""
_FUTURE_WORDS = """
will shall would won't won’t going hope hopes expect expects plan plans planned intend intends should
may might wird werden werde würde sera seront serai serons aura auront if
"""
_FUTURE = frozenset(_FUTURE_WORDS.split())
_ENDS_OF_SENTENCE = ".!?\n"
_LONGEST_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class _Dateline:
    line: int
    date: Span
    told: PartialDate
    year: Span | None
    place: bool


def _check_dateline(context: Context) -> Iterator[Hit]:
    text, tokens = context.witness.text, context.tokens
    mentions = [mention for mention in _dated(context) if _line_around(text, mention.span)]
    if not mentions:
        return
    index = LineIndex(text)
    datelines = [dateline for mention in mentions if (dateline := _dateline(text, index, mention))]
    page = _Page(text, index, frozenset(one.line for one in datelines))
    years = context.once(_years)
    for dateline in datelines:
        section = page.section(dateline) if page.closes(dateline) else Span(0, 0)
        first = bisect_left(years, section.start, key=lambda number: tokens.span(number).start)
        last = bisect_left(years, section.end, key=lambda number: tokens.span(number).start)
        later = [number for number in years[first:last] if _is_later(tokens, number, dateline.told)]
        if later:
            yield _contradiction(tokens, index, dateline, max(later, key=lambda one: (tokens.surface(one), -one)))


def _contradiction(tokens: Tokens, index: LineIndex, dateline: _Dateline, number: int) -> Hit:
    year = tokens.surface(number)
    line = index.place(tokens.span(number).start)[0]
    date, part = dateline.date, dateline.year
    text = tokens.text
    message = f"dated {text[date.start : date.end]}, but line {line} tells of {year}"
    readings: tuple[Reading, ...] = ()
    if part is not None and text[part.start : part.end].isdigit():
        corr = text[date.start : part.start] + year + text[part.end : date.end]
        readings = (Reading(corr, 0.3, f"the latest year told of, line {line}"),)
    return Hit(date, message, readings)


# --- datelines ---------------------------------------------------------------------------------------------


def _dated(context: Context) -> Iterator[DateMention]:
    """Yield the dates with a year, and bare years after a place at the end of a line."""
    yield from (one for one in context.once(dates) if one.date.year is not None and not one.date.flaw())
    text = context.witness.text
    for year in map(context.tokens.span, context.once(_years)):
        if not text.endswith((", ", ",\t"), 0, year.start):
            continue
        line = _line_around(text, year)
        found = None if line is None else _PLACE_AND_YEAR.match(text, line.start)
        if found and found.span(1) == (year.start, year.end):
            place = text[found.start() : year.start].strip(" ,").rsplit(" ", 1)[-1]
            if month_of(place) is None:
                yield DateMention(year, PartialDate(int(found.group(1))), year=year)


def _line_around(text: str, span: Span) -> Span | None:
    """Return the line of a date when it is short enough for a dateline."""
    start = text.rfind("\n", max(0, span.start - _LONGEST_LINE), span.start) + 1
    end = text.find("\n", span.end, span.end + _LONGEST_LINE)
    if start == 0 and span.start > _LONGEST_LINE:
        return None
    if end < 0:
        end = len(text)
    return Span(start, end) if end - start <= _LONGEST_LINE else None


def _dateline(text: str, index: LineIndex, mention: DateMention) -> _Dateline | None:
    """Return the dateline a date makes up, alone or with a place, on a line of its own."""
    line = _line_around(text, mention.span)
    if line is None or not _AFTER_DATE.fullmatch(text, mention.span.end, line.end):
        return None
    before = _BEFORE_DATE.fullmatch(text, line.start, mention.span.start)
    if before is None:
        return None
    words = (before.group(1) or "").replace(",", " ").split()
    if len(words) > _PLACE_WORDS or not all(word[0].isupper() or word in _SMALL_IN_PLACE for word in words):
        return None
    if words and (words[-1].lower() in _NO_PLACE or words[0] in _NO_PLACE):
        return None
    number = index.place(mention.span.start)[0]
    place = any(word[0].isupper() for word in words)
    return _Dateline(number, mention.span, mention.date, mention.year, place)


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a text as a reader sees them: headings, signatures, datelines, prose."""

    text: str
    index: LineIndex
    datelines: frozenset[int]

    def line(self, number: int) -> str:
        """Return a line without the blanks around it; empty beyond the ends."""
        if not 1 <= number <= len(self.index):
            return ""
        span = self.index.line(number)
        return self.text[span.start : span.end].strip()

    def is_heading(self, number: int) -> bool:
        """Say whether a line stands alone, is short and does not end as a sentence does."""
        line = self.line(number)
        if not line or len(line) > _LONGEST_LINE or number in self.datelines or _SALUTATION.match(line):
            return False
        if not self._stands_alone(number) or len(line.split()) > _MOST_WORDS:
            return False
        if _NAMED_HEADING.match(line) or (line.isupper() and len(line) > len("I.")):
            return True
        return not line.endswith(_TERMINAL) and (line[0].isupper() or line[0].isdigit())

    def is_signature(self, number: int) -> bool:
        """Say whether a line may be a name under a letter."""
        line = self.line(number)
        words = line.split()
        if not words or len(line) > _LONGEST_SIGNATURE or len(words) > _SIGNATURE_WORDS:
            return False
        if _NAMED_HEADING.match(line) or line.endswith((",", ";", ":", "?")):
            return False
        return all(word[0].isupper() or word in _SMALL_IN_PLACE for word in words)

    def closes(self, dateline: _Dateline) -> bool:
        """Say whether a dateline ends its section: a heading follows, or nothing."""
        number = dateline.line + 1
        for _ in range(_SIGNATURE_LINES):
            number = self._filled(number, 1)
            if not number or self.is_heading(number):
                break
            if not self.is_signature(number):
                return False
            number += 1
        else:
            return False
        above = self._filled(dateline.line - 1, -1)
        if above and self.is_signature(above):
            return True
        if dateline.told.month is None:  # a book's imprint looks the same
            return False
        return dateline.place or self.line(dateline.line).endswith(".")

    def section(self, dateline: _Dateline) -> Span:
        """Return the prose above a dateline, up to the heading or the dateline before it."""
        number = self._filled(dateline.line - 1, -1)
        for _ in range(_SIGNATURE_LINES):
            if number and self.is_signature(number) and number not in self.datelines:
                number = self._filled(number - 1, -1)
        end = number
        while number and not self.is_heading(number) and number not in self.datelines:
            number -= 1
        if number == end:
            return Span(0, 0)
        return Span(self.index.line(number + 1).start, self.index.line(end).end)

    def _stands_alone(self, number: int) -> bool:
        sides = self.line(number - 1), self.line(number + 1)
        return all(not side or len(side) > _LONGEST_LINE for side in sides)

    def _filled(self, number: int, step: int) -> int:
        """Return the first line from `number` on that is not blank; 0 when there is none."""
        while 1 <= number <= len(self.index):
            if self.line(number):
                return number
            number += step
        return 0


# --- years -------------------------------------------------------------------------------------------------


def _years(tokens: Tokens) -> list[int]:
    """Return the words that may be years, in order."""
    return tokens.spelled(_may_be_year)


def _may_be_year(surface: str) -> bool:
    is_number = len(surface) == _YEAR_DIGITS and surface.isascii() and surface.isdigit()
    return is_number and FIRST_YEAR <= int(surface) <= LAST_YEAR


def _is_later(tokens: Tokens, number: int, told: PartialDate) -> bool:
    """Say whether a word is a year told of as past, later than the dateline below it."""
    if told.year is None or not told.year < int(tokens.surface(number)) <= told.year + _LONGEST_GAP:
        return False
    text, span = tokens.text, tokens.span(number)
    return _is_year(tokens, number) and not _is_aside(text, span) and not _is_future(text, span)


def _is_year(tokens: Tokens, number: int) -> bool:
    """Say whether a word is a year and not a count: of 1872, not in 1900 copies."""
    if number == 0:
        return False
    gap, before, key = tokens.gap(number - 1), tokens.surface(number - 1), tokens.key(number - 1)
    dated = month_of(before) is not None or (before.isdigit() and len(before) <= len("31") and gap.startswith(","))
    if not dated and (key not in _YEARLY or gap.strip(" \n\r\t\u00a0")):
        return False
    after = tokens.key(number + 1) if number + 1 < len(tokens) else ""
    counts = tokens.gap(number).isspace() and after.endswith("s") and after not in FUNCTION_WORDS
    return dated or not counts


def _is_aside(text: str, span: Span) -> bool:
    """Say whether a year stands in brackets or quotation marks: another's note, a title."""
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 40]
    for opening, closing in ("()", "[]", "“”", "«»", '""'):
        opened = before.rfind(opening) > before.rfind(closing) or (opening == closing and opening in before)
        if opened and closing in after:
            return True
    return False


def _is_future(text: str, span: Span) -> bool:
    """Say whether the sentence looks ahead of its writing."""
    before = text[max(0, span.start - _LONGEST_SENTENCE) : span.start]
    after = text[span.end : span.end + _LONGEST_SENTENCE]
    start = max(before.rfind(sign) for sign in _ENDS_OF_SENTENCE) + 1
    ends = [at for sign in _ENDS_OF_SENTENCE if (at := after.find(sign)) >= 0]
    words = (before[start:] + " " + after[: min(ends, default=len(after))]).lower().split()
    return any(word.strip(",;:()“”\"'") in _FUTURE or word.endswith(("'ll", "’ll")) for word in words)


RULES = (
    Rule(
        code="D001",
        name="anachronistic-dateline",
        summary="a dated preface or letter that tells of later years",
        severity=Severity.WARNING,
        check=_check_dateline,
        why="""\
Nobody can tell in March 1871 what happened in 1872: either the date under the preface is misread, or the year
in it is, or the passage was added later without a new date. The proposal puts the latest year told of into
the dateline; it is a guess, and the source decides.

A dateline is a line of its own with a place and a date, or a date under a signature, that closes its section:
a heading or the end of the text follows. Only years are compared, and only those in sentences that do not
look ahead (will, shall, hope, plan …), outside brackets and quotation marks. Prophecies in the past tense are
flagged wrongly.""",
        bad=(
            Example(
                "A Preface\n\nIn 1848 I left home. Late in 1872 my brother took the book to a printer.\n\n"
                "A. Writer.\n\nParis, March 1871.\n\nChapter 1\n\nIt began in 1834.\n",
                "March 1871",
                "March 1872",
            ),
            Example("Vorwort\n\nIm Mai 1893 starb er.\n\nBonn, den 3. Mai 1892\n", "3. Mai 1892", "3. Mai 1893"),
        ),
        good=(
            Example("In 1848 I left home. In 1870 we wrote it down.\n\nParis, March 1871.\n"),
            Example("I hope that in 1872 we will meet.\n\nParis, March 1871.\n"),
            Example("It was printed in 1900 copies (Berlin 1880).\n\nParis, March 1871.\n"),
            Example("He died in 1872.\n\nParis, March 1871\n\nDear friend,\n\nthe winter is long and cold.\n"),
        ),
    ),
)
