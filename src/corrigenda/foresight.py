"""Which of many suspects can be errors at all: names near them by `corrigenda.crowd`, and a bound on their scores.

The bound is one of arithmetic: the utility of each name with the cost of its change, and with everything else at its
best. What it rules out would not be flagged if it were weighed one by one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from math import inf, log

import numpy as np

from corrigenda import near
from corrigenda.crowd import Costs, Nearest, Numbers
from corrigenda.lexicon import Name
from corrigenda.near import Names, Suspect

_ROUNDING = 1e-9
_AT_WORST = sum(min(0.0, near.weights()[name]) for name in ("lower_case", "marks", "capital_inside", "short"))
"""What the letters of several words can say for an error, at the most."""


class Foresight:
    """The names of a glossary, ready to be compared with many words."""

    def __init__(self, names: Names, weigh: Callable[[Name], float]) -> None:
        count = len(names.names)
        self._names = names
        self._nearest = Nearest(names.skeletons, partial(near.reach, names=count), near.CONSIDERED)
        words = [name.word for name in names.names]
        self._costs = Costs(names.channel, words + [word.upper() for word in words])
        weight = near.weights()
        lengths = np.fromiter(map(len, words), np.float64, count)
        self._best = np.fromiter(map(weigh, names.names), np.float64, count)
        self._best += weight["length"] * np.minimum(lengths, near.LONG)
        self._best += sum(max(0.0, weight[feature]) for feature in near.AT_BEST)
        self._by_cost = weight["cost"] + 10 * weight["cost_by_length"] / lengths
        most = near.CONSIDERED + max(map(len, names.by_onset.values()), default=0)
        self._hopeless = float(self._best.max(initial=-inf)) + log(most / near.LIKELY)

    def of(self, suspects: Iterable[Suspect]) -> tuple[list[Suspect], Mapping[str, Sequence[tuple[int, float]]]]:
        """Return the suspects that are no errors, and the names nearest to the others with the costs of the changes."""
        suspects = list(suspects)
        least = np.fromiter(map(_least, suspects), np.float64, len(suspects))
        open_ = np.flatnonzero(least < self._hopeless)
        left = [suspects[number] for number in open_.tolist()]
        chances, found = self._weighed(left, least[open_])
        is_right = least >= self._hopeless
        is_right[open_[chances < near.LIKELY]] = True
        likely = {each.text for each, right in zip(suspects, is_right.tolist(), strict=True) if not right}
        return [suspects[number] for number in np.flatnonzero(is_right).tolist()], {
            word: found[word] for word in likely if word in found
        }

    def _weighed(
        self, suspects: Sequence[Suspect], least: Numbers
    ) -> tuple[Numbers, Mapping[str, Sequence[tuple[int, float]]]]:
        """Return how likely suspects are errors, at the most, and the nearest names with the costs of the changes."""
        words = list(dict.fromkeys(each.text for each in suspects))
        numbers = {word: number for number, word in enumerate(words)}
        shapes = [near.skeleton(word) for word in words]
        row, column = self._nearest.of(shapes)
        capitals = np.fromiter(map(near.is_capitals, words), np.bool_, len(words))
        costs = self._costs.of(column + len(self._best) * capitals[row], words, row)
        if costs is None:
            return np.ones(len(suspects)), {}
        utilities = np.exp(self._best[column] + self._by_cost[column] * costs)
        most = np.bincount(row, utilities, len(words))[[numbers[each.text] for each in suspects]]
        chances = most / (most + np.exp(least)) + _ROUNDING
        # nothing is said of words that begin like a name and end in a word
        chances[[any(True for _ in self._names.begun(each.text)) for each in suspects]] = 1.0
        likely = np.zeros(len(words), np.bool_)
        likely[[numbers[suspects[number].text] for number in np.flatnonzero(chances >= near.LIKELY).tolist()]] = True
        kept = np.flatnonzero(likely[row])
        found: dict[str, list[tuple[int, float]]] = {words[number]: [] for number in np.flatnonzero(likely).tolist()}
        for number, name, cost in zip(row[kept].tolist(), column[kept].tolist(), costs[kept].tolist(), strict=True):
            found[words[number]].append((name, cost))
        return chances, found


def _least(suspect: Suspect) -> float:
    """Return the utility of a suspect's being right, at the least, less what a name of another system has as well."""
    weight = near.weights()
    if suspect.parts > 1:  # many, and none of them common: what their letters say against an error is left out
        return weight["bias"] + weight["several_words"] + weight["known_part"] * suspect.words + _AT_WORST
    features = near.null_features(suspect)
    return sum(
        min(0.0, weight[name] * value) if name in near.OF_A_SYSTEM else weight[name] * value
        for name, value in features.items()
    )
