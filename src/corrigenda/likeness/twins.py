"""Rows of a glossary that are one name, damaged in one of the two: Agamenmon beside Agamemnon.

Only what a scanner takes for the same makes two names twins, not what people write differently, as in Austin and
Austen. Names are brought together by the strokes that their letters are made of, so that the time grows with them
alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from corrigenda import collector
from corrigenda.language.letters import sounder, soundness
from corrigenda.language.words import Dictionary
from corrigenda.likeness.confusion import channel
from corrigenda.terminology.glossary import Glossary, Problem
from corrigenda.terminology.terms import Term, Terms
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
    """Return a warning for each two terms that look like one, damaged in one of the two; by file and place.

    `known` tells which of the two it is, and two terms that it both knows are none.
    """
    terms = Terms.of(glossary.terms)
    numbers = {lemma: number for number, lemma in reversed(tuple(enumerate(terms.lemmas)))}
    found = []
    for pair in _alike(_beside(numbers)):
        if not all(soundness(name, known)[0] for name in pair):
            first, second = sorted(map(numbers.__getitem__, pair))
            found.append(_problem(terms[first], terms[second], known))
    order = {path: number for number, path in enumerate(glossary.paths)}
    return tuple(sorted(found, key=lambda each: (order[each.path], each.line, each.column)))


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


def _problem(first: Term, second: Term, known: Dictionary | None) -> Problem:
    """Return the warning about two terms, at the one that is rather damaged, else at the second one."""
    right = sounder(first.lemma, second.lemma, known)
    damaged, other = (first, second) if right == second.lemma else (second, first)
    name, twin = visible(damaged.lemma), visible(other.lemma)
    where = f"{visible(other.path)}:{other.forms[0].line}:{other.forms[0].column}"
    message = f"“{name}” looks like a damaged “{twin}”, at {where}"
    if not right:
        message = f"“{name}” and “{twin}”, at {where}, look like one name, damaged in one of the two"
    form = damaged.forms[0]
    advice = "keep the right one, with the other in its cell “deprecated”, unless they are two names"
    return Problem("warning", message, form.line, form.column, advice, damaged.path)
