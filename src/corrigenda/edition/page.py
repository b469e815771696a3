"""Texts and their apparatus as one page for the browser, which needs no network."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from corrigenda import __version__
from corrigenda.decision import Verdict
from corrigenda.edition.apparatus import OPEN, Edition, Entry
from corrigenda.errors import CorrigendaError
from corrigenda.text import LineIndex
from corrigenda.visible import visible

_BINS = 10
_WORDS = {
    Verdict.ACCEPT: "accepted",
    Verdict.EDIT: "edited",
    Verdict.REJECT: "rejected",
    Verdict.ADMIT: "admitted",
    Verdict.SKIP: "open",
    OPEN: "open",
}
"""Verdicts as the page calls them."""
STATES = ("accepted", "edited", "open", "rejected", "admitted")


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry as the page shows it; all text is fit to be seen."""

    number: int
    state: str
    code: str
    sic: str
    corr: str | None
    place: str
    """Line and column; empty when it has none."""
    resp: str
    at: str
    note: str
    basis: str
    score: str
    is_made: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    """What stands in the corrected text."""
    item: _Item | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """One text on the page."""

    siglum: str
    pieces: tuple[_Piece, ...]
    items: tuple[_Item, ...]
    lost: tuple[_Item, ...]


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar of a chart: how long each of its parts is, of 100."""

    label: str
    count: int
    parts: tuple[tuple[str, int, float], ...]
    """State, count, share of the longest bar in percent."""


def render(editions: Sequence[Edition]) -> bytes:
    """Return the page in UTF-8.

    Raises:
        CorrigendaError: the extra that fills in the page is not installed.
    """
    try:
        jinja: Any = import_module("jinja2")
    except ImportError as error:
        raise CorrigendaError("the page needs Jinja2", help="pip install 'corrigenda[html]'") from error
    # everything is escaped, and a name that the template misspells is an error
    environment = jinja.Environment(
        loader=jinja.PackageLoader("corrigenda", "data"),
        autoescape=True,
        undefined=jinja.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages = []
    number = 0
    for edition in editions:
        pages.append(_page(edition, number))
        number += len(edition.entries) + len(edition.unplaced)
    items = [item for page in pages for item in page.items]
    entries = [entry for edition in editions for entry in edition.entries]
    page = environment.get_template("edition.html.j2").render(
        pages=pages,
        states=[state for state in STATES if any(item.state == state for item in items)],
        codes=sorted({item.code for item in items}),
        people=sorted({item.resp for item in items if item.resp}),
        by_rule=_by_rule(items),
        by_score=_by_score(entries),
        version=__version__,
    )
    return str(page).encode("utf-8", "replace") + b"\n"


def _page(edition: Edition, first: int) -> _Page:
    lines = LineIndex(edition.witness.text)
    items = {id(entry): _item(entry, first + number, lines) for number, entry in enumerate(edition.entries, 1)}
    beyond = first + len(items)
    lost = tuple(_item(entry, beyond + number, lines) for number, entry in enumerate(edition.unplaced, 1))
    pieces = []
    for text, entry in edition.marked():
        shown = (entry.corr or "") if entry is not None and entry.is_made else text
        pieces.append(_Piece(visible(shown, keep="\n\t"), items[id(entry)] if entry is not None else None))
    return _Page(visible(edition.witness.siglum), tuple(pieces), tuple(items.values()), lost)


def _item(entry: Entry, number: int, lines: LineIndex) -> _Item:
    place = ":".join(map(str, lines.place(entry.span.start))) if entry.span else ""
    return _Item(
        number,
        _WORDS[Verdict(entry.verdict) if entry.verdict != OPEN else OPEN],
        entry.code,
        visible(entry.sic),
        None if entry.corr is None else visible(entry.corr),
        place,
        visible(entry.resp),
        entry.at[:10],
        visible(entry.note),
        visible(entry.basis),
        "" if entry.score is None else f"{entry.score:.2f}",
        entry.is_made,
    )


def _by_rule(items: Iterable[_Item]) -> list[_Bar]:
    counts: dict[str, Counter[str]] = {}
    for item in items:
        counts.setdefault(item.code, Counter())[item.state] += 1
    most = max((each.total() for each in counts.values()), default=1)
    return [
        _Bar(
            code, each.total(), tuple((state, each[state], 100 * each[state] / most) for state in STATES if each[state])
        )
        for code, each in sorted(counts.items())
    ]


def _by_score(entries: Iterable[Entry]) -> list[_Bar]:
    """Return, by tenths of the score, how many decided readings were accepted and how many refused."""
    bins: dict[int, Counter[str]] = {}
    for entry in entries:
        if entry.score is not None and entry.verdict in (Verdict.ACCEPT, Verdict.REJECT, Verdict.ADMIT):
            counts = bins.setdefault(min(_BINS - 1, int(entry.score * _BINS)), Counter())
            counts["accepted" if entry.is_made else "rejected"] += 1
    return [
        _Bar(
            f"{number / _BINS:.1f}–{(number + 1) / _BINS:.1f}",
            counts.total(),
            tuple((state, counts[state], 100 * counts[state] / counts.total()) for state in STATES if counts[state]),
        )
        for number, counts in sorted(bins.items())
    ]
