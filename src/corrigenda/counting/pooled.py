"""What several processes counted, added up in one of them by the numbers of its own spellings."""

import numpy as np

from corrigenda.counting.arrays import lengthened
from corrigenda.counting.scan import Numbers
from corrigenda.counting.survey import Survey
from corrigenda.counting.surveyed import surveyed
from corrigenda.counting.vocabulary import Vocabulary
from corrigenda.texts import fold


class Pooled:
    """The counts of several processes, in an order that all of them keep to, and who of them looks at what."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._own = vocabulary
        self._spellings, self._keys = vocabulary.further()
        self._kinds = vocabulary.kinds()
        """For each spelling the number of its folded key."""
        self._counts = np.zeros(len(vocabulary), np.int64)
        self._held: list[Numbers] = []
        """For each process the numbers of those of our own spellings that it has."""
        self._others = Survey()
        """What else was counted."""

    def add_own(self, survey: Survey) -> None:
        """Add what this process counted, by its own vocabulary."""
        counts = self._own.counts
        self._add(np.flatnonzero(counts), counts[counts > 0], survey)

    def add(self, survey: Survey) -> None:
        """Add what another process counted."""
        words, counts = survey.spelled
        numbers = self._spellings.numbered(words)
        new = self._spellings.words[len(self._counts) :]
        self._kinds = np.concatenate((self._kinds, self._keys.numbered(fold.keys(new))))
        self._counts = lengthened(self._counts, len(self._spellings.words))
        self._add(numbers, np.frombuffer(counts, np.int64), survey)

    def _add(self, numbers: Numbers, counts: Numbers, survey: Survey) -> None:
        self._counts[numbers] += counts
        self._held.append(numbers[numbers < len(self._own)])
        self._others.add_but_words(survey)

    def survey(self) -> Survey:
        """Return the counts of all that were added."""
        made = surveyed(self._spellings.words, self._counts, lambda: (self._kinds, self._keys.words))
        made.add_but_words(self._others)
        return made

    def share(self, part: int) -> Numbers:
        """Return which of our own spellings are for us to look at, being process number `part`.

        Each is for one of those that have it: for the first of them, counted from a number that its hash gives.
        """
        every = len(self._held)
        begins = (self._own.hashes % np.uint64(every)).astype(np.int64)
        is_ours = np.ones(len(self._own), np.bool_)
        for other, held in enumerate(self._held):
            if other != part:
                is_ours[held] &= (part - begins[held]) % every < (other - begins[held]) % every
        return is_ours
