"""Iterators that something iterates over, and what looks like one."""

from collections.abc import Iterable, Iterator

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, log

app = FastAPI()


def logged(to: str) -> Iterator[str]:
    done.append(to)
    return iter(())


def filter(of: str, texts: Iterable[str]) -> None:  # noqa: A001
    done.extend(text for text in texts if of in text)


@app.post("/list")
def of_list(tasks: BackgroundTasks) -> None:
    tasks.add_task(list, map(log, ["a"]))
    tasks.add_task(lambda: list(map(log, ["b"])))
    tasks.add_task(lambda: [log(each) for each in "c"])
    tasks.add_task(any, (log(each) for each in "d"))


@app.post("/own")
def own(tasks: BackgroundTasks) -> None:
    tasks.add_task(filter, "a", ["a"])
    tasks.add_task(logged, "a")
    tasks.add_task(lambda: logged("a"))
    tasks.add_task(lambda: [*(log(each) for each in "a"), lambda: (yield)])
