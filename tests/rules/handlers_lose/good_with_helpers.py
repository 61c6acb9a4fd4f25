"""Dependencies whose handlers answer with what a helper makes of the same collection, or of none."""

from fastapi import BackgroundTasks, Depends, FastAPI, Response
from fastapi.responses import JSONResponse

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def answer(given: BackgroundTasks | None = None) -> Response:
    return JSONResponse({}, background=given)


def answer_anew(given: BackgroundTasks, tasks: list[BackgroundTasks]) -> Response:
    for given in tasks:
        print(given)
    return JSONResponse({}, background=given)


def of_an_answer(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


@app.get("/answer")
def with_answer(tasks: BackgroundTasks, _: None = Depends(of_an_answer)) -> Response:
    return answer(tasks)


@app.get("/nothing")
def with_nothing(_: None = Depends(of_an_answer)) -> Response:
    return answer()


@app.get("/starred")
def with_star(tasks: BackgroundTasks, _: None = Depends(of_an_answer)) -> Response:
    given = (tasks,)
    return answer(*given)


def of_another(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


@app.get("/another")
def with_another(tasks: BackgroundTasks, _: None = Depends(of_another)) -> Response:
    own = BackgroundTasks()
    return answer_anew(own, [tasks])
