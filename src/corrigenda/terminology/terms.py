"""Terms and their forms, and very many of them in columns."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from corrigenda.ondemand import OnDemand
from corrigenda.terminology.forms import FormReader, Forms
from corrigenda.texts.text import digest

DIVIDER = "|"
"""Stands between several forms in one cell."""
_LANGUAGE = re.compile(r"([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*):(.*)", re.DOTALL)


class Status(StrEnum):
    """How a form stands to its term (ISO 30042, TBX: administrative status)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling of a term, as it is written in the glossary."""

    text: str
    status: Status
    line: int
    column: int
    """The place inside the file, from 1; columns in code points."""


@dataclass(frozen=True, slots=True)
class Term:
    """One row of a glossary."""

    lemma: str
    forms: tuple[Form, ...]
    """The preferred form first, then the admitted ones, then the deprecated."""
    kind: str
    source: tuple[tuple[str, str], ...]
    """Forms in other languages as (language, form); the language may be empty."""
    note: str
    line: int
    path: str
    """The file as it was given, for messages."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a file that have a term and no other form, in columns."""

    lemmas: Sequence[str]
    kinds: Sequence[str]
    sources: Sequence[str]
    """Cells as written, as few are ever asked for."""
    notes: Sequence[str]
    """As `sources`."""
    lines: "array[int]"
    columns: "array[int]"
    """Where in its line each term stands."""
    path: str

    def between(self, first: int, end: int) -> "Rows":
        """Return the rows from `first` to the one before `end`."""
        at = slice(first, end)
        cells = self.lemmas[at], self.kinds[at], self.sources[at], self.notes[at]
        return Rows(*cells, self.lines[at], self.columns[at], self.path)


class Terms(OnDemand[Term]):
    """Terms, of which those with one form are kept in columns: a `Term` is made of them when it is asked for.

    A long glossary has a million rows, and lint looks at the few that a text may mean. Terms are equal to a tuple of
    the same terms.
    """

    def __init__(self, parts: Iterable[Term | Rows] = (), known_by: str = "") -> None:
        """Put parts together; `known_by` is what no other terms are known by, if there is such a thing."""
        self._known_by = known_by
        lemmas: list[str] = []
        kinds: list[str] = []
        sources: list[str] = []
        notes: list[str] = []
        self._lines = array("q")
        self._columns = array("q")
        self.whole: dict[int, Term] = {}
        """Terms that are kept as they are, by their numbers; in the columns they have only lemma and kind."""
        self._paths: dict[int, str] = {}
        """The files of the others, by the number of the first of some rows."""
        for part in parts:
            if isinstance(part, Term):
                self.whole[len(lemmas)] = part
                rows = Rows((part.lemma,), (part.kind,), ("",), ("",), array("q", [part.line]), array("q", [0]), "")
            else:
                self._paths[len(lemmas)] = part.path
                rows = part
            lemmas += rows.lemmas
            kinds += rows.kinds
            sources += rows.sources
            notes += rows.notes
            self._lines += rows.lines
            self._columns += rows.columns
        # NOTE: tuples, as the garbage collector goes through lists of a million strings again and again
        self.lemmas = tuple(lemmas)
        self.kinds = tuple(kinds)
        self._sources = tuple(sources)
        self._notes = tuple(notes)

    @classmethod
    def of(cls, terms: Sequence[Term]) -> "Terms":
        """Return terms in columns, whatever they are kept in."""
        return terms if isinstance(terms, cls) else cls(terms)

    def __len__(self) -> int:
        return len(self.lemmas)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Terms | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    @property
    def digest(self) -> str:
        """A hash of all that the terms hold; of what was read it is made from the bytes, not from a million terms."""
        return self._known_by or digest(repr(self).encode("utf-8", "surrogatepass"))

    def _made(self, number: int) -> Term:
        if number in self.whole:
            return self.whole[number]
        lemma, line = self.lemmas[number], self._lines[number]
        forms = (Form(lemma, Status.PREFERRED, line, self._columns[number]),)
        pieces = map(str.strip, self._sources[number].split(DIVIDER))
        source = tuple([source_of(form) for form in pieces if form])
        path = self._paths[self._breaks[bisect_right(self._breaks, number) - 1]]
        return Term(lemma, forms, self.kinds[number], source, self._notes[number].strip(), line, path)

    def text(self, form: int) -> str:
        """Return a form, by its number among all `forms`, as it is written."""
        number = self.forms.terms[form]
        if number in self.whole:
            return self.whole[number].forms[self.forms.places[form]].text
        return self.lemmas[number]

    def parts(self) -> Iterator[Term | Rows]:
        """Yield what these terms can be made of again."""
        for first, end in pairwise((*sorted({*self.whole, *self._paths}), len(self))):
            at = slice(first, end)
            if first in self.whole:
                yield self.whole[first]
            else:
                cells = self.lemmas[at], self.kinds[at], self._sources[at], self._notes[at]
                yield Rows(*cells, self._lines[at], self._columns[at], self._paths[first])

    @cached_property
    def _breaks(self) -> tuple[int, ...]:
        return tuple(self._paths)

    @cached_property
    def forms(self) -> Forms:
        """The words of all forms."""
        reader = FormReader()
        first = 0
        for number, term in self.whole.items():
            reader.extend(self.lemmas[first:number], first)
            for place, form in enumerate(term.forms):
                reader.add(form.text, number, place, is_wrong=form.status is Status.DEPRECATED)
            first = number + 1
        reader.extend(self.lemmas[first:], first)
        return reader.forms()


def source_of(form: str) -> tuple[str, str]:
    """Return (language, form) of a form as a cell of the column `source` holds it; the language may be empty.

    >>> source_of("ru: Сталин"), source_of("斯大林")
    (('ru', 'Сталин'), ('', '斯大林'))
    """
    found = _LANGUAGE.fullmatch(form)
    return (found.group(1), found.group(2).strip()) if found else ("", form)
