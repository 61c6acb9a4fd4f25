"""Which function a call runs, and what that returns: certain, or unknown."""

from pathlib import Path
from typing import Final

import pytest
from asking import UNKNOWN, Case, asked, named, parameters

LIB: Final = "\n--- lib.py\ndef f(): yield\n"
# The functions that calling an expression may run.
CALLED: Final[dict[str, Case]] = {
    "a function": ("def f(): ...\nask(f)", "app.f:1"),
    "an imported one": (f"from lib import f\nask(f){LIB}", "lib.f:1"),
    "that this file replaces": (f"import lib\nlib.f = 1\nask(lib.f){LIB}", "?"),
    "with several signatures": (
        "from typing import overload\n@overload\ndef f(a: int): ...\n@overload\n"
        "def f(a: str): ...\n"
        "def f(a): ...\nask(f)",
        "app.f:6",
    ),
    "external": ("import httpx\nask(httpx.get)", "httpx.get"),
    "a class": ("class C:\n    def __init__(self): ...\nask(C)", "?"),
    "an object": ("class C:\n    def __call__(self): ...\nask(C())", "app.__call__:2"),
    "an object in a variable": (
        "class C:\n    def __call__(self): ...\nc = C()\nask(c)",
        "app.__call__:2",
    ),
    "of a class": ("class C:\n    def f(self): ...\nask(C.f)", "app.f:2"),
    "of an object": ("class C:\n    def f(self): ...\nask(C().f)", "app.f:2"),
    "of a base": ("class B:\n    def f(self): ...\nclass C(B): ...\nask(C().f)", "app.f:2"),
    "of the nearest base": (
        "class A:\n    def f(self): ...\nclass B(A):\n    def f(self): ...\n"
        "class C(B, A): ...\nask(C().f)",
        "app.f:4",
    ),
    "behind an unknown base": ("class C(B):\n    def f(self): ...\nask(C().g)", "?"),
    "before an unknown base": ("class C(B):\n    def f(self): ...\nask(C().f)", "app.f:2"),
    "of self": ("class C:\n    def f(self): ...\n    def g(self): ask(self.f)", "app.f:2"),
    "of cls": (
        "class C:\n    @classmethod\n    def f(cls): ...\n    @classmethod\n"
        "    def g(cls): ask(cls.f)",
        "app.f:3",
    ),
    "of an attribute": (
        "class D:\n    def f(self): ...\nclass C:\n    d: D\n    def g(self): ask(self.d.f)",
        "app.f:2",
    ),
    "of a parameter": ("class C:\n    def f(self): ...\ndef g(c: C): ask(c.f)", "app.f:2"),
    "of one that may be None": (
        "class C:\n    def f(self): ...\ndef g(c: C | None): ask(c.f)",
        "app.f:2",
    ),
    "of one of two": (
        "class C:\n    def f(self): ...\nclass D:\n    def f(self): ...\ndef g(c: C | D): ask(c.f)",
        "app.f:2 | app.f:4",
    ),
    "of one of two that is unknown": (
        "class C:\n    def f(self): ...\ndef g(c: C | X): ask(c.f)",
        "?",
    ),
    "set on an object": ("class C:\n    def f(self): ...\nx.f = 1\nask(C().f)", "?"),
    "set in a class twice": (
        "class C:\n    def f(self): ...\n    f = d(f)\nask(C().f)",
        "?",
    ),
    "abstract": (
        "from abc import abstractmethod\nclass C:\n    @abstractmethod\n    def f(self): ...\n"
        "def g(c: C): ask(c.f)",
        "?",
    ),
    "of a protocol": (
        "from typing import Protocol\nclass C(Protocol):\n    def f(self): ...\n"
        "def g(c: C): ask(c.f)",
        "?",
    ),
    "of an external base": ("import x\nclass C(x.B): ...\nask(C().f)", "x.B.f"),
    "set by the module of its class": (
        "from lib import C\nask(C().f)\n--- lib.py\nclass C:\n    def f(self): ...\nx.f = 1",
        "?",
    ),
    "that this file replaces in its module": (
        f"import lib\nfrom lib import f\nlib.f = 1\nask(f){LIB}",
        "?",
    ),
    "a parameter": ("def g(f): ask(f)", "?"),
    "a property's": (
        "class D:\n    def __call__(self): ...\nclass C:\n    @property\n"
        "    def f(self) -> D: ...\n"
        "ask(C().f)",
        "app.__call__:2",
    ),
    "one of two by a condition": ("def f(): ...\ndef g(): ...\nask(f if x else g)", "?"),
    "a lambda": ("ask(lambda: f())", "?"),
    "of a global in another module": (
        "from lib import c\nask(c.f)\n--- lib.py\nclass C:\n    def f(self): ...\nc = C()",
        "lib.f:2",
    ),
}
# What calling an expression returns before any of it has run.
RETURNED: Final[dict[str, Case]] = {
    "nothing special": ("def f(): ...\nask(f)", "?"),
    "a generator": ("def f(): yield\nask(f)", "GENERATOR"),
    "a generator elsewhere": (f"from lib import f\nask(f){LIB}", "GENERATOR"),
    "the yield of another": ("def f():\n    def g(): yield\nask(f)", "?"),
    "the yield of a lambda": ("def f(): return lambda: (yield)\nask(f)", "?"),
    "an asynchronous generator": ("async def f(): yield\nask(f)", "ASYNC_GENERATOR"),
    "a coroutine": ("async def f(): ...\nask(f)", "COROUTINE"),
    "a coroutine elsewhere": ("import asyncio\nask(asyncio.sleep)", "COROUTINE"),
    "a coroutine of a def": (
        "async def f(): ...\ndef g(): return f()\nask(g)",
        "COROUTINE_OF_SYNC",
    ),
    "by its annotation": (
        "from typing import Coroutine\ndef f() -> Coroutine[int, int, int]: ...\nask(f)",
        "COROUTINE_OF_SYNC",
    ),
    "at times": (
        "async def f(): ...\ndef g():\n    if x: return None\n    return f()\nask(g)",
        "?",
    ),
    "at its end perhaps": ("async def f(): ...\ndef g():\n    if x: return f()\nask(g)", "?"),
    "a context manager": (
        "from contextlib import contextmanager\n@contextmanager\ndef f(): yield\nask(f)",
        "CONTEXT_MANAGER",
    ),
    "an asynchronous context manager": (
        "import contextlib as c\n@c.asynccontextmanager\nasync def f(): yield\nask(f)",
        "ASYNC_CONTEXT_MANAGER",
    ),
    "behind a cache": (
        "from functools import cache\n@cache\nasync def f(): ...\nask(f)",
        "COROUTINE_OF_SYNC",
    ),
    "behind functools.wraps": (
        "import functools\ndef d(g):\n    @functools.wraps(g)\n"
        "    def w(*a): return g(*a)\n    return w\n"
        "@d\nasync def f(): ...\nask(f)",
        "COROUTINE_OF_SYNC",
    ),
    "behind something unknown": ("@d\ndef f(): yield\nask(f)", "?"),
    "behind a route": (
        "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef f(): yield\nask(f)",
        "GENERATOR",
    ),
    "behind staticmethod": (
        "class C:\n    @staticmethod\n    def f(): yield\nask(C.f)",
        "GENERATOR",
    ),
    "a method that may be overridden": (
        "from typing import Iterable\nclass C:\n    def f(self) -> Iterable[int]: yield\n"
        "def g(c: C): ask(c.f)",
        "?",
    ),
    "a method that is not": (
        "from typing import Iterable\nclass C:\n    def f(self) -> Iterable[int]: yield\n"
        "ask(C().f)",
        "GENERATOR",
    ),
    "a method that is final": (
        "from typing import Iterable, final\nclass C:\n    @final\n"
        "    def f(self) -> Iterable[int]: yield\ndef g(c: C): ask(c.f)",
        "GENERATOR",
    ),
    "a stub's body": ("from lib import f\nask(f)\n--- site/lib.pyi\ndef f(): yield", "?"),
    "a stub's coroutine": (
        "from lib import f\nask(f)\n--- site/lib.pyi\nasync def f(): ...",
        "COROUTINE",
    ),
    "one of two that agree": (
        "class C:\n    async def f(self): ...\nclass D:\n    async def f(self): ...\n"
        "def g(c: C | D): ask(c.f)",
        "COROUTINE",
    ),
    "one of two that do not": (
        "class C:\n    async def f(self): ...\nclass D:\n    def f(self): yield\n"
        "def g(c: C | D): ask(c.f)",
        "?",
    ),
}


@pytest.mark.parametrize(("program", "answer"), parameters(CALLED))
def test_what_is_called(program: str, answer: str, tmp_path: Path) -> None:
    facts, expression, scope = asked(program, tmp_path)
    found = facts.functions.called(expression, scope)
    assert (" | ".join(map(named, found)) or UNKNOWN) == answer


@pytest.mark.parametrize(("program", "answer"), parameters(RETURNED))
def test_what_is_returned(program: str, answer: str, tmp_path: Path) -> None:
    facts, expression, scope = asked(program, tmp_path)
    found = facts.lazy.returned(facts.functions.called(expression, scope))
    assert (found.name if found is not None else UNKNOWN) == answer
