"""Which of many suspects can be errors at all: names near them, by `corrigenda.likeness.crowd`, and a bound on scores.

The bound is one of arithmetic: the utility of each name with the cost of its change, and with everything else at its
best. What it rules out would not be flagged if it were weighed one by one.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from math import inf, log
from typing import NamedTuple

import numpy as np

from corrigenda.counting import facts
from corrigenda.counting.scan import Numbers
from corrigenda.likeness import near
from corrigenda.likeness.changes import Costs
from corrigenda.likeness.confusion import channel
from corrigenda.likeness.crowd import Nearest
from corrigenda.likeness.near import Hit, NearNames, Suspect
from corrigenda.terminology.names import Name
from corrigenda.texts import fold

_ROUNDING = 1e-9
_UNSEEN = ("marks", "capital_inside", "short", "known_word", "familiar")
"""What tells of the letters of several words, and that they may be a compound; it is not looked at, as they are many.
"""


def _right(words: Sequence[str], number: int) -> str:
    """Return a name by its number; those from as many as there are on are the names in capitals."""
    return words[number] if number < len(words) else words[number - len(words)].upper()


class _Words(NamedTuple):
    """Words that may be errors, and what speaks for their being right."""

    texts: Sequence[str]
    shapes: Sequence[str]
    """Their skeletons."""
    least: Numbers
    """The utilities of their being right, at the least."""
    of_system: Numbers
    """What there is of utility besides, that a name of another system has as well."""

    def at(self, numbers: Numbers) -> "_Words":
        """Return some of them, by their numbers."""
        wanted = numbers.tolist()
        texts, shapes = ([each[number] for number in wanted] for each in (self.texts, self.shapes))
        return _Words(texts, shapes, self.least[numbers], self.of_system[numbers])


class Foresight:
    """The names of a glossary, ready to be compared with many words."""

    def __init__(self, names: NearNames, of_key: Callable[[str], float], support: Sequence[float], bar: float) -> None:
        """Get ready.

        Args:
            names: the names.
            of_key: what the texts add to the utility of a name, by its folded key; by an empty one, to that of a name
                that does not stand in them.
            support: what a place can add to the utility of each name, at the most.
            bar: how likely it must be that a word is an error, 0 to 1.
        """
        self._bar = bar
        count = len(names.names)
        self._names = names
        self._reach = partial(near.reach, names=count)
        words = names.names.words
        self._nearest = Nearest(names.skeletons, names.keys, words, self._reach, near.CONSIDERED)
        self._costs = Costs(names.channel, partial(_right, words))
        self._sounds = Costs(channel("sound"), partial(_right, words))
        weight = near.weights()
        lengths = np.fromiter(map(len, words), np.float64, count)
        self._support = np.array(support, np.float64)
        self._best = self._support + of_key("")
        self._best[names.standing] += [of_key(names.names.key_at(at)) - of_key("") for at in names.standing]
        self._best += weight["length"] * np.minimum(lengths, near.LONG)
        self._best += sum(max(0.0, weight[feature]) for feature in near.AT_BEST)
        self._initials = _initials(words)
        self._by_cost = weight["cost"] + 10 * weight["cost_by_length"] / lengths
        if names.declines:  # a case of a name may be nearer than the name, by nobody knows how much
            self._by_cost[:] = 0
        self._lengths = np.fromiter(map(len, names.skeletons), np.int64, count)
        self._most: dict[int, float] = {}
        self._begun = self._most_by_onset()
        self._most_begun_at_all = max(self._begun.values(), default=-inf)
        self.found: dict[str, Sequence[Hit]] = {}
        """The names nearest to the words that are likely errors."""
        self._is_alone: dict[str, bool] = {}
        """Whether these are likely errors without what a place adds to the utility of a name."""

    def likely(self, words: Sequence[str], least: Numbers, of_system: Numbers | None = None) -> Numbers:
        """Say which words can be errors; the names near those that can be are kept in `found`.

        Args:
            words: the words.
            least: the utilities of their being right, at the least.
            of_system: what there is of utility besides, that a name of another system has as well; if not given, none.
        """
        shapes = near.skeletons(words)
        lengths = list(map(len, shapes))
        of_length = {length: self._most_of(length) for length in set(lengths)}
        most = np.fromiter(map(of_length.__getitem__, lengths), np.float64, len(shapes))
        begun = np.full(len(words), -inf)
        single = [at for at, word in enumerate(words) if " " not in word]
        begun[single] = np.fromiter((self._most_begun(words[at]) for at in single), np.float64, len(single))
        with np.errstate(over="ignore"):
            chances = 1 / (1 + np.exp(least - np.logaddexp(most, begun))) + _ROUNDING
        found: Numbers = chances >= self._bar  # if all names near them were at no cost
        left = np.flatnonzero(found)
        asked = _Words(words, shapes, least, np.zeros(len(words)) if of_system is None else of_system)
        found[left] = self._weighed(asked.at(left), begun[left] > -inf)
        return found

    def _most_of(self, length: int) -> float:
        """Return the logarithm of the utilities of all names near a shape of a length, at the most."""
        if length not in self._most:
            best = self._best[np.abs(self._lengths - length) <= self._reach(length)]
            if len(best) > near.CONSIDERED:
                best = np.partition(best, -near.CONSIDERED)[-near.CONSIDERED :]
            self._most[length] = float(np.logaddexp.reduce(best)) if len(best) else -inf
        return self._most[length]

    def _most_begun(self, word: str) -> float:
        """Return the same for the names that a word may be half made of, if it is one word; see `NearNames.begun`."""
        return self._begun.get(word[: near.ONSET].lower(), -inf) if word.isascii() else self._most_begun_at_all

    def _most_by_onset(self) -> dict[str, float]:
        """Return the same for the names in the texts that begin alike."""
        sums: dict[str, float] = {}
        established = self._names.established
        for at, utility in zip(established, np.exp(self._best[established]).tolist(), strict=True):
            onset = self._names.names.key_at(at)[: near.ONSET]
            sums[onset] = sums.get(onset, 0.0) + utility
        return {onset: log(utilities) for onset, utilities in sums.items()}

    def _weighed(self, words: _Words, may_begin: Numbers) -> Numbers:
        """Say which words can be errors by the names near them; `may_begin` says which may be half made of one."""
        count = len(words.texts)
        is_begun = np.zeros(count, np.bool_)
        for at in np.flatnonzero(may_begin).tolist():
            is_begun[at] = self._is_begun(words.texts[at])
        row, column = self._nearest.of(words.texts, words.shapes)
        asked = np.flatnonzero((np.bincount(row, minlength=count) > 0) | is_begun)
        likely = np.zeros(count, np.bool_)
        likely[asked] = self._priced(words.at(asked), (np.searchsorted(asked, row), column), is_begun[asked])
        return likely

    def _is_begun(self, word: str) -> bool:
        """Say whether a word may be half made of any name."""
        return any(True for _ in self._names.begun(word))

    def _priced(self, words: _Words, pairs: tuple[Numbers, Numbers], is_begun: Numbers) -> Numbers:
        """Say which words can be errors by names near them: pairs (number of word, number of name)."""
        texts, (row, column) = words.texts, pairs
        weight = near.weights()
        against = np.exp(words.least)
        best = self._best[column]
        best -= max(0.0, weight["same_initial"]) * (_initials(texts)[row] != self._initials[column])
        possible = _chances(np.bincount(row, np.exp(best), len(texts)), against) >= self._bar  # at no cost
        kept = np.flatnonzero((possible | is_begun)[row])
        row, column, best = row[kept], column[kept], best[kept]
        capitals = np.fromiter(map(near.is_capitals, texts), np.bool_, len(texts))
        rights = column + len(self._best) * capitals[row]
        costs = self._costs.of(rights, texts, row)
        if costs is None:
            return np.ones(len(texts), np.bool_)
        best += self._by_cost[column] * costs
        best -= (max(0.0, weight["sound"]) + words.of_system[row]) * (costs > near.BY_SOUND)
        utilities = np.exp(best)
        likely = (_chances(np.bincount(row, utilities, len(texts)), against) >= self._bar) | is_begun
        alone = np.bincount(row, utilities / np.exp(self._support[column]), len(texts))
        is_alone = _chances(alone, against) >= self._bar
        errors = np.flatnonzero(likely)
        self._is_alone.update((texts[number], bool(is_alone[number])) for number in errors.tolist())
        kept = np.flatnonzero(likely[row])
        self._keep(texts, errors, (row[kept], column[kept]), rights[kept], costs[kept])
        return likely

    def _keep(
        self, words: Sequence[str], errors: Numbers, pairs: tuple[Numbers, Numbers], rights: Numbers, costs: Numbers
    ) -> None:
        """Keep the names near likely errors in `found`, unless whether they sound alike must be asked one by one.

        Args:
            words: the words among which they are.
            errors: their numbers.
            pairs: each one's number with that of a name near it.
            rights: the same names, as `_right` has them.
            costs: what their changes cost.
        """
        row, column = pairs
        is_sound = costs <= near.BY_SOUND
        by_sound = self._sounds.of(rights[is_sound], words, row[is_sound])
        if by_sound is None:
            return
        is_sound[is_sound] = by_sound <= costs[is_sound] + near.SAME
        found: dict[str, list[Hit]] = {words[number]: [] for number in errors.tolist()}
        hits = zip(column.tolist(), costs.tolist(), is_sound.tolist(), strict=True)
        for number, hit in zip(row.tolist(), hits, strict=True):
            found[words[number]].append(hit)
        self.found.update(found)

    def near(self, word: str) -> tuple[Name, ...]:
        """Return the names near a likely error."""
        hits = self.found.get(word)
        if hits is None:
            return tuple(each.name for each in self._names.near(word))
        return (*(self._names.names.at(number) for number, _cost, _sound in hits), *self._names.begun(word))

    def is_alone(self, word: str) -> bool:
        """Say whether a likely error may be one without what its place adds to the utility of a name."""
        return self._is_alone.get(word, True) or self._is_begun(word)

    def begins(self, word: str) -> int:
        """Return the fact that a word depends on which names stand at all, as it begins like one; 0 if it does not."""
        if word.isascii() and word.isalpha():  # as most are: no article is before it
            return self._onsets.get(word[: near.ONSET].lower(), 0) if word[0].isupper() else 0
        stem = fold.split_elision(word)[1]
        return self._onsets.get(fold.key(stem)[: near.ONSET], 0) if stem[0].isupper() else 0

    @cached_property
    def _onsets(self) -> dict[str, int]:
        """The facts which names begin so, by their beginnings."""
        onsets = {key[: near.ONSET] for key in self._names.keys}
        return {onset: facts.of_onset(onset) for onset in onsets}


def _chances(utilities: Numbers, against: Numbers) -> Numbers:
    """Return how likely errors are at the most: the exponentials of utilities of names are given, and those against."""
    chances: Numbers = utilities / (utilities + against) + _ROUNDING
    return chances


def least_of_several(words: Numbers, is_lower: Numbers) -> Numbers:
    """Return the utilities of several words' being right, at the least: what is `_UNSEEN` is taken at its worst.

    Args:
        words: how many of them the language knows.
        is_lower: whether the first begins in lower case.
    """
    weight = near.weights()
    at_worst = sum(min(0.0, weight[name]) for name in _UNSEEN)
    of_words: Numbers = weight["known_part"] * words + weight["lower_case"] * is_lower + weight["noise"] * (words == 0)
    return weight["bias"] + weight["several_words"] + of_words + at_worst


def _initials(words: Sequence[str]) -> Numbers:
    """Return the first letters of words, in lower case: those that begin alike have the same."""
    initials = "".join([word[0] for word in words])
    if initials.isascii():
        return np.frombuffer(initials.lower().encode(), np.uint8)
    return np.fromiter((ord(initial.lower()[0]) for initial in initials), np.int64, len(words))


def least(suspect: Suspect) -> float:
    """Return the utility of a word's being right, at the least, less what a name of another system has as well."""
    weight = near.weights()
    features = near.null_features(suspect, noisy=True)
    return sum(
        min(0.0, weight[name] * value) if name in near.OF_A_SYSTEM else weight[name] * value
        for name, value in features.items()
    )
