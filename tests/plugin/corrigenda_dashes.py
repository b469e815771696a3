"""Two hyphens where a typewriter had no dash: an example of a rule from another package."""

import re
from collections.abc import Iterator

from corrigenda.finding import Reading, Severity
from corrigenda.rules.base import Context, Example, Hit, Rule
from corrigenda.texts.text import Span

_DASH = re.compile(r"(?<=\w)--(?=\w)")


def typed_dash(context: Context) -> Iterator[Hit]:
    """Yield two hyphens between two words."""
    for found in _DASH.finditer(context.witness.text):
        reading = Reading("\N{EM DASH}", 0.8, "typists wrote a dash so")
        yield Hit(Span(*found.span()), "two hyphens may be a dash", (reading,))


RULES = [
    Rule(
        code="X001",
        name="typed-dash",
        summary="two hyphens that may be a dash",
        severity=Severity.NOTE,
        check=typed_dash,
        why="Typewriters had no dash. It errs on options of commands, --like-this.",
        bad=(Example("He came--too late.", "--", "\N{EM DASH}"),),
        good=(Example("He came \N{EM DASH} too late."),),
    )
]
