"""Letters with accents, each as one character or as a letter and marks: a text is corrected in its own way."""

import unicodedata

import pytest

import corrigenda
from corrigenda import Glossary
from corrigenda.rules import selected
from corrigenda.running import engine
from corrigenda.running.engine import Knowledge
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.composition import Composition
from corrigenda.texts.text import Codec, Witness

ROWS = """\
term,kind,admitted,deprecated
Edmond Dantès,person,Dantès|Edmond|Louis Dantès,Dantis
Mercédès Herrera,person,Mercédès,
Château d’If,place,,
Valérie,person,,
"""
TEXT = """\
Il dit que le Dantis de la rue est à la fenêtre, et que Mercèdès est là avec Dantěs. Il était à l’église de Marseille
avec elle. Mercêdès Herrera est venue, et Mercédès Hcrrcra. Mcrcédès et Mercé- dcs l’ont vue, et Louis Dantès aussi, et
le MERCÈDÈS. Le Châtcau d’If est là, et la mère de Val6rie et l'H6lène, et Hélène. Mercé des est là. Mercédès’s.
"""


def normal(form: str, text: str) -> str:
    return unicodedata.normalize(form, text)


def told(text: str, rows: str = ROWS) -> list[tuple[object, ...]]:
    """Return what is found in a text, composed."""
    found = corrigenda.lint(text, Glossary.parse(rows))
    return [
        (
            finding.code,
            normal("NFC", finding.sic),
            [(normal("NFC", each.text), each.score, each.basis) for each in finding.readings],
        )
        for finding in found
    ]


def corrected(text: str, rows: str = ROWS) -> str:
    found = corrigenda.lint(text, Glossary.parse(rows))
    return found.patch().apply(*found.texts.values())


def test_the_same_is_found_in_both_forms_for_the_same_reasons() -> None:
    found = told(normal("NFC", TEXT))
    assert len(found) > 8
    assert told(normal("NFD", TEXT)) == found


@pytest.mark.parametrize("of_text", ["NFC", "NFD"])
@pytest.mark.parametrize("of_rows", ["NFC", "NFD"])
def test_a_corrected_text_keeps_its_form_whatever_that_of_the_glossary(of_text: str, of_rows: str) -> None:
    made = corrected(normal(of_text, TEXT), normal(of_rows, ROWS))
    assert made == normal(of_text, made)
    assert normal("NFC", made) == corrected(normal("NFC", TEXT))


def test_the_quick_way_finds_the_same_in_a_decomposed_text() -> None:
    knowledge = Knowledge(Lexicon(glossary.read(ROWS.encode(), "g")))
    texts = [Witness(form, form, normal(form, TEXT * 3), Codec(), form) for form in ("NFC", "NFD")]
    plain = engine.lint(texts, knowledge, selected(()), bulk=False)
    assert engine.lint(texts, knowledge, selected(()), bulk=True) == plain


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Dantis était là", "NFC"),
        (normal("NFD", "Dantis était là"), "NFD"),
        ("là, là, là, Dantis, " + normal("NFD", "là"), "NFC"),
        (normal("NFD", "là, là, ") + "là", "NFD"),
    ],
)
def test_most_letters_with_accents_decide(text: str, form: str) -> None:
    for corr in (normal("NFC", "Dantès"), normal("NFD", "Dantès")):
        assert Composition(text).put(corr) == normal(form, corr)


def test_where_nothing_has_an_accent_a_form_stays_as_the_glossary_has_it() -> None:
    for corr in (normal("NFC", "Dantès"), normal("NFD", "Dantès"), "Stalin"):
        assert Composition("Then Dantis came.").put(corr) == corr


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_is_right_is_left_alone_in_both_forms(form: str) -> None:
    text = normal(form, "Mercédès Herrera et Dantès sont au Château d’If, où Valérie l’a vue. Il était là avec elle.")
    assert told(text) == []


def test_mojibake_is_read_as_the_rest_of_the_text_is_written() -> None:
    composed = "L’été, le cafeÌ\x81 est là, et l’été aussi."
    assert corrected(composed) == "L’été, le café est là, et l’été aussi."
    made = corrected(normal("NFD", composed.replace("Ì", "{}")).format("Ì"))
    assert made == normal("NFD", "L’été, le café est là, et l’été aussi.")
