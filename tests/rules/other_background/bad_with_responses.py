"""Handlers whose response gets its own background in a variable, a helper or a dependency."""

from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException
from fastapi.responses import JSONResponse, Response
from starlette.background import BackgroundTask

from .elsewhere import audit, done, send

app = FastAPI()


def answer(text: str) -> Response:
    return JSONResponse({"text": text}, background=BackgroundTask(audit))


def answer_again(flag: bool = False) -> Response:
    if flag:
        return answer("a")
    response = Response("b", background=BackgroundTask(audit))
    response.status_code = 201
    return response


async def answer_later() -> Response:
    if not done:
        raise HTTPException(409)
    return answer_again(True)


@app.get("/helper")
def by_helper(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)  # error: background-dropped its own background
    return answer("a")


@app.get("/helpers")
def by_helpers(tasks: BackgroundTasks, flag: bool = False) -> Response:
    tasks.add_task(send)  # error: background-dropped its own background
    return answer_again(flag)


@app.get("/awaited")
async def by_awaited_helper(tasks: BackgroundTasks) -> Response:
    done.append("a")
    tasks.add_task(send)  # error: background-dropped its own background
    response = await answer_later()
    done.pop()
    return response


@app.get("/dependency")
def by_dependency(
    tasks: BackgroundTasks, response: Annotated[Response, Depends(answer_again)]
) -> Response:
    tasks.add_task(send)  # error: background-dropped its own background
    response.headers["x-id"] = "1"
    return response


@app.get("/injected")
def of_injected_response(tasks: BackgroundTasks, response: Response, flag: bool = False) -> Response:
    tasks.add_task(send)  # error: background-dropped its own background
    response.background = None
    if flag:
        response.status_code = 202
    response.background = BackgroundTask(audit)
    with open(__file__):
        response.set_cookie("a", "b")
        return response


@app.get("/twice")
def set_twice(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)  # error: background-dropped its own background
    response = JSONResponse({})
    response.background = tasks
    response.background = BackgroundTask(audit)
    return response


@app.get("/branches")
def in_branches(tasks: BackgroundTasks, flag: bool = False) -> Response:
    tasks.add_task(send)  # error: background-dropped its own background
    if flag:
        response = Response()
        response.background = BackgroundTask(audit)
        return response
    response = Response()
    try:
        tasks.add_task(send)  # error: background-dropped its own background
        response = answer("b")
        return response
    finally:
        done.copy()
