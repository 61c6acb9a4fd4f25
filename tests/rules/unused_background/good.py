"""Tasks that a response, or something else, runs."""

from typing import Any

from fastapi import BackgroundTasks, Depends, FastAPI, Response
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask

from .elsewhere import done, send

app = FastAPI()
kept: list[object] = []


@app.post("/either-name")
def either_name(flag: bool = True) -> Response:
    if flag:
        task = BackgroundTask(send)
    else:
        task = BackgroundTask(send, "b")
    return JSONResponse({}, background=task)


@app.post("/either-response")
def either_response(flag: bool = True) -> Response:
    response = JSONResponse({})
    if flag:
        response = JSONResponse({}, 201)
        response.background = BackgroundTask(send)
    return response


class Adding(JSONResponse):
    """Keeps all its backgrounds."""

    def __setattr__(self, name: str, value: object) -> None:
        if name == "background" and value is not None and getattr(self, name, None) is not None:
            value = BackgroundTasks([self.background, value])  # type: ignore[list-item]
        super().__setattr__(name, value)


@app.post("/returned")
def returned(flag: bool = True) -> Response:
    task = BackgroundTask(send)
    response = JSONResponse({}, background=task)
    if flag:
        return response
    return Response()


@app.post("/set")
def set_later() -> Response:
    response = JSONResponse({})
    response.background = BackgroundTask(send)
    response.headers["a"] = "b"
    return response


@app.post("/injected-and-returned")
def injected_and_returned(response: Response) -> Response:
    response.background = BackgroundTask(send)
    return response


@app.post("/by-hand")
async def by_hand() -> None:
    task = BackgroundTask(send)
    await task()
    await BackgroundTask(send)()
    response = JSONResponse({}, background=BackgroundTask(send))
    assert response.background is not None
    await response.background()


@app.post("/both")
def both() -> Response:
    first = JSONResponse({}, background=BackgroundTask(send))
    first.background = BackgroundTasks([first.background, BackgroundTask(send)])  # type: ignore[list-item]
    return first


@app.post("/adding")
def adding() -> Response:
    response = Adding({}, background=BackgroundTask(send))
    response.background = BackgroundTask(send)
    return response


@app.post("/collected")
def collected(tasks: BackgroundTasks) -> None:
    tasks.tasks.append(BackgroundTask(send))
    more = [BackgroundTask(send), BackgroundTask(send)]
    tasks.tasks.extend(more)


def with_background(response: Response) -> None:
    response.background = BackgroundTask(send)


@app.post("/passed")
def passed() -> Response:
    response = JSONResponse({})
    with_background(response)
    return response


def make() -> Response:
    return JSONResponse({}, background=BackgroundTask(send))


@app.post("/dependency")
def dependency(response: Response = Depends(make)) -> Response:
    return response


class Holder:
    """Has a response."""

    response: Response


@app.post("/held")
def held() -> Response:
    holder = Holder()
    holder.response = JSONResponse({}, background=BackgroundTask(send))
    return [holder.response][0]


@app.post("/set-on-held")
def set_on_held() -> Response:
    holder = Holder()
    holder.response = JSONResponse({})
    holder.response.background = BackgroundTask(send)
    return holder.response


@app.post("/in-a-list")
def in_a_list() -> Response:
    return [JSONResponse({}, background=BackgroundTask(send))][0]


@app.post("/local")
def of_locals() -> Any:
    response = JSONResponse({})
    response.background = BackgroundTask(send)
    return locals()["response"]


async def make_adding() -> Response:
    return Adding({})


@app.post("/awaited")
async def awaited() -> Response:
    response = await make_adding()
    response.background = BackgroundTask(send)
    response.background = BackgroundTask(send)
    return response


@app.post("/made-by-a-function")
def made_by_a_function() -> Response:
    response = Adding({})
    response.background = BackgroundTask(send)
    response.background = BackgroundTask(send)
    return response


@app.post("/none-passed")
def none_passed() -> Response:
    own = BackgroundTasks()
    response = Adding({}, background=own)
    Adding({}, background=own.add_task(send))  # type: ignore[func-returns-value]
    return response


@app.post("/nested")
def nested() -> Response:
    response = JSONResponse({}, background=BackgroundTask(send))

    def get() -> Response:
        return response

    return get()


def make_if(*, flag: bool) -> BackgroundTasks:
    if flag:
        return BackgroundTasks()
    raise ValueError


@app.post("/made-if")
def made_if() -> Response:
    own = make_if(flag=True)
    own.add_task(send)
    return JSONResponse({}, background=own)


@app.get("/comprehension")
def comprehension() -> Response:
    task = BackgroundTask(send)
    return [JSONResponse({}, background=task) for _ in "a"][0]


@app.get("/listed")
def listed(tasks: BackgroundTasks) -> None:
    tasks.tasks.append(BackgroundTask(send))


@app.get("/listed-and-given")
def listed_and_given() -> Response:
    own = BackgroundTasks()
    own.tasks.append(BackgroundTask(send))
    return JSONResponse({}, background=own)
