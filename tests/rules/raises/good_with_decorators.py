"""Handlers that raise where something else still runs their tasks."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from .elsewhere import done, send

app = FastAPI()
kept: list[BackgroundTasks] = []


class Refused(Exception):
    def __init__(self, tasks: BackgroundTasks) -> None:
        super().__init__()
        self.tasks = tasks


@app.exception_handler(Refused)
async def answer(request: Request, error: Refused) -> Response:
    return JSONResponse({}, 409, background=error.tasks)


@app.exception_handler(ValueError)
async def answer_later(request: Request, error: ValueError) -> Response:
    return JSONResponse({}, 409, background=kept.pop())


def catching(func: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return func(*args, **kwargs)
        except HTTPException:
            return {}

    return wrapper


def running(func: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(func)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return func(*args, **kwargs)
        finally:
            await kwargs["tasks"]()

    return wrapper


def nested(func: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        def call() -> Any:
            return func(*args, **kwargs)

        return catching(call)()

    return wrapper


def passing(func: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(func)
    def wrapper(tasks: BackgroundTasks) -> Any:
        kept.append(tasks)
        return func(tasks)

    return wrapper


def handing_on(func: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return catching(func)(*args, **kwargs)

    return wrapper


@app.post("/catching")
@catching
def by_catching(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.post("/running")
@running
def by_running(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.post("/nested")
@nested
def by_nested(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.post("/passing")
@passing
def by_passing(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise ValueError


@app.post("/handing-on")
@handing_on
def by_handing_on(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


def keep(tasks: BackgroundTasks) -> BackgroundTasks:
    kept.append(tasks)
    return tasks


class Keeper:
    def keep(self, tasks: BackgroundTasks) -> None:
        kept.append(tasks)


def keep_all(*tasks: BackgroundTasks, **more: BackgroundTasks) -> None:
    kept.extend([*tasks, *more.values()])


@app.post("/helper")
def helper(tasks: BackgroundTasks) -> None:
    keep(tasks)
    tasks.add_task(send)
    raise ValueError


def keeping(func: Callable[..., None]) -> Callable[..., None]:
    def wrapper(tasks: BackgroundTasks) -> None:
        kept.append(tasks)

    return wrapper


@keeping
def decorated_helper(tasks: BackgroundTasks) -> None: ...


@app.post("/decorated-helper")
def by_decorated_helper(tasks: BackgroundTasks) -> None:
    decorated_helper(tasks)
    tasks.add_task(send)
    raise ValueError


@app.post("/method")
def method(tasks: BackgroundTasks) -> None:
    Keeper().keep(tasks)
    tasks.add_task(send)
    raise ValueError


@app.post("/star")
def star(tasks: BackgroundTasks) -> None:
    keep_all(tasks)
    tasks.add_task(send)
    raise ValueError


@app.post("/keyword")
def keyword(tasks: BackgroundTasks) -> None:
    keep_all(tasks=tasks)
    tasks.add_task(send)
    raise ValueError


@app.post("/unpacked")
def unpacked(tasks: BackgroundTasks) -> None:
    keep(*[tasks])
    tasks.add_task(send)
    raise ValueError


@app.post("/after-a-star")
def after_a_star(tasks: BackgroundTasks) -> None:
    first: list[BackgroundTasks] = []
    keep_all(*first, tasks)
    tasks.add_task(send)
    raise ValueError


@app.post("/dictionary")
def dictionary(tasks: BackgroundTasks) -> None:
    keep_all(**{"a": tasks})
    tasks.add_task(send)
    raise ValueError


@app.post("/finally")
def in_a_finally(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)
    try:
        raise ValueError
    except ValueError:
        raise
    finally:
        kept.append(tasks)


@app.post("/annotated")
def annotated(tasks: Annotated[BackgroundTasks, Depends(keep)]) -> None:
    tasks.add_task(send)
    raise ValueError


shared = BackgroundTasks()


def find() -> BackgroundTasks:
    return shared


def find_either(flag: bool) -> BackgroundTasks:
    if flag:
        return shared
    return BackgroundTasks()


@app.post("/found")
def found() -> Response:
    tasks = find()
    tasks.tasks.clear()
    kept.append(shared)
    tasks.add_task(send)
    raise ValueError


@app.post("/found-either")
def found_either() -> Response:
    tasks = find_either(flag=True)
    tasks.tasks.clear()
    kept.append(shared)
    tasks.add_task(send)
    raise ValueError


@app.post("/raised-with")
def raised_with(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Refused(tasks)


def without_wraps(func: Callable[..., Any]) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return func(*args, **kwargs)

    wrapper.__signature__ = inspect.signature(catching(func))  # type: ignore[attr-defined]
    return catching(wrapper)


def bare(func: Callable[..., Any]) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        kept.append(kwargs["tasks"])
        return func(*args, **kwargs)

    wrapper.__signature__ = inspect.signature(func)  # type: ignore[attr-defined]
    return wrapper


@app.post("/without-wraps")
@without_wraps
def by_without_wraps(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.post("/bare")
@bare
def by_bare(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise ValueError


handlers: list[Callable[..., Any]] = []


def registered(func: Callable[..., Any]) -> Callable[..., Any]:
    handlers.append(func)
    return func


def replaced(func: Callable[..., Any]) -> Callable[..., Any]:
    if done is None:
        return func
    return catching(func)


@app.get("/registered")
@registered
def by_registered(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        return tasks.add_task(send)
    tasks.add_task(send)
    raise OSError


@app.get("/calls-registered")
def calls_registered(tasks: BackgroundTasks) -> None:
    try:
        handlers[0](tasks, flag=False)
    except OSError:
        pass


@app.get("/replaced")
@replaced
def by_replaced(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)
