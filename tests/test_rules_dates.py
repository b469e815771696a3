"""Contradictions in dates and numbers: datelines, counts, impossible days, weekdays."""

import calendar
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.counting.survey import Survey
from corrigenda.language.numbers import spell
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.rules.dates import RULES
from corrigenda.running.engine import Checker, Knowledge
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.text import Codec, Witness

BY_CODE = {rule.code: rule for rule in RULES}
SEED = Path(__file__).parents[1] / "seeds" / "secret-history-3.txt"


def context(text: str) -> Context:
    """Return what rules look at in one text, without a glossary."""
    checker = Checker(Knowledge(Lexicon(Glossary((), ()))), Survey())
    return checker.contexts([Witness("t.txt", "t.txt", text, Codec(), "")])[0]


def hits(code: str, text: str) -> list[Hit]:
    return list(BY_CODE[code].check(context(text)))


def flagged(code: str, text: str) -> list[tuple[str, list[str]]]:
    """Return each sic with its readings."""
    return [
        (text[hit.span.start : hit.span.end], [reading.text for reading in hit.readings]) for hit in hits(code, text)
    ]


def sics(code: str, text: str) -> list[str]:
    return [sic for sic, _ in flagged(code, text)]


def examples() -> Iterator[Any]:
    for rule in RULES:
        for number, example in enumerate((*rule.bad, *rule.good)):
            yield pytest.param(rule, example, id=f"{rule.code}-{number}")


@pytest.mark.parametrize(("rule", "example"), list(examples()))
def test_examples_show_what_the_rule_does(rule: Rule, example: Example) -> None:
    found = flagged(rule.code, example.text)
    if example.sic:
        assert (found[0][0], (found[0][1] or [None])[0]) == (example.sic, example.corr)
    else:
        assert found == []


def test_the_seed_text_is_dated_before_what_it_tells_and_its_counts_agree() -> None:
    text = SEED.read_bytes().decode()
    found = [(rule.code, *one) for rule in RULES for one in flagged(rule.code, text)]
    assert found == [("D001", "June 1952", ["June 1953"])]
    assert "line 17 tells of 1953" in hits("D001", text)[0].message


def test_the_other_count_in_the_seed_text_is_seen_when_it_is_wrong() -> None:
    text = SEED.read_bytes().decode().replace("execution of 104", "execution of 140")
    assert flagged("D002", text) == [("140", ["104"])]
    assert "line 31 counts one hundred and four terrorists" in hits("D002", text)[0].message


def test_long_texts_take_time_in_proportion() -> None:
    for piece in (
        "In 1853 it was so.\n\nA. B.\n\nParis, June 1852.\n\nChapter 1\n\n",
        "the 140 men, ",
        "31 June 1937, ",
    ):
        text = piece * (60_000 // len(piece))
        start = time.perf_counter()
        for rule in RULES:
            sum(1 for _ in rule.check(context(text)))
        assert time.perf_counter() - start < 15, piece  # quadratic code takes minutes


def test_a_text_of_one_line_takes_time_in_proportion() -> None:
    def spent(size: int) -> float:
        of_line = context("He came, 1848 and went on with it " * (size // 34))
        start = time.process_time()
        assert not list(BY_CODE["D001"].check(of_line))
        return time.process_time() - start

    assert min(spent(2_400_000) / spent(600_000) for _ in range(3)) < 9  # sixteen, if each year looks through the line


@given(st.text(alphabet=st.sampled_from("MayJune 0123456789.,/-\nofthsd")))
def test_every_hit_lies_in_the_text_and_every_reading_changes_it(text: str) -> None:
    for rule in RULES:
        for hit in rule.check(context(text)):
            assert 0 <= hit.span.start < hit.span.end <= len(text)
            assert all(reading.text != text[hit.span.start : hit.span.end] for reading in hit.readings)


# --- D001 ---------------------------------------------------------------------------------------------------

PROSE = "At the beginning of 1872 my brother took the book to a printer in the next town."


@pytest.mark.parametrize(
    ("dateline", "sic"),
    [
        ("Paris, March 1871.", "March 1871"),
        ("Paris, March 12, 1871", "March 12, 1871"),
        ("London, 12 March 1871", "12 March 1871"),
        ("Paris, le 12 mars 1871", "12 mars 1871"),
        ("Berlin, den 12. März 1871", "12. März 1871"),
        ("*Paris, March 1871.*", "March 1871"),
        ("March 1871.", "March 1871"),
    ],
)
def test_datelines_of_many_kinds_close_a_preface(dateline: str, sic: str) -> None:
    text = f"Preface\n\n{PROSE}\n\nA. B. Writer\n\n{dateline}\n\nChapter 1\n\nIt began long ago.\n"
    assert sics("D001", text) == [sic]
    assert sics("D001", text.replace("\n", "\r\n")) == [sic]


def test_the_end_of_the_text_closes_as_well_and_the_signature_may_follow() -> None:
    assert sics("D001", f"{PROSE}\n\nParis, March 1871\n") == ["March 1871"]
    assert sics("D001", f"{PROSE}\n\nParis, March 1871\n\nA. B. Writer\n") == ["March 1871"]
    assert sics("D001", f"{PROSE}\nA. B. Writer\nParis, 1871\n") == ["1871"]


def test_the_latest_year_is_proposed_and_named_with_its_line() -> None:
    text = f"{PROSE}\n\nIn August 1873 it was out.\n\nParis, March 1871.\n"
    (hit,) = hits("D001", text)
    assert [reading.text for reading in hit.readings] == ["March 1873"]
    assert hit.message == "dated March 1871, but line 3 tells of 1873"


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\n\nParis, March 1872.\n",
        f"Part 1\n\n{PROSE}\n\nPart 2\n\nIn 1870 it was cold.\n\nParis, March 1871.\n",
        f"Paris, March 1871\n\nDear friend,\n\n{PROSE}\n",
        f"{PROSE}\n\nParis, March 1871\n\nDear friend,\n\nnobody writes.\n",
        "We hope that in 1872 it will be printed.\n\nParis, March 1871.\n",
        "It is to appear (as the editor noted in 1872) soon.\n\nParis, March 1871.\n",
        "A novel called “The Year 1872” was out.\n\nParis, March 1871.\n",
        "There were in 1872 copies many faults.\n\nParis, March 1871.\n",
        "See page 1872 and no. 1873.\n\nParis, March 1871.\n",
        f"{PROSE}\n\nHe stayed until March 1871.\n",
        f"{PROSE}\nhe died in\nMarch 1871\nand was buried.\n",
        f"{PROSE}\n\nReclus, Elisée, Freedom Press, London, 1871.\n",
    ],
    ids=range(12),
)
def test_what_no_dateline_contradicts(text: str) -> None:
    assert sics("D001", text) == []


# --- D002 ---------------------------------------------------------------------------------------------------


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 9))
def test_exchanged_digits_are_seen_in_words_and_figures(hundreds: int, tens: int, ones: int) -> None:
    right, wrong = hundreds * 100 + tens * 10 + ones, hundreds * 100 + ones * 10 + tens
    text = f"They took {spell(right)} grey horses. The sale of {wrong} horses began."
    assert flagged("D002", text) == ([] if right == wrong else [(str(wrong), [str(right)])])
    text = f"They took {right} grey horses. The sale of {spell(wrong)} horses began."
    assert flagged("D002", text) == ([] if right == wrong else [(spell(wrong), [spell(right)])])


def test_the_reading_is_written_as_the_sic_is() -> None:
    assert flagged("D002", "There were 40 men. Fourteen of them left. These Fourteen men died.") == [
        ("Fourteen", ["Forty"])
    ]
    assert flagged("D002", "Of 12,340 settlers, the 12,430 settlers.") == [("12,430", ["12,340"])]


@pytest.mark.parametrize(
    "text",
    [
        "There were 260 grey horses. The 206 white horses ran.",
        "They had 260 horses and 206 horses.",
        "There were 100 men. The 104 men left.",
        "There were 250 men. The 180 men left.",
        "They took two hundred and six horses. About 260 horses ran, nearly 260 horses died.",
        "It took forty years. The fourteen years were long.",
        "In 1834 settlers came. The 1843 settlers left.",
        "Two hundred and six men" + " and so on" * 400 + " the 260 men.",
        "The fortieth men, the 14th men. Nineteen fifty-two men, 1925 men.",
    ],
    ids=range(9),
)
def test_counts_that_are_just_two_counts(text: str) -> None:
    assert sics("D002", text) == []


def test_a_wrong_count_is_named_once_however_often_it_stands() -> None:
    text = "They took two hundred and six horses. The 260 horses ran, the 260 horses died, the 206 horses."
    assert sics("D002", text) == ["260"]


# --- D003 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sic", "readings"),
    [
        ("on June 31, 1871, it rained", "June 31, 1871", ["July 31, 1871", "June 30, 1871"]),
        ("on the 31st of April it rained", "31st of April", ["30th of April"]),
        ("on 29 February 1871 it rained", "29 February 1871", ["28 February 1871"]),
        ("am 31. Juni 1871", "31. Juni 1871", ["31. Juli 1871", "30. Juni 1871"]),
        ("le 31 juin 1871", "31 juin 1871", ["31 juillet 1871", "30 juin 1871"]),
        ("on 51 May 1871", "51 May 1871", ["15 May 1871"]),
        ("on the thirty-first of November", "thirty-first of November", []),
        ("on 31/06/1871", "31/06/1871", ["30/06/1871"]),
        ("on 1871-02-30", "1871-02-30", ["1871-02-28"]),
        ("on 13/13/1871", "13/13/1871", []),
        ("on 30–31 June 1871", "31 June 1871", ["31 July 1871", "30 June 1871"]),
    ],
)
def test_days_that_no_calendar_has(text: str, sic: str, readings: list[str]) -> None:
    assert flagged("D003", text) == [(sic, readings)]


@given(st.dates(date(1000, 1, 1), date(2100, 12, 31)))
def test_days_that_exist_are_left_alone(day: date) -> None:
    for text in (
        f"{day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        day.isoformat(),
        f"{day:%d/%m/%Y}",
    ):
        assert sics("D003", f"on {text}, then") == []


@pytest.mark.parametrize(
    "text",
    [
        "In June 31 men fell; in May 104 men; in April 31 towns burnt.",
        "IEEE Spectrum, May 88; see p. 35 May 1871",
        "29 February 1900 and 29 February 1700, Old Style",
        "1 root 0 Oct 16 21:39 bar",
        "the numbers 31.06.18, 40/40/40 and 99-99-1871x",
    ],
)
def test_counts_beside_a_month_are_no_days(text: str) -> None:
    assert sics("D003", text) == []


# --- D004 ---------------------------------------------------------------------------------------------------


@given(st.dates(date(1930, 1, 1), date(2100, 12, 31)), st.integers(1, 6))
def test_the_calendar_knows_the_weekday(day: date, shift: int) -> None:
    wrong = date.fromordinal(day.toordinal() + shift)
    assert sics("D004", f"on {day:%A}, {day.day} {day:%B} {day.year}") == []
    text = f"on {wrong:%A}, {day.day} {day:%B} {day.year}"
    assert flagged("D004", text) == [(text[3:], [f"{day:%A}, {day.day} {day:%B} {day.year}"])]


def test_weekdays_in_french_german_and_before_a_month() -> None:
    assert flagged("D004", "le lundi 2 décembre 1934")[0][1] == ["dimanche 2 décembre 1934"]
    assert flagged("D004", "Montag, den 2. Dezember 1934")[0][1] == ["Sonntag, den 2. Dezember 1934"]
    assert flagged("D004", "MONDAY, DECEMBER 2, 1934")[0][1] == ["SUNDAY, DECEMBER 2, 1934"]


def test_until_1929_a_weekday_of_either_calendar_is_right() -> None:
    """A day of 1917 in Moscow was Wednesday by the calendar that Russia kept, of the same date Thursday in Paris."""
    assert sics("D004", "on Wednesday, 25 October 1917, and on Thursday, 25 October 1917") == []
    readings = ["Thursday, 25 October 1917", "Wednesday, 25 October 1917"]
    assert flagged("D004", "on Monday, 25 October 1917") == [("Monday, 25 October 1917", readings)]


@given(st.dates(date(1753, 1, 1), date(1929, 12, 31)))
def test_five_weekdays_of_seven_are_wrong_by_both_calendars(day: date) -> None:
    written = f"{day.day} {day:%B} {day.year}"
    found = [flagged("D004", f"on {name}, {written}") for name in calendar.day_name]
    assert sum(map(len, found)) == 5
    assert f"{day:%A}, {written}" in {each[0][1][0] for each in found if each}


def test_a_leap_day_of_the_julian_calendar_alone_has_its_weekday() -> None:
    assert sics("D004", "on Tuesday, 29 February 1900") == []
    assert flagged("D004", "on Monday, 29 February 1900")[0][1] == ["Tuesday, 29 February 1900"]


def test_dates_before_1753_are_not_looked_at() -> None:
    assert sics("D004", "on Monday, 30 January 1649") == []
