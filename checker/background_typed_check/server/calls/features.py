"""What the server does when the client asks about a deferred call."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar

from lsprotocol import types
from pygls.capabilities import get_capability

from background_typed_check.command.inputs.files import mentions_tasks
from background_typed_check.facts.source import Source
from background_typed_check.server.calls.completion import keywords_at
from background_typed_check.server.calls.cursor import Cursor
from background_typed_check.server.calls.hierarchy import Body, Hierarchy, defined_at
from background_typed_check.server.calls.hover import hover_at
from background_typed_check.server.calls.inlay_hints import hints_at
from background_typed_check.server.calls.signature_help import help_at
from background_typed_check.server.language_server import Server
from background_typed_check.server.texts import Document

Made = TypeVar("Made")
Ask: TypeAlias = Callable[[Hierarchy, Body, Source], list[Made]]
"""Asks about a function, or a module, of a file."""


def cursor_at(ls: Server, uri: str, position: types.Position) -> Cursor | None:
    """Return a place in an open document that mentions background tasks, None in any other."""
    document = ls.checks.documents.get(uri)
    if document is None or not mentions_tasks(document.data):
        return None
    return cursor_in(ls, document, position)


def cursor_in(ls: Server, document: Document, position: types.Position) -> Cursor:
    """Return a place in a document."""
    is_checked = document.uri not in ls.checks.outdated
    known = ls.checks.texts, position, ls.encoding(), ls.folders.facts_for, is_checked
    return Cursor(document, *known)


async def answered(ls: Server, ask: Callable[[], Made], nothing: Made) -> Made:
    """Return an answer, or nothing where a text is nested too deeply to be understood."""

    def answer() -> Made:
        """Answer."""
        try:
            return ask()
        except RecursionError:  # parso's, or Python's own
            return nothing

    return await ls.checks.in_thread(answer)


async def help_with_signature(
    ls: Server, params: types.SignatureHelpParams
) -> types.SignatureHelp | None:
    """Return the signature of the function whose task is being written."""
    cursor = cursor_at(ls, params.text_document.uri, params.position)
    if cursor is None:
        return None
    of_parameters = "signature_information.parameter_information.label_offset_support"
    has_offsets = ls.supports(f"text_document.signature_help.{of_parameters}")
    return await answered(ls, partial(help_at, cursor, has_offsets=has_offsets), None)


async def complete(ls: Server, params: types.CompletionParams) -> list[types.CompletionItem]:
    """Return the keywords of the function whose task is being written."""
    cursor = cursor_at(ls, params.text_document.uri, params.position)
    return await answered(ls, partial(keywords_at, cursor), []) if cursor is not None else []


async def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """Return what there is to say about a task."""
    result = await ls.checks.result(params.text_document.uri)
    cursor = cursor_at(ls, params.text_document.uri, params.position)
    if result is None or cursor is None:
        return None
    formats = get_capability(ls.client_capabilities, "text_document.hover.content_format", ())
    has_markdown = types.MarkupKind.Markdown in formats
    findings = result.report.findings
    asked = partial(hover_at, cursor, findings, has_markdown=has_markdown)
    return await answered(ls, asked, None)


async def hint(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Return the names of the parameters that arguments of tasks are for, if they are wanted."""
    cursor = cursor_at(ls, params.text_document.uri, params.range.start)
    if cursor is None or not ls.shows_hints(cursor.document):
        return []
    return await answered(ls, partial(hints_at, cursor, params.range), [])


async def find_function(
    ls: Server, params: types.CallHierarchyPrepareParams
) -> list[types.CallHierarchyItem]:
    """Return the function at a place, so that the client can ask which tasks run it."""
    cursor = cursor_of(ls, params.text_document.uri, params.position)
    return await answered(ls, partial(in_hierarchy, cursor, Hierarchy.items), [])


async def find_incoming(
    ls: Server, params: types.CallHierarchyIncomingCallsParams
) -> list[types.CallHierarchyIncomingCall]:
    """Return where a function is used as a task."""
    return await ask_about(ls, params.item, Hierarchy.incoming)


async def find_outgoing(
    ls: Server, params: types.CallHierarchyOutgoingCallsParams
) -> list[types.CallHierarchyOutgoingCall]:
    """Return what the tasks run that a function adds."""
    return await ask_about(ls, params.item, Hierarchy.outgoing)


async def ask_about(ls: Server, item: types.CallHierarchyItem, ask: Ask[Made]) -> list[Made]:
    """Return what a question about a function or module answers that the client was told of."""
    cursor = cursor_of(ls, item.uri, item.selection_range.start)
    home = document_of(ls, str(item.data))
    if cursor is None or home is None:
        return []
    cursor = cursor._replace(facts_for=lambda _, texts: ls.folders.facts_for(home, texts))
    is_module = item.kind == types.SymbolKind.Module
    asked = partial(in_hierarchy, cursor, ask, home=home.uri, is_module=is_module)
    return await answered(ls, asked, [])


def cursor_of(ls: Server, uri: str, position: types.Position) -> Cursor | None:
    """Return a place in any file, open or not, None if that cannot be read."""
    document = document_of(ls, uri)
    return cursor_in(ls, document, position) if document is not None else None


def document_of(ls: Server, uri: str) -> Document | None:
    """Return a file, open or not, None if it cannot be read."""
    return ls.checks.documents.get(uri) or ls.on_disk(uri)


def in_hierarchy(
    cursor: Cursor | None, ask: Ask[Made], *, home: str = "", is_module: bool = False
) -> list[Made]:
    """Return what a question about the function at a cursor answers, nothing if there is none.

    Args:
        cursor: A place in the name of the function, None in a file that is gone.
        ask: The question.
        home: A file of the tree where tasks may run it, empty if the cursor is in one.
        is_module: Whether it is about the module instead.

    """
    reading = cursor.reading() if cursor is not None else None
    if cursor is None or reading is None:
        return []
    hierarchy = Hierarchy(reading.facts, cursor.encoding, home or cursor.document.uri)
    if is_module:
        return ask(hierarchy, reading.source.tree, reading.source)
    found = defined_at(reading)
    return ask(hierarchy, found.node, found.scope.source) if found is not None else []


FEATURES: Final[dict[str, tuple[Callable[..., Any], Any]]] = {
    types.TEXT_DOCUMENT_SIGNATURE_HELP: (
        help_with_signature,
        types.SignatureHelpOptions(["(", ","], ["="]),
    ),
    types.TEXT_DOCUMENT_COMPLETION: (complete, types.CompletionOptions(["(", ","])),
    types.TEXT_DOCUMENT_HOVER: (hover, None),
    types.TEXT_DOCUMENT_INLAY_HINT: (hint, None),
    types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY: (find_function, None),
    types.CALL_HIERARCHY_INCOMING_CALLS: (find_incoming, None),
    types.CALL_HIERARCHY_OUTGOING_CALLS: (find_outgoing, None),
}
