"""What the review shows: pure functions from a view to rows that fit the terminal.

Everything that comes from a text, a glossary or a file name goes through `visible`. Where there is too little
room the context gets shorter first, then the readings; the line of keys always stays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from corrigenda.deciding.decision import Decision
from corrigenda.deciding.question import Choice, Place
from corrigenda.finding import Finding
from corrigenda.reviewing.lineedit import Line
from corrigenda.reviewing.passage import Passage, fit, passage, wrapped
from corrigenda.reviewing.review import Mark, Review
from corrigenda.texts.lineation import kept
from corrigenda.texts.text import Span
from corrigenda.texts.visible import visible

TITLE = "corrigenda review"
KEYS = (
    ("y", "accept"),
    ("1–9", "take"),
    ("e", "edit"),
    ("n", "reject"),
    ("s", "skip"),
    ("a", "alike"),
    ("g", "glossary"),
    ("m", "note"),
    ("u", "undo"),
    ("j/k", "move"),
    ("?", "help"),
    ("q", "stop"),
)
END_KEYS = (("u", "undo"), ("k", "back"), ("?", "help"), ("q", "stop"))
HELP = (
    ("y", "accept the first reading"),
    ("1–9", "take that reading"),
    ("e", "type another reading"),
    ("n", "reject: right as it stands"),
    ("s", "skip: ask again next time"),
    ("a", "same answer for all alike"),
    ("g", "right: add it to the glossary"),
    ("m", "attach a note"),
    ("u", "undo, any number of steps"),
    ("j k", "on, back, without deciding"),
    ("q", "stop; all answers are kept"),
)

_SIC = Style(color="red", bold=True, underline=True)
_CORR = Style(color="green", bold=True, underline=True)
_DIM = Style(dim=True)
_BOLD = Style(bold=True)
_KEY = Style(color="cyan", bold=True)
_MESSAGE = Style(color="yellow", bold=True)
_GAP = "  "
_PROMPT = "> "
_INDENT = 3
"""Cells before a reading, for its number."""
_LEAST_ROWS = 6
"""Rows that should be left above the keys; with fewer, the keys go without their names."""
_MORE = "\N{HORIZONTAL ELLIPSIS} {} more"


@dataclass(frozen=True, slots=True)
class Dialog:
    """A question between question and answer: a list, and perhaps a line to type in."""

    title: str
    rows: tuple[str, ...] = ()
    unlisted: int = 0
    """How many more rows there would be."""
    keys: tuple[tuple[str, str], ...] = ()
    line: Line | None = None
    is_reading: bool = False
    """Whether the line is a reading, to be shown in its place while it is typed."""
    is_alone: bool = False
    """Whether nothing of the place is to be shown beside it."""


@dataclass(frozen=True, slots=True)
class View:
    """What is to be shown."""

    review: Review
    message: str = ""
    dialog: Dialog | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A screenful: rows of at most the width, no more of them than the height."""

    rows: tuple[Text, ...]
    cursor: tuple[int, int] | None = None
    """Column and row, from 0, of the cursor in a line that is being typed."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How many rows each part of the body may have."""

    context: int = 7
    corrected: int = 5
    is_spaced: bool = True
    readings: int = 9
    listed: int = 12
    reading_rows: int = 2
    notes: int = 4
    messages: int = 3
    is_labelled: bool = True


def _plans() -> Iterator[_Plan]:
    """Yield plans, each with less than the one before: context gives way first, then readings."""
    plan = _Plan()
    less: tuple[dict[str, int | bool], ...] = (
        {"corrected": 3},
        {"context": 5},
        {"context": 3},
        {"listed": 9},
        {"is_spaced": False},
        {"notes": 2},
        {"messages": 2},
        {"corrected": 2, "context": 2},
        {"corrected": 1, "context": 1},
        {"reading_rows": 1},
        *({"readings": number, "listed": number} for number in range(8, 2, -1)),
        {"messages": 1},
        {"notes": 1},
        {"readings": 2, "listed": 2},
        {"is_labelled": False},
        {"notes": 0},
        {"messages": 0},
        {"readings": 1, "listed": 1},
        {"corrected": 0},
        {"readings": 0},
    )
    yield plan
    for change in less:
        plan = replace(plan, **change)  # type: ignore[arg-type]  # the fields are named above
        yield plan


def compose(view: View, width: int, height: int, *, brackets: bool) -> Frame:
    """Return the screen that shows `view`.

    Args:
        view: what to show.
        width: of the terminal, in cells.
        height: of the terminal, in rows.
        brackets: whether to mark by brackets, as on a terminal without colours.
    """
    width, height = max(1, width), max(1, height)
    foot, cursor = _foot(view, width)
    if len(foot) > height - _LEAST_ROWS:
        foot, cursor = _foot(view, width, is_short=True)
    foot = foot[-height:]
    room = height - len(foot)
    head = list(_head(view, width))[: max(0, room - 1)]
    parts = _parts(view, width, brackets=brackets)
    body: list[Text] = []
    for plan in _plans():
        body = list(_body(parts, width, plan))
        if len(head) + len(body) <= room:
            break
    rows = [*head, *body][:room]
    rows += [Text()] * (room - len(rows))
    rows += foot
    for row in rows:
        row.truncate(width)
    at = None if cursor is None else (min(cursor[0], width - 1), room + cursor[1])
    return Frame(tuple(rows), at)


def picture(view: View, width: int = 80, height: int = 24) -> str:
    """Return the review screen as an SVG document."""
    console = Console(
        record=True,
        width=width,
        height=height,
        file=StringIO(),
        force_terminal=True,
        color_system="truecolor",
        no_color=False,
        legacy_windows=False,
    )
    for row in compose(view, width, height, brackets=False).rows:
        console.print(row, no_wrap=True, overflow="crop")
    return console.export_svg(title=TITLE)


def place_name(review: Review, place: Place, offset: int | None = None) -> str:
    """Return ``file:line:column`` of a place, or of another offset in its text; both count from 1."""
    witness = review.witnesses[place.siglum]
    at = place.span.start if offset is None else offset
    line = witness.text.count("\n", 0, at) + 1
    column = at - witness.text.rfind("\n", 0, at)
    return f"{visible(witness.name)}:{line}:{column}"


def snippet(review: Review, number: int, width: int) -> str:
    """Return one row about place `number`: where it is, and its sic between the words around it."""
    place = review.places[number]
    finding = review.focus_of(place)[0]
    anchor = finding.anchor
    where = place_name(review, place, anchor.span.start)
    before = " ".join(anchor.before.split())[-24:]
    after = " ".join(anchor.after.split())
    blank = " " if anchor.before[-1:].isspace() else ""
    following = " " if anchor.after[:1].isspace() else ""
    around = f"{before}{blank}{visible(anchor.sic)}{following}{after}"
    return f"{fit(where, width // 2, at_start=True)}{_GAP}{fit(around, max(0, width - width // 2 - 2))}"


def summary(review: Review) -> str:
    """Return how far the review has come, in a sentence.

    >>> summary(Review({}, (), 0, {}, {}))
    '0 of 0 places decided'
    """
    tally = review.tally()
    parts = [
        f"{count} {name}"
        for count, name in (
            (tally.accepted, "accepted"),
            (tally.rejected, "rejected"),
            (tally.admitted, "added to the glossary"),
        )
        if count
    ]
    left = f"; {tally.left} left" if tally.left else ""
    skipped = f", {tally.skipped} of them skipped" if tally.skipped else ""
    counts = f": {', '.join(parts)}" if parts else ""
    of = f" of {visible(review.rules)}" if review.rules else ""
    more = "; other rules may find more" if review.rules else ""
    return f"{tally.decided} of {tally.total} places{of} decided{counts}{left}{skipped}{more}"


def _head(view: View, width: int) -> Iterator[Text]:
    review = view.review
    yield _progress(review, width)
    place, lead = review.place, review.lead
    if place is None or lead is None or (view.dialog is not None and view.dialog.is_alone):
        return
    where = place_name(review, place, lead.anchor.span.start)
    mark = review.place_mark(place)
    rule = " ".join(filter(None, (lead.code, lead.rule)))
    if mark is not Mark.OPEN:
        rule += f" · {mark}"
    if cell_len(where) + cell_len(rule) + len(_GAP) <= width:
        yield Text.assemble((where, _BOLD), _GAP, (visible(rule), _DIM))
    else:
        yield Text(fit(where, width, at_start=True), _BOLD)
        yield Text(fit(rule, width), _DIM)


def _progress(review: Review, width: int) -> Text:
    """Return the number of the place and what is decided so far, as long as the width allows."""
    tally = review.tally()
    place = f"{min(review.at + 1, tally.total)} of {tally.total}"
    if review.place is None:
        place = f"{tally.decided} of {tally.total}"
    counts = [f"{tally.accepted} accepted", f"{tally.rejected} rejected"]
    if tally.admitted:
        counts.append(f"{tally.admitted} to the glossary")
    long = " · ".join((place, *counts, f"{tally.skipped} skipped"))
    refused = tally.rejected + tally.admitted
    short = f"{place}: {tally.accepted} yes, {refused} no, {tally.skipped} skipped"
    if cell_len(long) + len(TITLE) + len(_GAP) <= width:
        return Text.assemble((TITLE, _BOLD), _GAP, long)
    return Text(long if cell_len(long) <= width else fit(short, width))


def _foot(view: View, width: int, *, is_short: bool = False) -> tuple[list[Text], tuple[int, int] | None]:
    """Return the rows below, and column and row of the cursor when a line is being typed."""
    rows: list[Text] = []
    cursor = None
    if view.message:
        rows += wrapped(Text(visible(view.message), _MESSAGE), width, 1 if is_short else 2)
    if view.dialog is not None and view.dialog.line is not None:
        shown, column = view.dialog.line.window(width - len(_PROMPT) - 1)
        cursor = (column + len(_PROMPT), len(rows))
        rows.append(Text.assemble((_PROMPT, _KEY), shown))
    return [*rows, *_keys(view, width, is_short=is_short)], cursor


def _keys(view: View, width: int, *, is_short: bool) -> list[Text]:
    keys: tuple[tuple[str, str], ...] = KEYS if view.review.place is not None else END_KEYS
    if view.dialog is not None:
        keys = view.dialog.keys
    rows = [Text()]
    for name, label in keys:
        item = Text.assemble((name, _KEY))
        if not is_short:
            item.append(f" {label}")
        gap = (" " if is_short else _GAP) * bool(rows[-1])
        if rows[-1] and rows[-1].cell_len + len(gap) + item.cell_len > width:
            rows.append(Text())
            gap = ""
        rows[-1].append(gap).append_text(item)
    return rows


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the body is made of, measured once for all plans."""

    messages: tuple[Text, ...] = ()
    sic: Passage | None = None
    corr: Passage | None = None
    label: str = ""
    readings: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()
    others: int = 0
    dialog: Dialog | None = None


def _parts(view: View, width: int, *, brackets: bool) -> _Parts:
    review = view.review
    place, lead = review.place, review.lead
    if place is None or lead is None:
        is_skipped = review.tally().left > 0
        nothing = f"Nothing is left to decide{f' by {visible(review.rules)}' if review.rules else ''}."
        last = "The places left were skipped; the next review asks again." if is_skipped else nothing
        told = (Text(last, _BOLD), Text(f"{summary(review)}."))
        return _Parts(messages=told if view.dialog is None else (), dialog=view.dialog)
    if view.dialog is not None and view.dialog.is_alone:
        return _Parts(dialog=view.dialog)
    text = review.witnesses[place.siglum].text
    changed = _change(view, place, lead)
    corr = None
    if changed is not None:
        corr = passage(text, changed[0], changed[1], width, _CORR, brackets=brackets)
    return _Parts(
        tuple(_messages(review)),
        passage(text, lead.anchor.span, lead.anchor.sic, width, _SIC, brackets=brackets),
        corr,
        changed[2] if changed is not None else "",
        tuple(_reading(number, choice, lead) for number, choice in enumerate(review.choices, 1)),
        tuple(_remarks(review, lead)),
        review.others(),
        view.dialog,
    )


def _body(parts: _Parts, width: int, plan: _Plan) -> Iterator[Text]:
    told = [row for each in parts.messages for row in wrapped(each, width, 2 if plan.messages > 1 else 1)]
    yield from told[: plan.messages]
    if parts.sic is not None:
        yield from _gap(plan)
        yield from parts.sic.window(plan.context)
    if parts.corr is not None and plan.corrected:
        if plan.is_labelled:
            yield _rule(parts.label, width)
        yield from parts.corr.window(plan.corrected)
    if parts.dialog is not None:
        yield from _gap(plan)
        yield from _dialog(parts.dialog, width, plan)
    elif parts.sic is not None:
        yield from _gap(plan)
        yield from _readings(parts.readings, width, plan)
        yield from _notes(parts, width, plan)


def _gap(plan: _Plan) -> Iterator[Text]:
    if plan.is_spaced:
        yield Text()


def _messages(review: Review) -> Iterator[Text]:
    """Yield what the findings in question say, that with the best reading first."""
    findings = sorted(review.focus, key=lambda each: each != review.lead)
    for message in dict.fromkeys(visible(each.message) for each in findings if each.message):
        yield Text(message)


def _change(view: View, place: Place, lead: Finding) -> tuple[Span, str, str] | None:
    """Return the span, the text and the name of what stands in the corrected text, or would."""
    dialog = view.dialog
    emendation = _emendation(view.review, place)
    choices = view.review.choices
    if dialog is not None and dialog.line is not None and dialog.is_reading:
        anchor, corr, name = lead.anchor, dialog.line.text, "as typed"
    elif emendation is not None and emendation.corr is not None:
        anchor, corr, name = emendation.anchor, emendation.corr, f"corrected ({emendation.verdict}ed)"
    elif view.review.place_mark(place) in (Mark.REJECTED, Mark.ADMITTED):
        anchor, corr, name = lead.anchor, lead.anchor.sic, "left as it stands"
    elif choices:
        anchor, corr, name = choices[0].finding.anchor, choices[0].reading.text, "corrected"
    else:
        return None
    return anchor.span, kept(anchor.sic, corr), name


def _emendation(review: Review, place: Place) -> Decision | None:
    """Return the emendation that stands at a place with nothing left to ask."""
    if review.place_mark(place) is not Mark.ACCEPTED:
        return None
    answers = (review.answers.get(each.id) for each in place.findings)
    return next((answer for answer in answers if answer is not None and answer.emends), None)


def _rule(label: str, width: int) -> Text:
    line = "\N{BOX DRAWINGS LIGHT HORIZONTAL}"
    named = f"{line * 2} {label} "
    return Text(fit(named + line * max(0, width - cell_len(named)), width), _DIM)


def _readings(readings: Sequence[Text], width: int, plan: _Plan) -> Iterator[Text]:
    if not readings:
        yield Text(fit("no reading is proposed; e types one", width), _DIM)
        return
    shown = readings[: plan.readings]
    for reading in shown:
        yield from wrapped(reading, width, plan.reading_rows, indent=_INDENT)
    if len(readings) > len(shown):
        yield Text(fit(" " * _INDENT + _MORE.format(len(readings) - len(shown)), width), _DIM)


def _reading(number: int, choice: Choice, lead: Finding) -> Text:
    row = Text.assemble((f" {number} ", _KEY))
    if choice.finding.anchor.span != lead.anchor.span:
        row.append(f"{visible(choice.finding.anchor.sic)} \N{RIGHTWARDS ARROW} ", _DIM)
    row.append(visible(choice.reading.text) or "(nothing: delete it)", _BOLD)
    row.append("" if choice.reading.is_typed else f"{_GAP}{choice.reading.sureness}")
    return row.append(f"{_GAP}{visible(choice.reading.basis)}", _DIM)


def _remarks(review: Review, lead: Finding) -> Iterator[Text]:
    """Yield the editor's note and the glossary's."""
    if review.note:
        yield Text.assemble(("your note: ", _BOLD), visible(review.note))
    if lead.note:
        term = f" {visible(lead.term)}:" if lead.term else ":"
        yield Text.assemble((f"glossary{term} ", _BOLD), visible(lead.note))


def _notes(parts: _Parts, width: int, plan: _Plan) -> Iterator[Text]:
    """Yield the remarks, and in how many other places the sic stands."""
    rows = [row for text in parts.remarks for row in wrapped(text, width, max(1, plan.notes - 1))]
    if parts.others:
        told = f"{parts.others} more with this sic (a: the same answer for all)"
        rows = [*rows[: max(0, plan.notes - 1)], Text(fit(told, width), _DIM)]
    if rows and plan.notes:
        yield from _gap(plan)
    yield from rows[: plan.notes]


def _dialog(dialog: Dialog, width: int, plan: _Plan) -> Iterator[Text]:
    yield from wrapped(Text(visible(dialog.title), _BOLD), width, 2)
    shown = dialog.rows if dialog.is_alone else dialog.rows[: plan.listed]
    yield from (Text(fit(row, width)) for row in shown)
    more = len(dialog.rows) - len(shown) + dialog.unlisted
    if more:
        yield Text(fit(_MORE.format(more), width), _DIM)
