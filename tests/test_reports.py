"""Findings for other programs: each format as its readers take it, whatever stands in the texts."""

import csv
import json
import lzma
import os
import re
import shutil
import subprocess
from io import StringIO
from pathlib import Path
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from desk import Desk

from corrigenda.report import github, registry, table

HOSTILE = (
    "=Stalbrand &<\">' ]]>\x0c 😀😀 Stalbrand’s\n\x00\x1b[31m Belgian press\u2028…… ::error::\r\n"
    "Toddy\nopposition 100%\n"
)
FOUND = 7
"""Four forms that the glossary calls wrong, two control characters, one Chinese ellipsis."""
SARIF = jsonschema.Draft4Validator(
    json.loads(lzma.decompress((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json.xz").read_bytes()))
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.usual(tmp_path, HOSTILE)


def report(desk: Desk, name: str, *arguments: str) -> str:
    ran = desk.run("lint", "--output-format", name, *arguments)
    assert ran.code == 1, ran.err
    return ran.out


@pytest.mark.parametrize("name", registry.FORMATS)
def test_every_format_holds_every_finding_and_nothing_hostile(desk: Desk, name: str) -> None:
    out = report(desk, name)
    assert "\x1b" not in out
    assert "\x00" not in out
    assert len(desk.lint()) == FOUND
    for code in ("G001", "R001"):
        assert code in out


def test_sarif_is_as_the_standard_has_it(desk: Desk) -> None:
    desk.decide(desk.ids("Belgian press")[0], "reject")
    document = json.loads(report(desk, "sarif"))
    SARIF.validate(document)
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    found = {each["locations"][0]["physicalLocation"]["region"]["snippet"]["text"]: each for each in run["results"]}
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in run["results"])
    assert [sic for sic, each in found.items() if "suppressions" in each] == ["Belgian press"]
    place = found["Stalbrand’s"]["locations"][0]["physicalLocation"]
    region = place["region"]
    assert place["artifactLocation"]["uri"] == "seeds/a.txt"
    assert HOSTILE[region["charOffset"] :][: region["charLength"]] == "Stalbrand’s"
    assert region["startColumn"] == HOSTILE.index("Stalbrand’s") + 1
    (change,) = found["Stalbrand’s"]["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"]["text"] == "Stalin’s"
    ids = {each["partialFingerprints"]["corrigendaFindingId/v1"] for each in run["results"]}
    assert ids == {each["id"] for each in desk.lint("--no-journal")}


def test_a_sarif_location_is_an_address(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("seeds/Kapitel 1#ü.txt", "Stalbrand\n")
    document = json.loads(report(desk, "sarif", "seeds/Kapitel 1#ü.txt"))
    artifact = document["runs"][0]["artifacts"][0]["location"]["uri"]
    assert artifact == "seeds/Kapitel%201%23%C3%BC.txt"


def test_github_annotations_are_one_line_each_and_escaped(desk: Desk) -> None:
    lines = report(desk, "github").split("\n")[:-1]
    assert len(lines) == FOUND
    pattern = re.compile(r"::(notice|warning|error) file=seeds/a\.txt,line=\d+,[^:]*::[^\r\n]+")
    assert all(pattern.fullmatch(line) for line in lines)
    assert sum("Toddy%0Aopposition" in line or "Toddy␊opposition" in line for line in lines) == 1


def test_github_says_first_how_many_it_does_not_show(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "Stalbrand came.\n" * (github.MOST + 3))
    assert report(desk, "github").startswith("::notice title=corrigenda::3 of 13 findings are not shown here; see ")


@pytest.mark.parametrize(("notes", "hidden"), [(github.MOST, 0), (github.MOST + 1, 2)])
def test_what_github_says_of_them_takes_a_place_of_its_own_kind(tmp_path: Path, notes: int, hidden: int) -> None:
    desk = Desk.usual(tmp_path, "It was Monday, 1 December 1934.\n" * notes)
    lines = report(desk, "github", "--select", "D004").split("\n")[:-1]
    found = [line for line in lines if line.startswith("::notice file=")]
    assert len(found) == notes
    assert [line.split("::")[2] for line in lines if line not in found] == (
        [f"{hidden} of {notes} findings are not shown here; see the step's log"] if hidden else []
    )


def test_the_log_of_github_shows_the_place(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    assert "::seeds/a.txt:1:6: G001 “Stalbrand” is a known wrong form of “Stalin”: “Stalin” (0.99)\n" in report(
        desk, "github"
    )


@pytest.mark.parametrize("name", registry.FORMATS)
def test_names_of_files_are_told_whatever_they_are(tmp_path: Path, name: str) -> None:
    desk = Desk.usual(tmp_path, "All is well.\n")
    for raw in (b"\xff.txt", b"a\nb.txt", b"e\x1b[31m.txt", b"q\"'<&>.txt", b"%,;.txt"):
        (tmp_path / "seeds" / os.fsdecode(raw)).write_text("Stalbrand came.\n")
    out = report(desk, name)
    assert "\x1b" not in out
    if name == "sarif":
        document = json.loads(out)
        SARIF.validate(document)
        places = [each["location"]["uri"] for each in document["runs"][0]["artifacts"]]
        assert len(places) == 5 + 1
        assert all(Path(os.fsdecode(tmp_path / os.fsdecode(unquote_to_bytes(place)))).is_file() for place in places)
    elif name == "github":
        assert len(out.split("\n")) == 5 + 1


def test_what_is_accepted_is_said_to_be(desk: Desk) -> None:
    desk.decide(desk.ids("Belgian press")[0], "accept")
    for name in ("github", "rdjsonl", "junit", "checkstyle"):
        (line,) = [each for each in report(desk, name).split("\n") if "accepted, not applied]" in each]
        assert "Belgian press" in line


def test_reviewdog_columns_count_bytes(desk: Desk) -> None:
    rows = [json.loads(line) for line in report(desk, "rdjsonl").split("\n") if line]
    row = next(each for each in rows if "Stalbrand’s" in each["message"])
    start, end = row["location"]["range"]["start"], row["location"]["range"]["end"]
    line = HOSTILE.encode().split(b"\n")[start["line"] - 1]
    assert line[start["column"] - 1 : end["column"] - 1].decode() == "Stalbrand’s"
    assert row["suggestions"][0] == {"range": row["location"]["range"], "text": "Stalin’s"}


def test_reviewdog_counts_a_byte_order_mark(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, b"\xef\xbb\xbfStalbrand came.\nStalbrand went.\n")
    rows = [json.loads(line)["location"]["range"]["start"] for line in report(desk, "rdjsonl").split("\n")[:-1]]
    assert rows == [{"line": 1, "column": 4}, {"line": 2, "column": 1}]


@pytest.mark.parametrize(("name", "item"), [("junit", "failure"), ("checkstyle", "error")])
def test_xml_is_well_formed_and_counts(desk: Desk, name: str, item: str) -> None:
    desk.write("seeds/clean.txt", "All is well.\n")
    root = ET.fromstring(report(desk, name))  # noqa: S314 - our own output
    assert len(root.findall(f".//{item}")) == FOUND
    if name == "junit":
        assert (root.get("tests"), root.get("failures")) == ("8", "7")
    else:
        assert len(root.findall("file")) == 2


def test_csv_goes_through_a_spreadsheet_and_is_no_formula(desk: Desk) -> None:
    desk.write("glossary.csv", "term,deprecated,note\n+Stalin,Stalbrand,=1+1\nSoviet press,Belgian press,\n")
    rows = list(csv.DictReader(StringIO(report(desk, "csv"), newline="")))
    assert tuple(rows[0]) == table.COLUMNS
    assert rows[0]["sic"] == "Stalbrand"
    assert rows[0]["note"] == "'=1+1"
    assert rows[0]["before"] == "'="
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_line_ends_of_windows_are_those_of_a_cell(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "One line.\r\nStalbrand\r\n")
    (row,) = csv.DictReader(StringIO(report(desk, "csv"), newline=""))
    assert (row["before"], row["after"]) == ("One line.\n", "\n")


@pytest.mark.parametrize("name", ["text", "concise", *registry.FORMATS])
def test_an_output_file_holds_the_report_and_the_terminal_the_summary(desk: Desk, name: str) -> None:
    ran = desk.run("lint", "--output-format", name, "--output-file", "found.out")
    assert ran.code == 1
    assert ran.out == "7 findings (4 errors, 3 warnings) in 1 file.\n"
    printed = desk.run("lint", "--output-format", name).out
    written = desk.read("found.out")
    assert written == printed or printed.startswith(written)


def test_an_output_file_that_cannot_be_written_is_an_error_and_stays_as_it_was(desk: Desk) -> None:
    desk.path("found.out").mkdir()
    ran = desk.run("lint", "--output-format", "jsonl", "--output-file", "found.out")
    assert ran.code == 2
    assert "cannot write the file" in ran.err


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("seeds/a.txt", "a text"),
        ("seeds/b.txt", "a text"),
        ("seeds/../elsewhere.rst", "a text"),
        ("glossary.csv", "a glossary"),
        ("corrigenda.toml", "the configuration"),
        ("corrections/seeds/a.txt.journal.jsonl", "what was decided"),
        ("corrections/seeds/a.txt.patch", "what was decided"),
        ("corrections/baseline.csv", "what was decided"),
    ],
)
def test_no_report_is_written_over_what_the_project_lives_on(desk: Desk, name: str, what: str) -> None:
    desk.write("seeds/b.txt", "Stalbrand\n")
    desk.write("elsewhere.rst", "Stalbrand\n")
    desk.decide(desk.ids("Belgian press")[0], "accept")
    desk.run("baseline", "seeds/b.txt")
    before = desk.files()
    lint = ("lint", "seeds/a.txt", "elsewhere.rst")
    export = () if name.endswith("rst") else (("glossary", "export", "--format", "hunspell"),)
    lists = (lint, (*lint, "--diff"), (*lint, "--output-format", "jsonl"), *export)
    text = "elsewhere.rst" if name.endswith("rst") else "seeds/a.txt"
    for command in (
        *((*each, "--output-file") for each in lists),
        *(("report", each, text, "--output") for each in ("csv", "html", "criticmarkup", "tei", "docx")),
    ):
        ran = desk.run(*command, name)
        assert (ran.code, ran.out) == (2, "")
        assert f"this would write over {what}" in ran.err
        assert f"--> {name}\n" in ran.err
    assert desk.files() == before


def test_an_output_file_may_be_written_over_and_may_be_standard_output(desk: Desk) -> None:
    for name in ("seeds/found.jsonl", "corrections/found.txt", "found.txt"):
        for _ in "ab":
            assert desk.run("lint", "--output-file", name).code == 1
    printed = desk.run("lint", "--output-format", "jsonl")
    assert desk.run("lint", "--output-format", "jsonl", "--output-file", "-") == printed
    assert not desk.path("-").exists()
    ran = desk.run("lint", "--output-file", "")
    assert (ran.code, "the name of the file to write is empty" in ran.err) == (2, True)


@pytest.mark.parametrize("arguments", [("--glossary", "bad.csv"), ("--select", "X9"), ("nowhere.txt",)])
def test_a_run_that_fails_leaves_the_output_file_as_it_was(desk: Desk, arguments: tuple[str, ...]) -> None:
    desk.write("bad.csv", 'term\n"Stalin\n')
    desk.write("found.out", "what was found before\n")
    before = desk.files()
    assert desk.run("lint", "--output-file", "found.out", *arguments).code == 2
    assert desk.files() == before


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_takes_the_diff_of_all_first_readings(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    ran = desk.run("lint", "--diff", "--select", "G")
    assert ran.code == 1
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=ran.out.encode(), check=True)
    assert "Stalbrand" not in desk.read()
    assert "Soviet press" in desk.read()
    after = desk.run("lint", "--diff", "--select", "G")
    assert (after.code, after.out) == (0, "")


@pytest.mark.parametrize("other", [("--statistics",), ("--output-format", "jsonl")])
def test_a_diff_is_no_other_report(desk: Desk, other: tuple[str, ...]) -> None:
    ran = desk.run("lint", "--diff", *other)
    assert ran.code == 2
    assert "exclude each other" in ran.err


def test_no_option_is_passed_over(desk: Desk) -> None:
    ran = desk.run("lint", "--statistics", "--output-format", "parquet", "--output-file", "found.parquet")
    assert (ran.code, "exclude each other" in ran.err) == (2, True)
    for options in (("--diff",), ("--baseline", "known.csv"), ("--since", "HEAD"), ("--watch",), ("--cache",)):
        ran = desk.run("lint", "--engine", "dask", *options)
        assert (ran.code, f"--engine dask and {options[0]} exclude each other\n" in ran.err) == (2, True)


def test_a_diff_says_what_it_does_not_show(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "It was \ufffd, and Stalbrand came.\n")
    ran = desk.run("lint", "--diff")
    assert (ran.code, ran.out.count("\n+It was"), ran.err) == (
        1,
        1,
        "1 finding is not in the diff: nothing is proposed, or another one overlaps\n",
    )


def test_a_diff_without_changes_is_empty_in_a_file_too(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, "It was \ufffd.\n")
    desk.write("found.diff", "an old one\n")
    assert desk.run("lint", "--diff", "--output-file", "found.diff").code == 1
    assert desk.read("found.diff") == ""


def test_the_diff_of_standard_input_names_no_file(desk: Desk) -> None:
    assert desk.run("lint", "--diff", "-", stdin="Stalbrand\n").out.startswith("diff --git a/<stdin> b/<stdin>\n")
    ran = desk.run("lint", "--diff", "-", "--stdin-filename", "seeds/a.txt", stdin="Stalbrand\n")
    assert ran.out.startswith("diff --git a/seeds/a.txt b/seeds/a.txt\n")
