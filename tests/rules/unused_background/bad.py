"""Tasks that no response carries to its end."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import BackgroundTasks, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask

from .elsewhere import done, send

app = FastAPI()


@app.post("/alone")
def alone() -> None:
    BackgroundTask(send)  # error: background-dropped Nothing runs this task, because it is made


@app.post("/unused-name")
def unused_name() -> dict[str, str]:
    task = BackgroundTask(send)  # error: background-dropped Nothing runs this task, because it is
    other = task  # noqa: F841
    return {}


@app.post("/unused-names")
def unused_names(flag: bool = True) -> dict[str, str]:
    task = BackgroundTask(send)  # error: background-dropped Nothing runs this task, because it
    if flag:
        task = BackgroundTask(send)  # error: background-dropped Nothing runs this task, because it
    return {}


@app.post("/set-twice")
def set_twice(flag: bool = True) -> Response:
    if flag:
        response = JSONResponse({})
        response.background = BackgroundTask(send)  # error: background-dropped another background
        response.background = BackgroundTask(send)
        return response
    response = JSONResponse({}, 201)
    return response


@app.post("/response-alone")
def response_alone() -> dict[str, str]:
    JSONResponse({}, background=BackgroundTask(send))  # error: background-dropped is not returned
    return {}


@app.post("/response-not-returned")
def response_not_returned() -> dict[str, str]:
    response = JSONResponse({}, background=BackgroundTask(send))  # error: background-dropped is not
    response.headers["a"] = "b"
    response.set_cookie("a", "b")
    return {}


@app.post("/set-on-a-response-that-is-not-returned")
def set_on_response() -> dict[str, str]:
    response = JSONResponse({})
    response.background = BackgroundTask(send)  # error: background-dropped that has it is not retur
    return {}


@app.post("/injected-response")
def injected_response(response: Response) -> dict[str, str]:
    response.status_code = 201
    response.background = BackgroundTask(send)  # error: background-dropped but not its background
    return {}


@app.post("/collection-of-an-injected-response")
def collection_of_injected_response(response: Response) -> dict[str, str]:
    own = BackgroundTasks()
    own.add_task(send)  # error: background-dropped Nothing runs "own", because FastAPI takes
    response.background = own
    return {}


@app.post("/collection-of-a-response-that-is-not-returned")
def collection_of_response() -> dict[str, str]:
    own = BackgroundTasks()
    own.add_task(send)  # error: background-dropped Nothing runs "own", because the response that
    response = JSONResponse({}, background=own)  # noqa: F841
    return {}


@app.post("/two-backgrounds")
def two_backgrounds() -> Response:
    response = JSONResponse({}, background=BackgroundTask(send))  # error: background-dropped gets a
    response.background = BackgroundTask(send)
    return response


@app.post("/two-set")
def two_set() -> Response:
    response = JSONResponse({})
    response.background = BackgroundTask(send)  # error: background-dropped gets another background
    done_before = len(done)
    response.background = BackgroundTask(send)
    assert done_before >= 0
    return response


@app.middleware("http")
async def middleware(request: Request, call_next: Callable[[Request], Awaitable[Any]]) -> Any:
    response = await call_next(request)
    if request.url.path == "/middleware":
        response.background = BackgroundTask(send)  # error: background-dropped gets another
        response.background = BackgroundTask(send)
    return response


@app.post("/middleware")
def of_middleware() -> None: ...


@app.post("/listed")
def listed() -> None:
    tasks = BackgroundTasks()
    tasks.tasks.append(BackgroundTask(send))  # error: background-dropped it is added to "tasks"


class Problem(JSONResponse):
    media_type = "application/problem+json"


@app.post("/own-class")
def of_an_own_class() -> None:
    Problem({}, background=BackgroundTask(send))  # error: background-dropped is not returned
