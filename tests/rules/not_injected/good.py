"""Tasks that are called with all that they need, or that do not need it."""

from functools import partial
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, Query, Response
from fastapi.params import Depends as Marker
from starlette.background import BackgroundTask

from . import elsewhere
from .elsewhere import Store, add, done, get_default, get_name, note, note_named, note_timed, store

app = FastAPI()


@app.get("/given")
async def given(tasks: BackgroundTasks, name: str = Depends(get_name)) -> None:
    both, named = ("a", name), {"name": name}
    tasks.add_task(note, "a", name)
    tasks.add_task(note, "a", name=name)
    tasks.add_task(note, name=name, what="a")
    tasks.add_task(note, *both)
    tasks.add_task(note, "a", **named)
    tasks.add_task(partial(note, name=name), "a")
    tasks.add_task(partial(note, "a"), name)
    tasks.add_task(lambda: note("a", name))
    tasks.add_task(lambda what, name: note(what, name), *both)
    tasks.add_task(elsewhere.later, name)
    add(tasks, note, "a", name)


@app.get("/methods")
async def methods(tasks: BackgroundTasks, name: str = Depends(get_name)) -> Response:
    tasks.add_task(store.note, "a", name)
    tasks.add_task(Store.note, store, "a", name)
    tasks.add_task(Store.static, "a", name)
    tasks.add_task(Store.of_class, "a", name)
    tasks.add_task(store, "a", name=name)
    return Response(background=tasks)


@app.get("/response")
async def response(name: str = Depends(get_name)) -> Response:
    return Response(background=BackgroundTask(store.note, "a", name))


@app.get("/decorated")
async def decorated(tasks: BackgroundTasks, name: str = Depends(get_name)) -> None:
    tasks.add_task(note_timed, "a", name)
    tasks.add_task(note_named, "a")


# What is not needed.


def without_use(what: str, name: str = Depends(get_name)) -> None:
    done.append(what)


def with_a_check(what: str, name: str = Depends(get_name)) -> None:
    if isinstance(name, Marker):
        name = get_name()
    done.append(what + name)


def with_a_plain_check(what: str, name: str = Depends(get_name)) -> None:
    done.append(what + (name if isinstance(name, str) else get_name()))


def with_a_comparison(what: str, name: str = get_default) -> None:  # type: ignore[assignment]
    done.append(what + (get_name() if name is get_default else name))


def with_another_value(what: str, name: str = Depends(get_name)) -> None:
    name = get_name()
    done.append(what + name)


def with_own_default(what: str, limit: Annotated[int, Query()] = 1) -> None:
    done.append(what * limit)


def with_none(what: str, name: str | None = None) -> None:
    done.append(what + (name or ""))


@app.get("/not-needed")
async def not_needed(tasks: BackgroundTasks) -> None:
    tasks.add_task(without_use, "a")
    tasks.add_task(with_a_check, "a")
    tasks.add_task(with_a_plain_check, "a")
    tasks.add_task(with_a_comparison, "a")
    tasks.add_task(with_another_value, "a")
    tasks.add_task(with_own_default, "a")
    tasks.add_task(with_none, "a")


# Handlers that need nothing that is left out.


@app.get("/handler")
async def handler() -> None:
    done.append("handler")


@app.get("/handler-with-a-name")
async def handler_with_a_name(tasks: BackgroundTasks, name: str = Depends(get_name)) -> None:
    tasks.add_task(done.append, name)


@app.get("/handlers")
async def handlers(tasks: BackgroundTasks, name: str = Depends(get_name)) -> None:
    tasks.add_task(handler)
    own = BackgroundTasks()
    await handler_with_a_name(own, name)
    await own()


@app.get("/some-runs")
async def some_runs(tasks: BackgroundTasks, more: bool = False) -> None:
    tasks.add_task(note if more else without_use, "a")
