"""Which calls of functions that may add tasks for others the plugin looks for in the source."""

import shutil
from pathlib import Path
from typing import Final

import pytest
from background_typed_check.facts.source import Source
from background_typed_mypy.internals import Checker
from background_typed_mypy.run import Asked, Run
from mypy import api
from mypy.nodes import CallExpr

SETTINGS: Final = "[mypy]\nplugins = background_typed_mypy\n"
# The calls that are looked for are marked.
APP: Final = """\
import logging
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from fastapi import BackgroundTasks

T = TypeVar("T")

class Sized(Protocol):
    def __len__(self) -> int: ...

class Mailer:
    def __init__(self, tasks: BackgroundTasks | None) -> None: ...
    def greet(self) -> None: ...

class Clock:
    def __init__(self, zone: str) -> None: ...
    def now(self) -> int: return 1

def typed(tasks: BackgroundTasks, number: int = 1) -> None: ...
def untyped(tasks): ...
def of_any(tasks: Any, *more: object) -> None: ...
def of_protocol(tasks: Sized) -> None: ...
def of_variable(tasks: T) -> T: return tasks
def called(add: Callable[..., None]) -> None: ...
def number(number: int | None) -> None: ...
def send() -> None: ...

def handler(tasks: BackgroundTasks, clock: Clock, text: str, given: Any) -> None:
    def local(tasks: BackgroundTasks) -> None: ...

    typed(tasks)  # asked
    typed(tasks=tasks)  # asked
    untyped(tasks)  # asked
    of_any(tasks)  # asked
    of_any(given)  # asked
    of_any(text, tasks.add_task)  # asked
    of_any(text, 1)
    of_any(clock.now)
    of_protocol(text)
    of_variable(tasks)  # asked
    called(tasks.add_task)  # asked
    called(send)
    number(1)
    local(tasks)  # asked
    add = tasks.add_task
    add(send)  # asked
    mailer = Mailer(tasks)
    mailer.greet()  # asked
    Mailer(tasks).greet()  # asked
    Mailer(None).greet()
    clock.now()
    list(map(tasks.add_task, [send]))  # asked
    list(map(str, [1]))
    list()
    logging.info("%s", tasks)
    text.upper()
"""


def test_only_calls_that_may_add_tasks_are_looked_for(
    tmp_path: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[int] = set()
    ask = Run.ask_helped

    def ask_helped(self: Run, checker: Checker, node: CallExpr) -> Asked | frozenset[Source]:
        asked.add(node.line)
        return ask(self, checker, node)

    monkeypatch.setattr(Run, "ask_helped", ask_helped)
    monkeypatch.chdir(tmp_path)
    for name, text in {"app.py": APP, "mypy.ini": SETTINGS}.items():
        Path(name).write_text(text, encoding="utf-8")
    shutil.copytree(libraries, ".mypy_cache")
    output, errors, _ = api.run(["app.py"])
    assert (errors, output.count("error:")) == ("", 0), output
    lines = APP.splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith("# asked")}
    assert {lines[each - 1] for each in asked} == {lines[each - 1] for each in marked}


def test_a_file_that_mentions_no_tasks_is_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def find(_: Run, checker: Checker, *__: object) -> None:
        read.append(checker.tree.fullname)

    monkeypatch.setattr(Run, "find", find)
    monkeypatch.chdir(tmp_path)
    texts = {"mypy.ini": SETTINGS, "helpers.py": "def untyped(given): ...\n"}
    for name, first in {"plain": "", "telling": "# add_task\n"}.items():
        texts[f"{name}.py"] = (
            f"{first}from helpers import untyped\n\ngiven: object\nuntyped(given)\n"
        )
    for name, text in texts.items():
        Path(name).write_text(text, encoding="utf-8")
    output, errors, _ = api.run(["plain.py", "telling.py"])
    assert (errors, output.count("error:")) == ("", 0), output
    assert read == ["telling"]
