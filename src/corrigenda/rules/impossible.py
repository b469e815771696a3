"""Days that no calendar has, and weekdays that the calendar contradicts."""

import re
from calendar import monthrange
from collections.abc import Iterator

from corrigenda.finding import Reading, Severity
from corrigenda.language.dates import DateMention, PartialDate, dates, name_of
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.texts import fold
from corrigenda.texts.text import Span

_LEAP = 2000
_LONGEST = 31
_LIKELY_DAYS = range(29, 32)
"""Without a year, only these can be days the writer meant and the month has not."""
_DATING_WORDS = """
on by until till since from to of before after dated le du au am vom zum bis dem den seit ab nach
"""
_DATING = frozenset(_DATING_WORDS.split())
"""What stands before a month and a day, and not before a month and a count: on June 31, in June 31 men."""
_CITING_WORDS = """
p pp page pages no nos nr vol volume chapter seite line verse s
"""
_CITING = frozenset(_CITING_WORDS.split())
_NEIGHBOURS = (("June", "July"), ("Juni", "Juli"), ("juin", "juillet"), ("Jun", "Jul"), ("JUNE", "JULY"))
"""Months whose names are read for each other."""

# --- impossible dates --------------------------------------------------------------------------------------


def _check_impossible_date(context: Context) -> Iterator[Hit]:
    text = context.witness.text
    for mention in context.once(dates):
        reason = mention.date.flaw()
        if reason and _is_meant(text, mention):
            yield Hit(mention.span, reason, tuple(_possible(text, mention)))


def _is_meant(text: str, mention: DateMention) -> bool:
    """Say whether a date is meant at all, and no count beside a month."""
    told, before = mention.date, _word_before(text, mention.span.start)
    if mention.day is None or mention.month is None or before in _CITING:
        return mention.day is None
    if told.year is not None or mention.ordinal:
        return True
    if told.day not in _LIKELY_DAYS:
        return False
    return mention.day < mention.month or before in _DATING


def _word_before(text: str, offset: int) -> str:
    words = text[max(0, offset - 24) : offset].split()
    return fold.key(words[-1].strip("(.,")) if words else ""


def _possible(text: str, mention: DateMention) -> Iterator[Reading]:
    """Yield dates that exist and look like the impossible one."""
    told, day, month = mention.date, mention.day, mention.month
    if day is None or month is None or told.day is None or told.month is None:
        return
    for one, other in (pair for names in _NEIGHBOURS for pair in (names, names[::-1])):
        if text[month.start : month.end] == one and _exists(told.year, 13 - told.month, told.day):
            yield Reading(_with(text, mention.span, month, other), 0.3, "a month read for its neighbour")
    if told.day > _LONGEST:
        turned = int(str(told.day)[::-1])
        if _exists(told.year, told.month, turned) and text[day.start : day.end].isdigit():
            yield Reading(_with(text, mention.span, day, str(turned)), 0.2, "two digits exchanged")
    elif _exists(told.year, told.month, 1):
        last = _last_day(told)
        written = _like(text[day.start : day.end], last)
        if written:
            basis = f"the last day of {name_of(told.month)}"
            yield Reading(_with(text, mention.span, day, written), 0.25, basis)


def _exists(year: int | None, month: int, day: int) -> bool:
    return not PartialDate(year, month, day).flaw()


def _last_day(told: PartialDate) -> int:
    return monthrange(_LEAP if told.year is None else told.year, told.month or 1)[1]


def _with(text: str, whole: Span, part: Span, replacement: str) -> str:
    return text[whole.start : part.start] + replacement + text[part.end : whole.end]


def _like(day: str, number: int) -> str:
    """Return `number` written as `day` is: 30 for 31, 30th for 31st; empty when `day` is in words."""
    if day.isdigit():
        return str(number)
    if day[:2].isdigit() and day[2:] in ("st", "nd", "rd", "th"):
        return f"{number}th"  # the last days of months that have not 31: 28, 29, 30
    return ""


# --- weekdays ----------------------------------------------------------------------------------------------

_WEEKDAYS = (
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
)
_WEEKDAY_BEFORE = re.compile(r"\b([^\W\d_]{5,10}),?[ \u00a0](?:(?:the|le|den|dem)[ \u00a0])?\Z")
_TWO_CALENDARS, _ONE_CALENDAR = 1753, 1930
"""From the first year on a year begins in January, and only the Julian calendar is counted by beside the Gregorian;
from the second on it is not, in any country that these languages write about."""
_SCORES = (0.4, 0.1)
"""Of the weekday by the calendar, or the Gregorian one, and of that by the Julian one."""


def _check_weekday(context: Context) -> Iterator[Hit]:
    text = context.witness.text
    for mention in context.once(dates):
        right = _weekdays(mention.date)
        found = _WEEKDAY_BEFORE.search(text, max(0, mention.span.start - 24), mention.span.start) if right else None
        stated = _weekday(found.group(1)) if found else None
        if found is None or stated is None:
            continue
        names, number = stated
        if number not in right.values():
            span = Span(found.start(), mention.span.end)
            readings = []
            for (basis, day), score in zip(right.items(), _SCORES, strict=False):
                name = fold.like_case(found.group(1), _cased(found.group(1), names[day]))
                readings.append(Reading(_with(text, span, Span(*found.span(1)), name), score, basis))
            was = ", or ".join(f"a {_WEEKDAYS[0][day]} by {calendar}" for calendar, day in right.items())
            yield Hit(span, f"{mention.date} was {was}", tuple(readings))


def _weekdays(told: PartialDate) -> dict[str, int]:
    """Return the weekday of a date by each calendar that a text may count by; none when that cannot be known."""
    year, month, day = told.year, told.month, told.day
    if year is None or month is None or day is None or year < _TWO_CALENDARS or told.flaw():
        return {}
    if year >= _ONE_CALENDAR:
        return {"the calendar": told.weekday()}
    julian = {"the Julian calendar": told.weekday(julian=True)}
    is_julian = day > monthrange(year, month)[1]
    return julian if is_julian else {"the Gregorian calendar": told.weekday(), **julian}


def _weekday(word: str) -> tuple[tuple[str, ...], int] | None:
    key = fold.key(word)
    for names in _WEEKDAYS:
        for number, name in enumerate(names):
            if fold.key(name) == key:
                return names, number
    return None


def _cased(model: str, word: str) -> str:
    return word.capitalize() if model[0].isupper() else word


RULES = (
    Rule(
        code="D003",
        name="impossible-date",
        summary="a day that no calendar has",
        severity=Severity.ERROR,
        check=_check_impossible_date,
        why="""\
A figure misread or a slip of the pen makes 31 June, day 32 or month 13: something in the date is wrong,
though not always what. The proposals are days that exist and look alike: the last of that month, June for
July, two digits exchanged; none is more than a guess.

A month before a bare number is taken for a date only with a year or a word such as “on”, so that “in June 31
men fell” is none; 29 February is believed in 1900, which had one in the Julian calendar. Revolutionary and
other calendars with months of equal length (Sweden's 30 February 1712) are flagged wrongly.""",
        bad=(
            Example("On June 31, 1937, he left.", "June 31, 1937", "July 31, 1937"),
            Example("born on 30 February", "30 February", "29 February"),
            Example("le 29 février 1937", "29 février 1937", "28 février 1937"),
            Example("dated 13/13/1937", "13/13/1937"),
            Example("am 31.11.1937", "31.11.1937", "30.11.1937"),
            Example("on the 31st of April", "31st of April", "30th of April"),
            Example("on August 45th", "August 45th"),
        ),
        good=(
            Example("On June 30, 1937, and on 29 February 1936, he left."),
            Example("In June 31 men fell; in May 104 followed."),
            Example("vom 31.12.1936 bis 12/31/1937"),
            Example("29 February 1900 (Old Style)"),
            Example("version 2.13.2015.4"),
        ),
    ),
    Rule(
        code="D004",
        name="weekday-mismatch",
        summary="a weekday that the calendar contradicts (from 1753 on)",
        severity=Severity.NOTE,
        check=_check_weekday,
        why="""\
A date with its weekday can be checked: when they do not fit, the day, the month, the year or the weekday was
misread or mistranslated. The proposal changes the weekday, since it is the one part that follows from the
others.

Until 1929 the weekday of the Julian calendar is right as well, as Russia, Greece and others still counted by it. By
which of the two a text counts is not known, so that one error in six goes unseen. Dates before 1753 are not looked at:
their calendar, and the day on which their year began, changed from place to place. Authors err as well, and a diary's
mistake is the diary's.""",
        bad=(
            Example("on Monday, December 2, 1934", "Monday, December 2, 1934", "Sunday, December 2, 1934"),
            Example("Wednesday, March 29th, 1894", "Wednesday, March 29th, 1894", "Thursday, March 29th, 1894"),
            Example("on Monday, 25 October 1917", "Monday, 25 October 1917", "Thursday, 25 October 1917"),
            Example("Monday, 29 February 1900", "Monday, 29 February 1900", "Tuesday, 29 February 1900"),
        ),
        good=(
            Example("on Sunday, December 2, 1934"),
            Example("on Thursday, March 29th, 1894"),
            Example("on Wednesday, 25 October 1917, as Russia counted"),
            Example("On Monday, 30 January 1649, they slept."),
        ),
    ),
)
