"""What becomes of emendations in a text as it is now, and the text with them made."""

from collections.abc import Iterable, Sequence
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

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The changes of the text."""
        return tuple(Edit(each.anchor.span, each.corr) for each in self.emendations)

    @property
    def fits(self) -> bool:
        """Whether every emendation has its place."""
        return not self.missing and not self.ambiguous


def plan(wanted: Iterable[Emendation], witness: Witness, *, result: str = "", reverse: bool = False) -> Plan:
    """Return where emendations go: by span in the text they were measured in, in any other by quotation.

    Args:
        wanted: the emendations.
        witness: the text as it is now.
        result: SHA-256 of the text with all of them made, if it is known.
        reverse: take them back: the emendations of the plan put the sic in the place of the corr.

    Raises:
        ConflictError: two of them overlap.
    """
    forth = disjoint(wanted)
    back = taken_back(forth, result)
    pairs = tuple(zip(back, forth, strict=True) if reverse else zip(forth, back, strict=True))
    found = tuple(zip((each for each, _ in pairs), _outcomes(pairs, witness), strict=True))
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


def apply(witness: Witness, todo: Plan) -> bytes:
    """Return the bytes of the text with the planned emendations made.

    Raises:
        ConflictError: the plan is for another text, or a reading cannot be written in the text's encoding.
    """
    for each in todo.emendations:
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
