"""Findings for other programs: one JSON document, or one object a line."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corrigenda.finding import Finding, Suppressed
from corrigenda.report.record import VERSION, record
from corrigenda.shelf import names_by_siglum
from corrigenda.texts.text import Witness
from corrigenda.texts.visible import visible

_ENCODER = json.JSONEncoder(ensure_ascii=False)  # made once: by the thousand, making it takes a third of the time
_NO_CHARACTER = re.compile("[\ud800-\udfff]")


def _records(findings: Sequence[Finding], witnesses: Sequence[Witness]) -> Iterator[dict[str, object]]:
    names = names_by_siglum(witnesses)
    for finding in findings:
        yield record(finding, names[finding.anchor.siglum])


def json_lines(
    findings: Sequence[Finding], witnesses: Sequence[Witness], _suppressed: Sequence[Suppressed] = ()
) -> Iterator[str]:
    """Yield one object a line; no line is broken inside, whatever stands in the texts."""
    for item in _records(findings, witnesses):
        yield line(item)


def json_document(
    findings: Sequence[Finding], witnesses: Sequence[Witness], _suppressed: Sequence[Suppressed] = ()
) -> Iterator[str]:
    """Yield the lines of one document with version and counts (``data/schema/findings.schema.json``)."""
    counts = {
        "findings": len(findings),
        "files": len(witnesses),
        "by_code": dict(sorted(Counter(finding.code for finding in findings).items())),
        "by_severity": dict(sorted(Counter(str(finding.severity) for finding in findings).items())),
    }
    yield f'{{"version": {VERSION}, "counts": {json.dumps(counts)}, "findings": ['
    items = [line(item) for item in _records(findings, witnesses)]
    for number, item in enumerate(items, 1):
        yield item + ("," if number < len(items) else "")
    yield "]}"


def line(item: dict[str, object]) -> str:
    """Return a finding as one line of JSON."""
    # U+2028 and U+2029 end lines for some readers; control characters are escaped by json itself
    text = _ENCODER.encode(item)
    text = text.replace("\N{LINE SEPARATOR}", "\\u2028").replace("\N{PARAGRAPH SEPARATOR}", "\\u2029")
    # bytes of a name that are no UTF-8 are told as everywhere; strict readers refuse to take escapes of them
    return _NO_CHARACTER.sub(lambda found: visible(found[0]), text)
