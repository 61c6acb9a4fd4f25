"""Diagnostics: when the client is told what, and what they consist of."""

import asyncio
from pathlib import Path
from typing import Final

import pytest
from background_typed_check.facts.source import Place
from background_typed_check.report import Finding
from background_typed_check.server.diagnostics import description_of
from editor import PULLS, editing
from lsprotocol import types
from pygls.uris import to_fs_path
from small_project import BAD, CODE, GOOD, SPLIT, codes, written

pytestmark = [pytest.mark.asyncio, pytest.mark.once]

SHOWN: Final = (
    '"rows" is a generator function: the task makes a generator that nobody iterates over, so its '
    'body never runs\nRun it to its end: add_task(list, rows("a"))'
)


async def test_a_finding_says_what_is_wrong_and_what_to_write_instead(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    async with editing(tmp_path) as editor:
        (found,) = await editor.shown(editor.open(path))

    assert (found.message, found.code, found.source) == (SHOWN, CODE, "background-typed")
    assert found.severity == types.DiagnosticSeverity.Error
    assert found.range == types.Range(types.Position(6, 19), types.Position(6, 23))
    assert (found.tags, found.related_information) == (None, None)


async def test_a_task_that_is_never_reached_is_faded_and_leads_to_what_ends_it(
    tmp_path: Path,
) -> None:
    (path,) = written(tmp_path, app=GOOD.replace("    tasks", "    return\n    tasks"))
    async with editing(tmp_path) as editor:
        (found,) = await editor.shown(editor.open(path))

    assert list(found.tags or ()) == [types.DiagnosticTag.Unnecessary]
    (related,) = found.related_information or ()
    assert related.message == "nothing runs after this"
    place = types.Range(types.Position(6, 4), types.Position(6, 10))
    assert related.location == types.Location(path.as_uri(), place)


async def test_the_unsaved_text_counts_until_the_file_is_closed(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=GOOD)
    async with editing(tmp_path) as editor:
        uri = editor.open(path)
        assert await editor.shown(uri) == []
        editor.type(uri, BAD)
        assert codes(await editor.shown(uri)) == [CODE]
        editor.close(uri)
        assert await editor.shown(uri) == []
        assert codes(await editor.shown(editor.open(path, BAD))) == [CODE]


async def test_an_edit_renews_what_rests_on_it_in_other_files(tmp_path: Path) -> None:
    path, work = written(tmp_path, app=SPLIT, work="def rows(name): ...\n")
    async with editing(tmp_path) as editor:
        uri, edited = editor.open(path), editor.open(work)
        assert await editor.shown(uri) == []
        editor.type(edited, "def rows(name):\n    yield name\n")
        await editor.until(uri, [CODE])
        editor.close(edited)  # what is on disk counts again
        await editor.until(uri, [])


async def test_a_save_renews_what_rests_on_files_that_are_not_open(tmp_path: Path) -> None:
    path, work = written(tmp_path, app=SPLIT, work="def rows(name): ...\n")
    async with editing(tmp_path) as editor:
        uri = editor.open(path)
        assert await editor.shown(uri) == []
        work.write_text("def rows(name):\n    yield name\n")
        editor.save(uri)
        await editor.until(uri, [CODE])
        work.unlink()
        editor.save(uri)
        await editor.until(uri, [])


async def test_the_client_is_asked_to_tell_of_changed_files(tmp_path: Path) -> None:
    watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}}
    path, work = written(tmp_path, app=SPLIT, work="def rows(name): ...\n")
    async with editing(tmp_path, workspace=watching) as editor:
        uri = editor.open(path)
        assert await editor.shown(uri) == []
        assert editor.registered == ["workspace/didChangeWatchedFiles"]
        work.write_text("def rows(name):\n    yield name\n")
        change = types.FileEvent(work.as_uri(), types.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams([change])
        )
        await editor.until(uri, [CODE])


async def test_a_client_that_asks_is_not_told_unasked(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    async with editing(tmp_path, **PULLS) as editor:
        assert editor.can.diagnostic_provider is not None
        assert editor.can.diagnostic_provider.inter_file_dependencies
        uri = editor.open(path)
        (found,) = await editor.pull(uri)
        assert found.message == SHOWN
        editor.type(uri, GOOD)
        assert await editor.pull(uri) == []
        editor.close(uri)
        assert await editor.pull(uri) == []
        assert editor.seen == {}
        assert editor.client.diagnostic_refresh_count == 0


async def test_a_client_that_cannot_be_told_to_ask_again_is_told_unasked(tmp_path: Path) -> None:
    path, work = written(tmp_path, app=SPLIT, work="def rows(name): ...\n")
    async with editing(tmp_path, textDocument=PULLS["textDocument"]) as editor:
        uri, edited = editor.open(path), editor.open(work)
        await editor.until(uri, [])
        editor.type(edited, "def rows(name):\n    yield name\n")
        await editor.until(uri, [CODE])
        assert await editor.pull(uri) == []  # it would show both


async def test_a_client_that_asks_is_told_to_ask_again_about_other_files(tmp_path: Path) -> None:
    path, work = written(tmp_path, app=SPLIT, work="def rows(name): ...\n")
    async with editing(tmp_path, **PULLS) as editor:
        uri, edited = editor.open(path), editor.open(work)
        assert await editor.pull(uri) == []
        editor.type(edited, "def rows(name):\n    yield name\n")
        assert await editor.pull(edited) == []
        assert codes(await editor.pull(uri)) == [CODE]
        assert editor.client.diagnostic_refresh_count == 1


async def test_of_edits_that_come_fast_the_last_counts(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=GOOD)
    async with editing(tmp_path) as editor:
        uri = editor.open(path)
        for number in range(200):
            editor.type(uri, (BAD if number % 2 else GOOD) + "\n" * number)
        assert codes(await editor.shown(uri)) == [CODE]
        editor.type(uri, BAD)
        editor.type(uri, GOOD)
        assert await editor.shown(uri) == []
        await asyncio.sleep(0.2)
        assert await editor.shown(uri) == []


@pytest.mark.parametrize(
    ("encoding", "start"), [("utf-8", 30), ("utf-16", 28), ("utf-32", 27), ("", 28)]
)
async def test_columns_are_counted_as_the_client_counts(
    tmp_path: Path, encoding: str, start: int
) -> None:
    line = "    if '😀':\ttasks.add_task(rows, 'é')"
    (path,) = written(tmp_path, app=BAD.replace('    tasks.add_task(rows, "a")', line))
    async with editing(tmp_path, encodings=[encoding] if encoding else []) as editor:
        (found,) = await editor.shown(editor.open(path))

    assert editor.can.position_encoding == (encoding or "utf-16")
    assert (found.range.start.character, found.range.end.character) == (start, start + 4)


async def test_a_file_that_does_not_parse_says_so_where_it_ends(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    async with editing(tmp_path) as editor:
        uri = editor.open(path)
        editor.type(uri, f"{BAD}export('")
        (found,) = await editor.shown(uri)
        assert found.code == "syntax"
        assert found.range == types.Range(types.Position(7, 7), types.Position(7, 8))
        editor.type(uri, BAD)
        assert codes(await editor.shown(uri)) == [CODE]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("", "'🎉\ud800'"),
        ("", "\0"),
        ("# coding: unknown\n", ""),
        ("# coding: rot13\n", ""),
        ("# coding: ascii 🎉\n", "'🎉'"),
        ("# coding: latin-1\n", "'\ud800'"),
    ],
)
async def test_a_text_that_is_no_text_is_only_a_syntax_error(
    start: str, end: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (path,) = written(tmp_path, app=BAD)
    text = f"{start}{BAD}{end}"
    async with editing(tmp_path, encodings=["utf-32"]) as editor:
        uri = editor.open(path, text)
        (found,) = await editor.shown(uri)
        assert found.code == "syntax"
        lines = text.split("\n")
        assert found.range.end.character <= len(lines[found.range.start.line])
        document = types.TextDocumentIdentifier(uri)
        for line in range(len(lines)):
            at = types.Position(line, 20)
            hover = types.HoverParams(document, at)
            await editor.client.text_document_hover_async(hover)
            actions = await editor.client.text_document_code_action_async(
                types.CodeActionParams(document, types.Range(at, at), types.CodeActionContext([]))
            )
            assert not actions
        assert not [each for each in editor.client.messages if "not checked" in each.message]
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("name", ["latin-1", "utf-8"])
async def test_a_text_is_read_in_the_encoding_that_it_declares(tmp_path: Path, name: str) -> None:
    text = f"# coding: {name}\n{BAD}".replace("add_task", "  add_task").replace('"a"', '"é"')
    text = text.replace("    tasks.", "    if 'é': tasks.")
    (path,) = written(tmp_path, app=GOOD)
    async with editing(tmp_path) as editor:
        uri = editor.open(path)
        editor.type(uri, text)
        (found,) = await editor.shown(uri)
        assert text.splitlines()[7][found.range.start.character :].startswith("rows")
        editor.type(uri, text.replace("é", "€"))  # not in Latin-1
        assert len(await editor.shown(uri)) == 1


async def test_a_code_leads_to_the_page_of_its_rule(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    async with editing(tmp_path) as editor:
        (found,) = await editor.shown(editor.open(path))
    assert found.code_description is not None
    page = Path(to_fs_path(found.code_description.href) or "")
    assert page.name == "generator.py"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("arg-type", "https://mypy.readthedocs.io/en/stable/_refs.html#code-arg-type"),
        ("background-nothing", None),
        (None, None),
    ],
)
async def test_other_codes_lead_to_mypys_pages(code: str | None, expected: str | None) -> None:
    found = description_of(Finding(Place("a.py", 1, 1), "error", code, "Wrong"))
    assert (found.href if found is not None else None) == expected
