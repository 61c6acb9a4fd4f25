"""The signature of a task's function, and its keywords, while the task is written."""

import sys
from pathlib import Path

import pytest
from background_typed_check.server.calls import definitions
from background_typed_check.server.calls.completion import keywords_at
from background_typed_check.server.calls.signature_help import help_at
from background_typed_check.server.calls.unfinished import Text, finished
from lsprotocol.types import ParameterInformation, SignatureHelp, SignatureInformation
from marked import at_call, cursor_in

WRITE = 'write(name: str, text: str = "a", *, times: int = 1) -> None'
THREAD = "run_in_threadpool(func: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T"
RUN = "run(a, b=2, /, c=3, *rest, d, **more)"


def shown(signature: SignatureInformation) -> str | None:
    """Return the parameter that a signature marks."""
    assert signature.parameters is not None
    assert signature.active_parameter is not None
    marked = [*signature.parameters, ParameterInformation("")][signature.active_parameter].label
    if isinstance(marked, str):
        return marked or None
    return signature.label[marked[0] : marked[1]]


def active(found: SignatureHelp | None) -> tuple[str, str | None]:
    """Return the signature that is shown first, and the parameter that it marks."""
    assert found is not None
    signature = found.signatures[found.active_signature or 0]
    assert found.active_parameter == signature.active_parameter
    return signature.label, shown(signature)


@pytest.mark.parametrize("has_offsets", [True, False])
@pytest.mark.parametrize(
    ("call", "label", "parameter"),
    [
        ("tasks.add_task(write, |)", WRITE, "name: str"),
        ("tasks.add_task(write, |", WRITE, "name: str"),
        ("tasks.add_task(write, 'a|", WRITE, "name: str"),
        ("tasks.add_task(write, '🎉', |", WRITE, 'text: str = "a"'),
        ("tasks.add_task(write, [1, |", WRITE, "name: str"),
        ("sql = '''\nSELECT *\n'''\n    tasks.add_task(write, |", WRITE, "name: str"),
        ("tasks.add_task(write, '''\nfirst\n''', times=|2)", WRITE, "times: int = 1"),
        ("tasks.add_task(write, '''\nfi|rst\n''', times=2)", WRITE, "name: str"),
        ("tasks.add_task(\nwrite,\n'a',\ntimes=|2)", WRITE, "times: int = 1"),
        ("tasks.add_task(write, {\n1: 1,\nb: 2}, times=|2)", WRITE, "times: int = 1"),
        ("tasks.add_task(write, text=, |)", WRITE, None),
        ("tasks.add_task(write, name., |)", WRITE, 'text: str = "a"'),
        ("tasks.add_task(write, 1 +, |", WRITE, 'text: str = "a"'),
        ("tasks.add_task(write, lambda x, |)", WRITE, 'text: str = "a"'),
        ("tasks.add_task(write, text=1, name, |)", WRITE, None),
        ("tasks.add_task(write, (1, |2), 3)", WRITE, "name: str"),
        ("tasks.add_task(write, 'a' if |", WRITE, "name: str"),
        ("tasks.add_task(write, lambda: |", WRITE, "name: str"),
        ("tasks.add_task(write, times=|", WRITE, "times: int = 1"),
        ("tasks.add_task(write, times=|)", WRITE, "times: int = 1"),
        ("if tasks.add_task(write, 'a', |:\n        pass", WRITE, 'text: str = "a"'),
        ("if tasks.add_task(write, 'a', |:", WRITE, 'text: str = "a"'),
        ("while (x := tasks.add_task(write, times=|:", WRITE, "times: int = 1"),
        ("for x in (tasks.add_task(write, , |:\n        pass", WRITE, 'text: str = "a"'),
        ("tasks.add_task(write, times=1, |", WRITE, None),
        ("tasks.add_task(write, times=1, |)", WRITE, None),
        ("tasks.add_task(write, other=|1)", WRITE, None),
        ("tasks.add_task(write, *names, |)", WRITE, None),
        ("tasks.add_task(write, 1, 2, |3)", WRITE, None),
        ("tasks.add_task(func=write, |", WRITE, "name: str"),
        ("if (t := BackgroundTasks()): t.add_task(write, |)", WRITE, "name: str"),
        ("return (tasks.add_task(write, x.|", WRITE, "name: str"),
        ("BackgroundTask(write, |", WRITE, "name: str"),
        (
            "tasks.add_task(write,\n        times=|\n        text='a',\n    )",
            WRITE,
            "times: int = 1",
        ),
        ("tasks.add_task(work.write, |)", WRITE, "name: str"),
        ("tasks.add_task(run_in_threadpool, write, |)", WRITE, "name: str"),
        ("tasks.add_task(mail.send, 1, |)", 'send(to: str, body: str = "")', 'body: str = ""'),
        ("tasks.add_task(mail, |)", "__call__(now: bool)", "now: bool"),
        ("tasks.add_task(Mail.send, |)", 'send(self, to: str, body: str = "")', "self"),
        ("tasks.add_task(work.again, mail, |)", 'send(self, to: str, body: str = "")', "to: str"),
        ("tasks.add_task(Mail.me().send, |)", 'send(to: str, body: str = "")', "to: str"),
        ("tasks.add_task(Mail.kind().send, |)", 'send(self, to: str, body: str = "")', "self"),
        ("tasks.add_task(str.upper, |)", "upper(self) -> str", "self"),
        (
            "tasks.add_task(list.append, [], |)",
            "append(self, object: _T, /) -> None",
            "object: _T",
        ),
        ("tasks.add_task([].append, |)", "append(object: _T, /) -> None", "object: _T"),
        ("tasks.add_task(Mail.make, |)", "make(kind)", "kind"),
        ("tasks.add_task(Mail.check, |)", "check(kind)", "kind"),
        ("tasks.add_task(Job, |)", "Job(name: str, *, times: int = 1)", "name: str"),
        ("tasks.add_task(Made, |)", "Made(size: int, /)", "size: int"),
        ("tasks.add_task(Order, |)", "Order(name: str, count: int = 1)", "name: str"),
        ("tasks.add_task(Point, 1, |)", "Point(x: int, y: int = 0)", "y: int = 0"),
        ("tasks.add_task(Later, |)", "Later(name: str, *, times: int = 1)", "name: str"),
        ("tasks.add_task(work.Later, |)", "Later(name: str, *, times: int = 1)", "name: str"),
        ("tasks.add_task(write, , |", WRITE, 'text: str = "a"'),
        ("tasks.add_task(write,,|)", WRITE, 'text: str = "a"'),
        ("tasks.add_task(write, , , times=|2)", WRITE, "times: int = 1"),
        ("tasks.add_task(write, f'(', f',', |", WRITE, None),
        ("tasks.add_task(write, f'{1}', |", WRITE, 'text: str = "a"'),
        ("tasks.add_task(write, f'{mail, |", WRITE, "name: str"),
        ("tasks.add_task(write, 'one, two (|", WRITE, "name: str"),
        ("tasks.add_task(write, text='one, |", WRITE, 'text: str = "a"'),
        ("tasks.add_task(write, f'one, |", WRITE, "name: str"),
        ("try:\n        tasks.add_task(write, |)\n    print(", WRITE, "name: str"),
        ("try:\n        tasks.add_task(write, |", WRITE, "name: str"),
        ("if mail:\n        tasks.add_task(write, |)\n    else:", WRITE, "name: str"),
        ("with mail as b\n        tasks.add_task(write, |)", WRITE, "name: str"),
        (
            "match mail:\n        case 1:\n            tasks.add_task(write, |)\n        case 2:",
            WRITE,
            "name: str",
        ),
        ("tasks.add_task(write, times=|\n            text='a',\n    ))", WRITE, "times: int = 1"),
        ("tasks.add_task(write, 'a' |", WRITE, "name: str"),
        ("tasks.add_task(write, 'a' |, 'b')", WRITE, "name: str"),
        ("tasks.add_task(write, 'a' , |'b')", WRITE, 'text: str = "a"'),
        ("tasks.add_task(write, text='a' |, times=3)", WRITE, 'text: str = "a"'),
        ("print('a'\n    tasks.add_task(write, |)", WRITE, "name: str"),
        ("x = {'a': (1,\n    y = [\n    tasks.add_task(write, 1, |", WRITE, 'text: str = "a"'),
        ("tasks.add_task(write, 'a'\n    tasks.add_task(write, |)", WRITE, "name: str"),
        ("tasks.add_task(Job('a').run, 1, |)", RUN, "b=2"),
        ("tasks.add_task(Job('a').run, 1, 2, 3, 4, |)", RUN, "*rest"),
        ("tasks.add_task(Job('a').run, 1, c=|)", RUN, "c=3"),
        ("tasks.add_task(Job('a').run, 1, a=|)", RUN, "**more"),
        ("tasks.add_task(load, 'a', |)", "load(path: str, size: int) -> None", "size: int"),
        ("tasks.add_task(load, |)", "load(path: str) -> None", "path: str"),
        (
            "tasks.add_task(partial(write, 'a'), |)",
            WRITE.replace("name: str, ", ""),
            'text: str = "a"',
        ),
        (
            "tasks.add_task(partial(write, name='a'), |)",
            'write(*, text: str = "a", times: int = 1) -> None',
            None,
        ),
        ("tasks.add_task(partial(Job('a').run, c=1), |)", "run(a, b=2, /, *, d, **more)", "a"),
        (
            "tasks.add_task(partial(write, times=2), |)",
            WRITE.replace(", *, times: int = 1", ""),
            "name: str",
        ),
        ("tasks.add_task(partial(write, |", WRITE, "name: str"),
        ("tasks.add_task(either, |)", "either(second: int) -> None", "second: int"),
        ("tasks.add_task(Either, |)", "Either(third: int)", "third: int"),
        (
            "tasks.add_task(publish, 1, 2, |)",
            "publish(name: str, *names: str, **more: int) -> None",
            "*names: str",
        ),
        (
            "tasks.add_task(time.sleep, |)",
            "sleep(seconds: _SupportsFloatOrIndex, /) -> None",
            "seconds: _SupportsFloatOrIndex",
        ),
        ("tasks.add_task(sender.post, |)", "post(to: str)", "to: str"),
        ("tasks.add_task(asyncio.sleep, |)", "sleep(delay: float) -> None", "delay: float"),
        (
            "tasks.add_task(work.tell, |)",
            'tell(to: str | None, *all: list[int] | dict[str, "Job"]) -> None',
            "to: str | None",
        ),
        (
            "tasks.add_task(work.ask, |)",
            'ask(to: str | None, by: "Job | None", of: "a b")',
            "to: str | None",
        ),
        ("tasks.add_task(lambda: write(1), |)", "<lambda>()", None),
        ("tasks.add_task(lambda a, b=1: write(a), 1, |)", "<lambda>(a, b=1)", "b=1"),
        ("later = lambda a: write(a); tasks.add_task(later, |)", "<lambda>(a)", "a"),
        ("partial(lambda a, b: write(a), 1, |)", "<lambda>(a, b)", "b"),
        ("tasks.add_task(run_in_threadpool, |)", THREAD, "func: Callable[P, T]"),
        ("tasks.add_task(run_in_threadpool, *write, |)", THREAD, None),
        (
            "tasks.add_task(type(mail).send, |)",
            'send(self, to: str, body: str = "")',
            "self",
        ),
        ("tasks.add_task(type(mail).make, |)", "make(kind)", "kind"),
        (
            "import random; tasks.add_task(random.shuffle, |)",
            "shuffle(x: MutableSequence[Any]) -> None",
            "x: MutableSequence[Any]",
        ),
        (
            "tasks.add_task({}.update, |)",
            "update(m: SupportsKeysAndGetItem[_KT, _VT], /) -> None",
            "m: SupportsKeysAndGetItem[_KT, _VT]",
        ),
    ],
)
def test_the_signature_is_that_of_the_task(
    call: str, label: str, parameter: str | None, tmp_path: Path, *, has_offsets: bool
) -> None:
    assert active(help_at(at_call(tmp_path, call), has_offsets=has_offsets)) == (label, parameter)


@pytest.mark.parametrize(
    "call",
    [
        "tasks.add_task(|)",
        "tasks.add_task(write|)",
        "tasks.add_task(wri|te, 1)",
        "tasks.add_task(write, print(|)",
        "tasks.add_task(write, print(|",
        "tasks.add_task(unknown, |)",
        "tasks.add_task(unknown.send, |)",
        "tasks.add_task(unknown(), |)",
        "tasks.add_task(missing, |)",
        "tasks.add_task(time.sleep.missing, |)",
        "tasks.add_task(shutil.copy.missing, |)",
        "tasks.add_task(Plain, |)",
        "tasks.add_task(More, |)",
        "tasks.add_task(*write, |)",
        "tasks.add_task(work.by_class, |)",
        "tasks.add_task(partial(lambda a: 1), |)",
        "tasks.add_task(type(unknown).send, |)",
        "tasks.add_task(type(mail).missing, |)",
        "tasks.add_task(type(mail, 1).send, |)",
        "tasks.add_task(super().send, |)",
        "tasks.add_task(super(1).send, |)",
        "partial(|)",
        "unknown.add_task(write, |)",
        "print(|)",
        "print(write)|",
        "[write, |",
        "if (|",
        "return (1, |",
        "def inner(|",
        "with open(|",
        "|",
    ],
)
def test_where_no_task_is_known_nothing_is_shown(call: str, tmp_path: Path) -> None:
    cursor = at_call(tmp_path, call)
    assert help_at(cursor, has_offsets=True) is None
    assert keywords_at(cursor) == []


@pytest.mark.parametrize(
    "broken",
    [
        "def other(:\n    pass",
        "class Other:\n    def method(self\n",
        "if write\n    write(1)\n    write(2)",
        "x = (1,\ndef other(): pass",
        "import",
        "write(]",
        "def other():\n    x = 1\n      y = 2\n    z = 3",
        "def other():\n    x = 1\n   y = 2\n    z = 3",
        "def other():\n        x = 1\n    y = 2\n    z = 3",
        "class A:\n  def f(self):\n      x = 1\n    def g(self):\n      pass",
        "x = 1\n  y = 2\n z = 3",
        "if write:\n    x = 1\n\ty = 2",
        'x = "abc',
        "print(\"it's me)",
        'def other(x):\n    x = f"{x\n    return 1',
        'def other():\n    print("abc)\n    return 1',
    ],
)
def test_mistakes_elsewhere_do_not_matter(broken: str, tmp_path: Path) -> None:
    handler = "def handler(tasks: BackgroundTasks):\n    tasks.add_task(write, |\n    return 1\n"
    imports = "from fastapi import BackgroundTasks\nfrom work import write\n"
    for text in (f"{imports}{broken}\n{handler}", f"{imports}{handler}{broken}\n"):
        assert active(help_at(cursor_in(tmp_path, text), has_offsets=True)) == (WRITE, "name: str")


@pytest.mark.parametrize(
    "broken",
    [
        "      y = 2",
        "   y = 2",
        "y = 2",
        '    y = "abc',
        '    print("abc)',
        "    y = {1: 'a",
        "\tx = 1",
        "    print(end='', y)",
        "    del 1\n    y() = 1",
    ],
)
@pytest.mark.parametrize("call", ["tasks.add_task(write, |", "tasks.add_task(write, |)"])
def test_nor_do_they_in_the_same_function(call: str, broken: str, tmp_path: Path) -> None:
    for lines in (f"x = 1\n{broken}\n    {call}", f"{call}\n{broken}\n    x = 1"):
        cursor = at_call(tmp_path, lines)
        assert active(help_at(cursor, has_offsets=True)) == (WRITE, "name: str")
        assert [each.label for each in keywords_at(cursor)] == ["name=", "text=", "times="]


SPLIT = """\
from fastapi import BackgroundTasks
from work import write
def handler(tasks: BackgroundTasks):
{above}
    {call}
{below}
    return 1
"""


@pytest.mark.parametrize(
    "half",
    [
        "foo(",
        "x = foo(a,",
        "x = [1,",
        "foo(a, b",
        "class Foo",
        "class Foo(",
        "import ",
        "from x import",
        "from x import (",
        "@",
        "@app.post(",
        "def ",
        "def f(",
        "x = ",
        "x.",
        "x: ",
        "if x",
        "try:",
        "else:",
        "with open(",
        ")",
        "$",
        "<<<<<<< HEAD",
        "<<<<<<< HEAD\n    first(1)\n=======\n    second(2)\n>>>>>>> x",
    ],
)
@pytest.mark.parametrize(
    "call",
    [
        "tasks.add_task(write, |)",
        "tasks.add_task(write, |",
        "tasks.add_task(\n        write,\n        |\n    )",
        "with mail:\n        tasks.add_task(write, |)",
    ],
)
def test_a_half_typed_line_at_the_margin_does_not_split_a_function(
    half: str, call: str, tmp_path: Path
) -> None:
    for above, below in (("", half), (half, ""), (f"    first(1)\n{half}", "")):
        cursor = cursor_in(tmp_path, SPLIT.format(above=above, call=call, below=below))
        assert active(help_at(cursor, has_offsets=True)) == (WRITE, "name: str")
        assert [each.label for each in keywords_at(cursor)] == ["name=", "text=", "times="]


def test_the_call_itself_may_be_further_in_than_python_allows(tmp_path: Path) -> None:
    cursor = at_call(tmp_path, "x = 1\n      tasks.add_task(write, |)")
    assert active(help_at(cursor, has_offsets=True)) == (WRITE, "name: str")
    assert help_at(cursor_in(tmp_path, "  tasks.add_task(write, |)"), has_offsets=True) is None


def test_a_mistake_in_the_same_statement_hides_the_call(tmp_path: Path) -> None:
    assert help_at(at_call(tmp_path, "x x tasks.add_task(write, |)"), has_offsets=True) is None


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python miscounts columns in f-strings")
@pytest.mark.parametrize(
    "call",
    [
        "x = f'({tasks.add_task(write, 1, |)}'",
        'x = f"{tasks.add_task(write, 1, |"',
        "x = rf'''a, {tasks.add_task(write, , |",
    ],
)
def test_a_call_in_an_f_string_is_one(call: str, tmp_path: Path) -> None:
    found = help_at(at_call(tmp_path, call), has_offsets=True)
    assert active(found) == (WRITE, 'text: str = "a"')


def test_all_overloads_are_shown(tmp_path: Path) -> None:
    found = help_at(at_call(tmp_path, "tasks.add_task(load, 1, |)"), has_offsets=True)
    assert found is not None
    assert [each.label for each in found.signatures] == [
        "load(path: str) -> None",
        "load(path: str, size: int) -> None",
    ]
    assert [*map(shown, found.signatures)] == [None, "size: int"]


INHERITED = """\
from fastapi import BackgroundTasks
from pathlib import Path
from work import Mail, Missing

class Base(Mail):
    def __init__(self, host, port=1): ...
    def work(self, a, b): ...
    @classmethod
    def make(cls, other): ...

class Child(Base, {base}):
    def work(self, other): ...
    def go(self, tasks: BackgroundTasks):
        tasks.add_task({callee}, |)
"""


@pytest.mark.parametrize(
    ("base", "callee", "labels"),
    [
        ("Mail", "super().work", ["work(a, b)"]),
        ("Mail", "super().send", ['send(to: str, body: str = "")']),
        ("Mail", "super().make", ["make(other)"]),
        ("Mail", "super().__init__", ["__init__(host, port=1)"]),
        ("Mail", "super().missing", []),
        ("Mail", "super(Child, self).work", []),
        ("Mail", "type(self).work", ["work(self, other)"]),
        ("Missing", "super().missing", []),
    ],
)
def test_the_function_may_be_that_of_a_base(
    base: str, callee: str, labels: list[str], tmp_path: Path
) -> None:
    text = INHERITED.format(base=base, callee=callee)
    found = help_at(cursor_in(tmp_path, text), has_offsets=True)
    assert [each.label for each in (found.signatures if found is not None else ())] == labels


def test_the_base_may_be_one_of_a_library(tmp_path: Path) -> None:
    text = INHERITED.format(base="Path", callee="super().write_text")
    label, parameter = active(help_at(cursor_in(tmp_path, text), has_offsets=True))
    assert (label.partition(",")[0], parameter) == ("write_text(data: str", "data: str")


VERSIONS = """\
import sys
from typing import overload
from fastapi import BackgroundTasks

class Mail:
    if sys.version_info >= (3, 10):
        @overload
        def __init__(self, new): ...
        @overload
        def __init__(self, new, more): ...
    else:
        @overload
        def __init__(self, old): ...
        @overload
        def __init__(self, old, more): ...

if sys.version_info < (3, 10):
    from old import send
elif sys.version_info >= (3, 99) and sys.platform == "linux":
    def send(newest): ...
elif sys.version_info >= (3, 10) or sys.platform == "linux":
    def send(new): ...
else:
    def send(old): ...

if sys.platform == "win32" and sys.version_info >= (3, 10):
    def either(windows): ...
else:
    def either(others): ...

def handler(tasks: BackgroundTasks):
    tasks.add_task({name}, |
"""


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("Mail", ["Mail(new)", "Mail(new, more)"]),
        ("send", ["send(new)"]),
        ("either", ["either(others)"]),
    ],
)
def test_the_signature_is_that_for_the_python_of_the_environment(
    name: str, labels: list[str], tmp_path: Path
) -> None:
    found = help_at(cursor_in(tmp_path, VERSIONS.format(name=name)), has_offsets=True)
    assert found is not None
    assert [each.label for each in found.signatures] == labels


def test_only_the_overloads_of_one_version_are_shown(tmp_path: Path) -> None:
    call = "import subprocess; tasks.add_task(subprocess.run, |)"
    found = help_at(at_call(tmp_path, call), has_offsets=True)
    assert found is not None
    assert len({"process_group" in each.label for each in found.signatures}) == 1
    assert len(found.signatures) == 6


@pytest.mark.parametrize(
    ("function", "doc"), [("write", "Write it."), ("Job", "A job."), ("load", None)]
)
def test_the_docstring_is_that_of_the_function_or_class(
    function: str, doc: str | None, tmp_path: Path
) -> None:
    found = help_at(at_call(tmp_path, f"tasks.add_task({function}, |)"), has_offsets=True)
    assert found is not None
    assert found.signatures[0].documentation == doc


def test_without_mypy_the_library_is_read_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    definitions.own_folders.cache_clear()
    monkeypatch.setattr(definitions, "find_spec", lambda _: None)
    try:
        copy = help_at(at_call(tmp_path, "tasks.add_task(shutil.copy, |)"), has_offsets=True)
        assert active(copy) == ("copy(src, dst, *, follow_symlinks=True)", "src")
        built_in = at_call(tmp_path, "tasks.add_task(time.sleep, |)")
        assert help_at(built_in, has_offsets=True) is None
    finally:
        definitions.own_folders.cache_clear()


def test_a_cursor_behind_the_text_is_nowhere(tmp_path: Path) -> None:
    behind = cursor_in(tmp_path, "tasks|")
    position = behind.position.__class__(9, 0)
    assert behind._replace(position=position).reading() is None
    cursor = at_call(tmp_path, "tasks.add_task(write, |)")
    position = type(cursor.position)(999, 0)
    assert help_at(cursor._replace(position=position), has_offsets=True) is None
    assert cursor._replace(position=position).before == ""


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("tasks.add_task(write, |)", "name text times"),
        ("tasks.add_task(write, na|)", "name text times"),
        ("tasks.add_task(write, na|", "name text times"),
        ("tasks.add_task(write, 'a', |", "text times"),
        ("tasks.add_task(write, 'a', t|, times=1)", "text"),
        ("tasks.add_task(write, name='a', t|)", "text times"),
        ("tasks.add_task(write,\n        |\n    )", "name text times"),
        ("tasks.add_task(write, 'a', 'b', 'c', |)", "times"),
        ("tasks.add_task(Job('a').run, 1, |)", "c d"),
        ("tasks.add_task(partial(write, 'a'), |)", "text times"),
        ("tasks.add_task(load, |)", "path size"),
        ("tasks.add_task(write, x.|)", ""),
        ("tasks.add_task(write, name=|)", ""),
        ("tasks.add_task(write, name=\n        |)", ""),
        ("tasks.add_task(write, 1 + |)", ""),
        ("tasks.add_task(write, 'Dear, |')", ""),
        ("tasks.add_task(write, 'Dear, |", ""),
        ("tasks.add_task(write, f'a, |')", ""),
        ("tasks.add_task(write, # to, |\n    )", ""),
        ("tasks.add_task(write,  # to\n        |)", "name text times"),
        ("tasks.add_task(write, 'a',  # to\n        # all, (\n        te|\n    )", "text times"),
        ("tasks.add_task(write, [1, |])", ""),
        ("tasks.add_task(write, {'a': 1, |})", ""),
        ("tasks.add_task(write, lambda a, |: 1)", ""),
        ("tasks.add_task(publish, |)", "name"),
        ("tasks.add_task(write, |'a')", "name text times"),
        ("tasks.add_task(write, | 'a', 2)", "name text times"),
        ("tasks.add_task(write, 'a', | 2)", "text times"),
        ("tasks.add_task(write, |[1])", "name text times"),
        ("tasks.add_task(write, | text=1)", "name times"),
        ("tasks.add_task(write, |text=1)", "name times"),
        ("tasks.add_task(write, te|xt=1)", ""),
        ("tasks.add_task(write, 'a', |\n        times=1)", "text"),
        ("tasks.add_task(write, | x=1)", "name text times"),
        # `add_task` has a `self` of its own.
        ("tasks.add_task(Mail.send, |)", "to body"),
    ],
)
def test_the_keywords_are_those_that_are_left(call: str, names: str, tmp_path: Path) -> None:
    found = keywords_at(at_call(tmp_path, call))
    assert [each.label for each in found] == [f"{each}=" for each in names.split()]
    assert [each.insert_text for each in found] == [each.label for each in found]
    assert sorted(str(each.sort_text) for each in found) == [each.sort_text for each in found]


@pytest.mark.parametrize(
    ("function", "start"),
    [
        ("logger.info", "info(msg: object, *args: object, "),
        ("move", "move(src: StrPath, dst: "),
    ],
)
def test_functions_of_the_library_are_found_through_modules(
    function: str, start: str, tmp_path: Path
) -> None:
    found = help_at(at_call(tmp_path, f"tasks.add_task({function}, |)"), has_offsets=True)
    assert active(found)[0].startswith(start)


def test_broken_settings_are_said_and_nothing_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cursor = at_call(tmp_path, "tasks.add_task(write, |)")
    (tmp_path / "pyproject.toml").write_text("[tool.background-typed]\nignore = 1\n", "utf-8")
    assert help_at(cursor, has_offsets=True) is None
    assert help_at(cursor, has_offsets=True) is None
    assert capsys.readouterr().out.count("ignore") == 1


FIELDS = """\
from dataclasses import KW_ONLY, InitVar, dataclass, field
from typing import Annotated, ClassVar
from fastapi import BackgroundTasks
from work import Order

@dataclass
class D:
    a: int; b: list[int] = field(default_factory=list); c: int = field(init=False, default=1)
    k: ClassVar[int] = 5
    _: KW_ONLY
    d: Annotated[int, "more"] = 3

@dataclass(kw_only=True)
class E(D):
    e: InitVar[str]
    a: str = field(default="x", kw_only=False)

@dataclass
class F(Order):
    c: int

@dataclass
class G(Order):
    c: int = 1

@dataclass
class H(Missing):
    c: int = 1

class Written:
    def __init__(self, other): ...

@dataclass
class J(Written):
    c: int = 1

@dataclass(init=False)
class K(Written):
    c: int = 1

def handler(tasks: BackgroundTasks):
    tasks.add_task({name}, |
"""


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("D", ["D(a: int, b: list[int] = ..., *, d: int = 3)"]),
        ("E", ['E(a: str = "x", b: list[int] = ..., *, d: int = 3, e: str)']),
        ("F", []),
        ("G", ["G(name: str, count: int = 1, c: int = 1)"]),
        ("H", []),
        ("J", ["J(c: int = 1)"]),
        ("K", ["K(other)"]),
    ],
)
def test_the_fields_of_a_dataclass_are_those_its_init_takes(
    name: str, labels: list[str], tmp_path: Path
) -> None:
    found = help_at(cursor_in(tmp_path, FIELDS.format(name=name)), has_offsets=True)
    assert [each.label for each in (found.signatures if found is not None else ())] == labels


@pytest.mark.parametrize(
    ("text", "is_first"),
    [
        ("tasks.add_task(f, ", False),
        ("tasks.add_task(f, \n\ndef later(): ...\n", False),
        ("tasks.add_task(f, \n\n@mark\ndef later(): ...\n", False),
        ("tasks.add_task(f, \n)\n\ndef later(): ...\n", True),
        ("tasks.add_task(f, )\n\ndef later(): ...\n", True),
        ("'''(\ntasks.add_task(f, '''\n", True),
    ],
)
def test_a_text_with_an_open_bracket_is_not_parsed_first(text: str, *, is_first: bool) -> None:
    line = text.splitlines().index(next(each for each in text.splitlines() if "add_task" in each))

    cursor = Text(text, line, len(text.splitlines()[line].rstrip(")'")))
    first, *others = finished(cursor, cursor.around)

    assert (first.text == text) is is_first
    assert is_first or text in [each.text for each in others]


@pytest.mark.parametrize("is_known", [True, False])
def test_what_was_not_parsed_for_the_findings_is_parsed_without_other_functions(
    *, is_known: bool
) -> None:
    text = "tasks.add_task(f, )\n\ndef other():\n    return 1\n"
    cursor = Text(text, 0, len("tasks.add_task(f, "))
    first = next(finished(cursor, cursor.around, is_alone=True, is_known=is_known))
    assert (first.text == text) is is_known
    assert first.text.count("\n") == text.count("\n")


def test_a_bracket_that_is_not_of_a_call_is_only_closed() -> None:
    cursor = Text("x = [1, \ny = 2\n", 0, len("x = [1, "))
    texts = [each.text for each in finished(cursor, cursor.around)]
    assert texts[0] == "x = [1, ]\ny = 2\n"
    assert not any("(" in each for each in texts)


UNPACKED = """\
from typing import NotRequired, Required, TypedDict, Unpack
from fastapi import BackgroundTasks
class Base(TypedDict):
    "What all have."
    to: str
    kind: NotRequired[int]
class Options(Base, total=False):
    times: list[int]
    now: Required[bool]
class Plain:
    to: str
def send(name, **options: Unpack[{options}]): ...
def handler(tasks: BackgroundTasks):
    tasks.add_task(send, "a", |)
"""


@pytest.mark.parametrize(
    ("options", "parameters", "names"),
    [
        ("Base", "*, to: str, kind: int = ...", "to kind"),
        (
            "Options",
            "*, to: str, kind: int = ..., times: list[int] = ..., now: bool",
            "to kind times now",
        ),
        ("Plain", "**options: Unpack[Plain]", ""),
        ("Missing", "**options: Unpack[Missing]", ""),
    ],
)
def test_the_keys_of_a_typed_dict_are_keywords(
    options: str, parameters: str, names: str, tmp_path: Path
) -> None:
    cursor = cursor_in(tmp_path, UNPACKED.format(options=options))
    found = help_at(cursor, has_offsets=True)
    assert found is not None
    assert [each.label for each in found.signatures] == [f"send(name, {parameters})"]
    assert [each.label for each in keywords_at(cursor)] == [f"{each}=" for each in names.split()]
