"""How much work a function does, in units that do not depend on the machine.

Counted are calls of functions (of Python and of C), characters of the text that are copied or searched, and
characters that patterns pass over. So a loop that is nested in another shows, and also a slice to the end of the
text, or a search to it, inside a loop. What C does inside of one call on anything else than the text is not seen.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any
from unittest.mock import patch

_PACKAGE = "corrigenda"
_LITTLE = 20
_OF_THE_FUZZER = "_trace_"
"""How the functions are called that atheris puts into what it watches."""


class Meter:
    """A count of work, and the text that counts what is done with it."""

    def __init__(self) -> None:
        self.units = 0

    def text(self, text: str) -> str:
        """Return `text` as one that counts what is copied and searched of it."""
        return _text_class(self)(text)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count calls and what patterns pass over, until the block is left."""
        with ExitStack() as stack:
            for module, name, pattern in patterns():
                stack.enter_context(patch.object(module, name, _Pattern(pattern, self)))
            sys.setprofile(self._called)
            try:
                yield
            finally:
                sys.setprofile(None)

    def _called(self, _frame: FrameType, event: str, argument: Any) -> None:
        if event == "call" or (event == "c_call" and not argument.__name__.startswith(_OF_THE_FUZZER)):
            self.units += 1


@dataclass(frozen=True, slots=True)
class Growth:
    """The work for texts of three sizes, the second and third twice and four times the first."""

    sizes: tuple[int, int, int]
    units: tuple[int, int, int]

    @property
    def ratio(self) -> float:
        """Return by how much more the last doubling adds to the work than the first: 2 is linear, 4 quadratic.

        Less than 20 units a character count as 20, so that nothing is made of what hardly grows at all.
        """
        one, two, four = self.units
        return (four - two) / max(two - one, _LITTLE * (self.sizes[1] - self.sizes[0]))

    @property
    def share(self) -> float:
        """Return the units for each character of the longest text."""
        return self.units[-1] / self.sizes[-1]


def growth(task: Callable[[str], object], make: Callable[[int], str], sizes: tuple[int, int, int]) -> Growth:
    """Return the work that a task is for texts of three sizes.

    Args:
        task: what is done with a text.
        make: makes a text of about a size.
        sizes: a size, twice and four times as much.
    """
    units = []
    for size in sizes:
        meter = Meter()
        text = make(size)
        with meter.running():
            task(meter.text(text))
        units.append(meter.units)
    return Growth(sizes, (units[0], units[1], units[2]))


def patterns() -> tuple[tuple[Any, str, re.Pattern[str]], ...]:
    """Return the patterns of text that our modules have, as (module, name, pattern)."""
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] == _PACKAGE]
    return tuple(
        (module, name, value)
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
    )


class _Pattern:
    """A pattern that counts the characters it passes over."""

    def __init__(self, pattern: re.Pattern[str], meter: Meter) -> None:
        self._own = pattern
        self._meter = meter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def _once(self, found: re.Match[str] | None, text: str, start: int, end: int) -> re.Match[str] | None:
        self._meter.units += max(0, (found.end() if found else min(end, len(text))) - start)
        return found

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self._once(self._own.search(text, start, end), text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        found = self._own.match(text, start, end)
        return self._once(found, text, start, end) if found else None

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        found = self._own.fullmatch(text, start, end)
        return self._once(found, text, start, end) if found else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        at = start
        for found in self._own.finditer(text, start, end):
            self._meter.units += found.end() - at
            at = found.end()
            yield found
        self._meter.units += max(0, min(end, len(text)) - at)

    def findall(self, text: str, start: int = 0, end: int = sys.maxsize) -> list[Any]:
        self._meter.units += max(0, min(end, len(text)) - start)
        return self._own.findall(text, start, end)

    def sub(self, new: Any, text: str, count: int = 0) -> str:
        self._meter.units += len(text)
        return self._own.sub(new, text, count)

    def split(self, text: str, most: int = 0) -> list[Any]:
        self._meter.units += len(text)
        return self._own.split(text, most)


_WHOLE = (
    *("__contains__", "__iter__", "casefold", "encode", "expandtabs", "isascii", "isprintable", "islower", "isupper"),
    *("lower", "partition", "replace", "rpartition", "split", "splitlines", "strip", "title", "translate", "upper"),
)
"""What may look at all of a text."""
_PARTLY = ("count", "find", "index", "rfind", "rindex")
"""What looks at a text between two places."""


def _text_class(meter: Meter) -> type[str]:
    """Return a class of texts that count on `meter`."""

    def item(self: str, key: int | slice) -> str:
        found = str.__getitem__(self, key)
        meter.units += len(found)
        return found

    members: dict[str, Any] = {"__getitem__": item, "__slots__": ()}
    members |= {name: _wholly(getattr(str, name), meter) for name in _WHOLE}
    members |= {name: _between(getattr(str, name), meter) for name in _PARTLY}
    return type("Text", (str,), members)


def _wholly(method: Callable[..., Any], meter: Meter) -> Callable[..., Any]:
    def counted(self: str, *arguments: Any) -> Any:
        meter.units += len(self)
        return method(self, *arguments)

    return counted


def _between(method: Callable[..., Any], meter: Meter) -> Callable[..., Any]:
    def counted(self: str, part: str, start: int = 0, end: int = sys.maxsize) -> Any:
        found = method(self, part, start, end)
        stop = min(end, len(self))
        if method.__name__ in ("find", "index") and found >= 0:
            stop = found + len(part)
        if method.__name__ in ("rfind", "rindex") and found >= 0:
            start = found
        meter.units += max(0, stop - start)
        return found

    return counted


MARK = "\N{CURRENCY SIGN}"
"""In a unit: three letters that are others each time it is repeated."""
STRETCH = "\N{PILCROW SIGN}"
"""In a unit: what stands between two of these is repeated, not the unit."""


def repeated(unit: str, size: int) -> str:
    """Return a text of about `size` characters made of a unit.

    >>> repeated("ab ", 6), repeated(f"a{MARK} ", 9), repeated(f"Z{STRETCH}ab{STRETCH}!", 6)
    ('ab ab ', 'aaaa aaab ', 'Zababab!')
    """
    if STRETCH in unit:
        parts = unit.split(STRETCH)
        room = size // max(1, len(parts) // 2)
        return "".join(part * (room // len(part)) if at % 2 and part else part for at, part in enumerate(parts))
    out: list[str] = []
    length = 0
    while length < size:
        out.append(unit.replace(MARK, letters(len(out))))
        length += len(out[-1])
    return "".join(out)


def letters(number: int) -> str:
    """Return three letters for a number, others for each up to 17,576: all make words of one length.

    >>> letters(0), letters(25), letters(26)
    ('aaa', 'aaz', 'aba')
    """
    return "".join(chr(ord("a") + number // 26**place % 26) for place in (2, 1, 0))
