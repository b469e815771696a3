"""Texts and their apparatus as one page for the browser, which needs no network."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from corrigenda import __version__, rules
from corrigenda.deciding.decision import Verdict
from corrigenda.edition.apparatus import OPEN, Edition, Entry
from corrigenda.errors import CorrigendaError
from corrigenda.texts.lineation import kept
from corrigenda.texts.text import LineIndex
from corrigenda.texts.visible import legible, visible

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
_Names = Mapping[str, tuple[str, str]]
"""Names and summaries of rules by code."""


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry as the page shows it; all text is fit to be seen."""

    number: int
    """On the page; places in the text and in the list are linked by it."""
    label: str
    """Its number in its text; empty when it has no place there."""
    target: int
    """The number of the place in the text that shows it: another entry's, where that one covers it."""
    state: str
    code: str
    rule: str
    """The rule's name and what it flags; empty when it is not installed any more."""
    sic: str
    corr: str | None
    proposed: str | None
    """For a refusal: what was not taken."""
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

    number: int
    siglum: str
    language: str
    pieces: tuple[_Piece, ...]
    items: tuple[_Item, ...]
    lost: tuple[_Item, ...]

    @property
    def tally(self) -> str:
        """Say how many places there are of each state."""
        return _tally(self.items)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar of a chart: how long each of its parts is, of 100."""

    label: str
    about: str
    count: int
    parts: tuple[tuple[str, int, float], ...]
    """State, count, share of the longest bar in percent."""
    share: str = ""
    """How many of 100 were accepted."""
    promised: float | None = None
    """How many of 100 the score said."""


def render(editions: Sequence[Edition], title: str = "") -> bytes:
    """Return the page in UTF-8.

    Args:
        editions: the texts, in the order in which they are shown.
        title: the heading; else the name of the one text, or how many there are.

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
    names = {rule.code: (rule.name, rule.summary) for rule in rules.every()}
    pages: list[_Page] = []
    number = 0
    for edition in editions:
        pages.append(_page(edition, len(pages) + 1, number, names))
        number += len(edition.entries) + len(edition.unplaced)
    items = [item for page in pages for item in page.items]
    every = [*items, *(item for page in pages for item in page.lost)]
    entries = [entry for edition in editions for entry in edition.entries]
    page = environment.get_template("edition.html.j2").render(
        title=legible(title) or (pages[0].siglum if len(pages) == 1 else f"{len(pages)} texts"),
        is_titled=bool(title),
        pages=pages,
        tally=_tally(items),
        states=[state for state in STATES if any(item.state == state for item in every)],
        codes=[(code, names.get(code, ("", ""))[0]) for code in sorted({item.code for item in every})],
        people=sorted({item.resp for item in every if item.resp}),
        by_rule=_by_rule(items),
        by_score=_by_score(entries),
        version=__version__,
    )
    return str(page).encode("utf-8", "replace") + b"\n"


def _tally(items: Sequence[_Item]) -> str:
    """Say how many places there are, and what was decided of them.

    >>> _tally([])
    'nothing found'
    """
    counts = Counter(item.state for item in items)
    said = ", ".join(f"{counts[state]:,} {state}" for state in STATES if counts[state])
    return f"{len(items):,} {'place' if len(items) == 1 else 'places'}: {said}" if items else "nothing found"


def _page(edition: Edition, number: int, first: int, names: _Names) -> _Page:
    lines = LineIndex(edition.witness.text)
    marked = list(edition.marked())
    numbers = {id(entry): first + at for at, entry in enumerate(edition.entries, 1)}
    shown = [entry for _, entry in marked if entry is not None]
    items = {
        id(entry): _item(entry, first + at, lines, names, str(at), _target(entry, shown, numbers))
        for at, entry in enumerate(edition.entries, 1)
    }
    lost = tuple(_item(entry, first + len(items) + at, lines, names) for at, entry in enumerate(edition.unplaced, 1))
    pieces = []
    for text, entry in marked:
        stands = (entry.corr or "") if entry is not None and entry.is_made else text
        fit = legible(stands.replace("\r\n", "\n"), keep="\n\t")
        pieces.append(_Piece(fit, items[id(entry)] if entry is not None else None))
    siglum = visible(edition.witness.siglum)
    return _Page(number, siglum, edition.language, tuple(pieces), tuple(items.values()), lost)


def _target(entry: Entry, shown: Sequence[Entry], numbers: Mapping[int, int]) -> int:
    """Return the number of the entry of those `shown`, in the order of the text, at whose place this one is seen."""
    if entry.span is None:
        return 0
    at = bisect_right(shown, entry.span.start, key=lambda each: each.span.start if each.span else 0)
    near = [each for each in shown[max(0, at - 1) : at + 1] if each is entry or _overlap(each, entry)]
    return numbers[id(entry if entry in near or not near else near[0])]


def _overlap(one: Entry, other: Entry) -> bool:
    return one.span is not None and other.span is not None and one.span.overlaps(other.span)


def _item(entry: Entry, number: int, lines: LineIndex, names: _Names, label: str = "", target: int = 0) -> _Item:
    place = ":".join(map(str, lines.place(entry.span.start))) if entry.span else ""
    name, summary = names.get(entry.code, ("", ""))
    score = entry.score if entry.score is not None or entry.proposed is None else entry.proposed.score
    refused = entry.proposed.text if entry.proposed and not entry.is_made and not entry.is_open else None
    return _Item(
        number,
        label,
        target,
        _WORDS[Verdict(entry.verdict) if entry.verdict != OPEN else OPEN],
        entry.code,
        f"{name}: {summary}" if name else "",
        _read(entry.sic, entry.corr or "", refused or ""),
        None if entry.corr is None else _read(entry.corr, entry.sic),
        None if refused is None else _read(refused, entry.sic),
        place,
        visible(entry.resp),
        entry.at[:10],
        _read(entry.note or entry.message),
        _read(entry.basis),
        "" if score is None else f"{score:.2f}",
        entry.is_made,
    )


def _read(*texts: str) -> str:
    """Return the first text as a reader of one line should see it beside the others: where a line ends, a space."""
    return legible(*(text.replace("\r\n", " ").replace("\n", " ") for text in texts))


def _by_rule(items: Iterable[_Item]) -> list[_Bar]:
    counts: dict[str, Counter[str]] = {}
    about: dict[str, str] = {}
    for item in items:
        counts.setdefault(item.code, Counter())[item.state] += 1
        about[item.code] = item.rule
    most = max((each.total() for each in counts.values()), default=1)
    return [
        _Bar(
            code,
            about[code],
            each.total(),
            tuple((state, each[state], 100 * each[state] / most) for state in STATES if each[state]),
        )
        for code, each in sorted(counts.items())
    ]


def _by_score(entries: Iterable[Entry]) -> list[_Bar]:
    """Return, by tenths of the score, what became of the readings that were proposed first."""
    bins: dict[int, Counter[str]] = {}
    promised: dict[int, float] = defaultdict(float)
    for entry in entries:
        score = entry.proposed.score if entry.proposed else entry.score
        if score is not None and not entry.is_open:
            number = min(_BINS - 1, int(score * _BINS))
            bins.setdefault(number, Counter())[_fate(entry)] += 1
            promised[number] += score
    return [
        _Bar(
            f"{number / _BINS:.1f}–{(number + 1) / _BINS:.1f}",
            "",
            counts.total(),
            tuple((state, counts[state], 100 * counts[state] / counts.total()) for state in STATES if counts[state]),
            f"{100 * counts['accepted'] / counts.total():.0f}",
            100 * promised[number] / counts.total(),
        )
        for number, counts in sorted(bins.items())
    ]


def _fate(entry: Entry) -> str:
    """Say what became of the reading that was proposed first: accepted, another put in its place, or refused."""
    if not entry.is_made:
        return "rejected"
    first = entry.proposed
    return "accepted" if first is None or entry.corr == kept(entry.sic, first.text) else "edited"
