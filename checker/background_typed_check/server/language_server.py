"""The language server itself: the documents and folders of a client, and what it is told."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from background_typed_check import NAME, __version__
from background_typed_check.reading import read
from background_typed_check.server.arguments import Arguments
from background_typed_check.server.checks import Checks, Result
from background_typed_check.server.client_settings import PYTHON_SECTION, SECTION, take_wanted
from background_typed_check.server.diagnostics import diagnostics_of
from background_typed_check.server.folders import Folders
from background_typed_check.server.progress import ARGUMENTS, RULES, show_progress
from background_typed_check.server.requests import Request
from background_typed_check.server.texts import Document, data_of


class Server(LanguageServer):
    """A server for one client."""

    def __init__(self) -> None:
        """Start with nothing open.

        Texts come whole: pygls ends a line at a form feed, too, where the protocol does not.
        """
        super().__init__(NAME, __version__, types.TextDocumentSyncKind.Full)
        self.arguments = Arguments(self.renew, self.complain, partial(self.wait, ARGUMENTS))
        self.folders = Folders(self.complain, self.arguments.of)
        self.checks = Checks(self.folders.check, self.show, self.ask, partial(self.wait, RULES))
        self.asked: object = None
        """The texts that mypy was asked about last."""
        self.shown: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}
        """What was found in each document, and in which version of it."""
        self.loop: asyncio.AbstractEventLoop
        """Is known when the client has named its folders."""
        self.showing: set[asyncio.Task[None]] = set()
        """They show that something is at work. The loop itself would forget them."""
        self.was_shut_down = False
        self.options: Any = None
        """What the client said about the user's settings at the start, or since."""
        self.refused: set[str] = set()
        """What the user was told about them."""

    def enter(self) -> None:
        """Take the folders of the workspace."""
        self.loop = asyncio.get_running_loop()
        self.folders.enter([*self.roots()])

    def roots(self) -> dict[str, str | None]:
        """Return the folders of the workspace, with their URIs."""
        folders = [(to_fs_path(each.uri), each.uri) for each in self.workspace.folders.values()]
        found = folders or [(self.workspace.root_path, self.workspace.root_uri)]
        return {os.path.abspath(path): uri for path, uri in found if path}

    async def ask_settings(self) -> None:
        """Take what the client has said about the user's settings, and ask for what it has not."""
        self.take_settings([])
        if self.supports("workspace.configuration"):
            items = [
                types.ConfigurationItem(uri, section)
                for uri in (*self.roots().values(), None)
                for section in (SECTION, PYTHON_SECTION)
            ]
            with suppress(JsonRpcException, asyncio.CancelledError):  # it may refuse, or leave
                params = types.ConfigurationParams(items)
                self.take_settings(await self.workspace_configuration_async(params) or [])
        if self.supports("workspace.inlay_hint.refresh_support"):
            self.workspace_inlay_hint_refresh(None)

    def take_settings(self, answers: Sequence[Any]) -> None:
        """Take the settings of each folder and of all others, and check again.

        Args:
            answers: For each of them our section and that of Python extensions. What the client has
                said at the start stands for what it does not answer.

        """
        roots, refused = [*self.roots(), os.curdir], list[str]()
        sections = iter([*answers, *[None] * (2 * len(roots) - len(answers))])
        wanted = {
            root: take_wanted(ours or self.options, python, root, refused.append)
            for root, ours, python in zip(roots, sections, sections, strict=False)
        }
        for each in dict.fromkeys(refused):
            if each not in self.refused:
                self.complain(each)
        self.refused |= {*refused}
        self.folders.want(wanted, wanted[os.curdir])
        self.arguments.turn(on=any(each.types for each in wanted.values()))
        self.checks.begin()

    def encoding(self) -> str:
        """Return how the client counts columns."""
        return self.workspace.position_encoding or types.PositionEncodingKind.Utf16

    def supports(self, capability: str) -> bool:
        """Return whether the client can do something."""
        return bool(get_capability(self.client_capabilities, capability, default=False))

    def pulls(self) -> bool:
        """Return whether the client asks for diagnostics, so that they are not sent unasked.

        Neovim 0.11 asks, but cannot be told to ask again after a change of something else.
        """
        return self.supports("text_document.diagnostic") and self.supports(
            "workspace.diagnostics.refresh_support"
        )

    def check(self, uri: str) -> None:
        """Check a document that was opened or changed, if it is a file."""
        document, path = self.workspace.get_text_document(uri), self.path_of(uri)
        if path is not None:
            data = data_of(document.source)
            self.checks.put(Document(uri, path, document.version, data))

    def path_of(self, uri: str) -> str | None:
        """Return the path of a document in its folder of the workspace, None if it is no file."""
        path = path_of(uri)
        return self.folders.inside(path) if path is not None else None

    def on_disk(self, uri: str) -> Document | None:
        """Return a file that is not open, None if it cannot be read."""
        path = self.path_of(uri)
        data = read(path) if path is not None else None
        return Document(uri, path, None, data) if path is not None and data is not None else None

    def shows_hints(self, document: Document) -> bool:
        """Return whether the user wants inlay hints in a document."""
        return self.folders.folder_of(document.path).wanted.inlay_hints

    def leave(self, uri: str) -> None:
        """Forget a document that was closed."""
        self.checks.drop(uri)
        if not self.checks.documents:
            self.checks.submit(self.folders.forget)
        if self.shown.pop(uri, None) is not None and not self.pulls():
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def show(self, result: Result) -> None:
        """Have the client show what was found in a document, if that is new."""
        uri, version = result.document.uri, result.document.version
        found = diagnostics_of(result.report, result.document, self.encoding())
        last, now = self.shown.get(uri), (version, found)
        self.shown[uri] = now
        if not self.pulls() and last != now:
            params = types.PublishDiagnosticsParams(uri, found, version)
            self.text_document_publish_diagnostics(params)
        elif (
            last is not None
            and last[0] == version  # else it asks, because it has changed the document
            and last[1] != found
        ):
            self.workspace_diagnostic_refresh(None)

    def ask(self) -> None:
        """Have mypy check the arguments in what is open, if that or anything on disk is new."""
        texts = self.checks.texts
        if texts is not self.asked:
            self.asked = texts
            folders = self.folders.to_check(self.checks.documents.values())
            self.arguments.ask(Request(root, wanted, texts) for root, wanted in folders.items())

    def renew(self) -> None:
        """Have the client shown what mypy says now."""
        self.checks.renew()

    def wait(self, title: str, answer: "asyncio.Future[Any]") -> None:
        """Show that something is at work."""
        task = asyncio.get_running_loop().create_task(show_progress(self, answer, title))
        self.showing.add(task)
        task.add_done_callback(self.showing.discard)

    def complain(self, what: str) -> None:
        """Tell the user what is wrong, from any thread."""
        params = types.ShowMessageParams(types.MessageType.Error, f"{NAME}: {what}")
        self.loop.call_soon_threadsafe(self.window_show_message, params)

    def report_server_error(
        self, error: Exception, source: type[PyglsError] | type[JsonRpcException]
    ) -> None:
        """Note in the client's log what could not be done: mostly, what made no sense."""
        what = f"{source.__name__}: {error}"
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, what))


def path_of(uri: str) -> str | None:
    """Return the absolute path of a document, None if it is not a file."""
    path = to_fs_path(uri) if urlsplit(uri).scheme == "file" else None
    return os.path.abspath(path) if path and "\0" not in path else None  # no file has such a name
