"""``corrigenda lint``: check texts and report doubtful places."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from corrigenda.acting import given, holding, linting, telling
from corrigenda.acting.progress import Profile
from corrigenda.acting.running import Running, running_options
from corrigenda.config import Project
from corrigenda.errors import UsageError
from corrigenda.finding import Finding
from corrigenda.project import STDIN
from corrigenda.report import registry, terminal
from corrigenda.report.line import Line
from corrigenda.shelf import findings_of, sigla, sizes
from corrigenda.storage import files
from corrigenda.texts import wording
from corrigenda.texts.text import Witness

_FOR_PEOPLE = ("text", "concise")
_PARQUET = "parquet"
_NAMES = {"--baseline": "baseline_file", "--diff": "show_diff"}
"""Options that are called otherwise in the code."""
_NOT_SPREAD = (
    *("--watch", "--baseline", "--since", "--diff", "--statistics", "--stdin-filename"),
    *("--jobs", "--cache", "--profile"),
)
"""Options that a cluster knows nothing of."""


@click.command("lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=given.complete_files)
@given.lint_options
@click.option(
    "--output-format",
    type=click.Choice((*_FOR_PEOPLE, *registry.FORMATS, _PARQUET)),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option(
    "--output-file",
    metavar="FILE",
    shell_complete=given.complete_files,
    help="Write the findings there; the terminal shows the summary.",
)
@click.option("--diff", "show_diff", is_flag=True, help="Print the diff that accepting every first reading would make.")
@click.option("--statistics", is_flag=True, help="Print counts by rule instead of the findings.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 although there are findings.")
@click.option(
    "--since", metavar="REV", help="Report only lines changed since that git revision; REV... its branch point."
)
@click.option("--watch", is_flag=True, help="Lint again whenever something changes, until Ctrl-C.")
@given.baseline_option
@click.option("--no-baseline", is_flag=True, help="Report known findings too.")
@click.option("--no-journal", is_flag=True, help="Lint as if nothing had been decided or learned yet.")
@click.option("--no-learned", is_flag=True, help="Do not use what `corrigenda learn` counted.")
@click.option(
    "--engine", type=click.Choice(("local", "dask")), default="local", show_default=True, help="Where texts are linted."
)
@click.option("--scheduler", metavar="ADDRESS", help="A running Dask scheduler; else one is started here.")
@click.option("--stdin-filename", default="", metavar="NAME", help="The name of the text on standard input.")
@running_options
def lint_command(paths: tuple[str, ...], engine: str, scheduler: str | None, *, watch: bool, **options: Any) -> int:
    """Check texts against the glossary and report doubtful places.

    PATHs are files and folders; `-` is standard input. Without any, the configured ones are checked.
    In folders, hidden files, links and the folder of corrected copies are left out; a link that leads nowhere is an
    error. Each text is checked once, whatever names it is given by.
    Findings go to standard output, everything else to standard error.
    Exit code: 0 no findings, 1 findings, 2 wrong use or a text that could not be read.
    """
    if scheduler and engine != "dask":
        raise UsageError("--scheduler needs --engine dask", help="give both, or neither")
    if options["output_format"] == _PARQUET and options["output_file"] in (None, "-"):
        raise UsageError("Parquet is written to a file only", help="give --output-file FILE")
    if engine == "dask":
        return _spread(paths, scheduler, {**options, "watch": watch})
    if not watch:
        return _lint(paths, **options)
    from corrigenda.acting import watch as watching  # noqa: PLC0415 - most runs watch nothing

    chosen = given.choices(dict(options))
    return watching.watch(lambda: _lint(paths, **options), paths, chosen, options["baseline_file"])


def _spread(paths: tuple[str, ...], scheduler: str | None, options: dict[str, Any]) -> int:
    """Lint by a cluster, which knows nothing of what lies beside the texts."""
    from corrigenda.acting import spread  # noqa: PLC0415 - few have an archive for it

    chosen = given.choices(options)
    for name in _NOT_SPREAD:
        value = options[_NAMES.get(name) or name.removeprefix("--").replace("-", "_")]
        given.refuse_together({"--engine dask": True, name: value})
    found, failed = spread.run(paths, chosen, options["output_format"], options["output_file"], scheduler)
    if failed:
        return 2
    return 1 if found and not options["exit_zero"] else 0


def _lint(
    paths: tuple[str, ...],
    output_format: str,
    output_file: str | None,
    stdin_filename: str,
    baseline_file: str | None,
    since: str | None,
    *,
    show_diff: bool,
    statistics: bool,
    exit_zero: bool,
    no_baseline: bool,
    no_journal: bool,
    no_learned: bool,
    jobs: int | None,
    cache: bool | None,
    profile: bool,
    **options: Any,
) -> int:
    given.refuse_together({"--baseline": baseline_file, "--no-baseline": no_baseline})
    _refuse_contradictions(output_format, show_diff=show_diff, statistics=statistics)
    chosen = given.choices(options)
    found = given.open_project(chosen, named=(*paths, stdin_filename))
    only_changed = _only_changed(found, since)
    running = Running(jobs, cache, Profile())
    running.profile.turn("texts")
    witnesses, errors = linting.read_texts(found, paths, chosen, running, stdin_name=stdin_filename)
    target = None if output_file is None else _destination(output_file, found, chosen, sigla(witnesses))
    result = linting.lint_texts(found, witnesses, chosen, running, journal=not no_journal, learned=not no_learned)
    if not no_baseline:
        result = holding.without_known(found, result, baseline_file)
    result = only_changed(result)
    findings = result.findings
    is_for_people = not show_diff and output_format in _FOR_PEOPLE
    if is_for_people and target is None:
        telling.show(_for_people(result, output_format, statistics=statistics))
    else:
        data = (
            _plain(_for_people(result, output_format, statistics=statistics))
            if is_for_people
            else _for_programs(result, output_format, show_diff=show_diff)
        )
        if target is None:
            telling.emit(data)
        elif witnesses:  # where nothing could be read, what was found before is worth more than nothing
            files.write_out(target, data)
    if witnesses and (is_for_people or target is not None):
        to_stderr = target is None and (output_format == "concise" or statistics)
        click.echo(terminal.summary(findings, len(result.witnesses)).plain, err=to_stderr)
    for error in errors:
        telling.complain(error)
    if profile:
        running.profile.turn("")
        running.profile.show(sum(sizes(witnesses)))
    if errors or result.errors:
        return 2
    return 1 if findings and not exit_zero else 0


def _destination(named: str, found: Project, chosen: given.Choices, texts: Collection[str]) -> Path | None:
    from corrigenda.acting import output  # noqa: PLC0415 - knows what patches are called, which takes time to load

    return output.destination(named, found, chosen, texts)


def _for_programs(result: linting.Result, output_format: str, *, show_diff: bool) -> bytes:
    """Return what a program reads."""
    findings, witnesses = result.findings, result.witnesses
    if show_diff:
        return _difference(findings, witnesses)
    if output_format == _PARQUET:
        from corrigenda.report import parquet  # noqa: PLC0415 - loads pyarrow, an extra

        return parquet.write(registry.writer("jsonl")(findings, witnesses, ()))
    lines = registry.writer(output_format)(findings, witnesses, result.suppressed)
    return b"".join(line.encode("utf-8") + b"\n" for line in lines)


def _only_changed(found: Project, since: str | None) -> Callable[[linting.Result], linting.Result]:
    """Return what leaves out findings on lines not changed since a revision, if one is named.

    Raises:
        InputError: there is no such revision; that is told before much text is gone through.
    """
    if since is None:
        return lambda result: result
    from corrigenda.acting import since as changes  # noqa: PLC0415 - most runs ask nothing of git

    base = changes.revision(found.root, since)
    return lambda result: changes.unchanged_left_out(result, base)


def _refuse_contradictions(output_format: str, *, show_diff: bool, statistics: bool) -> None:
    """Refuse options of which one would be ignored.

    Raises:
        UsageError: two exclude each other.
    """
    form = f"--output-format {output_format}"
    given.refuse_together(
        {"--diff": show_diff, "--statistics": statistics, form: show_diff and output_format != "text"}
    )
    given.refuse_together(
        {"--statistics": statistics, form: output_format not in _FOR_PEOPLE},
        "the counts stand in the document that --output-format json gives",
    )


def _for_people(result: linting.Result, output_format: str, *, statistics: bool) -> tuple[Line, ...]:
    if statistics:
        return tuple(terminal.statistics(result.findings))
    if output_format == "concise":
        return tuple(terminal.concise(result.findings, result.witnesses))
    return tuple(terminal.full(result.findings, result.witnesses, telling.width()))


def _plain(lines: Iterable[Line]) -> bytes:
    return "".join(f"{line.plain}\n" for line in lines).encode("utf-8", "surrogatepass")


def _difference(findings: Sequence[Finding], witnesses: Sequence[Witness]) -> bytes:
    """Return the diff of accepting all first readings, and tell of how many findings it shows nothing."""
    from corrigenda.deciding import emendation, patch  # noqa: PLC0415 - only --diff needs what patches need

    by_siglum = findings_of(witnesses, findings)
    parts: list[bytes] = []
    shown = 0
    for witness in witnesses:
        proposed = emendation.proposed(by_siglum[witness.siglum])
        shown += len(proposed)
        # standard input has no name that git or patch could look for
        named = witness if witness.name != STDIN else replace(witness, siglum=STDIN)
        parts.append(patch.difference(named, proposed))
    left_out = len(findings) - shown
    if left_out:
        which = wording.count(left_out, "finding is", "findings are")
        telling.complain(f"{which} not in the diff: nothing is proposed, or another one overlaps")
    return b"".join(parts)
