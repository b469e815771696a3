"""Rows of a glossary that are one name, damaged in one of the two: Agamenmon beside Agamemnon.

Only what a scanner takes for the same makes two names twins, not what people write differently, as in Austin and
Austen. Names are brought together by the strokes that their letters are made of, so that the time grows with them
alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corrigenda import collector
from corrigenda.language.letters import sounder, soundness
from corrigenda.language.words import Dictionary
from corrigenda.likeness.confusion import channel
from corrigenda.terminology.glossary import Glossary, Problem
from corrigenda.terminology.terms import Form, Status, Term, Terms
from corrigenda.texts import fold
from corrigenda.texts.visible import visible

_ALIKE = 0.35
"""Highest cost at which one of two names is taken for the other, misread; names that differ by more are often two."""
_SHORTEST = 5
"""Letters of a name; shorter ones are alike by chance."""
_BESIDE = 20
"""With how many names of the same strokes, in the alphabet after it, each is compared."""
_MANY = 1_000
"""Pairs of names that are compared at once in less time than numpy takes to load."""
_MINIMS = str.maketrans({"i": "ı", "n": "ıı", "u": "ıı", "m": "ııı"})
_STROKES = {
    **dict.fromkeys(map(ord, "ilr1!|"), "ı"),
    **dict.fromkeys(map(ord, "nuhb"), "ıı"),
    **dict.fromkeys(map(ord, "ceo0"), "o"),
    **str.maketrans({"m": "ııı", "d": "oı", "w": "vv", "f": "s"}),
}
"""The strokes that letters are made of, where a likely change makes one letter or group of the other."""

_Pair = tuple[str, str]


@collector.at_rest()
def twins(glossary: Glossary, known: Dictionary | None) -> tuple[Problem, ...]:
    """Return a warning for each two terms of which two right forms look like one, damaged in one of the two.

    By file and place; `known` tells which of the two it is, and two forms that it both knows are none.
    """
    terms = Terms.of(glossary.terms)
    owners = {lemma: number for number, lemma in reversed(tuple(enumerate(terms.lemmas)))}
    for number, term in terms.whole.items():
        for form in term.forms[1:]:
            if form.status is not Status.DEPRECATED:
                owners.setdefault(form.text, number)
    found: dict[tuple[int, int], Problem] = {}
    for pair in _alike(_beside(owners)):
        (first, one), (second, other) = sorted((owners[name], name) for name in pair)
        if first != second and not all(soundness(name, known)[0] for name in pair):
            problem = _problem(_Name.of(terms[first], one), _Name.of(terms[second], other), known)
            found[first, second] = min(problem, found.get((first, second), problem), key=_place)
    order = {path: number for number, path in enumerate(glossary.paths)}
    return tuple(sorted(found.values(), key=lambda each: (order[each.path], *_place(each))))


def _place(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column


def _beside(names: Iterable[str]) -> Iterator[_Pair]:
    """Yield pairs of names that are made of the same strokes and begin alike."""
    by_strokes: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if len(name) >= _SHORTEST:
            key = _plain(name)
            by_strokes[key[:1] + key.translate(_STROKES)].append(name)
    for alike in by_strokes.values():
        alike.sort()
        yield from ((one, other) for at, one in enumerate(alike) for other in alike[at + 1 : at + 1 + _BESIDE])


def _alike(pairs: Iterable[_Pair]) -> Iterator[_Pair]:
    """Yield the pairs of which a scanner makes one of the other, by a likely change or by other groups of minims."""
    every = [pair for pair in pairs if len(set(map(_plain, pair))) > 1]
    costs = _costs([*every, *((other, one) for one, other in every)])
    for pair, there, back in zip(every, costs, costs[len(every) :], strict=False):
        if min(there, back) <= _ALIKE or len({_plain(name).translate(_MINIMS) for name in pair}) == 1:
            yield pair


def _plain(name: str) -> str:
    return fold.plain(fold.key(name))


def _costs(pairs: Sequence[_Pair]) -> list[float]:
    shapes = channel("shape")
    if len(pairs) < _MANY:
        return [shapes.cost(*pair) for pair in pairs]
    from corrigenda.likeness import changes  # noqa: PLC0415 - loads numpy, and few glossaries have so many names

    return changes.costs(shapes, pairs)


@dataclass(frozen=True, slots=True)
class _Name:
    """A right form of a term."""

    form: Form
    path: str

    @classmethod
    def of(cls, term: Term, text: str) -> "_Name":
        """Return the first form of a term that is written so."""
        return cls(next(form for form in term.forms if form.text == text), term.path)


def _problem(first: _Name, second: _Name, known: Dictionary | None) -> Problem:
    """Return the warning about two names, at the one that is rather damaged, else at the second one."""
    right = sounder(first.form.text, second.form.text, known)
    damaged, other = (first, second) if right == second.form.text else (second, first)
    name, twin = visible(damaged.form.text), visible(other.form.text)
    where = f"{visible(other.path)}:{other.form.line}:{other.form.column}"
    message = f"“{name}” looks like a damaged “{twin}”, at {where}"
    if not right:
        message = f"“{name}” and “{twin}”, at {where}, look like one name, damaged in one of the two"
    form = damaged.form
    advice = "keep the right one, with the other in its cell “deprecated”, unless they are two names"
    return Problem("warning", message, form.line, form.column, advice, damaged.path)
