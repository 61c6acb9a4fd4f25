"""What each kind of node binds, and which kinds open a scope."""

import ast
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from background_typed_check.facts.parents import children
from background_typed_check.facts.scopes import (
    COMPREHENSIONS,
    FUNCTIONS,
    Assigned,
    Bound,
    Declared,
    FunctionNode,
    Import,
    Parameter,
    Scope,
    annotations,
    defaults,
    type_parameters,
    unpacked,
    with_defaults,
)
from background_typed_check.facts.source import walk

if TYPE_CHECKING:
    from background_typed_check.facts.binder import Scopes

NOT_EXECUTED: Final = "TYPE_CHECKING"
TYPE_ALIASES: Final = tuple(getattr(ast, name) for name in ("TypeAlias",) if hasattr(ast, name))
NO_MODULE: Final = {"ImportError", "ModuleNotFoundError"}


class At(NamedTuple):
    """Where a node stands."""

    scope: Scope
    for_types: bool = False
    """Whether it is under `if TYPE_CHECKING`."""
    is_fallback: bool = False
    """Whether it runs when an import fails."""


Inside: TypeAlias = Iterable[ast.AST | At]
"""Nodes, and between them an `At` that holds for the nodes after it."""


# Each of these records what a node binds, and returns the nodes inside it.


def enter_function(scopes: "Scopes", node: FunctionNode, at: At) -> Inside:
    """Enter a function."""
    at.scope.bind(node.name, node)
    own = scopes.open(node, at.scope)
    bind_type_parameters(node, own)
    bind_parameters(node.args, own)
    outside = [*defaults(node.args), *node.decorator_list, *annotations(node)]
    return [*outside, At(own, at.for_types), *type_parameters(node), *node.body, at]


def enter_class(scopes: "Scopes", node: ast.ClassDef, at: At) -> Inside:
    """Enter a class."""
    at.scope.bind(node.name, node)
    own = scopes.open(node, at.scope)
    bind_type_parameters(node, own)
    outside = [*node.bases, *node.keywords, *node.decorator_list]
    return [*outside, At(own, at.for_types), *type_parameters(node), *node.body, at]


def enter_lambda(scopes: "Scopes", node: ast.Lambda, at: At) -> Inside:
    """Enter a lambda."""
    own = scopes.open(node, at.scope)
    bind_parameters(node.args, own)
    return [*defaults(node.args), At(own, at.for_types), node.body, at]


def enter_comprehension(
    scopes: "Scopes",
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    at: At,
) -> Inside:
    """Enter a comprehension: the first iterable is evaluated outside of it."""
    first = node.generators[0].iter
    parts = [part for each in node.generators for part in children(each) if part is not first]
    results = [each for each in children(node) if isinstance(each, ast.expr)]
    return [first, at._replace(scope=scopes.open(node, at.scope)), *parts, *results, at]


def enter_if(_scopes: "Scopes", node: ast.If, at: At) -> Inside:
    """Enter a condition."""
    if not is_type_checking(node.test):
        return [node.test, *node.body, *node.orelse]
    return [node.test, at._replace(for_types=True), *node.body, at, *node.orelse]


def enter_handler(_scopes: "Scopes", node: ast.ExceptHandler, at: At) -> Inside:
    """Enter an exception handler."""
    if node.name is not None:
        at.scope.bind(node.name, Bound(node))
    names = [*walk(node.type)] if node.type is not None else []
    if any(isinstance(each, ast.Name) and each.id in NO_MODULE for each in names):
        return [at._replace(is_fallback=True), *children(node), at]
    return children(node)


def enter_import(_scopes: "Scopes", node: ast.Import, at: At) -> Inside:
    """Bind modules."""
    for alias in node.names:
        module = alias.name if alias.asname else alias.name.partition(".")[0]
        found = Import(module, 0, None, at.for_types, node.lineno)
        at.scope.bind(alias.asname or module, found)
    return ()


def enter_import_from(_scopes: "Scopes", node: ast.ImportFrom, at: At) -> Inside:
    """Bind what is imported from a module."""
    for alias in node.names:
        found = Import(node.module, node.level, alias.name, at.for_types, node.lineno)
        if alias.name == "*":
            at.scope.stars.append(found)
        else:
            at.scope.bind(alias.asname or alias.name, found)
    return ()


def enter_assignment(scopes: "Scopes", node: ast.Assign, at: At) -> Inside:
    """Bind names to a whole value, or to the part of a tuple that is written out."""
    pairs = [pair for each in node.targets for pair in unpacked(each, node.value)]
    simple = {target: value for target, value in pairs if isinstance(target, ast.Name)}
    scopes.around.update(dict.fromkeys(simple, at.scope))
    for target, value in simple.items():
        # `name = None` where an import failed: any use of the name needs the import.
        if not (at.is_fallback and is_none(value)):
            assigned = Assigned(value, None, node, at.scope)
            at.scope.bind(target.id, assigned)
    return [node.value, *(each for each, _ in pairs if each not in simple)]


def enter_annotated(scopes: "Scopes", node: ast.AnnAssign, at: At) -> Inside:
    """Bind a name that has an annotation."""
    target = node.target
    if isinstance(target, ast.Name):
        at.scope.bind(
            target.id,
            Declared(node.annotation)
            if node.value is None
            else Assigned(node.value, node.annotation, node, at.scope),
        )
        scopes.around[target] = at.scope
    inside = children(node)
    return [each for each in inside if each is not target or not isinstance(each, ast.Name)]


def enter_walrus(scopes: "Scopes", node: ast.NamedExpr, at: At) -> Inside:
    """Bind a name in the scope around all comprehensions."""
    owner = at.scope
    while isinstance(owner.node, COMPREHENSIONS) and owner.parent is not None:
        owner = owner.parent
    owner.bind(node.target.id, Bound(node))
    scopes.around[node.target] = owner
    return [node.value]


def enter_global(scopes: "Scopes", node: ast.Global, at: At) -> Inside:
    """Take names from the module."""
    at.scope.declared.update(dict.fromkeys(node.names, scopes.module))
    return ()


def enter_nonlocal(_scopes: "Scopes", node: ast.Nonlocal, at: At) -> Inside:
    """Take names from an outer function: which one is known only at the end."""
    at.scope.declared.update(dict.fromkeys(node.names))
    return ()


def enter_pattern(
    _scopes: "Scopes", node: ast.MatchAs | ast.MatchStar | ast.MatchMapping, at: At
) -> Inside:
    """Bind the names of a pattern."""
    name = node.rest if isinstance(node, ast.MatchMapping) else node.name
    if name is not None:
        at.scope.bind(name, Bound(node))
    return children(node)


def enter_type_alias(scopes: "Scopes", node: Any, at: At) -> Inside:  # noqa: ANN401  # of Python 3.12
    """Bind the name of a `type` statement to the type, unless it takes parameters."""
    alias = Assigned(node.value, None, node, at.scope)
    at.scope.bind(node.name.id, Bound(node) if node.type_params else alias)
    scopes.around[node.name] = at.scope
    return [each for each in children(node) if each is not node.name]


# The nodes that bind names or open a scope. All others only hold more nodes.
TELLING: Final[dict[type[ast.AST], Callable[["Scopes", Any, At], Inside]]] = {
    **dict.fromkeys(FUNCTIONS, enter_function),
    **dict.fromkeys(COMPREHENSIONS, enter_comprehension),
    ast.AnnAssign: enter_annotated,
    ast.Assign: enter_assignment,
    ast.ClassDef: enter_class,
    ast.ExceptHandler: enter_handler,
    ast.Global: enter_global,
    ast.If: enter_if,
    ast.Import: enter_import,
    ast.ImportFrom: enter_import_from,
    ast.Lambda: enter_lambda,
    ast.MatchAs: enter_pattern,
    ast.MatchMapping: enter_pattern,
    ast.MatchStar: enter_pattern,
    ast.NamedExpr: enter_walrus,
    ast.Nonlocal: enter_nonlocal,
    **dict.fromkeys(TYPE_ALIASES, enter_type_alias),
}


def bind_type_parameters(node: FunctionNode | ast.ClassDef, scope: Scope) -> None:
    """Bind the names in square brackets after the name of a definition."""
    for each in type_parameters(node):
        scope.bind(getattr(each, "name", ""), Bound(each))


def bind_parameters(arguments: ast.arguments, scope: Scope) -> None:
    """Bind the parameters of a function."""
    for argument, default in with_defaults(arguments):
        scope.bind(argument.arg, Parameter(argument, default, is_variadic=False))
    for variadic in (arguments.vararg, arguments.kwarg):
        if variadic is not None:
            scope.bind(variadic.arg, Parameter(variadic, None, is_variadic=True))


def is_type_checking(test: ast.expr) -> bool:
    """Return whether a condition is true for type checkers only."""
    return (isinstance(test, ast.Name) and test.id == NOT_EXECUTED) or (
        isinstance(test, ast.Attribute) and test.attr == NOT_EXECUTED
    )


def is_none(expression: ast.expr) -> bool:
    """Return whether an expression is `None`, written out."""
    return isinstance(expression, ast.Constant) and expression.value is None
