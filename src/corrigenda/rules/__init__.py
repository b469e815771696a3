"""The register of rules: the program's own are named here; those of other packages announce themselves."""

from collections.abc import Iterable
from functools import cache

from corrigenda.errors import ConfigError
from corrigenda.rules import consistency, dates, glossary, phrases, plugins, residue, stealth, variants
from corrigenda.rules.base import Rule

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
    """Return the rule with a code, in either case, or a name; None when there is none."""
    return next((rule for rule in every() if name.upper() == rule.code or name == rule.name), None)


def selected(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """Return the rules whose codes begin with one of `select` (all if empty) and with none of `ignore`.

    Raises:
        ConfigError: a code or prefix that fits no rule; a package whose rules are not sound.
    """
    wanted, unwanted = tuple(code.upper() for code in select), tuple(code.upper() for code in ignore)
    for code in (*wanted, *unwanted):
        if not any(rule.code.startswith(code) for rule in every()):
            raise ConfigError(
                f"no rule is called {code!r}",
                help="`corrigenda rules` lists them; a prefix such as G selects a family",
            )
    return tuple(
        rule
        for rule in every()
        if (not wanted or rule.code.startswith(wanted)) and not (unwanted and rule.code.startswith(unwanted))
    )
