"""Files of cells divided by commas or semicolons, scanned into records that keep every byte's place.

The standard `csv` module tells neither where a cell stands nor how it was quoted; both are needed to point
at an error and to change one cell without touching the rest. The dialect is that of RFC 4180, with some
allowances: records may end with LF, CRLF or CR; a line between two records is left out when it is blank or
starts with ``#``, and a record when no cell of it holds anything, as spreadsheets write an empty row (``,,,``);
a quotation mark inside an unquoted cell is text; blanks may follow a closing one. Where a comma divides whole
numbers from their fractions, spreadsheets put semicolons between cells, as the first record then shows, or a line
``sep=;`` before it.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"(?:[^"]|"")*+"')
_BLANKS = " \t"
COMMA, SEMICOLON = ",", ";"
DIVIDERS = {COMMA: "comma", SEMICOLON: "semicolon"}
"""What may stand between cells, and its name."""
_BARE = {COMMA: re.compile(r"[^,\r\n]*"), SEMICOLON: re.compile(r"[^;\r\n]*")}
_SET = re.compile(r'"?sep=([,;])"?[ \t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
"""The first line by which Excel is told what divides cells."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection")."""
_LEAST_OF_BLOCK, _MOST_OF_BLOCK = 8, 20_000
"""Records of a block: with fewer it is slower than reading them one by one, with more it takes much memory."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells as they are written, quotation marks included."""

    start: int
    """The offset of its first character."""
    line: int
    raws: tuple[str, ...]
    ending: str
    """The line end after it; empty at the end of a file that lacks one."""
    is_broken: bool = False
    """Whether a fault was found in it, so that its cells are guesses."""

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything but blanks."""
        if self.raws[0][:1].isalnum():  # as nearly always
            return False
        return not self.is_broken and not any(content(raw).strip() for raw in self.raws)

    @property
    def end(self) -> int:
        """The offset after its last character, before the line end."""
        return self.start + sum(map(len, self.raws)) + len(self.raws) - 1

    def cell(self, number: int) -> int:
        """Return the offset of cell `number`, counted from 0."""
        return self.start + sum(map(len, self.raws[:number])) + number

    def text(self, number: int) -> str:
        """Return what cell `number` holds, quoting undone; a cell that the record lacks holds nothing.

        >>> Record(0, 1, ('"a ""b"" c"', "d"), "").text(0)
        'a "b" c'
        """
        return content(self.raws[number]) if number < len(self.raws) else ""


@dataclass(frozen=True)
class Block:
    """Plain records that follow one another, in columns: of equally many cells, one a line, no quotation mark in it.

    Most of a long glossary is such, and nobody asks for all of its records: those that are, are made then.
    """

    text: str
    """The whole file."""
    start: int
    """The offset of its first character."""
    end: int
    """The offset after its last line end."""
    line: int
    columns: tuple[list[str], ...]
    ending: str
    """The line end after each record."""

    def __len__(self) -> int:
        return len(self.columns[0])

    def record(self, number: int) -> Record:
        """Return a record by its number, counted from 0."""
        raws = tuple(column[number] for column in self.columns)
        return Record(self._starts[number], self.line + number, raws, self.ending)

    def records(self) -> Iterator[Record]:
        """Yield all records."""
        for number, (start, raws) in enumerate(zip(self._starts, zip(*self.columns, strict=True), strict=True)):
            yield Record(start, self.line + number, raws, self.ending)

    @cached_property
    def _starts(self) -> "array[int]":
        rows = self.text[self.start : self.end].split(self.ending)
        return array("q", accumulate((len(row) + len(self.ending) for row in rows[:-2]), initial=self.start))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not well-formed CSV, or looks like a slip."""

    offset: int
    message: str
    help: str


@dataclass(frozen=True)
class Sheet:
    """The records of a file, in order, without comments, blank lines and empty records."""

    text: str
    parts: tuple[Record | Block, ...]
    """The records, most of those that are plain in blocks; the first one stands by itself, as it names the columns."""
    faults: tuple[Fault, ...]
    """What keeps a record from being read as it was meant."""
    doubts: tuple[Fault, ...]
    """What can be read, but was hardly meant so."""
    divider: str
    """What stands between cells, see `DIVIDERS`."""
    _lines: "_Lines"

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """All records, one by one."""
        return tuple(chain.from_iterable(part.records() if isinstance(part, Block) else (part,) for part in self.parts))

    def place(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of an offset, both from 1; LF, CRLF and CR each end a line."""
        return self._lines.place(offset)


class _Lines:
    """Where the lines of a text begin, found out when it is first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> "array[int]":
        return array("q", (0, *(found.end() for found in _LINE_END.finditer(self._text))))

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def content(raw: str) -> str:
    """Return what a cell holds, quoting undone.

    >>> content('"a ""b"" c"'), content(' a "b"')
    ('a "b" c', ' a "b"')
    """
    if raw.startswith('"'):
        return raw.rstrip(_BLANKS)[1:-1].replace('""', '"')
    return raw


def divider_of(text: str) -> str:
    r"""Return what divides the cells of a file: what its first line says or its first record shows, else a comma.

    >>> divider_of('# mine\n"term";"a, b"\n'), divider_of("term\n"), divider_of("term,a;b"), divider_of("sep=;\na,b")
    (';', ',', ',', ';')
    """
    if said := _SET.match(text):
        return said.group(1)
    bare = _first_line(text)
    return SEMICOLON if SEMICOLON in bare and COMMA not in bare else COMMA


def is_divided_by_tabs(text: str) -> bool:
    r"""Say whether tabs divide the cells of a file, by its first record.

    >>> is_divided_by_tabs("term\tkind\n"), is_divided_by_tabs("term,a\tb\n")
    (True, False)
    """
    bare = _first_line(text)
    return "\t" in bare and not any(divider in bare for divider in DIVIDERS)


def _first_line(text: str) -> str:
    """Return the first line of the first record, without what is quoted in it."""
    lines = (found.group(1) for found in _LINE.finditer(text))
    return _QUOTED.sub("", next((line for line in lines if line.strip() and not line.startswith("#")), ""))


def is_quoted(raw: str) -> bool:
    """Say whether a cell is written between quotation marks."""
    return raw.startswith('"')


def can_stand_bare(text: str, *, first: bool, divider: str = COMMA) -> bool:
    """Say whether `text` could be an unquoted cell; in the `first` of a record ``#`` starts a comment."""
    return _BARE[divider].fullmatch(text) is not None and not text.startswith(("#", '"') if first else '"')


def quote(text: str) -> str:
    """Return `text` as a quoted cell.

    >>> quote('the "Right" wing')
    '"the ""Right"" wing"'
    """
    return '"' + text.replace('"', '""') + '"'


def needs_quotes(text: str, *, first: bool, divider: str = COMMA) -> bool:
    """Say whether a cell that holds `text` should be quoted; strict readers want it for each inner mark."""
    return '"' in text or not can_stand_bare(text, first=first, divider=divider)


def write_row(cells: Sequence[str], divider: str = COMMA) -> str:
    """Return a record of cells without its line end, each quoted only when needed.

    >>> write_row(["Lenin", "a, b"]), write_row(["Lenin", "a, b"], ";")
    ('Lenin,"a, b"', 'Lenin;a, b')
    """
    return divider.join(write_cell(cell, first=at == 0, divider=divider) for at, cell in enumerate(cells))


def write_cell(text: str, *, first: bool, divider: str = COMMA) -> str:
    """Return `text` as a cell, quoted only when needed.

    A cell that begins like a spreadsheet's formula is written as it is: the glossary holds words, and a mark
    added to them would be taken for a part of the word.

    >>> write_cell("-ov", first=False), write_cell("Lenin, V. I.", first=True), write_cell("#5", first=True)
    ('-ov', '"Lenin, V. I."', '"#5"')
    """
    return quote(text) if needs_quotes(text, first=first, divider=divider) else text


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: one that begins like one has an apostrophe before it.

    For files that are made to be opened in a spreadsheet. `glossary.csv` is written as it is: there the apostrophe
    would become part of a name.

    >>> safe("=HYPERLINK(A1)"), safe("-skii"), safe("Stalin")
    ("'=HYPERLINK(A1)", "'-skii", 'Stalin')
    """
    is_formula = cell.lstrip("'").startswith(_FORMULA)  # behind apostrophes too, so that `unsafe` keeps them
    return f"'{cell}" if is_formula else cell


def unsafe(cell: str) -> str:
    """Return what a cell that `safe` wrote holds.

    >>> unsafe("'=HYPERLINK(A1)"), unsafe("'tis"), unsafe(safe("'-s"))
    ('=HYPERLINK(A1)', "'tis", "'-s")
    """
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def scan(text: str) -> Sheet:
    """Return the records of `text` and what is not well-formed in it, in one pass.

    After a fault the scan goes on: at the next cell when text follows a closing quotation mark in the same
    line; at the next line when the quoted cell runs over lines, as its mark was most likely never closed.
    """
    scanner = _Scanner(text)
    parts = tuple(scanner.parts())
    return Sheet(text, parts, tuple(scanner.faults), tuple(scanner.doubts), scanner.divider, scanner.lines)


@lru_cache
def rows_of(width: int, ending: str, divider: str = COMMA) -> re.Pattern[str]:
    """Return what matches records of so many cells that are plain for sure, as many as stand together.

    What is more (an empty first cell, a blank before it) is left to the reader of single records.
    """
    cell = rf"[^\"{divider}\r\n]*+"
    row = rf"[^\s#\"{divider}]{cell}(?:{divider}{cell}){{{width - 1}}}{ending}"
    rows = f"(?:{row}){{{_LEAST_OF_BLOCK},{_MOST_OF_BLOCK}}}+"
    return re.compile(rows)


class _Scanner:
    __slots__ = ("_bare", "divider", "doubts", "faults", "lines", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = _Lines(text)
        self.divider = divider_of(text)
        self._bare = _BARE[self.divider]
        self.faults: list[Fault] = []
        self.doubts: list[Fault] = []

    def parts(self) -> Iterator[Record | Block]:
        at, number = 0, 1
        if said := _SET.match(self.text):
            at, number = said.end(), 2
        is_header = True
        while at < len(self.text):
            found = _LINE.match(self.text, at)
            if found is None:  # the pattern matches everywhere; this is for the type checker
                break
            line, ending = found.groups()
            end, lines = found.end(), 1
            if not (line.startswith("#") or not line.strip()):
                part: Record | Block
                if '"' in line:
                    part = self._quoted(at, number)
                    end = part.end + len(part.ending)
                    lines = sum(self.text.count(mark, at, end) for mark in "\r\n") - self.text.count("\r\n", at, end)
                elif not is_header and (block := self._block(at, number, line, ending)):
                    part, end, lines = block, block.end, len(block)
                else:
                    part = Record(at, number, tuple(line.split(self.divider)), ending)
                if isinstance(part, Block) or not part.is_empty:
                    yield part
                    is_header = False
            at = end
            number += lines

    def _block(self, at: int, number: int, line: str, ending: str) -> Block | None:
        """Return the block that begins with a line, if enough of the lines after it are like it."""
        width = line.count(self.divider) + 1
        found = rows_of(width, ending, self.divider).match(self.text, at) if ending.endswith("\n") else None
        if found is None:
            return None
        cells = found.group().replace(ending, self.divider).split(self.divider)
        cells.pop()
        columns = tuple(cells[each::width] for each in range(width))
        return Block(self.text, at, found.end(), number, columns, ending)

    def _quoted(self, start: int, line: int) -> Record:
        raws: list[str] = []
        faults = len(self.faults)
        at = start
        while True:
            end = self._cell(at)
            raws.append(self.text[at:end])
            if not self.text.startswith(self.divider, end):
                found = _LINE_END.match(self.text, end)
                ending = found.group() if found else ""
                return Record(start, line, tuple(raws), ending, is_broken=len(self.faults) > faults)
            at = end + 1

    def _cell(self, at: int) -> int:
        """Return the end of the cell that begins at `at`."""
        bare = self._bare.match(self.text, at)
        bare_end = bare.end() if bare else at
        if not self.text.startswith('"', at):
            if self.text.startswith((" ", "\t"), at) and self.text[at:bare_end].lstrip().startswith('"'):
                advice = "take the blank away if the mark is meant to quote the cell"
                message = "a blank stands before the quotation mark, which is therefore read as text"
                self.doubts.append(Fault(at, message, advice))
            return bare_end
        found = _QUOTED.match(self.text, at)
        if found is None:
            self._fault(
                at,
                "a quotation mark opens this cell and is never closed",
                "close the cell with a quotation mark, or double a mark that belongs to the text",
            )
            return self._line_end(at)
        end = found.end()
        while self.text.startswith((" ", "\t"), end):
            end += 1
        if end == len(self.text) or self.text[end] in f"{self.divider}\r\n":
            return end
        if _LINE_END.search(self.text, at, end) is None:
            self._fault(
                end,
                "text follows the quotation mark that closes this cell",
                f"double a quotation mark that belongs to the text, or put the missing {DIVIDERS[self.divider]}",
            )
            after = self._bare.match(self.text, end)
            return after.end() if after else end
        line, column = self.lines.place(found.end() - 1)
        self._fault(
            at,
            "a quotation mark opens this cell and is not closed: "
            f"text follows the next one, in line {line}, column {column}",
            "close the cell with a quotation mark, or double a mark that belongs to the text",
        )
        return self._line_end(at)

    def _line_end(self, at: int) -> int:
        found = _LINE_END.search(self.text, at)
        return found.start() if found else len(self.text)

    def _fault(self, offset: int, message: str, advice: str) -> None:
        self.faults.append(Fault(offset, message, advice))
