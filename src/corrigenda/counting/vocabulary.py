"""Spellings and folded words as numbers; they are told apart by the hashes of 64 bits of `corrigenda.counting.scan`."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from corrigenda.counting.arrays import lengthened, lots
from corrigenda.counting.distinct import different
from corrigenda.counting.questions import Questions
from corrigenda.counting.scan import SEPARATOR, Found, Numbers, hashes_of
from corrigenda.counting.survey import Survey
from corrigenda.counting.surveyed import surveyed
from corrigenda.counting.table import Table
from corrigenda.texts import fold

_UNASKED = -1


class Further:
    """Words by their numbers: those of a table, and others, whose numbers go on from there."""

    def __init__(self, words: Sequence[str], table: Table) -> None:
        self.words = list(words)
        self._begin = len(self.words)
        self._table, self._more = table, Table()

    def numbered(self, words: Sequence[str]) -> Numbers:
        """Return the numbers of words; those that were not there are added in their order."""
        hashes = hashes_of(words)
        ids = self._table.find(hashes)
        others = np.flatnonzero(ids < 0)
        numbers, firsts = self._more.numbered(hashes[others])
        self.words += [words[at] for at in others[firsts].tolist()]
        ids[others] = numbers + self._begin
        return ids


class Vocabulary:
    """The spellings of many texts, numbered as they come, with what was asked about them.

    New ones are `numbered` at first, and asked about when they are folded as well (`fold_new`).
    """

    def __init__(self) -> None:
        self.surfaces: list[str] = []
        self.keys: list[str] = []
        self._new_kinds: list[Numbers] = []
        """For the latest spellings, the numbers of their folded keys; `kinds` adds them to those of the others."""
        self._kinds: list[str] = []
        """The different folded keys, by their numbers."""
        self._table = Table()
        self._table_of_keys = Table()
        self._counts = np.zeros(0, np.int64)
        self._kinds_of = np.zeros(0, np.int32)
        self.questions = Questions({"surface": self.surfaces, "key": self.keys})
        self._values: dict[Callable[[str], int], tuple[Numbers, Numbers]] = {}
        self._kept_kinds: dict[Callable[[str], bool], tuple[int, Numbers]] = {}
        """Of how many folded keys it was asked, and which it said yes to."""
        self._some_answers: dict[Callable[[str], bool], Numbers] = {}
        """What was said to a folded key, by the number of the spelling; `_UNASKED` where nothing was."""

    def __len__(self) -> int:
        return len(self.surfaces)

    def count(self, texts: Sequence[Numbers]) -> None:
        """Add the words of texts to the counts, given as the numbers of their spellings."""
        for ids in lots(texts):
            found = np.bincount(ids, minlength=len(self._counts))
            found[: len(self._counts)] += self._counts
            self._counts = found

    def survey(self) -> Survey:
        """Return what was counted."""
        counts = self.counts
        # there may be more spellings by the time the counts of keys are asked for
        return surveyed(self.surfaces, counts, lambda: (self.kinds()[: len(counts)], self._kinds))

    def further(self) -> tuple["Further", "Further"]:
        """Return the spellings and the folded keys, ready to be gone on with; nothing is added here."""
        return Further(self.surfaces, self._table), Further(self._kinds, self._table_of_keys)

    def distinct(self, ids: Numbers, keep: Callable[[str], bool]) -> tuple[list[str], int]:
        """Return the folded keys among the spellings `ids` that `keep` says yes to, and how many there are in all."""
        is_there = np.zeros(len(self._kinds), np.bool_)
        for some in lots([ids]):
            is_there[self.kinds().take(some).astype(np.intp)] = True  # numpy takes longer for numbers of 32 bits
        kept = self._kept(keep)
        return [self._kinds[number] for number in kept[is_there[kept]].tolist()], int(np.count_nonzero(is_there))

    def _kept(self, keep: Callable[[str], bool]) -> Numbers:
        """Return the numbers of the folded keys that `keep` says yes to."""
        asked, kept = self._kept_kinds.get(keep, (0, np.zeros(0, np.int64)))
        if asked < len(self._kinds):
            said = np.fromiter(map(keep, self._kinds[asked:]), np.bool_, len(self._kinds) - asked)
            kept = np.concatenate((kept, np.flatnonzero(said) + asked))
            self._kept_kinds[keep] = len(self._kinds), kept
        return kept

    def numbers_of_keys(self, keys: Collection[str]) -> list[int]:
        """Return the numbers of those folded keys that there are."""
        numbers = self._table_of_keys.find(hashes_of(tuple(keys)))
        found: list[int] = numbers[numbers >= 0].tolist()
        return found

    @property
    def hashes(self) -> Numbers:
        """The hashes of the spellings, see `corrigenda.counting.scan`."""
        return self._table.hashes

    @property
    def hashes_of_kinds(self) -> Numbers:
        """The hashes of the folded keys."""
        return self._table_of_keys.hashes

    @property
    def counts(self) -> Numbers:
        """How often each spelling was counted."""
        return lengthened(self._counts, len(self))

    def kind(self, number: int) -> str:
        """Return a folded key by its number."""
        return self._kinds[number]

    def kinds(self) -> Numbers:
        """Return for each spelling the number of its folded key."""
        if self._new_kinds:
            self._kinds_of = np.concatenate((self._kinds_of, *self._new_kinds))
            self._new_kinds = []
        return self._kinds_of

    def values(self, of: Callable[[str], int]) -> tuple[Numbers, Numbers]:
        """Return for each spelling the number of 32 bits that `of` gives to it, and whether that is not 0."""
        known = self._values.get(of)
        if known is None or len(known[0]) < len(self):
            before = np.zeros(0, np.uint32) if known is None else known[0]
            words = self.surfaces[len(before) :]
            values = np.concatenate((before, np.fromiter(map(of, words), np.uint32, len(words))))
            known = self._values[of] = values, values != 0
        return known

    def some_answers(self, keep: Callable[[str], bool], ids: Numbers) -> Numbers:
        """Return for some spellings whether `keep` says yes to their folded key; it is asked about no others."""
        known = self._some_answers.get(keep)
        if known is None or len(known) < len(self):
            new = np.full(len(self) - (0 if known is None else len(known)), _UNASKED, np.int8)
            known = self._some_answers[keep] = new if known is None else np.concatenate((known, new))
        found = known.take(ids)
        unasked = different(ids[found == _UNASKED])
        if len(unasked):
            keys = self.keys
            known[unasked] = np.fromiter((keep(keys[number]) for number in unasked.tolist()), np.bool_, len(unasked))
            found = known.take(ids)
        return found.view(np.bool_)

    def numbered(self, raw: bytes, found: Found) -> Numbers:
        """Return the numbers of the spellings of words; new ones are added, and wait for `fold_new`."""
        ids, firsts = self._table.numbered(found.hashes)
        if len(firsts):
            places = zip(found.starts[firsts].tolist(), found.ends[firsts].tolist(), strict=True)
            written = SEPARATOR.join([raw[a:b] for a, b in places])
            self.surfaces += written.decode("utf-8", "surrogatepass").split(SEPARATOR.decode())
        return ids

    def fold_new(self) -> None:
        """Add the folded keys of new spellings."""
        keys = fold.keys(self.surfaces[len(self.keys) :])
        kinds, firsts = self._table_of_keys.numbered(hashes_of(keys))
        self._kinds += [keys[at] for at in firsts.tolist()]
        self._new_kinds.append(kinds)
        self.keys += keys
