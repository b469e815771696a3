"""JSON records of one line each, as journals and the heads of patches have: written safely, read strictly."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from corrigenda.errors import InputError
from corrigenda.storage import jsontext
from corrigenda.texts.text import Anchor, Span
from corrigenda.texts.visible import visible

_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
"""What Python reads as numbers, and JSON does not have."""
REMEDY = "restore the line from a backup or from git"
"""What to do about damage where nothing else has what was there."""


def line(fields: Mapping[str, object]) -> str:
    r"""Return `fields` as JSON without line end, other scripts as they are, what is not printable escaped.

    So a record is one line to every reader of lines, and shows on a terminal without acting on it.

    Raises:
        InputError: a text with half of a surrogate pair, which no file could hold.

    >>> line({"sic": "Сталин\u2028", "score": None, "note": ""})
    '{"sic": "Сталин\\u2028", "score": null, "note": ""}'
    """
    text = json.dumps(fields, ensure_ascii=False)
    if not _whole(text):
        raise InputError("text that is not valid Unicode cannot be recorded", help="type it again")
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)


def quotation(anchor: Anchor) -> dict[str, object]:
    """Return the fields that hold an anchor; `Record.anchor` reads them."""
    usual = {"copy": 1, "copies": 1, "rivals": 0}
    counts = {name: getattr(anchor, name) for name in usual if getattr(anchor, name) != usual[name]}
    return {
        "start": anchor.span.start,
        "end": anchor.span.end,
        "sic": anchor.sic,
        "before": anchor.before,
        "after": anchor.after,
        **counts,
    }


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one line and the place it came from; each is asked for with its type."""

    fields: dict[str, Any]
    source: str
    """The JSON."""
    where: str
    """``file:line``, for messages."""
    column: int
    """Where the JSON begins in the line, counted from 1 in code points."""
    remedy: str
    """What to do about damage."""

    def place(self, name: str = "") -> str:
        """Return file, line and column of a field; of the whole record where that is not there, or for no name."""
        offset = next((at for each, at in jsontext.members(self.source) if each == name), 0)
        return f"{self.where}:{self.column + offset}"

    def damaged(self, what: str, name: str = "", advice: str = "") -> NoReturn:
        """Raise the error that says what is wrong with this line, or with its field `name`."""
        raise damaged(what, self.place(name), advice or self.remedy)

    def only(self, known: frozenset[str]) -> None:
        """Refuse fields that are not `known`."""
        for name in sorted(self.fields.keys() - known):
            self.damaged(f"unknown field {visible(name)!r}", name)

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without `default` it has to be there."""
        value = self.fields.get(name, default)
        if not isinstance(value, str) or not _whole(value):
            self.damaged(f"the field {name!r} is missing or is not a text", name)
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """Return a whole number from 0; without `default` it has to be there."""
        value = self.fields.get(name, default)
        if type(value) is not int or value < 0:
            self.damaged(f"the field {name!r} is missing or is not a whole number from 0", name)
        return value

    def share(self, name: str) -> float | None:
        """Return a number from 0 to 1, or None when there is none."""
        value = self.fields.get(name)
        if value is not None and (type(value) not in (int, float) or not 0 <= value <= 1):
            self.damaged(f"the field {name!r} is not a number from 0 to 1", name)
        return None if value is None else float(value)

    def anchor(self, siglum: str) -> Anchor:
        """Return the anchor that `quotation` wrote."""
        span, sic = Span(self.number("start"), self.number("end")), self.text("sic")
        if span.end - span.start != len(sic):
            self.damaged("'start' and 'end' do not enclose as many characters as 'sic' has", "start")
        counts = self.number("copy", 1), self.number("copies", 1), self.number("rivals", 0)
        return Anchor(siglum, span, sic, self.text("before"), self.text("after"), *counts)


def load(text: str, where: str, column: int = 1, remedy: str = REMEDY) -> Record:
    """Return the record on a line.

    Args:
        text: the JSON.
        where: ``file:line``, for messages.
        column: where the JSON begins in that line, counted from 1.
        remedy: what to do about damage.

    Raises:
        InputError: it is not one JSON object, or names a field twice.
    """
    try:
        fields = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise damaged(f"not a line of JSON: {visible(error.msg)}", f"{where}:{column + error.pos}", remedy) from error
    except (ValueError, RecursionError) as error:
        where = f"{where}:{column + _refused(text)}"
        raise damaged(f"not a line of JSON: {visible(str(error))}", where, remedy) from error
    if not isinstance(fields, dict):
        raise damaged("not a JSON object", f"{where}:{column}", remedy)
    return Record(fields, text, where, column, remedy)


def damaged(what: str, where: str, remedy: str = REMEDY) -> InputError:
    """Return the error that says what is wrong at a place."""
    return InputError(what, where=where, help=remedy)


def _refused(text: str) -> int:
    """Return the offset of the field that `_once` or `_refuse` did not take; 0 where it lies deeper."""
    seen: set[str] = set()
    with suppress(ValueError, IndexError, RecursionError):
        for name, at in jsontext.members(text):
            if name in seen or text.startswith(_NO_NUMBERS, at):
                return at
            seen.add(name)
    return 0


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice")
    return fields


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
