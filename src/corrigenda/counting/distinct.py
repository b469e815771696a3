"""Numbers of which each is wanted once, by numpy.

`np.unique` does the same, but loads the arrays with masks for it, which takes as long as to check a text.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_Numbers = NDArray[Any]


def begins(ordered: _Numbers) -> _Numbers:
    """Return which of some numbers, equal ones side by side, are others than the one before."""
    found = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=found[1:])
    return found


def different(numbers: _Numbers) -> _Numbers:
    """Return each number once, in order."""
    ordered = np.sort(numbers)
    found: _Numbers = ordered[begins(ordered)]
    return found


def numbered(numbers: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return each number once, in order, and for each of all at which place it is there.

    >>> [found.tolist() for found in numbered(np.array([30, 10, 30]))]
    [[10, 30], [1, 0, 1]]
    """
    order = np.argsort(numbers)
    ordered = numbers[order]
    is_first = begins(ordered)
    places = np.empty(len(numbers), np.int64)
    places[order] = np.cumsum(is_first) - 1
    return ordered[is_first], places
