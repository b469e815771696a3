"""What OCR and transliteration do to letters: the weighted distance from a right form to what stands there.

The channel of a noisy-channel model (Kernighan, Church and Gale 1990; Brill and Moore 2000 for changes of
several letters at once). Costs are data: ``data/confusions.tsv``, each with its source.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corrigenda import fold

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
"""Cost of a stray letter before the capital a name begins with."""
DOUBLED = 0.4
"""Cost of a doubled letter written once, or a single one doubled."""
ACCENT = 0.2
"""Cost of an accent lost, found or changed."""
CASE = 0.15
"""Cost of a letter in the other case."""
SWAPPED = 0.7
"""Cost of two neighbouring letters in the wrong order."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A table of changes: by the last letters of both sides, (right, wrong, cost)."""

    changes: dict[tuple[str, str], tuple[tuple[str, str, float], ...]]

    def cost(self, right: str, wrong: str, *, limit: float = 99.0) -> float:
        """Return the cheapest cost of `right` having become `wrong`; above `limit`, just more than `limit`.

        >>> table = channel()
        >>> table.cost("Willis", "WUlis") < table.cost("Willis", "Wallis") < table.cost("Willis", "Works")
        True
        """
        return _align(right, wrong, self.changes, limit)

    def explain(self, right: str, wrong: str) -> tuple[str, ...]:
        """Return the changes of a cheapest alignment, such as ``("rn for m",)``, in reading order."""
        return _trace(right, wrong, self.changes)


@cache
def channel(kind: str = "") -> Channel:
    """Return the table that ships with the program; of one kind (shape, sound, ear) if given."""
    changes: dict[tuple[str, str], dict[tuple[str, str], float]] = {}
    table = files("corrigenda.data").joinpath("confusions.tsv").read_text(encoding="utf-8")
    for row in table.split("\n"):
        if not row or row.startswith("#"):
            continue
        right, wrong, cost, way, of_kind = row.split("\t")[:5]
        if kind not in ("", of_kind):
            continue
        pairs = [(right, wrong)] + ([(wrong, right)] if way == "<>" else [])
        for one, other in pairs:
            slot = changes.setdefault((one[-1], other[-1]), {})
            slot[one, other] = min(float(cost), slot.get((one, other), UNRELATED))
    return Channel(
        {ends: tuple((one, other, cost) for (one, other), cost in slot.items()) for ends, slot in changes.items()}
    )


@cache
def _single(right: str, wrong: str) -> float:
    """Return the cost of one letter for another when the table says nothing."""
    if right == wrong:
        return 0.0
    if right.casefold() == wrong.casefold():
        return CASE
    if fold.plain(right).casefold() == fold.plain(wrong).casefold():
        return ACCENT + (CASE if right.isupper() != wrong.isupper() else 0.0)
    return UNRELATED


def _extra(wrong: str, at: int) -> float:
    letter = wrong[at]
    if not letter.isalpha():
        return EXTRA_MARK
    if at and wrong[at - 1].casefold() == letter.casefold():
        return DOUBLED
    if letter.islower() and any(map(str.isupper, wrong[at + 1 : at + 3])) and not wrong[:at].isupper():
        return STRAY_INITIAL
    return EXTRA


def _missing(right: str, at: int) -> float:
    letter = right[at]
    if not letter.isalpha():
        return EXTRA_MARK
    if at == 0:
        return INITIAL
    return DOUBLED if right[at - 1].casefold() == letter.casefold() else MISSING


def _rows(
    right: str, wrong: str, changes: dict[tuple[str, str], tuple[tuple[str, str, float], ...]], limit: float
) -> list[list[float]]:
    """Return the table of costs, row by letter of `wrong`; cut short when every cell of a row exceeds `limit`."""
    lost = [_missing(right, at) for at in range(len(right))]
    first = [0.0]
    for cost in lost:
        first.append(first[-1] + cost)
    rows = [first]
    for i, there in enumerate(wrong, 1):
        above = rows[-1]
        gained = _extra(wrong, i - 1)
        row = [above[0] + gained]
        for j, should in enumerate(right, 1):
            best = above[j - 1] + (0.0 if should == there else _single(should, there))
            if i == j == 1 and best > INITIAL:
                best = INITIAL
            best = min(best, above[j] + gained)
            best = min(best, row[j - 1] + lost[j - 1])
            for one, other, cost in changes.get((should, there), ()):
                a, b = len(one), len(other)
                if (
                    a <= j
                    and b <= i
                    and rows[i - b][j - a] + cost < best
                    and right.startswith(one, j - a)
                    and wrong.startswith(other, i - b)
                ):
                    best = rows[i - b][j - a] + cost
            if (
                i > 1
                and j > 1
                and should == wrong[i - 2]
                and there == right[j - 2]
                and rows[i - 2][j - 2] + SWAPPED < best
            ):
                best = rows[i - 2][j - 2] + SWAPPED
            row.append(best)
        rows.append(row)
        if min(row) > limit + UNRELATED:  # a change of several letters may still reach back over a row or two
            break
    return rows


def _align(
    right: str, wrong: str, changes: dict[tuple[str, str], tuple[tuple[str, str, float], ...]], limit: float
) -> float:
    rows = _rows(right, wrong, changes, limit)
    return rows[-1][-1] if len(rows) == len(wrong) + 1 else limit + UNRELATED


def _trace(
    right: str, wrong: str, changes: dict[tuple[str, str], tuple[tuple[str, str, float], ...]]
) -> tuple[str, ...]:
    rows = _rows(right, wrong, changes, 99.0)
    i, j = len(wrong), len(right)
    steps: list[str] = []
    close = 1e-9
    while i or j:
        here = rows[i][j]
        single = _single(right[j - 1], wrong[i - 1]) if i and j else 0.0
        if i == j == 1:
            single = min(single, INITIAL)
        if i and j and abs(rows[i - 1][j - 1] + single - here) < close:
            if right[j - 1] != wrong[i - 1]:
                steps.append(f"{wrong[i - 1]} for {right[j - 1]}")
            i, j = i - 1, j - 1
            continue
        for one, other, cost in changes.get((right[j - 1], wrong[i - 1]), ()) if i and j else ():
            a, b = len(one), len(other)
            if (
                a <= j
                and b <= i
                and right.startswith(one, j - a)
                and wrong.startswith(other, i - b)
                and abs(rows[i - b][j - a] + cost - here) < close
            ):
                steps.append(f"{other} for {one}")
                i, j = i - b, j - a
                break
        else:
            if i and abs(rows[i - 1][j] + _extra(wrong, i - 1) - here) < close:
                steps.append(f"extra {wrong[i - 1]}" if wrong[i - 1].strip() else "split in two")
                i -= 1
            elif j and abs(rows[i][j - 1] + _missing(right, j - 1) - here) < close:
                steps.append(f"{right[j - 1]} lost")
                j -= 1
            else:
                steps.append(f"{wrong[i - 2 : i]} for {right[j - 2 : j]}")
                i, j = i - 2, j - 2
    return tuple(reversed(steps))
