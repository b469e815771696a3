"""The register of rules: the program's own are named here; those of other packages announce themselves."""

from collections.abc import Iterable
from functools import cache

from corrigenda.errors import ConfigError
from corrigenda.rules import consistency, dates, glossary, phrases, plugins, residue, stealth, variants
from corrigenda.rules.base import Rule
from corrigenda.texts.visible import visible

RULES: tuple[Rule, ...] = (
    *glossary.RULES,
    *phrases.RULES,
    *stealth.RULES,
    *variants.RULES,
    *consistency.RULES,
    *residue.RULES,
    *dates.RULES,
)
"""The program's own rules, by family."""

FAMILIES = {"G": "glossary", "C": "consistency", "R": "residue of machines", "D": "dates and numbers"}
"""The letters codes begin with."""


@cache
def every() -> tuple[Rule, ...]:
    """Return the program's own rules, then those of other packages.

    Raises:
        ConfigError: a package whose rules cannot be loaded, or that uses a code or name of another.
    """
    taken = {label for rule in RULES for label in (rule.code, rule.name)}
    return (*RULES, *plugins.found(taken, FAMILIES))


def named(name: str) -> Rule | None:
    """Return the rule with a code or a name, in either case; None when there is none."""
    return next((rule for rule in every() if name.upper() == rule.code or name.lower() == rule.name), None)


def beginning(label: str) -> str | None:
    """Return what the codes of the rules meant begin with; None when none is meant.

    >>> beginning("r00"), beginning("Near-Name"), beginning("Q")
    ('R00', 'G002', None)
    """
    code = label.upper()
    if any(rule.code.startswith(code) for rule in every()):
        return code
    rule = named(label)
    return None if rule is None else rule.code


def selected(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """Return the rules that are one of `select` (all if empty) and none of `ignore`: codes, prefixes or names.

    Raises:
        ConfigError: a label that fits no rule; a package whose rules are not sound.
    """
    wanted, unwanted = tuple(map(_beginning, select)), tuple(map(_beginning, ignore))
    return tuple(
        rule
        for rule in every()
        if (not wanted or rule.code.startswith(wanted)) and not (unwanted and rule.code.startswith(unwanted))
    )


def _beginning(label: str) -> str:
    code = beginning(label)
    if code is None:
        raise ConfigError(
            f"no rule is called {visible(label)!r}",
            help="`corrigenda rules` lists them; a prefix such as G selects a family",
        )
    return code
