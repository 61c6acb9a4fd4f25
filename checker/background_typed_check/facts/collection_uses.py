"""Where a file uses collections and tasks other than to add one, and sets backgrounds."""

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.instances import Instance, without_none
from background_typed_check.facts.meanings import Class, External, Meaning, enclosing_class
from background_typed_check.facts.scopes import FUNCTIONS, Assigned, Import, Parameter, Scope
from background_typed_check.facts.source import Source, walk

SUPER: Final = frozenset({"builtins.super"})
OURS: Final = {apis.COLLECTION_NAME, apis.TASK.name}


class Use(NamedTuple):
    """An expression that makes, calls or reads a collection."""

    source: Source
    scope: Scope
    whole: ast.expr
    """All of it: `tasks.tasks.append(task)`, `BackgroundTasks([task])`, `tasks()`."""
    collection: ast.expr
    """The part of it that is a collection, or a class of collections."""
    attribute: ast.Attribute | None
    """The attribute of an instance that is read, if any."""


def uses_in(source: Source, facts: Facts) -> Iterator[Use]:
    """Yield the uses of collections and tasks in a file, also as defaults, except deferred calls.

    Deferred calls that mypy asks no plugin about, such as `super().add_task(f)`, are included.
    """
    if not source.mentions(apis.TELLTALES):
        return
    parents = source.parents
    for node, scope in facts.scopes(source).around.items():
        alias = aliased_adder(node, scope)
        if alias is not None and collection_in(alias.value, scope, facts) is not None:
            yield Use(source, scope, node, alias.value, None)
        collection = collection_in(node, scope, facts)
        if collection is None:
            continue
        if isinstance(parents[node], ast.arguments):
            yield Use(source, scope, node, node, None)
        whole = whole_of(node, parents)
        if whole is node or (adds_task(whole) and not is_super(node)):
            continue
        if not is_super(node) and makes_task(collection, facts.names.resolve(node, scope), facts):
            continue
        first = parents[node]
        read = first if isinstance(first, ast.Attribute) and not collection.is_class else None
        yield Use(source, scope, whole, node, read)


def makes_task(found: Instance, meaning: Meaning | None, facts: Facts) -> bool:
    """Return whether a name is a class of tasks: calling it is then a deferred call."""
    is_named = found.is_class and isinstance(meaning, (Class, External))
    return is_named and facts.classes.derives(found.of, apis.TASKS)


def is_super(node: ast.expr) -> bool:
    """Return whether an expression looks like a call of `super`."""
    callee = node.func if isinstance(node, ast.Call) else None
    return isinstance(callee, ast.Name) and callee.id == "super"


def aliased_adder(node: ast.expr, scope: Scope) -> ast.Attribute | None:
    """Return the `tasks.add_task` that is assigned to the name that a call uses."""
    callee = node.func if isinstance(node, ast.Call) else None
    if not isinstance(callee, ast.Name):
        return None
    owner = scope.owner(callee.id)
    for each in owner.bindings[callee.id] if owner is not None else ():
        value = each.value if isinstance(each, Assigned) else None
        if isinstance(value, ast.Attribute) and value.attr in apis.ADDERS:
            return value
    return None


def backgrounds_in(source: Source, facts: Facts) -> Iterator[ast.expr]:
    """Yield the expressions that a file passes to responses as their background."""
    if not source.mentions(apis.GIVING):
        return
    for node, scope in facts.scopes(source).around.items():
        if not isinstance(node, ast.Call):
            continue
        given = [each.value for each in node.keywords if each.arg == apis.BACKGROUND]
        made = facts.names.resolve(node.func, scope) if given else None
        if isinstance(made, (Class, External)) and facts.classes.derives(made, apis.RESPONSES):
            yield from given


def collection_in(node: ast.expr, scope: Scope, facts: Facts) -> Instance | None:
    """Return the collection or task that an expression is, or the class of one that it names."""
    if isinstance(node, ast.Name):
        owner = scope.owner(node.id)
        if owner is None:
            return None
        question = ("collection", node.id, owner)
        return facts.memo.ask(question, lambda: _collection_in(node, owner, facts), None)
    if is_super(node) and facts.names.is_call_of(node, scope, SUPER):
        cls = enclosing_class(scope)
        if cls is not None and is_ours(cls, facts):
            return Instance(cls)
    return None


def names_collection(node: ast.expr, scope: Scope, facts: Facts) -> bool:
    """Return whether a name is that of a collection or task."""
    found = collection_in(node, scope, facts) if isinstance(node, ast.Name) else None
    return found is not None and not found.is_class


def _collection_in(name: ast.Name, owner: Scope, facts: Facts) -> Instance | None:
    if not may_be_ours(name.id, owner, facts):
        return None
    meaning = facts.names.resolve(name, owner)
    if isinstance(meaning, (Class, External)):
        return Instance(meaning, is_class=True) if is_ours(meaning, facts) else None
    found = without_none(facts.expressions.classes_of(name, owner))
    are_all = bool(found) and all(is_ours(each.of, facts) for each in found)
    return found[0] if are_all else None


def may_be_ours(name: str, owner: Scope, facts: Facts) -> bool:
    """Return whether a name may be one of ours: to be sure of each would read half the tree."""
    question = ("may be ours", name, owner)
    return facts.memo.ask(question, lambda: _may_be_ours(name, owner, facts), unknown=False)


def _may_be_ours(name: str, owner: Scope, facts: Facts) -> bool:
    for binding in owner.bindings[name]:
        around = owner
        if isinstance(binding, Import):
            if may_bring_ours(binding, owner.source, facts):
                return True
            continue
        if isinstance(binding, Parameter):
            parts, around = [binding.argument.annotation], owner.annotation_scope
        elif isinstance(binding, ast.ClassDef):
            parts = [*binding.bases]
        elif isinstance(binding, FUNCTIONS):
            parts = [binding.returns]
        else:
            parts = [getattr(binding, "annotation", None), getattr(binding, "value", None)]
        if any(may_name_ours(each, around, facts) for each in parts if each is not None):
            return True
    return False


def may_name_ours(expression: ast.expr, scope: Scope, facts: Facts) -> bool:
    """Return whether an expression has a name in it that may be one of ours."""
    for each in walk(expression):
        if isinstance(each, ast.Constant) and apis.TASK.name in str(each.value):
            return True
        if isinstance(each, ast.Attribute) and each.attr in OURS:
            return True
        if isinstance(each, ast.Name):
            owner = scope.owner(each.id)
            if owner is not None and may_be_ours(each.id, owner, facts):
                return True
    return False


def may_bring_ours(binding: Import, importer: Source, facts: Facts) -> bool:
    """Return whether an import may bring one of ours, by a word in the file it is from."""
    if binding.name in OURS:
        return True
    if binding.name is None or (binding.module or "").partition(".")[0] in apis.DISTRIBUTIONS:
        return False  # of the libraries' own modules, the names are known
    source = facts.imports.file_of(binding, importer)
    return source is not None and apis.TASK.name.encode() in source.data


def is_ours(cls: Class | External, facts: Facts) -> bool:
    """Return whether a class is one of the libraries' collections or tasks, or derives from one."""
    return facts.classes.derives(cls, apis.COLLECTIONS | apis.TASKS)


def whole_of(node: ast.expr, parents: dict[ast.AST, ast.AST]) -> ast.expr:
    """Return the longest chain of attributes and calls that starts with an expression."""
    while True:
        around = parents[node]
        is_inside = (
            isinstance(around, ast.Attribute)
            or (isinstance(around, ast.Call) and around.func is node)
            or (isinstance(around, ast.Subscript) and around.value is node)
        )
        if not is_inside or not isinstance(around, ast.expr):
            return node
        node = around


def adds_task(whole: ast.expr) -> bool:
    """Return whether a use is a deferred call, or starts with one."""
    while isinstance(whole, (ast.Attribute, ast.Call, ast.Subscript)):
        if isinstance(whole, ast.Call):
            callee = whole.func
            if isinstance(callee, ast.Attribute) and callee.attr in apis.ADDERS:
                return True
            whole = callee
        else:
            whole = whole.value
    return False
