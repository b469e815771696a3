"""The text as a Word document with tracked changes, which any word processor can accept or reject one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from corrigenda.edition.apparatus import Edition, Entry
from corrigenda.edition.tei import legal
from corrigenda.errors import CorrigendaError

_NOBODY = "unknown"
_PROGRAM = "corrigenda"


def render(edition: Edition, title: str = "") -> tuple[bytes, int]:
    """Return the document, and how many characters it cannot hold and were replaced by U+FFFD.

    Each line of the text is a paragraph, as a plain text opened in a word processor is. Notes on what was decided
    are comments; so is what is to be said of an open place, which is highlighted.

    Args:
        edition: the text.
        title: what it is called; else its siglum.

    Raises:
        CorrigendaError: the extra that writes such documents is not installed.
    """
    try:
        import docx  # noqa: PLC0415 - an extra
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.oxml.ns import qn  # noqa: PLC0415
    except ImportError as error:
        raise CorrigendaError("Word documents need python-docx", help="pip install 'corrigenda[docx]'") from error
    document = docx.Document()
    document.core_properties.title = legal(title or edition.witness.siglum)[0]
    document.core_properties.author = ""
    writer = _Writer(document, OxmlElement, qn)
    for piece, entry in edition.marked():
        if entry is not None and entry.is_made:
            with writer.comment(entry, entry.note):
                writer.change("del", piece, entry)
                writer.change("ins", entry.corr or "", entry)
        elif entry is not None and entry.is_open:
            with writer.comment(entry, _question(entry)):
                writer.text(piece, is_open=True)
        elif entry is not None:
            with writer.comment(entry, f"left as it stands: {entry.note}" if entry.note else ""):
                writer.text(piece)
        else:
            writer.text(piece)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue(), writer.replaced


def _when(entry: Entry) -> str:
    return entry.at[:19] + "Z"


def _question(entry: Entry) -> str:
    """Say what is proposed for an open place, and why."""
    proposed = f"“{entry.corr}”?" if entry.corr is not None else ""
    score = f"({entry.score:.2f})" if entry.score is not None else ""
    return " ".join(filter(None, (proposed, score, entry.note or entry.message)))


class _Writer:
    def __init__(self, document: Any, element: Any, qn: Any) -> None:
        self.replaced = 0
        self._document = document
        self._element = element
        self._qn = qn
        self._paragraph = document.add_paragraph()._p  # noqa: SLF001 - the only way to what python-docx lacks
        self._number = 0

    @contextmanager
    def comment(self, entry: Entry, said: str) -> Iterator[None]:
        """Add a comment on all that is added meanwhile, if there is something to say."""
        if not said:
            yield
            return
        made = self._document.comments.add_comment(self._legal(f"{entry.code}: {said}"), self._author(entry), None)
        comment = made._element  # noqa: SLF001 - python-docx takes the time from the clock
        comment.attrib.pop(self._qn("w:date"), None)
        if entry.at:
            comment.set(self._qn("w:date"), _when(entry))
        number = str(made.comment_id)
        self._paragraph.append(self._numbered("w:commentRangeStart", number))
        yield
        self._paragraph.append(self._numbered("w:commentRangeEnd", number))
        run = self._element("w:r")
        run.append(self._numbered("w:commentReference", number))
        self._paragraph.append(run)

    def text(self, text: str, *, is_open: bool = False) -> None:
        """Add text that did not change."""
        for number, line in enumerate(text.replace("\r", "").split("\n")):
            if number:
                self._paragraph = self._document.add_paragraph()._p  # noqa: SLF001
            if line:
                self._paragraph.append(self._run("w:t", line, is_highlighted=is_open))

    def change(self, kind: str, text: str, entry: Entry) -> None:
        """Add what was deleted or inserted; a line end in it is a break within the paragraph."""
        text = text.replace("\r", "")
        if not text:
            return
        self._number += 1
        change = self._element(f"w:{kind}")
        change.set(self._qn("w:id"), str(self._number))
        change.set(self._qn("w:author"), self._author(entry))
        if entry.at:
            change.set(self._qn("w:date"), _when(entry))
        for number, line in enumerate(text.split("\n")):
            if number:
                change.append(self._run("w:br", ""))
            if line:
                change.append(self._run("w:delText" if kind == "del" else "w:t", line))
        self._paragraph.append(change)

    def _author(self, entry: Entry) -> str:
        return self._legal(entry.resp or (_NOBODY if entry.is_made else _PROGRAM))

    def _numbered(self, tag: str, number: str) -> Any:
        made = self._element(tag)
        made.set(self._qn("w:id"), number)
        return made

    def _run(self, tag: str, text: str, *, is_highlighted: bool = False) -> Any:
        run = self._element("w:r")
        if is_highlighted:
            look = self._element("w:rPr")
            colour = self._element("w:highlight")
            colour.set(self._qn("w:val"), "yellow")
            look.append(colour)
            run.append(look)
        child = self._element(tag)
        if text:
            child.text = self._legal(text)
            child.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(child)
        return run

    def _legal(self, text: str) -> str:
        clean, replaced = legal(text)
        self.replaced += replaced
        return clean
