"""Findings as SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), for code hosts and editors.

Columns count code points (``columnKind``), as everywhere in this program. Each reading is a fix; what an editor refused
or the baseline holds back is there as a suppressed result, known ones with the state "unchanged".
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from corrigenda import __version__, rules
from corrigenda.finding import Finding, Reading, Severity, Suppressed
from corrigenda.rules.base import Rule
from corrigenda.shelf import labels, names_by_siglum
from corrigenda.texts.lineation import kept
from corrigenda.texts.text import Witness

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.NOTE: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}


def lines(
    findings: Sequence[Finding], witnesses: Sequence[Witness], suppressed: Sequence[Suppressed] = ()
) -> Iterator[str]:
    """Yield the lines of one document; the `suppressed` findings stand last, each with its reason."""
    by_siglum = names_by_siglum(witnesses)
    codes = sorted({finding.code for finding in (*findings, *(each.finding for each in suppressed))})
    numbers = {code: number for number, code in enumerate(codes)}
    results = [
        _result(finding, by_siglum[finding.anchor.siglum], numbers[finding.code])
        for finding in (*findings, *(each.finding for each in suppressed))
    ]
    for result, each in zip(results[len(findings) :], suppressed, strict=True):
        result["suppressions"] = [{"kind": str(each.kind), "status": "accepted", "justification": each.reason}]
    if any(each.is_known for each in suppressed):
        known = [*(False for _ in findings), *(each.is_known for each in suppressed)]
        for result, is_known in zip(results, known, strict=True):
            result["baselineState"] = "unchanged" if is_known else "new"
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "corrigenda",
                        "semanticVersion": __version__,
                        "rules": [_rule(rule) for rule in sorted(rules.every(), key=_code) if rule.code in numbers],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "artifacts": [
                    {"location": _location(label.name), "encoding": label.encoding} for label in labels(witnesses)
                ],
                "results": results,
            }
        ],
    }
    yield json.dumps(document, ensure_ascii=True, indent=1)


def _code(rule: Rule) -> str:
    return rule.code


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.why},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _location(name: str) -> dict[str, str]:
    """Return where a text lies, as a relative reference where it can be one."""
    path = PurePath(name)
    return {"uri": path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))}


def _result(finding: Finding, name: str, number: int) -> dict[str, Any]:
    span = finding.anchor.span
    region = {
        "startLine": finding.region.line,
        "startColumn": finding.region.column,
        "endLine": finding.region.end_line,
        "endColumn": finding.region.end_column,
        "charOffset": span.start,
        "charLength": span.end - span.start,
        "snippet": {"text": finding.anchor.sic},
    }
    where = {"physicalLocation": {"artifactLocation": _location(name), "region": region}}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [where],
        "partialFingerprints": {"corrigendaFindingId/v1": finding.id},
        "properties": {"state": str(finding.state), "note": finding.note},
    }
    if finding.readings:
        result["rank"] = round(100 * finding.readings[0].score, 1)
        result["fixes"] = [_fix(reading, finding.anchor.sic, name, region) for reading in finding.readings]
    return result


def _fix(reading: Reading, sic: str, name: str, region: dict[str, Any]) -> dict[str, Any]:
    replacement = {"deletedRegion": region, "insertedContent": {"text": kept(sic, reading.text)}}
    return {
        "description": {"text": f"{reading.text}{reading.in_brackets}: {reading.basis}"},
        "artifactChanges": [{"artifactLocation": _location(name), "replacements": [replacement]}],
    }
