"""Edits of deferred calls: what stands around them stays."""

import sysconfig
from pathlib import Path
from typing import Final

import pytest
from background_typed_check.facts import Facts
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.project import ProjectFiles
from background_typed_check.facts.tasks import find_tasks
from background_typed_check.rules import problems_of
from background_typed_check.rules.rule import Edit, Problem
from programs import applied

HEAD: Final = """\
import asyncio
import functools as tools
from fastapi import BackgroundTasks
from fastapi.concurrency import run_in_threadpool
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse
from collections.abc import Iterator, Iterable


async def send(*to: object, func: str = "") -> None: ...
def export(*to: object) -> Iterator[int]: yield 1
def log(*to: object) -> None: ...
class Plain: ...


"""
HANDLER: Final = "async def handle(tasks: BackgroundTasks, flag: bool, x: str) -> None:\n"


def edits_of(text: str, folder: Path) -> list[tuple[Edit, ...]]:
    """Return the edits of each problem of a file."""
    file = folder / "api.py"
    file.write_text(text)
    return [each.edits for each in problems_of_file(file)]


def problems_of_file(file: Path) -> list[Problem]:
    """Return the problems of a file."""
    files = ProjectFiles(str(file.parent), [str(file)])
    facts = Facts(Disk(), files, [sysconfig.get_path("purelib")])
    source = facts.disk.source(str(file))
    assert source is not None
    tasks = [*find_tasks(source, facts)]
    return [each.problem for task in tasks for each in problems_of(task, facts)]


def corrected(code: str, folder: Path) -> tuple[str, bool] | None:
    """Return what becomes of code in a handler, and whether that is safe; None if nothing does."""
    text = f"{HEAD}{HANDLER}{code}"
    edits = edits_of(text, folder)[0]
    if not edits:
        return None
    new = applied(text, edits)
    compile(new, "api.py", "exec")
    return new.removeprefix(f"{HEAD}{HANDLER}"), all(each.is_safe for each in edits)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("add_task(send(1))", "add_task(send, 1)"),
        ("add_task(send())", "add_task(send)"),
        ("add_task(send ( 1, ))", "add_task(send, 1)"),
        ("add_task(await send(*x, **{}))", "add_task(send, *x, **{})"),
        ("add_task(send(y for y in x))", "add_task(send, (y for y in x))"),
        ("add_task(\n  send(\n    1,\n  ),\n )", "add_task(\n  send,\n    1,\n )"),
        (
            "add_task(  # now\n  send(  # later\n    1,  # one\n    x,  # two\n  )\n )",
            "add_task(  # now\n  send,  # later\n    1,  # one\n    x  # two\n  \n )",
        ),
        ("add_task(lambda: send(x, 'a'))", "add_task(send, x, 'a')"),
        ("add_task(lambda: send([x], (1, 2)))", "add_task(send, [x], (1, 2))"),
        ("add_task(run_in_threadpool, send, 1)", "add_task(send, 1)"),
        ("add_task(asyncio.create_task, send(1))", "add_task(send, 1)"),
        ("add_task(lambda: asyncio.create_task(send(x)))", "add_task(send, x)"),
        (
            "add_task(asyncio.gather, send(1), send(2))",
            "add_task(send, 1)\n    tasks.add_task(send, 2)",
        ),
        ("add_task(export)", "add_task(list, export())"),
        ("add_task(export, 1, *x)", "add_task(list, export(1, *x))"),
        (
            "add_task(\n  export,  # rows\n  1,  # one\n )",
            "add_task(\n  list, export(  # rows\n  1),  # one\n )",
        ),
        ("add_task(export , 1 , )", "add_task(list, export(1) , )"),
        ("add_task(lambda: export(1))", "add_task(list, export(1))"),
        ("add_task(map, log, x)", "add_task(list, map(log, x))"),
        ("add_task(tasks, log, 1)", "add_task(log, 1)"),
        ("add_task(send, 1, func='a')", "add_task(tools.partial(send, func='a'), 1)"),
    ],
)
def test_a_correction_keeps_what_stands_around_it(before: str, after: str, tmp_path: Path) -> None:
    found = corrected(f"    tasks.{before}\n", tmp_path)
    assert found == (f"    tasks.{after}\n", True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("add_task(lambda: send(str(x)))", "add_task(send, str(x))"),
        ("add_task(lambda: asyncio.create_task(send(str(x))))", "add_task(send, str(x))"),
        ("add_task(lambda: export(str(x)))", "add_task(list, export(str(x)))"),
        ("add_task(Plain())", "add_task(Plain)"),
    ],
)
def test_it_is_unsafe_if_something_may_come_out_differently(
    before: str, after: str, tmp_path: Path
) -> None:
    found = corrected(f"    tasks.{before}\n", tmp_path)
    assert found == (f"    tasks.{after}\n", False)


@pytest.mark.parametrize(
    "call",
    [
        "tasks.add_task((send(1)))",
        "tasks.add_task((send)(1))",
        "tasks.add_task(send(  # nothing\n ))",
        "tasks.add_task(send((1)  # one\n , ))",
        "tasks.add_task(func=send(1))",
        "tasks.add_task(send(1), 2)",
        "tasks.add_task(send(func='a'))",
        "tasks.add_task(lambda y=x: send(y))",
        "tasks.add_task(lambda: (send)(1))",
        "tasks.add_task(run_in_threadpool,  # in a thread\n send, 1)",
        "tasks.add_task(run_in_threadpool, (send), 1)",
        "tasks.add_task((run_in_threadpool), send, 1)",
        "job = export if flag else lambda: send(1); tasks.add_task(job)",
        "tasks.add_task(asyncio.create_task,  # now\n send(1))",
        "tasks.add_task(asyncio.create_task, (send(1)))",
        "tasks.add_task(asyncio.create_task, send(1), name='a')",
        "tasks.add_task(asyncio.create_task(send(1), name='a'))",
        "flag and tasks.add_task(asyncio.gather, send(1), send(2))",
        "tasks.add_task(asyncio.gather, send(1),  # one\n send(2))",
        "tasks.add_task(lambda: asyncio.gather(send(1), send(2)))",
        "if flag: tasks.add_task(asyncio.gather, send(1), send(2))",
        "tasks.add_task(export, (1))",
        "tasks.add_task((export), 1)",
        "tasks.add_task(func=export)",
        "list = tasks.add_task(export, 1)",
        "list = tasks.add_task(lambda: export(1))",
        "tasks.add_task(map, send, x)",
        "tasks.add_task(tasks, 1)",
        "tasks.add_task(tasks,  # itself\n log)",
        "tasks.add_task(log, func='a')",
        "tasks.add_task(func=send, self=1)",
        "tasks.add_task(send, 1,  # one\n func='a')",
        "tools = functools = 1; tasks.add_task(send, func='a')",
    ],
)
def test_there_is_none_if_it_would_have_to_move_more(call: str, tmp_path: Path) -> None:
    assert corrected(f"    {call}\n", tmp_path) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "    return JSONResponse({}, background=own.add_task(log, 1))",
            "    own.add_task(log, 1)\n    return JSONResponse({}, background=own)",
        ),
        (
            "    answer = JSONResponse(\n     background=own.add_task(\n      log))\n"
            "    return answer",
            "    own.add_task(\n      log)\n    answer = JSONResponse(\n     background=own)\n"
            "    return answer",
        ),
        ("    if flag: return JSONResponse({}, background=own.add_task(log, 1))", None),
        ("    return JSONResponse({}, background=own.add_task(log)) if flag else None", None),
        ("    return (lambda: JSONResponse({}, background=own.add_task(log)))()", None),
    ],
)
def test_a_task_is_added_before_the_statement_that_stands_alone(
    before: str, after: str | None, tmp_path: Path
) -> None:
    made = "    own = BackgroundTasks()\n"
    found = corrected(f"{made}{before}\n", tmp_path)
    assert found == (None if after is None else (f"{made}{after}\n", True))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"""A."""\nfrom a import b\n', '"""A."""\nimport functools\n\nfrom a import b\n'),
        (
            "from __future__ import annotations\n\nimport os\n\nimport fastapi\n",
            "from __future__ import annotations\n\nimport functools\nimport os\n\nimport fastapi\n",
        ),
        (
            "import asyncio\nfrom os import path\n",
            "import asyncio\nimport functools\nfrom os import path\n",
        ),
        (
            "import asyncio\n\nimport fastapi\n",
            "import asyncio\nimport functools\n\nimport fastapi\n",
        ),
        ("from . import a\n", "import functools\n\nfrom . import a\n"),
    ],
)
def test_an_import_is_added_where_sorted_imports_have_it(
    before: str, after: str, tmp_path: Path
) -> None:
    text = f"{before}from fastapi import BackgroundTasks\nasync def send(func: str): ...\n{HANDLER}"
    text += "    tasks.add_task(send, func='a')\n"
    (edits,) = edits_of(text, tmp_path)
    new = applied(text, edits)
    assert new.startswith(after)
    assert "add_task(functools.partial(send, func='a'))" in new


@pytest.mark.parametrize(
    ("imports", "name"),
    [
        ("import functools\n", "functools.partial"),
        ("import functools as tools\n", "tools.partial"),
        ("from functools import wraps, partial\n", "partial"),
        ("from functools import wraps\n", "functools.partial"),
        ("import functools\nfrom functools import partial\n", "functools.partial"),
    ],
)
def test_what_is_imported_is_used_by_its_name(imports: str, name: str, tmp_path: Path) -> None:
    text = (
        f"{imports}from fastapi import BackgroundTasks\nasync def send(func: str): ...\n{HANDLER}"
    )
    text += "    tasks.add_task(send, func='a')\n"
    (edits,) = edits_of(text, tmp_path)
    assert f"add_task({name}(send, func='a'))" in applied(text, edits)


@pytest.mark.parametrize(
    ("imports", "inside"),
    [
        ("import functools\n", "    functools = 1\n"),
        ("import a.functools as functools\n", ""),
        ("if True:\n    from functools import partial\n", "    partial = 1\n    functools = 1\n"),
    ],
)
def test_there_is_no_correction_if_the_name_means_something_else(
    imports: str, inside: str, tmp_path: Path
) -> None:
    text = (
        f"{imports}from fastapi import BackgroundTasks\nasync def send(func: str): ...\n{HANDLER}"
    )
    text += f"{inside}    tasks.add_task(send, func='a')\n"
    assert edits_of(text, tmp_path) == [()]


def test_a_file_that_begins_without_imports_gets_none(tmp_path: Path) -> None:
    text = "async def send(func: str): ...\nfrom fastapi import BackgroundTasks\n"
    text += f"{HANDLER}    tasks.add_task(send, func='a')\n"
    assert edits_of(text, tmp_path) == [()]


@pytest.mark.parametrize(
    ("callee", "is_safe"),
    [("takes_it", True), ("takes_all", True), ("print", False), ("changed", False)],
)
def test_a_name_of_starlettes_own_is_bound_unless_the_function_has_no_such_parameter(
    callee: str,
    is_safe: bool,  # noqa: FBT001  # what is expected
    tmp_path: Path,
) -> None:
    text = (
        "import functools\nfrom fastapi import BackgroundTasks\nfrom other import change\n"
        "def takes_it(func: str) -> None: ...\n"
        "def takes_all(**more: str) -> None: ...\n"
        "@change\n"
        "def changed() -> None: ...\n"
        f"{HANDLER}    tasks.add_task({callee}, func='a')\n"
    )
    (edits,) = edits_of(text, tmp_path)
    assert {each.is_safe for each in edits} == {is_safe}


def test_a_name_that_the_function_does_not_take_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "api.py"
    file.write_text(f"{HEAD}{HANDLER}    tasks.add_task(log, func='a')\n")
    problem = problems_of_file(file)[0]
    assert problem.instead == 'Leave it out: "log" has no parameter "func"'
    assert problem.edits == ()
