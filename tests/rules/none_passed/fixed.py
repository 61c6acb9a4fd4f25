"""Responses whose background is the None that adding the task returns."""

import fastapi
from background_typed import BackgroundTasks
from fastapi.responses import JSONResponse
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from .elsewhere import Answer, done, send

app = fastapi.FastAPI()


@app.get("/json")
async def json() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    return JSONResponse({}, background=tasks)


@app.get("/html")
def html() -> Response:
    tasks = fastapi.BackgroundTasks()
    tasks.add_task(send, "a")
    tasks.add_task(send)
    return HTMLResponse("", background=tasks)


@app.get("/variable")
def variable() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send, "b")
    response = fastapi.Response(
        background=tasks,
    )
    return response


@app.get("/elsewhere")
def of_another_file() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    return Answer({}, background=tasks)


def of_starlette(request: Request) -> Response:
    later = BackgroundTasks()
    later.add_task(send)
    return Response(background=later)


app.add_route("/of-starlette", of_starlette)
