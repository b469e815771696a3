"""Findings as Reviewdog Diagnostic Format, one object a line (``rdjsonl``)."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from corrigenda.finding import Finding, Suppressed
from corrigenda.report.record import record
from corrigenda.shelf import Lines
from corrigenda.text import LineIndex, Span, Witness

_SEVERITIES = {"note": "INFO", "warning": "WARNING", "error": "ERROR"}


def lines(
    findings: Sequence[Finding], witnesses: Sequence[Witness], _suppressed: Sequence[Suppressed] = ()
) -> Iterator[str]:
    """Yield one diagnostic a line; columns count bytes of UTF-8 from 1, as the format has it."""
    by_siglum = Lines(witnesses)
    for finding in findings:
        witness, index = by_siglum[finding.anchor.siglum]
        row = record(finding, witness, index)
        span = _range(finding.anchor.span, witness.text, index)
        item: dict[str, Any] = {
            "message": finding.message,
            "location": {"path": row["witness"], "range": span},
            "severity": _SEVERITIES[row["severity"]],
            "source": {"name": "corrigenda"},
            "code": {"value": finding.code},
            "suggestions": [{"range": span, "text": reading.text} for reading in finding.readings],
        }
        yield json.dumps(item, ensure_ascii=True)


def _range(span: Span, text: str, index: LineIndex) -> dict[str, dict[str, int]]:
    return {"start": _position(span.start, text, index), "end": _position(span.end, text, index)}


def _position(offset: int, text: str, index: LineIndex) -> dict[str, int]:
    line, column = index.place(offset)
    before = text[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
