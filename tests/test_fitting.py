"""How a form is put for a place: without a mark that stands there already."""

import pytest

from corrigenda.api import lint
from corrigenda.rules.fitting import fitted
from corrigenda.terminology.glossary import Glossary
from corrigenda.texts.text import Span

GLOSSARY = Glossary.parse(
    "term,deprecated\nU.S.S.R.,U.S.S.K.\nYahoo!,Yahpo!\n“Pravda”,“Pravdo”\n‘Abbas,‘Abbos\nCPSU(B),CPSU Bu\n"
)


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("In the U.S.S.K. men spoke.", "In the U.S.S.R. men spoke."),
        ("In the U.S.S.K men spoke.", "In the U.S.S.R. men spoke."),
        ("He was in the U.S.S.K.", "He was in the U.S.S.R."),
        ("Was he in the U.S.S.K.?", "Was he in the U.S.S.R.?"),
        ("Was he in the U.S.S.K?", "Was he in the U.S.S.R.?"),
        ("In the U.S.S.K.'s name", "In the U.S.S.R.'s name"),
        ("They used Yahpo! daily", "They used Yahoo! daily"),
        ("They used Yahpo’s pages", "They used Yahoo!’s pages"),
        ("men read “Pravdo” daily", "men read “Pravda” daily"),
        ('men read "Pravdo" daily', 'men read "Pravda" daily'),
        ("men read «Pravdo» daily", "men read «Pravda» daily"),
        ("men read “Pravdo,” daily", "men read “Pravda,” daily"),
        ("men read Pravdo daily", "men read “Pravda” daily"),
        ("then ‘Abbos came", "then ‘Abbas came"),
        ("then 'Abbos came", "then 'Abbas came"),
        ("(of the CPSU Bu)", "(of the CPSU(B))"),
    ],
)
def test_no_mark_is_doubled(text: str, corrected: str) -> None:
    assert lint(text, GLOSSARY, select="G001").patch().apply(text) == corrected


def test_a_form_without_words_is_put_as_it_is() -> None:
    assert fitted("a b", Span(2, 3), "") == ""
    assert fitted("a …", Span(0, 1), "…") == "…"
