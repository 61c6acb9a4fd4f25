"""Tasks that a response, or something else, runs."""

from fastapi import BackgroundTasks, Depends, FastAPI, Response
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask

from .elsewhere import done, send

app = FastAPI()
kept: list[object] = []


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
