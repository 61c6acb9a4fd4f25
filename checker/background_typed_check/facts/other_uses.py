"""What a function does with its collection besides adding tasks to it."""

import ast
from collections.abc import Iterator
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.attribute_reads import reads_of_attribute
from background_typed_check.facts.classes import CALL
from background_typed_check.facts.going import Read, goes_to
from background_typed_check.facts.instances import are_all_of
from background_typed_check.facts.made import alternatives
from background_typed_check.facts.meanings import Class
from background_typed_check.facts.scopes import Assigned, Declared, Parameter, Scope
from background_typed_check.facts.unread import LITERALS, is_looked_at
from background_typed_check.facts.uses import Uses, names_in

# How many places a collection may go to.
MOST: Final = 50
# How many functions it may pass through to the one that runs it.
DEEPEST: Final = 5


def other_uses(uses: Uses, facts: Facts, made: Class | None = None) -> tuple[ast.AST, ...]:
    """Return all uses of a variable other than assigning it and adding tasks to it.

    What only looks at the collection is no use, nor is what puts it where nothing runs it.

    Args:
        uses: The variable.
        facts: The facts to ask.
        made: The class of `self`, if an object of it is being made.

    """
    nothing: tuple[ast.AST, ...] = ()
    question = ("other uses", uses.function, uses.name, made)
    return facts.memo.ask(question, lambda: (*find_other_uses(uses, facts, made),), nothing)


def find_other_uses(uses: Uses, facts: Facts, made: Class | None) -> Iterator[ast.AST]:
    """Yield them."""
    if uses.held is not None:
        others = other_reads_of(uses.held.cls, uses.held.name, facts)
        yield from (uses.function,) if others is None else others
        return
    function, name = uses.scope, uses.name
    scopes = facts.scopes(function.source)
    for each in names_in(function, {name}, facts):
        around = scopes.around[each]
        if around.owner(name) is function:
            yield from harmful(Read(each, around, made), facts)
    # Functions with a `nonlocal`.
    yield from (each.node for each in scopes.declaring if each.declared.get(name) is function)
    known = (Assigned, Declared, Parameter)
    yield from (function.node for each in function.bindings[name] if not isinstance(each, known))
    for taken in uses.taken(facts):
        yield from other_uses(taken, facts)


def other_reads_of(cls: Class, name: str, facts: Facts) -> list[ast.AST] | None:
    """Return where an attribute that is a collection is read to do more than to add tasks.

    None if anything may read it.
    """
    reads = reads_of_attribute(cls, name, facts)
    if reads is None:
        return None
    return [each for read in reads for each in harmful(Read(*read), facts)]


def harmful(read: Read, facts: Facts) -> Iterator[ast.AST]:
    """Yield a use if it may run or keep the collection, or the uses of another name for it."""
    aliases = by_another_name(read, facts)
    for each in [read] if aliases is None else aliases:
        if not is_harmless(each, facts):
            yield each.node


def by_another_name(read: Read, facts: Facts) -> list[Read] | None:
    """Return where a variable is read that is assigned the collection, None if none is."""
    parent, value = read.parent, read.node
    if isinstance(parent, (ast.BoolOp, ast.IfExp)) and value in alternatives(parent):
        value, parent = parent, read.scope.source.parents[parent]
    match parent:
        case ast.Assign(targets=[ast.Name()]) if value is parent.value:
            return goes_to(Read(value, read.scope), facts)
    return None


def is_harmless(read: Read, facts: Facts) -> bool:
    """Return whether nothing runs or keeps a collection that comes from here, wherever it goes."""
    pending, seen = [read], {read.node}
    while pending:
        at = pending.pop()
        if does_nothing(at, facts):
            continue
        reads = goes_to(at, facts)
        if reads is None or len(seen) > MOST:
            return False
        pending += (each for each in reads if each.node not in seen)
        seen.update(each.node for each in reads)
    return True


def runs_at_once(read: Read, facts: Facts, depth: int = DEEPEST) -> bool:
    """Return whether all that is done is to run the tasks that are there, and to wait for them."""
    if does_nothing(read, facts) or runs_each(read.parent, read.scope, facts):
        return True
    parents, call = read.scope.source.parents, call_around(read)
    if not isinstance(call, ast.Call) or not isinstance(parents[call], ast.Await):
        return False
    if call.func in {read.node, read.parent}:
        return True
    reads = goes_to(read, facts) if depth else None
    return reads is not None and all(
        is_directly_in_function(each) and runs_at_once(each, facts, depth - 1) for each in reads
    )


def runs_each(listed: ast.AST, scope: Scope, facts: Facts) -> bool:
    """Return whether all that is done with the list of a collection is to wait for each task."""
    if runs_in_turn(listed, scope):
        return True
    parents = scope.source.parents
    match parents[listed] if is_list(listed) else None:
        case ast.comprehension(target=ast.Name(id=name), ifs=[]) as each:
            made = parents[each]
            gathering = parents[parents[made]]
            is_gathered = facts.names.is_call_of(gathering, scope, apis.GATHERING)
            is_awaited = isinstance(parents[gathering], ast.Await)
            return is_gathered and is_awaited and calls(getattr(made, "elt", None), name)
    return False


def runs_in_turn(listed: ast.AST, scope: Scope) -> bool:
    """Return whether a loop waits for each task of the list of a collection, and nothing else."""
    match scope.source.parents[listed] if is_list(listed) else None:
        case ast.For(target=ast.Name(id=name), body=[ast.Expr(value=ast.Await(value=value))]):
            return calls(value, name)
    return False


def is_list(node: ast.AST) -> bool:
    """Return whether the tasks of a collection are read: `tasks.tasks`."""
    return isinstance(node, ast.Attribute) and node.attr == apis.LISTED


def calls(expression: object, name: str) -> bool:
    """Return whether an expression is nothing but a call of a name."""
    match expression:
        case ast.Call(func=ast.Name(id=callee), args=[], keywords=[]):
            return callee == name
    return False


def call_around(read: Read) -> ast.AST:
    """Return the call of a collection or of its `__call__`, or else what it is passed to."""
    parent = read.parent
    is_part = isinstance(parent, ast.keyword) or getattr(parent, "attr", "") == CALL
    return read.scope.source.parents[parent] if is_part else parent


def is_directly_in_function(read: Read) -> bool:
    """Return whether a name is read in the function itself that it belongs to."""
    return isinstance(read.node, ast.Name) and read.scope.owner(read.node.id) is read.scope


def does_nothing(read: Read, facts: Facts) -> bool:
    """Return whether a collection is only assigned to, looked at, or has tasks added to it."""
    node, parent = read.node, read.parent
    if isinstance(parent, ast.Attribute):
        return only_adds_or_counts(parent, read.scope, facts)
    if isinstance(getattr(node, "ctx", None), ast.Store):
        match parent:
            case ast.AnnAssign() | ast.Assign(targets=[_]):
                return True
        return isinstance(parent, LITERALS)
    return is_looked_at(node, read.scope, facts) or is_never_awaited(read, facts)


def only_adds_or_counts(read: ast.Attribute, scope: Scope, facts: Facts) -> bool:
    """Return whether a collection's attribute is read to add, see or drop tasks."""
    outer = scope.source.parents[read]
    if read.attr in apis.ADDERS:
        is_called = isinstance(outer, ast.Call) and outer.func is read
        return is_called or not scope.source.mentions(apis.BOUND_TO)
    if read.attr == apis.LISTED:
        is_changed = isinstance(outer, ast.Attribute) and outer.attr in apis.CHANGING
        return is_changed or is_looked_at(read, scope, facts)
    if read.attr in apis.OF_COLLECTIONS or read.attr.startswith("__"):
        return False
    # There is no such attribute: that raises.
    return are_all_of(facts.expressions.classes_of(read.value, scope), apis.COLLECTIONS)


def is_never_awaited(read: Read, facts: Facts) -> bool:
    """Return whether a collection is called, and nothing awaits the coroutine."""
    parent = read.parent
    if not isinstance(parent, ast.Call) or parent.func is not read.node:
        return False
    is_dropped = isinstance(read.scope.source.parents[parent], ast.Expr)
    return is_dropped and are_all_of(
        facts.expressions.classes_of(read.node, read.scope), apis.COLLECTIONS
    )
