"""Endings that names take: an inflected name is not a damaged one."""

from collections.abc import Iterator

ENDINGS = {
    "en": (
        "s es ed ing ism isms ist ists ite ites ian ians an ans ean eans ese er ers ic ical esque ish ization isation"
        " ize ise ized ised like dom ship hood less ness ry n ns ia iana a"
    ),
    "fr": (
        "s e es x ien iens ienne iennes éen éens éenne éennes ais aise aises ois oise oises isme ismes iste istes"
        " ite ites ain ains aine aines ique iques"
    ),
    "de": (
        "s es e en er ern ers ens n isch ische ischen ischer isches ismus ist isten istin sche schen scher sches"
        " scher lich ner nern in innen"
    ),
}
"""By language: what may follow a name, or its stem without a final vowel."""

_ALL = {language: frozenset(text.split()) for language, text in ENDINGS.items()}
_EVERY = frozenset().union(*_ALL.values())
_SHORTEST_STEM = 4
_LONGEST_ENDING = 7


def stems(key: str, language: str | None = None) -> Iterator[str]:
    """Yield what a folded word may be an inflected form of: the word less one ending, with or without a vowel.

    Endings of all languages are tried when the language is not known.

    >>> sorted(stems("leninists", "en"))[:2], "poland" in set(stems("polanders"))
    (['lenin', 'lenina'], True)
    """
    endings = _ALL.get(language or "", _EVERY)
    for cut in range(max(_SHORTEST_STEM - 1, len(key) - _LONGEST_ENDING), len(key)):
        if key[cut:] in endings:
            stem = key[:cut]
            if len(stem) >= _SHORTEST_STEM:
                yield stem
            for vowel in "aeoiy":
                yield stem + vowel


_BARE = ("s", "es", "n", "en", "e", "y", "a")


def wholes(key: str) -> Iterator[str]:
    """Yield the forms whose singular, masculine or people's form a folded word is, if they are in the glossary.

    >>> list(wholes("egyptian"))[:2], list(wholes("men"))
    (['egyptians', 'egyptianes'], [])
    """
    return (key + ending for ending in (_BARE if len(key) >= _SHORTEST_STEM else ()))
