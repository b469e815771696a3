"""Fits the weights of near names to texts with known answers: ``python tests/calibration/fit.py SET… [--write]``.

README.md beside this file says what is fitted, on what texts, what a set holds and what the figures mean.
"""

import argparse
import json
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from corrigenda import formats, rules
from corrigenda.counting.survey import Survey
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.judging.suspects import Place
from corrigenda.language import words
from corrigenda.likeness import near
from corrigenda.likeness.near import Candidate, Suspect
from corrigenda.running import engine
from corrigenda.running.engine import Knowledge
from corrigenda.storage import files
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts import fold
from corrigenda.texts.text import Span, Witness
from corrigenda.texts.tokens import Tokens

try:
    import numpy as np
except ModuleNotFoundError:  # pytest looks for examples here even where nobody fits anything; `main` complains
    np = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TABLE = Path(__file__).parents[2] / "src" / "corrigenda" / "data" / "weights.tsv"
"""The weights that ship with the program."""

RIDGE = 1e-3
"""Pull of all weights towards 0, against the mean log-likelihood of a place; it holds what is seldom seen."""
OFTEN = 25
"""A spelling counts at most so many times: a name that stands on every page says no more than that."""
DOUBTFUL = 0.3
"""Weight of a place where something is wrong, but no candidate is right: it is neither good text nor one of them."""
STANDS = -1
"""The answer that a word is right as it stands."""
NONE_RIGHT = -2
"""The answer that it is wrong, but none of the candidates is right."""
NEAR_NAME = ("G002",)
"""The rule that the weights are of."""

_STEPS = 100
_CLOSE = 1e-9
_BARS = tuple(number / 20 for number in range(3, 13))
_PAGE = 10_000


# Texts with known answers


class Kind(StrEnum):
    """What is known of a stretch of text; whatever is not marked is right."""

    GOLD = "gold"
    """A damaged name or term of the glossary, with what should stand."""
    ERROR = "err"
    """Wrong in another way."""
    UNKNOWN = "unk"
    """Nobody has looked."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text of which something is known."""

    span: Span
    kind: Kind
    corr: str = ""
    """What should stand."""
    term: str = ""
    """The term of the glossary it belongs to."""


class Marks:
    """The marks of one text, found by place."""

    __slots__ = ("_marks", "_reach", "_starts")

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks = sorted(marks, key=lambda mark: mark.span)
        self._starts = [mark.span.start for mark in self._marks]
        self._reach = max((mark.span.end - mark.span.start for mark in self._marks), default=0)

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._marks)

    def over(self, span: Span) -> list[Mark]:
        """Return the marks that share a character with `span`."""
        first, last = bisect_left(self._starts, span.start - self._reach), bisect_left(self._starts, span.end)
        return [mark for mark in self._marks[first:last] if mark.span.end > span.start]

    def gold(self, span: Span) -> list[Mark]:
        """Return the known errors of the glossary's names among them."""
        return [mark for mark in self.over(span) if mark.kind is Kind.GOLD]


@dataclass(frozen=True, slots=True)
class TextSet:
    """Texts that belong together, their glossary, and what is known to be wrong in them."""

    name: str
    witnesses: tuple[Witness, ...]
    lexicon: Lexicon
    marks: Mapping[str, Marks]
    """By the name of the text."""
    language: str | None

    @property
    def gold(self) -> int:
        """Return how many damaged names are known."""
        return sum(mark.kind is Kind.GOLD for marks in self.marks.values() for mark in marks)

    @property
    def words(self) -> int:
        """Return how many words the texts have."""
        return sum(len(witness.text.split()) for witness in self.witnesses)


def read(folder: Path) -> TextSet:
    """Return the set in a folder.

    Raises:
        InputError: a file is missing or broken, or an answer does not fit its text.
    """
    texts = tuple(_texts(folder / "texts"))
    by_name = {witness.siglum: witness.text for witness in texts}
    others = folder / "other.jsonl"
    marks: dict[str, list[Mark]] = {name: [] for name in by_name}
    for name, mark in chain(_gold(folder / "gold.jsonl", by_name), _others(others, by_name) if others.exists() else ()):
        marks[name].append(mark)
    table = folder / "glossary.csv"
    return TextSet(
        folder.resolve().name,
        texts,
        Lexicon(glossary.read(files.read_bytes(table), str(table))),
        {name: Marks(of_text) for name, of_text in marks.items()},
        words.detect(Survey.of(Tokens(witness.text) for witness in texts).keys),
    )


def _texts(folder: Path) -> Iterator[Witness]:
    paths = sorted(path for path in folder.glob("*") if formats.known(path))
    if not paths:
        raise InputError("no texts", where=str(folder), help="a set has its texts, *.txt, in a folder `texts`")
    for path in paths:
        yield formats.decode(files.read_bytes(path), name=str(path), siglum=path.name)


def _gold(path: Path, texts: Mapping[str, str]) -> Iterator[tuple[str, Mark]]:
    for where, row in _rows(path):
        try:
            mark = Mark(_span(row, texts), Kind.GOLD, row["corr"], row.get("term") or row["corr"])
            fits = texts[row["doc"]][mark.span.start : mark.span.end] == row["sic"]
        except (KeyError, TypeError, ValueError) as error:
            raise _broken(where, error) from error
        if not fits:
            raise InputError(
                f"{row['sic']!r} does not stand there", where=where, help="offsets count characters from 0"
            )
        yield row["doc"], mark


def _others(path: Path, texts: Mapping[str, str]) -> Iterator[tuple[str, Mark]]:
    for where, row in _rows(path):
        try:
            mark = Mark(_span(row, texts), Kind(row["kind"]))
        except (KeyError, TypeError, ValueError) as error:
            raise _broken(where, error) from error
        yield row["doc"], mark


def _span(row: Mapping[str, Any], texts: Mapping[str, str]) -> Span:
    span = Span(row["start"], row["end"])
    if not 0 <= span.start < span.end <= len(texts[row["doc"]]):
        raise ValueError(f"{span.start} to {span.end} is no stretch of the text")
    return span


def _rows(path: Path) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(files.read_bytes(path).split(b"\n"), start=1):
        if line.strip():
            try:
                yield f"{path}:{number}", json.loads(line)
            except ValueError as error:
                raise _broken(f"{path}:{number}", error) from error


def _broken(where: str, error: Exception) -> InputError:
    return InputError(
        f"no answer can be read here: {error}", where=where, help="README.md beside fit.py describes the rows"
    )


# What is right


def is_right(reading: str, span: Span, mark: Mark, text: str) -> bool:
    """Say whether a reading for `span` is what should stand at a mark that overlaps it, apart from case and blanks.

    Right is what is right in its place, the term itself, and a whole word of a correction of several words.
    """
    stem, _ending = fold.split_possessive(reading)
    accepted = {_plain(mark.corr), _plain(mark.term), *_plain(mark.corr).split()}
    if not accepted.isdisjoint((_plain(reading), _plain(stem))):
        return True
    start, end = min(span.start, mark.span.start), max(span.end, mark.span.end)
    got = text[start : span.start] + reading + text[span.end : end]
    wanted = text[start : mark.span.start] + mark.corr + text[mark.span.end : end]
    return _plain(got) == _plain(wanted)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


# What is fitted


@dataclass(frozen=True, slots=True)
class Case:
    """A distinct suspect of a set, the names near it, and how often which of them was right."""

    suspect: Suspect
    noisy: bool
    """Whether the texts are that are counted: a suspect of noisy ones and others is two."""
    compound: bool
    """Whether the suspect is made of two ordinary words."""
    candidates: tuple[Candidate, ...]
    answers: Counter[int]
    """Places by the number of the right candidate, or `STANDS`, or `NONE_RIGHT`."""


def cases(texts: TextSet) -> tuple[Case, ...]:
    """Return the suspects that have a name near them and stand at a place of which something is known."""
    answers: dict[tuple[Suspect, bool], Counter[int]] = defaultdict(Counter)
    candidates: dict[Suspect, tuple[Candidate, ...]] = {}
    compounds: set[Suspect] = set()
    knowledge = Knowledge(texts.lexicon, language=texts.language)
    checker = engine.Checker(knowledge, engine.survey(texts.witnesses, knowledge, ()))
    for context in checker.contexts(texts.witnesses):
        marks, noisy = texts.marks[context.witness.siglum], context.judge.is_noisy(context.tokens)
        for place in context.judge.suspects(context.tokens):
            near_by = candidates.setdefault(place.suspect, context.judge.candidates(place.suspect))
            is_listed = not context.standing.in_wrong.isdisjoint(range(place.first, place.last + 1))
            answer = None if is_listed or not near_by else _answer(place, near_by, marks, context.witness.text)
            if answer is not None:
                answers[place.suspect, noisy][answer] += 1
                if context.judge.is_compound(place.suspect):
                    compounds.add(place.suspect)
    return tuple(
        Case(suspect, noisy, suspect in compounds, candidates[suspect], counted)
        for (suspect, noisy), counted in answers.items()
    )


def _answer(place: Place, candidates: Sequence[Candidate], marks: Marks, text: str) -> int | None:
    """Return the number of the right candidate, or that there is none, or None when nothing is known of the place."""
    touching = marks.over(place.span)
    gold = [mark for mark in touching if mark.kind is Kind.GOLD]
    for number, candidate in enumerate(candidates):
        if any(is_right(candidate.name.word + place.ending, place.span, mark, text) for mark in gold):
            return number
    if gold:
        return NONE_RIGHT
    if any(mark.kind is Kind.UNKNOWN for mark in touching):
        return None
    return NONE_RIGHT if touching else STANDS


@dataclass(frozen=True, slots=True)
class Choices:
    """Cases as numbers: case by alternative by feature. The last alternative is the word as it stands."""

    features: tuple[str, ...]
    values: "Floats"
    missing: "Floats"
    """By case and alternative: 0, or minus infinity where a case has fewer alternatives than others."""
    answers: "Floats"
    """By case and alternative: how often it was right."""

    @classmethod
    def of(cls, found: Sequence[Case], features: Sequence[str]) -> "Choices":
        """Return cases as numbers, with the features in the order given."""
        most = max(len(case.candidates) for case in found)
        values = np.zeros((len(found), most + 1, len(features)))
        missing = np.zeros((len(found), most + 1))
        answers = np.zeros((len(found), most + 1))
        for number, case in enumerate(found):
            for other, candidate in enumerate(case.candidates):
                values[number, other] = _vector(near.candidate_features(candidate, case.suspect), features)
            null = near.null_features(case.suspect, noisy=case.noisy, compound=case.compound)
            values[number, most] = _vector(null, features)
            missing[number, len(case.candidates) : most] = -np.inf
            for answer, times in case.answers.items():
                weight = min(times, OFTEN) * (DOUBTFUL if answer == NONE_RIGHT else 1.0)
                answers[number, answer if answer >= 0 else most] += weight
        return cls(tuple(features), values, missing, answers)


def _vector(known: Mapping[str, float], features: Sequence[str]) -> list[float]:
    """Return the values of `features` in their order.

    Raises:
        CorrigendaError: the table of weights has no row for a feature of the model.
    """
    unheard = known.keys() - set(features)
    if unheard:
        raise CorrigendaError(
            f"no row for {', '.join(sorted(unheard))}",
            where=TABLE.name,
            help="give each new feature a row: its name, 0, and what it means, with tabs between",
        )
    return [known.get(feature, 0.0) for feature in features]


def fit(choices: Choices) -> dict[str, float]:
    """Return the weights under which the answers are likeliest, less a small penalty (conditional logit, by Newton).

    The likelihood is concave, so there is one best answer; steps that overshoot it are halved.
    """
    weights = np.zeros(len(choices.features))
    value, gradient, curvature = likelihood(weights, choices)
    for _ in range(_STEPS):
        step = np.linalg.solve(curvature, gradient)
        better = likelihood(weights + step, choices)
        while better[0] < value - _CLOSE:
            step = step / 2
            better = likelihood(weights + step, choices)
        weights = weights + step
        gain = better[0] - value
        value, gradient, curvature = better
        if gain < _CLOSE:
            break
    return dict(zip(choices.features, map(float, weights), strict=True))


def likelihood(weights: "Floats", choices: Choices) -> "tuple[float, Floats, Floats]":
    """Return the penalised mean log-likelihood of a place, its gradient, and its curvature with the sign changed."""
    utilities = choices.values @ weights + choices.missing
    utilities -= utilities.max(axis=1, keepdims=True)
    logs = utilities - np.log(np.exp(utilities).sum(axis=1, keepdims=True))
    shares = np.exp(logs)
    places = choices.answers.sum(axis=1)
    total = places.sum()
    known = np.where(choices.answers > 0, logs, 0.0)
    value = (choices.answers * known).sum() / total - RIDGE / 2 * weights @ weights
    surplus = choices.answers - places[:, None] * shares
    gradient = np.einsum("ca,caf->f", surplus, choices.values) / total - RIDGE * weights
    means = np.einsum("ca,caf->cf", shares, choices.values)
    flat = choices.values.reshape(-1, len(weights))
    spread = (flat * (places[:, None] * shares).reshape(-1, 1)).T @ flat - (means * places[:, None]).T @ means
    return float(value), gradient, spread / total + RIDGE * np.eye(len(weights))


def fitted(found: Iterable[Sequence[Case]], features: Sequence[str]) -> dict[str, float]:
    """Return the weights fitted to the cases of several sets.

    Raises:
        CorrigendaError: nothing near any name is known to be right or wrong.
    """
    together = list(chain.from_iterable(found))
    if not together:
        raise CorrigendaError(
            "nothing can be fitted: no unknown word is near a name of the glossary",
            help="give texts in which names stand that are damaged, and others that are not",
        )
    return fit(Choices.of(together, features))


# What it is worth


@dataclass(frozen=True, slots=True)
class Flag:
    """The first reading of a finding, and what is known of the place."""

    score: float
    found: frozenset[tuple[str, Span]]
    """The known errors it touches."""
    right: bool
    """Whether the reading is right for one of them."""


def flags(texts: TextSet, codes: Sequence[str], min_score: float) -> tuple[Flag, ...]:
    """Return what `corrigenda lint` finds in a set, by itself in everything but the rules and the least score.

    Findings that touch only other errors, or places where nothing is known, are left out.
    """
    found = engine.lint(texts.witnesses, Knowledge(texts.lexicon, min_score=min_score), rules.selected(codes))
    by_name = {witness.siglum: witness.text for witness in texts.witnesses}
    made: list[Flag] = []
    for finding in found:
        name, span = finding.anchor.siglum, finding.anchor.span
        marks, gold = texts.marks[name], texts.marks[name].gold(span)
        if finding.readings and (gold or not marks.over(span)):
            first = finding.readings[0]
            right = any(is_right(first.text, span, mark, by_name[name]) for mark in gold)
            made.append(Flag(first.score, frozenset((name, mark.span) for mark in gold), right))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Figures:
    """How good the flags of a set are."""

    precision: float
    """The share of flags at a damaged name; 1 when there are none."""
    recall: float
    """The share of damaged names that are flagged; 1 when there are none."""
    first: float
    """The share of damaged names whose first reading is right; 1 when there are none."""
    false: float
    """False flags in 10,000 words."""

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def figures(shown: Sequence[Flag], texts: TextSet) -> Figures:
    """Return the figures of the flags of a set."""
    hits = [flag for flag in shown if flag.found]
    found = frozenset(chain.from_iterable(flag.found for flag in hits))
    first = frozenset(chain.from_iterable(flag.found for flag in hits if flag.right))
    gold = texts.gold
    return Figures(
        precision=len(hits) / len(shown) if shown else 1.0,
        recall=len(found) / gold if gold else 1.0,
        first=len(first) / gold if gold else 1.0,
        false=(len(shown) - len(hits)) / texts.words * _PAGE,
    )


@contextmanager
def weighed_by(weights: Mapping[str, float]) -> Iterator[None]:
    """Have names weighed by other weights than those of the program."""
    with mock.patch.object(near, "weights", return_value=weights):
        yield


def left_out(
    sets: Sequence[TextSet], found: Sequence[Sequence[Case]], features: Sequence[str], bars: Iterable[float]
) -> dict[float, list[tuple[Flag, ...]]]:
    """Return the flags of the rule for near names in each set, by --min-score and weights fitted to all the others."""
    made: dict[float, list[tuple[Flag, ...]]] = {bar: [] for bar in bars}
    for number, texts in enumerate(sets):
        weights = fitted((*found[:number], *found[number + 1 :]), features)
        with weighed_by(weights):
            for bar, of_sets in made.items():
                of_sets.append(flags(texts, NEAR_NAME, bar))
    return made


# The tables that are printed


def weight_table(weights: Mapping[str, float], shipped: Mapping[str, float]) -> Iterator[str]:
    """Yield the lines of the weights beside those of the table."""
    yield f"{'feature':<16} {'fitted':>7} {'table':>7}"
    for name, weight in weights.items():
        yield f"{name:<16} {weight:>7.3f} {shipped[name]:>7.3f}"


def figure_table(sets: Sequence[TextSet], made: Sequence[Sequence[Flag]]) -> Iterator[str]:
    """Yield the lines of precision, recall, F1, right first readings and false flags by set."""
    heads = f"{'precision':>9} {'recall':>7} {'F1':>7} {'first':>7} {'false/10k':>9}"
    yield f"{'set':<20} {'words':>8} {'names':>6} {heads}"
    for texts, of_set in zip(sets, made, strict=True):
        result = figures(of_set, texts)
        shares = (result.recall, result.f1, result.first) if texts.gold else ()
        cells = "".join(f" {share:>7.3f}" for share in shares) or f"{'–':>8}" * 3
        precision = f"{result.precision:>9.3f}" if texts.gold else f"{'–':>9}"
        yield f"{texts.name:<20} {texts.words:>8} {texts.gold:>6} {precision}{cells} {result.false:>9.2f}"


def bar_table(sets: Sequence[TextSet], made: Mapping[float, Sequence[Sequence[Flag]]]) -> Iterator[str]:
    """Yield means by --min-score: over the sets that have damaged names, and of false flags over all sets."""
    yield f"{'min-score':<9} {'precision':>9} {'recall':>7} {'F1':>7} {'false/10k':>9}"
    for bar, of_sets in made.items():
        results = [(texts, figures(of_set, texts)) for texts, of_set in zip(sets, of_sets, strict=True)]
        damaged = [result for texts, result in results if texts.gold]
        precision, recall, f1 = (
            _mean(getattr(result, name) for result in damaged) for name in ("precision", "recall", "f1")
        )
        false = _mean(result.false for _texts_, result in results)
        yield f"{bar:<9.2f} {precision:>9.3f} {recall:>7.3f} {f1:>7.3f} {false:>9.2f}"


def _mean(values: Iterable[float]) -> float:
    each = tuple(values)
    return sum(each) / len(each) if each else 0.0


def reliability_table(made: Iterable[Flag]) -> Iterator[str]:
    """Yield, for each tenth of the score, the mean score, the share of right first readings and their number."""
    tenths: dict[int, list[Flag]] = defaultdict(list)
    for flag in made:
        tenths[min(9, int(flag.score * 10 + _CLOSE))].append(flag)
    yield f"{'score':<9} {'mean':>6} {'right':>6} {'readings':>8}"
    for tenth, within in sorted(tenths.items()):
        mean, right = _mean(flag.score for flag in within), _mean(flag.right for flag in within)
        yield f"{tenth / 10:.1f}–{(tenth + 1) / 10:.1f}   {mean:>6.2f} {right:>6.2f} {len(within):>8}"


# The table of weights


def meanings(table: str) -> dict[str, tuple[float, str]]:
    """Return (weight, meaning) by feature, in the order of the table."""
    rows = (line.split("\t") for line in table.split("\n") if line and not line.startswith("#"))
    return {name: (float(weight), meaning) for name, weight, meaning in rows}


def rewritten(table: str, weights: Mapping[str, float]) -> str:
    r"""Return the table with other weights; comments, order and meanings stay.

    >>> rewritten("# weights\ncost\t-1.000\tthe cost\n", {"cost": -0.7416})
    '# weights\ncost\t-0.742\tthe cost\n'
    """
    return "\n".join(_row(line, weights) for line in table.split("\n"))


def _row(line: str, weights: Mapping[str, float]) -> str:
    if not line or line.startswith("#"):
        return line
    name, _weight, meaning = line.split("\t")
    return f"{name}\t{weights[name]:.3f}\t{meaning}"


# The command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all went well, 2 when something is missing."""
    options = _parser().parse_args(arguments)
    try:
        sets = [read(folder) for folder in options.sets]
        lines = _reliability(sets, options.min_score) if options.reliability else _fit(sets, options)
        for line in lines:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    except CorrigendaError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Fit the weights of near names to texts with known answers.")
    parser.add_argument("sets", metavar="SET", type=Path, nargs="+", help="folder with texts, glossary and answers")
    parser.add_argument("--write", action="store_true", help="write the weights into the table")
    parser.add_argument("--table", type=Path, default=TABLE, help="the table, if not the one of the program")
    parser.add_argument(
        "--reliability",
        action="store_true",
        help="fit nothing; print how often the readings of all rules of the glossary are right, by score",
    )
    parser.add_argument(
        "--min-score",
        type=float,
        default=engine.MIN_SCORE,
        metavar="SCORE",
        help="leave out readings of less (default: as corrigenda lint)",
    )
    return parser


def _reliability(sets: Sequence[TextSet], min_score: float) -> Iterator[str]:
    made = [flags(texts, ("G",), min_score) for texts in sets]
    yield from figure_table(sets, made)
    yield ""
    yield from reliability_table(chain.from_iterable(made))


def _fit(sets: Sequence[TextSet], options: argparse.Namespace) -> Iterator[str]:
    if np is None:
        raise CorrigendaError("numpy is needed to fit weights", help="run: python -m pip install numpy")
    table = files.read_bytes(options.table).decode("utf-8")
    shipped = {name: weight for name, (weight, _meaning) in meanings(table).items()}
    found = [cases(texts) for texts in sets]
    weights = fitted(found, tuple(shipped))
    yield from weight_table(weights, shipped)
    if len(sets) > 1:
        yield from _left_out_tables(sets, found, options.min_score, tuple(shipped))
    if options.write:
        files.write_atomically(options.table, rewritten(table, weights).encode("utf-8"))
        yield f"\nwritten: {options.table}"


def _left_out_tables(
    sets: Sequence[TextSet], found: Sequence[Sequence[Case]], bar: float, features: Sequence[str]
) -> Iterator[str]:
    at_bars = left_out(sets, found, features, sorted({bar, *_BARS}))
    made = at_bars[bar]
    yield f"\nEach set by weights fitted to the others, readings of {bar} and more\n"
    yield from figure_table(sets, made)
    yield "\nThe same at other values of --min-score, means over the sets\n"
    yield from bar_table(sets, at_bars)
    yield "\nHow often the first reading is right, by its score\n"
    yield from reliability_table(chain.from_iterable(made))


if __name__ == "__main__":
    sys.exit(main())
