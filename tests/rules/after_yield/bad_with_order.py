"""Dependencies that add tasks when those that run tasks have ended."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from .elsewhere import done, send


class Problem(JSONResponse):
    media_type = "application/problem+json"


async def run_of_all(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await tasks()


def add_for_all(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


def add_first(tasks: BackgroundTasks) -> Iterator[None]:
    try:
        yield
    finally:
        tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


def add_for_one(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


def add_in_vain(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


async def run_of_router(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    await tasks()


async def run_second(
    tasks: BackgroundTasks, _: None = Depends(add_first)
) -> AsyncIterator[None]:
    yield
    await tasks()


async def run_early(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    await tasks()


async def run_the_first(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    except HTTPException:
        await tasks()
        raise


app = FastAPI(dependencies=[Depends(add_for_all)])
router = APIRouter(dependencies=[Depends(add_for_one), Depends(run_of_router)])


more = APIRouter()


@more.get("/more")
def of_more() -> None: ...


@router.get("/router")
def of_router(tasks: BackgroundTasks) -> Response:
    return Problem({}, background=tasks)


@app.get("/second")
def of_second(_: None = Depends(run_second)) -> None: ...


@app.get("/early")
def of_early(
    before: Annotated[None, Depends(run_early, scope="function")],
    after: Annotated[None, Depends(add_first)],
) -> None: ...


@app.get("/raises", dependencies=[Depends(run_the_first)])
def of_raising(_: None = Depends(add_in_vain)) -> None:
    raise HTTPException(409)


@app.get("/returns")
def of_returning(_: None = Depends(add_in_vain)) -> None: ...


@app.exception_handler(409)
def refused(request: Request, error: HTTPException) -> Response:
    return JSONResponse(done, 409)


# Handlers that run their tasks until they end, or when the response is sent.


@asynccontextmanager
async def running(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await tasks()
        tasks.tasks.clear()


async def run_each(tasks: BackgroundTasks) -> None:
    for each in tasks.tasks:
        await each()


def respond(tasks: BackgroundTasks) -> Response:
    return JSONResponse({}, background=tasks)


@app.get("/with")
async def of_with(tasks: BackgroundTasks) -> None:
    async with running(tasks):
        done.count("a")


@app.get("/each")
async def of_each(tasks: BackgroundTasks, flag: bool = False) -> None:
    if flag:
        await run_each(tasks)
    await tasks.__call__()


@app.get("/helper")
def of_helper(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return respond(tasks)


@app.get("/variable")
def of_variable(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    response = PlainTextResponse("", background=tasks)
    return response


app.include_router(router)
app.include_router(more, dependencies=[Depends(run_of_all)])
