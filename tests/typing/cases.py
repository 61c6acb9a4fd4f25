"""How checkers without the plugin treat the signatures: each line marked E has an error.

The code after an E is mypy's; pyright only has to report an error on the same line.
Run by test_stubs.py, once against the stub and once against the source.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import starlette.background
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from typing_extensions import assert_type

import background_typed
from background_typed import BackgroundTask, BackgroundTasks
from background_typed.background import BackgroundTasks as SameBackgroundTasks


def send(address: str, text: str = "") -> int:
    return len(address + text)


async def send_async(address: str, *, retries: int) -> None: ...


def send_all(*addresses: str, **texts: int) -> None: ...


class Mailer:
    def __init__(self, host: str) -> None: ...

    def send(self, address: str) -> None: ...

    @classmethod
    def connect(cls, port: int) -> None: ...

    @staticmethod
    async def close(code: int) -> None: ...

    def __call__(self, address: str) -> None: ...


class OwnTasks(BackgroundTasks):
    def add_mail(self, address: str) -> None:
        self.add_task(send, address)
        self.add_task(send, len(address))  # E: arg-type
        super().add_task(send, address)
        super().add_task(send, len(address))  # E: arg-type


def plain_functions(tasks: BackgroundTasks) -> None:
    assert_type(tasks.add_task(send, "a"), None)
    tasks.add_task(send, "a", "b")
    tasks.add_task(send, "a", text="b")
    tasks.add_task(send, address="a", text="b")
    tasks.add_task(func=send, address="a")
    tasks.add_task(send, *("a", "b"))
    tasks.add_task(send, 1)  # E: arg-type
    tasks.add_task(send, "a", text=1)  # E: arg-type
    tasks.add_task(send)  # E: call-arg
    tasks.add_task(send, text="b")  # E: call-arg
    tasks.add_task(send, "a", "b", "c")  # E: call-arg
    tasks.add_task(send, "a", txet="b")  # E: call-arg
    tasks.add_task(send, "a", address="a")  # E: misc
    tasks.add_task(func=send, address=1)  # E: arg-type
    tasks.add_task(
        send,
        "a",
        text=1,  # E: arg-type
    )


def async_functions(tasks: BackgroundTasks) -> None:
    tasks.add_task(send_async, "a", retries=1)
    tasks.add_task(send_async, "a", retries="1")  # E: arg-type
    tasks.add_task(send_async, retries=1)  # E: call-arg
    tasks.add_task(send_async, "a")  # E: call-arg
    tasks.add_task(send_async("a", retries=1))  # E: arg-type


def star_arguments(tasks: BackgroundTasks) -> None:
    tasks.add_task(send_all)
    tasks.add_task(send_all, "a", "b", c=1, d=2)
    tasks.add_task(send_all, "a", 1)  # E: arg-type
    tasks.add_task(send_all, "a", c="b")  # E: arg-type


def methods_and_objects(tasks: BackgroundTasks, mailer: Mailer) -> None:
    tasks.add_task(mailer.send, "a")
    tasks.add_task(mailer.send, 1)  # E: arg-type
    tasks.add_task(Mailer.send, mailer, "a")
    tasks.add_task(Mailer.send, "a", mailer)  # E: arg-type
    tasks.add_task(Mailer.connect, 25)
    tasks.add_task(Mailer.connect, "25")  # E: arg-type
    tasks.add_task(Mailer.close, 1)
    tasks.add_task(mailer.close, "1")  # E: arg-type
    tasks.add_task(mailer, "a")
    tasks.add_task(mailer, 1)  # E: arg-type
    tasks.add_task(Mailer, "localhost")
    tasks.add_task(Mailer, 25)  # E: arg-type


def other_callables(tasks: BackgroundTasks, task: Callable[[int], object], unknown: Any) -> None:
    tasks.add_task(task, 1)
    tasks.add_task(task, "1")  # E: arg-type
    tasks.add_task(partial(send, "a"))
    tasks.add_task(lambda: None)
    tasks.add_task(unknown, 1, a="b")
    tasks.add_task(1)  # E: arg-type
    tasks.add_task()  # E: call-arg


def subclass(tasks: OwnTasks) -> BackgroundTasks:
    tasks.add_mail("a")
    tasks.add_task(send, "a")
    tasks.add_task(send, 1)  # E: arg-type
    return tasks


def is_starlettes_class(tasks: BackgroundTasks) -> starlette.background.BackgroundTasks:
    assert_type(tasks.tasks, list[BackgroundTask])
    same: BackgroundTask = tasks
    SameBackgroundTasks.add_task(tasks, send, "a")
    BackgroundTasks([BackgroundTask(send, "a"), same])
    BackgroundTasks([send])  # E: list-item
    return tasks


def is_not_every_class_of_starlette(tasks: starlette.background.BackgroundTasks) -> BackgroundTasks:
    return tasks  # E: return-value


def reexported_task() -> None:
    assert_type(BackgroundTask(send, "a"), starlette.background.BackgroundTask)
    assert_type(background_typed.BackgroundTask(send, "a"), BackgroundTask)
    BackgroundTask(send, 1)  # E: arg-type
    BackgroundTask(send_async, "a")  # E: call-arg


async def response_attribute(request: Request) -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send_async, "a", retries=1)
    response = Response()
    response.background = tasks
    response.background = send  # E: assignment
    return response


async def response_argument(request: Request) -> Response:
    tasks = BackgroundTasks()
    JSONResponse({}, background=BackgroundTask(send, "a"))
    JSONResponse({}, background=[tasks])  # E: arg-type
    return JSONResponse({}, background=tasks)


app = FastAPI()


@app.post("/")
async def handler(address: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(send, address)
    tasks.add_task(send, None)  # E: arg-type
