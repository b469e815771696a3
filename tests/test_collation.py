"""A term that stands in the same sentence of another text tells what another phrase there is for."""

import pytest

from corrigenda import rules
from corrigenda.counting import facts
from corrigenda.finding import Finding
from corrigenda.formats.plain import decode
from corrigenda.rules.phrase_counts import PhraseCounts, count_phrases
from corrigenda.rules.surroundings import Around, Surroundings
from corrigenda.running.engine import Knowledge, lint
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.tokens import Tokens

LEXICON = Lexicon(glossary.read(b"term\nTreasury Board\n", "glossary.csv"))
TERM = "treasury", "board"
RIGHT = "At noon on Friday the Treasury Board sold nine old ships in Hull to pay debts of the war."
OTHERWISE = "In Hull on Friday at noon, to pay debts from the war, the Finance Board sold nine old ships."
ELSEWHERE = "Nobody knew what the Finance Board would say of the plan, and few cared at all."


def found(*texts: str, bulk: bool = False) -> list[Finding]:
    witnesses = [decode(text.encode(), name=str(at), siglum=str(at)) for at, text in enumerate(texts)]
    knowledge = Knowledge(LEXICON, language="en")
    return list(lint(witnesses, knowledge, rules.selected(("G003",), ()), bulk=bulk))


@pytest.mark.parametrize("bulk", [False, True])
def test_another_translation_of_the_sentence_has_the_term(bulk: bool) -> None:
    (finding,) = found(RIGHT, OTHERWISE, bulk=bulk)
    assert (finding.anchor.siglum, finding.anchor.sic, finding.readings[0].text) == (
        "1",
        "Finance Board",
        "Treasury Board",
    )
    assert "another text has the term in such a sentence" in finding.readings[0].basis


@pytest.mark.parametrize(
    "texts",
    [
        (OTHERWISE,),
        (RIGHT, ELSEWHERE),
        (f"{RIGHT} {OTHERWISE}",),
        (RIGHT.replace("nine", "finance"), OTHERWISE),
        (RIGHT, OTHERWISE.replace("nine", "treasury")),
    ],
    ids=["no other text", "another sentence", "the same text", "the odd word stands there", "the right one here"],
)
def test_nothing_tells_what_is_meant(texts: tuple[str, ...]) -> None:
    assert found(*texts) == []


def test_the_likest_place_counts() -> None:
    around = Around(Tokens("nine old ships lay there; the harbour pilot sold nine old boats in May\0 and nine ships"))
    places = [around(at, at) for at in (0, 6)]
    here = Around(Tokens("the boy sold nine old boats in May"))(1, 1)
    both = Surroundings(dict.fromkeys(places, 2))
    assert both.likest(here, "boy") == both.likest(here, "boy", {places[1]: 1}) == pytest.approx(0.79, abs=0.01)
    assert both.likest(here, "boy", {places[1]: 2}) == pytest.approx(0.75, abs=0.01)
    assert both.likest(here, "ships") == 0
    assert Surroundings({}).likest(here, "boy") == 0


def test_what_stands_in_the_next_text_is_not_around() -> None:
    around = Around(Tokens("nine old ships\0 and nine more\0"))
    assert around(2, 2) == Around(Tokens("nine old ships"))(2, 2)
    assert around(3, 3) == Around(Tokens("and nine more"))(0, 0)


def test_counts_with_places_travel_and_are_taken_away() -> None:
    one, other = (count_phrases(Tokens(text), LEXICON) for text in (RIGHT, RIGHT.replace("ships", "boats")))
    both = PhraseCounts.of_rows(one.rows())
    assert both.places == one.places
    both.add(other)
    assert both.places[TERM].total() == 2
    assert list(other.differ(one)) == list(one.differ(other)) == [facts.of_term(TERM)]
    both.remove(other)
    assert (both.places, list(both.differ(one))) == (one.places, [])
    both.remove(one)
    assert both.places == {}


def test_of_a_term_that_stands_very_often_no_place_is_kept() -> None:
    counts = PhraseCounts()
    counts.add(count_phrases(Tokens("The Treasury Board sold ships. " * 1_000), LEXICON))
    assert counts.places[TERM].total() == 1_000
    counts.add(count_phrases(Tokens(RIGHT), LEXICON))
    assert (counts.terms[TERM], counts.places) == (1_001, {})


def test_what_is_kept_of_a_term_does_not_depend_on_the_order_of_the_rows() -> None:
    rows = ("harbour fund,term", "Harbour Fund,body")
    for order in (rows, rows[::-1]):
        lexicon = Lexicon(glossary.Glossary.parse("\n".join(("term,kind", *order))))
        counts = count_phrases(Tokens("In winter the widows asked the Harbour Fund for bread."), lexicon)
        assert list(counts.places) == [("harbour", "fund")]
