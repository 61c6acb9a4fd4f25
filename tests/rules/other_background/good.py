"""Responses after which the injected tasks run, or tasks that are not injected."""

from collections.abc import AsyncIterator, Callable, Generator
from functools import wraps
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.background import BackgroundTask

from .elsewhere import audit, done, send

app = FastAPI()


def maybe() -> BackgroundTask | None:
    return None


# The response runs what may be a new collection.


@app.get("/either")
def either(given: BackgroundTasks, flag: bool = True) -> Response:
    tasks = given if flag else BackgroundTasks()
    tasks.add_task(send)
    return JSONResponse({}, background=tasks)


@app.get("/of-another-name")
def of_another_name(given: BackgroundTasks, flag: bool = True) -> Response:
    tasks = given if flag else BackgroundTasks()
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTasks(given.tasks))


# A response without another background.


@app.get("/no-background")
def no_background(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return JSONResponse({})


@app.get("/none")
def none(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=None)


@app.get("/maybe")
def of_a_function(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=maybe())


@app.get("/same")
def same(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=tasks)


@app.get("/combined")
def combined(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTasks([*tasks.tasks, BackgroundTask(audit)]))


@app.get("/run-by-the-other")
def run_by_the_other(tasks: BackgroundTasks) -> Response:
    async def run() -> None:
        await tasks()
        audit()

    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTask(run))


class OwnInit(JSONResponse):
    def __init__(self, content: object, background: object) -> None:
        super().__init__(content)
        self.later = background


@app.get("/own-response")
def own_response(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return OwnInit({}, background=BackgroundTasks())


@app.get("/no-response")
def no_response(tasks: BackgroundTasks) -> dict[str, int]:
    tasks.add_task(send)
    return dict(background=1)


@app.get("/nothing")
def nothing(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    return


# Another way out of the handler.


@app.get("/branch")
def branch(tasks: BackgroundTasks, flag: bool = False) -> Response:
    tasks.add_task(send)
    if flag:
        return JSONResponse({}, background=BackgroundTask(audit))
    return JSONResponse({})


@app.get("/early-return")
def early_return(tasks: BackgroundTasks, flag: bool = True) -> Response:
    if flag:
        tasks.add_task(send)
    if flag:
        return JSONResponse({})
    return JSONResponse({}, background=BackgroundTask(audit))


@app.get("/finally")
def in_a_finally(tasks: BackgroundTasks) -> Response:
    try:
        tasks.add_task(send)
        return JSONResponse({}, background=BackgroundTasks())
    finally:
        return JSONResponse({})


@app.get("/loop")
def loop(tasks: BackgroundTasks) -> Response:
    for _ in done or "a":
        tasks.add_task(send)
        break
    else:
        return JSONResponse({}, background=BackgroundTask(audit))
    return JSONResponse({})


@app.get("/generator", response_class=StreamingResponse)
def generator(tasks: BackgroundTasks) -> Generator[str, None, Any]:
    yield "text"
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTasks())


# Somebody else runs the tasks, or has the response.


async def own_tasks() -> AsyncIterator[BackgroundTasks]:
    tasks = BackgroundTasks()
    yield tasks
    await tasks()


async def run_in_the_end(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    await tasks()


@app.get("/annotated-dependency")
def annotated(tasks: Annotated[BackgroundTasks, Depends(own_tasks)]) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTask(audit))


@app.get("/default-dependency")
def default(tasks: BackgroundTasks = Depends(own_tasks)) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTask(audit))


@app.get("/dependency-of-the-same-tasks")
def dependency(tasks: BackgroundTasks, end: None = Depends(run_in_the_end)) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTask(audit))


@app.get("/dependency-of-the-route", dependencies=[Depends(run_in_the_end)])
def dependency_of_the_route(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTask(audit))


def keeping(handler: Callable[..., Response]) -> Callable[..., Response]:
    @wraps(handler)
    def wrapper(tasks: BackgroundTasks) -> Response:
        handler(tasks)
        return JSONResponse({})

    return wrapper


@app.get("/decorated")
@keeping
def decorated(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTasks())


class Keeping(APIRouter):
    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().add_api_route(path, keeping(endpoint), **options)


router = Keeping()


@router.get("/own-router")
def of_an_own_router(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTasks())


app.include_router(router)


def helper(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTasks())


@app.get("/helper")
def of_a_helper(tasks: BackgroundTasks) -> Response:
    helper(tasks)
    return JSONResponse({})


@app.get("/inside")
def inside(tasks: BackgroundTasks) -> Response:
    def inner(tasks: BackgroundTasks) -> Response:
        tasks.add_task(send)
        return JSONResponse({}, background=BackgroundTasks())

    inner(tasks)
    return JSONResponse({})


@app.get("/called-by-another")
def called(tasks: BackgroundTasks, flag: bool = True) -> Response:
    if flag:
        return JSONResponse({}, background=maybe() or tasks.add_task(send))
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTasks())


@app.get("/calls-another")
def calls(tasks: BackgroundTasks) -> Response:
    called(tasks, flag=False)
    return JSONResponse({})


@app.get("/made-here")
async def made_here() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    await tasks()
    return JSONResponse({}, background=BackgroundTask(audit))


# A response in a variable.


def clear(response: Response) -> None:
    response.background = None


@app.get("/variable")
def variable(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    response = JSONResponse({})
    response.headers["a"] = "b"
    return response


@app.get("/variable-that-is-passed")
def variable_that_is_passed(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    response = JSONResponse({}, background=BackgroundTasks())
    clear(response)
    return response


@app.get("/variable-with-the-same")
def variable_with_the_same(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    response = JSONResponse({})
    response.background = tasks
    return response


@app.get("/variable-that-may-have-another")
def variable_that_may_have_another(tasks: BackgroundTasks, flag: bool = False) -> Response:
    tasks.add_task(send)
    response = JSONResponse({})
    if flag:
        response.background = BackgroundTask(audit)
    return response


@app.get("/variable-that-is-cleared")
def variable_that_is_cleared(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    response = JSONResponse({}, background=BackgroundTasks())
    del response.background
    response.background = None
    return response
