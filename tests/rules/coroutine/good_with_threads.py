"""Plain functions that are called in threads, and objects that only look like executors."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Thread, Timer
from typing import Any

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done

app = FastAPI()
pool = ThreadPoolExecutor()
NOTHING: tuple[Any, ...] = ()


async def send(to: str = "a") -> None:
    done.append(to)


def log(to: str = "a") -> None:
    done.append(to)


class Pool:
    def submit(self, function: Callable[..., Awaitable[None]], *args: Any) -> None:
        asyncio.run(function(*args))  # type: ignore[arg-type]

    def start(self) -> None:
        asyncio.run(send())


class Later(Thread):
    def run(self) -> None:
        asyncio.run(send())


@app.post("/plain")
async def plain(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_running_loop()
    tasks.add_task(pool.submit, log, "a")
    tasks.add_task(pool.map, log, ["a"])
    tasks.add_task(pool.submit, lambda: asyncio.run(send()))
    tasks.add_task(loop.run_in_executor, None, log)
    tasks.add_task(Thread(target=log, args=("a",)).start)
    tasks.add_task(Timer(0.0, log).start)
    tasks.add_task(lambda: [log("a"), send("never").close()])


def log_twice() -> None:
    done.extend(["its own", "that of the thread without a function"])


@app.post("/threads")
def threads(tasks: BackgroundTasks) -> None:
    given: tuple[Any, ...] = ("a",)
    tasks.add_task(Thread(target=log, args=given).start)
    tasks.add_task(Thread(*(None, log)).start)
    tasks.add_task(Thread(args=()).start)
    tasks.add_task(log_twice)


@app.post("/own")
def own(tasks: BackgroundTasks) -> None:
    tasks.add_task(Pool().submit, send, "a")
    tasks.add_task(Pool().start)
    tasks.add_task(Later(target=send).start)
