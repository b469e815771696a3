"""What was counted and noted of texts, kept for a run in which only some of them are others."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from corrigenda.survey import Counts


@dataclass(frozen=True, slots=True)
class Group:
    """Some texts, with what was counted in them."""

    sigla: tuple[str, ...]
    spellings: "array[int]"
    """The numbers of those that stand in them."""
    counts: "array[int]"
    """How often each does."""
    of_rules: "dict[str, Counts]"
    """See `Survey.of_rules`."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is kept of texts that were counted and checked, so that not all must be again when some changed."""

    spellings: Sequence[str]
    groups: Sequence[Group]
    leaning: "Mapping[str, array[int]]"
    """The facts (`corrigenda.facts`) that the findings of each text depend on in the others, by siglum."""
    seen: "Mapping[str, Seen]"
    """How often folded words stood since all texts were checked, if that was not the same all the time."""


class Seen(NamedTuple):
    """How often a folded word stood in several runs, rounded: see `corrigenda.survey.Survey.often`."""

    least: int
    most: int
    most_lower: int
    """The most in lower case."""

    def also(self, often: int, lower: int) -> "Seen":
        """Return the same of one run more."""
        return Seen(min(self.least, often), max(self.most, often), max(self.most_lower, lower))


class Spellings:
    """Spellings by number; new ones may come."""

    def __init__(self, spellings: Iterable[str] = ()) -> None:
        self.all = list(spellings)
        self._numbers = {spelling: number for number, spelling in enumerate(self.all)}

    def renumbered(self, groups: Iterable[Group], spellings: Sequence[str]) -> list[Group]:
        """Return groups in which the numbers are those of other spellings by the numbers of these."""
        table = [self._number(spelling) for spelling in spellings]
        return [
            Group(group.sigla, array("I", map(table.__getitem__, group.spellings)), group.counts, group.of_rules)
            for group in groups
        ]

    def _number(self, spelling: str) -> int:
        number = self._numbers.setdefault(spelling, len(self.all))
        if number == len(self.all):
            self.all.append(spelling)
        return number


def together(parts: Iterable[Counted]) -> Counted:
    """Return what was counted in several parts of the texts as one."""
    spellings = Spellings()
    groups: list[Group] = []
    leaning: dict[str, array[int]] = {}
    for part in parts:
        groups += spellings.renumbered(part.groups, part.spellings)
        leaning |= part.leaning
    return Counted(spellings.all, groups, leaning, {})
