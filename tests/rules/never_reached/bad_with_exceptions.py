"""Tasks in an `except` for what is never raised, and in an `else` that never runs."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from fastapi import BackgroundTasks, FastAPI, HTTPException
from fastapi.responses import HTMLResponse, JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()


class Refused(Exception):
    pass


class Gone(Refused, LookupError): ...


class Guard:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


@contextmanager
def without_refusals() -> Iterator[None]:
    try:
        yield
    except Refused:
        pass


@contextmanager
def with_refusals() -> Iterator[None]:
    try:
        yield
    except Refused:
        raise


def refuse() -> None:
    raise Refused("no")


async def refuse_later(why: str, *, flag: bool) -> None:
    if flag:
        raise Refused(why)
    raise Gone


def log() -> None:
    """Do nothing."""
    return


ERRORS = (OSError, Refused)


@app.post("/adding")
def adding(tasks: BackgroundTasks, flag: bool = False) -> None:
    text = "a" if flag else "b"
    try:
        both = ["a", text] if flag else "b"
        tasks.add_task(send, to=text)
        log()
    except Exception:
        tasks.add_task(send)  # error: background-dropped Nothing in the "try" in line 63 raises what
    try:
        if flag and text is not None and not 0:
            pass
        else:
            log()
    except HTTPException as error:
        tasks.add_task(send, str(error))  # error: background-dropped Nothing in the "try" in line 69


@app.post("/others")
def others(tasks: BackgroundTasks, flag: bool = False) -> str:
    try:
        raise Refused("no") from None
    except OSError:
        tasks.add_task(send)  # error: background-dropped raises what this "except" catches
    except (Refused, ValueError):
        tasks.add_task(send)
    except Exception:
        tasks.add_task(send)  # error: background-dropped raises what this "except" catches
    try:
        raise Gone
    except ERRORS:
        tasks.add_task(send)
    except LookupError:
        tasks.add_task(send)  # error: background-dropped raises what this "except" catches
    try:
        raise HTTPException(409)
    except (IOError, TypeError):
        tasks.add_task(send)  # error: background-dropped raises what this "except" catches
    except:
        return "a"
    return "b"


@app.post("/asserts")
def asserts(tasks: BackgroundTasks, flag: bool = False) -> None:
    try:
        assert False
    except ValueError:
        tasks.add_task(send)  # error: background-dropped raises what this "except" catches
    except AssertionError:
        tasks.add_task(send)
    if flag:
        try:
            assert not flag
        except OSError:
            tasks.add_task(send)  # error: background-dropped Nothing in the "try" in line 112


@app.post("/variables")
def variables(tasks: BackgroundTasks) -> None:
    error = HTTPException(status_code=400, detail="no")
    try:
        raise error
    except ZeroDivisionError:
        tasks.add_task(send)  # error: background-dropped raises what this "except" catches
    except HTTPException:
        tasks.add_task(send)


@app.post("/calls")
async def calls(tasks: BackgroundTasks, flag: bool = False) -> None:
    try:
        refuse()
    except KeyError:
        tasks.add_task(send)  # error: background-dropped raises what this "except" catches
    except Refused:
        tasks.add_task(send)
    try:
        await refuse_later("no", flag=flag)
    except HTTPException:
        tasks.add_task(send)  # error: background-dropped raises what this "except" catches
    except Refused:
        tasks.add_task(send)


@app.post("/nested")
def nested(tasks: BackgroundTasks) -> None:
    try:
        def refuse_here() -> None:
            raise Refused

        refuse_here()
    except Gone:
        tasks.add_task(send)  # error: background-dropped raises what this "except" catches
    except Exception:
        tasks.add_task(send)


@app.post("/suppress")
def suppressed(tasks: BackgroundTasks, flag: bool = False) -> None:
    try:
        with suppress(OSError, KeyError):
            raise HTTPException(404, "no")
        tasks.add_task(send)  # error: background-dropped Nothing runs after the statement in line
    except HTTPException:
        with suppress(HTTPException), Guard():
            raise Refused("no")
        tasks.add_task(send)  # error: background-dropped Nothing runs after the statement in line
    finally:
        return


@app.post("/managers")
def managers(tasks: BackgroundTasks, flag: bool = False) -> str:
    try:
        with without_refusals():
            raise ValueError("no")
        tasks.add_task(send)  # error: background-dropped Nothing runs after the statement in line
    except ValueError:
        pass
    try:
        with with_refusals():
            raise Refused("no")
        tasks.add_task(send)  # error: background-dropped Nothing runs after the statement in line
    except Refused:
        return "a"
    return "b"


@app.post("/responses")
def responses(tasks: BackgroundTasks, flag: bool = False) -> Response:
    with suppress(ValueError):
        if flag:
            return JSONResponse({"a": 1, "b": {"c": None}}, 201)
        return HTMLResponse("a", background=tasks)
    tasks.add_task(send)  # error: background-dropped Nothing runs after the statement in line 191


@app.post("/else")
def in_else(tasks: BackgroundTasks, flag: bool = False) -> str:
    for _ in ("a", "b"):
        if flag:
            break
        return "a"
    else:
        tasks.add_task(send)  # error: background-dropped The loop in line 200 never ends such that
    while True:
        if flag:
            break
    else:
        tasks.add_task(send)  # error: background-dropped The loop in line 206 never ends such that
    try:
        return send() or "b"
    except Exception:
        return "c"
    else:
        tasks.add_task(send)  # error: background-dropped The "try" in line 211 never ends such that
