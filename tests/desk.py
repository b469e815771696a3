"""A small project in a folder, and commands run in it: for the tests of the command line."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

from corrigenda import cli

_OF_THE_TERMINAL = ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "LINES")
GLOSSARY = """\
term,kind,admitted,deprecated,source,note
Nikolayev,person,Nikolaev,,ru:Николаев,the murderer
Soviet press,term,,Belgian press,,
Stalin,person,,Stalbrand,zh:斯大林,林 was read as 标 (brand)
Trotsky–Zinoviev opposition,term,,Toddy opposition,zh:托季反对派,托季 was read as a sound
"""
TEXT = """\
Then Stalbrand spoke of the Belgian press.

It was Stalbrand’s pursuit of the Toddy opposition, which was his only care in all those years …… and
nobody ever learned what had become of Stalbrand.
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The objects of ``--output-format jsonl``."""
        return [json.loads(line) for line in self.out.split("\n") if line]


class Desk:
    """A project of one's own: files to write and read, commands to run."""

    def __init__(self, folder: Path, files: Mapping[str, str | bytes] | None = None) -> None:
        self.folder = folder
        for name, content in (files or {}).items():
            self.write(name, content)

    @classmethod
    def usual(cls, folder: Path, text: str | bytes = TEXT, **settings: str) -> "Desk":
        """Return a project with a glossary, the text ``seeds/a.txt`` and who decides."""
        lines = {"resp": "an editor", **settings}
        config = "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
        return cls(folder, {"corrigenda.toml": config, "glossary.csv": GLOSSARY, "seeds/a.txt": text})

    def path(self, name: str) -> Path:
        return self.folder / name

    def write(self, name: str, content: str | bytes) -> None:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, name: str = "seeds/a.txt") -> str:
        return self.path(name).read_bytes().decode()

    def replace(self, old: str, new: str, name: str = "seeds/a.txt") -> None:
        """Edit a file by hand, once."""
        assert old in self.read(name)
        self.write(name, self.read(name).replace(old, new, 1))

    def files(self) -> dict[str, bytes]:
        """Return all files by name, for saying that nothing was written."""
        found = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}

    def run(self, *arguments: str, stdin: str | bytes = b"", below: str = "") -> Ran:
        """Run a command in this process, in the project or in a folder below it."""
        data = stdin.encode() if isinstance(stdin, str) else stdin
        with chdir(self.path(below)), _streams(data) as (out, err):
            code = cli.run(arguments)
        return Ran(code, out(), err())

    def lint(self, *arguments: str) -> list[dict[str, Any]]:
        """Return the findings of a lint run."""
        ran = self.run("lint", "--output-format", "jsonl", *arguments)
        assert ran.code in (0, 1), ran.err
        return ran.findings

    def ids(self, sic: str, *arguments: str) -> list[str]:
        """Return the ids of the findings of `sic`, in reading order."""
        return [finding["id"] for finding in self.lint(*arguments) if finding["sic"] == sic]

    def decide(self, *arguments: str, stdin: str = "") -> Ran:
        """Run ``corrigenda decide`` and see that it went well."""
        ran = self.run("decide", *arguments, stdin=stdin)
        assert ran.code == 0, ran.err
        return ran

    def journal(self, siglum: str = "seeds/a.txt") -> list[dict[str, Any]]:
        """Return the lines of a journal."""
        path = self.path(f"corrections/{siglum}.journal.jsonl")
        return [json.loads(line) for line in path.read_bytes().split(b"\n") if line] if path.exists() else []

    def verdicts(self, siglum: str = "seeds/a.txt") -> list[tuple[str, str]]:
        """Return sic and verdict of each line of a journal."""
        return [(line["sic"], line["verdict"]) for line in self.journal(siglum)]

    def states(self) -> list[tuple[str, str]]:
        """Return sic and state of each finding."""
        return [(finding["sic"], finding["state"]) for finding in self.lint()]


@contextmanager
def _streams(stdin: bytes) -> Iterator[Any]:
    """Give standard streams of our own, and a terminal-less environment; yield what reads output and errors."""
    texts = [TextIOWrapper(BytesIO(), encoding="utf-8", newline="", write_through=True) for _ in "oe"]
    source = TextIOWrapper(BytesIO(stdin), encoding="utf-8", newline="")
    with ExitStack() as stack:
        environment = {name: value for name, value in os.environ.items() if name not in _OF_THE_TERMINAL}
        stack.enter_context(patch.dict(os.environ, {**environment, "COLUMNS": "80", "TERM": "dumb"}, clear=True))
        for name, stream in zip(("stdin", "stdout", "stderr"), (source, *texts), strict=True):
            stack.enter_context(patch.object(sys, name, stream))
        yield tuple(partial(_read, each) for each in texts)


def _read(stream: TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
