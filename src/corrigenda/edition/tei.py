"""The text and its apparatus as TEI P5: ``<choice><sic/><corr/></choice>`` at each emendation.

https://tei-c.org/release/doc/tei-p5-doc/en/html/ref-corr.html says what the attributes mean.
"""

import re
from collections.abc import Collection
from xml.etree import ElementTree as ET

from corrigenda import __version__
from corrigenda.edition.apparatus import Edition, Entry
from corrigenda.texts import fold, wording

NAMESPACE = "http://www.tei-c.org/ns/1.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_HIGH, _MEDIUM = 0.8, 0.5
"""Scores from which a reading is called sure, and likely."""
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PARAGRAPHS = re.compile(r"(\n[ \t\r]*\n[ \t\r\n]*)")
_DIVISION = re.compile(rf"(?<=[^\W\d_])[{fold.HYPHENS}]{fold.BREAK}(?=[^\W\d_])")
"""Where a word, or a compound, goes on after a line end."""
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def render(edition: Edition, title: str = "") -> tuple[bytes, int]:
    """Return the document, in UTF-8, and how many characters it cannot hold and were replaced by U+FFFD.

    Args:
        edition: the text.
        title: what it is called; else its siglum.
    """
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_name("TEI"))
    people = {
        resp: f"resp-{number}"
        for number, resp in enumerate(dict.fromkeys(each.resp for each in edition.entries if each.resp), 1)
    }
    _header(ET.SubElement(root, _name("teiHeader")), edition, people, title or edition.witness.siglum)
    language = {f"{_XML}lang": edition.language} if edition.language else {}
    body = ET.SubElement(ET.SubElement(root, _name("text"), language), _name("body"))
    writer = _Writer(body, people, edition.witness.text)
    for piece, entry in edition.marked():
        if entry is not None and entry.is_made:
            writer.choice(piece, entry)
        elif entry is not None and entry.is_open:
            writer.doubt(piece, entry)
        else:
            writer.text(piece)
            if entry is not None:
                writer.note(entry)
    writer.close()
    if not len(body):  # an empty text: a body without a paragraph is not valid
        ET.SubElement(body, _name("p"))
    data = ET.tostring(root, encoding="utf-8", xml_declaration=True, short_empty_elements=True)
    return data + b"\n", writer.replaced


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def legal(text: str) -> tuple[str, int]:
    """Return text with what XML cannot hold replaced by U+FFFD, and how many characters that were."""
    return _ILLEGAL.subn(_REPLACEMENT, text)


def _clean(text: str) -> str:
    return legal(text)[0]


def _header(header: ET.Element, edition: Edition, people: dict[str, str], title: str) -> None:
    described = ET.SubElement(header, _name("fileDesc"))
    named = ET.SubElement(described, _name("titleStmt"))
    ET.SubElement(named, _name("title")).text = _clean(title)
    for resp, key in people.items():
        statement = ET.SubElement(named, _name("respStmt"), {f"{_XML}id": key})
        ET.SubElement(statement, _name("resp")).text = "corrections"
        ET.SubElement(statement, _name("name")).text = _clean(resp)
    _said(ET.SubElement(described, _name("publicationStmt")), "Not published.")
    source = f"The file {edition.witness.siglum}, SHA-256 {edition.witness.digest}."
    _said(ET.SubElement(described, _name("sourceDesc")), source)
    encoding = ET.SubElement(header, _name("encodingDesc"))
    declaration = ET.SubElement(encoding, _name("editorialDecl"))
    correction = ET.SubElement(declaration, _name("correction"), {"method": "markup"})
    _said(correction, "What the received text has stands in sic, what was approved for it in corr.")
    hyphenation = ET.SubElement(declaration, _name("hyphenation"), {"eol": "all"})
    _said(hyphenation, "Hyphens at line ends stand as received; a line that begins within a word has break=no.")
    made = {"ident": "corrigenda", "version": __version__}
    application = ET.SubElement(ET.SubElement(encoding, _name("appInfo")), _name("application"), made)
    ET.SubElement(application, _name("label")).text = "corrigenda"
    days: dict[tuple[str, str], int] = {}
    for each in edition.entries:
        if each.is_made and each.at:
            days[each.at[:10], each.resp] = days.get((each.at[:10], each.resp), 0) + 1
    if days:
        revisions = ET.SubElement(header, _name("revisionDesc"))
        for (day, resp), count in sorted(days.items(), reverse=True):
            change = ET.SubElement(
                revisions, _name("change"), {"when": day, "who": f"#{people[resp]}"} if resp else {"when": day}
            )
            change.text = wording.count(count, "emendation")


def _said(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, _name("p")).text = _clean(text)


class _Writer:
    """Puts the pieces of a text and elements one after another into paragraphs."""

    def __init__(self, body: ET.Element, people: dict[str, str], text: str) -> None:
        self.replaced = 0
        self._body = body
        self._people = people
        self._divisions = _divisions(text)
        self._at = 0
        """Where the next piece begins."""
        self._paragraph: ET.Element | None = None

    def text(self, piece: str) -> None:
        """Add text; an empty line ends a paragraph."""
        for number, part in enumerate(_PARAGRAPHS.split(piece)):
            if number % 2:
                self.close()
            elif part.strip(" \t\r\n") or (part and self._paragraph is not None):
                self._lines(self._open(), part, self._at, self._divisions)
            self._at += len(part)

    def choice(self, piece: str, entry: Entry) -> None:
        """Add an emendation."""
        choice = ET.SubElement(self._open(), _name("choice"))
        self._lines(ET.SubElement(choice, _name("sic")), piece, self._at, self._divisions)
        given = {
            "resp": self._resp(entry),
            "cert": _cert(entry),
            "evidence": _evidence(entry),
        }
        corr = ET.SubElement(choice, _name("corr"), {name: value for name, value in given.items() if value})
        self._lines(corr, entry.corr or "", 0, _divisions(entry.corr or ""))
        self._at += len(piece)
        self.note(entry)

    def doubt(self, piece: str, entry: Entry) -> None:
        """Add a place that nobody has decided."""
        doubt = ET.SubElement(self._open(), _name("unclear"), {"reason": entry.code})
        self._lines(doubt, piece, self._at, self._divisions)
        self._at += len(piece)
        self.note(entry)

    def note(self, entry: Entry) -> None:
        """Add what was noted at a place, if anything was."""
        if entry.note:
            said_by = {"resp": self._resp(entry)} if entry.resp else {}
            note = ET.SubElement(self._open(), _name("note"), {"type": "editorial", **said_by})
            note.text = self._legal(entry.note)

    def close(self) -> None:
        """End the paragraph; no line begins at its end."""
        paragraph, self._paragraph = self._paragraph, None
        while paragraph is not None and len(paragraph) and _is_empty_line(paragraph[-1]):
            paragraph.remove(paragraph[-1])

    def _resp(self, entry: Entry) -> str:
        return f"#{self._people[entry.resp]}" if entry.resp else ""

    def _open(self) -> ET.Element:
        if self._paragraph is None:
            self._paragraph = ET.SubElement(self._body, _name("p"))
        return self._paragraph

    def _lines(self, parent: ET.Element, text: str, at: int, divisions: Collection[int]) -> None:
        """Add text that begins at an offset; where a line ends in it, another begins."""
        for number, line in enumerate(text.split("\n")):
            if number:
                ET.SubElement(parent, _name("lb"), {"break": "no"} if at in divisions else {})
            at += len(line) + 1
            clean = self._legal(line)
            if len(parent):
                parent[-1].tail = (parent[-1].tail or "") + clean
            else:
                parent.text = (parent.text or "") + clean

    def _legal(self, text: str) -> str:
        clean, replaced = legal(text.replace("\r", ""))
        self.replaced += replaced
        return clean


def _is_empty_line(element: ET.Element) -> bool:
    return element.tag == _name("lb") and not (element.tail or "").strip()


def _divisions(text: str) -> frozenset[int]:
    """Return the offsets of the lines that begin within a word."""
    return frozenset(
        at + 1 for found in _DIVISION.finditer(text) for at in range(found.start(), found.end()) if text[at] == "\n"
    )


def _cert(entry: Entry) -> str:
    if entry.score is None:
        return "unknown"
    return "high" if entry.score >= _HIGH else "medium" if entry.score >= _MEDIUM else "low"


def _evidence(entry: Entry) -> str:
    """Return what TEI suggests: the glossary is outside of the text, a reading that was typed is a conjecture."""
    return "conjecture" if entry.verdict == "edit" else "external" if entry.code.startswith("G") else "internal"
