"""Handlers that raise after a helper has added tasks for them."""

from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import add_elsewhere, done, send

app = FastAPI()

__all__ = ["app", "done"]


def remember(tasks: BackgroundTasks, to: str = "a") -> None:
    tasks.add_task(send, to)


async def remember_later(to: str, tasks: BackgroundTasks) -> None:
    remember(tasks, to)
    add_elsewhere(tasks)


def remember_and_refuse(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


class Mailer:
    def remember(self, tasks: BackgroundTasks) -> None:
        add_elsewhere(tasks=tasks)


@app.get("/helper")
def helper(tasks: BackgroundTasks) -> None:
    remember(tasks)  # error: background-dropped what "remember" adds
    raise HTTPException(409)


@app.get("/helpers")
async def helpers(tasks: BackgroundTasks) -> None:
    await remember_later("a", tasks)  # error: background-dropped what "remember_later" adds
    add_elsewhere(tasks)  # error: background-dropped what "add_elsewhere" adds
    Mailer().remember(tasks)  # error: background-dropped what "Mailer(...).remember" adds
    raise HTTPException(409)


@app.get("/helper-that-raises")
def helper_that_raises(tasks: BackgroundTasks) -> None:
    remember_and_refuse(tasks)  # error: background-dropped what "remember_and_refuse" adds


def remember_optional(to: str, tasks: BackgroundTasks | None) -> None:
    assert tasks is not None
    tasks.add_task(send, to)


@app.get("/optional")
def optional(tasks: BackgroundTasks) -> None:
    remember_optional("a", tasks)  # error: background-dropped what "remember_optional" adds
    raise HTTPException(409)


# Helpers that add under conditions, or in other statements: if they do, it is dropped.


def remember_if(tasks: BackgroundTasks, to: str, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send, to)


def remember_all(tasks: BackgroundTasks, names: list[str]) -> None:
    try:
        for each in names:
            tasks.add_task(send, each)
    except ValueError:
        raise


def remember_unless_empty(tasks: BackgroundTasks, to: str) -> None:
    if not to:
        return
    remember_if(tasks, to)


@app.get("/conditions")
def conditions(tasks: BackgroundTasks, flag: bool = True, name: str = "a") -> None:
    remember_if(tasks, "a", flag)  # error: background-dropped what "remember_if" adds
    remember_if(tasks, "a")  # error: background-dropped what "remember_if" adds
    remember_if(tasks, flag=True, to="a")  # error: background-dropped what "remember_if" adds
    remember_all(tasks, ["a"])  # error: background-dropped what "remember_all" adds
    remember_unless_empty(tasks, name)  # error: background-dropped what "remember_unless_empty"
    raise HTTPException(409)


# Helpers that raise for the arguments that they are given here.


def refuse_if(flag: bool) -> None:
    if flag:
        raise HTTPException(409)


def refuse_or(status: int, refused: object = None, *, log: bool = False) -> None:
    if refused is None or not refused:
        if log:
            print(status)
        return
    raise HTTPException(status)


def refuse_twice(flag: bool) -> None:
    if flag:
        refuse_if(flag)
    refuse_if(not flag)


async def refuse_later(flag: bool = True) -> None:
    refuse_if(flag)


@app.get("/literal")
def by_a_literal(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    refuse_if(True)


@app.get("/default-of-a-helper")
async def by_a_default(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    await refuse_later()


@app.get("/own-flag")
def by_the_own_flag(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        refuse_if(flag)


@app.get("/own-flag-by-name")
def by_the_own_flag_by_name(tasks: BackgroundTasks, flag: bool = False) -> None:
    if not flag:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        refuse_if(flag=not flag)


@app.get("/either-way")
def in_either_world(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    refuse_twice(flag)


@app.get("/closure")
def by_a_function_inside(tasks: BackgroundTasks, flag: bool = True) -> None:
    def refuse() -> None:
        if flag:
            raise HTTPException(409)

    if flag:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        refuse()
