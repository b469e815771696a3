"""Yes-or-no questions about spellings, each asked once a spelling, by numpy.

The answers are bits, those to eight questions in one byte: what is asked about the words of a text is then looked up
for eight questions at a time, and that takes longer than all else with them.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from corrigenda.counting.scan import Numbers

IN_A_BYTE = 8


class Questions:
    """What was asked about spellings, of which more may come."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """Begin; `words` has by name what is asked about of each spelling: sequences that grow with the spellings."""
        self._words = words
        self._numbers: dict[tuple[str, Callable[[str], bool]], int] = {}
        self._asked: list[int] = []
        """About how many spellings each question was asked."""
        self._bytes: list[Numbers] = []

    def ask(self, kind: str, keep: Callable[[str], bool]) -> int:
        """Return the number of a question: whether `keep` says yes to what `words` has by the name `kind`."""
        number = self._numbers.setdefault((kind, keep), len(self._asked))
        if number == len(self._asked):
            self._asked.append(0)
            if number % IN_A_BYTE == 0:
                self._bytes.append(np.zeros(0, np.uint8))
        if self._asked[number] < len(self._words[kind]):
            self._answer(number, keep, self._words[kind])
        return number

    def _answer(self, number: int, keep: Callable[[str], bool], words: Sequence[str]) -> None:
        """Answer a question about the spellings that it was not asked about."""
        at, bit = divmod(number, IN_A_BYTE)
        first = self._asked[number]
        made = np.concatenate((self._bytes[at], np.zeros(len(words) - len(self._bytes[at]), np.uint8)))
        said = np.fromiter(map(keep, words[first:]), np.bool_, len(words) - first)
        made[first:] |= said.view(np.uint8) << np.uint8(bit)
        self._bytes[at] = made
        self._asked[number] = len(words)

    def answers(self, at: int) -> Numbers:
        """Return for each spelling the answers to questions from number 8 * `at` on, the first in the lowest bit.

        They are another array once one of these questions was asked about more spellings.
        """
        return self._bytes[at]
