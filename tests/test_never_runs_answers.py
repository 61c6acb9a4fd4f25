"""The verdicts of `background-never-runs` equal those of a cold run after edits elsewhere."""

from itertools import groupby
from pathlib import Path

import pytest
from answers import Program, needs_workers

pytestmark = [pytest.mark.once, pytest.mark.repeats]

IMPORTS = """\
import asyncio
from collections.abc import Awaitable
from functools import partial

import lib
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool


"""

CALLS = """\
print(BackgroundTask(lib.rows))
print(BackgroundTask(partial(lib.rows)))
print(BackgroundTask(run_in_threadpool, lib.rows))
print(BackgroundTask(lambda: lib.rows()))
print(BackgroundTask(lib.rows if lib.flag else lib.always))
print(BackgroundTask(lib.pages))
print(BackgroundTask(lib.notify))
print(BackgroundTask(run_in_threadpool, lib.send))
print(BackgroundTask(asyncio.to_thread, lib.send))
print(BackgroundTask(lambda: lib.send()))
print(BackgroundTask(lib.later))
print(BackgroundTask(partial(lib.later)))
print(BackgroundTask(lib.opened))
print(BackgroundTask(partial(lib.opened)))
print(BackgroundTask(lib.decorated))
print(BackgroundTask(lib.cached))
print(BackgroundTask(lib.from_elsewhere))
print(BackgroundTask(lib.Called()))
print(BackgroundTask(lib.called))
print(BackgroundTask(partial(lib.called)))
print(BackgroundTask(lib.called.method))
print(BackgroundTask(lib.Mailer().later))
print(BackgroundTask(lib.Mailer()))
print(BackgroundTask(asyncio.create_task, lib.awaited()))
"""

# Each is in its own module, and has no message at first. The daemon always rechecks what it had a
# message for, which would hide a missing dependency.
PROGRAMS = [
    *(f"{call}\n" for call in CALLS.splitlines()),
    "job = lib.rows\nprint(BackgroundTask(job))\n",
    "job = lib.rows\ndef f() -> None:\n    print(BackgroundTask(job))\n",
    "def f() -> None:\n    job = partial(lib.rows)\n    print(BackgroundTask(job))\n",
    "def f() -> None:\n    mailer = lib.Mailer()\n    print(BackgroundTask(mailer.later))\n",
    "mailer = lib.Mailer()\ndef f() -> None:\n    print(BackgroundTask(mailer.later))\n",
    "def f(both: lib.Called | lib.CalledToo) -> None:\n    print(BackgroundTask(both))\n",
    "class Here(lib.Called):\n    def f(self) -> None:\n        print(BackgroundTask(self.method))\n",
    "def job() -> Awaitable[None]:\n    return lib.awaitable()\nprint(BackgroundTask(job))\n",
    "job = lambda: lib.send()\ndef f() -> None:\n    print(BackgroundTask(job))\n",
]
APPS = {f"app{number}.py": f"{IMPORTS}{text}" for number, text in enumerate(PROGRAMS)}

LIB = """\
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar
from bases import Base, send as send
from elsewhere import from_elsewhere as from_elsewhere

F = TypeVar("F", bound=Callable[..., Any])
flag: bool
kept: Any
def same(f: F) -> F: return kept(f)
def notify() -> None: kept()

def always() -> Iterator[int]:
    yield 1
def rows() -> Iterator[int]:
    return iter([1])
async def pages() -> AsyncIterator[int]:
    return kept(1)
async def always_pages() -> AsyncIterator[int]:
    yield 1
async def coroutine() -> None: ...
async def later() -> None: ...
@same
def opened() -> Iterator[int]:
    yield 1
@same
def decorated() -> Iterator[int]:
    yield 1
@same
async def cached() -> None: ...
def awaitable() -> Awaitable[None]:
    return kept()
def awaited() -> Any:
    return coroutine()

class Called(Base): ...
class CalledToo:
    def __call__(self) -> Iterator[int]:
        yield 1
called = Called()

class Mailer:
    async def later(self) -> None: ...
    async def __call__(self) -> None: ...
"""

BASES = """\
from collections.abc import Iterator
def send() -> None: ...
class Base:
    def __call__(self) -> Iterator[int]:
        return iter([1])
    def method(self) -> Iterator[int]:
        return iter([2])
"""

ELSEWHERE = """\
from collections.abc import Iterator
def from_elsewhere() -> Iterator[int]:
    return iter([1])
"""

MODULES = {"lib.py": LIB, "bases.py": BASES, "elsewhere.py": ELSEWHERE}

# Each edit: the file, the text before, the text after. It turns a task that runs into one that
# never runs; the reverse edit makes it run again.
# ruff: noqa: E501  # an edit is a line
EDITS = [
    ("lib.py", "    return iter([1])", "    yield 3"),
    ("lib.py", "    return kept(1)", "    yield 2"),
    ("lib.py", "def notify() -> None: kept()", "def notify() -> None: coroutine()"),
    ("bases.py", "def send() -> None: ...", "async def send() -> None: ..."),
    ("lib.py", "async def later() -> None: ...", "def later() -> Coroutine[Any, Any, None]:\n    return coroutine()"),
    ("lib.py", "@same\ndef opened", "@contextmanager\ndef opened"),
    ("lib.py", "@same\ndef decorated", "def decorated"),
    ("lib.py", "@same\nasync def cached", "@cache\nasync def cached"),
    ("elsewhere.py", "    return iter([1])", "    yield 1"),
    ("bases.py", "        return iter([1])", "        yield 1"),
    ("bases.py", "        return iter([2])", "        yield 2"),
    ("lib.py", "    async def later(self) -> None: ...", "    def later(self) -> Coroutine[Any, Any, None]:\n        return coroutine()"),
    ("lib.py", "    async def __call__(self) -> None: ...", "    def __call__(self) -> Coroutine[Any, Any, None]:\n        return coroutine()"),
    ("lib.py", "def awaitable() -> Awaitable[None]:\n    return kept()", "async def awaitable() -> None: ..."),
    ("lib.py", "def awaited() -> Any:\n    return coroutine()", "async def awaited() -> None: ..."),
]  # fmt: skip


@pytest.fixture
def program(tmp_path: Path, libraries: Path) -> Program:
    """Write the program."""
    return Program(tmp_path, libraries, APPS, MODULES)


# Edits of one file go together: each affects a different module.
GROUPS = [[*edits] for _, edits in groupby(sorted(EDITS), key=lambda edit: edit[0])]


def test_edits_elsewhere_make_tasks_never_run_and_run_again(program: Program) -> None:
    assert program.cold() == program.warm() == program.daemon() == []
    found = set()
    for group in GROUPS:
        for edit in group:
            program.edit(*edit)
        answer = program.cold()
        assert answer, group
        assert program.warm() == answer, group
        assert program.daemon() == answer, group
        found |= {line.partition(":")[0] for line in answer if "[background-never-runs]" in line}
        for name, runs, never_runs in group:
            program.edit(name, never_runs, runs)
        assert program.warm() == program.daemon() == [], group
    assert found == set(APPS)


def test_edits_add_up(program: Program) -> None:
    for group in GROUPS:
        for edit in group:
            program.edit(*edit)
        assert program.warm() == program.daemon(), group
    assert program.warm() == program.cold()


@needs_workers
def test_workers_agree_with_one_process(program: Program) -> None:
    for edit in EDITS:
        program.edit(*edit)
    alone = program.cold()
    assert program.cold("-n2") == alone
    assert {line.partition(":")[0] for line in alone} == set(APPS)
