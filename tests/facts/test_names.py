"""What a name is bound to: certain, or unknown."""

from pathlib import Path
from typing import Final

import pytest
from asking import Case, asked, named, parameters, written

CASES: Final[dict[str, Case]] = {
    # Scopes.
    "a function": ("def f(): ...\nask(f)", "app.f:1"),
    "a class": ("class C: ...\nask(C)", "app.C:1"),
    "a builtin": ("ask(print)", "builtins.print"),
    "nothing": ("ask(f)", "?"),
    "a value": ("x = 1 + 1\nask(x)", "= 1 + 1"),
    "an alias": ("def f(): ...\ng = f\nh = g\nask(h)", "app.f:1"),
    "two names at once": ("def f(): ...\ng = h = f\nask(h)", "app.f:1"),
    "a part of a tuple": ("g, (h, i) = len, (print, len)\nask(h)", "builtins.print"),
    "a part of something": ("g, h = each\nask(h)", "?"),
    "a part of a tuple with a star": ("g, h = print, *each\nask(g)", "?"),
    "a tuple of another length": ("g, h = print,\nask(g)", "?"),
    "an annotated name": ("def f(): ...\ng: object = f\nask(g)", "app.f:1"),
    "an annotation alone": ("g: object\nask(g)", "?"),
    "twice": ("def f(): ...\ndef f(): ...\nask(f)", "?"),
    "one of two": ("if x:\n    def f(): ...\nelse:\n    def f(): ...\nask(f)", "?"),
    "deleted": ("def f(): ...\ndel f\nask(f)", "?"),
    "added to": ("x = 1\nx += 1\nask(x)", "?"),
    "a loop variable": ("for f in [print]: ask(f)", "?"),
    "a with": ("with open('a') as f: ask(f)", "?"),
    "an exception": ("try: ...\nexcept E as e: ask(e)", "?"),
    "a pattern": ("match x:\n    case [f]: ask(f)", "?"),
    "a walrus": ("if (f := print): ask(f)", "?"),
    "an expression with a walrus": ("ask((f := print))", "builtins.print"),
    "a walrus in a comprehension": ("[f := g for g in x]\nask(f)", "?"),
    "a parameter": ("def f(): ...\ndef g(f): ask(f)", "?"),
    "a local": ("def f(): ...\ndef g():\n    def f(): ...\n    ask(f)", "app.f:3"),
    "a local elsewhere": ("def f(): ...\ndef g():\n    f = 1\nask(f)", "app.f:1"),
    "a closure": ("def g():\n    def f(): ...\n    def h(): ask(f)", "app.f:2"),
    "a closure that another changes": (
        "def g():\n    def f(): ...\n    def h():\n        nonlocal f\n        f = 1\n    ask(f)",
        "?",
    ),
    "a global": ("def f(): ...\ndef g():\n    global f\n    ask(f)", "app.f:1"),
    "a global that another changes": (
        "def f(): ...\ndef g():\n    global f\n    f = 1\nask(f)",
        "?",
    ),
    "a global that a function makes": (
        "def g():\n    global f\n    f = print\nask(f)",
        "builtins.print",
    ),
    "a nonlocal of nothing": ("def g():\n    nonlocal print\n    ask(print)", "?"),
    "in a class": ("def f(): ...\nclass C:\n    def f(): ...\n    ask(f)", "app.f:3"),
    "from a class": (
        "def f(): ...\nclass C:\n    def f(): ...\n    def g(self): ask(f)",
        "app.f:1",
    ),
    "a lambda's": ("def f(): ...\nlambda f: ask(f)", "?"),
    "a comprehension's": ("def f(): ...\n[ask(f) for f in x]", "?"),
    "a comprehension's first": ("def f(): ...\n[f for f in ask(f)]", "app.f:1"),
    "a default": ("def f(): ...\ndef g(f=ask(f)): ...", "app.f:1"),
    "a decorator": ("def f(): ...\n@ask(f)\ndef g(f): ...", "app.f:1"),
    "a type parameter": ("class T: ...\ndef g(x: T): ask(T)", "app.T:1"),
    # Imports.
    "import": ("import lib\nask(lib)\n--- lib.py\n", "module lib"),
    "import a name": ("from lib import f\nask(f)\n--- lib.py\ndef f(): ...", "lib.f:1"),
    "import as": ("from lib import f as g\nask(g)\n--- lib.py\ndef f(): ...", "lib.f:1"),
    "of a module": ("import lib\nask(lib.f)\n--- lib.py\ndef f(): ...", "lib.f:1"),
    "of a module inside": ("import p.lib\nask(p.lib.f)\n--- p/lib.py\ndef f(): ...", "lib.f:1"),
    "a module inside as": ("import p.lib as q\nask(q.f)\n--- p/lib.py\ndef f(): ...", "lib.f:1"),
    "a module from a package": ("from p import lib\nask(lib)\n--- p/lib.py\n", "module lib"),
    "a re-export": (
        "from p import g\nask(g)\n--- p/__init__.py\nfrom .lib import f as g\n"
        "--- p/lib.py\ndef f(): ...",
        "lib.f:1",
    ),
    "what another file imports": (
        "import a\nask(a.b.f)\n--- a.py\nimport b\n--- b.py\ndef f(): ...",
        "b.f:1",
    ),
    "what is not there": ("from lib import f\nask(f)\n--- lib.py\n", "?"),
    "what is twice there": ("from lib import f\nask(f)\n--- lib.py\nf = 1\nf = 2", "?"),
    "what this file sets": ("import lib\nlib.f = 1\nask(lib.f)\n--- lib.py\ndef f(): ...", "?"),
    "what this file sets on something": (
        "import lib\nx().f = 1\nask(lib.f)\n--- lib.py\ndef f(): ...",
        "?",
    ),
    "what this file sets on something else": (
        "import lib\nx = 1 + 1\nx.f = 1\nask(lib.f)\n--- lib.py\ndef f(): ...",
        "lib.f:1",
    ),
    "beside a file with a dot in its name": ("import a\nask(a.f)\n--- a.b.py\n", "a.f"),
    "not installed": ("from httpx import get\nask(get)", "httpx.get"),
    "of what is not installed": ("import httpx\nask(httpx.codes.OK)", "httpx.codes.OK"),
    "the standard library": ("import asyncio\nask(asyncio.sleep)", "asyncio.sleep"),
    "its submodule": ("import os.path\nask(os.path.join)", "os.path.join"),
    "one of two modules": (
        "if x: from a import f\nelse: from b import f\nask(f)\n--- a.py\ndef f(): ...\n"
        "--- b.py\ndef f(): ...",
        "?",
    ),
    "one of two ways": (
        "try: from a import f\nexcept ImportError: from b import f\nask(f)\n"
        "--- a.py\nfrom b import f\n--- b.py\ndef f(): ...",
        "b.f:1",
    ),
    "one of two names of it": (
        "try: from typing import Self\n"
        "except ImportError: from typing_extensions import Self\nask(Self)",
        "typing.Self",
    ),
    "nothing in its place": (
        "try: from a import f\nexcept ImportError: f = None\nask(f)\n--- a.py\ndef f(): ...",
        "a.f:1",
    ),
    "something in its place": (
        "try: from a import f\nexcept ImportError: f = print\nask(f)\n--- a.py\ndef f(): ...",
        "?",
    ),
    "for types only": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING: from a import C\nask(C)\n"
        "--- a.py\nclass C: ...",
        "a.C:1",
    ),
    "installed, and known by its name": (
        "from fastapi import BackgroundTasks\nask(BackgroundTasks)\n--- site/fastapi/__init__.py\n",
        "fastapi.background.BackgroundTasks",
    ),
    "two modules of one name": (
        "import m\nask(m.f)\n--- a/m.py\ndef f(): ...\n--- b/m.py\ndef f(): ...",
        "m.f",
    ),
    "an installed module": ("from lib import f\nask(f)\n--- site/lib.py\ndef f(): ...", "lib.f:1"),
    "a stub alone": ("from lib import f\nask(f)\n--- site/lib.pyi\ndef f(): ...", "lib.f:1"),
    "a stub beside its source": (
        "from lib import f\nask(f)\n--- site/lib.pyi\ndef f(): ...\n--- site/lib.py\n\n"
        "def f(): ...",
        "lib.f:2",
    ),
    # `import *`.
    "everything": ("from lib import *\nask(f)\n--- lib.py\ndef f(): ...", "lib.f:1"),
    "everything of everything": (
        "from lib import *\nask(f)\n--- lib.py\nfrom a import *\n--- a.py\ndef f(): ...",
        "a.f:1",
    ),
    "of what takes everything": (
        "import lib\nask(lib.f)\n--- lib.py\nfrom a import *\n--- a.py\ndef f(): ...",
        "a.f:1",
    ),
    "everything of two": (
        "from a import *\nfrom b import *\nask(f)\n--- a.py\ndef f(): ...\n--- b.py\nx = 1",
        "a.f:1",
    ),
    "the last of two": (
        "from a import *\nfrom b import *\nask(f)\n--- a.py\ndef f(): ...\n--- b.py\ndef f(): ...",
        "b.f:1",
    ),
    "what may be hidden": (
        "def f(): ...\nfrom lib import *\nask(f)\n--- lib.py\ndef f(): ...",
        "?",
    ),
    "what hides it": (
        "from lib import *\ndef f(): ...\nask(f)\n--- lib.py\ndef f(): ...",
        "app.f:2",
    ),
    "what is private": ("from lib import *\nask(_f)\n--- lib.py\ndef _f(): ...", "?"),
    "what is exported": (
        "from lib import *\nask(_f)\n--- lib.py\n__all__ = ['_f']\ndef _f(): ...",
        "lib._f:2",
    ),
    "what is not exported": (
        "from lib import *\nask(f)\n--- lib.py\n__all__ = ()\ndef f(): ...",
        "?",
    ),
    "a builtin that is not hidden": (
        "from lib import *\nask(print)\n--- lib.py\nx = 1",
        "builtins.print",
    ),
    "exports that are made": (
        "from lib import *\nask(print)\n--- lib.py\n__all__ = [*names]\ndef print(): ...",
        "lib.print:2",
    ),
    "exports that are extended": (
        "from lib import *\nask(print)\n--- lib.py\n__all__ = []\n"
        "__all__.append('print')\ndef print(): ...",
        "lib.print:3",
    ),
    "everything of nobody": ("from nobody import *\nask(print)", "?"),
    # Attributes.
    "of a class": ("class C:\n    def f(self): ...\nask(C.f)", "app.f:2"),
    "a property with a setter": (
        "class C:\n    @property\n    def f(self): ...\n    @f.setter\n    def f(self, x): ...\n"
        "ask(C.f)",
        "app.f:3",
    ),
    "of a class in a class": ("class C:\n    class D: ...\nask(C.D)", "app.D:2"),
    "of a base": ("class B:\n    def f(self): ...\nclass C(B): ...\nask(C.f)", "app.f:2"),
    "of an unknown base": ("class C(B): ...\nask(C.f)", "?"),
    "of an object": ("x = C()\nask(x.y)", "= x.y"),
}


@pytest.mark.parametrize(("program", "answer"), parameters(CASES))
def test_a_name(program: str, answer: str, tmp_path: Path) -> None:
    facts, expression, scope = asked(program, tmp_path)
    assert named(facts.names.resolve(expression, scope)) == answer


def test_to_ask_for_the_bindings_of_a_name_does_not_bind_it(tmp_path: Path) -> None:
    facts, source = written("def outer():\n    def inner(): ...\n", tmp_path)
    for scope in facts.scopes(source).of.values():
        assert scope.bindings["other"] == []
        assert scope.owner("other") is None
