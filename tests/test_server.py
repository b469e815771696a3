"""``corrigenda server``: a real client speaks with a real process, on a small project."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from desk import GLOSSARY, TEXT, Desk
from editor import SECONDS, Editor, editing
from lsprotocol import types

from corrigenda.acting import given, knowing
from corrigenda.server import desk as server_desk
from corrigenda.server import protocol
from corrigenda.storage import lock

A = "seeds/a.txt"
ACCEPT = "Accept “Stalin” (0.99)"
REJECT = "Reject here: “Stalbrand” is right"
WRITE = "Write “Stalin” into the text, unrecorded"
PLAIN = "Then Stalbrand spoke.\n"


@asynccontextmanager
async def opened(desk: Desk, text: str = TEXT, *arguments: str) -> AsyncIterator[Editor]:
    """Give an editor in which the text of the project stands open."""
    async with editing(desk.folder, *arguments) as editor:
        await editor.open(A, text)
        yield editor


def run(session: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(session())


def sics(found: list[types.Diagnostic]) -> list[str]:
    return [each.message.partition("“")[2].partition("”")[0] for each in found]


def test_what_lint_finds_is_shown_with_its_id(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)

    async def session() -> None:
        async with editing(desk.folder) as editor:
            found = await editor.open(A, TEXT)
            linted = desk.lint()
            assert sics(found) == [each["sic"] for each in linted]
            assert [each.code for each in found] == [each["code"] for each in linted]
            assert [each.data for each in found] == [{"id": each["id"]} for each in linted]
            assert {each.source for each in found} == {"corrigenda"}
            assert found[0].severity is types.DiagnosticSeverity.Error
            assert found[0].range == types.Range(types.Position(0, 5), types.Position(0, 14))

    run(session)


def test_the_unsaved_text_is_checked_as_it_is_typed_once_the_keys_rest(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    before = desk.files()

    async def session() -> None:
        async with opened(desk, TEXT, "--debounce", "500") as editor:
            for number in range(20):
                editor.type(A, PLAIN + "x" * number)
            assert sics(await editor.diagnostics(A)) == ["Stalbrand"]
            assert len(editor.published[editor.uri(A)]) == 2, "once when it was opened, once when the keys rested"

    run(session)
    assert desk.files() == before


def test_hovering_tells_the_evidence(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)

    async def session() -> None:
        async with opened(desk) as editor:
            hover = await editor.hover(A, 0, 7)
            assert hover is not None
            assert isinstance(hover.contents, types.MarkupContent)
            assert "| Stalin | 0.99 | glossary\\.csv line 4: deprecated form |" in hover.contents.value
            assert "note: 林 was read as 标 \\(brand\\)" in hover.contents.value
            assert await editor.hover(A, 0, 1) is None

    run(session)


@pytest.mark.parametrize("encodings", [None, ["utf-16"], ["utf-32", "utf-16"], ["utf-8"]])
def test_places_are_right_beside_emoji_and_combining_characters(tmp_path: Path, encodings: list[str] | None) -> None:
    line = "\N{GRINNING FACE}e\N{COMBINING ACUTE ACCENT} «𝔖» Stalbrand spoke."
    text = f"one\x0ctwo\x85three\u2028four\r\n{line}\rfive Stalbrand\n"
    desk = Desk.usual(tmp_path, text, select="G")
    units = {"utf-8": lambda part: len(part.encode()), "utf-32": len}.get(
        encodings[0] if encodings else "", lambda part: len(part.encode("utf-16-le")) // 2
    )
    start = units(line.partition("Stalbrand")[0])

    async def session() -> None:
        async with editing(desk.folder, encodings=encodings) as editor:
            assert editor.encoding == (encodings or ["utf-16"])[0]
            await editor.open(A, text)
            assert await editor.ranges(A) == [(1, start, 1, start + 9), (2, 5, 2, 14)]
            assert WRITE in await editor.actions(A, 1, start + 9)
            assert WRITE not in await editor.actions(A, 1, start - 1)
            edit = (await editor.actions(A, 1, start))[WRITE].edit
            assert edit is not None
            change = (edit.document_changes or ())[0]
            assert isinstance(change, types.TextDocumentEdit)
            assert change.text_document.version == 1
            assert change.edits[0].range == types.Range(types.Position(1, start), types.Position(1, start + 9))

    run(session)


def test_a_reading_accepted_is_what_decide_records_and_apply_makes(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    twin = Desk.usual(tmp_path / "twin")
    twin.decide(twin.ids("Stalbrand")[0], "accept")

    async def session() -> None:
        async with opened(desk) as editor:
            first = (await editor.actions(A, 0, 5))[ACCEPT]
            assert first.is_preferred
            await editor.take(first)
            found = await editor.diagnostics(A)
            assert found[0].message.startswith("accepted, not applied: “Stalbrand”")
            assert found[0].severity is types.DiagnosticSeverity.Hint

    run(session)
    journals = [[{**line, "id": "", "at": ""} for line in each.journal()] for each in (desk, twin)]
    assert journals[0] == journals[1]
    assert desk.read() == TEXT
    assert desk.run("apply").code == 0
    assert desk.read("corrected/seeds/a.txt") == TEXT.replace("Stalbrand", "Stalin", 1)


def test_a_place_that_is_rejected_is_not_shown_again_until_that_is_taken_back(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)

    async def session() -> None:
        async with opened(desk, PLAIN) as editor:
            await editor.take((await editor.actions(A, 0, 5))[REJECT])
            assert await editor.diagnostics(A) == []
            assert desk.lint() == []
            offered = await editor.actions(A, 0, 5)
            assert list(offered) == ["Take back: “Stalbrand” rejected"]
            await editor.take(offered["Take back: “Stalbrand” rejected"])
            assert sics(await editor.diagnostics(A)) == ["Stalbrand"]

    run(session)
    assert [verdict for _, verdict in desk.verdicts()] == ["reject", "undo"]


def test_a_form_goes_into_the_glossary_and_is_right_in_all_open_texts(tmp_path: Path) -> None:
    text = "The murderer was Nikolaeff.\n"
    desk = Desk.usual(tmp_path, text)
    desk.write("seeds/b.txt", text)

    async def session() -> None:
        async with opened(desk, text) as editor:
            assert sics(await editor.open("seeds/b.txt", text)) == ["Nikolaeff"]
            offered = await editor.actions(A, 0, 20)
            assert "Add “Nikolaeff” to the glossary, as a term of its own" in offered
            await editor.take(offered["Add “Nikolaeff” to the glossary, as a form of “Nikolayev”"])
            assert await editor.diagnostics(A) == []
            assert await editor.diagnostics("seeds/b.txt") == []

    run(session)
    assert "Nikolayev,person,Nikolaev|Nikolaeff," in desk.read("glossary.csv")
    assert desk.verdicts() == [("Nikolaeff", "admit")]


def test_what_the_glossary_calls_wrong_and_what_is_no_name_is_not_offered_to_it(tmp_path: Path) -> None:
    text = "Then Stalbrand met the the man …… there.\n"
    desk = Desk.usual(tmp_path, text)

    async def session() -> None:
        async with opened(desk, text) as editor:
            for column in (7, 19, 32):
                offered = await editor.actions(A, 0, column)
                assert any(title.startswith("Reject here") for title in offered)
                assert not any(title.startswith("Add") for title in offered)

    run(session)


def test_what_is_decided_in_an_unsaved_text_makes_its_patch_when_it_is_saved(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)
    typed = "Some words more.\n" + PLAIN

    async def session() -> None:
        async with opened(desk, PLAIN) as editor:
            editor.type(A, typed)
            await editor.take((await editor.actions(A, 1, 5))[ACCEPT])
            assert (await editor.diagnostics(A))[0].message.startswith("accepted, not applied")
            assert desk.journal()[0]["base"] == sha256(typed.encode()).hexdigest()
            assert not desk.path("corrections/seeds/a.txt.patch").exists()
            editor.save(A, typed)
            await editor.hover(A, 0, 0)  # answered after the text was saved

    run(session)
    assert desk.run("apply").code == 0
    assert desk.read("corrected/seeds/a.txt") == typed.replace("Stalbrand", "Stalin")


def test_a_text_with_a_mark_and_other_line_ends_is_the_file_it_comes_from(tmp_path: Path) -> None:
    text = PLAIN.replace("\n", "\r\n")
    desk = Desk.usual(tmp_path, b"\xff\xfe" + text.encode("utf-16-le"))

    async def session() -> None:
        async with opened(desk, text) as editor:
            await editor.take((await editor.actions(A, 0, 5))[ACCEPT])

    run(session)
    assert desk.journal()[0]["base"] == sha256(b"\xff\xfe" + text.encode("utf-16-le")).hexdigest()
    assert desk.path("corrections/seeds/a.txt.patch").exists()


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("glossary.csv", "term,deprecated\nStalin,Stalin\n"),
        ("corrections/seeds/a.txt.journal.jsonl", "no journal\n"),
        ("corrigenda.toml", "paths = 3\n"),
    ],
)
def test_a_damaged_file_is_told_once_and_checking_goes_on_when_it_is_mended(
    tmp_path: Path, name: str, damage: str
) -> None:
    desk = Desk.usual(tmp_path, PLAIN)
    sound = desk.read(name) if desk.path(name).exists() else ""

    async def session() -> None:
        async with opened(desk, PLAIN) as editor:
            desk.write(name, damage)
            await editor.until(lambda: editor.messages)
            assert await editor.diagnostics(A) == []
            for text in (PLAIN + "x", PLAIN + "y", PLAIN):
                editor.type(A, text)
                assert await editor.diagnostics(A) == []
            assert await editor.actions(A, 0, 5) == {}
            count = len(editor.published[editor.uri(A)])
            desk.write(name, sound)
            assert sics(await editor.diagnostics(A, more_than=count)) == ["Stalbrand"]
            assert len(editor.messages) == 1
            assert name.rpartition("/")[2] in editor.messages[0]

    run(session)


def test_what_is_decided_at_the_terminal_is_seen_without_a_key(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)

    async def session() -> None:
        async with opened(desk, PLAIN) as editor:
            desk.decide(*desk.ids("Stalbrand"), "reject")
            assert await editor.diagnostics(A, more_than=1) == []

    run(session)


def test_while_a_review_runs_nothing_is_recorded_and_the_editor_is_told(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)

    async def session() -> None:
        async with opened(desk, PLAIN) as editor:
            offered = await editor.actions(A, 0, 5)
            with lock.hold(desk.path("corrections"), "review"):
                await editor.take(offered[ACCEPT])
            assert "runs “corrigenda review”" in editor.messages[0]

    run(session)
    assert desk.journal() == []


def test_a_fix_that_was_offered_before_the_place_changed_records_nothing(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)

    async def session() -> None:
        async with opened(desk, PLAIN) as editor:
            offered = await editor.actions(A, 0, 5)
            editor.type(A, "Nobody spoke.\n")
            await editor.take(offered[ACCEPT])
            assert "there is no finding" in editor.messages[0]

    run(session)
    assert desk.journal() == []


def test_texts_without_a_home_for_decisions_get_edits_only(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)
    desk.write("corrected/seeds/a.txt", PLAIN)
    names = ("untitled:1", "corrected/seeds/a.txt", "seeds/new.txt")

    async def session() -> None:
        async with opened(desk, PLAIN) as editor:
            for name in names:
                assert sics(await editor.open(name, PLAIN)) == ["Stalbrand"], name
                offered = await editor.actions(name, 0, 5)
                assert list(offered) == [WRITE], name
                assert offered[WRITE].is_preferred
                asked = {"uri": editor.uri(name), "finding": "f", "verdict": "reject"}
                await editor.execute(protocol.COMMAND, [asked])
            told = ("lies outside", "corrected copy", "in no file yet")
            for message, part in zip(editor.messages, told, strict=True):
                assert part in message

    run(session)
    assert not desk.path("corrections").exists()


def test_without_settings_the_folder_that_is_open_is_the_project(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "book", {"glossary.csv": GLOSSARY, A: PLAIN})
    (tmp_path / "elsewhere").mkdir()

    async def session() -> None:
        async with editing(desk.folder, "--resp", "an editor", cwd=tmp_path / "elsewhere") as editor:
            await editor.open(A, PLAIN)
            await editor.take((await editor.actions(A, 0, 5))[REJECT])
            assert await editor.diagnostics(A) == []

    run(session)
    assert desk.verdicts() == [("Stalbrand", "reject")]


def test_without_a_glossary_in_the_folder_that_is_open_the_nearest_one_above_the_text_counts(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "book", {"glossary.csv": GLOSSARY, A: PLAIN})

    async def session() -> None:
        async with editing(desk.path("seeds"), "--resp", "an editor") as editor:
            await editor.open(desk.path(A).as_uri(), PLAIN)
            await editor.take((await editor.actions(desk.path(A).as_uri(), 0, 5))[REJECT])

    run(session)
    assert desk.verdicts() == [("Stalbrand", "reject")]


def test_a_folder_that_is_opened_later_is_a_project_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "book", {"glossary.csv": GLOSSARY, f"part/{A}": PLAIN})
    desk.write("part/glossary.csv", "term\nNobody\n")
    desk.write("other/notes.txt", "")

    async def session() -> None:
        async with editing(desk.path("other")) as editor:
            editor.folder = desk.path("part")
            assert await editor.open(A, PLAIN) == []
            change = types.WorkspaceFoldersChangeEvent([types.WorkspaceFolder(desk.folder.as_uri(), "book")], [])
            params = types.DidChangeWorkspaceFoldersParams(change)
            editor.client.workspace_did_change_workspace_folders(params)
            assert sics(await editor.diagnostics(A, more_than=1)) == ["Stalbrand"]

    run(session)


def test_other_kinds_of_files_are_left_alone_and_a_closed_text_shows_nothing(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)

    async def session() -> None:
        async with opened(desk, PLAIN) as editor:
            editor.close(A)
            await editor.until(lambda: len(editor.published[editor.uri(A)]) == 2)
            assert editor.published[editor.uri(A)][-1].diagnostics == ()
            assert await editor.actions(A, 0, 5) == {}
            item = types.TextDocumentItem(editor.uri("x.py"), "python", 1, PLAIN)
            editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
            assert await editor.hover("x.py", 0, 5) is None
            assert editor.uri("x.py") not in editor.published

    run(session)


def test_a_command_that_is_not_ours_is_told(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)
    wrong = (None, [], [1], [{}], [{"uri": "u", "finding": "f", "verdict": "burn"}], [{"uri": "u", "verdict": "edit"}])

    async def session() -> None:
        async with opened(desk, PLAIN) as editor:
            for arguments in wrong:
                await editor.execute(protocol.COMMAND, arguments)
            assert len(editor.messages) == len(wrong)
            assert all("does not understand" in message for message in editor.messages)

    run(session)
    assert desk.journal() == []


def test_what_the_settings_exclude_is_left_alone(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)
    desk.write("corrigenda.toml", 'exclude = ["old"]\n')
    for name, found in (("seeds/a.txt", 1), ("seeds/old/b.txt", 0), ("seeds/older.txt", 1)):
        buffer = server_desk.Buffer.of("file:///a", str(desk.path(name)), PLAIN, 1)
        assert len(server_desk.Desk(given.Choices()).check(buffer).findings) == found, name
        assert server_desk.Desk(given.Choices(exclude=("*.txt",))).check(buffer).findings == ()


def test_the_glossary_is_read_again_only_when_its_file_changed(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)
    here = server_desk.Desk(given.Choices())
    with patch.object(knowing, "checked_glossary", wraps=knowing.checked_glossary) as read:
        for version in range(3):
            buffer = server_desk.Buffer.of("file:///a", str(desk.path(A)), PLAIN + "x" * version, version)
            assert [each.anchor.sic for each in here.check(buffer).findings] == ["Stalbrand"]
        assert read.call_count == 1
        desk.write("glossary.csv", GLOSSARY.replace(",,Stalbrand,", ",Stalbrand,,"))
        assert here.check(buffer).findings == ()
        assert read.call_count == 2


def test_what_a_comment_covers_is_left_alone(tmp_path: Path) -> None:
    text = f"Stalbrand <!-- corrigenda: ignore[G] as printed -->\n\n{PLAIN}"
    desk = Desk.usual(tmp_path, PLAIN)
    desk.write("seeds/b.md", text)

    async def session() -> None:
        async with opened(desk, PLAIN) as editor:
            found = await editor.open("seeds/b.md", text, "markdown")
            assert [each.range.start.line for each in found] == [2]
            assert await editor.actions("seeds/b.md", 0, 3) == {}

    run(session)


def test_half_a_surrogate_pair_moves_nothing(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)
    buffer = server_desk.Buffer.of("file:///a", str(desk.path(A)), "\ud83d " + PLAIN, 1)
    checked = server_desk.Desk(given.Choices()).check(buffer)
    assert [each.anchor.span.start for each in checked.findings if each.code == "G001"] == [7]


def test_a_name_that_no_file_can_have_is_that_of_a_text_without_a_file(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)
    name = desk.folder.as_uri() + "/seeds/a%00b.txt"

    async def session() -> None:
        async with opened(desk, PLAIN) as editor:
            assert sics(await editor.open(name, PLAIN)) == sics(await editor.open("untitled:1", PLAIN)) == ["Stalbrand"]
            actions = await editor.actions(name, 0, 5)
            assert list(actions) == list(await editor.actions("untitled:1", 0, 5))
            assert await editor.hover(name, 0, 5)
            folder = types.WorkspaceFolder(name, "odd")
            change = types.DidChangeWorkspaceFoldersParams(types.WorkspaceFoldersChangeEvent([folder], []))
            editor.client.workspace_did_change_workspace_folders(change)
            assert sics(await editor.open("untitled:2", PLAIN)) == ["Stalbrand"]
            assert editor.messages == []

    run(session)


def test_the_flag_that_editors_add_is_taken(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path, PLAIN)

    async def session() -> None:
        async with opened(desk, PLAIN, "--stdio") as editor:
            assert sics(await editor.diagnostics(A)) == ["Stalbrand"]

    run(session)


def test_who_starts_it_by_hand_is_told_what_it_is_for() -> None:
    pty = pytest.importorskip("pty", reason="there are no terminals of this kind")
    for flag, said in (("--debounce=1", True), ("--stdio", False)):
        master, slave = pty.openpty()
        command = (sys.executable, "-m", "corrigenda", "server", flag)
        with subprocess.Popen(command, stdin=slave, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            os.close(slave)
            os.write(master, b"\x04")  # the end of what is typed
            _, err = process.communicate(timeout=SECONDS)
        os.close(master)
        assert (b"an editor starts this" in err) is said


def test_several_folders_are_several_projects(tmp_path: Path) -> None:
    desks = [
        Desk(tmp_path / name, {"glossary.csv": f"term,deprecated\nRight,{wrong}\n", A: "One and two.\n"})
        for name, wrong in (("first", "One"), ("second", "two"))
    ]

    async def session() -> None:
        async with editing(desks[0].folder) as editor:
            folders = [types.WorkspaceFolder(each.folder.as_uri(), each.folder.name) for each in desks]
            change = types.WorkspaceFoldersChangeEvent(folders, [])
            editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(change))
            for desk, wrong in zip(desks, ("One", "two"), strict=True):
                assert sics(await editor.open(desk.path(A).as_uri(), "One and two.\n")) == [wrong]

    run(session)


def test_without_the_extra_the_error_names_it(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    ours = {name: None for name in sys.modules if name.startswith("corrigenda.server")}
    with patch.dict(sys.modules, {"pygls": None, "lsprotocol": None}):
        for name in ours:
            sys.modules.pop(name)
        ran = desk.run("server")
    assert ran.code == 2
    assert "pip install 'corrigenda[lsp]'" in ran.err
