"""The names of a module: the short look at a file finds the same as the long one."""

import ast
from pathlib import Path

import pytest
from background_typed_check.facts import binder
from background_typed_check.facts.binder import Scopes
from background_typed_check.facts.scopes import Binding
from background_typed_check.facts.source import Source

FILES = sorted(Path(binder.__file__).parents[1].rglob("*.py"))
PROGRAM = """
import os, a.b as c
from d import *
from e import f as g
try:
    import h
except ImportError:
    h = None
if TYPE_CHECKING:
    from i import j
k, [l, *m] = [n for n in range(9)], lambda o: o
p: int
q: int = 1
k.r = q[0] = 2
for s in k:
    with t() as (u, v):
        del w
match k:
    case {"x": y, **z}:
        pass
@decorator(lambda aa: aa)
class C(base):
    ab = 1
    def ac(self, ad=1): ae = ad
async def af(ag=k): ah = ag
"""


def bound_in(scopes: Scopes) -> dict[str, list[Binding]]:
    return {name: [*found] for name, found in scopes.module.bindings.items() if found}


@pytest.mark.parametrize("path", FILES, ids=lambda each: each.name)
def test_both_looks_bind_the_same_names_in_real_files(path: Path) -> None:
    scopes = Scopes(Source(str(path), path.read_bytes()))
    before, stars = bound_in(scopes), [*scopes.module.stars]
    assert scopes.of
    assert (bound_in(scopes), scopes.module.stars) == (before, stars)
    assert [*bound_in(scopes)] == [*before]  # in the same order


def test_both_looks_bind_the_same_names_in_each_kind_of_statement() -> None:
    scopes = Scopes(Source("a.py", PROGRAM.encode()))
    before, stars = bound_in(scopes), [*scopes.module.stars]
    assert "whole" not in vars(scopes)
    assert sorted(before) == sorted(
        ["C", "af", "c", "g", "h", "j", "k", "l", "m", "os", "p", "q", "s", "u", "v", "w", "y", "z"]
    )
    assert len(stars) == 1
    assert scopes.stores["r"]
    assert (bound_in(scopes), scopes.module.stars) == (before, stars)


@pytest.mark.parametrize(
    "program",
    [
        "def f():\n    global x\n    x = 1",
        "class C:\n    global x\n    x = 1",
        "def f(a=(x := 1)): ...",
        "y = [x := 1 for _ in y]",
        "def f():\n    nonlocal x\n    x = 1\nx = 2",
    ],
)
def test_a_name_is_found_that_is_bound_inside_something(program: str) -> None:
    assert "x" in Scopes(Source("a.py", program.encode())).module.bindings


def test_what_goes_through_bindings_may_ask_about_the_rest_of_the_file() -> None:
    scopes = Scopes(Source("a.py", b"a = 1\nb = 2\ndef f(): ..."))
    functions = []
    for found in scopes.module.bindings.values():
        functions += [each for each in found if isinstance(each, ast.FunctionDef)]
        assert len(scopes.of) == 2
    assert len(functions) == 1
