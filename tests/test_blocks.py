"""Bytes that are added to a file come back, whatever was added and left out meanwhile."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrigenda.storage.blocks import Block, Blocks

PARTS = st.lists(st.binary(max_size=9), max_size=4)


@given(st.lists(st.tuples(st.sets(st.integers(0, 20)), PARTS), max_size=8))
def test_what_is_kept_and_what_is_new_comes_back(steps: list[tuple[set[int], list[bytes]]]) -> None:
    with TemporaryDirectory() as folder:
        blocks = Blocks(Path(folder) / "run.groups")
        there: list[tuple[Block, bytes]] = []
        for left_out, new in steps:
            there = [each for number, each in enumerate(there) if number not in left_out]
            expected = [*(data for _block, data in there), *new]
            made = blocks.added([block for block, _data in there], [(part[:2], part[2:]) for part in new])
            there = list(zip(made, expected, strict=True))
            assert [blocks.read(block) for block, _data in there] == expected
            assert blocks.path.stat().st_size <= 2 * sum(map(len, expected)) + sum(map(len, new))


def test_what_is_kept_stays_where_it_is(tmp_path: Path) -> None:
    blocks = Blocks(tmp_path / "run.groups")
    one, other = blocks.added([], [[b"one"], [b"oth", b"er"]])
    inode = blocks.path.stat().st_ino
    assert blocks.added([other], [[b"new"]])[0] == other
    assert blocks.path.stat().st_ino == inode
    assert blocks.path.read_bytes() == b"oneothernew"
    assert blocks.read(one) == b"one"


def test_another_file_in_its_place_is_seen(tmp_path: Path) -> None:
    blocks = Blocks(tmp_path / "run.groups")
    (block,) = blocks.added([], [[b"data"]])
    blocks.path.write_bytes(b"date")
    with pytest.raises(ValueError, match="damaged"):
        blocks.read(block)
