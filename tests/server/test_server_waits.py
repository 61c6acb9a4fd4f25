"""What happens while the server is at work: it is stopped, it is asked again, or it takes long."""

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from background_typed_check.report import Report
from background_typed_check.server import progress
from background_typed_check.server.checks import Checks
from background_typed_check.server.texts import Document
from editor import editing
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from small_project import BAD, CODE, codes, written

pytestmark = pytest.mark.once

MANY = "".join(f"def f{number}(tasks):\n    tasks.add_task(print)\n" for number in range(3000))
CANCELLED = -32800


@pytest.mark.asyncio
async def test_a_cancelled_request_stops_and_leaves_no_trace(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    async with editing(tmp_path) as editor:
        uri = editor.open(path)
        await editor.shown(uri)
        editor.type(uri, f"{BAD}{MANY}")
        document = types.TextDocumentIdentifier(uri)
        params = types.HoverParams(document, types.Position(6, 12))
        protocol = editor.client.protocol
        answer = protocol.send_request(types.TEXT_DOCUMENT_HOVER, params, msg_id=4711)
        protocol.notify(types.CANCEL_REQUEST, types.CancelParams(4711))
        with pytest.raises(JsonRpcException) as raised:
            await asyncio.wrap_future(cast("Any", answer))
        assert raised.value.code == CANCELLED
        assert codes(await editor.shown(uri)) == [CODE]
        assert editor.client.log_messages == []


@pytest.mark.asyncio
async def test_a_server_that_was_killed_says_the_same_when_it_is_started_again(
    tmp_path: Path,
) -> None:
    (path,) = written(tmp_path, app=BAD)
    with pytest.raises(RuntimeError, match="return code: -9"):  # noqa: PT012  # its end raises
        async with editing(tmp_path) as editor:
            before = await editor.shown(editor.open(path))
            process = editor.client._server  # noqa: SLF001  # no request ends it so
            assert process is not None
            process.kill()
    async with editing(tmp_path) as editor:
        assert await editor.shown(editor.open(path)) == before
    assert codes(before) == [CODE]


def client(*, shows: bool, told: list[str]) -> Any:  # noqa: ANN401  # a server, as far as needed
    """Return a server whose client shows progress or not."""

    async def create(token: str) -> None:
        """Note that something begins."""
        told.append(token.split(maxsplit=1)[0])

    return SimpleNamespace(
        supports=lambda capability: shows and capability == "window.work_done_progress",
        work_done_progress=SimpleNamespace(
            create_async=create,
            begin=lambda _, shown: told.append(shown.title),
            end=lambda *_: told.append("end"),
        ),
    )


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("shows", "patience", "expected"),
    [
        (True, 0.0, ["background-typed", "Title", "end"]),
        (True, 60.0, []),
        (False, 0.0, []),
    ],
)
async def test_only_what_takes_long_is_shown_where_the_client_can(
    monkeypatch: pytest.MonkeyPatch,
    shows: bool,  # noqa: FBT001  # a parameter of the test
    patience: float,
    expected: list[str],
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", patience)
    told: list[str] = []
    answer = asyncio.get_running_loop().create_future()
    server = client(shows=shows, told=told)
    showing = asyncio.create_task(progress.show_progress(server, answer, "Title"))
    await asyncio.sleep(0.01)
    assert told == expected[:-1]
    answer.set_result(None)
    await showing
    assert told == expected


@pytest.mark.asyncio
async def test_each_check_may_be_waited_for() -> None:
    waited: list[bool] = []
    is_waited_for = threading.Event()

    def check(*_: object) -> Report:
        assert is_waited_for.wait(60)
        return Report()

    def wait(report: "asyncio.Future[Report]") -> None:
        waited.append(report.done())
        is_waited_for.set()

    checks = Checks(check, lambda _: None, lambda: None, wait)
    checks.put(Document("file:///a.py", "/a.py", 1, b""))
    await checks.result("file:///a.py")
    assert waited == [False]


@pytest.mark.asyncio
async def test_what_is_asked_right_after_a_change_is_answered_before_the_check() -> None:
    done = list[str]()

    def check(*_: object) -> Report:
        done.append("checked")
        return Report()

    checks = Checks(check, lambda _: None, lambda: None, lambda _: None)
    checks.put(Document("file:///a.py", "/a.py", 1, b""))
    await checks.in_thread(lambda: done.append("answered"))
    await checks.result("file:///a.py")
    assert done == ["answered", "checked"]


@pytest.mark.asyncio
async def test_nothing_is_checked_that_was_closed_at_once() -> None:
    done = list[bool]()
    checks = Checks(
        lambda *_: pytest.fail("checked"), lambda _: None, lambda: done.append(True), lambda _: None
    )
    checks.put(Document("file:///a.py", "/a.py", 1, b""))
    checks.drop("file:///a.py")
    assert checks.task is not None
    await checks.task
    assert done == [True]
