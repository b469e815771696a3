"""Names in their cases, in languages without a word list: good ones are left alone, damaged ones read in their case."""

from pathlib import Path

import pytest

from corrigenda import data, rules
from corrigenda.finding import Finding
from corrigenda.formats.plain import decode
from corrigenda.language.declension import declension
from corrigenda.language.words import language_of
from corrigenda.running.engine import Knowledge, lint
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.tokens import Tokens

SURE = 0.9
"""Somebody in a hurry accepts what scores as much."""
FOLDER = Path(__file__).parent / "languages"
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
FLAGGED = {
    "bg": {"Бенковите": "a family, by the name of its village"},
    "et": {"Kuressaareski": "a particle behind the case: even in"},
    "ga": {"bhliain": "an ordinary word with a changed first letter, near a name with one"},
    "la": {"Baioarii": "a people by the name of its land"},
    "nl": {"Fries": "an adjective of Friesland, near the name of another place"},
}
"""What is flagged all the same, and what it is."""
NOT_TOLD = frozenset({"bg", "cs", "da", "no", "tr"})
"""Languages too near to another, or with too few small words, to be told from a page: all cases are tried there."""


def page(language: str) -> str:
    return (FOLDER / f"{language}.txt").read_bytes().decode()


def found(text: str, terms: str | bytes, language: str | None = None, *, bulk: bool = False) -> tuple[Finding, ...]:
    rows = terms if isinstance(terms, bytes) else f"term\n{terms}\n".encode()
    knowledge = Knowledge(Lexicon(glossary.read(rows, "glossary.csv")), language=language)
    witness = decode(text.encode(), name="page.txt", siglum="page.txt")
    return lint([witness], knowledge, rules.selected(("G", "C"), ()), bulk=bulk)


def names(language: str) -> bytes:
    return (FOLDER / f"{language}.csv").read_bytes()


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_in_all_their_cases_are_left_alone(language: str, bulk: bool) -> None:
    flagged = {finding.anchor.sic for finding in found(page(language), names(language), bulk=bulk)}
    assert flagged == FLAGGED.get(language, {}).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_told_by_its_commonest_words(language: str) -> None:
    assert language_of(Tokens(page(language))) == (None if language in NOT_TOLD else language)


def test_a_page_that_quotes_another_language_is_of_its_own() -> None:
    quotation = "It was the best of times, it was the worst of times, and they had all that there was for him in it. "
    text = page("ru") * 12 + quotation * 3
    assert language_of(Tokens(text)) != "en"
    assert found(text, names("ru")) == ()


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize(
    ("text", "terms", "sic", "reading"),
    [
        (
            "Nikt nie wiedział, co się z nim stało u Wojciechowskicgo.",
            "Wojciechowski",
            "Wojciechowskicgo",
            "Wojciechowskiego",
        ),
        ("Не було їх у Слов'янсъку, і він там не жив до того.", "Слов'янськ", "Слов'янсъку", "Слов'янську"),
        ("Он не был в Ленин граде, и это было всё, что он о нём знал.", "Ленинград", "Ленин граде", "Ленинграде"),
        ("W tym domu nie było nikogo, a o Mickiewiozu nie mówiono.", "Mickiewicz", "Mickiewiozu", "Mickiewiczu"),
        ("В Лепинграде его не было, и он уже не жил там.", "Ленинград", "Лепинграде", "Ленинграде"),
        ("Et Caefari non erat cum eo quod in urbe est.", "Caesar", "Caefari", "Caesari"),
        ("Hän oli Tampcreella ja ei ollut siellä kun se oli.", "Tampere", "Tampcreella", "Tampereella"),
        ("A vonat már nem ment Dcbrecenből, és ez volt az.", "Debrecen", "Dcbrecenből", "Debrecenből"),
        ("Ama Trahzon’a ne kadar yol var ve bu ne kadar.", "Trabzon", "Trahzon’a", "Trabzon’a"),
    ],
)
def test_a_damaged_name_is_read_in_its_case(text: str, terms: str, sic: str, reading: str, bulk: bool) -> None:
    (finding,) = found(text, terms, bulk=bulk)
    assert (finding.anchor.sic, finding.readings[0].text) == (sic, reading)
    assert finding.readings[0].score < SURE


def test_what_stands_before_an_apostrophe_is_no_name_but_where_endings_are_parted_off_so() -> None:
    assert "annunzio" not in declension("it").nominatives("annunzio'n")
    assert "ab" not in declension("tr").nominatives("ab'da")


def test_a_name_in_capitals_is_no_reading_of_itself() -> None:
    text = "KIZILIRMAK ve DİYARBAKIR için ne kadar çok şey var ki bu da onun değil, o da bunun değil."
    assert found(text, "Kızılırmak\nDiyarbakır", "tr") == ()


def test_first_letters_change_in_celtic_languages_alone() -> None:
    assert "corcaigh" in declension("ga").nominatives("gcorcaigh")
    assert "corcaigh" not in declension("und").nominatives("gcorcaigh")
    assert "po" not in declension("pl").nominatives("pa")


def test_a_name_that_lacks_an_accent_is_no_case_of_it() -> None:
    assert [each.anchor.sic for each in found("O homem de Padua não era o que ele foi.", "Pádua")] == ["Padua"]


def test_cases_are_those_of_the_language() -> None:
    assert "paulus" in declension("la").nominatives("pauli")
    assert "paulus" not in declension("es").nominatives("pauli")
    assert "paulus" in declension("und").nominatives("pauli")


def test_where_endings_are_known_there_are_no_cases() -> None:
    text = "It was said that he had seen Warszawie there, and that Warszawa was not what it had been."
    assert [each.anchor.sic for each in found(text, "Warszawa")] == ["Warszawie"]


def test_no_row_of_the_table_stands_twice() -> None:
    rows = [row.split("\t")[:2] for row in data.read("cases.tsv").decode().split("\n") if row and row[0] != "#"]
    assert all(len(row) == len(("languages", "name")) for row in rows)
    assert len(rows) == len(set(map(tuple, rows)))
