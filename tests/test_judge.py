"""What may be an error, in which form a name is proposed for it, and why."""

import pytest

from corrigenda.counting.survey import Survey
from corrigenda.judging.judge import Judge, Premises
from corrigenda.language import words
from corrigenda.likeness import near
from corrigenda.likeness.near import Suspect
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.tokens import Tokens


def judge(text: str, rows: str, language: str | None = "en") -> Judge:
    """Return the judge of one text, by a glossary of names and, between commas, their wrong forms."""
    lexicon = Lexicon(Glossary.parse(f"term,deprecated\n{rows}\n"))
    known = words.load(language) if language else None
    return Judge(Premises(lexicon, Survey.of([Tokens(text)]), known, language="und"))


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
    in_good_text, in_noisy_one = near.as_it_stands(strange)
    assert in_noisy_one <= in_good_text


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Elisabeth or Elizabeth", True),
        ("Elizabeth, Charles and Elisabeth", True),
        ("Elisabeth (Elizabeth)", True),
        ("Elisabeth’s and Elizabeth’s", True),
        ("Elisabeth saw Elizabeth", False),
        ("Elisabeth or Charles. Elizabeth", False),
        ("Elisabeth or Charles; Elizabeth", False),
        ("Elisabeth or Edith", False),
    ],
)
def test_who_writes_both_in_one_list_means_both(text: str, apart: bool) -> None:
    tokens = Tokens(text)
    asked = judge(text, "Elizabeth")
    place = next(each for each in asked.suspects(tokens) if each.suspect.text == "Elisabeth")
    assert asked.told_apart(place, tokens) is apart


@pytest.mark.parametrize(
    ("text", "is_held_down"),
    [
        ("Birmingham is large. Then Birrningham came.", False),
        ("Then Birrningham came.", True),
        ("Birmingham is large. Then Birrningham came, and Birrningham went.", True),
    ],
)
def test_what_must_not_be_accepted_unseen_is_held_down(text: str, is_held_down: bool) -> None:
    tokens = Tokens(text)
    asked = judge(text, "Birmingham")
    proposals = [asked.proposals(place, tokens)[0] for place in asked.doubtful(tokens)]
    assert {each.is_held_down for each in proposals} == {is_held_down}
    assert all(each.score < 0.9 for each in proposals) is is_held_down


STRANGERS = "Mr. Hall sang to Mr. Nielson, Mr. Pratt, Mr. Weaver, Mr. Dodd, Mr. Ross, Mr. Lowe and Mr. Finch. "
CAPTAINS = "Nelson\nHardy\nCollingwood\nTroubridge\nFremantle\nSaumarez\nFoley\nLouis"


def score(text: str, rows: str) -> float:
    """Return the score of “Nelson” for “Nielson” in a text."""
    tokens = Tokens(text)
    judged = judge(text, rows)
    (place,) = (place for place in judged.suspects(tokens) if place.suspect.text == "Nielson")
    return {each.word: each.score for each in judged.proposals(place, tokens)}["Nelson"]


def test_where_hardly_a_name_of_the_glossary_stands_a_name_like_one_is_somebody_elses() -> None:
    at_home = "Hardy, Collingwood, Troubridge, Fremantle, Saumarez, Foley and Louis came."
    assert score(STRANGERS, CAPTAINS) < 0.8 < score(STRANGERS + at_home, CAPTAINS)
    assert score(STRANGERS, "Nelson\nHall\nPratt\nWeaver") > 0.8, "most names of a short glossary stand there"
    assert score("Then Nielson came.", CAPTAINS) > 0.8, "a short text shows nothing"


def test_which_names_are_near_a_word_depends_on_no_text() -> None:
    assert judge("Stalin spoke.", "Stalin").near("Stalbrand") == {}, "half of a name counts where the name stands"
    assert judge("", "Kirov").near("Kirow").keys() == {"Kirov"}


def test_a_name_is_counted_where_it_has_its_capital() -> None:
    (court,) = judge("The court rose. The Court sat, and a court was held.", "Court").candidates(Suspect("Gourt"))
    assert court.count == 1
    (term,) = judge("The duma met. The duma sat.", "duma").candidates(Suspect("dumo"))
    assert term.count == 2
