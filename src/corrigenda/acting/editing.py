"""What review and decide do to files: append to journals, change the glossary, write patches anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from corrigenda import corrections
from corrigenda.config import Project
from corrigenda.deciding import dossier, journal, patch
from corrigenda.deciding.decision import Decision
from corrigenda.deciding.emendation import Emendation
from corrigenda.deciding.journal import Clerk, Journal
from corrigenda.deciding.patch import Patch
from corrigenda.deciding.place import Haystack
from corrigenda.errors import ConflictError, CorrigendaError
from corrigenda.reviewing.review import GlossaryChange
from corrigenda.storage.files import Staged, read_bytes, read_if_there, remove, shown, write_atomically
from corrigenda.terminology import glossary, glossary_edit
from corrigenda.terminology.terms import Status
from corrigenda.texts import wording
from corrigenda.texts.text import LineIndex, Witness
from corrigenda.texts.visible import visible

_NAMED = 3
"""So many corrections that a text has already are named one by one."""


def recorder(found: Project, witnesses: Mapping[str, Witness]) -> Callable[[Sequence[Decision]], None]:
    """Return a function that appends decisions to the journals of their witnesses, all on disk when it returns or none.

    Each is written with the number of places that are quoted alike, so that it is not put in a twin's place later.
    """
    open_journals: dict[str, Journal] = {}
    haystacks: dict[str, Haystack] = {}

    def counted(decision: Decision) -> Decision:
        siglum = decision.anchor.siglum
        if siglum not in haystacks:
            haystacks[siglum] = Haystack(witnesses[siglum].text)
        return replace(decision, anchor=haystacks[siglum].counted(decision.anchor))

    def record(decisions: Sequence[Decision]) -> None:
        by_siglum: dict[str, list[Decision]] = {}
        for decision in decisions:
            by_siglum.setdefault(decision.anchor.siglum, []).append(counted(decision))
        with ExitStack() as written:
            for siglum, lines in by_siglum.items():
                if siglum not in open_journals:
                    open_journals[siglum] = Journal(journal.path_for(found.corrections, siglum))
                open_journals[siglum].append(*lines)
                written.callback(open_journals[siglum].retract)
            written.pop_all()

    return record


def clerk_for(resp: str, lines: Iterable[Decision]) -> Clerk:
    """Return the clerk who writes for `resp`, with a clock that is ahead of all lines so far."""
    return Clerk(resp, latest=max((line.at for line in lines), default=""))


class GlossaryFile:
    """A glossary whose changes are tried in memory first, so that all of them are written or none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = visible(shown(path))
        """How messages name it."""
        self._found = read_if_there(path)
        self._data = self._found

    def change(self, wanted: GlossaryChange) -> bool:
        """Carry a change out in memory; say whether it made another file of it.

        Raises:
            InputError: the change cannot be made; nothing is changed then.
        """
        before, path = self._data, shown(self._path)
        form, lemma = wanted.admission.form, wanted.admission.lemma
        if wanted.withdraw:
            self._data = glossary_edit.withdraw(before, path, form, lemma)
        elif lemma:
            self._data = glossary_edit.admit(before, path, form, lemma)
        else:
            self._data = glossary_edit.add_term(before, path, form)
        return self._data != before

    def lemmas(self, forms: Iterable[str]) -> tuple[str, ...]:
        """Return the terms that have one of some forms as a right one, in the order of the forms."""
        found: dict[tuple[str, ...], list[str]] = {glossary.words(form): [] for form in forms}
        for term in glossary.read(self._data, shown(self._path)).terms if self._data else ():
            for form in term.forms:
                keys = glossary.words(form.text)
                if keys in found and form.status is not Status.DEPRECATED:
                    found[keys].append(term.lemma)
        return tuple(dict.fromkeys(chain.from_iterable(found.values())))

    @contextmanager
    def written(self) -> Iterator[None]:
        """Write the file if it was changed, and put what was found there back if what is done then comes to nothing.

        Raises:
            InputError: it cannot be written.
        """
        if self._data == self._found:
            yield
            return
        is_new = not self._path.exists()
        with Staged(self._path, self._found) as found:  # there may be no room for it later
            write_atomically(self._path, self._data)
            try:
                yield
            except BaseException:
                remove(self._path) if is_new else found.place()
                raise


def glossary_changer(path: Path) -> Callable[[GlossaryChange], bool]:
    """Return a function that carries a change out in the glossary and says whether it became another file."""

    def change(wanted: GlossaryChange) -> bool:
        file = GlossaryFile(path)
        is_new = file.change(wanted)
        with file.written():
            return is_new

    return change


@dataclass(frozen=True, slots=True)
class Patched:
    """A patch as it was made of decisions, and what they come to in the text beside it."""

    patch: Patch
    witness: Witness
    done: tuple[Emendation, ...]
    """What is approved and stands in the text already."""
    withdrawn: tuple[Emendation, ...]
    """Changes that take back what was made in the text and is not approved any more, quoted from it."""
    doubtful: tuple[Emendation, ...]
    """The same, where the text may have come so."""

    def told(self, folder: Path) -> str:
        """Return in words what is in the patch, which lies in the folder of corrections, and what the text has."""
        path = patch.path_for(folder, self.witness.siglum)
        named = ", ".join(f"“{visible(each.anchor.sic)}” → “{visible(each.corr)}”" for each in self.done[:_NAMED])
        more = f" and {len(self.done) - _NAMED} more" if len(self.done) > _NAMED else ""
        done = f"; in the text already: {named}{more}" if self.done else ""
        return f"{visible(shown(path))}: {wording.count(len(self.patch.emendations), 'emendation')}{done}"

    def warnings(self) -> Iterator[str]:
        """Yield in words what was made in the text and nobody approves any more."""
        return warnings(self.witness, self.withdrawn)


def warnings(witness: Witness, withdrawn: Iterable[Emendation]) -> Iterator[str]:
    """Yield in words what was made in a text and nobody approves any more: changes that take it back."""
    for back in withdrawn:
        yield (
            f"warning: {place(witness, back)}: “{visible(back.anchor.sic)}” was made of “{visible(back.corr)}” "
            "in the text and is not approved any more; `corrigenda apply --in-place` takes it back"
        )


def place(witness: Witness, back: Emendation) -> str:
    """Return the name of a text, with line and column of a change that is quoted from it."""
    row, column = LineIndex(witness.text).place(back.anchor.span.start)
    return f"{visible(witness.name)}:{row}:{column}"


def make_patch(witness: Witness, lines: Sequence[Decision], kept: Path | None = None) -> Patched:
    """Return the patch of a witness from its decisions, and from the patch that was `kept` so far if it is needed.

    It is one of the text as it is, with what is still to be made in it. Where nothing is, the patch by which the text
    was made stays: it takes that back. Else, and where what nobody approves any more was made in the text, it is one of
    the text as it was received, if that is known for certain.

    Raises:
        ConflictError: emendations that overlap, or that have no place in the text as it is now.
    """
    known = dossier.dossier(lines)
    if known.withdrawn:
        known = dossier.dossier(lines, _read(kept, witness))
    todo = known.forth(witness)
    homeless = (*todo.missing, *(each for each, _spans in todo.ambiguous))
    if homeless:
        names = "; ".join(str(each) for each in homeless)
        raise ConflictError(
            f"no place in the text as it is now for {names}",
            where=visible(witness.name),
            help="the patch is left as it was; restore the text, or change it by hand and take the decision back: "
            f"`corrigenda decide {homeless[0].name} undo`",
        )
    if todo.done and not todo.emendations:
        known = dossier.dossier(lines, _read(kept, witness))
    if known.patch is not None and known.patch.result == witness.digest and not todo.emendations:
        made = known.patch
    elif todo.withdrawn or (todo.done and not todo.emendations):
        made = patch.make(*known.received(witness, todo))
    else:
        made = patch.make(witness, todo.emendations)
    return Patched(made, witness, todo.done, todo.withdrawn, known.doubtful(witness))


def known_of(witness: Witness, lines: Sequence[Decision], folder: Path) -> dossier.Dossier:
    """Return what journal and patch say of a text; a damaged patch, in the folder of corrections, says nothing.

    Raises:
        ConflictError: two emendations overlap.
    """
    return dossier.dossier(lines, _read(patch.path_for(folder, witness.siglum), witness))


def _read(kept: Path | None, witness: Witness) -> Patch | None:
    """Return a patch that is there and sound; any other is to be written anew."""
    with suppress(CorrigendaError):
        if kept is not None and kept.exists():
            found = Patch.read(kept)
            patch.check(found, witness)
            return found
    return None


def write_patch(found: Project, witness: Witness, lines: Sequence[Decision]) -> Patched:
    """Write the patch of a witness and quilt's list.

    Raises:
        CorrigendaError: as for `make_patch`, or the files cannot be written.
    """
    made = make_patch(witness, lines, patch.path_for(found.corrections, witness.siglum))
    keep(found, made.patch)
    return made


def keep(found: Project, made: Patch) -> None:
    """Write a patch and quilt's list; one without emendations is deleted.

    Raises:
        CorrigendaError: the files cannot be written.
    """
    path = patch.path_for(found.corrections, made.siglum)
    name = path.relative_to(found.corrections).as_posix()
    series, listed = read_series(found)
    if made.emendations:
        data = patch.render(made)
        if not path.exists() or read_bytes(path) != data:
            write_atomically(path, data)
        wanted = corrections.series(listed, [name])
    else:
        remove(path)
        wanted = corrections.series(listed, [], [name])
    if wanted != listed:
        write_atomically(series, wanted)


def read_series(found: Project) -> tuple[Path, bytes]:
    """Return where quilt's list is, and what stands in it: nothing if there is none.

    Raises:
        InputError: it is no regular file, or cannot be read.
    """
    series = found.corrections / corrections.SERIES
    corrections.check_regular(series)
    return series, read_if_there(series)
