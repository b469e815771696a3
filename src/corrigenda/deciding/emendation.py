"""Emendations: approved changes of a text, and the changes that take them back."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from corrigenda.deciding.decision import Decision, standing
from corrigenda.errors import ConflictError
from corrigenda.finding import Finding
from corrigenda.texts.lineation import kept
from corrigenda.texts.text import Anchor, Span, Spans
from corrigenda.texts.visible import visible


@dataclass(frozen=True, slots=True)
class Emendation:
    """An approved change of one place."""

    anchor: Anchor
    corr: str
    rule: str
    resp: str
    cert: str = "unknown"
    """How sure, in TEI's words: high, medium, low, unknown."""
    note: str = ""
    at: str = ""
    decision: str = ""
    """The id of the decision it was made from."""
    base: str = ""
    """SHA-256 of the text the anchor's span was measured in."""
    finding: str = ""
    """The id of the finding that was decided, by which it is asked for; empty when only a patch tells of it."""

    def __str__(self) -> str:
        """Return what a message calls it."""
        names = visible(", ".join(filter(None, (self.resp, self.name))))
        return f"“{visible(self.anchor.sic)}” → “{visible(self.corr)}” ({names})"

    @property
    def name(self) -> str:
        """The id that `corrigenda decide` knows it by."""
        return self.finding or self.decision


def emendations(decisions: Iterable[Decision]) -> tuple[Emendation, ...]:
    """Return what the decisions that stand change, in the order of the text; two that agree are one.

    Raises:
        ConflictError: two of them overlap.
    """
    return disjoint(_approved(standing(decisions).values()))


def withdrawn(decisions: Iterable[Decision], approved: Iterable[Emendation]) -> tuple[Emendation, ...]:
    """Return what was approved once and is not any more: what it changes may be in the text all the same.

    Of those that overlap one another, or one of the `approved`, which `emendations` gave, the latest is left.
    """
    lines = tuple(decisions)
    stands = {each.id for each in standing(lines).values()}
    earlier = sorted(_approved(line for line in lines if line.id not in stands), key=lambda each: each.at, reverse=True)
    if not earlier:
        return ()
    taken: dict[str, Spans] = defaultdict(Spans)
    for each in approved:
        taken[each.base].add(each.anchor.span)
    found: list[Emendation] = []
    for each in earlier:
        if not taken[each.base].overlap(each.anchor.span):
            taken[each.base].add(each.anchor.span)
            found.append(each)
    return disjoint(found)


def _approved(decisions: Iterable[Decision]) -> Iterator[Emendation]:
    """Yield what decisions change."""
    for decision in decisions:
        if decision.emends and decision.corr is not None and decision.corr != decision.anchor.sic:
            yield Emendation(
                decision.anchor,
                kept(decision.anchor.sic, decision.corr),
                decision.rule,
                decision.resp,
                note=decision.note,
                at=decision.at,
                decision=decision.id,
                base=decision.base,
                finding=decision.finding,
            )


def proposed(findings: Iterable[Finding]) -> tuple[Emendation, ...]:
    """Return what accepting every first reading would change in one text; of two that overlap, the surer one."""
    taken = Spans()
    chosen: list[Emendation] = []
    for finding in sorted(findings, key=lambda each: (-each.readings[0].score if each.readings else 1, each.id)):
        span = finding.anchor.span
        if finding.readings and finding.readings[0].text != finding.anchor.sic and not taken.overlap(span):
            taken.add(span)
            corr = kept(finding.anchor.sic, finding.readings[0].text)
            chosen.append(Emendation(finding.anchor, corr, finding.code, "nobody yet"))
    return disjoint(chosen)


def disjoint(found: Iterable[Emendation]) -> tuple[Emendation, ...]:
    """Return emendations by base, then in the order of the text, those that agree as one.

    Raises:
        ConflictError: two overlap that were measured in the same text.
    """
    unique: dict[tuple[str, Span, str], Emendation] = {}
    for each in sorted(found, key=lambda each: (each.base, each.anchor.span, each.at, each.decision)):
        unique.setdefault((each.base, each.anchor.span, each.corr), each)
    for one, other in pairwise(unique.values()):
        if one.base == other.base and one.anchor.span.overlaps(other.anchor.span):
            raise _overlap(one, other)
    return tuple(unique.values())


def in_reverse(backs: Iterable[Emendation]) -> tuple[Emendation, ...]:
    """Return what takes emendations back, quoted from one text, in its order.

    Deletions that stood side by side are all put back into one place, in the order in which `taken_back` has them.

    Raises:
        ConflictError: two overlap.
    """
    ordered = sorted(backs, key=lambda each: each.anchor.span)
    for one, other in pairwise(ordered):
        if one.anchor.span.overlaps(other.anchor.span) and one.anchor.sic:
            raise _overlap(one, other)
    return tuple(ordered)


def _overlap(one: Emendation, other: Emendation) -> ConflictError:
    return ConflictError(
        f"two emendations overlap: {one} and {other}",
        where=visible(one.anchor.siglum),
        help=f"take one of the two back: `corrigenda decide {other.name or 'ID'} undo`",
    )


def taken_back(ordered: Iterable[Emendation], results: Mapping[str, str] | None = None) -> tuple[Emendation, ...]:
    """Return what undoes the emendations: sic and corr change places, quoted as the corrected text has them.

    Args:
        ordered: emendations as `disjoint` orders them.
        results: for a base, the SHA-256 of the text with all emendations of that base made, where it is known; then
            their spans hold in it.
    """
    known = results or {}
    groups = groupby(ordered, key=lambda each: each.base)
    return tuple(back for base, group in groups for back in _taken_back(tuple(group), known.get(base, "")))


def _taken_back(group: Sequence[Emendation], result: str) -> Iterator[Emendation]:
    starts = [each.anchor.span.start for each in group]
    ends = [each.anchor.span.end for each in group]
    shift = 0
    for at, each in enumerate(group):
        old, span = each.anchor, each.anchor.span
        left, right = span.start - len(old.before), span.end + len(old.after)
        before = _corrected(old.before, left, group[bisect_right(ends, left, hi=at) : at])
        after = _corrected(old.after, span.end, group[at + 1 : bisect_left(starts, right, lo=at + 1)])
        now = Span(span.start + shift, span.start + shift + len(each.corr))
        shift += len(each.corr) - len(old.sic)
        yield replace(each, anchor=Anchor(old.siglum, now, each.corr, before, after), corr=old.sic, base=result)


def _corrected(context: str, start: int, others: Sequence[Emendation]) -> str:
    """Return the context that begins at `start` with the emendations in it made, cut where one leaves it."""
    for other in reversed(others):
        first, last = other.anchor.span.start - start, other.anchor.span.end - start
        if first < 0:
            context = context[last:]
        elif last > len(context):
            context = context[:first]
        else:
            context = context[:first] + other.corr + context[last:]
    return context
