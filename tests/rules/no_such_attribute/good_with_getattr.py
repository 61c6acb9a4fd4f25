"""A file that looks up attributes by name: nobody can tell which exist."""

from typing import Any

from fastapi import BackgroundTasks, FastAPI, Response

from .elsewhere import done, send

app = FastAPI()


class Curious(BackgroundTasks):
    """A collection that finds more attributes."""

    def __getattr__(self, name: str) -> Any:
        return self.add_task


@app.post("/found")
def found() -> Response:
    tasks = Curious()
    tasks.add(send, "a")
    return Response(background=tasks)


class Tracked(BackgroundTasks):
    def track(self, to: str) -> None:
        self.add_task(send, to)


def tracked(tasks: BackgroundTasks) -> BackgroundTasks:
    if isinstance(tasks, Tracked):
        tasks.track("a")
    return tasks


@app.post("/narrowed")
def narrowed() -> Response:
    return Response(background=tracked(Tracked()))


@app.post("/asked")
def asked(tasks: BackgroundTasks) -> None:
    if hasattr(tasks, "add"):
        tasks.add(send)
    tasks.add_task(send)
    assert done is not None
