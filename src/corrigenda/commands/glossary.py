"""``corrigenda glossary``: look after the file that says what is right."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from corrigenda import project
from corrigenda.acting import given, knowing, linting, telling
from corrigenda.commands import exchange
from corrigenda.config import Project
from corrigenda.deciding import ledger
from corrigenda.deciding.decision import Decision
from corrigenda.finding import Finding
from corrigenda.language import words
from corrigenda.likeness.twins import twins
from corrigenda.rules import selected
from corrigenda.running import engine
from corrigenda.shelf import findings_of
from corrigenda.storage import lock
from corrigenda.storage.files import read_bytes, read_if_there, shown, write_atomically
from corrigenda.suggesting import suggest
from corrigenda.terminology import glossary, glossary_check
from corrigenda.terminology.glossary import Glossary
from corrigenda.texts import wording
from corrigenda.texts.text import Witness
from corrigenda.texts.visible import visible

_OF_TERMS = "G"
"""The family of the rules that find damaged forms of the glossary's."""


@click.group("glossary", cls=given.Family)
def glossary_command() -> None:
    """Check a glossary, find what it lacks, exchange it with other tools."""


glossary_command.add_command(exchange.import_command)
glossary_command.add_command(exchange.export_command)


@glossary_command.command("check")
@click.argument("files", nargs=-1, metavar="[FILE]...", shell_complete=given.complete_files)
@click.option("--language", default="en", show_default=True, metavar="CODE", help="Language of the texts.")
@given.project_options
def check_command(files: tuple[str, ...], language: str, **options: Any) -> int:
    """Check glossaries: forms that are both right and wrong, damaged rows, forms that can never match.

    Several are checked together, as they are used. Without FILEs the project's glossaries are checked. Of two terms
    that look like one name, by an admitted form too, the one that a scanner has rather damaged is told, by the words
    and names of the language.
    Exit code: 0 no errors (there may be warnings), 1 errors, 2 wrong use.
    """
    found = given.open_project(given.choices(options))
    names = files or tuple(shown(found.root / path) for path in found.glossaries)
    known = words.load(language) if language in words.languages() else None
    read = {name: glossary.read_leniently(read_bytes(Path(name)), name) for name in names}
    together = glossary.merge([one for one, _damage in read.values()])
    problems = [problem for _one, damage in read.values() for problem in damage]
    problems += glossary_check.check(together, known.common if known else None)
    problems += twins(together, known)
    order = {label: number for number, label in enumerate(read)}
    for problem in sorted(problems, key=lambda each: (order[each.path], each.line, each.column, each.severity)):
        click.echo(f"{problem.where}: {problem.severity}: {visible(problem.message)}")
        if problem.help:
            click.echo(f"  help: {visible(problem.help)}")
    for label, (one, _damage) in read.items():
        forms = sum(len(term.forms) for term in one.terms)
        click.echo(
            f"{visible(label)}: {wording.count(len(one.terms), 'term')}, {wording.count(forms, 'form')}", err=True
        )
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    click.echo(f"{wording.count(errors, 'error')}, {wording.count(warnings, 'warning')}", err=True)
    return 1 if errors else 0


@glossary_command.command("suggest")
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=given.complete_files)
@click.option(
    "--limit", type=click.IntRange(1), default=suggest.LIMIT, show_default=True, metavar="N", help="Show so many rows."
)
@click.option(
    "--min-count",
    type=click.IntRange(1),
    metavar="N",
    help="Leave out what stands less often; else what stands once, if there are 5,000 words or more.",
)
@click.option(
    "--append",
    is_flag=True,
    help="Write the rows, with their notes, at the end of the glossary instead of printing them.",
)
@click.option(
    "--glossary",
    multiple=True,
    metavar="FILE",
    shell_complete=given.complete_files,
    help="Use this glossary; repeatable, the first is written.",
)
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out files and folders like this.")
@click.option("--encoding", default="", metavar="NAME", help="Encoding of texts that are not UTF-8.")
@click.option("--language", default="", metavar="CODE", help="Language of the texts; found if not given.")
@click.option(
    "--dictionary",
    default="",
    metavar="FILE",
    shell_complete=given.complete_files,
    help="A Hunspell dictionary (.dic) of the language.",
)
@given.project_options
def suggest_command(paths: tuple[str, ...], limit: int, min_count: int | None, *, append: bool, **options: Any) -> int:
    """Print names and terms of texts that the glossary lacks, as rows for it.

    PATHs are files and folders; `-` is standard input. Without any, the configured texts are read. The best attested
    come first; the note of each says how often it stands and where, and which other spellings look like damaged
    forms of it, or may be right as well. A line that stands on page after page counts once. What lint takes for a
    damaged form of the glossary's in half of its places or more is left out, unless it was refused in review. Nothing
    else is judged: go through the rows, and delete what is no term.
    Exit code: 0 done, 2 wrong use or a text that could not be read.
    """
    chosen = given.choices(options)
    found = given.open_project(chosen, named=paths)
    path = project.glossary_path(found, chosen.glossary)
    label = chosen.glossary[0] if chosen.glossary else shown(path)
    sheet = suggest.sheet(read_if_there(path), label)
    terms = _terms(found, chosen.glossary, may_lack=append)
    witnesses, decided, errors = linting.read_decided(found, paths, chosen)
    knowledge = knowing.knowledge_of(found, chosen, terms, decided.values(), learned=True)
    findings, refused = _judged(found, witnesses, decided, knowledge)
    every = suggest.suggest(
        witnesses,
        knowledge.lexicon,
        language=knowledge.language,
        dictionary=knowledge.dictionary,
        min_count=min_count,
        findings=findings,
        refused=refused,
    )
    rows = every[:limit]
    if append:
        with lock.hold(found.corrections, "glossary suggest"):
            if rows:
                write_atomically(path, suggest.append(read_if_there(path), label, rows))
        done = f"{wording.count(len(rows), 'row')} added to {visible(label)}"
    else:
        is_headed = not sheet.is_empty and _is_output(path)
        form = sheet.as_it_is() if is_headed else sheet
        lines = [*([] if is_headed else [form.header]), *map(form.row, rows)] if rows else []
        click.echo("".join(line + form.ending for line in lines).encode(), nl=False)
        if rows and sheet.note_at is not None:
            lost = "the notes are left out" if is_headed else "these rows do not fit it as it is"
            click.echo(f"{visible(label)} has no column “note”: {lost}; --append adds one", err=True)
        done = wording.count(len(rows), "suggestion")
    more = f"; {len(every) - len(rows)} more with --limit {len(every)}" if len(every) > len(rows) else ""
    click.echo(f"{done}, from {wording.count(len(witnesses), 'text')}{more}", err=True)
    for error in errors:
        telling.complain(error)
    return 2 if errors else 0


def _judged(
    found: Project,
    witnesses: Sequence[Witness],
    decided: Mapping[str, tuple[Decision, ...]],
    knowledge: engine.Knowledge,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return (what lint takes for damaged forms of the glossary's, what of that the editors have called right)."""
    run = [rule for rule in selected(found.settings.select, found.settings.ignore) if rule.code.startswith(_OF_TERMS)]
    findings = findings_of(witnesses, engine.lint(witnesses, knowledge, run))
    damaged: list[Finding] = []
    refused: list[Finding] = []
    for witness in witnesses:
        of_text = findings[witness.siglum]
        lines = ledger.carried(decided[witness.siglum], of_text, witness)
        damaged += ledger.settle(of_text, witness, lines)
        refused += ledger.refused(of_text, lines)
    return tuple(damaged), tuple(refused)


def _is_output(path: Path) -> bool:
    """Say whether standard output goes into a file (``>> glossary.csv``)."""
    try:
        return os.path.samestat(os.fstat(sys.stdout.fileno()), path.stat())
    except OSError:  # there is no such file, or the output is none
        return False


def _terms(found: Project, names: tuple[str, ...], *, may_lack: bool) -> Glossary:
    """Return the terms there are so far: a glossary that is empty has none, one that is to be made neither.

    Raises:
        InputError: a glossary that is named and missing, or one that is damaged.
    """
    paths = [Path(name) for name in names] or [found.root / name for name in found.glossaries]
    read = []
    for path in paths:
        if path.exists() or (names and not may_lack):
            label = str(path) if names else shown(path)
            data = read_bytes(path)
            if not suggest.sheet(data, label).is_empty:
                read.append(glossary.read(data, label))
    return glossary.merge(read)
