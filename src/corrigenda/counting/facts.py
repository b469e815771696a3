"""What findings in a text may depend on in all other texts, each fact by a number.

Two facts may share one, which costs nothing but a look at a text that need not have been looked at again.
"""

from collections.abc import Iterable
from zlib import crc32

_BETWEEN = "\0"
"""Stands in no word."""
_SMALL = 8
"""Counts below this may fall to nothing."""


def of_word(key: str) -> int:
    """Return the number of "how often does a folded word stand, about": see `Survey.often`."""
    return _number("word", key)


def of_count(key: str) -> int:
    """Return the number of "how often exactly does a folded word stand"."""
    return _number("count", key)


def of_frame(frame: str) -> int:
    """Return the number of "which unknown names with these consonants stand, and how often"."""
    return _number("frame", frame)


def of_onset(onset: str) -> int:
    """Return the number of "which names of the glossary that begin so stand at all"."""
    return _number("onset", onset)


def of_term(form: Iterable[str]) -> int:
    """Return the number of "how often does a form of several words stand"."""
    return _number("term", *form)


def of_window(words: Iterable[str]) -> int:
    """Return the number of "how often do these words stand where all of a form but one do"."""
    return _number("window", *words)


def of_slot(pattern: int) -> int:
    """Return the number of "which words stand where one of a form should"."""
    return _number("slot", str(pattern))


def _number(*parts: str) -> int:
    return crc32(_BETWEEN.join(parts).encode("utf-8", "surrogatepass"))


def lowest(count: int) -> int:
    """Return what a count may fall to before what was ruled out because of it is looked at again.

    What is ruled out is so by this count already; the wider the leeway, the more texts lean on a fact, and the
    narrower, the more often all are checked.

    >>> lowest(1_000), lowest(7)
    (500, 0)
    """
    return count // 2 if count >= _SMALL else 0


def highest(count: int) -> int:
    """Return what a count may rise to before what was ruled out in spite of it is looked at again.

    >>> highest(0), highest(1_000)
    (2, 2002)
    """
    return 2 * count + 2
