"""Tasks in an `except` for what statements with others in them never raise."""

import time

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
        tasks.add_task(send)  # error: background-dropped Nothing in the "try" in line 21 raises what
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
        tasks.add_task(send)  # error: background-dropped Nothing in the "try" in line 26 raises what
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
        tasks.add_task(send)  # error: background-dropped Nothing in the "try" in line 44 raises what
