"""Make the word lists of this folder from the files that README.md names; for maintainers.

``python build.py --scowl DIR --french DIR --german FILE --nouns DIR --frequency DIR --out DIR``
"""

import argparse
import gzip
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corrigenda.language.formation import Formation, formation
from corrigenda.language.wordlist import UNKNOWN, Listed
from corrigenda.language.words import PERIOD, SHORTEST_STEM, KnownWords, function_words
from corrigenda.texts import fold

Graded = dict[str, int]

COMMONEST = 10
USUAL = 50
"""The level of words whose source tells no frequency."""
RARE = 70
"""The level of words that a source with frequencies has never met."""
HUGE = 80
"""The last level of SCOWL that is read; of the next, 95, its authors say that most words are not valid."""

_SHORTEST = 3
_SHORTEST_RARE = 4
_SHORTEST_HUGE = 6
_SHORTEST_HUGE_NAME = 5
"""Short rare words look like damaged common ones."""
_APART = 20
"""Levels by which a capitalised word must be commoner than its small twin, a rare one, to count as a name."""
_RARE_TWIN = 55

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_NAME = re.compile(r"(?:[A-Z]'|Ma?c|De|Le|La|Van|Fitz)?[^\W\d_][^\W\d_A-Z]+(?:'[^\W\d_]+)*")
_VOWEL = re.compile("[aeiouyø]")
_NUMERAL = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_NO_NUMERALS = frozenset({"mix", "dix"})
_UNACCENTED = bytes.maketrans("àâäçéèêëîïôöùûüÿ".encode("latin-1"), b"aaaceeeeiioouuuy")


@dataclass(frozen=True, slots=True)
class Lists:
    """The words of one language by their folded keys."""

    common: Graded
    names: Graded


@dataclass(frozen=True, slots=True)
class LevelSets:
    """Words with their levels, in sets that may grow: see `corrigenda.language.wordlist.Levels`."""

    listed: Listed = ()

    def of(self, word: str) -> int:
        """Return the level of a word; `UNKNOWN` when it is not listed."""
        return next((level for level, words in self.listed if word in words), UNKNOWN)

    def of_all(self, words: Sequence[str]) -> list[int]:
        """Return the levels of many words."""
        return [self.of(word) for word in words]

    def get_ready(self) -> None:
        """Do nothing: there is nothing to be made."""


def put(levels: Graded, word: str, level: int) -> None:
    """Note the key of `word` at `level`, unless it is there as a commoner word already."""
    key = fold.key(word)
    levels[key] = min(level, levels.get(key, level))


def is_word(word: str) -> bool:
    """Return whether `word` may stand in a list: letters and inner apostrophes, with a vowel, no numeral.

    >>> [is_word(word) for word in ("o'clock", "km", "xxiv", "hymn", "P2P", "dix")]
    [True, False, False, True, False, True]
    """
    key = fold.key(word)
    return (
        len(key) >= _SHORTEST
        and _WORD.fullmatch(key) is not None
        and _VOWEL.search(unicodedata.normalize("NFD", key)) is not None
        and (key in _NO_NUMERALS or _NUMERAL.fullmatch(key) is None)
    )


def is_name(word: str) -> bool:
    """Return whether `word` is written as a name: one capital, or one after a prefix.

    >>> [is_name(word) for word in ("Kiev", "O'Neill", "McAdam", "IBM", "iPhone", "d'Alembert", "C₃H₅")]
    [True, True, True, False, False, False, False]
    """
    return word[:1].isupper() and is_word(word) and _NAME.fullmatch(word) is not None


def without_twins(lists: Lists) -> Lists:
    """Return `lists` with each word in one class: a name, if it has no small twin or only a rare one."""
    names = {
        key: level
        for key, level in lists.names.items()
        if lists.common.get(key, HUGE + _APART) >= max(_RARE_TWIN, level + _APART)
    }
    return Lists({key: level for key, level in lists.common.items() if key not in names}, names)


def english(folder: Path) -> Lists:
    """Return the words of SCOWL's files in `folder`, all spellings; variants count as rarer than listed."""
    least = {"variant_1": 50, "variant_2": 60, "variant_3": 70}
    lists = Lists({}, {})
    for path in sorted(folder.iterdir()):
        found = re.fullmatch(r"(.+)-(words|contractions|upper|proper-names)\.(\d\d)", path.name)
        if not found or found[1] == "special" or int(found[3]) > HUGE:
            continue
        floor = next((level for variant, level in least.items() if variant in found[1]), COMMONEST)
        level = max(int(found[3]), floor)
        for word in _lines(path):
            if word.endswith("'s"):
                continue
            if found[2] in {"words", "contractions"}:
                if is_word(word) and len(word) >= _least_length(level):
                    put(lists.common, word, level)
            elif is_name(word) and (level < HUGE or len(word) >= _SHORTEST_HUGE_NAME):
                put(lists.names, word, level)
    return lists


def _least_length(level: int) -> int:
    if level >= HUGE:
        return _SHORTEST_HUGE
    return _SHORTEST_RARE if level >= RARE else _SHORTEST


@dataclass(frozen=True, slots=True)
class Suffix:
    """One row of a Hunspell suffix class."""

    strip: str
    add: str
    condition: re.Pattern[str]

    def of(self, stem: str) -> str | None:
        """Return the form of `stem`, if the row applies to it."""
        if not stem.endswith(self.strip) or not self.condition.search(stem):
            return None
        return stem[: len(stem) - len(self.strip)] + self.add


def read_suffixes(text: str) -> dict[str, list[Suffix]]:
    """Return the suffix classes of a Hunspell affix file with flags of two characters."""
    suffixes: dict[str, list[Suffix]] = defaultdict(list)
    for line in text.split("\n"):
        row = line.split()
        if len(row) < 5 or row[0] != "SFX":  # noqa: PLR2004 - the head of a class has four fields
            continue
        strip, add = (part.partition("/")[0].replace("0", "", 1) for part in row[2:4])
        suffixes[row[1]].append(Suffix(strip, add, re.compile(row[4] + "$")))
    return suffixes


_NO_WORDS = {"{}", "U.", "Um", "Ui"}
"""Flags of forbidden words and of units of measure."""
_NO_WORD_TAGS = (["po:err"], ["po:sign"], ["po:sfx"], ["po:titr"])


def expand(entry: str, suffixes: dict[str, list[Suffix]]) -> Iterator[str]:
    """Yield the forms of one entry of a Hunspell dictionary (``stem/flags tags``).

    >>> rows = read_suffixes("SFX S. 0 s/L'D' [^sxz] is:pl")
    >>> list(expand("roi/S.() po:nom", rows)), list(expand("ici/L'", rows))
    (['rois'], ['ici'])
    """
    head, *tags = entry.split()
    stem, _, packed = head.partition("/")
    flags = {packed[at : at + 2] for at in range(0, len(packed), 2)}
    if flags & _NO_WORDS or tags[:1] in _NO_WORD_TAGS:
        return
    if "()" not in flags:
        yield stem
    for flag in sorted(flags):
        for suffix in suffixes.get(flag, ()):
            form = suffix.of(stem)
            if form is not None:
                yield form


_GRAMMATICAL = re.compile(r"po:(?:mg|det\w*|pro\w+|prep\w*|cj\w*|negadv|prn?ind)$")


def french(folder: Path) -> Lists:
    """Return the words of the Hunspell pair ``fr.dic`` and ``fr.aff`` in `folder`."""
    suffixes = read_suffixes((folder / "fr.aff").read_text(encoding="utf-8"))
    lists = Lists({}, {})
    for entry in (folder / "fr.dic").read_text(encoding="utf-8").split("\n")[1:]:
        if not entry:
            continue
        grammatical = any(_GRAMMATICAL.match(tag) for tag in entry.split()[1:])
        for form in expand(entry, suffixes):
            for part in form.split("-"):
                if is_name(part):
                    put(lists.names, part, USUAL)
                elif part.islower() and is_word(part) and not _elided(part):
                    put(lists.common, part, COMMONEST if grammatical and part == form else USUAL)
    return lists


def _elided(word: str) -> bool:
    elided = formation("fr").elided
    return elided is not None and elided.match(word) is not None


_BANDS = {10: 20, 20: 35, 30: 40, 40: 50, 50: 55, 60: 60}
"""Level of each band of 16,900 words by frequency, so that as many words stand below a level as in SCOWL."""
_NOUN_ENDINGS = (
    *("s", "es", "ses", "n", "en", "e", "er", "ern", "nen", "innen", "ns", "ens", "se", "sen"),
    *("ien", "a", "i", "ta", "ten", "aten"),
)
_NOUN_LEMMAS = ("", "e", "us", "um", "a", "on", "o", "s")
_NAMED_ENDINGS = ("en", "es", "er", "e", "n")
_BARE = str.maketrans("äöü", "aou")


def german(words: Path, nouns: Path, frequency: Path, foreign_names: Collection[str]) -> Lists:
    """Return the words of germandict, the names among them told by Wikidata's nouns and by SCOWL.

    Args:
        words: germandict, one word a line.
        nouns: folder with Wikidata's ``words.txt.gz`` (all forms) and ``nouns.txt.gz`` (common nouns).
        frequency: folder with ``graded_words.txt.gz``.
        foreign_names: folded names that are names in German as well, unless they are nouns.
    """
    entries = [word for word in _lines(words) if is_word(word) and word[1:].islower()]
    small = {fold.key(word) for word in entries if word.islower()}
    capital = {fold.key(word) for word in entries} - small
    attested = {fold.key(word) for word in _packed_lines(nouns / "words.txt.gz")}
    lemmas = {fold.key(word) for word in _packed_lines(nouns / "nouns.txt.gz")}
    stems = lemmas | {lemma.translate(_BARE) for lemma in lemmas}
    bands: Graded = {}
    for line in _packed_lines(frequency / "graded_words.txt.gz"):
        word, _, band = line.partition("\t")
        if is_word(word):
            put(bands, word, _BANDS[int(band)])

    def named(word: str) -> bool:
        base = word[:-1] if word.endswith("s") and word[:-1] in capital else word
        if word in lemmas or base in lemmas:
            return False
        if word in foreign_names or base in foreign_names:
            return not any(word.endswith(end) and word.removesuffix(end) in lemmas for end in _NAMED_ENDINGS)
        return word in attested and base in attested and not _inflected(word, stems)

    candidates = {word for word in capital if named(word)}
    common = dict.fromkeys((small | capital) - candidates, RARE)
    for word, level in bands.items():
        if word in common or (word not in capital and len(word) > _SHORTEST_RARE):
            put(common, word, level)
    formed = KnownWords("de", LevelSets(by_level(common)), LevelSets(), LevelSets(), _regular("de"))
    genitives = {word + "s" for word in capital if not word.endswith("en")} & capital
    doubtful = {word for word in candidates if word not in genitives and word + "s" not in genitives}
    compounds = {word for word in doubtful - set(foreign_names) if formed.common(word)}
    return Lists(common | dict.fromkeys(compounds, RARE), dict.fromkeys(candidates - compounds, USUAL))


def _inflected(word: str, stems: Collection[str]) -> bool:
    for form in {word, word.translate(_BARE)}:
        if form in stems:
            return True
        for ending in _NOUN_ENDINGS:
            stem = form.removesuffix(ending)
            if stem != form and any(stem + more in stems for more in _NOUN_LEMMAS):
                return True
    return False


def _regular(language: str) -> Formation:
    """Return what is regular in today's words of `language`: endings and compounds, no older spellings."""
    rules = formation(language)
    return Formation(endings=rules.endings, compounds=rules.compounds)


def pruned(language: str, words: Graded) -> Graded:
    """Return the words that endings and compounds do not make of other words; shorter ones are taken first.

    >>> pruned("de", {"haus": 20, "bootes": 70, "hausboote": 70, "boot": 35, "boote": 40})
    {'boot': 35, 'haus': 20, 'boote': 40}
    """
    kept: Graded = {}
    growing: dict[int, set[str]] = {level: set() for level in sorted(set(words.values()))}
    known = KnownWords(language, LevelSets(tuple(growing.items())), LevelSets(), LevelSets(), _regular(language))
    for word in sorted(words, key=lambda word: (len(word), word)):
        made = known.level(word)
        if not made or words[word] < min(made, RARE):
            kept[word] = words[word]
            growing[words[word]].add(word)
    return kept


def by_level(words: Graded) -> tuple[tuple[int, frozenset[str]], ...]:
    """Return the levels in rising order, each with its words."""
    levels: dict[int, set[str]] = defaultdict(set)
    for word, level in words.items():
        levels[level].add(word)
    return tuple((level, frozenset(levels[level])) for level in sorted(levels))


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]


def _packed_lines(path: Path) -> list[str]:
    return [line for line in gzip.decompress(path.read_bytes()).decode().split("\n") if line]


def own(path: Path, lists: dict[str, Lists]) -> None:
    """Add the hand-written words in `path` to the lists of their languages."""
    for line in _lines(path):
        if line.startswith("#"):
            continue
        head, _, words = line.partition(":")
        language, kind, level = head.split()
        levels = lists[language].common if kind == "common" else lists[language].names
        for word in words.split():
            put(levels, word, int(level))
    for language, known in lists.items():
        for word in function_words()[language]:
            known.common[word] = COMMONEST


def pack(language: str, lists: Lists) -> bytes:
    """Return `lists` in the form that `corrigenda.language.words.parse` reads, the same on every day."""
    sections = {"common": lists.common, "name": lists.names}
    if formation(language).accents:
        sections["plain"] = dict.fromkeys(set(_without_accents(lists.common)) - lists.common.keys(), PERIOD)
    parts = ("\n".join((head, *(f"{word} {its[word]}" for word in sorted(its)))) for head, its in sections.items())
    return ("\n\n".join(parts) + "\n").encode()


def _without_accents(words: Iterable[str]) -> Iterator[str]:
    """Yield the words that have the accents of French, less those; words with letters that it does not have are not.

    >>> list(_without_accents(["été", "ici", "façon", "shōgunât"]))
    ['ete', 'facon']
    """
    for word in words:
        with suppress(UnicodeEncodeError):
            if not word.isascii():
                yield word.encode("latin-1").translate(_UNACCENTED).decode("latin-1")


def _add_names(lists: Lists, names: Iterable[tuple[str, int]]) -> None:
    for name, level in names:
        if name not in lists.common:
            put(lists.names, name, level)


def _drop_inflected(names: Graded, endings: Iterable[str]) -> None:
    inflected = [
        name
        for name in names
        for ending in endings
        if name.endswith(ending) and len(name.removesuffix(ending)) >= SHORTEST_STEM
        if name.removesuffix(ending) in names
    ]
    for name in inflected:
        del names[name]


def build(options: argparse.Namespace) -> dict[str, Lists]:
    """Return the lists of all languages."""
    lists = {"en": english(options.scowl), "fr": french(options.french)}
    foreign = without_twins(lists["en"]).names
    lists["de"] = german(options.german, options.nouns, options.frequency, foreign)
    own(Path(__file__).with_name("own.txt"), lists)
    lists = {language: without_twins(its) for language, its in lists.items()}
    for language in ("fr", "de"):
        _drop_inflected(lists[language].names, formation(language).name_endings)
        _add_names(lists[language], ((name, level) for name, level in foreign.items() if level < HUGE))
        lists[language] = Lists(pruned(language, lists[language].common), lists[language].names)
    return lists


def main() -> None:
    """Write one file a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("scowl", "french", "german", "nouns", "frequency", "out"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    options = parser.parse_args()
    for language, lists in build(options).items():
        packed = pack(language, lists)
        (options.out / f"{language}.txt").write_bytes(packed)
        counts = f"{len(lists.common)} words, {len(lists.names)} names, {len(packed)} bytes"
        sys.stdout.write(f"{language}: {counts}\n")


if __name__ == "__main__":
    main()
