"""``corrigenda report``: a text with its apparatus, for readers."""

import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import click

from corrigenda import files, words
from corrigenda.commands import shared
from corrigenda.edition import critic, page, sheet, tei, word
from corrigenda.edition.apparatus import Edition, edition
from corrigenda.errors import ConfigError
from corrigenda.shelf import findings_of
from corrigenda.text import Witness
from corrigenda.tokens import Tokens
from corrigenda.visible import visible

_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group("report", cls=shared.Family)
def report_command() -> None:
    """Write a text with its corrections for readers.

    What was approved is a correction in it, what is open is marked as doubtful, what was refused stays as it was.
    Decisions without a certain place in the text are named on standard error.
    """


def _options(command: _Command) -> _Command:
    command = click.option(
        "--output", metavar="FILE", shell_complete=shared.complete_files, help="Write there, not to standard output."
    )(shared.lint_options(command))
    return click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=shared.complete_files)(command)


def _title(command: _Command) -> _Command:
    return click.option("--title", default="", metavar="TEXT", help="What the report is called; else the file's name.")(
        command
    )


@report_command.command("html")
@_options
@_title
def html_command(paths: tuple[str, ...], output: str | None, title: str, **options: Any) -> int:
    """Write the texts as one page for the browser: the corrected text, each place marked and told about beside it.

    The page needs no network. Needs the extra `html`.
    """
    editions, code = _editions(paths, options)
    _write(page.render(editions, title), output)
    return code


@report_command.command("tei")
@_options
@_title
def tei_command(paths: tuple[str, ...], output: str | None, title: str, **options: Any) -> int:
    """Write one text as TEI P5.

    Each emendation is a choice of sic and corr, with who, how sure, and on what evidence; the revision description
    counts them by day and person.
    """
    one, code = _one(paths, options)
    data, replaced = tei.render(one, title)
    _told(replaced, "XML")
    _write(data, output)
    return code


@report_command.command("criticmarkup")
@_options
def critic_command(paths: tuple[str, ...], output: str | None, **options: Any) -> int:
    """Write one text as CriticMarkup.

    Emendations are substitutions, with who and why as comments; open places are highlighted.
    """
    one, code = _one(paths, options)
    _write(critic.render(one).encode("utf-8", "surrogatepass"), output)
    return code


@report_command.command("docx")
@_options
@_title
def docx_command(paths: tuple[str, ...], output: str | None, title: str, **options: Any) -> int:
    """Write one text as a Word document with tracked changes, by author and date.

    Needs the extra `docx`.
    """
    if output is None and sys.stdout.isatty():
        raise ConfigError("a Word document cannot be shown on a terminal", help="give --output FILE")
    one, code = _one(paths, options)
    data, replaced = word.render(one, title)
    _told(replaced, "Word")
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        files.write_out(Path(output), data)
    return code


@report_command.command("csv")
@_options
def csv_command(paths: tuple[str, ...], output: str | None, **options: Any) -> int:
    """Write all decisions and open places of the texts as CSV, one a row."""
    editions, code = _editions(paths, options)
    _write("".join(f"{row}\n" for row in sheet.render(editions)).encode("utf-8", "surrogatepass"), output)
    return code


def _one(paths: tuple[str, ...], options: dict[str, Any]) -> tuple[Edition, int]:
    """Return the one text that is meant, and the exit code.

    Raises:
        ConfigError: several texts are meant.
        CorrigendaError: it cannot be read.
    """
    editions, code = _editions(paths, options)
    if len(editions) != 1:
        raise ConfigError(f"one document holds one text, and {len(editions)} are meant", help="name one of them")
    return editions[0], code


def _editions(paths: tuple[str, ...], options: dict[str, Any]) -> tuple[list[Edition], int]:
    """Return the texts meant with their apparatus, and the exit code: 2 when one could not be read."""
    chosen = shared.choices(options)
    found = shared.open_project(chosen)
    witnesses, errors = shared.read_texts(found, paths, chosen)
    result = shared.lint_texts(found, witnesses, chosen)
    open_ones = findings_of(witnesses, result.findings)
    every = findings_of(witnesses, result.found)
    editions: list[Edition] = []
    for witness in witnesses:
        lines = result.decisions[witness.siglum]
        language = result.knowledge.language or _language(witness)
        editions.append(edition(witness, lines, open_ones[witness.siglum], every[witness.siglum], language))
    told = errors if editions else errors[1:]
    for message in (*chain.from_iterable(map(_lost, editions)), *map(str, told)):
        shared.complain(message)
    if errors and not editions:
        raise errors[0]
    return editions, 2 if errors else 0


def _language(witness: Witness) -> str:
    return words.detect(*Tokens(witness.text).among(words.is_function_word)) or ""


def _lost(one: Edition) -> Iterator[str]:
    """Yield what is to be said of the decisions that the text does not show."""
    name = visible(one.witness.name)
    count = len(one.unplaced) - one.done
    if count:
        noun = "decision has" if count == 1 else "decisions have"
        yield f"warning: {name}: {count} {noun} no certain place in the text; `corrigenda status --unused` lists them"
    if one.done:
        noun = "emendation is" if one.done == 1 else "emendations are"
        yield (
            f"warning: {name}: {one.done} {noun} made in the text already and cannot be shown in it; report the text "
            "as it was received: `corrigenda apply --reverse --in-place` restores it"
        )


def _told(replaced: int, what: str) -> None:
    if replaced:
        noun = "character was" if replaced == 1 else "characters were"
        shared.complain(f"warning: {replaced} {noun} replaced by U+FFFD: {what} cannot hold them")


def _write(data: bytes, output: str | None) -> None:
    if output is None:
        shared.emit(data)
    else:
        files.write_out(Path(output), data)
