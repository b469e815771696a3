"""What a rule publishes: a doubtful place, the readings proposed for it, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from corrigenda.texts import markup
from corrigenda.texts.text import NOWHERE, Anchor, Region, Span

OFTEN = 10
"""A spelling that stands so many times is hardly a slip: it is one question about a name, not so many about places."""


class Severity(StrEnum):
    """How bad a finding of the rule is; independent of how sure a reading is."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class Safety(StrEnum):
    """Whether a fix may be applied unseen; unsafe unless a rule can prove otherwise."""

    UNSAFE = "unsafe"
    SAFE = "safe"


class State(StrEnum):
    """What the journal says of a finding."""

    OPEN = "open"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Reading:
    """One candidate for a place."""

    text: str
    score: float
    """How sure, 0 to 1; of readings with score s, about the share s is right."""
    basis: str
    """The evidence, in words: "glossary line 12", "rn for m"."""
    is_typed: bool = field(default=False, repr=False)
    """Whether a person gave it, and its score says nothing."""

    @property
    def sureness(self) -> str:
        """Return the score with two digits; nothing for what a person typed."""
        return "" if self.is_typed else f"{self.score:.2f}"

    @property
    def in_brackets(self) -> str:
        """Return the score in brackets, with a blank before them; nothing for what a person typed."""
        return "" if self.is_typed else f" ({self.sureness})"


class Kind(StrEnum):
    """Where it is said that a finding is not to be reported."""

    EXTERNAL = "external"
    """In a file beside the text: the journal, or the baseline."""
    IN_SOURCE = "inSource"
    """In a comment of the text."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubtful place of one witness."""

    id: str
    """Stable short hash of family and quotation; survives edits elsewhere in the text."""
    code: str
    rule: str
    severity: Severity
    safety: Safety
    anchor: Anchor
    readings: tuple[Reading, ...]
    """Best first; empty when there is nothing to propose, only to report."""
    message: str
    note: str = ""
    """The glossary's note on the term in question."""
    term: str = ""
    """The lemma of the glossary term the first reading belongs to; empty when there is none."""
    region: Region = NOWHERE
    """Lines and columns of the place."""
    state: State = State.OPEN

    @property
    def sic(self) -> str:
        """What stands there."""
        return self.anchor.sic

    @property
    def best(self) -> Reading | None:
        """The first reading, None when there is nothing to propose."""
        return self.readings[0] if self.readings else None

    def _repr_html_(self) -> str:
        """Return the place with what is proposed, for notebooks."""
        corr = self.readings[0].text if self.readings else None
        place = markup.change(self.anchor.before, self.anchor.sic, corr, self.anchor.after)
        return f"<p>{place}<br>{markup.shown(f'{self.code} {self.message}')}</p>"


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that is not reported, and why."""

    finding: Finding
    kind: Kind
    reason: str
    is_known: bool = False
    """Whether it is merely held back by the baseline."""


def as_row(finding: Finding) -> tuple[Any, ...]:
    """Return a finding that nothing was decided about as nested tuples, which travel and are kept sooner."""
    anchor, region = finding.anchor, finding.region
    return (
        *(finding.id, finding.code, finding.rule, finding.severity, finding.safety),
        (anchor.siglum, anchor.span.start, anchor.span.end, anchor.sic, anchor.before, anchor.after),
        [(reading.text, reading.score, reading.basis) for reading in finding.readings],
        *(finding.message, finding.note, finding.term),
        (region.line, region.column, region.end_line, region.end_column),
    )


def of_row(row: Sequence[Any]) -> Finding:
    """Return the finding that `as_row` made tuples of; they may be lists by now.

    Raises:
        ValueError, TypeError: it did not.
    """
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
