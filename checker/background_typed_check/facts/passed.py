"""Which parameters take the arguments of a call, and what is known about conditions by that."""

import ast
import itertools
from typing import TYPE_CHECKING

from background_typed_check import apis
from background_typed_check.facts.conditions import Fixed, Known, exactly, truth
from background_typed_check.facts.meanings import Function, Value
from background_typed_check.facts.scopes import Scope, with_defaults

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


def first_position(function: Function, callee: Value, facts: "Facts") -> int:
    """Return the parameter that takes the first argument of a call: not `self`, nor `cls`."""
    return first_taken(function, facts, is_of_class=is_of_class(callee, facts))


def first_taken(function: Function, facts: "Facts", *, is_of_class: bool) -> int:
    """Return the same where it is known whether the function is an attribute of a class itself."""
    decorators = function.node.decorator_list
    if function.owner is None or facts.names.are_any(decorators, function.scope, apis.STATIC):
        return 0
    is_unbound = is_of_class and not facts.names.are_any(decorators, function.scope, apis.OF_CLASS)
    return 0 if is_unbound else 1


def is_of_class(callee: Value, facts: "Facts") -> bool:
    """Return whether a callee is an attribute of a class itself, not of an object."""
    node, scope = callee
    if isinstance(facts.names.resolve(node, scope), Function):
        return True  # names lead to methods through classes only
    if not isinstance(node, ast.Attribute):
        return False
    return any(each.is_class for each in facts.expressions.classes_of(node.value, scope))


def passed_by_name(
    call: ast.Call, function: Function, scope: Scope, facts: "Facts"
) -> dict[str, ast.expr]:
    """Return the arguments of a call by the parameters that take them, up to star-arguments."""
    arguments = function.node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    positional = positional[first_position(function, Value(call.func, scope), facts) :]
    known = itertools.takewhile(is_plain_argument, call.args)
    found = {each.arg: actual for each, actual in zip(positional, known, strict=False)}
    names = {each.arg for each in (*arguments.args, *arguments.kwonlyargs)}
    named = {str(each.arg): each.value for each in call.keywords if each.arg in names}
    return found | named


def actuals_of(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call, without their names."""
    return [*call.args, *(each.value for each in call.keywords)]


def is_plain_argument(argument: ast.expr) -> bool:
    """Return whether an argument stands for itself alone."""
    return not isinstance(argument, ast.Starred)


def known_inside(call: ast.Call, function: Function, scope: Scope, facts: "Facts") -> Known:
    """Return what is known about conditions in a function that a call runs, by what is known now.

    A parameter that is bound to nothing else stays what the argument is, or else the default.
    """
    own, known = facts.scope_of(function), facts.flow.known
    shared = (each for each in known if each.name not in own.bindings)
    outer = {each for each in shared if own.owner(each.name) is scope.owner(each.name)}
    is_whole = all(map(is_plain_argument, call.args)) and all(each.arg for each in call.keywords)
    given = passed_by_name(call, function, scope, facts)
    left_out = {
        each.arg: default
        for each, default in with_defaults(function.node.args)
        if is_whole and isinstance(default, ast.Constant)
    }
    inner = {
        Fixed(name, value, exactly(actual, known) is not None)
        for name, actual in (left_out | given).items()
        if len(own.bindings[name]) == 1 and (value := truth(actual, known)) is not None
    }
    return frozenset(outer | inner)
