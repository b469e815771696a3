"""TermBase eXchange, the terminologists' format: TBX-Basic of ISO 30042:2019, and its predecessors.

Read are both styles of version 3, data categories as attributes (DCA, ``<termNote type="administrativeStatus">``)
and as elements (DCT, ``<min:administrativeStatus>``), and version 2 (ISO 30042:2008: ``martif``, ``termEntry``,
``langSet``, ``tig`` or ``ntig``), which many programs still write. Written is version 3 in style DCA.

Sources: the dialect's published schema and examples, https://github.com/LTAC-Global/TBX-Basic_dialect (DCA and
DCT of release 1.2); for version 2 the core structure of ISO 30042:2008 as OmegaT reads it
(``GlossaryReaderTBX.java``).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from corrigenda.errors import InputError
from corrigenda.exchange import xmltree
from corrigenda.exchange.base import (
    UNDETERMINED,
    Collector,
    Draft,
    Options,
    Parsed,
    Written,
    damaged,
    is_language,
    tag,
)
from corrigenda.exchange.xmltree import Node
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.terms import Status, Term

_ROOTS = ("tbx", "martif")
_CONCEPTS = ("conceptEntry", "termEntry")
_LANGUAGES = ("langSec", "langSet")
_TERMS = ("termSec", "tig", "ntig")
_STATUS = ("administrativeStatus", "normativeAuthorization")
_TYPED = ("descrip", "admin", "termNote", "transac", "transacNote", "adminNote", "descripNote", "ref", "xref")
"""Elements of style DCA whose attribute `type` says what they hold."""
_GROUPS = ("termGrp", "termNoteGrp", "transacGrp", "descripGrp", "adminGrp")
"""Elements that say nothing by themselves, but for what they hold."""

_WRITTEN_STATUS = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.DEPRECATED: "deprecatedTerm-admn-sts",
}
"""The values that TBX-Basic knows, but for ``supersededTerm-admn-sts`` (``TBX-Basic_DCA.sch``)."""
_WRONG = ("deprecated", "forbidden", "notRecommended")
_OLD = ("superseded", "obsolete")
"""Terms that are no longer preferred: old texts have them with good reason."""
_RIGHT = ("", "preferred", "admitted", "standardized", "regulated", "legal")
"""Statuses of right terms; the last three are values of ``normativeAuthorization`` (ISO 12620)."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 file can hold, as a character or as a reference (its production ``Char``)."""
_RETURN = {"\r": "&#13;"}
"""A carriage return written as it is would be read as a line feed."""
_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_DIALECT = 'type="TBX-Basic" style="dca"'
_ORIGIN = "A glossary, written by corrigenda"
_SCHEMAS = "https://raw.githubusercontent.com/LTAC-Global/TBX-Basic_dialect/master/DCA"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>',
    *(
        f'<?xml-model href="{_SCHEMAS}/{file}" type="application/xml" schematypens="{kind}"?>'
        for file, kind in (
            ("TBXcoreStructV03_TBX-Basic_integrated.rng", "http://relaxng.org/ns/structure/1.0"),
            ("TBX-Basic_DCA.sch", "http://purl.oclc.org/dsdl/schematron"),
        )
    ),
)


def read(data: bytes, path: str, options: Options) -> Parsed:
    """Return the terms of a TBX file: each concept that has a right term in the language of the texts.

    Raises:
        InputError: it is no well-formed XML, declares entities, or is no TBX.
    """
    root = xmltree.parse(data, path)
    if root.name not in _ROOTS:
        raise damaged(f"this is no TBX: it begins with <{root.name}>", path, root.place, "a TBX file begins with <tbx>")
    collector = Collector(path)
    known = [each for each in root.within() if each.name in _CONCEPTS]
    default = root.attributes.get("xml:lang", "")
    for number, concept in enumerate(known):
        _read_concept(concept, str(number), collector, options.language, default)
    return collector.parsed()


def write(glossary: Glossary, options: Options) -> Written:
    """Return a glossary as TBX-Basic in style DCA; each row is a concept, its kind the subject field.

    Raises:
        InputError: it has no terms, which no TBX file can be without.
    """
    left = Counter[str]()
    concepts = [_concept(number, term, options.language, left) for number, term in enumerate(glossary.terms, 1)]
    if not any(concepts):
        raise InputError("there are no terms to write, and TBX wants one at least", help="name a glossary with terms")
    lines = [*_HEAD, f"<tbx {_DIALECT} xml:lang={quoteattr(options.language)} xmlns={quoteattr(_NAMESPACE)}>"]
    lines += ["  <tbxHeader>", f"    <fileDesc><sourceDesc><p>{_ORIGIN}</p></sourceDesc></fileDesc>", "  </tbxHeader>"]
    lines += ["  <text>", "    <body>", *chain.from_iterable(concepts), "    </body>", "  </text>", "</tbx>"]
    return Written(("\n".join(lines) + "\n").encode(), sum(map(bool, concepts)), left)


# Reading


def _read_concept(concept: Node, key: str, collector: Collector, language: str, default: str) -> None:
    sections = [(each.attributes.get("xml:lang", default), each) for each in concept.named(*_LANGUAGES)]
    own = [each for code, each in sections if is_language(code, language)]
    others = [(code, each) for code, each in sections if not is_language(code, language)]
    draft = _read_own([term for section in own for term in section.named(*_TERMS)], key, collector)
    if draft is None:
        collector.left[f"concepts without a right term in the language “{language}”"] += 1
        return
    for code, section in others:
        for term in section.named(*_TERMS):
            _read_other(code, term, draft)
    for node in (concept, *own):
        _describe(node, draft)
    terms = [term for _code, section in sections for term in section.named(*_TERMS)]
    for node in (*(section for _code, section in others), *terms):
        for category, _inner in _described(node):
            if category not in _STATUS:
                collector.left[f"data category {category}"] += 1


def _describe(node: Node, draft: Draft) -> None:
    """Take what a glossary has a place for from a concept or a section of the texts' language."""
    for category, inner in _described(node):
        if category == "subjectField" and not draft.kind:
            draft.kind = " ".join(inner.text.split())
        elif category in ("note", "definition"):
            draft.annotate(inner.text)
        else:
            draft.left[f"data category {category}"] += 1


def _read_own(terms: Iterable[Node], key: str, collector: Collector) -> Draft | None:
    """Return the draft of the terms in the texts' language: the first preferred one, else the first right one."""
    found = [(word, status) for term in terms for word, status in _forms(term)]
    right = [(word, status) for word, status in found if status not in _WRONG]
    preferred = [word for word, status in right if status == "preferred"]
    head = next(iter((*preferred, *(word for word, _status in right))), None)
    draft = collector.term(head.text, head.place, key) if head else None
    if draft is None:
        return None
    for word, status in found:
        if word is head:
            continue
        if status in _WRONG:
            draft.deprecate(word.text, word.place)
            continue
        draft.admit(word.text, word.place)
        if status in _OLD:
            draft.left["status superseded (read as admitted: old texts have such terms)"] += 1
        elif status == "preferred":
            draft.left["status of a second preferred term (read as admitted)"] += 1
        elif status not in _RIGHT:
            draft.left["unknown status (read as admitted)"] += 1
    return draft


def _read_other(code: str, term: Node, draft: Draft) -> None:
    for word, status in _forms(term):
        if status in _WRONG:
            draft.left["deprecated terms in other languages"] += 1
        else:
            draft.translate(code, word.text)


def _forms(section: Node) -> Iterator[tuple[Node, str]]:
    """Yield the terms of a section with their status, by its first part: ``preferred``; empty if there is none."""
    status = ""
    for category, inner in _described(section):
        if category in _STATUS:
            status = inner.text.strip().removesuffix("-admn-sts").removesuffix("Term")
    for group in (section, *section.named("termGrp")):
        for word in group.named("term"):
            yield word, status


def _described(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield what describes an element, but not the sections inside it: (data category, element)."""
    for child in node.children:
        if child.name in (*_LANGUAGES, *_TERMS, "term"):
            continue
        if child.name in _GROUPS:
            yield from _described(child)
        elif child.name in _TYPED:
            yield child.attributes.get("type", child.name), child
        else:
            yield child.name, child


# Writing


def _concept(number: int, term: Term, language: str, left: Counter[str]) -> list[str]:
    """Return the lines of a concept; none when its preferred form cannot be written."""
    if _NOT_XML.search(term.lemma):
        left["terms with control characters, which XML cannot hold"] += 1
        return []
    lines = [f'      <conceptEntry id="c{number}">']
    for element, text in (('descrip type="subjectField"', term.kind), ("note", term.note)):
        if _NOT_XML.search(text):
            left["kinds and notes with control characters, which XML cannot hold"] += 1
        elif text:
            lines.append(f"        <{element}>{escape(text, _RETURN)}</{element.partition(' ')[0]}>")
    own = [(form.text, _WRITTEN_STATUS[form.status]) for form in term.forms]
    lines += _section(language, own, left)
    others: dict[str, list[tuple[str, str]]] = {}
    for code, text in term.source:
        others.setdefault(tag(code) or UNDETERMINED, []).append((text, ""))
    for code, forms in others.items():
        if is_language(code, language):
            left["source forms in the language of the texts itself"] += len(forms)
        else:
            lines += _section(code, forms, left)
    lines.append("      </conceptEntry>")
    return lines


def _section(language: str, forms: Iterable[tuple[str, str]], left: Counter[str]) -> list[str]:
    lines = []
    for text, status in forms:
        if _NOT_XML.search(text):
            left["forms with control characters, which XML cannot hold"] += 1
            continue
        lines += ["          <termSec>", f"            <term>{escape(text)}</term>"]
        if status:
            lines.append(f'            <termNote type="administrativeStatus">{status}</termNote>')
        lines.append("          </termSec>")
    if not lines:
        return []
    return [f"        <langSec xml:lang={quoteattr(language)}>", *lines, "        </langSec>"]
