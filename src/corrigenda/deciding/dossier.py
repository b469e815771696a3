"""What was approved for a text, and what of it the text has: put into it, or come with it.

The reading itself does not tell. But where taking corrections back gives, byte for byte, a text that was decided about
or that a patch was made for, they were made in that. Anything else may be a better text than the one that was reviewed,
and an error is not put into it that it never had.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corrigenda.deciding import emendation, plan
from corrigenda.deciding.decision import Decision
from corrigenda.deciding.emendation import Emendation, disjoint
from corrigenda.deciding.patch import Patch, check
from corrigenda.deciding.place import bare
from corrigenda.deciding.plan import Plan
from corrigenda.errors import ConflictError
from corrigenda.texts.text import Spans, Witness, digest, splice


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the journal of a text says, and its patch."""

    approved: tuple[Emendation, ...]
    withdrawn: tuple[Emendation, ...]
    """What was approved once and is not any more; none overlaps an approved one."""
    bases: frozenset[str]
    """SHA-256 of the texts that were decided about, and of the one that the patch was made for."""
    patch: Patch | None = None
    """The patch; None where there is none, or it has what no journal tells of."""

    def forth(self, witness: Witness) -> Plan:
        """Return the plan that makes the text what is approved: what was withdrawn is taken back where it was made.

        Raises:
            ConflictError: two emendations overlap, or the parts of the patch do not agree.
        """
        approved, results = self._by_patch(witness)
        todo = plan.plan(approved, witness, results=results)
        taken = Spans(each.anchor.span for each in todo.emendations)
        backs = (each for each in self.unapproved(witness) if not taken.overlap(each.anchor.span))
        return replace(todo, withdrawn=tuple(backs))

    def back(self, witness: Witness) -> Plan:
        """Return the plan that takes back everything that was made in the text.

        Raises:
            ConflictError: as `forth`.
        """
        approved, results = self._by_patch(witness)
        todo = plan.plan(approved, witness, results=results, reverse=True)
        sure = self.made(witness)
        names, taken = {each.decision for each in sure}, Spans(each.anchor.span for each in sure)
        others = (each for each in todo.emendations if each.decision not in names)
        doubtful = tuple(each for each in others if not taken.overlap(each.anchor.span))
        return replace(todo, emendations=sure, doubtful=doubtful)

    def received(self, witness: Witness) -> Witness:
        """Return the text before anything was made in it, as far as that is certain.

        Raises:
            ConflictError: two emendations overlap.
        """
        return _changed(witness, self.made(witness))

    def made(self, witness: Witness) -> tuple[Emendation, ...]:
        """Return the changes that take back what was certainly made in the text, quoted from it.

        Raises:
            ConflictError: two emendations overlap.
        """
        groups = self._standing(witness)
        for count in range(len(groups), 0, -1):
            backs = tuple(each for group in groups[:count] for each in group)
            if _changed(witness, backs).digest in self.bases:
                return disjoint(backs)
        return ()

    def unapproved(self, witness: Witness) -> tuple[Emendation, ...]:
        """Return those of the changes `made` gives that take back what nobody approves any more.

        Raises:
            ConflictError: two emendations overlap.
        """
        if not self.withdrawn:
            return ()
        names = {each.decision for each in self.withdrawn}
        return tuple(each for each in self.made(witness) if each.decision in names)

    def doubtful(self, witness: Witness) -> tuple[Emendation, ...]:
        """Return the changes that would take back what is withdrawn and may have come with the text.

        Raises:
            ConflictError: two emendations overlap.
        """
        if not self.withdrawn:
            return ()
        sure = {each.decision for each in self.made(witness)}
        todo = plan.plan(self.withdrawn, witness, reverse=True)
        return tuple(each for each in todo.emendations if each.decision not in sure)

    def is_patched(self, witness: Witness) -> bool:
        """Say whether the patch has what is still to be made in the text, and nothing that is not approved.

        Raises:
            ConflictError: two emendations overlap.
        """
        if self.patch is None:
            return False
        approved, patched = ({each.decision for each in some} for some in (self.approved, self.patch.emendations))
        if approved == patched:
            return True
        others = tuple(each for each in self.approved if each.decision not in patched)
        return patched <= approved and not plan.plan(others, witness).emendations

    def _by_patch(self, witness: Witness) -> tuple[tuple[Emendation, ...], Mapping[str, str]]:
        """Return what is approved, quoted as in the patch where that has it, and the results that `plan.plan` takes."""
        kept = self.patch
        if kept is None:
            return self.approved, {}
        patched = {each.decision: each for each in kept.emendations}
        approved = {each.decision for each in self.approved}
        if not patched.keys() <= approved:
            return self.approved, {}
        check(kept, witness)
        if patched.keys() == approved:
            return kept.emendations, {kept.base: kept.result}
        quoted = disjoint(
            replace(each, anchor=patched[each.decision].anchor, base=kept.base) if each.decision in patched else each
            for each in self.approved
        )
        is_whole = sum(each.base == kept.base for each in quoted) == len(patched)
        return quoted, {kept.base: kept.result} if is_whole else {}

    def _standing(self, witness: Witness) -> list[tuple[Emendation, ...]]:
        """Return what takes back all that the text has, by the texts that were decided about, the latest first."""
        kept, every = self.patch, (*self.approved, *self.withdrawn)
        groups: list[tuple[Emendation, ...]] = []
        if kept is not None and kept.result == witness.digest:
            back = plan.plan(kept.emendations, witness, results={kept.base: kept.result}, reverse=True)
            groups.append(back.emendations)
            patched = {each.decision for each in kept.emendations}
            every = tuple(each for each in every if each.base != kept.base and each.decision not in patched)
        taken = Spans(each.anchor.span for group in groups for each in group)
        bases = {each.decision: each.base for each in every}
        latest = {each.base: each.at for each in sorted(every, key=lambda each: each.at)}
        found = [each for each in self._reversed(every, witness) if not taken.overlap(each.anchor.span)]
        found.sort(key=lambda each: (latest[bases[each.decision]], bases[each.decision]), reverse=True)
        return [*groups, *(tuple(group) for _, group in groupby(found, key=lambda each: bases[each.decision]))]

    def _reversed(self, every: Iterable[Emendation], witness: Witness) -> tuple[Emendation, ...]:
        """Return what takes back those of `every` that the text has; where they get into each other's way, less."""
        try:
            return plan.plan(every, witness, reverse=True).emendations
        except ConflictError:
            approved = {each.decision for each in self.approved}
            return plan.plan((each for each in every if each.decision in approved), witness, reverse=True).emendations


def dossier(lines: Sequence[Decision], kept: Patch | None = None) -> Dossier:
    """Return what the lines of a journal and the patch beside it say of a text.

    Raises:
        ConflictError: two approved emendations overlap.
    """
    approved = emendation.emendations(lines)
    withdrawn = emendation.withdrawn(lines, approved)
    known = {each.decision: each for each in (*approved, *withdrawn)}
    is_known = kept is not None and all(_is_same(each, known.get(each.decision)) for each in kept.emendations)
    patch = kept if is_known else None
    return Dossier(approved, withdrawn, frozenset(_bases(lines, patch)), patch)


def alone(kept: Patch) -> Dossier:
    """Return what a patch says that has no journal."""
    return Dossier(kept.emendations, (), frozenset((kept.base,)), kept)


def _bases(lines: Iterable[Decision], kept: Patch | None) -> Iterator[str]:
    yield from (line.base for line in lines if line.base)
    if kept is not None:
        yield kept.base


def _is_same(patched: Emendation, known: Emendation | None) -> bool:
    """Say whether a patch has what the journal has, though lines may have been broken anew in between."""
    if known is None:
        return False
    ours, theirs = (known.anchor.sic, known.corr), (patched.anchor.sic, patched.corr)
    return ours == theirs or tuple(map(bare, ours)) == tuple(map(bare, theirs))


def _changed(witness: Witness, changes: Sequence[Emendation]) -> Witness:
    """Return the text with changes made that are quoted from it."""
    if not changes:
        return witness
    text = splice(witness.text, Plan(witness.digest, tuple(changes)).edits)
    try:
        return replace(witness, text=text, digest=digest(witness.codec.encode(text)))
    except UnicodeEncodeError:  # what was received was in another encoding
        return replace(witness, text=text, digest="")
