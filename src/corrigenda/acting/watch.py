"""``corrigenda lint --watch``: lint again whenever something changes that bears on what is found."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from corrigenda import project
from corrigenda.acting import given, holding, telling
from corrigenda.config import Project
from corrigenda.deciding import journal, learning
from corrigenda.errors import CorrigendaError, UsageError

SECONDS = 0.5
"""Between two looks. Looking works on every file system, network drives too, and needs no library."""

Stamps = dict[str, tuple[int, int, int] | None]
"""Time, size and number of each file; None for one that is not there."""


def watch(lint: Callable[[], int], paths: Sequence[str], chosen: given.Choices, baseline_file: str | None) -> int:
    """Lint, and lint again on each change, until Ctrl-C; return 0 then, whatever was found.

    Args:
        lint: one run; errors of its input are told, and the next change is waited for.
        paths: the texts, as given on the command line; folders are searched anew each time.
        chosen: the options of the command line.
        baseline_file: the baseline named there.

    Raises:
        UsageError: standard input, which can be read only once.
    """
    if project.STANDARD_INPUT in paths:
        raise UsageError("standard input cannot be watched", help="name the file")
    seen: Stamps = {}
    try:
        while True:
            now = _stamps(paths, chosen, baseline_file)
            if now == seen:
                time.sleep(SECONDS)
                continue
            seen = now
            if sys.stdout.isatty():
                click.clear()
            try:
                lint()
            except CorrigendaError as error:
                telling.complain(error)
            sys.stdout.flush()
            click.echo(f"{time.strftime('%H:%M:%S')} watching for changes; Ctrl-C ends", err=True)
    except KeyboardInterrupt:
        click.echo("", err=True)  # the terminal has written ^C
        return 0


def _stamps(paths: Sequence[str], chosen: given.Choices, baseline_file: str | None) -> Stamps:
    """Return the stamps of all that a run reads; they are taken before it, so that no change during it is missed."""
    try:
        found = given.open_project(chosen, named=paths)
    except CorrigendaError:  # the configuration is being edited: the run tells what is wrong with it
        return {str(path): _stamp(path) for path in _configurations(chosen)}
    names, _errors = project.collect(found, paths, chosen.exclude)
    return {str(path): _stamp(path) for path in (*map(Path, names), *_beside(found, chosen, baseline_file))}


def _beside(found: Project, chosen: given.Choices, baseline_file: str | None) -> Iterator[Path]:
    """Yield what bears on the findings beside the texts: settings, glossaries, decisions."""
    yield from _configurations(chosen)
    yield from (found.source,) if found.source else ()
    yield from project.glossary_paths(found, chosen.glossary)
    dictionary = chosen.dictionary or found.settings.dictionary
    yield from (found.root / dictionary,) if dictionary else ()
    yield holding.baseline_path(found, baseline_file)
    yield found.corrections / learning.FILE
    yield from sorted(found.corrections.rglob(f"*{journal.ENDING}"))


def _configurations(chosen: given.Choices) -> Iterator[Path]:
    if chosen.config_file:
        yield Path(chosen.config_file)
    elif not chosen.isolated:
        here = Path.cwd()
        yield from (folder / name for folder in (here, *here.parents) for name in ("corrigenda.toml", "pyproject.toml"))


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
