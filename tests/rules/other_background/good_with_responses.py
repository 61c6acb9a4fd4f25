"""Handlers whose response may be without its own background when it is returned."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI
from fastapi.responses import JSONResponse, Response
from starlette.background import BackgroundTask

from .elsewhere import audit, done, send

app = FastAPI()


def answer(flag: bool = False) -> Response:
    if flag:
        return Response(background=BackgroundTask(audit))
    return Response()


def move(response: Response, tasks: BackgroundTasks) -> None:
    assert response.background is not None
    tasks.tasks.append(response.background)
    response.background = None


def answer_with(tasks: BackgroundTasks) -> Response:
    return Response(background=tasks)


async def answer_later() -> Response:
    return Response(background=BackgroundTask(audit))


def answer_or_nothing(flag: bool = False) -> Response | None:
    if flag:
        return Response(background=BackgroundTask(audit))
    return None


def answer_or_end(flag: bool = False) -> Response | None:
    if flag:
        return Response(background=BackgroundTask(audit))


def given() -> Iterator[Response]:
    yield Response()


def again(flag: bool = False) -> Response:
    return again(False) if flag else Response()


@app.get("/helper")
def by_helper(tasks: BackgroundTasks, flag: bool = False) -> Response:
    tasks.add_task(send)
    return answer(flag)


@app.get("/with")
def by_helper_with_tasks(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return answer_with(tasks)


@app.get("/nothing", response_model=None)
def by_helper_of_nothing(tasks: BackgroundTasks) -> Response | None:
    tasks.add_task(send)
    return answer_or_nothing()


@app.get("/end", response_model=None)
def by_helper_that_ends(tasks: BackgroundTasks) -> Response | None:
    tasks.add_task(send)
    return answer_or_end()


@app.get("/again")
def by_itself(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return again()


@app.get("/dependencies")
def by_dependencies(
    tasks: BackgroundTasks,
    response: Annotated[Response, Depends(given)],
    other: Annotated[Response, Depends(answer)],
) -> Response:
    tasks.add_task(send)
    return response if done is None else other


@app.get("/generator")
def by_generator(
    tasks: BackgroundTasks, response: Annotated[Response, Depends(given)]
) -> Response:
    tasks.add_task(send)
    return response


@app.get("/plain")
def of_plain_parameter(tasks: BackgroundTasks, response: Response) -> Response:
    tasks.add_task(send)
    return response


@app.get("/early")
def returned_early(tasks: BackgroundTasks, flag: bool = True) -> Response:
    tasks.add_task(send)
    response = JSONResponse({})
    if flag:
        return response
    response.background = BackgroundTask(audit)
    return response


@app.get("/condition")
def under_a_condition(tasks: BackgroundTasks, flag: bool = True) -> Response:
    tasks.add_task(send)
    response = Response(background=BackgroundTask(audit))
    if flag:
        move(response, tasks)
        response.background = tasks
    return response


@app.get("/inside")
def by_function_inside(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    response = Response(background=BackgroundTask(audit))

    def change() -> None:
        move(response, tasks)

    change()
    return response


@app.get("/finally")
def in_a_finally(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    response = Response()
    response.background = BackgroundTask(audit)
    try:
        return response
    finally:
        move(response, tasks)


@app.get("/loop")
def in_a_loop(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    response = Response()
    response.background = BackgroundTask(audit)
    for each in "ab":
        if each == "b":
            return response
        done.copy()
        move(response, tasks)
    return response


@app.get("/walrus")
def by_walrus(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    if (response := Response()).status_code == 200:
        return response
    return Response(background=BackgroundTask(audit))
