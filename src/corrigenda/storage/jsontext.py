"""Where the values of a text of JSON stand, which `json` does not tell: for messages that name a place."""

import json
import re
from collections.abc import Iterator
from typing import Any

_BLANKS = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def members(text: str) -> Iterator[tuple[str, int]]:
    """Yield the names in an object, which is all of a text, each with the offset of its value.

    Raises:
        ValueError, IndexError: the text ends there, or is no JSON from there on.

    >>> list(members('{"a": [1, 2], "b": "c"}'))
    [('a', 6), ('b', 19)]
    """
    at = _after_blanks(text, text.index("{") + 1)
    while text[at] != "}":
        name, end = _DECODER.raw_decode(text, at)
        at = _after_blanks(text, text.index(":", end) + 1)
        yield name, at
        at = _after_value(text, _DECODER.raw_decode(text, at)[1])


def elements(text: str, at: int) -> Iterator[tuple[Any, int]]:
    """Yield what is in the list that begins at an offset of good JSON, each with its offset.

    >>> list(elements('{"a": [1, "b"]}', 6))
    [(1, 7), ('b', 10)]
    """
    at = _after_blanks(text, at + 1)
    while text[at] != "]":
        value, end = _DECODER.raw_decode(text, at)
        yield value, at
        at = _after_value(text, end)


def value(text: str, at: int) -> Any:
    """Return the value that begins at an offset of good JSON."""
    return _DECODER.raw_decode(text, at)[0]


def _after_value(text: str, end: int) -> int:
    """Return where the next value begins, or what encloses them ends."""
    at = _after_blanks(text, end)
    return _after_blanks(text, at + 1) if text[at] == "," else at


def _after_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at
