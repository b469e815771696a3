"""What a glossary says that is wrong, or that will hardly do what its author meant."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal
from unicodedata import category

from corrigenda import collector
from corrigenda.terminology import glossary as glossaries
from corrigenda.terminology.catalogue import in_running_text
from corrigenda.terminology.entries import PERSONS
from corrigenda.terminology.forms import Forms
from corrigenda.terminology.glossary import Glossary, Problem
from corrigenda.terminology.standing import goes_on
from corrigenda.terminology.terms import DIVIDER, Form, Status, Term, Terms
from corrigenda.texts.tokens import LONGEST, UNSPACED, Tokens
from corrigenda.texts.visible import visible

_SHORT = 2
"""A deprecated word of so few letters stands in any text by chance."""
_SHORT_IN_LOWER_CASE = 3
"""As above, unless it is written as an abbreviation (GPU)."""

_MARKS = ";/,"
"""What some put between several forms of a cell, the surest first."""
_DIVIDED = f"several forms in one cell are divided by “{DIVIDER}”"
_TWO = 2
"""Pieces with a comma or slash between them that may be one name: Paris, Texas."""
_AND = frozenset(("&", "and", "und", "et", "y", "e"))
_LETTERS = re.compile(r"[^\W\d_]{3}")
_ALIKE = 4
"""Letters of a word that two forms of a name have in common."""

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""What cannot be seen by itself, but in the letters around."""

_Keys = tuple[str, ...]


@collector.at_rest()
def check(glossary: Glossary, common: Callable[[str], bool] | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with the forms of a glossary, by file and place.

    A form that is both right and wrong is an error; forms given twice or in the order of a catalogue, several that
    are not divided, terms that match nothing, and deprecated forms that stand in good text too are warnings. Forms are
    compared as they are matched: by the folded keys of their words. The time is linear in the number of forms.

    Args:
        glossary: all terms that are used together.
        common: tells whether a folded word is an ordinary one of the language; without it none is.
    """
    index = _index(glossary)
    found = [problem for uses in index.values() for problem in _compare(uses)]
    terms = Terms.of(glossary.terms)
    for of_terms in (_unseen, _unmatchable, _unspaced, _joined):
        found += of_terms(terms)
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
        "a form is right or wrong, not both: take it out of one of the two cells"
        + (f"; {_not_counted(wrong.form.text, right.form.text)} do not count" if same else ""),
    )


def _not_counted(one: str, other: str) -> str:
    """Return in words in what two forms differ that match the same places."""
    found, there = Tokens(one), Tokens(other)
    if any(found.surface(at) != there.surface(at) for at in range(min(len(found), len(there)))):
        return "case, ligatures, and ß for ss"
    return "points and other signs beside words"


def _duplicates(uses: list[_Use]) -> Iterator[Problem]:
    """Yield a warning for each use after the first one, which it names."""
    first_of_term: dict[int, _Use] = {}
    for use in uses:
        text = visible(use.form.text)
        twin = first_of_term.setdefault(use.number, use)
        if twin is not use:
            message = f"“{text}” stands twice in the term “{visible(use.term.lemma)}”: also at {twin.where}"
            advice = "case, accents’ encoding, points, dashes and blanks do not count: one of the two is enough"
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


def _unseen(terms: Terms) -> Iterator[Problem]:
    """Yield a warning for each form with something in it that cannot be seen."""
    for number in range(len(terms.forms)):
        text = terms.text(number)
        if not text.isprintable() and (unseen := [char for char in text if _is_unseen(char)]):
            use = _use(terms, number)
            message = f"“{visible(text)}” has U+{ord(unseen[0]):04X} in it, which cannot be seen"
            yield use.problem("warning", message, "type it anew: texts hardly have it, and should not get it")


def _is_unseen(char: str) -> bool:
    return char not in _JOINERS and category(char) in ("Cc", "Cf")


def _unmatchable(terms: Terms) -> Iterator[Problem]:
    """Yield a warning for each form without words, and for each deprecated one that is not found where it stands."""
    forms = terms.forms
    for number in {**forms.empty, **forms.wrong}:
        tokens = Tokens(terms.text(number))
        found = _lacking(tokens, forms.width(number)) or _divided(tokens)
        if found:
            why, advice = found
            use = _use(terms, number)
            yield use.problem("warning", f"“{visible(use.form.text)}” can never match: {why}", advice)


def _lacking(tokens: Tokens, width: int) -> tuple[str, str] | None:
    """Return why a form lacks words that texts may have, and what to do."""
    if not any(map(str.isalnum, tokens.text)):
        return "it has no letters or digits", "write it with letters, or delete it"
    if len(tokens) < max(1, width):
        return f"what is longer than {LONGEST} letters is no word", "divide it, or delete it"
    return None


def _divided(tokens: Tokens) -> tuple[str, str] | None:
    """Return why a deprecated form is not found although its words stand there, and what to do."""
    gaps = [tokens.gap(at) for at in range(len(tokens) - 1) if not goes_on(tokens.key(at), tokens.gap(at))]
    if gaps and not any(map(_is_unseen, gaps[0])):
        mark = gaps[0].strip()
        advice = "give the words before it or behind it"
        return f"it has “{mark}” between two words", f"{advice}; {_DIVIDED}" if mark in _MARKS else advice
    return None


def _unspaced(terms: Terms) -> Iterator[Problem]:
    """Yield a warning for each deprecated form in a script that puts no blanks between words."""
    for number in terms.forms.wrong:
        text = terms.text(number)
        if not text.isascii() and re.search(UNSPACED, text):
            message = f"“{visible(text)}” matches only where blanks or marks stand around it, and no other word"
            yield _use(terms, number).problem("warning", message, "where words follow without a blank, search for it")


def _joined(terms: Terms) -> Iterator[Problem]:
    """Yield a warning for each right form that seems to be several, or is in the order of a catalogue.

    What is said to be no person may be a name with commas of its own.
    """
    forms = terms.forms
    for number in forms.several:
        text = terms.text(number)
        if number in forms.wrong or not any(mark in text for mark in _MARKS):
            continue
        kind = terms.kinds[forms.terms[number]].casefold()
        is_person = not kind or kind in PERSONS
        use = _use(terms, number)
        is_alone = use.form.status is Status.PREFERRED
        unless = "" if kind else "; if that is wrong, give the row a kind"
        if not is_alone and _are_surely_several(text):
            yield use.problem("warning", f"“{visible(text)}” is several forms", _DIVIDED)
        elif not is_alone and is_person and any(len(pieces) > _TWO for _mark, pieces in _pieces(text)):
            yield use.problem("warning", f"“{visible(text)}” seems to be several forms", _DIVIDED + unless)
        elif is_person and (sentence := in_running_text(text)):
            message = f"“{visible(text)}” is in the order of a catalogue, in which hardly a text has it"
            advice = f"write “{visible(sentence)}”{unless}"
            yield use.problem("warning", message, advice if is_alone else f"{advice}; {_DIVIDED}")


def _are_surely_several(text: str) -> bool:
    """Say whether a form is several for certain: commas and slashes stand in a name too, but between unlike parts.

    >>> [_are_surely_several(each) for each in ("Catalan, Catalane", "Koba; Soso")]
    [True, True]
    >>> [_are_surely_several(each) for each in ("Frankfurt/Main", "Kansas City, Kansas")]
    [False, False]
    """
    return any(mark == ";" or _are_alike(pieces) for mark, pieces in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the marks that may stand between several forms, with what stands between them."""
    for mark in _MARKS:
        pieces = [piece.strip() for piece in text.split(mark)]
        if len(pieces) > 1 and all(map(_is_form, pieces)):
            yield mark, pieces


def _is_form(piece: str) -> bool:
    """Say whether what stands between two marks may be a form: no Co, D.C. or “and Welfare” of a longer name."""
    words = piece.split()
    return bool(words) and not words[0][0].islower() and _AND.isdisjoint(words) and bool(_LETTERS.search(piece))


def _are_alike(pieces: Sequence[str]) -> bool:
    """Say whether two different pieces have a word in common, or one that goes on in the other: Catalan, Catalane.

    Of two alone, both must have as many words: Kansas City, Kansas is one name.
    """
    every = [glossaries.words(piece) for piece in pieces]
    return any(
        one != other
        and (len(pieces) > _TWO or len(one) == len(other))
        and len(word) >= _ALIKE
        and any(each.startswith(word) for each in other)
        for one in every
        for other in every
        for word in one
    )


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
