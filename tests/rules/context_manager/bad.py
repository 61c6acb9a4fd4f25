"""Context managers: nobody enters what is returned."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial

from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from . import elsewhere
from .elsewhere import done
from .elsewhere import opened as entered

app = FastAPI()


@contextmanager
def opened(path: str = "a") -> Iterator[str]:
    done.append(path)
    yield path


@asynccontextmanager
async def connected(to: str = "a") -> AsyncIterator[str]:
    done.append(to)
    yield to


@contextlib.contextmanager
def by_module() -> Iterator[None]:
    done.append("by_module")
    yield


alias = opened


@app.post("/functions")
def functions(tasks: BackgroundTasks) -> None:
    @contextmanager
    def nested() -> Iterator[None]:
        done.append("nested")
        yield

    tasks.add_task(opened, "a")  # error: background-never-runs "opened" returns a context manager
    tasks.add_task(func=connected)  # error: background-never-runs "connected" returns a context
    tasks.add_task(by_module)  # error: background-never-runs "by_module" returns a context manager
    tasks.add_task(nested)  # error: background-never-runs "nested" returns a context manager
    tasks.add_task(alias)  # error: background-never-runs "alias" returns a context manager
    tasks.add_task(lambda: opened("a"))  # error: background-never-runs "opened" returns a context
    tasks.add_task(partial(opened, "a"))  # error: background-never-runs "opened" returns a context
    tasks.add_task(partial(connected), to="a")  # error: background-never-runs "connected" returns
    tasks.add_task(run_in_threadpool, opened)  # error: background-never-runs "opened" returns a


@app.post("/response")
def response() -> Response:
    task = BackgroundTask(connected)  # error: background-never-runs "connected" returns a context
    return Response(background=task)


class Client:
    @contextmanager
    def session(self) -> Iterator[None]:
        done.append("session")
        yield

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[None]:
        done.append("connection")
        yield

    @classmethod
    @contextmanager
    def shared(cls) -> Iterator[None]:
        done.append("shared")
        yield

    def start(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(self.session)  # error: background-never-runs "self.session" returns a


def start(tasks: BackgroundTasks, given: Client) -> None:
    tasks.add_task(given.session)  # error: background-never-runs "given.session" returns a context
    tasks.add_task(given.connection)  # error: background-never-runs "given.connection" returns a


@app.post("/methods")
def methods(tasks: BackgroundTasks) -> None:
    client = Client()
    tasks.add_task(client.session)  # error: background-never-runs "client.session" returns a
    tasks.add_task(Client().connection)  # error: background-never-runs "Client(...).connection"
    tasks.add_task(Client.shared)  # error: background-never-runs "Client.shared" returns a context
    client.start(tasks)
    start(tasks, client)


@app.post("/elsewhere")
def in_other_files(tasks: BackgroundTasks) -> None:
    tasks.add_task(entered)  # error: background-never-runs "entered" returns a context manager
    tasks.add_task(elsewhere.connected)  # error: background-never-runs "elsewhere.connected"
    tasks.add_task(elsewhere.client.session)  # error: background-never-runs its body never runs
