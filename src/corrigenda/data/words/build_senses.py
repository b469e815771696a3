"""Make `en-senses.txt` of WordNet, as README.md tells; for maintainers.

``python build_senses.py --wordnet DIR --out DIR``
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from corrigenda.language import words

_SENSES = 4
"""Senses of a word that are kept, of each part of speech, commonest first: by its rare ones any word is like any."""
_RAREST = 55
"""Level of `corrigenda.language.words` of the rarest words that are kept."""
_SHORTEST = 3
_PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
Pointers = tuple[tuple[str, str], ...]
_WIDER = frozenset("@&")
"""Pointers to the sense that is one step wider, or to a similar one."""


def synset(line: str, part: str) -> tuple[str, Pointers]:
    """Return a sense that a line of one of WordNet's data files holds, and the pointers from it: kinds and senses.

    >>> synset("00002684 03 n 02 object 0 physical_object 0 001 + 00532607 v 0105 | a thing", "n")
    ('n00002684', (('+', 'v00532607'),))
    """
    fields = line.partition(" | ")[0].split()
    behind = 4 + 2 * int(fields[3], 16)
    pointers = fields[behind + 1 : behind + 1 + 4 * int(fields[behind])]
    kinds, offsets, parts = (pointers[at::4] for at in range(3))
    return part + fields[0], tuple(
        (kind, of.replace("s", "a") + offset) for kind, offset, of in zip(kinds, offsets, parts, strict=True)
    )


def read(folder: Path) -> tuple[dict[str, Pointers], dict[str, list[str]]]:
    """Return the senses in a folder by their names, and the names of those of each word, commonest first."""
    synsets: dict[str, Pointers] = {}
    senses: dict[str, list[str]] = defaultdict(list)
    for name, part in _PARTS.items():
        synsets.update(synset(line, part) for line in _lines(folder / f"data.{name}"))
        for line in _lines(folder / f"index.{name}"):
            word, _part, count, *_rest = line.split()
            senses[word] += [part + offset for offset in line.split()[-int(count) :][:_SENSES]]
    return synsets, senses


def _lines(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith(" "))


def pack(synsets: Mapping[str, Pointers], senses: Mapping[str, Iterable[str]]) -> bytes:
    """Return senses in the form that `corrigenda.language.senses` reads, the same on every day."""
    used = Counter(sense for word in senses for sense in senses[word])
    wider = {
        name: [to for kind, to in each if kind in _WIDER and to in used]
        for name, each in synsets.items()
        if name in used
    }
    linked = {name for name, others in wider.items() if others}.union(*wider.values())
    kept = [name for name, count in used.items() if count > 1 or name in linked]
    number = {name: str(at) for at, name in enumerate(sorted(kept, key=lambda name: (-used[name], name)))}
    told = {head: {number[name] for name in names if name in number} for head, names in senses.items()}
    told |= {number[head]: {number[name] for name in names} for head, names in wider.items() if head in number}
    lines = (f"{head} {' '.join(sorted(numbers, key=int))}" for head, numbers in sorted(told.items()) if numbers)
    return ("\n".join(("", *lines)) + "\n").encode()


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("wordnet", "out"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    options = parser.parse_args()
    synsets, senses = read(options.wordnet)
    known = words.load("en")
    usual = {
        word: senses[word]
        for word in senses
        if word.isalpha() and len(word) >= _SHORTEST and known.common(word) and known.level(word) <= _RAREST
    }
    packed = pack(synsets, usual)
    (options.out / "en-senses.txt").write_bytes(packed)
    sys.stdout.write(f"{len(usual)} words, {len(packed)} bytes\n")


if __name__ == "__main__":
    main()
