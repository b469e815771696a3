r"""Guiguts' lists of stealth scannos: a JSON object with ``scannos``, each with ``match``, ``replacement``, ``hint``.

A ``match`` is a regular expression, case counts, and with ``wholeword`` it must not begin or end inside a word.
Read are those that stand for words as they are written; others are patterns for parts of words, which a glossary
has no place for. Written are word lists with ``wholeword``; a blank inside a form becomes ``\s+``, so that Guiguts
finds it over a line end too.

Sources: ``ScannoCheckerDialog.load_scannos`` in guiguts-py (``src/guiguts/checkers.py`` and ``misc_tools.py``), and
the lists that come with it, ``data/scannos/en-common.json``, ``misspelled.json`` and ``regex.json``.
"""

import json
import re
from collections import Counter

from corrigenda.exchange.base import Collector, Options, Parsed, Written, decode, leave_out, of_status
from corrigenda.exchange.jsonplaces import Document
from corrigenda.likeness.meant import meant
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.terms import Status

_SPECIAL = re.compile(r"[\\^$.|?*+()\[\]{}]")
_PIECE = re.compile(r"\\s\+|\\([^\w\s])|([^\\^$.|?*+()\[\]{}])")
_BLANK = re.compile(" +")
"""Other blanks, such as one that may not be broken, stand for themselves."""
_EDGE = r"\b"
_WHOLE = re.compile(r"\w(?:.*\w)?", re.DOTALL)


def read(data: bytes, path: str, options: Options) -> Parsed:
    """Return the replacements as terms, with what they replace as wrong forms; a hint becomes the note.

    Raises:
        InputError: it is not in its encoding, or it is no such list.
    """
    document = Document(decode(data, path, options.encoding), path)
    if "scannos" not in document.members:
        raise document.wrong("this is no list of scannos: it has no “scannos”", (1, 1))
    is_whole = document.member("wholeword") is True
    collector = Collector(path)
    for scanno, place in document.elements("scannos"):
        parts = [scanno.get(name, "") for name in ("match", "replacement", "hint")] if isinstance(scanno, dict) else []
        if not parts or not parts[0] or not all(isinstance(part, str) for part in parts):
            raise document.wrong("this scanno has no “match” that is a text", place)
        match, replacement, hint = parts
        wrong = _literal(match, is_whole=is_whole)
        if not wrong or "\\" in replacement:
            collector.left["patterns that stand for more than one form, or for parts of words"] += 1
        else:
            collector.pair(wrong, replacement, place, hint)
    return collector.parsed()


def write(glossary: Glossary, _options: Options) -> Written:
    """Return a scanno for each wrong form, with the term's note as its hint."""
    left = Counter[str]()
    scannos = []
    for term in glossary.terms:
        leave_out(term, left, "kinds", "forms in other languages", "admitted forms", "terms without a wrong form")
        wrong = of_status(term, Status.DEPRECATED)
        left["notes of terms without a wrong form"] += bool(term.note and not wrong)
        for form in wrong:
            if not _WHOLE.fullmatch(form):
                left["wrong forms that begin or end with a sign, which “wholeword” never finds"] += 1
            elif "\\" in (right := meant(term, form)[0]):
                left["wrong forms of terms with “\\”, which stands for something else there"] += 1
            else:
                scannos.append({"match": _pattern(form), "replacement": right} | _hint(term.note))
    text = json.dumps({"wholeword": True, "scannos": scannos}, ensure_ascii=False, indent=0)
    return Written(f"{text}\n".encode(), len(scannos), left)


def _hint(note: str) -> dict[str, str]:
    return {"hint": note} if note else {}


def _pattern(form: str) -> str:
    r"""Return the regular expression for a form.

    >>> print(_pattern("J. Stalbrand"))
    J\.\s+Stalbrand
    """
    return _BLANK.sub(lambda _found: r"\s+", _SPECIAL.sub(lambda found: f"\\{found[0]}", form))


def _literal(match: str, *, is_whole: bool) -> str:
    r"""Return the one form that a regular expression stands for; empty when there are several, or parts of words.

    >>> _literal(r"J\.\s+Stalbrand", is_whole=True), _literal(r"\barid\b", is_whole=False)
    ('J. Stalbrand', 'arid')
    >>> _literal("tb", is_whole=False), _literal("h[ai]", is_whole=True)
    ('', '')
    """
    starts, ends = match.startswith(_EDGE), match.endswith(_EDGE)
    if not is_whole and not (starts and ends and len(match) > 2 * len(_EDGE)):
        return ""
    rest = match.removeprefix(_EDGE).removesuffix(_EDGE)
    form, at = "", 0
    while at < len(rest):
        found = _PIECE.match(rest, at)
        if found is None:
            return ""
        form += found[1] or found[2] or " "
        at = found.end()
    return form
