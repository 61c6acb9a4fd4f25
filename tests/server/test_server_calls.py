"""What the client asks about tasks, and what the server answers."""

from pathlib import Path
from typing import Any, Final

import pytest
from editor import Editor, editing
from lsprotocol import types
from small_project import written

MAIN: Final = """\
from fastapi import BackgroundTasks
from work import write
def handler(tasks: BackgroundTasks) -> None:
    "🎉"; tasks.add_task(write, "🎉", )
"""
WORK: Final = "def write(name: str, times: int) -> None: ...\n"
CAPABILITIES: Final[dict[str, Any]] = {
    "textDocument": {
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "signatureHelp": {
            "signatureInformation": {"parameterInformation": {"labelOffsetSupport": True}}
        },
    }
}
UNITS: Final = {"utf-8": 4, "utf-16": 2, "utf-32": 1}


class Place:
    """A place that the client asks about."""

    def __init__(self, editor: Editor, uri: str, line: int, character: int) -> None:
        """Take the place."""
        self.client = editor.client
        self.document = types.TextDocumentIdentifier(uri)
        self.position = types.Position(line, character)

    async def help(self) -> types.SignatureHelp | None:
        """Ask for the signature."""
        params = types.SignatureHelpParams(self.document, self.position)
        return await self.client.text_document_signature_help_async(params)

    async def complete(self) -> list[str]:
        """Ask for what can be written."""
        params = types.CompletionParams(self.document, self.position)
        found = await self.client.text_document_completion_async(params)
        assert not isinstance(found, types.CompletionList)
        return [each.label for each in found or ()]

    async def hover(self) -> types.Hover | None:
        """Ask what there is to say."""
        params = types.HoverParams(self.document, self.position)
        return await self.client.text_document_hover_async(params)

    async def hints(self) -> list[types.InlayHint]:
        """Ask for hints from the place to the end."""
        asked = types.Range(self.position, types.Position(99, 0))
        params = types.InlayHintParams(self.document, asked)
        return [*(await self.client.text_document_inlay_hint_async(params) or ())]

    async def function(self) -> list[types.CallHierarchyItem]:
        """Ask for the function."""
        params = types.CallHierarchyPrepareParams(self.document, self.position)
        found = await self.client.text_document_prepare_call_hierarchy_async(params)
        return [*(found or ())]


@pytest.mark.asyncio
@pytest.mark.parametrize("encoding", [*UNITS])
async def test_what_is_written_is_helped_with_in_any_encoding(
    encoding: str, tmp_path: Path
) -> None:
    _, main = written(tmp_path, work=WORK, main=MAIN)
    units = UNITS[encoding]
    async with editing(tmp_path, encodings=[encoding], **CAPABILITIES) as editor:
        uri = editor.open(main)
        place = Place(editor, uri, 3, 34 + 2 * units)
        found = await place.help()
        assert found is not None
        (signature,) = found.signatures
        assert signature.label == "write(name: str, times: int) -> None"
        assert signature.parameters is not None
        assert [each.label for each in signature.parameters] == [(6, 15), (17, 27)]
        assert found.active_parameter == 1
        assert await place.complete() == ["times="]
        assert await place.hints() == []

        hovered = await Place(editor, uri, 3, 16 + units).hover()
        assert hovered is not None
        assert isinstance(hovered.contents, types.MarkupContent)
        assert hovered.contents.value.startswith('```python\nwrite("🎉")\n```')
        assert hovered.range == types.Range(
            types.Position(3, 14 + units), types.Position(3, 22 + units)
        )


@pytest.mark.asyncio
async def test_the_functions_of_tasks_are_found_in_files_that_are_not_open(tmp_path: Path) -> None:
    work, main = written(tmp_path, work=WORK, main=MAIN.replace(", )", ", 1)"))
    async with editing(tmp_path) as editor:
        (function,) = await Place(editor, work.as_uri(), 0, 4).function()
        params = types.CallHierarchyIncomingCallsParams(function)
        incoming = await editor.client.call_hierarchy_incoming_calls_async(params)
        assert incoming is not None
        (handler,) = [each.from_ for each in incoming]
        assert (handler.name, handler.uri) == ("handler", main.as_uri())
        asked = types.CallHierarchyOutgoingCallsParams(handler)
        outgoing = await editor.client.call_hierarchy_outgoing_calls_async(asked)
        assert outgoing is not None
        assert [each.to for each in outgoing] == [function]


@pytest.mark.asyncio
async def test_tasks_that_run_a_function_of_a_library_are_those_of_the_tree(tmp_path: Path) -> None:
    text = "import shutil\nfrom fastapi import BackgroundTasks\n"
    text += "def handler(tasks: BackgroundTasks) -> None:\n    tasks.add_task(shutil.rmtree, 'a')\n"
    (main,) = written(tmp_path, main=text)
    async with editing(tmp_path) as editor:
        uri = editor.open(main)
        (function,) = await Place(editor, uri, 3, 26).function()
        assert function.uri != uri
        params = types.CallHierarchyIncomingCallsParams(function)
        incoming = await editor.client.call_hierarchy_incoming_calls_async(params)
        assert [each.from_.uri for each in incoming or ()] == [uri]
        main.unlink()
        editor.close(uri)
        assert not await editor.client.call_hierarchy_incoming_calls_async(params)


@pytest.mark.asyncio
@pytest.mark.parametrize("nested", ["(" * 3000 + ")" * 3000, "[" * 3000 + "]" * 3000])
async def test_a_text_that_is_nested_too_deeply_is_only_a_syntax_error(
    nested: str, tmp_path: Path
) -> None:
    (main,) = written(tmp_path, main="")
    options = {"inlayHints": True}
    async with editing(tmp_path, options=options, **CAPABILITIES) as editor:
        uri = editor.open(main, f"{MAIN}x = {nested}\n")
        place = Place(editor, uri, 3, 34)
        assert await place.help() is None
        assert await place.complete() == []
        assert await place.hints() == []
        assert await Place(editor, uri, 3, 20).hover() is None
        assert await Place(editor, uri, 2, 5).function() == []
        (found,) = await editor.shown(uri)
        assert found.code == "syntax"
        assert [*editor.client.messages, *editor.client.log_messages] == []


@pytest.mark.asyncio
async def test_other_documents_are_left_to_other_servers(tmp_path: Path) -> None:
    (plain,) = written(tmp_path, plain="print(1)\n")
    async with editing(tmp_path) as editor:
        for uri in (editor.open(plain), (tmp_path / "gone.py").as_uri(), "untitled:1"):
            place = Place(editor, uri, 0, 6)
            assert await place.help() is None
            assert await place.complete() == []
            assert await place.hover() is None
            assert await place.hints() == []
            assert await place.function() == []
