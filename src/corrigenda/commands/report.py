"""``corrigenda report``: a text with its apparatus, for readers."""

import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from corrigenda.acting import given, linting, telling
from corrigenda.acting import output as outputs
from corrigenda.edition import critic, page, sheet, tei, word
from corrigenda.edition.apparatus import Edition, edition
from corrigenda.errors import UsageError
from corrigenda.language import words
from corrigenda.project import STANDARD_INPUT
from corrigenda.shelf import findings_of, sigla
from corrigenda.storage import files
from corrigenda.texts import wording
from corrigenda.texts.text import Witness
from corrigenda.texts.tokens import Tokens
from corrigenda.texts.visible import visible

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Meant(NamedTuple):
    """What a report is of, and where it goes."""

    editions: list[Edition]
    """The texts with their apparatus."""
    target: Path | None
    """The file to write; None for standard output."""
    code: int
    """The exit code: 2 when a text could not be read."""


@click.group("report", cls=given.Family)
def report_command() -> None:
    """Write a text with its corrections for readers.

    What was approved is a correction in it, what is open is marked as doubtful, what was refused stays as it was.
    Decisions without a certain place in the text are named on standard error.
    """


def _options(command: _Command) -> _Command:
    command = click.option(
        "--output", metavar="FILE", shell_complete=given.complete_files, help="Write there, not to standard output."
    )(given.lint_options(command))
    return click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=given.complete_files)(command)


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
    meant = _meant(paths, output, options)
    _write(page.render(meant.editions, title), meant)
    return meant.code


@report_command.command("tei")
@_options
@_title
def tei_command(paths: tuple[str, ...], output: str | None, title: str, **options: Any) -> int:
    """Write one text as TEI P5.

    Each emendation is a choice of sic and corr, with who, how sure, and on what evidence; the revision description
    counts them by day and person. A line end is a line beginning, with break="no" within a word; the hyphen stands as
    it was received. What empty lines divide are paragraphs, the headers of pages too.
    """
    meant = _one(paths, output, options)
    data, replaced = tei.render(meant.editions[0], title)
    _told(replaced, "XML")
    _write(data, meant)
    return meant.code


@report_command.command("criticmarkup")
@_options
def critic_command(paths: tuple[str, ...], output: str | None, **options: Any) -> int:
    """Write one text as CriticMarkup.

    Emendations are substitutions, with who and why as comments; open places are highlighted; what was noted at a
    refusal is a comment.
    """
    meant = _one(paths, output, options)
    _write(critic.render(meant.editions[0]).encode("utf-8", "surrogatepass"), meant)
    return meant.code


@report_command.command("docx")
@_options
@_title
def docx_command(paths: tuple[str, ...], output: str | None, title: str, **options: Any) -> int:
    """Write one text as a Word document with tracked changes, by author and date.

    Needs the extra `docx`.
    """
    if output in (None, STANDARD_INPUT) and sys.stdout.isatty():
        raise UsageError("a Word document cannot be shown on a terminal", help="give --output FILE")
    meant = _one(paths, output, options)
    data, replaced = word.render(meant.editions[0], title)
    _told(replaced, "Word")
    if meant.target is None:
        sys.stdout.buffer.write(data)
    else:
        _write(data, meant)
    return meant.code


@report_command.command("csv")
@_options
def csv_command(paths: tuple[str, ...], output: str | None, **options: Any) -> int:
    """Write all decisions and open places of the texts as CSV, one a row."""
    meant = _meant(paths, output, options)
    _write("".join(f"{row}\n" for row in sheet.render(meant.editions)).encode("utf-8", "surrogatepass"), meant)
    return meant.code


def _one(paths: tuple[str, ...], output: str | None, options: dict[str, Any]) -> _Meant:
    """Return what is meant, which is one text.

    Raises:
        UsageError: several texts are meant.
        CorrigendaError: it cannot be read, or the report cannot go where it should.
    """
    meant = _meant(paths, output, options)
    count = len(meant.editions)
    if count != 1:
        raise UsageError(f"one document holds one text, and {count} are meant", help="name one of them")
    return meant


def _meant(paths: tuple[str, ...], output: str | None, options: dict[str, Any]) -> _Meant:
    """Return the texts meant with their apparatus, and where the report goes.

    Raises:
        CorrigendaError: none can be read, or the report would be written over what the project lives on.
    """
    chosen = given.choices(options)
    found = given.open_project(chosen, named=paths)
    witnesses, errors = linting.read_texts(found, paths, chosen)
    target = outputs.destination(output, found, chosen, sigla(witnesses))
    result = linting.lint_texts(found, witnesses, chosen)
    open_ones = findings_of(result.witnesses, result.findings)
    every = findings_of(result.witnesses, result.found)
    editions: list[Edition] = []
    for witness in result.witnesses:
        lines = result.decisions[witness.siglum]
        language = result.knowledge.language or _language(witness)
        editions.append(edition(witness, lines, open_ones[witness.siglum], every[witness.siglum], language))
    told = errors if editions else errors[1:]
    for message in (*chain.from_iterable(map(_lost, editions)), *map(str, told)):
        telling.complain(message)
    if errors and not editions:
        raise errors[0]
    return _Meant(editions, target, 2 if errors or result.errors else 0)


def _language(witness: Witness) -> str:
    return words.language_of(Tokens(witness.text)) or ""


def _lost(one: Edition) -> Iterator[str]:
    """Yield what is to be said of the decisions that the text does not show."""
    name = visible(one.witness.name)
    count = len(one.unplaced) - one.done
    if count:
        which = wording.count(count, "decision has", "decisions have")
        yield f"warning: {name}: {which} no certain place in the text; `corrigenda status --unused` lists them"
    if one.done:
        which = wording.count(one.done, "emendation is", "emendations are")
        yield (
            f"warning: {name}: {which} made in the text already and cannot be shown in it; what `corrigenda "
            "apply --in-place` made, `corrigenda apply --reverse --in-place` takes back"
        )


def _told(replaced: int, what: str) -> None:
    if replaced:
        which = wording.count(replaced, "character was", "characters were")
        telling.complain(f"warning: {which} replaced by U+FFFD: {what} cannot hold them")


def _write(data: bytes, meant: _Meant) -> None:
    if meant.target is None:
        telling.emit(data)
        return
    files.write_out(meant.target, data)
    entries = [entry for one in meant.editions for entry in one.entries]
    counts = (
        wording.count(len(meant.editions), "text"),
        wording.count(sum(entry.is_made for entry in entries), "correction"),
        wording.count(sum(entry.is_open for entry in entries), "open place"),
    )
    click.echo(f"{visible(str(meant.target))}: {', '.join(counts)}", err=True)
