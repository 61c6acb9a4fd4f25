"""A cold run, a warm cache, the daemon and parallel workers agree after every edit."""

from pathlib import Path

import pytest
from answers import Program, needs_workers

pytestmark = [pytest.mark.once, pytest.mark.repeats]

CALLS = """\
tasks.add_task(lib.function, 1)
tasks.add_task(lib.decorated, 1)
tasks.add_task(lib.instance, 1)
tasks.add_task(lib.from_elsewhere, 1)
tasks.add_task(lib.Later, 1)
tasks.add_task(lib.later.method, 1)
tasks.add_task(lib.overloaded, 1)
tasks.add_task(partial(lib.instance, 1))
tasks.add_task(partial(lib.function), 1)
tasks.add_task(lib.make(), 1)
tasks.add_task(lambda: tasks.add_task(lib.instance, 1))
tasks.add_task(lib.Base().base_method, 1)
receiver.add_task(lib.function, 1)
BackgroundTask(lib.instance, 1)
"""

# These never change: the modules below define the callees. Each is in its own module. Otherwise the
# dependencies of one would make the daemon check another as well.
IMPORTS = """\
from functools import partial

import lib
from starlette.background import BackgroundTask, BackgroundTasks


"""
APPS = {
    f"app{number}.py": f"{IMPORTS}{program}"
    for number, program in enumerate(
        [
            *(
                f"def f(tasks: BackgroundTasks, receiver: lib.Receiver) -> None:\n    {call}\n"
                for call in CALLS.splitlines()
            ),
            """\
class Handlers(lib.Base):
    def handle(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(self.base_method, 1)
""",
            """\
def f(tasks: BackgroundTasks) -> None:
    def nested() -> None:
        tasks.add_task(lib.instance, 1)
""",
            """\
class Handlers:
    def handle(self, tasks: BackgroundTasks) -> None:
        def nested() -> None:
            tasks.add_task(lib.instance, 1)
""",
            "tasks = BackgroundTasks()\ntasks.add_task(lib.instance, 1)\n",
        ]
    )
}

LIB = """\
from typing import overload
from bases import Base as Base, Called
from decorators import decorate
from other import Other
from starlette.background import BackgroundTasks

def function(a: int) -> None: ...

@decorate
def decorated(a: int) -> None: ...

class Instance(Called): ...

instance = Instance()
from_elsewhere = Called()

class Later:
    def __init__(self, a: int) -> None: ...
    def method(self, a: int) -> None: ...

later: Later

def make() -> Called: return Called()

@overload
def overloaded(a: int) -> int: ...
@overload
def overloaded(a: bytes) -> bytes: ...
def overloaded(a: int | bytes) -> int | bytes: return a

class Receiver(BackgroundTasks): ...
"""

BASES = """\
class Called:
    def __call__(self, a: int) -> None: ...

class Base:
    def base_method(self, a: int) -> None: ...
"""

OTHER = """\
class Other:
    def __call__(self, a: int) -> None: ...
"""

DECORATORS = """\
from collections.abc import Callable
from typing import TypeVar
F = TypeVar("F", bound=Callable[..., object])

def decorate(f: F) -> F: return f
"""

MODULES = {"lib.py": LIB, "bases.py": BASES, "other.py": OTHER, "decorators.py": DECORATORS}

# ruff: noqa: E501  # an edit is a line
# Each edit: the file, the text before, the text after.
EDITS = [
    ("lib.py", "def function(a: int)", "def function(a: str)"),
    ("lib.py", "def function(a: str)", "def function(a: int)"),
    ("bases.py", "class Called:\n    def __call__(self, a: int)", "class Called:\n    def __call__(self, a: str)"),
    ("bases.py", "class Called:\n    def __call__(self, a: str)", "class Called:\n    def __call__(self, a: int, b: int = 0)"),
    ("lib.py", "def __init__(self, a: int)", "def __init__(self, a: str)"),
    ("lib.py", "def __init__(self, a: str) -> None", "def __new__(cls, a: str) -> 'Later'"),
    ("lib.py", "def __new__(cls, a: str) -> 'Later'", "def __init__(self, a: int) -> None"),
    ("lib.py", "def method(self, a: int)", "def method(self, a: bytes)"),
    ("decorators.py", "def decorate(f: F) -> F: return f", "def decorate(f: F) -> Callable[[str], None]: ..."),
    ("decorators.py", "def decorate(f: F) -> Callable[[str], None]: ...", "def decorate(f: F) -> F: return f"),
    ("lib.py", "class Instance(Called)", "class Instance(Other)"),
    ("lib.py", "from_elsewhere = Called()", "from_elsewhere = Other()"),
    ("other.py", "def __call__(self, a: int)", "def __call__(self, a: str)"),
    ("other.py", "def __call__(self, a: str)", "def __call__(self)"),
    ("bases.py", "def base_method(self, a: int)", "def base_method(self, a: str)"),
    ("lib.py", "@overload\ndef overloaded(a: int) -> int: ...", "@overload\ndef overloaded(a: str) -> str: ..."),
    ("lib.py", "class Receiver(BackgroundTasks): ...", "class Receiver(BackgroundTasks):\n    def add_task(self, f: object) -> None: ...  # type: ignore[override]"),
    ("lib.py", "class Receiver(BackgroundTasks):\n    def add_task(self, f: object) -> None: ...  # type: ignore[override]", "class Receiver(BackgroundTasks): ..."),
    ("lib.py", "def function(a: int) -> None: ...", "def function(a): ..."),
    ("lib.py", "def function(a): ...", "async def function(a: int) -> None: ..."),
    ("bases.py", "class Base:\n", "class Base:\n    base_method: int  # type: ignore[no-redef]\n"),
]  # fmt: skip


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, libraries: Path) -> Program:
    """Write the program."""
    return Program(tmp_path_factory.mktemp("program"), libraries, APPS, MODULES)


def test_all_runs_agree_after_each_edit(program: Program) -> None:
    answers = [program.cold()]
    assert program.warm() == program.daemon() == answers[0]
    for number, edit in enumerate(EDITS):
        program.edit(*edit)
        answers.append(program.warm())
        assert program.daemon() == answers[-1], edit
        if number % 3 == 0:
            assert program.cold() == answers[-1], edit
            assert program.warm() == answers[-1], (*edit, "nothing edited")
    assert program.cold() == answers[-1]
    assert len({tuple(answer) for answer in answers}) > len(EDITS) / 2


@needs_workers
def test_workers_agree_with_one_process(program: Program) -> None:
    listed = "--enable-error-code=background-task"
    alone = program.cold(listed)
    assert program.cold("-n2", listed) == alone
    assert len(alone) >= len(APPS)
