"""Exception handlers and middleware with collections that something passes, or that they make."""

import functools
from collections.abc import Awaitable, Callable

from fastapi import BackgroundTasks, FastAPI, Request, Response
from starlette.background import BackgroundTask
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint

from .elsewhere import Refused, done, log

Handler = Callable[[Request, Exception], Awaitable[Response]]

app = FastAPI()


class Again(Exception):
    pass


class Decorated(Exception):
    pass


class Called(Exception):
    pass


class WithDefault(Exception):
    pass


class Bound(Exception):
    pass


@app.exception_handler(Refused)
async def refused(request: Request, error: Refused) -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(log, "refused")
    return Response(background=tasks)


def passing(
    function: Callable[[Request, Exception, BackgroundTasks], Awaitable[Response]],
) -> Handler:
    async def wrapper(request: Request, error: Exception) -> Response:
        tasks = BackgroundTasks()
        response = await function(request, error, tasks)
        response.background = tasks
        return response

    return wrapper


@app.exception_handler(Decorated)
@passing
async def decorated(request: Request, error: Exception, tasks: BackgroundTasks) -> Response:
    tasks.add_task(log, "decorated")
    return Response()


@app.exception_handler(WithDefault)
async def with_default(
    request: Request, error: Exception, tasks: BackgroundTasks | None = None
) -> Response:
    tasks = tasks or BackgroundTasks()
    tasks.add_task(log, "default")
    return Response(background=tasks)


async def helper(request: Request, error: Exception, tasks: BackgroundTasks) -> Response:
    tasks.add_task(log, "helper")
    return Response(background=tasks)


@app.exception_handler(Called)
async def called(request: Request, error: Exception) -> Response:
    return await helper(request, error, BackgroundTasks())


def bound(request: Request, error: Exception, tasks: BackgroundTasks) -> Response:
    tasks.add_task(log, "bound")
    return Response(background=tasks)


app.add_exception_handler(Bound, lambda request, error: bound(request, error, BackgroundTasks()))


@app.exception_handler(Again)
async def again(request: Request, error: Exception) -> Response:
    return Response(background=BackgroundTask(log, "again"))


class Logged(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        return await self.logged(request, call_next, BackgroundTasks())

    async def logged(
        self, request: Request, call_next: RequestResponseEndpoint, tasks: BackgroundTasks
    ) -> Response:
        response = await call_next(request)
        if response.status_code == 204:
            tasks.add_task(log, "logged")
            response.background = tasks
        return response


app.add_middleware(Logged)


@app.get("/refused")
async def raise_refused() -> None:
    raise Refused


@app.get("/decorated")
async def raise_decorated() -> None:
    raise Decorated


@app.get("/default")
async def raise_with_default() -> None:
    raise WithDefault


@app.get("/called")
async def raise_called() -> None:
    raise Called


@app.get("/bound")
async def raise_bound() -> None:
    raise Bound


@app.get("/again")
async def raise_again() -> None:
    raise Again


@app.get("/logged", status_code=204)
async def index() -> None:
    pass


@app.get("/handler")
async def handler(request: Request, name: str = "a", *, tasks: BackgroundTasks) -> None:
    tasks.add_task(log, name)


def note(request: Request, name: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(log, name + request.url.path)


@app.get("/helper")
async def with_helper(request: Request, tasks: BackgroundTasks) -> None:
    note(request, "a", tasks)
