"""A collection that belongs to a module, which is searched for what can be run."""

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()
found_outbox = BackgroundTasks()

__all__ = ["app", "done"]


@app.get("/found")
async def found() -> None:
    found_outbox.add_task(send)
    for each in [*globals().values()]:
        if isinstance(each, BackgroundTasks):
            await each()
