"""Handlers that raise after the task whatever their parameters are, by more than one way."""

from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.get("/either")
def either_way(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    if flag:
        raise HTTPException(409)
    print("not flag")
    if not flag:
        raise HTTPException(410)


@app.get("/contradiction")
def after_a_branch_that_never_returns(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    if flag:
        if not flag:
            return
    raise OSError


@app.get("/compared")
def compared(tasks: BackgroundTasks, flag: bool = True, other: bool = False) -> None:
    if flag is True and other == False:  # noqa: E712  # it is what people write
        tasks.add_task(send)  # error: background-dropped The handler raises after this
    if flag is not True:
        return
    match other:
        case True:
            return
    if flag != False:  # noqa: E712
        raise HTTPException(409)


@app.get("/matched")
def matched(tasks: BackgroundTasks, flag: bool = True) -> None:
    match not flag:
        case False:
            tasks.add_task(send)  # error: background-dropped The handler raises after this
        case _:
            return
    match flag:
        case True:
            raise HTTPException(409)


@app.get("/default")
def matched_by_default(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    match flag:
        case False:
            raise HTTPException(409)
        case _:
            raise HTTPException(410)


@app.get("/rounds")
def in_rounds(tasks: BackgroundTasks, flag: bool = True) -> None:
    for each in ("a", "b"):
        tasks.add_task(send, each)  # error: background-dropped The handler raises after this
    for _ in [flag]:
        raise HTTPException(409)


@app.get("/range")
def in_a_range(tasks: BackgroundTasks, flag: bool = True) -> None:
    if not flag:
        return
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    for _ in range(int(not flag)):
        return
    for _ in range(2):
        for _ in ():
            return
        while not flag:
            return
        for _ in range(int(flag)):
            raise HTTPException(409)


@app.get("/while")
def while_it_is_true(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        while flag:
            if flag:
                raise HTTPException(409)


@app.get("/assert")
def asserted(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        assert not flag
    else:
        tasks.add_task(send)
    print("no flag")


@app.get("/false")
def not_to_be_reached(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    assert False


@app.get("/finally")
def in_a_finally(tasks: BackgroundTasks) -> None:
    try:
        print("ready")
    finally:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/finally-raises")
def raised_in_a_finally(tasks: BackgroundTasks, flag: bool = True) -> None:
    try:
        if flag:
            raise HTTPException(409)
        raise OSError
    finally:
        tasks.add_task(send)  # error: background-dropped The handler raises after this


@app.get("/expression")
def as_part_of_an_expression(tasks: BackgroundTasks) -> None:
    [tasks.add_task(send, to) for to in "ab"]  # error: background-dropped The handler raises after
    raise HTTPException(409)
