"""Words of a language by a Hunspell dictionary that the user names, for the languages we have no list of.

Only membership is asked of it, never a suggestion: the glossary ranks above any dictionary.
"""

import re
import warnings
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corrigenda.errors import ConfigError, InputError
from corrigenda.texts.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LEVEL = 50
"""Hunspell does not say how familiar a word is; neither common nor rare."""
_ENOUGH = 200_000
"""Distinct words whose look-up is remembered."""


class Hunspell:
    """A Hunspell dictionary, asked as `corrigenda.language.words.KnownWords` is."""

    def __init__(self, language: str, look_up: "Callable[[str], bool]", path: Path | None = None) -> None:
        self.language = language
        self._look_up = lru_cache(_ENOUGH)(look_up)
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        """Have another process read the files for itself."""
        return (read, (self._path,))

    def listed(self, word: str) -> bool:
        """Return whether `word` is an ordinary word."""
        return self.common(word)

    def levels(self, words: "Iterable[str]") -> "Iterable[int]":
        """Return the same level for all words that are listed, 0 for the others."""
        return [_LEVEL if self.listed(word) else 0 for word in words]

    def common(self, word: str) -> bool:
        """Say whether a folded word is an ordinary word of the language."""
        return self._look_up(word)

    def name(self, word: str) -> bool:
        """Say whether a folded word is known with a capital only."""
        return not self._look_up(word) and self._look_up(word.capitalize())

    def level(self, word: str) -> int:
        """Return how familiar a word is: the same for all that are known, 0 for others."""
        return _LEVEL if self.common(word) or self.name(word) else 0


def parts(path: Path) -> tuple[Path, Path]:
    """Return the two files of a dictionary, of which `path` names one."""
    return path.with_suffix(".dic"), path.with_suffix(".aff")


def read(path: Path) -> Hunspell:
    """Return the dictionary of a ``.dic`` file and the ``.aff`` file beside it; its name says the language.

    Raises:
        ConfigError: the extra that reads such files is not installed.
        InputError: a file is missing or is no Hunspell dictionary.
    """
    try:
        from spylls.hunspell import Dictionary  # noqa: PLC0415 - heavy, and only for those who ask for it
    except ImportError as error:
        raise ConfigError(
            "reading Hunspell dictionaries needs an extra", help="pip install 'corrigenda[hunspell]'"
        ) from error
    base = path.with_suffix("")
    for needed in parts(path):
        if not needed.is_file():
            raise InputError("there is no such file", where=visible(str(needed)), help="name the .dic beside its .aff")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the reader leaves closing its files to Python
            found: Any = Dictionary.from_files(str(base))
    except Exception as error:  # the reader raises whatever a damaged file leads it to
        raise InputError(f"not a Hunspell dictionary: {error}", where=visible(str(path)), help="get it anew") from error
    return Hunspell(re.split("[-_]", base.name)[0].casefold(), found.lookup, path)
