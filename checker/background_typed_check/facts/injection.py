"""Dependencies that get the same collection as the handler, and may keep or run it.

(`fastapi.dependencies.utils.solve_dependencies`.) One that does can still run the tasks of a
handler that raises.
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.classes import CALL
from background_typed_check.facts.meanings import Class, External, Function, Meaning, Value
from background_typed_check.facts.other_uses import other_uses
from background_typed_check.facts.programs import reaches
from background_typed_check.facts.scopes import Parameter, Scope, defaults
from background_typed_check.facts.source import Source
from background_typed_check.facts.uses import uses_of_name


def is_tree_harmless(handlers: Source, facts: Facts) -> bool:
    """Return whether no application or router asks for a dependency that may keep the collection.

    The file of a handler seldom shows where its router is included: any file of the tree that
    imports it, directly or not, may do that.
    """
    unknown: tuple[Source, ...] = (handlers,)
    harmful = facts.memo.ask("dependencies", lambda: find_harmful(facts), unknown)
    return not any(reaches(each, handlers, facts) for each in harmful)


def find_harmful(facts: Facts) -> tuple[Source, ...]:
    """Return the files that may give handlers a dependency that keeps the collection."""
    if facts.tree is not None:
        facts.memo.rest_on(facts.tree)
    sources = facts.modules.sources_with(may_pass_dependencies)
    return tuple(each for each in sources if not are_calls_harmless(each, facts))


def may_pass_dependencies(data: bytes) -> bool:
    """Return whether a file may give dependencies to handlers that others define."""
    return apis.DEPENDENCIES.encode() in data and any(word in data for word in apis.INCLUDING)


def are_calls_harmless(source: Source, facts: Facts) -> bool:
    """Return whether no call in a file gives an application a dependency that may keep tasks."""
    facts.memo.rest_on(source)
    return all(
        all_are_harmless(dependencies_of(call), scope, facts)
        for call, scope in facts.scopes(source).around.items()
        if isinstance(call, ast.Call) and called_name(call).encode() in apis.INCLUDING
    )


def called_name(call: ast.Call) -> str:
    """Return the last part of the name of a callee."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def dependencies_of(call: ast.Call) -> list[ast.expr] | None:
    """Return the dependencies that a call names, None if they are not written out."""
    given = next((each.value for each in call.keywords if each.arg == apis.DEPENDENCIES), None)
    if given is None:
        return None if any(each.arg is None for each in call.keywords) else []
    if isinstance(given, ast.Constant) and given.value is None:
        return []
    return given.elts if isinstance(given, (ast.List, ast.Tuple)) else None


def all_are_harmless(dependencies: list[ast.expr] | None, scope: Scope, facts: Facts) -> bool:
    """Return whether none of these dependencies can keep the collection."""
    return dependencies is not None and all(
        facts.names.is_call_of(each, scope, apis.DEPENDS) and is_harmless(each, scope, facts)
        for each in dependencies
    )


def is_harmless(depends: ast.Call, scope: Scope, facts: Facts) -> bool:
    """Return whether the callee of `Depends(...)` and its own dependencies get no collection."""
    question = ("harmless", depends)
    return facts.memo.ask(question, lambda: _is_harmless(depends, scope, facts), unknown=False)


def _is_harmless(depends: ast.Call, scope: Scope, facts: Facts) -> bool:
    if not depends.args:
        return False  # it stands for the class that the parameter is annotated with
    target: Meaning | None = facts.names.resolve(depends.args[0], scope)
    if isinstance(target, Value) and isinstance(target.node, ast.Lambda):
        return not defaults(target.node.args)  # it has no annotations
    if isinstance(target, Value):  # `Depends(Checker("admin"))`: an object that is called
        made = facts.expressions.classes_of(*target)
        target = facts.classes.method(made[0], CALL) if len(made) == 1 else None
    elif isinstance(target, Class):
        target = facts.classes.attribute(target, "__init__")
    if isinstance(target, External):  # FastAPI's own dependencies take the request
        return target.name.partition(".")[0] in apis.LIBRARIES
    return (
        isinstance(target, Function)
        and are_dependencies_harmless(target, facts)
        and not keeps_collection(target, facts)
    )


def are_dependencies_harmless(function: Function, facts: Facts) -> bool:
    """Return whether nothing that a function depends on may keep the collection."""
    own = facts.scope_of(function)
    around = own.annotation_scope
    return all(
        is_harmless(each, around, facts)
        for bindings in own.bindings.values()
        for parameter in bindings
        if isinstance(parameter, Parameter)
        for each in depends_in(parameter, around, facts)
    )


def keeps_collection(function: Function, facts: Facts) -> bool:
    """Return whether a function may do more with a collection that it gets than add tasks."""
    question = ("keeps collection", function)
    return facts.memo.ask(question, lambda: _keeps_collection(function, facts), unknown=True)


def _keeps_collection(function: Function, facts: Facts) -> bool:
    return any(others is None or others for others in other_uses_in(function, facts))


def other_uses_in(function: Function, facts: Facts) -> Iterator[tuple[ast.AST, ...] | None]:
    """Yield the other uses of each collection that a function gets, None if they are unknown."""
    own = facts.scope_of(function)
    for name, bindings in own.bindings.items():
        for each in bindings:
            annotation = each.argument.annotation if isinstance(each, Parameter) else None
            if annotation is not None and may_be_collection(annotation, own, facts):
                uses = uses_of_name(name, own, facts)
                yield other_uses(uses, facts) if uses is not None else None


def may_be_collection(annotation: ast.expr, own: Scope, facts: Facts) -> bool:
    """Return whether an annotation names a class of collections."""
    return apis.COLLECTION_NAME in ast.unparse(annotation) or any(
        facts.classes.derives(instance.of, apis.COLLECTIONS)
        for instance in facts.annotations.classes_of(annotation, own.annotation_scope)
    )


def depends_in(parameter: Parameter, scope: Scope, facts: Facts) -> Iterator[ast.Call]:
    """Yield the `Depends(...)` of a parameter: its default, or inside its `Annotated`."""
    default, annotation = parameter.default, parameter.argument.annotation
    if facts.names.is_call_of(default, scope, apis.DEPENDS):
        yield default
    if annotation is None:
        return
    meaning = facts.names.resolve(annotation, scope)
    node, where = meaning if isinstance(meaning, Value) else (annotation, scope)
    for each in ast.walk(node):
        if facts.names.is_call_of(each, where, apis.DEPENDS):
            yield each
