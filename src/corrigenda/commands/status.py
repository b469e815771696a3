"""``corrigenda status``: what is pending and what was decided, by whom and why, and what it matches no more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any

import click

from corrigenda.acting import editing, given, holding, linting, telling
from corrigenda.commands.review import begin, narrowed
from corrigenda.config import Project
from corrigenda.deciding import baseline, journal, ledger
from corrigenda.deciding.decision import Decision, Verdict, conflicts, standing
from corrigenda.deciding.emendation import Emendation
from corrigenda.errors import ConflictError, CorrigendaError, InputError
from corrigenda.finding import Finding
from corrigenda.report.line import Line
from corrigenda.reviewing.review import Mark, Review
from corrigenda.shelf import names as names_of
from corrigenda.shelf import sigla
from corrigenda.storage import files
from corrigenda.texts.text import LineIndex
from corrigenda.texts.visible import visible


@click.command("status")
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=given.complete_files)
@click.option("--why", "wanted", metavar="ID", help="Tell who decided about a finding, when and why.")
@click.option("--unused", is_flag=True, help="List the decisions that match nothing any more.")
@click.option("--check", is_flag=True, help="Exit with 1 as long as a place is pending.")
@given.lint_options
def status_command(paths: tuple[str, ...], wanted: str | None, *, unused: bool, check: bool, **options: Any) -> int:
    """Say what is pending, accepted and rejected, by file and by rule.

    Files count places, as review asks about them; rules count findings, as lint does. Findings that overlap are one
    place. Exit code: 0 whatever is pending, but 1 with --check, 2 wrong use or a text that could not be read.
    """
    given.refuse_together({"--why": wanted is not None, "--unused": unused, "--check": check})
    chosen = given.choices(options)
    found, state, result = begin(paths, chosen)
    narrow = narrowed(state, chosen, result)
    if wanted is not None:
        lines = _why(wanted, found, result)
    elif unused:
        lines = _unused(found, result, everywhere=not paths)
    else:
        codes = result.codes
        made = tuple(each for each in _made(found, state, result) if not narrow.rules or each.rule in codes)
        lines = _overview(narrow, made, conflicts(chain.from_iterable(result.decisions.values())))
    telling.show(lines)
    if result.errors:
        return 2
    tally = narrow.tally()
    return int(check and tally.decided < tally.total)


def _made(found: Project, state: Review, result: linting.Result) -> Iterator[Emendation]:
    """Yield the emendations that stand in the texts already, where nothing is found; warn of what is not approved."""
    asked = {finding.id for place in state.places for finding in place.findings}
    for witness in state.witnesses.values():
        lines = result.decisions[witness.siglum]
        if any((line.emends and line.finding not in asked) for line in lines):
            with suppress(ConflictError):  # two overlap: decide, review and apply say so
                todo = editing.known_of(witness, lines, found.corrections).forth(witness)
                for warning in editing.warnings(witness, todo.withdrawn):
                    telling.complain(warning)
                yield from todo.done


def _overview(state: Review, made: Sequence[Emendation], disagreements: Iterable[Sequence[Decision]]) -> Iterator[Line]:
    """Yield what is pending and what was decided, by file and by rule, and where editors disagree."""
    for title, rows in (("file", _by_file(state, made)), ("rule", _by_rule(state, made))):
        width = max((len(name) for name in rows), default=0)
        yield Line(f"{title:<{width}}  " + "  ".join(f"{name:>8}" for name in _COLUMNS), "bold")
        for name, counts in sorted(rows.items()):
            yield Line(f"{name:<{width}}  " + "  ".join(f"{counts[each]:>8}" for each in _COLUMNS))
        yield Line()
    for disagreeing in disagreements:
        yield from _conflict(disagreeing)
    tally = state.tally()
    findings = sum(len(place.findings) for place in state.places)
    overlapping = f" ({findings} findings; those that overlap are one place)" if findings > tally.total else ""
    of = f" of {visible(state.rules)}" if state.rules else ""
    stand = f"; {len(made)} of the accepted {'stands' if len(made) == 1 else 'stand'} in the texts" if made else ""
    yield Line(f"{tally.total - tally.decided} of {tally.total + len(made)} places{of} pending{overlapping}{stand}")


def _why(wanted: str, found: Project, result: linting.Result) -> Iterator[Line]:
    """Yield what is known of a finding: where it stands, all that was decided about it, and what stands of that.

    Raises:
        InputError: nothing was ever found or decided under this id.
    """
    lines = tuple(chain.from_iterable(result.decisions.values()))
    now = _present_id(wanted, found, result, lines)
    finding = next((each for each in result.found if each.id == now), None)
    about = [line for line in lines if line.finding == now] or _in_other_journals(wanted, found, result)
    about.sort(key=lambda line: (line.at, line.id))
    if finding is None and not about:
        raise InputError(
            f"there is no finding {visible(wanted)!r} in these texts, and none was decided",
            help="`corrigenda lint --output-format jsonl` lists the ids",
        )
    yield _head(now, finding, about, result)
    earlier = {line.id: line for line in about}
    for line in about:
        yield Line("  " + _told(line, earlier.get(line.undoes)))
    for each in result.suppressed:
        if each.finding.id == now and not about:
            yield Line(f"  not reported: {visible(each.reason)}")
    if finding is not None and (over := ledger.superseding(finding, result.findings)) is not None:
        yield Line(f"  not reported: it overlaps “{visible(over.anchor.sic)}” ({over.id}), which is corrected")
    if finding in result.findings:
        yield from (Line(f"  not reported: {visible(reason)}") for reason in _known(now, found, result))
    answer = next(iter(standing(about).values()), None)
    yield Line(f"stands: {answer.verdict}" if answer else "nothing stands: it is not decided", "bold")


def _in_other_journals(wanted: str, found: Project, result: linting.Result) -> list[Decision]:
    """Return what was decided about a finding of a text that was not read: it may be gone."""
    for siglum in ledger.decided(found):
        if siglum not in result.decisions:
            try:
                lines, _warnings = journal.read(journal.path_for(found.corrections, siglum), siglum)
            except CorrigendaError as error:
                if str(error) not in map(str, result.errors):
                    telling.complain(error)
                continue
            name = next((line.finding for line in lines if wanted in (line.finding, line.id)), None)
            if name is not None:
                return [line for line in lines if line.finding == name]
    return []


def _known(name: str, found: Project, result: linting.Result) -> Iterator[str]:
    """Yield why lint holds a finding back, if the baseline has it."""
    path = holding.baseline_path(found, None)
    if path.exists():
        _new, held = baseline.divide(result.findings, holding.read_baseline(path))
        for finding, reason in held:
            if finding.id == name:
                yield f"known in {files.shown(path)}{f': {reason}' if reason else ''}"


def _present_id(wanted: str, found: Project, result: linting.Result, lines: Sequence[Decision]) -> str:
    """Return the id that a finding has now: an edit beside it has given it another than it was decided under."""
    present = {line.id: line.finding for line in lines}
    for siglum in result.decisions:
        for line in journal.read(journal.path_for(found.corrections, siglum), siglum)[0]:
            if wanted in (line.finding, line.id):
                return present.get(line.id, wanted)
    return wanted


def _head(now: str, finding: Finding | None, about: Sequence[Decision], result: linting.Result) -> Line:
    anchor = finding.anchor if finding is not None else about[-1].anchor
    code = finding.code if finding is not None else about[-1].rule
    names = dict(zip(sigla(result.witnesses), names_of(result.witnesses), strict=True))
    place = visible(names.get(anchor.siglum, anchor.siglum))
    if finding is not None:
        witness = next(each for each in result.witnesses if each.siglum == anchor.siglum)
        line, column = LineIndex(witness.text).place(anchor.span.start)
        place += f":{line}:{column}"
    named = now if finding is not None else about[-1].finding
    return Line(f"{place} {code} “{visible(anchor.sic)}” ({named})", "bold")


def _told(line: Decision, undone: Decision | None = None) -> str:
    """Return who decided what and when; of an undo, what was `undone`."""
    said = line if undone is None else undone
    corr = f" “{visible(said.corr)}”" if said.corr is not None else ""
    term = f" to “{visible(said.term)}”" if said.term else ""
    note = f": {visible(line.note)}" if line.note else ""
    what = line.verdict if undone is None else f"{line.verdict} of {visible(undone.resp)}’s {undone.verdict}"
    return f"{line.at[:16].replace('T', ' ')} UTC  {visible(line.resp)}  {what}{corr}{term}{note}"


def _unused(found: Project, result: linting.Result, *, everywhere: bool) -> Iterator[Line]:
    """Yield the decisions that match nothing any more, and the journals whose text is gone."""
    codes = result.codes
    count = 0
    for witness in result.witnesses:
        of_text = [each for each in result.found if each.anchor.siglum == witness.siglum]
        for line, reason in ledger.unused(result.decisions[witness.siglum], of_text, witness):
            if line.verdict is Verdict.REJECT and line.rule not in codes:
                continue
            count += 1
            yield Line(f"{visible(witness.name)}: “{visible(line.anchor.sic)}” {line.rule} ({line.finding}): {reason}")
            yield Line("  " + _told(line), "dim")
    if everywhere:
        for siglum in ledger.decided(found):
            if not (found.root / siglum).exists():
                count += 1
                yield Line(f"{visible(siglum)}: the text is gone, its journal is there")
    yield Line(f"{count} unused" if count else "All decisions match something.")


def _conflict(disagreeing: Sequence[Decision]) -> Iterator[Line]:
    """Yield the last words of people who disagree about a place, the one that stands last."""
    first = disagreeing[0]
    yield Line(
        f"conflict about “{visible(first.anchor.sic)}” ({first.finding}, {visible(first.anchor.siglum)}):", "bold"
    )
    for decision in disagreeing:
        corr = f" “{visible(decision.corr)}”" if decision.corr is not None else ""
        yield Line(f"  {decision.at[:10]} {visible(decision.resp)}: {decision.verdict}{corr}")
    yield Line("  the last one stands; that answer given once more, or by both, ends the conflict")
    yield Line()


_COLUMNS = ("pending", "accepted", "rejected", "admitted")
_NAMED = {
    Mark.OPEN: "pending",
    Mark.SKIPPED: "pending",
    Mark.ACCEPTED: "accepted",
    Mark.REJECTED: "rejected",
    Mark.ADMITTED: "admitted",
}


def _by_file(state: Review, made: Iterable[Emendation]) -> dict[str, Counter[str]]:
    rows: dict[str, Counter[str]] = {visible(witness.name): Counter() for witness in state.witnesses.values()}
    for place in state.places:
        name = visible(state.witnesses[place.siglum].name)
        mark = _NAMED.get(state.place_mark(place))
        if mark:
            rows[name][mark] += 1
    for each in made:
        rows[visible(state.witnesses[each.anchor.siglum].name)]["accepted"] += 1
    return rows


def _by_rule(state: Review, made: Iterable[Emendation]) -> dict[str, Counter[str]]:
    rows: dict[str, Counter[str]] = {}
    for place in state.places:
        for finding in place.findings:
            mark = _NAMED.get(state.mark(finding, place))
            if mark:
                rows.setdefault(finding.code, Counter())[mark] += 1
    for each in made:
        rows.setdefault(each.rule, Counter())["accepted"] += 1
    return rows
