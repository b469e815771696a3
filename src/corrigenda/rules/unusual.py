"""What stands in a text beside plain ASCII: in most texts little, and the same over and over."""

import re
from collections.abc import Iterator

from corrigenda.tokens import Tokens

_PLAIN = bytes(range(0x20, 0x7F)) + b"\t\n\f\r"
# `bytes.split` takes a vertical tab for a blank, and here it is none: U+000E stands for it
_TO_BLANKS = bytes.maketrans(_PLAIN + b"\v", b" " * len(_PLAIN) + b"\x0e")
_BLOCK = 1_000_000
_BLANK = re.compile(r"[ \t\n]")


def unusual(tokens: Tokens) -> str:
    r"""Return the runs of characters other than ASCII's visible ones, blanks and line ends: each once, a blank between.

    A pattern that matches only within such a run, and a vertical tab only with all other control characters, is found
    here or not in the text at all, and sooner.

    >>> unusual(Tokens("caf\xe9 ol\xe9\x92\n"))
    'é é\x92'
    """
    runs: dict[bytes, None] = {}
    for block in _blocks(tokens.text):
        runs.update(dict.fromkeys(block.encode("utf-8", "surrogatepass").translate(_TO_BLANKS).split()))
    return b" ".join(runs).decode("utf-8", "surrogatepass")


def _blocks(text: str) -> Iterator[str]:
    """Yield a text in parts, cut before blanks: copies of all of a long one would take much memory."""
    first = 0
    while first < len(text):
        end = _BLANK.search(text, first + _BLOCK)
        last = end.start() if end else len(text)
        yield text[first:last]
        first = last
