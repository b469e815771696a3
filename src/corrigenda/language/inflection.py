"""Endings that names take: an inflected name is not a damaged one."""

from collections.abc import Callable, Iterator

from corrigenda.texts import fold

ENDINGS = {
    "en": (
        "s es ed ing ism isms ist ists ite ites ian ians an ans ean eans ese er ers ic ical esque ish ization isation"
        " ize ise ized ised like dom ship hood less ness ry n ns ia iana a e in aya aia"
    ),
    "fr": (
        "s e es x ien iens ienne iennes éen éens éenne éennes ais aise aises ois oise oises isme ismes iste istes"
        " ite ites ain ains aine aines ique iques a aya aïa"
    ),
    "de": (
        "s es e en er ern ers ens n isch ische ischen ischer isches ismus ist isten istin sche schen scher sches"
        " scher lich ner nern in innen a aja"
    ),
}
"""By language: what may follow a name, or its stem without a final vowel."""

_ALL = {language: frozenset(text.split()) for language, text in ENDINGS.items()}
_EVERY = frozenset().union(*_ALL.values())
_NONE: frozenset[str] = frozenset()
_VOWELS = "aeoiy"
_LOST = (*_VOWELS, "us", "es")
"""What a name may lose before an ending; those of Latin and Greek names are of two letters (Copernican, Socratic)."""
_LOST_BEFORE = {"en": {"in": ("a",)}}
"""By language: what may be lost before an ending, if not all of it: Nikitin is of Nikita, but Levin not of Levy."""
_LOST_BY_PEOPLES = ("ie", "ien", "en")
"""What the name of a land may lose as well (le Russe, der Schlesier, the Swedes). It is undone where no language is
given, as for words that the language knows; too many others would be names."""
_WITH_ALL_VOWELS = frozenset({"a", "e", "es"})
"""Endings before which a stem keeps its vowel, or that only take the place of another."""
_SHORTEST_STEM = 4
_LONGEST_ENDING = 7
_LIKE_ADJECTIVES = frozenset({"aya", "aia", "aja", "aïa"})
_OF_MEN = ("ii", "iy", "ij", "oi", "oy", "oj")
"""How names of men end whose women's names end like adjectives, by systems of transliteration (Vronskii, Tolstoi)."""
_SIBILANTS = ("s", "x", "z")
"""Letters behind which no mere s is a plural."""
_OF_WOMEN = ("ov", "ev", "ow", "ew", "in", "yn")
_AFTER: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "n": ("a", "e", "i", "o", "y", "n"),
        "ns": tuple(_VOWELS),
        "a": (*_OF_WOMEN, "an"),
        "e": ("n",),
        "in": (),
        "aya": (),
        "aia": (),
    },
    "fr": {"a": _OF_WOMEN, "aya": (), "aïa": ()},
    "de": {"a": _OF_WOMEN, "aja": ()},
}
"""By language: the endings that do not follow any stem, with what they follow. Slavic women's names have -a (Ivanova),
or -aya for a vowel that is lost (Krupskaya), and -in makes another name of one whose vowel is lost (Nikitin). An e was
once added to names in -n, and is by the French to Russian ones (Staline); any other is rather a misread s (Brigge)."""


def stems(key: str, language: str | None = None) -> Iterator[str]:
    """Yield what a folded word may be an inflected form of: the word less one ending, with or without a vowel.

    Endings of all languages are tried when the language is not known; in one that has none here, there are none. When
    it is known, a vowel is lost only before an ending that begins with one: Sicilian is of Sicily, but polics is not of
    police, nor franca of France.

    >>> sorted(stems("leninists", "en"))[:2], "poland" in set(stems("polanders"))
    (['lenin', 'lenina'], True)
    >>> "copernicus" in stems("copernicans", "en"), "krupsky" in stems("krupskaya", "en")
    (True, True)
    >>> "vronskii" in stems("vronskaia", "en"), "tolstoi" in stems("tolstaia", "en")
    (True, True)
    >>> "russie" in stems("russe"), "schlesien" in stems("schlesier"), "russie" in stems("russe", "fr")
    (True, True, False)
    >>> "stalin" in stems("staline", "en"), "brigg" in stems("brigge", "en")
    (True, False)
    >>> "nikita" in stems("nikitin", "en"), "levy" in stems("levin", "en")
    (True, False)
    >>> "sicily" in stems("sicilian", "en"), "police" in stems("polics", "en"), "france" in stems("franca", "en")
    (True, False, False)
    """
    endings, after = _EVERY if language is None else _ALL.get(language, _NONE), _AFTER.get(language or "", {})
    losing = _LOST_BEFORE.get(language or "", {})
    for cut in range(max(_SHORTEST_STEM - 1, len(key) - _LONGEST_ENDING), len(key)):
        if key[cut:] in endings:
            stem, ending = key[:cut], key[cut:]
            if len(stem) >= _SHORTEST_STEM and fold.plain(stem).endswith(after.get(ending, "")):
                yield stem
            if endings is _EVERY or (ending[0] in _VOWELS and ending not in _WITH_ALL_VOWELS):
                for lost in losing.get(ending, _LOST):
                    yield stem + lost
            if ending in _LIKE_ADJECTIVES:
                for lost in _OF_MEN:
                    yield stem + lost
            if endings is _EVERY:
                for lost in _LOST_BY_PEOPLES:
                    yield stem + lost


def formed(name: str, like: str, language: str, is_word: Callable[[str], bool]) -> Iterator[str]:
    """Yield forms of a name that end as `like` does: plurals, names of women, and others that `is_word` says yes to.

    >>> list(formed("Germany", "Gerrnans", "en", {"Germans", "Germanys"}.__contains__))
    ['Germanys', 'Germans']
    >>> list(formed("Nikolayev", "Nikolaeva", "en", str.isdigit)), list(formed("Marina", "Marine", "en", str.isalpha))
    (['Nikolayeva'], [])
    >>> list(formed("Commissars", "Commissaries", "en", str.isdigit))
    []
    """
    of_woman = fold.plain(name).lower().endswith(_OF_WOMEN)
    for cut in range(len(like) - 1, max(_SHORTEST_STEM, len(like) - _LONGEST_ENDING) - 1, -1):
        ending = like[cut:].lower()
        tail = like[cut:] if like.isupper() else ending
        if ending not in _ALL.get(language, ()) or (ending in _WITH_ALL_VOWELS and not (of_woman and ending == "a")):
            continue
        if (ending in {"s", "a"} and not name.lower().endswith(_SIBILANTS)) or is_word(name + tail):
            yield name + tail
        if name[-1].lower() in _VOWELS and is_word(name[:-1] + tail):
            yield name[:-1] + tail


_BARE = {"en": ("s", "es", "y", "a"), "fr": ("s", "es", "e"), "de": ("s", "es", "n", "en", "e")}
"""By language: the endings without which a form may stand as well."""
_EVERY_BARE = ("s", "es", "n", "en", "e", "y", "a")


def inflected(key: str, language: str | None = None) -> Iterator[str]:
    """Yield the plurals, feminines and names of countries and peoples that a folded word may be the base of.

    >>> list(inflected("egyptian"))[:2], list(inflected("men"))
    (['egyptians', 'egyptianes'], [])
    >>> "ivanova" in inflected("ivanov", "en"), "hatcharda" in inflected("hatchard", "en")
    (True, False)
    >>> "germany" in inflected("german", "en"), "zelenskyy" in inflected("zelensky", "en")
    (True, False)
    """
    if len(key) < _SHORTEST_STEM:
        return
    after = _AFTER.get(language or "", {})
    for ending in _EVERY_BARE if language is None else _BARE.get(language, ()):
        if fold.plain(key).endswith(after.get(ending, "")) and not (ending == key[-1] and ending in _VOWELS):
            yield key + ending
