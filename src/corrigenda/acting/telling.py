"""What commands print, for people and for programs."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from corrigenda.errors import CorrigendaError
from corrigenda.report.line import Line
from corrigenda.texts.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

_STREAMS = (0, 1, 2)
_WIDTH = 80
"""Cells of a line where there is no terminal."""
_AS_IF_TERMINAL = ("FORCE_COLOR", "TTY_COMPATIBLE")
"""Variables by which rich takes anything for a terminal."""


def show(lines: Iterable[Line]) -> None:
    """Print lines for people: with their styles on a terminal, else plain and as wide as they are."""
    made = tuple(lines)  # before the first is printed: making one may fail
    if not _has_styles():
        sys.stdout.write("".join(f"{line.plain}\n" for line in made))
        sys.stdout.flush()
        return
    console = _console()
    for line in made:
        console.print(line)


def width() -> int:
    """Return how many cells wide reports are: as wide as the terminal, or 80."""
    if _has_styles():
        return _console().width
    columns = os.environ.get("COLUMNS", "")  # what rich does without a terminal; loading it takes longer than a report
    if columns.isdigit():
        return int(columns)
    for stream in _STREAMS:
        with suppress(OSError):
            return os.get_terminal_size(stream).columns or _WIDTH
    return _WIDTH


def _has_styles() -> bool:
    """Say whether it may be that reports are styled: on a terminal, or where rich is told that there is one."""
    return sys.stdout.isatty() or not os.environ.keys().isdisjoint(_AS_IF_TERMINAL)


def _console() -> "Console":
    from rich.console import Console  # noqa: PLC0415 - takes a fifth of the time of a start

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty(), emoji=False, markup=False)


def emit(data: bytes) -> None:
    """Print bytes on standard output as they are; on a terminal, control characters as pictures."""
    sys.stdout.flush()
    sys.stdout.buffer.write(
        visible(data.decode("utf-8", "replace"), keep="\n").encode() if sys.stdout.isatty() else data
    )
    sys.stdout.buffer.flush()


def complain(error: CorrigendaError | str) -> None:
    """Print an error or warning on standard error."""
    click.echo(str(error), err=True)


def warn(warnings: Iterable[str]) -> None:
    """Print warnings on standard error."""
    for warning in warnings:
        complain(f"warning: {warning}")
