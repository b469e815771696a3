"""What is kept of a run, as bytes: what it found, and what it counted."""

import hashlib
import json
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from itertools import accumulate, pairwise
from typing import Any

from corrigenda.counted import Counted, Group, Seen
from corrigenda.finding import Finding, Reading, Safety, Severity
from corrigenda.learning import Corrected
from corrigenda.shelf import Known, Label
from corrigenda.survey import Counts
from corrigenda.text import Anchor, Region, Span

_BETWEEN = "\0"
"""Stands in no word."""
_SEAL = hashlib.sha256
_SIZE = 8
"""Bytes of a length."""


@dataclass(frozen=True, slots=True)
class Run:
    """Texts that were checked, and what was found in them."""

    digests: Mapping[str, str]
    """Of the texts, by siglum."""
    corrected: tuple[Corrected, ...]
    """What the editor had corrected."""
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        """Return what no other run is called by: a hash of what was checked."""
        checked = sorted(self.digests.items()), [astuple(each) for each in self.corrected]
        return hashlib.sha256(json.dumps(checked).encode()).hexdigest()


def render_run(run: Run) -> bytes:
    """Return a run as bytes: a seal, and packed JSON."""
    rows = [_row(each) for each in run.findings]
    data = [list(run.digests.items()), [astuple(each) for each in run.corrected], rows]
    return _sealed(zlib.compress(json.dumps(data, separators=(",", ":")).encode(), 1))


def parse_run(data: bytes) -> Run:
    """Return the run that `render_run` made bytes of.

    Raises:
        ValueError, TypeError, zlib.error: the bytes are damaged.
    """
    texts, corrected, rows = json.loads(zlib.decompress(_unsealed(data)))
    return Run(
        dict(texts),
        tuple(Corrected(sic, tuple(keys), *rest) for sic, keys, *rest in corrected),
        tuple(map(_finding, rows)),
    )


def render_known(known: Known, program: str) -> bytes:
    """Return what is known of files as bytes: a seal, and packed JSON."""
    rows = [(name, *each) for name, each in known.items()]
    return _sealed(zlib.compress(json.dumps([program, rows], separators=(",", ":")).encode(), 1))


def parse_known(data: bytes, program: str) -> Known:
    """Return what `render_known` made bytes of.

    Raises:
        ValueError, TypeError, zlib.error: the bytes are damaged, or written by another program.
    """
    by, rows = json.loads(zlib.decompress(_unsealed(data)))
    if by != program:
        raise ValueError("of another program")
    return {name: ((*stamp,), Label(*label)) for name, stamp, label in rows}


def render_counts(counted: Counted, run: Run) -> bytes:
    """Return what was counted in a run as bytes: a seal, JSON after its length, and numbers of 32 bits."""
    groups = [
        (group.sigla, len(group.counts), {name: each.rows() for name, each in group.of_rules.items()})
        for group in counted.groups
    ]
    leaning = [(siglum, len(each)) for siglum, each in counted.leaning.items()]
    spellings = _BETWEEN.join(counted.spellings).encode("utf-8", "surrogatepass")
    head = json.dumps([run.name, groups, leaning, counted.seen, len(spellings)], separators=(",", ":")).encode()
    numbers = [each for group in counted.groups for each in (group.spellings, group.counts)]
    return _sealed(len(head).to_bytes(_SIZE), head, spellings, *numbers, *counted.leaning.values())


def parse_counts(data: bytes, run: Run, kinds: Mapping[str, type[Counts]]) -> Counted:
    """Return what `render_counts` made bytes of; `kinds` are the counts of the rules by name.

    Raises:
        ValueError, TypeError, KeyError: the bytes are damaged, or were counted in another run.
    """
    rest = _unsealed(data)
    at = _SIZE + int.from_bytes(rest[:_SIZE])
    name, rows, leaning, seen, size = json.loads(bytes(rest[_SIZE:at]))
    if name != run.name:
        raise ValueError("of another run")
    spellings = str(rest[at : at + size], "utf-8", "surrogatepass").split(_BETWEEN) if size else []
    numbers = array("I")
    numbers.frombytes(rest[at + size :])
    ends = accumulate(
        [count for _sigla, count, _rules in rows for _two in range(2)] + [count for _text, count in leaning]
    )
    parts = (numbers[first:end] for first, end in pairwise((0, *ends)))
    groups = [
        Group(
            tuple(sigla), next(parts), next(parts), {rule: kinds[rule].of_rows(each) for rule, each in of_rules.items()}
        )
        for sigla, _count, of_rules in rows
    ]
    leaning = dict(zip((siglum for siglum, _count in leaning), parts, strict=True))
    return Counted(spellings, groups, leaning, {key: Seen(*counts) for key, counts in seen.items()})


def _sealed(*parts: "bytes | array[int]") -> bytes:
    seal = _SEAL()
    for part in parts:
        seal.update(part)
    return b"".join((seal.digest(), *parts))


def _unsealed(data: bytes) -> memoryview:
    size = _SEAL().digest_size
    rest = memoryview(data)[size:]
    if _SEAL(rest).digest() != data[:size]:
        raise ValueError("damaged")
    return rest


def _row(finding: Finding) -> tuple[Any, ...]:
    anchor, region = finding.anchor, finding.region
    return (
        *(finding.id, finding.code, finding.rule, finding.severity, finding.safety),
        (anchor.siglum, anchor.span.start, anchor.span.end, anchor.sic, anchor.before, anchor.after),
        [(reading.text, reading.score, reading.basis) for reading in finding.readings],
        *(finding.message, finding.note, finding.term),
        (region.line, region.column, region.end_line, region.end_column),
    )


def _finding(row: list[Any]) -> Finding:
    id_, code, rule, severity, safety, (siglum, start, end, *quotation), readings, message, note, term, region = row
    return Finding(
        id_,
        code,
        rule,
        Severity(severity),
        Safety(safety),
        Anchor(siglum, Span(start, end), *quotation),
        tuple(Reading(text, score, basis) for text, score, basis in readings),
        message,
        note,
        term,
        Region(*region),
    )
