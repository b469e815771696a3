"""What programs and notebooks call: the work of the commands, without a terminal.

Nothing is written but by what says so: `Findings.accept`, `Findings.reject` and `Patch.write`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from os import PathLike
from pathlib import Path, PurePath
from typing import Any, overload

from corrigenda import comments, config, formats, project, recording, rules
from corrigenda.acting.answering import Answer
from corrigenda.deciding import journal, patch
from corrigenda.deciding.decision import Decision, standing
from corrigenda.deciding.emendation import proposed
from corrigenda.deciding.patch import Patch
from corrigenda.errors import InputError
from corrigenda.finding import Finding
from corrigenda.report.record import record
from corrigenda.running import engine
from corrigenda.running.engine import MIN_SCORE, Knowledge
from corrigenda.terminology.glossary import Glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts import markup
from corrigenda.texts.text import Witness
from corrigenda.texts.visible import visible

Texts = Witness | PathLike[str] | str | Mapping[str, str]
"""A text that was read; a file or folder; a text itself; texts by their names."""
_NAMELESS = "text"
_FIRST = ("witness", "line", "column", "code", "sic")
"""What the rows begin with."""
_MOST_SHOWN = 200
"""Findings that a notebook shows."""


def read(path: str | PathLike[str], *, encoding: str = "") -> Witness:
    """Return the text in a file.

    Args:
        path: the file.
        encoding: of a file that is not UTF-8, or, if it has several bytes a letter, of any without a byte order mark;
            else the one in the project's settings.

    Raises:
        InputError: it cannot be read or decoded; the error names the place.
    """
    return project.read_witness(config.find(Path.cwd()), str(path), encoding=encoding)


def lint(
    texts: Texts | Iterable[Texts],
    glossary: Glossary | str | PathLike[str] | None = None,
    *,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    language: str | None = None,
    min_score: float = MIN_SCORE,
) -> "Findings":
    """Return the doubtful places of texts, as `corrigenda lint` does where nothing was decided.

    Args:
        texts: one text or several, counted together: a `Path` is a file or folder, a `str` a text itself (not a
            file), a mapping gives texts by name. Texts without a name are called text, text-2 and so on.
        glossary: the right names and terms, or the file that holds them.
        select: a code of a rule or its beginning, such as G, or its name, or several; empty means all.
        ignore: those of rules that are not run.
        language: such as "en"; None when it is to be found from each text.
        min_score: names and phrases whose best reading scores less, 0 to 1, are left out.

    Raises:
        InputError: a file cannot be read, or the name of one was given for a text; the error names the place.
        ConfigError: a code or name that fits no rule.
        ValueError: two texts have the same name, or a score that is none.
        TypeError: what is given is no text.
    """
    _refuse_score(min_score)
    if glossary is None:
        glossary = Glossary((), ())
    elif not isinstance(glossary, Glossary):
        glossary = Glossary.read(glossary)
    witnesses = _gathered(texts)
    knowledge = Knowledge(Lexicon(glossary), language=language, min_score=min_score)
    selected = rules.selected(*((given,) if isinstance(given, str) else given for given in (select, ignore)))
    found = engine.lint(tuple(witnesses.values()), knowledge, selected)
    return Findings(tuple(_heeded(found, witnesses, {rule.code for rule in selected})), witnesses)


def decisions(text: Witness | str, corrections: str | PathLike[str] | None = None) -> tuple[Decision, ...]:
    """Return the decisions that stand for a text, or for the siglum of one, in the order in which they were made.

    Args:
        text: the text, or its path relative to the project.
        corrections: the folder of the journals; else the project's.

    Raises:
        InputError: its journal cannot be read or is damaged; the error names the line.
    """
    siglum = text if isinstance(text, str) else text.siglum
    folder = config.find(Path.cwd()).corrections if corrections is None else Path(corrections)
    lines, _warnings = journal.read(journal.path_for(folder, siglum), siglum)
    return tuple(sorted(standing(lines).values(), key=lambda each: (each.at, each.id)))


@dataclass(frozen=True, slots=True, repr=False)
class Findings(Sequence[Finding]):
    """The doubtful places of texts, sorted by text, place and code; a slice of them is of the same kind."""

    found: tuple[Finding, ...]
    texts: Mapping[str, Witness]
    """The texts by siglum."""

    def patch(self, siglum: str | None = None, *, min_score: float = 0.0) -> Patch:
        """Return the patch of one text that accepting every first reading of at least `min_score` would give.

        Raises:
            ValueError: there are several texts, and none was named; or none of that name; or a score that is none.
        """
        _refuse_score(min_score)
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

    def filter(self, keep: Callable[[Finding], bool]) -> "Findings":
        r"""Return the findings that `keep` says yes to.

        >>> lint("Then Stalbrand spoke.", Glossary.parse("term,deprecated\nStalin,Stalbrand")).filter(lambda _: False)
        no findings
        """
        return Findings(tuple(filter(keep, self.found)), self.texts)

    def records(self) -> list[dict[str, Any]]:
        """Return a flat row for each finding, as for ``pandas.DataFrame``; lines and columns count from 1."""
        return list(self._records())

    def accept(self, resp: str, *, note: str = "") -> tuple[Decision, ...]:
        """Accept the first reading of each finding, in the journals and patches of the project.

        What was decided before stays as it was, what has no reading stays open, and of findings that overlap the one
        with the best reading is accepted. No text is changed: that is what `corrigenda apply` and `Patch.apply` do.

        Args:
            resp: who decides.
            note: kept with the decisions.

        Returns:
            The decisions that were recorded.

        Raises:
            InputError: a text that has no file in the project, or not as it was read; nothing is recorded.
            CorrigendaError: a journal is damaged, in use, or cannot be written.
            TypeError: `note` is no text.
            ValueError: `resp` is blank.
        """
        return self._decide("accept", resp, note)

    def reject(self, resp: str, *, note: str = "") -> tuple[Decision, ...]:
        """Say of each finding that its place is right as it stands; else as `accept`."""
        return self._decide("reject", resp, note)

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
        if not self.found:
            return "<p>no findings</p>"
        rows = [
            (markup.shown(place), each.code, markup.change(*_quoted(each)), _score(each), markup.shown(each.message))
            for place, each in self[:_MOST_SHOWN]._placed()  # noqa: SLF001 - of its own kind
        ]
        left = len(self) - len(rows)
        more = f"<p>and {left} more</p>" if left > 0 else ""
        return markup.table(("place", "rule", "text", "score", "why"), rows) + more

    def _decide(self, verdict: str, resp: str, note: str) -> tuple[Decision, ...]:
        if not resp.strip():
            raise ValueError("say who decides")
        if not isinstance(note, str):  # such as the NaN that pandas has for none
            raise TypeError(f"a note is a text, not {note!r}")
        answer = Answer(verdict, note=note or None)
        return recording.record(self.found, self.texts, config.find(Path.cwd()), answer, resp)

    def _records(self) -> Iterator[dict[str, Any]]:
        for each in self.found:
            row = record(each, self.texts[each.anchor.siglum].name)
            best = row.pop("readings")[:1]
            shown = {name: row.pop(name) for name in _FIRST}
            first = best[0] if best else {"text": None, "score": None, "basis": ""}
            yield {**shown, "reading": first["text"], "score": first["score"], "basis": first["basis"], **row}

    def _placed(self) -> Iterator[tuple[str, Finding]]:
        for each in self.found:
            yield f"{visible(each.anchor.siglum)}:{each.region.line}:{each.region.column}", each


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


def _gathered(texts: Texts | Iterable[Texts]) -> dict[str, Witness]:
    several = (texts,) if isinstance(texts, (Witness, PathLike, str, bytes, Mapping)) else texts
    nameless = 0
    found: dict[str, Witness] = {}
    for given in several:
        nameless += isinstance(given, str)
        for witness in _witnesses(given, _NAMELESS if nameless <= 1 else f"{_NAMELESS}-{nameless}"):
            if found.setdefault(witness.siglum, witness) != witness:
                raise ValueError(f"two texts are called {witness.siglum!r}")
    return found


def _witnesses(given: Texts, name: str) -> Iterator[Witness]:
    if isinstance(given, Witness):
        yield given
    elif isinstance(given, str):
        _refuse_name(given)
        yield formats.of_text(given, name=name, siglum=name)
    elif isinstance(given, Mapping):
        yield from (formats.of_text(text, name=name, siglum=name) for name, text in given.items())
    elif not isinstance(given, PathLike):
        raise TypeError(f"{type(given).__name__} is no text: give a str, a Path, or a mapping of names to str")
    else:
        names, errors = project.collect(config.find(Path.cwd()), [str(given)])
        if errors:
            raise errors[0]
        yield from map(read, names)


def _refuse_score(score: float) -> None:
    if not 0 <= score <= 1:  # nan is neither
        raise ValueError(f"a score lies between 0 and 1: {score}")


def _refuse_name(text: str) -> None:
    """Refuse the name of a file, which would be checked as a text of one word and found to be good."""
    is_name = formats.known(PurePath(text)) and not any(map(str.isspace, text))
    with suppress(OSError, ValueError):  # of what cannot be a name
        is_name = is_name or (text != "" and Path(text).exists())
    if is_name:
        raise InputError(
            "this is the name of a file, and a str is a text itself", where=visible(text), help=f"give Path({text!r})"
        )
