"""Handlers that raise, where an object that a dependency makes has tasks that somebody runs."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()
shared = BackgroundTasks()

__all__ = ["app", "done"]


@app.exception_handler(HTTPException)
async def refused(request: Request, error: HTTPException) -> Response:
    tasks = getattr(request.state, "kept", None)
    return JSONResponse({}, 409, background=tasks)


class Refused(Exception):
    """An exception whose handler runs what is shared."""


@app.exception_handler(Refused)
async def run_shared(request: Request, error: Refused) -> Response:
    await shared()
    shared.tasks.clear()
    return JSONResponse({}, 409)


class Run:
    """An object whose tasks a handler runs."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks


@app.get("/run")
async def run(mail: Run = Depends()) -> None:
    mail.tasks.add_task(send)
    await mail.tasks()
    raise HTTPException(409)


@app.get("/run-by-another-name")
async def run_by_another_name(tasks: BackgroundTasks, mail: Run = Depends()) -> None:
    mail.tasks.add_task(send)
    await tasks()
    raise HTTPException(409)


@app.get("/run-as-an-attribute")
async def run_as_an_attribute(tasks: BackgroundTasks, mail: Run = Depends()) -> None:
    tasks.add_task(send)
    await mail.tasks()
    raise HTTPException(409)


class Kept:
    """An object that has its tasks kept with the request."""

    def __init__(self, request: Request, tasks: BackgroundTasks) -> None:
        self.tasks = tasks
        request.state.kept = tasks


@app.get("/kept")
def kept(mail: Kept = Depends()) -> None:
    mail.tasks.add_task(send)
    raise HTTPException(409)


class Flushing:
    """An object that another dependency has run its tasks."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks

    async def flush(self) -> None:
        await self.tasks()


async def flushing(mail: Annotated[Flushing, Depends()]) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await mail.flush()


@app.get("/flushed", dependencies=[Depends(flushing)])
def flushed(mail: Flushing = Depends()) -> None:
    mail.tasks.add_task(send)
    raise HTTPException(409)


class Replaced:
    """An object whose tasks are others by then."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks

    def replace(self) -> None:
        self.tasks = shared


@app.get("/replaced")
def replaced(mail: Replaced = Depends()) -> None:
    mail.replace()
    mail.tasks.add_task(send)
    raise Refused


class Set:
    """An object whose tasks are set by a name that is not written out."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks


def set_all(mail: Any, names: str) -> None:
    for each in names.split():
        setattr(mail, each, shared)


@app.get("/set")
def set_by_name(mail: Set = Depends()) -> None:
    set_all(mail, "tasks")
    mail.tasks.add_task(send)
    raise Refused


class Shared:
    """An object that takes any collection."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks


def of_all() -> Shared:
    return Shared(shared)


@app.get("/shared")
def of_the_module(mail: Shared = Depends(of_all)) -> None:
    mail.tasks.add_task(send)
    raise Refused


class Rebinding:
    """An object that does not keep what it is given."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        tasks = shared
        self.tasks = tasks


@app.get("/rebinding")
def rebinding(mail: Rebinding = Depends()) -> None:
    mail.tasks.add_task(send)
    raise Refused


def of_another() -> Rebinding:
    return Rebinding(BackgroundTasks())


@app.get("/rebinding-by-a-function")
def rebinding_by_a_function(mail: Rebinding = Depends(of_another)) -> None:
    mail.tasks.add_task(send)
    raise Refused


class Derived(Run):
    """An object that runs the tasks that its base keeps."""

    async def run(self) -> None:
        await self.tasks()


async def running(mail: Annotated[Derived, Depends()]) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await mail.run()


@app.get("/derived", dependencies=[Depends(running)])
def derived(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


class Called:
    """An object that is called to make another one."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks


def either(tasks: BackgroundTasks, flag: bool = True) -> Called:
    if flag:
        return Called(shared)
    return Called(tasks)


@app.get("/either")
def of_either(mail: Called = Depends(either)) -> None:
    mail.tasks.add_task(send)
    raise Refused


@app.get("/given", dependencies=[])
def given(tasks: Any = Depends(lambda: shared)) -> None:
    tasks.add_task(send)
    raise Refused


@app.get("/keyword")
def by_keyword(mail: Run = Depends(dependency=of_all)) -> None:
    mail.tasks.add_task(send)
    raise Refused


class Running:
    """An object whose method runs what it adds."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks

    async def send(self) -> None:
        self.tasks.add_task(send)
        await self.tasks()


@app.get("/method-that-runs")
async def by_a_method_that_runs(mail: Running = Depends()) -> None:
    await mail.send()
    raise HTTPException(409)


class Rebinding:
    """An object that is made with other tasks than it gets."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        tasks = shared
        self.tasks = tasks


def rebinding(tasks: BackgroundTasks) -> Rebinding:
    return Rebinding(tasks)


@app.get("/rebound")
def rebound(mail: Rebinding = Depends(rebinding)) -> None:
    mail.tasks.add_task(send)
    raise Refused
