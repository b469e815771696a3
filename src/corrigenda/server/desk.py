"""Texts as they stand in an editor: checked against what was decided, and decided about, without the protocol.

What is slow to read (glossary, words, what was learned) is kept until one of its files changes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from corrigenda import comments, formats, project, rules
from corrigenda.acting import answering, editing, given, knowing
from corrigenda.acting.answering import Answer
from corrigenda.config import Project
from corrigenda.corrections import is_inside
from corrigenda.deciding import journal, learning, ledger
from corrigenda.deciding.decision import conflicts
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.finding import Finding
from corrigenda.reviewing import review
from corrigenda.reviewing.review import Review
from corrigenda.running import engine
from corrigenda.storage import lock
from corrigenda.texts.text import Codec, Witness, digest
from corrigenda.texts.visible import visible

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

Stamp = tuple[int, int, int] | None
"""Time, size and number of a file; None when there is none."""
State = tuple[object, ...]
"""What a check depends on beside the text; when it differs, the text is to be checked again."""


@dataclass(frozen=True, slots=True)
class Buffer:
    """A text as it stands in the editor, saved or not."""

    uri: str
    path: Path | None
    """Where it is saved; None for one that has no file."""
    text: str
    version: int | None
    """The editor's number for it, which grows with each change."""

    @classmethod
    def of(cls, uri: str, path: str | None, text: str, version: int | None) -> "Buffer":
        """Return the buffer; half of a surrogate pair, which no file can hold, becomes U+FFFD, and no offset moves.

        A path with NUL, which no file has, is none.
        """
        whole = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
        return cls(uri, None if path is None or "\0" in path else Path(path), whole, version)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a buffer."""

    buffer: Buffer
    witness: Witness
    findings: tuple[Finding, ...]
    """Open ones and those accepted but not applied."""
    review: Review
    """The places of the buffer with what was decided about them, refusals too."""
    is_reviewable: bool
    """Whether decisions about it have a home: a file of the project that is no corrected copy."""
    warnings: tuple[str, ...]
    """What the editor should know of the journal."""


@dataclass(frozen=True, slots=True)
class _Shelved:
    """What was read from files, with how they stood."""

    state: State
    knowledge: engine.Knowledge


class Desk:
    """Checks and decides buffers of any project."""

    def __init__(self, chosen: given.Choices, resp: str = "") -> None:
        self.folders: tuple[Path, ...] = ()
        """Those open in the editor: the one that holds a text is its project when nothing else is."""
        self._chosen = chosen
        self._resp = resp
        self._shelf: dict[Path, _Shelved] = {}
        self._disk: dict[Path, tuple[State, Witness | None]] = {}
        self._due: set[Path] = set()

    def state(self, buffer: Buffer) -> State:
        """Return how the files stand that a check of `buffer` depends on."""
        try:
            found = self._project(buffer)
        except CorrigendaError as error:
            return (str(error),)
        return (*self._state(found), stamp(_journal(found, buffer)))

    def check(self, buffer: Buffer) -> Checked:
        """Return what is found in a buffer.

        Raises:
            CorrigendaError: the configuration, the glossary or the journal is damaged.
        """
        found = self._project(buffer)
        witness = self._witness(found, buffer)
        lines, warnings = ledger.decisions(found, witness) if ledger.has_decisions(found) else ((), ())
        settings = found.settings
        knowledge = replace(self._knowledge(found), corrected=learning.corrected(lines))
        selected = rules.selected(settings.select, settings.ignore)
        if project.is_excluded(found, witness.siglum, self._chosen.exclude):
            selected = ()
        findings = engine.lint((witness,), knowledge, selected)
        if formats.has_comments(PurePath(witness.name)):
            findings = comments.divide(witness, findings, {rule.code for rule in selected}).findings
        lines = ledger.carried(lines, findings, witness)
        kept = ledger.settle(findings, witness, lines)
        if conflicts(lines):
            name = visible(witness.siglum)
            warnings = (*warnings, f"{name}: editors disagree about some places; `corrigenda status` shows how")
        return Checked(
            buffer,
            witness,
            kept,
            review.start((witness,), kept, lines),
            is_inside(witness.siglum) and not witness.base and self._on_disk(found, buffer) is not None,
            warnings,
        )

    def decide(self, buffer: Buffer, finding: str, answer: Answer) -> None:
        """Record an answer to a finding of a buffer, in its journal and, where it admits a form, in the glossary.

        The patch is written too, or, while the buffer is not saved, when it is (`save`).

        Raises:
            CorrigendaError: the finding is gone, the answer is impossible, or a file cannot be read or written.
        """
        found = self._project(buffer)
        with lock.hold(found.corrections, "server"):
            checked = self.check(buffer)
            project.reviewable((checked.witness,))
            if not checked.is_reviewable:
                raise _homeless(checked.witness)
            begun = checked.review
            lines = [line for history in begun.histories.values() for line in history]
            clerk = editing.clerk_for(given.responsible(found, self._resp), lines)
            glossary = project.glossary_path(found, self._chosen.glossary)
            answering.give(answer, [finding], begun, clerk, found, glossary)
            if buffer.path is not None:
                self._due.add(buffer.path)
                if checked.witness == self._on_disk(found, buffer):
                    self._write_patch(found, buffer.path)

    def save(self, buffer: Buffer) -> None:
        """Write the patch of a buffer's file if decisions were recorded that it lacks.

        Raises:
            CorrigendaError: a decision has no place in the text as it was saved, or a file cannot be read or written.
        """
        if buffer.path in self._due:
            found = self._project(buffer)
            with lock.hold(found.corrections, "server"):
                self._write_patch(found, buffer.path)

    def _write_patch(self, found: Project, path: Path) -> None:
        self._due.discard(path)
        witness = project.read_witness(found, str(path), encoding=self._chosen.encoding)
        lines, _warnings = ledger.decisions(found, witness)
        editing.write_patch(found, witness, lines)

    def _project(self, buffer: Buffer) -> Project:
        if buffer.path is None:
            return given.open_project(self._chosen, next(iter(self.folders), None))
        here = buffer.path.parent.resolve()
        found = given.open_project(self._chosen, here)
        if found.source is None and not found.corrections.is_dir():
            opened = [folder for folder in self.folders if here.is_relative_to(folder.resolve())] or [here]
            # where there is no git, some editors open the folder of the text, which is not the project's
            with_glossary = (each for each in (*opened, here, *here.parents) if _has_glossary(each, found))
            return given.open_project(self._chosen, next(with_glossary, opened[0]))
        return found

    def _state(self, found: Project) -> State:
        return (found, *map(stamp, self._sources(found)))

    def _sources(self, found: Project) -> Iterator[Path]:
        """Yield the files that knowledge is read from."""
        named = self._chosen.glossary
        yield from map(Path, named) if named else (found.root / name for name in found.glossaries)
        yield found.corrections / learning.FILE
        dictionary = self._chosen.dictionary or found.settings.dictionary
        if dictionary:
            path = found.root / dictionary  # a path that begins at the top, as after --dictionary, stays itself
            yield from (path, path.with_suffix(".aff"))

    def _knowledge(self, found: Project) -> engine.Knowledge:
        state = self._state(found)
        shelved = self._shelf.get(found.root)
        if shelved is None or shelved.state != state:
            terms = knowing.checked_glossary(found, self._chosen)
            shelved = _Shelved(state, knowing.knowledge_of(found, self._chosen, terms, learned=True))
            self._shelf[found.root] = shelved
        return shelved.knowledge

    def _witness(self, found: Project, buffer: Buffer) -> Witness:
        """Return the buffer as a witness: the one that its file would be, were it saved."""
        disk = self._on_disk(found, buffer)
        if buffer.path is None:
            return _witness(f"/{buffer.uri}", buffer.uri, buffer.text, Codec())
        siglum = project.siglum_of(found, str(buffer.path))
        codec = disk.codec if disk else Codec()
        return _witness(siglum, str(buffer.path), buffer.text, codec, project.base_of(found, siglum))

    def _on_disk(self, found: Project, buffer: Buffer) -> Witness | None:
        """Return the text as it was saved; None when it was not, or cannot be read."""
        path = buffer.path
        if path is None:
            return None
        encoding = self._chosen.encoding or found.settings.encoding
        state = (found.root, encoding, stamp(path))
        kept = self._disk.get(path)
        if kept is None or kept[0] != state:
            try:
                kept = state, project.read_witness(found, str(path), encoding=encoding)
            except InputError:
                kept = state, None
            self._disk[path] = kept
        return kept[1]


def _has_glossary(folder: Path, found: Project) -> bool:
    return any((folder / name).is_file() for name in found.glossaries)


def stamp(path: Path | None) -> Stamp:
    """Return how a file stands, so that another answer means another content."""
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found else None


def _journal(found: Project, buffer: Buffer) -> Path | None:
    """Return the journal of a buffer, if it can have one."""
    if buffer.path is None:
        return None
    siglum = project.siglum_of(found, str(buffer.path))
    siglum = project.base_of(found, siglum) or siglum
    try:
        return journal.path_for(found.corrections, siglum)
    except InputError:
        return None


def _homeless(witness: Witness) -> InputError:
    where = visible(witness.name)
    if witness.base:
        return InputError("this is a corrected copy", where=where, help=f"decide in {visible(witness.base)} instead")
    return InputError(
        "this text is in no file yet, or in one that cannot be read, so decisions about it have no home",
        where=where,
        help="save it first, or set `encoding` in the configuration",
    )


def _witness(siglum: str, name: str, text: str, codec: Codec, base: str = "") -> Witness:
    try:
        data = codec.encode(text)
    except UnicodeEncodeError:  # the editor will ask for another encoding when it saves
        data = text.encode()
    return Witness(siglum, name, text, codec, digest(data), base)
