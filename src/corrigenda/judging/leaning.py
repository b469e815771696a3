"""What verdicts on words depend on in all texts, noted while they are reached; see `corrigenda.counting.facts`.

A verdict leans on how often the word stands, and on how often the names near it do. What is no likely error even if
these counts changed by as much as `facts.lowest` and `facts.highest` allow leans on nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corrigenda.counting import facts
from corrigenda.counting.bulk import BulkTokens
from corrigenda.counting.scan import Numbers
from corrigenda.counting.vocabulary import Vocabulary
from corrigenda.judging.neighbours import BesideNames
from corrigenda.judging.suspects import has_cut
from corrigenda.likeness.foresight import Foresight


@dataclass(frozen=True, slots=True)
class Leaning:
    """What the verdict on a suspect depends on in all texts."""

    facts: tuple[int, ...]
    """How often it stands itself, and the names near it; see `corrigenda.counting.facts`."""
    names: tuple[str, ...] | None
    """If it is no likely error but where words stand around it that speak for a name: the names that have such words.
    """


class Notes:
    """What the verdicts on words and windows of texts depend on."""

    def __init__(self, foresight: Foresight, support: BesideNames, counted: Callable[[str], tuple[str, ...]]) -> None:
        """Begin with none; `counted` gives the folded words that are counted as occurrences of a suspect."""
        self._foresight = foresight
        self._support = support
        self._counted = counted
        self._words: dict[int, Leaning] = {}
        self._is_word = np.zeros(0, np.bool_)
        self._windows: dict[int, Leaning] = {}
        self._is_window = np.zeros(0, np.bool_)
        self._found: dict[BulkTokens, set[int]] = {}

    def words(self, words: Iterable[tuple[str, str]]) -> dict[str, Leaning]:
        """Return what the verdicts on words depend on that may be likely errors: spellings with their suspects."""
        noted = ((surface, self._leaning(self._counted(surface), text)) for surface, text in words)
        return {surface: leaning for surface, leaning in noted if leaning is not None}

    def _leaning(self, keys: Sequence[str], text: str) -> Leaning | None:
        near = self._foresight.near(text)
        is_alone = self._foresight.is_alone(text) or has_cut(text)
        possible = None if is_alone else self._support.possible(name.word for name in near)
        if possible == ():
            return None
        return Leaning(tuple(map(facts.of_word, (*keys, *(name.key for name in near)))), possible)

    def take(self, vocabulary: Vocabulary, leaning: Mapping[str, Leaning]) -> None:
        """Take what the verdicts on the spellings of all texts depend on."""
        surfaces = vocabulary.surfaces
        self._words = {number: leaning[word] for number, word in enumerate(surfaces) if word in leaning}
        self._is_word = np.zeros(len(surfaces), np.bool_)
        self._is_word[list(self._words)] = True

    def of(self, tokens: BulkTokens) -> list[int]:
        """Return the facts that a text depends on that was looked through last."""
        return [*self._found[tokens], *tokens.values(self._begins)]

    def _begins(self, surface: str) -> int:
        return self._foresight.begins(surface)

    def look_through(
        self, texts: Sequence[BulkTokens], begins: Numbers, firsts: Numbers, lasts: Numbers, windows: Numbers
    ) -> None:
        """Note the words of texts, and their windows: the first words of texts are given, and those of windows."""
        self._found = {tokens: set() for tokens in texts}
        for tokens in texts:
            at = np.flatnonzero(self._is_word[tokens.ids])
            told: set[int] = set()
            for number, spelling in zip(at.tolist(), tokens.ids[at].tolist(), strict=True):
                if spelling not in told and self._add(self._words[spelling], tokens, number, number):
                    told.add(spelling)
        noted = np.flatnonzero(self._is_window[windows])
        of_texts = np.searchsorted(begins, firsts[noted], "right") - 1
        firsts, lasts = firsts[noted] - begins[of_texts], lasts[noted] - begins[of_texts]
        for text, first, last, window in zip(
            of_texts.tolist(), firsts.tolist(), lasts.tolist(), windows[noted].tolist(), strict=True
        ):
            self._add(self._windows[window], texts[text], first, last)

    def _add(self, leaning: Leaning | None, tokens: BulkTokens, first: int, last: int) -> bool:
        """Add what the verdict on some words of a text depends on, if that is anything; say whether it is."""
        if leaning is None or (leaning.names and not self._support.is_given(leaning.names, first, last, tokens)):
            return False
        self._found[tokens].update(leaning.facts)
        return True

    def add_windows(self, likely: Mapping[int, str], count: int) -> None:
        """Note those of `count` new windows that may be likely errors, by their numbers among them."""
        before = len(self._is_window)
        self._is_window = np.concatenate((self._is_window, np.zeros(count, np.bool_)))
        for number, text in likely.items():
            leaning = self._leaning((), text)
            if leaning is not None:
                self._windows[before + number] = leaning
                self._is_window[before + number] = True

    def forget_windows(self) -> None:
        """Forget all windows: those that come are numbered anew."""
        self._windows, self._is_window = {}, np.zeros(0, np.bool_)
