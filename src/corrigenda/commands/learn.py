"""``corrigenda learn``: what the decisions teach about letters."""

from dataclasses import replace
from itertools import chain
from typing import Any

import click

from corrigenda.acting import given, linting, telling
from corrigenda.deciding import learning
from corrigenda.likeness.confusion import channel
from corrigenda.rules import selected
from corrigenda.running import engine
from corrigenda.storage import files, lock
from corrigenda.texts import wording
from corrigenda.texts.visible import visible


@click.command("learn")
@given.lint_options
def learn_command(**options: Any) -> int:
    """Learn from the journals which letters are taken for which in the project's texts.

    Approved corrections make a change of letters cheaper, refused suggestions dearer; `corrigenda lint` uses the
    counts until `--no-learned` says otherwise. They are kept in corrections/learned.tsv, a file to read and edit.
    Exit code: 0 written, 2 a text could not be read; then nothing is written.
    """
    chosen = given.choices(options)
    found = given.open_project(chosen)
    with lock.hold(found.corrections, "learn"):
        witnesses, errors = linting.read_texts(found, (), chosen)
        for error in errors:
            telling.complain(error)
        if errors:
            return 2
        result = linting.lint_texts(found, witnesses, chosen, learned=False)
        if result.errors:
            return 2
        untouched = replace(result.knowledge, channel=channel(), corrected=())
        findings = {finding.id: finding for finding in engine.lint(witnesses, untouched, selected(learning.FAMILIES))}
        lessons = learning.lessons(chain.from_iterable(result.decisions.values()), findings, channel())
        path = found.corrections / learning.FILE
        files.write_atomically(path, learning.render(lessons))
    approved, refused = sum(each.approved for each in lessons), sum(each.refused for each in lessons)
    changes = wording.count(len(lessons), "change of letters", "changes of letters")
    click.echo(f"{visible(files.shown(path))}: {changes}; approved: {approved}, refused: {refused}")
    return 0
