"""Comments in a text that tell us to leave something alone: ``<!-- corrigenda: ignore[G001] the printer's -->``.

For texts of formats that have comments (`formats.has_comments`). In Markdown, what stands in a fenced block
or a code span is shown, not meant.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath

from corrigenda import formats, rules
from corrigenda.finding import Finding, Kind, Suppressed
from corrigenda.texts.text import LineIndex, Span, Spans, Witness
from corrigenda.texts.visible import visible

_COMMENT = re.compile(
    r"<!--[ \t\r\n]{0,20}corrigenda[ \t]{0,20}(:|(?=ignore\b))(.{0,1000}?)-->", re.DOTALL | re.IGNORECASE
)
_ORDER = re.compile(r"\s*([a-z-]+)\s*(?:\[([^\]]*)\](.*))?", re.DOTALL | re.IGNORECASE)
_TICKS = re.compile(r"`+")
_LEAST_FENCE = 3
"""Marks that begin a fenced block, after at most as many blanks (CommonMark 0.31, 4.5)."""
_NOT_BLANK = re.compile(r"[^ \t\r\n]")


class Order(StrEnum):
    """What a comment tells."""

    LINE = "ignore"
    NEXT = "ignore-next-line"
    START = "ignore-start"
    END = "ignore-end"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment for us."""

    span: Span
    """Where it stands, in code points."""
    order: Order
    codes: tuple[str, ...]
    """Codes of rules, or what they begin with; empty means all."""
    reason: str = ""
    reach: Span | None = None
    """What it is about: whole lines, or all between start and end; an end is about nothing."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about a comment that its author should know."""

    offset: int
    message: str


@dataclass(frozen=True, slots=True)
class Divided:
    """The findings of a witness, as its comments have them."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    warnings: tuple[str, ...]
    """Of comments that do nothing, with their place."""


def divide(witness: Witness, findings: Sequence[Finding], codes: Collection[str]) -> Divided:
    """Return the findings of `witness` without those that its comments say to ignore.

    Args:
        witness: the text.
        findings: what was found in it.
        codes: the rules that were run; a comment about others is not called unused.
    """
    comments, warned = read(witness)
    own = Spans(comment.span for comment in comments)
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    used: set[tuple[Span, str]] = set()
    for finding in findings:
        matches = [(each, code) for each in comments for code in _matching(each, finding)]
        used.update((each.span, code) for each, code in matches)
        if matches:
            reason = next((each.reason for each, _ in matches if each.reason), "ignored by a comment in the text")
            suppressed.append(Suppressed(finding, Kind.IN_SOURCE, reason))
        elif not own.overlap(finding.anchor.span):
            kept.append(finding)
    warned = (*warned, *_unused(comments, used, codes))
    lines = LineIndex(witness.text)
    told = (
        "{}:{}:{}: {}".format(visible(witness.name), *lines.place(each.offset), each.message)
        for each in sorted(warned, key=lambda each: each.offset)
    )
    return Divided(tuple(kept), tuple(suppressed), tuple(told))


def _matching(comment: Comment, finding: Finding) -> Iterator[str]:
    """Yield the codes of `comment` that cover `finding`; an empty one for a comment about all rules."""
    if comment.reach is not None and comment.reach.overlaps(finding.anchor.span):
        yield from (code for code in comment.codes or ("",) if finding.code.startswith(code))


def _unused(comments: Iterable[Comment], used: set[tuple[Span, str]], codes: Collection[str]) -> Iterator[Warned]:
    for comment in comments:
        for code in comment.codes or ("",):
            meant = {rule.code for rule in rules.every() if rule.code.startswith(code)}
            if comment.reach is not None and (comment.span, code) not in used and meant <= set(codes):
                by = f" by {code}" if code else ""
                yield Warned(comment.span.start, f"nothing to ignore is found{by}: take it out of the comment")


def read(witness: Witness) -> tuple[tuple[Comment, ...], tuple[Warned, ...]]:
    """Return the comments for us with their reach, in order, and what is wrong with some of them."""
    text = witness.text
    shown = Spans(_code(text) if formats.is_markdown(PurePath(witness.name)) else ())
    found: list[Comment] = []
    warned: list[Warned] = []
    for match in _COMMENT.finditer(text):
        span = Span(*match.span())
        if not shown.overlap(span):
            if not match[1]:
                warned.append(Warned(span.start, "it says nothing to us without a colon: write corrigenda: ignore"))
                continue
            comment, problems = _parsed(match[2], span)
            warned += problems
            found += () if comment is None else (comment,)
    reaching, unpaired = _with_reach(found, text)
    return reaching, (*warned, *unpaired)


def _code(text: str) -> Iterator[Span]:
    """Yield the fenced blocks of a Markdown text, and the code spans that end in the line they begin in."""
    lines = LineIndex(text)
    fence, begun = "", 0
    for number in range(1, len(lines) + 1):
        line = lines.line(number)
        written = text[line.start : line.end]
        marks, rest = _fence(written)
        if fence:
            if marks.startswith(fence) and not rest.strip():
                yield Span(begun, line.end)
                fence = ""
        elif marks and not (marks[0] == "`" and "`" in rest):
            fence, begun = marks, line.start
        else:
            yield from (Span(line.start + start, line.start + end) for start, end in _code_spans(written))
    if fence:
        yield Span(begun, len(text))


def _fence(line: str) -> tuple[str, str]:
    """Return the marks that a line of Markdown begins with, if they begin or end a fenced block, and the rest."""
    bare = line.lstrip(" ")
    rest = bare.lstrip(bare[:1]) if bare.startswith(("`", "~")) else bare
    marks = bare[: len(bare) - len(rest)]
    return (marks, rest) if len(marks) >= _LEAST_FENCE >= len(line) - len(bare) else ("", line)


def _code_spans(line: str) -> Iterator[tuple[int, int]]:
    """Yield where a line has code spans: from a run of backticks to the next one that is as long."""
    runs = [match.span() for match in _TICKS.finditer(line)]
    later: dict[int, list[int]] = {}
    for start, end in reversed(runs):
        later.setdefault(end - start, []).append(end)
    at = 0
    for start, end in runs:
        ends = later[end - start]
        ends.pop()
        if start >= at and ends:
            at = ends[-1]
            yield start, at


def _parsed(body: str, span: Span) -> tuple[Comment | None, tuple[Warned, ...]]:
    match = _ORDER.fullmatch(body.strip())
    orders = {str(order): order for order in Order}
    if match is None or match[1].lower() not in orders:
        known = ", ".join(orders)
        message = (
            f"{visible(body.strip())!r} is not understood: write ignore[CODE] and then a reason; there are {known}"
        )
        return None, (Warned(span.start, message),)
    named = {label: rules.beginning(label) for label in (match[2] or "").replace(",", " ").split()}
    known_codes = tuple(dict.fromkeys(code for code in named.values() if code is not None))
    warned = [
        Warned(span.start, f"no rule is called {visible(label)}; `corrigenda rules` lists them")
        for label, code in named.items()
        if code is None
    ]
    if match[2] is not None and not known_codes:  # nothing is left of it, and an empty list would mean all rules
        if not named:
            warned.append(Warned(span.start, "no codes stand in the brackets: write ignore[CODE], or leave them out"))
        return None, tuple(warned)
    return Comment(span, orders[match[1].lower()], known_codes, (match[3] or "").strip()), tuple(warned)


def _with_reach(comments: Sequence[Comment], text: str) -> tuple[tuple[Comment, ...], list[Warned]]:
    lines = LineIndex(text)
    warned: list[Warned] = []
    open_: list[int] = []
    reaching = list(comments)
    for number, comment in enumerate(comments):
        if comment.order is Order.LINE:
            first, last = (lines.place(offset)[0] for offset in (comment.span.start, comment.span.end))
            reaching[number] = replace(comment, reach=Span(lines.line(first).start, lines.line(last).end))
        elif comment.order is Order.NEXT:
            after = _NOT_BLANK.search(text, lines.line(lines.place(comment.span.end)[0]).end)
            at = after.start() if after else len(text)
            reaching[number] = replace(comment, reach=lines.line(lines.place(at)[0]))
        elif comment.order is Order.START:
            open_.append(number)
            reaching[number] = replace(comment, reach=Span(comment.span.end, len(text)))
        else:
            begun = next((each for each in reversed(open_) if comment.codes in ((), comments[each].codes)), None)
            if begun is None:
                warned.append(Warned(comment.span.start, "nothing was begun that ends here"))
                continue
            open_.remove(begun)
            reaching[begun] = replace(reaching[begun], reach=Span(comments[begun].span.end, comment.span.start))
    warned += (
        Warned(comments[each].span.start, "no ignore-end follows: it goes to the end of the text") for each in open_
    )
    return tuple(reaching), warned
