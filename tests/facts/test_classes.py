"""Which class an expression has: certain, or unknown."""

import sys
from pathlib import Path
from typing import Final

import pytest
from asking import Case, asked, instances, named, parameters
from background_typed_check.facts.meanings import Class

TYPING: Final = "from typing import Callable, Self, cast, overload\n"


def annotated(annotation: str, around: str = "") -> str:
    """Return a program that asks for a parameter with an annotation."""
    return (
        f"import typing as t\n{around}\nclass C: ...\nclass D: ...\ndef f(x: {annotation}): ask(x)"
    )


CASES: Final[dict[str, Case]] = {
    # Literals and operators.
    "None": ("ask(None)", "builtins.None!"),
    "a text": ("ask('a')", "builtins.str!"),
    "a text with parts": ("ask(f'{a}')", "builtins.str!"),
    "a list": ("ask([])", "builtins.list!"),
    "a comprehension": ("ask({a: b for a, b in x})", "builtins.dict!"),
    "a generator": ("ask(a for a in x)", "typing.Generator!"),
    "a sum": ("ask(1 + x)", "?"),
    "a choice": ("class C: ...\nask(C() if x else None)", "C! | builtins.None!"),
    "a choice with something unknown": ("class C: ...\nask(C() if x else y)", "?"),
    "or": ("class C: ...\nask(None or C())", "?"),
    "a walrus": ("class C: ...\nask((x := C()))", "C!"),
    # Calls.
    "what a context variable holds": (
        "from contextvars import ContextVar\nclass C: ...\nx: ContextVar[C] = ContextVar('x')\n"
        "ask(x.get())",
        "C",
    ),
    "what a context variable of a class holds": (
        "import contextvars\nclass C: ...\nx = contextvars.ContextVar[C]('x')\nask(x.get())",
        "C",
    ),
    "what a context variable without a class holds": (
        "from contextvars import ContextVar\nx = ContextVar('x')\nask(x.get())",
        "?",
    ),
    "what it holds, or else a default": (
        "from contextvars import ContextVar\nclass C: ...\nx: ContextVar[C] = ContextVar('x')\n"
        "ask(x.get(None))",
        "?",
    ),
    "what another object returns": ("x = {}\nask(x.get())", "?"),
    "a constructor": ("class C: ...\nask(C())", "C!"),
    "a variable": ("class C: ...\nx = C()\nask(x)", "C!"),
    "a variable with two values": (
        "class C: ...\nx = C()\nx = None\nask(x)",
        "C! | builtins.None!",
    ),
    "a variable with an unknown value": ("class C: ...\nx = C()\nx = y\nask(x)", "?"),
    "a variable in two ways": ("class C: ...\nfor x in y: ...\nx = C()\nask(x)", "?"),
    "one from elsewhere": ("import httpx\nask(httpx.Client())", "httpx.Client!"),
    "one from another module": ("from a import C\nask(C())\n--- a.py\nclass C: ...", "C!"),
    "with __new__": ("class C:\n    def __new__(cls): ...\nask(C())", "?"),
    "with a metaclass": ("class C(metaclass=M): ...\nask(C())", "?"),
    "with an unknown base": ("class C(B): ...\nask(C())", "C"),
    "with a decorator": ("@d\nclass C: ...\nask(C())", "C"),
    "of a dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass C: ...\nask(C())",
        "C!",
    ),
    "what a function declares": ("class C: ...\ndef f() -> C: ...\nask(f())", "C"),
    "what it does not": ("class C: ...\ndef f(): return C()\nask(f())", "?"),
    "what a decorated one declares": ("class C: ...\n@d\ndef f() -> C: ...\nask(f())", "?"),
    "a coroutine": ("async def f() -> int: ...\nask(f())", "types.CoroutineType!"),
    "awaited": ("class C: ...\nasync def f() -> C: ...\nasync def g(): ask(await f())", "C"),
    "awaited from elsewhere": ("import asyncio\nasync def g(): ask(await asyncio.sleep(1))", "?"),
    "awaited without an annotation": (
        "async def f(): ...\nasync def g(): ask(await f())",
        "builtins.None!",
    ),
    "awaited behind a decorator": (
        "@d\nasync def f() -> int: ...\nasync def g(): ask(await f())",
        "?",
    ),
    "awaited of no coroutine function": (
        "def f() -> int: ...\nasync def g(): ask(await f())",
        "?",
    ),
    "a generator function's": ("def f(): yield\nask(f())", "typing.Generator!"),
    "a context manager": (
        "from contextlib import contextmanager\n@contextmanager\ndef f(): yield\nask(f())",
        "contextlib._GeneratorContextManager!",
    ),
    "an asynchronous context manager": (
        "from contextlib import asynccontextmanager as a\n@a\nasync def f(): yield\nask(f())",
        "contextlib._AsyncGeneratorContextManager!",
    ),
    "a method's": ("class C:\n    def f(self) -> 'C': ...\nask(C().f().f())", "C"),
    "Self": (TYPING + "class C:\n    def f(self) -> Self: ...\nask(C().f())", "C"),
    "Self in a function in a method": (
        TYPING + "class C:\n    def f(self):\n        def g(x: Self): ask(x)",
        "C",
    ),
    "Self without a class": (TYPING + "def f(x: Self): ask(x)", "?"),
    "an unknown callable's": ("class C: ...\ndef f(make: C): ask(make())", "?"),
    "many callables'": ("def f(*make): ask(make())", "?"),
    "a generic class's": ("def f(x: dict[str, int]): ask(x())", "?"),
    "an empty callable's": (TYPING + "def f(make: Callable[()]): ask(make())", "?"),
    "a callable parameter's": (
        TYPING + "class C: ...\ndef f(make: Callable[[], C]): ask(make())",
        "C",
    ),
    "a cast": (TYPING + "class C: ...\nask(cast('C', x))", "C"),
    "a function with several signatures": (
        TYPING + "@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str) -> str: ...\n"
        "def f(a): ...\nask(f(1))",
        "?",
    ),
    # Annotations.
    "a name": (annotated("C"), "C"),
    "a text with a name": (annotated("'C'"), "C"),
    "a text in a text": (annotated("'\"C\"'"), "C"),
    "a text that is no expression": (annotated("'C('"), "?"),
    "a text in a subscript": (annotated("t.Optional['C']"), "C | builtins.None!"),
    "Optional": (annotated("t.Optional[C]"), "C | builtins.None!"),
    "Union": (annotated("t.Union[C, D]"), "C | D"),
    "a bar": (annotated("C | None"), "C | builtins.None!"),
    "three bars": (annotated("C | D | None"), "C | D | builtins.None!"),
    "another operator": (annotated("C & D"), "?"),
    "something unknown in a union": (annotated("C | X"), "?"),
    "Annotated": (annotated("t.Annotated[C, 1]"), "C"),
    "Annotated in Optional": (annotated("t.Optional[t.Annotated['C', 1]]"), "C | builtins.None!"),
    "an empty Annotated": (annotated("t.Annotated[()]"), "?"),
    "ClassVar": (annotated("t.ClassVar[C]"), "C"),
    "type": (annotated("type[C]"), "type[C]"),
    "Type": (annotated("t.Type['C']"), "type[C]"),
    "Literal": (annotated("t.Literal['a', 1]"), "builtins.str! | builtins.int!"),
    "Any": (annotated("t.Any"), "?"),
    "object": (annotated("object"), "?"),
    "None alone": (annotated("None"), "builtins.None!"),
    "generic": (annotated("t.Iterator[C]"), "typing.Iterator"),
    "a generic class": (annotated("G[int]", "class G(t.Generic[T]): ..."), "G"),
    "a final class": (annotated("F", "@t.final\nclass F: ..."), "F!"),
    "an alias": (annotated("A", "A = 'C'"), "C"),
    "an alias of Annotated": (annotated("A", "A = t.Annotated['C', 1]"), "C"),
    "an alias of a union": (annotated("A", "A = t.Union['C', None]"), "C | builtins.None!"),
    "an alias that is declared": (annotated("A", "A: t.TypeAlias = 'C'"), "C"),
    "an alias elsewhere": (
        "from a import A\ndef f(x: A): ask(x)\n--- a.py\nclass C: ...\nA = C",
        "C",
    ),
    "an alias of two": (annotated("A", "A = int\nA = str"), "?"),
    "a type variable": (annotated("T", "T = t.TypeVar('T')"), "?"),
    "a type variable with a bound": (annotated("T", "T = t.TypeVar('T', bound='C')"), "C"),
    "a type variable with values": (annotated("T", "T = t.TypeVar('T', C, D)"), "?"),
    "for types only": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING: from a import C\n"
        "def f(x: 'C'): ask(x)\n--- a.py\nclass C: ...",
        "C",
    ),
    "nothing": ("def f(x): ask(x)", "?"),
    "with a default": ("class C: ...\ndef f(x=C()): ask(x)", "?"),
    "many": ("def f(*x: int): ask(x)", "?"),
    "by a name": ("def f(*, x: int): ask(x)", "builtins.int"),
    "a variable's": ("class C: ...\nx: C\nask(x)", "C"),
    "a variable's with a value": ("class C: ...\nclass D(C): ...\nx: C = D()\nask(x)", "D!"),
    "a variable's with an unknown value": ("class C: ...\nx: C = y\nask(x)", "C"),
    "a variable's with two values": ("class C: ...\nx: C = y\nx = z\nask(x)", "C"),
    # `self` and `cls`.
    "self": ("class C:\n    def f(self): ask(self)", "C"),
    "self by another name": ("class C:\n    def f(this): ask(this)", "C"),
    "self in a closure": ("class C:\n    def f(self):\n        def g(): ask(self)", "C"),
    "self that is something else": (
        "class C:\n    def f(self):\n        self = x\n        ask(self)",
        "?",
    ),
    "cls": ("class C:\n    @classmethod\n    def f(cls): ask(cls)", "type[C]"),
    "made of cls": ("class C:\n    @classmethod\n    def f(cls): ask(cls())", "C"),
    "static": ("class C:\n    @staticmethod\n    def f(x): ask(x)", "?"),
    "behind an unknown decorator": ("class C:\n    @d\n    def f(self): ask(self)", "?"),
    "a function's first": ("def f(self): ask(self)", "?"),
    # Attributes.
    "set in __init__": (
        "class D: ...\nclass C:\n    def __init__(self): self.x = D()\nask(C().x)",
        "D!",
    ),
    "handed to __init__": (
        "class D: ...\nclass C:\n    def __init__(self, x: D): self.x = x\nask(C().x)",
        "D",
    ),
    "declared in __init__": (
        "class D: ...\nclass C:\n    def __init__(self, x): self.x: D = x\nask(C().x)",
        "D",
    ),
    "declared in the class": ("class D: ...\nclass C:\n    x: D\nask(C().x)", "D"),
    "of the class": ("class D: ...\nclass C:\n    x = D()\nask(C().x)", "D!"),
    "set in two ways": (
        "class D: ...\nclass C:\n    x = None\n    def f(self): self.x = D()\nask(C().x)",
        "D! | builtins.None!",
    ),
    "set to something unknown": (
        "class D: ...\nclass C:\n    x = D()\n    def f(self, x): self.x = x\nask(C().x)",
        "?",
    ),
    "set from outside": ("class D: ...\nclass C:\n    x = D()\ny.x = 1\nask(C().x)", "?"),
    "set on what a call returns": (
        "class D: ...\nclass C:\n    x = D()\ny().x = 1\nask(C().x)",
        "?",
    ),
    "set by another file": (
        "from a import C\nc = C()\nc.x = 1\nask(c.x)\n"
        "--- a.py\nclass D: ...\nclass C:\n    def __init__(self): self.x = D()",
        "?",
    ),
    "of another class that this file sets": (
        "from a import C\nclass B:\n    def __init__(self): self.x = 1\nask(C().x)\n"
        "--- a.py\nclass D: ...\nclass C:\n    def __init__(self): self.x = D()",
        "D!",
    ),
    "that a subclass may set": (
        "class D: ...\nclass C:\n    def __init__(self): self.x = D()\ndef f(c: C): ask(c.x)",
        "D",
    ),
    "deleted": (
        "class D: ...\nclass C:\n    x = D()\n    def f(self): del self.x\nask(C().x)",
        "?",
    ),
    "of a base": (
        "class D: ...\nclass B:\n    def __init__(self): self.x = D()\nclass C(B): ...\nask(C().x)",
        "D!",
    ),
    "of a class with a plain base": (
        "import abc\nclass D: ...\nclass C(abc.ABC):\n    def __init__(self): self.x = D()\n"
        "ask(C().x)",
        "D!",
    ),
    "of a class and a base": (
        "class D: ...\nclass B:\n    def __init__(self): self.x = D()\n"
        "class C(B):\n    def f(self): self.x = 1\nask(C().x)",
        "builtins.int! | D!",
    ),
    "hidden by a class": (
        "class D: ...\nclass B:\n    x = 1\nclass C(B):\n    x = D()\nask(C().x)",
        "D!",
    ),
    "declared by a base": (
        "class D: ...\nclass B:\n    x: D\nclass C(B):\n    def f(self, x): self.x = x\nask(C().x)",
        "?",
    ),
    "of an unknown base": ("class D: ...\nclass C(B):\n    x: int\nask(C().y)", "?"),
    "a property": (
        "class D: ...\nclass C:\n    @property\n    def x(self) -> D: ...\nask(C().x)",
        "D",
    ),
    "a method": ("class C:\n    def x(self) -> int: ...\nask(C().x)", "?"),
    "of a module": ("import a\nask(a.x)\n--- a.py\nclass C: ...\nx = C()", "C!"),
    "that this file gives a module": (
        "import a\na.x = 1\nask(a.x)\n--- a.py\nclass C: ...\nx = C()",
        "?",
    ),
    "of an attribute": (
        "class D: ...\nclass C:\n    x: D\nclass B:\n    c: C\nask(B().c.x)",
        "D",
    ),
}
ORDERS: Final[dict[str, Case]] = {
    "alone": ("class C: ...\nask(C)", "C"),
    "one base": ("class B: ...\nclass C(B): ...\nask(C)", "C B"),
    "two bases": ("class A: ...\nclass B: ...\nclass C(A, B): ...\nask(C)", "C A B"),
    "a diamond": (
        "class O: ...\nclass A(O): ...\nclass B(O): ...\nclass C(A, B): ...\nask(C)",
        "C A B O",
    ),
    "no order": ("class A: ...\nclass B(A): ...\nclass C(A, B): ...\nask(C)", "C ?"),
    "an unknown base": ("class B: ...\nclass C(B, X): ...\nask(C)", "C B ?"),
    "an external base": ("import x\nclass C(x.Y): ...\nask(C)", "C x.Y"),
    "a generic base": ("class B: ...\nclass C(B[int]): ...\nask(C)", "C B"),
    "a base elsewhere": ("import a\nclass C(a.B): ...\nask(C)\n--- a.py\nclass B: ...", "C B"),
    "a base by another name": ("class B: ...\nA = B\nclass C(A): ...\nask(C)", "C B"),
    "a base that is made": ("class C(make()): ...\nask(C)", "C ?"),
    "a base that is itself": ("class C(C): ...\nask(C)", "C ?"),
}


if sys.version_info >= (3, 12):
    CASES.update(
        {
            "a type statement": (annotated("A", "type A = C"), "C"),
            "a type statement with Annotated": (annotated("A", "type A = t.Annotated[C, 1]"), "C"),
            "a type statement with parameters": (annotated("A[int]", "type A[T] = C"), "?"),
        }
    )


@pytest.mark.parametrize(("program", "answer"), parameters(CASES))
def test_a_class(program: str, answer: str, tmp_path: Path) -> None:
    facts, expression, scope = asked(program, tmp_path)
    found = facts.expressions.classes_of(expression, scope)
    assert sorted(instances(found).split(" | ")) == sorted(answer.split(" | "))


@pytest.mark.parametrize(("program", "answer"), parameters(ORDERS))
def test_the_order_of_bases(program: str, answer: str, tmp_path: Path) -> None:
    facts, expression, scope = asked(program, tmp_path)
    cls = facts.names.resolve(expression, scope)
    assert isinstance(cls, Class)
    order = [
        each.node.name if isinstance(each, Class) else named(each)
        for each in facts.classes.mro(cls)
    ]
    assert " ".join(each or "?" for each in order) == answer
