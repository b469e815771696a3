"""``corrigenda cache``: what earlier runs found, kept to be quick."""

import click

from corrigenda.running.cache import Cache, Info
from corrigenda.texts import wording
from corrigenda.texts.visible import visible

_MEGA = 1_000_000


@click.group("cache")
def cache_command() -> None:
    """See or clear what is kept of earlier runs."""


@cache_command.command("info")
def info_command() -> int:
    """Say where the cache lies and what it holds.

    Exit code: 0 told, 2 it cannot be read.
    """
    cache = Cache()
    click.echo(f"{visible(str(cache.folder))}: {_told(cache.info())}")
    return 0


@cache_command.command("clear")
def clear_command() -> int:
    """Remove all that is kept; nothing is lost but time.

    Exit code: 0 removed, 2 it could not be.
    """
    cache = Cache()
    click.echo(f"{visible(str(cache.folder))}: removed {_told(cache.clear())}")
    return 0


def _told(info: Info) -> str:
    return f"{wording.count(info.runs, 'run')}, {info.size / _MEGA:,.1f} MB"
