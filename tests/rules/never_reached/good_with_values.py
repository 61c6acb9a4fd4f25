"""Computations of which nobody knows whether they raise."""

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]

FLAG = bool(done)


def int(text: str) -> str:  # noqa: A001  # it is another one
    return text


class Path(str):
    def __truediv__(self, other: str) -> str:
        return self + other


@app.post("/others")
def others(tasks: BackgroundTasks, flag: bool = True, text: str = "1", number: float = 1) -> None:
    Path("a") / "b"
    int("x" if flag else "1")
    tasks.add_task(send)
    print(1 / number, [number][0 if text else 1])
    share = 1 / number
    tasks.add_task(send, str(share))
    share = 1 / [number][0 if text else 1]
    tasks.add_task(send)
    "%s" % text  # noqa: UP031  # it is no division
    [*text][0]
    {**{"a": 1}}["a"]
    [1, 2][0:1]
    tasks.add_task(send)


@app.post("/looked-up")
def looked_up(tasks: BackgroundTasks, text: str = "x") -> None:
    try:
        ["a"][len(text)]
        tasks.add_task(send)
    except IndexError:
        tasks.add_task(send)
    try:
        ("a", "b")[FLAG]
        tasks.add_task(send)
    except IndexError:
        print(text)


@app.post("/both")
def both(tasks: BackgroundTasks, flag: bool = True) -> None:
    try:
        ("a",)[flag]
        tasks.add_task(send)
    except IndexError:
        tasks.add_task(send)
