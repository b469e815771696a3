"""Linting on several cores: the same findings, in the same order, as one process gives."""

import os
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import TYPE_CHECKING

from corrigenda.rules.base import Rule
from corrigenda.running import engine
from corrigenda.running.backend import backend_for
from corrigenda.running.engine import Knowledge
from corrigenda.running.outcome import Linted, Watch, unwatched
from corrigenda.running.pool import Pool
from corrigenda.running.worker import Work, to_keep
from corrigenda.shelf import sizes
from corrigenda.texts.text import Witness

if TYPE_CHECKING:
    from corrigenda.counting.counted import Group
    from corrigenda.finding import Finding

WORTH = 4_000_000
"""Code points of texts from which several processes are started unasked: loading them takes half a second."""
_SMALLEST, _LARGEST = 250_000, 4_000_000
"""Code points of a unit of work."""
_UNITS_A_WORKER = 8


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - not on Linux


def lint(
    witnesses: Sequence[Witness],
    knowledge: Knowledge,
    rules: Sequence[Rule],
    jobs: int | None = None,
    watch: Watch = unwatched,
    *,
    noting: bool = False,
) -> Linted:
    """Return the findings of all witnesses by `jobs` processes; None uses all cores where there is much to do.

    With `noting`, also what to keep for `corrigenda.running.recheck`.

    Raises:
        InputError: a text was changed meanwhile.
    """
    size = sum(sizes(witnesses))
    wanted = (cores() if size > WORTH else 1) if jobs is None else jobs
    units = divided(sizes(witnesses), wanted)
    bulk = engine.is_much([size], knowledge)
    if min(wanted, len(units)) < 2:  # noqa: PLR2004 - two are several
        return _alone(witnesses, knowledge, rules, watch, bulk=bulk, noting=noting and bulk)
    pool = Pool(Work(witnesses, knowledge, tuple(rules), bulk=bulk, noting=noting and bulk), watch)
    try:
        return pool.run(units, min(wanted, len(units)))
    finally:
        pool.end()


def _alone(
    witnesses: Sequence[Witness],
    knowledge: Knowledge,
    rules: Sequence[Rule],
    watch: Watch,
    *,
    bulk: bool,
    noting: bool,
) -> Linted:
    backend = backend_for(bulk=bulk)
    groups: list[Group] | None = [] if noting else None
    watch("count", 0, 0, 0)
    counts = engine.survey(_watched(witnesses, "count", watch), knowledge, rules, backend, groups)
    watch("check", 0, 0, 0)
    found: list[Finding] = []
    checker = engine.Checker(knowledge, counts, rules, backend, noting=noting)
    for finding in checker.check(_watched(witnesses, "check", watch)):
        found.append(finding)
        watch("check", 0, 0, 1)
    counted = None if groups is None else to_keep(backend, groups, checker)
    return Linted(tuple(sorted(found, key=engine.order)), counted=counted)


def _watched(witnesses: Iterable[Witness], stage: str, watch: Watch) -> Iterator[Witness]:
    for witness in witnesses:
        yield witness
        watch(stage, 1, len(witness.text), 0)


def divided(lengths: Sequence[int], jobs: int) -> tuple[tuple[int, ...], ...]:
    """Return units of work, each the numbers of texts that follow each other, by the lengths of all texts.

    Units are small enough that `jobs` processes end at about the same time, and large enough that starting one is
    nothing beside it. Where they can be of one size, each process gets as many as the others.

    >>> divided([100_000, 200_000, 900_000, 50_000], 2)
    ((0, 1), (2,), (3,))
    """
    total, jobs = sum(lengths), max(1, jobs)
    least = max(_SMALLEST, total // (jobs * max(_UNITS_A_WORKER, ceil(total / (jobs * _LARGEST)))))
    if len(lengths) <= jobs or total < least * jobs:  # little, but asked for: as even as can be
        least = max(1, total // jobs)
    return units_of(lengths, least)


def units_of(sizes: Sequence[int], least: int) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of texts, in their order, in units of about `least`; a text of as much is a unit by itself.

    A unit ends where all that is done reaches a multiple of `least`: that the last text of one was more than was
    needed does not add up.

    >>> units_of([3, 3, 3, 3, 9, 1], 5)
    ((0, 1), (2, 3), (4,), (5,))
    """
    units: list[tuple[int, ...]] = []
    unit: list[int] = []
    done, end = 0, least
    for number, size in enumerate(sizes):
        if unit and size >= least:
            units.append(tuple(unit))
            unit = []
        unit.append(number)
        done += size
        if done >= end or size >= least:
            units.append(tuple(unit))
            unit = []
            end = (done // least + 1) * least
    if unit:
        units.append(tuple(unit))
    return tuple(units)
