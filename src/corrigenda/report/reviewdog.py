"""Findings as Reviewdog Diagnostic Format, one object a line (``rdjsonl``)."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from typing import Any

from corrigenda.finding import Finding, Severity, State, Suppressed
from corrigenda.report.record import ACCEPTED
from corrigenda.shelf import Lines
from corrigenda.texts.lineation import kept
from corrigenda.texts.text import Region, Span, Witness

_SEVERITIES = {Severity.NOTE: "INFO", Severity.WARNING: "WARNING", Severity.ERROR: "ERROR"}


def lines(
    findings: Sequence[Finding], witnesses: Sequence[Witness], _suppressed: Sequence[Suppressed] = ()
) -> Iterator[str]:
    """Yield one diagnostic a line; columns count bytes of UTF-8 from 1, as the format has it.

    A byte order mark counts in the first line, as reviewdog takes the file's bytes for its suggestions.
    """
    by_siglum = Lines(witnesses)
    for finding in findings:
        witness, _index = by_siglum[finding.anchor.siglum]
        span = _range(finding.anchor.span, finding.region, witness)
        item: dict[str, Any] = {
            "message": finding.message + (ACCEPTED if finding.state is State.ACCEPTED else ""),
            "location": {"path": witness.name, "range": span},
            "severity": _SEVERITIES[finding.severity],
            "source": {"name": "corrigenda"},
            "code": {"value": finding.code},
            "suggestions": [
                {"range": span, "text": kept(finding.anchor.sic, reading.text)} for reading in finding.readings
            ],
        }
        yield json.dumps(item, ensure_ascii=True)


def _range(span: Span, region: Region, witness: Witness) -> dict[str, dict[str, int]]:
    return {
        "start": _position(span.start, region.line, region.column, witness),
        "end": _position(span.end, region.end_line, region.end_column, witness),
    }


def _position(offset: int, line: int, column: int, witness: Witness) -> dict[str, int]:
    before = witness.text[offset - column + 1 : offset].encode("utf-8", "surrogatepass")
    mark = len(BOM_UTF8) if line == 1 and witness.codec.bom == BOM_UTF8 else 0
    return {"line": line, "column": mark + len(before) + 1}
