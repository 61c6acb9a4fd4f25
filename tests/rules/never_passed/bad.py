"""Exception handlers that take a collection: nobody passes it."""


from fastapi import BackgroundTasks, FastAPI, HTTPException, Request, Response
from fastapi.requests import HTTPConnection
from starlette.requests import Request as StarletteRequest

from .elsewhere import Refused, done, log


class Added(Exception):
    pass


class ByKeyword(Exception):
    pass


class ByDecorator(Exception):
    pass


class InTable(Exception):
    pass


class Wrapped(Exception):
    pass


class OnlyByName(Exception):
    pass


def in_table(request: Request, error: Exception, tasks: BackgroundTasks) -> Response:
    tasks.add_task(log, "table")  # error: background-injection nobody passes "tasks", so the call
    return Response(background=tasks)


app = FastAPI(exception_handlers={InTable: in_table})


@app.exception_handler(Refused)
async def refused(request: Request, error: Refused, tasks: BackgroundTasks) -> Response:
    tasks.add_task(log, "refused")  # error: background-injection An exception handler is called with
    return Response(status_code=409, background=tasks)


@app.exception_handler(418)
@app.exception_handler(419)
def teapot(
    request: StarletteRequest, error: HTTPException, tasks: BackgroundTasks, more: int = 1
) -> Response:
    if more:
        tasks.add_task(log, "teapot")  # error: background-injection nobody passes "tasks"
    return Response(status_code=418, background=tasks)


@app.exception_handler(OnlyByName)
def only_by_name(request: HTTPConnection, error: Exception, *, later: BackgroundTasks) -> Response:
    later.add_task(log, "name")  # error: background-injection nobody passes "later"
    return Response(background=later)


def added(request: Request, error: Exception, tasks: BackgroundTasks) -> Response:
    tasks.add_task(log, "added")  # error: background-injection nobody passes "tasks"
    return Response(background=tasks)


def by_keyword(request: Request, error: Exception, tasks: BackgroundTasks) -> Response:
    tasks.add_task(log, "keyword")  # error: background-injection nobody passes "tasks"
    return Response(background=tasks)


def by_decorator(request: Request, error: Exception, tasks: BackgroundTasks) -> Response:
    tasks.add_task(log, "decorator")  # error: background-injection nobody passes "tasks"
    return Response(background=tasks)


app.add_exception_handler(Added, added)  # type: ignore[arg-type]
app.add_exception_handler(ByKeyword, handler=by_keyword)  # type: ignore[arg-type]
app.exception_handler(ByDecorator)(by_decorator)


@app.get("/refused")
async def raise_refused() -> None:
    raise Refused


@app.get("/teapot")
async def raise_teapot() -> None:
    raise HTTPException(418)


@app.get("/name")
async def raise_only_by_name() -> None:
    raise OnlyByName


@app.get("/added")
async def raise_added() -> None:
    raise Added


@app.get("/keyword")
async def raise_by_keyword() -> None:
    raise ByKeyword


@app.get("/decorator")
async def raise_by_decorator() -> None:
    raise ByDecorator


@app.get("/table")
async def raise_in_table() -> None:
    raise InTable
