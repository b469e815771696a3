"""Keeps README.md, man/commands.md and the pictures true: ``python tests/readme_tools.py`` writes them anew.

Three kinds of content are not written by hand. In blocks marked ``console`` the lines after each ``$ command`` are
what the command prints, all blocks being one session that starts in a copy of the repository. Before a block, a comment
``<!-- columns: N -->`` cuts its longer lines, and ``<!-- unseen: COMMAND -->`` does what the reader does in a
review. Between ``<!-- begin NAME -->`` and ``<!-- end NAME -->`` stands what `TABLES[NAME]` returns. The pictures are
drawn from a real run. test_readme.py holds all of it to account.
"""

import ast
import contextlib
import inspect
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from io import StringIO
from pathlib import Path
from textwrap import dedent, fill
from typing import Any
from xml.etree import ElementTree as ET

import click
import figures
import man_page
from benchmarks import run as speed
from rich.console import Console

from corrigenda import config, exchange, rules
from corrigenda.acting import given, linting
from corrigenda.cli import cli
from corrigenda.config import Settings
from corrigenda.deciding.decision import Verdict
from corrigenda.deciding.journal import Clerk
from corrigenda.report import terminal
from corrigenda.reviewing import review, screen
from corrigenda.reviewing.screen import View
from corrigenda.running.engine import MIN_SCORE

ROOT = Path(__file__).parent.parent
README, COMMANDS = ROOT / "README.md", ROOT / "man" / "commands.md"
PAGES = (README, COMMANDS)
"""What has generated parts."""
PICTURES = ROOT / "pictures"
SHOWN = ("seeds", "corrections", "glossary.csv", "pyproject.toml")
"""What the commands of the README work on."""
WIDTH = 100
_PROSE = 120
_MARK = "\N{RECORD SEPARATOR}"
_WHOLE = 500
"""Letters of a sentence of help that is not cut off."""
_MANY = 3
"""Options that so many commands have are explained once."""
_LISTED = 6
"""Findings in the picture of a lint run."""

_BLOCK = re.compile(
    r"(?:<!-- columns: (\d+) -->\n)?(?:<!-- unseen: ([^\n]*) -->\n)?```console\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_TABLE = re.compile(r"(<!-- begin ([a-z-]+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)


# The session


@dataclass(frozen=True, slots=True)
class Block:
    """The commands of one console block of the README."""

    commands: tuple[str, ...]
    columns: int
    unseen: str = ""
    """A command that is run before them."""

    @property
    def every(self) -> tuple[str, ...]:
        """What is run."""
        return (self.unseen or ":", *self.commands)


def blocks(readme: str) -> tuple[Block, ...]:
    """Return the console blocks of a README in their order."""
    return tuple(_block(found) for found in _BLOCK.finditer(readme))


def _block(found: re.Match[str]) -> Block:
    commands = [line[2:] for line in found[3].split("\n") if line.startswith("$ ")]
    return Block(tuple(commands), int(found[1] or 0), found[2] or "")


def with_session(readme: str) -> str:
    """Return a README with the output of its console blocks as the commands give it today."""
    outputs = iter(session([command for block in blocks(readme) for command in block.every]))

    def written(found: re.Match[str]) -> str:
        block = _block(found)
        next(outputs)
        parts = "".join(f"$ {command}\n{_cut(next(outputs), block.columns)}" for command in block.commands)
        head = found[0][: found.start(3) - found.start()]
        return f"{head}{parts}```"

    return _BLOCK.sub(written, readme)


def _cut(output: str, columns: int) -> str:
    lines = output.split("\n")
    if columns:
        lines = [line if len(line) <= columns else line[: columns - 1] + "\N{HORIZONTAL ELLIPSIS}" for line in lines]
    return "\n".join(lines)


def session(commands: list[str]) -> list[str]:
    """Return what each command prints, run one after the other in one shell, in a copy of the repository."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder) / "corrigenda")
        tools = Path(folder) / "bin"
        tools.mkdir()
        program = tools / "corrigenda"
        program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{_PROGRAM}' \"$@\"\n")
        program.chmod(0o755)
        script = "".join(f"printf '{_MARK}'\n{{ {command}\n}} 2>&1\n" for command in commands)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        ran = subprocess.run(
            ["sh", "-c", script],
            cwd=copy,
            env={
                **inherited,
                "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
                "HOME": folder,
                "GIT_CEILING_DIRECTORIES": folder,
                "COLUMNS": str(WIDTH),
                "NO_COLOR": "1",
                "PYTHONUTF8": "1",
                "PYTHONUNBUFFERED": "1",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    if ran.stderr:
        raise AssertionError(ran.stderr.decode())
    outputs = ran.stdout.decode().split(_MARK)[1:]
    return [output if not output or output.endswith("\n") else f"{output}\n" for output in outputs]


_PROGRAM = 'import sys; sys.argv[0] = "corrigenda"; from corrigenda.cli import main; main()'


def copied(folder: Path, *, names: tuple[str, ...] = SHOWN) -> Path:
    """Return `folder`, made anew with a copy of what the README works on."""
    folder.mkdir()
    for name in names:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copyfile(source, folder / name)
    return folder


# The tables


def with_tables(page: str) -> str:
    """Return a page with its generated parts as the program is today."""
    return _TABLE.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n{found[3]}", page)


def commands(group: click.Group = cli, prefix: str = "corrigenda") -> Iterator[tuple[str, click.Command]]:
    """Yield the commands with their names, those of groups within groups too."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        elif command is not None:
            yield f"{prefix} {name}", command


def options(command: click.Command) -> tuple[click.Option, ...]:
    """Return the options of a command."""
    return tuple(each for each in command.params if isinstance(each, click.Option))


def option_name(option: click.Option) -> str:
    """Return an option as it is typed, with what it takes.

    >>> option_name(click.Option(["--output"], metavar="DIR"))
    '--output DIR'
    """
    if isinstance(option.type, click.Choice):
        return f"{option.opts[0]} {'|'.join(map(str, option.type.choices))}"
    return " ".join(filter(None, ("/".join((option.opts[0], *option.secondary_opts)), option.metavar)))


def _overview() -> str:
    rows = [f"| `{name}` | {_cell(command.get_short_help_str(_WHOLE))} |" for name, command in commands()]
    return "\n".join(("| command | what it does |", "| --- | --- |", *rows)) + "\n"


def _command_pages() -> str:
    users: dict[str, list[str]] = {}
    for name, command in commands():
        for option in options(command):
            users.setdefault(_row(option), []).append(name.removeprefix("corrigenda "))
    parts = [_command_page(name, command, users) for name, command in commands()]
    often = {row: names for row, names in users.items() if len(names) >= _MANY}
    rows = [f"{row} {', '.join(names)} |" for row, names in often.items()]
    head = "| option | what it does | of the commands |\n| --- | --- | --- |\n"
    return "\n".join((*parts, "## Options of several commands\n", head + "\n".join(rows) + "\n"))


def _command_page(name: str, command: click.Command, users: dict[str, list[str]]) -> str:
    arguments = " ".join(each.make_metavar(click.Context(command)) for each in command.params if _is_argument(each))
    paragraphs = [fill(" ".join(part.split()), _PROSE) for part in dedent(command.help or "").split("\n\n")]
    own = [_row(option) for option in options(command) if len(users[_row(option)]) < _MANY]
    text = [f"## `{' '.join(filter(None, (name, arguments)))}`\n", *(f"{part}\n" for part in paragraphs)]
    if own:
        text.append("| option | what it does |\n| --- | --- |\n" + "\n".join(own) + "\n")
    if len(own) < len(options(command)):
        text.append(f"{'Also' if own else 'It takes'} [options of several commands](#options-of-several-commands).\n")
    return "\n".join(text)


def _is_argument(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Argument)


def _row(option: click.Option) -> str:
    default = option.default
    is_told = option.show_default and isinstance(default, str) and default
    text = f"{option.help or ''}{f' Default: `{default}`.' if is_told else ''}"
    return f"| `{_cell(option_name(option))}` | {_cell(text)} |"


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")


def _rules() -> str:
    rows = [f"| {each.code} | `{each.name}` | {each.severity} | {_cell(each.summary)} |" for each in rules.RULES]
    return "\n".join(("| code | name | severity | what it flags |", "| --- | --- | --- | --- |", *rows)) + "\n"


def _keys() -> str:
    rows = [f"| {' '.join(f'`{key}`' for key in keys.split())} | {_cell(label)} |" for keys, label in screen.HELP]
    return "\n".join(("| key | what it does |", "| --- | --- |", *rows)) + "\n"


def _settings() -> str:
    notes = field_notes(Settings)
    default = replace(Settings(), min_score=MIN_SCORE)
    rows = [
        f"| `{each.name.replace('_', '-')}` | {_toml(getattr(default, each.name))} | {_cell(notes[each.name])} |"
        for each in fields(Settings)
    ]
    return "\n".join(("| key | default | what it sets |", "| --- | --- | --- |", *rows)) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, float):
        return f"`{value}`"
    written = ", ".join(f'"{each}"' for each in value) if isinstance(value, tuple) else ""
    return f"`[{written}]`" if written else f'`"{value}"`' if value else ""


def _verdicts() -> str:
    notes = field_notes(Verdict)
    rows = [f"| `{each.value}` | {_cell(notes[each.name])} |" for each in Verdict]
    return "\n".join(("| verdict | what it means |", "| --- | --- |", *rows)) + "\n"


def field_notes(record: type) -> dict[str, str]:
    """Return the strings that stand under the fields of a class."""
    body = ast.parse(dedent(inspect.getsource(record))).body[0]
    assert isinstance(body, ast.ClassDef)
    notes: dict[str, str] = {}
    for statement, after in zip(body.body, body.body[1:], strict=False):
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(targets[0], ast.Name):
            notes[targets[0].id] = " ".join(str(after.value.value).split())
    return notes


def _formats() -> str:
    lines = ["| format | what it is | import | export |", "| --- | --- | --- | --- |"]
    for each in exchange.FORMATS.values():
        marks = ("yes" if way else "" for way in (each.reader, each.writer))
        lines.append(f"| `{each.name}` | {each.summary} | {' | '.join(marks)} |".replace("  ", " "))
    return "\n".join(lines)


TABLES: dict[str, Callable[[], str]] = {
    "overview": _overview,
    "commands": _command_pages,
    "formats": _formats,
    "rules": _rules,
    "keys": _keys,
    "settings": _settings,
    "verdicts": _verdicts,
    "figures": figures.table,
    "speed": speed.table,
    "archive": speed.archive,
}


# The pictures


@contextlib.contextmanager
def _linted() -> Iterator[linting.Result]:
    """Yield what linting gives in a copy of the repository in which nothing is decided."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder) / "corrigenda", names=("seeds", "glossary.csv", "pyproject.toml"))
        with contextlib.chdir(copy):
            found = config.find(copy)
            witnesses, errors = linting.read_texts(found, (), given.Choices())
            assert not errors
            yield linting.lint_texts(found, witnesses, given.Choices())


def lint_picture() -> str:
    """Return the picture of a lint run: its first findings and its last line."""
    with _linted() as result:
        rows = list(terminal.full(result.findings[:_LISTED], result.witnesses, WIDTH))
        last = terminal.summary(result.findings, len(result.witnesses))
        title = f"corrigenda lint: the first {_LISTED} of {len(result.findings)} findings, and the last line"
    console = Console(
        record=True,
        width=WIDTH,
        file=StringIO(),
        force_terminal=True,
        color_system="truecolor",
        no_color=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
    )
    for row in (*rows, last):
        console.print(row)
    return _portable(console.export_svg(title=title))


def review_picture() -> str:
    """Return the picture of a review that has come some way."""
    with _linted() as result:
        state = review.start(result.witnesses, result.findings, ())
        clerk = Clerk("A. Reader")
        while state.lead is not None and state.lead.anchor.sic != "Toddy opposition":
            state = state.accept(clerk).review if state.lead.code.startswith("G") else state.skip(clerk).review
        return _portable(screen.picture(View(state)))


PICTURED: dict[str, Callable[[], str]] = {"lint.svg": lint_picture, "review.svg": review_picture}


def _portable(svg: str) -> str:
    """Return a picture that asks no other site for its letters."""
    return re.sub(r"\s*@font-face\s*\{[^}]*\}", "", svg)


def written_in(svg: str) -> list[str]:
    """Return the lines of text that a picture shows: what must be current, whichever version of rich drew it."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - our own pictures
        text = "".join(element.itertext()).replace("\N{NO-BREAK SPACE}", " ")
        lines.setdefault(float(element.get("y", "0")), []).append((float(element.get("x", "0")), text))
    return ["".join(text for _x, text in sorted(parts)).rstrip() for _y, parts in sorted(lines.items())]


def update() -> None:
    """Write the pages, the pictures and the man page anew."""
    README.write_text(with_session(README.read_text("utf-8")), "utf-8")
    for page in PAGES:
        page.write_text(with_tables(page.read_text("utf-8")), "utf-8")
    PICTURES.mkdir(exist_ok=True)
    for name, draw in PICTURED.items():
        (PICTURES / name).write_text(draw(), "utf-8")
    man_page.update()


if __name__ == "__main__":
    update()
