"""Calls of what has the method that adds tasks: as an argument, or by another name."""

import ast

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.collection_uses import aliased_adder, names_collection
from background_typed_check.facts.meanings import Function, Value
from background_typed_check.facts.passed import actuals_of, passed_by_name
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.tasks import Task, take_apart
from background_typed_check.facts.uses import loads


def handed_to(call: ast.Call, scope: Scope, facts: Facts) -> Task | None:
    """Return the task that a call may add by a method that it is handed, or that it is."""
    found = adder_called(call, scope, facts)
    if found is not None:
        alias, collection = found
        task = Task(scope.source, scope, call, apis.ADD_TASK, collection, None, helper=alias)
        return take_apart(task, 0)
    method = mapped(call)
    receiver = receiver_of(method, scope, facts) if method is not None else None
    if method is not None and receiver is not None:
        alias = Value(method, scope)
        return Task(scope.source, scope, call, apis.ADD_TASK, receiver, None, helper=alias)
    for actual in actuals_of(call):
        receiver = receiver_of(actual, scope, facts)
        helper = calling(actual, call, scope, facts) if receiver is not None else None
        if helper is not None:
            return Task(scope.source, scope, call, apis.ADD_TASK, receiver, None, helper=helper)
    return None


def mapped(call: ast.Call) -> ast.expr | None:
    """Return what `list(map(f, [a]))` calls at once for each element, if there are any."""
    match call:
        case ast.Call(
            func=ast.Name(id="list" | "set" | "tuple"),
            args=[ast.Call(func=ast.Name(id="map"), args=[method, first, *more])],
        ) if all(map(has_elements, (first, *more))):
            return method
    return None


def has_elements(listed: ast.expr) -> bool:
    """Return whether a list is written out, and not empty."""
    elements = listed.elts if isinstance(listed, (ast.List, ast.Tuple)) else []
    return bool(elements) and not any(isinstance(each, ast.Starred) for each in elements)


def adder_called(call: ast.Call, scope: Scope, facts: Facts) -> tuple[Value, ast.Name] | None:
    """Return the method that adds tasks, and its collection, if a call has another name for it."""
    if aliased_adder(call, scope) is None:
        return None
    meaning = facts.names.resolve(call.func, scope)
    if not isinstance(meaning, Value) or meaning.scope is not scope:
        return None
    receiver = receiver_of(meaning.node, scope, facts)
    return (meaning, receiver) if receiver is not None else None


def receiver_of(method: ast.expr, scope: Scope, facts: Facts) -> ast.Name | None:
    """Return the collection whose method that adds tasks an expression is."""
    match method:
        case ast.Attribute(value=ast.Name() as receiver, attr=apis.ADD_TASK.name):
            return receiver if names_collection(receiver, scope, facts) else None
    return None


def calling(actual: ast.expr, call: ast.Call, scope: Scope, facts: Facts) -> Function | None:
    """Return the function that a call runs, if that calls one of its arguments."""
    called = facts.functions.called(call.func, scope)
    helper = called[0] if len(called) == 1 else None
    if not isinstance(helper, Function) or not facts.functions.is_as_written(helper):
        return None
    if facts.lazy.yields(helper.node):
        return None
    passed = passed_by_name(call, helper, scope, facts).items()
    name = next((name for name, each in passed if each is actual), "")
    own = facts.scope_of(helper)
    is_called = any(is_callee(each, own) for each in loads(name, own, facts))
    return helper if is_called and len(own.bindings[name]) == 1 else None


def is_callee(name: ast.Name, scope: Scope) -> bool:
    """Return whether a name is called."""
    parent = scope.source.parents[name]
    return isinstance(parent, ast.Call) and parent.func is name
