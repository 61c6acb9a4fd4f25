"""What the user sets in the editor."""

from pathlib import Path
from typing import Any

import pytest
from background_typed_check.server import folders
from background_typed_check.server.client_settings import Wanted, take_wanted
from background_typed_check.server.folder import Folder
from background_typed_check.server.folders import Folders
from background_typed_check.server.kept_files import KeptFiles
from background_typed_check.settings import Settings
from editor import Editor, editing, eventually
from lsprotocol import types
from small_project import BAD, CODE, codes, written

HANDLER = """\
from fastapi import BackgroundTasks
def write(name: str) -> None: ...
def handler(tasks: BackgroundTasks) -> None:
    tasks.add_task(write, "a")
"""


def change(editor: Editor, settings: object) -> None:
    """Tell the server that settings have changed."""
    params = types.DidChangeConfigurationParams(settings)
    editor.client.workspace_did_change_configuration(params)


@pytest.mark.asyncio
async def test_settings_of_the_editor_come_before_those_of_the_project(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    (tmp_path / "background-typed.toml").write_text(f'ignore = ["{CODE}"]\n')
    async with editing(tmp_path, options={"ignore": []}) as editor:
        uri = editor.open(path)
        await editor.until(uri, [CODE])
        change(editor, {"backgroundTyped": {"ignore": [CODE]}})
        await editor.until(uri, [])
        change(editor, {"backgroundTyped": {"ignore": None}})
        change(editor, {"backgroundTyped": {"select": [CODE], "ignore": []}})
        await editor.until(uri, [CODE])


def test_settings_that_arrive_while_a_folder_is_opened_count_at_the_next_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, late = Folders(print), Wanted(types=True)

    def slow(root: str, kept: KeptFiles, wanted: Wanted, *, is_whole: bool) -> Folder:
        """Open a folder, and take settings meanwhile."""
        opened.want({}, late)
        return Folder(root, kept, wanted, is_whole=is_whole)

    monkeypatch.setattr(folders, "Folder", slow)
    path = str(tmp_path / "app.py")
    assert opened.folder_of(path).wanted == Wanted()
    assert opened.folder_of(path).wanted == late


@pytest.mark.asyncio
async def test_an_editor_that_can_be_asked_is_asked_for_each_folder(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a", app=BAD), written(tmp_path / "b", app=BAD)
    both = first[0].parent, second[0].parent
    can = {"didChangeConfiguration": {"dynamicRegistration": True}}
    async with editing(*both, settings={"backgroundTyped": {}}, workspace=can) as editor:
        uri, other = editor.open(first[0]), editor.open(second[0])
        await editor.until(uri, [CODE])
        await editor.until(other, [CODE])
        assert types.WORKSPACE_DID_CHANGE_CONFIGURATION in editor.registered
        mine = {"backgroundTyped": {"ignore": [CODE]}}
        editor.client.set_configuration(mine, scope_uri=both[0].as_uri())
        change(editor, None)
        await editor.until(uri, [])
        assert codes(editor.seen[other].diagnostics) == [CODE]


@pytest.mark.asyncio
async def test_an_editor_that_does_not_answer_may_have_said_it_at_the_start(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    options, can = {"ignore": [CODE]}, {"configuration": True}
    async with editing(tmp_path, options=options, workspace=can) as editor:
        await editor.until(editor.open(path), [])


@pytest.mark.asyncio
async def test_hints_are_asked_for_again_when_settings_change(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=HANDLER)
    can = {"inlayHint": {"refreshSupport": True}}
    async with editing(tmp_path, workspace=can) as editor:
        editor.open(path)
        before = editor.refreshed
        change(editor, {"backgroundTyped": {"inlayHints": True}})
        await eventually(lambda: editor.refreshed > before)


@pytest.mark.asyncio
async def test_what_cannot_be_used_is_said_once_and_the_rest_counts(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    settings = {"backgroundTyped": {"tpyes": True, "ignore": "x", "select": ["background-blocks"]}}
    async with editing(tmp_path, settings=settings) as editor:
        uri = editor.open(path)
        await editor.until(uri, [])
        change(editor, None)
        editor.save(uri)
        await editor.pull(uri)
        assert [each.message for each in editor.client.messages] == [
            'background-typed: "backgroundTyped.tpyes" is not a setting: did you mean "types"?',
            'background-typed: backgroundTyped.ignore: "x" is not a list of texts: ["...", "..."]',
        ]


@pytest.mark.asyncio
async def test_hints_are_shown_where_they_are_wanted(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=HANDLER)
    async with editing(tmp_path, options={"inlayHints": True}) as editor:
        uri = editor.open(path)
        everywhere = types.Range(types.Position(0, 0), types.Position(9, 0))
        params = types.InlayHintParams(types.TextDocumentIdentifier(uri), everywhere)
        (hint,) = await editor.client.text_document_inlay_hint_async(params) or ()
        assert (hint.label, hint.position) == ("name=", types.Position(3, 26))


@pytest.mark.asyncio
async def test_an_environment_that_is_none_is_said_and_works_when_it_is_mended(
    tmp_path: Path,
) -> None:
    (path,) = written(tmp_path, app=BAD)
    settings = {"backgroundTyped": {"python": "nowhere"}}
    async with editing(tmp_path, settings=settings) as editor:
        uri = editor.open(path)
        await editor.until(uri, [])
        while not editor.client.messages:
            await editor.pull(uri)
        assert [each.message for each in editor.client.messages] == [
            'background-typed: backgroundTyped.python: "nowhere" is not a Python interpreter or '
            "virtual environment"
        ]
        editor.client.set_configuration({"backgroundTyped": {}})
        change(editor, None)
        await editor.until(uri, [CODE])


def wanted(options: object, python: object, folder: Path) -> tuple[Wanted, list[str]]:
    """Return what is taken, and what is said."""
    said: list[str] = []
    return take_wanted(options, python, str(folder), said.append), said


@pytest.mark.asyncio
async def test_settings_of_the_project_for_the_command_alone_are_fine(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    settings = 'fix = true\nunsafe-fixes = true\noutput-format = "concise"\n'
    (tmp_path / "background-typed.toml").write_text(settings)
    async with editing(tmp_path) as editor:
        await editor.until(editor.open(path), [CODE])
        assert editor.client.messages == []


def test_keys_are_written_as_the_project_or_as_editors_write_them(tmp_path: Path) -> None:
    for key in ("perFileIgnores", "per-file-ignores"):
        found, said = wanted({key: {"tests/*": [CODE]}, "path": 1, "trace": {}}, None, tmp_path)
        assert not said
        assert not found.over(Settings()).shows(CODE, str(tmp_path / "tests/a.py"))


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"types": 1}, "backgroundTyped.types: 1 is not true or false"),
        (
            {"fix": True},
            '"backgroundTyped.fix" has no effect in an editor: it is for the command',
        ),
        ({"unsafeFixes": True}, '"backgroundTyped.unsafeFixes" has no effect in an editor: '),
        ({"output-format": "x"}, '"backgroundTyped.output-format" has no effect in an editor: '),
        ({"nothing": 1}, '"backgroundTyped.nothing" is not a setting: choose from types, '),
        ({"select": ["x-"]}, 'backgroundTyped.select: "x-" is not a code: '),
    ],
)
def test_a_line_says_what_is_wrong(options: object, line: str, tmp_path: Path) -> None:
    found, (said,) = wanted(options, None, tmp_path)
    assert said.startswith(line)
    assert found == Wanted()


@pytest.mark.parametrize(
    ("options", "shown"), [([], "[]"), (["types"], '["types"]'), ("x", '"x"'), (1, "1")]
)
def test_other_than_settings_are_none(options: object, shown: str, tmp_path: Path) -> None:
    line = f"backgroundTyped: {shown} is not an object with settings"
    assert wanted(options, options, tmp_path) == (Wanted(), [line])
    assert wanted(None, None, tmp_path) == (Wanted(), [])


@pytest.mark.parametrize(
    ("python", "expected"),
    [
        ({"pythonPath": "env"}, "env"),
        ({"defaultInterpreterPath": "env"}, "env"),
        ({"defaultInterpreterPath": "python"}, None),
        ({"pythonPath": "", "venvPath": ".", "venv": "env"}, "./env"),
        ({"venvPath": ".", "venv": ""}, "./"),
        ({"venvPath": "."}, None),
        ({"pythonPath": 1}, None),
        ({"pythonPath": "gone/bin/python", "defaultInterpreterPath": "env"}, "env"),
        ({"pythonPath": "${workspaceFolder}/env"}, "env"),
        ({"pythonPath": "${env:HOME}/gone"}, None),
    ],
)
def test_the_environment_of_python_extensions_counts_where_none_is_named(
    python: dict[str, Any], expected: str | None, tmp_path: Path
) -> None:
    (tmp_path / "env").mkdir()
    found, said = wanted({}, python, tmp_path)
    assert not said
    assert found.over(Settings()).python == (expected and f"{tmp_path}/{expected}")
    assert found.over(Settings(python="named")).python == "named"


def test_one_that_does_not_exist_is_said_and_counts_as_soon_as_it_does(tmp_path: Path) -> None:
    found, said = wanted({}, {"pythonPath": "gone/bin/python"}, tmp_path)
    path = tmp_path / "gone/bin/python"
    assert said == ['python: "gone/bin/python" does not exist']
    assert found.over(Settings()).python is None
    path.mkdir(parents=True)
    assert found.over(Settings()).python == str(path)


@pytest.mark.asyncio
async def test_an_interpreter_of_the_editor_that_is_gone_is_said_once(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    settings = {"python": {"pythonPath": "gone/bin/python"}}
    async with editing(tmp_path, settings=settings) as editor:
        uri = editor.open(path)
        await editor.until(uri, [CODE])  # the rules that need no environment go on
        change(editor, None)
        editor.type(uri, BAD)
        await editor.shown(uri)
        await eventually(lambda: bool(editor.client.messages))
        assert [each.message for each in editor.client.messages] == [
            'background-typed: python: "gone/bin/python" does not exist'
        ]
