"""Methods of objects that hold a collection: `Mailer(tasks).welcome(email)`."""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.apis import Adder
from background_typed_check.facts import Facts
from background_typed_check.facts.collection_uses import names_collection
from background_typed_check.facts.conditions import worlds_of
from background_typed_check.facts.going import is_simple
from background_typed_check.facts.held import (
    Object,
    passed_object,
    uses_of_attribute,
    value_of,
)
from background_typed_check.facts.helpers import runs, worlds_with
from background_typed_check.facts.meanings import Class, Function
from background_typed_check.facts.passed import actuals_of
from background_typed_check.facts.scopes import Assigned, Scope
from background_typed_check.facts.tasks import Task


def held_by(call: ast.Call, scope: Scope, facts: Facts) -> Task | None:
    """Return the task that a method adds to the collection that its object was made with."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr in apis.ADDERS:
        return None
    holder = object_of(call.func.value, scope, facts)
    method = facts.classes.attribute(holder.cls, call.func.attr) if holder is not None else None
    if holder is None or not isinstance(method, Function) or not runs(call, method, scope, facts):
        return None
    for name in attributes_added_to(method, facts):
        receiver = receiver_of(call.func.value, holder, name, scope, facts)
        if receiver is not None:
            adder = Adder(
                f"{ast.unparse(receiver)}.{apis.ADD_TASK.name}", collection=True, reserved=()
            )
            return Task(scope.source, scope, call, adder, receiver, None, helper=method)
    return None


def receiver_of(
    owner: ast.expr, holder: Object, name: str, scope: Scope, facts: Facts
) -> ast.expr | None:
    """Return the collection that an attribute of an object is, as it can be written here."""
    held = value_of(holder, name, facts)
    if held is None or not isinstance(held.node, ast.Name):
        return None
    if holder.call is not None and held.scope is scope:
        return held.node if names_collection(held.node, scope, facts) else None
    read = ast.copy_location(ast.Attribute(owner, name, ast.Load()), owner)
    is_passed = uses_of_attribute(read, scope, facts) is not None
    return read if is_passed and names_collection(held.node, held.scope, facts) else None


def object_of(made: ast.expr, scope: Scope, facts: Facts) -> Object | None:
    """Return the object that is made of a collection, or that has a name in the same function.

    Or that FastAPI passes. Most are made of none, and to look up their classes takes long.
    """
    owner = scope.owner(made.id) if isinstance(made, ast.Name) else None
    if owner is not None and isinstance(made, ast.Name):
        passed = passed_object(made.id, owner, facts)
        if passed is not None:
            return passed
    call = maker_of(made, scope)
    if call is None or not any(names_collection(each, scope, facts) for each in actuals_of(call)):
        return None
    cls = facts.names.resolve(call.func, scope)
    return Object(cls, call, scope) if isinstance(cls, Class) and is_simple(cls, facts) else None


def maker_of(made: ast.expr, scope: Scope) -> ast.Call | None:
    """Return the call that makes an object, or that is the only value of its name."""
    if isinstance(made, ast.Name):
        match scope.bindings.get(made.id):
            case [Assigned(value=value, scope=around)] if around is scope:
                made = value
    return made if isinstance(made, ast.Call) else None


def attributes_added_to(method: Function, facts: Facts) -> Iterator[str]:
    """Yield the attributes of its object that a method may add tasks to."""
    own, node = facts.scope_of(method), method.node
    first = [*node.args.posonlyargs, *node.args.args][:1]
    for each in facts.scopes(own.source).attributes.get(apis.ADD_TASK.name, ()):
        match each.value:
            case ast.Attribute(value=ast.Name(id=name) as of, attr=attribute) if first:
                is_own = facts.scopes(own.source).around[of] is own and name == first[0].arg
                call = own.source.parents[each]
                if is_own and isinstance(call, ast.Call) and call.func is each:
                    yield from [attribute] if is_reached(call, method, facts) else []


def is_reached(call: ast.Call, method: Function, facts: Facts) -> bool:
    """Return whether a call may run that is a statement of a method."""
    own = facts.scope_of(method)
    return bool(worlds_with(call, method.node, own.source, worlds_of(own, facts), facts))
