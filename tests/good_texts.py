"""The good texts of ``good/`` and what lint says of them; run as a program, writes ``good/flags.tsv`` anew.

The reasons that stand in the list are kept. A flag that is new gets the reason ``?``, which the tests refuse until
somebody has looked at it (``corrigenda why``) and said where it comes from. Cases of ``good/cases.jsonl`` that were
known failures and come right lose that mark; none ever gets it here.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corrigenda import rules
from corrigenda.finding import Finding
from corrigenda.formats.plain import decode
from corrigenda.running.engine import Knowledge, lint
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon

FOLDER = Path(__file__).parent / "good"
TEXTS = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
OURS = frozenset(
    ("commentary", "history-popular", "history-scholarly", "journal", "philology", "police-court", "zeitung")
)
"""Texts written for these tests, to be as hard as good text can be."""
SURE = 0.9
"""Somebody in a hurry accepts what scores as much."""
_LIST = FOLDER / "flags.tsv"
_CASES = FOLDER / "cases.jsonl"
_HEADER = ("text", "code", "count", "sic", "reading", "sure", "why")
_STRANGERS = "# not in the text"
"""How the comment in each glossary begins after which only names stand that are not in the text."""
_SHOWN = str.maketrans({"\n": "⏎", "\t": "⇥"})


class Flag(NamedTuple):
    """What a line of the list is about."""

    text: str
    code: str
    sic: str
    reading: str
    sure: bool


class Listed(NamedTuple):
    """What the list says of a flag: how often it is raised, and why."""

    count: int
    why: str


def text(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_bytes().decode()


def names(name: str, *, strangers: bool = True) -> bytes:
    """Return the glossary of a text, with or without the names that it does not hold."""
    rows = (FOLDER / f"{name}.csv").read_bytes()
    return rows if strangers else rows[: rows.index(_STRANGERS.encode())]


@cache
def findings(name: str, *, strangers: bool = True) -> tuple[Finding, ...]:
    """Return what all rules find in a text, its language unknown."""
    witness = decode(text(name).encode(), name=name, siglum=name)
    terms = glossary.read(names(name, strangers=strangers), f"{name}.csv")
    return lint([witness], Knowledge(Lexicon(terms)), rules.RULES)


def is_sure(finding: Finding) -> bool:
    return bool(finding.readings) and finding.readings[0].score >= SURE


def flags(name: str) -> Counter[Flag]:
    return Counter(
        Flag(
            name,
            finding.code,
            finding.anchor.sic.translate(_SHOWN),
            finding.readings[0].text.translate(_SHOWN) if finding.readings else "",
            is_sure(finding),
        )
        for finding in findings(name)
    )


def listed() -> dict[Flag, Listed]:
    """Return the lines of ``flags.tsv``."""
    lines = _LIST.read_bytes().decode().split("\n") if _LIST.exists() else []
    rows = [line.split("\t") for line in lines[1:] if line]
    return {
        Flag(name, code, sic, reading, sure == "sure"): Listed(int(count), why)
        for name, code, count, sic, reading, sure, why in rows
    }


def cases() -> list[dict[str, Any]]:
    """Return the short cases of ``cases.jsonl``."""
    return [json.loads(line) for line in _CASES.read_bytes().decode().split("\n") if line]


def told(case: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Return each sic that is flagged in a short case, with its first reading."""
    rows = "\n".join(["term,kind", *case["glossary"], ""])
    witness = decode(case["text"].encode(), name="case", siglum="case")
    terms = glossary.read(rows.encode(), "glossary.csv")
    found = lint([witness], Knowledge(Lexicon(terms), language=case.get("language", "en")), rules.RULES)
    return [(finding.anchor.sic, finding.readings[0].text if finding.readings else None) for finding in found]


def write() -> None:
    """Write the list as the rules are now."""
    reasons = {(flag.text, flag.sic): row.why for flag, row in listed().items()}
    rows = [_HEADER]
    for name in TEXTS:
        for flag, count in sorted(flags(name).items()):
            why = reasons.get((flag.text, flag.sic), "?")
            rows.append((name, flag.code, str(count), flag.sic, flag.reading, "sure" if flag.sure else "", why))
    _LIST.write_bytes("".join("\t".join(row) + "\n" for row in rows).encode())
    kept = [case if told(case) else {name: case[name] for name in case if name != "fails"} for case in cases()]
    _CASES.write_bytes("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in kept).encode())


if __name__ == "__main__":
    write()
