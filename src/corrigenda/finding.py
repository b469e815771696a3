"""What a rule publishes: a doubtful place, the readings proposed for it, and why."""

from dataclasses import dataclass
from enum import StrEnum

from corrigenda import markup
from corrigenda.text import NOWHERE, Anchor, Region

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
