"""``corrigenda learn``: what the decisions teach about letters."""

from itertools import chain
from typing import Any

import click

from corrigenda import files, learning
from corrigenda import lint as engine
from corrigenda.commands import shared
from corrigenda.confusion import channel
from corrigenda.rules import selected
from corrigenda.visible import visible


@click.command("learn")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@shared.lint_options
def learn_command(paths: tuple[str, ...], **options: Any) -> int:
    """Learn from the journals which letters are taken for which in these texts.

    Approved corrections make a change of letters cheaper, refused suggestions dearer; `corrigenda lint` uses the
    counts until `--no-learned` says otherwise. They are kept in corrections/learned.tsv, a file to read and edit.
    """
    chosen = shared.choices(options)
    found = shared.open_project(chosen)
    witnesses, errors = shared.read_texts(found, paths, chosen)
    for error in errors:
        shared.complain(error)
    result = shared.lint_texts(found, witnesses, chosen, learned=False)
    untouched = engine.Knowledge(result.knowledge.lexicon, language=result.knowledge.language)
    findings = {finding.id: finding for finding in engine.lint(witnesses, untouched, selected())}
    decisions = chain.from_iterable(result.decisions.values())
    lessons = learning.lessons(decisions, findings, channel())
    path = found.corrections / learning.FILE
    files.write_atomically(path, learning.render(lessons))
    approved, refused = sum(each.approved for each in lessons), sum(each.refused for each in lessons)
    click.echo(
        f"{visible(files.shown(path))}: {len(lessons)} changes of letters, approved {approved} times,"
        f" refused {refused} times"
    )
    return 2 if errors else 0
