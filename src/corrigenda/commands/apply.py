"""``corrigenda apply``: the corrected texts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import click

from corrigenda import corrections, project
from corrigenda.acting import given, linting, telling
from corrigenda.config import Project
from corrigenda.deciding import dossier, ledger, patch, plan
from corrigenda.deciding.decision import Decision
from corrigenda.deciding.dossier import Dossier
from corrigenda.deciding.emendation import Emendation
from corrigenda.deciding.patch import Patch
from corrigenda.deciding.plan import Plan
from corrigenda.errors import ConflictError, InputError
from corrigenda.storage import files, lock
from corrigenda.storage.files import read_bytes
from corrigenda.texts import wording
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
    record: Patch | None = None
    """To be kept before the text is written over: nobody decided about that text, so nothing else tells of it."""


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
    be in two places, is named, and then nothing is written at all unless --partial is given. What was made in the
    text and is not approved any more is taken back. With --in-place, --reverse takes back only what gives a text that
    was decided about, byte for byte: anything else may have come with the text. A text that cannot be read stops no
    other.
    Exit code: 0 done, 1 conflicts (or, with --diff, a difference), 2 wrong use or a text that could not be read.
    """
    given.refuse_together({"--output": output, "--in-place": in_place, "--diff": show, "--check": check})
    given.refuse_together({"--diff": show, "--check": check, "--partial": partial})
    chosen = given.choices(options)
    found = given.open_project(chosen, named=paths)
    witnesses, lines, errors = linting.read_decided(found, paths, chosen, output)
    project.reviewable(witnesses)
    linting.tell_lost(found, witnesses)
    folder = Path(output) if output else found.root / found.settings.output
    jobs = tuple(_jobs(found, witnesses, lines, folder, in_place=in_place, reverse=reverse, from_patch=from_patch))
    idle = {witness.name for witness in witnesses}.difference(job.witness.name for job in jobs)
    for message in chain(map(str, errors), *(job.conflicts for job in jobs)):
        telling.complain(message)
    if not witnesses:
        return 2
    conflicts = any(job.conflicts for job in jobs)
    is_astray = not jobs and bool(linting.elsewhere(found, paths, chosen))  # nothing is approved, as nothing is known
    code = 2 if errors or is_astray else int(conflicts)
    if check:
        _report(jobs, "fit", reverse=reverse)
        return code
    if show:
        changed = sum(_show(job) for job in jobs)
        return code or int(changed > 0)
    if conflicts and not partial:
        click.echo("nothing was written; --partial makes those that have a place", err=True)
        return code
    _write_all(found, jobs, in_place=in_place)
    _report([job for job in jobs if job.data is not None], "made", reverse=reverse)
    for name in sorted(idle) if jobs else ():
        click.echo(f"{visible(name)}: nothing is approved, not written", err=True)
    return code


def _jobs(
    found: Project,
    witnesses: Sequence[Witness],
    lines: Mapping[str, Sequence[Decision]],
    folder: Path,
    *,
    in_place: bool,
    reverse: bool,
    from_patch: bool,
) -> Iterator[_Job]:
    for witness in witnesses:
        siglum = witness.base or witness.siglum
        known = _dossier(found, witness, lines[witness.siglum], from_patch=from_patch)
        todo = known.back(witness) if reverse else known.forth(witness)
        if not in_place:  # what came with the text goes on standing in it
            todo = replace(todo, withdrawn=(*todo.withdrawn, *todo.doubtful), doubtful=())
        target = Path(witness.name) if in_place else folder / siglum
        if not known.approved and not todo.changes and (in_place or witness.base or not target.exists()):
            continue  # a copy made before must not keep what nobody approves any more
        corrections.check_below(target, found.root if in_place else folder)
        corrections.check_regular(target)
        conflicts = tuple(_conflicts(witness, todo, {each.decision: each.finding for each in known.approved}))
        try:
            data = plan.apply(witness, todo)
            is_kept = in_place and not witness.base and ledger.has_journal(found, siglum)
            record = _record(known, witness, todo, reverse=reverse) if is_kept else None
            yield _Job(witness, todo, target, data, conflicts, record)
        except ConflictError as conflict:
            yield _Job(witness, todo, target, None, (*conflicts, str(conflict)))


def _record(known: Dossier, witness: Witness, todo: Plan, *, reverse: bool) -> Patch | None:
    """Return the patch to keep when a text is written over: by it what is made in the text can be taken back.

    None where that is known from the journal, or the patch that is kept.

    Raises:
        ConflictError: two emendations overlap.
    """
    forth = known.forth(witness) if reverse else todo
    if todo.changes and forth.fits and (reverse or forth.withdrawn):
        return patch.make(*known.received(witness, forth))
    if todo.changes and not reverse and witness.digest not in known.bases:
        return patch.make(witness, todo.emendations)
    return None


def _dossier(found: Project, witness: Witness, lines: Sequence[Decision], *, from_patch: bool) -> Dossier:
    """Return what is approved for a witness: by the lines of its journal, which its patch must not contradict.

    Raises:
        InputError: the patch is of another text, or stands without a journal.
    """
    siglum = witness.base or witness.siglum
    path = patch.path_for(found.corrections, siglum)
    if not path.exists():
        return dossier.dossier(lines)
    kept = patch.parse(read_bytes(path), files.shown(path))
    if kept.siglum != siglum:
        raise InputError(
            f"this is the patch of {visible(kept.siglum)}",
            where=visible(files.shown(path)),
            help="put it where it belongs, or write it again with `corrigenda patch`",
        )
    is_alone = bool(kept.emendations) and not lines
    if is_alone and not from_patch:
        raise InputError(
            "the patch stands without its journal: no approval is recorded",
            where=visible(files.shown(path)),
            help="put the journal beside it, or say --from-patch if you trust who sent it",
        )
    known = dossier.alone(kept) if is_alone else dossier.dossier(lines, kept)
    if not known.is_patched(witness):
        telling.complain(f"warning: {visible(files.shown(path))} is older than the journal; run `corrigenda patch`")
    return known


def _conflicts(witness: Witness, todo: Plan, findings: Mapping[str, str]) -> Iterator[str]:
    """Yield what to tell about the emendations that have no place, or several, or may not be taken back.

    `findings` says for a decision what it is about; patches do not.
    """
    lines = LineIndex(witness.text)
    name = visible(witness.name)
    lost: list[tuple[Emendation, tuple[Span, ...]]] = [*((each, ()) for each in todo.missing), *todo.ambiguous]
    for found, spans in lost:
        each = replace(found, finding=findings[found.decision])
        places = ", ".join(":".join(map(str, lines.place(span.start))) for span in spans)
        what = f"{each} could be at {places}" if spans else f"no place in the text for {each}"
        yield str(ConflictError(what, where=name, help=_by_hand(each)))
    for each in todo.doubtful:
        yield str(
            ConflictError(
                f"“{visible(each.anchor.sic)}” may have come with the text, so “{visible(each.corr)}” is not put there",
                where=":".join((name, *map(str, lines.place(each.anchor.span.start)))),
                help="the text is neither the one that was decided about nor what was made of it: change it by hand; "
                "`corrigenda apply --reverse --output FOLDER` makes a copy with all taken back",
            )
        )


def _by_hand(each: Emendation) -> str:
    """Return what to do about an emendation that cannot be made, and where it stood, as it was quoted then."""
    anchor = each.anchor
    before, after = anchor.before[-_SHOWN:], anchor.after[:_SHOWN]
    stood = visible(" ".join(f"{before}[{anchor.sic}]{after}".split()))
    advice = f", and then take the decision back: `corrigenda decide {each.finding} undo`" if each.finding else ""
    return f"it stood in “{stood}”; change the text by hand{advice}"


_SHOWN = 20
"""Letters beside a place that are quoted to show which is meant."""


def _show(job: _Job) -> bool:
    """Print the diff of a job as it would be applied; say whether there is one."""
    if job.data is None:
        return False
    body = patch.difference(job.witness, job.plan.changes)
    telling.emit(body)
    return bool(body)


def _write_all(found: Project, jobs: Sequence[_Job], *, in_place: bool) -> None:
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
                help=f"this is a corrected copy: name {visible(job.witness.base)}, or another folder with --output"
                if job.witness.base
                else "give another folder with --output, or say --in-place",
            )
    records = [job.record for job in jobs if job.record is not None]
    if records:
        from corrigenda.acting import editing  # noqa: PLC0415 - takes as long to load as all else here

        with lock.hold(found.corrections, "apply"):
            for record in records:
                editing.keep(found, record)
    wanted = {job.target: job.data for job in jobs if job.data is not None}
    files.write_all({path: data for path, data in wanted.items() if not path.exists() or read_bytes(path) != data})


def _report(jobs: Sequence[_Job], verb: str, *, reverse: bool) -> None:
    if not jobs:
        click.echo("no corrections are approved for these texts", err=True)
    for job in jobs:
        todo = job.plan
        arrow = f" → {visible(files.shown(job.target))}" if verb == "made" else ""
        if verb == "made" and not todo.changes and not todo.done:
            click.echo(f"{visible(job.witness.name)}: nothing is approved{arrow}", err=True)
            continue
        made, back = (0, 0) if job.data is None else (len(todo.emendations), len(todo.withdrawn))
        made, back = (made + back, 0) if reverse else (made, back)
        said = "fits" if verb == "fit" and made == 1 else "taken back" if reverse and verb == "made" else verb
        done = f", {len(todo.done)} {'not made' if reverse else 'made already'}" if todo.done else ""
        also = f", {back} {'taken back' if verb == 'made' else 'to be taken back'}" if back else ""
        what = f"{wording.count(made, 'emendation')} {said}{done}{also}"
        click.echo(f"{visible(job.witness.name)}: {what}{arrow}", err=True)
