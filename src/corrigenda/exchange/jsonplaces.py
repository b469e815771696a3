"""Files of JSON with the places of their values, and with comments where others have them."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from corrigenda.errors import InputError
from corrigenda.exchange.base import Place, damaged
from corrigenda.storage import jsontext

_LINE_END = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*+"?|//[^\r\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?', re.DOTALL)
"""A string, which may hold what looks like a comment, or a comment; one that is never closed goes to the end."""
_COMMA = re.compile(r'"(?:[^"\\]|\\.)*+"?|,(?=[ \t\r\n]*+[}\]])', re.DOTALL)
"""A string, or a comma with nothing after it but the end."""
_BEGUN = re.compile(r"(?:\s|//[^\r\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+[\[{]")
"""How JSON begins, after comments as cspell's settings may have."""
_VISIBLE = re.compile(r"[^\r\n]")


def is_json(text: str) -> bool:
    r"""Say whether a text looks like JSON, with comments or without, by its beginning.

    >>> is_json('// words\n {"words": []}'), is_json("[1]"), is_json("Stalin")
    (True, True, False)
    """
    return _BEGUN.match(text) is not None


class Document:
    """A JSON object, and the places of what is in it.

    Args:
        text: the file.
        path: its name in messages.
        comments: whether those of JavaScript are passed over, and a comma after the last of several things.

    Raises:
        InputError: it is no JSON, or its outermost value is no object.
    """

    def __init__(self, text: str, path: str, *, comments: bool = False) -> None:
        self.text = _COMMA.sub(_blank, _COMMENT.sub(_blank, text)) if comments else text
        self.path = path
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        try:
            is_object = isinstance(json.loads(self.text), dict)
        except json.JSONDecodeError as error:
            raise self.wrong(f"this is no JSON: {error.msg}", self.place(error.pos)) from error
        except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
            raise self.wrong(f"this is no JSON for us: {error}", (1, 1)) from error
        if not is_object:
            raise self.wrong("this is no JSON object", (1, 1))
        self.members = dict(jsontext.members(self.text))

    def place(self, offset: int) -> Place:
        """Return the line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def member(self, name: str) -> Any:
        """Return what a member is; None when there is no such member."""
        return jsontext.value(self.text, self.members[name]) if name in self.members else None

    def elements(self, name: str) -> Iterator[tuple[Any, Place]]:
        """Yield the elements of the list that a member is, with their places; nothing when there is no such member.

        Raises:
            InputError: the member is no list.
        """
        if name not in self.members:
            return
        at = self.members[name]
        if self.text[at] != "[":
            raise self.wrong(f"“{name}” is no list", self.place(at))
        for value, each in jsontext.elements(self.text, at):
            yield value, self.place(each)

    def wrong(self, message: str, place: Place) -> InputError:
        """Return the error for a value that is not what it should be."""
        return damaged(message, self.path, place, "see whether it is the file you mean")


def _blank(found: re.Match[str]) -> str:
    """Return a string as it is, a comment as blanks, so that all places stay."""
    return found[0] if found[0].startswith('"') else _VISIBLE.sub(" ", found[0])
