"""The baseline: findings that were accepted as known, so that lint reports only new ones.

A known finding is named by its text, its rule and what stands there, folded, with how many there are: no line numbers,
so that it holds when the text changes elsewhere. The file is a table as any spreadsheet program reads it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corrigenda.errors import InputError
from corrigenda.finding import Finding
from corrigenda.storage import csvfile
from corrigenda.terminology.glossary_file import write_row
from corrigenda.texts import fold
from corrigenda.texts.text import undecodable
from corrigenda.texts.visible import visible

FILE = "baseline.csv"
"""The name of the file in the folder of corrections."""
COLUMNS = ("witness", "code", "sic", "count", "reason")
_ESCAPE = re.compile(r"\\u(dc[89a-f][0-9a-f])")
_COUNT = re.compile(r"[1-9][0-9]{0,8}")

Key = tuple[str, str, str]
"""Siglum, code and folded sic."""


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """Findings accepted as known: so many of one sic in one text."""

    siglum: str
    code: str
    sic: str
    """Folded, on one line."""
    count: int
    reason: str = ""

    @property
    def key(self) -> Key:
        """Return what makes two rows the same; a sic written by hand is folded as one that was found."""
        return self.siglum, self.code, folded(self.sic)


def folded(sic: str) -> str:
    r"""Return a sic as the file names it: folded, with single blanks and nothing that cannot be seen.

    >>> folded("Belgian\n  Press"), folded("Stal-\nbrand"), folded("……")
    ('belgian press', 'stalbrand', '......')
    """
    before = ""
    while sic != before:  # what stands in the file is folded again, and must stay what it is
        before, sic = sic, csvfile.unsafe(visible(" ".join(fold.key(sic).split())))
    return sic


def named(siglum: str) -> str:
    r"""Return a siglum as the file has it: bytes of a name that are not UTF-8 as escapes.

    >>> named("a.txt"), named("\udcff.txt")
    ('a.txt', '\\udcff.txt')
    """
    return siglum.encode("utf-8", "backslashreplace").decode()


def siglum_of(name: str) -> str:
    """Return the siglum that the file has as `name`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), name)


def key_of(finding: Finding) -> Key:
    """Return the key that a finding is known by."""
    return named(finding.anchor.siglum), finding.code, folded(finding.anchor.sic)


def divide(
    findings: Iterable[Finding], known: Iterable[Known]
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, str], ...]]:
    """Return (the findings that are new, those held back with the reason): the first so many of a key are known."""
    rows = {each.key: each for each in known}
    left = {key: each.count for key, each in rows.items()}
    new: list[Finding] = []
    held: list[tuple[Finding, str]] = []
    for finding in findings:
        key = key_of(finding)
        if left.get(key, 0):
            left[key] -= 1
            held.append((finding, rows[key].reason))
        else:
            new.append(finding)
    return tuple(new), tuple(held)


def accepted(
    known: Sequence[Known], findings: Iterable[Finding], sigla: Collection[str], codes: Collection[str], reason: str
) -> tuple[Known, ...]:
    """Return the rows once all findings of the texts `sigla` by the rules `codes` are accepted as known.

    A row that stays keeps its reason; a new one gets `reason`. Rows of other texts and rules stay as they are.
    """
    counts = Counter(map(key_of, findings))
    reasons = {each.key: each.reason for each in known}
    others = [each for each in known if not _is_about(each, sigla, codes)]
    return tuple(sorted([*others, *(Known(*key, count, reasons.get(key, reason)) for key, count in counts.items())]))


def pruned(
    known: Sequence[Known], findings: Iterable[Finding], sigla: Collection[str], codes: Collection[str]
) -> tuple[Known, ...]:
    """Return the rows without what is gone from the texts `sigla` as the rules `codes` see them; nothing is added."""
    counts = Counter(map(key_of, findings))
    left = (
        replace(each, count=min(each.count, counts[each.key])) if _is_about(each, sigla, codes) else each
        for each in known
    )
    return tuple(sorted(each for each in left if each.count))


def renamed(known: Sequence[Known], names: Mapping[str, str]) -> tuple[Known, ...]:
    """Return the rows with texts called as `names` says; what is known under a new name already stays as it is."""
    stay = [each for each in known if siglum_of(each.siglum) not in names]
    there = {each.key for each in stay}
    moved = (
        replace(each, siglum=named(names[siglum_of(each.siglum)])) for each in known if siglum_of(each.siglum) in names
    )
    return tuple(sorted([*stay, *(each for each in moved if each.key not in there)]))


def total(known: Iterable[Known]) -> int:
    """Return how many findings are accepted as known."""
    return sum(each.count for each in known)


def _is_about(known: Known, sigla: Collection[str], codes: Collection[str]) -> bool:
    return known.code in codes and (known.siglum in sigla or siglum_of(known.siglum) in sigla)


def parse(data: bytes, path: str) -> tuple[Known, ...]:
    """Return the rows of a file called `path` in messages.

    Raises:
        InputError: it is not such a table, with the line and column.
    """
    where = visible(path)
    try:
        sheet = csvfile.scan(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line, column = undecodable(error)
        raise InputError(
            f"not UTF-8 at byte {error.start}", where=f"{where}:{line}:{column}", help="save it as UTF-8"
        ) from error
    for fault in sheet.faults:
        line, column = sheet.place(fault.offset)
        raise InputError(fault.message, where=f"{where}:{line}:{column}", help=fault.help)
    if not sheet.records:
        return ()
    head, *records = sheet.records
    names = [csvfile.content(raw).strip() for raw in head.raws]
    if sorted(names) != sorted(COLUMNS):
        raise InputError(
            f"the columns of a baseline are {', '.join(COLUMNS)}, divided by commas",
            where=f"{where}:{head.line}:1",
            help="name another file, or write it anew with `corrigenda baseline`",
        )
    at = {name: number for number, name in enumerate(names)}
    rows: dict[Key, Known] = {}
    for record in records:
        cells = {name: csvfile.unsafe(record.text(at[name])) for name in COLUMNS}
        if _COUNT.fullmatch(cells["count"]) is None:
            line, column = sheet.place(min(record.cell(at["count"]), record.end))
            raise InputError(
                f"the count must be a number from 1, not {visible(cells['count'])!r}",
                where=f"{where}:{line}:{column}",
                help="correct the cell",
            )
        row = Known(cells["witness"], cells["code"], cells["sic"], int(cells["count"]), cells["reason"])
        if row.key in rows:
            raise InputError(
                "this finding is there already", where=f"{where}:{record.line}:1", help="join the two rows to one"
            )
        rows[row.key] = row
    return tuple(rows.values())


def render(known: Iterable[Known]) -> bytes:
    """Return the bytes of the file, sorted, so that two versions of it differ little."""
    cells = ((each.siglum, each.code, each.sic, str(each.count), each.reason) for each in sorted(known))
    lines = (write_row([csvfile.safe(cell) for cell in row]) + "\n" for row in (COLUMNS, *cells))
    return "".join(lines).encode("utf-8", "backslashreplace")
