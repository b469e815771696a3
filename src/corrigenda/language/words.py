"""Known words of a language: ordinary words and proper names, so that good text is not flagged.

The lists come with the package (``data/words``, where their sources and licences are told). Where a list would have to
hold every form that regular word formation can make, these are undone (`corrigenda.language.formation`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from corrigenda import data
from corrigenda.errors import CorrigendaError
from corrigenda.language.formation import Formation, formation
from corrigenda.language.wordlist import UNKNOWN, LevelLines, Levels
from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens

UNTOLD = "und"
"""The code of ISO 639-2 for a language that could not be told."""

FORMED = 50
"""The least level of a word known by its ending alone."""

PERIOD = 70
"""The least level of a word known by an older spelling, or without its accents."""

COMPOUND = 80
"""The level of a compound that is in no list."""

_FOLDER = "words"
_COMMON, _NAMES, _PLAIN = b"common\n", b"\n\nname\n", b"\n\nplain\n"
"""Heads of sections."""

SHORTEST_STEM = 4
"""Letters before an ending; with fewer, endings make words out of anything."""
_SHORTEST_PART = 4
"""Letters of a part of a compound. With 3, twice as many garbled names pass for one (18 of 1000, not 10)."""
_MOST_PARTS = 3
_LONGEST = 60
"""Letters; what is longer was never one word."""
_LONGEST_ENDING = 4

_LETTERS = str.maketrans(
    {
        "\N{LATIN SMALL LETTER AE}": "ae",
        "\N{LATIN SMALL LIGATURE OE}": "oe",
        **dict.fromkeys(fold.APOSTROPHES, "'"),
    }
)


class Dictionary(Protocol):
    """What rules ask of the words of a language, whoever keeps them."""

    @property
    def language(self) -> str:
        """The language's code."""

    def listed(self, word: str) -> bool:
        """Say whether a folded word is an ordinary one that stands in the list as it is: a quick look."""

    def levels(self, words: Sequence[str]) -> Iterable[int]:
        """Return the levels of the folded words that `listed` says yes to, and 0 for the others."""

    def common(self, word: str) -> bool:
        """Say whether a folded word is an ordinary word."""

    def name(self, word: str) -> bool:
        """Say whether a folded word is known only as a proper name."""

    def level(self, word: str) -> int:
        """Return how familiar a folded word is, 10 to 80; 0 when it is unknown."""


@dataclass(frozen=True, slots=True)
class KnownWords:
    """What is known of a language.

    Words are asked for by their folded key (`fold.key`), without a possessive ending.
    """

    language: str
    _common: Levels
    """Ordinary words."""
    _names: Levels
    """Words that are known only as names; none of them is in `_common`."""
    _plain: Levels
    """Ordinary words less their accents, for languages that leave them out; all have the level `PERIOD`."""
    _formation: Formation

    def listed(self, word: str) -> bool:
        """Return whether `word` is an ordinary word that stands in the list as it is."""
        return self._common.of(word) != UNKNOWN

    def levels(self, words: Sequence[str]) -> Iterable[int]:
        """Return the levels of the words that stand in the list of ordinary words as they are, 0 for the others."""
        return self._common.of_all(words)

    @property
    def names(self) -> Iterator[str]:
        """Yield the words that are known only as names."""
        return (name for _level, names in self._names.listed for name in names)

    def get_ready(self) -> None:
        """Make what speeds up many questions at once, before processes are forked that each would make it."""
        self._common.get_ready()

    def common(self, word: str) -> bool:
        """Return whether `word` is an ordinary word of the language; in German that includes nouns.

        Compounds with a hyphen are known when all their parts are.
        """
        return self._common_level(_fold(word)) != UNKNOWN

    def name(self, word: str) -> bool:
        """Return whether `word` is known only as a proper name, a demonym, a month or the like."""
        key = _fold(word)
        return self._name_level(key) != UNKNOWN and self._common_level(key) == UNKNOWN

    def level(self, word: str) -> int:
        """Return how rare a word or name is: 10 (very common) to 80 (rare), 0 when it is not known.

        The steps are SCOWL's sizes (10, 20, 35, 40, 50, 55, 60, 70, 80). French words all have 50, but for
        the grammatical ones. A word known by an ending, an older spelling or as a compound has at least
        `FORMED`, `PERIOD` or `COMPOUND`.
        """
        key = _fold(word)
        return self._common_level(key) or self._name_level(key)

    def _common_level(self, key: str) -> int:
        found = self._common.of(key)
        if found or len(key) > _LONGEST:
            return found
        if "-" in key:
            levels = [self._common_level(part) if part else UNKNOWN for part in key.split("-")]
            return max(levels) if all(levels) else UNKNOWN
        rest = self._whole(key)
        if self._names.of(rest):
            return UNKNOWN
        return (
            (self._formed(rest) if self._formation.endings or rest != key else UNKNOWN)
            or self._respelt(rest)
            or self._unaccented(rest)
            or (COMPOUND if self._formation.compounds and self._compound(rest, _MOST_PARTS) else UNKNOWN)
        )

    def _name_level(self, key: str) -> int:
        rest = self._whole(key)
        found = self._inflected_name(rest)
        if found:
            return found
        levels = map(self._inflected_name, self._formation.name_spellings.modern(rest))
        return PERIOD if any(levels) else UNKNOWN

    def _inflected_name(self, key: str) -> int:
        found = self._names.of(key)
        if found or not self._formation.name_endings:
            return found
        stems = _stems(key, self._formation.name_endings)
        return next(filter(None, map(self._names.of, stems)), UNKNOWN)

    def _whole(self, key: str) -> str:
        """Return `key` less an elided word before it."""
        elided = self._formation.elided
        found = elided.match(key) if elided is not None and "'" in key else None
        return key[found.end() :] if found else key

    def _formed(self, key: str) -> int:
        """Return the level of `key` as listed, or else of a listed word that it is an inflected form of."""
        found = self._common.of(key)
        if found:
            return found
        stems = _stems(key, self._formation.endings)
        levels = list(filter(None, (self._common.of(stem) for stem in stems)))
        return max(FORMED, min(levels)) if levels else UNKNOWN

    def _respelt(self, key: str) -> int:
        """Return the best level of today's spellings of `key`."""
        modern = self._formation.spellings.modern(key)
        levels = list(filter(None, map(self._formed, modern))) if modern else ()
        return max(PERIOD, min(levels)) if levels else UNKNOWN

    def _unaccented(self, key: str) -> int:
        if not self._formation.accents:
            return UNKNOWN
        return next(filter(None, map(self._plain.of, _stems(key, self._formation.endings))), UNKNOWN)

    def _compound(self, key: str, parts: int) -> bool:
        """Return whether `key` is made of at most `parts` ordinary words; an s may stand between two."""
        cuts = range(len(key) - _SHORTEST_PART, _SHORTEST_PART - 1, -1)
        return any(self._formed(key[cut:]) and self._first(key[:cut], parts - 1) for cut in cuts)

    def _first(self, key: str, parts: int) -> bool:
        return bool(
            self._formed(key)
            or (key[-1] == "s" and len(key) > _SHORTEST_PART and self._formed(key[:-1]))
            or (parts > 1 and self._compound(key, parts))
        )


def _fold(word: str) -> str:
    return word if word.isascii() else word.translate(_LETTERS)


def _stems(key: str, endings: AbstractSet[str]) -> Iterator[str]:
    """Yield `key`, then what is left of it without one of `endings`, at least four letters."""
    yield key
    for length in range(1, min(_LONGEST_ENDING, len(key) - SHORTEST_STEM) + 1):
        if key[-length:] in endings:
            yield key[:-length]


@cache
def load(language: str) -> KnownWords:
    """Return the known words of a language ("en", "fr", "de"); they are read once.

    Raises:
        CorrigendaError: there is no list for the language.
    """
    if language not in languages():
        raise CorrigendaError(
            f"no word list for the language {language!r}",
            help="languages with a word list are " + ", ".join(languages()),
        )
    return parse(language, data.read(f"{_FOLDER}/{language}.txt"))


def parse(language: str, packed: bytes) -> KnownWords:
    """Return the known words in `packed`: sections `common`, `name` and `plain`, which but the first may be missing.

    Each is a head and then, a line, a word and its level, sorted by code points; a blank line divides them. The
    language decides what regular formation is undone; where accents get lost, `plain` has the ordinary words less
    theirs.
    """
    end = len(packed)
    names = packed.rfind(_NAMES)  # from the end: names are few
    names = end if names < 0 else names
    plain = packed.find(_PLAIN, names)
    plain = end if plain < 0 else plain
    return KnownWords(
        language,
        LevelLines(packed, len(_COMMON), names + 1),
        LevelLines(packed, names + len(_NAMES), plain + 1),
        LevelLines(packed, plain + len(_PLAIN), end),
        formation(language),
    )


def languages() -> tuple[str, ...]:
    """Return the languages that have a word list.

    >>> languages()
    ('de', 'en', 'fr')
    """
    return "de", "en", "fr"


@cache
def function_words() -> Mapping[str, frozenset[str]]:
    """Return the fifty or so commonest words of eight languages, which carry no meaning of their own in terms."""
    return _words_of("function-words.txt")


def _words_of(file: str) -> Mapping[str, frozenset[str]]:
    text = data.read(f"{_FOLDER}/{file}").decode()
    rows = (line.partition(":") for line in text.split("\n") if line and not line.startswith("#"))
    return {language: frozenset((*words.split(), *map(fold.key, words.split()))) for language, _, words in rows}


@cache
def _telling() -> Mapping[str, frozenset[str]]:
    """Return the same of each language that `detect` tells apart."""
    return {**function_words(), **_words_of("further-function-words.txt")}


def little_words(language: str | None) -> frozenset[str]:
    """Return the commonest words of a language, as they are spelled and folded, if `detect` tells it apart."""
    return _telling().get(language or "", frozenset())


_LEAST_SHARE = 0.12
"""Of the running words; about 0.4 in prose of these languages, half of it under heavy OCR damage."""
_LEAST_FOUND = 0.5
"""Of a language's function words, when words come without counts."""
_LEAST_DISTINCT = 3
_LEAD = 1.25
"""How many times as many as the runner-up; Spanish and Portuguese share a third of theirs."""
_PAGES = 2_000
"""Words of a text that are told by their counts in what language it is; of more, the different ones tell it sooner."""


@cache
def every_function_word() -> frozenset[str]:
    """Return those of all these languages."""
    return frozenset().union(*function_words().values())


@cache
def _every_telling_word() -> frozenset[str]:
    return frozenset().union(*_telling().values())


def is_function_word(word: str) -> bool:
    """Say whether a folded word is one of `function_words`, in whatever language."""
    return word in every_function_word()


def detect(words: Iterable[str] | Mapping[str, int], total: int | None = None) -> str | None:
    """Return the language of a text from its folded words; None when none fits.

    Best with their counts: without, each counts once. `total` tells how many there are when `words` are only function
    words.

    Three dozen languages are told apart by their function words; not all of them have a word list.

    >>> detect("et quod erat demonstrandum non est".split()), detect(["lorem", "ipsum"])
    ('la', None)
    >>> detect("w tym domu nie było nikogo i nie wiadomo dla kogo to jest".split())
    'pl'
    """
    there, telling = frozenset(words), _telling()
    counts = words if isinstance(words, Mapping) else None
    if total is None:
        total = sum(counts.values()) if counts else len(there)
    found = {language: each & there for language, each in telling.items()}
    shares = {language: sum(map(counts.__getitem__, hits)) if counts else len(hits) for language, hits in found.items()}
    first, second = sorted(shares, key=lambda language: (-shares[language], language))[:2]
    enough = len(found[first]) >= _LEAST_DISTINCT and (
        shares[first] >= _LEAST_SHARE * total or len(found[first]) >= _LEAST_FOUND * len(telling[first])
    )
    return first if enough and shares[first] >= _LEAD * shares[second] else None


def language_of(tokens: Tokens) -> str | None:
    """Return the language of a text; None when none fits."""
    if len(tokens) <= _PAGES:
        return detect(Counter(tokens.keys(0, len(tokens))))
    return detect(*tokens.among(_every_telling_word().__contains__))
