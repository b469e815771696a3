"""How far long work is, and how long its stages took: both on standard error."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 1.0
"""Seconds of work before a bar is shown."""
_INTERVAL = 0.1
"""Seconds between two drawings of it."""
_MEGA = 1_000_000


def time_left(seconds: float, done: int, to_do: int) -> float | None:
    """Return how many seconds are left when `done` letters took so many; None while nothing is done.

    >>> time_left(2.0, 10, 25), time_left(1.0, 0, 25)
    (5.0, None)
    """
    return seconds / done * to_do if done else None


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return "-:--:--"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


class Bar:
    """A bar on standard error for work of more than a second, where that is a terminal: texts, MB, findings, time left.

    Counting and checking each go through all texts; the bar is full when both did. Checking takes longer than
    counting, so that the time left is told by the stage that is under way.
    """

    def __init__(self, texts: int, size: int) -> None:
        self._texts, self._size = texts, size
        self._begun = self._drawn = self._turned = time.monotonic()
        self._stage = ""
        self._done = {"count": 0, "check": 0}
        self._checked = self._findings = 0
        self._bar: tuple[Progress, TaskID] | None = None
        self._is_shown = sys.stderr.isatty()

    def watch(self, stage: str, texts: int, size: int, findings: int) -> None:
        """Take note of work that was done."""
        self._done[stage] += size
        self._findings += findings
        self._checked += texts if stage == "check" else 0
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._turned = stage, now
        if self._is_shown and now - self._begun > _PATIENCE and now - self._drawn > _INTERVAL:
            self._drawn = now
            self._draw(stage, now)

    def _draw(self, stage: str, now: float) -> None:
        if self._bar is None:
            self._bar = self._made()
        progress, task = self._bar
        to_do = 2 * self._size - sum(self._done.values())
        progress.update(
            task,
            completed=sum(self._done.values()),
            description="Counting words" if stage == "count" else "Checking",
            texts=f"{self._checked:,} of {self._texts:,} files",
            size=f"{self._done[stage] / _MEGA:,.1f} of {self._size / _MEGA:,.1f} MB",
            findings=f"{self._findings:,} findings",
            spent=_clock(now - self._begun),
            left=_clock(time_left(now - self._turned, self._done[stage], to_do)),
        )
        progress.refresh()

    def _made(self) -> "tuple[Progress, TaskID]":
        from rich.console import Console  # noqa: PLC0415 - most runs are over before a bar is needed
        from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

        progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[texts]}  {task.fields[size]}  {task.fields[findings]} "),
            TextColumn("{task.fields[spent]}, {task.fields[left]} left"),
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,  # by a thread, and processes are forked meanwhile
            expand=True,
        )
        task = progress.add_task("", total=2 * self._size, texts="", size="", findings="", spent="", left="")
        progress.start()
        return progress, task

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar[0].stop()


class Profile:
    """Seconds of each stage, in the order in which they began."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._since = 0.0
        self._now = ""

    def turn(self, stage: str) -> None:
        """Say that from now on time is spent on another stage; on none when it is empty."""
        now = time.perf_counter()
        if self._now:
            self._seconds[self._now] += now - self._since
        if stage:
            self._seconds.setdefault(stage, 0.0)
        self._now, self._since = stage, now

    def show(self, size: int) -> None:
        """Print seconds and MB a second of each stage on standard error; `size` is that of the texts in code points."""
        rows = [*self._seconds.items(), ("all", sum(self._seconds.values()))]
        click.echo(f"{'stage':10}{'seconds':>10}{'MB/s':>10}", err=True)
        for stage, seconds in rows:
            rate = f"{size / _MEGA / seconds:,.1f}" if seconds else ""
            click.echo(f"{stage:10}{seconds:>10.3f}{rate:>10}".rstrip(), err=True)
