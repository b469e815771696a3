"""The patch of a witness: a readable head with one record an emendation, then a plain unified diff.

Other tools take the diff. We read the head and put each emendation in its place by span, or, when the text
has changed meanwhile, by its quotation. The two digests tell what other tools cannot: whether the text is the
one the patch was made for, and whether the result is the one that was meant.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike, fspath
from pathlib import Path

from corrigenda import corrections, formats
from corrigenda.deciding import plan, record
from corrigenda.deciding.emendation import Emendation, disjoint
from corrigenda.deciding.place import Haystack
from corrigenda.deciding.plan import Plan
from corrigenda.errors import ConflictError, InputError
from corrigenda.storage import diff, files
from corrigenda.texts import markup, wording
from corrigenda.texts.text import Witness, digest, splice, undecodable
from corrigenda.texts.visible import visible

ENDING = ".patch"
_TEXT = "text"
FORMAT = 1
"""Version of the head; a higher one is refused with a word on upgrading."""

_ONCE = ("Format", "Witness", "Base-SHA256", "Result-SHA256")
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*): ?(.*)")
_DIGEST = re.compile("[0-9a-f]{64}")
_REQUIRED = ("start", "end", "sic", "before", "after", "corr", "rule", "resp")
_KNOWN = frozenset((*_REQUIRED, "copy", "copies", "rivals", "cert", "note", "at", "decision"))


@dataclass(frozen=True, slots=True, repr=False)
class Patch:
    """All emendations of one witness; `str` is what its file holds."""

    siglum: str
    base: str
    """SHA-256 of the witness."""
    result: str
    """SHA-256 of the corrected text."""
    emendations: tuple[Emendation, ...]
    """In the order of the text, none overlapping another."""
    body: bytes
    """The unified diff; empty when nothing changes."""

    @classmethod
    def read(cls, path: str | PathLike[str]) -> "Patch":
        """Return the patch in a file.

        Raises:
            InputError: it cannot be read, is damaged, or of a newer format; the error names the place.
            ConflictError: two of its emendations overlap.
        """
        return parse(files.read_bytes(Path(path)), fspath(path))

    def write(self, path: str | PathLike[str]) -> None:
        """Write the patch to a file, over another.

        Raises:
            InputError: it cannot be written.
        """
        files.write_out(Path(path), render(self))

    def apply(self, text: Witness | str) -> str:
        """Return the text with the emendations made; what was made already stays.

        Raises:
            ConflictError: an emendation has no certain place in the text, or head, diff and digests disagree.
        """
        witness = text if isinstance(text, Witness) else formats.of_text(text, name=_TEXT, siglum=self.siglum)
        todo = plan_for(self, witness)
        if not todo.fits:
            lost = (*todo.missing, *(each for each, _spans in todo.ambiguous))
            raise ConflictError(
                f"no certain place for {', '.join(map(str, lost))}",
                where=visible(witness.name),
                help="the text has changed; `corrigenda apply` shows where each may belong",
            )
        return splice(witness.text, todo.edits)

    def __repr__(self) -> str:
        count = len(self.emendations)
        return f"<Patch of {self.siglum}: {count:,} emendation{'' if count == 1 else 's'}>"

    def __str__(self) -> str:
        return render(self).decode("utf-8", "replace")

    def _repr_html_(self) -> str:
        """Return the diff, for notebooks."""
        return markup.difference(self.body.decode("utf-8", "replace").rstrip("\n").split("\n"))


def path_for(folder: Path, siglum: str) -> Path:
    """Return the patch of a witness in the folder of corrections.

    Raises:
        InputError: the siglum or a link leads out of the folder.
    """
    return corrections.path_for(folder, siglum, ENDING)


def make(witness: Witness, chosen: Iterable[Emendation]) -> Patch:
    """Return the patch that makes the emendations in a witness; `plan` gives them their places in it.

    Raises:
        ConflictError: two of them overlap, one does not fit the witness or cannot be written in its encoding.
    """
    quoted = (replace(each, base=witness.digest) for each in chosen if each.corr != each.anchor.sic)
    todo = Plan(witness.digest, disjoint(quoted))
    result = plan.apply(witness, todo)
    haystack = Haystack(witness.text)
    ordered = tuple(
        replace(each, anchor=haystack.counted(witness.anchor(each.anchor.span))) for each in todo.emendations
    )
    old = witness.codec.encode(witness.text)
    body = diff.write(witness.siglum, old, _byte_edits(witness, ordered, old, result))
    return Patch(witness.siglum, witness.digest, digest(result), ordered, body)


def difference(witness: Witness, planned: Iterable[Emendation]) -> bytes:
    """Return the unified diff of a witness and the text with the emendations of a plan for it made; empty for none.

    Raises:
        ConflictError: one does not fit the witness or cannot be written in its encoding.
    """
    todo = Plan(witness.digest, tuple(each for each in planned if each.corr != each.anchor.sic))
    old = witness.codec.encode(witness.text)
    return diff.write(witness.siglum, old, _byte_edits(witness, todo.emendations, old, plan.apply(witness, todo)))


def renamed(patch: Patch, siglum: str) -> Patch:
    """Return the patch as that of the witness `siglum`, which has the same text."""
    ordered = tuple(replace(each, anchor=replace(each.anchor, siglum=siglum)) for each in patch.emendations)
    return replace(patch, siglum=siglum, emendations=ordered, body=diff.renamed(patch.body, siglum))


def render(patch: Patch) -> bytes:
    """Return the file; the same decisions give the same bytes on any day."""
    count = len(patch.emendations)
    resps = dict.fromkeys(visible(each.resp) for each in patch.emendations if each.resp)
    dates = [each.at[:10] for each in patch.emendations if each.at]
    name = diff.quoted(patch.siglum)
    head = [
        b"Format: %d" % FORMAT,
        b"Description: %b of %b" % (wording.count(count, "emendation").encode(), name),
        *([b"Author: " + ", ".join(resps).encode()] if resps else []),
        *([b"Last-Update: " + visible(max(dates)).encode()] if dates else []),
        b"Witness: " + name,
        b"Base-SHA256: " + patch.base.encode(),
        b"Result-SHA256: " + patch.result.encode(),
        *(b"Emendation: " + _line(each).encode() for each in patch.emendations),
    ]
    return b"\n".join(head) + b"\n\n" + patch.body


def parse(data: bytes, where: str) -> Patch:
    """Return the patch in a file; fields of DEP-3 that we do not write are passed over.

    Args:
        data: its bytes.
        where: its name, for messages.

    Raises:
        InputError: a damaged head or diff (with its place), a newer format, a siglum outside of the project.
        ConflictError: two emendations overlap.
    """
    where = visible(where)
    head, _, body = data.partition(b"\n\n")
    fields: dict[str, str] = {}
    places: dict[str, str] = {}
    records: list[record.Record] = []
    for number, raw in enumerate(head.split(b"\n"), 1):
        name, value, column = _field(raw, f"{where}:{number}")
        if name == "Emendation":
            records.append(record.load(value, f"{where}:{number}", column, diff.REMEDY))
            continue
        if name in _ONCE and name in fields:
            raise diff.damaged(f"the field {name!r} stands twice", f"{where}:{number}:1")
        fields[name], places[name] = value, f"{where}:{number}:{column}"
        if name == "Format":
            _check_format(value, places[name])
    siglum = _checked(fields, places, where)
    base = fields["Base-SHA256"]
    diff.read(body, where, head.count(b"\n") + 3)
    ordered = disjoint(_emendation(each, siglum, base) for each in records)
    if not body and base != fields["Result-SHA256"]:
        raise diff.damaged("the diff is missing", where)
    return Patch(siglum, base, fields["Result-SHA256"], ordered, body)


def plan_for(patch: Patch, witness: Witness, *, reverse: bool = False) -> Plan:
    """Return what `plan.plan` says of the patch's emendations, having held its parts against each other.

    Raises:
        ConflictError: the text is the one it was made for, but head, diff and digests do not say the same of
            it; or two emendations come to overlap.
    """
    check(patch, witness)
    return plan.plan(patch.emendations, witness, results={patch.base: patch.result}, reverse=reverse)


def check(patch: Patch, witness: Witness) -> None:
    """Hold the parts of a patch against each other, if the text is the one it was made for.

    Raises:
        ConflictError: head, diff and digests do not say the same of it.
    """
    if witness.digest == patch.base and not _agrees(patch, witness):
        raise ConflictError(
            "the head of the patch, its diff and its Result-SHA256 do not say the same",
            where=visible(patch.siglum),
            help="write it again with `corrigenda patch`; the journal has all decisions",
        )


def _agrees(patch: Patch, witness: Witness) -> bool:
    try:
        by_diff = diff.apply(diff.read(patch.body), witness.codec.encode(witness.text))
        by_span = plan.apply(witness, Plan(witness.digest, patch.emendations))
    except (ValueError, ConflictError):
        return False
    return by_diff == by_span and digest(by_span) == patch.result


def _byte_edits(witness: Witness, ordered: Sequence[Emendation], old: bytes, new: bytes) -> tuple[diff.ByteEdit, ...]:
    """Return the edits in bytes; where letters depend on those before them (ISO 2022), one edit for all."""
    encoding = witness.codec.encoding
    edits: list[diff.ByteEdit] = []
    at, done = len(witness.codec.bom), 0
    for each in ordered:
        span = each.anchor.span
        start = at + len(witness.text[done : span.start].encode(encoding))
        at = start + len(each.anchor.sic.encode(encoding))
        edits.append(diff.ByteEdit(start, at, each.corr.encode(encoding)))
        done = span.end
    if diff.splice(old, edits) == new:
        return tuple(edits)
    return (diff.ByteEdit(0, len(old), new),)


def _line(each: Emendation) -> str:
    optional = {"note": each.note, "at": each.at, "decision": each.decision}
    fields: dict[str, object] = {**record.quotation(each.anchor), "corr": each.corr}
    fields |= {"rule": each.rule, "resp": each.resp}
    fields |= {"cert": each.cert} if each.cert != "unknown" else {}
    return record.line(fields | {name: value for name, value in optional.items() if value})


def _emendation(line: record.Record, siglum: str, base: str) -> Emendation:
    line.only(_KNOWN)
    return Emendation(
        line.anchor(siglum),
        line.text("corr"),
        line.text("rule"),
        line.text("resp"),
        line.text("cert", "unknown"),
        line.text("note", ""),
        line.text("at", ""),
        line.text("decision", ""),
        base,
    )


def _field(raw: bytes, where: str) -> tuple[str, str, int]:
    """Return name, value and column of the value of a line of the head, which `where` names.

    The name is empty where the line goes on with the one before.
    """
    try:
        line = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise diff.damaged("not UTF-8", f"{where}:{undecodable(error)[1]}") from error
    if line.endswith("\r"):
        advice = f"if git did it, put the line `corrections/** -text` into .gitattributes; then {diff.REMEDY}"
        raise diff.damaged("its line ends were changed to CRLF", f"{where}:{len(line)}", advice)
    found = _FIELD.fullmatch(line)
    if line.startswith((" ", "\t", "#")):
        return "", line, 1
    if not found:
        raise diff.damaged("not a line 'Name: value'", f"{where}:1")
    return found[1], found[2], found.start(2) + 1


def _check_format(version: str, where: str) -> None:
    if version.isdecimal() and int(version[:9]) > FORMAT:
        raise InputError(
            f"a newer corrigenda wrote this patch (format {version[:9]})",
            where=where,
            help="upgrade corrigenda to read it",
        )
    if version != str(FORMAT):
        raise diff.damaged(f"unknown format {visible(version)!r}", where)


def _checked(fields: Mapping[str, str], places: Mapping[str, str], where: str) -> str:
    """Return the siglum, having checked the fields every patch has; `places` says where each stands."""
    for name in _ONCE:
        if name not in fields:
            raise diff.damaged(f"the field {name!r} is missing", where)
    for name in ("Base-SHA256", "Result-SHA256"):
        if not _DIGEST.fullmatch(fields[name]):
            raise diff.damaged(f"{name!r} is not a digest of 64 hexadecimal digits", places[name])
    try:
        siglum = diff.unquoted(fields["Witness"].encode())
    except ValueError as error:
        raise diff.damaged(str(error), places["Witness"]) from error
    corrections.check_siglum(siglum, places["Witness"])
    return siglum
