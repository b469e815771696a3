"""The keys of a real terminal, read one by one for as long as a review lasts.

`click.getchar` changes the terminal's mode for every single key, which throws away what was typed in between;
and in between, Ctrl-C kills. Here the mode is set once, what arrives is never dropped, and a signal (the
terminal was closed, the process is to end) is the end of the input instead of the end of the process.
"""

import codecs
import contextlib
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType

import click

from corrigenda.reviewing.keys import is_unfinished

REDRAW = "\x0c"
"""What is read when the terminal got another size: a key that does nothing but show the screen again."""

_ESCAPE_TIMEOUT = 0.05
"""Seconds in which the rest of an escape sequence arrives, over slow lines too; else it was the key Esc."""
_PIECE = 4096
_PASTE_MARKS_ON, _PASTE_MARKS_OFF = b"\x1b[?2004h", b"\x1b[?2004l"
_ENDINGS = ("SIGHUP", "SIGTERM", "SIGINT")
_RESIZED = "SIGWINCH"


@contextlib.contextmanager
def keyboard() -> Iterator[Callable[[], str]]:
    """Give the function that waits for keys; it returns what was typed, or nothing when the input has ended.

    Standard input must be a terminal. Its mode and the signal handlers are put back at the end.
    """
    try:
        import termios  # noqa: PLC0415 - not on every system
    except ImportError:
        yield click.getchar
        return
    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    mode = termios.tcgetattr(fd)
    mode[0] &= ~(termios.IXON | termios.ICRNL | termios.INLCR)
    mode[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
    mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
    with _signals() as signals:
        termios.tcsetattr(fd, termios.TCSADRAIN, mode)
        _write(_PASTE_MARKS_ON)
        try:
            yield _Reader(fd, signals)
        finally:
            _write(_PASTE_MARKS_OFF)
            with contextlib.suppress(OSError, termios.error):  # the terminal may be gone
                termios.tcsetattr(fd, termios.TCSADRAIN, before)


class _Reader:
    """Reads a terminal and a pipe of signal numbers, whichever has something first."""

    def __init__(self, fd: int, signals: int) -> None:
        self._fd = fd
        self._signals = signals
        self._decoder = codecs.getincrementaldecoder(sys.stdin.encoding or "utf-8")("replace")

    def __call__(self) -> str:
        text = ""
        while not text:
            ready, _, _ = select.select([self._fd, self._signals], [], [])
            if self._signals in ready:
                return REDRAW if self._is_only_resized() else ""
            data = os.read(self._fd, _PIECE)
            if not data:
                return ""
            text = self._decoder.decode(data)
        while is_unfinished(text) and select.select([self._fd], [], [], _ESCAPE_TIMEOUT)[0]:
            data = os.read(self._fd, _PIECE)
            if not data:
                break
            text += self._decoder.decode(data)
        return text

    def _is_only_resized(self) -> bool:
        resized = getattr(signal, _RESIZED, None)
        return all(number == resized for number in os.read(self._signals, _PIECE))


@contextlib.contextmanager
def _signals() -> Iterator[int]:
    """Give the reading end of a pipe on which signals arrive, and keep them from ending the process."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    numbers = [getattr(signal, name) for name in (*_ENDINGS, _RESIZED) if hasattr(signal, name)]
    try:
        waker = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        handlers = {number: signal.signal(number, _note) for number in numbers}
        try:
            yield reading
        finally:
            for number, handler in handlers.items():
                signal.signal(number, signal.SIG_DFL if handler is None else handler)
            signal.set_wakeup_fd(waker)
    finally:
        os.close(reading)
        os.close(writing)


def _note(number: int, frame: FrameType | None) -> None:
    """Do nothing: the signal's number is in the pipe by now."""


def _write(data: bytes) -> None:
    with contextlib.suppress(OSError):
        os.write(sys.stdout.fileno(), data)
