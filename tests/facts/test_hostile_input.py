"""No input causes a traceback or an endless run: what is not understood is unknown."""

import ast
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

import pytest
from background_typed_check.facts import Facts
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import find_tasks
from background_typed_check.rules import problems_of

SECONDS: Final = 10
# Only files with tasks are read.
HEAD: Final = """\
from fastapi import BackgroundTasks
tasks = BackgroundTasks()
def handler(tasks: BackgroundTasks):
    tasks.add_task(print, 1)
"""
USE: Final = """
tasks.add_task(x)
tasks.add_task(x.y, x(1))
x.add_task(print)
"""


def nested(before: str, middle: str, after: str = "", start: str = "x = ") -> dict[str, str]:
    """Return programs that nest the same thing to several depths."""
    return {
        f"{before.strip()} {many}": f"{start}{before * many}{middle}{after * many}"
        for many in (80, 1_000, 20_000)
    }


def blocks(opening: str, end: str = "") -> str:
    """Return statements that are nested as deeply as Python allows."""
    lines = [" " * depth + opening.format(depth) for depth in range(90)]
    ends = [" " * depth + end for depth in reversed(range(90))] if end else []
    return "\n".join([*lines, " " * 90 + "tasks.add_task(print)", *ends, "x = print"])


def clique(many: int, line: str, part: str, between: str = ", ") -> str:
    """Return definitions that each need all others."""
    parts = between.join(part.format(number) for number in range(many))
    return "\n".join(line.format(number, parts) for number in range(many)) + "\nx = x0"


DEEP: Final = {
    **nested("(", "1", ")"),
    **nested("[", "", "]"),
    **nested("{1: ", "1", "}"),
    **nested("tasks.", "b"),
    **nested("tasks or (", "1", ")"),
    **nested("1 + ", "1"),
    **nested("not ", "1"),
    **nested("lambda: ", "print"),
    **nested("1 if tasks else ", "1"),
    **nested("f(", "", ")"),
    **nested("partial(", "print", ")", start="from functools import partial\nx = "),
    **nested("int | ", "int", "", start="def x(a: "),
    **{f"calls {many}": f"x = tasks{'.f()' * many}" for many in (30, 1_000, 20_000)},
    **{f"indices {many}": f"x = tasks{'[0]' * many}" for many in (80, 1_000, 20_000)},
    "functions": blocks("def f{}(tasks: BackgroundTasks):"),
    "classes": blocks("class A{}:"),
    "ifs": blocks("if tasks:"),
    "tries": blocks("try:", "finally: pass"),
    "a chain of names": "x0 = print\n" + "\n".join(f"x{n + 1} = x{n}" for n in range(2_000)),
    "a chain of bases": "class x0: ...\n"
    + "\n".join(f"class x{n + 1}(x{n}): ..." for n in range(500))
    + "\nx = x500()",
    "a chain of returns": "def x0(): yield\n"
    + "\n".join(f"def x{n + 1}(): return x{n}()" for n in range(500))
    + "\nx = x500",
}
LONG: Final = {
    "a string of 10 MB": f"x = '{'a' * 10_000_000}'",
    "a comment of 10 MB": f"x = 1  # {'é' * 5_000_000}",
    "many tasks in a line": "x = 1; " + "tasks.add_task(x, 'é'); " * 300,
    "many values": "x = 1\n" * 3_000,
    "many handlers": "try: x = 1\n" + "except KeyError: tasks.add_task(print)\n" * 1_000,
    "many decorators": "def d(f): return f\n" + "@d\n" * 1_000 + "def x(): ...",
}
CIRCLES: Final = {
    "names": "a = b\nb = a\nx = a\nc = c\nd = d.d\ne = e()\nf = lambda: f()\n"
    "x = x if x else (x or x)",
    "bases": "class x(C): y = C.y\nclass B(x): ...\nclass C(B): ...\nclass D(D): ...",
    "no order of bases": "class A: ...\nclass B(A): ...\nclass x(A, B): ...\nclass C(A, A): ...",
    "texts": "T = 'T'\nU = 'V'\nV = 'U'\ndef x(a: T, b: 'U', c: 'T[T]'):\n"
    "    tasks.add_task(a.b, c)",
    "each class needs all": clique(30, "class x{0}({1}): a = x{0}.a", "x{}"),
    "each name needs all": clique(30, "x{0} = {1}", "x{}.y()", " or "),
    "each function needs all": clique(30, "def x{0}(): return {1}", "x{}()", " or "),
    "each alias needs all": clique(
        30, "x{0} = '{1}'\ndef f{0}(p: x{0}): tasks.add_task(p)", "x{}", "|"
    ),
    "attributes": "class x:\n    def __init__(self): self.a = self.b\n"
    "    def f(self): self.b = self.a"
    "\n    def __getattr__(self, n): return self.n\ntasks.add_task(x().a.b)",
}
ODD: Final = {
    "bases": "class A('B'): ...\nclass B(print()): ...\nclass x(*[A], metaclass=A, **{}): ...\n"
    "class D(lambda: 1): ...\nclass E(A if B else x): ...\nclass F(A[int], B[0][1], 1, ...): ...\n"
    "tasks.add_task(A().x)\ntasks.add_task(B())\nF().add_task(E().x, D)",
    "decorators": "@lambda f: f\ndef x(): yield\n@(y := print)\ndef z(): ...\n@x.y[0](1)(2)\n"
    "async def w(): ...\n@1\n@None\n@'a'\nclass C: ...\ntasks.add_task(z)\ntasks.add_task(w)",
    "annotations": "def x(a: 'no python', b: '((', c: 'int[', d: 'lambda: x', e: '(x := 1)', f: '',"
    " g: b'', h: 1, i: ..., j: [int], *k: '*Ts', **m: '\\0') -> 'f(':\n"
    + "".join(
        f"    tasks.add_task({name}.x)\n    {name}.add_task(print)\n" for name in "abcdefghijkm"
    ),
    "texts in texts": "def x(a: '"
    + "[" * 1_000
    + "]" * 1_000
    + "', b: '"
    + "a." * 9_000
    + "a', c: '"
    + "|".join(["int"] * 9_000)
    + "', d: '"
    + "-" * 9_000
    + "1'):\n"
    "    a.add_task(b)\n    b.add_task(c)\n    c.add_task(d)\n    d.add_task(a)",
    "comprehensions of type parameters": "def f[T: [0 for y.a in x]]() -> T: ...\n"
    "class C[*T = [0 for y.a in x]]: ...\ntype A[T: [0 for y.a in x]] = T\nimport app\n"
    "tasks.add_task(app.a)\ntasks.add_task(C().a)",
    "global": "global x\ndef f():\n    nonlocal q\n    global x, tasks\n    x = tasks.add_task(x)\n"
    "    def g():\n        nonlocal tasks, x, f\n        tasks.add_task(x)\nclass C:\n"
    "    global tasks\n    tasks = tasks\ndef h(a):\n    global a\n    nonlocal a\n"
    "    a.add_task(a)",
    "walrus": "x = [y := i for i in (z := [1])]\nw = [[(a := j) for j in (b := i)] for i in x]\n"
    "class C:\n    q = [tasks.add_task(r := s) for s in 'a']\ntasks.add_task(a)\n"
    "tasks.add_task(y)\n"
    "lambda: (g := tasks.add_task(g))\n(k := tasks).add_task(print)",
    "match": "match tasks:\n"
    "    case BackgroundTasks(a=b, c=[d, *e], f={'g': h, **i}) as x: d.add_task(b)\n"
    "    case [j, (k | k)] | {'l': k}: tasks.add_task(k)\n    case m: m.add_task(m)",
    "except*": "try: tasks.add_task(print)\nexcept* ValueError as x: tasks.add_task(x)\nelse: pass",
    "type parameters": "type A = B\ntype B = A\ntype C[T: (int, 'str')] = list[T] | C[T]\n"
    "class x[x = int, *Ts = *tuple[int], **P = [int]](x): ...\nclass D[T](C[T], x[T]): ...\n"
    "def f[T: BackgroundTasks](a: T, b: A, c: C[int]) -> T:\n    a.add_task(b)\n    c.add_task(f)",
    "f-strings": "x = f'{x!r:>{f\"{tasks.add_task(print)}\"}}'\ntasks.add_task(f'{x=}')",
    "f-strings in each other": "x = f'{f'{f'{tasks.add_task(print)}'}'}'",
    "t-strings": "x = t'{tasks.add_task(print)}{t'{x}'}'",
    "Python 2": "print 'x'",
    "star-arguments": "tasks.add_task(*x, **x)\ntasks.add_task()\ntasks.add_task(func=x)\n"
    "BackgroundTasks.add_task()\nBackgroundTasks.add_task(*x)\nBackgroundTasks.add_task(tasks)\n"
    "from functools import partial\ntasks.add_task(partial())\ntasks.add_task(partial(*x))\nx = 1",
    "self": "class x:\n    def __init__(): self.x = 1\n    def f(*self): self.x.add_task(self.f)\n"
    "    def g(self, /): self.y: 'x' = self.y; tasks.add_task(self.y.y.g)\n"
    "    async def h(cls, **self): (cls.h, self.h) = 1, 2; tasks.add_task(cls.h)\n"
    "    @property\n    def p(self) -> 'x': tasks.add_task(self.p.p)\n    p = p",
    "form feeds": "\f\nx = 1\f; tasks.add_task(x)\n\f\ntasks.\fadd_task\f(x)",
}
LATIN: Final = f"# coding: latin-1\n{HEAD}x = 'é'; tasks.add_task(x)"
BYTES: Final = {
    "null bytes": f"{HEAD}x = '\0'".encode(),
    "only null bytes": b"\0" * 100,
    "every byte": HEAD.encode() + bytes(range(256)),
    "a mark of the order": b"\xef\xbb\xbf" + HEAD.encode(),
    "two marks": b"\xef\xbb\xbf" * 2 + HEAD.encode(),
    "latin-1": LATIN.encode("latin-1"),
    "latin-1 that is not said": f"{HEAD}x = 'é'".encode("latin-1"),
    "latin-1 in a comment that is not said": f"{HEAD}# é".encode("latin-1"),
    "latin-1 in a comment where utf-8 is said": f"# coding: utf-8\n{HEAD}# é".encode("latin-1"),
    "a coding of names": f"# coding: idna\n{HEAD}".encode(),
    "a mark against a cookie": b"\xef\xbb\xbf" + LATIN.encode(),
    "a cookie of nothing": f"# coding: nonsense\n{HEAD}".encode(),
    "a cookie that is no text": b"# coding: \xff\xfe\n" + HEAD.encode(),
    "utf-16": HEAD.encode("utf-16"),
    "utf-32": HEAD.encode("utf-32"),
    "utf-7": b"# coding: utf-7\n" + HEAD.encode("utf-7"),
    "a coding of bytes": f"# coding: hex\n{HEAD}".encode(),
    "a surrogate": HEAD.encode()
    + b"x = '\\ud800'; tasks.add_task('\\udfff', x); y = '\xed\xa0\x80'",
    "CR line ends": HEAD.replace("\n", "\r").encode(),
    "an open bracket": HEAD.encode() + b"tasks.add_task(",
    "an open text": HEAD.encode() + b"x = '''",
    "a last backslash": HEAD.encode() + b"\\",
    "tabs and spaces": HEAD.encode() + b"if 1:\n\ttasks.add_task(x)\n        tasks.add_task(x)",
    "nothing": b"",
}
TREES: Final = {
    "cyclic imports": {
        "a.py": "from b import x\nimport b\ny = b.x\nb.a.b.a.x.add_task(y)",
        "b.py": "from a import x, y\nimport a\ntasks.add_task(a.x)\ntasks.add_task(y)",
    },
    "a module that imports itself": {"a.py": "from a import x\nimport a\ntasks.add_task(a.a.a.x)"},
    "a package that imports itself": {
        "p/__init__.py": "from . import x\nfrom .p import y\nfrom ...... import z\n"
        "tasks.add_task(z)",
        "p/x.py": "from . import x\nfrom .. import p\nx = p.x.x\ntasks.add_task(x)",
    },
    "cyclic bases": {
        "a.py": "from b import B\nclass A(B): ...\nA().add_task(A().f)",
        "b.py": "from a import A\nclass B(A): ...\nB().add_task(B().f)",
    },
    "cyclic aliases": {
        "a.py": "import b\nfrom b import y\nx = b.x\nT = b.T\ndef f(p: 'b.T'): p.add_task(x)",
        "b.py": "import a\nfrom a import y\nx = a.x\nT = a.T\ntasks.add_task(y)",
    },
    "cyclic stars": {
        f"m{here}.py": "".join(f"from m{there} import *\n" for there in range(20))
        + f"from m{here} import X{(here + 1) % 20}\n"
        + f"class X{here}(X{(here + 1) % 20}, X{(here + 7) % 20}): ...\ntasks.add_task(none.at.all)"
        for here in range(20)
    },
    "exports that are made": {
        "a.py": "from b import *\n__all__ = ['x'] + b.__all__\n__all__ += ['y', *z]\n"
        "tasks.add_task(x)",
        "b.py": "__all__ = __all__ + ['x']\nfor __all__ in []: pass",
        "c.py": "from a import *\nfrom d import *\ntasks.add_task(x)\ntasks.add_task(y)",
        "d.py": "__all__ = ['x', 1, None, *y, f'{x}']\nfrom d import *",
    },
    "two modules of a name": {
        "a/m.py": "",
        "b/m.py": "",
        "c/a.py": "import m\ntasks.add_task(m.x)",
    },
    "a file and a folder of a name": {
        "m.py": "x = 1",
        "m/__init__.py": "def x(): yield",
        "a.py": "import m, m.sub\nfrom m import x\ntasks.add_task(x)",
    },
    "names of the standard library": {
        "typing.py": "Optional = Optional",
        "asyncio/__init__.py": "from asyncio import x",
        "fastapi/__init__.py": "from fastapi import *\nfrom fastapi import BackgroundTasks",
        "builtins.py": "print = 1",
        "a.py": "import asyncio, typing\nfrom asyncio import x\ntasks.add_task(asyncio.sleep, x)",
    },
    "names that are none": {
        "a.b.py": "",
        "1.py": "",
        "é.py": "",
        ".py": "",
        "__init__.py": "from . import x\nfrom .__init__ import y\nimport __init__\ny.add_task(x)",
        "x/__init__/__init__.py": "",
        "a\nb.py": "import é",
    },
}


@pytest.fixture(autouse=True)
def limit() -> Iterator[None]:
    """Fail after some CPU time, so that a busy machine does not matter."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"no answer in {SECONDS} s")

    previous = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, previous)


def expressions(source: Source, facts: Facts) -> Iterator[tuple[ast.expr, Scope]]:
    """Yield all expressions of a file, each with its scope."""
    scopes = facts.scopes(source)
    pending: list[tuple[ast.AST, Scope]] = [(source.tree, scopes.module)]
    while pending:
        node, scope = pending.pop()
        if isinstance(node, ast.expr):
            yield node, scope
        own = scopes.of.get(node, scope)
        pending += [(each, own) for each in ast.iter_child_nodes(node)]


def ask_everything(folder: Path, most: int = 300) -> None:
    """Find the problems of all files in a folder, and ask what each expression is."""
    files = [str(each) for each in folder.rglob("*.py")]
    facts = Facts(Disk(), files)
    sources = [source for each in files if (source := facts.disk.source(each)) is not None]
    for source in sources:
        for task in find_tasks(source, facts):
            assert source.place(task.call).line > 0
            assert all(each.problem.why for each in problems_of(task, facts))
    for source in sources:
        assert isinstance(source.comments, dict)
        for number, (expression, scope) in enumerate(expressions(source, facts)):
            if number == most:
                break
            facts.names.resolve(expression, scope)
            facts.expressions.classes_of(expression, scope)
            facts.annotations.classes_of(expression, scope)
            facts.lazy.returned(facts.functions.called(expression, scope))
            source.text(expression)


def programs(*tables: dict[str, str]) -> list[object]:
    """Return the programs of some tables as parameters."""
    return [pytest.param(text, id=name) for table in tables for name, text in table.items()]


@pytest.mark.parametrize("program", programs(DEEP, LONG, CIRCLES, ODD))
def test_a_program(program: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(f"{HEAD}{program}\n{USE}", "utf-8")
    ask_everything(tmp_path)


@pytest.mark.parametrize("data", BYTES.values(), ids=BYTES)
def test_a_file(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_bytes(data)
    ask_everything(tmp_path)


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_a_tree(tree: dict[str, str], tmp_path: Path) -> None:
    for name, text in tree.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{HEAD}{text}\n", "utf-8")
    ask_everything(tmp_path)


def test_what_is_not_a_file(tmp_path: Path) -> None:
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "broken.py").symlink_to("nowhere.py")
    (tmp_path / "circle.py").symlink_to("circle.py")
    (tmp_path / "around").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.pyc")
    hidden = tmp_path / "hidden.py"
    hidden.write_text(HEAD, "utf-8")
    hidden.chmod(0)
    names = ["folder", "broken", "circle", "around.around.app", "pipe", "hidden"]
    imports = "".join(f"from {name} import x\ntasks.add_task(x)\n" for name in names)
    (tmp_path / "app.py").write_text(f"{HEAD}{imports}", "utf-8")
    ask_everything(tmp_path)


def test_little_space_on_the_stack(tmp_path: Path) -> None:
    """The caller may already be deep in calls, as mypy is."""
    chain = "".join(f"x{n + 1} = [x{n}, x{n}.a, (x{n} or x{n}())][0]\n" for n in range(200))
    (tmp_path / "app.py").write_text(f"{HEAD}x0 = print\n{chain}tasks.add_task(x199.b)", "utf-8")

    def deeper(levels: int) -> None:
        ask_everything(tmp_path) if not levels else deeper(levels - 1)

    deeper(sys.getrecursionlimit() // 2)
