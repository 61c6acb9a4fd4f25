"""What looks like a context manager that nobody enters, but does its work."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, opened

app = FastAPI()


@asynccontextmanager
async def connected() -> AsyncIterator[None]:
    yield


def touch() -> None:
    with opened("touched"):
        pass


async def ping() -> None:
    async with connected():
        done.append("ping")


@opened("as a decorator")
def decorated() -> None:
    pass


@contextmanager
def not_a_generator() -> Iterator[None]:
    done.append("before anything is entered")
    return iter([None])


class Opened(AbstractContextManager["Opened"]):
    def __init__(self) -> None:
        done.append("made")

    def __exit__(self, *error: object) -> None:
        pass


@app.post("/entered")
def entered(tasks: BackgroundTasks) -> None:
    tasks.add_task(touch)
    tasks.add_task(ping)
    tasks.add_task(decorated)
    tasks.add_task(not_a_generator)
    tasks.add_task(Opened)
    tasks.add_task(lambda: opened("entered").__enter__())


class Client:
    @contextmanager
    def session(self) -> Iterator[None]:
        yield


class Eager(Client):
    def session(self) -> None:
        done.append("session")


@app.post("/others")
def others(tasks: BackgroundTasks) -> None:
    def contextmanager(function: Callable[[], Iterator[None]]) -> Callable[[], None]:
        return lambda: touch() if [*function()] else None

    @contextmanager
    def of_that_name() -> Iterator[None]:
        yield

    tasks.add_task(of_that_name)
    tasks.add_task(Eager().session)
