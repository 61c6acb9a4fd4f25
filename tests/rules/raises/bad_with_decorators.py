"""Handlers that raise, in all the ways that lead to a handler and to its collection."""

import logging
import threading
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException
from fastapi.responses import JSONResponse, Response

from . import elsewhere
from .elsewhere import done, send

app = FastAPI()


def logged(func: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(func)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        logging.debug(func.__name__)
        result = await func(*args, **kwargs)
        logging.debug("done")
        return result

    return wrapper


def timed(label: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(func: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(func)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            try:
                with threading.Lock():
                    return func(*args, **kwargs)
            except ValueError:
                raise HTTPException(400, label) from None
            finally:
                logging.debug(label)

        return wrapper

    return decorate


def public(func: Callable[..., Any]) -> Callable[..., Any]:
    logging.debug(func.__name__)
    func.is_public = True  # type: ignore[attr-defined]
    return func


def labelled(label: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(func: Callable[..., Any]) -> Callable[..., Any]:
        if not label:
            return func
        func.label = label  # type: ignore[attr-defined]
        return func

    return decorate


@app.post("/public")
@public
@labelled("a")
def by_marks(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.post("/logged")
@logged
async def by_logged(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.post("/timed")
@timed("a")
def by_timed(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@logged
@app.post("/outside")
def by_logged_outside(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


def added(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


app.add_api_route("/added", added, methods=["POST"])


def added_and_runs(tasks: BackgroundTasks, flag: bool = True) -> Response:
    if flag:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(409)
    return JSONResponse({}, background=tasks)


app.add_api_route("/added-and-runs", added_and_runs, methods=["POST"])


@app.post("/annotated")
def annotated(tasks: Annotated[BackgroundTasks, "after the response"]) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.post("/default")
def default(tasks: BackgroundTasks = None) -> None:  # type: ignore[assignment]
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.post("/either")
def either(tasks: BackgroundTasks) -> None:
    tasks = tasks or BackgroundTasks()
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.post("/made-if-missing")
def made_if_missing(tasks: BackgroundTasks) -> None:
    tasks = BackgroundTasks() if tasks is None else tasks
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


def make() -> BackgroundTasks:
    """Make a collection."""
    return BackgroundTasks()


@app.post("/made-by-a-function")
def made_by_a_function() -> None:
    tasks = make()
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)
    print(tasks)


def only_add(tasks: BackgroundTasks) -> None:
    if len(tasks.tasks) > 5:
        tasks.add_task(send)


@app.post("/dependency")
def dependency(tasks: BackgroundTasks, _: None = Depends(only_add)) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


class Mailer:
    def add(self, text: str, tasks: BackgroundTasks) -> None: ...

    @staticmethod
    def add_static(tasks: BackgroundTasks) -> None: ...

    @classmethod
    def add_of_class(cls, tasks: BackgroundTasks) -> None: ...


def add_nothing(text: str, *, tasks: BackgroundTasks) -> None: ...


@app.post("/helpers")
def helpers(tasks: BackgroundTasks) -> None:
    def add_later() -> None:
        if len(tasks.tasks) < 5:
            tasks.add_task(send)  # error: background-dropped The handler raises after this

    add_later()
    mailer = Mailer()
    mailer.add("a", tasks)
    Mailer.add(mailer, "a", tasks)
    Mailer.add_static(tasks)
    Mailer.add_of_class(tasks)
    add_nothing("a", tasks=tasks)
    elsewhere.add_nothing(tasks)
    logging.debug("%d tasks", len(tasks.tasks))
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)
