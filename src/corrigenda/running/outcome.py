"""What linting many texts gives, and who is told meanwhile how far it is."""

from collections.abc import Callable
from dataclasses import dataclass

from corrigenda.counting.counted import Counted
from corrigenda.errors import CorrigendaError
from corrigenda.finding import Finding

Watch = Callable[[str, int, int, int], None]
"""Told of work done: the stage ("count" or "check"), and how many more texts, code points and findings."""


def unwatched(_stage: str, _texts: int, _size: int, _findings: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Linted:
    """What linting gave."""

    findings: tuple[Finding, ...]
    """Sorted by siglum, place and code."""
    errors: tuple[CorrigendaError, ...] = ()
    """One for each text that was given up because the process that checked it died."""
    warnings: tuple[str, ...] = ()
    """Workers that died at texts that were checked all the same."""
    counted: Counted | None = None
    """What to keep for a run in which less changed, if it was asked for and there is much text."""
