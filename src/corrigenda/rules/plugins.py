"""Rules of other packages, announced by the entry point group ``corrigenda.rules``."""

import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from corrigenda.errors import ConfigError
from corrigenda.rules.base import Rule
from corrigenda.texts.visible import visible

GROUP = "corrigenda.rules"
"""An entry point names a `Rule`, or several in a sequence."""
_CODE = re.compile(r"[A-Z]{1,4}[0-9]{3}")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INFO = (".dist-info", ".egg-info")
_SECTION = f"[{GROUP}]".encode()


def found(taken: Collection[str], families: Collection[str]) -> tuple[Rule, ...]:
    """Return the rules of installed packages, by code.

    Args:
        taken: codes and names of the program's own rules.
        families: letters that codes of its own begin with; those of others do not.

    Raises:
        ConfigError: a package whose rules cannot be loaded, or whose code or name is not well-formed, or is taken.
    """
    rules: dict[str, Rule] = {}
    owners: dict[str, str] = {}
    for owner, rule in _announced() if _is_any() else ():
        _check(rule, owner, families)
        for label in (rule.code, rule.name):
            if label in taken or owners.get(label, owner) != owner or rule.code in rules:
                other = owners.get(label, "corrigenda")
                raise _refused(owner, f"its rule {rule.code} {rule.name} is called as one of {other}")
            owners[label] = owner
        rules[rule.code] = rule
    return tuple(rules[code] for code in sorted(rules))


def _is_any() -> bool:
    """Say whether any package announces rules: a look at names and bytes; importlib.metadata takes as long as a start.

    Packages in archives are not looked into; a file that cannot be read announces nothing.
    """
    for folder in dict.fromkeys(sys.path):
        try:
            names = [name for name in os.listdir(folder or ".") if name.endswith(_INFO)]  # noqa: PTH208 - twice as fast
        except OSError:
            continue
        for name in names:
            try:
                if _SECTION in (Path(folder or ".") / name / "entry_points.txt").read_bytes():
                    return True
            except OSError:
                continue
    return False


def _announced() -> Iterator[tuple[str, Rule]]:
    """Yield rules with the package each is of."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow to load, and few have such packages

    for entry in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        owner = entry.dist.name if entry.dist is not None else entry.name
        try:
            value: Any = entry.load()
        except Exception as error:  # whatever a foreign module raises when it is imported
            raise _refused(owner, f"{entry.value} cannot be loaded: {type(error).__name__}: {error}") from error
        given: Iterable[Any] = (
            (value,) if isinstance(value, Rule) else value if isinstance(value, Iterable) else (value,)
        )
        for rule in given:
            if not isinstance(rule, Rule):
                raise _refused(owner, f"{entry.value} names {rule!r}, which is no corrigenda.rules.base.Rule")
            yield owner, rule


def _check(rule: Rule, owner: str, families: Collection[str]) -> None:
    if not _CODE.fullmatch(rule.code) or rule.code[0] in families:
        letters = ", ".join(sorted(families))
        raise _refused(
            owner, f"the code {rule.code!r} is not one to four capitals, not {letters} first, and three digits"
        )
    if not _NAME.fullmatch(rule.name):
        raise _refused(owner, f"the name {rule.name!r} of {rule.code} is not words in lower case with hyphens")


def _refused(owner: str, what: str) -> ConfigError:
    return ConfigError(
        visible(f"the package {owner} adds no sound rules: {what}"),
        help=f"`pip uninstall {visible(owner)}`, or tell those who make it",
    )
