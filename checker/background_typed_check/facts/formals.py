"""Which parameters of a function a call leaves out, and what their defaults are."""

import ast

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.decorators import is_transparent
from background_typed_check.facts.meanings import Class, External, Function, Value
from background_typed_check.facts.scopes import Parameter
from background_typed_check.facts.tasks import Direct
from background_typed_check.facts.uses import first_position, loads
from background_typed_check.facts.wrappers import passes_exceptions


def gets_arguments(function: Function, facts: Facts) -> bool:
    """Return whether the decorators of a function leave its arguments alone."""
    return all(
        is_transparent(facts.decorators.name_of(each, function.scope) or "")
        or passes_exceptions(each, function.scope, facts)
        for each in function.node.decorator_list
    )


def left_out(call: Direct, function: Function, facts: Facts) -> list[Parameter]:
    """Return the parameters of a function that a call surely gives no value to."""
    arguments, own = function.node.args, facts.scope_of(function)
    named = {each.arg for each in call.keywords}
    if None in named:
        return []
    first = first_position(function, call.callee, facts) + len(call.args)
    if any(isinstance(each, ast.Starred) for each in call.args):
        first = len(arguments.posonlyargs) + len(arguments.args)
    rest = [*[*arguments.posonlyargs, *arguments.args][first:], *arguments.kwonlyargs]
    return [
        binding
        for each in rest
        for binding in own.bindings[each.arg]
        if isinstance(binding, Parameter) and each.arg not in named
    ]


def is_for_fastapi(default: ast.expr | None, function: Function, facts: Facts) -> bool:
    """Return whether a default means nothing to anybody but FastAPI.

    That is a marker such as `Depends(...)`, or the class of collections in place of a collection.
    """
    if default is None:
        return False
    meaning = facts.names.resolve(default, function.scope)
    if isinstance(meaning, (Class, External)):
        return facts.classes.derives(meaning, apis.COLLECTIONS)
    return isinstance(meaning, Value) and facts.names.is_call_of(*meaning, apis.MARKERS)


def is_used_as_given(parameter: Parameter, function: Function, facts: Facts) -> bool:
    """Return whether a function uses a parameter without looking at what it was given."""
    own, name = facts.scope_of(function), parameter.argument.arg
    parents, around = own.source.parents, facts.scopes(own.source).around
    used = [(parents[each], each) for each in loads(name, own, facts)]
    return (
        bool(used)
        and len(own.bindings[name]) == 1
        and not any(
            isinstance(call, ast.Call)
            and facts.names.is_one_of(call.func, around[each], apis.TELLING)
            for call, each in used
        )
    )
