"""What stands in a text beside plain ASCII: in most texts little, and the same over and over."""

import re

from corrigenda.texts.text import blocks
from corrigenda.texts.tokens import Tokens

_PLAIN = bytes(range(0x20, 0x7F)) + b"\t\n\f\r"
# `bytes.split` takes a vertical tab for a blank, and here it is none: U+000E stands for it
_TO_BLANKS = bytes.maketrans(_PLAIN + b"\v", b" " * len(_PLAIN) + b"\x0e")
_BLOCK = 1_000_000
"""Code points; copies of all of a long text would take much memory."""
_BLANK = re.compile(r"[ \t\n]")


def unusual(tokens: Tokens) -> str:
    r"""Return the runs of characters other than ASCII's visible ones, blanks and line ends: each once, a blank between.

    A pattern that matches only within such a run, and a vertical tab only with all other control characters, is found
    here or not in the text at all, and sooner.

    >>> unusual(Tokens("caf\xe9 ol\xe9\x92\n"))
    'é é\x92'
    """
    runs: dict[bytes, None] = {}
    text = tokens.text
    for block in blocks(text, _BLOCK, _BLANK):
        raw = text[block.start : block.end].encode("utf-8", "surrogatepass")
        runs.update(dict.fromkeys(raw.translate(_TO_BLANKS).split()))
    return b" ".join(runs).decode("utf-8", "surrogatepass")
