"""Folders of the workspace: settings, environments, and which files are checked."""

import sys
from pathlib import Path

import pytest
from editor import editing
from lsprotocol import types
from small_project import BAD, CODE, codes, written

pytestmark = [pytest.mark.asyncio, pytest.mark.once]

AFTER_YIELD = """\
from typing import Annotated
from fastapi import BackgroundTasks, Depends, FastAPI
app = FastAPI()
def audit(tasks: BackgroundTasks):
    yield
    tasks.add_task(print)
@app.post("/")
def handle(_: Annotated[None, Depends(audit)]) -> None: ...
"""


def with_environment(folder: Path, fastapi: str) -> None:
    """Make an environment that has a version of FastAPI."""
    environment = folder / ".venv"
    info = environment / f"lib/python3.12/site-packages/fastapi-{fastapi}.dist-info"
    info.mkdir(parents=True)
    (environment / "bin").mkdir()
    (environment / "bin/python").symlink_to(sys.executable)
    (environment / "pyvenv.cfg").write_text("version = 3.12.1\n")


async def test_each_folder_has_its_own_settings_and_environment(tmp_path: Path) -> None:
    with_environment(tmp_path, "0.110.0")
    (old,) = written(tmp_path / "old", app=f"{AFTER_YIELD}{BAD}")
    (new,) = written(tmp_path / "new", app=f"{AFTER_YIELD}{BAD}")
    with_environment(old.parent, "0.110.0")
    with_environment(new.parent, "0.118.0")
    (new.parent / "background-typed.toml").write_text(f'ignore = ["{CODE}"]\n')
    async with editing(old.parent, new.parent, active=tmp_path / ".venv") as editor:
        assert codes(await editor.shown(editor.open(old))) == [CODE]
        assert codes(await editor.shown(editor.open(new))) == ["background-dropped"]


async def test_a_folder_without_an_environment_has_the_active_one(tmp_path: Path) -> None:
    (path,) = written(tmp_path / "app", app=AFTER_YIELD)
    with_environment(tmp_path / "active", "0.118.0")
    async with editing(path.parent, active=tmp_path / "active/.venv") as editor:
        assert codes(await editor.shown(editor.open(path))) == ["background-dropped"]


async def test_a_folder_with_a_broken_environment_has_the_active_one(tmp_path: Path) -> None:
    (path,) = written(tmp_path / "app", app=AFTER_YIELD)
    with_environment(tmp_path / "active", "0.118.0")
    (path.parent / ".venv/bin").mkdir(parents=True)
    async with editing(path.parent, active=tmp_path / "active/.venv") as editor:
        assert codes(await editor.shown(editor.open(path))) == ["background-dropped"]


async def test_an_environment_that_vanishes_is_said_and_counts_again_when_it_is_back(
    tmp_path: Path,
) -> None:
    (path,) = written(tmp_path / "app", app=AFTER_YIELD)
    with_environment(tmp_path / "active", "0.110.0")
    with_environment(path.parent, "0.118.0")
    own, away = path.parent / ".venv", path.parent / "away"
    async with editing(path.parent, active=tmp_path / "active/.venv") as editor:
        uri = editor.open(path)
        await editor.until(uri, ["background-dropped"])
        for _ in range(2):
            own.rename(away)
            editor.type(uri, f"{AFTER_YIELD}#\n")
            await editor.until(uri, [])
            editor.type(uri, f"{AFTER_YIELD}##\n")
            await editor.shown(uri)
            away.rename(own)
            editor.type(uri, AFTER_YIELD)
            await editor.until(uri, ["background-dropped"])
        line = f"background-typed: {own} is gone: another environment counts until it is back"
        assert [each.message for each in editor.client.messages] == [line, line]


async def test_folders_come_and_go(tmp_path: Path) -> None:
    outer, inner = written(tmp_path, app=BAD), written(tmp_path / "inner", app=BAD)
    (tmp_path / "background-typed.toml").write_text(f'ignore = ["{CODE}"]\n')
    (tmp_path / "inner/background-typed.toml").touch()
    folder = types.WorkspaceFolder(inner[0].parent.as_uri(), "inner")
    async with editing(tmp_path) as editor:
        uri = editor.open(inner[0])
        assert await editor.shown(uri) == []
        for added, removed, expected in (([folder], [], [CODE]), ([], [folder], [])):
            event = types.WorkspaceFoldersChangeEvent(added, removed)
            editor.client.workspace_did_change_workspace_folders(
                types.DidChangeWorkspaceFoldersParams(event)
            )
            await editor.until(uri, expected)
        assert await editor.shown(editor.open(outer[0])) == []


async def test_a_file_outside_the_workspace_belongs_to_the_project_around_it(
    tmp_path: Path,
) -> None:
    path, other = written(tmp_path / "other", app=BAD, more=BAD)
    (tmp_path / "other/background-typed.toml").write_text('exclude = ["more.py"]\n')
    async with editing() as editor:
        assert codes(await editor.shown(editor.open(path))) == [CODE]
        assert codes(await editor.shown(editor.open(other))) == [CODE]  # as if it were named
        assert await editor.shown(editor.open(path.with_suffix(".txt"), BAD)) == []


async def test_a_client_may_name_a_single_folder_as_clients_once_did(tmp_path: Path) -> None:
    (path,) = written(tmp_path / "inside", app=BAD)
    (tmp_path / "background-typed.toml").write_text(f'ignore = ["{CODE}"]\n')
    async with editing(root=tmp_path) as editor:
        assert await editor.shown(editor.open(path)) == []


async def test_settings_and_comments_count_as_they_do_for_the_command(tmp_path: Path) -> None:
    ignoring = BAD.replace('"a")', '"a")  # type: ignore[background-never-runs]')
    paths = written(tmp_path, app=BAD, generated=BAD, excluded=BAD, commented=ignoring)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.background-typed]\nexclude = ["excluded.py"]\n'
        f'[tool.background-typed.per-file-ignores]\n"generated.py" = ["{CODE}"]\n'
    )
    async with editing(tmp_path) as editor:
        found = [codes(await editor.shown(editor.open(each))) for each in paths]

    assert found == [[CODE], [], [], []]


async def test_functions_that_the_settings_call_blocking_block(tmp_path: Path) -> None:
    text = BAD.replace("def rows", "import legacy\nasync def rows").replace(
        "yield name", "legacy.f()"
    )
    (path,) = written(tmp_path, app=text)
    (tmp_path / "background-typed.toml").write_text('blocking = ["legacy.f"]\n')
    async with editing(tmp_path) as editor:
        assert codes(await editor.shown(editor.open(path))) == ["background-blocks"]


async def test_a_new_file_counts_before_it_is_saved_unless_the_command_would_pass_over_it(
    tmp_path: Path,
) -> None:
    written(tmp_path)
    (tmp_path / "background-typed.toml").write_text('exclude = ["old"]\n')
    async with editing(tmp_path) as editor:
        for name in ("new.py", "inside/new.py"):
            assert codes(await editor.shown(editor.open(tmp_path / name, BAD))) == [CODE]
        for name in ("new.txt", "old/new.py", ".hidden/new.py", "node_modules/new.py"):
            assert await editor.shown(editor.open(tmp_path / name, BAD)) == []


async def test_nothing_is_read_before_a_file_that_mentions_tasks_is_opened(
    tmp_path: Path,
) -> None:
    plain, path = written(tmp_path, plain="import os\n", app=BAD)
    (tmp_path / "background-typed.toml").write_text("broken")
    async with editing(tmp_path) as editor:
        assert await editor.shown(editor.open(plain)) == []
        assert editor.client.messages == []
        assert await editor.shown(editor.open(path)) == []
        assert len(editor.client.messages) == 1


async def test_broken_settings_are_said_once_and_work_again_when_mended(tmp_path: Path) -> None:
    path, other = written(tmp_path, app=BAD, other=BAD)
    settings = tmp_path / "background-typed.toml"
    settings.write_text("broken")
    async with editing(tmp_path) as editor:
        uri = editor.open(path)
        assert await editor.shown(uri) == []
        assert await editor.shown(editor.open(other)) == []
        editor.type(uri, f"{BAD}\n")
        assert await editor.shown(uri) == []
        (message,) = editor.client.messages
        assert message.message.startswith(f"background-typed: {settings} cannot be parsed: ")
        assert message.type == types.MessageType.Error

        settings.write_text("")
        editor.type(uri, BAD)  # the settings are looked at after each change
        assert codes(await editor.shown(uri)) == [CODE]

        settings.write_text('python = "nowhere"')
        editor.save(uri)
        await editor.until(uri, [])
        assert [each.message for each in editor.client.messages[1:]] == [
            f'background-typed: {settings}: python: "nowhere" is not a Python interpreter'
            " or virtual environment"
        ]
