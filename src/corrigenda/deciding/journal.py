"""The journal: every answer on a line of its own, appended and on disk before the next question is asked."""

import codecs
import errno
import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path

from corrigenda import corrections
from corrigenda.deciding import record
from corrigenda.deciding.decision import VERSION, Decision, Verdict
from corrigenda.errors import InputError
from corrigenda.finding import Finding
from corrigenda.storage import files
from corrigenda.texts.text import undecodable
from corrigenda.texts.visible import visible

ENDING = ".journal.jsonl"

_REQUIRED = ("v", "id", "finding", "rule", "start", "end", "sic", "before", "after", "verdict", "resp", "at")
_OPTIONAL = ("note", "base", "score", "term", "batch", "undoes")
_FIELDS = frozenset((*_REQUIRED, "copy", "copies", "rivals", "corr", *_OPTIONAL))
_TELLING = (("score", 0.0), ("term", ""))
"""Optional fields that say something though they are empty."""
_TIME = re.compile(r"[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_EMENDING = (Verdict.ACCEPT, Verdict.EDIT)
_BEGINNING = '{"v":'
"""What a line begins with, and no text in it can hold."""
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


def path_for(folder: Path, siglum: str) -> Path:
    """Return the journal of a witness in the folder of corrections.

    Raises:
        InputError: the siglum or a link leads out of the folder.
    """
    return corrections.path_for(folder, siglum, ENDING)


def read(path: Path, siglum: str) -> tuple[tuple[Decision, ...], tuple[str, ...]]:
    """Return the decisions of a journal in the order of its lines, and warnings.

    A missing file has none. Lines that stand twice alike, as after a merge, count once. A last line without
    its LF is what a power cut left: read if it is whole, dropped with a warning if it is the beginning of one line.
    All else is an error.

    Raises:
        InputError: a damaged line, one of a newer version, an id with two contents, an undo of nothing.
    """
    corrections.check_regular(path)
    if not path.exists():
        return (), ()
    name = visible(files.shown(path))
    *lines, tail = files.read_bytes(path).split(b"\n")
    warnings: tuple[str, ...] = ()
    if tail and not _is_torn(tail):
        lines.append(tail)
    elif tail:
        warnings = (f"{name}:{len(lines) + 1}:1: the last line was cut off when it was written; it is left out",)

    def line(number: int) -> record.Record:
        return _loaded(lines[number - 1], f"{name}:{number}")

    found: dict[str, tuple[Decision, int]] = {}
    for number in range(1, len(lines) + 1):
        decision = _decision(line(number), siglum)
        known, first = found.setdefault(decision.id, (decision, number))
        if known != decision:
            line(number).damaged(
                f"the id {visible(decision.id)!r} stands here and at {line(first).place('id')} with different contents",
                "id",
                "keep the line that is right, or give one of them another id",
            )
    _check_undone(found, line)
    return tuple(decision for decision, _ in found.values()), warnings


class Journal:
    """The appending side of a journal file, which is made with the first decision."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = 0
        self._before = 0
        """What the size was before the last lines."""

    def append(self, *decisions: Decision) -> None:
        """Write decisions, all or none of them, and return when they are on disk.

        The file is opened anew each time; what other programs appended meanwhile stays.

        Raises:
            InputError: the file cannot be written, is damaged, or lost lines since the last time, or a decision could
                not be read again; the file is left as it was.
        """
        lines = b"".join(map(_checked, decisions))
        if not lines:
            return
        corrections.check_regular(self._path)
        try:
            is_new = not self._path.exists()
            if self._size > (0 if is_new else self._path.stat().st_size):
                raise InputError(
                    "the journal was shortened, replaced or removed by another program",
                    where=visible(files.shown(self._path)),
                    help="this answer is not recorded; look at the file, then start again",
                )
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a+b", buffering=0) as file:
                self._before, self._size = _write(file, lines, visible(files.shown(self._path)))
            if is_new:
                files.sync_folder(self._path.parent)
        except OSError as error:
            raise InputError(
                f"cannot write the journal: {error.strerror or error}",
                where=visible(files.shown(self._path)),
                help="nothing of this answer is recorded, what was answered before is; make room, then go on",
            ) from error

    def retract(self) -> None:
        """Cut off what the last `append` wrote, as nothing was written since; where that fails too, it stays."""
        with suppress(OSError):
            os.truncate(self._path, self._before)
            self._size = self._before


class Clerk:
    """Makes decisions: gives each its id and a time after all earlier ones, whatever the clock says.

    Args:
        resp: who decides.
        now: the clock.
        new_id: where ids come from.
        latest: the latest time in the journal so far.
    """

    def __init__(
        self,
        resp: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], str] = lambda: secrets.token_hex(6),
        latest: str = "",
    ) -> None:
        self.resp = resp
        self._now = now
        self._new_id = new_id
        self._latest = datetime.fromisoformat(latest) if latest else datetime.min.replace(tzinfo=UTC)

    def decide(
        self,
        finding: Finding,
        verdict: Verdict,
        *,
        corr: str | None = None,
        note: str = "",
        base: str = "",
        score: float | None = None,
        term: str | None = None,
        batch: str = "",
    ) -> Decision:
        """Return the decision on a finding.

        Raises:
            ValueError: a verdict that emends comes without a reading, or another one with a reading.
        """
        if verdict is Verdict.UNDO or (verdict in _EMENDING) is (corr is None):
            raise ValueError(f"{verdict} with the reading {corr!r}")
        stamp = self._stamp()
        head = (self._new_id(), finding.id, finding.code, finding.anchor, verdict, corr, self.resp)
        return Decision(*head, stamp, note, base, score, term, batch)

    def undo(self, decision: Decision) -> Decision:
        """Return the decision that takes `decision` back.

        Raises:
            ValueError: it is an undo itself.
        """
        if decision.verdict is Verdict.UNDO:
            raise ValueError("an undo is not undone; decide again")
        return replace(
            decision,
            id=self._new_id(),
            verdict=Verdict.UNDO,
            corr=None,
            resp=self.resp,
            at=self._stamp(),
            note="",
            score=None,
            term=None,
            batch="",
            undoes=decision.id,
        )

    def _stamp(self) -> str:
        self._latest = max(self._now(), self._latest + timedelta(microseconds=1))
        return self._latest.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def encode(decision: Decision) -> str:
    """Return the line of a decision, without its LF; fields that are empty and not needed are left out."""
    optional = {name: getattr(decision, name) for name in _OPTIONAL}
    said = {name: value for name, value in optional.items() if value or (name, value) in _TELLING}
    fields = {
        "v": VERSION,
        "id": decision.id,
        "finding": decision.finding,
        "rule": decision.rule,
        **record.quotation(decision.anchor),
        "verdict": decision.verdict.value,
        **({} if decision.corr is None else {"corr": decision.corr}),
        "resp": decision.resp,
        "at": decision.at,
        **said,
    }
    return record.line(fields)


def _decision(line: record.Record, siglum: str) -> Decision:
    version = line.number("v")
    if version > VERSION:
        line.damaged(f"a newer corrigenda wrote this line (version {version})", "v", "upgrade corrigenda to read it")
    line.only(_FIELDS)
    if version != VERSION:
        line.damaged(f"unknown version {version}", "v")
    verdict, at = line.text("verdict"), line.text("at")
    if verdict not in tuple(Verdict):
        line.damaged(f"unknown verdict {visible(verdict)!r}", "verdict")
    if not _is_time(at):
        line.damaged("'at' is not a time such as 2026-11-22T17:40:00.000000Z", "at")
    if (verdict in _EMENDING) is not ("corr" in line.fields):
        line.damaged(f"{verdict!r} {'needs' if verdict in _EMENDING else 'has no'} 'corr'", "verdict")
    if (verdict == Verdict.UNDO) is not ("undoes" in line.fields):
        line.damaged(f"{verdict!r} {'needs' if verdict == Verdict.UNDO else 'has no'} 'undoes'", "verdict")
    for name in ("id", "undoes"):
        if line.fields.get(name) == "":
            line.damaged("an id is empty", name)
    return Decision(
        id=line.text("id"),
        finding=line.text("finding"),
        rule=line.text("rule"),
        anchor=line.anchor(siglum),
        verdict=Verdict(verdict),
        corr=line.text("corr") if "corr" in line.fields else None,
        resp=line.text("resp"),
        at=at,
        note=line.text("note", ""),
        base=line.text("base", ""),
        score=line.share("score"),
        term=line.text("term") if "term" in line.fields else None,
        batch=line.text("batch", ""),
        undoes=line.text("undoes", ""),
    )


def _is_time(text: str) -> bool:
    if not _TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:  # a month or an hour that there is not
        return False
    return True


def _loaded(raw: bytes, where: str) -> record.Record:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise record.damaged("not UTF-8", f"{where}:{undecodable(error)[1]}") from error
    if text.startswith(_CONFLICT):
        raise record.damaged(
            "a merge of two versions was not finished here",
            f"{where}:1",
            "keep the lines of both sides and delete those that begin with <<<, ===, ||| or >>>",
        )
    if f"\r{_BEGINNING}" in text:
        at, advice = text.index("\r") + 1, "change the line ends of the file to LF"
        raise record.damaged("a line ends with CR alone here", f"{where}:{at}", advice)
    return record.load(text, where)


def _is_torn(tail: bytes) -> bool:
    """Say whether a last line without its LF is the beginning of one line that was not written to its end.

    Anything else may hold answers: a whole line, or all of them where another program changed the line ends.
    """
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(tail.rstrip(b"\0"))  # file systems fill up with NULs
    except UnicodeDecodeError:
        return False
    is_one = text.startswith(_BEGINNING[: len(text)]) and text.count(_BEGINNING) <= 1 and text.isprintable()
    try:
        _loaded(tail, "")
    except InputError:
        return is_one
    return False


def _checked(decision: Decision) -> bytes:
    """Return the line of a decision with its LF; it was read again as the journal will be.

    Raises:
        InputError: that is not possible.
    """
    line = encode(decision).encode()
    try:
        _decision(_loaded(line, ""), decision.anchor.siglum)
    except InputError as error:
        raise InputError(
            f"this answer could not be read again: {error.message}",
            where=visible(decision.anchor.siglum),
            help="it is not recorded; who decides, readings and notes are texts",
        ) from error
    return line + b"\n"


def _check_undone(found: Mapping[str, tuple[Decision, int]], line: Callable[[int], record.Record]) -> None:
    decisions = {name for name, (decision, _) in found.items() if decision.verdict is not Verdict.UNDO}
    for decision, number in found.values():
        if decision.undoes and decision.undoes not in decisions:
            line(number).damaged(
                f"this undoes {visible(decision.undoes)!r}, which is no decision of this journal", "undoes"
            )


def _write(file: FileIO, lines: bytes, name: str) -> tuple[int, int]:
    """Append `lines` in one write, on disk before it returns; return the sizes of the file before and then.

    A torn last line is cut off first, a whole one that lacks its LF gets it. If writing fails, what was
    written of it is cut off again.

    Raises:
        InputError: the last line lacks its LF and is neither; the file, called `name`, is left as it was.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 1))
    if file.read(1) not in (b"", b"\n"):
        file.seek(0)
        *whole, tail = file.readall().split(b"\n")
        if _is_torn(tail):
            size -= len(tail)
            file.truncate(size)
        else:
            _loaded(tail, f"{name}:{len(whole) + 1}")
            lines = b"\n" + lines
    try:
        if file.write(lines) != len(lines):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # noqa: TRY301 - a part alone means this
        os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            file.truncate(size)
        raise
    return size, size + len(lines)
