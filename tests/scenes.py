"""Small texts with findings, made for the tests of review."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count

from corrigenda.deciding.decision import Decision
from corrigenda.deciding.journal import Clerk
from corrigenda.finding import Finding, Reading, Safety, Severity
from corrigenda.reviewing import review
from corrigenda.reviewing.review import Review
from corrigenda.texts.text import Codec, LineIndex, Span, Witness, digest


def witness(text: str, siglum: str = "seeds/a.txt") -> Witness:
    return Witness(siglum, siglum, text, Codec(), digest(text.encode()))


def finding(
    text: Witness,
    start: int,
    end: int,
    *readings: tuple[str, float],
    code: str = "G001",
    term: str = "",
    note: str = "",
) -> Finding:
    return Finding(
        f"{text.siglum}:{start}-{end}:{code}",
        code,
        "deprecated-form",
        Severity.WARNING,
        Safety.UNSAFE,
        text.anchor(Span(start, end)),
        tuple(Reading(corr, score, "glossary line 2") for corr, score in readings),
        f"“{text.text[start:end]}” is doubtful",
        note,
        term,
        LineIndex(text.text).region(Span(start, end)),
    )


def found(text: Witness, sic: str, *readings: tuple[str, float], **more: str) -> tuple[Finding, ...]:
    """Return a finding for every place where `sic` stands."""
    places = []
    at = text.text.find(sic)
    while at >= 0:
        places.append(finding(text, at, at + len(sic), *readings, **more))
        at = text.text.find(sic, at + 1)
    return tuple(places)


def clerk(resp: str = "editor", latest: str = "") -> Clerk:
    """Return a clerk whose clock and ids are counted."""
    numbers = count(1)
    ticks = count(1)
    begin = datetime.fromisoformat(latest) if latest else datetime(2026, 1, 1, tzinfo=UTC)
    return Clerk(
        resp,
        now=lambda: begin + timedelta(seconds=next(ticks)),
        new_id=lambda: f"{resp}-{begin:%H%M%S%f}-{next(numbers):04}",
        latest=latest,
    )


def started(texts: Iterable[Witness], findings: Iterable[Finding], lines: Iterable[Decision] = ()) -> Review:
    return review.start(texts, findings, lines)
