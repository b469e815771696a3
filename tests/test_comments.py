"""Comments in Markdown and HTML that tell lint to leave something alone."""

import json
from pathlib import Path

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from corrigenda import comments, formats

NEXT = "<!-- corrigenda: ignore-next-line[G001] -->"
BOTH = "Stalbrand spoke of the Belgian press.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.usual(tmp_path, "All is well.\n")


def found(desk: Desk, text: str, *arguments: str, name: str = "seeds/a.md") -> list[tuple[int, str]]:
    desk.write(name, text)
    return [(each["line"], each["sic"]) for each in desk.lint(*arguments, name)]


def warnings(desk: Desk, text: str, *arguments: str) -> list[str]:
    desk.write("seeds/a.md", text)
    return [line for line in desk.run("lint", *arguments).err.split("\n") if "seeds/a.md" in line]


@pytest.mark.parametrize("name", ["seeds/a.md", "seeds/a.markdown", "seeds/a.html", "seeds/A.HTM", "seeds/a.xhtml"])
def test_the_line_of_the_comment(desk: Desk, name: str) -> None:
    text = "Stalbrand spoke. <!-- corrigenda: ignore[G001] -->\nStalbrand spoke.\n"
    assert found(desk, text, name=name) == [(2, "Stalbrand")]


def test_plain_text_has_no_comments(desk: Desk) -> None:
    text = "Stalbrand spoke. <!-- corrigenda: ignore[G001] -->\n"
    assert found(desk, text, name="seeds/b.txt") == [(1, "Stalbrand")]


def test_codes_families_and_all_rules(desk: Desk) -> None:
    line = "Stalbrand spoke …… <!-- corrigenda: ignore{} -->\n"
    assert found(desk, line.format("[G001]")) == [(1, "……")]
    assert found(desk, line.format("[g]")) == [(1, "……")]
    assert found(desk, line.format("[R001]")) == [(1, "Stalbrand")]
    assert found(desk, line.format("[G001, R001]")) == []
    assert found(desk, line.format("")) == []


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n\r\n", " and more of this line\n"])
def test_the_next_line_that_is_not_blank(desk: Desk, between: str) -> None:
    assert found(desk, f"{NEXT}{between}Stalbrand spoke.\nStalbrand spoke.\n")[0][1] == "Stalbrand"
    assert len(desk.lint("seeds/a.md")) == 1


def test_a_finding_that_goes_over_a_line_end_belongs_to_both_lines(desk: Desk) -> None:
    assert found(desk, f"{NEXT}\nHe read the Belgian\npress at noon.\n") == []
    assert found(desk, "He read the Belgian\npress at noon. <!-- corrigenda: ignore[G001] -->\n") == []


def test_a_block_and_blocks_in_blocks(desk: Desk) -> None:
    text = (
        "Stalbrand …… one\n<!-- corrigenda: ignore-start[G] -->\n"
        "Stalbrand …… two\n<!-- corrigenda: ignore-start[R] -->\n"
        "Stalbrand …… three\n<!-- corrigenda: ignore-end[G] -->\nStalbrand …… four\n<!-- corrigenda: ignore-end -->\n"
        "Stalbrand …… five\n"
    )
    both = ["Stalbrand", "……"]
    lines = {1: both, 3: both[1:], 7: both[:1], 9: both}
    assert found(desk, text) == [(line, sic) for line, sics in lines.items() for sic in sics]
    assert warnings(desk, text) == []


def test_a_rule_may_be_named(desk: Desk) -> None:
    start, end = (f"<!-- corrigenda: ignore-{each} -->" for each in ("start[G001]", "end[deprecated-form]"))
    assert found(desk, f"{start}\nStalbrand ……\n{end}\nStalbrand\n") == [(2, "……"), (4, "Stalbrand")]
    text = "Stalbrand <!-- corrigenda: ignore[Deprecated-Form, near-name] quoted -->\n"
    assert found(desk, text) == []
    assert warnings(desk, text) == [
        "warning: seeds/a.md:1:11: nothing to ignore is found by G002: take it out of the comment"
    ]


def test_in_markdown_code_shows_comments_and_does_not_mean_them(desk: Desk) -> None:
    assert found(desk, "Stalbrand: `<!-- corrigenda: ignore -->` does it.\n") == [(1, "Stalbrand")]
    assert found(desk, f"```html\n{NEXT}\nStalbrand\n```\n") == [(3, "Stalbrand")]
    assert found(desk, f"~~~\n{NEXT}\nStalbrand\n") == [(3, "Stalbrand")]
    assert found(desk, f"````\n```\n{NEXT}\nStalbrand\n`````\n{NEXT}\nStalbrand\n") == [(4, "Stalbrand")]
    assert found(desk, f"    ```\n{NEXT}\nStalbrand\n") == [], "four blanks begin no fence"
    assert found(desk, f"a `` b ` c {NEXT} ` d\nStalbrand\n") == [(2, "Stalbrand")]
    assert found(desk, f"a `b` c {NEXT} `d` e\nStalbrand\n") == []
    assert found(desk, f"a ``b` {NEXT} c\nStalbrand\n") == []
    assert found(desk, f"<code>`</code> {NEXT} <code>`</code>\nStalbrand\n", name="seeds/a.html") == []


def test_what_a_comment_itself_says_is_no_finding(desk: Desk) -> None:
    assert found(desk, "Stalbrand <!-- corrigenda: ignore[G001] Stalbrand …… is the name of a horse -->\n") == []


def test_unused_comments_are_told(desk: Desk) -> None:
    text = "All is well. <!-- corrigenda: ignore[G001, R001] -->\n\nAll …… <!-- corrigenda: ignore -->\n"
    unused = "warning: seeds/a.md:1:14: nothing to ignore is found by {}: take it out of the comment"
    assert warnings(desk, text) == [unused.format("G001"), unused.format("R001")]
    assert warnings(desk, text, "--select", "R") == [unused.format("R001")], "rules that were not run are not judged"
    whole = "All is well. <!-- corrigenda: ignore -->\n"
    assert warnings(desk, whole) == ["warning: seeds/a.md:1:14: nothing to ignore is found: take it out of the comment"]
    assert warnings(desk, whole, "--ignore", "D001") == []


@pytest.mark.parametrize(
    ("comment", "warning"),
    [
        ("ignore[X9, G001]", "no rule is called X9; `corrigenda rules` lists them"),
        ("ignore[X9]", "no rule is called X9; `corrigenda rules` lists them"),
        ("ignore[]", "no codes stand in the brackets: write ignore[CODE], or leave them out"),
        ("ignore G001", "'ignore G001' is not understood: write ignore[CODE] and then a reason; there are ignore,"),
        ("disable", "'disable' is not understood: write ignore[CODE] and then a reason; there are ignore,"),
        ("ignore[\x1b]", "no rule is called ␛"),
        ("ignore-end", "nothing was begun that ends here"),
        ("ignore-start", "no ignore-end follows: it goes to the end of the text"),
    ],
)
def test_comments_that_are_wrong_are_told(desk: Desk, comment: str, warning: str) -> None:
    told = warnings(desk, f"Stalbrand\n\n<!-- corrigenda: {comment} -->\nStalbrand\n")
    assert told[0].startswith(f"warning: seeds/a.md:3:1: {warning}")


def test_a_comment_without_its_colon_is_told_and_other_prose_is_not(desk: Desk) -> None:
    text = "Stalbrand <!-- corrigenda ignore[G001] -->\n<!-- Corrigenda of the first edition -->\n"
    assert warnings(desk, text) == [
        "warning: seeds/a.md:1:11: it says nothing to us without a colon: write corrigenda: ignore"
    ]
    assert found(desk, text) == [(1, "Stalbrand")]


def test_an_unknown_code_alone_ignores_nothing(desk: Desk) -> None:
    assert found(desk, "Stalbrand <!-- corrigenda: ignore[X9] -->\n") == [(1, "Stalbrand")]


def test_sarif_has_the_reason(desk: Desk) -> None:
    desk.write("seeds/a.md", "Stalbrand <!-- corrigenda: ignore[G001] the printer's own slip -->\n")
    ran = desk.run("lint", "--output-format", "sarif")
    (result,) = json.loads(ran.out)["runs"][0]["results"]
    reason = {"kind": "inSource", "status": "accepted", "justification": "the printer's own slip"}
    assert (ran.code, result["suppressions"]) == (0, [reason])


def test_review_does_not_ask_and_the_baseline_does_not_take_it(desk: Desk) -> None:
    desk.write("seeds/a.md", "Stalbrand <!-- corrigenda: ignore[G001] -->\n")
    assert "0 of 0 places pending" in desk.run("status").out
    assert "0 known findings" in desk.run("baseline").out


def test_a_comment_goes_before_the_journal(desk: Desk) -> None:
    desk.write("seeds/a.md", BOTH)
    desk.decide(*desk.ids("Stalbrand", "seeds/a.md"), "accept")
    text = "Stalbrand spoke of the Belgian press. <!-- corrigenda: ignore[G001] -->\n"
    assert found(desk, text) == []
    assert warnings(desk, text) == []


pieces = st.sampled_from(
    ["<!-- corrigenda: ", "-->", "ignore", "-start", "-end", "[G", "]", "```", "`", "\n", "~~~", "Stalbrand", "[", " "]
)


@given(st.lists(pieces, max_size=30).map("".join))
def test_any_text_is_read(text: str) -> None:
    witness = formats.decode(text.encode(), name="a.md", siglum="a.md")
    divided = comments.divide(witness, (), ())
    assert divided.findings == divided.suppressed == ()
    for each in comments.read(witness)[0]:
        assert each.reach is None or 0 <= each.reach.start <= each.reach.end <= len(text)
