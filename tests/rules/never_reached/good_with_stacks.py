"""Tasks after a stack of context managers, of which something may stop exceptions."""

from contextlib import ExitStack, suppress
from typing import Any

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


class Holder:
    stack: Any


def enter(stack: ExitStack) -> None:
    stack.enter_context(suppress(LookupError))


@app.post("/stacks")
def stacks(tasks: BackgroundTasks) -> None:
    with ExitStack() as stack:
        stack.enter_context(open(__file__))
        stack.enter_context(suppress(LookupError))
        raise LookupError
    tasks.add_task(send)
    with ExitStack() as pushed:
        pushed.push(suppress(LookupError))
        raise LookupError
    tasks.add_task(send)
    with ExitStack() as given:
        enter(given)
        raise LookupError
    tasks.add_task(send)
    holder = Holder()
    with ExitStack() as holder.stack:
        enter(holder.stack)
        raise LookupError
    tasks.add_task(send)
    with ExitStack() as one, one:
        enter(one)
        raise LookupError
    tasks.add_task(send)
    with ExitStack() as twice:
        twice = twice
        twice.enter_context(suppress(LookupError))
        raise LookupError
    tasks.add_task(send)
    with ExitStack() as bound:
        take = bound.enter_context
        take(suppress(LookupError))
        raise LookupError
    tasks.add_task(send)
