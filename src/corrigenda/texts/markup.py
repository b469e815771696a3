"""Small pieces of HTML, for notebooks: what a text holds is escaped, and can change nothing around it."""

from collections.abc import Iterable, Sequence
from html import escape

from corrigenda.texts.visible import legible

_LONG = 40
"""Code points of a context that may have been cut inside of a word: `text.CONTEXT`, which is of a higher storey."""
_CELL = "text-align:left;vertical-align:top"
_COLOURS = {"-": "background:#d1242f33", "+": "background:#2da44e33", "@": "opacity:.7"}
"""Tints, which leave the notebook its own colours, dark or light."""


def shown(text: str) -> str:
    r"""Return text escaped, with what cannot be seen made visible, in a direction of its own.

    >>> shown("a <b> \u202e"), shown("two\nlines")
    ('<bdi>a &lt;b&gt; &lt;U+202E&gt;</bdi>', '<bdi>two lines</bdi>')
    """
    return _fit(text)


def _fit(*texts: str) -> str:
    """Return the first text as it is to be shown beside the others."""
    plain = (text.replace("\r\n", "\n").replace("\n", " ") for text in texts)
    return f"<bdi>{escape(legible(*plain))}</bdi>"


def change(before: str, sic: str, corr: str | None, after: str) -> str:
    """Return a place of a text with what stands there, and what is proposed for it; words cut in two are left out."""
    new = "" if corr is None else f' <ins style="{_COLOURS["+"]};text-decoration:none">{_fit(corr, sic)}</ins>'
    old = f"<mark>{_fit(sic)}</mark>" if corr is None else f'<del style="{_COLOURS["-"]}">{_fit(sic, corr)}</del>'
    if len(before) >= _LONG and " " in before:
        before = "… " + before.partition(" ")[2]
    if len(after) >= _LONG and " " in after:
        after = after.rpartition(" ")[0] + " …"
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
        style = f' style="{colour}"' if colour else ""
        made.append(f"<span{style}>{escape(legible(line))}</span>")
    return '<pre style="white-space:pre-wrap">' + "\n".join(made) + "</pre>"
