"""``corrigenda why``: why a word was flagged, or was not."""

import re
from pathlib import Path
from typing import Any

import click

from corrigenda import explain
from corrigenda.acting import given, linting, telling
from corrigenda.errors import InputError, UsageError
from corrigenda.project import configured, siglum_of
from corrigenda.running import engine
from corrigenda.shelf import sigla
from corrigenda.texts.text import LineIndex, Span, Witness
from corrigenda.texts.visible import visible

_PLACE = re.compile(r"(.+?):([0-9]{1,9})(?::([0-9]{1,9}))?")


@click.command("why")
@click.argument("place", metavar="FILE:LINE[:COLUMN]", shell_complete=given.complete_files)
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=given.complete_files)
@given.lint_options
def why_command(place: str, paths: tuple[str, ...], **options: Any) -> int:
    """Tell why the word at a place was flagged or was not.

    Shows what the glossary and the language know of it, the names it was compared with, what became of their
    letters, the weights that each score is made of, and the scores beside the thresholds; the same of terms of several
    words that may stand there damaged. Without a column, the words of the line that may be damaged names are shown; the
    others are only named. PATHs are other texts to count in; without any, the configured ones are.
    """
    found = _PLACE.fullmatch(place)
    if not found:
        raise UsageError("not a place", where=visible(place), help="give FILE:LINE or FILE:LINE:COLUMN")
    name, line, column = found[1], int(found[2]), int(found[3]) if found[3] else None
    chosen = given.choices(options)
    if Path(name).is_dir():
        raise UsageError("this is a folder", where=visible(name), help="name a file")
    project = given.open_project(chosen, named=(name, *paths))
    others = paths or tuple(path for path in configured(project) if Path(path).exists())
    witnesses, errors = linting.read_texts(project, (name, *others), chosen)
    for error in errors:
        telling.complain(error)
    if sigla(witnesses)[:1] != [siglum_of(project, name)]:
        return 2  # it cannot be read itself
    result = linting.lint_texts(project, witnesses, chosen)
    witnesses = result.witnesses
    if sigla(witnesses)[:1] != [siglum_of(project, name)]:
        return 2  # its journal is damaged
    checker = engine.Checker(result.knowledge, engine.survey(witnesses, result.knowledge, result.run))
    context = checker.contexts(witnesses[:1])[0]
    span = _span(context.witness, line, column)
    findings = tuple(engine.check(context, result.run))
    shown = {finding.id for finding in result.findings}
    for row in explain.explain(context, span, result.run, findings, shown):
        click.echo(row)
    return 2 if errors or result.errors else 0


def _span(witness: Witness, line: int, column: int | None) -> Span:
    lines = LineIndex(witness.text)
    if not 1 <= line <= len(lines):
        raise InputError(
            f"the text has {len(lines)} lines", where=f"{visible(witness.name)}:{line}", help="count from 1"
        )
    whole = lines.line(line)
    if column is None:
        return whole
    at = whole.start + column - 1
    if not whole.start <= at < whole.end:
        length = whole.end - whole.start
        raise InputError(
            f"the line has {length} characters", where=f"{visible(witness.name)}:{line}:{column}", help="count from 1"
        )
    return Span(at, at + 1)
