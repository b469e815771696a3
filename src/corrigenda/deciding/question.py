"""The questions a review asks: findings grouped into places, and the readings one can take there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from corrigenda.finding import Finding, Reading
from corrigenda.texts import fold
from corrigenda.texts.text import Span

_LETTER = re.compile(r"[^\W_]")
_DIVIDED = re.compile(rf"[{fold.HYPHENS}]{fold.BREAK}(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Place:
    """Findings of one witness that overlap, directly or through one another: one question."""

    siglum: str
    span: Span
    """From the first to the last character that any of them points at."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading that can be taken, with the finding it answers."""

    finding: Finding
    reading: Reading


def places_of(findings: Iterable[Finding]) -> Iterator[Place]:
    """Yield the places in reading order: by siglum, then from the first character to the last."""
    group: list[Finding] = []
    hull = Span(0, 0)
    for finding in sorted(findings, key=_order):
        siglum, span = finding.anchor.siglum, finding.anchor.span
        if group and group[0].anchor.siglum == siglum and hull.overlaps(span):
            group.append(finding)
            hull = Span(hull.start, max(hull.end, span.end))
            continue
        if group:
            yield Place(group[0].anchor.siglum, hull, tuple(group))
        group, hull = [finding], span
    if group:
        yield Place(group[0].anchor.siglum, hull, tuple(group))


def overlap(one: Finding, other: Finding) -> bool:
    """Say whether two different findings of one place claim the same characters."""
    return one is not other and one.anchor.span.overlaps(other.anchor.span)


def choices_of(findings: Iterable[Finding]) -> tuple[Choice, ...]:
    """Return the readings of `findings`, best first; of two that make the same text, the better one.

    Each finding's own order is kept, whatever its scores.
    """
    found: list[tuple[float, Choice]] = []
    for finding in findings:
        least = 1.0
        for reading in finding.readings:
            least = min(least, reading.score)
            found.append((-least, Choice(finding, reading)))
    found.sort(key=itemgetter(0))
    distinct: dict[tuple[Span, str], Choice] = {}
    for _, choice in found:
        distinct.setdefault(_effect(choice), choice)
    return tuple(distinct.values())


def lead_of(findings: Sequence[Finding]) -> Finding | None:
    """Return the finding that the best reading belongs to; the first one when nothing is proposed."""
    choices = choices_of(findings)
    if choices:
        return choices[0].finding
    return findings[0] if findings else None


def first_reading(finding: Finding) -> str | None:
    """Return the text of the best reading; None when nothing is proposed."""
    return finding.readings[0].text if finding.readings else None


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    span = finding.anchor.span
    return finding.anchor.siglum, span.start, span.end, finding.code, finding.id


def _effect(choice: Choice) -> tuple[Span, str]:
    """Return the smallest replacement that has the choice's effect: what it shares with the sic left out."""
    sic, corr, span = choice.finding.anchor.sic, choice.reading.text, choice.finding.anchor.span
    shortest = min(len(sic), len(corr))
    head = next((number for number in range(shortest) if sic[number] != corr[number]), shortest)
    shortest -= head
    tail = next((number for number in range(shortest) if sic[-1 - number] != corr[-1 - number]), shortest)
    return Span(span.start + head, span.end - tail), corr[head : len(corr) - tail]


def form_of(sic: str) -> str:
    r"""Return the form a glossary would list for `sic`: without possessive ending, line end and soft hyphen.

    >>> form_of("Stalbrand’s"), form_of("Union of\nAll  Soldiers"), form_of("Stal-\nbrand")
    ('Stalbrand', 'Union of All Soldiers', 'Stalbrand')
    >>> form_of("Trotskyite-\nZinovievite")
    'Trotskyite-Zinovievite'
    """
    whole = _DIVIDED.sub(_mend, sic).replace("\N{SOFT HYPHEN}", "")
    stem, _ = fold.split_possessive(" ".join(whole.split()))
    return stem


def is_word(form: str) -> bool:
    """Say whether a glossary could hold a form: it has a letter or digit."""
    return _LETTER.search(form) is not None


def _mend(division: re.Match[str]) -> str:
    """Drop a hyphen at a line end when the word goes on in lower case, otherwise only the line end."""
    return "" if division.string[division.end()].islower() else division.group()[0]
