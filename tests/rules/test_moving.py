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
def takes_one(one: int) -> Iterator[int]: yield one
class Plain: ...


"""
HANDLER: Final = "async def handle(tasks: BackgroundTasks, flag: bool, x: str) -> None:\n"


def edits_of(text: str, folder: Path) -> list[tuple[Edit, ...]]:
    """Return the edits of each problem of a file."""
    return [each.edits for each in problems_with(text, folder)]


def problems_with(text: str, folder: Path) -> list[Problem]:
    """Return the problems of a text."""
    file = folder / "api.py"
    file.write_text(text)
    return problems_of_file(file)


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
        ("add_task(\n  send(\n    1,\n  ),\n )", "add_task(\n  send,\n  1,\n )"),
        (
            "add_task(  # now\n  send(  # later\n    1,  # one\n    x,  # two\n  )\n )",
            "add_task(  # now\n  send,  # later\n    1,  # one\n    x,  # two\n )",
        ),
        ("add_task(lambda: send(x, 'a'))", "add_task(send, x, 'a')"),
        ("add_task(lambda: send([x], (1, 2)))", "add_task(send, [x], (1, 2))"),
        ("add_task(run_in_threadpool, send, 1)", "add_task(send, 1)"),
        ("add_task(asyncio.create_task, send(1))", "add_task(send, 1)"),
        ("add_task(lambda: asyncio.create_task(send(x)))", "add_task(send, x)"),
        ("add_task(export)", "add_task(list, export())"),
        ("add_task(export, 1, *x)", "add_task(list, export(1, *x))"),
        (
            "add_task(\n  export,  # rows\n  1,  # one\n )",
            "add_task(\n  list, export(  # rows\n  1),  # one\n )",
        ),
        ("add_task(export , 1 , )", "add_task(list, export(1) , )"),
        (
            "add_task(\n        export,\n        1,\n        2,\n    )",
            "add_task(\n        list,\n        export(1, 2),\n    )",
        ),
        ("add_task(export,\n        1, 2)", "add_task(list, export(1, 2))"),
        ("add_task(send(\n        1, 2))", "add_task(send, 1, 2)"),
        (
            "add_task(send(\n        1,  # one\n    ), )",
            "add_task(send,\n        1  # one\n    , )",
        ),
        ('add_task(send(\n  """a\n  b"""))', 'add_task(send,\n  """a\n  b""")'),
        ("add_task(lambda: export(1))", "add_task(list, export(1))"),
        ("add_task(map, log, x)", "add_task(list, map(log, x))"),
        ("add_task(tasks, log, 1)", "add_task(log, 1)"),
        ("add_task((send(1)))", "add_task(send, 1)"),
        ("add_task((\n send(1)\n ), )", "add_task(send, 1, )"),
        ("add_task(( (lambda: send(1)) ))", "add_task(send, 1)"),
        ("add_task((send)(1))", "add_task(send, 1)"),
        ("add_task(send((1)))", "add_task(send, (1))"),
        ("add_task(send(1, ((2)), ))", "add_task(send, 1, ((2)))"),
        ("add_task(send(1,  # (\n (2)))", "add_task(send, 1,  # (\n (2))"),
        ("add_task(func=send(1))", "add_task(send, 1)"),
        ("add_task(func=(send(1)))", "add_task(send, 1)"),
        ("add_task(func=send(\n 1,  # one\n ))", "add_task(send,\n 1  # one\n )"),
        ("add_task(lambda: (send)(1))", "add_task(send, 1)"),
        ("add_task(run_in_threadpool, (send), 1)", "add_task((send), 1)"),
        ("add_task((run_in_threadpool), send, 1)", "add_task(send, 1)"),
        ("add_task((export), 1)", "add_task(list, export(1))"),
        ("add_task(export, (1))", "add_task(list, export((1)))"),
        ("add_task(func=export)", "add_task(list, export())"),
        ("add_task((\n  export\n ), (1))", "add_task(list, export((1)))"),
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
        (
            "add_task(asyncio.gather, send(1), send(2))",
            "add_task(send, 1)\n    tasks.add_task(send, 2)",
        ),
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
        "tasks.add_task(send(  # nothing\n ))",
        "tasks.add_task(send((1)  # one\n , ))",
        "tasks.add_task(send(1), 2)",
        "tasks.add_task(send\\\n (1))",
        "tasks.add_task((  # now\n send)(1))",
        "tasks.add_task((send  # now\n )(1))",
        "tasks.add_task((  # now\n send(1)))",
        "tasks.add_task((  # rows\n export), 1)",
        "tasks.add_task((export  # rows\n ), 1)",
        "tasks.add_task((  # in a thread\n run_in_threadpool), send)",
        "tasks.add_task(to=1, func=export)",
        "tasks.add_task(to=1, func=lambda: asyncio.create_task(send(\n 1,  # one\n )))",
        "tasks.add_task(export  # rows\n , 1)",
        "tasks.add_task(send(func='a'))",
        "tasks.add_task(lambda y=x: send(y))",
        "tasks.add_task(run_in_threadpool,  # in a thread\n send, 1)",
        "job = export if flag else lambda: send(1); tasks.add_task(job)",
        "tasks.add_task(asyncio.create_task,  # now\n send(1))",
        "tasks.add_task(asyncio.create_task, (send(1)))",
        "tasks.add_task(asyncio.create_task, send(1), name='a')",
        "tasks.add_task(asyncio.create_task(send(1), name='a'))",
        "flag and tasks.add_task(asyncio.gather, send(1), send(2))",
        "tasks.add_task(asyncio.gather, send(1),  # one\n send(2))",
        "tasks.add_task(lambda: asyncio.gather(send(1), send(2)))",
        "if flag: tasks.add_task(asyncio.gather, send(1), send(2))",
        "list = tasks.add_task(export, 1)",
        "list = tasks.add_task(lambda: export(1))",
        "tasks.add_task(map, send, x)",
        "tasks.add_task(lambda: (  # one\n send(1)))",
        "tasks.add_task(send, 1,\n func='a',  # why\n )",
        "tasks.add_task(takes_one)",
        "tasks.add_task(export, func=1)",
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


def test_a_star_import_may_bring_another_list(tmp_path: Path) -> None:
    text = f"from other import *\n{HEAD}{HANDLER}    tasks.add_task(export)\n"
    assert edits_of(text, tmp_path) == [()]


@pytest.mark.parametrize(
    ("before", "after", "is_safe"),
    [
        ("lambda: log(name)", "log, name", True),
        ("lambda: log(name.title)", "log, name.title", False),
        ("lambda: log(name.title())", "lambda name: log(name.title()), name", True),
        (
            "lambda n=0xF, t='x': log(name.title())",
            "lambda n=0xF, t='x', name=name: log(name.title())",
            False,
        ),
        ("lambda n: log(name, n), 1", "lambda n, name=name: log(name, n), 1", False),
        ("call, lambda: log(name.title())", "call, lambda name=name: log(name.title())", False),
    ],
)
def test_a_name_of_a_loop_is_bound_when_the_task_is_added(
    before: str,
    after: str,
    is_safe: bool,  # noqa: FBT001  # what is expected
    tmp_path: Path,
) -> None:
    call = "def call(function: object, *more: object) -> None: ...\n"
    text = f"{HEAD}{call}{HANDLER}    for name in x:\n        tasks.add_task({before})\n"
    (edits,) = edits_of(text, tmp_path)
    assert f"        tasks.add_task({after})\n" in applied(text, edits)
    assert all(each.is_safe for each in edits) == is_safe


@pytest.mark.parametrize(
    "body",
    [
        ["tasks.add_task(lambda: log(later))", "later = name + 'x'"],
        ["text = name + 'x'", "tasks.add_task(lambda: log(text))", "text += 'y'"],
        ["box = []", "tasks.add_task(lambda: log(name, *box))", "box.append(name)"],
        ["with open(name) as file: tasks.add_task(lambda: log(name, file.readline()))"],
        ["tasks.add_task(lambda a, /: log(name, a), 1)"],
        ["tasks.add_task(lambda *a: log(name, a), 1)"],
        ["tasks.add_task(lambda: log(\n name.title()))"],
    ],
)
def test_it_is_not_bound_if_it_may_have_another_value_later(
    body: list[str], tmp_path: Path
) -> None:
    lines = "".join(f"        {each}\n" for each in body)
    text = f"{HEAD}{HANDLER}    later = ''\n    for name in x:\n{lines}"
    late = [each for each in problems_with(text, tmp_path) if "after the loop" in each.why]
    assert all(each.edits == () for each in late)
    assert late


@pytest.mark.parametrize(
    ("body", "is_corrected"),
    [
        ("    time.sleep(1)", True),
        ("    time.sleep(1); asyncio.create_task(send())", False),
        ("    time.sleep(1); spawn()", False),
        ("    time.sleep(1); [each async for each in pages()]", False),
    ],
)
def test_a_function_becomes_plain_if_it_needs_no_event_loop(
    body: str,
    is_corrected: bool,  # noqa: FBT001  # what is expected
    tmp_path: Path,
) -> None:
    text = (
        f"import time\n{HEAD}async def pages(): yield 1\n"
        "def spawn(): asyncio.ensure_future(send())\n"
        f"async def work():\n{body}\n{HANDLER}    tasks.add_task(work)\n"
    )
    assert [bool(each) for each in edits_of(text, tmp_path)] == [is_corrected]


@pytest.mark.parametrize(
    ("before", "after"),
    [("async  def", "def"), ("async\tdef", "def"), ("async \\\n  def", None)],
)
def test_whatever_is_between_async_and_def_goes_too(
    before: str, after: str | None, tmp_path: Path
) -> None:
    work = "{} work(): time.sleep(1)\n"
    text = f"import time\n{HEAD}{work}{HANDLER}    tasks.add_task(work)\n"
    (edits,) = edits_of(text.replace("{}", before), tmp_path)
    made = applied(text.replace("{}", before), edits) if edits else None
    assert made == (text.replace("{}", after) if after is not None else None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("await (tasks.add_task(send))", "tasks.add_task(send)"),
        ("await((\n        tasks.add_task(send)\n    ))", "tasks.add_task(send)"),
        (
            "await (\n        tasks\n        .add_task(send)\n    )",
            "(\n        tasks\n        .add_task(send)\n    )",
        ),
        (
            "return (await tasks\n        .add_task(send)\n    )",
            "return (tasks\n        .add_task(send)\n    )",
        ),
        ("await (  # now\n        tasks.add_task(send))", None),
        ("await (\n        tasks.add_task(send)  # now\n    )", None),
        ("await \\\n        tasks.add_task(send)", None),
    ],
)
def test_an_await_is_removed_with_parentheses_that_serve_nothing_else(
    before: str, after: str | None, tmp_path: Path
) -> None:
    start = f'{HEAD}from fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\n{HANDLER}    '
    (edits,) = edits_of(f"{start}{before}\n    x = 1\n", tmp_path)
    new = applied(f"{start}{before}\n    x = 1\n", edits) if edits else None
    assert new == (f"{start}{after}\n    x = 1\n" if after is not None else None)
