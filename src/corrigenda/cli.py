"""The command line: which command is meant, and how errors become exit codes.

Each command lives in a module of `corrigenda.commands`, imported when it is called, so that ``--version`` and
``--help`` stay quick. This is the only module that exits.
"""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from corrigenda import __version__, collector
from corrigenda.errors import ConflictError, CorrigendaError
from corrigenda.texts.visible import visible

_STDERR = 2
_GARBAGE = 500_000
"""Objects made before garbage is looked for: records have no cycles, and 700 would cost a tenth of a short run,
and 100,000 a fiftieth of one over an archive of many names or errors."""
_COMMANDS = {
    "lint": "lint:lint_command",
    "review": "review:review_command",
    "decide": "review:decide_command",
    "status": "status:status_command",
    "rename": "rename:rename_command",
    "patch": "patch:patch_command",
    "apply": "apply:apply_command",
    "report": "report:report_command",
    "baseline": "baseline:baseline_command",
    "why": "why:why_command",
    "learn": "learn:learn_command",
    "server": "server:server_command",
    "glossary": "glossary:glossary_command",
    "rules": "rules:rules_command",
    "explain": "rules:explain_command",
    "cache": "cache:cache_command",
}
"""Module and name of each command, in the order of ``--help``."""

_SUMMARIES = {
    "lint": "Check texts against the glossary and report doubtful places.",
    "review": "Decide the doubtful places one by one, one key each.",
    "decide": "Record decisions without a terminal.",
    "status": "Say what is pending, accepted and rejected.",
    "rename": "Call a text otherwise; what was decided about it goes with it.",
    "patch": "Write the patches of the accepted corrections anew.",
    "apply": "Make the corrected texts.",
    "report": "Write a text with its corrections for readers: a page, TEI, CriticMarkup, Word, CSV.",
    "baseline": "Accept the present findings as known, so that lint reports only new ones.",
    "why": "Tell why a word was flagged or was not.",
    "learn": "Learn from the decisions which letters are taken for which here.",
    "server": "Serve an editor: findings and quick fixes as you type (LSP).",
    "glossary": "Check a glossary, find what it lacks, exchange it with other tools.",
    "rules": "List the rules.",
    "explain": "Print the page of a rule.",
    "cache": "See or clear what is kept of earlier runs.",
}


class _Commands(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        target = _COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, name = target.split(":")
        command: click.Command = getattr(import_module(f"corrigenda.commands.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command meant; click, which knows only what was imported, cannot say what may have been meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches  # noqa: PLC0415 - only wrong use needs it

            near = get_close_matches(args[0], _COMMANDS, n=1)
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_SUMMARIES.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="corrigenda")
def cli() -> None:
    """Find, review and apply corrections of OCR and translation errors in names and terms.

    Exit codes: 0 nothing found, 1 findings or conflicts, 2 wrong use or unreadable input.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 clean, 1 findings or conflicts, 2 wrong use or unreadable input."""
    gc.set_threshold(_GARBAGE)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # else the algebra in numpy, which is not used, starts some
    collector.serve_a_program()
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # a pipe or terminal that has no quotation marks, let alone Cyrillic, gets them as escapes
            stream.reconfigure(errors="backslashreplace")
    code = run(arguments)
    gc.freeze()  # else the interpreter looks for garbage among all there is, several times, before it ends
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        words = None if arguments is None else list(arguments)
        result: Any = cli.main(args=words, prog_name="corrigenda", standalone_mode=False)
    except CorrigendaError as error:
        click.echo(str(error), err=True)
        return 1 if isinstance(error, ConflictError) else 2
    except click.ClickException as error:
        # a file name may have been taken for an option
        error.message = visible(error.message, keep="\n")  # type: ignore[misc]
        error.show()
        return 2
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return 130
    except OSError as error:  # click deals with a stream whose reader is gone
        with suppress(OSError):  # the terminal itself may be gone
            click.echo(str(_told(error)), err=True)
        return 2
    return result if isinstance(result, int) else 0


def _open_closed_streams() -> None:
    """Have all standard streams open: else a journal might be opened in the place of one, and be written into."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        os.set_inheritable(number, True)
    os.close(number)
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, closefd=False))


def _told(error: OSError) -> CorrigendaError:
    """Return what to tell of an error that was not foreseen; without a file's name it is one of the output."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        name = visible(os.fsdecode(error.filename))
        return CorrigendaError(f"cannot use the file: {reason}", where=name, help="check the name and its rights")
    with suppress(OSError, ValueError):  # lest the interpreter fails once more when it flushes at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CorrigendaError(f"cannot write the output: {reason}", help="make room, or write it elsewhere")
