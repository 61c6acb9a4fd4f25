"""The handlers whose requests a function takes part in: as one of them, or as a dependency.

(`fastapi.dependencies.utils.solve_dependencies`.) The dependencies of an application or router are
those of all its handlers, and of the handlers of the routers that it includes.
"""

import ast
import functools
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.classes import CALL, INIT
from background_typed_check.facts.depends import depends_of
from background_typed_check.facts.handlers import files_with, is_adding, uses_in_file
from background_typed_check.facts.meanings import Function, Value
from background_typed_check.facts.names import last_part
from background_typed_check.facts.scopes import FUNCTIONS, FunctionNode, Parameter, Scope, first_of
from background_typed_check.facts.source import Source, walk
from background_typed_check.facts.wrappers import passes_exceptions

Handlers: TypeAlias = frozenset[Function]
"""Handlers, among which all are that something takes part in."""
NONE: Handlers = frozenset()


class Use(NamedTuple):
    """A use of a function, class or variable."""

    node: ast.expr
    source: Source

    @property
    def parent(self) -> ast.AST:
        """What it stands in."""
        return self.source.parents[self.node]

    def scope(self, facts: Facts) -> Scope:
        """Return the scope around it."""
        return facts.scopes(self.source).around[first_of(self.node)]


def handlers_with(function: Function, facts: Facts) -> Handlers | None:
    """Return the handlers whose requests a function takes part in, None if they are unknown."""
    question, unknown = ("handlers with", function.node), None
    return facts.memo.ask(question, lambda: _handlers_with(function, facts), unknown)


def _handlers_with(function: Function, facts: Facts) -> Handlers | None:
    node, around, cls = function.node, function.scope, function.owner
    if cls is not None and node.name in {CALL, INIT}:
        made = node.name == CALL
        return united(uses_of(cls.node.name, cls.scope, facts), by_use(function, facts, made=made))
    uses = uses_of(node.name, around, facts)
    names = [facts.decorators.name_of(each, around) for each in node.decorator_list]
    if any((each or "").rpartition(".")[0] in apis.ROUTERS for each in names):
        return frozenset({Function(node, around)}) if uses == [] else None
    # Another decorator may hand it to anything, and a base may call a method.
    is_plain = all(each in apis.MANAGING for each in names) or all(
        passes_exceptions(each, around, facts) for each in node.decorator_list
    )
    is_unclear = not is_plain or (cls is not None and uses == [])
    return united(uses, by_use(function, facts)) if not is_unclear else None


def united(
    uses: list[Use] | None, handlers_of: Callable[[Use], Handlers | None]
) -> Handlers | None:
    """Return the handlers that any of some uses is for, None if one is unknown."""
    if uses is None:
        return None
    found = NONE
    for use in uses:
        handlers = handlers_of(use)
        if handlers is None:
            return None
        found |= handlers
    return found


def by_use(
    function: Function, facts: Facts, *, made: bool = False
) -> Callable[[Use], Handlers | None]:
    """Return what finds the handlers that a use of a function is for.

    What is used may also be what makes it: a class, whose objects are called.
    """
    return functools.partial(handlers_by, function=function, facts=facts, made=made)


def handlers_by(use: Use, function: Function, facts: Facts, *, made: bool) -> Handlers | None:
    """Return the handlers that a use of a function is for, None if they are unknown."""
    call = use.parent
    if isinstance(call, ast.Call) and call.func is use.node:
        if not made:
            return NONE  # who calls it has the collection first
        return handlers_by_object(Use(call, use.source), function, facts)
    if isinstance(call, ast.Call) and is_adding(call, use.scope(facts), facts):
        return frozenset({Function(function.node, function.scope)})
    if facts.names.is_call_of(call, use.scope(facts), apis.DEPENDS) and call.args == [use.node]:
        return handlers_asking(Use(call, use.source), facts)
    return handlers_naming(use, facts)


def handlers_naming(use: Use, facts: Facts) -> Handlers | None:
    """Return the handlers that ask for a class by the name of it that a parameter has.

    A class may also be named where nothing makes objects of it: in an `except`, for example.
    """
    source, inner, around = use.source, use.node, use.parent
    while isinstance(around, (ast.BinOp, ast.Subscript, ast.Tuple)):
        inner, around = around, source.parents[around]
    if isinstance(around, FUNCTIONS) and around.returns is inner:
        return NONE
    if isinstance(around, ast.Call):
        is_handling = facts.decorators.name_of(around, use.scope(facts)) in apis.FOR_EXCEPTIONS
        return NONE if is_handling and use.node in around.args[:1] else None
    if isinstance(around, ast.arg):
        function = source.parents[source.parents[around]]
        asks = isinstance(function, FUNCTIONS) and asks_for_class(around, function, source, facts)
        return handlers_around(function, source, facts) if asks else NONE
    return NONE if isinstance(around, ast.ExceptHandler) else None


def asks_for_class(argument: ast.arg, function: FunctionNode, source: Source, facts: Facts) -> bool:
    """Return whether a parameter asks for an object of the class that it is annotated with."""
    own = facts.scopes(source).of[function]
    return any(
        not each.call.args
        for parameter in own.bindings[argument.arg]
        if isinstance(parameter, Parameter)
        for each in depends_of(parameter, own.annotation_scope, facts)
    )


def handlers_by_object(made: Use, function: Function, facts: Facts) -> Handlers | None:
    """Return the handlers that an object is for, whose method is the function."""
    match made.parent:
        case ast.Assign(targets=[ast.Name(id=name) as target]):
            scope = facts.scopes(made.source).around[target]
            return united(uses_of(name, scope, facts), by_use(function, facts))
    return None


def handlers_asking(depends: Use, facts: Facts) -> Handlers | None:
    """Return the handlers that ask for a dependency, None if they are unknown."""
    source = depends.source
    around: ast.AST = depends.node
    while not isinstance(around, (ast.stmt, ast.Lambda)):
        around = source.parents[around]
        if isinstance(around, ast.keyword) and around.arg == apis.DEPENDENCIES:
            asking = source.parents[around]
            if isinstance(source.parents[asking], FUNCTIONS):
                continue  # the decorator of a handler
            return handlers_of(asking, source, facts) if isinstance(asking, ast.Call) else None
    return handlers_around(around, source, facts)


def handlers_around(node: ast.AST, source: Source, facts: Facts) -> Handlers | None:
    """Return the handlers whose requests a function takes part in that has a dependency."""
    own = facts.scopes(source).of.get(node) if isinstance(node, FUNCTIONS) else None
    if not isinstance(node, FUNCTIONS) or own is None or own.parent is None:
        return None
    return handlers_with(Function(node, own.parent), facts)


def handlers_of(call: ast.Call, source: Source, facts: Facts) -> Handlers | None:
    """Return the handlers that a call gives dependencies, None if they are unknown."""
    scope = facts.scopes(source).around[call]
    if is_adding(call, scope, facts):
        return added_by(call, scope, facts)
    if facts.names.is_call_of(call, scope, apis.MERE_ROUTERS | apis.APPLICATIONS):
        return handlers_of_router(Value(call, scope), facts)
    is_including = facts.decorators.name_of(call, scope) in apis.INCLUDING_ROUTERS
    return included_by(call, scope, facts) if is_including else None


def added_by(call: ast.Call, scope: Scope, facts: Facts) -> Handlers | None:
    """Return the handler that a call adds, None if it is unknown."""
    functions = facts.functions.called(call.args[1], scope) if len(call.args) > 1 else ()
    found = frozenset(
        Function(each.node, each.scope) for each in functions if isinstance(each, Function)
    )
    return found or None


def handlers_of_router(router: Value, facts: Facts) -> Handlers | None:
    """Return the handlers of a router or application, None if they are unknown."""
    source = router.scope.source
    match source.parents[router.node]:
        case ast.Assign(targets=[ast.Name(id=name)]):
            uses = uses_of(name, router.scope, facts)
            return united(uses, functools.partial(handlers_at, facts=facts))
    return None


def handlers_at(use: Use, facts: Facts) -> Handlers | None:
    """Return the handlers that a use of a router adds to it, None if they are unknown."""
    parents, read, scope = use.source.parents, use.parent, use.scope(facts)
    if isinstance(read, ast.Call):
        is_included = facts.decorators.name_of(read, scope) in apis.INCLUDING_ROUTERS
        return NONE if is_included and read.func is not use.node else None
    call = parents[read] if isinstance(read, ast.Attribute) else None
    if not isinstance(call, ast.Call):
        return None
    if is_adding(call, scope, facts):
        return added_by(call, scope, facts)
    name, function = facts.decorators.name_of(call, scope), parents[call]
    if name in apis.ADDING_NO_HANDLER:
        return NONE
    if name in apis.INCLUDING_ROUTERS:
        return included_by(call, scope, facts)
    if not isinstance(function, FUNCTIONS):
        return None
    return frozenset({Function(function, scope)})


def included_by(call: ast.Call, scope: Scope, facts: Facts) -> Handlers | None:
    """Return the handlers of the router that a call includes, None if they are unknown."""
    router = facts.names.resolve(call.args[0], scope) if call.args else None
    if not isinstance(router, Value):
        return None
    is_known = facts.names.is_call_of(router.node, router.scope, apis.MERE_ROUTERS)
    return handlers_of_router(router, facts) if is_known else None


def uses_of(name: str, around: Scope, facts: Facts) -> list[Use] | None:
    """Return where a name is read that a file defines, None if it has another name somewhere."""
    found = [Use(each, around.source) for each in uses_in_file(name, around, facts)]
    if not isinstance(around.node, FUNCTIONS):
        for each, source in uses_elsewhere(name, around.source, facts):
            if each is None:
                return None
            found.append(Use(each, source))
    return [each for each in found if isinstance(getattr(each.node, "ctx", None), ast.Load)]


def uses_elsewhere(
    name: str, own: Source, facts: Facts
) -> Iterator[tuple[ast.expr | None, Source]]:
    """Yield where other files may use a function of a file, None for an import by another name."""
    for source in files_with(name, own, facts):
        for node in walk(source.tree):
            if isinstance(node, ast.alias) and node.name == name and node.asname is not None:
                yield None, source
            elif isinstance(node, (ast.Name, ast.Attribute)) and last_part(node) == name:
                yield node, source
