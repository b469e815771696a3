"""Line ends inside a place stay in the text when what stands there is put right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.texts.lineation import kept

WORDS = st.lists(st.from_regex(r"[A-Z][a-z]{1,9}", fullmatch=True), min_size=1, max_size=4)
ENDS = st.sampled_from(["\n", "\r\n", " \n", "\n  "])


def joined(text: str, end: str) -> str:
    """Return a text without its line ends, divided words whole again."""
    return text.replace(f"-{end}", "").replace(end, " ")


@given(words=WORDS, end=ENDS, at=st.integers(1, 8), letter=st.characters(categories=["Ll"]))
def test_nothing_but_line_ends_is_added(words: list[str], end: str, at: int, letter: str) -> None:
    corr = " ".join(words)
    sic = f"{corr[:at]}-{end}{letter}{corr[at + 1 :]}"
    laid = kept(sic, corr)
    assert joined(laid, end) == corr
    assert laid.count("\n") <= 1


@given(words=WORDS, end=ENDS, wrong=st.integers(0, 3))
def test_a_line_end_between_words_stays_between_them(words: list[str], end: str, wrong: int) -> None:
    sic = [f"{word[:-1]}x" if number == wrong else word for number, word in enumerate(words)]
    for after in range(1, len(words)):
        broken = " ".join(sic[:after]) + end + " ".join(sic[after:])
        wanted = " ".join(words[:after]) + end + " ".join(words[after:])
        if sic != words:
            assert kept(broken, " ".join(words)) == wanted


@pytest.mark.parametrize(
    ("sic", "corr", "wanted"),
    [
        ("Stal-\r\nbrand", "Stalin", "Stal-\r\nin"),
        ("Eury-\nahis", "Euryalus", "Eury-\nalus"),
        ("Toddy\nopposition", "Trotsky–Zinoviev opposition", "Trotsky–Zinoviev\nopposition"),
        ("Union of\nAll Russian\nSoldiers", "Russian All-Military Union", "Russian\nAll-Military\nUnion"),
        ("Sta\N{SOFT HYPHEN}\nlim", "Stalin", "Sta\N{SOFT HYPHEN}\nlin"),
        ("Trou-\n\n\fhridge", "Troubridge", "Trou-\n\n\fbridge"),
        # no place for it, or nothing else to change
        ("“News”\nnewspaper", "Izvestia", "Izvestia"),
        ("Sta-\nlin", "Stalin", "Stalin"),
        ("the\nthe", "the", "the"),
        ("Stal\nbrand", "", ""),
        ("Stal-\nbrand", "Stal\nin", "Stal\nin"),
    ],
)
def test_where_lines_end(sic: str, corr: str, wanted: str) -> None:
    assert kept(sic, corr) == wanted
    assert re.sub(r"[-\xad]?\r?\n\f?", "", wanted).replace(" ", "") == re.sub(r"\n", "", corr).replace(" ", "")
