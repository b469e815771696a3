"""What the formats of other tools share: terms collected from a file, and what could not be taken along."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from unicodedata import category

from corrigenda.errors import InputError
from corrigenda.formats import plain
from corrigenda.terminology import glossary
from corrigenda.terminology.terms import DIVIDER, Form, Status, Term
from corrigenda.texts.visible import visible

UNDETERMINED = "und"
"""The language of a form whose language is not known (ISO 639-2)."""

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_BLANKS = re.compile(r"[ \t\r\n]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_CASE: Mapping[int, Callable[[str], str]] = {2: str.upper, 4: str.title}
"""How parts of a language tag are written, by their length: regions and scripts."""
_INNER = re.compile("['’-]")
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")

Place = tuple[int, int]
"""Line and column in a file, both from 1; columns in code points."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a file of another tool does not say itself."""

    language: str = "en"
    """The language of the texts, and so of the terms."""
    source_language: str = ""
    """The language of forms in other languages where the format does not tell; empty when it is not known."""
    encoding: str = ""
    """The encoding of a file that is not UTF-8; empty means UTF-8, or what its byte order mark says."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read from a file of another tool."""

    terms: tuple[Term, ...]
    wrong: tuple[Form, ...]
    """Forms that are known to be wrong, without a right one."""
    left: Mapping[str, int]
    """What was left out, in words, and how often."""


@dataclass(frozen=True, slots=True)
class Written:
    """A glossary as the file of another tool."""

    data: bytes
    count: int
    """Entries in it."""
    left: Mapping[str, int]
    """What was left out, in words, and how often."""


@dataclass(slots=True)
class Draft:
    """A term in the making."""

    lemma: str
    place: Place
    left: Counter[str]
    kind: str = ""
    admitted: dict[str, Place] = field(default_factory=dict)
    deprecated: dict[str, Place] = field(default_factory=dict)
    source: dict[tuple[str, str], None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def admit(self, text: str, place: Place) -> None:
        """Add a form that is right as well."""
        form = cleaned(text, self.left)
        if form and form != self.lemma:
            self.admitted.setdefault(form, place)

    def deprecate(self, text: str, place: Place) -> None:
        """Add a form that is wrong."""
        form = cleaned(text, self.left)
        if form:
            self.deprecated.setdefault(form, place)

    def translate(self, language: str, text: str) -> None:
        """Add a form in another language; an unknown one may be empty."""
        form = cleaned(text, self.left)
        if form:
            self.source.setdefault((tag(language), form))

    def annotate(self, text: str) -> None:
        """Add a note."""
        note = _BLANKS.sub(" ", text).strip()
        if _UNWRITABLE.search(note):
            self.left["notes with characters that no text file can hold"] += 1
        elif note:
            self.notes.setdefault(note)


class Collector:
    """Terms by a key of the format's own, in the order in which they first came."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.left = Counter[str]()
        self._drafts: dict[str, Draft] = {}
        self._wrong: dict[str, Place] = {}

    def term(self, lemma: str, place: Place, key: str = "") -> Draft | None:
        """Return the draft of a term, made when it is new; None when no glossary could hold its form.

        Args:
            lemma: its preferred form.
            place: where it stands.
            key: what it is known by in the file; its form if not given.
        """
        form = cleaned(lemma, self.left)
        if not form:
            return None
        return self._drafts.setdefault(key or form, Draft(form, place, self.left))

    def wrong(self, text: str, place: Place) -> None:
        """Add a form that is wrong, of no term."""
        form = cleaned(text, self.left)
        if form:
            self._wrong.setdefault(form, place)

    def pair(self, wrong: str, right: str, place: Place, note: str = "") -> None:
        """Add a wrong form of the term `right`; an empty one means that it is not known."""
        if not right.strip():
            self.wrong(wrong, place)
            return
        draft = self.term(right, place)
        if draft is not None:
            draft.deprecate(wrong, place)
            draft.annotate(note)

    def parsed(self) -> Parsed:
        """Return all that was added."""
        wrong = tuple(Form(text, Status.DEPRECATED, *place) for text, place in self._wrong.items())
        return Parsed(tuple(map(self._term, self._drafts.values())), wrong, self.left)

    def _term(self, draft: Draft) -> Term:
        forms = (
            Form(draft.lemma, Status.PREFERRED, *draft.place),
            *(Form(text, Status.ADMITTED, *place) for text, place in draft.admitted.items()),
            *(Form(text, Status.DEPRECATED, *place) for text, place in draft.deprecated.items()),
        )
        note = "; ".join(draft.notes)
        return Term(draft.lemma, forms, draft.kind, tuple(draft.source), note, draft.place[0], self.path)


def cleaned(text: str, left: Counter[str]) -> str:
    """Return a form as a cell holds it, blanks and line ends inside it as one blank; empty if none can."""
    form = _BLANKS.sub(" ", text).strip()
    if DIVIDER in form:
        left[f"forms with “{DIVIDER}”, which divides forms in a glossary"] += 1
        return ""
    if _UNWRITABLE.search(form):
        left["forms with characters that no text file can hold"] += 1
        return ""
    return form


def tag(language: str) -> str:
    """Return a language as a glossary writes it (RFC 5646, 2.1.1); empty when it is unknown or no language tag.

    >>> tag("zh_CN"), tag("RU"), tag("zh-hant-tw"), tag("und"), tag("x-klingon")
    ('zh-CN', 'ru', 'zh-Hant-TW', '', '')
    """
    whole = language.strip().replace("_", "-").lower()
    if whole == UNDETERMINED or not _LANGUAGE.fullmatch(whole):
        return ""
    first, *rest = whole.split("-")
    return "-".join((first, *(_CASE.get(len(part), str)(part) for part in rest)))


def is_language(one: str, other: str) -> bool:
    """Say whether two language tags mean the same language, whatever its region or script.

    >>> is_language("en-GB", "EN"), is_language("en", "eng")
    (True, False)
    """
    return one.replace("_", "-").partition("-")[0].lower() == other.replace("_", "-").partition("-")[0].lower()


def decode(data: bytes, path: str, encoding: str = "") -> str:
    """Return the text of a file: by its byte order mark, else by `encoding` if it is not UTF-8; strictly.

    Raises:
        InputError: it is not of that encoding, or it is no text.
    """
    if encoding or data.startswith(_MARKS):
        text = plain.decode(data, name=path, siglum=path, encoding=encoding or "utf-8").text
        data = text.encode()
    text, problem = glossary.decode(data, path)
    if problem is not None:
        advice = "name the file's encoding with --encoding, or save it as UTF-8"
        raise InputError(problem.message, where=problem.where, help=advice)
    return text


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers from 1; LF, CRLF and CR each end one."""
    at = number = 0
    while at < len(text):
        found = _LINE.match(text, at)
        if found is None:  # the pattern matches everywhere; this is for the type checker
            return
        number += 1
        yield number, found.group(1)
        at = found.end()


def damaged(message: str, path: str, place: Place, advice: str) -> InputError:
    """Return the error for a file that is not what it should be."""
    return InputError(message, where=f"{visible(path)}:{place[0]}:{place[1]}", help=advice)


def is_word(form: str) -> bool:
    """Say whether spelling checkers look a form up as one word: letters and digits, with signs between them only.

    >>> [is_word(form) for form in ("Stalin", "O’Neill", "Zinoviev-Kamenev", "VKP(b)", "a b", "1936", "-ov")]
    [True, True, True, False, False, False, False]
    """
    parts = _INNER.split(form)
    kinds = [[category(char)[0] for char in part] for part in parts]
    return all(part and set(part) <= set("LMN") and part[0] != "M" for part in kinds) and kinds[0][0] == "L"


def leave_out(term: Term, left: Counter[str], *parts: str) -> None:
    """Count what a term has of the `parts` that a format has no place for: names of `_PARTS`."""
    for part in parts:
        left[part] += _PARTS[part](term)


def of_status(term: Term, status: Status) -> list[str]:
    """Return the forms of a term that have a status."""
    return [form.text for form in term.forms if form.status is status]


_PARTS: Mapping[str, Callable[[Term], int]] = {
    "admitted forms": lambda term: len(of_status(term, Status.ADMITTED)),
    "forms in other languages": lambda term: len(term.source),
    "kinds": lambda term: bool(term.kind),
    "notes": lambda term: bool(term.note),
    "terms without a wrong form": lambda term: not of_status(term, Status.DEPRECATED),
    "wrong forms": lambda term: len(of_status(term, Status.DEPRECATED)),
}
"""Parts of a term in words, and how many of them it has."""
