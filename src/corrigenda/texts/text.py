"""Spans, edits, anchors and witnesses: the records every other part speaks in.

Offsets are code points in the decoded, un-normalised text, half-open. A line ends at LF and nowhere else
(`str.splitlines` also cuts at form feeds, NEL, LS and PS, and `git apply` then refuses the patch).
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

CONTEXT = 40
"""Code points of context kept on either side of an anchor; with the sic, enough to find a place again."""
_PATIENCE = 4
"""Finding where all lines begin takes as long as counting them so many times."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of text, in code points."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Say whether both share a character, or one is empty and stands inside the other or where that is empty too.

        >>> Span(0, 3).overlaps(Span(2, 5)), Span(0, 3).overlaps(Span(3, 5)), Span(2, 2).overlaps(Span(0, 3))
        (True, False, True)
        >>> Span(3, 3).overlaps(Span(0, 3)), Span(3, 3).overlaps(Span(3, 3))
        (False, True)
        """
        return self == other or (self.start < other.end and other.start < self.end)

    def meets(self, other: "Span") -> bool:
        """Say whether both overlap, or one is empty and stands at an edge of the other.

        >>> Span(3, 3).meets(Span(0, 3)), Span(0, 3).meets(Span(3, 5))
        (True, False)
        """
        is_insertion = self.start == self.end or other.start == other.end
        return self.overlaps(other) or (is_insertion and self.start <= other.end and other.start <= self.end)

    def covers(self, other: "Span") -> bool:
        """Say whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


class Spans:
    """Many spans of one text, for asking quickly which of them overlap another.

    >>> spans = Spans([Span(0, 3), Span(8, 9)])
    >>> spans.overlap(Span(2, 5)), spans.overlap(Span(3, 8))
    (True, False)
    """

    __slots__ = ("_longest", "_spans")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans)
        self._longest = max((span.end - span.start for span in self._spans), default=0)

    def add(self, span: Span) -> None:
        """Add one more."""
        insort(self._spans, span)
        self._longest = max(self._longest, span.end - span.start)

    def over(self, span: Span) -> Iterator[Span]:
        """Yield those that overlap `span`, in their order."""
        first = bisect_left(self._spans, Span(span.start - self._longest, 0))
        for at in range(first, len(self._spans)):
            each = self._spans[at]
            if each.start > span.end:
                return
            if each.overlaps(span):
                yield each

    def overlap(self, span: Span) -> bool:
        """Say whether any of them overlaps `span`."""
        return any(True for _ in self.over(span))


@dataclass(frozen=True, slots=True)
class Region:
    """Where a span is for those who count lines: from 1, columns in code points."""

    line: int
    column: int
    end_line: int
    end_column: int
    """Of what follows the span."""


NOWHERE = Region(0, 0, 0, 0)
"""The region of what is remembered without its text."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A replacement of a span; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a witness with enough quotation to find it again (W3C TextQuoteSelector and position)."""

    siglum: str
    span: Span
    sic: str
    before: str
    after: str
    copy: int = 1
    """Which of the places with this very quotation it is, counted from 1 (see `place.Haystack.counted`)."""
    copies: int = 1
    """How many places of the text have this quotation; one of several is found again only with all."""
    rivals: int = 0
    """How many more are quoted much alike; if any, only the whole quotation is trusted to find the place."""


def is_encoding(name: str) -> bool:
    """Say whether Python knows an encoding of texts by this name.

    >>> is_encoding("windows-1251"), is_encoding("no-such"), is_encoding("rot13")
    (True, False, False)
    """
    try:
        "".encode(name)
    except (LookupError, ValueError):  # of names that no codec can have, such as those with a NUL
        return False
    return True


@dataclass(frozen=True, slots=True)
class Codec:
    """How a witness's bytes and text belong together."""

    encoding: str = "utf-8"
    bom: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return the bytes of `text`, with the byte order mark the witness had.

        Raises:
            UnicodeEncodeError: a character the encoding does not have.
        """
        return self.bom + text.encode(self.encoding)


@dataclass(frozen=True, slots=True)
class Witness:
    """A received text."""

    siglum: str
    """The path relative to the project, POSIX style; the name given for a text outside of it."""
    name: str
    """The path as the user gave it; what messages and reports show."""
    text: str = field(repr=False)
    codec: Codec
    digest: str
    """SHA-256 of the bytes, in hexadecimal."""
    base: str = ""
    """For a corrected copy, the siglum of the witness it was made from: decisions on that one hold here."""

    def anchor(self, span: Span) -> Anchor:
        """Return the anchor of `span`, quoted from the text."""
        text = self.text
        return Anchor(
            self.siglum,
            span,
            text[span.start : span.end],
            text[max(0, span.start - CONTEXT) : span.start],
            text[span.end : span.end + CONTEXT],
        )


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return sha256(data).hexdigest()


def blocks(text: str, size: int, cut: re.Pattern[str]) -> Iterator[Span]:
    """Yield the parts of a text, of `size` code points and more but for the last; all but the first begin with `cut`.

    >>> [(each.start, each.end) for each in blocks("one two three", 2, re.compile(" "))]
    [(0, 3), (3, 7), (7, 13)]
    """
    first = 0
    while len(text) - first > size and (found := cut.search(text, first + size)):
        yield Span(first, found.start())
        first = found.start()
    yield Span(first, len(text))


class LineIndex:
    """Line and column of offsets in a text; both count from 1, columns in code points.

    Where all lines begin is found when it is needed. For few places, or for many in their order, line ends are
    counted from the last place to the next.
    """

    __slots__ = ("_begin", "_line", "_patience", "_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []
        self._line, self._begin = 1, 0
        """The line of the last place, and where it begins."""
        self._patience = _PATIENCE * len(text)
        """Code points that may be gone through before it would have been quicker to find all lines."""

    def place(self, offset: int) -> tuple[int, int]:
        r"""Return (line, column) of `offset`.

        >>> LineIndex("ab\ncd").place(4)
        (2, 2)
        """
        begin = self._begin
        self._patience -= offset - begin
        if self._starts or offset < begin or self._patience < 0:
            starts = self._all_starts()
            line = bisect_right(starts, offset)
            return line, offset - starts[line - 1] + 1
        passed = self._text.count("\n", begin, offset)
        if passed:
            self._line += passed
            self._begin = begin = self._text.rindex("\n", begin, offset) + 1
        return self._line, offset - begin + 1

    def region(self, span: Span) -> Region:
        r"""Return the lines and columns of `span`.

        >>> LineIndex("ab\ncd").region(Span(1, 4))
        Region(line=1, column=2, end_line=2, end_column=2)
        """
        return Region(*self.place(span.start), *self.place(span.end))

    def line(self, number: int) -> Span:
        """Return the span of line `number` without its LF (a CR before it is left out as well)."""
        starts = self._all_starts()
        start = starts[number - 1]
        end = starts[number] - 1 if number < len(starts) else len(self._text)
        if end > start and self._text[end - 1] == "\r":
            end -= 1
        return Span(start, end)

    def __len__(self) -> int:
        return len(self._all_starts())

    def _all_starts(self) -> list[int]:
        """Return where each line begins."""
        if not self._starts:
            text, starts = self._text, [0]
            at = text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = text.find("\n", at + 1)
            self._starts = starts
        return self._starts


def undecodable(error: UnicodeDecodeError) -> tuple[int, int]:
    r"""Return line and column, from 1, of the first byte that is not UTF-8.

    >>> try:
    ...     b"a\n\xc3\xa9\xff".decode()
    ... except UnicodeDecodeError as error:
    ...     undecodable(error)
    (2, 2)
    """
    before = error.object[: error.start].decode()
    return LineIndex(before).place(len(before))


def splice(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with all `edits` made; their offsets are those of the unedited text.

    What is inserted in one place comes there in the order of the edits.

    Raises:
        ValueError: two edits overlap, or one lies outside the text.

    >>> splice("Stalbrand spoke", [Edit(Span(0, 9), "Stalin")])
    'Stalin spoke'
    """
    out: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < at or edit.span.end > len(text) or edit.span.end < edit.span.start:
            raise ValueError(f"edit at {edit.span.start}-{edit.span.end} overlaps another or leaves the text")
        out += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    out.append(text[at:])
    return "".join(out)
