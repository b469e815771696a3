"""What review and decide do to files: append to journals, change the glossary, write patches anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

from corrigenda import corrections
from corrigenda.config import Project
from corrigenda.deciding import journal, patch
from corrigenda.deciding.decision import Decision
from corrigenda.deciding.emendation import emendations
from corrigenda.deciding.journal import Clerk, Journal
from corrigenda.deciding.place import Haystack
from corrigenda.deciding.plan import plan
from corrigenda.errors import ConflictError
from corrigenda.reviewing.review import GlossaryChange
from corrigenda.storage.files import Staged, read_bytes, remove, shown, write_atomically
from corrigenda.terminology import glossary, glossary_edit
from corrigenda.terminology.terms import Status
from corrigenda.texts.text import Witness
from corrigenda.texts.visible import visible


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
        self._found = read_bytes(path) if path.exists() else b""
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


def make_patch(witness: Witness, lines: Sequence[Decision]) -> patch.Patch | None:
    """Return the patch of a witness from its decisions; None when all of them are made in the text already.

    Raises:
        ConflictError: emendations that overlap, that have no place in the text as it is now, or of which only
            some are made in it.
    """
    where = visible(witness.name)
    todo = plan(emendations(lines), witness)
    homeless = (*todo.missing, *(each for each, _spans in todo.ambiguous))
    if homeless:
        names = "; ".join(str(each) for each in homeless)
        raise ConflictError(
            f"no place in the text as it is now for {names}",
            where=where,
            help="restore the text, or take the decisions back; the patch is left as it was",
        )
    if todo.done and not todo.emendations:
        return None
    if todo.done:
        names = "; ".join(str(each) for each in todo.done)
        raise ConflictError(
            f"already made in the text: {names}",
            where=where,
            help="a patch is made against the received text; `corrigenda apply --reverse --in-place` restores it",
        )
    return patch.make(witness, todo.emendations)


def write_patch(found: Project, witness: Witness, lines: Sequence[Decision]) -> tuple[Path, int]:
    """Write the patch of a witness and quilt's list; return its path and the number of emendations.

    A patch without emendations is deleted. Where all of them are made in the text already (`corrigenda apply
    --in-place`), the patch stays as it is: it is what takes them back.

    Raises:
        CorrigendaError: as for `make_patch`, or the files cannot be written.
    """
    made = make_patch(witness, lines)
    path = patch.path_for(found.corrections, witness.siglum)
    if made is None:
        return path, len(emendations(lines))
    series = found.corrections / corrections.SERIES
    corrections.check_regular(series)
    name = path.relative_to(found.corrections).as_posix()
    listed = read_bytes(series) if series.exists() else b""
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
    return path, len(made.emendations)
