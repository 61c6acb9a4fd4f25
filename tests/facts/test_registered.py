"""What is known of who calls a function that takes a request and something more."""

import sys
from pathlib import Path

import pytest
from background_typed_check.facts import Facts
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.held import uses_of
from background_typed_check.facts.registered import Called, called_as, is_left_out
from background_typed_check.facts.tasks import find_tasks

FUNCTION = """\
from elsewhere import other
from fastapi import BackgroundTasks, Request

{decorator}
def handle(request: Request, other: object, tasks: BackgroundTasks):
    tasks.add_task(print, "a")
"""
APPLICATION = """\
from elsewhere import other, others
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
import handling
from handling import handle

app = FastAPI()
{use}
"""


def called(folder: Path, function: str, use: str = "") -> Called | None:
    """Return what calls the function of a file that another one uses."""
    (folder / "handling.py").write_text(function)
    (folder / "app.py").write_text(APPLICATION.format(use=use))
    packages = [path for path in sys.path if path.endswith("site-packages")]
    facts = Facts(Disk(), [*map(str, folder.glob("*.py"))], packages)
    source = facts.disk.source(str(folder / "handling.py"))
    assert source is not None
    task = next(find_tasks(source, facts))
    uses = uses_of(task, facts)
    assert uses is not None
    return called_as(uses, facts) if is_left_out(uses, facts) else None


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("app.add_exception_handler(KeyError, handle)", Called.FOR_EXCEPTIONS),
        ("app.add_exception_handler(KeyError, handling.handle)", Called.FOR_EXCEPTIONS),
        ("app.add_exception_handler(KeyError, handler=handle)", Called.FOR_EXCEPTIONS),
        ("app.exception_handler(KeyError)(handle)", Called.FOR_EXCEPTIONS),
        ("FastAPI(exception_handlers={KeyError: handle, 500: handle})", Called.FOR_EXCEPTIONS),
        ('app.middleware("http")(handle)', Called.AS_MIDDLEWARE),
        ("app.add_middleware(BaseHTTPMiddleware, dispatch=handle)", Called.AS_MIDDLEWARE),
        ("BaseHTTPMiddleware(app, dispatch=handle)", Called.AS_MIDDLEWARE),
        (
            "app.exception_handler(KeyError)(handle)\n"
            "class Other:\n    def handle(self): ...\nOther.handle(other)",
            Called.FOR_EXCEPTIONS,
        ),
        ("Middleware(BaseHTTPMiddleware, dispatch=handle)", Called.AS_MIDDLEWARE),
    ],
)
def test_a_function_that_another_file_registers_is_called_with_two_arguments(
    use: str, expected: Called, tmp_path: Path
) -> None:
    assert called(tmp_path, FUNCTION.format(decorator=""), use) is expected


@pytest.mark.parametrize(
    "use",
    [
        "",
        "handle(1, 2, 3)",
        "other(handle)",
        "handlers = {KeyError: handle}",
        "handlers = [handle]",
        "other(exception_handlers={KeyError: handle})",
        "FastAPI(exception_handlers=handle)",
        "other(dispatch=handle)",
        "app.add_exception_handler(handle, other)",
        "app.add_exception_handler(KeyError, lambda *given: handle(*given, 1))",
        'app.get("/")(handle)',
        "app.exception_handler(KeyError)(other, handle)",
        "app.add_exception_handler(KeyError, handle); handle(1, 2, 3)",
        "app.add_exception_handler(KeyError, handle); BaseHTTPMiddleware(app, dispatch=handle)",
        "app.add_exception_handler(KeyError, handle); from handling import handle as again",
        "app.add_exception_handler(KeyError, handle); others[0].handle(1, 2, 3)",
    ],
)
def test_whatever_else_may_call_it_is_unknown(use: str, tmp_path: Path) -> None:
    assert called(tmp_path, FUNCTION.format(decorator=""), use) is None


@pytest.mark.parametrize("decorator", ["@other", "@other.middleware('http')"])
def test_another_decorator_may_change_who_calls_it(decorator: str, tmp_path: Path) -> None:
    use = "app.add_exception_handler(KeyError, handle)"
    assert called(tmp_path, FUNCTION.format(decorator=decorator), use) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("request: Request", "request"),
        ("request: Request", "request: int"),
        ("tasks: BackgroundTasks", "tasks: BackgroundTasks = BackgroundTasks()"),
        ("other: object, tasks: BackgroundTasks", "tasks: BackgroundTasks"),
        ("request: Request, other: object, ", ""),
    ],
)
def test_a_collection_that_is_not_behind_a_request_is_unknown(
    before: str, after: str, tmp_path: Path
) -> None:
    function = FUNCTION.format(decorator="")
    assert before in function
    use = "app.add_exception_handler(KeyError, handle)"
    assert called(tmp_path, function.replace(before, after), use) is None


@pytest.mark.parametrize(
    ("base", "name", "more", "expected"),
    [
        ("BaseHTTPMiddleware", "dispatch", "", Called.AS_MIDDLEWARE),
        ("BaseHTTPMiddleware", "dispatch", "self.dispatch(1, 2, 3)", None),
        ("BaseHTTPMiddleware", "handle", "", None),
        ("object", "dispatch", "", None),
    ],
)
def test_the_method_of_a_class_of_middleware_is_called_with_two_arguments(
    base: str, name: str, more: str, expected: Called | None, tmp_path: Path
) -> None:
    function = f"""\
from fastapi import BackgroundTasks, Request
from starlette.middleware.base import BaseHTTPMiddleware

class Handling({base}):
    async def {name}(self, request: Request, call_next: object, tasks: BackgroundTasks):
        tasks.add_task(print, "a")
        {more}
"""
    assert called(tmp_path, function) is expected
