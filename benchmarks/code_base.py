"""The code base that mypy checks in `mypy_time.py`."""

from pathlib import Path

CALLS_PER_MODULE = 500
CALLS_PER_FUNCTION = 10

LIBRARY = """
from typing import TypeVar, overload

T = TypeVar("T", int, str)

class Mailer:
    def __init__(self, host: str, port: int = 25) -> None: ...
    async def send(self, to: str, *, subject: str = "") -> None: ...
    def close(self, now: bool) -> int: return 0
    @classmethod
    def default(cls, host: str) -> "Mailer": return cls(host)

def plain(a: int, b: str) -> None: ...
def many(*args: int, **kwargs: str) -> None: ...
async def later(a: int, b: str = "", *, c: list[int] | None = None) -> str: return b
def pick(items: list[T], at: int) -> T: return items[at]
@overload
def over(a: int) -> int: ...
@overload
def over(a: str) -> str: ...
def over(a: int | str) -> int | str: return a
"""
HEAD = """
from functools import partial
from starlette.background import BackgroundTasks
from app.lib import *
"""
# Callee and arguments: of a deferred call, `add_task(f, a)`, or a direct one, `f(a)`.
CALLS = [
    ("plain", "1, 'b'"),
    ("plain", "a=1, b='b'"),
    ("later", "1"),
    ("later", "1, 'b', c=[1, 2]"),
    ("mailer.send", "'me', subject='s'"),
    ("mailer.close", "True"),
    ("Mailer", "'host', port=1"),
    ("Mailer.default", "'host'"),
    ("many", "1, 2, 3, x='x'"),
    ("over", "'a'"),
    ("pick", "[1, 2], 0"),
    ("partial(plain, 1)", "'b'"),
]


def write_project(project: Path, calls: int, *, plain: bool) -> None:
    """Write modules of functions, each with a few of the calls."""
    app = project / "app"
    app.mkdir()
    (app / "__init__.py").touch()
    (app / "lib.py").write_text(LIBRARY, encoding="utf-8")
    deferred_every = max(calls // 20, 1) if plain else 1
    for start in range(0, max(calls, 1), CALLS_PER_MODULE):
        lines = [HEAD]
        for number in range(start, min(start + CALLS_PER_MODULE, calls)):
            if number % CALLS_PER_FUNCTION == 0:
                lines.append(f"def f{number}(tasks: BackgroundTasks, mailer: Mailer) -> None:")
            deferred = number % deferred_every == 0
            callee, arguments = CALLS[number % len(CALLS)]
            lines.append(
                f"    {f'tasks.add_task({callee}, ' if deferred else f'{callee}('}{arguments})"
            )
        (app / f"m{start}.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
