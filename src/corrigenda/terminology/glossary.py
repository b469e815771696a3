"""The glossary: terms with their right and wrong forms, read from glossary.csv.

One row is a term. The columns are `term` (required), `kind` (or `type`), `admitted`, `deprecated`, `source`
and `note`, in any order, divided by commas or semicolons; others are left alone. Several forms in one cell are divided
by ``|``. A file of two or three columns without a header is read as OmegaT's ``source,target,comment``.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import add
from os import PathLike, fspath
from pathlib import Path
from typing import Literal

from rapidfuzz.distance import OSA

from corrigenda import collector
from corrigenda.errors import InputError
from corrigenda.storage import csvfile, files
from corrigenda.storage.csvfile import Block, Record, Sheet
from corrigenda.terminology.terms import DIVIDER, Form, Rows, Status, Term, Terms, source_of
from corrigenda.texts import markup
from corrigenda.texts.text import digest
from corrigenda.texts.tokens import Tokens
from corrigenda.texts.visible import visible

BOM = b"\xef\xbb\xbf"
HEADER = ("term", "kind", "admitted", "deprecated", "source", "note")
"""The columns that are known, in the order in which a new file gets them."""
BREAK = re.compile(r"(?<!\s)\s*[\r\n]\s*")
"""A line end inside a form, with the blanks around it."""

_OTHER_HEADERS = ("type", "name", "wrong", "right", "correct", "incorrect", "lemma", "form", "preferred", "variant")
"""Names that people give to columns: a first row that has one is a header with a slip, and no term."""
_OFTEN_MEANT = {"wrong": "deprecated", "incorrect": "deprecated", "variant": "admitted"}
"""Columns that are not read, and what they are called here."""
_LETTERS_OF_SLIP = 4
"""One letter in so many of a column's name may be a slip."""
_OMEGAT = ("source", "term", "note")
_NO_TERM = "no column is called “term”"


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms in the order of their files."""

    terms: Sequence[Term]
    paths: tuple[str, ...]
    doubts: tuple["Problem", ...] = ()
    """Warnings about the files that they were read from, such as of columns that are not read."""

    @property
    def digest(self) -> str:
        """A hash of the terms with their places and files: texts have the same findings with all that have the same."""
        return digest(f"{Terms.of(self.terms).digest} {self.paths}".encode("utf-8", "surrogatepass"))

    def _repr_html_(self) -> str:
        """Return how many terms of which files there are, for notebooks; there may be thousands."""
        names = ", ".join(map(markup.shown, self.paths)) or "no file"
        return f"<p>{len(self.terms):,} terms: {names}</p>"

    @classmethod
    def read(cls, *paths: str | PathLike[str]) -> "Glossary":
        """Return the terms of one file or several, in their order.

        Raises:
            InputError: one of them cannot be read; it names the place.
        """
        return merge([read(files.read_bytes(Path(path)), fspath(path)) for path in paths])

    @classmethod
    def parse(cls, text: str, name: str = "glossary") -> "Glossary":
        r"""Return the terms of a glossary given as text; `name` stands for its file in messages.

        Raises:
            InputError: it cannot be read; the error names the place.
            TypeError: it is no str.

        >>> Glossary.parse("term,deprecated\nStalin,Stalbrand\n").terms[0].lemma
        'Stalin'
        """
        if not isinstance(text, str):
            raise TypeError(f"a glossary is parsed from a str, not {type(text).__name__}; Glossary.read reads a file")
        return read(text.encode("utf-8", "surrogatepass"), name)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a glossary that is wrong (error) or likely to be (warning)."""

    severity: Literal["error", "warning"]
    message: str
    line: int
    column: int
    help: str
    path: str

    @property
    def where(self) -> str:
        """The place as ``file:line:column``."""
        return f"{visible(self.path)}:{self.line}:{self.column}"

    def as_error(self) -> InputError:
        """Return the error that says the same."""
        return InputError(self.message, where=self.where, help=self.help)


def read(data: bytes, path: str) -> Glossary:
    """Return the glossary that the bytes of a file hold; `path` is its name in messages.

    Raises:
        InputError: the first thing that makes it unreadable: wrong encoding, broken quoting, no column
            `term`, a row that has no term, repeats the header, or has more cells than it.
    """
    glossary, problems = read_leniently(data, path)
    for problem in problems:
        if problem.severity == "error":
            raise problem.as_error()
    return replace(glossary, doubts=problems)


@collector.at_rest()
def read_leniently(data: bytes, path: str) -> tuple[Glossary, tuple[Problem, ...]]:
    """Return the rows that can be read, and the problems of all, in the order of the file."""
    text, problem = decode(data, path)
    if problem is not None:
        return Glossary((), (path,)), (problem,)
    table = Table(csvfile.scan(text), path)
    known_by = digest(f"{digest(data)} {path}".encode("utf-8", "surrogatepass"))
    terms = table.terms(known_by)
    problems = tuple(sorted(table.problems, key=lambda each: (each.line, each.column)))
    return Glossary(terms, (path,)), problems


def merge(glossaries: Iterable[Glossary]) -> Glossary:
    """Return one glossary with the terms of all, in their order; a file that is given twice is taken once."""
    taken: list[Glossary] = []
    paths: dict[str, None] = {}
    for glossary in glossaries:
        if not glossary.paths or not all(path in paths for path in glossary.paths):
            taken.append(glossary)
            paths |= dict.fromkeys(glossary.paths)
    if len(taken) == 1:
        return taken[0]
    all_terms = [Terms.of(glossary.terms) for glossary in taken]
    known_by = digest(" ".join(each.digest for each in all_terms).encode())
    terms = Terms(chain.from_iterable(each.parts() for each in all_terms), known_by)
    return Glossary(terms, tuple(paths), tuple(chain.from_iterable(glossary.doubts for glossary in taken)))


def words(form: str) -> tuple[str, ...]:
    """Return the folded keys of a form's words: two forms with the same keys match the same places.

    >>> words("Trotsky–Zinoviev opposition"), words("…")
    (('trotsky', 'zinoviev', 'opposition'), ())
    """
    if form.isascii() and form.replace(" ", "").isalnum():
        return tuple(form.lower().split())
    tokens = Tokens(form)
    return tuple(tokens.key(number) for number in range(len(tokens)))


def decode(data: bytes, path: str) -> tuple[str, Problem | None]:
    """Return the text of a file without its byte order mark, or what stands against reading it."""
    advice = "save the file as UTF-8 (spreadsheets call it “CSV UTF-8”)"
    body = data.removeprefix(BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
        sheet = csvfile.scan(before)
        line, column = sheet.place(len(before))
        byte = f"byte 0x{body[error.start]:02X} is not UTF-8"
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            byte = "this is UTF-16, not UTF-8"
        return "", Problem("error", byte, line, column, advice, path)
    if "\0" in text:
        line, column = csvfile.scan(text).place(text.index("\0"))
        return "", Problem("error", "a NUL character: this is not a UTF-8 text", line, column, advice, path)
    return text, None


class Table:
    """A sheet whose columns are known by name, and what was found wrong with it so far."""

    def __init__(self, sheet: Sheet, path: str) -> None:
        self.sheet = sheet
        self.path = path
        self.problems: list[Problem] = []
        self.header: Record | None = None
        self.columns: dict[str, int] = {}
        self.width = 0
        self._kinds: dict[str, str] = {}
        """Each kind once: a million rows have a handful of them."""
        if csvfile.is_divided_by_tabs(sheet.text):
            advice = "the cells seem to be divided by tabs: save the file with commas or semicolons"
            self._report(sheet.parts[0].start, _NO_TERM, advice)
            return
        for fault in sheet.faults:
            self._report(fault.offset, fault.message, fault.help)
        for doubt in sheet.doubts:
            self._report(doubt.offset, doubt.message, doubt.help, "warning")
        self._read_header()

    @property
    def rows(self) -> tuple[Record, ...]:
        """The records that are terms."""
        return self.sheet.records[1:] if self.header else self.sheet.records

    def terms(self, known_by: str = "") -> Terms:
        """Return the terms of the rows that can be read; note the problems of the others."""
        return Terms(self._parts(), known_by)

    def _parts(self) -> Iterator[Term | Rows]:
        for part in self.sheet.parts[bool(self.header) :] if self.columns else ():
            if isinstance(part, Block):
                yield from self._block(part)
            elif (term := self._term(part)) is not None:
                yield term

    def _block(self, block: Block) -> Iterator[Term | Rows]:
        """Yield the terms of a block: in columns those that are nothing but a term, one by one the others."""
        width = len(block.columns)
        if width > self.width or self.columns["term"] >= width:
            yield from filter(None, map(self._term, block.records()))
            return
        rows = self._rows(block)
        again = self.header.raws[self.columns["term"]] if self.header else ""
        others = {at for at, lemma in enumerate(rows.lemmas) if not lemma or DIVIDER in lemma or lemma != lemma.strip()}
        for name in ("admitted", "deprecated"):
            others.update(at for at, cell in enumerate(self._cells(block, name)) if cell)
        if again in rows.lemmas:
            others.update(at for at, lemma in enumerate(rows.lemmas) if lemma == again)
        first = 0
        for number in (*sorted(others), len(block)):
            if first < number:
                yield rows.between(first, number)
            if number < len(block) and (term := self._term(block.record(number))) is not None:
                yield term
            first = number + 1

    def _rows(self, block: Block) -> Rows:
        """Return the rows of a block, as if each were nothing but a term."""
        kinds = [self._kinds.setdefault(kind, kind) for kind in map(str.strip, self._cells(block, "kind"))]
        term = self.columns["term"]
        columns = array("q", [term + 1]) * len(block)
        for cells in block.columns[:term]:
            columns = array("q", map(add, columns, map(len, cells)))
        return Rows(
            block.columns[term],
            kinds,
            self._cells(block, "source"),
            self._cells(block, "note"),
            array("q", range(block.line, block.line + len(block))),
            columns,
            self.path,
        )

    def _cells(self, block: Block, name: str) -> list[str]:
        """Return the cells of a column of a block, empty ones if the block lacks it."""
        number = self.columns.get(name, len(block.columns))
        return block.columns[number] if number < len(block.columns) else [""] * len(block)

    def _report(self, offset: int, message: str, advice: str, severity: Literal["error", "warning"] = "error") -> None:
        line, column = self.sheet.place(offset)
        self.problems.append(Problem(severity, message, line, column, advice, self.path))

    def _read_header(self) -> None:
        if not self.sheet.parts:
            advice = f"begin with the line “{','.join(HEADER)}” and put one term a line after it"
            self._report(0, "the glossary is empty", advice)
            return
        first = self.sheet.parts[0]
        if isinstance(first, Block) or first.is_broken:  # it never is a block
            return
        names = [first.text(number).strip().lower() for number in range(len(first.raws))]
        self.width = len(names)
        if "term" not in names and names[:2] == ["source", "target"]:
            names = ["term" if name == "target" else "note" if name == "comment" else name for name in names]
        if "term" in names:
            self.header = first
            self._name_columns(first, names)
        elif self._is_omegat(names):
            self.columns = {name: number for number, name in enumerate(_OMEGAT[: self.width])}
        else:
            advice = f"the first line names the columns: {', '.join(HEADER)}; only “term” must be there"
            self._report(first.start, _NO_TERM, advice)

    def _is_omegat(self, names: Sequence[str]) -> bool:
        """Say whether a first row is that of a file of OmegaT's without a header."""
        has_width = self.width in {2, 3} and self.sheet.divider == csvfile.COMMA
        return has_width and not {*HEADER, *_OTHER_HEADERS}.intersection(names)

    def _name_columns(self, first: Record, names: list[str]) -> None:
        if "kind" not in names:
            names = ["kind" if name == "type" else name for name in names]
        for number, name in enumerate(names):
            if name not in HEADER:
                if meant := _meant(name, names):
                    advice = f"did you mean “{meant}”? Columns of other names are left alone"
                    self._report(first.cell(number), f"the column “{visible(name)}” is not read", advice, "warning")
            elif name in self.columns:
                advice = "rename one of them, or join the two"
                self._report(first.cell(number), f"two columns are called “{name}”", advice)
            else:
                self.columns[name] = number

    def _term(self, row: Record) -> Term | None:
        if row.is_broken or (len(row.raws) > self.width and not self._fits(row)):
            return None
        if self.header is not None and row.raws == self.header.raws:
            self._report(row.start, "the header stands here again", "delete the line")
            return None
        preferred = self._forms(row, "term", Status.PREFERRED)
        if not preferred:
            column = self.columns["term"]
            offset = row.cell(column) if column < len(row.raws) else row.end
            self._report(offset, "the row has no term", "fill the cell “term”, or delete the row")
            return None
        others = (Form(form.text, Status.ADMITTED, form.line, form.column) for form in preferred[1:])
        forms = (
            preferred[0],
            *others,
            *self._forms(row, "admitted", Status.ADMITTED),
            *self._forms(row, "deprecated", Status.DEPRECATED),
        )
        source = tuple([source_of(form) for form, _ in self.pieces(row, "source")])
        lemma = preferred[0].text
        return Term(lemma, forms, self._text(row, "kind"), source, self._text(row, "note"), row.line, self.path)

    def _fits(self, row: Record) -> bool:
        model = "header" if self.header else "first row"
        divider = csvfile.DIVIDERS[self.sheet.divider]
        counts = f"the row has {len(row.raws)} cells, the {model} {self.width}"
        if any(row.text(number).strip() for number in range(self.width, len(row.raws))):
            advice = f"put quotation marks around a cell that holds a {divider}, or name the column"
            self._report(row.cell(self.width), counts, advice)
            return False
        self._report(row.cell(self.width), counts, f"take the {divider}s at its end away", "warning")
        return True

    def _text(self, row: Record, name: str) -> str:
        number = self.columns.get(name)
        return "" if number is None else row.text(number).strip()

    def _forms(self, row: Record, name: str, status: Status) -> list[Form]:
        return [Form(text, status, *self.sheet.place(offset)) for text, offset in self.pieces(row, name)]

    def pieces(self, row: Record, name: str) -> list[tuple[str, int]]:
        """Return the forms in a cell with their offsets."""
        number = self.columns.get(name)
        raw = row.raws[number] if number is not None and number < len(row.raws) else ""
        if number is None or not raw:
            return []
        quoted = csvfile.is_quoted(raw)
        inner = raw.rstrip(" \t")[1:-1] if quoted else raw
        start = row.cell(number) + quoted
        forms: list[tuple[str, int]] = []
        for piece in inner.split(DIVIDER):
            form = piece.strip()
            if form:
                offset = start + (0 if piece[0] == form[0] else len(piece) - len(piece.lstrip()))
                if quoted and BREAK.search(form):
                    form = BREAK.sub(" ", form)
                    advice = f"several forms in one cell are divided by “{DIVIDER}”"
                    self._report(offset, "the form runs over a line end, which is read as a blank", advice, "warning")
                forms.append((form.replace('""', '"') if quoted else form, offset))
            start += len(piece) + 1
        return forms


def _meant(name: str, names: Sequence[str]) -> str:
    """Return the column that one of another name was likely meant for; empty if there is none.

    >>> _meant("depreciated", ["term"]), _meant("wrong", ["term"]), _meant("notes", ["term", "note"]), _meant("p.", [])
    ('deprecated', 'deprecated', '', '')
    """
    if name in _OFTEN_MEANT:
        return _OFTEN_MEANT[name]
    near = min(HEADER, key=lambda each: OSA.distance(name, each))
    has_both = near in names and name == f"{near}s"
    return near if OSA.distance(name, near) <= len(name) // _LETTERS_OF_SLIP and not has_both else ""
