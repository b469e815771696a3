"""What programs and notebooks call: the work of the commands, without a terminal and without writing anything."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from os import PathLike
from pathlib import Path, PurePath
from typing import overload

from corrigenda import comments, config, engine, formats, journal, markup, patch, project, rules
from corrigenda.decision import Decision, standing
from corrigenda.emendation import proposed
from corrigenda.engine import MIN_SCORE, Knowledge
from corrigenda.finding import Finding
from corrigenda.glossary import Glossary
from corrigenda.lexicon import Lexicon
from corrigenda.patch import Patch
from corrigenda.text import LineIndex, Witness
from corrigenda.visible import visible

Texts = Witness | PathLike[str] | str | Mapping[str, str]
"""A text that was read; a file or folder; a text itself; texts by their names."""
_NAMELESS = "text"
_MOST_SHOWN = 200
"""Findings that a notebook shows."""


def read(path: str | PathLike[str], *, encoding: str = "utf-8") -> Witness:
    """Return the text in a file; a byte order mark in it goes before `encoding`.

    Raises:
        InputError: it cannot be read or decoded; the error names the place.
    """
    return project.read_witness(config.isolated(Path.cwd()), str(path), encoding=encoding)


def lint(
    texts: Texts | Iterable[Texts],
    glossary: Glossary | str | PathLike[str] | None = None,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    language: str | None = None,
    min_score: float = MIN_SCORE,
) -> "Findings":
    """Return the doubtful places of texts, as `corrigenda lint` does where nothing was decided.

    Args:
        texts: one text or several, counted together: a `Path` is a file or folder, a `str` a text itself (not a
            file), a mapping gives texts by name.
        glossary: the right names and terms, or the file that holds them.
        select: codes of rules or their beginnings, such as G; empty means all.
        ignore: codes of rules that are not run.
        language: such as "en"; None when it is to be found from each text.
        min_score: readings of less, 0 to 1, are left out.

    Raises:
        InputError: a file cannot be read; the error names the place.
        ConfigError: a code that fits no rule.
    """
    if glossary is None:
        glossary = Glossary((), ())
    elif not isinstance(glossary, Glossary):
        glossary = Glossary.read(glossary)
    several = (texts,) if isinstance(texts, (Witness, PathLike, str, Mapping)) else texts
    witnesses = {each.siglum: each for each in chain.from_iterable(map(_witnesses, several))}
    knowledge = Knowledge(Lexicon(glossary), language=language, min_score=min_score)
    selected = rules.selected(select, ignore)
    found = engine.lint(tuple(witnesses.values()), knowledge, selected)
    return Findings(tuple(_heeded(found, witnesses, {rule.code for rule in selected})), witnesses)


def decisions(text: Witness | str, corrections: str | PathLike[str] = "corrections") -> tuple[Decision, ...]:
    """Return the decisions that stand for a text, or for the siglum of one, in the order in which they were made.

    Raises:
        InputError: its journal cannot be read or is damaged; the error names the line.
    """
    siglum = text if isinstance(text, str) else text.siglum
    lines, _warnings = journal.read(journal.path_for(Path(corrections), siglum), siglum)
    return tuple(sorted(standing(lines).values(), key=lambda each: (each.at, each.id)))


@dataclass(frozen=True, slots=True, repr=False)
class Findings(Sequence[Finding]):
    """The doubtful places of texts, sorted by text, place and code."""

    found: tuple[Finding, ...]
    texts: Mapping[str, Witness]
    """The texts by siglum."""

    def patch(self, siglum: str | None = None, *, min_score: float = 0.0) -> Patch:
        """Return the patch of one text that accepting every first reading of at least `min_score` would give.

        Raises:
            ValueError: there are several texts, and none was named; or none of that name.
        """
        if siglum is None and len(self.texts) != 1:
            raise ValueError(f"name one of the texts: {', '.join(map(repr, self.texts))}")
        name = next(iter(self.texts)) if siglum is None else siglum
        if name not in self.texts:
            raise ValueError(f"there is no text {name!r}")
        wanted = (
            each
            for each in self.found
            if each.anchor.siglum == name and each.readings and each.readings[0].score >= min_score
        )
        return patch.make(self.texts[name], proposed(wanted))

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, at: int) -> Finding: ...
    @overload
    def __getitem__(self, at: slice) -> "Findings": ...
    def __getitem__(self, at: int | slice) -> "Finding | Findings":
        return Findings(self.found[at], self.texts) if isinstance(at, slice) else self.found[at]

    def __repr__(self) -> str:
        return "\n".join(f"{place} {each.code} {_said(each)}" for place, each in self._placed()) or "no findings"

    def _repr_html_(self) -> str:
        """Return a table, for notebooks."""
        rows = [
            (markup.shown(place), each.code, markup.change(*_quoted(each)), _score(each), markup.shown(each.message))
            for place, each in self[:_MOST_SHOWN]._placed()  # noqa: SLF001 - of its own kind
        ]
        left = len(self) - len(rows)
        more = f"<p>and {left} more</p>" if left > 0 else ""
        return markup.table(("place", "rule", "text", "score", "why"), rows) + more

    def _placed(self) -> Iterator[tuple[str, Finding]]:
        lines: dict[str, LineIndex] = {}
        for each in self.found:
            siglum = each.anchor.siglum
            index = lines.setdefault(siglum, LineIndex(self.texts[siglum].text))
            line, column = index.place(each.anchor.span.start)
            yield f"{visible(siglum)}:{line}:{column}", each


def _heeded(found: Sequence[Finding], witnesses: Mapping[str, Witness], codes: Collection[str]) -> Iterator[Finding]:
    """Yield the findings that no comment in their text says to ignore."""
    for siglum, of_text in groupby(found, key=lambda each: each.anchor.siglum):
        if formats.has_comments(PurePath(siglum)):
            yield from comments.divide(witnesses[siglum], tuple(of_text), codes).findings
        else:
            yield from of_text


def _said(finding: Finding) -> str:
    reading = f" → “{visible(finding.readings[0].text)}” ({finding.readings[0].score:.2f})" if finding.readings else ""
    return f"“{visible(finding.anchor.sic)}”{reading}"


def _quoted(finding: Finding) -> tuple[str, str, str | None, str]:
    anchor = finding.anchor
    return anchor.before, anchor.sic, finding.readings[0].text if finding.readings else None, anchor.after


def _score(finding: Finding) -> str:
    return f"{finding.readings[0].score:.2f}" if finding.readings else ""


def _witnesses(given: Texts) -> Iterator[Witness]:
    if isinstance(given, Witness):
        yield given
    elif isinstance(given, str):
        yield _of_text(_NAMELESS, given)
    elif isinstance(given, Mapping):
        yield from (_of_text(name, text) for name, text in given.items())
    else:
        names, errors = project.collect(config.isolated(Path.cwd()), [str(given)])
        if errors:
            raise errors[0]
        yield from map(read, names)


def _of_text(name: str, text: str) -> Witness:
    return formats.decode(text.encode("utf-8"), name=name, siglum=name)
