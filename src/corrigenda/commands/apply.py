"""``corrigenda apply``: the corrected texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import click

from corrigenda import corrections, project
from corrigenda.acting import given, linting, telling
from corrigenda.config import Project
from corrigenda.deciding import ledger, patch, plan
from corrigenda.deciding.emendation import Emendation, emendations
from corrigenda.deciding.plan import Plan
from corrigenda.errors import ConflictError, InputError
from corrigenda.storage import files
from corrigenda.storage.files import read_bytes
from corrigenda.texts.text import LineIndex, Span, Witness, digest
from corrigenda.texts.visible import visible


@dataclass(frozen=True, slots=True)
class _Job:
    """One text and what is to become of it."""

    witness: Witness
    plan: Plan
    target: Path
    data: bytes | None
    """The bytes of the corrected text; None when a reading cannot be written in the text's encoding."""
    conflicts: tuple[str, ...]
    """What to tell about emendations that cannot be made."""


@click.command("apply")
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=given.complete_files)
@click.option(
    "--output",
    metavar="DIR",
    shell_complete=given.complete_folders,
    help="Write corrected texts below this folder; else the configured one.",
)
@click.option("--in-place", is_flag=True, help="Write over the texts themselves.")
@click.option("--diff", "show", is_flag=True, help="Show what would change, write nothing; exit 1 if anything would.")
@click.option("--check", is_flag=True, help="Only say whether every emendation still fits; exit 1 if not.")
@click.option("--reverse", is_flag=True, help="Take the emendations back.")
@click.option("--from-patch", is_flag=True, help="Trust a patch that came without its journal.")
@click.option("--partial", is_flag=True, help="Write although some emendations have no place.")
@click.option("--encoding", default="", metavar="NAME", help="Encoding of texts that are not UTF-8.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out files and folders like this.")
@given.project_options
def apply_command(
    paths: tuple[str, ...],
    output: str | None,
    *,
    in_place: bool,
    show: bool,
    check: bool,
    reverse: bool,
    partial: bool,
    from_patch: bool,
    **options: Any,
) -> int:
    """Make the corrected texts from the accepted corrections.

    A text that has changed since is searched for each place by its quotation; what cannot be placed, or could
    be in two places, is named, and then nothing is written at all unless --partial is given. A text that cannot
    be read stops no other.
    Exit code: 0 done, 1 conflicts (or, with --diff, a difference), 2 wrong use or a text that could not be read.
    """
    if sum((in_place, show, check)) > 1 or (output and (in_place or show or check)):
        raise InputError("--output, --in-place, --diff and --check exclude each other", help="give one of them")
    chosen = given.choices(options)
    found = given.open_project(chosen)
    witnesses, errors = linting.read_decided(found, paths, chosen)
    project.reviewable(witnesses)
    folder = Path(output) if output else found.root / found.settings.output
    jobs = tuple(_jobs(found, witnesses, folder, in_place=in_place, reverse=reverse, from_patch=from_patch))
    idle = {witness.name for witness in witnesses}.difference(job.witness.name for job in jobs)
    for message in chain(map(str, errors), *(job.conflicts for job in jobs)):
        telling.complain(message)
    if not witnesses:
        return 2
    conflicts = any(job.conflicts for job in jobs)
    code = 2 if errors else int(conflicts)
    if check:
        _report(jobs, "fit", reverse=reverse)
        return code
    if show:
        changed = sum(_show(job) for job in jobs)
        return code or int(changed > 0)
    if conflicts and not partial:
        click.echo("nothing was written; --partial makes those that have a place", err=True)
        return code
    _write_all(jobs, in_place=in_place)
    _report([job for job in jobs if job.data is not None], "made", reverse=reverse)
    for name in sorted(idle) if jobs else ():
        click.echo(f"{visible(name)}: nothing is approved, not written", err=True)
    return code


def _jobs(
    found: Project, witnesses: Sequence[Witness], folder: Path, *, in_place: bool, reverse: bool, from_patch: bool
) -> Iterator[_Job]:
    for witness in witnesses:
        todo = _plan(found, witness, reverse=reverse, from_patch=from_patch)
        siglum = witness.base or witness.siglum
        target = Path(witness.name) if in_place else folder / siglum
        if todo is None:
            if in_place or witness.base or not target.exists():
                continue
            todo = Plan(witness.digest)  # a copy made before must not keep what nobody approves any more
        corrections.check_below(target, found.root if in_place else folder)
        corrections.check_regular(target)
        conflicts = tuple(_conflicts(witness, todo))
        try:
            yield _Job(witness, todo, target, plan.apply(witness, todo), conflicts)
        except ConflictError as conflict:
            yield _Job(witness, todo, target, None, (*conflicts, str(conflict)))


def _plan(found: Project, witness: Witness, *, reverse: bool, from_patch: bool) -> Plan | None:
    """Return what becomes of the emendations approved for a witness: by its patch, or by a newer journal.

    None means that nothing is approved. The patch counts places that are quoted alike, and is preferred, but only the
    journal says what is approved.

    Raises:
        InputError: the patch is of another text, or stands without a journal.
    """
    siglum = witness.base or witness.siglum
    lines, warnings = ledger.decisions(found, witness)
    for warning in warnings:
        telling.complain(f"warning: {warning}")
    path = patch.path_for(found.corrections, siglum)
    kept = patch.parse(read_bytes(path), files.shown(path)) if path.exists() else None
    if kept is not None and kept.siglum != siglum:
        raise InputError(
            f"this is the patch of {visible(kept.siglum)}",
            where=visible(files.shown(path)),
            help="put it where it belongs, or write it again with `corrigenda patch`",
        )
    wanted = emendations(lines)
    is_alone = kept is not None and bool(kept.emendations) and not lines
    if is_alone and not from_patch:
        raise InputError(
            "the patch stands without its journal: no approval is recorded",
            where=visible(files.shown(path)),
            help="put the journal beside it, or say --from-patch if you trust who sent it",
        )
    if kept is not None and (is_alone or _changes(kept.emendations) == _changes(wanted)):
        return patch.plan_for(kept, witness, reverse=reverse)
    if kept is not None:
        telling.complain(f"warning: {visible(files.shown(path))} is older than the journal; run `corrigenda patch`")
    return plan.plan(wanted, witness, reverse=reverse) if wanted else None


def _changes(made: Sequence[Emendation]) -> list[tuple[Span, str]]:
    return [(each.anchor.span, each.corr) for each in made]


def _conflicts(witness: Witness, todo: Plan) -> Iterator[str]:
    """Yield what to tell about the emendations that have no place, or several."""
    lines = LineIndex(witness.text)
    name = visible(witness.name)
    for each in todo.missing:
        yield str(ConflictError(f"no place in the text for {each}", where=name, help=_HELP))
    for each, spans in todo.ambiguous:
        places = ", ".join(":".join(map(str, lines.place(span.start))) for span in spans)
        yield str(ConflictError(f"{each} could be at {places}", where=name, help=_HELP))


_HELP = "decide the place anew in `corrigenda review`, or make the change by hand"


def _show(job: _Job) -> bool:
    """Print the diff of a job as it would be applied; say whether there is one."""
    if job.data is None:
        return False
    body = patch.difference(job.witness, job.plan.emendations)
    telling.emit(body)
    return bool(body)


def _write_all(jobs: Sequence[_Job], *, in_place: bool) -> None:
    """Write the corrected texts, if all received ones are still those that were read.

    Raises:
        ConflictError: a text was changed meanwhile; nothing was written.
        InputError: a text would be written over itself, or a file cannot be written.
    """
    for job in jobs:
        source = Path(job.witness.name)
        if digest(read_bytes(source)) != job.witness.digest:
            raise ConflictError(
                "the text was changed while the corrections were made",
                where=visible(job.witness.name),
                help="nothing was written; start again",
            )
        if not in_place and job.target.exists() and job.target.samefile(source):
            raise InputError(
                "the text would be written over itself",
                where=visible(job.witness.name),
                help="give another folder with --output, or say --in-place",
            )
    wanted = {job.target: job.data for job in jobs if job.data is not None}
    files.write_all({path: data for path, data in wanted.items() if not path.exists() or read_bytes(path) != data})


def _report(jobs: Sequence[_Job], verb: str, *, reverse: bool) -> None:
    if not jobs:
        click.echo("no corrections are approved for these texts", err=True)
    for job in jobs:
        if verb == "made" and not job.plan.emendations and not job.plan.done:
            click.echo(
                f"{visible(job.witness.name)}: nothing is approved → {visible(files.shown(job.target))}", err=True
            )
            continue
        count = len(job.plan.emendations) if job.data is not None else 0
        said = "fits" if verb == "fit" and count == 1 else "taken back" if reverse and verb == "made" else verb
        what = f"{count} emendation{'' if count == 1 else 's'} {said}"
        done = f", {len(job.plan.done)} {'not made' if reverse else 'made already'}" if job.plan.done else ""
        where = f" → {visible(files.shown(job.target))}" if verb == "made" else ""
        click.echo(f"{visible(job.witness.name)}: {what}{done}{where}", err=True)
