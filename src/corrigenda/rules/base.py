"""What a rule is made of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corrigenda.finding import Reading, Safety, Severity
from corrigenda.judge import Judge
from corrigenda.learning import Corrected
from corrigenda.lexicon import Lexicon, Standing
from corrigenda.survey import Survey
from corrigenda.text import Span, Witness
from corrigenda.tokens import Tokens
from corrigenda.words import Dictionary


@dataclass(frozen=True, slots=True)
class Hit:
    """One place a rule points at; ids, quotation and order are given later."""

    span: Span
    message: str
    readings: tuple[Reading, ...] = ()
    note: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A short text with what the rule says of it: documentation and test at once."""

    text: str
    sic: str = ""
    """What is flagged; empty in a good example, where nothing is."""
    corr: str | None = None
    """The first reading, empty when the sic is to be taken out; None when the rule only reports."""
    glossary: str = ""
    """Rows of a glossary, ``term,kind,admitted,deprecated,source,note``, without a header."""
    corrected: tuple[str, str] = ("", "")
    """A form and its correction, as if an editor had approved it once in another place."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its name, its page and its examples."""

    code: str
    name: str
    """Names the pattern; reads after "allow": ``doubled-word``."""
    summary: str
    """One line for lists."""
    severity: Severity
    check: Callable[..., Iterator[Hit]]
    """Takes a `Context`; a plain module-level function, so that a rule can travel to another process."""
    why: str
    """Why it matters, and where it errs: paragraphs for ``corrigenda explain``."""
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    safety: Safety = Safety.UNSAFE


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at: one witness and its words, and what is known of all texts linted together."""

    witness: Witness
    tokens: Tokens
    lexicon: Lexicon
    standing: Standing
    """Which words belong to a form of the glossary as it stands."""
    survey: Survey
    """Counts over all texts linted together."""
    judge: Judge
    """What damaged words may have been; shared by all texts of one language."""
    known: Dictionary | None
    """Words of the witness's language; None when the language has no list."""
    corrected: tuple[Corrected, ...] = ()
    """What the editor corrected in these texts so far."""
    min_score: float = 0.0
    """Readings of less are not shown, and a place without any is not flagged by a rule that weighs readings."""
