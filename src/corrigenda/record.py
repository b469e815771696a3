"""JSON records of one line each, as journals and the heads of patches have: written safely, read strictly."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from corrigenda.errors import InputError
from corrigenda.text import Anchor, Span
from corrigenda.visible import visible


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
    where: str
    """``file:line``, for messages."""

    def damaged(self, what: str, advice: str = "") -> NoReturn:
        """Raise the error that says what is wrong with this line."""
        raise InputError(what, where=self.where, help=advice or "restore the line from a backup or from git")

    def only(self, known: frozenset[str]) -> None:
        """Refuse fields that are not `known`."""
        for name in sorted(self.fields.keys() - known):
            self.damaged(f"unknown field {visible(name)!r}")

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without `default` it has to be there."""
        value = self.fields.get(name, default)
        if not isinstance(value, str) or not _whole(value):
            self.damaged(f"the field {name!r} is missing or is not a text")
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """Return a whole number from 0; without `default` it has to be there."""
        value = self.fields.get(name, default)
        if type(value) is not int or value < 0:
            self.damaged(f"the field {name!r} is missing or is not a whole number from 0")
        return value

    def share(self, name: str) -> float | None:
        """Return a number from 0 to 1, or None when there is none."""
        value = self.fields.get(name)
        if value is not None and (type(value) not in (int, float) or not 0 <= value <= 1):
            self.damaged(f"the field {name!r} is not a number from 0 to 1")
        return None if value is None else float(value)

    def anchor(self, siglum: str) -> Anchor:
        """Return the anchor that `quotation` wrote."""
        span, sic = Span(self.number("start"), self.number("end")), self.text("sic")
        if span.end - span.start != len(sic):
            self.damaged("'start' and 'end' do not enclose as many characters as 'sic' has")
        counts = self.number("copy", 1), self.number("copies", 1), self.number("rivals", 0)
        return Anchor(siglum, span, sic, self.text("before"), self.text("after"), *counts)


def load(text: str, where: str) -> Record:
    """Return the record on a line.

    Raises:
        InputError: it is not one JSON object, or names a field twice.
    """
    blank = Record({}, where)
    try:
        fields = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        blank.damaged(f"not a line of JSON: {visible(str(error))}")
    if not isinstance(fields, dict):
        blank.damaged("not a JSON object")
    return Record(fields, where)


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
