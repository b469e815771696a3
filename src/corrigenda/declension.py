"""Cases of names in languages without a word list: where nobody can be asked, an inflected name is not a damaged one.

How names are declined is data, ``data/cases.tsv``. An error that merely makes one ending of another goes unseen.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from corrigenda import data, fold

_LONGEST_ENDING = 9
_SHORTEST_STEM = 2
_SHORTEST = 3
_LONGEST_BEGINNING = 3
_NOTHING, _BEGINNING = "-", "^"
"""How the table writes that nothing stands there, and that it is about the beginning of a word."""
_APOSTROPHE = re.compile(f"[{fold.APOSTROPHES}]")

_Change = Mapping[str, tuple[str, ...]]
"""By what stands at the end of a word, or its beginning, how the name may end or begin; all without accents."""


@dataclass(frozen=True, slots=True)
class Declension:
    """How names are declined in a language, or in any that may be that of a text."""

    _endings: _Change
    _beginnings: _Change

    def nominatives(self, key: str) -> Iterator[str]:
        """Yield the names of which a folded word may be a case, without accents; an apostrophe may part off the ending.

        The word itself is one of them if an accent on its last letter is an ending, as in “Telimeną”, and else not.

        >>> polish, irish = declension("pl"), declension("ga")
        >>> "mickiewicz" in polish.nominatives("mickiewiczem"), "paulus" in polish.nominatives("paulo")
        (True, False)
        >>> "ankara" in declension("tr").nominatives("ankara'da"), "corcaigh" in irish.nominatives("gcorcaigh")
        (True, True)
        """
        word = fold.plain(key)
        yield from self._with_other_endings(word, has_accent=key[-1:] != word[-1:])
        for begun in self._with_other_beginnings(word):
            yield begun
            yield from self._with_other_endings(begun, has_accent=False)

    def _with_other_endings(self, word: str, *, has_accent: bool) -> Iterator[str]:
        head, apostrophe, _ending = word.partition("'")
        if apostrophe:
            yield head
        for cut in range(max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING), len(word) + 1):
            for ending in self._endings.get(word[cut:], ()):
                if cut + len(ending) >= _SHORTEST and (has_accent or ending != word[cut:]):
                    yield word[:cut] + ending

    def _with_other_beginnings(self, word: str) -> Iterator[str]:
        for cut in range(_LONGEST_BEGINNING + 1 if self._beginnings else 0):
            for beginning in self._beginnings.get(word[:cut], ()):
                yield beginning + word[cut:]

    def declined(self, name: str, like: str) -> Iterator[str]:
        """Yield the cases of a name that begin and end as `like` does.

        >>> list(declension("la").declined("Caesar", "Caefari")), list(declension("ga").declined("Séamus", "Shéamns"))
        (['Caesari'], ['Shéamus'])
        >>> list(declension("tr").declined("Ankara", "Aııkara’da"))
        ['Ankara’da']
        """
        yield from self._ending_like(name, like)
        begin, plain = _plain(like[:_LONGEST_BEGINNING]), _plain(name)
        for cut in range(len(begin) + 1 if self._beginnings else 0):
            for beginning in self._beginnings.get(begin[:cut], ()):
                if plain.startswith(beginning):
                    changed = like[:cut] + name[len(beginning) :]
                    yield changed
                    yield from self._ending_like(changed, like)

    def _ending_like(self, name: str, like: str) -> Iterator[str]:
        if apostrophe := _APOSTROPHE.search(like):
            yield name + like[apostrophe.start() :]
            return
        plain = _plain(name)
        for cut in range(max(_SHORTEST_STEM, len(like) - _LONGEST_ENDING), len(like) + 1):
            for ending in self._endings.get(_plain(like[cut:]), ()):
                if plain.endswith(ending) and len(name) - len(ending) >= _SHORTEST_STEM:
                    yield name[: len(name) - len(ending)] + like[cut:]


@cache
def declension(language: str) -> Declension:
    """Return how names are declined in a language; in any that there are cases of, if there are none of it."""
    rows = [row.split("\t") for row in data.read("cases.tsv").decode().split("\n") if row and row[0] != "#"]
    spoken = {each for languages, _name, _others in rows for each in languages.split()}
    found: dict[bool, dict[str, dict[str, None]]] = {True: {}, False: {}}
    for languages, name, others in rows:
        if language in languages.split() or language not in spoken:
            for other in others.split():
                found[name.startswith(_BEGINNING)].setdefault(_read(other), {})[_read(name)] = None
    beginnings, endings = ({other: tuple(names) for other, names in found[each].items()} for each in (True, False))
    return Declension(endings, beginnings if language in spoken else {})


def _read(cell: str) -> str:
    """Return what a cell of the table says."""
    letters = cell.removeprefix(_BEGINNING)
    return "" if letters == _NOTHING else _plain(letters)


def _plain(letters: str) -> str:
    return fold.plain(fold.key(letters))
