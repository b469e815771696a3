"""``corrigenda rename``: a text gets another name, and keeps what was decided about it."""

from typing import Any

import click

from corrigenda.acting import given, renaming, telling
from corrigenda.storage import files, lock
from corrigenda.texts import wording
from corrigenda.texts.visible import visible


@click.command("rename")
@click.argument("old", metavar="OLD", shell_complete=given.complete_files)
@click.argument("new", metavar="NEW", shell_complete=given.complete_files)
@given.project_options
def rename_command(old: str, new: str, **options: Any) -> int:
    """Call a text otherwise, and have what was decided about it go with it.

    OLD and NEW are texts, or folders of texts. The journal and the patch are moved, and the series and the baseline
    name the text as it is called now. OLD itself is moved too, if that was not done before. Nothing is written over.
    Exit code: 0 renamed, 2 there is no such text, or something under the new name already.
    """
    found = given.open_project(given.choices(options), named=(old, new))
    with lock.hold(found.corrections, "rename"):
        meant = renaming.renaming(found, old, new)
        meant.carry_out()
    count = len(meant.names)
    about = "it" if list(meant.names) == [meant.old] else wording.count(count, "text")
    click.echo(f"{visible(old)} → {visible(new)}{f', with what is known of {about}' if count else ''}", err=True)
    copy = found.root / found.settings.output / meant.old
    if copy.exists():
        what = f"{visible(files.shown(copy))} still has the old name"
        telling.complain(f"{what}: delete it; `corrigenda apply` makes corrected copies by the new one")
    return 0
