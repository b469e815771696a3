"""Numbers by hash are those that a dictionary gives, however full the places are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.counting import table
from corrigenda.counting.table import Table

HASHES = st.integers(0, 20) | st.integers(0, 2**64 - 1)


@given(st.lists(st.lists(HASHES, max_size=30), max_size=5), st.lists(HASHES))
def test_each_hash_has_the_number_that_it_got_when_it_came_first(steps: list[list[int]], others: list[int]) -> None:
    numbers: dict[int, int] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "_LEAST_PLACES", 2)
        patch.setattr(table, "_SPARSE", 2)
        made = Table()
        for hashes in steps:
            new = [at for at, each in enumerate(hashes) if each not in numbers and each not in hashes[:at]]
            numbers.update((hashes[at], number) for number, at in enumerate(new, len(numbers)))
            ids, firsts = made.numbered(np.array(hashes, np.uint64))
            assert (ids.tolist(), firsts.tolist()) == ([numbers[each] for each in hashes], new)
    assert made.hashes.tolist() == list(numbers)
    assert made.find(np.array(others, np.uint64)).tolist() == [numbers.get(each, -1) for each in others]
