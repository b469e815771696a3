"""Findings and decisions in the words of the Language Server Protocol."""

from pathlib import Path

import pytest
from desk import GLOSSARY, Desk
from lsprotocol import types

from corrigenda.acting import given
from corrigenda.server import desk as server_desk
from corrigenda.server import protocol
from corrigenda.server.desk import Checked
from corrigenda.server.positions import Places, Units

PLAIN = "Then Stalbrand spoke.\n"
AT = types.Position(0, 7)
URI = "file:///a.txt"


def checked(desk: Desk, text: str = PLAIN) -> tuple[Checked, Places]:
    buffer = server_desk.Buffer.of(URI, str(desk.path("seeds/a.txt")), text, 1)
    return server_desk.Desk(given.Choices()).check(buffer), Places(text, Units.UTF16)


def shown(found: tuple[Checked, Places], *, markdown: bool) -> str:
    hover = protocol.hover(*found, AT, markdown=markdown)
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    return hover.contents.value


def test_an_editor_without_markdown_gets_plain_text_and_hears_who_decided(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)
    desk.decide(*desk.ids("Stalbrand"), "accept", "--note", "as in chapter 2")
    lines = shown(checked(desk), markdown=False).split("\n")
    assert lines[:4] == [
        "G001 deprecated-form",
        "“Stalbrand” is a known wrong form of “Stalin”",
        "  1 Stalin  0.99  glossary.csv line 4: deprecated form",
        "note: 林 was read as 标 (brand)",
    ]
    assert lines[4].startswith("accepted by an editor, 20")
    assert lines[5:] == ["remark: as in chapter 2"]


def test_neither_markup_nor_control_characters_of_a_glossary_reach_the_editor(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)
    desk.write("glossary.csv", GLOSSARY.replace("林 was read", "<img src=x> [a](b) | *c* \x1b[31m\u202e"))
    value = shown(checked(desk), markdown=True)
    assert "\\<img src=x\\> \\[a\\]\\(b\\) \\| \\*c\\* ␛\\[31m\\<U\\+202E\\>" in value
    assert value.replace("\n", "").isprintable()


def test_an_editor_that_knows_no_versions_gets_plain_changes(tmp_path: Path) -> None:
    found = checked(Desk.usual(tmp_path, PLAIN))
    here = types.Range(AT, AT)
    (edit,) = [each.edit for each in protocol.actions(*found, here, documents=False) if each.edit]
    span = types.Range(types.Position(0, 5), types.Position(0, 14))
    assert edit == types.WorkspaceEdit(changes={URI: [types.TextEdit(span, "Stalin")]})


def test_one_word_of_two_findings_has_the_readings_of_both_and_one_rejection(tmp_path: Path) -> None:
    text = "The Belgian press Stalbrand …… Stalbrand.\n"
    desk = Desk.usual(tmp_path, text)
    desk.write("glossary.csv", GLOSSARY + "Soviet press Stalin,term,,Belgian press Stalbrand,,\n")
    found = checked(desk, text)
    titles = [each.title for each in protocol.actions(*found, types.Range(AT, AT))]
    assert titles[0] == "Accept “Soviet press Stalin” (0.99)"
    assert len([title for title in titles if title.startswith("Reject")]) == 1
    assert not any("…" in title for title in titles if title.startswith("Accept"))


@pytest.mark.parametrize(("verdict", "more"), [("reject", {}), ("edit", {"text": ""}), ("admit", {"term": ""})])
def test_what_is_asked_for_is_read_back(verdict: str, more: dict[str, str]) -> None:
    asked = protocol.asked({"uri": URI, "finding": "f", "verdict": verdict, **more})
    assert (asked.uri, asked.finding, asked.answer.verdict) == (URI, "f", verdict)
    assert {name: getattr(asked.answer, name) for name in more} == more
