"""How a decorator wraps a function, and what becomes of what the function returns."""

import ast
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from background_typed_check import apis
from background_typed_check.facts.bodies import returned_values
from background_typed_check.facts.classes import CALL, DESCRIPTOR, INIT, NEW
from background_typed_check.facts.instances import are_all_of
from background_typed_check.facts.meanings import Class, Function
from background_typed_check.facts.scopes import FunctionNode, Scope
from background_typed_check.facts.wrappers import (
    is_only_read,
    maker_of,
    may_mark,
    returned_function,
    unwrapped,
    uses_in_wrapper,
    wrapped_by,
)

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


class Wrapping(Enum):
    """What a decorator returns."""

    SAME = "the function itself"
    ASYNC = "a coroutine function"
    RETURNING = "a plain function that returns what the decorated one returns"
    DROPPING = "a function that awaits nothing of what the decorated one returns, and drops it"


def wrapping_of(decorator: ast.expr, scope: Scope, facts: "Facts") -> Wrapping | None:
    """Return how a decorator wraps a function, None if that is not certain.

    A plain wrapper is not a coroutine function, even with `functools.wraps`, so nobody awaits
    what it returns.
    """
    maker = maker_of(decorator, scope, facts)
    if maker is not None:
        return None if may_mark(facts.scope_of(maker)) else made_by(maker, facts)
    if is_context_manager(decorator, scope, facts):
        return Wrapping.RETURNING
    cls = facts.names.resolve(decorator, scope)
    return made_of(cls, facts) if isinstance(cls, Class) else None


def made_by(maker: Function, facts: "Facts") -> Wrapping | None:
    """Return how the function that takes the decorated one wraps it."""
    own, name, given = facts.scope_of(maker), wrapped_by(maker), maker.node.args
    required = len(given.posonlyargs) + len(given.args) - len(given.defaults)
    if name is None or required > 1 or len(own.bindings[name]) != 1:
        return None
    wrapper = returned_function(maker, facts)
    if wrapper is not None:
        if not facts.names.are_all(wrapper.node.decorator_list, own, apis.WRAPS):
            return None
        return how_used(uses_in_wrapper(name, wrapper, facts), wrapper, facts)
    values, last = returned_values(maker.node), maker.node.body[-1]
    if len(values) > 1 or not isinstance(last, ast.Return) or last.value is None:
        return None
    match unwrapped(last.value, own, facts):
        case ast.Name(id=returned):
            return Wrapping.SAME if returned == name else None
        case ast.Lambda(body=ast.Call(func=ast.Name(id=called)) as call):
            mentions = [each for each in ast.walk(call) if getattr(each, "id", "") == name]
            return Wrapping.RETURNING if called == name and len(mentions) == 1 else None
    return None


def made_of(cls: Class, facts: "Facts") -> Wrapping | None:
    """Return how a class wraps the function that it is made of, if its objects can be called."""
    own, node = facts.scope_of(cls), cls.node
    init, call = (methods_of(own, each) for each in (INIT, CALL))
    is_plain = not (node.bases or node.keywords or node.decorator_list)
    if not is_plain or not {NEW, DESCRIPTOR}.isdisjoint(own.bindings):
        return None
    if init is None or call is None or may_mark(own):
        return None
    kept = [
        target.attr
        for each in init.body
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Name)
        for target in each.targets
        if isinstance(target, ast.Attribute)
        and [each.value.id] == [x.arg for x in init.args.args[1:]]
    ]
    if len(kept) != 1 or len(facts.scopes(own.source).stores[kept[0]]) != 1:
        return None
    wrapper = Function(call, own)
    uses = [
        each
        for each in ast.walk(call)
        if isinstance(each, ast.Attribute)
        and each.attr == kept[0]
        and not is_only_read(each, facts.scope_of(wrapper), facts)
    ]
    return how_used(uses, wrapper, facts)


def methods_of(cls: Scope, name: str) -> FunctionNode | None:
    """Return the method of that name in the body of a class, if it is plain."""
    match cls.bindings.get(name):
        case [ast.FunctionDef() | ast.AsyncFunctionDef() as method]:
            return method if not method.decorator_list else None
    return None


def how_used(uses: Sequence[ast.expr], wrapper: Function, facts: "Facts") -> Wrapping | None:
    """Return what a wrapper is, given where it uses the function that it wraps."""
    if facts.lazy.yields(wrapper.node):
        return None
    own, is_async = facts.scope_of(wrapper), isinstance(wrapper.node, ast.AsyncFunctionDef)
    parents, around = own.source.parents, facts.scopes(own.source).around
    calls = [each for each in map(parents.get, uses) if isinstance(each, ast.Call)]
    are_here = len(calls) == len(uses) > 0 and all(around[each] is own for each in calls)
    if are_here and not is_async and all(is_returned(each, own, facts) for each in uses):
        return Wrapping.RETURNING
    if are_here and all(is_dropped(each, own) or is_returned(each, own, facts) for each in uses):
        return Wrapping.DROPPING
    return Wrapping.ASYNC if is_async else None


def is_returned(callee: ast.expr, own: Scope, facts: "Facts") -> bool:
    """Return whether a function is called here, and nothing but returned happens to the result."""
    parents, reads = own.source.parents, reads_of_result(callee, own)
    if reads is None:
        call = parents[callee]
        is_call = isinstance(call, ast.Call) and call.func is callee
        return is_call and isinstance(parents[call], ast.Return)
    around = facts.scopes(own.source).around
    return bool(reads) and all(
        around[each] is own and isinstance(parents[each], ast.Return) for each in reads
    )


def is_dropped(callee: ast.expr, own: Scope) -> bool:
    """Return whether a function is called here, and nothing happens to the result."""
    call = own.source.parents[callee]
    is_call = isinstance(call, ast.Call) and call.func is callee
    is_alone = is_call and isinstance(own.source.parents[call], ast.Expr)
    return is_alone or reads_of_result(callee, own) == []


def reads_of_result(callee: ast.expr, own: Scope) -> list[ast.Name] | None:
    """Return where the result of a call is read again, None if it is not kept in a variable."""
    parents = own.source.parents
    match parents[callee], parents[parents[callee]]:
        case ast.Call(func=called), ast.Assign(targets=[ast.Name(id=name)]) if called is callee:
            if len(own.bindings[name]) != 1 or own.owner(name) is not own:
                return None
            return [
                each
                for each in ast.walk(own.node)
                if isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load)
            ]
    return None


def is_context_manager(decorator: ast.expr, scope: Scope, facts: "Facts") -> bool:
    """Return whether a decorator is a context manager that is entered around each call.

    `contextlib.ContextDecorator.__call__` returns a plain function before Python 3.15.
    """
    if facts.python >= apis.ASYNC_CONTEXT_DECORATORS or not isinstance(decorator, ast.Call):
        return False
    callee = facts.names.resolve(decorator.func, scope)
    if isinstance(callee, Class):
        return facts.classes.inherits(callee, apis.CONTEXT_DECORATORS, {"__call__", "__new__"})
    made = facts.expressions.classes_of(decorator, scope)
    return are_all_of(made, apis.CONTEXT_DECORATORS) and all(each.exact for each in made)
