"""Workers that do all units of work together, and what becomes of the work of those that die.

A worker that dies costs nothing but time: its units go to a new one, one text at a time from where it died. A text with
which a worker dies alone is named and given up.
"""

import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from corrigenda.counting.counted import Counted
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.finding import Finding, of_row
from corrigenda.language import words
from corrigenda.running import engine
from corrigenda.running.outcome import Linted, Watch
from corrigenda.running.worker import Work, serve
from corrigenda.shelf import names, sigla, sizes
from corrigenda.texts.tokens import Tokens
from corrigenda.texts.visible import visible

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess


_ENOUGH = 50_000
"""Code points that tell in what language most texts will be."""
_MOST_DEATHS = 3
"""Workers that a unit may cost before it is given up, wherever they died."""


@dataclass(slots=True)
class _Unit:
    """Texts that are given to a worker together."""

    numbers: tuple[int, ...]
    deaths: int = 0
    """How many workers died that had it."""


@dataclass(slots=True, eq=False)
class _Worker:
    """A process with what it was given."""

    process: "BaseProcess"
    pipe: "Connection"
    todo: deque[_Unit]
    """What it has to count yet."""
    current: _Unit | None = None
    """What it is at."""
    counted: list[_Unit] = field(default_factory=list)
    """What it counted and has not checked yet."""
    survey: bytes = b""
    """The counts, as they travel."""


class Pool:
    """Workers, and what is left for them to do."""

    def __init__(self, work: Work, watch: Watch) -> None:
        self._work = work
        self._watch = watch
        self._sizes = sizes(work.witnesses)
        self._workers: list[_Worker] = []
        self._context = _context()
        self._todo: deque[_Unit] = deque()
        self._told: set[int] = set()
        self._surveys: list[bytes] = []
        """What was counted of each text once, as it travels."""
        self._found: list[Finding] = []
        self._given_up: dict[int, CorrigendaError] = {}
        self._warnings: list[str] = []
        self._noted: list[Counted] = []

    def run(self, units: Iterable[tuple[int, ...]], jobs: int) -> Linted:
        """Have `jobs` workers do all units."""
        ready: list[_Worker] = []
        self._watch("count", 0, 0, 0)
        if self._context.get_start_method() == "fork":
            _load(self._work)
        self._todo.extend(map(_Unit, units))
        while self._todo:
            ready += self._count(jobs)
        self._surveys += [worker.survey for worker in ready]
        self._watch("check", 0, 0, 0)
        while ready:
            self._check(ready)
            ready = []
            while self._todo:  # of workers that died: their counts are known, but not to those that replace them
                ready += self._count(1)
        return Linted(
            tuple(sorted(self._found, key=engine.order)),
            tuple(self._given_up[number] for number in sorted(self._given_up)),
            tuple(self._warnings),
            counted=self._counted(),
        )

    def _counted(self) -> Counted | None:
        """Return what to keep, unless a worker took what it counted with it."""
        if not self._noted:
            return None
        from corrigenda.running import tallies  # noqa: PLC0415 - loads numpy, and little text is kept

        counted = reduce(tallies.together, self._noted)
        return counted if counted.leaning.keys() == set(sigla(self._work.witnesses)) else None

    def end(self) -> None:
        """End the workers that are left."""
        for worker in self._workers:
            if worker.process.is_alive():
                worker.process.terminate()
            worker.process.join()
            worker.pipe.close()

    def _shares(self, jobs: int) -> Iterator[deque[_Unit]]:
        """Yield what is to be done in as many parts, of about the same size: the largest unit first to the least part.

        (Graham 1969; no part is more than a third above the best.)
        """
        shares: list[deque[_Unit]] = [deque() for _ in range(min(jobs, len(self._todo)))]
        heap = [(0, number) for number in range(len(shares))]
        for unit in sorted(self._todo, key=self._size, reverse=True):
            size, number = heappop(heap)
            shares[number].append(unit)
            heappush(heap, (size + self._size(unit), number))
        self._todo.clear()
        yield from shares

    def _size(self, unit: _Unit) -> int:
        return sum(self._sizes[number] for number in unit.numbers)

    def _start(self, todo: deque[_Unit]) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(self._work, theirs), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours, todo)
        self._workers.append(worker)
        return worker

    def _count(self, jobs: int) -> list[_Worker]:
        """Have what is to be done counted by `jobs` new workers; return those that live.

        Units of workers that died are left to be done in another turn.
        """
        busy = [self._start(todo) for todo in self._shares(jobs)]
        ready: list[_Worker] = []
        for worker in busy:
            self._next_to_count(worker)
        for worker, said, thing in self._reports(busy):
            if said == "counted":
                unit = _of(worker.current)
                worker.counted.append(unit)
                if self._told.isdisjoint(unit.numbers):
                    self._told.update(unit.numbers)
                    self._watch("count", len(unit.numbers), self._size(unit), 0)
                self._next_to_count(worker)
            else:
                worker.survey = thing
                ready.append(worker)
                busy.remove(worker)
        return ready

    def _next_to_count(self, worker: _Worker) -> None:
        worker.current = worker.todo.popleft() if worker.todo else None
        self._send(worker, None if worker.current is None else worker.current.numbers)

    def _check(self, workers: Sequence[_Worker]) -> None:
        """Have each worker check what it counted."""
        for worker in workers:
            self._send(worker, [None if each is worker.survey else each for each in self._surveys])
        busy = self._sift(workers)
        for worker in busy:
            self._next_to_check(worker)
        for worker, said, found in self._reports(busy):
            if said == "noted":
                self._noted.append(found)
                busy.remove(worker)
                continue
            unit = _of(worker.current)
            self._found += map(of_row, found)
            self._watch("check", len(unit.numbers), self._size(unit), len(found))
            if worker.counted:
                self._next_to_check(worker)
            else:
                self._send(worker, None)
                worker.current = None
                if not self._work.noting:
                    busy.remove(worker)

    def _sift(self, workers: Sequence[_Worker]) -> list[_Worker]:
        """Have each worker sift its part of all spellings, and tell each of all; return those that live.

        Those that replace others have no part: what the dead ones had was for these to look at.
        """
        if not self._work.bulk or len(workers) == 1 or [worker.survey for worker in workers] != self._surveys:
            for worker in workers:
                self._send(worker, None)
            return list(workers)
        for part, worker in enumerate(workers):
            self._send(worker, part)
        verdicts: list[Any] = []
        living: list[_Worker] = []
        busy = list(workers)
        for worker, _said, found in self._reports(busy):
            verdicts.append(found)
            living.append(worker)
            busy.remove(worker)
        for worker in living:  # without the part of one that died, each finds out all for itself
            self._send(worker, verdicts if len(living) == len(workers) else [])
        return living

    def _next_to_check(self, worker: _Worker) -> None:
        worker.current = worker.counted.pop(0)
        self._send(worker, worker.current.numbers)

    @staticmethod
    def _send(worker: _Worker, thing: object) -> None:
        with suppress(OSError):  # it died: its reports end
            worker.pipe.send(thing)

    def _reports(self, busy: list[_Worker]) -> Iterator[tuple[_Worker, str, Any]]:
        """Yield what the workers send, until none is in `busy`; those that die are taken out.

        Raises:
            Exception: what a worker raised.
        """
        from multiprocessing import connection  # noqa: PLC0415 - see `_context`

        while busy:
            ready = connection.wait([worker.pipe for worker in busy])
            for worker in [worker for worker in busy if worker.pipe in ready]:
                try:
                    said, thing = worker.pipe.recv()
                except (EOFError, OSError):
                    busy.remove(worker)
                    self._bury(worker)
                    continue
                if said == "error":
                    raise thing
                yield worker, said, thing

    def _bury(self, worker: _Worker) -> None:
        """Leave what a dead worker had to others, one text at a time what it was at."""
        worker.process.join()
        how = _died(worker.process.exitcode)
        current, lost = worker.current, worker.counted
        for unit in lost if current is None else [current]:
            unit.deaths += 1
        if current is not None and len(current.numbers) > 1:
            self._warnings.append(
                f"a process that checked {self._name(current.numbers[0])} and the {len(current.numbers) - 1} after it"
                f" {how}; they were checked again one by one"
            )
            lost = [*lost, *(_Unit((number,)) for number in current.numbers)]
        elif current is not None:
            self._give_up(current, how)
        for unit in lost:
            if unit.deaths >= _MOST_DEATHS:
                self._give_up(unit, how)
            else:
                self._todo.append(unit)
        self._todo.extend(worker.todo)
        worker.counted = []

    def _give_up(self, unit: _Unit, how: str) -> None:
        for number in unit.numbers:
            self._given_up[number] = InputError(
                f"the process that checked this text {how}",
                where=self._name(number),
                help="what was found in the others stands; divide the text, or use fewer --jobs if memory ran out",
            )

    def _name(self, number: int) -> str:
        return visible(names(self._work.witnesses)[number])


def _of(unit: _Unit | None) -> _Unit:
    if unit is None:  # pragma: no cover - a worker reports on what it was given
        raise RuntimeError("a worker reported on nothing")
    return unit


def _died(code: int | None) -> str:
    """Return what an exit code says, after "the process".

    >>> _died(-9), _died(1)
    ('died (SIGKILL)', 'ended with code 1')
    """
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"died ({signal.Signals(-code).name})"
    return f"ended with code {code}"


def _load(work: Work) -> None:
    """Load what each worker would load for itself, so that those that are forked have it."""
    if work.bulk:
        from corrigenda.counting import attic  # noqa: F401, PLC0415 - numpy is in what they import
        from corrigenda.judging import sieve  # noqa: F401, PLC0415 - numpy is in what they import
    tongue = work.knowledge.language
    if work.knowledge.dictionary is None:
        tongue = tongue or words.language_of(Tokens(work.witnesses[0].text[:_ENOUGH]))
        if work.bulk and tongue in words.languages():
            words.load(str(tongue)).get_ready()


def _context() -> Any:
    """Return how processes are started: by a fork on Linux, which copies nothing that is not changed.

    No thread runs here that could hold a lock meanwhile. Elsewhere what a worker needs is pickled.
    """
    import multiprocessing  # noqa: PLC0415 - one process needs nothing of it, and it takes time to load

    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
