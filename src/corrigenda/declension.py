"""Cases of names in languages without a word list: where nobody can be asked, an inflected name is not a damaged one.

Which endings names have is data, ``data/cases.tsv``. An error that merely makes one ending of another goes unseen.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from corrigenda import data, fold

_LONGEST_ENDING = 9
_SHORTEST_STEM = 2
_SHORTEST = 3
_CELTIC = frozenset({"ga", "gd"})
"""Languages in which the first letter of a name changes, too."""
_LENITED = re.compile("(?<=^[bcdfgmpst])h")
_APOSTROPHE = re.compile(f"[{fold.APOSTROPHES}]")
_ECLIPSED = re.compile("^(?:m(?=b)|g(?=c)|n(?=[dg])|bh(?=f)|b(?=p)|d(?=t)|[nt]-?(?=[aeiou]))")


@dataclass(frozen=True, slots=True)
class Declension:
    """How names are declined in a language, or in any that may be that of a text."""

    _names: Mapping[str, tuple[str, ...]]
    """By what may stand at the end of a word, how the name may end; both without accents."""
    _mutates: bool

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
        yield from self._endings_undone(word, has_accent=key[-1:] != word[-1:])
        if self._mutates:
            for begin in (_LENITED, _ECLIPSED):
                if (begun := begin.sub("", word)) != word:
                    yield begun
                    yield from self._endings_undone(begun, has_accent=False)

    def _endings_undone(self, word: str, *, has_accent: bool) -> Iterator[str]:
        head, apostrophe, _ending = word.partition("'")
        if apostrophe:
            yield head
        for cut in range(max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING), len(word)):
            for ending in self._names.get(word[cut:], ()):
                if cut + len(ending) >= _SHORTEST and (has_accent or ending != word[cut:]):
                    yield word[:cut] + ending

    def declined(self, name: str, like: str) -> Iterator[str]:
        """Yield the cases of a name that end as `like` does.

        >>> "Caesari" in declension("la").declined("Caesar", "Caefari")
        True
        >>> "Ankara’da" in declension("tr").declined("Ankara", "Aııkara’da")
        True
        """
        if apostrophe := _APOSTROPHE.search(like):
            yield name + like[apostrophe.start() :]
        plain = _plain(name)
        for cut in range(max(_SHORTEST_STEM, len(like) - _LONGEST_ENDING), len(like)):
            for ending in self._names.get(_plain(like[cut:]), ()):
                if plain.endswith(ending) and len(name) - len(ending) >= _SHORTEST_STEM:
                    yield name[: len(name) - len(ending)] + like[cut:]


@cache
def declension(language: str | None) -> Declension:
    """Return how names are declined in a language; in any that there are cases of, if it is not known."""
    rows = [row.split("\t") for row in data.read("cases.tsv").decode().split("\n") if row and row[0] != "#"]
    spoken = {each for languages, _name, _endings in rows for each in languages.split()}
    found: dict[str, dict[str, None]] = {}
    for languages, name, endings in rows:
        if language not in spoken or language in languages.split():
            for ending in endings.split():
                found.setdefault(_plain(ending), {})[_plain(name)] = None
    return Declension({ending: tuple(names) for ending, names in found.items()}, language in _CELTIC)


def _plain(ending: str) -> str:
    return fold.plain(fold.key(ending))
