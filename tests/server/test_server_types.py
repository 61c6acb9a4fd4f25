"""Arguments in the editor: what mypy says about texts that are not saved."""

import asyncio
import os
import shutil
import signal
import subprocess
import venv
from pathlib import Path
from queue import SimpleQueue
from typing import Final

import pytest
from background_typed_check.reasons import NothingCheckedError
from background_typed_check.server import mypy_main
from background_typed_check.server.arguments import Arguments
from background_typed_check.server.client_settings import Wanted
from background_typed_check.server.kept_files import KeptFiles
from background_typed_check.server.mypy_process import GoneError, MypyProcess
from background_typed_check.server.progress import ARGUMENTS as TITLE
from background_typed_check.server.requests import Reply, Request
from editor import PULLS, Editor, editing, eventually
from lsprotocol import types
from small_project import (
    ARGUMENT,
    BAD,
    CODE,
    IMPORTING,
    MISTYPED,
    TYPED,
    WORK,
    codes,
    written,
)

pytestmark = pytest.mark.once

ON: Final = {"types": True}
GONE: Final = (
    "background-typed: arguments are not checked until something is saved: "
    "the process with mypy has ended (signal 9)"
)


def second_process(editor: Editor) -> int:
    """Return the process with mypy."""
    server = editor.client._server  # noqa: SLF001
    assert server is not None
    command = ("pgrep", "-P", str(server.pid))
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def is_running(process: int) -> bool:
    """Return whether a process has not ended."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.asyncio
async def test_a_wrong_argument_shows_before_it_is_saved_until_it_is_corrected(typed: Path) -> None:
    (path,) = written(typed, app=TYPED)
    async with editing(typed, options=ON) as editor:
        uri = editor.open(path)
        editor.type(uri, MISTYPED)
        await editor.until(uri, [ARGUMENT])
        (found,) = await editor.shown(uri)
        editor.type(uri, f"\n{MISTYPED}")
        (moved,) = await editor.shown(uri)
        editor.type(uri, TYPED)
        assert await editor.shown(uri) == []  # its line has changed
        await asyncio.sleep(1)
        assert await editor.shown(uri) == []

    assert found.message == 'Argument 1 to "send" has incompatible type "int"; expected "str"'
    starts = found.range.start, moved.range.start  # mypy 1 gives no ends
    assert starts == (types.Position(5, 25), types.Position(6, 25))


@pytest.mark.asyncio
async def test_arguments_are_not_checked_unless_the_user_wants_it(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=MISTYPED)
    for options in (None, {}, {"types": False}, ["types"]):
        async with editing(tmp_path, options=options) as editor:
            assert await editor.shown(editor.open(path)) == []
            await asyncio.sleep(0.5)
            assert await editor.shown(path.as_uri()) == []
    assert not (tmp_path / ".background_typed_cache").exists()


@pytest.mark.asyncio
async def test_an_edit_renews_what_mypy_says_about_another_open_file(typed: Path) -> None:
    path, work = written(typed, app=IMPORTING, work=WORK)
    async with editing(typed, options=ON) as editor:
        uri, edited = editor.open(path), editor.open(work)
        editor.type(edited, WORK.replace("int", "str"))
        await editor.until(uri, [ARGUMENT])
        editor.type(edited, WORK)
        await editor.until(uri, [])
        editor.type(edited, "def send(")  # as the command has it: nothing is known of its types
        editor.type(edited, WORK.replace("int", "str"))
        await editor.until(uri, [ARGUMENT])
        editor.close(edited)
        await editor.until(uri, [])
        work.write_text(WORK.replace("int", "bytes"))
        editor.save(uri)
        await editor.until(uri, [ARGUMENT])


@pytest.mark.asyncio
async def test_a_new_file_is_imported_before_it_is_saved(typed: Path) -> None:
    (path,) = written(typed, app=IMPORTING)
    async with editing(typed, options=ON) as editor:
        uri = editor.open(path)
        editor.open(typed / "work.py", WORK.replace("int", "str"))
        await editor.until(uri, [ARGUMENT])


@pytest.mark.asyncio
async def test_a_text_that_does_not_parse_shows_only_that(typed: Path) -> None:
    path, other = written(typed, app=MISTYPED, other=MISTYPED)
    async with editing(typed, options=ON) as editor:
        uri, more = editor.open(path), editor.open(other)
        await editor.until(uri, [ARGUMENT])
        editor.type(uri, f"{MISTYPED}handle(")
        assert codes(await editor.shown(uri)) == ["syntax"]
        await editor.until(more, [ARGUMENT])
        editor.type(uri, MISTYPED)
        await editor.until(uri, [ARGUMENT])
        assert editor.client.messages == []


@pytest.mark.asyncio
async def test_of_edits_that_come_fast_none_is_shown_at_a_wrong_place(typed: Path) -> None:
    (path,) = written(typed, app=TYPED)
    async with editing(typed, options=ON) as editor:
        uri = editor.open(path)
        for number in range(60):
            editor.type(uri, "\n" * number + MISTYPED)
            await asyncio.sleep(0.03)
        await editor.shown(uri)
        await editor.until(uri, [ARGUMENT])
        for each in editor.history:
            for found in each.diagnostics:
                assert found.range.start.line == (each.version or 0) - 2 + 5


@pytest.mark.asyncio
@pytest.mark.parametrize("named", ["link", "real"])
@pytest.mark.parametrize("opened", ["link", "real"])
async def test_a_folder_may_be_named_by_a_link_and_its_files_not(
    named: str, opened: str, tmp_path: Path, libraries_of_server: Path
) -> None:
    folders = {"real": tmp_path / "real", "link": tmp_path / "link"}
    shutil.copytree(libraries_of_server, folders["real"] / ".background_typed_cache")
    folders["link"].symlink_to(folders["real"])
    written(folders["real"], app=IMPORTING, work=WORK.replace("int", "str"))
    (tmp_path / "other").mkdir()
    async with editing(tmp_path / "other", folders[named], options=ON) as editor:
        uri = editor.open(folders[opened] / "app.py")
        await editor.until(uri, [ARGUMENT])
        edited = editor.open(folders[opened] / "work.py", WORK)
        await editor.until(uri, [])
        editor.close(edited)
        await editor.until(uri, [ARGUMENT])


@pytest.mark.asyncio
async def test_what_the_rules_find_does_not_wait_for_mypy(typed: Path) -> None:
    (path,) = written(typed, app=BAD.replace('"a"', "1"))
    async with editing(typed, options=ON) as editor:
        uri = editor.open(path)
        assert codes(await editor.shown(uri)) == [CODE]
        await editor.until(uri, [CODE, ARGUMENT])


@pytest.mark.asyncio
async def test_what_corrects_a_misspelt_argument_is_offered(typed: Path) -> None:
    (path,) = written(typed, app=TYPED.replace('"a"', '"a", copie=2'))
    async with editing(typed, options=ON) as editor:
        uri = editor.open(path)
        await editor.until(uri, ["call-arg"])
        (found,) = await editor.shown(uri)
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(uri), found.range, types.CodeActionContext([found])
        )
        actions = await editor.client.text_document_code_action_async(params)
        assert [each.title for each in actions or ()] == [
            "Correct call-arg (unsafe)",
            "Ignore call-arg here",
        ]


@pytest.mark.asyncio
async def test_a_client_that_asks_is_told_to_ask_again_when_mypy_is_done(typed: Path) -> None:
    (path,) = written(typed, app=MISTYPED)
    async with editing(typed, options=ON, **PULLS) as editor:
        uri = editor.open(path)
        assert await editor.pull(uri) == []
        await eventually(lambda: editor.client.diagnostic_refresh_count == 1)
        assert codes(await editor.pull(uri)) == [ARGUMENT]


@pytest.mark.asyncio
async def test_the_rules_go_on_without_the_process_and_a_save_brings_it_back(typed: Path) -> None:
    (path,) = written(typed, app=MISTYPED)
    async with editing(typed, options=ON) as editor:
        uri = editor.open(path)
        for number in range(1, 3):
            await editor.until(uri, [ARGUMENT])
            os.kill(second_process(editor), signal.SIGKILL)
            editor.type(uri, f"{MISTYPED}{BAD}")
            await editor.until(uri, [CODE])
            # Once each time that it ends.
            await eventually(lambda: len(editor.client.messages) == number)  # noqa: B023  # at once
            editor.type(uri, MISTYPED + "#" * number)
            await asyncio.sleep(0.5)
            assert await editor.shown(uri) == []
            editor.save(uri)
        await editor.until(uri, [ARGUMENT])
        assert [each.message for each in editor.client.messages] == [GONE] * 2
        second = second_process(editor)
    await eventually(lambda: not is_running(second))


@pytest.mark.asyncio
async def test_a_library_that_mypy_does_not_find_is_said_once(typed: Path) -> None:
    (path,) = written(typed, app=MISTYPED)
    venv.create(typed / ".venv", symlinks=True, with_pip=False)
    async with editing(typed, options=ON) as editor:
        uri = editor.open(path)
        await eventually(lambda: bool(editor.client.messages))
        editor.type(uri, TYPED)
        editor.save(uri)
        await asyncio.sleep(1)
        (message,) = editor.client.messages
    assert message.message.startswith("background-typed: FastAPI is not installed for ")
    assert message.message.endswith("environment with the setting backgroundTyped.python")


@pytest.mark.asyncio
async def test_a_long_check_shows_that_it_is_at_work(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=MISTYPED)
    async with editing(tmp_path, options=ON, window={"workDoneProgress": True}) as editor:
        uri = editor.open(path)
        await editor.until(uri, [ARGUMENT])
        shown = [*editor.client.progress_reports.values()]
        (reports,) = [each for each in shown if getattr(each[0], "title", "") == TITLE]
    assert [type(each) for each in reports] == [
        types.WorkDoneProgressBegin,
        types.WorkDoneProgressEnd,
    ]


@pytest.mark.asyncio
async def test_a_client_without_progress_is_shown_none(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=MISTYPED)
    async with editing(tmp_path, options=ON) as editor:
        uri = editor.open(path)
        await editor.until(uri, [ARGUMENT])
        assert not editor.client.progress_reports


def test_what_keeps_mypy_from_a_folder_is_said_unless_the_server_says_it_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(name: str) -> Reply:
        """Return what is said about a folder."""
        return mypy_main.answer(Request(str(tmp_path / name), Wanted(), {}), KeptFiles())

    monkeypatch.chdir(tmp_path)
    for name in ("empty", "plain", "broken", "elsewhere"):
        (path,) = written(tmp_path / name, app="# add_task\n")
    (tmp_path / "empty/app.py").unlink()
    (tmp_path / "broken/background-typed.toml").write_text("broken")
    (tmp_path / "elsewhere/background-typed.toml").write_text('python = "nowhere"')
    for name in ("nowhere", "empty", "plain", "broken", "elsewhere"):
        assert answer(name) == Reply({})

    path.write_text(TYPED)
    (tmp_path / "elsewhere/background-typed.toml").unlink()
    for error, why in (
        (NothingCheckedError("mypy fails"), "mypy fails"),
        (KeyError("x"), "KeyError('x')"),
    ):

        def fail(*_: object, error: Exception = error) -> None:
            """Fail."""
            raise error

        monkeypatch.setattr(mypy_main, "ask_mypy", fail)
        said = f"{path.parent}: arguments were not checked: {why}"
        assert answer("elsewhere") == Reply({}, said)


def test_requests_that_come_at_once_are_answered_before_what_they_leave_is_freed() -> None:
    def came(number: int) -> list[str]:
        """Return how the first of so many requests are taken."""
        requests = SimpleQueue[Request]()
        for each in range(number):
            requests.put(Request(str(each), Wanted(), {}))
        return [each.root for each in mypy_main.burst(requests)]

    assert came(2) == ["0", "1"]
    assert came(mypy_main.MOST + 1) == [str(each) for each in range(mypy_main.MOST)]


def test_a_process_that_cannot_be_started_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "nowhere")
    with pytest.raises(GoneError, match="nowhere"):
        MypyProcess().ask(Request("", Wanted(), {}))


def test_without_mypy_a_line_says_once_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "background_typed_check.server.arguments.why_without_mypy", lambda: "mypy is not installed"
    )
    said: list[str] = []
    arguments = Arguments(lambda: None, said.append, lambda _: None)
    for _ in range(2):
        arguments.turn(on=True)
    assert said == [
        "the setting types needs mypy beside the server, but mypy is not installed: "
        'pip install "background-typed[mypy]"'
    ]
    assert not arguments.is_on


def test_what_mypy_says_again_renews_nothing(tmp_path: Path) -> None:
    renewed = list[bool]()
    arguments = Arguments(lambda: renewed.append(True), lambda _: None, lambda _: None)
    request = Request(str(tmp_path), Wanted(), {"a.py": b""})
    arguments.keep(request, Reply({"a.py": []}))
    arguments.keep(request, Reply({"a.py": []}))
    assert renewed == [True]


def test_the_process_ends_when_arguments_are_checked_no_more() -> None:
    arguments = Arguments(lambda: None, lambda _: None, lambda _: None)
    arguments.turn(on=True)
    process = arguments.process.process = arguments.process.start()

    arguments.turn(on=False)
    arguments.thread.shutdown()

    assert process.returncode is not None
    assert arguments.process.process is None
