"""Findings as Reviewdog Diagnostic Format, one object a line (``rdjsonl``)."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from typing import Any

from corrigenda.finding import Finding, State, Suppressed
from corrigenda.report.record import ACCEPTED, record
from corrigenda.shelf import Lines
from corrigenda.text import LineIndex, Span, Witness

_SEVERITIES = {"note": "INFO", "warning": "WARNING", "error": "ERROR"}


def lines(
    findings: Sequence[Finding], witnesses: Sequence[Witness], _suppressed: Sequence[Suppressed] = ()
) -> Iterator[str]:
    """Yield one diagnostic a line; columns count bytes of UTF-8 from 1, as the format has it.

    A byte order mark counts in the first line, as reviewdog takes the file's bytes for its suggestions.
    """
    by_siglum = Lines(witnesses)
    for finding in findings:
        witness, index = by_siglum[finding.anchor.siglum]
        row = record(finding, witness, index)
        span = _range(finding.anchor.span, witness, index)
        item: dict[str, Any] = {
            "message": finding.message + (ACCEPTED if finding.state is State.ACCEPTED else ""),
            "location": {"path": row["witness"], "range": span},
            "severity": _SEVERITIES[row["severity"]],
            "source": {"name": "corrigenda"},
            "code": {"value": finding.code},
            "suggestions": [{"range": span, "text": reading.text} for reading in finding.readings],
        }
        yield json.dumps(item, ensure_ascii=True)


def _range(span: Span, witness: Witness, index: LineIndex) -> dict[str, dict[str, int]]:
    return {"start": _position(span.start, witness, index), "end": _position(span.end, witness, index)}


def _position(offset: int, witness: Witness, index: LineIndex) -> dict[str, int]:
    line, column = index.place(offset)
    before = witness.text[offset - column + 1 : offset].encode("utf-8", "surrogatepass")
    mark = len(BOM_UTF8) if line == 1 and witness.codec.bom == BOM_UTF8 else 0
    return {"line": line, "column": mark + len(before) + 1}
