"""The files of a run: which texts are meant, how they are named, and what is decided about them."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from corrigenda import formats, glossary
from corrigenda.config import Project
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.files import read_bytes
from corrigenda.glossary import Glossary
from corrigenda.text import Witness
from corrigenda.visible import visible

STANDARD_INPUT = "-"


def collect(
    project: Project, paths: Sequence[str], exclude: Sequence[str] = ()
) -> tuple[tuple[str, ...], tuple[CorrigendaError, ...]]:
    """Return (the names of the files meant, the errors met on the way): files as given, folders searched.

    In a folder, files whose format is known by their ending are taken, in order of name; hidden ones, those that
    match a pattern of `exclude` and links are left out. Without `paths` the configured ones are meant, relative to
    the project.
    """
    patterns = (*project.settings.exclude, *exclude)
    names: dict[str, None] = {}
    errors: list[CorrigendaError] = []
    for path in paths or _configured(project):
        if path == STANDARD_INPUT:
            names[path] = None
        elif os.path.isdir(path):  # noqa: PTH112 - names are kept as the user typed them
            names.update(dict.fromkeys(_walk(path, patterns)))
        elif os.path.lexists(path):
            names[path] = None
        else:
            errors.append(InputError("there is no such file", where=visible(path), help="check the name"))
    return tuple(names), tuple(errors)


def _configured(project: Project) -> Iterator[str]:
    here = Path.cwd()
    for path in project.settings.paths:
        whole = project.root / path
        yield (
            os.path.relpath(whole, here)
            if whole.is_relative_to(here) or project.root in (here, *here.parents)
            else str(whole)
        )


def _walk(folder: str, patterns: Sequence[str]) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _left_out(str(Path(parent) / name), name, patterns))
        for name in sorted(files):
            path = Path(parent) / name
            if formats.known(PurePosixPath(name)) and not path.is_symlink():
                shown = f"{parent.rstrip(os.sep)}{os.sep}{name}"
                if not _left_out(shown, name, patterns):
                    yield shown


def _left_out(path: str, name: str, patterns: Sequence[str]) -> bool:
    posix = path.replace(os.sep, "/")
    return name.startswith(".") or any(
        fnmatch(name, pattern) or fnmatch(posix, pattern) or fnmatch(posix, f"*/{pattern}") for pattern in patterns
    )


def siglum_of(project: Project, name: str) -> str | None:
    """Return the path relative to the project, POSIX style; None for a file outside of it."""
    whole = Path(os.path.abspath(name))  # noqa: PTH100 - a link inside the project keeps its own name
    root = Path(os.path.abspath(project.root))  # noqa: PTH100
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else None


def read_witness(project: Project, name: str, *, encoding: str = "", stdin_name: str = "") -> Witness:
    """Return the witness in a file; ``-`` is standard input, called `stdin_name`.

    A file outside of the project keeps the name it was given as its siglum: it can be linted, not reviewed.
    A file in the folder that `corrigenda apply` writes to is a corrected copy, and knows of which witness.

    Raises:
        InputError: the file cannot be read or decoded.
    """
    if name == STANDARD_INPUT:
        data = sys.stdin.buffer.read()
        name = stdin_name or "<stdin>"
        siglum = (siglum_of(project, stdin_name) if stdin_name else None) or name
    else:
        data = read_bytes(Path(name))
        siglum = siglum_of(project, name) or name
    output = project.settings.output.rstrip("/") + "/"
    base = siglum.removeprefix(output) if siglum.startswith(output) else ""
    return formats.decode(data, name=name, siglum=siglum, encoding=encoding or project.settings.encoding, base=base)


def read_glossaries(project: Project, names: Sequence[str]) -> Glossary:
    """Return the terms of the glossaries named, else of the project's; a project without any has no terms.

    Raises:
        InputError: a glossary that is named and missing, or one that is damaged.
    """
    if names:
        return glossary.merge([glossary.read(read_bytes(Path(name)), name) for name in names])
    found = [(path, project.root / path) for path in project.settings.glossary]
    if project.source is None:
        found = [(path, whole) for path, whole in found if whole.exists()]
    return glossary.merge([glossary.read(read_bytes(whole), path) for path, whole in found])


def glossary_path(project: Project, names: Sequence[str]) -> Path:
    """Return the file that new forms are written to: the first glossary named, else the project's first."""
    return Path(names[0]) if names else project.root / project.settings.glossary[0]


def reviewable(project: Project, witnesses: Iterable[Witness]) -> None:
    """Refuse texts whose decisions have no home.

    Raises:
        InputError: a witness outside of the project, or standard input.
    """
    for witness in witnesses:
        if siglum_of(project, witness.name) != witness.siglum:
            raise InputError(
                "this text lies outside of the project, so decisions about it have no home",
                where=visible(witness.name),
                help="run the command in the folder that holds the text, or move the text into the project",
            )


def shown(path: Path) -> str:
    """Return how a message names a file: relative to the folder one is in, where it lies below it."""
    whole, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole)
