"""Dependencies that add tasks, which some handler that asks for them has run."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask

from .elsewhere import audit, done, replacing, send

app = FastAPI()
later = BackgroundTask(audit)

__all__ = ["app", "done"]


def of_two(tasks: BackgroundTasks, request: Request) -> None:
    if request.url.path != "/refuses":
        tasks.add_task(send)


@app.get("/refuses", dependencies=[Depends(of_two)])
def refuses() -> None:
    done.append("refused")
    raise HTTPException(409)


@app.get("/answers", dependencies=[Depends(of_two)])
def answers() -> None: ...


def of_either(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


@app.get("/either", dependencies=[Depends(of_either)])
def either(flag: bool = False) -> Response:
    if flag:
        raise HTTPException(409)
    return JSONResponse({})


def of_one_that_gives_it(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


@app.get("/gives-it")
def gives_it(tasks: BackgroundTasks, _: None = Depends(of_one_that_gives_it)) -> Response:
    return JSONResponse({}, background=BackgroundTasks(tasks.tasks))


def of_one_that_runs_it(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


@app.get("/runs-it")
async def runs_it(tasks: BackgroundTasks, _: None = Depends(of_one_that_runs_it)) -> None:
    await tasks()
    raise HTTPException(409)


def of_one_that_another_runs(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


async def runs(tasks: BackgroundTasks, _: None = Depends(of_one_that_another_runs)) -> None:
    await tasks()


@app.get("/run-by-another", dependencies=[Depends(runs)])
def run_by_another() -> None:
    raise HTTPException(409)


async def runs_its_own(tasks: BackgroundTasks) -> AsyncIterator[None]:
    tasks.add_task(send)
    try:
        yield
    finally:
        await tasks()


@app.get("/runs-its-own")
def of_one_that_runs_its_own(_: Annotated[None, Depends(runs_its_own)]) -> None:
    raise HTTPException(409)


def of_one_that_is_replaced(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


@app.get("/replaced", dependencies=[Depends(of_one_that_is_replaced)])
@replacing
async def replaced() -> Response:
    return JSONResponse({}, background=later)


def of_a_stream(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


@app.get("/stream", dependencies=[Depends(of_a_stream)])
def stream() -> Any:
    yield {"row": 1}


def of_one_that_is_called(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)




@app.get("/calls")
def calls(tasks: BackgroundTasks) -> None:
    of_one_that_is_called(tasks)
