"""What looks like an async generator function, or may be one, but runs."""

from collections.abc import AsyncIterator
from functools import partial

from fastapi import BackgroundTasks, FastAPI

from . import elsewhere
from .elsewhere import done

app = FastAPI()


async def pages() -> AsyncIterator[str]:
    done.append("pages")
    yield "page"


async def drain() -> None:
    async for _ in pages():
        pass


async def returns_pages() -> AsyncIterator[str]:
    done.append("returns")
    return pages()


async def yields_inside() -> None:
    async def inner() -> AsyncIterator[str]:
        yield "page"

    async for page in inner():
        done.append(page)


@app.post("/functions")
async def functions(tasks: BackgroundTasks) -> None:
    tasks.add_task(drain)
    tasks.add_task(partial(drain))
    tasks.add_task(returns_pages)
    tasks.add_task(yields_inside)


class Crawler:
    async def pages(self) -> AsyncIterator[str]:
        done.append("generator")
        yield "page"


class Listing(Crawler):
    async def pages(self) -> list[str]:
        done.append("pages")
        return ["page"]


elsewhere.replaced = drain


@app.post("/overridden")
def overridden(tasks: BackgroundTasks, flag: bool = False) -> None:
    job = pages
    if not flag:
        job = drain
    tasks.add_task(Listing().pages)
    tasks.add_task(elsewhere.replaced)
    tasks.add_task(job)
    tasks.add_task(pages if flag else drain)
