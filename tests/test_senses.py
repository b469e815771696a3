"""Which words have a sense in common."""

from pathlib import Path

import pytest

from corrigenda import data
from corrigenda.data.words import build_senses
from corrigenda.language import senses
from corrigenda.language.senses import Kin
from corrigenda.texts import fold

DATA = """\
  1 This software and database is being provided to you
00000001 14 n 01 duty 0 001 @ 00000002 n 0000 | what one must do
00000002 14 n 01 task 0 000 | what is to be done
00000003 14 n 02 debt 0 duty 1 000 | money owed
"""
INDEX = """\
  1 This software and database is being provided to you
debt n 1 0 1 0 00000003
duty n 2 0 2 1 00000001 00000003
task n 1 0 1 0 00000002
"""


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("ordinance", "regulation", Kin.SAME),
        ("regulations", "ordinances", Kin.SAME),
        ("drugs", "medicines", Kin.NEAR),
        ("medicines", "drugs", Kin.NEAR),
        ("hazardous", "dangerous", Kin.NEAR),
        ("criminal", "civil", Kin.FAR),
        ("iron", "bronze", Kin.FAR),
        ("queen", "king", Kin.FAR),
        ("dreyfus", "mercier", Kin.FAR),
        ("two\nlines", "lines", Kin.FAR),
        ("1", "2", Kin.FAR),
    ],
)
def test_words_are_as_near_as_their_nearest_senses(one: str, other: str, kin: Kin) -> None:
    assert senses.kin("en", one, other) is kin


@pytest.mark.parametrize("language", ["fr", "de", None])
def test_of_other_languages_nothing_is_known(language: str | None) -> None:
    assert senses.kin(language, "regulation", "ordinance") is Kin.FAR


def test_the_lines_are_sorted_and_lead_somewhere() -> None:
    head, *lines, tail = data.read("words/en-senses.txt").decode().split("\n")
    assert (head, tail) == ("", "")
    told = {word: numbers.split() for word, _blank, numbers in (line.partition(" ") for line in lines)}
    assert list(told) == sorted(told)
    assert len(told) == len(lines)
    assert [word for word in told if not word.isdigit() and (fold.key(word) != word or not word.isalpha())] == []
    known = {number for word, numbers in told.items() if word.isalpha() for number in numbers}
    assert {number for head, numbers in told.items() if head.isdigit() for number in (head, *numbers)} <= known


def test_what_is_built_has_the_senses_and_what_is_wider(tmp_path: Path) -> None:
    for part in ("noun", "verb", "adj", "adv"):
        (tmp_path / f"data.{part}").write_text(DATA if part == "noun" else "", encoding="utf-8")
        (tmp_path / f"index.{part}").write_text(INDEX if part == "noun" else "", encoding="utf-8")
    synsets, of_words = build_senses.read(tmp_path)
    assert build_senses.pack(synsets, of_words) == b"\n1 2\ndebt 0\nduty 0 1\ntask 2\n"
