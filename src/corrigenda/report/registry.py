"""The formats of findings for other programs, by name; each is loaded when it is asked for."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Protocol

from corrigenda.finding import Finding, Suppressed
from corrigenda.texts.text import Witness

FORMATS = {
    "json": "machine:json_document",
    "jsonl": "machine:json_lines",
    "sarif": "sarif:lines",
    "github": "github:lines",
    "rdjsonl": "reviewdog:lines",
    "junit": "junit:lines",
    "checkstyle": "junit:checkstyle",
    "csv": "table:lines",
}
"""Module and function of each format."""


class Writer(Protocol):
    """A function that writes findings as one format has them."""

    def __call__(
        self, findings: Sequence[Finding], witnesses: Sequence[Witness], suppressed: Sequence[Suppressed], /
    ) -> Iterator[str]:
        """Yield the lines; `suppressed` are those not to be reported, for formats that can say so."""


def writer(name: str) -> Writer:
    """Return the function that writes a format.

    Raises:
        KeyError: there is none of that name.
    """
    module, _, function = FORMATS[name].partition(":")
    found: Writer = getattr(import_module(f"corrigenda.report.{module}"), function)
    return found
