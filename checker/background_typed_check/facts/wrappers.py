"""Decorators that hide a coroutine function in a plain one, and files that mark one as such."""

import ast
from typing import TYPE_CHECKING

from background_typed_check import apis
from background_typed_check.facts.bodies import returned_values, statements
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.scopes import FunctionNode, Scope, parameters

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


def wraps_plainly(decorator: ast.expr, scope: Scope, facts: "Facts") -> bool:
    """Return whether a decorator returns a plain function that only calls the decorated one.

    Such a wrapper is not a coroutine function, even with `functools.wraps`, so nobody awaits
    what it returns.
    """
    maker = facts.names.resolve(decorator, scope)
    if not isinstance(maker, Function) or not facts.functions.is_last_word(maker, scope):
        return False
    node, own = maker.node, facts.scope_of(maker)
    wrapped, wrapper = parameters(node.args), wrapper_of(node)
    if facts.lazy.is_lazy(node) or node.decorator_list or len(wrapped) != 1 or may_mark(own):
        return False
    return (
        wrapper is not None
        and not facts.lazy.yields(wrapper)
        and facts.names.are_all(wrapper.decorator_list, own, apis.WRAPS)
        and is_only_returned(wrapped[0].arg, wrapper, own, facts)
    )


def wrapper_of(maker: FunctionNode) -> ast.FunctionDef | None:
    """Return the plain function that a function defines and returns, if that is all it does."""
    match statements(maker):
        case [ast.FunctionDef(name=name) as wrapper, ast.Return(value=ast.Name(id=returned))]:
            return wrapper if returned == name else None
        case _:
            return None


def is_only_returned(name: str, wrapper: ast.FunctionDef, own: Scope, facts: "Facts") -> bool:
    """Return whether a wrapper only calls a name and returns the result."""
    calls = [each.func for each in returned_values(wrapper) if isinstance(each, ast.Call)]
    marks = [each for mark in wrapper.decorator_list for each in ast.walk(mark)]
    around = facts.scopes(own.source).around
    uses = [
        each
        for each in ast.walk(wrapper)
        if isinstance(each, ast.Name)
        and each.id == name
        and around[each].owner(name) is own
        and each not in marks
    ]
    return bool(uses) and all(use in calls for use in uses)


def may_mark(scope: Scope) -> bool:
    """Return whether a file may mark a plain function as a coroutine function."""
    return scope.source.mentions(apis.COROUTINE_MARKERS)
