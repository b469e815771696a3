"""Writes ``man/corrigenda.1`` from the help of the commands, as readme_tools.py does the README's tables."""

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import click

from corrigenda import __version__
from corrigenda.cli import cli

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "man" / "corrigenda.1"
_EXIT_CODES = (
    ("0", "nothing found; done"),
    ("1", "findings, or conflicts"),
    ("2", "wrong use, or input that cannot be read"),
    ("130", "interrupted"),
)
_FILES = (
    ("glossary.csv", "the names and terms as they should be written"),
    ("corrigenda.toml, pyproject.toml", "the settings; the folder of the nearest one upwards is the project"),
    ("corrections/", "the journals of what was decided, the patches, and what was learned or accepted as known"),
)


def escaped(text: str) -> str:
    r"""Return text as roff has it: nothing in it is a request or an escape.

    >>> escaped(".SH --diff"), escaped("C:\\x")
    ('\\&.SH \\-\\-diff', 'C:\\ex')
    """
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


def paragraphs(text: str) -> list[str]:
    return [escaped(" ".join(part.split())) for part in dedent(text).strip().split("\n\n")]


def page() -> str:
    """Return the page (man macros; see man(7))."""
    released = re.findall(r"^## \[.*\] - ([-\d]+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[0]
    first, *rest = paragraphs(cli.help or "")
    lines = [
        f'.TH CORRIGENDA 1 "{released}" "corrigenda {__version__}"',
        ".ad l",  # else a long list of choices tears its line apart
        ".SH NAME",
        "corrigenda \\- find, review and apply corrections of OCR and translation errors in names and terms",
        ".SH SYNOPSIS",
        ".B corrigenda",
        "\\fIcommand\\fR [\\fIoption\\fR ...] [\\fIargument\\fR ...]",
        ".SH DESCRIPTION",
        first,
        *(line for part in rest if not part.startswith("Exit codes") for line in (".PP", part)),
        ".SH COMMANDS",
        *_commands(cli, "corrigenda"),
        ".SH EXIT STATUS",
        *_entries(_EXIT_CODES),
        ".SH FILES",
        *_entries(_FILES),
        ".SH SEE ALSO",
        ".BR git\\-apply (1),",
        ".BR patch (1),",
        ".BR quilt (1)",
    ]
    return "\n".join(lines) + "\n"


def _commands(group: click.Group, prefix: str) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{prefix} {name}")
        elif command is not None:
            yield from _command(command, f"{prefix} {name}")


def _command(command: click.Command, name: str) -> Iterator[str]:
    context = click.Context(command)
    arguments = [each.make_metavar(context) for each in command.params if isinstance(each, click.Argument)]
    yield f'.SS "{escaped(" ".join((name, *arguments)))}"'
    first, *rest = paragraphs(command.help or "")
    yield first
    for part in rest:
        yield from (".PP", part)
    options = [each for each in command.params if isinstance(each, click.Option)]  # click tells nothing of arguments
    yield from _entries(row for each in options if (row := each.get_help_record(context)))


def _entries(rows: Iterator[tuple[str, str]] | tuple[tuple[str, str], ...]) -> Iterator[str]:
    for term, text in rows:
        yield from (".TP", f'.B "{escaped(term)}"', escaped(" ".join(text.split())))


def update() -> None:
    """Write the page anew."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
