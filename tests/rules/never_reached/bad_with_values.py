"""Tasks behind small computations that surely raise, and in an `except` for what they never do."""

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.post("/numbers")
def numbers(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        try:
            share = 1 / int(not flag)
            tasks.add_task(send, str(share))  # error: background-dropped The conditions
        except ZeroDivisionError:
            tasks.add_task(send)
    try:
        int("x" if flag else "1")
        int("1") // 2
        1.5 % int(flag is False)
    except OSError:
        tasks.add_task(send)  # error: background-dropped Nothing in the "try" in line 20 raises what
    except ValueError:
        tasks.add_task(send)
    if not flag:
        tasks.add_task(send)


@app.post("/elements")
def elements(tasks: BackgroundTasks, flag: bool = True) -> str:
    try:
        name = ("a",)[int(flag)]
        if flag:
            tasks.add_task(send, name)  # error: background-dropped The conditions that lead here
    except IndexError:
        tasks.add_task(send)
    try:
        known = {"a": ["b"], ("b", 1): 2}["b" if flag else "a"]
        print(known)
    except KeyError:
        return {"c": "d"}["c"]
    tasks.add_task(send)
    return ["a"][0]


@app.post("/returned")
def returned(tasks: BackgroundTasks) -> float:
    try:
        return 1 / 0
    except ArithmeticError:
        tasks.add_task(send)
    else:
        tasks.add_task(send)  # error: background-dropped The "try" in line 51 never ends such that
    return 1 % 2
