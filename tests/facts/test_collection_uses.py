"""What a file does with collections and tasks, besides deferred calls, and its backgrounds."""

import ast
from pathlib import Path
from typing import Final

import pytest
from asking import written
from background_typed_check.facts.collection_uses import backgrounds_in, uses_in
from background_typed_check.facts.tasks import may_add_tasks

HEAD: Final = """
from fastapi import BackgroundTasks, FastAPI
from starlette.background import BackgroundTask
from starlette.responses import Response, JSONResponse
"""
USES: Final = {
    "a missing attribute": ("def f(t: BackgroundTasks): t.add(g)", ["t.add(g)"]),
    "an attribute alone": ("def f(t: BackgroundTasks): x = t.tasks", ["t.tasks"]),
    "a chain": ("def f(t: BackgroundTasks): t.tasks.append(g)", ["t.tasks.append(g)"]),
    "an item": ("def f(t: BackgroundTasks): t.tasks[0].func()", ["t.tasks[0].func()"]),
    "a call": ("async def f(t: BackgroundTasks): await t()", ["t()"]),
    "a new one": ("t = BackgroundTasks([g])", ["BackgroundTasks([g])"]),
    "one that is made": ("t = BackgroundTasks()\nt.add(g)", ["BackgroundTasks()", "t.add(g)"]),
    "one by another name": ("t = BackgroundTasks()\nu = t\nu()", ["BackgroundTasks()", "u()"]),
    "one of a text": ("def f(t: 'BackgroundTasks | None'): t.add(g)", ["t.add(g)"]),
    "one of a package": (
        "import fastapi as fa\ndef f(t: fa.BackgroundTasks): t.add(g)",
        ["t.add(g)"],
    ),
    "one that a function returns": (
        "def h() -> BackgroundTasks: ...\nt = h()\nt.add(g)",
        ["t.add(g)"],
    ),
    "one of another file": ("from a import tasks\ntasks.add(g)", ["tasks.add(g)"]),
    "one of a subclass": ("class T(BackgroundTasks): ...\nT().add(g)", ["T().add(g)"]),
    "one of a bound": (
        "from typing import TypeVar\nV = TypeVar('V', bound=BackgroundTasks)\n"
        "def f(t: V): t.add(g)",
        ["t.add(g)"],
    ),
    "its own method": (
        "class T(BackgroundTasks):\n    def h(self): self.add_task(g)\n"
        "    def k(self): [super().add_task(g) for x in y]",
        ["super().add_task(g)"],
    ),
    "an alias of the method": (
        "def f(t: BackgroundTasks):\n    add = t.add_task\n    add(g)",
        ["t.add_task", "add(g)"],
    ),
    "a task that is called": ("t = BackgroundTask(g)\nt()", ["t()"]),
    "a class of tasks in a variable": ("def f(c: type[BackgroundTask]): c(g)", ["c(g)"]),
    "the constructor of a task": (
        "class T(BackgroundTask):\n    def __init__(self): super().__init__(g)",
        ["super().__init__(g)"],
    ),
    "nothing but tasks": (
        "def f(t: BackgroundTasks):\n    t.add_task(g)\n    t.add_task(g)[0].x\n"
        "    BackgroundTask(g)\n    return t",
        [],
    ),
    "something else": (
        "import logging\nlog = logging.getLogger()\nlog.info(g)\napp = FastAPI()\napp.get('/')\n"
        "def f(t, u: int, *v: BackgroundTasks):\n    t.add(g)\n    u.add(g)\n    v.add(g)\n"
        "for x in y: x.add(g)\nadd = g\nadd(g)\nz = x.add\nz()\nunknown.add(g)\n"
        "from b import t as s\ns.add(g)\nfrom missing import m\nm.add(g)",
        [],
    ),
    "another super": ("class T:\n    def h(self): super().add(g)\nsuper().add(g)", []),
    "one of two": ("if x: t = BackgroundTasks()\nelse: t = []\nt.add(g)", ["BackgroundTasks()"]),
    "its own name": ("t = t\nt.add(g)", []),
}
BACKGROUNDS: Final = {
    "a response": ("Response(status_code=1, background=g)", ["g"]),
    "another": ("JSONResponse({}, background = [g])", ["[g]"]),
    "a class of one's own": ("class R(Response): ...\nR(background=g)", ["g"]),
    "none": ("Response()\ng(background=g)\ng.h(background=g)\nFastAPI(background=g)", []),
}
OTHERS: Final = """
--- a.py
from fastapi import BackgroundTasks
tasks = BackgroundTasks()
--- b.py
t = 1  # no BackgroundTasks
"""


@pytest.mark.parametrize(("program", "expected"), USES.values(), ids=USES)
def test_uses(program: str, expected: list[str], tmp_path: Path) -> None:
    facts, source = written(f"{HEAD}{program}{OTHERS}", tmp_path)
    assert [ast.unparse(each.whole) for each in uses_in(source, facts)] == expected


def test_a_file_that_does_not_mention_tasks_has_no_uses(tmp_path: Path) -> None:
    facts, source = written("from a import t\nt.add(g)\nResponse()\n--- a.py\nt = 1", tmp_path)
    assert not [*uses_in(source, facts), *backgrounds_in(source, facts)]


@pytest.mark.parametrize(("program", "expected"), BACKGROUNDS.values(), ids=BACKGROUNDS)
def test_backgrounds(program: str, expected: list[str], tmp_path: Path) -> None:
    facts, source = written(f"{HEAD}{program}{OTHERS}", tmp_path)
    assert [ast.unparse(each) for each in backgrounds_in(source, facts)] == expected


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("make = BackgroundTask", True),
        ("import tools\ntools.BackgroundTask", True),
        ("# BackgroundTask\nmake = BackgroundTasks", False),
    ],
)
def test_types_may_show_tasks_where_their_class_is_named(
    text: str, tmp_path: Path, *, is_asked: bool
) -> None:
    facts, source = written(f"{text}\n", tmp_path)

    assert may_add_tasks(source, facts) is is_asked
