"""Letters with accents: each is one character, or a letter with marks behind it, and a text has them in one way."""

import unicodedata
from functools import cached_property
from typing import Literal


class Composition:
    """How a text writes letters with accents; that is found out when it is asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _form(self) -> Literal["NFC", "NFD"]:
        """The normal form that most of its letters with accents are in."""
        text = self._text
        if unicodedata.is_normalized("NFC", text):
            return "NFC"
        apart = len(text) - len(unicodedata.normalize("NFC", text))
        together = len(unicodedata.normalize("NFD", text)) - len(text)
        return "NFD" if apart > together else "NFC"

    def put(self, corr: str) -> str:
        r"""Return `corr` with its letters with accents as those of the text; as it is where there are none.

        >>> ascii(Composition("e\u0301te\u0301").put("Dant\xe8s")), Composition("Dantis").put("Dantès")
        ("'Dante\\u0300s'", 'Dantès')
        """
        return corr if corr.isascii() or self._text.isascii() else unicodedata.normalize(self._form, corr)
