"""What may be an error, in which form a name is proposed for it, and why."""

import pytest

from corrigenda import near, words
from corrigenda.declension import declension
from corrigenda.glossary import Glossary
from corrigenda.judge import Judge
from corrigenda.lexicon import Lexicon
from corrigenda.near import Suspect
from corrigenda.survey import Survey
from corrigenda.tokens import Tokens


def judge(text: str, rows: str, language: str | None = "en") -> Judge:
    """Return the judge of one text, by a glossary of names and, between commas, their wrong forms."""
    lexicon = Lexicon(Glossary.parse(f"term,deprecated\n{rows}\n"))
    known = words.load(language) if language else None
    return Judge(lexicon, Survey.of([Tokens(text)]), known, declines=None if known else declension(None))


@pytest.mark.parametrize(
    ("name", "suspect", "form"),
    [
        ("Germany", "Gerrnans", "Germans"),
        ("Germany", "Gerrnany", "Germany"),
        ("GERMANY", "GERRNANS", "GERMANS"),
        ("Nikolayev", "Nikolaeva", "Nikolayeva"),
        ("Rostov", "Rostóvs", "Rostovs"),
    ],
)
def test_a_name_is_read_in_the_form_that_is_nearer(name: str, suspect: str, form: str) -> None:
    assert judge("", name).in_form(name, Suspect(suspect)) == form


def test_a_form_is_of_a_language_that_is_known() -> None:
    assert judge("", "Germany", language=None).in_form("Germany", Suspect("Gerrnans")) == "Germany"


@pytest.mark.parametrize(
    ("name", "suspect", "form"),
    [
        ("Ленинград", "Лепинграде", "Ленинграде"),
        ("Caesar", "Caefari", "Caesari"),
        ("Kraków", "Krahów", "Kraków"),
        ("Mickiewicz", "Mickiewlczem", "Mickiewiczem"),
    ],
)
def test_in_a_language_without_a_list_a_form_is_a_case(name: str, suspect: str, form: str) -> None:
    assert judge("", name, language=None).in_form(name, Suspect(suspect)) == form


def test_a_form_is_of_one_word() -> None:
    assert judge("", "Germany").in_form("Germany", Suspect("Gerr nans", parts=2)) == "Germany"


def test_what_stands_there_is_no_reading_of_it() -> None:
    assert judge("", "Germany").in_form("Germany", Suspect("Germans")) == "Germany"


def test_what_the_glossary_calls_wrong_is_no_reading() -> None:
    assert judge("", "Rostov,Rostovs").in_form("Rostov", Suspect("Rostóvs")) == "Rostov"


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("Germany", "line 2; rn for m, s for y"),
        ("Germans", "line 2; a form of Germany; rn for m"),
    ],
)
def test_the_changes_told_are_those_of_the_form_that_is_proposed(form: str, why: str) -> None:
    tokens = Tokens("Germany and the Gerrnans of the town")
    asked = judge(tokens.text, "Germany")
    (place,) = asked.doubtful(tokens)
    (proposal,) = asked.proposals(place, tokens)
    assert why in asked.basis(proposal, form, place.suspect)


def test_a_word_is_no_righter_in_a_noisy_text() -> None:
    """What can be no error in a noisy text is not looked at again in another, see `Judge.may_be_error`."""
    strange = Suspect("Gerrnans")
    assert near.as_it_stands(strange, noisy=True) <= near.as_it_stands(strange, noisy=False)
