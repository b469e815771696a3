"""Measures how decisions carry over to another version: ``python tests/placement.py OLD NEW [OLD NEW…]``.

Words of the old text are quoted as if each had been corrected, every so many words, and looked for in the new text as
`corrigenda apply` looks for them. Whether a place is the right one is told by the longest common subsequence of the
words of both texts, which `corrigenda.deciding.place` knows nothing of: a place is wrong when the word's partner stands
elsewhere.
"""

import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import figures
from rapidfuzz.distance import Indel

from corrigenda import formats
from corrigenda.deciding.place import Ambiguous, Haystack, Made, Missing, Placed
from corrigenda.storage import files
from corrigenda.texts.text import Anchor, Edit, Span, Witness, splice
from corrigenda.texts.tokens import Tokens

EVERY = 7
_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one place."""

    outcome: str
    """carried over, wrong place, two places, not found."""
    anchor: Anchor
    found: Span | None


class Alignment:
    """Which words of two texts are the same, in order."""

    def __init__(self, old: Tokens, new: Tokens) -> None:
        self._new = new
        ours = [old.key(number) for number in range(len(old))]
        theirs = [new.key(number) for number in range(len(new))]
        self._pairs = [
            (block.a + offset, block.b + offset)
            for block in Indel.opcodes(ours, theirs).as_matching_blocks()
            for offset in range(block.size)
        ]
        self._olds = [pair[0] for pair in self._pairs]

    def where(self, number: int) -> Span:
        """Return where in the new text the old word `number` stands.

        A word that has no partner has its place between those of its neighbours that have one, or, as sentences turn
        their words round, elsewhere in the lines of these.
        """
        before, after = bisect_right(self._olds, number) - 1, bisect_left(self._olds, number)
        start = self._new.span(self._pairs[before][1]).start if before >= 0 else 0
        end = self._new.span(self._pairs[after][1]).end if after < len(self._pairs) else len(self._new.text)
        if before == after:
            return Span(start, end)
        text = self._new.text
        return Span(text.rfind("\n", 0, start) + 1, end + len(text[end:].partition("\n")[0]))


def judged(old: Witness, new: Witness, every: int = EVERY) -> list[Judged]:
    """Return what becomes of words of `old` in `new`."""
    ours = Tokens(old.text)
    alignment = Alignment(ours, Tokens(new.text))
    source, target = Haystack(old.text), Haystack(new.text)
    numbers = [number for number in range(0, len(ours), every) if len(ours.key(number)) >= _LETTERS]
    anchors = [source.counted(old.anchor(ours.span(number))) for number in numbers]
    outcomes = target.settle_all([(anchor, _corrected(old, anchor)) for anchor in anchors])
    return [
        _judge(anchor, outcome, alignment.where(number))
        for number, anchor, outcome in zip(numbers, anchors, outcomes, strict=True)
    ]


def _corrected(old: Witness, anchor: Anchor) -> Anchor:
    """Return the place as it would be quoted after a correction."""
    corr = f"{anchor.sic}[corrected]"
    text = splice(old.text, [Edit(anchor.span, corr)])
    made = Witness(old.siglum, old.name, text, old.codec, old.digest)
    return made.anchor(Span(anchor.span.start, anchor.span.start + len(corr)))


def _judge(anchor: Anchor, outcome: Placed | Made | Ambiguous | Missing, right: Span) -> Judged:
    if isinstance(outcome, Missing):
        return Judged("not found", anchor, None)
    if isinstance(outcome, Ambiguous):
        return Judged("two places", anchor, None)
    kind = "carried over" if outcome.span.overlaps(right) else "wrong place"
    return Judged(kind, anchor, outcome.span)


def main(paths: list[str]) -> int:
    """Print the counts of each pair and, one by one, the places that are wrong."""
    total: Counter[str] = Counter()
    for old, new in zip(paths[::2], paths[1::2], strict=True):
        ours, theirs = (formats.decode(files.read_bytes(Path(path)), name=path, siglum=path) for path in (old, new))
        found = judged(ours, theirs)
        counts = Counter(each.outcome for each in found)
        total += counts
        print(f"{Path(old).name} -> {Path(new).name}: {dict(sorted(counts.items()))}")  # noqa: T201
        for each in found:
            if each.outcome == "wrong place" and each.found:
                there = theirs.text[max(0, each.found.start - 50) : each.found.end + 50]
                print(f"  {each.anchor.before!r} [{each.anchor.sic}] {each.anchor.after!r}\n    {there!r}")  # noqa: T201
    print(f"together: {dict(sorted(total.items()))}")  # noqa: T201
    figures.record(
        "decisions looked for in another version of their text",
        f"{len(paths) // 2} pairs of versions: {total['carried over']:,} carried over, {total['wrong place']} wrongly,"
        f" {total['not found'] + total['two places']:,} named as not certain",
    )
    return 1 if total["wrong place"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
