"""The register of rules: every rule is named here, and nowhere is one discovered."""

from collections.abc import Iterable

from corrigenda.errors import ConfigError
from corrigenda.rules import consistency, dates, glossary, phrases, residue, stealth, variants
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
"""All rules, by family."""

FAMILIES = {"G": "glossary", "C": "consistency", "R": "residue of machines", "D": "dates and numbers"}
"""The letters codes begin with."""

BY_CODE = {rule.code: rule for rule in RULES}


def selected(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """Return the rules whose codes begin with one of `select` (all if empty) and with none of `ignore`.

    Raises:
        ConfigError: a code or prefix that fits no rule.
    """
    wanted, unwanted = tuple(code.upper() for code in select), tuple(code.upper() for code in ignore)
    for code in (*wanted, *unwanted):
        if not any(rule.code.startswith(code) for rule in RULES):
            raise ConfigError(
                f"no rule is called {code!r}",
                help="`corrigenda rules` lists them; a prefix such as G selects a family",
            )
    return tuple(
        rule
        for rule in RULES
        if (not wanted or rule.code.startswith(wanted)) and not (unwanted and rule.code.startswith(unwanted))
    )
