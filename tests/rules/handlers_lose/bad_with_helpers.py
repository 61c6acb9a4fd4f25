"""Dependencies whose handlers answer with what a helper makes of another collection."""

from fastapi import BackgroundTasks, Depends, FastAPI, Response
from fastapi.responses import JSONResponse

from .elsewhere import audit, done, send

app = FastAPI()

__all__ = ["app", "done"]


def answer(status: int, given: BackgroundTasks) -> Response:
    return JSONResponse({}, status, background=given)


def attach(*, response: Response, tasks: BackgroundTasks) -> Response:
    response.background = tasks
    return response


def answer_later(given: BackgroundTasks) -> Response:
    return answer(201, given)


def of_an_answer(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped Each handler with this dependency raises


@app.get("/answer", dependencies=[Depends(of_an_answer)])
def with_answer() -> Response:
    own = BackgroundTasks()
    own.add_task(audit)
    return answer(201, own)


def of_an_attached_one(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped Each handler with this dependency raises


@app.get("/attached", dependencies=[Depends(of_an_attached_one)])
def with_attached() -> Response:
    own = BackgroundTasks()
    own.add_task(audit)
    return attach(response=JSONResponse({}), tasks=own)


def of_a_nested_one(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped Each handler with this dependency raises


@app.get("/nested", dependencies=[Depends(of_a_nested_one)])
def with_nested() -> Response:
    own = BackgroundTasks()
    own.add_task(audit)
    return answer_later(own)
