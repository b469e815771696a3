"""One form put into a glossary file or taken out again; every other byte stays as it was.

Taking out restores the file as it was before, and needs nothing but the file to do so. The same line can come
from several earlier ones (was ``Stalin,person,J. Stalin`` once ``Stalin,person,`` or ``Stalin,person``?). The
earlier shapes that are possible are put in an order, the likeliest first; when it was not the first, as many
``|`` as its number follow the new form in the cell, where empty forms mean nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from corrigenda.errors import InputError
from corrigenda.storage import csvfile
from corrigenda.storage.csvfile import Record
from corrigenda.terminology.glossary import BREAK, HEADER, Table
from corrigenda.terminology.glossary_file import GlossaryFile
from corrigenda.terminology.terms import DIVIDER, Status, Term
from corrigenda.texts import fold
from corrigenda.texts.text import Edit, Span
from corrigenda.texts.visible import visible

_COLUMN = "admitted"
_BROKEN = re.compile(rf"[{fold.HYPHENS}]{fold.BREAK}(?=[^\W\d_])")


def admit(data: bytes, path: str, form: str, lemma: str) -> bytes:
    """Return the file with `form` among the admitted forms of the term `lemma`.

    It is the same file when the form is there already. A column `admitted` is added if there is none. A form
    that runs over a line end is written in one line.

    Raises:
        InputError: the file cannot be read or has no header or no such term; the form cannot be written or is
            deprecated in this file.
    """
    file = GlossaryFile(data, path)
    form = _one_line(form, path)
    rows = [number for number, term in enumerate(file.terms) if term.lemma == lemma]
    if not rows:
        raise InputError(
            f"no term is called “{visible(lemma)}”",
            where=visible(path),
            help="give the term as it stands in the file, or add the form as a term of its own",
        )
    if any(form in _right_forms(file.terms[number]) for number in rows):
        return data
    file.refuse_deprecated(form)
    if file.table.header is None:
        raise InputError(
            "the glossary has no header line, and so no column for admitted forms",
            where=f"{visible(path)}:1:1",
            help="begin the file with the line “source,target,comment,admitted”",
        )
    return file.write(_Cell.to_change(file, rows[0]).admit(form))


def add_term(data: bytes, path: str, form: str, kind: str = "") -> bytes:
    """Return the file with one more row, for the term `form`; a column `kind` is filled if there is one.

    It is the same file when the form is there already, whatever the term. An empty file gets a header first.

    Raises:
        InputError: the file cannot be read; the form cannot be written or is deprecated in this file.
    """
    file = GlossaryFile(data, path)
    form = _one_line(form, path)
    if any(form in _right_forms(term) for term in file.terms):
        return data
    file.refuse_deprecated(form)
    if file.is_empty:
        return file.write([file.append([file.row(HEADER), file.row([form, kind] if kind else [form])])])
    row = [""] * file.table.width
    row[file.table.columns["term"]] = form
    if "kind" in file.table.columns:
        row[file.table.columns["kind"]] = kind
    return file.write([file.append([file.row(row)])])


def withdraw(data: bytes, path: str, form: str, lemma: str) -> bytes:
    """Return the file as it was before `admit`, or, when `lemma` is empty, before `add_term` of that form.

    Only for what was truly added: an `admit` that returned the file unchanged has nothing to take back. It is
    the same file when the form is not there (any more). Changes that others made since are kept.

    Raises:
        InputError: the file cannot be read; the row of a term was filled since it was added.
    """
    file = GlossaryFile(data, path)
    form = _one_line(form, path)
    if not lemma:
        return file.write(_remove_row(file, form))
    for number, term in enumerate(file.terms):
        admitted = (each.text for each in term.forms if each.status is Status.ADMITTED)
        if term.lemma == lemma and form in admitted and _COLUMN in file.table.columns:
            return file.write(_Cell.to_change(file, number).withdraw(form))
    return data


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the file was like before a form was admitted, as far as the file afterwards does not tell."""

    had_column: bool
    cells: int
    """How many cells the row had."""
    was_quoted: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    """The cell for the admitted forms of one row; the row may still lack it, and the header its column."""

    row: Record
    header: Record
    at: int
    """The number of its column, counted from 0."""
    had_column: bool
    is_likely_old: bool
    """Whether the column looks as if it had always been there: others have the cell, or there are none."""
    is_used: bool
    """Whether another row has something in it."""
    divider: str
    """What stands between cells."""

    @classmethod
    def to_change(cls, file: GlossaryFile, number: int) -> "_Cell":
        table = file.table
        header = table.sheet.records[0]
        at = table.columns.get(_COLUMN, table.width)
        reaching = [row for each, row in enumerate(table.rows) if each != number and len(row.raws) > at]
        is_used = any(row.text(at).strip() for row in reaching)
        is_likely_old = bool(reaching) or len(table.rows) == 1
        had_column = _COLUMN in table.columns
        return cls(table.rows[number], header, at, had_column, is_likely_old, is_used, file.divider)

    @property
    def raw(self) -> str:
        return self.row.raws[self.at] if self.at < len(self.row.raws) else ""

    def admit(self, form: str) -> list[Edit]:
        held, is_quoted = csvfile.content(self.raw), csvfile.is_quoted(self.raw)
        whole = f"{held}{DIVIDER}{form}" if held else form
        will_be_quoted = is_quoted or self._needs_quotes(whole)
        cells = len(self.row.raws)
        after = (*self.row.raws, *[""] * (self.at + 1 - cells))
        shape = _Shape(self.had_column, cells, is_quoted)
        mark = list(self._shapes(after, held, whole, will_be_quoted)).index(shape)
        whole += DIVIDER * mark
        raw = csvfile.quote(whole) + self._blanks() if will_be_quoted else whole
        edits = []
        if not self.had_column:
            edits.append(Edit(Span(self.header.end, self.header.end), f"{self.divider}{_COLUMN}"))
        if self.at < cells:
            edits.append(Edit(self._span(), raw))
        else:
            edits.append(Edit(Span(self.row.end, self.row.end), self.divider * (self.at + 1 - cells) + raw))
        return edits

    def withdraw(self, form: str) -> list[Edit]:
        content, is_quoted = csvfile.content(self.raw), csvfile.is_quoted(self.raw)
        whole = content.rstrip(DIVIDER)
        held = whole.removesuffix(form).removesuffix(DIVIDER)
        if whole != (f"{held}{DIVIDER}{form}" if held else form):
            return [Edit(self._span(), self._without(content, form, is_quoted=is_quoted))]
        shapes = list(self._shapes(self.row.raws, held, whole, is_quoted))
        mark = len(content) - len(whole)
        shape = shapes[mark] if mark < len(shapes) else shapes[0]
        edits = []
        if not shape.had_column:
            edits.append(Edit(Span(self.header.end - len(f"{self.divider}{_COLUMN}"), self.header.end), ""))
        if shape.cells > self.at:
            raw = csvfile.quote(held) + self._blanks() if shape.was_quoted else held
            edits.append(Edit(self._span(), raw))
        else:
            edits.append(Edit(Span(self.row.cell(shape.cells) - 1, self.row.end), ""))
        return edits

    def _shapes(self, after: tuple[str, ...], held: str, whole: str, is_quoted: bool) -> Iterator[_Shape]:
        """Yield all that may have become the row `after`, the likeliest first.

        `held` is what the cell held before, `whole` what it holds now without a mark, `is_quoted` how.
        """
        needed = self._needs_quotes(whole)
        fills_end = not held and len(after) == self.at + 1
        for had_column in self._had_column(held):
            lengths = self._lengths(after, had_column=had_column) if fills_end else iter((len(after),))
            for cells in lengths:
                if cells > self.at:
                    for was_quoted in self._was_quoted(after, held, needed=needed, is_quoted=is_quoted):
                        yield _Shape(had_column, cells, was_quoted)
                elif is_quoted == needed and not self._blanks():
                    yield _Shape(had_column, cells, was_quoted=False)

    def _had_column(self, held: str) -> tuple[bool, ...]:
        """Say whether the column can have been there: an added one is last, and only this row uses it."""
        last = self.header.raws[-1] == _COLUMN and self.at == len(self.header.raws) - 1
        can_be_new = (not self.had_column or last) and not self.is_used and not held.strip() and self.at > 0
        if not can_be_new:
            return (True,)
        return (True, False) if self.is_likely_old else (False, True)

    def _lengths(self, after: tuple[str, ...], *, had_column: bool) -> Iterator[int]:
        """Yield the numbers of cells that the row can have had, if its last cell holds the form alone."""
        least = self.at
        while least > 1 and not after[least - 1]:
            least -= 1
        whole = self.at + 1
        if not had_column:
            return chain(range(self.at, least - 1, -1), (whole,))
        if self.at == self._width() - 1:
            return iter(range(whole, least - 1, -1))
        return iter(range(least, whole + 1))

    def _width(self) -> int:
        return len(self.header.raws) + (not self.had_column)

    def _was_quoted(self, after: tuple[str, ...], held: str, *, needed: bool, is_quoted: bool) -> tuple[bool, ...]:
        if not is_quoted:
            return (False,)
        can_stand_bare = csvfile.can_stand_bare(held, first=self.at == 0, divider=self.divider)
        if not (needed and not self._blanks() and can_stand_bare):
            return (True,)
        # In a file that quotes every cell, this one was quoted as well.
        others = (*after[: self.at], *after[self.at + 1 :])
        return (True, False) if all(map(csvfile.is_quoted, others)) else (False, True)

    def _needs_quotes(self, whole: str) -> bool:
        return csvfile.needs_quotes(whole, first=self.at == 0, divider=self.divider)

    def _span(self) -> Span:
        start = self.row.cell(self.at)
        return Span(start, start + len(self.raw))

    def _blanks(self) -> str:
        """Return the blanks after the closing quotation mark."""
        return self.raw[len(self.raw.rstrip(" \t")) :] if csvfile.is_quoted(self.raw) else ""

    def _without(self, content: str, form: str, *, is_quoted: bool) -> str:
        """Return the cell without `form`, wherever it stands among others."""
        pieces = [piece for piece in content.split(DIVIDER) if piece.strip() != form]
        rest = DIVIDER.join(pieces)
        return csvfile.quote(rest) + self._blanks() if is_quoted else rest


def _right_forms(term: Term) -> set[str]:
    return {form.text for form in term.forms if form.status is not Status.DEPRECATED}


def _remove_row(file: GlossaryFile, form: str) -> list[Edit]:
    table = file.table
    rows = [row for row, term in zip(table.rows, file.terms, strict=True) if term.lemma == form]
    if not rows:
        return []
    row = rows[-1]
    free = {table.columns["term"], table.columns.get("kind", -1)}
    if any(raw for number, raw in enumerate(row.raws) if number not in free):
        raise InputError(
            f"the row of the term “{visible(form)}” was filled since it was added",
            where=f"{visible(file.path)}:{row.line}:1",
            help="delete the row by hand if it should go",
        )
    start, end = row.start, row.end + len(row.ending)
    if table.header is not None and _is_new_file(table, row):
        start = table.header.start
    if not row.ending:
        start -= len(_ending_before(file.text, start))
    return [Edit(Span(start, end), "")]


def _is_new_file(table: Table, row: Record) -> bool:
    """Say whether the header was written together with the row: such a row is not filled up with commas."""
    header = table.sheet.records[0]
    is_first = row.start == header.end + len(header.ending) and len(table.sheet.records) == 2  # noqa: PLR2004
    return is_first and header.raws == HEADER and len(row.raws) < len(HEADER)


def _ending_before(text: str, offset: int) -> str:
    for ending in ("\r\n", "\n", "\r"):
        if text.endswith(ending, 0, offset):
            return ending
    return ""


def _one_line(form: str, path: str) -> str:
    """Return a form as it stands in a cell: trimmed, and a line end inside it undone."""
    one = BREAK.sub(" ", _BROKEN.sub(_join, form)).strip()
    wrong = ""
    if not one:
        wrong = "an empty form cannot be added"
    elif DIVIDER in one:
        wrong = f"the form “{visible(one)}” holds “{DIVIDER}”, which divides forms in a glossary"
    elif "\0" in one or any("\ud800" <= char <= "\udfff" for char in one):
        wrong = f"the form “{visible(one)}” holds a character that a text file cannot"
    if wrong:
        raise InputError(wrong, where=visible(path), help="give the form as it should stand in a text")
    return one


def _join(broken: re.Match[str]) -> str:
    """Drop the hyphen of a word divided at a line end, keep that of a compound (a capital follows)."""
    following = broken.string[broken.end()]
    return "" if following.islower() else broken.group()[0]
