"""A project in which `|` marks the cursor, and what the server knows there, without a client."""

from pathlib import Path
from typing import Final

from background_typed_check.server.calls.cursor import Cursor
from background_typed_check.server.folders import Folders
from background_typed_check.server.texts import Document
from lsprotocol.types import Position, PositionEncodingKind

WORK: Final = '''\
import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import partial
from typing import Annotated, NamedTuple, overload

logger = logging.getLogger()
try:
    from fast import move
except ImportError:
    from shutil import move

def write(name: str, text: str = "a", *, times: int = 1) -> None:
    """Write it."""

async def publish(name: str, *names: str, **more: int) -> None: ...

class Mail:
    def send(self, to: str,
             body: str = ""): ...
    def __call__(self, now: bool): ...
    @classmethod
    def make(cls, kind): ...
    @staticmethod
    def check(kind): ...
    @classmethod
    def me(cls) -> Mail: ...
    @classmethod
    def kind(cls) -> type[Mail]: ...
again = Mail.send
if mail:
    by_class = Mail.send
else:
    by_class = Mail.send

class Job:
    """A job."""
    def __init__(self, name: str, *, times: int = 1) -> None: ...
    def run(self, a, b=2, /, c=3, *rest, d, **more): ...

class Later(Job): ...

def tell(to: Annotated[str, "who"] | None, *all: (Annotated[
    list[Annotated[int, 1]], 2] | dict[str, Annotated["Job", 3]])) -> Annotated[None, 4]: ...

def ask(to: "Annotated[str, 'who'] | None", by: "Job | None", of: "a b"): ...

class Plain: ...

@dataclass
class Order:
    """An order."""
    name: str
    count: int = 1

class Point(NamedTuple):
    x: int
    y: int = 0

@dataclass
class More(Order):
    price: float

class Made:
    def __new__(cls, size: int, /): ...

@overload
def load(path: str) -> None: ...
@overload
def load(path: str, size: int) -> None: ...
def load(*args: object) -> None: ...

class Sender(ABC):
    @abstractmethod
    def post(self, to: str): ...

if publish:
    Either = write
    def either(first: int) -> None: ...
else:
    def either(second: int) -> None: ...
    class Either:
        def __init__(self, third: int): ...
'''
HANDLER: Final = """\
import asyncio, shutil, time
from functools import partial
from fastapi import BackgroundTasks, FastAPI
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from work import Either, Job, Made, Mail, Plain, Sender, either, load, logger, move, publish, write
import work; from work import Later, More, Order, Point
app = FastAPI()
@app.post("/")
def handler(tasks: BackgroundTasks, mail: Mail, sender: Sender, unknown):
    {call}
    return 1
"""


def cursor_in(folder: Path, text: str) -> Cursor:
    """Return the place of `|` in a module of a project that is written."""
    before, _, after = text.partition("|")
    (folder / "pyproject.toml").touch()
    (folder / "work.py").write_text(WORK, "utf-8")
    path = folder / "main.py"
    path.write_text("", "utf-8")
    folders = Folders(print)
    folders.enter([str(folder)])
    document = Document(path.as_uri(), str(path), 1, f"{before}{after}".encode())
    position = Position(before.count("\n"), len(before.rpartition("\n")[2]))
    texts = {document.path: document.data}
    return Cursor(document, texts, position, PositionEncodingKind.Utf32, folders.facts_for)


def at_call(folder: Path, call: str) -> Cursor:
    """Return the place of `|` in a call that is written in a handler."""
    return cursor_in(folder, HANDLER.format(call=call))
