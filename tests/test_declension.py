"""Names in their cases, in languages without a word list: good ones are left alone, damaged ones read in their case."""

from pathlib import Path

import pytest

from corrigenda import data, glossary, rules
from corrigenda.declension import declension
from corrigenda.engine import Knowledge, lint
from corrigenda.finding import Finding
from corrigenda.formats.plain import decode
from corrigenda.lexicon import Lexicon
from corrigenda.tokens import Tokens
from corrigenda.words import language_of

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


@pytest.mark.parametrize(
    ("text", "terms", "sic", "reading"),
    [
        ("W tym domu nie było nikogo, a o Mickiewiozu nie mówiono.", "Mickiewicz", "Mickiewiozu", "Mickiewiczu"),
        ("В Лепинграде его не было, и он уже не жил там.", "Ленинград", "Лепинграде", "Ленинграде"),
        ("Et Caefari non erat cum eo quod in urbe est.", "Caesar", "Caefari", "Caesari"),
        ("Hän oli Tampcreella ja ei ollut siellä kun se oli.", "Tampere", "Tampcreella", "Tampereella"),
        ("A vonat már nem ment Dcbrecenből, és ez volt az.", "Debrecen", "Dcbrecenből", "Debrecenből"),
        ("Ama Trahzon’a ne kadar yol var ve bu ne kadar.", "Trabzon", "Trahzon’a", "Trabzon’a"),
    ],
)
def test_a_damaged_name_is_read_in_its_case(text: str, terms: str, sic: str, reading: str) -> None:
    (finding,) = found(text, terms)
    assert (finding.anchor.sic, finding.readings[0].text) == (sic, reading)


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
