"""Which parameters of a function a call leaves out, and what their defaults are."""

import ast

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.decorators import is_transparent
from background_typed_check.facts.meanings import Class, External, Function, Value
from background_typed_check.facts.passed import first_position
from background_typed_check.facts.scopes import Parameter, defaults
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import Direct
from background_typed_check.facts.uses import loads
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


def lacks_arguments(call: Direct, function: Function, facts: Facts) -> bool:
    """Return whether a call surely leaves out an argument that a function must have."""
    return any(
        each.default is None and not each.is_variadic for each in left_out(call, function, facts)
    )


def free_formals(call: Direct, function: Function, facts: Facts) -> list[str]:
    """Return the parameters that a call can name, none if the rest is unsure, or too much."""
    arguments = function.node.args
    if arguments.kwarg or any(isinstance(each, ast.Starred) for each in call.args):
        return []
    positional = [*arguments.posonlyargs, *arguments.args]
    first = first_position(function, call.callee, facts) + len(call.args)
    if first > len(positional) and not arguments.vararg:
        return []
    rest = positional[max(first, len(arguments.posonlyargs)) :]
    return [each.arg for each in (*rest, *arguments.kwonlyargs)]


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


def has_own_defaults(function: Function, facts: Facts) -> bool:
    """Return whether each default of a function means something without FastAPI."""
    return not any(is_for_fastapi(each, function, facts) for each in defaults(function.node.args))


def is_used_as_given(parameter: Parameter, function: Function, facts: Facts) -> bool:
    """Return whether a function uses a parameter without looking at what it was given."""
    own, name = facts.scope_of(function), parameter.argument.arg
    used = [*loads(name, own, facts)]
    if not used or len(own.bindings[name]) != 1:
        return False
    return not any(is_looked_at(each, own.source, facts) for each in used)


def is_looked_at(name: ast.Name, source: Source, facts: Facts) -> bool:
    """Return whether a name is asked for what it is: `isinstance(db, Session)`, `db is DEFAULT`."""
    outer = source.parents[name]
    if isinstance(outer, ast.Compare):
        return any(isinstance(each, (ast.Is, ast.IsNot)) for each in outer.ops)
    scope = facts.scopes(source).around[name]
    return isinstance(outer, ast.Call) and facts.names.is_one_of(outer.func, scope, apis.TELLING)
