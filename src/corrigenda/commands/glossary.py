"""``corrigenda glossary``: look after the file that says what is right."""

from pathlib import Path
from typing import Any

import click

from corrigenda import glossary, glossary_check, words
from corrigenda.commands import shared
from corrigenda.files import read_bytes
from corrigenda.visible import visible


@click.group("glossary")
def glossary_command() -> None:
    """Check a glossary."""


@glossary_command.command("check")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--language", default="en", show_default=True, metavar="CODE", help="Language of the texts.")
@shared.project_options
def check_command(files: tuple[str, ...], language: str, **options: Any) -> int:
    """Check glossaries: forms that are both right and wrong, damaged rows, forms that can never match.

    Without FILEs the project's glossaries are checked.
    Exit code: 0 no errors (there may be warnings), 1 errors, 2 wrong use.
    """
    found = shared.open_project(shared.choices(options))
    names = files or tuple(str(found.root / path) for path in found.settings.glossary)
    known = words.load(language) if language in words.languages() else None
    errors = warnings = 0
    for name in names:
        shown = name if files else str(Path(name).relative_to(found.root))
        data = read_bytes(Path(name))
        read, damage = glossary.read_leniently(data, shown)
        problems = (*damage, *glossary_check.check(read, known.common if known else None))
        for problem in sorted(problems, key=lambda each: (each.line, each.column, each.severity)):
            click.echo(f"{problem.where}: {problem.severity}: {visible(problem.message)}")
            if problem.help:
                click.echo(f"  help: {visible(problem.help)}")
        errors += sum(problem.severity == "error" for problem in problems)
        warnings += sum(problem.severity == "warning" for problem in problems)
        forms = sum(len(term.forms) for term in read.terms)
        click.echo(f"{visible(shown)}: {len(read.terms)} terms, {forms} forms", err=True)
    click.echo(f"{errors} errors, {warnings} warnings", err=True)
    return 1 if errors else 0
