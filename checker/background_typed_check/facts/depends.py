"""What parameters depend on: the `Depends(...)` of a parameter, and what FastAPI calls for it.

(`fastapi.dependencies.utils.analyze_param`.)
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.meanings import Function, Value
from background_typed_check.facts.scopes import Parameter, Scope


class Depends(NamedTuple):
    """A call of `Depends`."""

    call: ast.Call
    on: ast.expr | None
    """What FastAPI calls, None if that is not written out."""
    scope: Scope
    """The scope of both."""


def asked_by_parameters(function: Function, facts: Facts) -> Iterator[Depends]:
    """Yield what the parameters of a function depend on, in their order."""
    own = facts.scope_of(function)
    for bindings in own.bindings.values():
        for each in bindings:
            if isinstance(each, Parameter):
                yield from depends_of(each, own.annotation_scope, facts)


def depends_of(parameter: Parameter, scope: Scope, facts: Facts) -> Iterator[Depends]:
    """Yield the `Depends(...)` of a parameter: its default, or inside its `Annotated`."""
    default, annotation = parameter.default, parameter.argument.annotation
    plain = facts.annotations.unquoted(annotation) if annotation is not None else None
    if facts.names.is_call_of(default, scope, apis.DEPENDS):
        yield depends_by(default, scope, plain)
    if annotation is None:
        return
    meaning = facts.names.resolve(annotation, scope)
    node, where = meaning if isinstance(meaning, Value) else (annotation, scope)
    for each in ast.walk(node):
        if facts.names.is_call_of(each, where, apis.DEPENDS):
            yield depends_by(each, where, annotated_with(node, each))


def depends_by(call: ast.Call, scope: Scope, annotation: ast.expr | None = None) -> Depends:
    """Return what a call of `Depends` stands for: without arguments, the class that is named."""
    if not call.args and not any(each.arg in {apis.DEPENDENCY, None} for each in call.keywords):
        return Depends(call, annotation, scope)
    is_plain = len(call.args) == 1 and not isinstance(call.args[0], ast.Starred)
    return Depends(call, call.args[0] if is_plain else None, scope)


def annotated_with(annotation: ast.expr, call: ast.Call) -> ast.expr | None:
    """Return the type that an `Annotated` adds a call to, if it is directly in it."""
    match annotation:
        case ast.Subscript(slice=ast.Tuple(elts=[first, *more])) if call in more:
            return first
    return None
