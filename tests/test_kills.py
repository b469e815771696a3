"""A few of the random kills that ``python tests/kills.py`` makes by the hundred."""

import pytest

pytest.importorskip("pexpect")
import kills


def test_commands_killed_at_random_times_lose_nothing() -> None:
    outcomes = kills.main(count=22, seed=7)
    assert outcomes.total() == 22
    assert any(how == "killed, files changed" for _name, how in outcomes)
