"""``corrigenda lint --engine dask``: many machines for one archive."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from corrigenda import project, rules
from corrigenda.acting import given, knowing, output, telling
from corrigenda.acting.progress import Bar
from corrigenda.config import Project
from corrigenda.errors import CorrigendaError, UsageError
from corrigenda.report import parquet
from corrigenda.running import cluster
from corrigenda.running.cluster import Source
from corrigenda.storage import files
from corrigenda.texts import wording

FORMATS = ("jsonl", "parquet")


def run(
    paths: Sequence[str], chosen: given.Choices, output_format: str, output_file: str | None, scheduler: str | None
) -> tuple[int, int]:
    """Lint texts at any addresses by a cluster and write the findings; return how many, and how many errors there were.

    What was decided or learned is not asked for: the journals lie on one machine.

    Raises:
        CorrigendaError: something that lies with all texts: the glossary, the cluster, the options.
    """
    if output_format not in FORMATS:
        raise UsageError(
            f"a cluster does not write {output_format}", help=f"give --output-format {' or '.join(FORMATS)}"
        )
    found = given.open_project(chosen, named=paths)
    sources, errors = _sources(found, paths, chosen)
    target = output.destination(output_file, found, chosen, {each.siglum for each in sources})
    terms = knowing.checked_glossary(found, chosen)
    knowledge = knowing.knowledge_of(found, chosen, terms, (), learned=False)
    selected = rules.selected(found.settings.select, found.settings.ignore)
    with Bar(len(sources), sum(source.size for source in sources)) as bar:
        linted = cluster.lint(
            sources, knowledge, selected, encoding=found.settings.encoding, scheduler=scheduler, watch=bar.watch
        )
    lines = linted.lines
    data = (
        parquet.write(lines) if output_format == "parquet" else "".join(f"{line}\n" for line in lines).encode("utf-8")
    )
    if target is None:
        telling.emit(data)
    else:
        files.write_out(target, data)
        click.echo(f"{wording.count(len(lines), 'finding')} in {wording.count(len(sources), 'file')}.")
    errors += linted.errors
    for error in errors:
        telling.complain(error)
    return len(lines), len(errors)


def _sources(
    found: Project, paths: Sequence[str], chosen: given.Choices
) -> tuple[tuple[Source, ...], tuple[CorrigendaError, ...]]:
    sources: dict[str, Source] = {}
    errors: list[CorrigendaError] = []
    remote = [path for path in paths if "://" in path]
    here = [path for path in paths if "://" not in path]
    for address in remote:
        try:
            sources.update((each.siglum, each) for each in cluster.found(address))
        except CorrigendaError as error:
            errors.append(error)
    names, missing = project.collect(found, here, chosen.exclude) if here or not remote else ((), ())
    sources.update((each.siglum, each) for each in _local(found, names))
    return tuple(sources.values()), (*errors, *missing)


def _local(found: Project, names: Sequence[str]) -> Iterator[Source]:
    for name in names:
        path = os.path.abspath(name)  # noqa: PTH100 - links are not followed, as elsewhere
        yield Source(path, name, project.siglum_of(found, name), Path(path).stat().st_size)
