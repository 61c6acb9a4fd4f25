"""A dependency that adds tasks late, and an object of another file's class that runs them."""

from collections.abc import Iterator

from fastapi import BackgroundTasks, Depends, FastAPI

from .elsewhere import Running, done, send

running = Running()
app = FastAPI(dependencies=[Depends(running)])


def add_late(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)


@app.post("/late", dependencies=[Depends(add_late)])
def late() -> list[str]:
    return done
