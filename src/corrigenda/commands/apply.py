"""``corrigenda apply``: the corrected texts."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from corrigenda import ledger, patch, plan, project
from corrigenda.commands import shared
from corrigenda.config import Project
from corrigenda.emendation import Emendation, emendations
from corrigenda.errors import ConflictError, InputError
from corrigenda.files import read_bytes, write_atomically
from corrigenda.plan import Plan
from corrigenda.text import LineIndex, Witness, digest
from corrigenda.visible import visible


@dataclass(frozen=True, slots=True)
class _Job:
    """One text and what is to become of it."""

    witness: Witness
    plan: Plan
    target: Path


@click.command("apply")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--output", metavar="DIR", help="Write corrected texts below this folder; else the configured one.")
@click.option("--in-place", is_flag=True, help="Write over the texts themselves.")
@click.option("--diff", "show", is_flag=True, help="Show what would change, write nothing; exit 1 if anything would.")
@click.option("--check", is_flag=True, help="Only say whether every emendation still fits; exit 1 if not.")
@click.option("--reverse", is_flag=True, help="Take the emendations back.")
@click.option("--partial", is_flag=True, help="Write although some emendations have no place.")
@click.option("--encoding", default="", metavar="NAME", help="Encoding of texts that are not UTF-8.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out files and folders like this.")
@shared.project_options
def apply_command(
    paths: tuple[str, ...],
    output: str | None,
    *,
    in_place: bool,
    show: bool,
    check: bool,
    reverse: bool,
    partial: bool,
    **options: Any,
) -> int:
    """Make the corrected texts from the accepted corrections.

    A text that has changed since is searched for each place by its quotation; what cannot be placed, or could
    be in two places, is named, and then nothing is written at all unless --partial is given.
    Exit code: 0 done, 1 conflicts (or, with --diff, a difference), 2 wrong use or unreadable input.
    """
    if sum((in_place, show, check)) > 1 or (output and (in_place or show or check)):
        raise InputError("--output, --in-place, --diff and --check exclude each other", help="give one of them")
    chosen = shared.choices(options)
    found = shared.open_project(chosen)
    witnesses, errors = shared.read_texts(found, paths, chosen)
    project.reviewable(found, witnesses)
    folder = Path(output) if output else found.root / found.settings.output
    jobs = tuple(_jobs(found, witnesses, folder, in_place=in_place, reverse=reverse))
    for error in errors:
        shared.complain(error)
    if errors:
        return 2
    conflicts = sum(_name_conflicts(job) for job in jobs)
    if check:
        _report(jobs, "fit", reverse=reverse)
        return 1 if conflicts else 0
    if show:
        changed = sum(_show(job) for job in jobs)
        return 1 if changed or conflicts else 0
    if conflicts and not partial:
        click.echo("nothing was written; --partial makes those that have a place", err=True)
        return 1
    for job in jobs:
        _write(job)
    _report(jobs, "made", reverse=reverse)
    return 1 if conflicts else 0


def _jobs(
    found: Project, witnesses: Sequence[Witness], folder: Path, *, in_place: bool, reverse: bool
) -> Iterator[_Job]:
    for witness in witnesses:
        wanted, result = _emendations(found, witness)
        if not wanted:
            continue
        siglum = witness.base or witness.siglum
        target = Path(witness.name) if in_place else folder / siglum
        if not in_place and target.exists() and target.samefile(witness.name):
            raise InputError(
                "the text would be written over itself",
                where=visible(witness.name),
                help="give another folder with --output, or say --in-place",
            )
        yield _Job(witness, plan.plan(wanted, witness, result=result, reverse=reverse), target)


def _emendations(found: Project, witness: Witness) -> tuple[tuple[Emendation, ...], str]:
    """Return what is approved for a witness, and the digest of the result if known: by journal, else by patch."""
    siglum = witness.base or witness.siglum
    lines, warnings = ledger.decisions(found, witness)
    for warning in warnings:
        shared.complain(f"warning: {warning}")
    path = patch.path_for(found.corrections, siglum)
    kept = patch.parse(read_bytes(path), project.shown(path)) if path.exists() else None
    if not lines:
        return (kept.emendations, kept.result) if kept else ((), "")
    wanted = emendations(lines)
    same = kept is not None and [(each.anchor.span, each.corr) for each in kept.emendations] == [
        (each.anchor.span, each.corr) for each in wanted
    ]
    if not same and wanted:
        shared.complain(f"warning: {visible(project.shown(path))} is older than the journal; run `corrigenda patch`")
    return wanted, kept.result if kept is not None and same else ""


def _name_conflicts(job: _Job) -> int:
    """Print the emendations of a job that have no place, or several; return how many."""
    lines = LineIndex(job.witness.text)
    name = visible(job.witness.name)
    for each in job.plan.missing:
        shared.complain(str(ConflictError(f"no place in the text for {each}", where=name, help=_HELP)))
    for each, spans in job.plan.ambiguous:
        places = ", ".join(":".join(map(str, lines.place(span.start))) for span in spans)
        shared.complain(str(ConflictError(f"{each} could be at {places}", where=name, help=_HELP)))
    return len(job.plan.missing) + len(job.plan.ambiguous)


_HELP = "decide the place anew in `corrigenda review`, or make the change by hand"


def _show(job: _Job) -> bool:
    """Print the diff of a job as it would be applied; say whether there is one."""
    body = patch.make(job.witness, job.plan.emendations).body
    sys.stdout.flush()
    stream = sys.stdout.buffer
    if sys.stdout.isatty():
        stream.write(visible(body.decode("utf-8", "replace"), keep="\n").encode())
    else:
        stream.write(body)
    stream.flush()
    return bool(body)


def _write(job: _Job) -> None:
    """Write the corrected text, if the received one is still the one that was read.

    Raises:
        ConflictError: the text was changed meanwhile.
    """
    data = plan.apply(job.witness, job.plan)
    if digest(read_bytes(Path(job.witness.name))) != job.witness.digest:
        raise ConflictError(
            "the text was changed while the corrections were made",
            where=visible(job.witness.name),
            help="nothing was written to it; start again",
        )
    if not job.target.exists() or read_bytes(job.target) != data:
        write_atomically(job.target, data)


def _report(jobs: Sequence[_Job], verb: str, *, reverse: bool) -> None:
    if not jobs:
        click.echo("no corrections are approved for these texts", err=True)
    for job in jobs:
        count = len(job.plan.emendations)
        what = f"{count} emendation{'' if count == 1 else 's'} {'taken back' if reverse and verb == 'made' else verb}"
        done = f", {len(job.plan.done)} {'not made' if reverse else 'made already'}" if job.plan.done else ""
        where = f" → {visible(project.shown(job.target))}" if verb == "made" else ""
        click.echo(f"{visible(job.witness.name)}: {what}{done}{where}", err=True)
