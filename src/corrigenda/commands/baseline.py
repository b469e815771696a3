"""``corrigenda baseline``: accept the present findings as known."""

from typing import Any

import click

from corrigenda import project
from corrigenda.acting import given, holding, linting, telling
from corrigenda.config import Project
from corrigenda.deciding import baseline
from corrigenda.errors import UsageError
from corrigenda.shelf import sigla
from corrigenda.storage import files, lock
from corrigenda.texts import wording
from corrigenda.texts.visible import visible


@click.command("baseline")
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=given.complete_files)
@given.baseline_option
@click.option("--reason", default="", metavar="TEXT", help="Why they are accepted; kept with those that are added.")
@click.option("--prune", is_flag=True, help="Take out what is not found any more, and add nothing.")
@given.lint_options
def baseline_command(
    paths: tuple[str, ...], baseline_file: str | None, reason: str, *, prune: bool, **options: Any
) -> int:
    """Accept the present findings as known: lint then reports only new ones.

    They are kept in corrections/baseline.csv, a table to read and edit. What is known of other texts and of rules that
    were not run stays as it is. Review and status go on to show all: the baseline says "not now", not "right".
    Exit code: 0 written, 2 a text could not be read; then nothing is written.
    """
    given.refuse_together({"--prune": prune, "--reason": reason}, "--prune adds nothing that a reason could be for")
    if project.STANDARD_INPUT in paths:
        raise UsageError("what comes from standard input has no name to be known by", help="name the file")
    chosen = given.choices(options)
    found = given.open_project(chosen, named=paths)
    with lock.hold(found.corrections, "baseline"):
        witnesses, errors = linting.read_texts(found, paths, chosen)
        for error in errors:
            telling.complain(error)
        if errors:
            return 2
        result = linting.lint_texts(found, witnesses, chosen)
        if result.errors:
            return 2
        path = holding.baseline_path(found, baseline_file)
        is_asked_for = prune and (baseline_file or found.settings.baseline)
        known = holding.read_baseline(path) if path.exists() or is_asked_for else ()
        gone = {each.siglum for each in known if not _is_there(found, each.siglum)}
        about = {*sigla(witnesses), *gone}
        if prune:
            after = baseline.pruned(known, result.findings, about, result.codes)
        else:
            after = baseline.accepted(known, result.findings, about, result.codes, reason)
        if after or path.exists():
            files.write_atomically(path, baseline.render(after))
    before, now = {each.key: each.count for each in known}, {each.key: each.count for each in after}
    added = sum(max(0, count - before.get(key, 0)) for key, count in now.items())
    lost = sum(max(0, count - now.get(key, 0)) for key, count in before.items())
    total = baseline.total(after)
    what = wording.count(total, "known finding")
    click.echo(f"{visible(files.shown(path))}: {what} ({added} added, {lost} gone)")
    return 0


def _is_there(found: Project, name: str) -> bool:
    return any((found.root / siglum).exists() for siglum in (name, baseline.siglum_of(name)))
