"""An editor for the tests: a client of the language server, over the standard streams of a real process."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

SECONDS = 20


class Editor:
    """What an editor sees and does; texts are named by their paths."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.messages: list[str] = []
        self.published: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self.encoding = ""
        self._news = asyncio.Event()
        self._versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return name if ":" in name else (self.folder / name).as_uri()

    def notice(self, params: types.PublishDiagnosticsParams) -> None:
        self.published.setdefault(params.uri, []).append(params)
        self._news.set()

    def hear(self, params: types.ShowMessageParams) -> None:
        self.messages.append(params.message)
        self._news.set()

    async def open(self, name: str, text: str, language: str = "plaintext") -> list[types.Diagnostic]:
        self._versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.diagnostics(name)

    def type(self, name: str, text: str) -> None:
        """Change the text in the editor; nothing is saved."""
        self._versions[name] += 1
        document = types.VersionedTextDocumentIdentifier(self._versions[name], self.uri(name))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    async def diagnostics(self, name: str, more_than: int = 0) -> list[types.Diagnostic]:
        """Wait for what is found in the text as it stands, published more than so many times."""

        def is_there() -> bool:
            found = self.published.get(self.uri(name), [])
            return len(found) > more_than and found[-1].version == self._versions[name]

        await self.until(is_there)
        return list(self.published[self.uri(name)][-1].diagnostics)

    async def ranges(self, name: str) -> list[tuple[int, int, int, int]]:
        """Return where something is found in the text as it stands: lines and columns, the last one exclusive."""
        found = [each.range for each in await self.diagnostics(name)]
        return [(each.start.line, each.start.character, each.end.line, each.end.character) for each in found]

    async def until(self, is_so: Any) -> None:
        async with asyncio.timeout(SECONDS):
            while not is_so():
                self._news.clear()
                await self._news.wait()

    async def hover(self, name: str, line: int, column: int) -> types.Hover | None:
        params = types.HoverParams(types.TextDocumentIdentifier(self.uri(name)), types.Position(line, column))
        return await self.client.text_document_hover_async(params)

    async def actions(self, name: str, line: int, column: int) -> dict[str, types.CodeAction]:
        """Return the code actions at a place by title."""
        at = types.Position(line, column)
        document = types.TextDocumentIdentifier(self.uri(name))
        params = types.CodeActionParams(document, types.Range(at, at), types.CodeActionContext([]))
        found = await self.client.text_document_code_action_async(params)
        return {each.title: each for each in found or () if isinstance(each, types.CodeAction)}

    async def take(self, action: types.CodeAction) -> None:
        """Have a code action's command carried out."""
        assert action.command is not None
        await self.execute(action.command.command, action.command.arguments)

    async def execute(self, command: str, arguments: Sequence[Any] | None) -> None:
        await self.client.workspace_execute_command_async(types.ExecuteCommandParams(command, arguments))

    def save(self, name: str, text: str) -> None:
        (self.folder / name).write_bytes(text.encode())
        document = types.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(document))

    def close(self, name: str) -> None:
        document = types.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(document))


def _converter() -> Any:
    """Return pygls's converter, which takes a code action with a command for a mere command."""
    converter = default_converter()
    either = types.Command | types.CodeAction
    converter.register_structure_hook(either, lambda given, _: converter.structure(given, types.CodeAction))
    return converter


@asynccontextmanager
async def editing(
    folder: Path, *arguments: str, encodings: Sequence[str] | None = None, cwd: Path | None = None
) -> AsyncIterator[Editor]:
    """Start the server, give the editor that talks to it, and see that the server ends well."""
    client = LanguageClient("an editor", "1", converter_factory=_converter)
    editor = Editor(client, folder)
    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(partial(editor.notice))
    client.feature(types.WINDOW_SHOW_MESSAGE)(partial(editor.hear))
    words = ("-m", "corrigenda", "server", "--debounce", "50", *arguments)
    await client.start_io(sys.executable, *words, cwd=cwd or folder, env=os.environ.copy())
    capabilities = types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown])
        ),
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)
        ),
        general=types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(each) for each in encodings] if encodings else None
        ),
    )
    async with asyncio.timeout(SECONDS):
        started = await client.initialize_async(types.InitializeParams(capabilities, root_uri=folder.as_uri()))
    encoding = started.capabilities.position_encoding or types.PositionEncodingKind.Utf16  # what LSP says of silence
    editor.encoding = str(getattr(encoding, "value", encoding))
    client.initialized(types.InitializedParams())
    try:
        yield editor
    finally:
        async with asyncio.timeout(SECONDS):
            await client.shutdown_async(None)
            client.exit(None)
            assert client._server is not None  # noqa: SLF001 - the client keeps the process to itself
            code = await client._server.wait()  # noqa: SLF001
            await client.stop()
    assert code == 0
