"""Rows for a glossary out of texts that have none: names and terms it lacks, the best attested first."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2

from corrigenda.finding import Finding
from corrigenda.language.letters import sounder
from corrigenda.language.words import Dictionary
from corrigenda.shelf import findings_of
from corrigenda.storage import csvfile
from corrigenda.suggesting import candidates, spellings
from corrigenda.suggesting.candidates import Candidate, Capitals
from corrigenda.terminology import glossary
from corrigenda.terminology.glossary import BOM, HEADER, Table
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.text import LineIndex, Witness
from corrigenda.texts.visible import visible

LIMIT = 200
"""Rows shown by default: what an editor can look through in an hour."""
_FEW_WORDS = 5_000
"""Words of texts in which what stands once is suggested, too; of more, it would be too many rows, and many slips."""

_BY_WORD = 0.05
"""What each further word of a phrase adds to its score, as a share: it is the rarer accident."""
_BY_TEXTS = 0.1
"""For the logarithm of the number of texts."""
_BY_DAMAGE = 0.5
"""For the logarithm of how often a rarer spelling stands: such a name needs a glossary most."""
_UNSURE = 0.5
"""What is left of the score of a term that stands at the beginning of sentences and in headings only."""
_ORDINARY_WORD = 0.4
_ORDINARY_NAME = 0.7
"""What is left of the score where all words are ordinary: of Court, and of County Court or Mr Baker."""
_UNKNOWN, _UNKNOWN_ONCE = 1.1, 0.7
"""The same where the language knows none of the words: that it does not is what a glossary is for, but what stands once
may be a slip."""

_NOTE = "note"
_LINE_END = re.compile(r"\r\n|\r|\n")
_OTHERS = 5
"""Rarer spellings shown."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One name or term that the glossary lacks."""

    term: str
    kind: str
    """``person`` where forms of address or ranks stand before it; else empty."""
    count: int
    """How often it stands in the texts, in longer names too."""
    texts: int
    """In how many of them."""
    place: str
    """One place, as ``file:line:column``."""
    others: tuple[tuple[str, int], ...]
    """Rarer spellings with their counts, likely damaged; the most frequent first."""
    score: float
    """The higher, the better attested; without a unit."""
    untold: frozenset[str] = frozenset()
    """Those of the other spellings that may as well be the right one."""

    @property
    def note(self) -> str:
        """Return the evidence in words."""
        times = "once" if self.count == 1 else f"{self.count} times"
        texts = f" in {self.texts} texts" if self.texts > 1 else ""
        also = ", ".join(
            f"{other} ({count}{', as likely right' if other in self.untold else ''})"
            for other, count in self.others[:_OTHERS]
        )
        return f"{times}{texts}; e.g. {self.place}" + (f"; also spelled {also}" if also else "")


def suggest(
    witnesses: Sequence[Witness],
    lexicon: Lexicon,
    *,
    language: str | None = None,
    dictionary: Dictionary | None = None,
    min_count: int | None = None,
    findings: Iterable[Finding] = (),
    refused: Iterable[Finding] = (),
) -> tuple[Suggestion, ...]:
    """Return the names and terms of the texts that are not in the glossary, the best attested first.

    What stands less than `min_count` times is left out; if that is not given, what stands once, but in few words.
    The language of each text is found from its words unless one or a dictionary is given. What looks like a
    damaged form of a glossary's term is left out: where it stands, `corrigenda lint` has `findings`. Of these, what
    an editor has `refused` is not damaged. The order of the texts decides nothing but which place is named.
    """
    damaged, right = findings_of(witnesses, findings), findings_of(witnesses, refused)
    sources = [
        candidates.read(witness, language, dictionary, findings=damaged[witness.siglum], refused=right[witness.siglum])
        for witness in witnesses
    ]
    if min_count is None:
        min_count = 1 if sum(len(source.tokens) for source in sources) < _FEW_WORDS else 2
    capitals = Capitals(sources)
    found = candidates.collect(sources, capitals)
    listed = _Listed(lexicon)
    terms = [each for each in candidates.terms(found, capitals, min_count) if each not in listed]
    familiar = spellings.Familiar(sources)
    groups = spellings.Groups(lexicon)
    terms += [each for each in spellings.better_attested(terms, found) if each not in listed]
    for term in sorted(_singular(terms), key=spellings.by_soundness):
        if not familiar.has_damaged(term):
            groups.add(term)
    remains = spellings.Remains(sources, found, groups.heads, lexicon)
    lines = [LineIndex(source.witness.text) for source in sources]
    made = []
    for head, others in groups.heads.items():
        counts = {**remains.forms(head), **dict(others)}
        number, offset = head.spot
        line, column = lines[number].place(offset)
        made.append(
            Suggestion(
                term=head.term,
                kind="person" if head.is_person else "",
                count=head.count,
                texts=len(head.texts),
                place=f"{visible(sources[number].witness.name)}:{line}:{column}",
                others=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
                score=_score(head, sum(counts.values()), capitals),
                untold=frozenset(other for other, count in counts.items() if _is_untold(head, other, count)),
            )
        )
    return tuple(sorted(made, key=lambda each: (-each.score, each.term)))


def _is_untold(head: Candidate, other: str, count: int) -> bool:
    """Say whether another spelling of a term, which stands so often, may be the right one as well."""
    return count >= head.count and not sounder(head.surface, other, head.known[0] if head.known else None)


def _score(head: Candidate, others: int, capitals: Capitals) -> float:
    words = len(head.content)
    score = log2(1 + head.alone) * (1 + _BY_WORD * (words - 1)) + _BY_TEXTS * log2(len(head.texts))
    score *= _UNSURE + (1 - _UNSURE) * head.strong / head.count
    if not head.is_ordinary:
        if not any(map(head.is_familiar, head.content)):
            score *= _UNKNOWN if head.count > 1 else _UNKNOWN_ONCE
    elif words > 1 or head.is_person:
        score *= _ORDINARY_NAME
    else:
        score *= _ORDINARY_WORD * capitals.share(head.keys[0])
    return score + _BY_DAMAGE * log2(1 + others)


class _Listed:
    """What a glossary holds: forms right and wrong, and the words of the right ones with their inflections."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._forms = frozenset(entry.keys for entry in lexicon.entries)

    def __contains__(self, candidate: Candidate) -> bool:
        language = candidate.known[0].language if len(candidate.known) == 1 else None
        if len(candidate.keys) == 1 and self._lexicon.knows(candidate.keys[0], language):
            return True
        return glossary.words(candidate.surface) in self._forms or glossary.words(candidate.term) in self._forms


def _singular(terms: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the terms but for plurals of one another, which a glossary matches: Chekists where Chekist stands."""
    unknown = {each.keys[0] for each in terms if len(each.keys) == 1 and not each.is_familiar(each.keys[0])}
    for each in terms:
        word = each.keys[0]
        if len(each.keys) > 1 or word not in unknown or not word.endswith("s") or word[:-1] not in unknown:
            yield each


@dataclass(frozen=True, slots=True)
class Sheet:
    """How rows of a glossary file are written."""

    names: tuple[str, ...]
    """What its columns are called; without a header, what they are taken for."""
    columns: Mapping[str, int]
    """The columns that are filled, by their names here."""
    ending: str = "\n"
    divider: str = csvfile.COMMA
    """What stands between its cells."""
    is_empty: bool = False
    """Whether it needs a header first."""
    note_at: int | None = None
    """Where in the file the name of the column `note`, which it lacks, belongs into its header; None if nowhere."""

    @property
    def header(self) -> str:
        """Return the line that names the columns."""
        return csvfile.write_row(self.names, self.divider)

    def row(self, suggestion: Suggestion) -> str:
        """Return a suggestion as a row, without its line end."""
        cells = [""] * len(self.names)
        for name, cell in (("term", suggestion.term), ("kind", suggestion.kind), ("note", suggestion.note)):
            if name in self.columns:
                cells[self.columns[name]] = cell
        return csvfile.write_row(cells, self.divider)

    def as_it_is(self) -> "Sheet":
        """Return how rows are written without a new column."""
        if self.note_at is None:
            return self
        columns = {name: number for name, number in self.columns.items() if name != _NOTE}
        return replace(self, names=self.names[:-1], columns=columns, note_at=None)


def sheet(data: bytes, path: str) -> Sheet:
    """Return how rows are written in a glossary file; `path` is its name in messages.

    A column for the notes is added to a header that has none.

    Raises:
        InputError: the file cannot be read.
    """
    text, problem = glossary.decode(data, path)
    if problem is not None:
        raise problem.as_error()
    scanned = csvfile.scan(text)
    found = _LINE_END.search(text)
    ending = found.group() if found else "\n"
    if not scanned.records and not scanned.faults:
        return Sheet(HEADER, {name: number for number, name in enumerate(HEADER)}, ending, is_empty=True)
    glossary.read(data, path)
    table = Table(scanned, path)
    if table.header is None:
        called = {number: name for name, number in table.columns.items()}
        names = tuple(called.get(number, "") for number in range(table.width))
        return Sheet(names, table.columns, ending, scanned.divider)
    names = tuple(table.header.text(number).strip() for number in range(table.width))
    if _NOTE in table.columns:
        return Sheet(names, table.columns, ending, scanned.divider)
    columns = {**table.columns, _NOTE: table.width}
    return Sheet((*names, _NOTE), columns, ending, scanned.divider, note_at=table.header.end)


def append(data: bytes, path: str, suggestions: Iterable[Suggestion]) -> bytes:
    """Return a glossary file with the suggestions as rows at its end; all other bytes stay.

    A header without a column for their notes gets one, other columns that it lacks are left out. An empty file gets a
    header.

    Raises:
        InputError: the file cannot be read.
    """
    form = sheet(data, path)
    rows = [form.row(suggestion) for suggestion in suggestions]
    if not rows:
        return data
    if form.is_empty:
        rows.insert(0, form.header)
    bom = BOM if data.startswith(BOM) else b""
    text = data.removeprefix(BOM).decode("utf-8")
    if form.note_at is not None:
        text = f"{text[: form.note_at]}{form.divider}{_NOTE}{text[form.note_at :]}"
    before = "" if not text or text.endswith(("\n", "\r")) else form.ending
    return bom + (text + before + "".join(row + form.ending for row in rows)).encode("utf-8")
