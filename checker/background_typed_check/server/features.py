"""What the server does at which message."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from lsprotocol import types

from background_typed_check import NAME
from background_typed_check.server.actions import KINDS, Actions
from background_typed_check.server.calls import features as calls
from background_typed_check.server.client_settings import PYTHON_SECTION, SECTION
from background_typed_check.server.language_server import Server

# What diagnostics rest on, besides open documents.
WATCHED: Final = ("**/*.py", "**/pyproject.toml", f"**/{NAME}.toml")
# What a client may offer to tell of, if it is asked.
TOLD: Final[dict[str, tuple[str, Any]]] = {
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: (
        "did_change_configuration",
        types.DidChangeConfigurationRegistrationOptions([SECTION, PYTHON_SECTION]),
    ),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (
        "did_change_watched_files",
        types.DidChangeWatchedFilesRegistrationOptions(
            [types.FileSystemWatcher(each) for each in WATCHED]
        ),
    ),
}


def make_server() -> Server:
    """Return a server that answers."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # what matters goes to the client
    server = Server()
    for name, (handler, options) in (FEATURES | calls.FEATURES).items():
        server.feature(name, options)(handler)
    return server


def initialize(ls: Server, params: types.InitializeParams) -> None:
    """Take the folders of the workspace, and what the user has set."""
    ls.options = params.initialization_options
    ls.enter()


async def initialized(ls: Server, _params: types.InitializedParams) -> None:
    """Ask the client for the settings, and to tell when they change, or files that are not open."""
    registrations = [
        types.Registration(f"{NAME} {method}", method, options)
        for method, (capability, options) in TOLD.items()
        if ls.supports(f"workspace.{capability}.dynamic_registration")
    ]
    if registrations:
        ls.client_register_capability(types.RegistrationParams(registrations))
    await ls.ask_settings()


def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Check a document, and look for the files around it."""
    ls.checks.submit(ls.folders.renew)
    ls.check(params.text_document.uri)


def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Check a document."""
    ls.check(params.text_document.uri)


def saved(ls: Server, _params: types.DidSaveTextDocumentParams) -> None:
    """Check all documents again, because any file may have changed."""
    ls.arguments.resume()
    ls.checks.submit(ls.folders.renew)
    ls.checks.begin()


def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Forget a document."""
    ls.leave(params.text_document.uri)


def files_changed(ls: Server, _params: types.DidChangeWatchedFilesParams) -> None:
    """Check all documents again."""
    ls.checks.submit(ls.folders.renew)
    ls.checks.begin()


async def folders_changed(ls: Server, _params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Take the new folders and their settings, and check all documents again."""
    ls.enter()
    await ls.ask_settings()


async def settings_changed(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """Take the new settings, and check all documents again."""
    if isinstance(params.settings, dict):  # else the client is asked
        ls.options = params.settings.get(SECTION, ls.options)
    await ls.ask_settings()


async def diagnose(
    ls: Server, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport:
    """Return what was found in a document, nothing if that is sent unasked."""
    await ls.checks.result(params.text_document.uri)
    _, found = ls.shown.get(params.text_document.uri, (None, [])) if ls.pulls() else (None, [])
    return types.RelatedFullDocumentDiagnosticReport(found)


async def act(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return what can be done about the findings in a part of a document."""
    result = await ls.checks.result(params.text_document.uri)
    if result is None:
        return []
    actions = Actions(
        result,
        ls.checks.checking(result.document),
        ls.encoding(),
        has_versions=ls.supports("workspace.workspace_edit.document_changes"),
    )
    return await ls.checks.in_thread(partial(actions.offered, params.range, params.context))


def shut_down(ls: Server, _params: None) -> None:
    """Note that the client is done."""
    ls.was_shut_down = True


FEATURES: Final[dict[str, tuple[Callable[..., Any], Any]]] = {
    types.INITIALIZE: (initialize, None),
    types.INITIALIZED: (initialized, None),
    types.TEXT_DOCUMENT_DID_OPEN: (opened, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (changed, None),
    types.TEXT_DOCUMENT_DID_SAVE: (saved, None),
    types.TEXT_DOCUMENT_DID_CLOSE: (closed, None),
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: (settings_changed, None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (files_changed, None),
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: (folders_changed, None),
    types.TEXT_DOCUMENT_DIAGNOSTIC: (
        diagnose,
        types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=False),
    ),
    types.TEXT_DOCUMENT_CODE_ACTION: (act, types.CodeActionOptions(KINDS)),
    types.SHUTDOWN: (shut_down, None),
}
