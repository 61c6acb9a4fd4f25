"""Tasks in an `except` for what statements with others in them never raise."""

import asyncio
import threading
import time
from contextlib import nullcontext, suppress

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


class Refused(Exception):
    def __init__(self, why: str) -> None:
        super().__init__(why.upper())


@app.post("/statements")
def statements(tasks: BackgroundTasks, flag: bool = True) -> None:
    try:
        started = time.monotonic()
        tasks.add_task(send, "a" if started is None else "b")
    except ValueError:
        tasks.add_task(send)  # error: background-dropped Nothing in the "try" in line 24 raises what
    try:
        for _ in ("a", "b"):
            tasks.add_task(send)
        for _ in range(2):
            pass
        while flag:
            time.time()
            break
        match flag:
            case True:
                tasks.add_task(send)
            case _:
                pass
        match done:
            case None:
                pass
    except ValueError:
        tasks.add_task(send)  # error: background-dropped Nothing in the "try" in line 29 raises what
    try:
        try:
            tasks.add_task(send)
        except ValueError:
            raise Refused("no")
        else:
            time.perf_counter()
        finally:
            tasks.add_task(send)
    except OSError:
        tasks.add_task(send)  # error: background-dropped Nothing in the "try" in line 47 raises what


@app.post("/managers")
async def managers(tasks: BackgroundTasks, flag: bool = True) -> None:
    try:
        async with asyncio.Lock():
            with threading.Lock(), suppress(KeyError, ValueError), nullcontext():
                assert isinstance(flag, bool)
                tasks.add_task(send)
    except BaseException:
        tasks.add_task(send)  # error: background-dropped Nothing in the "try" in line 62 raises what
