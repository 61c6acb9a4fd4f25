"""A task that nothing checks is listed or said, with the cause, and the summary counts it."""

import pytest
from conftest import Project

pytestmark = pytest.mark.once

START = """\
from contextvars import ContextVar
from typing import Annotated, Any, TypeVar
from fastapi import BackgroundTasks, Depends
from starlette.background import BackgroundTasks as Collection

current = ContextVar("current")
T = TypeVar("T", bound=BackgroundTasks)

def send(to: str) -> None: ...
def get_tasks(tasks: BackgroundTasks) -> BackgroundTasks:
    return tasks

class Scheduler:
    tasks: Any

    def add_task(self, func: object) -> None: ...

"""
SEEN = "def seen(tasks: BackgroundTasks) -> None:\n    tasks.add_task(send, 'a')\n"
UNSEEN = "is not known to be a collection"
OR = 'it has type "Any", or mypy does not reach it'
OWN_ADDER = """\
from starlette.background import BackgroundTasks

class Later(BackgroundTasks):
    def add_task(self, func, *args):
        super().add_task(func, *args)

def send(to: str) -> None: ...

def handle(tasks: Later) -> None:
    tasks.add_task(send, 1)
"""


def test_a_task_of_an_unannotated_add_task_is_not_checked(project: Project) -> None:
    project.write({"api.py": OWN_ADDER})

    listed, done = project.run("--list"), project.run()

    cause = 'its collection has its own "add_task", which takes anything'
    assert listed.stdout == f"api.py:10:5: send: not checked ({cause})\n"
    assert done.stdout == (
        "1 background task in 1 file: "
        '0 checked, 1 not checked (own "add_task" that takes anything), no errors\n'
    )


def test_a_task_of_an_add_task_of_another_file_is_listed(project: Project) -> None:
    definition, use = OWN_ADDER.split("def send")
    project.write({"later.py": definition, "api.py": f"from later import Later\ndef send{use}"})

    assert project.run("--list").stdout.startswith("api.py:5:5: send: not checked (its collection")


def test_a_task_of_its_own_add_task_is_listed_without_types(project: Project) -> None:
    both = "from fastapi import BackgroundTasks as Plain\n"
    both += OWN_ADDER + "def both(own: Later, plain: Plain) -> None:\n"
    both += "    own.add_task(send)\n    plain.add_task(send)\n    own.add_task()\n"
    project.write({"api.py": both})

    done = project.run("--no-types", "--list")

    assert [each.rpartition(": not")[0] for each in done.stdout.splitlines()] == [
        "api.py:11:5: send",
        "api.py:13:5: send",
        "api.py:14:5: send",
        "api.py:15:5: the callee",
    ]


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (
            "def handle() -> None:\n    current.get().add_task(send, 1)",
            f'"current.get()" {UNSEEN}: {OR}: annotate it, tasks: BackgroundTasks = current.get()',
        ),
        (
            "def handle(tasks: Annotated[Any, Depends(get_tasks)]) -> None:\n"
            "    tasks.add_task(send, 1)",
            f'"tasks" has type "Any", so it {UNSEEN}: annotate it, tasks: BackgroundTasks',
        ),
        (
            "def handle(tasks: Annotated[Any, Depends(BackgroundTasks)]) -> None:\n"
            "    tasks.add_task(send, 1)",
            f'"tasks" has type "Any", so it {UNSEEN}: annotate it, tasks: BackgroundTasks',
        ),
        (
            "def handle(self: Scheduler) -> None:\n    self.tasks.add_task(send, 1)",
            f'"self.tasks" {UNSEEN}: {OR}: annotate it, tasks: BackgroundTasks = self.tasks',
        ),
        (
            "def handle(self: Any) -> None:\n    self.add_task(send, 1)",
            f'"self" has type "Any", so it {UNSEEN}: annotate it, self: BackgroundTasks',
        ),
        (
            "def handle(later) -> None:\n    later.add_task(send, 1)",
            'nothing says what "later" is: annotate it, later: BackgroundTasks',
        ),
    ],
)
def test_a_call_that_may_add_a_task_is_said_and_counted(
    code: str, cause: str, project: Project
) -> None:
    project.write({"api.py": f"{START}{SEEN}{code}\n"})

    done = project.run()

    assert done.stderr == f"background-typed: api.py:21: not checked: {cause}\n"
    assert done.stdout == (
        "1 background task in 1 file: 1 checked, 1 more call not checked, no errors\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        "def handle(other: Scheduler) -> None:\n    other.add_task(send)",
        "def handle(other: Scheduler) -> None:\n    while True: ...\n    other.add_task(send)",
        "def handle(it: Scheduler) -> None:\n    if it is None:\n        it.add_task(send)",
        "def handle(other: Any) -> None:\n    found = other.add_task(send)",
        "class Own(Collection):\n    def later(self) -> None:\n        super().add_task(send, 'a')",
        "import jobs\njobs.add_task(send)",
    ],
)
def test_a_call_that_adds_something_else_is_not_said(code: str, project: Project) -> None:
    project.write(
        {"api.py": f"{START}{code}\n{SEEN}", "jobs.py": "def add_task(func: object) -> None: ..."}
    )

    done = project.run()

    assert done.stderr == ""
    assert done.stdout == "1 background task in 1 file: 1 checked, no errors\n"


@pytest.mark.parametrize(
    ("before", "cause"),
    [
        ("while True:\n        print()", 'nothing runs after "while True"'),
        (
            "while True:\n        for each in '':\n            break",
            'nothing runs after "while True"',
        ),
        (
            "while 1:\n        def f() -> None:\n            while True:\n                break",
            'nothing runs after "while 1"',
        ),
        ("try:\n        return\n    finally:\n        print()", "nothing reaches it"),
    ],
)
@pytest.mark.parametrize("comment", ["", "  # background-typed: ignore"])
def test_a_task_that_nothing_reaches_has_the_cause_that_its_rule_has(
    before: str, cause: str, comment: str, project: Project
) -> None:
    call = f"    tasks.add_task(send, 'a'){comment}\n"
    project.write(
        {"api.py": f"{START}def handle(tasks: BackgroundTasks) -> None:\n    {before}\n{call}"}
    )

    listed = project.run("--list")

    assert listed.stdout.endswith(f": send: not checked ({cause})\n")
    assert listed.stderr == ""


@pytest.mark.parametrize(
    "end", ["break", "for each in '':\n            pass\n        else:\n            break"]
)
def test_a_task_after_a_loop_that_may_end_is_checked(end: str, project: Project) -> None:
    loop = f"    while True:\n        {end}\n"
    project.write({"api.py": START + SEEN.replace("    tasks", f"{loop}    tasks")})

    assert project.run("--list").stdout.endswith(": send: checked\n")


def test_a_rule_speaks_for_its_own_task_only(project: Project) -> None:
    after = "    exit()\n    tasks.add_task(send, 'a')\n"
    never = "    x = 1\n    if not isinstance(x, int):\n        tasks.add_task(send, 'a')\n"
    head = "def handle(tasks: BackgroundTasks) -> None:\n"
    project.write({"api.py": f"{START}{head}{after}{head.replace('handle', 'more')}{never}"})

    done = project.run("--quiet")

    assert done.stderr == (
        "background-typed: api.py:24: not checked: mypy treats the code as unreachable, or is "
        "told to skip it: set warn_unreachable = true, which may say why\n"
    )
