"""The order of a glossary's rows means nothing: what is found is the same, but for the lines it names."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.finding import Finding
from corrigenda.formats.plain import decode
from corrigenda.likeness import near
from corrigenda.rules import RULES
from corrigenda.running.engine import Knowledge, lint
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.lexicon import Lexicon

HEADER = "term,kind,admitted,deprecated,source,note"
NAMES = st.sampled_from(
    (
        *("Kirov", "Kirow", "KIROV", "Kiroff", "Kurov", "Kirova", "Kirvo", "Kirov’s", "Nikolaev", "Nikolayev"),
        *("Lenin", "Lenine", "Lemnin", "Lanin"),
    )
)
PHRASES = st.sampled_from(
    (
        *("Soviet press", "Soviet Press", "the Soviet Press", "The Soviet Press", "Soviet Relief Fund"),
        *("Northern Relief Fund", "Northern Soviet Relief Fund", "Northern Press", "Relief Fund", "Press Fund"),
        *("Sergei Kirov", "Sergei Kirow", "Lenin Fund", "Lenin Relief Fund", "Northern Fund of Relief"),
        *("Soviet-Press", "The Soviet-Press", "Soviet Presses", "Kirov’s Press", "Kirov–Lenin Press", "Kirov-Kirov"),
    )
)
FORMS = NAMES | PHRASES
CELLS = st.lists(FORMS, max_size=2, unique=True).map("|".join)
ROWS = st.tuples(
    FORMS, st.sampled_from(("person", "body", "")), CELLS, CELLS, st.just(""), st.sampled_from(("", "one", "two"))
).map(",".join)
WORDS = FORMS | st.sampled_from(
    (
        *("Kirob", "Kirqv", "K1rov", "Nikolaiev", "Lemin", "Lcnin", "Sergei Kiroc", "Soviet Prose", "Belgian Press"),
        *(
            "Northern Rescue Fund",
            "Fund Relief Northern",
            "Northern Fund",
            "Relief Fund Northern",
            "Soviet Rescue Fund",
        ),
        *("the", "of", "and", "Kirovs", "Soviet Presses", "Kirov’s", "ofKirov", "KirovLenin", "."),
    )
)


def found(rows: list[str], text: str, *, bulk: bool) -> list[Finding]:
    """Return what all rules find with a glossary of some rows, without the lines at which these stand."""
    knowledge = Knowledge(Lexicon(Glossary.parse("\n".join((HEADER, *rows, "")), "g.csv")), language="en", min_score=0)
    witness = decode(text.encode(), name="a.txt", siglum="a.txt")
    return [_without_lines(finding) for finding in lint([witness], knowledge, RULES, bulk=bulk)]


def _without_lines(finding: Finding) -> Finding:
    readings = (replace(each, basis=re.sub(r"line \d+", "line", each.basis)) for each in finding.readings)
    return replace(finding, readings=tuple(readings))


@pytest.fixture(scope="module", autouse=True)
def little_room() -> Iterator[None]:
    """Let so few names be weighed that not all that are equally near can be."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(near, "CONSIDERED", 3)
        yield


@given(st.lists(ROWS, min_size=2, max_size=12), st.lists(WORDS, min_size=1, max_size=20).map(" ".join), st.data())
def test_findings_do_not_depend_on_the_order_of_rows(rows: list[str], text: str, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(rows))
    expected = found(rows, text, bulk=False)
    assert found(shuffled, text, bulk=False) == expected
    assert found(shuffled, text, bulk=True) == expected


@pytest.mark.parametrize(
    ("code", "rows", "text", "best"),
    [
        ("G001", ("NKVD,,,Home Office,,", "MVD,,,Home Office,,"), "The Home Office knew.", "MVD"),
        ("G001", ("Cheka,,,Home Office,,", "MVD,,,Home Offices,,"), "Both Home Offices knew.", "MVD"),
        ("G002", ("Kirov,person,,,,", "Kirov,place,,,,here", "Sergei Kirov,,,,,"), "Kirob came.", "Kirov"),
        ("G003", ("Northern Relief Fund,,,,,", "Northern Press Fund,,,,,"), "The Northern Rescue Fund paid.", None),
        ("G003", ("The Soviet Press,,,,,", "Soviet Press,,,,,"), "The Soviet Purse wrote.", "Soviet Press"),
        ("G005", ("Northern Harbour Fund,,,,,", "Harbour Northern Fund,,,,,"), "The Fund Northern Harbour met.", None),
        (
            "G005",
            ("Northern Harbour Fund,,,,,", "Harbour Northern Fund,,,,,"),
            "The Northern Harbour Fund. The Fund Northern Harbour met.",
            "Northern Harbour Fund",
        ),
        ("C002", ("Kirov,,Kirow,,,", "Kirof,,Kirow,,,"), "Kirov, Kirow, Kirof, Kirof.", "Kirof"),
        ("C002", ("Kirov,,Kirow,,,", "Kirof,,Kirow,,,"), "Kirov, Kirow, Kirof.", None),
    ],
)
def test_what_two_terms_say_of_a_place_is_the_same_in_any_order(
    code: str, rows: tuple[str, ...], text: str, best: str | None
) -> None:
    ways = [found(list(order), text, bulk=False) for order in permutations(rows)]
    assert all(way == ways[0] for way in ways)
    first = next(finding for finding in ways[0] if finding.code == code)
    assert best in (None, first.readings[0].text)
