"""What runs: Starlette's own collection, on the real Starlette and FastAPI."""

import asyncio
import inspect
import json
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastapi
import pytest
import starlette.background
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import background_typed
from background_typed import BackgroundTask, BackgroundTasks

with warnings.catch_warnings():
    # From Starlette's own imports: `httpx` if `httpx2` is not installed (1.2 and later), and a name
    # that newer versions of anyio deprecate (before 1.7).
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


class Recorder:
    """The events in order: the end of each response, and what the tasks record."""

    def __init__(self) -> None:
        """Start without events."""
        self.events: list[Any] = []

    def sync_task(self, *args: object, **kwargs: object) -> None:
        """Record the arguments of a task that runs in a worker thread."""
        with pytest.raises(RuntimeError, match="no running event loop"):
            asyncio.get_running_loop()
        self.events.append(("sync", args, kwargs))

    async def async_task(self, *args: object, **kwargs: object) -> None:
        """Record the arguments of a task that runs on the event loop."""
        asyncio.get_running_loop()
        self.events.append(("async", args, kwargs))

    def needs_text(self, text: str) -> None:
        """Record the argument of a task that takes only one."""
        self.events.append(text)

    def fails(self) -> None:
        """Raise, as a task may."""
        raise LookupError

    def get(self, app: ASGIApp) -> None:
        """Send a request, and let through what a task raises."""

        async def recorded(scope: Scope, receive: Receive, send: Send) -> None:
            async def recording_send(message: Message) -> None:
                await send(message)
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    self.events.append("response")

            await app(scope, receive, recording_send)

        assert TestClient(recorded).get("/", follow_redirects=False).status_code < 400


def respond(response: Callable[[], Response]) -> Starlette:
    """Make an application from a function that returns the response."""

    async def endpoint(_request: Request) -> Response:
        return response()

    return Starlette(routes=[Route("/", endpoint)])


@pytest.fixture
def recorder() -> Recorder:
    """Return a new recorder."""
    return Recorder()


def test_tasks_run_after_the_response_in_order_with_their_arguments(recorder: Recorder) -> None:
    """Sync tasks run in a worker thread and async ones on the event loop, one after the other."""
    tasks = BackgroundTasks()
    tasks.add_task(recorder.sync_task, 1, "a", key=None)
    tasks.add_task(recorder.async_task, 2, other="b")
    tasks.add_task(recorder.sync_task)
    assert recorder.events == []
    recorder.get(respond(lambda: Response(background=tasks)))
    assert recorder.events == [
        "response",
        ("sync", (1, "a"), {"key": None}),
        ("async", (2,), {"other": "b"}),
        ("sync", (), {}),
    ]


@pytest.mark.parametrize(
    "make",
    [
        lambda tasks: Response("text", background=tasks),
        lambda tasks: PlainTextResponse("text", background=tasks),
        lambda tasks: HTMLResponse("<p>text", background=tasks),
        lambda tasks: JSONResponse({}, background=tasks),
        lambda tasks: RedirectResponse("/elsewhere", background=tasks),
        lambda tasks: StreamingResponse(iter(["te", "xt"]), background=tasks),
        lambda tasks: FileResponse(__file__, background=tasks),
    ],
)
def test_each_response_class_runs_its_background(
    make: Callable[[BackgroundTasks], Response], recorder: Recorder
) -> None:
    """A response accepts the collection as it accepts Starlette's own."""
    tasks = BackgroundTasks()
    tasks.add_task(recorder.needs_text, "task")
    recorder.get(respond(lambda: make(tasks)))
    assert recorder.events == ["response", "task"]


def test_background_may_be_set_on_a_response(recorder: Recorder) -> None:
    """The attribute does what the argument does."""
    tasks = BackgroundTasks()
    tasks.add_task(recorder.needs_text, "task")
    response = Response()
    response.background = tasks
    recorder.get(respond(lambda: response))
    assert recorder.events == ["response", "task"]


def test_fastapi_injects_its_own_class(recorder: Recorder) -> None:
    """The annotation asks for the tasks, but FastAPI decides on their class."""
    app = fastapi.FastAPI()

    @app.get("/")
    async def handler(tasks: BackgroundTasks) -> None:
        recorder.events.append(type(tasks))
        tasks.add_task(recorder.sync_task, 1, key="a")
        tasks.add_task(recorder.async_task, 2)

    recorder.get(app)
    assert recorder.events == [
        fastapi.BackgroundTasks,
        "response",
        ("sync", (1,), {"key": "a"}),
        ("async", (2,), {}),
    ]


def test_fastapi_runs_the_background_of_a_response(recorder: Recorder) -> None:
    """A handler may return a response that carries the collection."""
    app = fastapi.FastAPI()

    @app.get("/")
    async def handler() -> Response:
        tasks = BackgroundTasks()
        tasks.add_task(recorder.needs_text, "task")
        return JSONResponse({}, background=tasks)

    recorder.get(app)
    assert recorder.events == ["response", "task"]


def test_wrong_arguments_raise_only_after_the_response(recorder: Recorder) -> None:
    """Types matter here, because the client does not notice, and the next task is lost."""
    tasks = BackgroundTasks()
    wrong: Any = {"txet": "a"}
    tasks.add_task(recorder.needs_text, **wrong)
    tasks.add_task(recorder.needs_text, "next")
    with pytest.raises(TypeError, match="unexpected keyword argument 'txet'"):
        recorder.get(respond(lambda: Response(background=tasks)))
    assert recorder.events == ["response"]


def test_a_failing_task_skips_those_after_it(recorder: Recorder) -> None:
    """The tasks before it have run."""
    tasks = BackgroundTasks()
    tasks.add_task(recorder.needs_text, "before")
    tasks.add_task(recorder.fails)
    tasks.add_task(recorder.needs_text, "after")
    with pytest.raises(LookupError):
        recorder.get(respond(lambda: Response(background=tasks)))
    assert recorder.events == ["response", "before"]


@pytest.mark.parametrize("name", ["func", "self"])
def test_reserved_keyword_raises_at_once_and_adds_nothing(name: str, recorder: Recorder) -> None:
    """Even if the task takes such an argument, because Starlette's parameters have these names."""
    tasks = BackgroundTasks()
    with pytest.raises(TypeError, match=f"multiple values for argument '{name}'"):
        tasks.add_task(recorder.sync_task, **{name: 1})
    assert tasks.tasks == []


def test_func_may_be_a_keyword(recorder: Recorder) -> None:
    """As in Starlette, because public code does it."""
    tasks = BackgroundTasks()
    tasks.add_task(func=recorder.needs_text, text="task")
    recorder.get(respond(lambda: Response(background=tasks)))
    assert recorder.events == ["response", "task"]


def test_collection_is_a_task_of_starlette(recorder: Recorder) -> None:
    """It goes wherever Starlette's own collection or a single task goes, and takes tasks."""
    assert issubclass(BackgroundTasks, starlette.background.BackgroundTasks)
    first = BackgroundTask(recorder.needs_text, "first")
    tasks = BackgroundTasks([first])
    assert isinstance(tasks, BackgroundTask)
    assert tasks.tasks == [first]
    recorder.get(respond(lambda: Response(background=tasks)))
    assert recorder.events == ["response", "first"]


def test_single_task_is_the_class_of_starlette() -> None:
    """It is reexported, not redefined."""
    assert background_typed.BackgroundTask is starlette.background.BackgroundTask


def test_example_in_the_docstring_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The response is sent, and the task has written its file."""
    (example,) = re.findall(
        r"^```python\n(.*?)^```$", inspect.getdoc(BackgroundTasks) or "", re.DOTALL | re.MULTILINE
    )
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102 - our own text
    assert TestClient(names["app"]).post("/").json() == {"message": "Notification sent"}
    assert Path("log.txt").read_text() == "notification for me@example.com: welcome\n"


def test_import_loads_neither_mypy_nor_fastapi(tmp_path: Path) -> None:
    """Only mypy's process needs the plugin, and nothing needs FastAPI."""
    code = "import background_typed, json, sys; print(json.dumps(list(sys.modules)))"
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(run.stdout)}
    assert "starlette" in loaded
    assert not loaded & {"background_typed_mypy", "fastapi", "mypy"}
