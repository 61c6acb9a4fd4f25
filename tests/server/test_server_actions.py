"""Code actions: what the editor offers to do about findings, and what becomes of the text."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from background_typed_check.command.main import run
from editor import Editor, editing
from lsprotocol import types
from small_project import BAD, CODE, FIXED, written

pytestmark = [pytest.mark.asyncio, pytest.mark.once]

RULES: Final = Path(__file__).parents[1] / "rules"
GATHERED: Final = """\
import asyncio
from fastapi import BackgroundTasks, FastAPI
app = FastAPI()
async def send(to: str) -> None: ...
@app.post("/")
async def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.gather, send("a"), send("b"))
"""
VERSIONS: Final[dict[str, Any]] = {"workspaceEdit": {"documentChanges": True}}
FIX_ALL: Final = "source.fixAll.backgroundTyped"
WITH_FIXES: Final = sorted(each.parent.name for each in RULES.glob("*/fixed.py"))
UNITS: Final = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
START: Final = types.Range(types.Position(0, 0), types.Position(0, 0))


async def offered(
    editor: Editor, uri: str, at: types.Range, only: Sequence[str] | None = None
) -> list[types.CodeAction]:
    """Return the actions that the server offers."""
    found = await editor.client.text_document_code_action_async(
        types.CodeActionParams(
            types.TextDocumentIdentifier(uri), at, types.CodeActionContext([], only)
        )
    )
    return [each for each in found or () if isinstance(each, types.CodeAction)]


def made(action: types.CodeAction, editor: Editor, uri: str, text: str) -> str:
    """Return a text after an action."""
    assert action.edit is not None
    (change,) = action.edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    version = editor.versions[uri]
    assert change.text_document == types.OptionalVersionedTextDocumentIdentifier(uri, version)
    edits = [each for each in change.edits if isinstance(each, types.TextEdit)]
    return edited(text, edits, str(editor.can.position_encoding))


def edited(text: str, edits: Sequence[types.TextEdit], encoding: str) -> str:
    """Return a text after some edits, as an editor makes them."""
    codec, size = UNITS[encoding]
    lines = re.findall(r".*?(?:\r\n|\n|\r|\Z)", text, re.DOTALL)

    def index(position: types.Position) -> int:
        """Return where a position is in the text."""
        units = lines[position.line].encode(codec)[: position.character * size]
        return len("".join(lines[: position.line])) + len(units.decode(codec))

    for each in sorted(edits, key=lambda one: one.range.start, reverse=True):
        text = text[: index(each.range.start)] + each.new_text + text[index(each.range.end) :]
    return text


async def test_a_finding_can_be_corrected_or_ignored(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    async with editing(tmp_path, workspace=VERSIONS) as editor:
        uri = editor.open(path)
        (found,) = await editor.shown(uri)
        fix, ignore, fix_all = await offered(editor, uri, found.range)

        assert (fix.title, fix.kind) == (found.message.split("\n")[1], "quickfix")
        assert fix.is_preferred
        assert list(fix.diagnostics or ()) == [found]
        assert made(fix, editor, uri, BAD) == FIXED
        assert (ignore.title, ignore.kind) == (f"Ignore {CODE} here", "quickfix")
        assert not ignore.is_preferred
        ignoring = BAD.replace('"a")', f'"a")  # type: ignore[{CODE}]')
        assert made(ignore, editor, uri, BAD) == ignoring
        assert fix_all.kind == FIX_ALL
        assert made(fix_all, editor, uri, BAD) == FIXED

        editor.type(uri, ignoring)
        assert await editor.shown(uri) == []
        editor.type(uri, BAD)
        (fix, *_) = await offered(editor, uri, found.range)  # of the text as it is now
        assert made(fix, editor, uri, BAD) == FIXED


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("call", "above"),
    [
        ('tasks.add_task(rows, """a\nb""")', "tasks"),
        ('tasks.add_task(\n        rows, f"""a\nb"""\n    )', "rows"),
        ("if tasks: # 🎉\n\n        tasks.add_task(rows, '''a\nb''')", "tasks.add"),
        ('tasks.add_task(rows, """a\nb"""), \\\n    tasks.add_task(rows, \'a\')', "tasks"),
    ],
)
async def test_a_line_that_ends_in_a_string_is_ignored_by_a_comment_above(
    tmp_path: Path, call: str, above: str, end: str
) -> None:
    text = BAD.replace('tasks.add_task(rows, "a")', call).replace("\n", end)
    (path,) = written(tmp_path, app="")
    async with editing(tmp_path, workspace=VERSIONS) as editor:
        uri = editor.open(path, text)
        (found, *others) = await editor.shown(uri)
        (ignore,) = [
            each
            for each in await offered(editor, uri, found.range)
            if each.title == f"Ignore {CODE} here"
        ]
        ignoring = made(ignore, editor, uri, text)
        assert re.findall(rf"^ +(# .*){end} +{above}", ignoring, re.MULTILINE) == [
            f"# background-typed: ignore[{CODE}]"
        ]
        editor.type(uri, ignoring)
        assert await editor.shown(uri) != [found, *others]
        assert len(await editor.shown(uri)) == len(others)


async def test_where_no_comment_can_stand_none_is_offered(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app="")
    text = BAD.replace("tasks.add_task(rows, ", "tasks.add_task \\\n(rows, ").replace(
        '"a"', "'''a\nb'''"
    )
    async with editing(tmp_path) as editor:
        uri = editor.open(path, text)
        (found,) = await editor.shown(uri)
        titles = [each.title for each in await offered(editor, uri, found.range)]
        assert f"Ignore {CODE} here" not in titles


async def test_what_is_offered_depends_on_where_and_what_is_asked(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    async with editing(tmp_path) as editor:
        provider = editor.can.code_action_provider
        assert isinstance(provider, types.CodeActionOptions)
        assert list(provider.code_action_kinds or ()) == ["quickfix", FIX_ALL]
        uri = editor.open(path)
        (found,) = await editor.shown(uri)

        async def kinds(at: types.Range, *only: str) -> list[str]:
            """Return the kinds of what is offered."""
            return [str(each.kind) for each in await offered(editor, uri, at, only or None)]

        assert await kinds(START) == []
        assert await kinds(START, "source") == [FIX_ALL]
        assert await kinds(START, "source.fixAll") == [FIX_ALL]
        assert await kinds(START, "source.fix", "refactor", f"{FIX_ALL}.more") == []
        assert await kinds(found.range, "quickfix") == ["quickfix", "quickfix"]
        assert await kinds(found.range, FIX_ALL) == [FIX_ALL]
        editor.close(uri)
        assert await kinds(found.range) == []
        uri = editor.open(path, "import os\n")
        assert await kinds(START) == []


async def test_what_corrects_two_findings_is_offered_once_for_both(tmp_path: Path) -> None:
    call = "for each in 'ab': tasks.add_task(lambda: send(each))"
    text = GATHERED.replace('tasks.add_task(asyncio.gather, send("a"), send("b"))', call)
    (path,) = written(tmp_path, app=text)
    async with editing(tmp_path) as editor:
        uri = editor.open(path)
        found = await editor.shown(uri)
        assert [each.code for each in found] == [CODE, "background-late"]
        actions = await offered(editor, uri, found[0].range, ["quickfix"])
        assert [(each.title, [*(each.diagnostics or ())]) for each in actions] == [
            ("Pass the function and its arguments: add_task(send, each)", found),
            (f"Ignore {CODE} here", found[:1]),
            ("Ignore background-late here", found[1:]),
        ]


async def test_a_client_without_versions_gets_plain_changes(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    async with editing(tmp_path) as editor:
        uri = editor.open(path)
        (found,) = await editor.shown(uri)
        (fix, *_) = await offered(editor, uri, found.range)

    assert fix.edit is not None
    assert fix.edit.changes is not None
    assert edited(BAD, fix.edit.changes[uri], "utf-16") == FIXED


async def test_an_unsafe_correction_says_so_and_is_not_among_all(tmp_path: Path) -> None:
    text = GATHERED.replace("\n", "\r\n")
    (path,) = written(tmp_path, app="")
    async with editing(tmp_path, workspace=VERSIONS) as editor:
        uri = editor.open(path, text)
        (found,) = await editor.shown(uri)
        fix, ignore = await offered(editor, uri, found.range)

        assert (fix.title, fix.is_preferred) == (
            'Add a task for each of them: add_task(send, "a"), add_task(send, "b") (unsafe)',
            False,
        )
        new = 'tasks.add_task(send, "a")\r\n    tasks.add_task(send, "b")'
        old = 'tasks.add_task(asyncio.gather, send("a"), send("b"))'
        assert made(fix, editor, uri, text) == text.replace(old, new)
        assert ignore.title == f"Ignore {CODE} here"


async def test_nothing_is_offered_that_cannot_be_written(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app="")
    async with editing(tmp_path) as editor:
        uri = editor.open(path, f"{BAD}(")
        (syntax,) = await editor.shown(uri)
        assert await offered(editor, uri, syntax.range) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize(
    ("start", "end"),
    [("", "\n"), ("", "\r\n"), ("", "\r"), ("# é\n# coding: latin-1\n", "\n")],
)
async def test_columns_and_ends_of_lines_are_those_of_the_text(
    tmp_path: Path, encoding: str, start: str, end: str
) -> None:
    def whole(text: str) -> str:
        """Return a text with an emoji and a tab before the task, and a last line without an end."""
        text = text.replace("    tasks.add", "    if '😀':\ttasks.add")
        return f"{start}{text}\n# 😀".replace("\n", end)

    (path,) = written(tmp_path, app="")
    async with editing(tmp_path, workspace=VERSIONS, encodings=[encoding]) as editor:
        uri = editor.open(path, whole(BAD))
        (found,) = await editor.shown(uri)
        fix, ignore, fix_all = await offered(editor, uri, found.range)

        assert made(fix, editor, uri, whole(BAD)) == whole(FIXED)
        assert made(fix_all, editor, uri, whole(BAD)) == whole(FIXED)
        ignoring = BAD.replace('"a")', f'"a")  # type: ignore[{CODE}]')
        assert made(ignore, editor, uri, whole(BAD)) == whole(ignoring)


@pytest.mark.once
@pytest.mark.parametrize("name", WITH_FIXES)
async def test_all_corrections_are_those_of_the_command(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in (RULES / name).glob("*.py"):
        if each.name == "bad.py" or not each.stem.startswith(("bad", "fixed", "good")):
            shutil.copy(each, tmp_path)
    (tmp_path / "pyproject.toml").touch()
    path, text = tmp_path / "bad.py", (RULES / name / "bad.py").read_text()
    async with editing(tmp_path, workspace=VERSIONS, encodings=["utf-32"]) as editor:
        uri = editor.open(path)
        found = await offered(editor, uri, START, ["source.fixAll"])
        after = made(found[0], editor, uri, text) if found else text
        whole = types.Range(START.start, types.Position(len(text.splitlines()), 0))
        for action in await offered(editor, uri, whole, ["quickfix"]):
            compile(made(action, editor, uri, text), action.title, "exec")
    monkeypatch.chdir(tmp_path)
    run(["--no-types", "--fix", "bad.py"])
    assert after == path.read_text()
