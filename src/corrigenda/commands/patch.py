"""``corrigenda patch``: the patches of the accepted corrections, written anew from the journals."""

from typing import Any

import click

from corrigenda import project
from corrigenda.acting import editing, given, linting, telling
from corrigenda.config import Project
from corrigenda.errors import CorrigendaError
from corrigenda.storage import lock


@click.command("patch")
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=given.complete_files)
@click.option("--encoding", default="", metavar="NAME", help="Encoding of texts that are not UTF-8.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out files and folders like this.")
@given.project_options
def patch_command(paths: tuple[str, ...], **options: Any) -> int:
    """Write the patches of the accepted corrections anew, and quilt's list of them.

    Exit code: 0 written, 1 a decision has no place in the text as it is now, 2 unreadable input.
    """
    chosen = given.choices(options)
    found = given.open_project(chosen, named=paths)
    with lock.hold(found.corrections, "patch"):
        return _write(found, paths, chosen)


def _write(found: Project, paths: tuple[str, ...], chosen: given.Choices) -> int:
    witnesses, lines, errors = linting.read_decided(found, paths, chosen)
    project.reviewable(witnesses)
    linting.tell_lost(found, witnesses)
    conflicts = False
    for witness in witnesses:
        if witness.base or not lines[witness.siglum]:
            continue
        try:
            made = editing.write_patch(found, witness, lines[witness.siglum])
        except CorrigendaError as conflict:
            telling.complain(conflict)
            conflicts = True
        else:
            click.echo(made.told(found.corrections))
            for warning in made.warnings():
                telling.complain(warning)
    for error in errors:
        telling.complain(error)
    return 2 if errors else int(conflicts)
