"""What becomes of emendations in a text as it is now, and the text with them made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corrigenda.deciding.emendation import Emendation, disjoint, in_reverse, taken_back
from corrigenda.deciding.place import Ambiguous, Haystack, Made, Missing, Outcome, Placed, stands
from corrigenda.errors import ConflictError
from corrigenda.texts.text import Edit, Span, Witness, splice
from corrigenda.texts.visible import visible


@dataclass(frozen=True, slots=True)
class Plan:
    """Where emendations belong in one text."""

    digest: str
    """SHA-256 of that text."""
    emendations: tuple[Emendation, ...] = ()
    """Those to be made, quoted from that text; none overlaps another."""
    done: tuple[Emendation, ...] = ()
    missing: tuple[Emendation, ...] = ()
    ambiguous: tuple[tuple[Emendation, tuple[Span, ...]], ...] = ()
    """Those that could be in several places, or are one of several copies of which some are gone."""
    withdrawn: tuple[Emendation, ...] = ()
    """Changes to be made as well, overlapping none of those above: they take back what nobody approves any more."""
    doubtful: tuple[Emendation, ...] = ()
    """Changes that are not to be made unasked: they would take back what may have come with the text."""

    @property
    def changes(self) -> tuple[Emendation, ...]:
        """All changes of the text, in its order."""
        if not self.withdrawn:
            return self.emendations
        return tuple(sorted((*self.emendations, *self.withdrawn), key=lambda each: each.anchor.span))

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The changes of the text, as edits."""
        return tuple(Edit(each.anchor.span, each.corr) for each in self.changes)

    @property
    def fits(self) -> bool:
        """Whether every emendation has its place."""
        return not self.missing and not self.ambiguous


def plan(
    wanted: Iterable[Emendation],
    witness: Witness,
    *,
    results: Mapping[str, str] | None = None,
    reverse: bool = False,
) -> Plan:
    """Return where emendations go: by span in the text they were measured in, in any other by quotation.

    Args:
        wanted: the emendations.
        witness: the text as it is now.
        results: for a base, the SHA-256 of the text with all that are of that base made, where it is known.
        reverse: take them back: the emendations of the plan put the sic in the place of the corr.

    Raises:
        ConflictError: two of them overlap.
    """
    found = outcomes(wanted, witness, results=results, reverse=reverse)
    placed = (
        replace(each, anchor=witness.anchor(outcome.span), base=witness.digest)
        for each, outcome in found
        if isinstance(outcome, Placed)
    )
    return Plan(
        witness.digest,
        in_reverse(placed) if reverse else disjoint(placed),
        tuple(each for each, outcome in found if isinstance(outcome, Made)),
        tuple(each for each, outcome in found if isinstance(outcome, Missing)),
        tuple((each, outcome.spans) for each, outcome in found if isinstance(outcome, Ambiguous)),
    )


def outcomes(
    wanted: Iterable[Emendation],
    witness: Witness,
    *,
    results: Mapping[str, str] | None = None,
    reverse: bool = False,
) -> tuple[tuple[Emendation, Outcome], ...]:
    """Return what `plan` goes by: each change, as it was quoted, with what becomes of it in the text.

    Raises:
        ConflictError: two emendations overlap that were measured in the same text.
    """
    forth = disjoint(wanted)
    back = taken_back(forth, results)
    pairs = tuple(zip(back, forth, strict=True) if reverse else zip(forth, back, strict=True))
    return tuple(zip((each for each, _ in pairs), _outcomes(pairs, witness), strict=True))


def apply(witness: Witness, todo: Plan) -> bytes:
    """Return the bytes of the text with the planned emendations made.

    Raises:
        ConflictError: the plan is for another text, or a reading cannot be written in the text's encoding.
    """
    for each in todo.changes:
        if todo.digest != witness.digest or not stands(each.anchor, witness.text):
            raise ConflictError(
                f"the emendation {each} does not fit the text",
                where=visible(witness.name),
                help="the text has changed meanwhile; start again",
            )
        try:
            each.corr.encode(witness.codec.encoding)
        except UnicodeEncodeError as error:
            raise ConflictError(
                f"{witness.codec.encoding} has no {visible(error.object[error.start])!r}, wanted by {each}",
                where=visible(witness.name),
                help="convert the text to UTF-8, or decide for another reading",
            ) from error
    return witness.codec.encode(splice(witness.text, todo.edits))


def _outcomes(pairs: Sequence[tuple[Emendation, Emendation]], witness: Witness) -> list[Outcome]:
    """Return what becomes of the first of each pair; the second is the one that takes it back."""
    known = [_at_span(each, back, witness) for each, back in pairs]
    unknown = [pair for pair, outcome in zip(pairs, known, strict=True) if outcome is None]
    anchors = [(each.anchor, back.anchor) for each, back in unknown]
    searched = iter(Haystack(witness.text).settle_all(anchors) if anchors else ())
    return [next(searched) if outcome is None else outcome for outcome in known]


def _at_span(each: Emendation, back: Emendation, witness: Witness) -> Outcome | None:
    """Return what stands at the span, or None when it was measured in another text."""
    for there, outcome in ((each, Placed(each.anchor.span)), (back, Made(back.anchor.span))):
        if there.base == witness.digest:
            return outcome if stands(there.anchor, witness.text) else Missing()
    return None
