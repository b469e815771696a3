"""What several commands do alike: options, settings, reading texts, linting them against what was decided."""

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from math import isnan
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from corrigenda import (
    baseline,
    comments,
    config,
    engine,
    files,
    formats,
    glossary_check,
    hunspell,
    learning,
    ledger,
    project,
    rules,
    words,
)
from corrigenda.commands.running import Running
from corrigenda.config import Project
from corrigenda.confusion import channel
from corrigenda.decision import Decision, conflicts, standing
from corrigenda.errors import ConfigError, CorrigendaError, InputError
from corrigenda.finding import Finding, Kind, Suppressed
from corrigenda.glossary import Glossary
from corrigenda.lexicon import Lexicon
from corrigenda.report.line import Line
from corrigenda.shelf import Shelf, findings_of, sigla
from corrigenda.text import Witness, digest, is_encoding
from corrigenda.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

_Command = TypeVar("_Command", bound=Callable[..., Any])
_GIT_SECONDS = 10
_STREAMS = (0, 1, 2)
_SENTENCE = 500
"""Letters of a sentence of help that is not cut off."""
_RE_READ = 100
"""One file in so many may have changed and be read in each run, before what is known of all is written down anew."""
_WIDTH = 80
"""Cells of a line where there is no terminal."""
_AS_IF_TERMINAL = ("FORCE_COLOR", "TTY_COMPATIBLE")
"""Variables by which rich takes anything for a terminal."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The options that most commands share, as given on the command line."""

    config_file: str | None = None
    isolated: bool = False
    glossary: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    min_score: float | None = None
    encoding: str = ""
    language: str = ""
    dictionary: str = ""


class Family(click.Group):
    """A group whose help says the whole first sentence of each command, over several lines if need be."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        members = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, member.get_short_help_str(_SENTENCE)) for name, member in members if member is not None]
            )


def complete_files(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Have the shell complete names of files and folders."""
    return [CompletionItem(incomplete, type="file")]


def complete_folders(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Have the shell complete names of folders."""
    return [CompletionItem(incomplete, type="dir")]


def complete_codes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the rules whose codes begin so."""
    fitting = (rule for rule in rules.every() if rule.code.startswith(incomplete.upper()))
    return [CompletionItem(rule.code, help=rule.summary) for rule in fitting]


def project_options(command: _Command) -> _Command:
    """Add ``--config`` and ``--isolated``."""
    command = click.option("--isolated", is_flag=True, help="Read no configuration.")(command)
    return click.option(
        "--config",
        "config_file",
        metavar="FILE",
        shell_complete=complete_files,
        help="Read this configuration instead of the nearest one.",
    )(command)


def lint_options(command: _Command) -> _Command:
    """Add the options that decide what is found."""
    for option in reversed(
        (
            click.option(
                "--glossary",
                multiple=True,
                metavar="FILE",
                shell_complete=complete_files,
                help="Use this glossary; repeatable.",
            ),
            click.option(
                "--select",
                multiple=True,
                metavar="CODES",
                shell_complete=complete_codes,
                help="Run only these rules; codes or prefixes.",
            ),
            click.option(
                "--ignore",
                multiple=True,
                metavar="CODES",
                shell_complete=complete_codes,
                help="Do not run these rules.",
            ),
            click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out files and folders like this."),
            click.option(
                "--min-score",
                type=click.FloatRange(0, 1),
                metavar="SCORE",
                help="Flag no name or phrase whose best reading scores less, 0 to 1.",
            ),
            click.option("--encoding", default="", metavar="NAME", help="Encoding of texts that are not UTF-8."),
            click.option("--language", default="", metavar="CODE", help="Language of the texts; found if not given."),
            click.option(
                "--dictionary",
                default="",
                metavar="FILE",
                shell_complete=complete_files,
                help="A Hunspell dictionary (.dic) of the language.",
            ),
        )
    ):
        command = option(command)
    return project_options(command)


def baseline_option(command: _Command) -> _Command:
    """Add ``--baseline``."""
    return click.option(
        "--baseline",
        "baseline_file",
        metavar="FILE",
        shell_complete=complete_files,
        help="The findings accepted as known; else the configured file.",
    )(command)


def choices(options: dict[str, Any]) -> Choices:
    """Return the shared options out of a command's keyword arguments, which lose them."""
    taken = {name: options.pop(name) for name in Choices.__slots__ if name in options}
    for name in ("select", "ignore"):
        if name in taken:
            taken[name] = tuple(code for part in taken[name] for code in part.replace(",", " ").split())
    return Choices(**taken)


def open_project(chosen: Choices, here: Path | None = None) -> Project:
    """Return the project of the command, with the settings that the command line overrides.

    Args:
        chosen: the options of the command line.
        here: the folder whose project is meant; else the one we are in.

    Raises:
        ConfigError: a damaged configuration, or options that exclude each other.
    """
    if chosen.min_score is not None and isnan(chosen.min_score):
        raise ConfigError("--min-score is no number", help="give a number from 0 to 1")
    if chosen.encoding and not is_encoding(chosen.encoding):
        raise ConfigError(
            f"--encoding: unknown encoding {visible(chosen.encoding)!r}",
            help="give a name Python knows, such as windows-1251 or latin-1",
        )
    if chosen.config_file and chosen.isolated:
        raise ConfigError("--config and --isolated exclude each other", help="leave one of them out")
    here = here or Path.cwd()
    if chosen.config_file:
        found = config.read(Path(chosen.config_file))
    else:
        found = config.isolated(here) if chosen.isolated else config.find(here)
    settings = found.settings
    return replace(
        found,
        settings=replace(
            settings,
            select=chosen.select or settings.select,
            ignore=chosen.ignore or settings.ignore,
            min_score=settings.min_score if chosen.min_score is None else chosen.min_score,
            encoding=chosen.encoding or settings.encoding,
            language=chosen.language or settings.language,
        ),
    )


def show(lines: Iterable[Line]) -> None:
    """Print lines for people: with their styles on a terminal, else plain and as wide as they are."""
    made = tuple(lines)  # before the first is printed: making one may fail
    if not _has_styles():
        sys.stdout.write("".join(f"{line.plain}\n" for line in made))
        sys.stdout.flush()
        return
    console = _console()
    for line in made:
        console.print(line)


def width() -> int:
    """Return how many cells wide reports are: as wide as the terminal, or 80."""
    if _has_styles():
        return _console().width
    columns = os.environ.get("COLUMNS", "")  # what rich does without a terminal; loading it takes longer than a report
    if columns.isdigit():
        return int(columns)
    for stream in _STREAMS:
        with suppress(OSError):
            return os.get_terminal_size(stream).columns or _WIDTH
    return _WIDTH


def _has_styles() -> bool:
    """Say whether it may be that reports are styled: on a terminal, or where rich is told that there is one."""
    return sys.stdout.isatty() or not os.environ.keys().isdisjoint(_AS_IF_TERMINAL)


def _console() -> "Console":
    from rich.console import Console  # noqa: PLC0415 - takes a fifth of the time of a start

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty(), emoji=False, markup=False)


def emit(data: bytes) -> None:
    """Print bytes on standard output as they are; on a terminal, control characters as pictures."""
    sys.stdout.flush()
    sys.stdout.buffer.write(
        visible(data.decode("utf-8", "replace"), keep="\n").encode() if sys.stdout.isatty() else data
    )
    sys.stdout.buffer.flush()


def complain(error: CorrigendaError | str) -> None:
    """Print an error or warning on standard error."""
    click.echo(str(error), err=True)


def read_texts(
    found: Project, paths: Sequence[str], chosen: Choices, running: Running | None = None, *, stdin_name: str = ""
) -> tuple[Sequence[Witness], tuple[CorrigendaError, ...]]:
    """Return the witnesses meant, and the errors of those that could not be read: one bad file stops no other.

    Files that a run before read, and that are as they were, are not opened before their text is asked for.
    """
    names, errors = project.collect(found, paths, chosen.exclude)
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
    errors: tuple[CorrigendaError, ...] = ()
    """Texts that could not be checked; they are told already."""


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

    Args:
        found: the project.
        witnesses: the texts.
        chosen: the options of the command line.
        running: by how many processes, and what is shown meanwhile.
        journal: whether what was decided counts; without it, nothing is learned either.
        learned: whether the costs that `corrigenda learn` wrote are used.

    Raises:
        CorrigendaError: the glossary, the configuration or a journal is damaged.
    """
    running = running or Running()
    running.profile.turn("journals")
    lines = _journals(found, witnesses) if journal else dict.fromkeys(sigla(witnesses), ())
    running.profile.turn("glossary")
    terms = checked_glossary(found, chosen)
    knowledge = knowledge_of(found, chosen, terms, lines.values(), learned=journal and learned)
    selected = rules.selected(found.settings.select, found.settings.ignore)
    linted = running.lint(witnesses, knowledge, selected, _known_by(found, chosen, terms, knowledge))
    _tell(linted.warnings)
    for error in linted.errors:
        complain(error)
    running.profile.turn("journals")
    texts = tuple(_settled(witnesses, linted.findings, lines, {rule.code for rule in selected}))
    _tell(warning for text in texts for warning in text.warnings)
    running.profile.turn("report")
    return Result(
        witnesses,
        tuple(sorted((finding for text in texts for finding in text.findings), key=engine.order)),
        tuple(each for text in texts for each in text.suppressed),
        linted.findings,
        {siglum: text.lines for siglum, text in zip(lines, texts, strict=True)},
        terms,
        knowledge,
        linted.errors,
    )


def _tell(warnings: Iterable[str]) -> None:
    for warning in warnings:
        complain(f"warning: {warning}")


def _journals(found: Project, witnesses: Sequence[Witness]) -> dict[str, tuple[Decision, ...]]:
    """Return what was decided about each text, by siglum; a text without a journal is not read for it."""
    lines: dict[str, tuple[Decision, ...]] = dict.fromkeys(sigla(witnesses), ())
    if ledger.has_decisions(found):
        for number, siglum in enumerate(lines):
            if ledger.has_journal(found, siglum):
                lines[siglum] = _decisions(found, witnesses[number])
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


def baseline_path(found: Project, named: str | None) -> Path:
    """Return the file of what is accepted as known: as named, as configured, or in the folder of corrections."""
    if named:
        return Path(named)
    configured = found.settings.baseline
    return found.root / configured if configured else found.corrections / baseline.FILE


def read_baseline(path: Path) -> tuple[baseline.Known, ...]:
    """Return what a baseline holds.

    Raises:
        InputError: it cannot be read, or is damaged.
    """
    return baseline.parse(files.read_bytes(path), files.shown(path))


def without_known(found: Project, result: Result, named: str | None) -> Result:
    """Return the result without the findings that the baseline holds back, and tell how many they are.

    Without a file in its usual place, nothing is held back.

    Raises:
        InputError: the baseline is damaged, or the one that is named is missing.
    """
    path = baseline_path(found, named)
    if not (named or found.settings.baseline or path.exists()):
        return result
    known = read_baseline(path)
    new, held = baseline.divide(result.findings, known)
    settings = found.settings
    codes = {rule.code for rule in rules.selected(settings.select, settings.ignore)}
    linted = set(sigla(result.witnesses))
    gone = baseline.total(known) - baseline.total(baseline.pruned(known, result.findings, linted, codes))
    if held or gone:
        noun = "finding" if len(held) == 1 else "findings"
        told = (
            "1 is gone, `corrigenda baseline --prune` takes it out"
            if gone == 1
            else f"{gone} are gone, `corrigenda baseline --prune` takes them out"
        )
        advice = f"; {told}" if gone else ""
        complain(f"{visible(files.shown(path))}: {len(held)} known {noun} held back{advice}")
    kept_back = (
        Suppressed(finding, Kind.EXTERNAL, reason or "known in the baseline", is_known=True) for finding, reason in held
    )
    return replace(result, findings=new, suppressed=(*result.suppressed, *kept_back))


def _decisions(found: Project, witness: Witness) -> tuple[Decision, ...]:
    lines, warnings = ledger.decisions(found, witness)
    _tell(warnings)
    disagreeing = len(conflicts(lines))
    if disagreeing:
        places = "one place" if disagreeing == 1 else f"{disagreeing} places"
        complain(f"warning: {visible(witness.name)}: editors disagree about {places}; `corrigenda status` shows how")
    return lines


def language_of(found: Project) -> str | None:
    """Return the language that is set, None when it is to be found from each text; warn when we have no words of it."""
    language = found.settings.language
    if language and language not in words.languages():
        known = ", ".join(words.languages())
        complain(f"warning: no list of words for language {visible(language)!r}; there are {known}")
    return language or None


def dictionary_of(found: Project, chosen: Choices) -> words.Dictionary | None:
    """Return the dictionary that is named, if any.

    Raises:
        CorrigendaError: it cannot be read.
    """
    path = _dictionary_path(found, chosen)
    return None if path is None else hunspell.read(path)


def _dictionary_path(found: Project, chosen: Choices) -> Path | None:
    if chosen.dictionary:
        return Path(chosen.dictionary)
    named = found.settings.dictionary
    return found.root / named if named else None


def knowledge_of(
    found: Project, chosen: Choices, terms: Glossary, lines: Iterable[tuple[Decision, ...]] = (), *, learned: bool
) -> engine.Knowledge:
    """Return what is known before a text is looked at: the glossary `terms`, what was decided and learned, the words.

    Raises:
        CorrigendaError: the dictionary or what was learned cannot be read.
    """
    settings = found.settings
    language = language_of(found)
    kept = found.corrections / learning.FILE
    costs = channel()
    if learned and kept.is_file():
        costs = learning.taught(costs, learning.parse(files.read_bytes(kept), files.shown(kept)))
    return engine.Knowledge(
        Lexicon(terms),
        costs,
        learning.corrected(chain.from_iterable(lines)),
        language,
        dictionary_of(found, chosen),
        engine.MIN_SCORE if settings.min_score is None else settings.min_score,
    )


def _known_by(found: Project, chosen: Choices, terms: Glossary, knowledge: engine.Knowledge) -> Iterator[str]:
    """Yield what findings depend on beside texts, rules and what was corrected."""
    yield terms.digest
    yield repr((knowledge.channel, knowledge.language, knowledge.min_score))
    yield found.settings.encoding
    dictionary = _dictionary_path(found, chosen)
    if dictionary is not None:
        for path in hunspell.parts(dictionary):
            yield digest(files.read_bytes(path))


def checked_glossary(found: Project, chosen: Choices) -> Glossary:
    """Return the project's glossary; warnings about it are counted in one line.

    Raises:
        CorrigendaError: the first error in it.
    """
    terms = project.read_glossaries(found, chosen.glossary)
    problems = glossary_check.check(terms)
    for problem in problems:
        if problem.severity == "error":
            raise problem.as_error()
    if not terms.terms:
        reason = f"no terms in {visible(', '.join(terms.paths))}" if terms.paths else "no glossary.csv here"
        complain(
            f"glossary: {reason}, so names and terms are not checked; "
            "--glossary names one, `corrigenda glossary suggest` makes one"
        )
    if problems:
        count = f"{len(problems)} warning" + ("" if len(problems) == 1 else "s")
        complain(f"glossary: {count}; `corrigenda glossary check` shows them")
    return terms


def responsible(found: Project, resp: str) -> str:
    """Return who decides: as given, as configured, or git's user name.

    Raises:
        ConfigError: none of them is there.
    """
    name = resp or found.settings.resp or _git_user(found.root)
    if not name:
        raise ConfigError(
            "it is not known who decides",
            help="give --resp NAME, set `resp` in the configuration, or set git's user.name",
        )
    return name


def _git_user(folder: Path) -> str:
    import subprocess  # noqa: PLC0415 - most commands start no other program

    try:
        asked = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 - git is found as the user's shell finds it
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.strip()
