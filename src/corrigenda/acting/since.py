"""Which lines of texts were changed since a revision, as git tells; for ``corrigenda lint --since``."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corrigenda.acting import linting, telling
from corrigenda.errors import InputError, UsageError
from corrigenda.finding import Finding
from corrigenda.shelf import findings_of, names_by_siglum
from corrigenda.texts import wording
from corrigenda.texts.text import Span, Spans
from corrigenda.texts.visible import visible

_SECONDS = 120
_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_EVERY = (Span(1, 1 << 60),)
"""All lines."""
_SUBMODULE = "160000 "
_SECTION = re.compile(rb"^diff --git ", re.MULTILINE)
_DIFF = (
    *("diff", "--find-renames", "--ignore-submodules", "--no-color"),
    *("--no-ext-diff", "--no-textconv", "--no-relative"),
)
"""However the user has set git, and whatever programs a stranger's repository names."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that texts as they lie there are compared with."""

    top: Path
    """The folder of the repository."""
    commit: str
    name: str
    """What the user calls it."""


def revision(root: Path, since: str) -> Revision:
    """Return the revision that is meant.

    Args:
        root: the folder whose repository is asked.
        since: what git calls it; ``REV...`` (or ``REV...HEAD``) stands for the last common ancestor of it and HEAD.

    Raises:
        InputError: there is no git, no repository or no such revision.
    """
    top = Path(os.fsdecode(_git(root, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    return Revision(top, _commit(root, since), since)


def unchanged_left_out(result: linting.Result, since: Revision) -> linting.Result:
    """Return the result with the findings on lines changed since then only, and tell how many others there are.

    Raises:
        CorrigendaError: a text lies outside of the repository.
    """
    top, base = since.top, since.commit
    changed = _changed_lines(top, base)
    whole = set(_names(_git(top, *_DIFF, "--name-only", "-z", "--diff-filter=TU", base)))
    tracked, submodules = _tracked(top)
    kept: list[Finding] = []
    given = names_by_siglum(result.witnesses)
    for siglum, findings in findings_of(result.witnesses, result.findings).items():
        if not findings:
            continue
        name = _name(given[siglum], top)
        if name.startswith(submodules):
            raise _not_ours("lies in a submodule, whose history is its own", given[siglum])
        if name in whole or name not in tracked:  # nothing to compare with
            kept += findings
            continue
        lines = changed.get(name, ())
        if lines == _EVERY:
            shown = visible(given[siglum])
            telling.complain(f"warning: {shown}: git sees no lines in it (is it UTF-16?), all count as new")
        kept += _on(findings, Spans(lines))
    left_out = len(result.findings) - len(kept)
    if left_out:
        lines_of = wording.count(left_out, "finding on a line", "findings on lines")
        telling.complain(f"{lines_of} not changed since {visible(since.name)} left out")
    return replace(result, findings=tuple(kept))


def _on(findings: Iterable[Finding], lines: Spans) -> Iterator[Finding]:
    """Yield the findings that touch one of the lines."""
    for finding in findings:
        region = finding.region
        ends_before = region.end_column == 1 and region.end_line > region.line  # with the end of the line before
        if lines.overlap(Span(region.line, region.end_line + 1 - ends_before)):
            yield finding


def _name(given: str, top: Path) -> str:
    """Return the name of a file in the repository; `given` is as the user named it."""
    path = Path(given)
    if not path.exists():
        raise UsageError(
            "what comes from standard input has no earlier version", where=visible(given), help="name the file"
        )
    whole = path.parent.resolve() / path.name
    if not whole.is_relative_to(top.resolve()):
        raise _not_ours("lies outside of the repository, so git knows no earlier version of it", given)
    return whole.relative_to(top.resolve()).as_posix()


def _not_ours(reason: str, name: str) -> InputError:
    return InputError(f"the text {reason}", where=visible(name), help="leave --since or the text out")


def _tracked(top: Path) -> tuple[set[str], tuple[str, ...]]:
    """Return the files that git knows, and how the names of those in submodules begin."""
    entries = [entry.partition("\t") for entry in _names(_git(top, "ls-files", "--stage", "-z"))]
    submodules = (f"{name}/" for about, _tab, name in entries if about.startswith(_SUBMODULE))
    return {name for _about, _tab, name in entries}, tuple(submodules)


def _commit(root: Path, since: str) -> str:
    """Return the id of a commit."""
    name, dots, head = since.partition("...")
    unknown = InputError(
        f"there is no revision {visible(since)!r} in this repository",
        help="give a commit, branch or tag that `git log` knows; a shallow clone may lack it",
    )
    if not name or name.startswith("-") or head not in ("", "HEAD"):
        raise unknown
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
    except InputError as error:
        raise unknown from error
    if not dots:
        return commit
    try:
        return _git(root, "merge-base", commit, "HEAD").decode().split("\n")[0]
    except InputError as error:
        raise InputError(
            f"{visible(name)!r} and HEAD have no common ancestor",
            help=f"leave the dots out to compare with {visible(name)} itself; a shallow clone may lack the ancestor",
        ) from error


def _changed_lines(top: Path, base: str) -> dict[str, tuple[Span, ...]]:
    """Return the lines that are new, as half-open spans counted from 1, by the names of the files in the repository.

    Names stand in the same order as the parts of the diff; none has to be read out of quotation marks.
    """
    options = (*_DIFF, "--diff-filter=AMRC")
    names = _names(_git(top, *options, "--name-only", "-z", base))
    sections = _SECTION.split(_git(top, *options, "--patch", "--unified=0", "--inter-hunk-context=0", base))[1:]
    if len(names) != len(sections):
        raise InputError("the texts were changed while git looked at them", help="run it again")
    return {name: tuple(_new_lines(section)) for name, section in zip(names, sections, strict=True)}


def _new_lines(section: bytes) -> Iterable[Span]:
    if re.search(rb"^Binary files ", section, re.MULTILINE):  # UTF-16, to git
        yield from _EVERY
    for hunk in _HUNK.finditer(section):
        first, count = int(hunk[1]), int(hunk[2] or 1)
        if count:
            yield Span(first, first + count)


def _names(listed: bytes) -> Sequence[str]:
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        asked = subprocess.run(  # noqa: S603 - a revision that looks like an option has been refused
            # git is found as the user's shell finds it; the monitor is a program that a repository may name
            ["git", "-c", "core.fsmonitor=false", *arguments],  # noqa: S607
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name != "GIT_DIFF_OPTS"},  # it beats --unified
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise InputError(
            f"git cannot be asked what has changed: {error}", help="install git, or leave --since out"
        ) from error
    if asked.returncode:
        said = visible(asked.stderr.decode("utf-8", "replace").strip().split("\n")[0])
        raise InputError(
            f"git cannot say what has changed: {said or 'it failed'}",
            where=visible(str(folder)),
            help="--since needs a git repository with the texts in it",
        )
    return asked.stdout
