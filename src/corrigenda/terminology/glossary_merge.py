"""The terms of another glossary put into a glossary file: nothing of the file's own is lost or decided anew.

Terms are the same when the preferred form of the one to be added matches a right form of the file's, as forms are
matched in texts (`glossary.words`). Forms that are new to such a term are added to the cells of its row, and empty
cells are filled; other terms become rows at the end. What contradicts the file, or is not clear, is not taken over
but told: a person decides. Cells that nothing is added to stay byte for byte, and so do comments, blank lines, the
order of rows and columns, quotation marks and line ends. Other glossaries of the same project count as well, and are
not written: what belongs into a row of theirs is told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corrigenda.errors import InputError
from corrigenda.storage import csvfile
from corrigenda.storage.csvfile import Record
from corrigenda.storage.diff import ByteEdit
from corrigenda.terminology import glossary
from corrigenda.terminology.glossary import HEADER
from corrigenda.terminology.glossary_file import GlossaryFile
from corrigenda.terminology.terms import DIVIDER, Form, Status, Term, source_of
from corrigenda.texts.text import Edit, Span
from corrigenda.texts.visible import visible

_UNKNOWN_LANGUAGE = "und"
_FIRST = "decide about that one first, and import again"

_Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that was not taken over, as a person has to decide about it."""

    message: str
    where: str
    """The place in the other file, as ``file:line:column``."""
    help: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A glossary file with terms put into it."""

    data: bytes
    edits: tuple[ByteEdit, ...]
    """What became of the file, sorted: for a diff."""
    added: int
    """New rows."""
    filled: int
    """Rows that got something."""
    same: int
    """Terms that the file has already, with all that was to be added."""
    columns: tuple[str, ...]
    """New columns."""
    conflicts: tuple[Conflict, ...]
    kept: Mapping[str, int]
    """Where the file's own was kept although the other one differs, in words, and how often."""


def merge(
    data: bytes,
    path: str,
    terms: Sequence[Term],
    wrong: Sequence[tuple[Form, str]] = (),
    others: Sequence[Term] = (),
) -> Merged:
    """Return the glossary file `data` with `terms` put into it; putting them in once more changes nothing.

    Args:
        data: the bytes of the file; an empty one gets a header.
        path: its name in messages.
        terms: what to put in, with the places where they stand in the other file.
        wrong: forms that are wrong according to another file, of no term, with the name of that file.
        others: the terms of glossaries that are used together with this one.

    Raises:
        InputError: the file cannot be read, or has no header line.
    """
    file = GlossaryFile(data, path)
    if file.table.header is None and not file.is_empty:
        raise InputError(
            "the glossary has no header line, and so no columns for what is to be added",
            where=f"{visible(path)}:1:1",
            help="begin the file with the line “source,target,comment”, or “source,target”",
        )
    merger = _Merger(file, {_keys(term.lemma) for term in terms}, others)
    for term in terms:
        merger.put(term)
    for form, other in wrong:
        merger.put_wrong(form, other)
    edits, columns = _Writer(file).edits(merger.rows)
    return Merged(
        file.write(list(edits)),
        tuple(_as_bytes(file, edits)),
        sum(row.number is None for row in merger.rows),
        sum(row.number is not None and row.has_more for row in merger.rows),
        merger.same,
        columns,
        tuple(merger.conflicts),
        merger.kept,
    )


@dataclass(slots=True)
class _Row:
    """A term of the file, or one to be added, and what it gets."""

    lemma: str
    number: int | None
    """Which row of the file; None for a new one."""
    kind: str
    note: str
    source: set[tuple[str, str]]
    """Forms in other languages; the language is in lower case, and empty when it is not known."""
    more: dict[str, list[str]] = field(default_factory=dict)
    """By column, what is to be added."""
    elsewhere: str = ""
    """The name of the other glossary that it stands in, which is not written."""

    @property
    def has_more(self) -> bool:
        return bool(self.more)

    def add(self, column: str, text: str) -> None:
        self.more.setdefault(column, []).append(text)


@dataclass(frozen=True, slots=True)
class _Use:
    """A form of a row."""

    row: _Row
    status: Status
    where: str


class _Merger:
    def __init__(self, file: GlossaryFile, incoming: set[_Keys], others: Iterable[Term]) -> None:
        self.incoming = incoming
        """The keys of all preferred forms that are to be put in."""
        self.rows: list[_Row] = []
        self.conflicts: list[Conflict] = []
        self.kept = Counter[str]()
        self.same = 0
        self._uses: dict[_Keys, list[_Use]] = {}
        self._refused: dict[_Keys, str] = {}
        """Names of new terms that were not taken over, with their places."""
        for number, term in enumerate(file.terms):
            self.rows.append(self._present(term, number))
        for term in others:
            self._present(term, None, term.path)

    def _present(self, term: Term, number: int | None, elsewhere: str = "") -> _Row:
        """Return the row of a term that is there already."""
        source = {(language.lower(), form) for language, form in map(_source, term.source)}
        row = _Row(term.lemma, number, term.kind, term.note, source, elsewhere=elsewhere)
        for form in term.forms:
            self._use(form, row, form.status, term.path)
        return row

    def put(self, term: Term) -> None:
        """Put a term into the row that is its own, or into a new one."""
        before = len(self.conflicts)
        row = self._row(term)
        if row is None:
            return
        had = sum(map(len, row.more.values()))
        for form in term.forms:
            self._put_form(form, row, term)
        self._put_rest(term, row)
        if row.elsewhere:
            self._put_back(term, row)
            had = 0
        is_present = row.number is not None or row.elsewhere
        if is_present and sum(map(len, row.more.values())) == had and len(self.conflicts) == before:
            self.same += 1

    def _put_back(self, term: Term, row: _Row) -> None:
        """Tell what would have been added to a row of another glossary."""
        forms = [form for name in ("admitted", "deprecated", "source") for form in row.more.get(name, ())]
        if forms:
            added = ", ".join(f"“{visible(form)}”" for form in forms)
            where = visible(row.elsewhere)
            advice = f"import into that one, with --glossary {where}, or add there by hand: {added}"
            self._tell(term.forms[0], term.path, f"has its row in another glossary, {where}", advice)
        elif row.more:
            self.kept["kinds and notes of terms in other glossaries"] += 1
        row.more.clear()

    def put_wrong(self, form: Form, path: str) -> None:
        """Compare a form that is wrong according to the other file, which does not say what is right."""
        uses = self._uses.get(_keys(form.text), [])
        right = next((use for use in uses if use.status is not Status.DEPRECATED), None)
        if right is not None:
            self._contradict(form, path, f"is wrong there, but {_said(right)}")
        elif not uses:
            self.kept["wrong forms without a right one"] += 1

    def _use(self, form: Form, row: _Row, status: Status, path: str) -> None:
        use = _Use(row, status, f"{visible(path)}:{form.line}:{form.column}")
        self._uses.setdefault(_keys(form.text), []).append(use)

    def _row(self, term: Term) -> _Row | None:
        """Return the row that a term belongs to, made when it is new; None when that has to be decided."""
        head = term.forms[0]
        uses = self._uses.get(_keys(head.text), [])
        wrong = next((use for use in uses if use.status is Status.DEPRECATED), None)
        if wrong is not None:
            self._contradict(head, term.path, f"is right there, but {_said(wrong)}")
            return None
        preferred = _distinct(use for use in uses if use.status is Status.PREFERRED)
        candidates = preferred or _distinct(uses)
        if len(candidates) > 1:
            first, second = (use.where for use in candidates[:2])
            self._tell(head, term.path, f"may be either of two terms, at {first} and {second}", "add its forms by hand")
            return None
        if candidates:
            return self._known(term, candidates[0])
        return None if self._is_refused(term) or self._shares(term) else self._new(term)

    def _known(self, term: Term, use: _Use) -> _Row | None:
        if use.status is not Status.PREFERRED:
            if term.kind and use.row.kind and term.kind.casefold() != use.row.kind.casefold():
                said = f"is of the kind “{visible(term.kind)}” there, but {_said(use)}, of “{visible(use.row.kind)}”"
                advice = "if they are the same, make the kinds alike and import again; if not, add it by hand"
                self._tell(term.forms[0], term.path, said, advice)
                return None
            is_ranked = any(form.status is Status.ADMITTED for form in term.forms)
            self.kept["terms of which the glossary prefers another form"] += is_ranked
        return use.row

    def _is_refused(self, term: Term) -> bool:
        """Say whether a term of the same name was not taken over; tell of it."""
        where = self._refused.get(_keys(term.lemma))
        if where is not None:
            self._tell(term.forms[0], term.path, f"has the name of what was not taken over from {where}", _FIRST)
        return where is not None

    def _shares(self, term: Term) -> bool:
        """Say whether a term that is new has a form that belongs to another one; tell of it."""
        for form in term.forms[1:]:
            if form.status is Status.DEPRECATED or _keys(form.text) in self.incoming:
                continue
            uses = self._uses.get(_keys(form.text), [])
            use = next((each for each in uses if each.status is not Status.DEPRECATED), None)
            if use is not None:
                lemma = visible(use.row.lemma)
                said = f"shares the form “{visible(form.text)}” with the term “{lemma}” at {use.where}"
                head = term.forms[0]
                self._tell(head, term.path, said, f"if it is “{lemma}”, admit it there, and import again")
                self._refused[_keys(head.text)] = f"{visible(term.path)}:{head.line}:{head.column}"
                return True
        return False

    def _new(self, term: Term) -> _Row:
        row = _Row(term.lemma, None, "", "", set())
        row.more["term"] = [term.lemma]
        self.rows.append(row)
        self._use(term.forms[0], row, Status.PREFERRED, term.path)
        return row

    def _put_form(self, form: Form, row: _Row, term: Term) -> None:
        is_wrong = form.status is Status.DEPRECATED
        uses = self._uses.get(_keys(form.text), [])
        against = next((use for use in uses if (use.status is Status.DEPRECATED) != is_wrong), None)
        if against is not None:
            said = f"is {'wrong' if is_wrong else 'right'} there, but {_said(against)}"
            self._contradict(form, term.path, said)
            return
        if any(use.row is row for use in uses):
            return
        if not is_wrong and (uses or (form.text != term.lemma and _keys(form.text) in self.incoming)):
            place = f" at {uses[0].where}" if uses else ""
            said = f"is a form of “{visible(term.lemma)}” there, but also of another term{place}"
            self._tell(form, term.path, said, "add it by hand if it is truly both")
            return
        if uses:
            self.kept["wrong forms of several terms (they were added)"] += 1
        status = Status.DEPRECATED if is_wrong else Status.ADMITTED
        row.add(status, form.text)
        self._use(form, row, status, term.path)

    def _put_rest(self, term: Term, row: _Row) -> None:
        for language, form in map(_source, term.source):
            key = language.lower(), form
            is_known = key in row.source if language else any(form == known for _, known in row.source)
            if not is_known:
                row.source.add(key)
                row.add("source", _written_source(language, form))
        for name, new, old in (("kind", term.kind, row.kind), ("note", term.note, row.note)):
            if new and not old:
                row.add(name, new)
                setattr(row, name, new)
            elif new not in old:
                self.kept[f"{name}s of terms that have another here"] += 1

    def _contradict(self, form: Form, path: str, said: str) -> None:
        self._tell(form, path, said, "a form is right or wrong, not both: change one of the two files")

    def _tell(self, form: Form, path: str, said: str, advice: str) -> None:
        where = f"{visible(path)}:{form.line}:{form.column}"
        self.conflicts.append(Conflict(f"“{visible(form.text)}” {said}", where, advice))


class _Writer:
    """Edits to a glossary file."""

    def __init__(self, file: GlossaryFile) -> None:
        self.file = file
        self.columns = {name: n for n, name in enumerate(HEADER)} if file.is_empty else dict(file.table.columns)
        self.width = len(HEADER) if file.is_empty else file.table.width

    def edits(self, rows: Iterable[_Row]) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
        """Return the edits that give the rows what they get, sorted, and the names of new columns."""
        changed = [row for row in rows if row.has_more]
        needed = {name for row in changed for name in row.more}
        new = tuple(name for name in HEADER if name in needed and name not in self.columns)
        for name in new:
            self.columns[name] = self.width
            self.width += 1
        edits: list[Edit] = []
        header = self.file.table.header
        if new and header is not None:
            edits.append(Edit(Span(header.end, header.end), self.file.row(["", *new])))
        for row in changed:
            if row.number is not None:
                edits += self._fill(self.file.table.rows[row.number], row.more)
        added = [self._row(row.more) for row in changed if row.number is None]
        if added:
            edits.append(self.file.append([self.file.row(HEADER), *added] if self.file.is_empty else added))
        return tuple(_joined(sorted(edits, key=lambda edit: edit.span))), new

    def _row(self, more: Mapping[str, Sequence[str]]) -> str:
        cells = [""] * self.width
        for name, texts in more.items():
            cells[self.columns[name]] = DIVIDER.join(texts)
        return self.file.row(cells)

    def _fill(self, record: Record, more: Mapping[str, Sequence[str]]) -> Iterator[Edit]:
        """Yield the edits of one row: cells that it has are added to, those that it lacks are put at its end."""
        cells = {self.columns[name]: DIVIDER.join(texts) for name, texts in more.items()}
        has = len(record.raws)
        for number in sorted(cells):
            if number < has:
                raw = record.raws[number]
                start = record.cell(number)
                yield Edit(Span(start, start + len(raw)), self._filled(raw, cells[number], first=number == 0))
        lacking = range(has, max(cells) + 1)
        if lacking:
            ends = self.file.row(["", *(cells.get(number, "") for number in lacking)])
            yield Edit(Span(record.end, record.end), ends)

    def _filled(self, raw: str, more: str, *, first: bool) -> str:
        """Return a cell as it is written, with more in it; quotation marks stay, and come when they are needed."""
        held = csvfile.content(raw)
        whole = f"{held}{DIVIDER}{more}" if held.strip() else more
        if csvfile.is_quoted(raw):
            return csvfile.quote(whole) + raw[len(raw.rstrip(" \t")) :]
        return csvfile.write_cell(whole, first=first, divider=self.file.divider)


def _as_bytes(file: GlossaryFile, edits: Iterable[Edit]) -> Iterator[ByteEdit]:
    """Yield edits of a file's text as edits of its bytes."""
    at, offset = 0, len(file.bom)
    for edit in edits:
        start = offset + len(file.text[at : edit.span.start].encode())
        at = edit.span.end
        offset = start + len(file.text[edit.span.start : at].encode())
        yield ByteEdit(start, offset, edit.text.encode())


def _joined(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield edits that touch as one, so that what is put in at one place keeps its order."""
    last: Edit | None = None
    for edit in edits:
        if last is not None and last.span.end == edit.span.start:
            last = Edit(Span(last.span.start, edit.span.end), last.text + edit.text)
        else:
            if last is not None:
                yield last
            last = edit
    if last is not None:
        yield last


def _keys(form: str) -> _Keys:
    """Return what forms are compared by; one without letters is compared as it is."""
    return glossary.words(form) or ("", form)


def _distinct(uses: Iterable[_Use]) -> list[_Use]:
    """Return the first use of each row."""
    first: dict[int, _Use] = {}
    for use in uses:
        first.setdefault(id(use.row), use)
    return list(first.values())


def _source(source: tuple[str, str]) -> tuple[str, str]:
    language, form = source
    return ("" if language == _UNKNOWN_LANGUAGE else language), form


def _written_source(language: str, form: str) -> str:
    """Return a form in another language as a cell holds it.

    >>> _written_source("ru", "Сталин"), _written_source("", "斯大林"), _written_source("", "re: Stalin")
    ('ru:Сталин', '斯大林', 'und:re: Stalin')
    """
    bare = source_of(form) == ("", form)
    return f"{language or _UNKNOWN_LANGUAGE}:{form}" if language or not bare else form


def _said(use: _Use) -> str:
    return f"{use.status} for “{visible(use.row.lemma)}” at {use.where}"
