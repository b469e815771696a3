"""Small pieces of HTML, for notebooks: what a text holds is escaped, and can change nothing around it."""

from collections.abc import Iterable, Sequence
from html import escape

from corrigenda.visible import visible

_CELL = "text-align:left;vertical-align:top"
_COLOURS = {"-": "#b3261e", "+": "#1b6e2d", "@": "#5f6368"}


def shown(text: str) -> str:
    r"""Return text escaped, with what cannot be seen made visible, in a direction of its own.

    >>> shown("a <b> \u202e")
    '<bdi>a &lt;b&gt; &lt;U+202E&gt;</bdi>'
    """
    return f"<bdi>{escape(visible(text))}</bdi>"


def change(before: str, sic: str, corr: str | None, after: str) -> str:
    """Return a place of a text with what stands there, and what is proposed for it."""
    new = "" if corr is None else f"<ins>{shown(corr)}</ins>"
    old = f"<mark>{shown(sic)}</mark>" if corr is None else f"<del>{shown(sic)}</del>"
    return f"{shown(before)}{old}{new}{shown(after)}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells of rows are HTML already, those of the head are not."""
    first = "".join(f'<th scope="col" style="{_CELL}">{escape(each)}</th>' for each in head)
    others = ("".join(f'<td style="{_CELL}">{each}</td>' for each in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in others)
    return f"<table><thead><tr>{first}</tr></thead><tbody>{body}</tbody></table>"


def difference(lines: Iterable[str]) -> str:
    """Return the lines of a unified diff, each in the colour of its sign."""
    made = []
    for line in lines:
        colour = _COLOURS.get(line[:1])
        style = f' style="color:{colour}"' if colour else ""
        made.append(f"<span{style}>{escape(visible(line))}</span>")
    return "<pre>" + "\n".join(made) + "</pre>"
