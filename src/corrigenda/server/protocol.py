"""What was found, in the words of the Language Server Protocol: diagnostics, hovers, code actions and their commands.

Pure functions: findings and reviews in, `lsprotocol` records out, and back again for what the editor asks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lsprotocol import types

from corrigenda.acting.answering import ANSWERS, Answer
from corrigenda.deciding.decision import Decision, Verdict
from corrigenda.deciding.question import Choice, Place, form_of
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.finding import Finding, Severity, State
from corrigenda.reviewing.review import Mark, Review
from corrigenda.server.desk import Checked
from corrigenda.server.positions import Place as Position
from corrigenda.server.positions import Places
from corrigenda.texts.lineation import kept
from corrigenda.texts.text import Span
from corrigenda.texts.visible import visible

SOURCE = "corrigenda"
COMMAND = "corrigenda.decide"
"""The command that code actions have the editor send back; its one argument is an object, see `asked`."""
_NO_NAMES = ("G001", "R", "D")
"""Codes of findings that no entry in the glossary can answer: it has the form as a wrong one, or it is no name."""
_LONGEST = 60
"""Code points of a quotation in a title."""
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
_TAKEN = {
    Verdict.ACCEPT: "accepted",
    Verdict.EDIT: "accepted",
    Verdict.REJECT: "rejected",
    Verdict.ADMIT: "added to the glossary",
}


def diagnostics(findings: Iterable[Finding], places: Places) -> list[types.Diagnostic]:
    """Return the findings as an editor shows them; those accepted and not applied as mere hints."""
    return [diagnostic(finding, places) for finding in findings]


def diagnostic(finding: Finding, places: Places) -> types.Diagnostic:
    """Return one finding as an editor shows it; `data` holds its id."""
    is_accepted = finding.state is State.ACCEPTED
    state = "accepted, not applied: " if is_accepted else ""
    change = f"{_quoted(finding.anchor.sic)}"
    if finding.readings:
        best = finding.readings[0]
        change += f" \N{RIGHTWARDS ARROW} {_quoted(best.text)}{best.in_brackets}"
    return types.Diagnostic(
        _range(finding.anchor.span, places),
        f"{state}{change}\n{visible(finding.message)}",
        types.DiagnosticSeverity.Hint if is_accepted else _SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
        data={"id": finding.id},
    )


def hover(checked: Checked, places: Places, at: types.Position, *, markdown: bool = True) -> types.Hover | None:
    """Return the evidence for what is found at a position, as Markdown or plain text; None when nothing is."""
    offset = places.offset(_position(at))
    found = [each for each in checked.findings if each.anchor.span.start <= offset <= each.anchor.span.end]
    if not found:
        return None
    span = Span(min(each.anchor.span.start for each in found), max(each.anchor.span.end for each in found))
    notes = checked.review.answers
    if markdown:
        kind, rule = types.MarkupKind.Markdown, "\n\n---\n\n"
        parts = [_markdown(each, notes.get(each.id)) for each in found]
    else:
        kind, rule = types.MarkupKind.PlainText, "\n\n"
        parts = [_plain(each, notes.get(each.id)) for each in found]
    return types.Hover(types.MarkupContent(kind, rule.join(parts)), _range(span, places))


def _markdown(finding: Finding, answer: Decision | None) -> str:
    head, readings, rest = _evidence(finding, answer)
    lines = [f"**{_escaped(finding.code)}** {_escaped(finding.rule)}  ", _escaped(head)]
    if readings:
        rows = (f"| {_escaped(text)} | {score} | {_escaped(basis)} |" for text, score, basis in readings)
        lines += ["", "| reading | score | evidence |", "| --- | --- | --- |", *rows]
    for each in rest:
        lines += ["", _escaped(each)]
    return "\n".join(lines)


def _plain(finding: Finding, answer: Decision | None) -> str:
    head, readings, rest = _evidence(finding, answer)
    rows = (f"  {number} {text}  {score}  {basis}" for number, (text, score, basis) in enumerate(readings, 1))
    return "\n".join((f"{finding.code} {finding.rule}", head, *rows, *rest))


def _evidence(finding: Finding, answer: Decision | None) -> tuple[str, list[tuple[str, str, str]], list[str]]:
    """Return message, readings (text, score, basis) and notes of a finding, all of them visible."""
    readings = [(visible(each.text) or "(nothing)", each.sureness, visible(each.basis)) for each in finding.readings]
    rest = [f"note: {visible(finding.note)}"] if finding.note else []
    if answer is not None and answer.verdict in _TAKEN:
        rest.append(f"{_TAKEN[answer.verdict]} by {visible(answer.resp)}, {answer.at[:10]}")
    if answer is not None and answer.note:
        rest.append(f"remark: {visible(answer.note)}")
    return visible(finding.message), readings, rest


def actions(
    checked: Checked, places: Places, asked_for: types.Range, *, documents: bool = True
) -> list[types.CodeAction]:
    """Return the quick fixes for what is found in a range, or was decided there.

    Those that decide come first and leave the text alone; those that write a reading into the text record nothing.

    Args:
        checked: the buffer.
        places: the places of its text.
        asked_for: where the editor asks.
        documents: whether the editor takes edits that name the version of the text they are for.
    """
    span = places.span(_position(asked_for.start), _position(asked_for.end))
    return [
        action
        for number, place in enumerate(checked.review.places)
        if place.span.start <= span.end and span.start <= place.span.end
        for action in _actions_at(checked, places, number, place, documents=documents)
    ]


def _actions_at(
    checked: Checked, places: Places, number: int, place: Place, *, documents: bool
) -> Iterator[types.CodeAction]:
    state = replace(checked.review, at=number)
    shown = {each.id for each in checked.findings}
    about = diagnostics((each for each in place.findings if each.id in shown), places)
    decide = _Deciding(checked.buffer.uri, about)
    is_open = state.place_mark(place) in (Mark.OPEN, Mark.SKIPPED)
    if checked.is_reviewable and is_open:
        yield from _answers(state, decide)
    elif checked.is_reviewable:
        yield from _undoings(state, place, decide)
    for rank, choice in enumerate(state.choices if is_open or about else ()):
        is_preferred = rank == 0 and not checked.is_reviewable
        yield _writing(checked, places, choice, about, is_preferred=is_preferred, documents=documents)


@dataclass(frozen=True, slots=True)
class _Deciding:
    """Makes the code actions that decide a place."""

    uri: str
    about: Sequence[types.Diagnostic]

    def action(
        self, title: str, finding: str, verdict: str, *, is_first: bool = False, **more: str
    ) -> types.CodeAction:
        argument = {"uri": self.uri, "finding": finding, "verdict": verdict, **more}
        return types.CodeAction(
            title,
            types.CodeActionKind.QuickFix,
            self.about,
            is_preferred=is_first or None,
            command=types.Command(title, command=COMMAND, arguments=[argument]),
        )


def _answers(state: Review, decide: _Deciding) -> Iterator[types.CodeAction]:
    """Yield what can be answered at the place in question, in the order of the review."""
    lead = state.lead
    if lead is None:
        return
    for rank, choice in enumerate(state.choices):
        title = f"Accept {_quoted(choice.reading.text)}{choice.reading.in_brackets}"
        yield decide.action(title, choice.finding.id, "edit", is_first=rank == 0, text=choice.reading.text)
    yield decide.action(f"Reject here: {_quoted(lead.anchor.sic)} is right", lead.id, "reject")
    for admission in () if lead.code.startswith(_NO_NAMES) else state.admissions():
        of = f"a form of {_quoted(admission.lemma)}" if admission.lemma else "a term of its own"
        title = f"Add {_quoted(admission.form)} to the glossary, as {of}"
        named = next(each for each in state.focus if form_of(each.anchor.sic) == admission.form)
        yield decide.action(title, named.id, "admit", term=admission.lemma)


def _undoings(state: Review, place: Place, decide: _Deciding) -> Iterator[types.CodeAction]:
    for finding in place.findings:
        answer = state.answers.get(finding.id)
        if answer is not None and answer.verdict in _TAKEN:
            what = _quoted(answer.anchor.sic if answer.corr is None else answer.corr)
            yield decide.action(f"Take back: {what} {_TAKEN[answer.verdict]}", finding.id, "undo")


def _writing(
    checked: Checked,
    places: Places,
    choice: Choice,
    about: Sequence[types.Diagnostic],
    *,
    is_preferred: bool,
    documents: bool,
) -> types.CodeAction:
    buffer = checked.buffer
    anchor = choice.finding.anchor
    edit = types.TextEdit(_range(anchor.span, places), kept(anchor.sic, choice.reading.text))
    if documents:
        document = types.OptionalVersionedTextDocumentIdentifier(buffer.uri, buffer.version)
        change = types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [edit])])
    else:
        change = types.WorkspaceEdit(changes={buffer.uri: [edit]})
    title = f"Write {_quoted(choice.reading.text)} into the text, unrecorded"
    return types.CodeAction(title, types.CodeActionKind.QuickFix, about, is_preferred=is_preferred or None, edit=change)


def wants_fixes(only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Say whether an editor that asks for these kinds of code actions asks for quick fixes.

    >>> wants_fixes(None), wants_fixes(["source.fixAll"]), wants_fixes(["quickfix"])
    (True, False, True)
    """
    kinds = [str(getattr(kind, "value", kind)) for kind in only or ()]
    return not kinds or any(kind in ("", types.CodeActionKind.QuickFix.value) for kind in kinds)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a code action asks for when it is taken."""

    uri: str
    finding: str
    answer: Answer


def asked(argument: object) -> Asked:
    """Return what the argument of the command asks for: an object with uri, finding, verdict, and text or term.

    Raises:
        InputError: it is none that we gave.

    >>> asked({"uri": "file:///a.txt", "finding": "f1", "verdict": "reject"}).answer.verdict
    'reject'
    """
    given = argument if isinstance(argument, dict) else {}
    values = {name: given.get(name) for name in ("uri", "finding", "verdict", "text", "term")}
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    needed = {"uri", "finding", "verdict", *(("text",) if texts.get("verdict") == "edit" else ())}
    if not needed <= set(texts) or texts["verdict"] not in ANSWERS:
        raise InputError(
            f"{COMMAND} was called with what it does not understand",
            help="take one of the quick fixes that are offered at a finding",
        )
    answer = Answer(texts["verdict"], text=texts.get("text"), term=texts.get("term"))
    return Asked(texts["uri"], texts["finding"], answer)


def told(error: CorrigendaError) -> str:
    """Return the message of an error in one line.

    >>> told(CorrigendaError("no such file", where="a.txt", help="give a file that exists"))
    'corrigenda: no such file (a.txt): give a file that exists'
    """
    where = f" ({error.where})" if error.where else ""
    advice = f": {error.help}" if error.help else ""
    return f"corrigenda: {error.message}{where}{advice}"


def _range(span: Span, places: Places) -> types.Range:
    start, end = places.place(span.start), places.place(span.end)
    return types.Range(types.Position(start.line, start.column), types.Position(end.line, end.column))


def _position(at: types.Position) -> Position:
    return Position(at.line, at.character)


def _quoted(text: str) -> str:
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return f"“{visible(short)}”"


def _escaped(text: str) -> str:
    """Return text as Markdown that shows it as it is."""
    return _MARKDOWN.sub(r"\\\1", text)
