"""Decisions carried over to changed versions of good texts, measured as ``python tests/placement.py`` measures them."""

import random
import textwrap
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import good_texts
import placement
import pytest
from scenes import witness

NOISE = {"e": "c", "l": "1", "h": "li", "m": "rn", "s": "f", "t": "r", "a": "o"}


def wrapped(text: str, _chance: random.Random) -> str:
    return "\n\n".join(textwrap.fill(paragraph, 47) for paragraph in text.split("\n\n"))


def read_again(text: str, chance: random.Random) -> str:
    """Garble one letter in fifty, as a second run of OCR would."""
    return "".join(NOISE.get(char, char) if chance.random() < 0.06 else char for char in text)


def cut_and_filled(text: str, chance: random.Random) -> str:
    """Take out every fourth paragraph, and put new ones between the others."""
    paragraphs = text.split("\n\n")
    kept = [paragraph for number, paragraph in enumerate(paragraphs) if number % 4]
    return "\n\n".join(f"{each}\n\nHere stands paragraph {chance.random()}, which is new." for each in kept)


def revised(text: str, chance: random.Random) -> str:
    """Put another word for one in thirty."""
    return " ".join("otherwise" if chance.random() < 0.03 else word for word in text.split(" "))


@pytest.mark.parametrize("name", ["austen-emma", "flaubert-bovary", "history-popular", "king-james"])
@pytest.mark.parametrize("change", [wrapped, read_again, cut_and_filled, revised])
def test_no_place_is_wrong_in_a_changed_text(name: str, change: Callable[[str, random.Random], str]) -> None:
    old = witness(good_texts.text(name)[:12000])
    new = replace(old, text=change(old.text, random.Random(name)))
    found = placement.judged(old, new, every=11)
    counts = Counter(each.outcome for each in found)
    assert [each for each in found if each.outcome == "wrong place"] == []
    least = {wrapped: 0.97, read_again: 0.2, cut_and_filled: 0.5, revised: 0.8}[change]
    assert counts["carried over"] >= least * len(found)
