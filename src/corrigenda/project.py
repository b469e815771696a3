"""The files of a run: which texts are meant, how they are named, and what is decided about them."""

import os
import stat
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from corrigenda import config, corrections, formats
from corrigenda.config import Project
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.shelf import Known, Label
from corrigenda.storage import files
from corrigenda.terminology import glossary
from corrigenda.terminology.glossary import Glossary
from corrigenda.texts.text import Witness
from corrigenda.texts.visible import visible

STANDARD_INPUT = "-"
STDIN = "<stdin>"
"""How messages and reports call it when it has no name."""
_NAMELESS = "/dev/stdin"
"""The siglum of standard input without a name: of no project."""


def collect(
    project: Project, paths: Sequence[str], exclude: Sequence[str] = (), output: str | None = None
) -> tuple[tuple[str, ...], tuple[CorrigendaError, ...]]:
    """Return (the names of the files meant, the errors met on the way): files as given, folders searched.

    In a folder, files whose format is known by their ending are taken, in order of name; hidden ones, those that
    match a pattern of `exclude`, links and devices are left out, as are the folders of corrected copies: the configured
    one and `output`, unless they or something in them is named, or nothing else is there. A link that leads nowhere is
    an error: what it led to would be missed unseen. A file that is named twice, also by a link to it or to its folder,
    is taken once, by its own name if that is given. Without `paths` the configured ones are meant, relative to the
    project.
    """
    copies = [os.path.realpath(project.root / project.settings.output), *([os.path.realpath(output)] if output else ())]
    patterns = (*project.settings.exclude, *exclude)
    names: dict[str, None] = {}
    errors: list[CorrigendaError] = []
    given = tuple(paths or configured(project))
    for path in given:
        if path == STANDARD_INPUT:
            names[path] = None
        elif os.path.isdir(path):  # noqa: PTH112 - names are kept as the user typed them
            apart = _below(path, copies)
            before = len(errors)
            inside = tuple(_walk(path, patterns, apart, errors))
            is_all = inside or len(errors) > before or not apart
            names.update(dict.fromkeys(inside if is_all else _walk(path, patterns, (), errors)))
        elif os.path.lexists(path):
            names[path] = None
        else:
            help_ = "check the name" if paths else _help_without_texts(path)
            errors.append(InputError("there is no such file", where=visible(path), help=help_))
    return tuple(names) if len(given) == 1 else _once(names), tuple(errors)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names, one for each file: of several the one that leads over no link, else the first."""
    folders: dict[str, str] = {}
    once: dict[str, str] = {}
    for name in names:
        real = name if name == STANDARD_INPUT else _real(name, folders)
        first = once.setdefault(real, name)
        if first != name and os.path.abspath(name) == real != os.path.abspath(first):  # noqa: PTH100
            once[real] = name
    return tuple(once.values())


def _real(name: str, folders: dict[str, str]) -> str:
    """Return the whole name of a file, links followed; `folders` remembers those of folders."""
    folder, last = os.path.split(name)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    whole = os.path.join(folders[folder], last)  # noqa: PTH118 - by the thousand
    return os.path.realpath(whole) if os.path.islink(whole) else whole  # noqa: PTH114


def _help_without_texts(path: str) -> str:
    return (
        f"name the texts or their folder after the command, put them into {visible(path)} here, "
        "or set `paths` in corrigenda.toml"
    )


def configured(project: Project) -> Iterator[str]:
    """Yield the configured files and folders as they are named from the folder one is in."""
    here = Path.cwd()
    for path in project.settings.paths:
        whole = project.root / path
        yield (
            os.path.relpath(whole, here)
            if whole.is_relative_to(here) or project.root in (here, *here.parents)
            else str(whole)
        )


def _below(folder: str, others: Iterable[str]) -> tuple[str, ...]:
    """Return those of other folders, given by their whole names, that lie in one, as they are met on a walk there."""
    whole = os.path.realpath(folder)
    inside = (os.path.relpath(other, whole) for other in others if Path(whole) in Path(other).parents)
    return tuple(str(Path(folder) / name) for name in inside)


def _walk(folder: str, patterns: Sequence[str], apart: Collection[str], errors: list[CorrigendaError]) -> Iterator[str]:
    for parent, folders, names in os.walk(folder, onerror=lambda error: errors.append(_closed(error))):
        paths = ((str(Path(parent) / name), name) for name in folders)
        folders[:] = sorted(name for path, name in paths if path not in apart and not _left_out(path, name, patterns))
        for name in sorted(names):
            path = f"{parent.rstrip(os.sep)}{os.sep}{name}"
            if not formats.known(PurePosixPath(name)) or _left_out(path, name, patterns):
                continue
            if _is_regular(path):
                yield path
            elif os.path.islink(path) and not os.path.exists(path):  # noqa: PTH110, PTH114
                errors.append(_to_nowhere(path))


def _closed(error: OSError) -> CorrigendaError:
    return InputError(
        f"cannot read the folder: {error.strerror or error}",
        where=visible(str(error.filename)),
        help="check that you may read it, or leave it out with --exclude",
    )


def _to_nowhere(link: str) -> CorrigendaError:
    return InputError(
        "this link leads to no file that can be read",
        where=visible(link),
        help="name the file that is meant in its stead; remove the link, or leave it out with --exclude",
    )


def _is_regular(path: str) -> bool:
    """Say whether a file is neither a link nor something that may never end, such as a pipe or a device."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)  # by the thousand, and a `Path` takes three times as long
    except OSError:  # it went away meanwhile
        return False


def _left_out(path: str, name: str, patterns: Sequence[str]) -> bool:
    return name.startswith(".") or _matches(path.replace(os.sep, "/"), name, patterns)


def _matches(posix: str, name: str, patterns: Sequence[str]) -> bool:
    return any(
        fnmatch(name, pattern) or fnmatch(posix, pattern) or fnmatch(posix, f"*/{pattern}") for pattern in patterns
    )


def is_excluded(project: Project, siglum: str, exclude: Sequence[str] = ()) -> bool:
    """Say whether the settings or patterns of `exclude` leave a text, or a folder that it lies in, out of folders."""
    path = PurePosixPath(siglum)
    patterns = (*project.settings.exclude, *exclude)
    return any(_matches(str(each), each.name, patterns) for each in (path, *path.parents))


def around(names: Iterable[str]) -> dict[str, Project | None]:
    """Return the project that each named file or folder lies in; None for one that is in none.

    Standard input and what is on other machines is left out.

    Raises:
        ConfigError: the configuration of one is damaged.
    """
    here = [name for name in names if name and name != STANDARD_INPUT and "://" not in name]
    found = config.find_all(Path(name) if os.path.isdir(name) else Path(name).parent for name in here)  # noqa: PTH112
    return {name: each if config.is_project(each) else None for name, each in zip(here, found, strict=True)}


def siglum_of(project: Project, name: str) -> str:
    """Return the path relative to the project, POSIX style; for a file outside of it, it begins with ``../``.

    A link inside the project keeps its own name; one that leads there from elsewhere is followed.
    """
    absolute, inside = os.path.abspath(name), f"{project.root}{os.sep}"  # noqa: PTH100 - see above
    if os.pardir in name:  # behind a link it leads to the folder above the link's target
        folder = os.path.realpath(os.path.dirname(name))  # noqa: PTH120
        if folder != os.path.realpath(os.path.dirname(absolute)):  # noqa: PTH120
            absolute = os.path.join(folder, os.path.basename(name))  # noqa: PTH118, PTH119
    if absolute.startswith(inside):  # nearly all are, and there may be many
        return absolute[len(inside) :].replace(os.sep, "/")
    whole = Path(absolute)
    if not whole.is_relative_to(project.root):
        whole = whole.parent.resolve() / whole.name
    return Path(os.path.relpath(whole, project.root)).as_posix()


def read_witness(project: Project, name: str, *, encoding: str = "", stdin_name: str = "") -> Witness:
    """Return the witness in a file; ``-`` is standard input, called `stdin_name`.

    A file outside of the project has a siglum that begins with ``../``: it can be linted, not reviewed.
    A file in the folder that `corrigenda apply` writes to is a corrected copy, and knows of which witness.

    Raises:
        InputError: the file cannot be read or decoded.
    """
    return Reader(project, encoding=encoding, stdin_name=stdin_name)(name)


def place_of(project: Project, encoding: str = "") -> tuple[str, str, str]:
    """Return what it depends on, beside their bytes, which witnesses are in files with some names."""
    return str(Path.cwd()), str(project.root), encoding or project.settings.encoding


_NOTHING: Known = {}


class Reader:
    """Reads witnesses, as `read_witness` does, and sooner those that it has read before."""

    def __init__(self, project: Project, *, encoding: str = "", stdin_name: str = "", known: Known = _NOTHING) -> None:
        """Get ready; `known` is what another reader knew, with the same `place_of`."""
        self._project = project
        self._encoding = encoding or project.settings.encoding
        self._stdin_name = stdin_name
        self._known = dict(known)

    @property
    def known(self) -> Known:
        """What was read, but for files so young that they may change unseen."""
        return self._known

    def label(self, name: str) -> Label | None:
        """Return what is known of the witness in a file, which is not read; None where it must be."""
        known = self._known.get(name)
        return known[1] if known is not None and known[0] == files.stamp(name) else None

    def __call__(self, name: str) -> Witness:
        """Return the witness in a file.

        Raises:
            InputError: the file cannot be read or decoded.
        """
        if name == STANDARD_INPUT:
            shown = self._stdin_name or STDIN
            data = files.read(sys.stdin.buffer, visible(shown))
            siglum = siglum_of(self._project, self._stdin_name) if self._stdin_name else _NAMELESS
            return self._decoded(data, shown, siglum)
        data, stamp = files.read_stamped(Path(name))
        known = self._known.get(name)
        if known is not None and known[0] == stamp:
            return self._decoded(data, name, known[1].siglum, known[1].digest)
        witness = self._decoded(data, name, siglum_of(self._project, name))
        if stamp is not None:
            self._known[name] = stamp, Label.of(witness)
        return witness

    def _decoded(self, data: bytes, name: str, siglum: str, digest: str = "") -> Witness:
        base = base_of(self._project, siglum)
        return formats.decode(data, name=name, siglum=siglum, encoding=self._encoding, base=base, digest=digest)


def base_of(project: Project, siglum: str) -> str:
    """Return the siglum of the witness that a corrected copy was made from; empty for any other text."""
    output = project.settings.output + "/"
    return siglum.removeprefix(output) if siglum.startswith(output) else ""


def read_glossaries(project: Project, names: Sequence[str]) -> Glossary:
    """Return the terms of the glossaries named here or by the project, else of its glossary.csv if there is one.

    Raises:
        InputError: a glossary that is named and missing, or one that is damaged.
    """
    if names:
        once = {os.path.realpath(name): name for name in reversed(names)}
        return glossary.merge([glossary.read(files.read_bytes(Path(name)), name) for name in reversed(once.values())])
    found = [(path, project.root / path) for path in project.glossaries]
    if not project.settings.glossary:
        found = [(path, whole) for path, whole in found if whole.exists()]
    return glossary.merge([glossary.read(files.read_bytes(whole), path) for path, whole in found])


def glossary_path(project: Project, names: Sequence[str]) -> Path:
    """Return the file that new forms are written to: the first glossary named, else the project's first."""
    return Path(names[0]) if names else project.root / project.glossaries[0]


def glossary_paths(project: Project, names: Sequence[str]) -> tuple[Path, ...]:
    """Return the files of the glossaries named, else of the project's, whether they are there or not."""
    return tuple(map(Path, names)) or tuple(project.root / path for path in project.glossaries)


def reviewable(witnesses: Iterable[Witness]) -> None:
    """Refuse texts whose decisions have no home.

    Raises:
        InputError: a witness outside of the project, or standard input.
    """
    for witness in witnesses:
        if not corrections.is_inside(witness.siglum):
            raise InputError(
                "this text lies outside of the project, so decisions about it have no home",
                where=visible(witness.name),
                help="run the command in the folder that holds the text, or move the text into the project",
            )
