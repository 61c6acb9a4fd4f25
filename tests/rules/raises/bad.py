"""Handlers that raise after they have added a task: FastAPI runs none of their tasks."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import background_typed
import fastapi
import starlette.background
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi import background as named
from fastapi.responses import JSONResponse, Response

from . import elsewhere
from .elsewhere import Injected, done, send

app = FastAPI()
router = APIRouter()


class Refused(Exception): ...


@app.exception_handler(Refused)
async def refused(request: Request, error: Refused) -> JSONResponse:
    return JSONResponse({}, 409)


def fails(with_a: type[Exception] = OSError) -> None:
    raise with_a


# Generators.


@app.get("/rows")
def rows(tasks: BackgroundTasks) -> Iterator[dict[str, int]]:
    yield {"row": 1}

    def close() -> None:
        tasks.add_task(send)  # error: background-dropped The handler raises after this

    close()
    raise OSError


@app.get("/rows-later")
async def rows_later(tasks: BackgroundTasks, flag: bool = True) -> AsyncIterator[dict[str, int]]:
    async def read() -> int:
        await asyncio.sleep(0)
        return 1

    if flag:
        yield {"row": await read()}
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise OSError
    yield {"row": await read()}


# Without branches.


@app.get("/http-exception")
async def of_http(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this, and FastAPI
    raise HTTPException(400)


@app.post("/own-exception")
def own_exception(background_tasks: BackgroundTasks) -> None:
    background_tasks.add_task(send, "a")  # error: background-dropped The handler raises after this
    background_tasks.add_task(send, "b")  # error: background-dropped The handler raises after this
    print("text")
    raise Refused


@app.put("/own-collection")
def own_collection(flag: bool = True) -> Response:
    tasks = BackgroundTasks()
    if flag:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(400)
    return Response(background=tasks)


# In branches.


@app.get("/branch")
def branch(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        if not flag:
            raise KeyError
        elif flag:
            print(flag)
        raise HTTPException(400)
    tasks.add_task(send)


@app.get("/branch-that-leads-on")
def branch_that_leads_on(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


@app.get("/raised-again")
async def raised_again(tasks: BackgroundTasks) -> None:
    try:
        fails()
    except OSError:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise


@app.get("/chained")
async def chained(tasks: BackgroundTasks) -> None:
    try:
        fails(ValueError)
    except OSError:
        pass
    except ValueError as error:
        match len(error.args):
            case 0:
                tasks.add_task(send)  # error: background-dropped The handler raises after this
                raise HTTPException(400) from error


# However the collection is annotated.


@app.get("/module")
def of_a_module(tasks: fastapi.BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


@app.get("/named-module")
def of_a_named_module(tasks: named.BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


@app.get("/starlette")
def of_starlette(tasks: starlette.background.BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


@app.get("/quoted")
async def quoted(tasks: "background_typed.BackgroundTasks") -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


@app.get("/annotation-elsewhere")
async def annotation_of_another_file(tasks: Injected) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


# Whatever it is a handler of.


def include(app: FastAPI) -> None:
    inner = APIRouter()

    @inner.api_route("/inner", methods=["PATCH"])
    async def handler(tasks: BackgroundTasks) -> None:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(400)

    app.include_router(inner)


include(app)


class Handlers:
    @app.delete("/class")
    def handler(tasks: BackgroundTasks) -> None:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(400)


@elsewhere.router.options("/elsewhere")
async def of_another_file(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


# Where it is certain that no dependency runs the tasks.


def login() -> str:
    return "user"


class Checker:
    def __call__(self, user: str = Depends(login)) -> str:
        return user


@app.get("/dependencies", dependencies=[Depends(login)])
def of_a_route(tasks: BackgroundTasks, user: str = Depends(Checker())) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


@router.get("/dependencies-of-a-router")
def of_a_router(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


private = APIRouter(dependencies=[Depends(login)])


@private.get("/dependencies-of-a-private-router")
def of_a_private_router(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


app.include_router(router, dependencies=[Depends(login)])
app.include_router(private)
app.include_router(elsewhere.router)
