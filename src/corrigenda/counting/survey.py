"""What is counted over all texts that are linted together, before any of them is checked.

Counting first keeps findings independent of the order of the files, and lets a short newspaper article
profit from the names in its neighbours. Counts of some texts can be added to those of others in any order and
any grouping, and can travel between processes: texts may be counted in parts.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log2
from typing import Any, NamedTuple, Protocol, Self

from corrigenda.texts import fold
from corrigenda.texts.tokens import Tokens


class Counts(Protocol):
    """What a rule counts over all texts beyond their words; made without any, there is nothing yet."""

    def __init__(self) -> None: ...

    def add(self, other: Self) -> None:
        """Add the counts of other texts."""

    def remove(self, other: Self) -> None:
        """Take the counts of some of the texts away."""

    def differ(self, other: Self) -> Iterable[int]:
        """Return the facts (`corrigenda.counting.facts`) that differ from other counts."""

    def rows(self) -> Any:
        """Return the counts as lists, for JSON."""

    @classmethod
    def of_rows(cls, rows: Any) -> Self:
        """Return the counts that `rows` made lists of."""


class Spelled(NamedTuple):
    """Spellings and how often each stands, side by side; it is not changed."""

    words: Sequence[str]
    counts: "array[int]"

    @classmethod
    def of(cls, words: Sequence[str], counts: bytes) -> Self:
        """Return them with the counts in a row, 64 bits each."""
        return cls(words, array("q", counts))


_Packed = tuple[str, bytes]
"""The same as it travels."""
_BETWEEN = "\0"
"""Stands in no word."""
_ROUND = 100
"""From here on, counts are told by their first two digits."""
_STEPS = 8
"""Steps to the double in which the number of all words is told."""
_State = tuple[_Packed, set[str | None], dict[str, Counts]]


def _packed(spelled: Spelled) -> _Packed:
    return _BETWEEN.join(spelled.words), spelled.counts.tobytes()


def _unpacked(packed: _Packed) -> Spelled:
    words, data = packed
    return Spelled.of(words.split(_BETWEEN) if data else (), data)


def rounded(count: int) -> int:
    """Return a count by its first two digits: what stands hundreds of times stands no oftener for once more.

    >>> rounded(99), rounded(101), rounded(4_873), rounded(4_950)
    (99, 100, 4900, 5000)
    """
    if count < _ROUND:
        return count
    step: int = 10 ** (len(str(count)) - 2)
    return (count + step // 2) // step * step


def times(count: int) -> str:
    """Return a count in words.

    >>> times(1), times(4_873)
    ('once', '4,873 times')
    """
    return "once" if count == 1 else f"{count:,} times"


def about_times(count: int) -> str:
    """Return a rounded count in words.

    >>> about_times(12), about_times(4_900)
    ('12 times', 'about 4,900 times')
    """
    return times(count) if count < _ROUND else f"about {times(count)}"


def about(words: int) -> float:
    """Return a number of words, rounded; 2 at the least, as logarithms are taken."""
    return 2 ** (round(log2(max(2, words)) * _STEPS) / _STEPS)


def add_of_rules(counts: dict[str, Counts], others: Mapping[str, Counts]) -> None:
    """Add to what rules counted, by name, what they counted in other texts."""
    for name, other in others.items():
        counts.setdefault(name, type(other)()).add(other)


class ByKey(NamedTuple):
    """Occurrences by folded key."""

    keys: Counter[str]
    lower: Counter[str]
    """Of words that begin in lower case."""
    capitals_alone: int
    """How many different words stand with a capital, and never without."""


def _by_key(spelled: Spelled) -> ByKey:
    keys: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    capital: set[str] = set()
    of_keys, of_lower = keys.get, lower.get  # most keys are new, and a counter is slow to tell what it lacks
    for key, surface, count in zip(fold.keys(spelled.words), *spelled, strict=True):
        keys[key] = of_keys(key, 0) + count
        if surface[0].islower():
            lower[key] = of_lower(key, 0) + count
        elif surface[0].isupper():
            capital.add(key)
    return ByKey(keys, lower, len(capital - lower.keys()))


class Survey:
    """How often each word stands in the texts, and what else the rules had counted."""

    __slots__ = (
        "_by_key",
        "_capitals",
        "_make_by_key",
        "_spelled",
        "_surfaces",
        "by_frame",
        "languages",
        "of_rules",
    )

    def __init__(
        self, spelled: Spelled | Counter[str] | None = None, by_key: Callable[[], ByKey] | None = None
    ) -> None:
        """Begin without any counts, or with those of spellings; `by_key` gives those of keys, where it is quicker."""
        counter = Counter[str]() if spelled is None else spelled
        self._surfaces = counter if isinstance(counter, Counter) else None
        self._spelled = spelled if isinstance(spelled, Spelled) else None
        """The same counts: one is made of the other when it is asked for."""
        self._make_by_key = by_key
        self._by_key: ByKey | None = None
        self._capitals: Counter[str] | None = None
        self.languages: set[str | None] = set()
        """The languages of the texts; None is that of one with too few words to tell."""
        self.of_rules: dict[str, Counts] = {}
        """What rules counted, by the name under which they publish it."""
        self.by_frame: Callable[[str], Iterable[str]] | None = None
        """Gives the names with some consonants, and perhaps others, where it is quicker than to go through all."""

    @property
    def surfaces(self) -> Counter[str]:
        """Occurrences by spelling."""
        found = self._surfaces
        if found is None:
            found = Counter()
            dict.update(found, zip(*self.spelled, strict=True))
            self._surfaces = found  # when it is whole: several threads of a cluster may ask
        return found

    @property
    def capitals(self) -> Counter[str]:
        """Occurrences by spelling: of those that begin with a capital, at the least, which is less to make than all."""
        if self._surfaces is not None:
            return self._surfaces
        found = self._capitals
        if found is None:
            found = Counter()
            every = zip(*self.spelled, strict=True)
            dict.update(found, ((word, count) for word, count in every if word[0].isupper()))
            self._capitals = found  # as above
        return found

    @property
    def spelled(self) -> Spelled:
        """The same side by side."""
        found = self._spelled
        if found is None:
            surfaces = self.surfaces
            found = self._spelled = Spelled(tuple(surfaces), array("q", surfaces.values()))
        return found

    @property
    def keys(self) -> Counter[str]:
        """Occurrences by folded key."""
        found = self._by_key  # asked for more often than anything else
        return self._fold().keys if found is None else found.keys

    @property
    def lower(self) -> Counter[str]:
        """Occurrences by folded key of those that begin in lower case."""
        return (self._by_key or self._fold()).lower

    @property
    def capitals_alone(self) -> int:
        """How many different words stand with a capital, and never without."""
        return (self._by_key or self._fold()).capitals_alone

    @property
    def size(self) -> float:
        """Return how many words there are, about: in steps of 9 %, so that a few more or less change no score."""
        return about(sum(self.spelled.counts) if self._surfaces is None else self._surfaces.total())

    def often(self, key: str) -> int:
        """Return how often a folded word stands, rounded."""
        return rounded(self.keys.get(key, 0))

    def often_lower(self, key: str) -> int:
        """Return the same of where it begins in lower case."""
        return rounded(self.lower.get(key, 0))

    def _fold(self) -> ByKey:
        found = self._by_key = _by_key(self.spelled) if self._make_by_key is None else self._make_by_key()
        return found

    def __getstate__(self) -> _State:
        """Return the counts as they travel: those of spellings in one string and one array; all else follows."""
        return _packed(self.spelled), self.languages, self.of_rules

    def __setstate__(self, state: _State) -> None:
        """Take counts that travelled."""
        packed, self.languages, self.of_rules = state
        self._spelled = _unpacked(packed)
        self._make_by_key = self._by_key = self._capitals = self._surfaces = self.by_frame = None

    def add(self, other: "Survey") -> None:
        """Add the counts of other texts."""
        if not self.spelled.words:
            self._recounted()
            self._surfaces, self._spelled = None, other.spelled
            self._make_by_key = other._make_by_key  # noqa: SLF001 - a survey too
        elif other.spelled.words:
            self.surfaces.update(other.surfaces)
            self._recounted()
        self.add_but_words(other)

    def add_but_words(self, other: "Survey") -> None:
        """Add what else was counted in other texts."""
        self.languages |= other.languages
        add_of_rules(self.of_rules, other.of_rules)

    def count(self, tokens: Tokens) -> None:
        """Count the words of one text."""
        for surface, _key, count in tokens.counted():
            self.surfaces[surface] += count
        self._recounted()

    def _recounted(self) -> None:
        self._spelled = self._make_by_key = self._by_key = self._capitals = None

    @classmethod
    def of(cls, texts: Iterable[Tokens]) -> "Survey":
        """Return the counts of words over texts."""
        survey = cls()
        for tokens in texts:
            survey.count(tokens)
        return survey
