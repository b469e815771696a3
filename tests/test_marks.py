"""Unicode's marks stand inside words, whatever the script."""

import re
import sys
import unicodedata

import pytest

from corrigenda.api import lint
from corrigenda.terminology.glossary import Glossary
from corrigenda.texts import fold
from corrigenda.texts.marks import LATIN, MARKS
from corrigenda.texts.tokens import Tokens


def words(text: str) -> list[str]:
    tokens = Tokens(text)
    return [tokens.surface(number) for number in range(len(tokens))]


def test_all_marks_are_known_and_nothing_else() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    known = set(re.findall(f"[{MARKS}]", every))
    marks = {char for char in every if unicodedata.category(char) in ("Mn", "Mc")}
    assert {char for char in known - marks if not char.isalnum()} == {"\u200c", "\u200d"}
    if unicodedata.unidata_version == "14.0.0":  # later ones have a few more
        assert marks <= known
    assert set(re.findall(f"[{LATIN}]", every)) <= known


@pytest.mark.parametrize(
    "word",
    ["रमेश", "स्टालिन", "สตาลิน", "שָׁלוֹם", "مُحَمَّد", "می\u200cخواهم", "e\u0301te\u0301", "\U00011103\U00011127\U00011103"],
)
def test_a_word_goes_over_its_marks(word: str) -> None:
    assert words(f"{word}, {word}") == [word, word]


def test_joiners_do_not_count() -> None:
    assert fold.key("می\u200cخواهم") == fold.key("میخواهم")


def test_no_form_stands_inside_a_word_with_vowel_signs() -> None:
    glossary = Glossary.parse("term,deprecated\nराम,रम\nสตาลิน,สตาลีน\n")
    found = lint("रमेश घर आया। रम आया। สตาลีนสิ สตาลีน", glossary, select="G001")
    assert [(each.anchor.sic, each.readings[0].text) for each in found] == [("रम", "राम"), ("สตาลีน", "สตาลิน")]
