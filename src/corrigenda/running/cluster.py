"""Linting by many machines: the same findings as one gives, worked out by a Dask cluster.

Map, reduce, map: each unit of texts is counted, the counts are added up in a tree, and each unit is checked with the
counts of all. Every step is a task that Dask can do again somewhere else when a worker dies, and none of them writes
anything, so that nothing is missing then and nothing is there twice. Texts are read by the workers, from any address
that fsspec knows; findings come back as the lines that are to be written.
"""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Any

from corrigenda import comments, formats
from corrigenda.counting.survey import Survey
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.finding import Finding
from corrigenda.report import machine
from corrigenda.report.record import record
from corrigenda.rules.base import Rule
from corrigenda.running import engine, parallel
from corrigenda.running.backend import backend_for
from corrigenda.running.engine import Knowledge
from corrigenda.running.outcome import Watch, unwatched
from corrigenda.shelf import findings_of
from corrigenda.texts.text import Witness
from corrigenda.texts.visible import visible

_SMALLEST, _LARGEST = 8_000_000, 32_000_000
"""Bytes of texts that are one task: seconds of work, beside which a scheduler's milliseconds are nothing.

What is found out about a spelling is found out for each task, so that large ones take less in all.
"""
_UNITS_A_WORKER = 4
_BRANCHES = 16
"""Counts that are added up in one task."""
_MISSING = "a cluster needs Dask"
_EXTRA = "pip install 'corrigenda[dask]'"


@dataclass(frozen=True, slots=True)
class Source:
    """A text that some worker will read."""

    address: str
    """A path that all workers have, or an address of fsspec: ``s3://…``."""
    name: str
    """What messages and reports call it."""
    siglum: str
    size: int
    """Its bytes."""


@dataclass(frozen=True, slots=True)
class Linted:
    """What a cluster found."""

    lines: tuple[str, ...]
    """The findings as lines of JSON, as one machine writes them, sorted by siglum, place and code."""
    errors: tuple[CorrigendaError, ...]
    """One for each text that could not be read."""


@dataclass(frozen=True, slots=True)
class _Work:
    knowledge: Knowledge
    rules: tuple[Rule, ...]
    encoding: str


@dataclass(frozen=True, slots=True)
class _Counted:
    survey: Survey
    digests: dict[str, str]
    """What was read, by siglum."""
    errors: dict[str, CorrigendaError]


def found(address: str) -> Iterator[Source]:
    """Yield the texts at an address of fsspec: a file, a pattern with ``*``, or a folder, whose texts are taken.

    Raises:
        InputError: nothing is there, or it cannot be looked at.
        CorrigendaError: fsspec, or what it needs for such addresses, is not installed.
    """
    try:
        fsspec: Any = import_module("fsspec")
    except ImportError as error:
        raise CorrigendaError(_MISSING, help=_EXTRA) from error
    try:
        files, paths = fsspec.core.url_to_fs(address)
        known = files.glob(paths) if "*" in paths else files.find(paths)
        sizes = {path: int(files.size(path) or 0) for path in sorted(known)}
    except ImportError as error:
        raise CorrigendaError(str(error), where=visible(address), help="install what it names") from error
    except (OSError, ValueError) as error:
        raise InputError(f"cannot look there: {error}", where=visible(address), help="check the address") from error
    if not sizes:
        raise InputError("there is no such file", where=visible(address), help="check the address")
    for path, size in sizes.items():
        whole = files.unstrip_protocol(path)
        yield Source(whole, whole, whole, size)


def lint(
    sources: Sequence[Source],
    knowledge: Knowledge,
    rules: Sequence[Rule],
    *,
    encoding: str = "utf-8",
    scheduler: str | None = None,
    watch: Watch = unwatched,
) -> Linted:
    """Return the findings of all texts.

    Args:
        sources: the texts.
        knowledge: the glossary and what else is known.
        rules: the rules to be run.
        encoding: of texts that are not UTF-8.
        scheduler: the address of a running scheduler; None starts a worker for each core of this machine.
        watch: told of the texts that were counted and checked; their size is in bytes.

    Raises:
        CorrigendaError: Dask is not installed, the scheduler cannot be reached, or a task failed for good.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise CorrigendaError(_MISSING, help=_EXTRA) from error
    packed = pickle.dumps(_Work(knowledge, tuple(rules), encoding))
    try:
        own = {"processes": True, "threads_per_worker": 1, "dashboard_address": None}
        with distributed.Client(scheduler) if scheduler else distributed.Client(**own) as client:
            # a task, and not data that is sent: what a dead worker had is made again
            work = client.submit(pickle.loads, packed, pure=False)
            units = tuple(divided(sources, sum(client.nthreads().values())))
            counted = {client.submit(_count, unit, work, pure=False): unit for unit in units}
            counts = _added(client, tuple(counted))
            checks = {client.submit(_check, unit, work, counts, pure=False): unit for unit in units}
            lines: list[tuple[tuple[str, int, int, str], str]] = []
            watch("count", 0, 0, 0)
            for task in distributed.as_completed([*counted, *checks]):
                if task in counted:
                    watch("count", *_extent(counted[task]), 0)
                    continue
                found = task.result()
                lines += found
                watch("check", *_extent(checks[task]), len(found))
                task.release()
            errors = counts.result().errors if units else {}
    except distributed.KilledWorker as error:
        raise CorrigendaError(
            f"workers died again and again: {error}",
            help="give them more memory, or fewer threads",
        ) from error
    except OSError as error:
        raise CorrigendaError(
            f"cannot reach the scheduler: {error}", where=visible(scheduler or ""), help="check its address"
        ) from error
    lines.sort()
    return Linted(tuple(line for _key, line in lines), tuple(errors[name] for name in sorted(errors)))


def divided(sources: Sequence[Source], workers: int) -> Iterator[tuple[Source, ...]]:
    """Yield units of texts that are one task each, and large enough for so many workers to have several."""
    sizes = [source.size for source in sources]
    share = sum(sizes) // (_UNITS_A_WORKER * max(1, workers))
    for unit in parallel.units_of(sizes, min(_LARGEST, max(_SMALLEST, share))):
        yield tuple(sources[number] for number in unit)


def _extent(unit: Sequence[Source]) -> tuple[int, int]:
    """Return how many texts a unit has, and how many bytes."""
    return len(unit), sum(source.size for source in unit)


def _added(client: Any, counted: Sequence[Any]) -> Any:
    """Return the task that has the counts of all, added up in a tree."""
    while len(counted) > 1:
        counted = [
            client.submit(_sum, counted[first : first + _BRANCHES], pure=False)
            for first in range(0, len(counted), _BRANCHES)
        ]
    return counted[0] if counted else None


# What workers do


def _count(unit: Sequence[Source], work: _Work) -> _Counted:
    digests: dict[str, str] = {}
    errors: dict[str, CorrigendaError] = {}

    def witnesses() -> Iterator[Witness]:
        for source in unit:
            try:
                witness = _read(source, work.encoding)
            except CorrigendaError as error:
                errors[source.siglum] = error
                continue
            digests[source.siglum] = witness.digest
            yield witness

    backend = backend_for(bulk=engine.is_much((source.size for source in unit), work.knowledge))
    survey = engine.survey(witnesses(), work.knowledge, work.rules, backend)
    return _Counted(survey, digests, errors)


def _sum(counts: Sequence[_Counted]) -> _Counted:
    survey = Survey()
    digests: dict[str, str] = {}
    errors: dict[str, CorrigendaError] = {}
    for each in counts:
        survey.add(each.survey)
        digests |= each.digests
        errors |= each.errors
    return _Counted(survey, digests, errors)


def _check(unit: Sequence[Source], work: _Work, counts: _Counted) -> list[tuple[tuple[str, int, int, str], str]]:
    """Return the findings of a unit, each with the key by which it is sorted.

    Raises:
        InputError: a text is another than was counted.
    """
    witnesses: dict[str, Witness] = {}
    for source in unit:
        if source.siglum in counts.errors:
            continue
        witness = _read(source, work.encoding)
        if witness.digest != counts.digests[source.siglum]:
            raise InputError(
                "the text was changed while it was being checked", where=visible(source.name), help="run it again"
            )
        witnesses[source.siglum] = witness
    backend = backend_for(bulk=engine.is_much((source.size for source in unit), work.knowledge))
    backend.read(tuple(witnesses.values()))  # all spellings are known before the first text is checked
    checker = engine.Checker(work.knowledge, counts.survey, work.rules, backend)
    found = findings_of(tuple(witnesses.values()), checker.check(witnesses.values()))
    kept = (each for siglum, of_text in found.items() for each in _not_silenced(witnesses[siglum], of_text, work.rules))
    return [(engine.order(each), machine.line(record(each, witnesses[each.anchor.siglum].name))) for each in kept]


def _not_silenced(witness: Witness, findings: list[Finding], rules: Sequence[Rule]) -> Sequence[Finding]:
    """Return the findings of a text that no comment in it says to ignore."""
    if not formats.has_comments(PurePath(witness.siglum)):
        return findings
    return comments.divide(witness, findings, {rule.code for rule in rules}).findings


def _read(source: Source, encoding: str) -> Witness:
    fsspec: Any = import_module("fsspec")
    try:
        with fsspec.open(source.address, "rb") as file:
            data = file.read()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error}", where=visible(source.name), help="check that it is there"
        ) from error
    return formats.decode(data, name=source.name, siglum=source.siglum, encoding=encoding)
