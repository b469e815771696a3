"""Which texts must be checked again after some were changed, so that all findings are those of a run over all texts.

What is found in a text depends on the text, on what is the same for all, and on facts about all texts, such as how
often a word stands: see `corrigenda.facts`. The counts of the changed texts are taken out of what was counted before,
and put in again; texts that lean on a fact that is another one now are checked again, and no others.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from corrigenda import desk, engine, facts, fold, near, survey
from corrigenda.bulk import surveyed
from corrigenda.counted import Counted, Group, Spellings
from corrigenda.engine import Knowledge
from corrigenda.finding import Finding
from corrigenda.kept import Run
from corrigenda.rules.base import Rule
from corrigenda.rules.consistency import frames
from corrigenda.rules.phrase_counts import are_found_otherwise
from corrigenda.scan import Numbers
from corrigenda.shelf import digests, sigla, sizes
from corrigenda.survey import Survey, rounded
from corrigenda.text import Witness

if TYPE_CHECKING:
    from array import array

_MOST = 0.25
"""Share of all texts, by size, from which checking them all takes hardly longer."""


@dataclass(frozen=True, slots=True)
class Now:
    """What a run over all texts would give."""

    findings: tuple[Finding, ...]
    """Sorted by siglum, place and code."""
    counted: Counted
    checked: int
    """How many texts were checked for it."""


def again(
    run: Run, counted: Counted, witnesses: Sequence[Witness], knowledge: Knowledge, rules: Sequence[Rule]
) -> Now | None:
    """Return what linting all witnesses gives, by checking those that must be; None when these are most of them.

    `run` is one by the same rules and with the same knowledge, but for what was corrected, and `counted` what was
    counted in it.

    Raises:
        InputError: a text was changed meanwhile.
    """
    texts = _Texts(witnesses)
    changed = {siglum for siglum, digest in texts.digests.items() if run.digests.get(siglum) != digest}
    gone = run.digests.keys() - texts.digests.keys()
    if texts.are_most(changed):
        return None
    touched = [group for group in counted.groups if not (changed | gone).isdisjoint(group.sigla)]
    left = [group for group in counted.groups if (changed | gone).isdisjoint(group.sigla)]
    counting = [siglum for group in touched for siglum in group.sigla if siglum in texts.digests]
    counting += sorted(changed.difference(counting))
    at, new = desk.BulkDesk(), list[Group]()
    engine.survey(texts.of(counting), knowledge, rules, at, new)
    vocabulary = _Vocabulary(counted.spellings)
    new = vocabulary.renumbered(new, at.spellings)
    apart = _Apart(vocabulary, left, touched, new, knowledge)
    if apart.are_too_many():
        return None
    stale = changed | _leaning(counted.leaning, apart.facts())
    forms = {each.keys[0] for each in set(run.corrected).symmetric_difference(knowledge.corrected)}
    groups = [*left, *new]
    stale.update(siglum for group in groups if vocabulary.has_any_of(forms, group) for siglum in group.sigla)
    stale &= texts.digests.keys()
    if texts.are_most(stale):
        return None
    at = desk.BulkDesk()  # what is found out about words is found out for those of these texts
    for witness in texts.of(stale):
        at.read([witness])
    checker = engine.Checker(knowledge, apart.after, rules, at, noting=True)
    found = [each for each in run.findings if each.anchor.siglum not in stale | gone]
    found += checker.check(texts.of(stale))
    leaning = {siglum: each for siglum, each in counted.leaning.items() if siglum in texts.digests}
    now = Counted(vocabulary.all, groups, leaning | checker.leaning)
    return Now(tuple(sorted(found, key=engine.order)), now, len(stale))


class _Texts:
    """The witnesses by siglum."""

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        self._witnesses = witnesses
        self._numbers = {siglum: number for number, siglum in enumerate(sigla(witnesses))}
        self._sizes = sizes(witnesses)
        self.digests = dict(zip(sigla(witnesses), digests(witnesses), strict=True))

    def of(self, some: Collection[str]) -> Iterator[Witness]:
        """Yield the witnesses with some sigla, in their order."""
        for siglum in sorted(some, key=self._numbers.__getitem__):
            yield self._witnesses[self._numbers[siglum]]

    def are_most(self, some: Collection[str]) -> bool:
        """Say whether some texts are so many that all may be checked as well."""
        return sum(self._sizes[self._numbers[siglum]] for siglum in some) > _MOST * sum(self._sizes)


class _Vocabulary(Spellings):
    """The spellings of all texts, with how often they stand."""

    def counts(self, groups: Sequence[Group]) -> Numbers:
        """Return how often each spelling stands in the texts of some groups."""
        nothing = [np.zeros(0, np.uint32)]
        numbers = np.concatenate(nothing + [np.frombuffer(group.spellings, np.uint32) for group in groups])
        counts = np.concatenate(nothing + [np.frombuffer(group.counts, np.uint32) for group in groups])
        return np.bincount(numbers, counts, len(self.all)).astype(np.int64)

    def has_any_of(self, keys: Collection[str], group: Group) -> bool:
        """Say whether one of some folded words stands in the texts of a group, with a possessive ending or without."""
        if not keys:
            return False
        return any(not _parts(fold.key(self.all[number])).isdisjoint(keys) for number in group.spellings)


def _parts(key: str) -> set[str]:
    return {key, fold.split_possessive(key)[0]}


class _Apart:
    """How the counts of all texts differ from what they were."""

    def __init__(
        self,
        vocabulary: _Vocabulary,
        left: Sequence[Group],
        touched: Sequence[Group],
        new: Sequence[Group],
        knowledge: Knowledge,
    ) -> None:
        self._lexicon = knowledge.lexicon
        self._touched, self._new = _of_rules(touched), _of_rules(new)
        difference = vocabulary.counts(new) - vocabulary.counts(touched)
        after = vocabulary.counts(left) + vocabulary.counts(new)
        self.after = surveyed(vocabulary.all, after)
        self.after.of_rules = _of_rules([*left, *new]).of_rules
        self._more = int(difference.sum())
        self._keys: Counter[str] = Counter()
        """By how much the counts of folded words differ; of those that do not, it may be by 0."""
        self._lower: Counter[str] = Counter()
        for number in np.flatnonzero(difference).tolist():
            spelling = vocabulary.all[number]
            self._keys[fold.key(spelling)] += difference.item(number)
            if spelling[0].islower():
                self._lower[fold.key(spelling)] += difference.item(number)

    def are_too_many(self) -> bool:
        """Say whether so much differs that it cannot be said for each text what that is to it."""
        words = sum(self.after.surfaces.values())
        return (
            survey.about(words) != survey.about(words - self._more)
            or any(self._is_too_much(key) for key in self._keys)
            or are_found_otherwise(self._lexicon, self._keys.keys(), self._before, self.after)
        )

    def _is_too_much(self, key: str) -> bool:
        """Say whether a count fell or rose by more than what was ruled out before allows."""
        fell = any(
            rounded(counts[key]) < facts.lowest(rounded(counts[key] - more[key]))
            for counts, more in ((self.after.keys, self._keys), (self.after.lower, self._lower))
        )
        if fell or key not in self._names:
            return fell
        is_new_and_odd = key in self._coming and not key[: near.ONSET].isalnum()
        return is_new_and_odd or self.after.often(key) > facts.highest(self._before.often(key))

    def _is_heard_of(self, key: str) -> bool:
        """Say whether a count differs enough to change the rounded one."""
        now, lower = self.after.keys[key], self.after.lower[key]
        before = rounded(now - self._keys[key]), rounded(lower - self._lower[key])
        return before != (rounded(now), rounded(lower))

    @cached_property
    def _before(self) -> Survey:
        keys = self.after.keys.copy()
        keys.subtract(self._keys)
        return Survey(by_key=lambda: (keys, Counter()))

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._lexicon.names.folded())

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
        for name, counts in (self._touched.of_rules | self._new.of_rules).items():
            nothing = type(counts)()
            new, touched = (each.of_rules.get(name, nothing) for each in (self._new, self._touched))
            found.update(new.differ(touched))
        return found


def _of_rules(groups: Iterable[Group]) -> Survey:
    """Return what the rules counted in the texts of some groups."""
    together = Survey()
    for group in groups:
        of_group = Survey()
        of_group.of_rules = group.of_rules
        together.add(of_group)
    return together


def _leaning(leaning: Mapping[str, "array[int]"], changed: Collection[int]) -> set[str]:
    """Return the sigla of the texts that lean on one of some facts."""
    every = np.concatenate([np.zeros(0, np.uint32), *(np.frombuffer(each, np.uint32) for each in leaning.values())])
    ends = np.cumsum(np.fromiter(map(len, leaning.values()), np.int64, len(leaning)))
    found = np.flatnonzero(np.isin(every, np.fromiter(changed, np.uint32, len(changed))))
    names = list(leaning)
    return {names[number] for number in np.searchsorted(ends, found, "right").tolist()}
