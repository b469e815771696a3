"""A text gets another name: what was decided about it goes with it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corrigenda import corrections, project
from corrigenda.acting import editing, holding
from corrigenda.config import Project
from corrigenda.deciding import baseline, journal, ledger, patch
from corrigenda.deciding.patch import Patch
from corrigenda.errors import InputError
from corrigenda.storage import files
from corrigenda.texts.visible import visible


@dataclass(frozen=True, slots=True)
class Renaming:
    """What is to become of a text, or of all texts in a folder."""

    found: Project
    old: str
    """The siglum, or the folder's path relative to the project."""
    new: str
    names: Mapping[str, str]
    """The new siglum of each text that anything is known of."""
    patches: tuple[tuple[Path, Patch], ...]
    """The patches as they are called now, each with what it is to be."""
    is_to_move: bool
    """Whether the text is still called as it was."""

    def carry_out(self) -> None:
        """Move the files, the journals last: what was left undone by then is done when the command is given again.

        Raises:
            InputError: a file cannot be moved or written; the error names it.
        """
        root, folder = self.found.root, self.found.corrections
        if self.is_to_move:
            _move(root / self.old, root / self.new)
        for path, renamed in self.patches:
            self._rename_in_series(path, patch.path_for(folder, renamed.siglum))
            editing.keep(self.found, renamed)
            files.remove(path)
        self._rename_known()
        for old, new in self.names.items():
            if (path := journal.path_for(folder, old)).exists():
                _move(path, journal.path_for(folder, new))
            with suppress(OSError):  # it stays as long as anything is in it
                for parent in path.relative_to(folder).parents:
                    (folder / parent).rmdir()

    def _rename_in_series(self, *paths: Path) -> None:
        old, new = (path.relative_to(self.found.corrections).as_posix() for path in paths)
        series, listed = editing.read_series(self.found)
        if (renamed := corrections.renamed(listed, old, new)) != listed:
            files.write_atomically(series, renamed)

    def _rename_known(self) -> None:
        path = holding.baseline_path(self.found, None)
        if path.exists():
            known = holding.read_baseline(path)
            renamed = baseline.renamed(known, self.names)
            if renamed != known:
                files.write_atomically(path, baseline.render(renamed))


def renaming(found: Project, old_name: str, new_name: str) -> Renaming:
    """Return what is to be done for a text or folder to be called otherwise; nothing is changed yet.

    Args:
        found: the project.
        old_name: the path as it was, from the folder one is in.
        new_name: the path as it is, or is to be.

    Raises:
        InputError: there is no such text, or both are there; something is known of the new name already; a path outside
            of the project; a damaged patch or baseline.
    """
    old, new = (_siglum(found, name) for name in (old_name, new_name))
    if new.startswith(f"{old}/"):
        raise InputError("a folder cannot be moved into itself", where=visible(new_name), help="give another name")
    is_there = [os.path.lexists(found.root / siglum) for siglum in (old, new)]
    if is_there == [True, True]:
        raise InputError(
            "there is something of this name already", where=visible(new_name), help="give another, or move that away"
        )
    names = {
        siglum: new + siglum.removeprefix(old)
        for siglum in sorted(set(_known(found)))
        if siglum == old or siglum.startswith(f"{old}/")
    }
    if not any(is_there) or not (names or is_there[0]):
        what = "nothing was decided about this text" if is_there[1] else "there is no such text"
        raise InputError(
            what, where=visible(old_name), help="`corrigenda status --unused` lists the texts that are gone"
        )
    for before, after in names.items():
        _refuse_both(*(journal.path_for(found.corrections, siglum) for siglum in (before, after)))
    return Renaming(found, old, new, names, tuple(_patches(found, names)), is_there[0])


def _siglum(found: Project, name: str) -> str:
    siglum = project.siglum_of(found, name)
    corrections.check_siglum(siglum, visible(name))
    if base := project.base_of(found, siglum):
        raise InputError(
            "this is a corrected copy", where=visible(name), help=f"rename {visible(base)}, and apply anew"
        )
    return siglum


def _known(found: Project) -> Iterator[str]:
    """Yield the sigla of the texts that something was decided about, or is known of."""
    yield from ledger.decided(found)
    yield from corrections.sigla(found.corrections, patch.ENDING)
    path = holding.baseline_path(found, None)
    if path.exists():
        yield from (baseline.siglum_of(each.siglum) for each in holding.read_baseline(path))


def _patches(found: Project, names: Mapping[str, str]) -> Iterator[tuple[Path, Patch]]:
    for old, new in names.items():
        path, target = (patch.path_for(found.corrections, siglum) for siglum in (old, new))
        if path.exists():
            renamed = patch.renamed(Patch.read(path), new)
            if target.exists() and files.read_bytes(target) != patch.render(renamed):
                raise InputError(
                    "there is a patch of this name already",
                    where=visible(files.shown(target)),
                    help="move it elsewhere, or delete it",
                )
            yield path, renamed


def _refuse_both(old: Path, new: Path) -> None:
    """Refuse to write over what was decided under the new name.

    Raises:
        InputError: both journals are there.
    """
    if old.exists() and new.exists():
        raise InputError(
            "something was decided under the new name already",
            where=visible(files.shown(new)),
            help=f"add the lines of {visible(files.shown(old))} to it, delete that and its patch, and run "
            "`corrigenda patch`",
        )


def _move(old: Path, new: Path) -> None:
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)
    except OSError as error:
        raise InputError(
            f"cannot rename the file: {error.strerror or error}",
            where=visible(files.shown(old)),
            help=f"{files.remedy(error)}; then give the command again, which does what is left to do",
        ) from error
    for folder in dict.fromkeys((new.parent, old.parent)):
        files.sync_folder(folder)
