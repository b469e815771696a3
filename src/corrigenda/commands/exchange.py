"""``corrigenda glossary import`` and ``export``: glossaries from and for other tools."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from corrigenda import exchange, project
from corrigenda.acting import given, output, telling
from corrigenda.acting.given import Choices
from corrigenda.config import Project
from corrigenda.errors import CorrigendaError, InputError, UsageError
from corrigenda.exchange.base import Options, Parsed, tag
from corrigenda.storage import diff, lock
from corrigenda.storage.files import read_bytes, read_if_there, shown, write_atomically, write_out
from corrigenda.terminology import glossary, glossary_check, glossary_merge
from corrigenda.terminology.glossary_merge import Merged
from corrigenda.terminology.terms import Term
from corrigenda.texts import wording
from corrigenda.texts.visible import visible

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _names(*, writes: bool) -> click.Choice[str]:
    return click.Choice([each.name for each in exchange.FORMATS.values() if (each.writer if writes else each.reader)])


def _language_options(command: _Command) -> _Command:
    """Add what a file of another tool does not say itself."""
    option = click.option(
        "--source-language", default="", metavar="CODE", help="Language of forms in another language."
    )
    command = option(command)
    return click.option(
        "--language", default="", metavar="CODE", help="Language of the terms; else the configured one, or en."
    )(command)


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=given.complete_files)
@click.option("--format", "kind", type=_names(writes=False), help="Format of FILEs; else told by name and content.")
@click.option(
    "--glossary",
    multiple=True,
    metavar="FILE",
    shell_complete=given.complete_files,
    help="Write into this glossary; else the project's first.",
)
@click.option(
    "--diff", "--dry-run", "show", is_flag=True, help="Show what would change, write nothing; exit 1 if anything would."
)
@_language_options
@click.option("--encoding", default="", metavar="NAME", help="Encoding of FILEs that are not UTF-8.")
@given.project_options
def import_command(
    files: tuple[str, ...], kind: str | None, source_language: str, *, show: bool, **options: Any
) -> int:
    """Put the terms of other tools' files into the glossary.

    New terms become rows at its end, new forms go into the cells of the row that has the term already; all else stays
    byte for byte. What contradicts the glossary, such as a form that is right here and wrong there, is named and not
    taken over; what it has no place for is counted. FILE `-` is standard input.
    Exit code: 0 done, 1 conflicts (or, with --diff, a difference), 2 wrong use or a file that cannot be read.
    """
    chosen = given.choices(options)
    if len(chosen.glossary) > 1:
        raise UsageError("only one glossary can be written", help="give --glossary once")
    found = given.open_project(chosen)
    wanted = _options(found, chosen, source_language)
    path = project.glossary_path(found, chosen.glossary)
    label = chosen.glossary[0] if chosen.glossary else shown(path)
    others = _others(found, path)
    read: dict[str, Parsed] = {}
    for name in files:
        try:
            read[name] = _read(name, kind, wanted)
        except CorrigendaError as error:
            telling.complain(error)
    if not read:
        return 2
    if show:
        old = read_if_there(path)
        merged = _merge(old, label, read, others)
        telling.emit(diff.write(label, old, merged.edits))
    else:
        with lock.hold(found.corrections, "glossary import"):
            old = read_if_there(path)
            merged = _merge(old, label, read, others)
            if merged.edits:
                write_atomically(path, merged.data)
    _report(merged, label)
    if len(read) < len(set(files)):
        return 2
    return 1 if merged.conflicts or (show and merged.edits) else 0


@click.command("export")
@click.option("--format", "kind", type=_names(writes=True), help="The format; else told by the name of the file.")
@click.option(
    "--output-file",
    metavar="FILE",
    shell_complete=given.complete_files,
    help="Write this file instead of printing.",
)
@click.option(
    "--glossary",
    multiple=True,
    metavar="FILE",
    shell_complete=given.complete_files,
    help="Use this glossary; repeatable.",
)
@_language_options
@given.project_options
def export_command(kind: str | None, output_file: str | None, source_language: str, **options: Any) -> int:
    """Write the glossary for another tool.

    What the other tool has no place for, or would never find, is left out and counted.
    Exit code: 0 written, 2 wrong use or a damaged glossary.
    """
    chosen = given.choices(options)
    format_ = exchange.FORMATS[kind] if kind else exchange.by_extension(output_file or "")
    if format_ is None or not format_.writer:
        formats = ", ".join(each.name for each in exchange.FORMATS.values() if each.writer)
        raise UsageError("it is not said for which tool", help=f"give --format: {formats}")
    found = given.open_project(chosen)
    target = output.destination(output_file, found, chosen)
    options_ = _options(found, chosen, source_language)
    terms = project.read_glossaries(found, chosen.glossary)
    if not terms.terms:
        raise InputError(
            "there are no terms to write",
            where=visible(", ".join(terms.paths)),
            help="name a glossary with terms: --glossary FILE",
        )
    for problem in glossary_check.check(terms):
        if problem.severity == "error":  # another tool would be told that a form is both right and wrong
            raise problem.as_error()
    written = format_.write(terms, options_)
    if target is not None:
        write_out(target, written.data)
    else:
        telling.emit(written.data)
    name = "standard output" if target is None else visible(str(target))
    telling.complain(f"{name}: {wording.count(written.count, 'entry', 'entries')} for {format_.name}")
    _tell("left out", written.left)
    return 0


def _options(found: Project, chosen: Choices, source_language: str) -> Options:
    language = found.settings.language or "en"
    for code in filter(None, (language, source_language)):
        if tag(code).lower() != code.lower():
            raise UsageError(f"{visible(code)!r} is no code of a language", help="give one such as en, zh or de-AT")
    return Options(language, source_language, chosen.encoding)


def _read(name: str, kind: str | None, options: Options) -> Parsed:
    """Return what a file holds, and tell what could not be taken from it."""
    is_stdin = name == project.STANDARD_INPUT
    data = sys.stdin.buffer.read() if is_stdin else read_bytes(Path(name))
    label = project.STDIN if is_stdin else name
    format_ = exchange.FORMATS[kind] if kind else exchange.recognised(data, label, options.encoding)
    parsed = format_.read(data, label, options)
    telling.complain(f"{visible(label)}: {wording.count(len(parsed.terms), 'term')} read as {format_.name}")
    _tell("left out", parsed.left)
    return parsed


def _others(found: Project, path: Path) -> Sequence[Term]:
    """Return the terms of the glossaries that the project uses together with the one that is written."""
    together = project.glossary_paths(found, ())
    others = [each for each in together if each != path and not (path.exists() and _is_same(each, path))]
    if len(others) == len(together):
        return ()
    return [term for each in others if each.exists() for term in glossary.read(read_bytes(each), shown(each)).terms]


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and one.samefile(other)


def _merge(old: bytes, label: str, read: Mapping[str, Parsed], others: Sequence[Term]) -> Merged:
    terms = [term for parsed in read.values() for term in parsed.terms]
    wrong = [
        (form, project.STDIN if name == project.STANDARD_INPUT else name) for name in read for form in read[name].wrong
    ]
    return glossary_merge.merge(old, label, terms, wrong, others)


def _report(merged: Merged, label: str) -> None:
    for conflict in merged.conflicts:
        telling.complain(f"conflict: {conflict.message}\n  --> {conflict.where}\nhelp: {conflict.help}")
    parts = [f"{wording.count(merged.added, 'row')} added", f"{merged.filled} added to", f"{merged.same} there already"]
    parts += [wording.count(len(merged.conflicts), "conflict")] if merged.conflicts else []
    new = f"; new in its header: {', '.join(merged.columns)}" if merged.columns else ""
    telling.complain(f"{visible(label)}: {', '.join(parts)}{new}")
    _tell("worth a look", merged.kept)


def _tell(title: str, left: Mapping[str, int]) -> None:
    """Print what was left out, the most frequent first."""
    rows: Sequence[tuple[str, int]] = sorted(
        ((what, count) for what, count in left.items() if count), key=lambda row: (-row[1], row[0])
    )
    if rows:
        width = len(str(rows[0][1]))
        telling.complain(f"  {title}:")
        for what, count in rows:
            telling.complain(f"    {count:>{width}}  {visible(what)}")
