"""What is kept of a run, as bytes: what it found, and of which files it knows what is in them."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any

from corrigenda.deciding.learning import Corrected
from corrigenda.finding import Finding, as_row, of_row
from corrigenda.shelf import Known, Label
from corrigenda.storage.blocks import seal_of, sealed, unsealed

FOUND, OF_ALL, OF_GROUPS = ".findings", ".counts", ".groups"
"""What the files of a run end in: what was found, and what was counted, of all texts and of groups of them."""


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
        return seal_of(json.dumps(checked).encode()).hex()


def render_run(run: Run) -> bytes:
    """Return a run as bytes: a seal, and JSON."""
    rows = [as_row(each) for each in run.findings]
    data = [list(run.digests.items()), [astuple(each) for each in run.corrected], rows]
    return sealed(_json(data))


def parse_run(data: bytes) -> Run:
    """Return the run that `render_run` made bytes of.

    Raises:
        ValueError, TypeError: the bytes are damaged.
    """
    texts, corrected, rows = json.loads(bytes(unsealed(data)))
    return Run(
        dict(texts),
        tuple(Corrected(sic, tuple(keys), *rest) for sic, keys, *rest in corrected),
        tuple(map(of_row, rows)),
    )


def render_known(known: Known, program: str) -> bytes:
    """Return what is known of files as bytes: a seal, and JSON."""
    rows = [(name, *each) for name, each in known.items()]
    return sealed(_json([program, rows]))


def parse_known(data: bytes, program: str) -> Known:
    """Return what `render_known` made bytes of.

    Raises:
        ValueError, TypeError: the bytes are damaged, or written by another program.
    """
    by, rows = json.loads(bytes(unsealed(data)))
    if by != program:
        raise ValueError("of another program")
    return {name: ((*stamp,), Label(*label)) for name, stamp, label in rows}


def _json(data: Any) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode()
