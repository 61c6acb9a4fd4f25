"""Tasks in an `except` for what statements with others in them may raise."""

import threading
import time
from contextlib import nullcontext, suppress

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.post("/for")
def in_a_for(tasks: BackgroundTasks) -> None:
    try:
        for _ in {"a", *done[:0]}:
            [][0]
    except LookupError:
        tasks.add_task(send)
    try:
        for _ in (int("a"),):
            pass
    except ValueError:
        tasks.add_task(send)
    try:
        for _ in range(2):
            [][0]
    except LookupError:
        tasks.add_task(send)


@app.post("/while")
def in_a_while(tasks: BackgroundTasks, flag: bool = True) -> None:
    try:
        while int("a"):
            pass
    except ValueError:
        tasks.add_task(send)
    try:
        while flag:
            [][0]
    except LookupError:
        tasks.add_task(send)


class Odd:
    def __eq__(self, other: object) -> bool:
        raise ValueError


odd = Odd()


@app.post("/match")
def in_a_match(tasks: BackgroundTasks, flag: bool = True) -> None:
    try:
        match odd:
            case 1:
                pass
    except ValueError:
        tasks.add_task(send)
    try:
        match flag:
            case True if int("a"):
                pass
    except ValueError:
        tasks.add_task(send)
    try:
        match flag:
            case True:
                [][0]
    except LookupError:
        tasks.add_task(send)
    try:
        match done[100]:
            case None:
                pass
    except LookupError:
        tasks.add_task(send)


@app.post("/try")
def in_a_try(tasks: BackgroundTasks, flag: bool = True) -> None:
    try:
        try:
            raise ValueError
        except ValueError:
            [][0]
    except LookupError:
        tasks.add_task(send)
    try:
        try:
            tasks.add_task(send)
        except ValueError:
            raise
        else:
            [][0]
    except LookupError:
        tasks.add_task(send)
    try:
        try:
            tasks.add_task(send)
        finally:
            [][0]
    except LookupError:
        tasks.add_task(send)
    try:
        time.monotonic(1)  # type: ignore[call-arg]
    except TypeError:
        tasks.add_task(send)


lock = threading.Lock()


@app.post("/managers")
def managers(tasks: BackgroundTasks, flag: int = 1) -> None:
    try:
        with lock:
            tasks.add_task(send)
        with nullcontext(), suppress(KeyError), open("nowhere"):
            pass
    except OSError:
        tasks.add_task(send)
    try:
        with nullcontext(int("a")):
            pass
    except ValueError:
        tasks.add_task(send)
    try:
        with nullcontext():
            [][0]
    except LookupError:
        tasks.add_task(send)
    try:
        assert isinstance(flag, bool)
    except AssertionError:
        tasks.add_task(send)
    try:
        assert isinstance(done, bool)
    except AssertionError:
        tasks.add_task(send)
    try:
        with nullcontext(enter_result=int("a")):
            pass
    except ValueError:
        tasks.add_task(send)
