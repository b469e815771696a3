"""What a terminal sends, taken apart into keys.

A terminal sends one string for one key, as a rule; but an arrow key is several characters, quick typing
arrives as one piece, and pasted text comes as if it were typed, unless it is marked (bracketed paste).
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto


class Key(StrEnum):
    """What a key is for."""

    CHARACTER = auto()
    PASTE = auto()
    """A whole pasted text; never a command."""
    ENTER = auto()
    ESCAPE = auto()
    STOP = auto()
    """Ctrl-C, Ctrl-D, or the end of the input."""
    LEFT = auto()
    RIGHT = auto()
    HOME = auto()
    END = auto()
    BACKSPACE = auto()
    DELETE = auto()
    DELETE_TO_START = auto()
    DELETE_TO_END = auto()
    DELETE_WORD = auto()
    OTHER = auto()
    """Any other key: does nothing."""


@dataclass(frozen=True, slots=True)
class Press:
    """One key that was pressed."""

    key: Key
    text: str = ""
    """For a character or a paste: what was typed."""


PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"

_CONTROLS = {
    "\x01": Key.HOME,
    "\x02": Key.LEFT,
    "\x03": Key.STOP,
    "\x04": Key.STOP,
    "\x05": Key.END,
    "\x06": Key.RIGHT,
    "\x08": Key.BACKSPACE,
    "\n": Key.ENTER,
    "\x0b": Key.DELETE_TO_END,
    "\r": Key.ENTER,
    "\x15": Key.DELETE_TO_START,
    "\x17": Key.DELETE_WORD,
    "\x1b": Key.ESCAPE,
    "\x7f": Key.BACKSPACE,
}
_SEQUENCES = {
    "\x1b[D": Key.LEFT,
    "\x1bOD": Key.LEFT,
    "\x1b[C": Key.RIGHT,
    "\x1bOC": Key.RIGHT,
    "\x1b[H": Key.HOME,
    "\x1bOH": Key.HOME,
    "\x1b[1~": Key.HOME,
    "\x1b[7~": Key.HOME,
    "\x1b[F": Key.END,
    "\x1bOF": Key.END,
    "\x1b[4~": Key.END,
    "\x1b[8~": Key.END,
    "\x1b[3~": Key.DELETE,
}
_WINDOWS = {  # a mark and the key; on other systems the mark is the letter "a" with a grave accent
    "\xe0K": Key.LEFT,
    "\xe0M": Key.RIGHT,
    "\xe0G": Key.HOME,
    "\xe0O": Key.END,
    "\xe0S": Key.DELETE,
}
_SEQUENCE = re.compile(
    r"\x1b(?:\[\[.|\[[0-?]*[ -/]*[@-~]|O.|[^\x1b\[O])"  # Linux function key; CSI; SS3; with Alt
    r"|\x1b[\[O][0-?]*[ -/]*\Z"  # one that was cut off
)
_UNFINISHED = re.compile(r"\x1b(?:\[\[?[0-?]*[ -/]*|O)?\Z")


class Decoder:
    """Takes apart what arrives; a paste may go over several pieces."""

    def __init__(self, *, is_windows: bool = os.name == "nt") -> None:
        self._pasted: str | None = None
        self._pairs = _WINDOWS if is_windows else {}

    def feed(self, piece: str) -> Iterator[Press]:
        """Yield the keys in `piece`, which is what one call of `click.getchar` returns; empty is the end."""
        if not piece:
            yield Press(Key.STOP)
        elif piece in self._pairs:
            yield Press(self._pairs[piece])
            piece = ""
        while piece:
            if self._pasted is None:
                press, piece = self._first(piece)
            else:
                press, piece = self._paste(piece)
            if press is not None:
                yield press

    def _first(self, piece: str) -> tuple[Press | None, str]:
        if piece.startswith(PASTE_BEGINS):
            self._pasted = ""
            return None, piece.removeprefix(PASTE_BEGINS)
        found = _SEQUENCE.match(piece)
        if found:
            return Press(_SEQUENCES.get(found.group(), Key.OTHER)), piece[found.end() :]
        char, rest = piece[0], piece[1:]
        if char in _CONTROLS:
            return Press(_CONTROLS[char]), rest
        is_control = unicodedata.category(char) in {"Cc", "Cs"}
        return Press(Key.OTHER) if is_control else Press(Key.CHARACTER, char), rest

    def _paste(self, piece: str) -> tuple[Press | None, str]:
        text, mark, rest = ((self._pasted or "") + piece).partition(PASTE_ENDS)
        if not mark:
            self._pasted = text
            return None, ""
        self._pasted = None
        return Press(Key.PASTE, text), rest


def is_unfinished(piece: str) -> bool:
    r"""Say whether `piece` ends inside an escape sequence, or in an Escape that may begin one.

    >>> is_unfinished("y\x1b"), is_unfinished("\x1b[3"), is_unfinished("\x1b[3~")
    (True, True, False)
    """
    return _UNFINISHED.search(piece) is not None
