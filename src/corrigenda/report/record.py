"""A finding as the object that the JSON formats print."""

from typing import Any

from corrigenda.finding import Finding, State

VERSION = 1
"""Version of the JSON document; a field may be added without raising it, none removed or changed."""
ACCEPTED = " [accepted, not applied]"
"""What is said of a finding whose correction waits to be made."""


def record(finding: Finding, name: str) -> dict[str, Any]:
    """Return the finding as plain data; offsets and columns are code points, lines and columns count from 1.

    `name` is that of the text, as the user gave it.
    """
    span, region = finding.anchor.span, finding.region
    return {
        "id": finding.id,
        "witness": name,
        "code": finding.code,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "safety": str(finding.safety),
        "state": str(finding.state),
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
        "start": span.start,
        "end": span.end,
        "sic": finding.anchor.sic,
        "before": finding.anchor.before,
        "after": finding.anchor.after,
        "readings": [
            {"text": reading.text, "score": reading.score, "basis": reading.basis} for reading in finding.readings
        ],
        "message": finding.message,
        "note": finding.note,
    }


def told(finding: Finding) -> str:
    """Return a finding in a line: the message, the best reading, and whether an editor has accepted it."""
    best = f": “{finding.readings[0].text}”{finding.readings[0].in_brackets}" if finding.readings else ""
    return f"{finding.message}{best}{ACCEPTED if finding.state is State.ACCEPTED else ''}"
