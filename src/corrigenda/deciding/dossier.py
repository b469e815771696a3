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
from corrigenda.deciding.emendation import Emendation, disjoint, in_reverse
from corrigenda.deciding.patch import Patch, check
from corrigenda.deciding.place import Ambiguous, Haystack, Missing, Placed, bare
from corrigenda.deciding.plan import Plan
from corrigenda.texts.text import Span, Spans, Witness, digest, splice


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
        if not self.withdrawn:
            return todo
        backs = self.made(witness)
        if backs:  # what was withdrawn stands there, and may look like the place of something that is approved
            todo = self._beside(backs, witness) or todo
        names = {each.decision for each in self.approved}
        taken = Spans(each.anchor.span for each in todo.emendations)
        unapproved = (each for each in backs if each.decision not in names and not taken.overlap(each.anchor.span))
        return replace(todo, withdrawn=tuple(unapproved))

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
        return replace(
            todo,
            emendations=sure,
            missing=tuple(each for each in todo.missing if each.decision not in names),
            ambiguous=tuple(each for each in todo.ambiguous if each[0].decision not in names),
            doubtful=tuple(each for each in others if not taken.overlap(each.anchor.span)),
        )

    def received(self, witness: Witness, todo: Plan) -> tuple[Witness, tuple[Emendation, ...]]:
        """Return the text before anything was made in it, as far as that is certain, and what is approved for that.

        Args:
            witness: the text.
            todo: what `forth` says of it.

        Raises:
            ConflictError: two emendations overlap.
        """
        backs = self.made(witness)
        text = _changed(witness, backs)
        approved = {each.decision: each for each in self.approved}
        done = ((approved[back.decision], back) for back in backs if back.decision in approved)
        wanted = (*done, *((each, each) for each in todo.emendations))
        spans = ((each, _after(backs, here.anchor.span)) for each, here in wanted)
        quoted = (replace(each, anchor=text.anchor(span), base=text.digest) for each, span in spans)
        return text, disjoint(quoted)

    def made(self, witness: Witness) -> tuple[Emendation, ...]:
        """Return the changes that take back what was certainly made in the text, quoted from it.

        Raises:
            ConflictError: two emendations overlap.
        """
        return self._peeled(witness)[0]

    def doubtful(self, witness: Witness) -> tuple[Emendation, ...]:
        """Return the changes that would take back what is withdrawn and may have come with the text.

        Raises:
            ConflictError: two emendations overlap.
        """
        if not self.withdrawn:
            return ()
        sure, every = self._peeled(witness)
        names = {each.decision for each in self.withdrawn} - {each.decision for each in sure}
        return tuple(each for each in every if each.decision in names)

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
        others = tuple(each for each in self.approved if each.decision not in patched)
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

    def _beside(self, backs: Sequence[Emendation], witness: Witness) -> Plan | None:
        """Return the plan for the text as it is by that for the one that `backs` give; None where that is no better."""
        received = _changed(witness, backs)
        approved, results = self._by_patch(received)
        todo = plan.plan(approved, received, results=results)
        if not todo.fits:
            return None
        made = {each.decision for each in backs}
        done = (each for each in todo.emendations if each.decision in made)
        rest = (
            replace(each, anchor=witness.anchor(_before(backs, each.anchor.span)), base=witness.digest)
            for each in todo.emendations
            if each.decision not in made
        )
        return Plan(witness.digest, disjoint(rest), (*todo.done, *done))

    def _peeled(self, witness: Witness) -> tuple[tuple[Emendation, ...], tuple[Emendation, ...]]:
        """Return the changes that certainly take back what was made in the text, and all that might.

        Layer by layer, the last first, so that each is looked for in the text that it was decided about; and all once
        more when any was found, since what was decided after a text had been restored is of an earlier layer, too.
        """
        sure: tuple[Emendation, ...] = ()
        every: tuple[Emendation, ...] = ()
        here, count = witness, -1
        while count < len(every):
            count = len(every)
            for layer, results in self._layers(here):
                known = {each.decision for each in every}
                rest = [each for each in layer if each.decision not in known]
                found = [(each, span, _before(every, span)) for each, span in _made(rest, here, results)]
                taken = Spans(each.anchor.span for each in every)
                if any(taken.overlap(then) or _text(witness, then) != _text(here, span) for _, span, then in found):
                    return sure, every  # one place was corrected twice
                backs = (replace(each, anchor=witness.anchor(then), base=witness.digest) for each, _, then in found)
                every = in_reverse((*every, *backs))
                here = _changed(witness, every)
                if here.digest in self.bases:
                    sure = every
        return sure, every

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


def _made(
    layer: Sequence[Emendation], witness: Witness, results: Mapping[str, str]
) -> Iterator[tuple[Emendation, Span]]:
    """Yield what takes back those of a layer that stand in the text, with their places.

    What is not found as if all of them had been made is looked for as if it had been made alone.
    """
    found = plan.outcomes(layer, witness, results=results, reverse=True)
    lost = {each.decision for each, outcome in found if isinstance(outcome, Missing | Ambiguous)}
    alone = [each for each in layer if each.decision in lost]
    backs = [emendation.taken_back((each,))[0] for each in alone]
    pairs = [(back.anchor, each.anchor) for each, back in zip(alone, backs, strict=True)]
    outcomes = Haystack(witness.text).settle_all(pairs) if pairs else ()
    taken = Spans()
    for each, outcome in (*found, *zip(backs, outcomes, strict=True)):
        if isinstance(outcome, Placed) and not taken.overlap(outcome.span):
            taken.add(outcome.span)
            yield each, outcome.span


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


def _text(witness: Witness, span: Span) -> str:
    return witness.text[span.start : span.end]


def _before(changes: Sequence[Emendation], span: Span) -> Span:
    """Return where a span of the text with changes made, which it overlaps none of, was before."""
    for each in changes:
        shift = len(each.anchor.sic) - len(each.corr)
        if span.start + shift >= each.anchor.span.end:
            span = Span(span.start + shift, span.end + shift)
    return span


def _after(changes: Sequence[Emendation], span: Span) -> Span:
    """Return where a span of the text is once the changes are made; one of them is what it is replaced by."""
    start, size = span.start, span.end - span.start
    for each in changes:
        if each.anchor.span.end <= span.start:
            start += len(each.corr) - len(each.anchor.sic)
        elif each.anchor.span == span:
            size = len(each.corr)
    return Span(start, start + size)


def _changed(witness: Witness, changes: Sequence[Emendation]) -> Witness:
    """Return the text with changes made that are quoted from it."""
    if not changes:
        return witness
    text = splice(witness.text, Plan(witness.digest, tuple(changes)).edits)
    try:
        return replace(witness, text=text, digest=digest(witness.codec.encode(text)))
    except UnicodeEncodeError:  # what was received was in another encoding
        return replace(witness, text=text, digest="")
