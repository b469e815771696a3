"""Sequences that make their items on demand are like any other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.ondemand import OnDemand


class Squares(OnDemand[int]):
    """The squares of the first numbers."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def _made(self, number: int) -> int:
        assert 0 <= number < self._count
        return number * number


COUNTS = st.integers(0, 6)


@given(st.data(), COUNTS)
def test_slices_are_those_of_a_tuple(data: st.DataObject, count: int) -> None:
    at = data.draw(st.slices(count))
    assert Squares(count)[at] == tuple(Squares(count))[at]


@given(COUNTS, st.integers(-8, 8))
def test_items_are_those_of_a_tuple(count: int, at: int) -> None:
    squares = tuple(number * number for number in range(count))
    assert tuple(Squares(count)) == squares
    if -count <= at < count:
        assert Squares(count)[at] == squares[at]
    else:
        with pytest.raises(IndexError):
            Squares(count)[at]
