"""Handlers that raise after a function inside them has added tasks."""

from fastapi import BackgroundTasks, FastAPI, HTTPException
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.get("/inside")
def inside(tasks: BackgroundTasks) -> None:
    def add(to: str) -> None:
        if to:
            tasks.add_task(send)  # error: background-dropped The handler raises after this
            return
        print(to)

    add("a")
    raise HTTPException(409)


@app.get("/twice")
async def twice(tasks: BackgroundTasks, flag: bool = True) -> None:
    async def add() -> None:
        def deeper() -> None:
            tasks.add_task(send)  # error: background-dropped The handler raises after this

        deeper()

    if flag:
        await add()
    else:
        await add()
    raise HTTPException(409)


@app.get("/raises-inside")
def raises_inside(tasks: BackgroundTasks) -> None:
    def add_and_refuse() -> None:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(409)

    add_and_refuse()


@app.get("/other-background")
def other_background(tasks: BackgroundTasks) -> Response:
    def add() -> None:
        tasks.add_task(send)  # error: background-dropped The response has its own background

    add()
    return JSONResponse({}, background=BackgroundTasks())


@app.get("/own")
def own() -> None:
    tasks = BackgroundTasks()

    def add() -> None:
        tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", because it is made

    for each in (add,):
        each()


# Functions that anything may call, in handlers that raise from then on.


@app.get("/handed-on")
def handed_on(tasks: BackgroundTasks) -> None:
    def add(to: str) -> None:
        tasks.add_task(send, to)  # error: background-dropped The handler raises after this

    list(map(add, ["a"]))
    raise HTTPException(409)


@app.get("/in-a-lambda")
def in_a_lambda(tasks: BackgroundTasks, flag: bool = True) -> None:
    if not flag:
        return

    def add() -> bool:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        return True

    later = lambda: add()
    added = add()
    print(added, later())
    raise HTTPException(409)


@app.get("/runs-it-apart")
async def runs_it_apart(tasks: BackgroundTasks, flag: bool = True) -> None:
    async def add_all() -> None:
        async def add() -> None:
            if flag:
                tasks.add_task(send)  # error: background-dropped The handler raises after this
            else:
                await tasks()
            raise HTTPException(409)

        await add()

    await add_all()
