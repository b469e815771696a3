"""What an editor's decisions teach: which letters are taken for which here, and which forms are wrong.

The costs of the channel are estimates for all texts. In this one, a change that was approved often is cheaper and one
that was refused often dearer; the estimate counts as so many decisions of its own, so that a few of them move it
little (a Beta prior, Jeffreys-like in spirit). What was learned is kept in a file to read beside the journals.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corrigenda.deciding.decision import Decision, Verdict, standing
from corrigenda.deciding.question import form_of
from corrigenda.errors import InputError
from corrigenda.finding import Finding
from corrigenda.likeness.confusion import Change, Channel, as_read, written
from corrigenda.texts import fold
from corrigenda.texts.text import undecodable
from corrigenda.texts.tokens import Tokens
from corrigenda.texts.visible import visible

FILE = "learned.tsv"
"""The name of the file in the folder of corrections."""

_PRIOR = 3.0
"""How many decisions the shipped cost of a change weighs."""
_LEAST, _MOST = 0.05, 1.5
"""Bounds of a learned cost."""
FAMILIES = ("G", "C")
"""Rules that are about names and terms; only their decisions teach anything about letters and forms."""
_MOST_DIGITS = 9
"""Digits of a count; what is longer was never counted."""
_FARTHEST = 0.6
"""Cost by letter above which a correction is another word, not a damaged one, and says nothing about letters."""

_HEAD = """\
# What was approved and refused here, by change of letters; written by `corrigenda learn`, read by `corrigenda lint`.
# right: what should stand; wrong: what stands there; $ behind both: at the end of a word.
# Edit or delete the file as you like.
"""
_COLUMNS = "right\twrong\tapproved\trefused"


@dataclass(frozen=True, slots=True, order=True)
class Lesson:
    """How often a change of letters was approved as an error, and how often refused."""

    right: str
    wrong: str
    approved: int
    refused: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """A form that was corrected, wherever it stood."""

    sic: str
    keys: tuple[str, ...]
    corr: str
    approved: int
    """In how many places `corr` was approved for it."""
    refused: int
    """In how many places it was found right, or corrected otherwise."""

    @property
    def score(self) -> float:
        """Return how sure it is that the next place is wrong too (Laplace's rule of succession)."""
        return (self.approved + 1) / (self.approved + self.refused + 2)


def corrected(decisions: Iterable[Decision]) -> tuple[Corrected, ...]:
    """Return the forms that were corrected, each with its most approved reading."""
    readings: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    kept: Counter[tuple[str, ...]] = Counter()
    forms: dict[tuple[str, ...], str] = {}
    for decision in standing(decisions).values():
        keys = _keys(decision.anchor.sic)
        if not keys or not decision.rule.startswith(FAMILIES):
            continue
        if decision.emends and decision.corr:
            forms.setdefault(keys, form_of(decision.anchor.sic))
            readings[keys][form_of(decision.corr)] += 1
        elif decision.verdict in (Verdict.REJECT, Verdict.ADMIT):
            kept[keys] += 1
    found = []
    for keys, counts in readings.items():
        corr, approved = max(counts.items(), key=lambda item: (item[1], item[0]))
        if fold.key(corr) != fold.key(forms[keys]):
            found.append(Corrected(forms[keys], keys, corr, approved, counts.total() - approved + kept[keys]))
    return tuple(sorted(found, key=lambda each: each.keys))


def _keys(sic: str) -> tuple[str, ...]:
    tokens = Tokens(form_of(sic))
    return tuple(tokens.key(number) for number in range(len(tokens)))


def lessons(decisions: Iterable[Decision], findings: Mapping[str, Finding], costs: Channel) -> tuple[Lesson, ...]:
    """Return what decisions teach about letters.

    Args:
        decisions: all lines of the journals.
        findings: the findings by id as they are without journal: a refusal teaches about the reading it refused.
        costs: the channel that aligns the letters.
    """
    approved: Counter[Change] = Counter()
    refused: Counter[Change] = Counter()
    for decision in standing(decisions).values():
        if not decision.rule.startswith(FAMILIES):
            continue
        sic = form_of(decision.anchor.sic)
        if decision.emends and decision.corr:
            approved.update(_changes(form_of(decision.corr), sic, costs))
        elif decision.verdict in (Verdict.REJECT, Verdict.ADMIT) and decision.finding in findings:
            readings = findings[decision.finding].readings
            if readings:
                refused.update(_changes(form_of(readings[0].text), sic, costs))
    return tuple(
        Lesson(*change, approved[change], refused[change]) for change in sorted(approved.keys() | refused.keys())
    )


def _changes(right: str, wrong: str, costs: Channel) -> tuple[Change, ...]:
    """Return the changes of letters between two words, none if they are not forms of one word."""
    if not right or not wrong or " " in right or costs.cost(right, wrong) > _FARTHEST * len(right):
        return ()
    return tuple(change for change in costs.changes(right, wrong) if all(change))


def taught(costs: Channel, learned: Iterable[Lesson]) -> Channel:
    """Return the channel with the costs that the lessons give.

    >>> from corrigenda.likeness.confusion import channel
    >>> before = channel()
    >>> after = taught(before, [Lesson("g", "y", 9, 0)])
    >>> after.cost("Saigon", "Saiyon") < before.cost("Saigon", "Saiyon")
    True
    """
    return costs.taught(
        {
            (each.right, each.wrong): min(
                _MOST,
                max(
                    _LEAST,
                    costs.cost_of((each.right, each.wrong)) * ((_PRIOR + each.refused) / (_PRIOR + each.approved)),
                ),
            )
            for each in learned
        }
    )


def render(learned: Iterable[Lesson]) -> bytes:
    """Return the file that keeps lessons: tab-separated, most approved first."""
    ordered = sorted(learned, key=lambda each: (-each.approved, each.refused, each))
    rows = "".join(
        "\t".join((*written((each.right, each.wrong)), f"{each.approved}\t{each.refused}\n")) for each in ordered
    )
    return f"{_HEAD}{_COLUMNS}\n{rows}".encode()


def parse(data: bytes, where: str) -> tuple[Lesson, ...]:
    """Return the lessons in a file.

    Raises:
        InputError: a damaged cell or line, as file:line:column.
    """
    where = visible(where)
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError as error:
        line, column = undecodable(error)
        raise InputError(f"not UTF-8 at byte {error.start}", where=f"{where}:{line}:{column}", help=_MEND) from error
    rows = ((number, row) for number, row in enumerate(lines, 1) if row and not row.startswith("#") and row != _COLUMNS)
    return tuple(_lesson(row.split("\t"), f"{where}:{number}") for number, row in rows)


def _lesson(cells: list[str], where: str) -> Lesson:
    """Return the lesson on a line, which `where` names."""
    column = 1
    if len(cells) == _COLUMNS.count("\t") + 1:
        right, wrong, approved, refused = cells
        fit = (bool(right), bool(wrong), _is_count(approved), _is_count(refused))
        if all(fit):
            return Lesson(*as_read(right, wrong), int(approved), int(refused))
        column += sum(len(cell) + 1 for cell in cells[: fit.index(False)])
    raise InputError("not a lesson: right, wrong and two counts", where=f"{where}:{column}", help=_MEND)


def _is_count(text: str) -> bool:
    return text.isdecimal() and len(text) <= _MOST_DIGITS


_MEND = "mend the line, or delete the file: `corrigenda learn` writes it again"
