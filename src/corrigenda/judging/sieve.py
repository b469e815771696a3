"""Which of many spellings, and of the words that may be pieces of one, are likely errors; by numpy.

The same as `corrigenda.judging.judge` would say of the suspects of `corrigenda.judging.suspects` one by one, but most
of them are ruled out in columns: words of the language that stand in lower case too, and pieces that no name is near
to.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import repeat

import numpy as np

from corrigenda.counting import facts
from corrigenda.counting.arrays import taken
from corrigenda.counting.bulk import BulkTokens
from corrigenda.counting.scan import Numbers
from corrigenda.counting.survey import Survey, rounded
from corrigenda.counting.surveyed import cases
from corrigenda.counting.vocabulary import Vocabulary
from corrigenda.judging import noise
from corrigenda.judging.leaning import Leaning, Notes
from corrigenda.judging.suspects import WHOLE, Place, Suspects, has_cut
from corrigenda.judging.windows import OPEN, UNKNOWN, Windows
from corrigenda.language.words import Dictionary
from corrigenda.likeness import near
from corrigenda.likeness.foresight import Foresight, least
from corrigenda.likeness.near import Hit, Suspect
from corrigenda.texts.tokens import Tokens

_OF_COUNTS = ("count", "often", "known_count")
"""What tells how often a word stands, see `near.null_features`."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was found out about spellings, each for itself."""

    doubtful: frozenset[str]
    """Those that are likely errors, or may be two words run together."""
    run_together: frozenset[str]
    """Those among them that are no likely errors."""
    near: Mapping[str, Sequence[Hit]]
    """Likely errors with the names near them."""
    leaning: Mapping[str, Leaning] = field(default_factory=dict)
    """What verdicts on spellings depend on in all texts, if it is noted."""


def sift(
    columns: "Columns",
    suspects: Suspects,
    survey: Survey,
    foresight: Foresight,
    may_be_error: Callable[[Suspect], bool],
    notes: Notes | None = None,
) -> Verdicts:
    """Return the verdicts on spellings; `notes` take down what they depend on."""
    surfaces = columns.surfaces
    words = [surfaces[number] for number in columns.familiar.tolist()]
    likely = foresight.likely(words, columns.least(survey, noting=notes is not None))
    asked = columns.unfamiliar.tolist() + columns.familiar[likely].tolist()
    asked = [number for number in asked if suspects.may_be_one(surfaces[number])]
    single = [suspects.suspect(surfaces[number]) for number in asked]
    texts = [suspect.text for suspect in single]
    asked_of = single if notes is None else [replace(suspect, count=1, lower=0) for suspect in single]
    likely = foresight.likely(texts, _least(asked_of), _of_system(asked_of))
    errors: dict[str, str] = {}
    run_together: set[str] = set()
    for number, suspect, is_likely in zip(asked, single, likely.tolist(), strict=True):
        if is_likely and may_be_error(suspect):
            errors[surfaces[number]] = suspect.text
        elif has_cut(suspect.text):
            run_together.add(surfaces[number])
    leaning: dict[str, Leaning] = {}
    if notes is not None:
        may_be = [at for at, text in enumerate(texts) if likely[at] or has_cut(text)]
        leaning = notes.words((surfaces[asked[at]], texts[at]) for at in may_be)
    found = {text: foresight.found[text] for text in errors.values() if text in foresight.found}
    return Verdicts(frozenset(run_together.union(errors)), frozenset(run_together), found, leaning)


def joined(verdicts: Sequence[Verdicts]) -> Verdicts:
    """Return the verdicts of several parts as one."""
    near: dict[str, Sequence[Hit]] = {}
    leaning: dict[str, Leaning] = {}
    for each in verdicts:
        near.update(each.near)
        leaning.update(each.leaning)
    doubtful = frozenset().union(*(each.doubtful for each in verdicts))
    run_together = frozenset().union(*(each.run_together for each in verdicts))
    return Verdicts(doubtful, run_together, near, leaning)


def _least(suspects: Sequence[Suspect]) -> Numbers:
    """Return the utilities of words' being right, at the least: `foresight.least` in columns for most."""
    weight = near.weights()
    levels = np.array([suspect.level for suspect in suspects], np.float64)
    made = _utilities(
        np.array([suspect.lower for suspect in suspects], np.float64),
        levels,
        np.array([len(suspect.text) <= near.SHORT for suspect in suspects], np.bool_),
    )
    made += _of_counts(np.array([suspect.count for suspect in suspects], np.float64), levels, min)
    made += weight["known_word"] * np.array([suspect.common for suspect in suspects], np.bool_)
    made += min(0.0, weight["known_name"]) * np.array([suspect.name for suspect in suspects], np.bool_)
    made += weight["noise"] * np.array([suspect.strange for suspect in suspects], np.bool_)
    made += weight["lower_case"] * np.array([suspect.text[0].islower() for suspect in suspects], np.bool_)
    for at, suspect in enumerate(suspects):
        if not _is_simple(suspect.text):
            made[at] = least(suspect)
    return made


def _utilities(lower: Numbers, levels: Numbers, is_short: Numbers) -> Numbers:
    """Return what is known of words without a look at their letters and counts says for their being right."""
    weight = near.weights()
    made: Numbers = weight["bias"] + weight["familiar"] * np.where(levels > 0, (near.RARE - levels) / near.RARE, 0)
    made += weight["lower_elsewhere"] * np.log1p(lower)
    made += weight["short"] * is_short
    return made


def _of_system(suspects: Sequence[Suspect]) -> Numbers:
    """Return what speaks for words' being right that `_least` leaves out: a name of another system has it as well."""
    counts = np.array([suspect.count for suspect in suspects], np.float64)
    levels = np.array([suspect.level for suspect in suspects], np.float64)
    is_name = np.array([suspect.name for suspect in suspects], np.bool_)
    return max(0.0, near.weights()["known_name"]) * is_name + _of_counts(counts, levels, max)


def _of_counts(counts: Numbers, levels: Numbers, of: Callable[[float, float], float]) -> Numbers:
    """Return what the counts of words say for their being right, as far as they do (max), or say the reverse (min)."""
    logs = np.log(np.maximum(counts, 1))
    often = np.where(counts > near.RARELY, logs - np.log(near.RARELY), 0)
    known = np.where(levels > 0, logs, 0)
    made = np.zeros(len(counts))
    for name, values in zip(_OF_COUNTS, (logs, often, known), strict=True):
        made += of(0.0, near.weights()[name]) * values
    return made


def _is_simple(word: str) -> bool:
    """Say whether a word has plain letters only, and no capital in a strange place."""
    return word.isascii() and word.isalpha() and (word[1:].islower() or word.isupper())


class Sieve:
    """The spellings of texts that were counted together, and the windows that may be one word fallen apart."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        columns: "Columns",
        verdicts: Verdicts,
        suspects: Suspects,
        foresight: Foresight,
        may_be_error: Callable[[Suspect], bool],
        notes: Notes | None = None,
    ) -> None:
        """Get ready; `notes` take down what verdicts depend on in all texts."""
        surfaces = vocabulary.surfaces
        self._suspects = suspects
        self._doubtful = np.fromiter(map(verdicts.doubtful.__contains__, surfaces), np.bool_, len(surfaces))
        self._notes = notes
        if notes is not None:
            notes.take(vocabulary, verdicts.leaning)
        self._pieces = columns.pieces(suspects)
        self._is_lower, _is_capital = columns.cases
        self._windows = Windows(surfaces, self._pieces, columns.cases, suspects, foresight, may_be_error, notes)

    def places(self, texts: Sequence[BulkTokens]) -> dict[Tokens, list[Place]]:
        """Return the places of texts that are likely errors, and words that may be two run together, in order."""
        made: dict[Tokens, list[Place]] = {}
        for tokens, windows in zip(texts, self._windows.likely(texts), strict=True):
            doubtful, *_ = taken(self._doubtful, tokens.ids).nonzero()
            found = [(number, number) for number in doubtful.tolist()]
            made[tokens] = [self._suspects.place(tokens, *words) for words in sorted(found + windows)]
        return made

    def unknown_words(self, tokens: BulkTokens) -> noise.UnknownWords:
        """Return the words of a text that are unknown."""
        every, *_ = (taken(self._pieces, tokens.ids) & UNKNOWN).nonzero()
        return noise.UnknownWords(every.tolist(), every[self._is_lower[tokens.ids[every]]].tolist())

    def leans_on(self, tokens: BulkTokens) -> list[int]:
        """Return the facts about all texts that the verdicts on the words of a text depend on, if they are noted."""
        return [] if self._notes is None else self._notes.of(tokens)


class Columns:
    """What can be said of the spellings without asking one by one."""

    def __init__(self, surfaces: Sequence[str], keys: Sequence[str], known: Dictionary | None) -> None:
        self.surfaces = surfaces
        self._keys = keys
        count = len(surfaces)
        levels = np.zeros(count, np.uint8)
        if known is not None:
            levels = np.fromiter(known.levels(keys), np.uint8, count)
        simple = np.fromiter(map(str.isascii, surfaces), np.bool_, count)
        simple &= np.fromiter(map(str.isalpha, surfaces), np.bool_, count)
        lengths = np.fromiter(map(len, surfaces), np.int64, count)
        self._levels = levels
        self._is_plain = simple & (lengths >= WHOLE) & (levels > 0)
        """Whole words of the language; see `Suspects._is_plain`."""
        self.cases = cases(surfaces)
        """Which of them begin in lower case, and which with a capital."""
        _is_lower, capital = self.cases
        odd = np.zeros(count, np.bool_)
        for number in np.flatnonzero(capital).tolist():
            word = surfaces[number]
            odd[number] = not (word[1:].islower() or word.isupper())
        self.familiar = np.flatnonzero(self._is_plain & capital & ~odd)
        """Numbers of those among them that stand with a capital, or in capitals."""
        self.unfamiliar = np.flatnonzero(~self._is_plain | odd)
        """Numbers of all that are to be asked about one by one."""

    def among(self, wanted: Numbers) -> "Columns":
        """Return the same of some of the spellings only, which keep their numbers."""
        made = copy(self)
        made.familiar, made.unfamiliar = (each[wanted[each]] for each in (self.familiar, self.unfamiliar))
        return made

    def least(self, survey: Survey, *, noting: bool = False) -> Numbers:
        """Return the utilities of the familiar spellings' being right, at the least: `foresight.least` in columns.

        With `noting`, even if their counts fell as far as `facts.lowest` says.
        """
        words = [self._keys[number] for number in self.familiar.tolist()]
        levels = self._levels[self.familiar].astype(np.float64)
        lower = map(rounded, map(survey.lower.get, words, repeat(0)))
        made = _utilities(
            np.fromiter(map(facts.lowest, lower) if noting else lower, np.float64, len(words)),
            levels,
            np.array([len(word) <= near.SHORT for word in words], np.bool_),
        )
        if min(map(near.weights().__getitem__, _OF_COUNTS)) < 0:  # else none of them is asked for
            counts = np.array([survey.often(word) + survey.often(word + "'s") for word in words], np.float64)
            made += _of_counts(counts, levels, min)
        return made + near.weights()["known_word"]

    def pieces(self, suspects: Suspects) -> Numbers:
        """Return for each spelling whether it may be a piece of a word, and whether an unknown one; see `windows`."""
        pieces = np.zeros(len(self.surfaces), np.uint8)
        for number in np.flatnonzero(~self._is_plain).tolist():
            surface = self.surfaces[number]
            if suspects.is_open(surface):
                pieces[number] = OPEN | UNKNOWN * suspects.is_unknown(surface)
        return pieces
