"""cspell's words: its settings as JSON (``words``, ``flagWords``), and the dictionaries that are text files.

In the settings, ``flagWords`` are wrong; ``wrong->right, other`` or ``wrong:right`` say what is meant, and ``!word`` is
an exception. In ``words``, and on the lines of a text file, ``!word`` is forbidden, and ``!wrong->right`` and
``:wrong:right`` say what is meant instead; ``#`` begins a comment. Lists of flagged words, which cspell 10.3 and later
takes as files too, have their arrows there. cspell looks up single words only.

Sources: ``typosParser.ts`` of cspell-dictionary and ``SimpleDictionaryParser.ts`` of cspell-trie-lib (versions 8 to
10), ``InlineDictionary.ts`` of cspell-types, the page on custom dictionaries, and the notes on release 10.3.0, all in
streetsidesoftware/cspell.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from corrigenda.exchange.base import Collector, Options, Parsed, Place, Written, decode, is_word, leave_out, lines
from corrigenda.exchange.jsonplaces import Document, is_json
from corrigenda.likeness.meant import meant
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.terms import Form, Status

_ARROW = re.compile(r"->|:")
_MARKS = "~*+"
"""Prefixes and suffixes of words: in any case, alone or in compounds, in compounds only."""
_COMPOUND = "+"
_FORBIDDEN, _INSTEAD = "!", ":"
"""Prefixes of words that are wrong, and of words for which others are suggested."""


def read(data: bytes, path: str, options: Options) -> Parsed:
    """Return words as terms, and flagged ones as wrong forms of what is suggested for them.

    Raises:
        InputError: it is not in its encoding, or it begins as JSON does and is no JSON of that kind.
    """
    text = decode(data, path, options.encoding)
    collector = Collector(path)
    if is_json(text):
        _read_settings(Document(text, path, comments=True), collector)
        return collector.parsed()
    for number, line in lines(text):
        entry = line.partition("#")[0].strip()
        if not entry:
            continue
        if _ARROW.search(entry):
            _pair(entry.lstrip(_FORBIDDEN + _INSTEAD), (number, 1), collector)
        else:
            _word(entry, (number, 1), collector)
    return collector.parsed()


def write(glossary: Glossary, options: Options) -> Written:
    """Return settings with the right forms as ``words`` and the wrong ones as ``flagWords``."""
    left = Counter[str]()
    words = list(_words(glossary, left))
    flagged: dict[str, dict[str, None]] = {}
    for term in glossary.terms:
        for form in _single(term.forms, Status.DEPRECATED, left):
            suggested = flagged.setdefault(form, {})
            right = meant(term, form)[0]
            if any(sign in right for sign in (",", ";", ":", "->")):
                left["suggestions with “,”, “;”, “:” or “->”, which divide words there"] += 1
            else:
                suggested.setdefault(right)
    flags = [f"{wrong}->{', '.join(rights)}" if rights else wrong for wrong, rights in flagged.items()]
    settings = {"version": "0.2", "language": options.language, "words": words, "flagWords": flags}
    text = json.dumps(settings, ensure_ascii=False, indent=2)
    return Written(f"{text}\n".encode(), len(words) + len(flags), left)


def write_words(glossary: Glossary, _options: Options) -> Written:
    """Return a dictionary as a text file, with the wrong forms that no term calls right as forbidden words."""
    left = Counter[str]()
    words = dict.fromkeys(_words(glossary, left))
    wrong: dict[str, None] = {}
    for term in glossary.terms:
        forms = dict.fromkeys(_single(term.forms, Status.DEPRECATED, left))
        left["right forms that wrong ones stand for"] += bool(forms)
        wrong |= {form: None for form in forms if form not in words}
    rows = ["# cspell-dictionary: no-split", *words, *(f"!{form}" for form in wrong)]
    return Written("".join(f"{row}\n" for row in rows).encode(), len(rows) - 1, left)


def _read_settings(document: Document, collector: Collector) -> None:
    for name in ("words", "ignoreWords"):
        for entry, place in document.elements(name):
            _word(_text(entry, place, document), place, collector)
    for name in ("flagWords", "suggestWords"):
        for entry, place in document.elements(name):
            _flag(_text(entry, place, document), place, collector)


def _text(entry: object, place: Place, document: Document) -> str:
    if not isinstance(entry, str):
        raise document.wrong("this entry is no text", place)
    return entry


def _word(entry: str, place: Place, collector: Collector) -> None:
    """Add a word as dictionaries have it: a right one, a forbidden one, or one for which another is meant."""
    if entry.startswith((_FORBIDDEN, _INSTEAD)):
        _pair(entry.lstrip(_FORBIDDEN + _INSTEAD), place, collector)
    else:
        collector.term(_bare(entry, collector), place)


def _flag(entry: str, place: Place, collector: Collector) -> None:
    """Add a flagged word with what is suggested for it; ``!word`` is an exception from such lists, and right."""
    if entry.startswith(_FORBIDDEN):
        collector.term(_bare(_ARROW.split(entry.lstrip(_FORBIDDEN))[0], collector), place)
    else:
        _pair(entry, place, collector)


def _pair(entry: str, place: Place, collector: Collector) -> None:
    """Add a wrong word with what is suggested for it."""
    wrong, *suggested = _ARROW.split(entry, maxsplit=1)
    wrong = _bare(wrong, collector)
    for right in (suggested or [""])[0].split(",") if wrong else ():
        collector.pair(wrong, right, place)


def _bare(entry: str, collector: Collector) -> str:
    """Return a word without its marks; nothing for one that stands in compounds only, which is counted."""
    word = entry.strip()
    if word.startswith(_COMPOUND) or word.endswith(_COMPOUND):
        collector.left["words for compounds only"] += 1
        return ""
    return word.strip(_MARKS)


def _words(glossary: Glossary, left: Counter[str]) -> Iterator[str]:
    """Yield the right forms of one word, each once; count what such lists have no place for."""
    seen: set[str] = set()
    for term in glossary.terms:
        leave_out(term, left, "kinds", "notes", "forms in other languages")
        for status in (Status.PREFERRED, Status.ADMITTED):
            for form in _single(term.forms, status, left):
                if form not in seen:
                    seen.add(form)
                    yield form


def _single(forms: Iterable[Form], status: Status, left: Counter[str]) -> Iterator[str]:
    for form in forms:
        if form.status is status:
            if is_word(form.text):
                yield form.text
            else:
                left["forms that are no single word, which cspell never finds"] += 1
