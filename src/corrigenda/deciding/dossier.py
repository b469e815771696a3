"""What was approved for a text, and what of it the text has: put into it, or come with it.

The reading itself does not tell. But where taking corrections back gives, byte for byte, a text that was decided about
or that a patch was made for, they were made in that. Anything else may be a better text than the one that was reviewed,
and an error is not put into it that it never had.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from corrigenda.deciding import emendation, plan
from corrigenda.deciding.decision import Decision
from corrigenda.deciding.emendation import Emendation, disjoint, in_reverse
from corrigenda.deciding.history import History, changed, exactly
from corrigenda.deciding.patch import Patch, check
from corrigenda.deciding.place import Ambiguous, Haystack, Missing, Placed, bare
from corrigenda.deciding.plan import Plan
from corrigenda.texts.text import Anchor, Span, Spans, Witness

_REACHES = 16, 8
"""Code points on either side of a deletion by which it is looked for where more of them is not as it was."""


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
        known = self._chain(History(witness, witness))
        todo = self._rest(known)
        if todo.fits and not self.withdrawn:
            return todo
        sure = self._peeled(known)[0]
        if len(sure.names) > len(known.names):  # what was made hides what is approved, or looks like its place
            todo = min(self._rest(sure), todo, key=lambda each: len(each.missing) + len(each.ambiguous))
        names = {each.decision for each in self.approved}
        taken = Spans(each.anchor.span for each in todo.emendations)
        unapproved = (each for each in sure.backs if each.decision not in names and not taken.overlap(each.anchor.span))
        return replace(todo, withdrawn=tuple(unapproved))

    def back(self, witness: Witness) -> Plan:
        """Return the plan that takes back everything that was made in the text.

        Raises:
            ConflictError: as `forth`.
        """
        sure = self._made(witness)
        todo = self._rest(sure, reverse=True)
        taken = Spans(each.anchor.span for each in sure.backs)
        doubtful = tuple(each for each in todo.emendations if not taken.overlap(each.anchor.span))
        return replace(todo, emendations=sure.backs, missing=(*sure.beneath, *todo.missing), doubtful=doubtful)

    def received(self, witness: Witness, todo: Plan) -> tuple[Witness, tuple[Emendation, ...]]:
        """Return the text before anything was made in it, as far as that is certain, and what is approved for that.

        Args:
            witness: the text.
            todo: what `forth` says of it.

        Raises:
            ConflictError: two emendations overlap.
        """
        sure = self._made(witness)
        seats, text = sure.seats(), sure.earlier
        done = ((each, seats[each.decision]) for each in self.approved if each.decision in seats)
        spans = sure.once(each.anchor.span for each in todo.emendations)
        wanted = (*done, *zip(todo.emendations, spans, strict=True))
        quoted = (replace(each, anchor=text.anchor(span), base=text.digest) for each, span in wanted)
        return text, disjoint(quoted)

    def doubtful(self, witness: Witness) -> tuple[Emendation, ...]:
        """Return the changes that would take back what is withdrawn and may have come with the text.

        Raises:
            ConflictError: two emendations overlap.
        """
        if not self.withdrawn:
            return ()
        sure, every = self._peeled(self._chain(History(witness, witness)))
        names = {each.decision for each in self.withdrawn} - sure.names
        return tuple(each for each in every.backs if each.decision in names)

    def is_patched(self, witness: Witness) -> bool:
        """Say whether the patch has what is still to be made in the text, and nothing that is not approved.

        What was made in the text as it is may be in it all the same.

        Raises:
            ConflictError: two emendations overlap.
        """
        if self.patch is None:
            return False
        approved, patched = ({each.decision for each in some} for some in (self.approved, self.patch.emendations))
        if approved == patched:
            return True
        made = self._chain(History(witness, witness)).names
        others = tuple(each for each in self.approved if each.decision not in patched | made)
        is_sound = patched <= approved or self.patch.result == witness.digest
        return is_sound and not plan.plan(others, witness).emendations

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

    def _rest(self, known: History, *, reverse: bool = False) -> Plan:
        """Return the plan for what is approved and not known to be made in the text.

        What was not decided about the text as it is, is looked for in the one before, where nothing hides it.

        Raises:
            ConflictError: two emendations overlap, or the parts of the patch do not agree.
        """
        witness = known.witness
        approved, results = self._by_patch(witness)
        names = known.names
        if not names:
            return plan.plan(approved, witness, results=results, reverse=reverse)
        rest = [each for each in approved if each.decision not in names]
        here = plan.plan((each for each in rest if each.base == witness.digest), witness, reverse=reverse)
        there = _as_before([each for each in rest if each.base != witness.digest], known, reverse=reverse)
        made = () if reverse else tuple(each for each in approved if each.decision in names)
        todo = (*here.emendations, *there.emendations)
        return Plan(
            witness.digest,
            in_reverse(todo) if reverse else disjoint(todo),
            (*made, *here.done, *there.done),
            (*here.missing, *there.missing),
            (*here.ambiguous, *there.ambiguous),
        )

    def _made(self, witness: Witness) -> History:
        """Return what was certainly made in the text.

        Raises:
            ConflictError: two emendations overlap.
        """
        return self._peeled(self._chain(History(witness, witness)))[0]

    def _chain(self, known: History) -> History:
        """Return the history as far as taking back whole layers gives, byte for byte, the texts they were made in.

        Nothing is looked for: what was decided about a text says where it stands in the one that was made of it.
        """
        here, beneath = known.earlier, known.beneath
        names = set(known.names)
        while backs := self._last_layer(here, names):
            names.update(each.decision for each in backs)
            further = None if beneath else known.further(backs)
            if further is None:
                beneath += tuple(replace(each, anchor=here.anchor(each.anchor.span)) for each in backs)
            else:
                known = further
            here = changed(here, backs)
        return replace(known, beneath=beneath, backs=self._as_approved(known))

    def _as_approved(self, known: History) -> tuple[Emendation, ...]:
        """Return the changes of a history, those of decisions that were given once more by the ones that stand."""
        seats, names = known.seats(), known.names
        gone = {each.decision for each in self.withdrawn} & seats.keys()
        changes = {(back.corr, back.anchor.sic) for back in known.backs if back.decision in gone}
        new = (each for each in self.approved if each.decision not in names)
        again = [each for each in new if (each.anchor.sic, each.corr) in changes]
        if not again:
            return known.backs
        places = {each.anchor.span: each for each in plan.plan(again, known.earlier).emendations}
        return tuple(
            replace(place, anchor=back.anchor, corr=back.corr, base=back.base)
            if back.decision in gone and (place := places.get(seats[back.decision])) and place.corr == back.anchor.sic
            else back
            for back in known.backs
        )

    def _last_layer(self, witness: Witness, names: Collection[str]) -> tuple[Emendation, ...]:
        """Return what takes back the layer that made the text, but for decisions with these names.

        It gives the text that the layer was decided about, or another one that was decided about: of what was made
        together, some may be taken back.
        """
        layers = tuple(self._whole_layers(witness, names))
        own = (exactly((layer[0].base,), layer, witness) for layer in layers)
        other = (exactly(self.bases, layer, witness) for layer in layers)
        return next(filter(None, chain(own, other)), ())

    def _whole_layers(self, witness: Witness, names: Collection[str]) -> Iterator[tuple[Emendation, ...]]:
        """Yield what may have made the text, but for decisions with these names."""
        approved = {each.decision for each in self.approved}
        for layer, _ in self._layers(witness):
            rest = sorted((each for each in layer if each.decision not in names), key=lambda each: each.anchor.span)
            if rest and rest[0].base != witness.digest:
                yield tuple(rest)
                if standing := tuple(each for each in rest if each.decision in approved):
                    yield standing

    def _peeled(self, known: History) -> tuple[History, History]:
        """Return the history that is certain, and one with all that might have been made.

        Layer by layer, the last first, so that each is looked for in the text that it was decided about; and all once
        more when any was found, since what was decided after a text had been restored is of an earlier layer, too.
        """
        sure, count = known, -1
        while count < len(known.backs) and not known.beneath:
            count = len(known.backs)
            for layer, results in self._layers(known.earlier):
                names = known.names
                rest = [each for each in layer if each.decision not in names]
                found = _made(rest, known.earlier, results)
                further = known.further(found)
                if further is None:
                    return sure, known  # one place was corrected twice
                known = further
                if found and known.earlier.digest in self.bases:
                    sure = known = self._chain(known)
        return sure, known

    def _layers(self, witness: Witness) -> Iterator[tuple[tuple[Emendation, ...], Mapping[str, str]]]:
        """Yield what may have been made in the text, by the texts it was decided about, the latest first."""
        kept, every = self.patch, (*self.approved, *self.withdrawn)
        if kept is not None and kept.result == witness.digest:
            yield kept.emendations, {kept.base: kept.result}
            patched = {each.decision for each in kept.emendations}
            every = tuple(each for each in every if each.base != kept.base and each.decision not in patched)
        latest = {each.base: each.at for each in sorted(every, key=lambda each: each.at)}
        every = tuple(sorted(every, key=lambda each: (latest[each.base], each.base), reverse=True))
        for _, layer in groupby(every, key=lambda each: each.base):
            yield tuple(layer), {}


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


def _as_before(wanted: Sequence[Emendation], known: History, *, reverse: bool) -> Plan:
    """Return the plan for emendations by the earlier text; by the text as it is where that is no better.

    Raises:
        ConflictError: two of them overlap.
    """
    todo = plan.plan(wanted, known.earlier, reverse=reverse)
    spans = tuple(known.then(each.anchor.span for each in todo.emendations))
    if not todo.fits or None in spans:
        return plan.plan(wanted, known.witness, reverse=reverse)
    anchors = (known.witness.anchor(span) for span in spans if span is not None)
    placed = zip(todo.emendations, anchors, strict=True)
    quoted = (replace(each, anchor=anchor, base=known.witness.digest) for each, anchor in placed)
    return replace(todo, digest=known.witness.digest, emendations=tuple(quoted))


def _made(layer: Sequence[Emendation], witness: Witness, results: Mapping[str, str]) -> tuple[Emendation, ...]:
    """Return what takes back those of a layer that stand in the text, quoted from it, in its order.

    What is not found as if all of them had been made is looked for as if it had been made alone.
    """
    found = plan.outcomes(layer, witness, results=results, reverse=True)
    lost = {each.decision for each, outcome in found if isinstance(outcome, Missing | Ambiguous)}
    alone = [each for each in layer if each.decision in lost]
    backs = [emendation.taken_back((each,))[0] for each in alone]
    pairs = [(back.anchor, each.anchor) for each, back in zip(alone, backs, strict=True)]
    haystack = Haystack(witness.text)
    outcomes = [
        _between(haystack, back.anchor) if isinstance(outcome, Missing) and not back.anchor.sic else outcome
        for back, outcome in zip(backs, haystack.settle_all(pairs) if pairs else (), strict=True)
    ]
    starts = {each.decision: each.anchor.span for each in layer}
    taken = Spans()
    placed: list[Emendation] = []
    for each, outcome in (*found, *zip(backs, outcomes, strict=True)):
        if isinstance(outcome, Placed) and not _clashes(outcome.span, taken):
            taken.add(outcome.span)
            placed.append(replace(each, anchor=witness.anchor(outcome.span), base=witness.digest))
    return tuple(sorted(placed, key=lambda each: (each.anchor.span, starts[each.decision])))


def _between(haystack: Haystack, anchor: Anchor) -> Placed | Ambiguous | Missing:
    """Return where something was deleted, by the words next to it: what stands farther off is no more as it was."""
    for reach in _REACHES:
        near = replace(anchor, before=anchor.before[-reach:], after=anchor.after[:reach], copy=1, copies=1, rivals=0)
        found = haystack.locate(near)
        if not isinstance(found, Missing):
            return found
    return Missing()


def _clashes(span: Span, taken: Spans) -> bool:
    """Say whether a span overlaps one of others; deletions that stood side by side have the same, and do not."""
    return any(each != span or each.start < each.end for each in taken.over(span))


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
