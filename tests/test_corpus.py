"""The corpus: passages with their glossary, and what should be found in each.

One case a line in ``corpus/*.jsonl``:

- ``name``, ``text``, ``note`` (why the case is here; for what was found in the wild, where);
- ``glossary``: rows of ``term,kind,admitted,deprecated,source,note``, cells at the end may be missing;
- ``flags``: each sic that is to be flagged with its first reading (null when there is none to propose), in reading
  order and nothing else; none in ``negative.jsonl``, which looks wrong and is right;
- ``language`` when it is not English.

``known-failures.jsonl`` holds what should be found and is not, or the reverse; such a case that comes right is to be
moved to where it belongs.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from corrigenda import rules
from corrigenda.formats.plain import decode
from corrigenda.running.engine import Knowledge, lint
from corrigenda.terminology import glossary, glossary_check
from corrigenda.terminology.lexicon import Lexicon

FOLDER = Path(__file__).parent / "corpus"
HEADER = "term,kind,admitted,deprecated,source,note"
KINDS = ("found", "made-up", "negative", "known-failures")
FIELDS = {"name", "text", "glossary", "flags", "note", "language"}
Case = dict[str, Any]


def cases(kind: str) -> list[Case]:
    return [json.loads(line) for line in (FOLDER / f"{kind}.jsonl").read_text("utf-8").split("\n") if line]


def read(case: Case) -> glossary.Glossary:
    return glossary.read("\n".join([HEADER, *case["glossary"], ""]).encode(), "glossary.csv")


def flagged(case: Case) -> list[list[str | None]]:
    witness = decode(case["text"].encode(), name=case["name"], siglum=case["name"])
    knowledge = Knowledge(Lexicon(glossary.merge([read(case)])), language=case.get("language", "en"))
    return [
        [finding.anchor.sic, finding.readings[0].text if finding.readings else None]
        for finding in lint([witness], knowledge, rules.RULES)
    ]


def params(kind: str) -> list[Any]:
    marks = [pytest.mark.xfail(strict=True, reason="known failure")] if kind == "known-failures" else []
    return [pytest.param(case, id=case["name"], marks=marks) for case in cases(kind)]


@pytest.mark.parametrize("case", params("found"))
def test_found_in_the_wild(case: Case) -> None:
    assert flagged(case) == case["flags"]


@pytest.mark.parametrize("case", params("made-up"))
def test_made_up(case: Case) -> None:
    assert flagged(case) == case["flags"]


@pytest.mark.parametrize("case", params("negative"))
def test_looks_wrong_and_is_right(case: Case) -> None:
    assert flagged(case) == []


@pytest.mark.parametrize("case", params("known-failures"))
def test_known_failure(case: Case) -> None:
    assert flagged(case) == case["flags"]


@pytest.mark.parametrize("kind", KINDS)
def test_cases_are_whole(kind: str) -> None:
    names = [case["name"] for each in KINDS for case in cases(each)]
    assert len(set(names)) == len(names)
    for case in cases(kind):
        assert set(case) | {"language"} == FIELDS, case["name"]
        assert case["note"]
        assert not [problem for problem in glossary_check.check(read(case)) if problem.severity == "error"]
        at = 0
        for sic, corr in case["flags"]:
            at = case["text"].index(sic, at)
            assert sic != corr
        assert bool(case["flags"]) or kind in ("negative", "known-failures")
    assert len(cases("negative")) >= 35
    assert len(cases("found")) + len(cases("made-up")) >= 20
