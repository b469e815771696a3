"""What a glossary says that is wrong, or that will hardly do what its author meant."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from corrigenda import collector
from corrigenda.terminology import glossary as glossaries
from corrigenda.terminology.catalogue import in_running_text
from corrigenda.terminology.entries import PERSONS
from corrigenda.terminology.forms import Forms
from corrigenda.terminology.glossary import Glossary, Problem
from corrigenda.terminology.terms import Form, Status, Term, Terms
from corrigenda.texts.visible import visible

_SHORT = 2
"""A deprecated word of so few letters stands in any text by chance."""
_SHORT_IN_LOWER_CASE = 3
"""As above, unless it is written as an abbreviation (GPU)."""

_Keys = tuple[str, ...]


def problems(data: bytes, path: str) -> tuple[Problem, ...]:
    """Return what is wrong with a glossary as a file, in its order: encoding, quoting, columns, rows."""
    return glossaries.read_leniently(data, path)[1]


@collector.at_rest()
def check(glossary: Glossary, common: Callable[[str], bool] | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with the forms of a glossary, by file and place.

    A form that is both right and wrong is an error; forms given twice or in the order of a catalogue, terms that match
    nothing, and deprecated forms that stand in good text too are warnings. Forms are compared as they are matched: by
    the folded keys of their words. The time is linear in the number of forms.

    Args:
        glossary: all terms that are used together.
        common: tells whether a folded word is an ordinary one of the language; without it none is.
    """
    index = _index(glossary)
    found = [problem for uses in index.values() for problem in _compare(uses)]
    found += _unmatchable(glossary)
    found += _catalogued(glossary)
    found += (problem for keys, uses in index.items() for use in uses.wrong for problem in _harmful(keys, use, common))
    order = {path: number for number, path in enumerate(glossary.paths)}
    return tuple(sorted(found, key=lambda each: (order.get(each.path, len(order)), each.line, each.column)))


@dataclass(frozen=True, slots=True)
class _Use:
    """A form of a term."""

    term: Term
    number: int
    """Which term of the glossary: two rows may look the same."""
    form: Form

    @property
    def where(self) -> str:
        return f"{visible(self.term.path)}:{self.form.line}:{self.form.column}"

    def problem(self, severity: Literal["error", "warning"], message: str, advice: str) -> Problem:
        return Problem(severity, message, self.form.line, self.form.column, advice, self.term.path)


@dataclass(slots=True)
class _Uses:
    """All forms with the same keys."""

    right: list[_Use] = field(default_factory=list)
    wrong: list[_Use] = field(default_factory=list)


def _index(glossary: Glossary) -> dict[_Keys, _Uses]:
    """Return the forms to look at: the deprecated ones, and those whose keys stand more than once."""
    terms = Terms.of(glossary.terms)
    forms = terms.forms
    alike = {*forms.wrong, *_alike(forms)}.difference(forms.empty)
    keys_of = {number: forms.keys_of(number) for number in sorted(alike)}
    counts = Counter(keys_of.values())
    index: defaultdict[_Keys, _Uses] = defaultdict(_Uses)
    for number, keys in keys_of.items():
        is_wrong = number in forms.wrong
        if is_wrong or counts[keys] > 1:
            uses = index[keys].wrong if is_wrong else index[keys].right
            uses.append(_use(terms, number))
    return index


def _alike(forms: Forms) -> Iterator[int]:
    """Yield the forms that have the same folded words as another; in most glossaries there is none."""
    keys = forms.keys
    wholes = [keys[first] if end - first == 1 else " ".join(keys[first:end]) for first, end in pairwise(forms.firsts)]
    if len(set(wholes)) < len(wholes):
        counts = Counter(wholes)
        yield from (number for number, whole in enumerate(wholes) if counts[whole] > 1)


def _use(terms: Terms, number: int) -> _Use:
    at = terms.forms.terms[number]
    term = terms[at]
    return _Use(term, at, term.forms[terms.forms.places[number]])


def _compare(uses: _Uses) -> Iterator[Problem]:
    if uses.right:
        for wrong in uses.wrong:
            yield _contradiction(wrong, uses.right[0])
    yield from _duplicates(uses.right or uses.wrong)


def _contradiction(wrong: _Use, right: _Use) -> Problem:
    same = "" if wrong.form.text == right.form.text else f" (as “{visible(right.form.text)}”)"
    of = "" if wrong.number == right.number else f" for “{visible(right.term.lemma)}”"
    return wrong.problem(
        "error",
        f"“{visible(wrong.form.text)}” is deprecated here and {right.form.status} at {right.where}{of}{same}",
        "a form is right or wrong, not both: take it out of one of the two cells",
    )


def _duplicates(uses: list[_Use]) -> Iterator[Problem]:
    """Yield a warning for each use after the first one, which it names."""
    first_of_term: dict[int, _Use] = {}
    for use in uses:
        text = visible(use.form.text)
        twin = first_of_term.setdefault(use.number, use)
        if twin is not use:
            message = f"“{text}” stands twice in the term “{visible(use.term.lemma)}”: also at {twin.where}"
            advice = "case, accents’ encoding, dashes and blanks do not count: one of the two is enough"
            yield use.problem("warning", message, advice)
        elif use.number != uses[0].number:
            yield _shared(use, uses[0])


def _shared(use: _Use, first: _Use) -> Problem:
    text, lemma = visible(use.form.text), visible(first.term.lemma)
    if use.form.status is Status.PREFERRED and first.form.status is Status.PREFERRED:
        message = f"the term “{text}” has a row already, at {first.where}"
        return use.problem("warning", message, "join the two rows, unless they are different things")
    message = f"“{text}” also belongs to the term “{lemma}”, at {first.where}"
    return use.problem("warning", message, "leave it with the term it is meant for, unless it is truly both")


def _unmatchable(glossary: Glossary) -> Iterator[Problem]:
    terms = Terms.of(glossary.terms)
    for number in terms.forms.empty:
        use = _use(terms, number)
        message = f"“{visible(use.form.text)}” can never match: it has no letters or digits"
        yield use.problem("warning", message, "write it with letters, or delete it")


def _catalogued(glossary: Glossary) -> Iterator[Problem]:
    """Yield a warning for each right form in the order of a catalogue; what is said to be no person may be one."""
    terms = Terms.of(glossary.terms)
    forms = terms.forms
    for number in forms.several:
        if number in forms.wrong or "," not in terms.text(number):
            continue
        kind = terms.kinds[forms.terms[number]].casefold()
        use = _use(terms, number)
        if (not kind or kind in PERSONS) and (sentence := in_running_text(use.form.text)):
            message = f"“{visible(use.form.text)}” is in the order of a catalogue, in which hardly a text has it"
            advice = f"write “{visible(sentence)}”" + ("" if kind else "; if that is wrong, give the row a kind")
            yield use.problem("warning", message, advice)


def _harmful(keys: _Keys, use: _Use, common: Callable[[str], bool] | None) -> Iterator[Problem]:
    """Yield a warning when a deprecated form would flag good text; only single words do so by themselves."""
    if len(keys) > 1:
        return
    text = visible(use.form.text)
    if _is_short(keys[0], use.form.text):
        message = f"the deprecated form “{text}” is so short that it would flag good text"
        yield use.problem("warning", message, "give it with the words around it that make it wrong")
    elif common is not None and common(keys[0]):
        message = f"the deprecated form “{text}” is an ordinary word: each “{visible(keys[0])}” would be flagged"
        yield use.problem("warning", message, "give it with the words around it that make it wrong")


def _is_short(key: str, form: str) -> bool:
    if key.upper() == key:  # digits, and scripts without case, whose words may well be short
        return key.isdecimal() and len(key) <= _SHORT
    return len(key) <= (_SHORT if form.isupper() else _SHORT_IN_LOWER_CASE)
