"""A review at the terminal: shows a place, waits for a key, has the answer recorded, shows the next.

The keys, the journals and the glossary are given as functions, so that it runs without any of them.
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rich.console import Console
from rich.control import Control
from rich.text import Text

from corrigenda.deciding.decision import Decision
from corrigenda.deciding.journal import Clerk
from corrigenda.errors import CorrigendaError
from corrigenda.reviewing import screen
from corrigenda.reviewing.keys import Decoder, Key, Press
from corrigenda.reviewing.lineedit import Line
from corrigenda.reviewing.review import Admission, Alike, GlossaryChange, Review, Step, deleted
from corrigenda.reviewing.screen import Dialog, View
from corrigenda.texts.visible import visible

_YES_NO = (("y", "yes"), ("n", "no"))
_TYPING = (("Enter", "confirm"), ("Esc", "cancel"))
_LISTED = 50
"""Places that are listed before one answer is given for all: more than a screen shows."""
_NO_GLOSSARY = "there is no glossary to add to; name one with --glossary"

Getchar = Callable[[], str]
"""Waits for keys and returns what was typed; nothing at the end of the input."""


def run(
    review: Review,
    *,
    console: Console,
    getchar: Getchar,
    clerk: Clerk,
    record: Callable[[Sequence[Decision]], None],
    change: Callable[[GlossaryChange], bool] | None = None,
    resume: str = "corrigenda review",
) -> Review:
    """Ask about one place after the other until the editor stops, and return the review as it then stands.

    The end of the input, Ctrl-C, Ctrl-D and a terminal that is gone all stop it; every answer is recorded
    before the next place is shown, so that nothing is lost.

    Args:
        review: where to begin.
        console: where to draw; its size is asked for anew each time.
        getchar: waits for keys and returns them (`keyboard.keyboard`, `click.getchar`); empty at the end.
        clerk: makes the decisions.
        record: appends decisions to the journals and returns when they are on disk.
        change: makes a change in the glossary and says whether the file is another one now; raises
            `CorrigendaError` when it cannot. None when there is no glossary.
        resume: the command that goes on where this session stops, for the last words.

    Raises:
        CorrigendaError: what `record` raises; the answer that could not be recorded does not count.
    """
    session = _Session(review, console, getchar, clerk, record, change)
    with contextlib.suppress(_Stopped, KeyboardInterrupt):
        session.ask_on()
    with contextlib.suppress(OSError):
        _take_leave(session.review, console, resume)
    return session.review


def _take_leave(review: Review, console: Console, resume: str) -> None:
    """Say how far the review has come and how it goes on."""
    console.clear()
    console.print(Text(f"{screen.summary(review)}."))
    if review.tally().left:
        console.print(Text(f"Every answer is kept; “{visible(resume)}” goes on from here."))
    else:
        console.print(Text("Every answer is kept; “corrigenda apply” makes the corrected text."))


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The editor wants to stop, or is gone."""


@dataclass(slots=True)
class _Session:
    review: Review
    console: Console
    getchar: Getchar
    clerk: Clerk
    record: Callable[[Sequence[Decision]], None]
    change: Callable[[GlossaryChange], bool] | None
    message: str = ""
    decoder: Decoder = field(default_factory=Decoder)
    pending: list[Press] = field(default_factory=list)
    """Keys that arrived together with others and wait for their turn."""

    def ask_on(self) -> None:
        """Answer keys until one says to stop."""
        while True:
            press = self._press()
            self.message = ""
            command = _COMMANDS.get(press.text) if press.key is Key.CHARACTER else None
            if command is not None:
                command(self)
            elif press.key is Key.CHARACTER and press.text in "123456789":
                self._carry_out(self.review.take(self.clerk, int(press.text)))
            elif press.key in (Key.CHARACTER, Key.PASTE, Key.ENTER, Key.ESCAPE):
                self.message = "that key decides nothing; ? lists the keys"

    def accept(self) -> None:
        self._carry_out(self.review.accept(self.clerk))

    def reject(self) -> None:
        self._carry_out(self.review.reject(self.clerk))

    def skip(self) -> None:
        self._carry_out(self.review.skip(self.clerk))

    def undo(self) -> None:
        self._carry_out(self.review.undo(self.clerk))

    def forward(self) -> None:
        self.review = self.review.forward()

    def back(self) -> None:
        self.review = self.review.back()

    def stop(self) -> None:
        raise _Stopped

    def edit(self) -> None:
        """Have a reading typed and take it."""
        if self.review.lead is None:
            self._carry_out(self.review.reject(self.clerk))
            return
        corr = self._type_reading(f"The reading for “{self.review.lead.anchor.sic}”:")
        if corr is None:
            return
        anchor = self.review.lead.anchor
        self._carry_out(self.review.edit(self.clerk, corr))
        if corr == anchor.sic and not self.message:
            self.message = "that is what stands there: kept as it is"
        elif not corr and not self.message:
            self.message = deleted(anchor)

    def answer_alike(self) -> None:
        """Have one answer given for all places with the same sic and reading, after they were shown."""
        alike = self.review.alike()
        if alike is None or len(alike.places) == 1:
            self.message = "no other open place has this sic with this reading first"
            return
        keys = [("y", f"accept “{alike.corr}”")] if alike.corr is not None else []
        keys += [("e", "type a reading"), ("n", "reject in all"), ("Esc", "back")]
        arrow = f" \N{RIGHTWARDS ARROW} “{alike.corr}”" if alike.corr is not None else ""
        title = f"The same answer for {len(alike.places)} places? “{alike.sic}”{arrow}"
        listed = alike.places[:_LISTED]
        rows = tuple(screen.snippet(self.review, number, self.console.width) for number in listed)
        labels = tuple((name, visible(label)) for name, label in keys)
        press = self._press(Dialog(title, rows, len(alike.places) - len(rows), labels))
        if press == Press(Key.CHARACTER, "y") and alike.corr is not None:
            self._answer_all(alike, alike.corr)
        elif press == Press(Key.CHARACTER, "n"):
            self._answer_all(alike, None)
        elif press == Press(Key.CHARACTER, "e"):
            corr = self._type_reading(f"The reading for all {len(alike.places)} places of “{alike.sic}”:")
            if corr is not None:
                self._answer_all(alike, corr)

    def admit(self) -> None:
        """Have the sic added to the glossary, after asking what it is there."""
        if self.change is None:
            self.message = _NO_GLOSSARY
            return
        admissions = self.review.admissions()
        if not admissions:
            self.message = "only words can be added to the glossary"
            return
        rows = tuple(f" {number} {self._option(each)}" for number, each in enumerate(admissions, 1))
        title = "Right as it stands: what is to be added to the glossary?"
        numbers = f"1–{len(admissions)}" if len(admissions) > 1 else "1"
        press = self._press(Dialog(title, rows, keys=((numbers, "add"), ("Esc", "back"))))
        numbered = {str(number): each for number, each in enumerate(admissions, 1)}
        if press.key is Key.CHARACTER and press.text in numbered:
            self._admit(numbered[press.text])

    def annotate(self) -> None:
        """Have a note typed and keep it."""
        if self.review.place is None:
            self.message = "there is no place to attach a note to; k goes back"
            return
        line = self._type(Dialog("A note for this place:", line=Line.holding(self.review.note)))
        if line is not None:
            self._carry_out(self.review.annotate(self.clerk, line.strip()))

    def help(self) -> None:
        """Show what the keys do."""
        width = max(len(name) for name, _ in screen.HELP)
        rows = tuple(f"{name:<{width}}  {label}" for name, label in screen.HELP)
        self._press(Dialog("Keys", rows, keys=(("any key", "back to the review"),), is_alone=True))

    def _answer_all(self, alike: Alike, corr: str | None) -> None:
        self._carry_out(self.review.answer_alike(self.clerk, alike, corr))

    def _option(self, admission: Admission) -> str:
        others = len(self.review.holding(admission)) - 1
        told = f"“{admission.form}” as a term of its own"
        if admission.lemma:
            told = f"“{admission.form}” as another form of “{admission.lemma}”"
        return f"{told} (and {others} more with it)" if others else told

    def _admit(self, admission: Admission) -> None:
        """Add to the glossary; a form that it knows already is only kept as it stands."""
        step = self.review.admit(self.clerk, admission)
        wanted = GlossaryChange(admission)
        if wanted not in step.changes or self.change is None:
            self._carry_out(step)
            return
        try:
            is_new = self.change(wanted)
        except CorrigendaError as error:
            self.message = f"not added: {error.message}"
            return
        if not is_new:
            step = self.review.admit(self.clerk, admission, is_new=False)
        rest = tuple(each for each in step.changes if each != wanted)
        try:
            self._carry_out(replace(step, changes=rest))
        except BaseException:
            if is_new:
                self._change(wanted.inverse)
            raise

    def _carry_out(self, step: Step) -> None:
        """Have a step's decisions recorded and its glossary changes made; only then does it count."""
        if step.decisions:
            self.record(step.decisions)
        self.review = step.review
        self.message = step.message
        for each in step.changes:
            self._change(each)

    def _change(self, change: GlossaryChange) -> None:
        """Make a change that follows from an answer; when it fails, the answer stands all the same."""
        if self.change is None:
            self.message = "the glossary was left as it is; there is none to change"
            return
        try:
            self.change(change)
        except CorrigendaError as error:
            self.message = f"the glossary was left as it is: {error.message}"

    def _type_reading(self, title: str) -> str | None:
        """Return the reading that was typed; None when it was cancelled."""
        choices, lead = self.review.choices, self.review.lead
        if lead is None:
            return None
        begin = choices[0].reading.text if choices else lead.anchor.sic
        corr = self._type(Dialog(title, line=Line.holding(begin), is_reading=True))
        if corr == "":
            title = "Take it out, with nothing in its place?"
            question = Dialog(title, keys=_YES_NO, line=Line("", 0), is_reading=True)
            return "" if self._press(question) == Press(Key.CHARACTER, "y") else None
        return corr

    def _type(self, dialog: Dialog) -> str | None:
        """Return what was typed; None when it was cancelled."""
        line = dialog.line or Line("", 0)
        while True:
            press = self._press(replace(dialog, line=line, keys=_TYPING))
            if press.key is Key.ENTER:
                return line.text
            if press.key is Key.ESCAPE:
                return None
            line = line.press(press)

    def _press(self, dialog: Dialog | None = None) -> Press:
        """Show the review and return the next key.

        Raises:
            _Stopped: the key says to stop, or there will be none any more.
        """
        while not self.pending:
            try:
                self._draw(View(self.review, self.message if dialog is None else "", dialog))
                self.pending += self.decoder.feed(self.getchar())
            except (OSError, EOFError, KeyboardInterrupt) as error:
                raise _Stopped from error
        press = self.pending.pop(0)
        if press.key is Key.STOP:
            raise _Stopped
        return press

    def _draw(self, view: View) -> None:
        console = self.console
        width, height = console.size
        has_colours = console.color_system is not None and not console.no_color
        frame = screen.compose(view, width, height, brackets=not has_colours)
        with console:
            console.control(Control.clear(), Control.home())
            end = "" if console.is_terminal else "\n"
            console.print(Text("\n").join(frame.rows), end=end, no_wrap=True, overflow="ignore", crop=False)
            if frame.cursor is not None:
                console.control(Control.move_to(*frame.cursor))


_COMMANDS: dict[str, Callable[[_Session], None]] = {
    "y": _Session.accept,
    "e": _Session.edit,
    "n": _Session.reject,
    "s": _Session.skip,
    "a": _Session.answer_alike,
    "g": _Session.admit,
    "m": _Session.annotate,
    "u": _Session.undo,
    "j": _Session.forward,
    "k": _Session.back,
    "?": _Session.help,
    "q": _Session.stop,
}
