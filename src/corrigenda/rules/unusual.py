"""What stands in a text beside plain ASCII: in most texts little, and the same over and over."""

from corrigenda.tokens import Tokens

_PLAIN = bytes(range(0x20, 0x7F)) + b"\t\n\f\r"
# a vertical tab, for which `bytes.split` would take it, is no blank here: another control character stands for it
_TO_BLANKS = bytes.maketrans(_PLAIN + b"\v", b" " * len(_PLAIN) + b"\x0e")


def unusual(tokens: Tokens) -> str:
    r"""Return the runs of characters other than ASCII's visible ones, blanks and line ends: each once, a blank between.

    A pattern that matches only within such a run is found here or not in the text at all, and sooner.

    >>> unusual(Tokens("caf\xe9 ol\xe9\x92\n"))
    'é é\x92'
    """
    runs = tokens.text.encode("utf-8", "surrogatepass").translate(_TO_BLANKS).split()
    return b" ".join(dict.fromkeys(runs)).decode("utf-8", "surrogatepass")
