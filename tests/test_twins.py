"""Rows of a glossary that are one name, damaged in one of the two."""

import pytest

from corrigenda.language import words
from corrigenda.likeness import twins
from corrigenda.terminology import glossary
from corrigenda.terminology.glossary import Glossary

KNOWN = words.load("en")


def found(*names: str, language: str | None = "en") -> list[str]:
    terms = Glossary.parse("\n".join(("term", *names)), "g.csv")
    return [f"{each.where}: {each.message}" for each in twins.twins(terms, KNOWN if language else None)]


@pytest.mark.parametrize(
    ("right", "damaged"),
    [
        *(("Agamemnon", "Agamenmon"), ("Algeciras", "Algcciras"), ("Penhallow", "PenhaIlow"), ("Mercier", "Mercicr")),
        *(("Dumanoir", "Duinanoir"), ("Blackwood", "Biackwood"), ("Montague Williams", "Montagne Williams")),
    ],
)
def test_the_damaged_one_of_two_is_told(right: str, damaged: str) -> None:
    message = f"“{damaged}” looks like a damaged “{right}”, at g.csv"
    assert found(right, damaged) == [f"g.csv:3:1: {message}:2:1"]
    assert found(damaged, right) == [f"g.csv:2:1: {message}:3:1"]


def test_where_it_cannot_be_told_which_is_damaged_both_are_named() -> None:
    message = "“Axelrod” and “Axeirod”, at g.csv:2:1, look like one name, damaged in one of the two"
    assert found("Axeirod", "Axelrod") == [f"g.csv:3:1: {message}"]


def test_letters_that_fit_no_language_tell_it_in_any() -> None:
    assert "“Mercicr” looks like a damaged “Mercier”" in found("Mercicr", "Mercier", language=None)[0]
    assert "“Agamenmon” looks like a damaged “Agamemnon”" in found("Agamenmon", "Agamemnon", language=None)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("Austin", "Austen"), ("Luxembourg", "Luxemburg"), ("Postlethwaite", "Postlethwayte"), ("London", "Loudon")),
        *(("Horwich", "Norwich"), ("Harry", "Barry"), ("Müller", "Muller"), ("Marlin", "Martin"), ("Bern", "Beru")),
    ],
)
def test_two_names_are_two(one: str, other: str) -> None:
    assert found(one, other) == []


def test_many_names_are_compared_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["Agamemnon", "Agamenmon", "Algeciras", "Algcciras", "Penhallow", "PenhaIlow", "Axeirod", "Axelrod"]
    few = found(*names)
    assert len(few) == 4
    monkeypatch.setattr(twins, "_MANY", 0)
    assert found(*names) == few


def test_terms_of_two_files_are_compared() -> None:
    one, other = (Glossary.parse(f"term\n{name}\n", f"{name}.csv") for name in ("Mercicr", "Mercier"))
    (problem,) = twins.twins(glossary.merge([other, one]), KNOWN)
    assert (problem.where, problem.severity) == ("Mercicr.csv:2:1", "warning")
    assert "at Mercier.csv:2:1" in problem.message


def admitted(*rows: str) -> list[str]:
    terms = Glossary.parse("\n".join(("term,admitted,deprecated", *rows)), "g.csv")
    return [f"{each.where}: {each.message}" for each in twins.twins(terms, KNOWN)]


def test_admitted_forms_are_compared() -> None:
    told = "“Edmond Mercicr” looks like a damaged “Edmond Mercier”, at g.csv"
    assert admitted("Auguste,Edmond Mercier,", "Edmond Mercicr,,") == [f"g.csv:3:1: {told}:2:9"]
    assert admitted("Auguste,Edmond Mercicr,", "Edmond Mercier,,") == [f"g.csv:2:9: {told}:3:1"]
    assert admitted("Auguste,x|Edmond Mercier,", "Edmond,y|Edmond Mercicr,") == [f"g.csv:3:10: {told}:2:11"]


def test_two_rows_are_told_once() -> None:
    (told,) = admitted("Mercier,General Mercier,", "Mercicr,General Mercicr,")
    assert told.startswith("g.csv:3:1: “Mercicr” looks like")


def test_the_forms_of_one_term_are_its_own() -> None:
    assert admitted("Mercier,Mercicr,", "Agamemnon,,Agamenmon", "Axelrod,Axeirod,Axclrod") == []
