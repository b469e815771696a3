"""Cases of names in languages without a word list: where nobody can be asked, an inflected name is not a damaged one.

How names are declined is data, ``data/cases.tsv``. An error that merely makes one ending of another goes unseen.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from corrigenda import data
from corrigenda.texts import fold

_SHORTEST_STEM = 2
_SHORTEST = 3
_NOTHING, _BEGINNING = "-", "^"
"""How the table writes that nothing stands there, and that it is about the beginning of a word."""
_PARTING = frozenset({"tr", "az", "fi"})
"""Languages that write an apostrophe between a name and its ending."""
_APOSTROPHE = re.compile(f"[{fold.APOSTROPHES}]")


@dataclass(frozen=True, slots=True)
class _Changes:
    """What may stand instead of what."""

    by: Mapping[str, tuple[str, ...]]
    longest: int
    """Letters of the longest that may be changed; -1 if there is nothing."""


@dataclass(frozen=True, slots=True)
class Declension:
    """How names are declined in a language, or in any that may be that of a text."""

    _endings: _Changes
    """By what may stand at the end of a word, without accents, how the name may end, without them as well."""
    _others: _Changes
    """By how a name may end, without accents, what may stand there instead; nothing if the language is not known."""
    _beginnings: _Changes
    """By what may stand at the beginning of a word, without accents, how the name may begin; as above."""
    _is_parted: bool
    """Whether an apostrophe may part the ending off."""

    def nominatives(self, key: str) -> Iterator[str]:
        """Yield the names of which a folded word may be a case, without accents.

        The word itself is one of them if an accent on its last letter is an ending, as in “Telimeną”, and else not.

        >>> polish, irish = declension("pl"), declension("ga")
        >>> "mickiewicz" in polish.nominatives("mickiewiczem"), "paulus" in polish.nominatives("paulo")
        (True, False)
        >>> "ankara" in declension("tr").nominatives("ankara'da"), "corcaigh" in irish.nominatives("gcorcaigh")
        (True, True)
        """
        word = plain(key)
        yield from self._with_other_endings(word, has_accent=key[-1:] != word[-1:])
        for begun in self._with_other_beginnings(word):
            yield begun
            yield from self._with_other_endings(begun, has_accent=False)

    def _with_other_endings(self, word: str, *, has_accent: bool) -> Iterator[str]:
        head, apostrophe, _ending = word.rpartition("'")
        if self._is_parted and apostrophe and len(head) >= _SHORTEST:
            yield head
        for cut in range(max(_SHORTEST_STEM, len(word) - self._endings.longest), len(word) + 1):
            for ending in self._endings.by.get(word[cut:], ()):
                if cut + len(ending) >= _SHORTEST and (has_accent or ending != word[cut:]):
                    yield word[:cut] + ending

    def _with_other_beginnings(self, word: str) -> Iterator[str]:
        for cut in range(self._beginnings.longest + 1):
            for beginning in self._beginnings.by.get(word[:cut], ()):
                yield beginning + word[cut:]

    def cases(self, name: str) -> tuple[str, ...]:
        """Return the cases of a name; none where the language is not known, as there would be too many.

        >>> {"Krakowie", "Krakowa"} <= set(declension("pl").cases("Kraków"))
        True
        """
        folded = plain(name)
        if len(folded) != len(name):  # a ligature: which letters of the two are the same is not known
            return ()
        made: dict[str, None] = {}
        for cut in range(max(_SHORTEST_STEM, len(name) - self._others.longest), len(name) + 1):
            for other in self._others.by.get(folded[cut:], ()):
                made[name[:cut] + (other.upper() if name.isupper() else other)] = None
        return tuple(made)

    def declined(self, name: str, like: str) -> Iterator[str]:
        """Yield the cases of a name that begin and end as `like` does.

        >>> list(declension("la").declined("Caesar", "Caefari")), list(declension("ga").declined("Séamus", "Shéamns"))
        (['Caesari'], ['Shéamus'])
        >>> list(declension("tr").declined("Ankara", "Aııkara’da"))
        ['Ankara’da']
        """
        yield from self._ending_like(name, like)
        folded = plain(name)
        for cut in range(self._beginnings.longest + 1):
            for beginning in self._beginnings.by.get(plain(like[:cut]), ()):
                if folded.startswith(beginning):
                    changed = like[:cut] + name[len(beginning) :]
                    yield changed
                    yield from self._ending_like(changed, like)

    def _ending_like(self, name: str, like: str) -> Iterator[str]:
        apostrophes = [found.start() for found in _APOSTROPHE.finditer(like)]
        if self._is_parted and len(apostrophes) > len(_APOSTROPHE.findall(name)):
            yield name + like[apostrophes[-1] :]
            return
        folded = plain(name)
        for cut in range(max(_SHORTEST_STEM, len(like) - self._endings.longest), len(like) + 1):
            for ending in self._endings.by.get(plain(like[cut:]), ()):
                if folded.endswith(ending) and len(folded) == len(name) >= len(ending) + _SHORTEST_STEM:
                    yield name[: len(name) - len(ending)] + like[cut:]


@cache
def declension(language: str) -> Declension:
    """Return how names are declined in a language.

    Of one that is not in the table it is not known, and names may have the endings of all; but not other beginnings,
    by which too many names would be others.
    """
    is_told = language in languages()
    wanted = [
        (name, other)
        for spoken, name, others in _rows()
        if not is_told or language in spoken.split()
        for other in others.split()
    ]
    begun = [(_read(name), _read(other)) for name, other in wanted if name.startswith(_BEGINNING) and is_told]
    ended = [(_read(name), _read(other)) for name, other in wanted if not name.startswith(_BEGINNING)]
    return Declension(
        _by((plain(other), plain(name)) for name, other in ended),
        _by((plain(name), other) for name, other in ended if is_told),
        _by((plain(other), plain(name)) for name, other in begun),
        language in _PARTING or not is_told,
    )


def _by(pairs: Iterable[tuple[str, str]]) -> _Changes:
    """Return the second ones of pairs by the first."""
    found: dict[str, dict[str, None]] = {}
    for first, second in pairs:
        found.setdefault(first, {})[second] = None
    return _Changes({first: tuple(seconds) for first, seconds in found.items()}, max(map(len, found), default=-1))


def _read(cell: str) -> str:
    """Return what a cell of the table says."""
    letters = cell.removeprefix(_BEGINNING)
    return "" if letters == _NOTHING else letters


def plain(letters: str) -> str:
    """Return letters as cases are compared: folded, without accents, and with a dot on every i."""
    return fold.plain(dotted(fold.key(letters)))


def dotted(key: str) -> str:
    """Return folded letters with one dot on every i, as Turkish has it without one as well.

    >>> dotted(fold.key("DİYARBAKIR")) == dotted(fold.key("Diyarbakır"))
    True
    """
    return key.replace("\N{LATIN SMALL LETTER DOTLESS I}", "i").replace("i\N{COMBINING DOT ABOVE}", "i")


@cache
def languages() -> frozenset[str]:
    """Return the languages of which it is known how names are declined."""
    return frozenset(language for spoken, _name, _others in _rows() for language in spoken.split())


@cache
def _rows() -> tuple[list[str], ...]:
    """Return the rows of the table: languages, how a name ends, what else may stand there."""
    return tuple(row.split("\t") for row in data.read("cases.tsv").decode().split("\n") if row and row[0] != "#")
