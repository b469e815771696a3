"""Each number once: the same as `np.unique` says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.counting.distinct import begins, different, numbered

NUMBERS = st.lists(st.integers(-3, 3), max_size=30)


@given(NUMBERS)
def test_each_number_is_there_once_in_order(numbers: list[int]) -> None:
    assert different(np.array(numbers, np.int64)).tolist() == sorted(set(numbers))


@given(NUMBERS)
def test_every_number_is_found_again_by_its_place(numbers: list[int]) -> None:
    once, places = numbered(np.array(numbers, np.int32))
    expected = np.unique(np.array(numbers, np.int32), return_inverse=True)
    assert (once.tolist(), places.tolist()) == tuple(each.tolist() for each in expected)


@given(NUMBERS)
def test_what_differs_from_the_one_before_begins(numbers: list[int]) -> None:
    assert begins(np.array(numbers, np.int64)).tolist() == [
        at == 0 or numbers[at - 1] != number for at, number in enumerate(numbers)
    ]
