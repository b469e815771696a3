"""``corrigenda review`` and ``decide``: what is to be answered."""

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import click
from click.shell_completion import CompletionItem

from corrigenda import project
from corrigenda.acting import answering, editing, given, linting, telling
from corrigenda.config import Project
from corrigenda.deciding import ledger
from corrigenda.deciding.decision import Decision
from corrigenda.deciding.emendation import Emendation
from corrigenda.errors import CorrigendaError, InputError, UsageError
from corrigenda.reviewing import review
from corrigenda.reviewing.review import Review
from corrigenda.storage import lock
from corrigenda.texts.visible import visible


@click.command("review")
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=given.complete_files)
@click.option("--resp", default="", metavar="NAME", help="Who decides; else the configuration, else git's user name.")
@given.lint_options
def review_command(paths: tuple[str, ...], resp: str, **options: Any) -> int:
    """Decide the doubtful places one by one, one key each; ? shows the keys.

    Every answer is on disk before the next place is shown. Stopping at any moment loses nothing; the next
    review goes on where this one stopped. At the end the patches are written anew.
    Exit code: 0 done, 1 a decision has no place in the text as it is now, 2 wrong use or a text that could not be
    read; the others are reviewed.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "review needs a terminal",
            help="`corrigenda lint --output-format jsonl` lists the findings with their ids, `corrigenda decide`"
            " answers them, `corrigenda status` says what is pending",
        )
    from rich.console import Console  # noqa: PLC0415 - only a review needs the screen and the keyboard

    from corrigenda.reviewing import keyboard, session  # noqa: PLC0415 - as above

    chosen = given.choices(options)
    with lock.hold(given.open_project(chosen, named=paths).corrections, "review"):
        found, begun, result = begin(paths, chosen)
        begun = narrowed(begun, chosen, result)
        lines = tuple(chain.from_iterable(result.decisions.values()))
        clerk = editing.clerk_for(given.responsible(found, resp), lines)
        change = editing.glossary_changer(project.glossary_path(found, chosen.glossary))
        with keyboard.keyboard() as getchar:
            ended = session.run(
                begun,
                console=Console(highlight=False, emoji=False, markup=False),
                getchar=getchar,
                clerk=clerk,
                record=editing.recorder(found, begun.witnesses),
                change=change,
            )
        failed = _finish(found, ended)
        for error in result.errors:  # told before it began, and cleared from the screen since
            telling.complain(error)
        return 2 if result.errors else failed


def begin(paths: Sequence[str], chosen: given.Choices) -> tuple[Project, Review, linting.Result]:
    """Return the project, the review of its texts and what linting gave; texts that cannot be read are told of.

    Those are among the errors of the result as well.

    Raises:
        CorrigendaError: none of the texts can be read, or one is not the project's.
    """
    found = given.open_project(chosen, named=paths)
    witnesses, errors = linting.read_texts(found, paths, chosen)
    for error in errors if witnesses else errors[1:]:
        telling.complain(error)
    if not witnesses:
        raise errors[0]
    project.reviewable(witnesses)
    received = tuple(witness for witness in witnesses if not witness.base)
    for copy in (witness for witness in witnesses if witness.base):
        telling.complain(f"{visible(copy.name)} is a corrected copy; review {visible(copy.base)} instead")
    result = linting.lint_texts(found, received, chosen)
    lines = tuple(chain.from_iterable(result.decisions.values()))
    asked = (*result.findings, *ledger.refused(result.found, lines))  # with their readings, to be decided anew
    result = replace(result, errors=(*errors, *result.errors))
    return found, review.start(result.witnesses, asked, lines), result


def narrowed(begun: Review, chosen: given.Choices, result: linting.Result) -> Review:
    """Return the review of what the rules ask about that the command line selects, if it selects any."""
    if not chosen.select and not chosen.ignore:
        return begun
    but = f" but {', '.join(chosen.ignore)}" if chosen.ignore else ""
    words = f"the rules {', '.join(chosen.select)}{but}" if chosen.select else f"all rules{but}"
    return begun.only(result.codes, words)


def _finish(found: Project, ended: Review, undone: Collection[str] = ()) -> int:
    """Write the patches of the texts that have decisions; return the exit code.

    Of findings that were `undone` just now it is told if the text has the correction all the same.

    What was done is told when all is done: the terminal may be gone, and no patch is to be missing for that.
    """
    messages: list[str] = []
    failed = 0
    for siglum, lines in sorted(_by_siglum(ended).items()):
        try:
            made = editing.write_patch(found, ended.witnesses[siglum], lines)
        except CorrigendaError as error:
            messages.append(str(error))
            failed = 1
        else:
            if made.patch.emendations or made.done:
                messages.append(made.told(found.corrections))
            messages += made.warnings()
            messages += (_stays(made, back) for back in made.doubtful if back.finding in undone)
    for message in messages:
        telling.complain(message)
    return failed


def _stays(made: editing.Patched, back: Emendation) -> str:
    sic, corr = visible(back.anchor.sic), visible(back.corr)
    return (
        f"{editing.place(made.witness, back)}: “{sic}” stands in the text and stays: it may have come with it; "
        f"where “{corr}” is right, change it by hand"
    )


def _by_siglum(ended: Review) -> dict[str, tuple[Decision, ...]]:
    grouped: dict[str, list[Decision]] = {}
    for line in chain.from_iterable(ended.histories.values()):
        if line.anchor.siglum in ended.witnesses:
            grouped.setdefault(line.anchor.siglum, []).append(line)
    return {siglum: tuple(lines) for siglum, lines in grouped.items()}


def _complete_verdicts(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the verdicts that begin so, once an id is there."""
    fitting = (each for each in answering.ANSWERS if each.startswith(incomplete) and context.params.get("words"))
    return [CompletionItem(each) for each in fitting]


@click.command("decide")
@click.argument("words", nargs=-1, required=True, metavar="ID... VERDICT", shell_complete=_complete_verdicts)
@click.option("--reading", type=click.IntRange(1), metavar="N", help="With accept: the number of the reading.")
@click.option("--text", metavar="TEXT", help="With edit: the reading.")
@click.option("--term", metavar="LEMMA", help="With admit: the term it is a form of; empty for a new one.")
@click.option("--note", metavar="TEXT", help="A note to keep with the decision.")
@click.option("--alike", is_flag=True, help="The same for all open places with this sic and first reading.")
@click.option(
    "--path",
    "paths",
    multiple=True,
    metavar="PATH",
    shell_complete=given.complete_files,
    help="Texts to look in; else the configured ones.",
)
@click.option("--resp", default="", metavar="NAME", help="Who decides; else the configuration, else git's user name.")
@given.lint_options
def decide_command(
    words: tuple[str, ...],
    reading: int | None,
    text: str | None,
    term: str | None,
    note: str | None,
    paths: tuple[str, ...],
    resp: str,
    *,
    alike: bool,
    **options: Any,
) -> int:
    """Record decisions without a terminal.

    IDs are those that `corrigenda lint --output-format jsonl` gives; `-` reads them from standard input.
    VERDICT is accept, reject, edit, skip, admit or undo. Either all are recorded or none; what is answered with them,
    as it overlaps or is the same form, is named. A form is admitted to the
    term that the readings are of; where they are of several, --term says to which.
    Exit code: 0 recorded, 1 recorded, and a decision has no place in the text as it is now, 2 an id is unknown, an
    answer is impossible, or a text or journal could not be read; what is answered in others is recorded then.
    """
    verdict = words[-1]
    if verdict not in answering.ANSWERS or len(words) == 1:
        what = "no id is given" if verdict in answering.ANSWERS else f"unknown verdict {visible(verdict)!r}"
        raise UsageError(what, help=f"corrigenda decide ID... VERDICT, which is one of {', '.join(answering.ANSWERS)}")
    if (text is None) is (verdict == "edit"):
        raise UsageError("--text belongs to edit, and edit needs it", help="corrigenda decide ID edit --text TEXT")
    _check_options(verdict, reading=reading, term=term, alike=alike)
    ids = tuple(dict.fromkeys(_ids(words[:-1])))
    chosen = given.choices(options)
    with lock.hold(given.open_project(chosen, named=paths).corrections, "decide"):
        found, begun, result = begin(paths, chosen)
        clerk = editing.clerk_for(given.responsible(found, resp), chain.from_iterable(result.decisions.values()))
        answer = answering.Answer(verdict, reading, text, term, note, alike)
        glossary = project.glossary_path(found, chosen.glossary)
        _refuse_overlapped(verdict, ids, begun, result)
        given_ = answering.give(answer, ids, begun, clerk, found, glossary)
        for line in given_.told(answer, ids):
            click.echo(line, err=True)
        failed = _finish(found, given_.review, ids if verdict == "undo" else ())
        return 2 if result.errors else failed


def _refuse_overlapped(verdict: str, ids: Iterable[str], begun: Review, result: linting.Result) -> None:
    """Refuse findings that are not asked about, as a correction is to be made where they stand.

    Raises:
        InputError: with the correction.
    """
    asked = {finding.id for place in begun.places for finding in place.findings}
    hidden = {finding.id: finding for finding in result.found if finding.id not in asked}
    for finding in (hidden[each] for each in ids if each in hidden and verdict != "undo"):
        over = ledger.superseding(finding, result.findings)
        if over is not None:
            raise InputError(
                f"“{visible(finding.anchor.sic)}” overlaps “{visible(over.anchor.sic)}”, which is corrected",
                where=finding.id,
                help=f"`corrigenda decide {over.id} undo` takes that back first",
            )


def _check_options(verdict: str, *, reading: int | None, term: str | None, alike: bool) -> None:
    """Refuse options that another verdict takes: left aside in silence, they would seem to have worked.

    Raises:
        UsageError: with the verdicts that take the option.
    """
    for name, is_given, takers in (
        ("--reading", reading is not None, ("accept",)),
        ("--term", term is not None, ("admit",)),
        ("--alike", alike, ("accept", "reject", "edit")),
    ):
        if is_given and verdict not in takers:
            raise UsageError(f"{name} does not go with {verdict}", help=f"it goes with {', '.join(takers)}")


def _ids(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if word == project.STANDARD_INPUT:
            yield from sys.stdin.read().split()
        else:
            yield word
