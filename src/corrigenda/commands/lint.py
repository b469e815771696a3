"""``corrigenda lint``: check texts and report doubtful places."""

import sys
from typing import Any

import click

from corrigenda.commands import shared
from corrigenda.errors import ConfigError
from corrigenda.report import machine, terminal


@click.command("lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@shared.lint_options
@click.option(
    "--output-format",
    type=click.Choice(("text", "concise", "json", "jsonl")),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option("--statistics", is_flag=True, help="Print counts by rule instead of the findings.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 although there are findings.")
@click.option("--no-journal", is_flag=True, help="Lint as if nothing had been decided or learned yet.")
@click.option("--no-learned", is_flag=True, help="Do not use what `corrigenda learn` counted.")
@click.option("--stdin-filename", default="", metavar="NAME", help="The name of the text on standard input.")
def lint_command(
    paths: tuple[str, ...],
    output_format: str,
    stdin_filename: str,
    *,
    statistics: bool,
    exit_zero: bool,
    no_journal: bool,
    no_learned: bool,
    **options: Any,
) -> int:
    """Check texts against the glossary and report doubtful places.

    PATHs are files and folders; `-` is standard input. Without any, the configured ones are checked.
    Findings go to standard output, everything else to standard error.
    Exit code: 0 no findings, 1 findings, 2 wrong use or a text that could not be read.
    """
    if statistics and output_format not in ("text", "concise"):
        raise ConfigError(
            f"--statistics and --output-format {output_format} exclude each other",
            help="the counts stand in the document that --output-format json gives",
        )
    chosen = shared.choices(options)
    found = shared.open_project(chosen)
    witnesses, errors = shared.read_texts(found, paths, chosen, stdin_name=stdin_filename)
    result = shared.lint_texts(found, witnesses, chosen, journal=not no_journal, learned=not no_learned)
    console = shared.out()
    findings = result.findings
    if statistics:
        shared.print_all(console, tuple(terminal.statistics(findings)))
    elif output_format == "jsonl":
        _write(machine.json_lines(findings, witnesses))
    elif output_format == "json":
        _write(machine.json_document(findings, witnesses))
    elif output_format == "concise":
        shared.print_all(console, tuple(terminal.concise(findings, witnesses)))
    else:
        shared.print_all(console, tuple(terminal.full(findings, witnesses, console.width)))
    if witnesses and output_format in ("text", "concise"):
        click.echo(terminal.summary(findings, len(witnesses)).plain, err=output_format == "concise" or statistics)
    for error in errors:
        shared.complain(error)
    if errors:
        return 2
    return 1 if findings and not exit_zero else 0


def _write(lines: Any) -> None:
    """Write UTF-8 whatever the locale says: other programs read this."""
    sys.stdout.flush()
    stream = sys.stdout.buffer
    for line in lines:
        stream.write(line.encode("utf-8") + b"\n")
    stream.flush()
