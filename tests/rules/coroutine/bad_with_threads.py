"""Coroutine functions that are called in threads, or several at once: nobody awaits them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Thread, Timer

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done

app = FastAPI()
pool = ThreadPoolExecutor()


async def send(to: str = "a") -> None:
    done.append(to)


class Service:
    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1)

    def start(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(self.pool.submit, send, "a")  # error: background-never-runs nobody awaits


@app.post("/submit")
async def submit(tasks: BackgroundTasks) -> None:
    tasks.add_task(pool.submit, send, "a")  # error: background-never-runs "send" returns a corouti
    tasks.add_task(lambda: pool.submit(send))  # error: background-never-runs "send" returns a corou
    Service().start(tasks)


@app.post("/map")
async def map_in_threads(tasks: BackgroundTasks) -> None:
    tasks.add_task(pool.map, send, ["a"])  # error: background-never-runs "pool.map" makes coroutines
    tasks.add_task(lambda: pool.map(send, ["a"]))  # error: background-never-runs "pool.map" makes
    tasks.add_task(Service().pool.map, send, ["a"])  # error: background-never-runs makes coroutines


@app.post("/run-in-executor")
async def run_in_executor(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_running_loop()
    tasks.add_task(loop.run_in_executor, None, send, "a")  # error: background-never-runs "send" re


@app.post("/thread")
async def thread(tasks: BackgroundTasks) -> None:
    tasks.add_task(Thread(target=send, args=("a",)).start)  # error: background-never-runs "send" r
    timer = Timer(0.0, send, ["a"], {"to": "b"})
    tasks.add_task(Timer(0, function=send, kwargs={"to": "b"}).start)  # error: background-never-runs nobody
    tasks.add_task(Thread(None, send).start)  # error: background-never-runs "send" returns a coro
    del timer


@app.post("/several")
def several(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: [send("a"), send("b")])  # error: background-never-runs makes coroutines
    tasks.add_task(lambda: (send("a"), send()))  # error: background-never-runs makes coroutines
    tasks.add_task(lambda: [send(to) for to in "ab"])  # error: background-never-runs makes coroutin
    tasks.add_task(lambda: {send(to) for to in "ab"})  # error: background-never-runs makes coroutin
