"""The server itself: what an editor sends, when texts are checked, and what is sent back (pygls)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from corrigenda import __version__, formats
from corrigenda.errors import CorrigendaError, InputError
from corrigenda.server import protocol
from corrigenda.server.desk import Buffer, Checked, Desk, State
from corrigenda.server.positions import Places, Units
from corrigenda.texts.visible import visible

DEBOUNCE = 0.3
"""Seconds without a key before a text is checked."""
_LOOK = 1.0
"""Seconds between looks whether glossary, journal or configuration were changed by another program."""
_LANGUAGES = frozenset({"plaintext", "text", "markdown"})
"""What editors call the texts that are checked whatever their files are called."""

_T = TypeVar("_T")


@dataclass(slots=True)
class _Open:
    """A text that is open in the editor."""

    checked: Checked | None = None
    state: State = ()
    complaint: str = ""
    """What the editor was told last about its files; told once."""
    waiting: asyncio.Task[None] | None = None


class Server:
    """One editor's server: its open texts, and the desk on which they are checked one after the other."""

    def __init__(self, desk: Desk, debounce: float = DEBOUNCE) -> None:
        # The whole text at each change: pygls cuts lines at form feeds too, and would put a part in a wrong place.
        sync = types.TextDocumentSyncKind.Full
        self._editor = LanguageServer("corrigenda", __version__, text_document_sync_kind=sync)
        self._desk = desk
        self._debounce = debounce
        self._open: dict[str, _Open] = {}
        self._worker = ThreadPoolExecutor(1)
        self._looking: asyncio.Task[None] | None = None
        self._register()

    def run(self) -> None:
        """Serve the editor on standard input and output until it is gone."""
        self._editor.start_io()

    def _register(self) -> None:
        kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix])
        for name, handler, options in (
            (types.INITIALIZED, self._initialized, None),
            (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, self._see_folders, None),
            (types.TEXT_DOCUMENT_DID_OPEN, self._did_open, None),
            (types.TEXT_DOCUMENT_DID_CHANGE, self._did_change, None),
            (types.TEXT_DOCUMENT_DID_SAVE, self._did_save, None),
            (types.TEXT_DOCUMENT_DID_CLOSE, self._did_close, None),
            (types.TEXT_DOCUMENT_HOVER, self._hover, None),
            (types.TEXT_DOCUMENT_CODE_ACTION, self._code_action, kinds),
        ):
            self._editor.feature(name, options)(partial(handler))  # pygls writes attributes, which methods refuse
        self._editor.command(protocol.COMMAND)(partial(self._decide))

    def _initialized(self, _params: types.InitializedParams) -> None:
        self._see_folders()
        self._looking = asyncio.get_running_loop().create_task(self._look())

    def _see_folders(self, _params: types.DidChangeWorkspaceFoldersParams | None = None) -> None:
        workspace = self._editor.workspace
        folders = [to_fs_path(uri) for uri in workspace.folders] or [workspace.root_path]
        self._desk.folders = tuple(Path(folder) for folder in folders if folder and "\0" not in folder)

    async def _did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        path = to_fs_path(document.uri)
        if document.language_id in _LANGUAGES or (path is not None and formats.known(PurePath(path))):
            self._open[document.uri] = _Open()
            await self._check(document.uri)

    async def _did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        opened = self._open.get(params.text_document.uri)
        if opened is not None:
            if opened.waiting:
                opened.waiting.cancel()
            opened.waiting = asyncio.create_task(self._check_later(params.text_document.uri))

    async def _did_save(self, params: types.DidSaveTextDocumentParams) -> None:
        if params.text_document.uri in self._open:
            await self._try(self._desk.save, self._buffer(params.text_document.uri))

    async def _did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        opened = self._open.pop(params.text_document.uri, None)
        if opened is None:
            return
        if opened.waiting:
            opened.waiting.cancel()
        self._publish(params.text_document.uri, None, [])
        if opened.checked is not None:
            await self._try(self._desk.save, opened.checked.buffer)

    async def _hover(self, params: types.HoverParams) -> types.Hover | None:
        checked = await self._fresh(params.text_document.uri)
        if checked is None:
            return None
        shows = self._editor.client_capabilities.text_document
        kinds = shows.hover.content_format if shows and shows.hover else None
        markdown = types.MarkupKind.Markdown in (kinds or ())
        return protocol.hover(checked, self._places(checked), params.position, markdown=markdown)

    async def _code_action(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        if not protocol.wants_fixes(params.context.only):
            return []
        checked = await self._fresh(params.text_document.uri)
        if checked is None:
            return []
        workspace = self._editor.client_capabilities.workspace
        documents = bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)
        return protocol.actions(checked, self._places(checked), params.range, documents=documents)

    async def _decide(self, *arguments: Any) -> None:
        try:
            asked = protocol.asked(arguments[0] if arguments else None)
        except CorrigendaError as error:
            self._tell(protocol.told(error))
            return
        if asked.uri in self._open:
            await self._try(self._desk.decide, self._buffer(asked.uri), asked.finding, asked.answer)
            for uri in list(self._open):
                await self._check(uri)

    async def _look(self) -> None:
        """Check texts again whenever another program has changed what they are checked against."""
        while True:
            await asyncio.sleep(_LOOK)
            for uri, opened in list(self._open.items()):
                with suppress(CorrigendaError):  # the next check tells
                    state = await self._work(self._desk.state, self._buffer(uri))
                    if state != opened.state and self._open.get(uri) is opened:
                        await self._check(uri)

    async def _check_later(self, uri: str) -> None:
        await asyncio.sleep(self._debounce)
        await self._fresh(uri)

    async def _fresh(self, uri: str) -> Checked | None:
        """Return what is found in the text as it stands now; None when it is not ours or cannot be checked."""
        opened = self._open.get(uri)
        if opened is None:
            return None
        if opened.checked is None or opened.checked.buffer != self._buffer(uri):
            await self._check(uri)
        return opened.checked

    async def _check(self, uri: str) -> None:
        """Check a text and publish what is found; when it changed meanwhile, its next check will publish."""
        opened = self._open.get(uri)
        if opened is None:
            return
        buffer = self._buffer(uri)
        try:
            opened.state = await self._work(self._desk.state, buffer)
            checked = await self._work(self._desk.check, buffer)
            complaint, kind = "\n".join(checked.warnings), types.MessageType.Warning
        except CorrigendaError as error:
            checked, complaint, kind = None, protocol.told(error), types.MessageType.Error
        if self._open.get(uri) is not opened or buffer != self._buffer(uri):
            return
        opened.checked = checked
        found = protocol.diagnostics(checked.findings, self._places(checked)) if checked else []
        self._publish(uri, buffer.version, found)
        if complaint and complaint not in {each.complaint for each in self._open.values()}:
            self._tell(complaint, kind)
        opened.complaint = complaint

    async def _try(self, do: Callable[..., None], *arguments: object) -> None:
        try:
            await self._work(do, *arguments)
        except CorrigendaError as error:
            self._tell(protocol.told(error))

    async def _work(self, do: Callable[..., _T], *arguments: object) -> _T:
        """Return what a call on the desk returns, one call after the other, while the editor is still listened to."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker, do, *arguments)
        except OSError as error:
            reason, name = error.strerror or str(error), visible(str(error.filename or ""))
            raise InputError(f"cannot use the file: {reason}", where=name, help="check its rights") from error

    def _buffer(self, uri: str) -> Buffer:
        document = self._editor.workspace.get_text_document(uri)
        return Buffer.of(uri, to_fs_path(uri), document.source, document.version)

    def _places(self, checked: Checked) -> Places:
        encoding = self._editor.workspace.position_encoding
        return Places(checked.buffer.text, Units(encoding or types.PositionEncodingKind.Utf16))

    def _publish(self, uri: str, version: int | None, found: list[types.Diagnostic]) -> None:
        self._editor.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def _tell(self, message: str, kind: types.MessageType = types.MessageType.Error) -> None:
        self._editor.window_show_message(types.ShowMessageParams(kind, message))
