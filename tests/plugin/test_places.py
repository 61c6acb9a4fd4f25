"""Calls of Python's own syntax that match mypy's."""

import ast

from background_typed_check.facts.binder import Scopes
from background_typed_check.facts.source import Source
from background_typed_mypy.columns import Columns
from background_typed_mypy.places import Calls
from mypy.nodes import CallExpr, NameExpr

FILE = """\
def first():
    send()

def last():
    send()
"""


def call_at(line: int) -> CallExpr:
    """Return a call of mypy's tree."""
    call = CallExpr(NameExpr("send"), [], [], [])
    call.set_line(line, 4, line, 10)
    return call


def test_a_call_is_looked_for_in_the_function_around_its_line() -> None:
    scopes = Scopes(Source("app.py", FILE.encode()))
    found = Calls(scopes, Columns.BYTES).find(call_at(5))
    assert found is not None
    assert found.lineno == 5
    assert [each.name for each, _ in scopes.later.values()] == ["first"]


def test_a_call_whose_line_is_miscounted_is_looked_for_everywhere() -> None:
    scopes = Scopes(Source("app.py", FILE.encode()))
    calls = [each for each in ast.walk(scopes.source.tree) if isinstance(each, ast.Call)]
    calls[1].lineno = calls[1].end_lineno = 3  # as in f-strings before Python 3.12
    assert Calls(scopes, Columns.BYTES).find(call_at(3)) is calls[1]
    assert Calls(scopes, Columns.BYTES).find(call_at(1)) is None
