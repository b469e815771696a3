"""Findings: what their ids, offsets and order promise, and what the machine formats say."""

import json
import random
from importlib.resources import files
from itertools import permutations
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from desk import GLOSSARY, TEXT, Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from corrigenda import rules
from corrigenda.finding import Finding
from corrigenda.formats.plain import decode
from corrigenda.running.engine import Knowledge, lint
from corrigenda.terminology import glossary
from corrigenda.terminology.lexicon import Lexicon
from corrigenda.texts.text import LineIndex

SCHEMA = json.loads(files("corrigenda.data").joinpath("schema/findings.schema.json").read_bytes())
KNOWLEDGE = Knowledge(Lexicon(glossary.merge([glossary.read(GLOSSARY.encode(), "glossary.csv")])))


def found(text: str | bytes, *codes: str, siglum: str = "seeds/a.txt", encoding: str = "utf-8") -> tuple[Finding, ...]:
    data = text.encode() if isinstance(text, str) else text
    witness = decode(data, name=siglum, siglum=siglum, encoding=encoding)
    return lint([witness], KNOWLEDGE, rules.selected(codes))


def ids(text: str, *codes: str) -> dict[str, str]:
    """Return the sic of each finding by id."""
    return {finding.id: finding.anchor.sic for finding in found(text, *codes)}


FILLER = (
    "Nothing of note is told in these few lines, and there is little to be said for\n"
    "this paragraph, which is here for no other end than to keep what is told before it,\n"
    "and what is told after it, far enough apart from each other.\n"
)
STORY = f"{FILLER}\n{TEXT}\n{FILLER}{FILLER}{FILLER}\nAnd then, at long last, Stalbrand himself came in.\n\n{FILLER}"


@pytest.mark.parametrize(
    "edited",
    [
        "A new first line.\n" + STORY,
        STORY + "A new last line.\n",
        STORY.replace(FILLER + FILLER, FILLER),
        STORY.replace(FILLER + FILLER, FILLER + "More is told here.\n" + FILLER),
        STORY.replace(FILLER, FILLER.replace("paragraph", "passage")),
    ],
    ids=["before", "after", "taken out", "put between", "changed"],
)
def test_ids_survive_edits_elsewhere(edited: str) -> None:
    assert edited != STORY
    assert len(ids(STORY)) == 7
    assert ids(edited) == ids(STORY)


def test_ids_differ_by_text_place_and_family() -> None:
    every = [*found(STORY), *found(STORY, siglum="seeds/b.txt"), *found("1" + STORY.removeprefix(FILLER))]
    one = [finding.id for finding in found(STORY)]
    assert len(set(one)) == len(one)
    assert len({finding.id for finding in every[: 2 * len(one)]}) == 2 * len(one)
    assert all(len(finding.id) == 12 and set(finding.id) <= set("0123456789abcdef") for finding in every)


def test_places_with_the_same_quotation_have_ids_of_their_own_in_reading_order() -> None:
    page = f"{FILLER}Then Stalbrand spoke.\n{FILLER}"
    thrice = found(page * 3)
    assert len({finding.id for finding in thrice}) == 3
    assert found(page)[0].id == thrice[0].id
    assert [finding.id for finding in found(page * 2 + FILLER)] == [finding.id for finding in thrice[:2]]


def test_selecting_rules_changes_no_id() -> None:
    text = STORY * 2 + "Nikolaev came …… and Nikolayev went. Stalbrnad, the the Stalbrand brand.\n"
    every = ids(text)
    assert {finding.code[0] for finding in found(text)} == {"G", "C", "R"}
    for code in (*(rule.code for rule in rules.RULES), *rules.FAMILIES):
        assert ids(text, code).items() <= every.items(), code


def test_the_score_asked_for_changes_no_id(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, STORY + "Then Stalyn came, and Stalbrnad.\n")
    every = {finding["id"] for finding in desk.lint("--min-score", "0")}
    for score in ("0.3", "0.6", "0.9", "1"):
        few = {finding["id"] for finding in desk.lint("--min-score", score)}
        assert few <= every
    assert every


def test_a_lower_score_reaches_words_that_are_rather_right_than_errors(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"corrigenda.toml": "", "glossary.csv": "term\nMelbourne\nKirov\n"})
    desk.write("seeds/a.txt", "He came from Selborne with Mr. Kirby, and Mrs. Worcester was there.\n")
    assert desk.ids("Kirby", "--min-score", "0.33") == desk.ids("Kirby", "--min-score", "0.2") == []
    for options in (("--min-score", "0.33"), ("--min-score", "0.2"), ("--min-score", "0.1"), ("--min-score", "0.6")):
        for finding in desk.lint(*options):
            assert finding["readings"][0]["score"] >= float(options[1])
    (kirby,) = (each for each in desk.lint("--min-score", "0.1") if each["sic"] == "Kirby")
    assert 0.1 <= kirby["readings"][0]["score"] < 0.2
    assert "flagged from 0.10" in desk.run("why", "seeds/a.txt:1:32", "--min-score", "0.1").out
    assert "flagged from 0.45" in desk.run("why", "seeds/a.txt:1:32").out


def test_the_same_findings_in_any_order_of_files(tmp_path: Path) -> None:
    texts = {
        "a.txt": TEXT,
        "b.txt": "Nikolaev was here. Petrovsky-Razumov wrote; Petrovsky-Razumov spoke.\n",
        "deep/c.txt": "Nikolayev was there, and Nikolayev again. Petrovski-Razumov was silent.\n",
        "d.txt": "The Soviet press wrote of the Belgian press, and Dovgenko of Dovgenko and Dowgenko.\n",
    }
    desk = Desk(
        tmp_path, {"corrigenda.toml": "", "glossary.csv": GLOSSARY} | {f"seeds/{n}": t for n, t in texts.items()}
    )
    expected = desk.lint("seeds")
    assert {finding["witness"] for finding in expected} == {f"seeds/{name}" for name in texts}
    for order in permutations(texts):
        assert desk.lint(*(f"seeds/{name}" for name in order)) == expected
    assert expected == sorted(expected, key=lambda each: (each["witness"], each["start"], each["end"], each["code"]))


def test_the_order_of_the_glossary_does_not_matter() -> None:
    header, *rows = GLOSSARY.split("\n")[:-1]
    text = STORY + "Nikolaev came …… and Nikolayev went. Stalbrnad, the the Stalbrand brand.\n"
    outcomes = set()
    for seed in range(4):
        random.Random(seed).shuffle(rows)
        read = glossary.read("\n".join([header, *rows, ""]).encode(), "glossary.csv")
        witness = decode(text.encode(), name="a", siglum="a")
        findings = lint([witness], Knowledge(Lexicon(glossary.merge([read]))), rules.RULES)
        outcomes.add(tuple((each.id, each.code, tuple((r.text, r.score) for r in each.readings)) for each in findings))
    assert len(outcomes) == 1


@pytest.mark.parametrize(
    "text",
    [
        "He wrote “Stalbrand” [sic] and meant it.",
        "He wrote Stalbrand [sic] and meant it.",
        "He wrote Stalbrand[sic] and meant it.",
        "He wrote Stalbrand (sic) and meant it.",
        "He wrote Stalbrand (sic!) and meant it.",
        "He wrote Stalbrand [SIC] and meant it.",
        "He wrote Stalbrand [ sic ] and meant it.",
        "He wrote Stalbrand’s [sic] letters.",
        "He wrote “Stalbrand,” [sic] and meant it.",
        "He wrote Stalbrand [sic: Stalin] and meant it.",
        "He wrote Stalin [sic; Stalbrand in the manuscript] and meant it.",
        "The Toddy opposition [sic] was forgotten.",
        "And so on …… [sic] and so on.",
        "The the [sic] end.",
        "He wrote Stal-\nbrand [sic] and meant it.",
    ],
)
def test_nothing_inside_or_just_before_sic_is_flagged(text: str) -> None:
    assert found(text) == ()
    assert found(text.replace("sic", "sis").replace("SIC", "SIS")) != ()


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Stalbrand wrote “wrod” [sic] here.", ["Stalbrand"]),
        ("The word [sic] stands before Stalbrand.", ["Stalbrand"]),
        ("The word [sic] Stalbrand wrote.", ["Stalbrand"]),
        ("Stalbrand was sick [of it], sic transit.", ["Stalbrand"]),
        ("Stalbrand [music] and Stalbrand [basic].", ["Stalbrand", "Stalbrand"]),
        ("Stalbrand [sic] met Stalbrand.", ["Stalbrand"]),
    ],
)
def test_sic_protects_nothing_else(text: str, flagged: list[str]) -> None:
    assert [finding.anchor.sic for finding in found(text, "G001")] == flagged


LINES = [
    "First line, nothing in it.",
    "𝔖𝔬 𝔴𝔢 𝔰𝔞𝔴 😀 Stalbrand there.",
    "e\N{COMBINING ACUTE ACCENT}t\N{COMBINING DIAERESIS} Stalbrand’s",
    "\fA page, and Stalbrand\x85Stalbrand\u2028Stalbrand",
    "斯大林 Stalbrand 斯大林 ……",
]


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "gb18030"], ids=lambda codec: codec
)
def test_offsets_are_code_points_of_the_decoded_text(tmp_path: Path, ending: str, codec: str) -> None:
    text = ending.join(LINES)
    bare = codec in ("utf-16-be", "gb18030")
    desk = Desk.usual(tmp_path, text.encode(codec), encoding=codec if bare else "utf-8")
    findings = [finding for finding in desk.lint() if finding["code"] == "G001"]
    assert len(findings) == 6
    for finding in findings:
        start, end, line, column = (finding[name] for name in ("start", "end", "line", "column"))
        assert text[start:end] == finding["sic"]
        assert text[:start].endswith(finding["before"])
        assert text[end:].startswith(finding["after"])
        row = text.split("\n")[line - 1]
        assert row[column - 1 :].startswith(finding["sic"])
        assert (finding["end_line"], finding["end_column"]) == (line, column + end - start)
    assert [(finding["line"], finding["column"]) for finding in findings] == [
        (2, 13),
        (3, 6),
        (4, 14),
        (4, 24),
        (4, 34),
        (5, 5),
    ]


def test_a_sic_over_a_line_end_ends_in_the_next_line() -> None:
    (finding,) = found("One.\nThen Stal-\r\n  brand’s day.\n")
    assert finding.anchor.sic == "Stal-\r\n  brand’s"
    assert finding.readings[0].text == "Stalin’s"


NASTY = [
    TEXT,
    "",
    "\n",
    "\r\n\r\n",
    "Stalbrand",
    "Stalbrand\x00\x1b[31m Stalbrand\u2028\u2029\u202e…… “Stalbrand”\ud7ff\uffff😀",
    "Nikolaev …… Nikolayev the the l9l5 Stаlin Ã© 31 February 1937",
    "Stal-\nbrand and Toddy\nopposition",
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_the_machine_formats_keep_to_the_schema_that_ships(tmp_path: Path, text: str) -> None:
    desk = Desk.usual(tmp_path, text)
    checker: Any = jsonschema.Draft202012Validator
    checker.check_schema(SCHEMA)
    ran = desk.run("lint", "--output-format", "json")
    document = json.loads(ran.out)
    checker(SCHEMA).validate(document)
    lines = desk.run("lint", "--output-format", "jsonl")
    assert lines.out.count("\n") == len(lines.findings) == len(lines.out.splitlines())
    for finding in lines.findings:
        checker({**SCHEMA["$defs"]["finding"], "$defs": SCHEMA["$defs"]}).validate(finding)
    assert document["findings"] == lines.findings
    counts = document["counts"]
    assert counts["findings"] == sum(counts["by_code"].values()) == sum(counts["by_severity"].values())
    assert counts["files"] == 1
    assert (ran.code, lines.code) == ((1, 1) if lines.findings else (0, 0))
    for finding in lines.findings:
        scores = [reading["score"] for reading in finding["readings"]]
        assert scores == sorted(scores, reverse=True), "best first"
        assert len({reading["text"] for reading in finding["readings"]}) == len(scores)


PIECES = [
    "Stalbrand",
    "Stalbrand’s",
    "Stal-\nbrand",
    "Toddy",
    "opposition",
    "Toddy opposition",
    "Nikolaev",
    "Nikolayev",
]
PIECES += [
    "the",
    "The",
    "……",
    "[sic]",
    "“",
    "”",
    ",",
    ".",
    "\n",
    "\r\n",
    "\n\n",
    "-",
    "Stalbrnad",
    "press",
    "Belgian",
    "😀",
]
PIECES += ["Stаlin", "l937", "31 June 1934", "\N{SOFT HYPHEN}", "\u200b", "é", "e\N{COMBINING ACUTE ACCENT}", "斯大林"]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from([" ", "", "  "]))
def test_whatever_the_text_findings_are_sound(pieces: list[str], blank: str) -> None:
    text = blank.join(pieces)
    findings = found(text)
    assert len({finding.id for finding in findings}) == len(findings)
    spans = [(finding.anchor.span.start, finding.anchor.span.end) for finding in findings]
    assert spans == sorted(spans)
    by_family = {(finding.code[0], finding.anchor.span) for finding in findings}
    assert len(by_family) == len(findings), "two rules of a family say one thing of a place"
    for finding in findings:
        span = finding.anchor.span
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == finding.anchor.sic
        assert finding.region == LineIndex(text).region(span)
        assert finding.anchor.sic not in [reading.text for reading in finding.readings]
        assert all(0 <= reading.score <= 1 for reading in finding.readings)
        assert finding.message
    assert found(text) == findings
