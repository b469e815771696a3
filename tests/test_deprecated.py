"""Known wrong forms: what is put for one makes no word, mark or letter too many or too few in its sentence."""

import pytest

import corrigenda
from corrigenda import Glossary
from corrigenda.rules import selected
from corrigenda.running import engine
from corrigenda.running.engine import Knowledge
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.text import Codec, Witness

TERMS = Glossary.parse("""\
term,deprecated
Urabi Pasha,Orabi|Arabi Pacha
Joseph Stalin,Stalbrand
The Hague,Den Haag
T. P. O’Connor,0'Connor
A. Smith,Smyth
Party Congress,Congress Party
Izvestia,News newspaper|newspaper News
Corinth,‘Korinth’ town
""")
COUNT = Glossary.parse("""\
term,admitted,deprecated
Edmond Dantès,Dantès|Edmond|Louis Dantès,Dantis|Louis Dantis
Joseph Stalin,Stalin|Koba,Stalbrand
Izvestia,Isvestia|The Gazette,News newspaper
Trotsky,Trotskii|Leon Trotsky,Trotskij
""")


def corrected(text: str, terms: Glossary = TERMS) -> str:
    """Return a text with the first readings of what is known to be wrong in it."""
    found = corrigenda.lint(text, terms, select=["G001"])
    return found.patch().apply(*found.texts.values())


@pytest.mark.parametrize(
    ("text", "should_be"),
    [
        ("Then Orabi came.", "Then Urabi Pasha came."),
        ("Then Orabi Pasha came.", "Then Urabi Pasha came."),
        ("ORABI PASHA, of Orabi\nPasha’s men.", "URABI PASHA, of Urabi\nPasha’s men."),
        ("It was “Orabi” Pasha.", "It was “Urabi” Pasha."),
        ("It was Orabi’s Pasha.", "It was Urabi Pasha’s Pasha."),
        ("It was Orabi, Pasha of the town.", "It was Urabi Pasha, Pasha of the town."),
        ("It was Pasha Orabi.", "It was Pasha Urabi."),
        ("Joseph Stalbrand's men.", "Joseph Stalin's men."),
        ("He was in Den Haag.", "He was in The Hague."),
        ("He was in the Den Haag.", "He was in the Hague."),
        ("Mr. T. P. 0'Connor, Smyth, A. Smyth.", "Mr. T. P. O'Connor, A. Smith, A. Smith."),
        ("The Congress Party Congress.", "The Party Congress Congress."),
    ],
)
def test_what_a_wrong_form_lacks_and_stands_beside_it_is_not_doubled(text: str, should_be: str) -> None:
    assert corrected(text) == should_be


@pytest.mark.parametrize(
    ("text", "should_be"),
    [
        ("Of “Arabi” Pacha’s men.", "Of “Urabi” Pasha’s men."),
        ("Of Arabi “Pacha” and “Arabi Pacha”.", "Of Urabi “Pasha” and “Urabi Pasha”."),
        ("The “News” newspaper.", "The Izvestia."),
        ("The newspaper 'News'.", "The Izvestia."),
        ("Of ‘Stalbrand’s Purges’.", "Of ‘Joseph Stalin’s Purges’."),
        ("Of 'Stalbrand's Purges'.", "Of 'Joseph Stalin's Purges'."),
        ("The ‘Korinth’ town.", "The Corinth."),
    ],
)
def test_quotation_marks_inside_stay_around_the_words_they_stand_around(text: str, should_be: str) -> None:
    assert corrected(text) == should_be


@pytest.mark.parametrize(
    ("text", "should_be"),
    [
        ("Old Louis Dantis, M. Dantis.", "Old Louis Dantès, M. Dantès."),
        ("EDMOND DANTIS and Dantis’s men.", "EDMOND DANTÈS and Dantès’s men."),
        ("Then Stalbrand read the “News” newspaper.", "Then Joseph Stalin read the Izvestia."),
        ("Then Trotskij came.", "Then Trotsky came."),
    ],
)
def test_the_admitted_form_that_a_wrong_one_is_clearly_nearest_to_comes_first(text: str, should_be: str) -> None:
    assert corrected(text, COUNT) == should_be


def test_the_preferred_form_is_the_second_reading_behind_an_admitted_one() -> None:
    (finding,) = corrigenda.lint("Then Dantis came.", COUNT, select=["G001"])
    assert [reading.text for reading in finding.readings] == ["Dantès", "Edmond Dantès"]
    assert finding.readings[0].score > 0.8
    assert finding.readings[1].score < 0.1


def test_readings_of_several_terms_come_best_first() -> None:
    terms = Glossary.parse("term,admitted,deprecated\nEdmond Dantès,Dantès,Dantis\nMercédès Dantès,Dantès,Dantis\n")
    (finding,) = corrigenda.lint("Then Dantis came.", terms, select=["G001"])
    scores = [reading.score for reading in finding.readings]
    assert finding.readings[0].text == "Dantès"
    assert scores == sorted(scores, reverse=True)


PLURALS = """\
term,admitted,deprecated
Dreyfus,Alfred Dreyfus|Captain Alfred Dreyfus,Dreyfuss
Danglars,,Danglarss|old Danglarss
Church,,Churche
Lenin,,Lenin’s
"""


@pytest.mark.parametrize(
    ("text", "should_be"),
    [
        ("Dreyfuss came, DREYFUSS spoke.", "Dreyfus came, DREYFUS spoke."),
        ("Of Dreyfuss’s men, and Dreyfuss' house.", "Of Dreyfus’s men, and Dreyfus' house."),
        ("Alfred Dreyfuss, Captain Alfred Dreyfuss.", "Alfred Dreyfus, Captain Alfred Dreyfus."),
        ("Captain Alfred Drey-\nfuss.", "Captain Alfred Drey-\nfus."),
        ("The old Danglarss. Danglarss is here.", "The Danglars. Danglars is here."),
        ("Lenin’s men.", "Lenin men."),
    ],
)
def test_a_plural_or_possessive_that_is_given_as_wrong_is_wrong(text: str, should_be: str) -> None:
    assert corrected(text, Glossary.parse(PLURALS)) == should_be


@pytest.mark.parametrize(
    "text",
    [
        "Dreyfus, Dreyfus’s men, Dreyfus' men, the Dreyfuses, of the Dreyfuses’ house.",
        "Alfred Dreyfus’s men, and Captain Alfred Dreyfus' house.",
        "Danglars, Danglars’s, Danglars' and Danglarses.",
        "The Churches, the Church’s men, a Churchs.",
        "Lenins and Lenin.",
    ],
)
def test_other_plurals_and_possessives_of_right_forms_stay_right(text: str) -> None:
    assert corrected(text, Glossary.parse(PLURALS)) == text


def test_a_plural_that_another_term_has_is_right() -> None:
    terms = Glossary.parse("term,admitted,deprecated\nDreyfus,,Dreyfuss\nMarie Dreyfuss,Dreyfuss,\n")
    assert corrected("Then Dreyfuss came.", terms) == "Then Dreyfuss came."


def test_plurals_given_as_wrong_are_found_the_quick_way_too() -> None:
    text = "Alfred Dreyfuss and the Danglarss of old, Dreyfus’s men and Dreyfuss' house, both Dreyfuses and Lenin's.\n"
    knowledge = Knowledge(Lexicon(glossary.read(PLURALS.encode(), "g")))
    texts = [Witness("t", "t", text * 3, Codec(), "t")]
    plain = engine.lint(texts, knowledge, selected(("G",)), bulk=False)
    assert [finding.sic for finding in plain[:4]] == ["Dreyfuss", "Danglarss", "Dreyfuss", "Lenin's"]
    assert engine.lint(texts, knowledge, selected(("G",)), bulk=True) == plain
