"""Collections that somebody runs, however they are handed on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from functools import cache
from typing import Annotated, Any

from background_typed import BackgroundTasks as TypedTasks
from fastapi import BackgroundTasks, Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response

from . import elsewhere
from .elsewhere import done, make, send

app = FastAPI()


class Carrying(Exception):
    """An exception whose handler runs the tasks that it is given."""


@app.exception_handler(Carrying)
def run_carried(request: Request, error: Carrying) -> Response:
    return JSONResponse({}, 400, background=error.args[0])


# To the response.


@app.get("/given")
def given() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    return JSONResponse({}, background=tasks)


@app.get("/given-later")
def given_later() -> Response:
    response = JSONResponse({})
    response.background = tasks = BackgroundTasks()
    tasks.add_task(send)
    return response


@app.get("/given-last")
def given_last() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    response = JSONResponse({})
    response.background = tasks
    return response


@app.get("/given-in-one-branch")
def given_in_one_branch(flag: bool = True) -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    if flag:
        return JSONResponse({}, background=tasks)
    return JSONResponse({})


def of_starlette(request: Request) -> Response:
    tasks = TypedTasks()
    tasks.add_task(send)
    return Response(background=tasks)


app.add_route("/of-starlette", of_starlette)


@app.middleware("http")
async def add(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    if request.url.path == "/middleware":
        tasks = BackgroundTasks()
        tasks.add_task(send)
        response.background = tasks
    return response


@app.get("/middleware")
def middleware() -> None:
    """The function above adds the task."""


# To a name, a container or a function.


@app.get("/names")
def names() -> Response:
    tasks = BackgroundTasks()
    alias = tasks
    tasks.add_task(send)
    return JSONResponse({}, background=alias)


@app.get("/more-names")
def more_names() -> Response:
    tasks = also = BackgroundTasks()
    tasks.add_task(send)
    return JSONResponse({}, background=also)


@app.get("/walrus")
def walrus() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    print(other := tasks)
    return JSONResponse({}, background=other)


@app.get("/containers")
def containers() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    kept = [tasks]
    return JSONResponse({}, background=kept[0])


@app.get("/unpacked")
def unpacked() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    kept, _ = tasks, 1
    return JSONResponse({}, background=kept)


@app.get("/condition")
def condition() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    return JSONResponse({}, background=tasks if done is not None else None)


@app.get("/lambda")
def of_a_lambda() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    later = lambda: tasks
    return JSONResponse({}, background=later())


@app.get("/default")
def default() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)

    def respond(tasks: BackgroundTasks = tasks) -> Response:
        return JSONResponse({}, background=tasks)

    return respond()


@app.get("/captured")
def captured() -> Response:
    tasks = BackgroundTasks()

    def respond() -> Response:
        return JSONResponse({}, background=tasks)

    tasks.add_task(send)
    return respond()


@app.get("/class-body")
def class_body() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)

    class Kept:
        of_class = tasks

    return JSONResponse({}, background=Kept.of_class)


@app.get("/all-names")
def all_names() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    return JSONResponse({}, background=locals()["tasks"])


@app.get("/evaluated")
def evaluated() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    return JSONResponse({}, background=eval("tasks"))


@app.get("/function")
def function() -> Response:
    def respond(tasks: BackgroundTasks) -> Response:
        return JSONResponse({}, background=tasks)

    tasks = BackgroundTasks()
    tasks.add_task(send)
    return respond(tasks)


@app.get("/exception")
def exception() -> None:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    raise Carrying(tasks)


# To another collection.


@app.get("/shared-list")
def shared_list(injected: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    injected.tasks = tasks.tasks
    tasks.add_task(send)


@app.get("/own-list")
def own_list(injected: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    tasks.tasks = injected.tasks
    tasks.add_task(send)


@app.get("/copied-list")
def copied_list(injected: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    injected.tasks += tasks.tasks


@app.get("/each-of-them")
def each_of_them(injected: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    for task in tasks.tasks:
        injected.tasks.append(task)


@app.get("/list-that-is-given")
def list_that_is_given(injected: BackgroundTasks) -> None:
    tasks = BackgroundTasks(injected.tasks or None)
    tasks.add_task(send)
    injected.tasks = tasks.tasks


@app.get("/method")
def bound_method() -> Response:
    tasks = BackgroundTasks()
    add = tasks.add_task
    tasks.add_task(send)
    return JSONResponse({}, background=add.__self__)


# Run at once.


@app.get("/awaited")
async def awaited() -> None:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    await tasks()


@app.get("/run")
def run() -> None:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    asyncio.run(tasks())


async def run_all(tasks: BackgroundTasks) -> None:
    await tasks()
    done.append("all")


@app.get("/in-the-task-of-another")
def in_the_task_of_another(injected: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    injected.add_task(run_all, tasks)


async def own_tasks() -> AsyncIterator[BackgroundTasks]:
    tasks = BackgroundTasks()
    yield tasks
    tasks.add_task(send)
    await tasks()


@app.get("/dependency")
def dependency(tasks: Annotated[BackgroundTasks, Depends(own_tasks)]) -> None:
    """The dependency adds the task."""


# The name refers to another collection.


@app.get("/bound-again")
def bound_again(injected: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    tasks = injected
    tasks.add_task(send)


@app.get("/pattern")
def pattern(injected: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    match [injected]:
        case [tasks]:
            tasks.add_task(send)


@app.get("/pattern-with-a-name")
def pattern_with_a_name(injected: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    match injected:
        case BackgroundTasks() as tasks:
            tasks.add_task(send)


@app.get("/loop")
def loop(injected: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    for tasks in [injected]:
        tasks.add_task(send)


@app.get("/comprehension")
def comprehension(injected: BackgroundTasks) -> list[None]:
    tasks = BackgroundTasks()
    return [tasks.add_task(send) for tasks in [injected]]


@app.get("/import")
async def of_an_import() -> None:
    tasks = BackgroundTasks()
    from .elsewhere import made as tasks

    tasks.tasks.clear()
    tasks.add_task(send)
    await elsewhere.made()


@app.get("/same-name-inside")
def same_name_inside(tasks: BackgroundTasks) -> None:
    def inner() -> None:
        tasks = BackgroundTasks()
        print(tasks)

    class Inner:
        tasks = BackgroundTasks()

    inner()
    tasks.add_task(send)


@app.get("/deleted")
def deleted(injected: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    del tasks
    tasks = injected
    tasks.add_task(send)


# A collection of another scope.

tasks = BackgroundTasks()


@app.get("/global")
def of_the_module() -> Response:
    tasks.tasks.clear()
    tasks.add_task(send)
    return JSONResponse({}, background=tasks)


def make_global() -> None:
    global tasks
    tasks = BackgroundTasks()
    tasks.add_task(send)


@app.get("/made-global")
def made_global() -> Response:
    make_global()
    return JSONResponse({}, background=tasks)


@app.get("/nonlocal")
def of_the_function_around() -> Response:
    tasks = BackgroundTasks()

    def inner() -> None:
        nonlocal tasks
        tasks = BackgroundTasks()
        tasks.add_task(send)

    inner()
    return JSONResponse({}, background=tasks)


@app.get("/added-inside")
def added_inside() -> Response:
    tasks = BackgroundTasks()

    def inner() -> None:
        tasks.add_task(send)

    class Inner:
        tasks.add_task(send)

    later = lambda: tasks.add_task(send)
    inner()
    later()
    return JSONResponse({}, background=tasks)


class Service:
    def __init__(self) -> None:
        self.tasks = BackgroundTasks()
        self.tasks.add_task(send)


@app.get("/attribute")
def attribute() -> Response:
    return JSONResponse({}, background=Service().tasks)


@app.get("/made-elsewhere")
async def made_elsewhere() -> None:
    tasks = make()
    tasks.tasks.clear()
    tasks.add_task(send)
    await elsewhere.made()


# A class of collections may run its tasks itself.

kept: ContextVar[BackgroundTasks] = ContextVar("kept")


class OwnInit(BackgroundTasks):
    def __init__(self) -> None:
        super().__init__()
        kept.set(self)


class OwnNew(BackgroundTasks):
    def __new__(cls) -> "OwnNew":
        self = super().__new__(cls)
        kept.set(self)
        return self


class OwnAdd(BackgroundTasks):
    def add_task(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        func(*args, **kwargs)


class OwnDel(BackgroundTasks):
    def __del__(self) -> None:
        asyncio.run(self())


class Meta(type):
    def __call__(cls, *args: Any) -> Any:
        made = super().__call__(*args)
        kept.set(made)
        return made


class OfMeta(BackgroundTasks, metaclass=Meta): ...


@cache
class Single(BackgroundTasks): ...


try:
    from not_installed import Unknown
except ImportError:
    Unknown = OwnInit


class OfUnknown(Unknown): ...


@app.get("/own-init")
def own_init() -> Response:
    tasks = OwnInit()
    tasks.add_task(send)
    return JSONResponse({}, background=kept.get())


@app.get("/own-init-without-a-name")
def own_init_without_a_name() -> Response:
    OwnInit().add_task(send)
    return JSONResponse({}, background=kept.get())


@app.get("/own-new")
def own_new() -> Response:
    tasks = OwnNew()
    tasks.add_task(send)
    return JSONResponse({}, background=kept.get())


@app.get("/own-add")
def own_add() -> None:
    tasks: BackgroundTasks = OwnAdd()
    tasks.add_task(send)


@app.get("/own-del")
def own_del() -> None:
    tasks = OwnDel()
    tasks.add_task(send)


@app.get("/metaclass")
def of_a_metaclass() -> Response:
    tasks = OfMeta()
    tasks.add_task(send)
    return JSONResponse({}, background=kept.get())


@app.get("/single")
def single() -> Response:
    tasks = Single()
    tasks.tasks.clear()
    tasks.add_task(send)
    return JSONResponse({}, background=Single())


@app.get("/unknown-base")
def of_an_unknown_base() -> Response:
    tasks = OfUnknown()
    tasks.add_task(send)
    return JSONResponse({}, background=kept.get())


@app.get("/given-class")
def given_class() -> Response:
    def start(cls: type[BackgroundTasks]) -> None:
        tasks = cls()
        tasks.add_task(send)

    start(OwnInit)
    return JSONResponse({}, background=kept.get())


# Given to a helper that does more.


async def add_and_run(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    await tasks()


@app.get("/helpers")
async def helpers() -> None:
    await add_and_run(BackgroundTasks())


# Of a class that may run its tasks itself.

held: list[BackgroundTasks] = []


class Kept(BackgroundTasks):
    def __init__(self) -> None:
        super().__init__()
        held.append(self)


class KeptAgain(Kept):
    pass


class Mixed(elsewhere.Keeping, BackgroundTasks):
    pass


def keep(cls: type[BackgroundTasks]) -> Callable[[], BackgroundTasks]:
    def make_and_keep() -> BackgroundTasks:
        held.append(cls())
        return held[-1]

    return make_and_keep


@keep
class Decorated(BackgroundTasks):
    pass


@app.get("/own-class")
async def own_class() -> None:
    first, again, mixed, decorated = Kept(), KeptAgain(), Mixed(), Decorated()
    first.add_task(send, "a")
    again.add_task(send, "b")
    mixed.add_task(send, "c")
    decorated.add_task(send, "d")
    for tasks in (*held, *elsewhere.kept):
        await tasks()
