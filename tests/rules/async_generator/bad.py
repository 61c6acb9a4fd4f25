"""Async generator functions: nobody iterates over the async generator that they return."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from functools import partial
from typing import Any

from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from . import elsewhere
from .elsewhere import done

app = FastAPI()


async def pages(site: str = "a") -> AsyncIterator[str]:
    done.append(site)
    yield site


async def generator() -> AsyncGenerator[str, None]:
    done.append("generator")
    async for page in pages():
        yield page


async def untyped():
    done.append("untyped")
    yield


def rows() -> Iterator[str]:
    done.append("rows")
    yield "row"


@app.post("/functions")
async def functions(tasks: BackgroundTasks) -> None:
    async def nested() -> AsyncIterator[Any]:
        yield done.append("nested")

    tasks.add_task(pages, "a")  # error: background-never-runs "pages" is an async generator
    tasks.add_task(func=pages, site="a")  # error: background-never-runs an async generator that
    tasks.add_task(generator)  # error: background-never-runs "generator" is an async generator
    tasks.add_task(untyped)  # error: background-never-runs "untyped" is an async generator
    tasks.add_task(nested)  # error: background-never-runs "nested" is an async generator function


@app.post("/response")
def response() -> Response:
    task = BackgroundTask(pages, "a")  # error: background-never-runs "pages" is an async generator
    return Response(background=task)


class Crawler:
    async def __call__(self) -> AsyncIterator[str]:
        done.append("called")
        yield "page"

    async def pages(self) -> AsyncIterator[str]:
        done.append("pages")
        yield "page"

    @staticmethod
    async def static() -> AsyncIterator[str]:
        done.append("static")
        yield "page"

    @classmethod
    async def of_class(cls) -> AsyncIterator[str]:
        done.append("of_class")
        yield "page"

    def start(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(self.pages)  # error: background-never-runs "self.pages" is an async


@app.post("/methods")
def methods(tasks: BackgroundTasks) -> None:
    crawler = Crawler()
    tasks.add_task(crawler)  # error: background-never-runs "crawler" is an async generator
    tasks.add_task(Crawler())  # error: background-never-runs "Crawler(...)" is an async generator
    tasks.add_task(crawler.pages)  # error: background-never-runs "crawler.pages" is an async
    tasks.add_task(Crawler.static)  # error: background-never-runs "Crawler.static" is an async
    tasks.add_task(Crawler.of_class)  # error: background-never-runs "Crawler.of_class" is an async
    crawler.start(tasks)


alias = pages


@app.post("/wrapped")
def wrapped(tasks: BackgroundTasks, flag: bool = True) -> None:
    quick = lambda: pages()
    tasks.add_task(alias, "a")  # error: background-never-runs "alias" is an async generator
    tasks.add_task(partial(pages, "a"))  # error: background-never-runs "pages" is an async
    tasks.add_task(lambda: pages("a"))  # error: background-never-runs "pages" is an async
    tasks.add_task(quick)  # error: background-never-runs "pages" is an async generator function
    tasks.add_task(run_in_threadpool, pages)  # error: background-never-runs "pages" is an async
    tasks.add_task(pages if flag else rows)  # error: background-never-runs "pages" is an async


@app.post("/elsewhere")
def in_other_files(tasks: BackgroundTasks) -> None:
    tasks.add_task(elsewhere.pages)  # error: background-never-runs "elsewhere.pages" is an async
    tasks.add_task(elsewhere.candidate)  # error: background-never-runs "elsewhere.candidate" is
    tasks.add_task(elsewhere.crawler.pages)  # error: background-never-runs its body never runs
