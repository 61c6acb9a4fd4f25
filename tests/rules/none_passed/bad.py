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
    return JSONResponse({}, background=tasks.add_task(send))  # error: background-dropped the None


@app.get("/html")
def html() -> Response:
    tasks = fastapi.BackgroundTasks()
    tasks.add_task(send, "a")  # error: background-dropped Nothing runs "tasks", because it is made here
    return HTMLResponse("", background=tasks.add_task(send))  # error: background-dropped is dropped


@app.get("/variable")
def variable() -> Response:
    tasks = BackgroundTasks()
    response = fastapi.Response(
        background=tasks.add_task(send, "b"),  # error: background-dropped is the None that
    )
    return response


@app.get("/elsewhere")
def of_another_file() -> Response:
    tasks = BackgroundTasks()
    return Answer({}, background=tasks.add_task(send))  # error: background-dropped the None that


def of_starlette(request: Request) -> Response:
    later = BackgroundTasks()
    return Response(background=later.add_task(send))  # error: background-dropped the None that


app.add_route("/of-starlette", of_starlette)
