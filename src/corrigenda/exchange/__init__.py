"""Glossaries from and for other tools: one module a format, imported when it is asked for."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Any

from corrigenda.errors import InputError
from corrigenda.exchange.base import Options, Parsed, Written, decode
from corrigenda.exchange.jsonplaces import is_json
from corrigenda.terminology.glossary import Glossary
from corrigenda.texts.visible import visible

_LINE_END = re.compile(r"\r\n|\r|\n")
_SAMPLE = 65536
"""Characters that are looked at to tell formats apart."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of other tools."""

    name: str
    summary: str
    module: str
    reader: str = "read"
    """The function that reads it; empty when it is not read."""
    writer: str = "write"
    """The function that writes it; empty when it is not written."""
    extensions: tuple[str, ...] = ()
    """Endings of file names that say enough."""

    def read(self, data: bytes, path: str, options: Options) -> Parsed:
        """Return what a file in this format holds.

        Raises:
            InputError: it is damaged, or not in this format.
        """
        parsed: Parsed = self._function(self.reader)(data, path, options)
        return parsed

    def write(self, glossary: Glossary, options: Options) -> Written:
        """Return a glossary in this format.

        Raises:
            InputError: the format cannot hold it at all.
        """
        written: Written = self._function(self.writer)(glossary, options)
        return written

    def _function(self, name: str) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(import_module(f"corrigenda.exchange.{self.module}"), name)
        return function


FORMATS = {
    each.name: each
    for each in (
        Format("tbx", "TermBase eXchange, ISO 30042", "tbx", extensions=(".tbx",)),
        Format("omegat", "OmegaT's glossaries, divided by tabs", "omegat", extensions=(".utf8", ".tab", ".tsv")),
        Format("wikidata", "results of the Wikidata Query Service, as CSV", "wikidata", writer=""),
        Format("codespell", "codespell's lists, wrong->right", "codespell"),
        Format("cspell", "cspell's settings with words and flagWords, as JSON", "cspell"),
        Format("cspell-words", "cspell's dictionaries as text", "cspell", writer="write_words"),
        Format("guiguts", "Guiguts' stealth scannos, as JSON", "guiguts"),
        Format("hunspell", "Hunspell's personal word lists", "hunspell", extensions=(".dic",)),
        Format("csv", "another glossary.csv, or OmegaT's with commas", "sheet", writer=""),
    )
}
"""All formats by name, in the order of help texts."""


def by_extension(name: str) -> Format | None:
    """Return the format that a file's name tells of, if it does."""
    ending = PurePath(name).suffix.lower()
    return next((each for each in FORMATS.values() if ending in each.extensions), None)


def recognised(data: bytes, name: str, encoding: str = "") -> Format:
    """Return the format of a file, by its name where that says enough, else by what stands in it.

    Raises:
        InputError: it could be several or none; or it is not in its encoding.
    """
    found = by_extension(name)
    if found is FORMATS["omegat"] and _RESULT in data[:_SAMPLE]:
        advice = "download it there as “CSV file”, or save it so"
        raise InputError("this is a result of the Wikidata Query Service as TSV", where=visible(name), help=advice)
    if found is not None:
        return found
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return FORMATS["tbx"]
    text = decode(data, name, encoding)
    guessed = _by_content(text, PurePath(name).suffix.lower())
    if not guessed:
        names = ", ".join(each.name for each in FORMATS.values() if each.reader)
        raise InputError(
            "it cannot be told in which format this file is", where=visible(name), help=f"give --format: {names}"
        )
    return FORMATS[guessed]


def _by_content(text: str, ending: str) -> str:
    """Return the name of the format that a text without a telling name is in; empty if there is none."""
    if is_json(text):
        return next((name for name, members in _MEMBERS.items() if any(f'"{each}"' in text for each in members)), "")
    if ending == ".csv":
        is_result: Callable[[str], bool] = import_module("corrigenda.exchange.wikidata").is_result
        return "wikidata" if is_result(text) else "csv"
    lines = _LINE_END.split(text[:_SAMPLE])
    if len(text) > _SAMPLE:
        lines.pop()
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    return next((name for name, is_like in _LISTS if rows and is_like(rows)), "")


_MEMBERS = {"guiguts": ("scannos",), "cspell": ("words", "ignoreWords", "flagWords", "suggestWords")}
"""By format in JSON, the names by which it is told."""
_RESULT = b"wikidata.org/entity/Q"
_WORD = re.compile(r"""[^\s"`\[\]{}()<>=;,/\\]+""")


_OF_CSPELL = ("*", "+", "~", "!")
"""Marks of cspell's dictionaries at the beginning of a word, the first two at its end too."""


def _is_word(entry: str) -> bool:
    """Say whether a line of a list of words is one: a line of prose, code or addresses is none."""
    return _WORD.fullmatch(entry) is not None


_LISTS: tuple[tuple[str, Callable[[Sequence[str]], bool]], ...] = (
    ("omegat", lambda rows: all("\t" in row for row in rows)),
    ("codespell", lambda rows: all(row.count("->") == 1 for row in rows)),
    (
        "hunspell",
        lambda rows: (
            any(row.startswith("*") or "/" in row for row in rows)
            and not any(row.startswith(_OF_CSPELL[1:]) or row.rstrip().endswith(_OF_CSPELL[:2]) for row in rows)
            and all(_is_word(part) for row in rows for part in row.strip().split("/", 1))
        ),
    ),
    ("cspell-words", lambda rows: all(_is_word(entry) for row in rows if (entry := row.partition("#")[0].strip()))),
)
"""How the lists that are plain text look, apart from comments and blank lines; the first that fits is taken."""
