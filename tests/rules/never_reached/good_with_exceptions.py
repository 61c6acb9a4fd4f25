"""Tasks in an `except` for what may be raised, and in an `else` that may run."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, NoReturn

from fastapi import BackgroundTasks, FastAPI, HTTPException
from fastapi.responses import HTMLResponse, JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()


class Refused(Exception):
    pass


class Gone(Refused): ...


class Particular(Exception):
    def __init__(self) -> None:
        raise OSError


class Changing(Exception):
    def __new__(cls) -> Any:
        return OSError()


class Swallowing:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> bool:
        return True


@contextmanager
def without_refusals() -> Iterator[None]:
    try:
        yield
    except Refused:
        pass


@contextmanager
def twice() -> Iterator[None]:
    if done is None:
        yield
    try:
        yield
    except Refused:
        pass


def fail(text: str = "a") -> str:
    raise OSError(text)


def make() -> Refused:
    return Gone()


def check(flag: bool) -> None:
    if not flag:
        raise ValueError


def refuse_sometimes(flag: bool) -> None:
    if not flag:
        raise Refused


def leave() -> NoReturn:  # type: ignore[misc]
    done.index("b")


def exit_later() -> None:
    sys.exit()


def wrapped(function: Callable[[], None]) -> Callable[[], None]:
    return fail  # type: ignore[return-value]


@wrapped
def log() -> None:
    return


class Odd: ...


class Methods:
    def fail(self) -> None:
        raise OSError

    async def fail_later(self) -> None:
        raise OSError


def fail_with(*names: str) -> None:
    int(names[0])


def items() -> Iterator[str]:
    yield "a"


ERRORS = [Refused]


class Truth:
    def __bool__(self) -> bool:
        raise OSError


TRUTH = Truth()


@app.post("/calls")
async def calls(tasks: BackgroundTasks, flag: bool = False) -> None:
    try:
        int("a")
    except ValueError:
        tasks.add_task(send)
    try:
        tasks.add_task(send, fail())
    except Exception:
        tasks.add_task(send)
    try:
        check(flag)
    except ValueError:
        tasks.add_task(send)
    try:
        leave()
    except ValueError:
        tasks.add_task(send)
    try:
        exit_later()
    except SystemExit:
        tasks.add_task(send)
    try:
        log()
    except OSError:
        tasks.add_task(send)
    try:
        check(*[True], **{"flag": False})  # type: ignore[misc]
    except TypeError:
        tasks.add_task(send)
    try:
        check()  # type: ignore[call-arg]
    except TypeError:
        tasks.add_task(send)


@app.post("/more-calls")
async def more_calls(tasks: BackgroundTasks, flag: bool = False) -> None:
    try:
        Methods().fail()
    except OSError:
        tasks.add_task(send)
    try:
        await Methods().fail_later()
    except OSError:
        tasks.add_task(send)
    try:
        fail_with("a")
    except ValueError:
        tasks.add_task(send)
    try:
        items()
        int("a")
    except ValueError:
        tasks.add_task(send)
    try:
        raise Refused
    except ERRORS[0]:
        tasks.add_task(send)
    try:
        raise Odd()  # type: ignore[misc]
    except TypeError:
        tasks.add_task(send)
    try:
        tasks.add_task(send, Odd())  # type: ignore[arg-type]
        int("a")
    except ValueError:
        tasks.add_task(send)
    text = "a"
    text = "b"
    try:
        tasks.add_task(send, text)
        del text
        tasks.add_task(send, text)
    except NameError:
        tasks.add_task(send)


@app.post("/raised")
def raised(tasks: BackgroundTasks) -> None:
    try:
        raise make()
    except Gone:
        tasks.add_task(send)
    try:
        raise OSError(2, "no")
    except FileNotFoundError:
        tasks.add_task(send)
    try:
        # Before Starlette 1.1, a status has to have a name.
        raise HTTPException(999)
    except (HTTPException, ValueError):
        tasks.add_task(send)
    try:
        raise HTTPException(999)
    except ValueError:
        tasks.add_task(send)
    except HTTPException:
        pass
    try:
        raise HTTPException(999, unknown="a")  # type: ignore[call-arg]
    except TypeError:
        tasks.add_task(send)
    try:
        raise HTTPException()  # type: ignore[call-arg]
    except TypeError:
        tasks.add_task(send)
    try:
        raise HTTPException(409, **{"headers": {}}) from Particular
    except OSError:
        tasks.add_task(send)
    try:
        raise UnicodeError("a").with_traceback(None)
    except UnicodeError:
        tasks.add_task(send)
    try:
        raise Particular
    except OSError:
        tasks.add_task(send)
    try:
        raise Particular()
    except OSError:
        tasks.add_task(send)
    try:
        raise Changing()
    except OSError:
        tasks.add_task(send)
    try:
        raise unknown  # type: ignore[name-defined]
    except NameError:
        tasks.add_task(send)
    try:
        raise ValueError("a") from fail()  # type: ignore[misc]
    except OSError:
        tasks.add_task(send)
    try:
        raise UnicodeDecodeError("a")  # type: ignore[call-arg]
    except TypeError:
        tasks.add_task(send)


@app.post("/again")
def again(tasks: BackgroundTasks) -> None:
    try:
        try:
            raise Gone
        except Refused:
            raise
    except Gone:
        tasks.add_task(send)
    try:
        try:
            raise Refused("no")
        finally:
            tasks.add_task(send)
    except Refused:
        tasks.add_task(send)


@app.post("/names")
def names(tasks: BackgroundTasks, flag: bool = False) -> None:
    if flag:
        text = "a"
    try:
        tasks.add_task(send, text)
    except NameError:
        tasks.add_task(send)
    try:
        if TRUTH:
            pass
    except OSError:
        tasks.add_task(send)
    try:
        assert TRUTH
    except OSError:
        tasks.add_task(send)

    def inside() -> None:
        try:
            later
        except NameError:
            tasks.add_task(send)

    inside()
    later = 1


@app.post("/suppress")
def suppressed(tasks: BackgroundTasks) -> None:
    with suppress(OSError):
        fail()
    tasks.add_task(send)
    with suppress(Refused):
        raise make()
    tasks.add_task(send)
    with suppress(Gone):
        raise make()
    tasks.add_task(send)


@app.post("/managers")
def managers(tasks: BackgroundTasks) -> None:
    with without_refusals():
        raise Gone
    tasks.add_task(send)
    with without_refusals():
        refuse_sometimes(False)
    tasks.add_task(send)
    with twice():
        raise Refused
    tasks.add_task(send)
    with Swallowing():
        raise Refused
    tasks.add_task(send)
    with ExitStack() as stack:
        stack.enter_context(suppress(Refused))
        raise Refused
    tasks.add_task(send)


@app.post("/responses")
def responses(tasks: BackgroundTasks, flag: bool = True) -> Response:
    with suppress(TypeError):
        return JSONResponse({"a": b"b"})
    tasks.add_task(send)
    with suppress(TypeError):
        return JSONResponse({"a": {1, 2}}, 201)
    tasks.add_task(send)
    with suppress(AttributeError):
        return HTMLResponse(1)
    tasks.add_task(send)
    with suppress(TypeError):
        return JSONResponse(status_code=1)  # type: ignore[call-arg]
    tasks.add_task(send)
    with suppress(UnicodeError):
        return HTMLResponse("\ud800")
    tasks.add_task(send)
    with suppress(TypeError):
        return JSONResponse({"a": 1}, unknown=1)  # type: ignore[call-arg]
    tasks.add_task(send)
    return JSONResponse({}, background=tasks)


@app.post("/else")
def in_else(tasks: BackgroundTasks, flag: bool = False) -> None:
    for _ in done[:0]:
        return
    else:
        tasks.add_task(send)
    for _ in ("a", "b"):
        if flag:
            return
    else:
        tasks.add_task(send)
    while flag:
        return
    else:
        tasks.add_task(send)
    try:
        done.copy()
    except Exception:
        return
    else:
        tasks.add_task(send)
