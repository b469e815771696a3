"""Books that nobody wrote: texts with the word frequencies of English, the same for the same seed.

Words come from the list that ships with the program, the familiar ones first, by Zipf's law; names are made of
syllables. Some of the glossary's names stand damaged as scanners damage them.
"""

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corrigenda.language import words
from corrigenda.likeness.crowd import Nearest

_SHIFT = 2.7
"""Of the law of Zipf and Mandelbrot for English."""
_CORE = 8_000
"""Rank from which frequencies fall by the square, not by the rank: two regimes (Ferrer i Cancho and Solé 2001)."""
_SENTENCE = 17
_OF_NAMES = 0.04
"""Share of running words that are names; that of novels and histories."""
_LINE = 76
_ONSETS = "b bl br ch d dr f fl g gr h j k kl kr l m n p pl pr r s sh sk st sv t tr v w y z zh"
_VOWELS = "a e i o u ai au ei ie ou"
_CODAS = "b ch ck d f g k l ld ll m n nd ng nt r rd rg rn rt s sk ss st t v z"
_ENDINGS = "a ak ars berg by ell en ev in insky ko land man ne off ov ova son stein ton ville wick"
_SLIPS = (("m", "rn"), ("rn", "m"), ("l", "i"), ("i", "l"), ("e", "c"), ("n", "u"), ("h", "b"), ("o", "0"), ("u", "n"))


@dataclass(frozen=True)
class Shape:
    """How large a corpus is."""

    megabytes: float
    files: int
    names: int
    damaged: float = 0.005
    """Share of the glossary's names in the texts that stand damaged."""
    seed: int = 1


def names(count: int, seed: int = 1) -> list[str]:
    """Return made-up names, all different."""
    chance = random.Random(seed)
    onsets, vowels, codas, endings = (each.split() for each in (_ONSETS, _VOWELS, _CODAS, _ENDINGS))
    found: dict[str, None] = {}
    while len(found) < count:
        parts = [chance.choice(onsets) + chance.choice(vowels) + chance.choice(("", chance.choice(codas)))]
        parts += [
            chance.choice(onsets) + chance.choice(vowels) + chance.choice(("", "", chance.choice(codas)))
            for _ in range(chance.choice((0, 1, 1, 2)))
        ]
        name = ("".join(parts) + chance.choice(endings)).capitalize()
        if len(name) > 4:
            found[name] = None
    return list(found)


def damaged(name: str, chance: random.Random) -> str:
    """Return a name with one of its letters misread, or lost."""
    fits = [(right, wrong) for right, wrong in _SLIPS if right in name[1:]]
    if fits:
        right, wrong = chance.choice(fits)
        return name[0] + name[1:].replace(right, wrong, 1)
    at = chance.randrange(1, len(name))
    return name[:at] + name[at + 1 :]


def glossary(shape: Shape) -> str:
    """Return the glossary of a corpus; one name in ten has a first name before it."""
    every = names(shape.names, shape.seed)
    rows = ["term,kind,admitted,deprecated,source,note"]
    for number, name in enumerate(every):
        first = f"{every[number - 1]} " if number % 10 == 9 else ""
        rows.append(f"{first}{name},{'person' if number % 3 else 'place'},,,,")
    return "\n".join(rows) + "\n"


def write(folder: Path, shape: Shape) -> None:
    """Write ``glossary.csv`` and ``books/*.txt`` into a folder."""
    (folder / "books").mkdir(parents=True, exist_ok=True)
    (folder / "glossary.csv").write_text(glossary(shape), encoding="utf-8")
    vocabulary = _ordinary(shape.seed)
    of_glossary = names(shape.names, shape.seed)
    others = _unlike(names(40_000, shape.seed + 1), of_glossary)[:12_000]
    numbers = np.random.default_rng(shape.seed)
    chance = random.Random(shape.seed)
    size = int(shape.megabytes * 1_000_000 / shape.files)
    weights = _zipf(len(vocabulary))
    for number in range(shape.files):
        text = _book(size, vocabulary, weights, _Cast(of_glossary[:20_000], others, shape.damaged), numbers, chance)
        (folder / "books" / f"{number:05}.txt").write_text(text, encoding="utf-8")


def _unlike(others: list[str], known: list[str]) -> list[str]:
    """Return the names that hardly anybody would take for one of the glossary's."""
    like, _names = Nearest(known, known, known, lambda _length: 2, 1).of(others, others)
    taken = set(like.tolist())
    return [name for number, name in enumerate(others) if number not in taken]


@dataclass(frozen=True)
class _Cast:
    known: list[str]
    others: list[str]
    damaged: float


def _ordinary(seed: int) -> list[str]:
    known = words.load("en")
    chance = random.Random(seed)
    little = sorted(words.function_words()["en"])
    made = ["the", "of", "and", "to", "a", "in", *little]
    for _level, listed in known._common.listed:  # noqa: SLF001 - the list itself has no other reader
        block = sorted(listed)
        chance.shuffle(block)
        made += block
    return list(dict.fromkeys(made))


def _zipf(count: int) -> np.ndarray:
    ranks = np.arange(count) + _SHIFT
    weights = np.where(ranks < _CORE, 1 / ranks, _CORE / ranks**2)
    return np.cumsum(weights / weights.sum())


def _book(
    size: int,
    vocabulary: list[str],
    weights: np.ndarray,
    cast: _Cast,
    numbers: np.random.Generator,
    chance: random.Random,
) -> str:
    count = size // 5
    drawn = np.searchsorted(weights, numbers.random(count)).clip(max=len(vocabulary) - 1).tolist()
    is_name = (numbers.random(count) < _OF_NAMES).tolist()
    heroes = [chance.choice(cast.known) for _ in range(40)]
    minor = [chance.choice(cast.others) for _ in range(60)]
    out: list[str] = []
    line = length = left = 0
    for number, named in zip(drawn, is_name, strict=True):
        if named:
            # half of the names are the glossary's, and a few people of a book make up most of them
            hero = chance.random() < 0.5
            people = heroes if hero else minor
            word = people[min(int(chance.expovariate(0.2)), len(people) - 1)]
            if hero and chance.random() < cast.damaged:
                word = damaged(word, chance)
        else:
            word = vocabulary[number]
        if left == 0:
            left = max(3, int(chance.gauss(_SENTENCE, 6)))
            word = word[:1].upper() + word[1:]
        left -= 1
        mark = ".\n\n" if left == 0 and chance.random() < 0.2 else "." if left == 0 else "," if number % 11 == 0 else ""
        line += len(word) + len(mark) + 1
        length += len(word) + len(mark) + 1
        if mark.endswith("\n"):
            line = 0
        elif line > _LINE:
            mark, line = mark + "\n", 0
        else:
            mark += " "
        out += (word, mark)
        if length >= size and left == 0:
            break
    return "".join(out).rstrip() + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--names", type=int, default=1000)
    chosen = parser.parse_args()
    write(chosen.folder, Shape(chosen.megabytes, chosen.files, chosen.names))
