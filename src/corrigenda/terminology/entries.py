"""The forms of a glossary as entries, which are made when they are asked for."""

from collections.abc import Callable, Sequence

from corrigenda.ondemand import OnDemand
from corrigenda.terminology.terms import Form, Status, Term, Terms

PERSONS = frozenset({"person", "pers", "people"})
"""Kinds of terms that are people."""
PLACES = frozenset({"place", "loc", "location"})
"""Kinds that are places."""


class Entry:
    """One form with its words; it is made of columns, and its term only when that is asked for."""

    __slots__ = ("_number", "_term", "_terms", "keys", "words")

    def __init__(self, terms: Terms, number: int) -> None:
        self._terms = terms
        self._number = number
        self._term: Term | None = None
        self.words = terms.forms.words_of(number)
        """As written in the glossary, letters with their accents as one character each."""
        self.keys = terms.forms.keys_of(number)
        """Folded."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Entry):
            return NotImplemented
        return (self.term, self.form) == (other.term, other.form)

    def __hash__(self) -> int:
        return hash((self.form, self.keys))

    def __repr__(self) -> str:
        return f"Entry({self.form!r} of {self.term.lemma!r})"

    @property
    def term(self) -> Term:
        """The term that the form is of."""
        if self._term is None:
            self._term = self._terms[self._terms.forms.terms[self._number]]
        return self._term

    @property
    def form(self) -> Form:
        """The form in the glossary."""
        return self.term.forms[self._terms.forms.places[self._number]]

    @property
    def text(self) -> str:
        """The form as it is written in the glossary."""
        return self._terms.text(self._number)

    @property
    def kind(self) -> str:
        """The kind of the term."""
        return self._terms.kinds[self._terms.forms.terms[self._number]]

    @property
    def basis(self) -> str:
        """Return where the form stands, in words."""
        return f"{self.term.path} line {self.form.line}"

    @property
    def rank(self) -> tuple[str | bool, ...]:
        """Return by what entries are sorted, as the order of rows means nothing: preferred forms, and notes, first."""
        term, form = self.term, self.form
        is_other = form.status is not Status.PREFERRED
        return is_other, term.lemma, form.text, not term.note, term.note, term.kind, term.path


class Entries(OnDemand[Entry]):
    """Entries that are made when they are asked for; equal to a tuple of the same."""

    __slots__ = ("_make", "numbers")

    def __init__(self, make: Callable[[int], Entry], numbers: Sequence[int]) -> None:
        self._make = make
        self.numbers = numbers
        """Of the forms."""

    def __len__(self) -> int:
        return len(self.numbers)

    def _made(self, number: int) -> Entry:
        return self._make(self.numbers[number])

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Entries | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))


class Book:
    """Makes the entries of forms, and keeps those that were looked up."""

    __slots__ = ("_kept", "_terms", "forms")

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self.forms = terms.forms
        self._kept: dict[int, Entry] = {}

    def make(self, number: int) -> Entry:
        """Return the entry of a form."""
        return Entry(self._terms, number)

    def look_up(self, number: int) -> Entry:
        """Return the entry of a form, always the same."""
        entry = self._kept.get(number)
        if entry is None:
            entry = self._kept[number] = self.make(number)
        return entry
