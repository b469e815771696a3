"""What was counted and noted of texts, kept for a run in which only some of them are others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, Union

from corrigenda.storage.blocks import Block

if TYPE_CHECKING:
    from array import array

    from corrigenda.counting.scan import Numbers
    from corrigenda.counting.survey import Counts

Facts = Union["array[int]", "Numbers"]
"""Numbers of 32 bits, see `corrigenda.counting.facts`."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some texts, with what was counted in them."""

    sigla: tuple[str, ...]
    spellings: "Numbers"
    """The numbers of those that stand in them."""
    counts: "Numbers"
    """How often each does."""
    of_rules: "dict[str, Counts]"
    """See `Survey.of_rules`."""


@dataclass(frozen=True, slots=True)
class Words:
    """The spellings of texts by their numbers, with what is asked of all of them and takes long to find out."""

    spellings: Sequence[str]
    hashes: "Numbers"
    """See `corrigenda.counting.scan`."""
    kinds: "Numbers"
    """The number of the folded key of each."""
    hashes_of_kinds: "Numbers"
    """The hashes of the folded keys, by their numbers."""
    is_lower: "Numbers"
    """Whether each begins in lower case."""
    is_capital: "Numbers"
    """Whether each begins with a capital."""
    frames: "Numbers"
    """The facts which other names have the consonants of each, see `facts.of_frame`; 0 where it can be no name."""


@dataclass(frozen=True, slots=True)
class PutAway:
    """A group that is in a file."""

    sigla: tuple[str, ...]
    block: Block


class Lost(Exception):  # noqa: N818 - it is no error, what was lost is counted again
    """What was put away is not there any more."""


class Archive(Protocol):
    """Where groups are that were put away."""

    def group(self, away: PutAway) -> Group:
        """Return a group.

        Raises:
            Lost: it is not there any more.
        """


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of all texts."""

    at_hand: Sequence[Group]
    away: Sequence[PutAway] = ()
    """Those that were counted in an earlier run."""
    archive: Archive | None = None
    """Where they are."""

    def of(self, sigla: frozenset[str]) -> Iterator[Group]:
        """Yield those that have any of some texts.

        Raises:
            Lost: one is not there any more.
        """
        yield from (group for group in self.at_hand if not sigla.isdisjoint(group.sigla))
        for each in self.away:
            if self.archive is not None and not sigla.isdisjoint(each.sigla):
                yield self.archive.group(each)

    def without(self, sigla: frozenset[str], new: Iterable[Group]) -> "Groups":
        """Return those that have none of some texts, and new ones."""
        at_hand = [group for group in self.at_hand if sigla.isdisjoint(group.sigla)]
        away = [each for each in self.away if sigla.isdisjoint(each.sigla)]
        return Groups([*at_hand, *new], away, self.archive)


@dataclass(frozen=True, slots=True)
class Counted:
    """What is kept of texts that were counted and checked, so that not all must be again when some changed."""

    words: Words
    counts: "Numbers"
    """How often each spelling stands in all texts."""
    of_rules: "dict[str, Counts]"
    """See `Survey.of_rules`."""
    groups: Groups
    leaning: Mapping[str, Facts]
    """The facts that the findings of each text depend on in the others, by siglum."""
    seen: "Mapping[str, Seen]"
    """How often folded words stood since all texts were checked, if that was not the same all the time."""


class Seen(NamedTuple):
    """How often a folded word stood in several runs, rounded: see `corrigenda.counting.survey.Survey.often`."""

    least: int
    most: int
    most_lower: int
    """The most in lower case."""

    def also(self, often: int, lower: int) -> "Seen":
        """Return the same of one run more."""
        return Seen(min(self.least, often), max(self.most, often), max(self.most_lower, lower))
