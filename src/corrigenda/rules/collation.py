"""Where a term stands in the same sentence of another text: another witness, or another translation."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from corrigenda.rules.base import Common, Context
from corrigenda.rules.phrase_counts import counted, places
from corrigenda.rules.phrase_windows import Window
from corrigenda.rules.surroundings import Around, Surroundings, number_of, words_of
from corrigenda.texts.tokens import Tokens

ALIKE = 0.3
"""From here on the words around are rather those of the same sentence."""
_Form = tuple[str, ...]


class Collation:
    """Compares the places of a text with those of terms in the others: what textual critics call to collate."""

    def __init__(self, common: Common) -> None:
        self._places = counted(common.survey.of_rules).places
        self._lexicon = common.lexicon
        self._found: dict[_Form, Surroundings] = {}

    def likest(self, window: Window, form: _Form, context: Context) -> float:
        """Return how like the words around a window are to those around its form in another text, 0 to 1.

        It is 0 if the term's own word stands around the window: the sentence has both, so neither is for the other.
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
        return others.likest(here, odd, context.once(self._own).get(form, {}))

    def _own(self, tokens: Tokens) -> Mapping[_Form, Counter[bytes]]:
        """Return where the forms stand in a text itself."""
        found: dict[_Form, Counter[bytes]] = defaultdict(Counter)
        for form, place in places(tokens, self._lexicon):
            found[form][place] += 1
        return found
