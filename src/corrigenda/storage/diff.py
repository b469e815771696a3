"""Unified diffs over bytes: written from known edits, read strictly, applied only where they fit exactly.

Lines end at LF and nowhere else, so that CRLF, bare CR, form feeds, NUL and UTF-16 pass through git and GNU
patch unchanged. No diff is searched for: the edits are known, and lines they do not touch are never shown as
changed. Format: POSIX.1-2017, diff -u; names as git writes them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha1
from itertools import takewhile

from corrigenda.errors import InputError

REMEDY = "write it again with `corrigenda patch`; the journal has all decisions"
"""What to do about a damaged patch."""
_CONTEXT = 3
_UNENDED = b"\\ No newline at end of file\n"
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_HUNK = re.compile(rb"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@[^\n]*\n")
_ODD = re.compile(rb'[\0-\x1f"\\\x7f]')
_ESCAPED = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


@dataclass(frozen=True, slots=True, order=True)
class ByteEdit:
    """A replacement of the bytes from `start` to `end`; where both are the same, an insertion."""

    start: int
    end: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Hunk:
    """A run of changed lines with their context."""

    old: int
    """Lines before it in the old bytes."""
    new: int
    """Lines before it in the new bytes."""
    lines: tuple[bytes, ...]
    """Each with its sign; one that is the last of its file may lack the LF."""

    def side(self, sign: bytes) -> list[bytes]:
        """Return the lines of one side: the old ones for ``-``, the new ones for ``+``."""
        return [line[1:] for line in self.lines if line[:1] in (b" ", sign)]


def splice(data: bytes, edits: Sequence[ByteEdit]) -> bytes:
    """Return `data` with the edits made; they are sorted and do not overlap."""
    out, at = list[bytes](), 0
    for edit in edits:
        out += (data[at : edit.start], edit.data)
        at = edit.end
    return b"".join((*out, data[at:]))


def hunks(data: bytes, edits: Sequence[ByteEdit]) -> tuple[Hunk, ...]:
    """Return what the edits change, with three lines of context; they are sorted and do not overlap."""
    found: list[Hunk] = []
    number, shift, counted = 0, 0, 0
    for group in _groups(data, edits):
        start, end = _lines_before(data, group[0].start), _lines_after(data, group[-1].end)
        number += data.count(b"\n", counted, start)
        counted = at = start
        lines: list[bytes] = []
        for change in group:
            lines += _signed(b" ", data[at : change.start])
            lines += _signed(b"-", data[change.start : change.end]) + _signed(b"+", change.data)
            at = change.end
        lines += _signed(b" ", data[at:end])
        hunk = Hunk(number, number + shift, tuple(lines))
        shift += len(hunk.side(b"+")) - len(hunk.side(b"-"))
        found.append(hunk)
    return tuple(found)


def write(name: str, old: bytes, edits: Sequence[ByteEdit]) -> bytes:
    """Return the diff of the file `name`: empty when nothing changes.

    It has git's first two lines (with the names of both blobs, for ``git apply --3way``) and no times: at the
    epoch git takes the file for a new one.
    """
    found = hunks(old, edits)
    if not found:
        return b""
    blobs = (_blob(old), _blob(splice(old, edits)))
    of_git, *sides = _heads(name)
    out = [of_git, b"index %b..%b\n" % blobs, *sides]
    for hunk in found:
        ranges = (_range(hunk.old, len(hunk.side(b"-"))), _range(hunk.new, len(hunk.side(b"+"))))
        out.append(b"@@ -%b +%b @@\n" % ranges)
        out += (line if line.endswith(b"\n") else line + b"\n" + _UNENDED for line in hunk.lines)
    return b"".join(out)


def renamed(diff: bytes, name: str) -> bytes:
    """Return a diff of one file, which `read` takes, as one of the file `name`."""
    of_git, *sides = _heads(name)
    lines = _split(diff)
    above = list(takewhile(lambda line: not line.startswith(b"--- "), lines))
    if len(above) == len(lines):
        return diff
    head = (of_git if line.startswith(b"diff --git ") else line for line in above)
    return b"".join((*head, *sides, *lines[len(above) + 2 :]))


def _heads(name: str) -> tuple[bytes, bytes, bytes]:
    """Return the lines that name the file in a diff: git's own, and those of either side."""
    before, after = quoted("a/" + name), quoted("b/" + name)
    tab = b"\t" if b" " in before else b""
    return b"diff --git %b %b\n" % (before, after), b"--- %b%b\n" % (before, tab), b"+++ %b%b\n" % (after, tab)


def read(diff: bytes, where: str = "", first: int = 1) -> tuple[Hunk, ...]:
    """Return the hunks of a diff of one file; nothing but blank lines is a diff without hunks.

    A context line that lost its blank is read as blank, as git and patch do.

    Args:
        diff: the bytes, of which any line before ``---`` is passed over.
        where: the file they stand in, for messages.
        first: the number of the first line in that file.

    Raises:
        InputError: a line that does not belong there, or an end before the counted lines were read.
    """
    lines = _split(diff)
    at = sum(1 for _ in takewhile(lambda line: not line.startswith(b"--- "), lines)) + 2
    if not diff.strip():
        return ()
    if at > len(lines) or not lines[at - 1].startswith(b"+++ "):
        raise damaged("no diff with the lines '---' and '+++'", f"{where}:{first}:1")
    found: list[Hunk] = []
    while at < len(lines):
        head = _HUNK.fullmatch(lines[at])
        if not head:
            raise damaged("not the beginning of a hunk", f"{where}:{first + at}:1")
        olds, news = (1 if head[group] is None else int(head[group]) for group in (2, 4))
        at, hunk = _hunk(lines, at + 1, (int(head[1]), olds, int(head[3]), news), (where, first))
        found.append(hunk)
    return tuple(found)


def apply(found: Sequence[Hunk], data: bytes) -> bytes:
    """Return `data` with the hunks applied at their very lines.

    Raises:
        ValueError: a hunk does not fit there; nothing is searched.
    """
    lines, out, at = _split(data), list[bytes](), 0
    for hunk in found:
        old = hunk.side(b"-")
        if hunk.old < at or lines[hunk.old : hunk.old + len(old)] != old:
            raise ValueError(f"the hunk at line {hunk.old + 1} does not fit")
        out += lines[at : hunk.old] + hunk.side(b"+")
        at = hunk.old + len(old)
    return b"".join(out + lines[at:])


def quoted(name: str) -> bytes:
    """Return a file name for a line: as it is, or, with odd characters in it, quoted as git does."""
    raw = name.encode("utf-8", "surrogateescape")
    odd = _ODD.search(raw) or not name.isprintable()
    return b'"' + "".join(map(_escape, raw)).encode() + b'"' if odd else raw


def unquoted(name: bytes) -> str:
    r"""Return the name that `quoted` wrote.

    Raises:
        ValueError: quotes that do not match, or an unknown escape.

    >>> unquoted(quoted("tab\there")), unquoted(quoted("Сталин"))
    ('tab\there', 'Сталин')
    """
    if name.startswith(b'"'):
        if not re.fullmatch(rb'"(?:[^"\\]|\\(?:[abtnvfr"\\]|[0-3][0-7]{2}))*"', name):
            raise ValueError("a name that is quoted wrongly")
        back = {char.encode(): bytes([code]) for code, char in _ESCAPED.items()}
        pairs = re.compile(rb"\\([0-3][0-7]{2}|.)")
        name = pairs.sub(lambda found: back.get(found[1]) or bytes([int(found[1], 8)]), name[1:-1])
    return name.decode("utf-8", "surrogateescape")


def damaged(what: str, where: str, advice: str = "") -> InputError:
    """Return the error for a patch that cannot be read."""
    return InputError(f"the patch is damaged: {what}", where=where, help=advice or REMEDY)


def _groups(data: bytes, edits: Sequence[ByteEdit]) -> Iterator[list[ByteEdit]]:
    """Yield the changes that share a hunk: those with no more than twice the context between them."""
    group: list[ByteEdit] = []
    for change in _changes(data, edits):
        if group and data.count(b"\n", group[-1].end, change.start) > 2 * _CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _changes(data: bytes, edits: Sequence[ByteEdit]) -> Iterator[ByteEdit]:
    """Yield the edits widened to whole lines, neighbours in one, without the lines that stay as they are."""
    for start, end, members in _blocks(data, edits):
        inner = [ByteEdit(edit.start - start, edit.end - start, edit.data) for edit in members]
        old, new = _split(data[start:end]), _split(splice(data[start:end], inner))
        head = _alike(old, new)
        tail = _alike(old[head:][::-1], new[head:][::-1])
        gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
        if gone or come:
            begin = start + sum(map(len, old[:head]))
            yield ByteEdit(begin, begin + sum(map(len, gone)), b"".join(come))


def _blocks(data: bytes, edits: Sequence[ByteEdit]) -> list[tuple[int, int, list[ByteEdit]]]:
    """Return the stretches of whole lines that the edits touch, with the edits of each.

    The line after an edit belongs to it, since an edit that ends with a line may draw the next one up.
    """
    blocks: list[tuple[int, int, list[ByteEdit]]] = []
    for edit in edits:
        start = data.rfind(b"\n", 0, edit.start) + 1
        end = data.find(b"\n", edit.end) + 1 or len(data)
        if blocks and start <= blocks[-1][1]:
            first, _, members = blocks.pop()
            blocks.append((first, end, [*members, edit]))
        else:
            blocks.append((start, end, [edit]))
    return blocks


def _alike(left: Sequence[bytes], right: Sequence[bytes]) -> int:
    """Return how many lines are the same in both from the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def _hunk(
    lines: Sequence[bytes], at: int, counts: tuple[int, int, int, int], place: tuple[str, int]
) -> tuple[int, Hunk]:
    """Return the hunk whose lines begin at index `at`, and the index after it."""
    start, olds, begin, news = counts
    body: list[bytes] = []
    gone = come = 0
    while gone < olds or come < news:
        line = lines[at] if at < len(lines) else b""
        line = b" \n" if line == b"\n" else line
        if line[:1] not in (b" ", b"-", b"+") or not line.endswith(b"\n"):
            raise damaged("the diff is cut off or changed here", f"{place[0]}:{place[1] + at}:1")
        gone, come = gone + (line[:1] != b"+"), come + (line[:1] != b"-")
        at += 1
        if at < len(lines) and lines[at].startswith(b"\\ ") and lines[at].endswith(b"\n"):
            line, at = line[:-1], at + 1
        body.append(line)
    if gone != olds or come != news:
        raise damaged("the hunk has other lines than its head counts", f"{place[0]}:{place[1] + at - 1}:1")
    return at, Hunk(start - (olds > 0), begin - (news > 0), tuple(body))


def _split(data: bytes) -> list[bytes]:
    return _LINE.findall(data)


def _signed(sign: bytes, block: bytes) -> list[bytes]:
    return [sign + line for line in _split(block)]


def _lines_before(data: bytes, start: int) -> int:
    """Return where the context before `start`, a line's beginning, begins."""
    for _ in range(_CONTEXT):
        start = data.rfind(b"\n", 0, max(0, start - 1)) + 1
    return start


def _lines_after(data: bytes, end: int) -> int:
    """Return where the context after `end`, a line's end, ends."""
    for _ in range(_CONTEXT):
        end = data.find(b"\n", end) + 1 or len(data)
    return end


def _range(before: int, count: int) -> bytes:
    number = before + (count > 0)
    return b"%d" % number if count == 1 else b"%d,%d" % (number, count)


def _blob(data: bytes) -> bytes:
    """Return git's name for the bytes (git-hash-object)."""
    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest().encode()


def _escape(code: int) -> str:
    if code in _ESCAPED:
        return "\\" + _ESCAPED[code]
    return chr(code) if 0x20 <= code < 0x7F else f"\\{code:03o}"  # noqa: PLR2004 - printable ASCII
