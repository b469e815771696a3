"""``corrigenda server``: findings and quick fixes in an editor, by the Language Server Protocol."""

import sys
from typing import Any

import click

from corrigenda.acting import given, telling
from corrigenda.errors import ConfigError


@click.command("server")
@click.option("--resp", default="", metavar="NAME", help="Who decides; else the configuration, else git's user name.")
@click.option(
    "--debounce",
    type=click.IntRange(0, 10_000),
    default=300,
    show_default=True,
    metavar="MS",
    help="Milliseconds without a key before the text is checked.",
)
@click.option("--stdio", is_flag=True, help="What some editors add; there is no other way to speak with it.")
@given.lint_options
def server_command(resp: str, debounce: int, stdio: bool, **options: Any) -> int:
    """Serve an editor by the Language Server Protocol, on standard input and output.

    The editor starts it. What is found in the open texts is shown as you type; hovering tells the evidence, and quick
    fixes accept a reading, reject, or add to the glossary, in the same journal as `corrigenda review`.
    The project of each text is found from its folder upwards, or else is the folder that is open in the editor, or
    the nearest one upwards that has a glossary.
    """
    try:
        from corrigenda.server import desk, edge  # noqa: PLC0415 - pygls takes a second to load
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise ConfigError("the language server needs an extra", help="pip install 'corrigenda[lsp]'") from error
    if sys.stdin.isatty() and not stdio:
        telling.complain("note: an editor starts this and speaks with it; the README says how to set yours up")
    edge.Server(desk.Desk(given.choices(options), resp), debounce / 1000).run()
    return 0
