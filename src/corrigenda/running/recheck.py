"""Which texts must be checked again after some were changed, so that all findings are those of a run over all texts.

What is found in a text depends on the text, on what is the same for all, and on facts about all texts, such as how
often a word stands: see `corrigenda.counting.facts`. The counts of the changed texts are taken out of what was counted
before, and put in again; texts that lean on a fact that is another one now are checked again, and no others.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corrigenda import collector
from corrigenda.counting import facts
from corrigenda.counting.arrays import lengthened
from corrigenda.counting.counted import Counted, Facts, Group, Lost, Seen, Words
from corrigenda.counting.lookup import Lookup
from corrigenda.counting.survey import Survey
from corrigenda.finding import Finding
from corrigenda.likeness import near
from corrigenda.rules.base import Rule
from corrigenda.rules.consistency import frames
from corrigenda.rules.phrase_counts import anchors_differ, keeps_other_places
from corrigenda.rules.phrase_counts import counted as counted_phrases
from corrigenda.running import engine, tallies
from corrigenda.running.backend import Backend, BulkBackend
from corrigenda.running.engine import Knowledge
from corrigenda.running.kept import Run
from corrigenda.running.outcome import Watch, unwatched
from corrigenda.shelf import digests, sigla, sizes
from corrigenda.texts import fold
from corrigenda.texts.text import Witness

_MOST = 0.25
"""Share of all texts, by size, from which checking them all takes hardly longer."""
_LARGEST = 8_000_000
"""Code points of texts that one process checks sooner than several are started, and no process should die at."""


@dataclass(frozen=True, slots=True)
class Now:
    """What a run over all texts would give."""

    findings: tuple[Finding, ...]
    """Sorted by siglum, place and code."""
    counted: Counted


@collector.at_rest()
def again(
    run: Run,
    counted: Counted,
    witnesses: Sequence[Witness],
    knowledge: Knowledge,
    rules: Sequence[Rule],
    watch: Watch = unwatched,
) -> Now | None:
    """Return what linting all witnesses gives, by checking those that must be; None when these are too many.

    `run` is one by the same rules and with the same knowledge, but for what was corrected, and `counted` what was
    counted in it.

    Raises:
        InputError: a text was changed meanwhile.
    """
    try:
        return _again(run, counted, _Texts(witnesses), knowledge, rules, watch)
    except Lost:
        return None


def _again(
    run: Run, counted: Counted, texts: "_Texts", knowledge: Knowledge, rules: Sequence[Rule], watch: Watch
) -> Now | None:
    changed = {siglum for siglum, digest in texts.digests.items() if run.digests.get(siglum) != digest}
    gone = run.digests.keys() - texts.digests.keys()
    if texts.are_too_many(changed):
        return None
    others = frozenset(changed | gone)
    touched = list(counted.groups.of(others))
    counting = [siglum for group in touched for siglum in group.sigla if siglum in texts.digests]
    counting += sorted(changed.difference(counting))
    backend, new = BulkBackend(), list[Group]()
    engine.survey(texts.of(counting), knowledge, rules, backend, new)
    words, numbers = tallies.joined(counted.words, tallies.words_of(backend))
    new = tallies.renumbered(new, numbers)
    groups = counted.groups.without(others, new)
    apart = _Apart(counted, words, touched, new, knowledge)
    if apart.are_too_many():
        return None
    stale = changed | (_leaning_on(apart.facts(), counted.leaning) & texts.digests.keys())
    forms = {each.keys[0] for each in set(run.corrected).symmetric_difference(knowledge.corrected)}
    stale |= texts.with_any_of(forms, _in_groups_with(forms, words, groups.of(frozenset(texts.digests))) - stale)
    if texts.are_too_many(stale):
        return None
    checker = engine.Checker(knowledge, apart.after, rules, _read(texts.of(stale)), noting=True)
    settled = run.digests.keys() - stale - gone
    found = [each for each in run.findings if each.anchor.siglum in settled]
    found += checker.check(texts.watched(stale, watch))
    leaning = {siglum: each for siglum, each in counted.leaning.items() if siglum in settled}
    leaning.update(checker.leaning)
    now = Counted(words, apart.counts, apart.after.of_rules, groups, leaning, apart.seen())
    return Now(tuple(sorted(found, key=engine.order)), now)


def _read(witnesses: Iterable[Witness]) -> Backend:
    """Return a backend that has read some texts: what is found out about their words is found out at once."""
    backend = BulkBackend()
    for witness in witnesses:
        backend.read([witness])
    return backend


class _Texts:
    """The witnesses by siglum."""

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        self._witnesses = witnesses
        self._numbers = {siglum: number for number, siglum in enumerate(sigla(witnesses))}
        self._sizes = sizes(witnesses)
        self.digests = digests(witnesses)

    def of(self, some: Collection[str]) -> Iterator[Witness]:
        """Yield the witnesses with some sigla, in their order."""
        for siglum in sorted(some, key=self._numbers.__getitem__):
            yield self._witnesses[self._numbers[siglum]]

    def watched(self, some: Collection[str], watch: Watch) -> Iterator[Witness]:
        """Yield the witnesses with some sigla; the others are told as done."""
        size = self._size(some)
        watch("count", len(self.digests), sum(self._sizes), 0)
        watch("check", len(self.digests) - len(some), sum(self._sizes) - size, 0)
        for witness in self.of(some):
            yield witness
            watch("check", 1, len(witness.text), 0)

    def are_too_many(self, some: Collection[str]) -> bool:
        """Say whether some texts are so many that all may be checked as well, by several processes."""
        return self._size(some) > min(_MOST * sum(self._sizes), _LARGEST)

    def _size(self, some: Collection[str]) -> int:
        return sum(self._sizes[self._numbers[siglum]] for siglum in some)

    def with_any_of(self, keys: Collection[str], some: Collection[str]) -> set[str]:
        """Return those of some sigla in whose texts one of some folded words stands, see `_parts`."""

        def is_one(key: str) -> bool:
            return not _parts(key).isdisjoint(keys)

        backend = BulkBackend()
        wanted = self.of(some & self.digests.keys()) if keys else ()
        return {witness.siglum for witness in wanted if backend.read([witness])[0].among(is_one)[0]}


def _in_groups_with(keys: Collection[str], words: Words, groups: Iterable[Group]) -> set[str]:
    """Return the sigla of the groups in whose texts one of some folded words stands, see `_parts`."""
    if not keys:
        return set()
    folded = enumerate(fold.keys(words.spellings))
    numbers = np.array([number for number, key in folded if not _parts(key).isdisjoint(keys)], np.uint32)
    with_one = [group for group in groups if np.isin(group.spellings, numbers).any()]
    return {siglum for group in with_one for siglum in group.sigla}


def _parts(key: str) -> set[str]:
    """Return a folded word with a possessive ending and without."""
    return {key, fold.split_possessive(key)[0]}


class _Apart:
    """How the counts of all texts differ from what they were."""

    def __init__(
        self, counted: Counted, words: Words, touched: Sequence[Group], new: Sequence[Group], knowledge: Knowledge
    ) -> None:
        """Compare `counted`, in which `touched` groups were counted, with the same after `new` ones took their place.

        `words` are the spellings of both.
        """
        self._was_seen = counted.seen
        self._lexicon = knowledge.lexicon
        self._touched, self._new = tallies.of_rules(touched), tallies.of_rules(new)
        self._of_phrases = tuple(counted_phrases(each) for each in (counted.of_rules, self._touched, self._new))
        count = len(words.spellings)
        difference = tallies.sums(new, count) - tallies.sums(touched, count)
        before = lengthened(counted.counts, count)
        self.counts = before + difference
        lookup = Lookup(words)
        self._before, self.after = lookup.survey(before), lookup.survey(self.counts)
        self.after.of_rules = tallies.of_rules_after(counted.of_rules, self._touched, self._new)
        self._keys = dict.fromkeys(fold.key(words.spellings[number]) for number in np.flatnonzero(difference).tolist())
        """The folded words of the spellings whose counts differ; their own need not."""

    def are_too_many(self) -> bool:
        """Say whether so much differs that it cannot be said for each text what that is to it."""
        return (
            self._before.size != self.after.size
            or self._unheard_of(self._before) != self._unheard_of(self.after)
            or any(self._is_too_much(key) for key in self._keys)
            or keeps_other_places(*self._of_phrases)
            or anchors_differ(self._lexicon, self._keys.keys(), self._before, self.after)
        )

    def _unheard_of(self, survey: Survey) -> float:
        """Return what it says against names that they do not stand in texts."""
        standing = sum(map(survey.keys.__contains__, self._folded))
        return near.unheard_of(standing, len(self._folded), survey.capitals_alone)

    def _is_too_much(self, key: str) -> bool:
        """Say whether a count fell or rose by more than what was ruled out in any run before allows."""
        seen, often, lower = self._seen_before(key), self.after.often(key), self.after.often_lower(key)
        fell = often < facts.lowest(seen.most) or lower < facts.lowest(seen.most_lower)
        if fell or key not in self._names:
            return fell
        is_new_and_odd = key in self._coming and not key[: near.ONSET].isalnum()
        return is_new_and_odd or often > facts.highest(seen.least)

    def _seen_before(self, key: str) -> Seen:
        """Return how often a folded word stood in the runs since all texts were checked.

        What was noted of a text was noted in one of them: changes that are small each may add up.
        """
        before = self._before.often(key)
        return self._was_seen.get(key) or Seen(before, before, self._before.often_lower(key))

    def seen(self) -> dict[str, Seen]:
        """Return the same with this run."""
        now = {
            key: self._seen_before(key).also(self.after.often(key), self.after.often_lower(key)) for key in self._keys
        }
        return {**self._was_seen, **now}

    def _is_heard_of(self, key: str) -> bool:
        """Say whether a count differs enough to change the rounded one."""
        before, after = self._before, self.after
        return (before.often(key), before.often_lower(key)) != (after.often(key), after.often_lower(key))

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        """The key of each name of the glossary: several names may share one."""
        return self._lexicon.names.folded()

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._folded)

    @cached_property
    def _coming(self) -> frozenset[str]:
        """The names of the glossary that stand now and did not before, or the other way round."""
        before, after = self._before.keys, self.after.keys
        return frozenset(key for key in self._keys if key in self._names and (before[key] > 0) != (after[key] > 0))

    def facts(self) -> set[int]:
        """Return the facts about all texts that differ."""
        found = {facts.of_count(key) for key in self._keys}
        found.update(facts.of_word(key) for key in self._keys if self._is_heard_of(key))
        found.update(map(facts.of_frame, frames([part for key in self._keys for part in _parts(key)])))
        found.update(facts.of_onset(key[: near.ONSET]) for key in self._coming)
        for name, counts in (self._touched | self._new).items():
            nothing = type(counts)()
            found.update(self._new.get(name, nothing).differ(self._touched.get(name, nothing)))
        return found


def _leaning_on(changed: Collection[int], leaning: Mapping[str, Facts]) -> set[str]:
    """Return the sigla of the texts that lean on one of some facts."""
    every = np.concatenate([np.zeros(0, np.uint32), *(np.frombuffer(each, np.uint32) for each in leaning.values())])
    ends = np.cumsum(np.fromiter(map(len, leaning.values()), np.int64, len(leaning)))
    found = np.flatnonzero(np.isin(every, np.fromiter(changed, np.uint32, len(changed))))
    names = list(leaning)
    return {names[number] for number in np.searchsorted(ends, found, "right").tolist()}
