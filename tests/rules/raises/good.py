"""Handlers that may not raise, or whose tasks somebody else runs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from functools import wraps
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from . import elsewhere
from .elsewhere import done, send

app = FastAPI()


class Carrying(Exception):
    """An exception whose handler runs the tasks that it is given."""


@app.exception_handler(Carrying)
def run_carried(request: Request, error: Carrying) -> Response:
    given = error.args[0] if error.args else error.__cause__.args[0]
    tasks = given["tasks"] if isinstance(given, dict) else given
    return JSONResponse({}, 400, background=tasks)


class Kept(Exception):
    """An exception whose handler runs the tasks that are kept with the request."""


@app.exception_handler(Kept)
async def run_kept(request: Request, error: Kept) -> Response:
    return JSONResponse({}, 400, background=request.state.tasks)


# Something catches the exception.


@app.get("/with")
def in_a_with(tasks: BackgroundTasks) -> None:
    with suppress(OSError):
        tasks.add_task(send)
        raise OSError


@asynccontextmanager
async def suppressing() -> AsyncIterator[None]:
    with suppress(OSError):
        yield


@app.get("/async-with")
async def in_an_async_with(tasks: BackgroundTasks) -> None:
    async with suppressing():
        tasks.add_task(send)
        raise OSError


@app.get("/try")
def in_a_try(tasks: BackgroundTasks) -> None:
    try:
        tasks.add_task(send)
        raise OSError
    except OSError:
        pass


@app.get("/enclosing-try")
def in_the_except_of_an_enclosing_try(tasks: BackgroundTasks) -> None:
    try:
        try:
            raise KeyError
        except KeyError:
            tasks.add_task(send)
            raise OSError
    except OSError:
        pass


@app.get("/before-a-finally")
def before_a_finally(tasks: BackgroundTasks) -> None:
    try:
        raise OSError
    except OSError:
        tasks.add_task(send)
        raise
    finally:
        return


@app.get("/in-a-finally")
def in_a_finally(tasks: BackgroundTasks) -> None:
    try:
        try:
            print("text")
        finally:
            tasks.add_task(send)
            raise OSError
    except OSError:
        pass


@app.get("/in-an-else")
def in_an_else(tasks: BackgroundTasks) -> None:
    try:
        try:
            print("text")
        except KeyError:
            pass
        else:
            tasks.add_task(send)
            raise OSError
    except OSError:
        pass


# The handler may not raise.


@app.get("/condition")
def condition(tasks: BackgroundTasks, flag: bool = False) -> None:
    tasks.add_task(send)
    if flag:
        raise OSError


@app.get("/another-return")
def another_return(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    for _ in range(1):
        return
    raise OSError


@app.get("/branch-that-returns")
def branch_that_returns(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(send)
    if flag:
        if not done:
            return
    raise OSError


@app.get("/other-branch")
def other_branch(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)
    else:
        raise OSError


@app.get("/raised-in-a-function")
def raised_in_a_function(tasks: BackgroundTasks) -> None:
    def inner() -> None:
        raise OSError

    tasks.add_task(send)
    print(inner)


@app.get("/generator", response_class=StreamingResponse)
def generator(tasks: BackgroundTasks) -> Iterator[str]:
    tasks.add_task(send)
    yield "text"
    if done is None:
        return
    for _ in range(1):
        return
    raise OSError


# The exception carries the tasks.


@app.get("/argument")
def argument(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Carrying(tasks)


@app.get("/cause")
def cause(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Carrying from Carrying(tasks)


@app.get("/made-before")
def made_before(tasks: BackgroundTasks) -> None:
    error = Carrying(tasks)
    tasks.add_task(send)
    raise error


@app.get("/made-between")
def made_between(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    error = Carrying(tasks)
    raise error


@app.get("/raised-in-a-branch")
def raised_in_a_branch(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(send)
    if flag:
        raise Carrying(tasks)
    raise OSError


@app.get("/round-earlier")
def round_earlier(tasks: BackgroundTasks) -> None:
    error = Carrying()
    for number in range(2):
        if number:
            tasks.add_task(send)
            raise error
        error = Carrying(tasks)


@app.get("/all-names")
def all_names(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Carrying(locals())


@app.get("/kept-with-the-request")
def kept_with_the_request(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks
    tasks.add_task(send)
    raise Kept


@app.get("/made-and-kept")
def made_and_kept(request: Request) -> None:
    tasks = BackgroundTasks()
    request.state.tasks = tasks
    tasks.add_task(send)
    raise Kept


@app.get("/run")
def run(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    asyncio.run(tasks())
    raise OSError


def raises_with_the_tasks(request: Request) -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    raise Carrying(tasks)


app.add_route("/of-starlette", raises_with_the_tasks)


# Others have the tasks, or call the function.


async def own_tasks() -> AsyncIterator[BackgroundTasks]:
    tasks = BackgroundTasks()
    try:
        yield tasks
    finally:
        await tasks()


async def run_where_it_fails(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    except HTTPException:
        await tasks()
        raise


def keep(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks


def keep_in_the_end(kept: None = Depends(keep)) -> None:
    """Gets the tasks through another dependency."""


class Keeper:
    def __call__(self, kept: Annotated[None, Depends(keep)]) -> None:
        """Gets the tasks through another dependency."""


@app.get("/annotated-dependency")
def annotated(tasks: Annotated[BackgroundTasks, Depends(own_tasks)]) -> None:
    tasks.add_task(send)
    raise HTTPException(400)


@app.get("/default-dependency")
def default(tasks: BackgroundTasks = Depends(own_tasks)) -> None:
    tasks.add_task(send)
    raise HTTPException(400)


@app.get("/alias-of-a-dependency")
async def alias(request: Request, tasks: elsewhere.OwnTasks) -> None:
    elsewhere.made.tasks.clear()
    tasks.add_task(send)
    raise Kept if setattr(request.state, "tasks", elsewhere.made) else Kept


@app.get("/other-collection")
def other_collection(other: Annotated[BackgroundTasks, Depends(own_tasks)]) -> None:
    tasks = other
    tasks.add_task(send)
    raise HTTPException(400)


@app.get("/dependency")
def dependency(tasks: BackgroundTasks, end: None = Depends(run_where_it_fails)) -> None:
    tasks.add_task(send)
    raise HTTPException(400)


@app.get("/dependency-of-the-route", dependencies=[Depends(keep)])
def dependency_of_the_route(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Kept


@app.get("/dependency-of-a-dependency")
def dependency_of_a_dependency(
    tasks: BackgroundTasks, kept: None = Depends(keep_in_the_end)
) -> None:
    tasks.add_task(send)
    raise Kept


@app.get("/keeps-it")
def keeps_it(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks
    if request.url.path == "/keeps-it":
        tasks.add_task(send)


@app.get("/handler-as-dependency")
def handler_as_dependency(tasks: BackgroundTasks, kept: None = Depends(keeps_it)) -> None:
    tasks.add_task(send)
    raise Kept


@app.get("/object-as-dependency", dependencies=[Depends(Keeper())])
def object_as_dependency(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Kept


def catching(handler: Callable[..., None]) -> Callable[..., None]:
    @wraps(handler)
    def wrapper(tasks: BackgroundTasks) -> None:
        with suppress(OSError):
            handler(tasks)

    return wrapper


@app.get("/decorated")
@catching
def decorated(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise OSError


class Catching(APIRouter):
    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().add_api_route(path, catching(endpoint), **options)


router = Catching()


@router.get("/own-router")
def of_an_own_router(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise OSError


app.include_router(router)


def helper(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise OSError


@app.get("/helper")
def of_a_helper(tasks: BackgroundTasks) -> None:
    with suppress(OSError):
        helper(tasks)


@app.get("/inside")
def inside(tasks: BackgroundTasks) -> None:
    def inner(tasks: BackgroundTasks) -> None:
        tasks.add_task(send)
        raise OSError

    with suppress(OSError):
        inner(tasks)


@app.get("/lambda")
def of_a_lambda(tasks: BackgroundTasks) -> None:
    later = lambda: tasks.add_task(send)
    later()
    asyncio.run(tasks())
    raise OSError


@app.get("/called-by-another")
def called(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        return tasks.add_task(send)
    tasks.add_task(send)
    raise OSError


@app.get("/calls-another")
def calls(tasks: BackgroundTasks) -> None:
    with suppress(OSError):
        called(tasks, flag=False)
