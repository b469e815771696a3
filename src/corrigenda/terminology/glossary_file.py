"""A glossary file to be changed: its text and terms, and rows written as it writes them."""

import re
from collections.abc import Sequence

from corrigenda.errors import InputError
from corrigenda.storage import csvfile
from corrigenda.terminology import glossary
from corrigenda.terminology.glossary import BOM, Table
from corrigenda.terminology.terms import Status
from corrigenda.texts.text import Edit, Span, splice
from corrigenda.texts.visible import visible

_LINE_END = re.compile(r"\r\n|\r|\n")


class GlossaryFile:
    """A glossary file that could be read as a whole.

    Raises:
        InputError: the first thing that makes it unreadable; a file without any row is empty, not unreadable.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self.bom = BOM if data.startswith(BOM) else b""
        self.text, problem = glossary.decode(data, path)
        if problem is not None:
            raise problem.as_error()
        sheet = csvfile.scan(self.text)
        self.divider = sheet.divider
        """What stands between its cells."""
        self.is_empty = not sheet.parts and not sheet.faults
        self.table = Table(sheet, path)
        self.terms = self.table.terms()
        errors = [each for each in self.table.problems if each.severity == "error"]
        if errors and not self.is_empty:
            raise min(errors, key=lambda each: (each.line, each.column)).as_error()

    def refuse_deprecated(self, form: str) -> None:
        """Raise an error when `form` is known to be wrong: the glossary would contradict itself."""
        keys = glossary.words(form)
        for term in self.terms.whole.values():  # the others have but one form
            for other in term.forms:
                if other.status is not Status.DEPRECATED or glossary.words(other.text) != keys:
                    continue
                raise InputError(
                    f"“{visible(form)}” is a deprecated form of “{visible(term.lemma)}”",
                    where=f"{visible(self.path)}:{other.line}:{other.column}",
                    help="a form is right or wrong, not both: take it out of the cell “deprecated” first",
                )

    def append(self, rows: Sequence[str]) -> Edit:
        """Return the edit that puts rows at the end; the last one has a line end if the file had one there."""
        found = _LINE_END.search(self.text)
        ending = found.group() if found else "\n"
        is_ended = not self.text or self.text.endswith(("\n", "\r"))
        end = len(self.text)
        lines = ending.join(rows)
        return Edit(Span(end, end), lines + ending if is_ended else ending + lines)

    def row(self, cells: Sequence[str]) -> str:
        """Return a row of cells without its line end, as the file has them."""
        return csvfile.write_row(cells, self.divider)

    def write(self, edits: list[Edit]) -> bytes:
        """Return the file with the edits made."""
        return self.bom + splice(self.text, edits).encode("utf-8")
