"""The scopes of a file, which are looked for when they are needed."""

import ast

import pytest
from background_typed_check.facts.binder import Scopes
from background_typed_check.facts.source import Source, walk

FILE = """\
import os
here = os.name

def first(a=here):
    b = a
    c.kept = b

class Box:
    def put(self, b):
        del self.kept
        def inner():
            nonlocal b
            b = 2

async def last():
    return [os for b in here]
"""


def of(text: str) -> Scopes:
    """Return the scopes of a text."""
    return Scopes(Source("app.py", text.encode()))


def name_in(scopes: Scopes, line: int) -> ast.Name:
    """Return the first name on a line."""
    return next(
        each
        for each in walk(scopes.source.tree)
        if isinstance(each, ast.Name) and each.lineno == line
    )


def not_looked_into(scopes: Scopes) -> list[str]:
    """Return the names of the functions that have not been looked into."""
    return [each.name for each, _ in scopes.later.values()]


def test_functions_are_not_looked_into_for_what_is_outside_of_them() -> None:
    scopes = of(FILE)
    assert scopes.around[name_in(scopes, 4)] is scopes.module  # a default
    assert sorted(scopes.module.bindings) == ["Box", "first", "here", "last", "os"]
    assert not_looked_into(scopes) == ["first", "put", "last"]


def test_a_name_in_a_function_has_only_that_looked_into() -> None:
    scopes = of(FILE)
    scope = scopes.around[name_in(scopes, 6)]
    assert [*scope.bindings] == ["a", "b"]
    assert not_looked_into(scopes) == ["put", "last"]


def test_all_functions_are_looked_into_where_one_may_bind_names_of_the_file() -> None:
    scopes = of("def f():\n    global a\n    a = 1\n")
    assert not_looked_into(scopes) == []
    assert [*scopes.module.bindings] == ["f", "a"]


def test_a_function_in_another_takes_a_name_of_that() -> None:
    scopes = of(FILE)
    (inner,) = scopes.declaring
    assert inner.declared == {"b": inner.parent}
    assert inner.parent is not None
    assert len(inner.parent.bindings["b"]) == 2
    assert of("def f(): pass").declaring == []


@pytest.mark.parametrize(
    ("name", "lines", "left"),
    [
        ("b", [5, 6, 13, 16], []),
        ("c", [6], []),  # the letter is in all of them
        ("here", [2, 4, 16], ["put"]),  # its first use in a function is outside of it
        ("self", [10], ["first", "last"]),
        ("absent", [], ["first", "put", "last"]),
    ],
)
def test_uses_of_a_name_are_looked_for_in_all_functions_with_the_word(
    name: str, lines: list[int], left: list[str]
) -> None:
    scopes = of(FILE)
    for _ in range(2):
        assert [each.lineno for each in scopes.uses_of(name)] == lines
        assert not_looked_into(scopes) == left


def test_stores_of_an_attribute_are_looked_for_in_all_functions_with_the_word() -> None:
    scopes = of(FILE)
    assert [each.lineno for each in scopes.stores_of("kept")] == [6, 10]
    assert not_looked_into(scopes) == ["last"]
    assert scopes.stores_of("other") == []


def test_a_name_is_found_however_its_letters_are_written() -> None:
    assert len(of("def f():\n    return \N{LATIN SMALL LIGATURE FI}le\n").uses_of("file")) == 1


def test_a_name_is_found_although_its_line_is_miscounted() -> None:
    scopes = of(FILE)
    name = name_in(scopes, 16)
    name.lineno = 1  # as in f-strings before Python 3.12
    assert scopes.around[name].parent is scopes.of[scopes.module.bindings["last"][0]]  # type: ignore[index]


def test_what_is_not_of_the_file_has_no_scope() -> None:
    scopes = of(FILE)
    for node in (ast.Constant(1), ast.Name("a", ast.Load(), lineno=5, col_offset=0)):
        assert scopes.around.find(node) is None
        with pytest.raises(KeyError):
            scopes.around[node]
