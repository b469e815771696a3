"""A line for people, and how a terminal shows it: without rich, which is loaded where there is a terminal only."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text


class Line:
    """A line in parts, each with a style that rich knows.

    >>> line = Line("G001", "bold red")
    >>> line.append(" forbidden-form")
    >>> line.plain
    'G001 forbidden-form'
    """

    __slots__ = ("_no_wrap", "_parts")

    def __init__(self, text: str = "", style: str = "", *, no_wrap: bool = False) -> None:
        self._parts = [(text, style)]
        self._no_wrap = no_wrap

    def append(self, text: str, style: str = "") -> None:
        """Add a part at the end."""
        self._parts.append((text, style))

    @property
    def plain(self) -> str:
        """The text alone."""
        return "".join(text for text, _style in self._parts)

    def __rich__(self) -> "Text":
        from rich.text import Text  # noqa: PLC0415 - takes a fifth of the time of a start

        # a part that is alone is the whole line, and has its style also where it is wrapped
        whole = self._parts[0] if len(self._parts) == 1 else ("", "")
        shown = Text(*whole, no_wrap=self._no_wrap or None)
        for text, style in self._parts if len(self._parts) > 1 else ():
            shown.append(text, style)
        return shown
