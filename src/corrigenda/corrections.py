"""The folder ``corrections/``: where the files of a witness lie in it, and quilt's list of the patches."""

import os
import stat
from collections.abc import Collection
from pathlib import Path

from corrigenda.errors import InputError
from corrigenda.texts.visible import visible

SERIES = "series"
"""The name of quilt's list in its patch folder."""


def is_inside(siglum: str) -> bool:
    """Say whether a siglum is a plain path below the project: not absolute, no ``.``, ``..`` or NUL in it.

    >>> is_inside("seeds/a.txt"), is_inside("../a.txt"), is_inside("/dev/stdin"), is_inside("a//b")
    (True, False, False, False)
    """
    return "\0" not in siglum and {"", ".", ".."}.isdisjoint(siglum.split("/"))


def check_siglum(siglum: str, where: str = "") -> None:
    """Refuse a siglum that is not a plain path below the project.

    Raises:
        InputError: see `is_inside`.
    """
    if not is_inside(siglum):
        raise InputError(
            f"the siglum {visible(siglum)!r} is not a path inside the project",
            where=where,
            help="a siglum is a path relative to the project, such as seeds/text.txt",
        )


def path_for(corrections: Path, siglum: str, ending: str) -> Path:
    """Return the file that `corrections` keeps for a witness: its siglum with `ending`.

    Raises:
        InputError: the siglum or a symbolic link leads out of the folder, or a device or folder stands there.
    """
    check_siglum(siglum)
    path = corrections / (siglum + ending)
    check_below(path, corrections)
    check_regular(path)
    return path


def sigla(corrections: Path, ending: str) -> tuple[str, ...]:
    """Return the witnesses that `corrections` keeps a file with this ending for, in order."""
    paths = corrections.rglob(f"*{ending}")
    return tuple(sorted(path.relative_to(corrections).as_posix().removesuffix(ending) for path in paths))


def check_below(path: Path, folder: Path) -> None:
    """Refuse a file whose folder a symbolic link takes out of `folder`.

    Raises:
        InputError: with the path; nothing was opened.
    """
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        raise InputError(
            f"a symbolic link leads out of the folder {visible(folder.name)}",
            where=visible(str(path)),
            help="remove the link; nothing is read or written through it",
        )


def check_regular(path: Path) -> None:
    """Refuse what is there but is no regular file: a link, a folder, a device, a pipe.

    Raises:
        InputError: with the path; nothing was opened.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError(f"cannot read the file: {error.strerror}", where=visible(str(path))) from error
    if not stat.S_ISREG(mode):
        raise InputError(
            "not a regular file",
            where=visible(str(path)),
            help="remove the link, folder or device that stands in the place of the file",
        )


def series(existing: bytes, present: Collection[str], gone: Collection[str] = ()) -> bytes:
    r"""Return quilt's ``series``: `existing` less the patches `gone`, the missing ones of `present` last.

    Paths are relative to the folder. All other lines, comments and the user's order stay. A path that quilt could
    not read is left out: with white space, ``#``, ``"`` or a backslash.

    >>> series(b"# mine\nown.patch -p0\nold.patch\n", ["b.patch", "a.patch"], ["old.patch"])
    b'# mine\nown.patch -p0\na.patch\nb.patch\n'
    """
    lines = existing.removesuffix(b"\n").split(b"\n") if existing else []
    listed = {_named(line) for line in lines}
    lost = {os.fsencode(path) for path in gone}
    kept = [line for line in lines if _named(line) not in lost]
    added = sorted(map(os.fsencode, present))
    kept += [path for path in added if path not in listed and _is_readable(path)]
    return b"".join(line + b"\n" for line in kept)


def renamed(existing: bytes, old: str, new: str) -> bytes:
    r"""Return quilt's ``series`` with a patch called otherwise, in its place and with its options.

    >>> renamed(b"# mine\nold.patch -p0\nb.patch\n", "old.patch", "new.patch")
    b'# mine\nnew.patch -p0\nb.patch\n'
    """
    before, after = os.fsencode(old), os.fsencode(new)
    if not _is_readable(after):
        return series(existing, [], [old])
    lines = existing.removesuffix(b"\n").split(b"\n") if existing else []
    changed = (line.replace(before, after, 1) if _named(line) == before else line for line in lines)
    return b"".join(line + b"\n" for line in changed)


def _is_readable(path: bytes) -> bool:
    """Say whether quilt could read the name of a patch: it puts it into a program of awk between quotation marks."""
    return path.split() == [path] and set(path).isdisjoint(b'#"\\')


def _named(line: bytes) -> bytes:
    """Return the patch a line of the series names; empty for a comment."""
    return (line.split(b"#")[0].split() or [b""])[0]
