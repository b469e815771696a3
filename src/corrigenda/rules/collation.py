"""Where a term stands in the same sentence of another text: another witness, or another translation."""

from collections import Counter, defaultdict
from typing import cast

from corrigenda.rules.base import Common, Context
from corrigenda.rules.phrase_counts import COUNT, PhraseCounts, places
from corrigenda.rules.phrase_windows import Window
from corrigenda.rules.surroundings import Around, Surroundings, number_of, words_of
from corrigenda.texts.tokens import Tokens

ALIKE = 0.3
"""From here on the words around are rather those of the same sentence."""
_Form = tuple[str, ...]


class Collation:
    """Compares the places of a text with those of terms in the others: what textual critics call to collate."""

    def __init__(self, common: Common) -> None:
        counted = cast("PhraseCounts", common.survey.of_rules.get(COUNT.name) or PhraseCounts())
        self._places = counted.places
        self._lexicon = common.lexicon
        self._found: dict[_Form, Surroundings] = {}

    def likest(self, window: Window, form: _Form, context: Context) -> float:
        """Return how like the words around a window are to those around its form in another text, 0 to 1.

        In neither place may the word stand that is for the other there: both have their place in that sentence.
        """
        if form not in self._places:
            return 0.0
        here = context.once(Around)(window.first, window.last)
        if not set(words_of(here)).isdisjoint(map(number_of, window.pattern.missing)):
            return 0.0
        if form not in self._found:
            self._found[form] = Surroundings(self._places[form])
        odd, others = context.tokens.key(window.intruder), self._found[form]
        if others.likest(here, odd) < ALIKE:  # the places in the text itself can only take from it
            return 0.0
        return others.likest(here, odd, context.once(self._own)[form])

    def _own(self, tokens: Tokens) -> dict[_Form, Counter[bytes]]:
        """Return where the forms stand in a text itself."""
        found: dict[_Form, Counter[bytes]] = defaultdict(Counter)
        for form, place in places(tokens, self._lexicon):
            found[form][place] += 1
        return found
