"""``corrigenda rules`` and ``corrigenda explain``: what is checked, and why."""

from collections.abc import Iterator

import click
from rich.text import Text

from corrigenda import rules
from corrigenda.commands import shared
from corrigenda.errors import ConfigError
from corrigenda.rules.base import Example, Rule
from corrigenda.visible import visible


@click.command("rules")
def rules_command() -> None:
    """List the rules with code, severity, name and a summary."""
    console = shared.out()
    for rule in rules.every():
        row = Text()
        row.append(rule.code, "bold")
        row.append(f"  {rule.severity:<7}  {rule.name:<24}  {rule.summary}")
        console.print(row)


@click.command("explain")
@click.argument("code", shell_complete=shared.complete_codes)
def explain_command(code: str) -> None:
    """Print the page of the rule CODE: what it flags, why, and examples."""
    rule = rules.named(code)
    if rule is None:
        raise ConfigError(f"no rule is called {visible(code)!r}", help="`corrigenda rules` lists them")
    shared.print_all(shared.out(), tuple(page(rule)))


def page(rule: Rule) -> Iterator[Text]:
    """Yield the lines of a rule's page."""
    head = Text()
    head.append(f"{rule.code} {rule.name}", "bold")
    yield head
    yield Text(f"{rule.summary} ({rule.severity}; a fix is {rule.safety})")
    yield Text()
    for line in rule.why.split("\n"):
        yield Text(line)
    for title, examples in (("Flagged", rule.bad), ("Not flagged", rule.good)):
        yield Text()
        yield Text(title, "bold")
        for example in examples:
            yield from _example(example)


def _example(example: Example) -> Iterator[Text]:
    yield Text(f"  {visible(example.text)}")
    if example.sic:
        to = " (reported, no reading)" if example.corr is None else f" → {visible(example.corr) or '(nothing)'}"
        yield Text(f"    {visible(example.sic)}{to}", "green")
    for row in example.glossary.split("\n"):
        if row:
            yield Text(f"    glossary: {visible(row)}", "dim")
