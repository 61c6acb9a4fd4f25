"""Tasks that use what is still open, or do not use what is closed."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any

import httpx
from fastapi import BackgroundTasks, Depends, FastAPI, Response, UploadFile
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool
from starlette.background import BackgroundTask

from .elsewhere import done, read_elsewhere

app = FastAPI()
engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
shared = httpx.AsyncClient()


def note(value: object) -> None:
    done.append(value)


def note_name(file: IO[str]) -> None:
    done.append(file.name)


def read_if_open(file: IO[str]) -> None:
    done.append("closed" if file.closed else file.read())


def read_if_asked(file: IO[str], really: bool = False) -> None:
    if really:
        file.read()
    done.append("a")


def read_in_the_end(file: IO[str], really: bool = False) -> None:
    done.append("a")
    if not really:
        return
    file.read()


def reopen(path: str) -> None:
    with open(path) as file:
        done.append(file.read())


def unlink(path: str) -> None:
    os.unlink(path)
    done.append(path)


def read_and_close(file: IO[str]) -> None:
    with file:
        done.append(file.read())


def make_around(path: str) -> None:
    Path(path).parent.mkdir(parents=True)
    Path(path).write_text("a")
    done.append(path)
    shutil.rmtree(os.path.dirname(path))


def make_again(folder: str) -> None:
    os.makedirs(folder)
    done.append(os.listdir(folder))
    shutil.rmtree(folder)


def count(session: Session) -> None:
    done.append(session.execute(text("select 1")).scalar())


def unused(file: IO[str]) -> None:
    done.append("a")


def rebinds(file: IO[str]) -> None:
    file = open(__file__)
    done.append(file.read())
    file.close()


@app.get("/content")
def content(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(note, file.read())
        tasks.add_task(note, file.name)
        tasks.add_task(reopen, file.name)
        tasks.add_task(note_name, file)
        tasks.add_task(note, file)


@app.get("/careful")
def careful(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(read_if_open, file)
        tasks.add_task(read_if_asked, file)
        tasks.add_task(read_in_the_end, file)
        tasks.add_task(unused, file)
        tasks.add_task(rebinds, file)


@app.get("/run-inside")
async def run_inside() -> None:
    tasks = BackgroundTasks()
    with open(__file__) as file:
        tasks.add_task(read_elsewhere, file)
        await tasks()


@app.get("/awaited-inside")
async def awaited_inside() -> None:
    with open(__file__) as file:
        await BackgroundTask(read_elsewhere, file)()


def session_of_a_dependency(tasks: BackgroundTasks) -> Iterator[IO[str]]:
    with open(__file__) as file:
        tasks.add_task(read_elsewhere, file)
        yield file


@app.get("/dependency")
def dependency(_: Any = Depends(session_of_a_dependency)) -> None: ...


@app.get("/session")
def session(tasks: BackgroundTasks) -> None:
    with Session(engine) as own:
        tasks.add_task(count, own)


@app.get("/folder")
def folder(tasks: BackgroundTasks) -> None:
    with tempfile.TemporaryDirectory() as path:
        tasks.add_task(make_again, path)
        tasks.add_task(make_around, f"{path}/a")
        tasks.add_task(note, Path(path).exists())
        tasks.add_task(note, path)


@app.get("/kept")
def kept(tasks: BackgroundTasks) -> None:
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write("a")
        tasks.add_task(reopen, file.name)
    tasks.add_task(unlink, file.name)


@app.get("/rebound")
def rebound(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        print(file.name)
    file = open(__file__)
    tasks.add_task(read_and_close, file)


@app.get("/another")
def another(tasks: BackgroundTasks) -> None:
    with open(__file__):
        other = open(__file__)
        tasks.add_task(read_and_close, other)


async def stream() -> AsyncIterator[bytes]:
    yield b"a"


@app.get("/upload")
def upload(tasks: BackgroundTasks) -> Response:
    async def read_upload(file: UploadFile) -> None:
        done.append(await file.read())
        await file.close()

    tasks.add_task(read_upload, UploadFile(open(__file__, "rb")))
    return Response()


class Sending:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks

    async def send(self) -> None:
        with open(__file__) as file:
            self.tasks.add_task(read_elsewhere, file)
            await self.tasks()
            self.tasks.tasks.clear()


@app.get("/attribute")
async def attribute(tasks: BackgroundTasks) -> None:
    await Sending(tasks).send()


@app.get("/conditional")
def conditional(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(lambda: done.append("a" if done is not None else file.read()))


@app.get("/either")
def either(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        print(file.name)
    for file in ("a", "b"):
        tasks.add_task(note, file)


def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *_: done.append(function.__name__)


@wrapped
def read_wrapped(file: IO[str]) -> None:
    done.append(file.read())


def close_first(file: IO[str]) -> None:
    file.close()
    try:
        file.read()
    except ValueError:
        done.append("a")


@app.get("/stars")
def stars(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(unused, *[file])
        tasks.add_task(unused, **{"file": file})
        tasks.add_task(read_wrapped, file)
        tasks.add_task(close_first, file)


class Holder:
    file: Any = None


@contextmanager
def opened_otherwise() -> Iterator[IO[str]]:
    with open(__file__), open(__file__) as inner:
        print(inner.name)
        yield open(__file__)


@contextmanager
def opened_nowhere() -> Iterator[IO[str]]:
    yield open(__file__)


@app.get("/elsewhere")
def elsewhere(tasks: BackgroundTasks) -> None:
    holder = Holder()
    with open(__file__) as holder.file:
        tasks.add_task(note, holder.file)
    with opened_otherwise() as other:
        tasks.add_task(read_and_close, other)
    with opened_nowhere() as another:
        tasks.add_task(read_and_close, another)


@app.get("/held")
def held(tasks: BackgroundTasks) -> None:
    holder = Holder()
    holder.file = open(__file__)
    with holder.file as file:
        tasks.add_task(note_name, file)
    with shared_file as other:
        tasks.add_task(note_name, other)


@app.get("/stack")
def on_a_stack_that_is_emptied(tasks: BackgroundTasks) -> None:
    with ExitStack() as stack:
        file = stack.enter_context(open(__file__))
        tasks.add_task(read_and_close, file)
        stack.pop_all()


@app.get("/stack-of-another")
def on_a_stack_of_something_else(tasks: BackgroundTasks) -> None:
    with ExitStack() as stack:
        stack.enter_context(nullcontext())
        file = stack.enter_context(nullcontext(open(__file__)))
        tasks.add_task(read_and_close, file)


@app.get("/stack-by-another-name")
def on_a_stack_by_another_name(tasks: BackgroundTasks) -> None:
    with ExitStack() as stack:
        enter = stack.enter_context
        file = enter(open(__file__))
        tasks.add_task(note_name, file)


@app.get("/stack-of-one-before")
def on_a_stack_before(tasks: BackgroundTasks) -> None:
    with ExitStack() as stack:
        file = stack.enter_context(open(__file__))
        print(file)
        file = open(__file__)
        tasks.add_task(read_and_close, file)


shared_file = open(__file__)
