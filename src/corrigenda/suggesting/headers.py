"""Lines that stand on page after page: what is said in them was said once."""

import re
from collections import Counter

from corrigenda.likeness.near import skeleton

_OFTEN = 3
"""How often a line must stand in a text to be the head of a page."""
_LEAST_WORDS, _MOST_WORDS = 3, 10
"""Words of one: who speaks in a play stands alone in many a line as well, with a name of one or two words."""
_LONGEST = 100
"""Characters of one."""
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]{2,}")


def without_headers(text: str) -> str:
    r"""Return a text with blanks for each line that stood before, all but its numbers, where it stands often.

    Letters that scanners take for one another make no other line.

    >>> page = "12 Memoirs of a Captain\nHe saw it.\n"
    >>> without_headers(page * 3).count("Memoirs"), without_headers(page * 2).count("Memoirs")
    (1, 2)
    """
    lines = [(found, _sense(found.group())) for found in _LINE.finditer(text) if len(found.group()) < _LONGEST]
    counts = Counter(sense for _found, sense in lines if sense)
    seen: set[str] = set()
    parts: list[str] = []
    at = 0
    for found, sense in lines:
        if counts[sense] >= _OFTEN:
            if sense in seen:
                parts += (text[at : found.start()], " " * len(found.group()))
                at = found.end()
            seen.add(sense)
    return "".join((*parts, text[at:]))


def _sense(line: str) -> str:
    """Return what is the same in a line on all pages; nothing of one that hardly is the head of a page."""
    words = _WORD.findall(line)
    return " ".join(map(skeleton, words)) if _LEAST_WORDS <= len(words) <= _MOST_WORDS else ""
