"""Which expressions make a new collection."""

import ast
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.bodies import returned_values
from background_typed_check.facts.meanings import Class, External, Function, Value
from background_typed_check.facts.scopes import FUNCTIONS, Scope
from background_typed_check.facts.source import walk
from background_typed_check.facts.variables import Reads, reads_of_variable, variable_holding

# Methods of a class of collections that may run tasks, or hand them on.
ACTING: Final = frozenset({*apis.ADDERS, "__call__", "__del__", "__init_subclass__", "__new__"})
LAST: Final = "-1"


def alternatives(value: ast.expr) -> list[ast.expr]:
    """Return the values that an expression chooses from: `a or b`, `a if c else b`."""
    if isinstance(value, ast.BoolOp):
        return value.values
    return [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]


def is_new_collection(value: ast.expr, scope: Scope, facts: Facts) -> bool:
    """Return whether an expression makes a collection, itself or by calling a function."""
    if not isinstance(value, ast.Call):
        return False
    if facts.names.is_call_of(value, scope, apis.COLLECTIONS):
        return True
    made = facts.names.resolve(value.func, scope)
    if isinstance(made, Class):
        return is_mere_collection(made, facts)
    functions = facts.functions.called(value.func, scope)
    return bool(functions) and all(
        isinstance(each, Function) and makes_collections(each, facts) for each in functions
    )


def makes_collections(function: Function, facts: Facts) -> bool:
    """Return whether a function returns a new collection, made in its only `return`."""
    values, node = returned_values(function.node), function.node
    if not function.exact or facts.lazy.is_lazy(node) or len(values) != 1:
        return False
    if not isinstance(node.body[-1], ast.Return) or not facts.decorators.are_transparent(function):
        return False
    own = facts.scope_of(function)
    return facts.names.is_call_of(
        last_added(function, own, facts) or values[0], own, apis.COLLECTIONS
    )


def last_added(function: Function, scope: Scope, facts: Facts) -> ast.expr | None:
    """Return what a function adds to a list and then returns, if nothing else reads the list."""
    match function.node.body[-2:]:
        case [
            ast.Expr(
                value=ast.Call(func=ast.Attribute(value=kept, attr=apis.APPEND), args=[added])
            ),
            ast.Return(value=ast.Subscript(value=listed, slice=index)),
        ] if ast.unparse(index) == LAST:
            reads = reads_of_list(listed, scope, facts)
            is_only_kept = reads is not None and {each for each, _ in reads} == {kept, listed}
            return added if is_only_kept else None
    return None


def reads_of_list(listed: ast.expr, scope: Scope, facts: Facts) -> Reads | None:
    """Return where a variable is read that is an empty list at first, None if that is unclear."""
    match facts.names.resolve(listed, scope):
        case Value(node=ast.List(elts=[])) as value:
            name = variable_holding(value)
            return reads_of_variable(name, value.scope, facts) if name is not None else None
    return None


def is_mere_collection(cls: Class, facts: Facts) -> bool:
    """Return whether the objects of a class only add tasks, and hand themselves to nothing."""
    *own, last = facts.classes.mro(cls)
    return (
        isinstance(last, External)
        and last.name in apis.COLLECTIONS
        and all(isinstance(each, Class) and is_mere_class(each.node) for each in own)
    )


def is_mere_class(node: ast.ClassDef) -> bool:
    """Return whether a class adds nothing to its only base that may run or keep its objects."""
    if node.decorator_list or node.keywords or len(node.bases) != 1:
        return False
    return all(map(is_mere_member, node.body))


def is_mere_member(statement: ast.stmt) -> bool:
    """Return whether a method of a collection uses itself only for its attributes."""
    if not isinstance(statement, FUNCTIONS):
        return isinstance(statement, (ast.AnnAssign, ast.Assign, ast.Expr, ast.Pass))
    if statement.name in ACTING or statement.decorator_list or not statement.args.args:
        return False
    name = statement.args.args[0].arg
    inside = [*walk(statement)]
    bare = {each for each in inside if isinstance(each, ast.Name) and each.id == name}
    return bare <= {each.value for each in inside if isinstance(each, ast.Attribute)}
