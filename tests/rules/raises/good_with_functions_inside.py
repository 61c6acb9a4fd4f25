"""Handlers that do not raise for sure after a function inside them has added tasks."""

from collections.abc import Callable, Iterator

from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def call(function: Callable[[], object]) -> None:
    function()


@app.get("/guarded")
def guarded(tasks: BackgroundTasks) -> None:
    def add_and_refuse() -> None:
        tasks.add_task(send)
        raise HTTPException(409)

    try:
        add_and_refuse()
    except HTTPException:
        pass


@app.get("/called-twice")
def called_twice(tasks: BackgroundTasks, flag: bool = False) -> None:
    def add() -> None:
        tasks.add_task(send)

    if flag:
        add()
        raise HTTPException(409)
    add()


@app.get("/given-on")
def given_on(tasks: BackgroundTasks, flag: bool = True) -> None:
    def add() -> None:
        tasks.add_task(send)

    if flag:
        call(add)
        return
    raise HTTPException(409)


@app.get("/in-an-expression")
def in_an_expression(tasks: BackgroundTasks, flag: bool = True) -> None:
    def add() -> bool:
        tasks.add_task(send)
        return flag

    if add():
        return
    raise HTTPException(409)


@app.get("/generator")
def generator(tasks: BackgroundTasks) -> list[int]:
    def add() -> Iterator[int]:
        tasks.add_task(send)
        yield 1

    return [*add()]


@app.get("/caught")
def caught(tasks: BackgroundTasks) -> None:
    def add() -> None:
        tasks.add_task(send)
        raise OSError

    try:
        list(map(lambda _: add(), [1]))
        raise HTTPException(409)
    except OSError:
        return


@app.get("/again")
def again(tasks: BackgroundTasks, flag: bool = False) -> None:
    def add(times: int = 1) -> None:
        tasks.add_task(send)
        for _ in range(times):
            add(times - 1)

    add()
    if flag:
        raise HTTPException(409)


@app.get("/called-in-another")
def called_in_another(tasks: BackgroundTasks) -> None:
    def add() -> None:
        tasks.add_task(send)

    def add_all(times: int = 0) -> None:
        add()
        if times:
            raise HTTPException(409)

    add_all()


@app.get("/runs-it-the-next-time")
async def runs_it_the_next_time(tasks: BackgroundTasks) -> None:
    async def add(times: int) -> None:
        if times:
            tasks.add_task(send)
        else:
            await tasks()

    for each in (1, 0):
        await add(each)
    raise HTTPException(409)


@app.get("/runs-it-in-the-second-call")
async def runs_it_in_the_second_call(tasks: BackgroundTasks) -> None:
    async def add(times: int) -> None:
        if times:
            tasks.add_task(send)
        else:
            await tasks()

    await add(1)
    await add(0)
    raise HTTPException(409)
