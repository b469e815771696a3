"""Texts are read and linted, and what comments in them and the journals settle is left out."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TypeVar

from corrigenda import comments, formats, project, rules
from corrigenda.acting import knowing
from corrigenda.acting.given import Choices
from corrigenda.acting.running import Running
from corrigenda.acting.telling import complain, warn
from corrigenda.config import Project
from corrigenda.corrections import is_inside
from corrigenda.deciding import journal as journals
from corrigenda.deciding import ledger
from corrigenda.deciding.decision import Decision, conflicts, standing
from corrigenda.errors import ConfigError, CorrigendaError, InputError
from corrigenda.finding import Finding, Kind, Suppressed
from corrigenda.rules.base import Rule
from corrigenda.running import engine
from corrigenda.shelf import Shelf, findings_of, labels, only, sigla
from corrigenda.storage import files
from corrigenda.terminology.glossary import Glossary
from corrigenda.texts import wording
from corrigenda.texts.text import Witness
from corrigenda.texts.visible import visible

_RE_READ = 100
"""One file in so many may have changed and be read in each run, before what is known of all is written down anew."""


def read_texts(
    found: Project,
    paths: Sequence[str],
    chosen: Choices,
    running: Running | None = None,
    *,
    stdin_name: str = "",
    output: str | None = None,
) -> tuple[Sequence[Witness], tuple[CorrigendaError, ...]]:
    """Return the witnesses meant, and the errors of those that could not be read: one bad file stops no other.

    Files that a run before read, and that are as they were, are not opened before their text is asked for. `output` is
    a folder of corrected copies beside the configured one.
    """
    _tell_elsewhere(elsewhere(found, paths, chosen))
    names, errors = project.collect(found, paths, chosen.exclude, output)
    if not names and not errors:
        raise InputError(
            "no texts were found",
            where=visible(", ".join(paths or found.settings.paths)),
            help="name files, or folders with .txt, .text or .md files",
        )
    running = running or Running()
    place = project.place_of(found, chosen.encoding)
    known = running.known(place, names)
    reader = project.Reader(found, encoding=chosen.encoding, stdin_name=stdin_name, known=known)
    shelf = Shelf(reader)
    failed = list(errors)
    for name in names:
        label = reader.label(name)
        try:
            if label is not None:
                shelf.add_unread(name, label)
            elif name == project.STANDARD_INPUT:
                shelf.keep(name)
            else:
                shelf.add(name)
        except CorrigendaError as error:
            failed.append(error)
    new = sum(known.get(name) != seen for name, seen in reader.known.items())
    if new * _RE_READ > len(names) and running.keeps(shelf):
        running.keep_known(place, names, {name: reader.known[name] for name in names if name in reader.known})
    return shelf, tuple(failed)


def elsewhere(found: Project, paths: Sequence[str], chosen: Choices) -> dict[str, Path]:
    """Return the texts and folders named that lie in other projects, each with the folder of its own.

    None does where the command line says which project is meant.
    """
    if chosen.config_file or chosen.isolated:
        return {}
    with suppress(ConfigError):  # another project's, of which nothing is asked
        return {name: each.root for name, each in project.around(paths).items() if each and each.root != found.root}
    return {}


def _tell_elsewhere(others: Mapping[str, Path]) -> None:
    if others:
        name, root = next(iter(others.items()))
        more = f" (and {len(others) - 1} more)" if len(others) > 1 else ""
        complain(
            f"warning: {visible(name)}{more} lies in another project, {visible(str(root))}: what is set and decided "
            "there does not count here; run the command there"
        )


def read_decided(
    found: Project, paths: Sequence[str], chosen: Choices, output: str | None = None
) -> tuple[Sequence[Witness], dict[str, tuple[Decision, ...]], tuple[CorrigendaError, ...]]:
    """Return what `read_texts` does, and between the two what was decided about each text, by siglum.

    A text whose journal is damaged counts as one that could not be read; what is disputed is told of.
    """
    witnesses, errors = read_texts(found, paths, chosen, output=output)
    lines, damaged = _journals(found, witnesses, journal=True)
    return only(witnesses, lines), lines, (*errors, *damaged)


@dataclass(frozen=True, slots=True)
class Result:
    """What linting gave, before and with what was decided."""

    witnesses: Sequence[Witness]
    findings: tuple[Finding, ...]
    """Open ones and those accepted but not applied."""
    suppressed: tuple[Suppressed, ...]
    """Those that are not reported: an editor rejected or admitted them, or a comment says so."""
    found: tuple[Finding, ...]
    """All findings, as if nothing had been decided."""
    decisions: dict[str, tuple[Decision, ...]]
    """All lines of the journals, by siglum."""
    glossary: Glossary
    knowledge: engine.Knowledge
    run: tuple[Rule, ...]
    """The rules that were run."""
    errors: tuple[CorrigendaError, ...] = ()
    """Texts that could not be read or checked, or whose journal is damaged; they are told already."""

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the rules that were run."""
        return frozenset(rule.code for rule in self.run)


def lint_texts(
    found: Project,
    witnesses: Sequence[Witness],
    chosen: Choices,
    running: Running | None = None,
    *,
    journal: bool = True,
    learned: bool = True,
) -> Result:
    """Lint texts with the project's settings and leave out what the journals settle.

    A text whose journal is damaged is told of and left out.

    Args:
        found: the project.
        witnesses: the texts.
        chosen: the options of the command line.
        running: by how many processes, and what is shown meanwhile.
        journal: whether what was decided counts; without it, nothing is learned either.
        learned: whether the costs that `corrigenda learn` wrote are used.

    Raises:
        CorrigendaError: the glossary or the configuration is damaged, or so are all journals.
    """
    running = running or Running()
    running.profile.turn("journals")
    lines, damaged = _journals(found, witnesses, journal=journal)
    for error in damaged if lines else damaged[1:]:
        complain(error)
    if damaged and not lines:
        raise damaged[0]
    witnesses = only(witnesses, lines) if damaged else witnesses
    if journal:
        tell_lost(found, witnesses)
    running.profile.turn("glossary")
    terms = knowing.checked_glossary(found, chosen)
    knowledge = knowing.knowledge_of(found, chosen, terms, lines.values(), learned=journal and learned)
    run = rules.selected(found.settings.select, found.settings.ignore)
    linted = running.lint(witnesses, knowledge, run, knowing.known_by(found, chosen, terms, knowledge))
    warn(linted.warnings)
    for error in linted.errors:
        complain(error)
    running.profile.turn("journals")
    texts = tuple(_settled(witnesses, linted.findings, lines, {rule.code for rule in run}))
    warn(warning for text in texts for warning in text.warnings)
    running.profile.turn("report")
    return Result(
        witnesses,
        tuple(sorted((finding for text in texts for finding in text.findings), key=engine.order)),
        tuple(each for text in texts for each in text.suppressed),
        linted.findings,
        {siglum: text.lines for siglum, text in zip(lines, texts, strict=True)},
        terms,
        knowledge,
        run,
        (*damaged, *linted.errors),
    )


def _journals(
    found: Project, witnesses: Sequence[Witness], *, journal: bool
) -> tuple[dict[str, tuple[Decision, ...]], tuple[CorrigendaError, ...]]:
    """Return (what was decided about each text, by siglum, the errors of those whose journal is damaged).

    A text without a journal is not read for it; without `journal`, none counts.
    """
    if not journal or not ledger.has_decisions(found):
        return dict.fromkeys(sigla(witnesses), ()), ()

    def read(number: int, siglum: str) -> tuple[Decision, ...]:
        return _decisions(found, witnesses[number]) if ledger.has_journal(found, siglum) else ()

    return _of_each(witnesses, read)


_Read = TypeVar("_Read")


def _of_each(
    witnesses: Sequence[Witness], read: Callable[[int, str], _Read]
) -> tuple[dict[str, _Read], tuple[CorrigendaError, ...]]:
    """Return (what is read for each text by its number and siglum, the errors of those where that fails)."""
    found: dict[str, _Read] = {}
    errors: dict[str, CorrigendaError] = {}
    for number, siglum in enumerate(sigla(witnesses)):
        try:
            found[siglum] = read(number, siglum)
        except CorrigendaError as error:
            errors[str(error)] = error  # a text and its corrected copy have one journal
    return found, tuple(errors.values())


def tell_lost(found: Project, witnesses: Sequence[Witness]) -> None:
    """Tell of journals whose text is gone; the same text without one may be it, by another name."""
    lost = [siglum for siglum in ledger.decided(found) if not (found.root / siglum).exists()]
    if not lost:
        return
    new = {label.digest: label.siglum for label in labels(witnesses) if _is_undecided(found, label.siglum)}
    same = ""
    with suppress(CorrigendaError):  # it is told of when it is read for its text
        lines, _warnings = journals.read(journals.path_for(found.corrections, lost[0]), lost[0])
        same = next((new[line.base] for line in lines if line.base in new), "")
    old, now = (visible(files.shown(found.root / siglum)) if siglum else "NEW" for siglum in (lost[0], same))
    more = f" and {wording.count(len(lost) - 1, 'other text')}" if len(lost) > 1 else ""
    complain(
        f"warning: {old}{more} {'is' if len(lost) == 1 else 'are'} gone, but not what was decided about "
        f"{'it' if len(lost) == 1 else 'them'}: `corrigenda rename {old} {now}` gives that to the text by its new name"
    )


def _is_undecided(found: Project, siglum: str) -> bool:
    return is_inside(siglum) and not ledger.has_journal(found, siglum)


def _decisions(found: Project, witness: Witness) -> tuple[Decision, ...]:
    """Return what was decided about a text; what is wrong with that, or disputed, is told of.

    Raises:
        InputError: a damaged journal.
    """
    lines, warnings = ledger.decisions(found, witness)
    warn(warnings)
    disagreeing = len(conflicts(lines))
    if disagreeing:
        places = "one place" if disagreeing == 1 else f"{disagreeing} places"
        complain(f"warning: {visible(witness.name)}: editors disagree about {places}; `corrigenda status` shows how")
    return lines


@dataclass(frozen=True, slots=True)
class _Text:
    """What is found in one text, and what of that is not reported."""

    findings: Sequence[Finding]
    lines: tuple[Decision, ...] = ()
    """What was decided about it."""
    suppressed: tuple[Suppressed, ...] = ()
    warnings: tuple[str, ...] = ()


def _settled(
    witnesses: Sequence[Witness],
    findings: Iterable[Finding],
    lines: Mapping[str, tuple[Decision, ...]],
    codes: Collection[str],
) -> Iterator[_Text]:
    """Yield what is found in each text: what its comments say is settled first, then what was decided.

    A text that has neither is not read for it. `codes` are those of the rules that were run.
    """
    for number, (siglum, of_text) in enumerate(findings_of(witnesses, findings).items()):
        text = _Text(of_text, lines[siglum])
        if formats.has_comments(PurePath(siglum)):
            text = _by_comments(text, witnesses[number], codes)
        yield _by_journal(text, witnesses[number]) if text.lines else text


def _by_comments(text: _Text, witness: Witness, codes: Collection[str]) -> _Text:
    """Return what the comments of a text leave of its findings."""
    divided = comments.divide(witness, text.findings, codes)
    return replace(text, findings=divided.findings, suppressed=divided.suppressed, warnings=divided.warnings)


def _by_journal(text: _Text, witness: Witness) -> _Text:
    """Return what was decided about the findings of a text as it is now, and what that leaves of them."""
    lines = ledger.carried(text.lines, text.findings, witness)
    answers = standing(lines)
    refused = (
        Suppressed(finding, Kind.EXTERNAL, _refusal(answers[finding.id]))
        for finding in ledger.refused(text.findings, lines)
    )
    left = ledger.settle(text.findings, witness, lines)
    return replace(text, findings=left, lines=lines, suppressed=(*text.suppressed, *refused))


def _refusal(answer: Decision) -> str:
    return f"refused in the journal by {answer.resp}{f': {answer.note}' if answer.note else ''}"
