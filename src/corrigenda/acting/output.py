"""Where a report goes that is asked for as a file: never over what the project lives on."""

import os
from collections.abc import Collection
from pathlib import Path, PurePath

from corrigenda import corrections, formats, project
from corrigenda.acting.given import Choices
from corrigenda.config import Project
from corrigenda.deciding import baseline, journal, learning, patch
from corrigenda.errors import UsageError
from corrigenda.texts.visible import visible

_OF_DECISIONS = (journal.ENDING, patch.ENDING, corrections.SERIES, baseline.FILE, learning.FILE)


def destination(named: str | None, found: Project, chosen: Choices, texts: Collection[str] = ()) -> Path | None:
    """Return the file that a report is to be written to; None for standard output, which ``-`` means as well.

    Args:
        named: the file, as given on the command line.
        found: the project.
        chosen: the options of the command line.
        texts: the sigla of the texts that were read.

    Raises:
        UsageError: the name is empty, or is that of a text, a glossary, the configuration or of what was decided:
            a report over it would be its end.
    """
    if named is None or named == project.STANDARD_INPUT:
        return None
    if not named:
        raise UsageError("the name of the file to write is empty", help="name a file, or - for standard output")
    path = Path(named)
    what = _lived_on(path, found, chosen, texts) if path.exists() else ""
    if what:
        raise UsageError(f"this would write over {what}", where=visible(named), help="name another file")
    return path


def _lived_on(path: Path, found: Project, chosen: Choices, texts: Collection[str]) -> str:
    """Return in words what a file is to the project; empty when it is nothing to it."""
    siglum = PurePath(project.siglum_of(found, str(path)))
    folders = (os.path.relpath(found.root / folder, found.root) for folder in found.settings.paths)
    if siglum.as_posix() in texts or (formats.known(path) and any(map(siglum.is_relative_to, folders))):
        return "a text"
    if any(_is_same(path, other) for other in project.glossary_paths(found, chosen.glossary)):
        return "a glossary"
    if found.source is not None and _is_same(path, found.source):
        return "the configuration"
    if siglum.is_relative_to(found.settings.corrections) and siglum.name.endswith(_OF_DECISIONS):
        return "what was decided"
    return ""


def _is_same(path: Path, other: Path) -> bool:
    return other.exists() and path.samefile(other)
