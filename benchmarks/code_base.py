"""The code bases that mypy checks in `mypy_time.py`."""

from pathlib import Path
from typing import Final

CALLS_PER_MODULE = 500
CALLS_PER_FUNCTION = 10

LIBRARY = """
from typing import TypeVar, overload

T = TypeVar("T", int, str)

class Mailer:
    def __init__(self, host: str, port: int = 25) -> None: print(host, port)
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


SERVICES: Final = """
import logging

class Orders:
    def __init__(self, shop: str) -> None:
        self.shop = shop
    async def find(self, number: int) -> str | None: return self.shop if number else None
    async def close(self, number: int) -> None:
        logging.info("closed %s", number)
    def archive(self, number: int, reason: str = "") -> None:
        logging.info("archived %s: %s", number, reason)

def open_orders(shop: str = "main") -> Orders: return Orders(shop)
def audit(who: str, *, what: str = "") -> None:
    logging.info("%s: %s", who, what)
async def send(to: str, text: str) -> None:
    logging.info("%s: %s", to, text)
"""
HANDLERS_HEAD: Final = """
import logging
from typing import Annotated
from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException
from app.services import Orders, audit, open_orders, send

app = FastAPI()
"""
HANDLER: Final = """
@app.post("/orders/{number}")
async def order_{number}(
    email: str, tasks: BackgroundTasks, orders: Annotated[Orders, Depends(open_orders)]
) -> dict[str, str]:
    found = await orders.find({number})
    if found is None:
        logging.warning("no order %s", {number})
        raise HTTPException(404, detail="No such order")
    tasks.add_task(send, email, text="thanks")
    if email.endswith(".org"):
        tasks.add_task(audit, email, what=found)
    tasks.add_task(orders.archive, {number}, "paid")
    return {{"order": found}}
"""


def write_handlers(project: Path, count: int) -> None:
    """Write one module of handlers, each with three tasks, whose callees are in another file."""
    app = project / "app"
    app.mkdir()
    (app / "__init__.py").touch()
    (app / "services.py").write_text(SERVICES, encoding="utf-8")
    text = HANDLERS_HEAD + "\n".join(HANDLER.format(number=each) for each in range(count))
    (app / "main.py").write_text(text, encoding="utf-8")
