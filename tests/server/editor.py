"""An editor without a window, which starts the server as editors do."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, make_test_lsp_client
from small_project import codes

COMMAND: Final = (sys.executable, "-m", "background_typed_check", "server", "--stdio")
# What a developer's shell may set, and the server would take for the application's environment.
UNSET: Final = ("VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV")
PATIENCE: Final = 60.0
PULLS: Final[dict[str, Any]] = {
    "textDocument": {"diagnostic": {}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}


class Editor:
    """An editor with some files open."""

    def __init__(self, client: LanguageClient, result: types.InitializeResult) -> None:
        """Take the client, and what the server can do."""
        self.client = client
        self.can = result.capabilities
        self.versions: dict[str, int] = {}
        self.seen: dict[str, types.PublishDiagnosticsParams] = {}
        """What the server said last about each file."""
        self.history: list[types.PublishDiagnosticsParams] = []
        self.news = asyncio.Event()
        self.refreshed = 0
        """How often hints were to be asked for again."""
        self.registered: list[str] = []
        """What the server asked to be told of."""

        def register(params: types.RegistrationParams) -> None:
            """Note what the server asks for."""
            self.registered += [each.method for each in params.registrations]

        # It replaces the client's own, which keeps no versions.
        def note(params: types.PublishDiagnosticsParams) -> None:
            """Keep what is published."""
            self.seen[params.uri] = params
            self.history.append(params)
            self.news.set()

        def refresh(_params: None) -> None:
            """Note that hints are to be asked for again."""
            self.refreshed += 1

        client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)(refresh)
        del client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]
        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(note)
        client.feature(types.CLIENT_REGISTER_CAPABILITY)(register)

    def open(self, path: Path, text: str | None = None) -> str:
        """Open a file, and return its URI."""
        uri, text = path.as_uri(), path.read_text("utf-8") if text is None else text
        self.versions[uri] = 1
        document = types.TextDocumentItem(uri, "python", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return uri

    def type(self, uri: str, text: str) -> None:
        """Replace the text of an open file."""
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.versions[uri], uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def save(self, uri: str) -> None:
        """Tell the server that a file was saved."""
        params = types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri))
        self.client.text_document_did_save(params)

    def close(self, uri: str) -> None:
        """Close a file."""
        self.versions.pop(uri)
        params = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        self.client.text_document_did_close(params)

    async def shown(self, uri: str) -> list[types.Diagnostic]:
        """Return what the server publishes about the last text of a file."""
        while uri not in self.seen or self.seen[uri].version != self.versions.get(uri):
            await self.next()
        return [*self.seen[uri].diagnostics]

    async def until(self, uri: str, expected: list[str]) -> None:
        """Wait until the server publishes findings with these codes, and no others."""
        while uri not in self.seen or codes(self.seen[uri].diagnostics) != expected:
            await self.next()

    async def next(self) -> None:
        """Wait until the server publishes something."""
        self.news.clear()
        await asyncio.wait_for(self.news.wait(), PATIENCE)

    async def pull(self, uri: str) -> list[types.Diagnostic]:
        """Return what the server finds in a file when it is asked."""
        document = types.TextDocumentIdentifier(uri)
        params = types.DocumentDiagnosticParams(document)
        report = await asyncio.wait_for(
            self.client.text_document_diagnostic_async(params), PATIENCE
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return [*report.items]


@asynccontextmanager
async def editing(
    *folders: Path,
    encodings: Sequence[str] = (),
    root: Path | None = None,
    options: object = None,
    settings: Mapping[str, object] | None = None,
    active: Path | None = None,
    **capabilities: Any,  # noqa: ANN401  # as JSON has them
) -> AsyncIterator[Editor]:
    """Start the server for some folders, and end it as an editor does.

    Args:
        folders: Those of the workspace.
        encodings: The ways that the editor can count columns.
        root: The folder, as editors once named it.
        options: What the editor says at the start about the server's settings.
        settings: The settings that the editor answers with when it is asked, by their sections.
        active: The environment that the editor was started in.
        capabilities: What the editor can do.

    """
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    if active is not None:
        environment["VIRTUAL_ENV"] = str(active)
    client = make_test_lsp_client()
    if settings is None:  # it does not answer
        del client.protocol.fm.features[types.WORKSPACE_CONFIGURATION]
    else:
        client.set_configuration(dict(settings))
        capabilities.setdefault("workspace", {})["configuration"] = True
    await client.start_io(*COMMAND, env=environment, cwd=folders[0] if folders else None)
    if encodings:
        capabilities["general"] = {"positionEncodings": [*encodings]}
    structure = default_converter().structure  # type: ignore[no-untyped-call]
    workspace = [types.WorkspaceFolder(each.as_uri(), each.name) for each in folders]
    result = await client.initialize_session(
        types.InitializeParams(
            structure(capabilities, types.ClientCapabilities),
            root_uri=root.as_uri() if root is not None else None,
            workspace_folders=workspace or None,
            initialization_options=options,
        )
    )
    editor = Editor(client, result)
    try:
        yield editor
    finally:
        await client.shutdown_session()
        await client.stop()  # type: ignore[no-untyped-call]


async def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for _ in range(200):
        if holds():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it does not hold")
