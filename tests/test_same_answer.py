"""A cold run, a warm cache, the daemon and parallel workers say the same after every edit."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mypy.dmypy_server import Server, process_start_options
from mypy.version import __version__ as mypy_version

# No code that notes every task: the daemon always checks again what it had a message for.
CONFIG = """\
[mypy]
plugins = background_typed_mypy
show_error_end = True
"""

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

# These never change: what the callees are is said in the modules below. Each stands in a module
# of its own, lest the dependencies of one make the daemon look at another, too.
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
            "BackgroundTasks().add_task(lib.instance, 1)\n",
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
# Each edit: the file, what stands in it, what stands there afterwards.
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


def reports(output: str) -> list[str]:
    """Return what mypy reports of the program, in a dependable order."""
    return sorted(line for line in output.splitlines() if line.startswith("app"))


def mypy(folder: Path, *arguments: str) -> list[str]:
    """Run mypy over the program."""
    run = subprocess.run(
        [sys.executable, "-m", "mypy", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stdout + run.stderr
    assert not run.stderr
    return reports(run.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the program, and cache the libraries that it imports."""
    folder = tmp_path_factory.mktemp("program")
    (folder / "mypy.ini").write_text(CONFIG)
    (folder / "imports.py").write_text("import starlette.background, functools, typing\n")
    mypy(folder, "--cache-dir=libraries", "imports.py")
    for name, text in {**APPS, **MODULES}.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """Make a daemon without its process: what it keeps from one check to the next, it keeps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        flags = ["--config-file=mypy.ini", "--cache-dir=daemon"]
        yield Server(process_start_options(flags, allow_sources=False), "status")


def cold(folder: Path, *arguments: str) -> list[str]:
    """Run without a cache of the program itself."""
    shutil.rmtree(folder / "cold", ignore_errors=True)
    shutil.copytree(folder / "libraries", folder / "cold")
    return mypy(folder, "--cache-dir=cold", *arguments, *APPS)


def warm(folder: Path) -> list[str]:
    """Run on what the run before the last edit has cached."""
    return mypy(folder, "--cache-dir=warm", *APPS)


def daemon(server: Server) -> list[str]:
    """Ask the daemon, which goes on from one edit to the next."""
    answer = server.cmd_check([*APPS], export_types=False, is_tty=False, terminal_width=80)
    assert not answer["err"]
    return reports(str(answer["out"]))


def test_every_edit_gives_one_answer(folder: Path, server: Server) -> None:
    answers = [cold(folder)]
    assert warm(folder) == daemon(server) == answers[0]
    for later, (name, before, after) in enumerate(EDITS, start=1):
        text = (folder / name).read_text()
        assert before in text
        (folder / name).write_text(text.replace(before, after))
        # mypy takes a file of the same size and the same second for the same file.
        os.utime(folder / name, (time.time() + later, time.time() + later))
        answers.append(cold(folder))
        assert warm(folder) == answers[-1], (name, after)
        assert warm(folder) == answers[-1], (name, after, "nothing edited")
        assert daemon(server) == answers[-1], (name, after)
    assert len({tuple(answer) for answer in answers}) > len(EDITS) / 2


@pytest.mark.skipif(
    tuple(map(int, mypy_version.split(".")[:2])) < (2, 0), reason="workers came with mypy 2.0"
)
def test_workers_give_the_answer_of_one_process(folder: Path) -> None:
    listed = "--enable-error-code=background-task"
    alone = cold(folder, listed)
    assert cold(folder, "-n2", listed) == alone
    assert len(alone) >= len(APPS)
