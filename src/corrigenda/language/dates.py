"""Dates in a text, as far as they are told: day, month and year in English, French and German.

A date is what the text says of it and no more: nothing is filled in, least of all from the present day. Written out it
follows the Extended Date/Time Format (ISO 8601-2:2019, level 1): 1871-03, XXXX-06-31.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from corrigenda.language.numbers import number_at
from corrigenda.texts import fold
from corrigenda.texts.text import Span
from corrigenda.texts.tokens import Tokens

FIRST_YEAR, LAST_YEAR = 1000, 2100
"""Four digits outside these years are a count, not a year."""
MONTHS = 12
LONGEST_MONTH = 31
_LEAP = 2000
"""A leap year, for dates without a year."""

_ENGLISH = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
_FRENCH = (
    "janvier janv",
    "février fevrier févr fevr",
    "mars",
    "avril avr",
    "mai",
    "juin",
    "juillet juil",
    "août aout",
    "septembre",
    "octobre",
    "novembre",
    "décembre decembre déc",
)
_GERMAN = (
    "januar jänner jaenner",
    "februar feber",
    "märz maerz mrz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober okt",
    "november",
    "dezember dez",
)
_NUMBER_OF = {
    name: number
    for names in (_ENGLISH, _FRENCH, _GERMAN)
    for number, line in enumerate(names, start=1)
    for name in line.split()
}
_UNCAPITALISED = frozenset(name for line in _FRENCH for name in line.split())
"""English and German months have a capital: what may or march is none."""
_DAY_ENDINGS = ("st", "nd", "rd", "th", "d", "er", "e")
_OF = frozenset(("of", "de", "du", "d'", "im", "des"))
_THE = frozenset(("the", "le", "den", "der"))
_NEAR = re.compile(r"[ \t\u00a0]{0,3}(?:\r?\n)?[ \t]{0,8}")
_AFTER_DAY = re.compile(r"\.?[ \t\u00a0]{0,3}(?:\r?\n)?[ \t]{0,8}")
_AFTER_MONTH = re.compile(r"[.,]{0,2}[ \t\u00a0]{0,3}(?:\r?\n)?[ \t]{0,8}")
_NUMERIC = re.compile(
    r"(?<![\w./-])(?:(\d{1,2})([./-])(\d{1,2})\2(\d{4})|(\d{4})-(\d{2})-(\d{2}))(?![\w/-]|\.\w)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """What is told of a date; unknown parts are None. The parts need not fit each other."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def flaw(self) -> str:
        """Return why there is no such day, or an empty string.

        29 February is believed in every fourth year: in the Julian calendar 1900 was a leap year.

        >>> PartialDate(1937, 6, 31).flaw(), PartialDate(1937, 2, 29).flaw(), PartialDate(1900, 2, 29).flaw()
        ('June has 30 days', '1937 was no leap year', '')
        """
        if self.month is not None and not 1 <= self.month <= MONTHS:
            return f"there is no month {self.month}"
        if self.day is None:
            return ""
        if not 1 <= self.day <= LONGEST_MONTH:
            return f"no month has a day {self.day}"
        if self.month is None or self.day <= monthrange(_LEAP, self.month)[1]:
            leap = self.year is None or self.year % 4 == 0
            return "" if leap or (self.month, self.day) != (2, 29) else f"{self.year} was no leap year"
        return f"{name_of(self.month)} has {monthrange(_LEAP, self.month)[1]} days"

    def weekday(self, *, julian: bool = False) -> int:
        """Return the weekday of a whole date, Monday being 0, by the Gregorian or by the Julian calendar.

        Raises:
            ValueError: a part of the date is unknown.

        >>> october = PartialDate(1917, 10, 25)
        >>> october.weekday(), october.weekday(julian=True), PartialDate(1917, 11, 7).weekday()
        (3, 2, 2)
        """
        if self.year is None or self.month is None or self.day is None:
            raise ValueError("only a whole date has a weekday")
        is_early = self.month <= 2  # noqa: PLR2004 - years that begin in March have their leap day last
        year, month = (self.year - 1, self.month + 9) if is_early else (self.year, self.month - 3)
        days = self.day + (153 * month + 2) // 5 + 365 * year + year // 4
        return (days - 1 if julian else days - year // 100 + year // 400 + 1) % 7

    def __str__(self) -> str:
        """Return the date in EDTF.

        >>> str(PartialDate(1871, 3)), str(PartialDate(None, 6, 31)), str(PartialDate(1871))
        ('1871-03', 'XXXX-06-31', '1871')
        """
        parts = ["XXXX" if self.year is None else f"{self.year:04}"]
        if self.month is not None or self.day is not None:
            parts.append("XX" if self.month is None else f"{self.month:02}")
        if self.day is not None:
            parts.append(f"{self.day:02}")
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as it stands in a text."""

    span: Span
    date: PartialDate
    day: Span | None = None
    """Where the day stands."""
    month: Span | None = None
    year: Span | None = None
    ordinal: bool = False
    """The day is an ordinal (31st, 1er, 3.), so it can be no count."""


def name_of(month: int) -> str:
    """Return the English name of a month, 1 to 12."""
    return _ENGLISH[month - 1].split()[0].capitalize()


def dates(tokens: Tokens) -> tuple[DateMention, ...]:
    """Return the dates of a text in reading order: a month with a day or a year, or three numbers.

    Numeric dates need a year of four digits. Either order of day and month is admitted; where
    none gives a day that exists, the order day, month, year is reported.

    >>> [str(mention.date) for mention in dates(Tokens("Paris, March 1871; le 3 mai 1901; 31.12.1899"))]
    ['1871-03', '1901-05-03', '1899-12-31']
    """
    return tuple(sorted((*_named(tokens), *_numeric(tokens)), key=lambda mention: mention.span))


# --- numeric dates -----------------------------------------------------------------------------------------


def _may_be_in_date(surface: str) -> bool:
    return len(surface) <= len("1899") and surface.isascii() and surface.isdigit()


def _numeric(tokens: Tokens) -> Iterator[DateMention]:
    for number in tokens.adjacent(_may_be_in_date, _may_be_in_date):
        found = _NUMERIC.match(tokens.text, tokens.span(number).start)
        if not found:
            continue
        one, _, two, year, first_year, month, day = found.groups()
        pair = (int(two), int(one)) if year else (int(month), int(day))
        stated = int(year or first_year)
        if not FIRST_YEAR <= stated <= LAST_YEAR:
            continue
        orders = [PartialDate(stated, *order) for order in permutations(pair)]
        told = next((order for order in orders if not order.flaw()), orders[0])
        day, month_group = (1, 3) if year else (7, 6)
        if told is not orders[0]:
            day, month_group = month_group, day
        yield DateMention(
            Span(*found.span()),
            told,
            Span(*found.span(day)),
            Span(*found.span(month_group)),
            Span(*found.span(4 if year else 5)),
        )


# --- dates with a named month ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    value: int
    first: int
    last: int
    ordinal: bool = False


class _Reader:
    """Reads the words around a month."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    def day_before(self, month: int) -> _Part | None:
        """Return the day before month word `month`: 12 March, 3rd of May, the thirty-first of June."""
        at = month - 1
        if at >= 0 and self.tokens.key(at) in _OF and _NEAR.fullmatch(self.tokens.gap(at)):
            at -= 1
        dotted = at == month - 1 and at >= 0 and self.tokens.surface(at).isdigit()
        if at < 0 or not (_AFTER_DAY if dotted else _NEAR).fullmatch(self.tokens.gap(at)):
            return None
        return self._day(at, backwards=True)

    def day_after(self, month: int) -> _Part | None:
        """Return the day after month word `month`: March 12, June the 31st."""
        at = month + 1
        if at < len(self.tokens) and not _AFTER_DAY.fullmatch(self.tokens.gap(month)):
            return None
        if at < len(self.tokens) and self.tokens.key(at) in _THE and _NEAR.fullmatch(self.tokens.gap(at)):
            at += 1
        return self._day(at, backwards=False) if at < len(self.tokens) else None

    def year_after(self, word: int) -> _Part | None:
        """Return the year after word `word`: 1871, of 1871, eighteen seventy-one."""
        at = word + 1
        if at >= len(self.tokens) or not _AFTER_MONTH.fullmatch(self.tokens.gap(word)):
            return None
        if self.tokens.key(at) in _OF and at + 1 < len(self.tokens) and _NEAR.fullmatch(self.tokens.gap(at)):
            at += 1
        surface = self.tokens.surface(at)
        if len(surface) == len("1871") and surface.isascii() and surface.isdigit():
            year = int(surface)
            return _Part(year, at, at) if FIRST_YEAR <= year <= LAST_YEAR else None
        number = None if surface[0].isdigit() else number_at(self.tokens, at)
        return _Part(number.value, at, number.last) if number and number.paired else None

    def _day(self, at: int, *, backwards: bool) -> _Part | None:
        surface = self.tokens.surface(at)
        if surface[0].isdigit():
            digits = surface[:2] if surface[1:2].isdigit() else surface[:1]
            ending = surface[len(digits) :].lower()
            if not digits.isascii() or (ending and ending not in _DAY_ENDINGS) or self._is_fragment(at):
                return None
            dotted = backwards and self.tokens.gap(at).startswith(".")
            return _Part(int(digits), at, at, ordinal=bool(ending) or dotted)
        for start in (at - 1, at) if backwards else (at,):
            number = number_at(self.tokens, start) if start >= 0 else None
            if number and number.spelled and number.ordinal and (not backwards or number.last == at):
                return _Part(number.value, number.first, number.last, ordinal=True)
        return None

    def _is_fragment(self, at: int) -> bool:
        """Say whether the digits belong to a longer number: 3.5, 10:30, 1/2."""
        span, text = self.tokens.span(at), self.tokens.text
        before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
        joined = before[-1:] in (".", ",", ":", "/") and before[:1].isdigit()
        return joined or (after[:1] in (".", ",", ":", "/") and after[1:].isdigit()) or before[-1:] in ("$", "£")


def _named(tokens: Tokens) -> Iterator[DateMention]:
    reader = _Reader(tokens)
    for place in tokens.spelled(_is_month):
        mention = _around(reader, place, _NUMBER_OF[tokens.key(place)])
        if mention:
            yield mention


def _is_month(surface: str) -> bool:
    key = fold.key(surface)
    return key in _NUMBER_OF and (surface[0].isupper() or key in _UNCAPITALISED)


def _around(reader: _Reader, place: int, month: int) -> DateMention | None:
    """Return the date told around month word `place`; None when the month stands alone."""
    day = reader.day_before(place)
    year = reader.year_after(place)
    if year is None and (day is None or not (day.ordinal or 1 <= day.value <= LONGEST_MONTH)):
        day = reader.day_after(place)
        year = reader.year_after(day.last) if day else None
    if day is None and year is None:
        return None
    tokens = reader.tokens
    words = [place, *((day.first, day.last) if day else ()), *((year.first, year.last) if year else ())]
    return DateMention(
        tokens.span(min(words), max(words)),
        PartialDate(year.value if year else None, month, day.value if day else None),
        tokens.span(day.first, day.last) if day else None,
        tokens.span(place),
        tokens.span(year.first, year.last) if year else None,
        ordinal=bool(day and day.ordinal),
    )


def month_of(word: str) -> int | None:
    """Return the number of the month `word` names in English, French or German; None when it names none.

    >>> month_of("août"), month_of("Sept"), month_of("Smolny")
    (8, 9, None)
    """
    return _NUMBER_OF.get(fold.key(word))
