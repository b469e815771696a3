"""Which names are near a word, whatever the texts."""

import pytest

from corrigenda.language import words
from corrigenda.likeness.confusion import channel
from corrigenda.likeness.near import BY_SOUND, Likeness, NearNames
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.lexicon import Lexicon


def near(word: str, term: str) -> tuple[Likeness, ...]:
    """Return how a term is near a word of an English text, if it is."""
    lexicon = Lexicon(Glossary.parse(f"term\n{term}"))
    return NearNames(lexicon.names, words.load("en").common).near(word)


def test_half_of_a_name_may_have_been_translated() -> None:
    assert [each.half for each in near("Stalbrand", "Stalin")] == [True]


@pytest.mark.parametrize(
    ("word", "term"), [("Waterworks", "Waterford"), ("Initially", "Initiative"), ("DigiBank", "Digital")]
)
def test_an_ordinary_word_is_translated_as_a_whole(word: str, term: str) -> None:
    assert not any(each.half for each in near(word, term))


@pytest.mark.parametrize("term", ["NKVD", "NKVDs", "NKvd"])
def test_another_abbreviation_is_another_body(term: str) -> None:
    assert near("NKGD", term) == ()


def test_an_abbreviation_may_be_misread() -> None:
    assert near("QGPU", "OGPU")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        *(("Xuande", "Hsüan-te"), ("Kaifeng", "K'ai-feng"), ("Dunhuang", "Tun-huang"), ("Guangxi", "Kwangsi")),
        *(("Nanjing", "Nanking"), ("Jining", "Tsining"), ("Wuzhou", "Wuchow"), ("Cangshan", "Ts'angshan")),
        *(("Jeolla", "Chŏlla"), ("Gangneung", "Kangnŭng"), ("Soonchun", "Sunchun")),
        *(
            ("Tsimlyansk", "Tzimliansk"),
            ("Zeng", "Tseng"),
            ("Jimmu", "Zimmu"),
            ("Kyushu", "Kyusyu"),
            ("Gunma", "Gumma"),
            ("Oita", "Ohita"),
        ),
        *(("Jerba", "Djerba"), ("Tawfiq", "Taoufiq"), ("Qum", "Ghum"), ("Mina", "Mineh")),
        *(
            ("Pronin", "Pronine"),
            ("Hohol", "Hohol'"),
            ("Bilyi", "Biloy"),
            ("Yakov", "Jakow"),
            ("Aleksandr", "Aleksander"),
            ("Oleksiy", "Alexey"),
            ("Vasyl", "Vasily"),
            ("Christina", "Kristina"),
        ),
    ],
)
def test_another_system_of_transliteration_is_told(right: str, wrong: str) -> None:
    assert (right, True) in {(each.name.word, each.sound) for each in near(wrong, right)}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("Prussia", "Russia"), ("Stalin", "Stain"), ("Nelson", "Neslon"), ("Kirov", "Kirow")],
)
def test_a_letter_lost_or_swapped_is_no_other_system(right: str, wrong: str) -> None:
    told = {(each.name.word, each.sound) for each in near(wrong, right)}
    assert told == {(right, wrong == "Kirow")}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("Smits", "Sumitsu"), ("Atkins", "Atokinsu"), ("Porter", "Boter"), ("Kitty", "Jiti"), ("Gibson", "Jibson")],
)
def test_names_come_back_from_scripts_that_lack_their_sounds(right: str, wrong: str) -> None:
    costs = [each.cost for each in near(wrong, right)]
    assert costs
    assert max(costs) < BY_SOUND


def test_an_apostrophe_is_the_same_however_it_is_written() -> None:
    assert channel().cost("O’Connor", "O'Connor") == 0
    assert channel().changes("O’Connor", "O'Connar") == (("o", "a"),)
    assert [each.cost for each in near("O'Connar", "O’Connor")] == [each.cost for each in near("O'Connar", "O'Connor")]
