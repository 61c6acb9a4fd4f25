"""A task of a handler with a dependency that raises, and that the application replaces."""

from fastapi import BackgroundTasks, Depends, FastAPI

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def settings() -> str:
    raise RuntimeError


@app.post("/overridden")
def overridden(tasks: BackgroundTasks, to: str = Depends(settings)) -> None:
    tasks.add_task(send, to)


app.dependency_overrides[settings] = lambda: "a"
