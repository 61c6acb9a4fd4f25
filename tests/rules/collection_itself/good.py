"""Collections that run other ones."""

from collections.abc import Callable

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, log

app = FastAPI()


class Calling(BackgroundTasks):
    async def __call__(self, *texts: str) -> None:
        done.extend(texts)


def log_twice() -> None:
    log("once for its own task")
    log("once for the task that is its collection")


@app.post("/other")
def other(tasks: BackgroundTasks) -> None:
    own = BackgroundTasks()
    own.add_task(log_twice)
    tasks.add_task(own)


@app.post("/calling")
def calling(tasks: BackgroundTasks) -> None:
    own = Calling()
    tasks.add_task(own, "a")


@app.post("/rebound")
def rebound(tasks: BackgroundTasks) -> None:
    def handle(tasks: Callable[[str], object]) -> None:
        add(tasks, "a")

    add = tasks.add_task
    handle(log)
