"""Tasks that use what is closed before they run."""

import asyncio
import contextlib
import functools
import io
import json
import os
import shutil
import socket
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import httpx
from fastapi import BackgroundTasks, FastAPI
from sqlalchemy import Connection, create_engine, text
from starlette.background import BackgroundTask
from starlette.responses import Response

from . import elsewhere
from .elsewhere import done, lines_elsewhere, opened_elsewhere, read_elsewhere, size_elsewhere

app = FastAPI()
engine = create_engine("sqlite://")
URL = "http://127.0.0.1:9/"


def read(file: IO[str]) -> None:
    done.append(file.read())


def read_carefully(file: IO[str], to: str) -> None:
    print(to)
    try:
        with io.StringIO() as copy:
            copy.write(file.read())
    finally:
        print(to)
    done.append(to)


def parse(file: IO[str]) -> None:
    done.append(json.load(file))


def through(file: IO[str]) -> None:
    read(file)


async def fetch(client: httpx.AsyncClient, url: str) -> None:
    await client.get(url)
    done.append(url)


def names(folder: str) -> None:
    done.append(os.listdir(folder))


def text_of(path: Path) -> None:
    done.append(path.read_text())


def count(connection: Connection) -> None:
    done.append(connection.execute(text("select 1")))


def tell(connection: socket.socket) -> None:
    connection.sendall(b"a")
    done.append("a")


class Store:
    def keep(self, file: IO[str]) -> None:
        done.append(file.read())


@app.get("/argument")
def argument(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(read, file)  # error: background-closed "file" is closed where its "with"


@app.get("/keyword")
def keyword(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(read_carefully, to="a", file=file)  # error: background-closed "file.read"


@app.get("/after")
def after(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        print(file.name)
    tasks.add_task(read_elsewhere, file)  # error: background-closed "file.read" raises ValueError


@app.get("/iterated")
def iterated(tasks: BackgroundTasks) -> None:
    with Path(__file__).open() as file:
        tasks.add_task(lines_elsewhere, file, to="a")  # error: background-closed "file" raises


@app.get("/method")
def method(tasks: BackgroundTasks) -> None:
    with open(os.devnull, "w") as file:
        tasks.add_task(file.write, "a")  # error: background-closed "file.write" raises ValueError


@app.get("/lambda")
def in_a_lambda(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(lambda: read(file))  # error: background-closed "file.read" raises


@app.get("/lambda-method")
def method_in_a_lambda(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(lambda: file.read())  # error: background-closed "file.read" raises


@app.get("/partial")
def in_a_partial(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(functools.partial(read, file))  # error: background-closed "file.read"


@app.get("/nested")
def nested(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:

        def later() -> None:
            done.append(file.read())

        tasks.add_task(later)  # error: background-closed "file.read" raises ValueError


@app.get("/through")
def through_another(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(through, file)  # error: background-closed "file.read" raises ValueError


@app.get("/json")
def of_json(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(parse, file)  # error: background-closed "json.load" raises ValueError


@app.get("/copied")
def copied(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(shutil.copyfileobj, file, done)  # error: background-closed "shutil.copyfile


@app.get("/method-of-an-object")
def method_of_an_object(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(Store().keep, file)  # error: background-closed "file.read" raises


@app.get("/own-manager")
def own_manager(tasks: BackgroundTasks) -> None:
    with opened_elsewhere() as file:
        tasks.add_task(read, file)  # error: background-closed "file.read" raises ValueError


@app.get("/background")
def background() -> Response:
    with open(__file__) as file:
        return Response(background=BackgroundTask(read, file))  # error: background-closed "file.re


@app.get("/client")
async def of_a_client(tasks: BackgroundTasks) -> None:
    async with httpx.AsyncClient() as client:
        tasks.add_task(fetch, client, URL)  # error: background-closed "client.get" raises Runtime


@app.get("/client-before")
async def client_made_before(tasks: BackgroundTasks) -> None:
    client = httpx.AsyncClient()
    async with client:
        tasks.add_task(client.get, URL)  # error: background-closed "client.get" raises Runtime


@app.get("/sync-client")
def of_a_sync_client(tasks: BackgroundTasks) -> None:
    with httpx.Client() as client, open(__file__):
        tasks.add_task(client.post, URL)  # error: background-closed "client.post" raises Runtime


@app.get("/folder")
def of_a_folder(tasks: BackgroundTasks) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tasks.add_task(names, folder)  # error: background-closed The folder "folder" is removed


@app.get("/path")
def of_a_path(tasks: BackgroundTasks) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a")
        Path(path).write_text("a")
        tasks.add_task(size_elsewhere, path)  # error: background-closed "os.path.getsize" raises


@app.get("/path-object")
def of_a_path_object(tasks: BackgroundTasks) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tasks.add_task(text_of, Path(folder) / "a")  # error: background-closed "path.read_text"


@app.get("/text")
def of_a_text(tasks: BackgroundTasks) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tasks.add_task(elsewhere.size_elsewhere, f"{folder}/a")  # error: background-closed "os.path


@app.get("/named")
def of_a_named_file(tasks: BackgroundTasks) -> None:
    with tempfile.NamedTemporaryFile() as file:
        tasks.add_task(size_elsewhere, file.name)  # error: background-closed The file "file.name"


@app.get("/named-object")
def of_a_temporary_file(tasks: BackgroundTasks) -> None:
    with tempfile.NamedTemporaryFile("r") as file:
        tasks.add_task(read, file)  # error: background-closed "file.read" raises ValueError


@app.get("/archive")
def of_an_archive(tasks: BackgroundTasks) -> None:
    with zipfile.ZipFile(io.BytesIO(), "w") as archive:
        tasks.add_task(archive.writestr, "a", "b")  # error: background-closed "archive.writestr"


@app.get("/connection")
def of_a_connection(tasks: BackgroundTasks) -> None:
    with engine.connect() as connection:
        tasks.add_task(count, connection)  # error: background-closed raises ResourceClosedError


@app.get("/socket")
def of_a_socket(tasks: BackgroundTasks) -> None:
    with socket.socket() as connection:
        tasks.add_task(tell, connection)  # error: background-closed "connection.sendall" raises


@app.get("/executor")
def of_an_executor(tasks: BackgroundTasks) -> None:
    with ThreadPoolExecutor() as pool:
        tasks.add_task(pool.submit, done.append, "a")  # error: background-closed "pool.submit"


def start(group: Any) -> None:
    group.start_soon(asyncio.sleep, 0)
    done.append("a")


@app.get("/twice")
def twice(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        print(file.name)
    with open(__file__) as file:
        tasks.add_task(read, file)  # error: background-closed "file.read" raises ValueError


class Sending:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks

    def send(self) -> None:
        with open(__file__) as file:
            self.tasks.add_task(read, file)  # error: background-closed "file.read" raises


@app.get("/attribute")
def attribute(tasks: BackgroundTasks) -> None:
    Sending(tasks).send()


@app.get("/in-a-lambdas-argument")
def in_an_argument(tasks: BackgroundTasks) -> None:
    with open(__file__) as file:
        tasks.add_task(lambda: done.append(file.read()))  # error: background-closed "file.read"


@app.get("/joined")
def joined(tasks: BackgroundTasks) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tasks.add_task(text_of, Path(folder).joinpath("a"))  # error: background-closed "path.read


@app.get("/opened-before")
def opened_before(tasks: BackgroundTasks) -> None:
    opened = open(__file__)
    with opened as file:
        tasks.add_task(read, file)  # error: background-closed "file.read" raises ValueError


# Closed by something else than their own `with`.


@app.get("/closing")
def in_closing(tasks: BackgroundTasks) -> None:
    with contextlib.closing(open(__file__)) as file:
        tasks.add_task(read, file)  # error: background-closed "file"


@app.get("/stack")
def on_a_stack(tasks: BackgroundTasks) -> None:
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(open(__file__))
        tasks.add_task(read, file)  # error: background-closed "file"
        stack.enter_context(contextlib.nullcontext())


@app.get("/async-stack")
async def on_an_async_stack(tasks: BackgroundTasks) -> None:
    async with contextlib.AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx.AsyncClient())
    tasks.add_task(fetch, client, URL)  # error: background-closed "client"
