"""A terminal without a window: starts a command in it, types, and reads the screen."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte

PATIENCE = 30.0
"""Seconds after which something that should appear counts as missing; machines under test are busy."""


class Terminal:
    """A command that runs in a pseudo-terminal of a given size.

    Args:
        command: the program and its arguments.
        columns: width of the terminal.
        rows: height of the terminal.
        cwd: the folder in which the command runs.
        env: variables beside those of the tests; ``NO_COLOR``, ``COLUMNS`` and ``LINES`` are not passed on.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            command[0],
            list(command[1:]),
            dimensions=(rows, columns),
            cwd=str(cwd) if cwd else None,
            env={**inherited, "TERM": "xterm-256color", **(env or {})},
        )
        self.child.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.close(force=True)

    def send(self, keys: str) -> None:
        """Type `keys`, all at once."""
        self.child.send(keys.encode())

    def lines(self) -> list[str]:
        """Return the rows of the screen as they are now, without blanks at their ends."""
        self._read(0)
        return [line.rstrip() for line in self.screen.display]

    def text(self) -> str:
        """Return the screen as one text."""
        return "\n".join(self.lines())

    def wait_for(self, text: str) -> list[str]:
        """Return the screen once `text` stands on it."""
        return self.wait_until(lambda shown: text in shown, text)

    def wait_until(self, wanted: Callable[[str], bool], name: str = "the condition") -> list[str]:
        """Return the screen once `wanted` says so of its text.

        Raises:
            AssertionError: that does not happen; the message shows the screen.
        """
        end = time.monotonic() + PATIENCE
        while True:
            lines = self.lines()
            if wanted("\n".join(lines)):
                return lines
            if time.monotonic() > end or (not self._read(0.1) and not self.child.isalive()):
                if wanted(self.text()):
                    return self.lines()
                raise AssertionError(f"{name!r} is not on the screen:\n" + "\n".join(self.lines()))

    def colour_of(self, text: str) -> str:
        """Return the colour in which `text` begins on the screen."""
        for number, line in enumerate(self.lines()):
            if text in line:
                return str(self.screen.buffer[number][line.index(text)].fg)
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text()}")

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, and tell the command."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def hang_up(self) -> int | None:
        """Close the terminal as if its window were closed; return the command's exit code."""
        self.child.close(force=True)
        return self.child.exitstatus

    def signal(self, number: int) -> None:
        """Send the command a signal."""
        self.child.kill(number)

    def end(self) -> int | None:
        """Wait for the command to end and return its exit code; None when a signal ended it."""
        end = time.monotonic() + PATIENCE
        while self.child.isalive():
            self._read(0.05)
            assert time.monotonic() < end, f"the command goes on:\n{self.text()}"
        self._read(0)
        return self.child.exitstatus

    def _read(self, timeout: float) -> bool:
        """Take in what the command has written; say whether there was anything."""
        is_new = False
        while True:
            try:
                self._stream.feed(self.child.read_nonblocking(65536, timeout))
            except (pexpect.TIMEOUT, pexpect.EOF):
                return is_new
            is_new, timeout = True, 0
