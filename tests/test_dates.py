"""Dates as texts tell them, whole and in part."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.language.dates import DateMention, PartialDate, dates, month_of, name_of
from corrigenda.texts.tokens import Tokens

ENGLISH = "January February March April May June July August September October November December".split()  # noqa: SIM905
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905
DAYS = st.dates(date(1000, 1, 1), date(2100, 12, 31))


def found(text: str) -> list[tuple[str, str]]:
    return [(text[one.span.start : one.span.end], str(one.date)) for one in dates(Tokens(text))]


def only(text: str) -> DateMention:
    (one,) = dates(Tokens(text))
    return one


def suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


@given(DAYS)
def test_a_day_is_read_in_any_of_the_three_languages(day: date) -> None:
    english, french, german = (names[day.month - 1] for names in (ENGLISH, FRENCH, GERMAN))
    for text in (
        f"{english} {day.day}, {day.year}",
        f"{english} {day.day}{suffix(day.day)}, {day.year}",
        f"{english[:3]}. {day.day}, {day.year}",
        f"{day.day} {english} {day.year}",
        f"{day.day}{suffix(day.day)} of {english}, {day.year}",
        f"{day.day}\n{english}\n{day.year}",
        f"{english.upper()} {day.day}, {day.year}",
        f"{day.day} {french} {day.year}",
        f"{day.day}. {german} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.year}-{day.month:02}-{day.day:02}",
    ):
        assert found(f"He came on {text} in the rain.") == [(text, day.isoformat())], text


@given(st.integers(1000, 2100), st.integers(-1, 14), st.integers(-1, 33))
def test_a_date_has_a_flaw_or_is_a_day(year: int, month: int, day: int) -> None:
    told = PartialDate(year, month, day)
    if told.flaw():
        with pytest.raises(ValueError, match=r"month|day"):
            date(year, month, day)
    elif (month, day) == (2, 29) and year % 100 == 0 and year % 400:
        pass  # a leap day of the Julian calendar only
    else:
        assert date(year, month, day).isoformat() == str(told)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("June 1871", "1871-06"),
        ("June, 1871", "1871-06"),
        ("June of 1871", "1871-06"),
        ("juin 1871", "1871-06"),
        ("30 June", "XXXX-06-30"),
        ("June 30", "XXXX-06-30"),
        ("June the 30th", "XXXX-06-30"),
        ("1er mai 1871", "1871-05-01"),
        ("the seventh of May eighteen seventy-one", "1871-05-07"),
        ("thirty-first of June", "XXXX-06-31"),
        ("June the thirty-first, 1871", "1871-06-31"),
        ("12/31/1871", "1871-12-31"),
        ("31/12/1871", "1871-12-31"),
        ("13/13/1871", "1871-13-13"),
    ],
)
def test_what_is_not_told_is_not_filled_in(text: str, edtf: str) -> None:
    assert [told for _, told in found(text)] == [edtf]


def test_a_mention_knows_its_parts() -> None:
    text = "on the 31st of June 1871"
    one = only(text)
    assert one.day is not None
    assert one.month is not None
    assert one.year is not None
    assert [text[part.start : part.end] for part in (one.day, one.month, one.year)] == [
        "31st",
        "June",
        "1871",
    ]
    assert one.ordinal
    assert not only("31 June 1871").ordinal


@pytest.mark.parametrize(
    "text",
    [
        "He may march 3 miles in august company.",
        "He may, and March came.",
        "version 2.13.2015.4 at 10.12.1999.1",
        "/1999-12-31/ a1999-12-31",
        "sept 1900 hommes, 12 may 1900",
        "It was the second of the marches.",
        "at 3:31 May came",
    ],
)
def test_ordinary_words_and_other_numbers_are_no_dates(text: str) -> None:
    assert found(text) == []


def test_a_listing_of_files_has_the_day_after_the_month() -> None:
    assert found("1 root 0 Oct 16 21:39 bar") == [("Oct 16", "XXXX-10-16")]


def test_a_range_of_days_yields_its_last_day() -> None:
    assert found("on 30–31 June 1871") == [("31 June 1871", "1871-06-31")]


@given(st.text(alphabet=st.sampled_from("MayJune 0123456789.,/-\nofthsd")))
def test_no_text_breaks_the_reader_and_spans_are_in_order(text: str) -> None:
    spans = [one.span for one in dates(Tokens(text))]
    assert spans == sorted(spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_months_by_name_and_number() -> None:
    for names in (ENGLISH, FRENCH, GERMAN):
        assert [month_of(name) for name in names] == list(range(1, 13))
    assert [name_of(number) for number in range(1, 13)] == ENGLISH
    assert month_of("Monday") is None
