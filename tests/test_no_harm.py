"""Good text stays as it is: few flags, no sure one, and nothing written that nobody approved.

``good/`` holds the texts, each with a glossary of the names in it and of many more that only look like words of it;
its README says where they come from. ``good/flags.tsv`` lists every flag that is raised all the same, with the reason;
``python tests/good_texts.py`` writes it anew.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import good_texts
import pytest
from desk import Desk
from good_texts import FOLDER, OURS, TEXTS

from corrigenda.terminology import glossary, glossary_check

LISTED = good_texts.listed()
HARMED = frozenset(flag.text for flag in LISTED if flag.sure)
"""Texts in which a sure reading is wrong; each is a known failure."""
MOST_FLAGS = 190
MOST_SURE = 40
MOST_WITH_THEIR_NAMES = 60
"""In the published texts, with no other names than theirs in the glossary: passages were chosen that raise flags."""
MOST_BYTES = 300_000


def marked(name: str) -> Any:
    harmed = [pytest.mark.xfail(strict=True, reason="a sure reading is wrong, see good/flags.tsv")]
    return pytest.param(name, marks=harmed if name in HARMED else [])


@pytest.mark.parametrize("name", TEXTS)
def test_no_flag_but_the_listed_ones(name: str) -> None:
    expected = Counter({flag: row.count for flag, row in LISTED.items() if flag.text == name})
    assert good_texts.flags(name) == expected


def test_the_list_is_short_and_says_why() -> None:
    assert {flag.text for flag in LISTED} <= set(TEXTS)
    assert [flag for flag, row in LISTED.items() if len(row.why) < len("known name")] == []
    assert sum(row.count for row in LISTED.values()) <= MOST_FLAGS
    assert sum(row.count for flag, row in LISTED.items() if flag.sure) <= MOST_SURE


def test_few_flags_with_the_names_of_the_text_alone() -> None:
    published = [name for name in TEXTS if name not in OURS]
    assert sum(len(good_texts.findings(name, strangers=False)) for name in published) <= MOST_WITH_THEIR_NAMES


@pytest.mark.parametrize("name", [marked(name) for name in TEXTS])
def test_accepting_all_that_is_sure_changes_nothing(name: str) -> None:
    """Also with names in the glossary that the text does not hold."""
    text = corrected = good_texts.text(name)
    for finding in reversed(good_texts.findings(name)):
        if good_texts.is_sure(finding):
            span = finding.anchor.span
            corrected = corrected[: span.start] + finding.readings[0].text + corrected[span.end :]
    assert corrected == text


@pytest.mark.parametrize("name", TEXTS)
def test_the_glossaries_are_in_order_and_know_the_names_of_their_text(name: str) -> None:
    whole = glossary.read(good_texts.names(name), f"{name}.csv")
    assert glossary_check.check(whole) == ()
    flat = " ".join(good_texts.text(name).split()).casefold()
    theirs = glossary.read(good_texts.names(name, strangers=False), f"{name}.csv").terms
    assert theirs
    strangers = whole.terms[len(theirs) :]
    assert len(strangers) >= len(theirs) // 2
    held = [form.text for term in strangers for form in term.forms if f" {form.text.casefold()} " in f" {flat} "]
    assert held == []


def test_the_texts_may_be_shipped_and_are_small() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    assert [name for name in TEXTS if f"`{name}`" not in readme] == []
    shipped = [path for name in TEXTS for path in FOLDER.glob(f"{name}.*")]
    assert len(shipped) == 2 * len(TEXTS)
    assert sum(path.stat().st_size for path in shipped) <= MOST_BYTES


# --- short cases -------------------------------------------------------------------------------------------


def case_param(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["note"])] if case.get("fails") else []
    return pytest.param(case, id=f"{case['cause']}: {case['name']}", marks=marks)


@pytest.mark.parametrize("case", [case_param(case) for case in good_texts.cases()])
def test_looks_wrong_and_is_right(case: dict[str, Any]) -> None:
    assert good_texts.told(case) == []


# --- nothing is written without an approval ----------------------------------------------------------------

NOTHING_DECIDED: tuple[tuple[str, ...], ...] = (
    ("lint",),
    ("lint", "--statistics", "--exit-zero"),
    ("lint", "--output-format", "json"),
    ("lint", "--no-journal", "--no-learned", "--min-score", "0"),
    ("status",),
    ("rules",),
    ("explain", "G002"),
    ("why", "seeds/a.txt:1"),
    ("glossary", "check"),
    ("glossary", "suggest"),
    ("review",),
    ("learn",),
    ("patch",),
    ("apply", "--check"),
    ("apply", "--diff"),
    ("apply",),
    ("apply", "--partial"),
    ("apply", "--reverse"),
    ("apply", "--in-place"),
    ("apply", "--in-place", "--reverse", "--partial"),
)


@pytest.mark.parametrize("arguments", NOTHING_DECIDED, ids=" ".join)
def test_nothing_is_changed_when_nothing_was_decided(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """A text full of errors, another that is good, and no journal."""
    desk = Desk.usual(tmp_path)
    desk.write("seeds/austen-emma.txt", good_texts.text("austen-emma"))
    before = desk.files()
    ran = desk.run(*arguments)
    assert "Traceback" not in ran.err
    after = desk.files()
    assert {name: data for name, data in after.items() if name in before} == before
    assert [name for name, data in after.items() if name not in before and not is_empty_handed(name, data, desk)] == []


def is_empty_handed(name: str, data: bytes, desk: Desk) -> bool:
    """Say whether a new file holds nothing but what was there: an uncorrected copy, or a list without a line."""
    if name.startswith("corrected/"):
        return data == desk.path(name.removeprefix("corrected/")).read_bytes()
    lines = [line for line in data.split(b"\n") if line and not line.startswith(b"#")]
    return name == "corrections/learned.tsv" and len(lines) == 1  # the names of the columns


def test_nothing_is_corrected_that_was_refused_or_left_open(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    refused, left = desk.ids("Belgian press")[0], desk.ids("……")[0]
    desk.decide(refused, "reject")
    desk.decide(left, "skip")
    for command in (("patch",), ("learn",), ("apply",), ("apply", "--in-place")):
        desk.run(*command)
    assert desk.read() == Desk.usual(tmp_path / "other").read()


def test_what_was_changed_was_approved_in_the_journal(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    text = desk.read()
    accepted = desk.ids("Toddy opposition")[0]
    desk.decide(accepted, "accept")
    for command in (("lint",), ("status",), ("patch",), ("learn",), ("apply",), ("glossary", "suggest")):
        desk.run(*command)
    assert desk.read() == text
    assert desk.read("corrected/seeds/a.txt") == text.replace("Toddy opposition", "Trotsky–Zinoviev opposition")
    assert [(line["sic"], line["corr"]) for line in desk.journal() if line["verdict"] == "accept"] == [
        ("Toddy opposition", "Trotsky–Zinoviev opposition")
    ]


def test_an_approval_that_was_taken_back_approves_nothing(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    text = desk.read()
    accepted = desk.ids("Toddy opposition")[0]
    desk.decide(accepted, "accept")
    desk.decide(accepted, "undo")
    desk.run("apply", "--in-place")
    assert desk.read() == text


def test_an_approval_that_was_taken_back_is_not_made_by_an_old_patch(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    text = desk.read()
    accepted = desk.ids("Toddy opposition")[0]
    desk.decide(accepted, "accept")
    old = desk.read("corrections/seeds/a.txt.patch")
    desk.decide(accepted, "undo")
    desk.write("corrections/seeds/a.txt.patch", old)
    desk.run("apply", "--in-place")
    assert desk.read() == text
