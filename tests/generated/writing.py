"""Puts pieces of source together into the files of an application."""

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from string import Template
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pieces import Piece

# The files of an application. Each may import those before it.
FILES: Final[tuple[str, ...]] = (
    "records",
    "wrappers",
    "services",
    "dependencies",
    "orders",
    "main",
)
HEADERS: Final = {
    "records": "done: list[str] = []",
    "orders": "router = APIRouter($of_router)",
    "main": "app = FastAPI($of_app)",
}
IMPORTS: Final = {
    "Annotated": "from typing import Annotated",
    "Any": "from typing import Any",
    "AsyncIterator": "from collections.abc import AsyncIterator",
    "APIRouter": "from fastapi import APIRouter",
    "Awaitable": "from collections.abc import Awaitable",
    "BackgroundTask": "from starlette.background import BackgroundTask",
    "BackgroundTasks": "from fastapi import BackgroundTasks",
    "Callable": "from collections.abc import Callable",
    "Coroutine": "from collections.abc import Coroutine",
    "Depends": "from fastapi import Depends",
    "FastAPI": "from fastapi import FastAPI",
    "HTMLResponse": "from fastapi.responses import HTMLResponse",
    "HTTPConnection": "from starlette.requests import HTTPConnection",
    "HTTPException": "from fastapi import HTTPException",
    "Iterator": "from collections.abc import Iterator",
    "JSONResponse": "from fastapi.responses import JSONResponse",
    "NoReturn": "from typing import NoReturn",
    "Path": "from pathlib import Path",
    "Query": "from fastapi import Query",
    "ParamSpec": "from typing import ParamSpec",
    "PlainTextResponse": "from fastapi.responses import PlainTextResponse",
    "RedirectResponse": "from fastapi.responses import RedirectResponse",
    "Request": "from fastapi import Request",
    "Response": "from fastapi import Response",
    "StreamingResponse": "from fastapi.responses import StreamingResponse",
    "ThreadPoolExecutor": "from concurrent.futures import ThreadPoolExecutor",
    "TypeVar": "from typing import TypeVar",
    "WebSocket": "from fastapi import WebSocket",
    "anyio": "import anyio.to_thread",
    "asyncio": "import asyncio",
    "contextlib": "import contextlib",
    "fastapi": "import fastapi",
    "functools": "import functools",
    "httpx": "import httpx",
    "inspect": "import inspect",
    "itertools": "import itertools",
    "logging": "import logging",
    "os": "import os",
    "run_in_threadpool": "from fastapi.concurrency import run_in_threadpool",
    "starlette": "import starlette.background",
    "tempfile": "import tempfile",
    "threading": "import threading",
    "time": "import time",
}
# Names for what a piece defines, by the first letter of its placeholder.
POOLS: Final = {
    "a": ("enqueue", "remember", "schedule", "plan", "register"),
    "c": ("Mailer", "Exporter", "Auditor", "Indexer", "Billing"),
    "d": ("current_user", "session", "audit_trail", "limits", "settings", "tenant"),
    "e": ("OutOfStock", "Refused", "Conflict", "NotPaid", "Unknown"),
    "f": ("send", "notify", "export", "audit", "index", "resize", "bill", "sync_stock"),
    "g": ("deliver", "store", "publish", "report", "render", "archive"),
    "h": ("order", "refund", "upload", "sign_up", "cancel", "invite", "pay", "review"),
    "o": ("mailer", "exporter", "auditor", "indexer", "billing"),
    "r": ("refuse", "check", "ensure_paid", "validate", "not_found"),
    "w": ("timed", "logged", "traced", "retried", "guarded", "counted"),
    "x": ("pool", "workers", "executor", "outbox", "pending"),
}
PLACEHOLDER: Final = re.compile(r"\$(\w+)")
WORD: Final = re.compile(r"(?<![\w.\"'/])(?<!def )(?<!class )[A-Za-z_]\w*")
QUOTED: Final = re.compile(r': "([\w.]+)"')
DEFINED: Final = re.compile(r"^(?:(?:async )?def |class )?(\w+)\b(?=[(:]| = )", re.MULTILINE)
MARK: Final = re.compile(r"  #@(\w+)$")


@dataclass
class Task:
    """A task of an application, known by the name that its work leaves in `done`."""

    name: str
    callee: str
    """What kind of function it is."""
    lost_by: list[str] = field(default_factory=list)
    """What ought to keep it from its work, for the table of causes: the truth is what happens."""
    around: list[str] = field(default_factory=list)
    """The kinds of statements that its handler is made of."""
    inside: tuple[str, ...] = ()
    """The kinds of statements that it is in, the outermost first."""
    helper: str | None = None
    """The mark of the line that adds it, if that is in a helper."""


@dataclass(frozen=True)
class Route:
    """A route of an application."""

    method: str
    path: str


class Application:
    """The files of an application while they are written."""

    def __init__(self, rng: random.Random) -> None:
        """Start without handlers."""
        self.rng = rng
        self.texts: dict[str, list[str]] = {file: [] for file in FILES}
        self.homes = {"done": "records"}
        self.taken: set[str] = {*IMPORTS}
        self.tasks: dict[str, Task] = {}
        self.routes: list[Route] = []
        self.last_routes: list[Route] = []
        """Those that run what others kept."""
        self.headers = {"of_router": "", "of_app": "", "of_inclusion": ""}
        self.kept: list[str] = []
        """The lists of collections that a last route runs."""
        self.handled: list[str] = []
        """The exceptions that have a handler."""
        self.carrying: list[str] = []
        """The exceptions that may have a handler, which runs the collection that they carry."""
        self.keeps = False
        """Whether a dependency puts the collection into `request.state`."""
        self.helpers: list[tuple[Piece, dict[str, str]]] = []
        """The helpers that add tasks, with their names."""
        self.functions: list[tuple[str, str]] = []
        """The simple functions, each with its kind before its name."""
        self.marks = 0

    def likes(self, chance: float) -> bool:
        """Return True as often as that."""
        return self.rng.random() < chance

    def is_in_reach(self, names: Iterable[str], user: str) -> bool:
        """Return whether a file may import what has these names."""
        homes = [self.homes[each] for each in names if each in self.homes]
        return all(FILES.index(each) <= FILES.index(user) for each in homes)

    def fresh(self, key: str) -> str:
        """Return a name that nothing has, of the kind that a placeholder asks for."""
        pool = POOLS[key[0]]
        free = [each for each in pool if each not in self.taken]
        name = self.rng.choice(free or pool)
        number = 2
        base = name
        while name in self.taken:
            name = f"{base}{number}" if base[0].isupper() else f"{base}_{number}"
            number += 1
        self.taken.add(name)
        return name

    def new_task(self, callee: str) -> Task:
        """Return a new task."""
        task = Task(f"t{len(self.tasks) + 1}", callee)
        self.tasks[task.name] = task
        return task

    def new_mark(self) -> str:
        """Return a new mark for a line."""
        self.marks += 1
        return f"m{self.marks}"

    def name_all(self, texts: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
        """Return names for the placeholders of some texts."""
        names = dict(known)
        for text in texts:
            for key in PLACEHOLDER.findall(text):
                if key not in names:
                    names[key] = self.new_mark() if key == "mark" else self.fresh(key)
        return names

    def depend_everywhere(self, marker: str, file: str) -> None:
        """Make something a dependency of all routes of a file's router or application."""
        keys = ["of_app"] if file == "main" else ["of_router", "of_inclusion"]
        key = self.rng.choice(keys)
        before = self.headers[key].removeprefix("dependencies=[").removesuffix("]")
        self.headers[key] = f"dependencies=[{f'{before}, ' if before else ''}{marker}]"

    def define(self, text: str, names: Mapping[str, str], user: str) -> None:
        """Write a definition, in the file that uses it or in one that this may import."""
        text = fill(text, names).strip("\n")
        used = [FILES.index(self.homes[each]) for each in WORD.findall(text) if each in self.homes]
        lowest, own = max([1, *used]), FILES.index(user)
        home = FILES[own if self.likes(0.4) else self.rng.randint(lowest, own)]
        if home == "orders" and user != home:
            home = user  # it has the router
        defined = [each for each in DEFINED.findall(text) if len(each) > 1]
        self.homes.update(dict.fromkeys(defined, home))
        self.texts[home].append(text)

    def render(self) -> dict[str, str]:
        """Return the text of each file that has any."""
        return {
            f"{file}.py": self.render_one(file)
            for file in FILES
            if self.texts[file] or file in {"records", "main"}
        }

    def render_one(self, file: str) -> str:
        """Return the text of a file, with its imports."""
        parts = [*self.texts[file]]
        if file in HEADERS:
            parts.insert(0, fill(HEADERS[file], self.headers))
        text = "\n\n\n".join(parts) + "\n"
        quoted = " ".join(QUOTED.findall(text))
        lines, words = set(), dict.fromkeys(WORD.findall(f"{text} {quoted}"))
        whole = {each for each in FILES if self.likes(0.25)}
        for word in words:
            home = self.homes.get(word, file)
            if word in IMPORTS:
                lines.add(IMPORTS[word])
            if home != file and home in whole:
                lines.add(f"import {home}")
                text = re.sub(
                    rf"(?<![\w.\"'/])(?<!def )(?<!class ){word}\b", f"{home}.{word}", text
                )
            elif home != file:
                lines.add(f"from {home} import {word}")
        return "\n".join(sorted(lines)) + "\n\n" + text


def fill(text: str, names: Mapping[str, str]) -> str:
    """Return a text with names in place of its placeholders."""
    return Template(text).safe_substitute(names)


def indented(lines: Iterable[str], by: int = 1) -> list[str]:
    """Return lines further to the right."""
    return ["    " * by + line if line else "" for line in lines]
