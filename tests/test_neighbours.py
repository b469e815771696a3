"""Words beside a suspect speak for the names that they stand beside in the glossary."""

import pytest

from corrigenda.judging import neighbours
from corrigenda.judging.neighbours import BesideNames, alike_around, words_around
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.tokens import Tokens

ROWS = "Plymouth Rock\nHong Kong Bank\nHong Kong Fund\nHong Kong Office\nBank of Rome\nJohn Rock Harbour\n"


def beside() -> BesideNames:
    terms = glossary.read(f"term\n{ROWS}".encode(), "glossary.csv")
    return BesideNames(Lexicon(glossary.merge([terms])).names)


def support(name: str, text: str, at: int) -> float:
    """Return what the words around word `at` of a text say for a name."""
    return beside().of(name).support(words_around(at, at, Tokens(text)))


def test_a_word_says_more_the_rarer_it_is_in_the_glossary() -> None:
    assert support("Rock", "at Plymouth Rook", 2) > support("Bank", "the Kong Bonk", 2) > 1


def test_a_function_word_says_little() -> None:
    assert 0 < support("Bank", "the Bonk of France", 1) < 1


@pytest.mark.parametrize("text", ["Rook Plymouth", "Plymouth the Rook", "Plymouth and so the Rook"])
def test_a_word_speaks_only_from_where_it_stands_in_the_form(text: str) -> None:
    assert support("Rock", text, Tokens(text).spelled("Rook".__eq__)[0]) == 0


def test_words_of_two_forms_do_not_add_up() -> None:
    alone = support("Rock", "Plymouth Rook", 1)
    assert support("Rock", "Plymouth Rook Harbour", 1) == alone
    assert support("Rock", "John Rook Harbour", 1) > alone


def test_no_words_say_more_than_the_most() -> None:
    names = beside()
    assert names.most("Rock") == names.of("Rock").support([(-1, "john"), (1, "harbour"), (-1, "plymouth")])
    assert names.most("Plymouth") == names.of("Plymouth").most > 0


def test_in_a_large_glossary_a_rare_word_says_no_more_than_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MANY", 3)
    assert support("Rock", "at Plymouth Rook", 2) == 1
    assert neighbours.most_of_width(3) >= beside().most("Rock")


@pytest.mark.parametrize("text", ["Plimouth Rook", "Ply-mouth Rook", "Rook of Plymouth and Plimouth Rook"])
def test_a_word_says_less_in_the_spelling_of_another_system(text: str) -> None:
    tokens = Tokens(text)
    at = tokens.spelled("Rook".__eq__)[-1]
    rock = beside().of("Rock")
    assert not rock.support(words_around(at, at, tokens))
    assert rock.support(alike_around(at, at, tokens)) == support("Rock", "Plymouth Rook", 1) / 2


def test_the_name_behind_may_be_hyphenated() -> None:
    assert beside().of("Plymouth").support(alike_around(0, 0, Tokens("Plimouth Ro-ck"))) > 0


def test_one_word_speaks_once() -> None:
    tokens = Tokens("Plymouth Rook")
    around = [*words_around(1, 1, tokens), *alike_around(1, 1, tokens)]
    assert beside().of("Rock").support(around) == support("Rock", "Plymouth Rook", 1)
