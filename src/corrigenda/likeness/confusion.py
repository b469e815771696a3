"""What OCR and transliteration do to letters: the weighted distance from a right form to what stands there.

The channel of a noisy-channel model (Kernighan, Church and Gale 1990; Brill and Moore 2000 for changes of
several letters at once). Costs are data: ``data/confusions.tsv``, each with its source.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import isclose

from corrigenda import data
from corrigenda.texts import fold

UNRELATED = 1.0
"""Cost of replacing a letter by one it has no known likeness to."""
MISSING = 0.9
"""Cost of a letter of the right form that was lost."""
EXTRA = 0.9
"""Cost of a letter that does not belong."""
EXTRA_MARK = 0.45
"""Cost of a blank, a mark or a digit that does not belong: speckle is commoner than a spurious letter."""
INITIAL = 0.6
"""Cost of the first letter lost, or read as an unrelated one: margins and ornaments eat it."""
STRAY_INITIAL = 0.35
"""Cost of a stray letter before the capital a name begins with, or of one of two capitals: a stroke of a wide one."""
DOUBLED = 0.4
"""Cost of a doubled letter written once, or a single one doubled."""
ACCENT = 0.2
"""Cost of an accent lost, found or changed."""
CASE = 0.15
"""Cost of a letter in the other case."""
_CLOSE = 1e-9
SWAPPED = 0.7
"""Cost of two neighbouring letters in the wrong order."""
_OF_NO_KIND = 10.0
"""So much more letters lost, extra, swapped or unrelated cost where changes of one kind are looked for."""
END = "\uffff"
"""Stands behind the last letter of both words in changes of endings; no word has it (Unicode: a noncharacter)."""
_WRITTEN_END = "$"
"""What stands for it in a table."""


Change = tuple[str, str]
"""What should stand, what stands there; one of the two may be empty."""

_Slot = dict[str, tuple[tuple[str, str, float], ...]]
_Table = dict[str, _Slot]
"""By the last letters of both sides, right and wrong: (right, wrong, cost)."""
_NONE: _Slot = {}


@dataclass(frozen=True, slots=True)
class Channel:
    """A table of changes, and the cost of a word by it."""

    table: _Table
    raised: Mapping[Change, float] = field(default_factory=dict)
    """Single letters for single letters that cost more than shipped: what was learned from refusals."""
    of_no_kind: float = 1.0
    """What letters lost, extra, swapped or unrelated cost is multiplied by."""
    ends: frozenset[Change] = field(default=frozenset(), repr=False)  # a set has another order in each process
    """The last letters of both sides of the changes of endings; nothing for a side that has none."""

    def cost(self, right: str, wrong: str) -> float:
        """Return the cheapest cost of `right` having become `wrong`.

        >>> table = channel()
        >>> table.cost("Willis", "WUlis") < table.cost("Willis", "Wallis") < table.cost("Willis", "Works")
        True
        """
        return _rows(*self._ended(right, wrong), self)[-1][-1]

    def changes(self, right: str, wrong: str) -> tuple[Change, ...]:
        """Return the changes of a cheapest alignment in reading order.

        >>> channel().changes("Birmingham", "Birrningham")
        (('m', 'rn'),)
        >>> [written(change) for change in channel().changes("Petrovsky", "Petrovskogo")]
        [('sky$', 'skogo$')]
        """
        right, wrong = self._ended(right, wrong)
        return traced(right, wrong, _rows(right, wrong, self), self)

    def _ended(self, right: str, wrong: str) -> tuple[str, str]:
        """Return both words with their ends where a change of endings may be cheaper, as it rarely is."""
        last = right[-1:], wrong[-1:]
        if last in self.ends or ("", last[1]) in self.ends or (last[0], "") in self.ends:
            return right + END, wrong + END
        return right, wrong

    def taught(self, costs: Mapping[Change, float]) -> "Channel":
        """Return a channel in which some changes have other costs; those new to the table are added."""
        known = {
            (one, other): cost for slot in self.table.values() for each in slot.values() for one, other, cost in each
        }
        new = {change: cost for change, cost in costs.items() if all(change)}
        raised = {change: cost for change, cost in new.items() if _is_single(change) and cost > _single(*change)}
        lowered = {change: cost for change, cost in (known | new).items() if change not in raised}
        return Channel(_table(lowered), dict(self.raised) | raised, self.of_no_kind, _ends(lowered))

    def single(self, right: str, wrong: str) -> float:
        """Return the cost of one letter for another, whatever the table has for both together."""
        return self.raised[right, wrong] if (right, wrong) in self.raised else self.unlisted(_single(right, wrong))

    def unlisted(self, cost: float) -> float:
        """Return what a change costs that is in no table; that of a doubled letter, an accent or a mark is its own."""
        return cost * self.of_no_kind if cost >= INITIAL else cost

    def cost_of(self, change: Change) -> float:
        """Return the cost of a single change: that of the table, or what the letters cost that it exchanges."""
        right, wrong = change
        # a letter before both: what begins a word is cheaper, and a change may stand anywhere
        return _rows(f"\0{right}", f"\0{wrong}", self)[-1][-1]


def as_read(right: str, wrong: str) -> Change:
    """Return the change that a row of a table means: of endings, if both sides end in $."""
    if right.endswith(_WRITTEN_END) and wrong.endswith(_WRITTEN_END):
        return right.removesuffix(_WRITTEN_END) + END, wrong.removesuffix(_WRITTEN_END) + END
    return right, wrong


def written(change: Change) -> Change:
    """Return a change as a row of a table has it."""
    right, wrong = change
    return right.replace(END, _WRITTEN_END), wrong.replace(END, _WRITTEN_END)


def said(change: Change) -> str:
    """Return a change in words.

    >>> said(("m", "rn")), said(("", "x")), said(("e", "")), said(as_read("a$", "u$"))
    ('rn for m', 'extra x', 'e lost', 'ending u for a')
    """
    if change[0].endswith(END):
        return f"ending {said((change[0].removesuffix(END), change[1].removesuffix(END)))}"
    right, wrong = change
    if right and wrong:
        return f"{wrong} for {right}"
    if right:
        return f"{right} lost"
    return f"extra {wrong}" if wrong.strip() else "split in two"


def _table(costs: Mapping[Change, float]) -> _Table:
    slots: dict[str, dict[str, list[tuple[str, str, float]]]] = {}
    for (right, wrong), cost in costs.items():
        slots.setdefault(right[-1], {}).setdefault(wrong[-1], []).append((right, wrong, cost))
    return {right: {wrong: tuple(each) for wrong, each in slot.items()} for right, slot in slots.items()}


def _ends(costs: Iterable[Change]) -> frozenset[Change]:
    return frozenset((right[-2:-1], wrong[-2:-1]) for right, wrong in costs if right.endswith(END))


@cache
def channel(kind: str = "") -> Channel:
    """Return the table that ships with the program; if a kind (shape, sound, ear) is given, for its changes alone.

    >>> channel().cost("Prussia", "Russia") < 1 < channel("sound").cost("Prussia", "Russia")
    True
    """
    costs: dict[Change, float] = {}
    for row in data.read("confusions.tsv").decode().split("\n"):
        if not row or row.startswith("#"):
            continue
        cells = row.split("\t")
        (right, wrong), (cost, way, of_kind) = as_read(*cells[:2]), cells[2:5]
        if kind in ("", of_kind):
            for change in ((right, wrong), (wrong, right)) if way == "<>" else ((right, wrong),):
                costs[change] = min(float(cost), costs.get(change, UNRELATED))
    return Channel(_table(costs), of_no_kind=_OF_NO_KIND if kind else 1.0, ends=_ends(costs))


def _is_single(change: Change) -> bool:
    return len(change[0]) == len(change[1]) == 1


@cache
def _single(right: str, wrong: str) -> float:
    """Return the cost of one letter for another when the table says nothing."""
    if right == wrong or (right in fold.APOSTROPHES and wrong in fold.APOSTROPHES):
        return 0.0
    if right.casefold() == wrong.casefold():
        return CASE
    if fold.plain(right).casefold() == fold.plain(wrong).casefold():
        return ACCENT + (CASE if right.isupper() != wrong.isupper() else 0.0)
    return UNRELATED


def extra(wrong: str, at: int) -> float:
    """Return the cost of letter `at` of what stands there, if it does not belong."""
    letter = wrong[at]
    if not letter.isalpha():
        return EXTRA_MARK
    if at and wrong[at - 1].casefold() == letter.casefold():
        return DOUBLED
    if letter.islower() and any(map(str.isupper, wrong[at + 1 : at + 3])) and not wrong[:at].isupper():
        return STRAY_INITIAL
    if at <= 1 and wrong[0].isupper() and wrong[1:2].isupper() and wrong[2:3].islower():
        return STRAY_INITIAL
    return EXTRA


def missing(right: str, at: int) -> float:
    """Return the cost of letter `at` of the right form, if it was lost."""
    letter = right[at]
    if not letter.isalpha():
        return EXTRA_MARK
    if at == 0:
        return INITIAL
    return DOUBLED if right[at - 1].casefold() == letter.casefold() else MISSING


def _rows(right: str, wrong: str, costs: Channel) -> list[list[float]]:  # noqa: C901 - one loop, for speed
    """Return the table of costs: row by letter of `wrong`, column by letter of `right`."""
    columns = [
        (should, costs.table.get(should, _NONE), costs.unlisted(missing(right, at))) for at, should in enumerate(right)
    ]
    first = [0.0]
    for _should, _slot, lost in columns:
        first.append(first[-1] + lost)
    rows = [first]
    single = _single if costs.of_no_kind == 1 and not costs.raised else costs.single
    initial, swapped = costs.unlisted(INITIAL), costs.unlisted(SWAPPED)
    for i, there in enumerate(wrong, 1):
        above = rows[-1]
        gained = costs.unlisted(extra(wrong, i - 1))
        diagonal = above[0]
        left = diagonal + gained
        row = [left]
        before, beside = wrong[i - 2 : i - 1], ""  # the letters before both; neither is there at a beginning
        for j, (should, slot, lost) in enumerate(columns, 1):
            best = diagonal
            if should != there:
                best += single(should, there)
            if best > initial and i == j == 1:
                best = initial
            diagonal = above[j]
            other_way = diagonal + gained
            if other_way < best:
                best = other_way
            other_way = left + lost
            if other_way < best:
                best = other_way
            if there in slot:
                for one, other, cost in slot[there]:
                    a, b = len(one), len(other)
                    if (
                        a <= j
                        and b <= i
                        and rows[i - b][j - a] + cost < best
                        and right.startswith(one, j - a)
                        and wrong.startswith(other, i - b)
                    ):
                        best = rows[i - b][j - a] + cost
            if should == before and there == beside:
                other_way = rows[i - 2][j - 2] + swapped
                if other_way < best:
                    best = other_way
            row.append(best)
            left, beside = best, should
        rows.append(row)
    return rows


def traced(right: str, wrong: str, rows: Sequence[Sequence[float]], costs: Channel) -> tuple[Change, ...]:
    """Return the changes of a cheapest alignment by its table of costs, see `_rows`."""
    i, j = len(wrong), len(right)
    steps: list[Change] = []
    while i or j:
        if i and j and right[j - 1] == wrong[i - 1] and rows[i - 1][j - 1] == rows[i][j]:  # nearly all letters
            i, j = i - 1, j - 1
            continue
        a, b = _last_step(rows, (right, j), (wrong, i), costs)
        step = (right[j - a : j], wrong[i - b : i])
        if step[0] != step[1] and not (a == b == 1 and _single(*step) == 0):  # two ways to write an apostrophe
            steps.append(step)
        i, j = i - b, j - a
    return tuple(reversed(steps))


def _last_step(
    rows: Sequence[Sequence[float]], should: tuple[str, int], there: tuple[str, int], costs: Channel
) -> tuple[int, int]:
    """Return how many letters of both sides the last step of a cheapest alignment up to (j, i) takes."""
    right, j = should
    wrong, i = there

    def comes_from(a: int, b: int, cost: float) -> bool:
        return a <= j and b <= i and isclose(rows[i - b][j - a] + cost, rows[i][j], abs_tol=_CLOSE)

    if i and j:
        single = costs.single(right[j - 1], wrong[i - 1])
        if comes_from(1, 1, min(single, costs.unlisted(INITIAL)) if i == j == 1 else single):
            return 1, 1
        for one, other, cost in costs.table.get(right[j - 1], _NONE).get(wrong[i - 1], ()):
            if right[:j].endswith(one) and wrong[:i].endswith(other) and comes_from(len(one), len(other), cost):
                return len(one), len(other)
    if i and comes_from(0, 1, costs.unlisted(extra(wrong, i - 1))):
        return 0, 1
    if j and comes_from(1, 0, costs.unlisted(missing(right, j - 1))):
        return 1, 0
    return 2, 2
