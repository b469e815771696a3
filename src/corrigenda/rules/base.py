"""What a rule is made of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from corrigenda.counting import facts
from corrigenda.counting.survey import Counts, Survey
from corrigenda.deciding.learning import Corrected
from corrigenda.finding import Reading, Safety, Severity
from corrigenda.judging.judge import Judge
from corrigenda.language.words import Dictionary
from corrigenda.terminology.lexicon import Lexicon, Standing
from corrigenda.texts.text import Span, Witness
from corrigenda.texts.tokens import Tokens

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place a rule points at; ids, quotation and order are given later."""

    span: Span
    message: str
    readings: tuple[Reading, ...] = ()
    note: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A place that a rule compared with a form of the glossary, whether it points at it or not."""

    span: Span
    form: str
    basis: str
    """Where the form stands."""
    parts: Mapping[str, float] = field(default_factory=dict)
    """What speaks for and against an error, by what it is; the sum is its utility, against 0."""
    score: float = 0.0
    """The share of the utility among those of the place."""
    objection: str = ""
    """Why nothing was weighed."""


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
class Count:
    """What a rule counts over all texts that are linted together; rules that share it name the same."""

    name: str
    """The key in `Survey.of_rules`."""
    of: Callable[[Tokens, Lexicon], Counts]
    """Counts one text; a plain module-level function, so that a rule can travel to another process.

    Many texts may come as one, parted by NULs: what is counted goes over none.
    """
    kind: type[Counts]
    """What it returns."""


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
    count: Count | None = None
    """What it counts over all texts first, besides their words."""
    leans_on: Callable[..., Iterable[int]] | None = None
    """Takes a `Context`; returns the facts about all texts (`corrigenda.counting.facts`) that its findings in the text
    depend on, beside those that are noted in the context while it checks. A rule that asks for none needs none."""
    weigh: Callable[..., Iterator[Weighed]] | None = None
    """Takes a `Context`; yields what the rule weighed there, for ``corrigenda why``."""


@dataclass(frozen=True, slots=True)
class Common:
    """What is known of all texts of one language that are linted together."""

    lexicon: Lexicon
    survey: Survey
    """Counts over all texts linted together."""
    judge: Judge
    """What damaged words may have been."""
    known: Dictionary | None
    """Words of the language; None when it has no list."""
    corrected: tuple[Corrected, ...] = ()
    """What the editor corrected in these texts so far."""
    min_score: float = 0.0
    """A place whose best reading scores less is not flagged by a rule that weighs names or phrases."""
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict)

    def once(self, make: "Callable[[Common], _Made]") -> _Made:
        """Return what `make` makes of this; it is called once for all texts."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("_Made", self._made[make])


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at: one witness and its words, and what is known of all texts linted together."""

    witness: Witness
    tokens: Tokens
    standing: Standing
    """Which words belong to a form of the glossary as it stands."""
    common: Common
    asked: set[int] = field(default_factory=set)
    """Facts about all texts that were asked for while this one was checked, see `corrigenda.counting.facts`."""
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict)

    def once(self, make: "Callable[[Tokens], _Made]") -> _Made:
        """Return what `make` makes of this text's words; it is made once, whichever rules ask."""
        if make not in self._made:
            self._made[make] = make(self.tokens)
        return cast("_Made", self._made[make])

    @property
    def lexicon(self) -> Lexicon:
        """The glossary as the rules see it."""
        return self.common.lexicon

    @property
    def survey(self) -> Survey:
        """Counts over all texts linted together."""
        return self.common.survey

    def count(self, key: str) -> int:
        """Return how often a folded word stands in all texts, rounded; that this was asked is noted."""
        self.asked.add(facts.of_word(key))
        return self.survey.often(key)

    @property
    def judge(self) -> Judge:
        """What damaged words may have been."""
        return self.common.judge

    @property
    def known(self) -> Dictionary | None:
        """Words of the witness's language; None when the language has no list."""
        return self.common.known

    @property
    def corrected(self) -> tuple[Corrected, ...]:
        """What the editor corrected in these texts so far."""
        return self.common.corrected

    @property
    def min_score(self) -> float:
        """A place whose best reading scores less is not flagged by a rule that weighs names or phrases."""
        return self.common.min_score
