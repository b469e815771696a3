"""The text as a Word document with tracked changes, which any word processor can accept or reject one by one."""

from io import BytesIO
from typing import Any

from corrigenda.edition.apparatus import Edition, Entry
from corrigenda.edition.tei import legal
from corrigenda.errors import CorrigendaError

_NOBODY = "unknown"


def render(edition: Edition) -> tuple[bytes, int]:
    """Return the document, and how many characters it cannot hold and were replaced by U+FFFD.

    Each line of the text is a paragraph, as a plain text opened in a word processor is.

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
    document.core_properties.title = legal(edition.witness.siglum)[0]
    document.core_properties.author = ""
    writer = _Writer(document, OxmlElement, qn)
    for piece, entry in edition.marked():
        if entry is not None and entry.is_made:
            writer.change("del", piece, entry)
            writer.change("ins", entry.corr or "", entry)
        else:
            writer.text(piece)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue(), writer.replaced


class _Writer:
    def __init__(self, document: Any, element: Any, qn: Any) -> None:
        self.replaced = 0
        self._document = document
        self._element = element
        self._qn = qn
        self._paragraph = document.add_paragraph()._p  # noqa: SLF001 - the only way to what python-docx lacks
        self._number = 0

    def text(self, text: str) -> None:
        """Add text that did not change."""
        for number, line in enumerate(text.replace("\r", "").split("\n")):
            if number:
                self._paragraph = self._document.add_paragraph()._p  # noqa: SLF001
            if line:
                self._paragraph.append(self._run("w:t", line))

    def change(self, kind: str, text: str, entry: Entry) -> None:
        """Add what was deleted or inserted; a line end in it is a break within the paragraph."""
        text = text.replace("\r", "")
        if not text:
            return
        self._number += 1
        change = self._element(f"w:{kind}")
        change.set(self._qn("w:id"), str(self._number))
        change.set(self._qn("w:author"), self._legal(entry.resp or _NOBODY))
        if entry.at:
            change.set(self._qn("w:date"), entry.at[:19] + "Z")
        for number, line in enumerate(text.split("\n")):
            if number:
                change.append(self._run("w:br", ""))
            if line:
                change.append(self._run("w:delText" if kind == "del" else "w:t", line))
        self._paragraph.append(change)

    def _run(self, tag: str, text: str) -> Any:
        run = self._element("w:r")
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
