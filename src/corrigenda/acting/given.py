"""What the command line gives most commands alike: options, the project they are about, who decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from corrigenda import config, project, rules
from corrigenda.config import Project
from corrigenda.errors import ConfigError, UsageError
from corrigenda.texts.text import is_encoding
from corrigenda.texts.visible import visible

_Command = TypeVar("_Command", bound=Callable[..., Any])
_GIT_SECONDS = 10
_SENTENCE = 500
"""Letters of a sentence of help that is not cut off."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The options that most commands share, as given on the command line."""

    config_file: str | None = None
    isolated: bool = False
    glossary: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    min_score: float | None = None
    encoding: str = ""
    language: str = ""
    dictionary: str = ""


class Family(click.Group):
    """A group whose help says the whole first sentence of each command, over several lines if need be."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        members = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, member.get_short_help_str(_SENTENCE)) for name, member in members if member is not None]
            )


def complete_files(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Have the shell complete names of files and folders."""
    return [CompletionItem(incomplete, type="file")]


def complete_folders(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Have the shell complete names of folders."""
    return [CompletionItem(incomplete, type="dir")]


def complete_codes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the rules whose codes begin so."""
    fitting = (rule for rule in rules.every() if rule.code.startswith(incomplete.upper()))
    return [CompletionItem(rule.code, help=rule.summary) for rule in fitting]


def project_options(command: _Command) -> _Command:
    """Add ``--config`` and ``--isolated``."""
    command = click.option("--isolated", is_flag=True, help="Read no configuration.")(command)
    return click.option(
        "--config",
        "config_file",
        metavar="FILE",
        shell_complete=complete_files,
        help="Read this configuration instead of the nearest one.",
    )(command)


def lint_options(command: _Command) -> _Command:
    """Add the options that decide what is found."""
    for option in reversed(
        (
            click.option(
                "--glossary",
                multiple=True,
                metavar="FILE",
                shell_complete=complete_files,
                help="Use this glossary; repeatable.",
            ),
            click.option(
                "--select",
                multiple=True,
                metavar="CODES",
                shell_complete=complete_codes,
                help="Run only these rules; codes, prefixes or names.",
            ),
            click.option(
                "--ignore",
                multiple=True,
                metavar="CODES",
                shell_complete=complete_codes,
                help="Do not run these rules.",
            ),
            click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out files and folders like this."),
            click.option(
                "--min-score",
                type=click.FloatRange(0, 1),
                metavar="SCORE",
                help="Flag no name or phrase whose best reading scores less, 0 to 1.",
            ),
            click.option("--encoding", default="", metavar="NAME", help="Encoding of texts that are not UTF-8."),
            click.option("--language", default="", metavar="CODE", help="Language of the texts; found if not given."),
            click.option(
                "--dictionary",
                default="",
                metavar="FILE",
                shell_complete=complete_files,
                help="A Hunspell dictionary (.dic) of the language.",
            ),
        )
    ):
        command = option(command)
    return project_options(command)


def baseline_option(command: _Command) -> _Command:
    """Add ``--baseline``."""
    return click.option(
        "--baseline",
        "baseline_file",
        metavar="FILE",
        shell_complete=complete_files,
        help="The findings accepted as known; else the configured file.",
    )(command)


def choices(options: dict[str, Any]) -> Choices:
    """Return the shared options out of a command's keyword arguments, which lose them."""
    taken = {name: options.pop(name) for name in Choices.__slots__ if name in options}
    for name in ("select", "ignore"):
        if name in taken:
            taken[name] = tuple(code for part in taken[name] for code in part.replace(",", " ").split())
    return Choices(**taken)


def refuse_together(options: Mapping[str, object], advice: str = "give one of them") -> None:
    """Refuse options of which one would be left aside: in silence, it would seem to have worked.

    Args:
        options: by name, as given on the command line; what is empty or false is not given.
        advice: what to do.

    Raises:
        UsageError: more than one is given.
    """
    names = [name for name, value in options.items() if value]
    if len(names) > 1:
        raise UsageError(f"{', '.join(names[:-1])} and {names[-1]} exclude each other", help=advice)


def open_project(chosen: Choices, here: Path | None = None, named: Sequence[str] = ()) -> Project:
    """Return the project of the command, with the settings that the command line overrides.

    Args:
        chosen: the options of the command line.
        here: the folder whose project is meant; else the one we are in.
        named: the texts and folders on the command line; where that folder is in no project, theirs counts if they all
            have the same.

    Raises:
        ConfigError: a damaged configuration.
        UsageError: options that exclude each other, or an encoding that there is not.
    """
    if chosen.min_score is not None and isnan(chosen.min_score):
        raise UsageError("--min-score is no number", help="give a number from 0 to 1")
    if chosen.encoding and not is_encoding(chosen.encoding):
        raise UsageError(
            f"--encoding: unknown encoding {visible(chosen.encoding)!r}",
            help="give a name Python knows, such as windows-1251 or latin-1",
        )
    refuse_together({"--config": chosen.config_file, "--isolated": chosen.isolated})
    here = here or Path.cwd()
    if chosen.config_file:
        found = config.read(Path(chosen.config_file))
    else:
        found = config.isolated(here) if chosen.isolated else config.find(here)
        if named and not chosen.isolated and not config.is_project(found):
            theirs = {each and each.root: each for each in project.around(named).values()}
            only = next(iter(theirs.values())) if len(theirs) == 1 else None
            found = only or found
    settings = found.settings
    return replace(
        found,
        settings=replace(
            settings,
            select=chosen.select or settings.select,
            ignore=chosen.ignore or settings.ignore,
            min_score=settings.min_score if chosen.min_score is None else chosen.min_score,
            encoding=chosen.encoding or settings.encoding,
            language=chosen.language or settings.language,
        ),
    )


def responsible(found: Project, resp: str) -> str:
    """Return who decides: as given, as configured, or git's user name.

    Raises:
        ConfigError: none of them is there, or it is blank.
    """
    name = resp or found.settings.resp or _git_user(found.root)
    if not name.strip():
        raise ConfigError(
            "the name of who decides is blank" if name else "it is not known who decides",
            help="give --resp NAME, set `resp` in the configuration, or set git's user.name",
        )
    return name


def _git_user(folder: Path) -> str:
    import subprocess  # noqa: PLC0415 - most commands start no other program

    try:
        asked = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 - git is found as the user's shell finds it
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.strip()
