"""How a text came to be: changes that lead from it back to an earlier one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corrigenda.deciding.emendation import Emendation
from corrigenda.deciding.place import stands
from corrigenda.texts.text import Anchor, Edit, Span, Witness, digest, splice


@dataclass(frozen=True, slots=True)
class History:
    """A text, an earlier one, and the changes from the one to the other."""

    witness: Witness
    earlier: Witness
    backs: tuple[Emendation, ...] = ()
    """What takes back an emendation each, quoted from the text as it is, in its order; none overlaps another."""
    beneath: tuple[Emendation, ...] = ()
    """What takes back others that were made, in places that were corrected once more after that."""

    @property
    def names(self) -> frozenset[str]:
        """The ids of the decisions that were made in the text."""
        return frozenset(each.decision for each in (*self.backs, *self.beneath))

    def further(self, found: Sequence[Emendation]) -> "History | None":
        """Return the history with changes of the earlier text, in its order; None where one reaches into another.

        What is put back into one place comes there in the order in which it stood.
        """
        if not found:
            return self
        thens = self.then(each.anchor.span for each in found)
        late = [
            (each.anchor.span, 0, replace(each, anchor=self.witness.anchor(then), base=self.witness.digest))
            for each, then in zip(found, thens, strict=True)
            if then is not None
        ]
        if len(late) < len(found):
            return None
        ordered = sorted((*late, *((seat, 1, back) for seat, back in self._seats())), key=lambda item: item[:2])
        return replace(self, earlier=changed(self.earlier, found), backs=tuple(each for _, _, each in ordered))

    def then(self, spans: Iterable[Span]) -> Iterator[Span | None]:
        """Yield where spans of the earlier text, in its order, stand in the text as it is.

        None for one that a change reaches into.
        """
        seats = self._seats()
        seat, back = next(seats, _END)
        shift = 0
        for span in spans:
            while back is not None and seat.end <= span.start and seat.start < span.end:
                shift += len(back.anchor.sic) - len(back.corr)
                seat, back = next(seats, _END)
            is_apart = back is None or span.end <= seat.start
            yield Span(span.start + shift, span.end + shift) if is_apart else None

    def once(self, spans: Iterable[Span]) -> Iterator[Span]:
        """Yield where spans of the text as it is, in its order, stood in the earlier one; no change touches them."""
        backs = iter(self.backs)
        back = next(backs, None)
        shift = 0
        for span in spans:
            while back is not None and back.anchor.span.end <= span.start:
                shift += len(back.corr) - len(back.anchor.sic)
                back = next(backs, None)
            yield Span(span.start + shift, span.end + shift)

    def seats(self) -> dict[str, Span]:
        """Return where in the earlier text stands what the changes put there, by the decisions they take back."""
        return {back.decision: seat for seat, back in self._seats()}

    def _seats(self) -> Iterator[tuple[Span, Emendation]]:
        shift = 0
        for back in self.backs:
            start = back.anchor.span.start + shift
            yield Span(start, start + len(back.corr)), back
            shift += len(back.corr) - len(back.anchor.sic)


_END: tuple[Span, Emendation | None] = (Span(0, 0), None)


def exactly(bases: Collection[str], layer: Iterable[Emendation], witness: Witness) -> tuple[Emendation, ...]:
    """Return what takes a layer back, if that gives a text that was known before.

    Args:
        bases: the SHA-256 of the texts that were.
        layer: emendations of one of them, in its order, none overlapping another.
        witness: the text; nothing is returned if it was made otherwise.
    """
    backs: list[Emendation] = []
    shift = 0
    for each in layer:
        start = each.anchor.span.start + shift
        there = Anchor(witness.siglum, Span(start, start + len(each.corr)), each.corr, "", "")
        if not stands(there, witness.text):
            return ()
        shift += len(each.corr) - len(each.anchor.sic)
        backs.append(replace(each, anchor=there, corr=each.anchor.sic, base=witness.digest))
    return tuple(backs) if backs and changed(witness, backs).digest in bases else ()


def changed(witness: Witness, changes: Sequence[Emendation]) -> Witness:
    """Return the text with changes made that are quoted from it, in its order."""
    if not changes:
        return witness
    text = splice(witness.text, (Edit(each.anchor.span, each.corr) for each in changes))
    try:
        return replace(witness, text=text, digest=digest(witness.codec.encode(text)))
    except UnicodeEncodeError:  # what was received was in another encoding
        return replace(witness, text=text, digest="")
