"""OmegaT's glossaries: a line is source, target and comment, divided by tabs.

UTF-8; a line that begins with ``#`` is a comment; one without a second cell is passed over, and cells after the
third are. So is a first line that names the columns, as in the format with commas. Sources: OmegaT's
``GlossaryReaderTSV.java``, and the first line of the glossaries that it makes itself
(``GlossaryManager.java``). Targets of one source are separate lines there, which OmegaT shows together; which
of them is preferred it does not say, so that each becomes a term of its own, unless the glossary knows better.

OmegaT's other text format, with commas, is one that `corrigenda` reads as a glossary without more ado.
"""

import re
from collections import Counter

from corrigenda.exchange.base import (
    Collector,
    Options,
    Parsed,
    Written,
    decode,
    is_language,
    leave_out,
    lines,
    of_status,
)
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.terms import Status

_HEAD = "# Glossary in tab-separated format -*- coding: utf-8 -*-"
_DIVIDERS = re.compile(r"[\t\r\n]")


def read(data: bytes, path: str, options: Options) -> Parsed:
    """Return the targets as terms, with their sources as forms in the language ``options.source_language``.

    Raises:
        InputError: it is not in its encoding.
    """
    collector = Collector(path)
    is_first = True
    for number, line in lines(decode(data, path, options.encoding)):
        if line.startswith("#") or not line.strip():
            continue
        source, *cells = line.split("\t")
        is_header = is_first and line.casefold().split("\t")[:2] == ["source", "target"]
        is_first = False
        if is_header:
            continue
        if not cells or not cells[0].strip():
            collector.left["lines without a target"] += 1
            continue
        draft = collector.term(cells[0], (number, len(source) + 2))
        if draft is None:
            continue
        draft.translate(options.source_language, source)
        if len(cells) > 1:
            draft.annotate(cells[1])
        if any(cell.strip() for cell in cells[2:]):
            collector.left["cells after the third"] += 1
    return collector.parsed()


def write(glossary: Glossary, options: Options) -> Written:
    """Return a line for each right form of a term and each of its forms in the other language, or in any."""
    left = Counter[str]()
    rows = [_HEAD]
    for term in glossary.terms:
        sources = [
            text
            for language, text in term.source
            if not options.source_language or is_language(language, options.source_language)
        ]
        left["forms in further languages"] += len(term.source) - len(sources)
        leave_out(term, left, "wrong forms", "kinds")
        if not options.source_language:
            left["languages of source forms"] += sum(bool(language) for language, _text in term.source)
        written = [source for source in sources if not source.startswith("#")]
        left["source forms that begin with #, which is a comment there"] += len(sources) - len(written)
        if not written:
            left["terms without a source form"] += 1
            continue
        left["line ends and tabs in notes (written as blanks)"] += len(_DIVIDERS.findall(term.note))
        note = _DIVIDERS.sub(" ", term.note)
        admitted = of_status(term, Status.ADMITTED)
        left["ranks of admitted forms (they stand beside the preferred one)"] += len(admitted)
        for source in written:
            rows.append("\t".join(filter(None, (source, term.lemma, note))))
            rows += (f"{source}\t{form}" for form in admitted)
    return Written(("\n".join(rows) + "\n").encode(), len(rows) - 1, left)
