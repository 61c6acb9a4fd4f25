"""Tasks after a stack of context managers that all leave exceptions alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, nullcontext, suppress

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@asynccontextmanager
async def opened() -> AsyncIterator[None]:
    await asyncio.sleep(0)
    yield


@app.post("/stacks")
async def stacks(tasks: BackgroundTasks) -> None:
    with suppress(LookupError):
        with ExitStack(), suppress(ValueError):
            raise LookupError
        tasks.add_task(send)  # error: background-dropped Nothing runs after the statement in line 25
    with suppress(LookupError):
        with ExitStack() as stack:
            stack.enter_context(open(__file__))
            stack.enter_context(nullcontext())
            raise LookupError
        tasks.add_task(send)  # error: background-dropped Nothing runs after the statement in line 29
    with suppress(LookupError):
        async with AsyncExitStack() as others:
            await others.enter_async_context(opened())
            raise LookupError
        tasks.add_task(send)  # error: background-dropped Nothing runs after the statement in line 35
