"""Which tasks are dropped at run time: what the rule reports, and what it must not report."""

import ast
import re
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from mypy import api
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.routing import Route

with warnings.catch_warnings():
    # About what Starlette imports itself: see `test_runtime`.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

# What an endpoint adds: the task that counts is `task`, and others are `other`.
ran: list[str] = []
Form = Callable[[FastAPI], object]
Endpoint = Callable[[Request], Response]
dropped: list[Form] = []
running: list[Form] = []


def drops(form: Form) -> None:
    """Enter an application whose task is reported."""
    dropped.append(form)


def runs(form: Form) -> None:
    """Enter an application whose task is not reported."""
    running.append(form)


def task() -> None:
    """Run the task that the endpoint added."""
    ran.append("task")


def other() -> None:
    """Run a task that says nothing."""


def is_run_by(app: FastAPI | Starlette) -> bool:
    """Say if a request runs the task."""
    ran.clear()
    assert TestClient(app).get("/").status_code in {200, 400}
    return ran == ["task"]


def name(form: Callable[..., object]) -> str:
    """Name a form in the report of pytest."""
    return form.__name__


class Carrying(Exception):  # noqa: N818  # what it carries is the point
    """An exception whose handler runs the tasks that it is given."""


def run_carried(_request: Request, error: Exception) -> Response:
    """Handle the exception."""
    return JSONResponse({}, 400, background=error.args[0])


# 1. A collection that is made here and goes nowhere.


@drops
def made_and_kept(app: FastAPI) -> None:
    @app.get("/")
    def handler() -> None:
        tasks = BackgroundTasks()
        tasks.add_task(task)


@runs
def made_and_given_to_the_response(app: FastAPI) -> None:
    @app.get("/")
    def handler() -> Response:
        tasks = BackgroundTasks()
        tasks.add_task(task)
        return JSONResponse({}, background=tasks)


@runs
def made_and_captured(app: FastAPI) -> None:
    @app.get("/")
    def handler() -> Response:
        tasks = BackgroundTasks()

        def respond() -> Response:
            return JSONResponse({}, background=tasks)

        tasks.add_task(task)
        return respond()


@runs
def made_and_read_from_all_names(app: FastAPI) -> None:
    @app.get("/")
    def handler() -> Response:
        tasks = BackgroundTasks()
        tasks.add_task(task)
        return JSONResponse({}, background=locals()["tasks"])


@runs
def made_with_a_list_that_is_shared(app: FastAPI) -> None:
    @app.get("/")
    def handler(injected: BackgroundTasks) -> None:
        tasks = BackgroundTasks()
        injected.tasks = tasks.tasks
        tasks.add_task(task)


@runs
def made_by_a_class_with_its_own_init(app: FastAPI) -> None:
    made: list[BackgroundTasks] = []

    class Kept(BackgroundTasks):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    @app.get("/")
    def handler() -> Response:
        tasks = Kept()
        tasks.add_task(task)
        return JSONResponse({}, background=made.pop())


# 2. An injected parameter that is rebound.


@drops
def rebound(app: FastAPI) -> None:
    @app.get("/")
    def handler(tasks: BackgroundTasks) -> None:
        tasks = BackgroundTasks()
        tasks.add_task(task)


@runs
def rebound_later(app: FastAPI) -> None:
    @app.get("/")
    def handler(tasks: BackgroundTasks) -> None:
        tasks.add_task(task)
        tasks = BackgroundTasks()


@runs
def rebound_on_a_condition(app: FastAPI) -> None:
    @app.get("/")
    def handler(*, tasks: BackgroundTasks, new: bool = False) -> None:
        if new:
            tasks = BackgroundTasks()
        tasks.add_task(task)


@runs
def made_if_none_was_passed(app: FastAPI) -> None:
    def helper(tasks: BackgroundTasks | None = None) -> None:
        if tasks is None:
            tasks = BackgroundTasks()
        tasks.add_task(task)

    @app.get("/")
    def handler(tasks: BackgroundTasks) -> None:
        helper(tasks)


# 3. A response with another background.


@drops
def another_task(app: FastAPI) -> None:
    @app.get("/")
    def handler(tasks: BackgroundTasks) -> Response:
        tasks.add_task(task)
        return JSONResponse({}, background=BackgroundTask(other))


@drops
def another_collection(app: FastAPI) -> None:
    @app.get("/")
    def handler(tasks: BackgroundTasks) -> Response:
        tasks.add_task(task)
        return JSONResponse({}, background=BackgroundTasks())


@runs
def no_background(app: FastAPI) -> None:
    @app.get("/")
    def handler(tasks: BackgroundTasks) -> Response:
        tasks.add_task(task)
        return JSONResponse({}, background=None)


@runs
def a_background_that_may_be_none(app: FastAPI) -> None:
    def maybe() -> BackgroundTask | None:
        return None

    @app.get("/")
    def handler(tasks: BackgroundTasks) -> Response:
        tasks.add_task(task)
        return JSONResponse({}, background=maybe())


@runs
def a_response_with_its_own_init(app: FastAPI) -> None:
    class Own(JSONResponse):
        def __init__(self, background: BackgroundTask) -> None:
            super().__init__(str(background))

    @app.get("/")
    def handler(tasks: BackgroundTasks) -> Response:
        tasks.add_task(task)
        return Own(background=BackgroundTask(other))


@runs
def another_return_path(app: FastAPI) -> None:
    @app.get("/")
    def handler(*, tasks: BackgroundTasks, flag: bool = False) -> Response:
        tasks.add_task(task)
        if flag:
            return JSONResponse({}, background=BackgroundTask(other))
        return JSONResponse({})


@runs
def another_return_in_finally(app: FastAPI) -> None:
    @app.get("/")
    def handler(tasks: BackgroundTasks) -> Response:
        try:
            tasks.add_task(task)
            return JSONResponse({}, background=BackgroundTask(other))
        finally:
            return JSONResponse({})  # noqa: B012, SIM107  # this is what is tried


@runs
def tasks_of_a_dependency(app: FastAPI) -> None:
    async def own_tasks() -> AsyncIterator[BackgroundTasks]:
        tasks = BackgroundTasks()
        yield tasks
        await tasks()

    @app.get("/")
    def handler(tasks: Annotated[BackgroundTasks, Depends(own_tasks)]) -> Response:
        tasks.add_task(task)
        return JSONResponse({}, background=BackgroundTask(other))


@runs
def a_response_that_a_generator_returns(app: FastAPI) -> None:
    @app.get("/", response_class=StreamingResponse)
    def handler(tasks: BackgroundTasks) -> Any:  # noqa: ANN401  # FastAPI reads the annotation
        yield "text"
        tasks.add_task(task)
        return JSONResponse({}, background=BackgroundTask(other))


# 4. A handler that raises.


@drops
def raising(app: FastAPI) -> None:
    @app.get("/")
    def handler(tasks: BackgroundTasks) -> None:
        tasks.add_task(task)
        raise HTTPException(400)


@drops
def raising_again(app: FastAPI) -> None:
    @app.get("/")
    async def handler(tasks: BackgroundTasks) -> None:
        try:
            raise HTTPException(400)  # noqa: TRY301  # this is what is tried
        except HTTPException:
            tasks.add_task(task)
            raise


@drops
def raising_on_a_router(app: FastAPI) -> None:
    router = APIRouter()

    @router.get("/")
    def handler(tasks: BackgroundTasks) -> None:
        tasks.add_task(task)
        raise HTTPException(400)

    app.include_router(router)


@runs
def raising_in_a_with(app: FastAPI) -> None:
    @app.get("/")
    def handler(tasks: BackgroundTasks) -> None:
        with suppress(HTTPException):
            tasks.add_task(task)
            raise HTTPException(400)


@runs
def raising_in_a_try(app: FastAPI) -> None:
    @app.get("/")
    def handler(tasks: BackgroundTasks) -> None:
        try:
            tasks.add_task(task)
            raise HTTPException(400)  # noqa: TRY301  # this is what is tried
        except HTTPException:
            pass


@runs
def raising_before_a_finally_that_returns(app: FastAPI) -> None:
    @app.get("/")
    def handler(tasks: BackgroundTasks) -> None:
        try:
            raise HTTPException(400)  # noqa: TRY301  # this is what is tried
        except HTTPException:
            tasks.add_task(task)
            raise
        finally:
            return  # noqa: B012  # this is what is tried


@runs
def raising_under_a_decorator(app: FastAPI) -> None:
    def catching(handler: Callable[[BackgroundTasks], None]) -> Callable[[BackgroundTasks], None]:
        def catch(tasks: BackgroundTasks) -> None:
            with suppress(HTTPException):
                handler(tasks)

        return catch

    @app.get("/")
    @catching
    def handler(tasks: BackgroundTasks) -> None:
        tasks.add_task(task)
        raise HTTPException(400)


@runs
def raising_with_the_tasks(app: FastAPI) -> None:
    app.add_exception_handler(Carrying, run_carried)

    @app.get("/")
    def handler(tasks: BackgroundTasks) -> None:
        tasks.add_task(task)
        raise Carrying(tasks)


@runs
def raising_in_a_helper(app: FastAPI) -> None:
    def helper(tasks: BackgroundTasks) -> None:
        tasks.add_task(task)
        raise HTTPException(400)

    @app.get("/")
    def handler(tasks: BackgroundTasks) -> None:
        with suppress(HTTPException):
            helper(tasks)


# 5. The background is what `add_task` returns.


@drops
def none_as_background(app: FastAPI) -> None:
    @app.get("/")
    def handler() -> Response:
        tasks = BackgroundTasks()
        return JSONResponse({}, background=tasks.add_task(task))  # type: ignore[func-returns-value]


@runs
def none_as_background_where_fastapi_injects(app: FastAPI) -> None:
    @app.get("/")
    def handler(tasks: BackgroundTasks) -> Response:
        return JSONResponse({}, background=tasks.add_task(task))  # type: ignore[func-returns-value]


@pytest.mark.parametrize("form", dropped, ids=name)
def test_fastapi_drops_what_is_reported(form: Form) -> None:
    app = FastAPI()
    form(app)
    assert not is_run_by(app)


@pytest.mark.parametrize("form", running, ids=name)
def test_fastapi_runs_what_is_not_reported(form: Form) -> None:
    app = FastAPI()
    form(app)
    assert is_run_by(app)


def keeps(_request: Request) -> Response:
    """Make a collection that goes nowhere."""
    tasks = BackgroundTasks()
    tasks.add_task(task)
    return JSONResponse({})


def gives_none(_request: Request) -> Response:
    """Give the response what `add_task` returns."""
    tasks = BackgroundTasks()
    return JSONResponse({}, background=tasks.add_task(task))  # type: ignore[func-returns-value]


def rebinds(_request: Request, tasks: BackgroundTasks | None = None) -> Response:
    """Leave the parameter behind."""
    tasks = BackgroundTasks()
    tasks.add_task(task)
    return JSONResponse({})


dropped_by_starlette = [keeps, gives_none, rebinds]


@pytest.mark.parametrize("endpoint", dropped_by_starlette, ids=name)
def test_starlette_drops_what_is_reported(endpoint: Endpoint) -> None:
    assert not is_run_by(Starlette(routes=[Route("/", endpoint)]))


def gives(_request: Request) -> Response:
    """Give the response the collection."""
    tasks = BackgroundTasks()
    tasks.add_task(task)
    return JSONResponse({}, background=tasks)


def sets(_request: Request) -> Response:
    """Give the response the collection later."""
    response = JSONResponse({})
    response.background = tasks = BackgroundTasks()
    tasks.add_task(task)
    return response


def raises(_request: Request) -> Response:
    """Raise in a function that is no handler of FastAPI, with the tasks."""
    tasks = BackgroundTasks()
    tasks.add_task(task)
    raise Carrying(tasks)


@pytest.mark.parametrize("endpoint", [gives, sets, raises], ids=name)
def test_starlette_runs_what_is_not_reported(endpoint: Endpoint) -> None:
    handlers = {Carrying: run_carried}
    assert is_run_by(Starlette(routes=[Route("/", endpoint)], exception_handlers=handlers))


def test_the_plugin_reports_what_is_dropped_and_nothing_else(tmp_path: Path) -> None:
    """It reads this file."""
    (tmp_path / "mypy.ini").write_text("[mypy]\nplugins = background_typed_mypy\n")
    program = tmp_path / "program.py"
    program.write_text(Path(__file__).read_text())
    config = f"--config-file={tmp_path / 'mypy.ini'}"
    output, _, _ = api.run([config, f"--cache-dir={tmp_path}", str(program)])
    lines = re.findall(r":(\d+): error: .*\[background-dropped\]$", output, re.MULTILINE)
    reported = {
        function.name
        for function in ast.parse(program.read_text()).body
        if isinstance(function, ast.FunctionDef)
        and any(function.lineno <= int(line) <= (function.end_lineno or 0) for line in lines)
    }
    assert reported == {*map(name, dropped), *map(name, dropped_by_starlette)}
