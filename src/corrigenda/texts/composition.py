"""Letters with accents: each is one character, or a letter with marks behind it, and a text has them in one way."""

import unicodedata
from functools import cached_property
from typing import Literal


class Composition:
    """How a text writes letters with accents; that is found out when it is asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _of_most(self) -> Literal["NFC", "NFD"]:
        """The normal form that most of its letters with accents are in."""
        text = self._text
        if unicodedata.is_normalized("NFC", text):
            return "NFC"
        apart = len(text) - len(unicodedata.normalize("NFC", text))
        together = len(unicodedata.normalize("NFD", text)) - len(text)
        return "NFD" if apart > together else "NFC"

    def put(self, sic: str, corr: str) -> str:
        r"""Return `corr` as it is put for `sic`: its letters with accents as those there, or else as those of the text.

        >>> ascii(Composition("e\u0301te\u0301").put("Dantis", "Dant\xe8s")), Composition("").put("Dantis", "Dantès")
        ("'Dante\\u0300s'", 'Dantès')
        """
        if corr.isascii() or self._text.isascii():
            return corr
        is_together, is_apart = unicodedata.is_normalized("NFC", sic), unicodedata.is_normalized("NFD", sic)
        if is_together is is_apart:
            return unicodedata.normalize(self._of_most, corr)
        return unicodedata.normalize("NFC" if is_together else "NFD", corr)
