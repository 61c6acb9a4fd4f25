"""What a dependency gives to the parameters that depend on it: `def get(tasks): return tasks`.

(`fastapi.dependencies.utils.solve_dependencies`.)
"""

import ast

from background_typed_check.facts import Facts
from background_typed_check.facts.bodies import inside, returned_values
from background_typed_check.facts.depends import depends_of
from background_typed_check.facts.meanings import Function, Value
from background_typed_check.facts.scopes import Parameter, Scope


def given_to(parameter: Parameter, scope: Scope, facts: Facts) -> Value | None:
    """Return what a dependency gives to a parameter as it is written there, None if unknown.

    Args:
        parameter: The parameter.
        scope: The scope of its annotation.
        facts: The facts to ask.

    """
    question = ("given", parameter.argument)
    return facts.memo.ask(question, lambda: _given_to(parameter, scope, facts), None)


def _given_to(parameter: Parameter, scope: Scope, facts: Facts) -> Value | None:
    depends = [*depends_of(parameter, scope, facts)]
    on = depends[0].on if len(depends) == 1 else None
    dependency = facts.names.resolve(on, depends[0].scope) if on is not None else None
    if not isinstance(dependency, Function) or not is_plain(dependency, facts):
        return None
    values = values_of(dependency, facts)
    value = values[0] if len(values) == 1 else None
    return Value(value, facts.scope_of(dependency)) if value is not None else None


def is_plain(dependency: Function, facts: Facts) -> bool:
    """Return whether FastAPI calls a function itself, and not what a decorator makes of it."""
    return facts.functions.is_as_written(dependency) and not dependency.node.decorator_list


def values_of(dependency: Function, facts: Facts) -> list[ast.expr | None]:
    """Return what a function returns, or yields if it is a generator."""
    if facts.lazy.yields(dependency.node):
        return [each.value for each in inside(dependency.node.body) if isinstance(each, ast.Yield)]
    return [*returned_values(dependency.node)]


def parameter_of(value: Value) -> Parameter | None:
    """Return the parameter that a value is, if that has no other value."""
    node, scope = value
    match scope.bindings[node.id] if isinstance(node, ast.Name) else []:
        case [Parameter() as parameter]:
            return parameter
    return None


def is_given_on(node: ast.AST, dependency: Function, facts: Facts) -> bool:
    """Return whether a parameter is what a dependency gives to those that depend on it."""
    own = facts.scope_of(dependency)
    return (
        isinstance(node, ast.Name)
        and facts.scopes(own.source).around.get(node) is own
        and isinstance(own.source.parents[node], (ast.Return, ast.Yield))
        and parameter_of(Value(node, own)) is not None
        and is_plain(dependency, facts)
    )
