"""Known wrong forms: what is put for one makes no word, mark or letter too many or too few in its sentence."""

import pytest

import corrigenda
from corrigenda import Glossary

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
