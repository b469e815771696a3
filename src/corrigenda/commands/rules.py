"""``corrigenda rules`` and ``corrigenda explain``: what is checked, and why."""

from collections.abc import Iterator

import click

from corrigenda import rules
from corrigenda.acting import given, telling
from corrigenda.errors import UsageError
from corrigenda.report.line import Line
from corrigenda.rules.base import Example, Rule
from corrigenda.texts.visible import visible


@click.command("rules")
def rules_command() -> None:
    """List the rules with code, severity, name and a summary."""
    telling.show(map(_row, rules.every()))


def _row(rule: Rule) -> Line:
    row = Line(rule.code, "bold")
    row.append(f"  {rule.severity:<7}  {rule.name:<24}  {rule.summary}")
    return row


@click.command("explain")
@click.argument("code", shell_complete=given.complete_codes)
def explain_command(code: str) -> None:
    """Print the page of the rule CODE, which may be its name: what it flags, why, and examples."""
    rule = rules.named(code)
    if rule is None:
        raise UsageError(f"no rule is called {visible(code)!r}", help="`corrigenda rules` lists them")
    telling.show(page(rule))


def page(rule: Rule) -> Iterator[Line]:
    """Yield the lines of a rule's page."""
    yield Line(f"{rule.code} {rule.name}", "bold")
    yield Line(f"{rule.summary} ({rule.severity}; a fix is {rule.safety})")
    yield Line()
    for line in rule.why.split("\n"):
        yield Line(line)
    for title, examples in (("Flagged", rule.bad), ("Not flagged", rule.good)):
        yield Line()
        yield Line(title, "bold")
        for example in examples:
            yield from _example(example)


def _example(example: Example) -> Iterator[Line]:
    yield Line(f"  {visible(example.text)}")
    if example.sic:
        to = " (reported, no reading)" if example.corr is None else f" → {visible(example.corr) or '(nothing)'}"
        yield Line(f"    {visible(example.sic)}{to}", "green")
    for row in example.glossary.split("\n"):
        if row:
            yield Line(f"    glossary: {visible(row)}", "dim")
