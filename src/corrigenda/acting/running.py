"""How texts are linted at the command line: by how many processes, how long it took, and what is shown meanwhile."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import click

from corrigenda.acting.progress import Bar, Profile
from corrigenda.errors import InputError
from corrigenda.rules import RULES
from corrigenda.rules.base import Rule
from corrigenda.running import parallel
from corrigenda.running.cache import Cache, Kept, key, name_of
from corrigenda.running.engine import Knowledge
from corrigenda.running.kept import Run
from corrigenda.running.outcome import Linted, Watch
from corrigenda.shelf import Known, digests, sigla, sizes
from corrigenda.texts.text import Witness

_Command = TypeVar("_Command", bound=Callable[..., Any])
OWN = frozenset(rule.code for rule in RULES)
_WORTH_KEEPING = 1_000_000
"""Code points of texts from which findings are kept unasked; fewer are checked in less than a second."""


@dataclass(frozen=True, slots=True)
class Running:
    """How to lint."""

    jobs: int | None = None
    """Processes; None for as many as there are cores, where there is much to do."""
    cache: bool | None = None
    """Whether findings are kept and taken from there; None for where there is much to do."""
    profile: Profile = field(default_factory=Profile)

    def keeps(self, witnesses: Sequence[Witness]) -> bool:
        """Say whether something is kept of a run over some texts."""
        return sum(sizes(witnesses)) >= _WORTH_KEEPING if self.cache is None else self.cache

    def known(self, place: Iterable[str], names: Sequence[str]) -> Known:
        """Return what is known of files by some names, see `project.place_of`; as a rule, these were read before."""
        return {} if self.cache is False else Cache().known(name_of(place), name_of(sorted(names)))

    def keep_known(self, place: Iterable[str], names: Sequence[str], known: Known) -> None:
        """Keep what is known of files by some names, if that can be done: `lint` tells when it cannot."""
        with suppress(InputError):
            Cache().put_known(name_of(place), name_of(sorted(names)), known)

    def lint(
        self, witnesses: Sequence[Witness], knowledge: Knowledge, rules: Sequence[Rule], known_by: Iterable[str]
    ) -> Linted:
        """Return the findings of all witnesses; of those that were linted alike before, from the cache.

        `known_by` is what findings depend on beside texts, rules and what was corrected, in words. Where the user asks
        for something to be kept, a warning says why nothing can be.

        Raises:
            InputError: a text was changed meanwhile.
        """
        if not self.keeps(witnesses):
            return self._checked(witnesses, knowledge, rules)
        if not OWN.issuperset(rule.code for rule in rules):
            reason = "nothing is kept of a run with rules of other packages, as nothing tells when these change"
            return self._without_keeping(self._checked(witnesses, knowledge, rules), reason)
        self.profile.turn("cache")
        cache = Cache()
        fixed, texts = key((*known_by, *(rule.code for rule in rules))), key(sorted(sigla(witnesses)))
        now = digests(witnesses)
        before = cache.get(fixed, texts)
        if before is not None and (before.run.digests, before.run.corrected) == (now, knowledge.corrected):
            return Linted(before.run.findings)
        linted = self._again(before, witnesses, knowledge, rules)
        if linted is None:
            linted = self._checked(witnesses, knowledge, rules, noting=True)
        self.profile.turn("cache")
        if linted.errors:
            return linted
        try:
            cache.put(fixed, texts, Run(now, knowledge.corrected, linted.findings), linted.counted)
        except InputError as error:
            return self._without_keeping(linted, f"{error.message}; {error.help} ({error.where})")
        return linted

    def _without_keeping(self, linted: Linted, reason: str) -> Linted:
        """Return what linting gave, with the reason why it is not kept where the user asks for that."""
        return replace(linted, warnings=(*linted.warnings, f"--cache: {reason}")) if self.cache else linted

    def _again(
        self, before: Kept | None, witnesses: Sequence[Witness], knowledge: Knowledge, rules: Sequence[Rule]
    ) -> Linted | None:
        """Return the findings of all witnesses by checking some, if that can be done."""
        kinds = {rule.count.name: rule.count.kind for rule in rules if rule.count is not None}
        counted = None if before is None else before.counted(kinds)
        if before is None or counted is None:
            return None
        from corrigenda.running import recheck  # noqa: PLC0415 - loads numpy, and few archives are linted again

        self.profile.turn("count")
        with self._bar(witnesses) as watch:
            found = recheck.again(before.run, counted, witnesses, knowledge, rules, watch)
        return None if found is None else Linted(found.findings, counted=found.counted)

    @contextmanager
    def _bar(self, witnesses: Sequence[Witness]) -> Iterator[Watch]:
        """Show on the terminal how far it is."""
        with Bar(len(witnesses), sum(sizes(witnesses))) as bar:

            def watch(stage: str, texts: int, size: int, findings: int) -> None:
                self.profile.turn(stage)
                bar.watch(stage, texts, size, findings)

            yield watch

    def _checked(
        self, witnesses: Sequence[Witness], knowledge: Knowledge, rules: Sequence[Rule], *, noting: bool = False
    ) -> Linted:
        """Return the findings of all witnesses."""
        with self._bar(witnesses) as watch:
            return parallel.lint(witnesses, knowledge, rules, self.jobs, watch, noting=noting)


def running_options(command: _Command) -> _Command:
    """Add the options that change how quick a run is, and nothing of what it finds."""
    for option in reversed(
        (
            click.option(
                "--jobs",
                type=click.IntRange(min=1),
                metavar="N",
                help="Check with so many processes; as many as there are cores when there is much to do.",
            ),
            click.option(
                "--cache/--no-cache",
                default=None,
                help="Keep what is found for the next run, which checks only what changed; when there is much to do.",
            ),
            click.option("--profile", is_flag=True, help="Print on standard error how long each stage took."),
        )
    ):
        command = option(command)
    return command
