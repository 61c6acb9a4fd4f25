"""Handlers: functions that only FastAPI calls, and what it passes to them.

(`fastapi.dependencies.utils.solve_dependencies`.)
"""

import ast
from collections.abc import Callable, Iterator
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.decorators import is_route
from background_typed_check.facts.given import given_to
from background_typed_check.facts.injection import (
    are_harmless,
    asked_by,
    is_in_body_of,
    is_tree_harmless,
    uses_by_dependencies,
)
from background_typed_check.facts.made import alternatives, is_new_collection
from background_typed_check.facts.meanings import Class, External, Function, Module, Value
from background_typed_check.facts.nodes import is_none
from background_typed_check.facts.programs import reaches
from background_typed_check.facts.scopes import FunctionNode, Import, Scope
from background_typed_check.facts.source import Source, walk
from background_typed_check.facts.uses import Uses, uses_of_name
from background_typed_check.facts.wrappers import passes_exceptions

ADDING: Final = apis.ADD_ROUTE.encode()
IsRoute = Callable[[str], bool]
"""Returns whether a decorator of that name makes a function a handler."""


def is_injected(uses: Uses, facts: Facts) -> bool:
    """Return whether FastAPI passes its own collection to a handler."""
    if uses.held is not None:
        value = variable_of(uses.held.value, facts)
        is_field = is_injected_field(uses.held.value, facts)
        return is_field or (value is not None and is_injected(value, facts))
    if is_given_by_fastapi(uses, apis.COLLECTIONS, facts):
        return True
    given = given_variable(uses, facts)
    return given is not None and is_injected(given, facts)


def given_variable(uses: Uses, facts: Facts) -> Uses | None:
    """Return the variable of a dependency whose value it gives to a parameter."""
    if uses.parameter is None or uses.made:
        return None
    given = given_to(uses.parameter, uses.scope.annotation_scope, facts)
    return variable_of(given, facts) if given is not None else None


def variable_of(value: Value, facts: Facts) -> Uses | None:
    """Return the variable that a value is, None if it is not one."""
    node, scope = value
    owner = scope.owner(node.id) if isinstance(node, ast.Name) else None
    if not isinstance(node, ast.Name) or owner is None:
        return None
    return uses_of_name(node.id, owner, facts)


def is_given_by_fastapi(uses: Uses, names: frozenset[str], facts: Facts) -> bool:
    """Return whether FastAPI passes an object of its own.

    `Depends`, in `Annotated` or as the default, brings another object.
    """
    parameter, scope = uses.parameter, uses.scope.annotation_scope
    if uses.made or parameter is None or parameter.is_variadic:
        return False
    if parameter.default is not None and not is_none(parameter.default):
        return False
    return is_plainly(parameter.argument.annotation, scope, names, facts)


def is_injected_field(value: Value, facts: Facts) -> bool:
    """Return whether a value is a field of a dataclass that FastAPI makes with its collection."""
    match value.scope.source.parents.find(value.node):
        case ast.AnnAssign(target=target, annotation=annotation, value=None) if (
            target is value.node and isinstance(value.scope.node, ast.ClassDef)
        ):
            return is_plainly(annotation, value.scope, apis.COLLECTIONS, facts)
    return False


def is_plainly(
    annotation: ast.expr | None, scope: Scope, names: frozenset[str], facts: Facts
) -> bool:
    """Return whether an annotation names one of these classes, and brings no `Depends`."""
    plain = facts.annotations.unquoted(annotation) if annotation is not None else None
    if isinstance(plain, ast.Subscript) and facts.names.is_one_of(
        plain.value, scope, apis.ANNOTATED
    ):
        plain, *more = getattr(plain.slice, "elts", [plain.slice])
        if not all(isinstance(each, ast.Constant) for each in more):
            return False
    meaning = facts.names.resolve(plain, scope) if plain is not None else None
    return isinstance(meaning, (Class, External)) and facts.classes.derives(meaning, names)


def belongs_to_request(uses: Uses, facts: Facts) -> bool:
    """Return whether a collection is passed by FastAPI to this function, or is made in it."""
    if uses.held is not None:
        value = variable_of(uses.held.value, facts)
        is_own = uses.are_new(facts) or is_injected_field(uses.held.value, facts)
        return is_own or (value is not None and belongs_to_request(value, facts))
    if uses.parameter is None:
        values = [(each, made.scope) for made in uses.made for each in alternatives(made.value)]
        known = [each for each in values if is_new_collection(*each, facts)]
        taken = [each for each in uses.taken(facts) if is_injected(each, facts)]
        return bool(values) and len(known) + len(taken) == len(values)
    return uses.are_own(facts) and is_injected(uses._replace(made=()), facts)


def may_be_handler(uses: Uses) -> bool:
    """Return whether a function has a decorator, or a call in its file may add it as a handler."""
    return bool(uses.function.decorator_list) or uses.scope.source.mentions((ADDING,))


def is_only_handler(uses: Uses, facts: Facts, is_handler: IsRoute = is_route) -> bool:
    """Return whether only FastAPI calls a function, and passes its collection to nothing else."""
    around = uses.scope.parent
    return around is not None and is_handler_only(
        Function(uses.function, around), facts, is_handler
    )


def is_handler_only(function: Function, facts: Facts, is_handler: IsRoute = is_route) -> bool:
    """Return whether only FastAPI calls a function, and passes its collection to nothing else."""
    question, unknown = ("handler", function.node, is_handler), False
    return facts.memo.ask(question, lambda: _is_handler_only(function, facts, is_handler), unknown)


def _is_handler_only(function: Function, facts: Facts, is_handler: IsRoute) -> bool:
    around = function.scope
    routes = only_routes_of(function, facts, is_handler)
    return (
        bool(routes)
        and all(are_harmless(asked_by(each, around, facts), facts) for each in routes)
        and all(map(is_in_body_of(function.node), uses_by_dependencies(function, facts)))
        and is_tree_harmless(around.source, facts)
    )


def only_routes_of(
    function: Function, facts: Facts, is_handler: IsRoute = is_route
) -> list[ast.Call]:
    """Return the calls that add routes to a function, nothing if anything else may call it."""
    node, around = function.node, function.scope
    routes = routes_of(node, around, facts, is_handler)
    if routes is None or not (routes or is_handler is is_route):
        return []
    here = [*uses_in_file(node.name, around, facts)]
    adding = calls_adding(here, around.source, facts)
    if is_handler is is_route:
        routes += adding
    is_only = len(here) == len(adding) and not any(files_with(node.name, around.source, facts))
    return routes if is_only else []


def routes_of(
    node: FunctionNode, around: Scope, facts: Facts, is_handler: IsRoute
) -> list[ast.Call] | None:
    """Return the decorators that add routes to a function, None if others may change it."""
    routes: list[ast.Call] = []
    for each in node.decorator_list:
        name = facts.decorators.name_of(each, around)
        if name is not None and is_handler(name) and isinstance(each, ast.Call):
            routes.append(each)
        elif not passes_exceptions(each, around, facts):
            return None
    return routes


def calls_adding(uses: list[ast.expr], source: Source, facts: Facts) -> list[ast.Call]:
    """Return the calls of `add_api_route` among those that take a function."""
    scopes, calls = facts.scopes(source).around, (source.parents[each] for each in uses)
    return [
        each
        for each in calls
        if isinstance(each, ast.Call) and is_adding(each, scopes[each], facts)
    ]


def is_adding(call: ast.Call, scope: Scope, facts: Facts) -> bool:
    """Return whether a call adds a route to an application or router."""
    is_named = isinstance(call.func, ast.Attribute) and call.func.attr == apis.ADD_ROUTE
    return is_named and facts.decorators.name_of(call, scope) in apis.ADDING_ROUTES


def uses_in_file(name: str, around: Scope, facts: Facts) -> Iterator[ast.expr]:
    """Yield where a file refers to a function that it defines, or to any method of its name."""
    scopes = facts.scopes(around.source)
    if isinstance(around.node, ast.ClassDef):
        yield from scopes.attributes.get(name, ())
    for each in scopes.names.get(name, ()):
        if scopes.around[each].owner(name) is around:
            yield each


def files_with(name: str, own: Source, facts: Facts) -> Iterator[Source]:
    """Yield the other files of the tree that may refer to a function or class of that name."""
    for source in facts.files_mentioning(name.encode()):
        if source is not own and refers_to(name, own, source, facts):
            yield source


def refers_to(name: str, own: Source, source: Source, facts: Facts) -> bool:
    """Return whether a file may refer to a function or class of another file."""
    for node in walk(source.tree):
        if isinstance(node, ast.ImportFrom) and any(each.name == name for each in node.names):
            binding = Import(node.module, node.level, name, for_types=False, line=node.lineno)
            found = facts.imports.imported(binding, source)
            if isinstance(found, (Class, Function)) and found.scope.source is own:
                return True
            if not isinstance(found, (Class, Function, Module)) and reaches(source, own, facts):
                return True
        is_read = isinstance(node, ast.Attribute) and node.attr == name
        if is_read and own in facts.imports.imported_files(source):
            return True
    return False
