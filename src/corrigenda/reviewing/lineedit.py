"""One line of text under the editor's hands: a value that each key turns into the next."""

import re
from dataclasses import dataclass

from rich.cells import cell_len

from corrigenda.reviewing.keys import Key, Press
from corrigenda.texts.visible import visible

_BREAK = re.compile(r"(?<![ \t])[ \t]*[\r\n]+[ \t]*")
"""A line end inside pasted text, which becomes a blank."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text and the place in it where typing goes on."""

    text: str
    at: int
    """Code points before the cursor."""

    @classmethod
    def holding(cls, text: str) -> "Line":
        """Return a line with the cursor at its end."""
        return cls(text, len(text))

    def press(self, press: Press) -> "Line":
        """Return the line after a key; keys that mean nothing here leave it as it is.

        The cursor moves over a letter together with its combining marks; backspace takes one code point.
        """
        if press.key in (Key.CHARACTER, Key.PASTE):
            return self._insert(press.text)
        return Line(self.text, self._target(press.key)) if press.key in _MOVES else self._delete(press.key)

    def window(self, width: int) -> tuple[str, int]:
        """Return the part of the line that fits in `width` cells with its cursor, and the cursor's column."""
        start = 0
        while cell_len(visible(self.text[start : self.at])) >= max(1, width):
            start = _right(self.text, start)
        end = self.at
        while end < len(self.text):
            following = _right(self.text, end)
            if cell_len(visible(self.text[start:following])) > width:
                break
            end = following
        return visible(self.text[start:end]), cell_len(visible(self.text[start : self.at]))

    def _insert(self, text: str) -> "Line":
        typed = _BREAK.sub(" ", text.strip("\r\n"))
        return Line(self.text[: self.at] + typed + self.text[self.at :], self.at + len(typed))

    def _target(self, key: Key) -> int:
        if key is Key.LEFT:
            return _left(self.text, self.at)
        if key is Key.RIGHT:
            return _right(self.text, self.at)
        return 0 if key is Key.HOME else len(self.text)

    def _delete(self, key: Key) -> "Line":
        start = end = self.at
        if key is Key.BACKSPACE:
            start = max(0, self.at - 1)
        elif key is Key.DELETE:
            end = _right(self.text, self.at)
        elif key is Key.DELETE_TO_START:
            start = 0
        elif key is Key.DELETE_TO_END:
            end = len(self.text)
        elif key is Key.DELETE_WORD:
            start = _word_start(self.text, self.at)
        return Line(self.text[:start] + self.text[end:], start)


_MOVES = (Key.LEFT, Key.RIGHT, Key.HOME, Key.END)


def _left(text: str, at: int) -> int:
    at = max(0, at - 1)
    while at > 0 and _is_mark(text[at]):
        at -= 1
    return at


def _right(text: str, at: int) -> int:
    at = min(len(text), at + 1)
    while at < len(text) and _is_mark(text[at]):
        at += 1
    return at


def _is_mark(char: str) -> bool:
    """Say whether a character stands over or under the one before it."""
    return cell_len(visible(char)) == 0


def _word_start(text: str, at: int) -> int:
    while at > 0 and text[at - 1].isspace():
        at -= 1
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at
