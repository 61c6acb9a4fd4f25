"""Handlers whose functions `map` may not call, or calls later."""

from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.get("/later")
def later(tasks: BackgroundTasks) -> None:
    def refuse() -> None:
        raise HTTPException(409)

    tasks.add_task(send)
    map(lambda _: refuse(), [1])
    list(map(lambda _: refuse(), []))
    list(map(lambda _: refuse, [1]))
    list(map(lambda _: refuse(), done))


@app.get("/awaited")
async def awaited(tasks: BackgroundTasks) -> None:
    async def refuse() -> None:
        raise HTTPException(409)

    tasks.add_task(send)
    made = [1]
    list(map(lambda _: refuse(), made))[0].close()
    list(map(lambda _: refuse().close(), [1]))


@app.get("/mapped")
def mapped(tasks: BackgroundTasks, flag: bool = True) -> None:
    list(map(tasks.add_task, [send], ("a",)))
    if not flag:
        map(tasks.add_task, [send])
        list(map(tasks.add_task, []))
        list(map(tasks.add_task, [*[send]]))
        list(map(print, [send]))
        list(map(tasks.add_task, (each for each in ())))
        raise HTTPException(409)
