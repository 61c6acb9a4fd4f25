"""Dependencies that get the same collection as the handler, and may keep or run it.

(`fastapi.dependencies.utils.solve_dependencies`.) One that does can still run the tasks of a
handler that raises.
"""

import ast
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.classes import CALL, INIT
from background_typed_check.facts.depends import Depends, asked_by_parameters, depends_by
from background_typed_check.facts.fields import fields_of, keeps_fields
from background_typed_check.facts.given import given_to, is_given_on, parameter_of
from background_typed_check.facts.going import is_simple
from background_typed_check.facts.meanings import Class, External, Function, Meaning, Value
from background_typed_check.facts.other_uses import other_reads_of, other_uses
from background_typed_check.facts.programs import reaches
from background_typed_check.facts.scopes import FunctionNode, Parameter, Scope, defaults
from background_typed_check.facts.source import Source, walk
from background_typed_check.facts.uses import Uses, uses_of_name

Nodes: TypeAlias = tuple[ast.AST, ...]


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
    sources = files_passing_dependencies(facts)
    return tuple(each for each in sources if not are_calls_harmless(each, facts))


def files_passing_dependencies(facts: Facts) -> list[Source]:
    """Return the files of the tree that may give dependencies to handlers that others define."""
    if facts.tree is not None:
        facts.memo.rest_on(facts.tree)
    sources = facts.modules.mentioning(apis.DEPENDENCIES.encode())
    return [each for each in sources if may_pass_dependencies(each.data)]


def may_pass_dependencies(data: bytes) -> bool:
    """Return whether a file may give dependencies to handlers that others define."""
    return apis.DEPENDENCIES.encode() in data and any(word in data for word in apis.INCLUDING)


def are_calls_harmless(source: Source, facts: Facts) -> bool:
    """Return whether no call in a file gives an application a dependency that may keep tasks."""
    facts.memo.rest_on(source)
    return all(are_harmless(each, facts) for each in given_in(source, facts))


def asked_by_tree(handlers: Source, facts: Facts) -> list[Depends] | None:
    """Return what applications and routers may ask for, for the handlers of a file.

    None if that is not written out somewhere.
    """
    found: list[Depends] = []
    for source in files_passing_dependencies(facts):
        if reaches(source, handlers, facts):
            facts.memo.rest_on(source)
            for each in given_in(source, facts):
                if each is None:
                    return None
                found += each
    return found


def given_in(source: Source, facts: Facts) -> Iterator[list[Depends] | None]:
    """Yield what each call in a file gives an application or router as dependencies."""
    for call, scope in facts.scopes(source).around.items():
        if isinstance(call, ast.Call) and called_name(call).encode() in apis.INCLUDING:
            yield asked_by(call, scope, facts)


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


def asked_by(call: ast.Call, scope: Scope, facts: Facts) -> list[Depends] | None:
    """Return the dependencies that a call names, None if they are not written out."""
    given = dependencies_of(call)
    if given is None or not all(
        facts.names.is_call_of(each, scope, apis.DEPENDS) for each in given
    ):
        return None
    return [depends_by(each, scope) for each in given if isinstance(each, ast.Call)]


def are_harmless(asked: list[Depends] | None, facts: Facts) -> bool:
    """Return whether none of these dependencies can keep the collection."""
    return asked is not None and not any(harmful_uses(each, facts) for each in asked)


def harmful_uses(depends: Depends, facts: Facts) -> Nodes:
    """Return where a dependency, or what it depends on, may keep or run the collection.

    That is the `Depends(...)` itself where it is not known what that does.
    """
    unknown: Nodes = (depends.call,)
    question = ("harmful", depends.call)
    return facts.memo.ask(question, lambda: (*find_harmful_uses(depends, facts),), unknown)


def find_harmful_uses(depends: Depends, facts: Facts) -> Iterator[ast.AST]:
    """Yield them."""
    target = target_of(depends, facts)
    if target is None:
        yield depends.call
    elif target.made is not None and keeps_fields(target.made, facts):
        yield from uses_of_fields(target.made, depends, facts)
    elif target.function is not None:
        function = target.function
        yield from uses_by_dependencies(function, facts)
        for others in other_uses_in(function, facts, target.made):
            found = (depends.call,) if others is None else others
            yield from (each for each in found if not is_given_on(each, function, facts))


def uses_of_fields(cls: Class, depends: Depends, facts: Facts) -> Iterator[ast.AST]:
    """Yield where a collection that a dataclass keeps in a field may be kept longer, or run."""
    own = facts.scope_of(cls)
    for name, field in fields_of(cls).items():
        if facts.names.is_call_of(field.value, own, apis.DEPENDS):
            yield from harmful_uses(depends_by(field.value, own, field.annotation), facts)
        elif may_be_collection(field.annotation, own, facts):
            others = other_reads_of(cls, name, facts)
            yield from (depends.call,) if others is None else others


class Target(NamedTuple):
    """What FastAPI calls for a dependency."""

    function: Function | None
    """The function, None if nothing of the application runs that takes anything."""
    made: Class | None = None
    """The class, if an object of it is made."""


NOTHING: Final = Target(None)


def target_of(depends: Depends, facts: Facts) -> Target | None:
    """Return what FastAPI calls for a dependency, None if that is unknown."""
    target: Meaning | None = None
    if depends.on is not None:
        target = facts.names.resolve(depends.on, depends.scope)
    made = target if isinstance(target, Class) and is_simple(target, facts) else None
    match target:
        case Value(node=ast.Lambda(args=arguments)) if not defaults(arguments):
            return NOTHING  # it has no annotations
        case Value():  # `Depends(Checker("admin"))`: an object that is called
            of = facts.expressions.classes_of(*target)
            target = facts.classes.method(of[0], CALL) if len(of) == 1 else None
        case Class() if made is not None and facts.classes.has(made, INIT) is False:
            return Target(None, made)  # it takes nothing, apart from fields
        case Class():
            target = facts.classes.attribute(target, INIT)
    if isinstance(target, External) and target.name.partition(".")[0] in apis.LIBRARIES:
        return NOTHING  # FastAPI's own dependencies take the request
    return Target(target, made) if isinstance(target, Function) else None


def uses_by_dependencies(function: Function, facts: Facts) -> Iterator[ast.AST]:
    """Yield where what a function depends on may keep or run the collection."""
    for each in asked_by_parameters(function, facts):
        yield from harmful_uses(each, facts)


def uses_of_request(uses: Uses, facts: Facts) -> Nodes:
    """Return the other uses in a function of the collection of its request, by any name."""
    found = [*other_uses(uses, facts)]
    around = uses.scope.parent
    if around is not None and (uses.parameter is not None or not uses.are_new(facts)):
        function = Function(uses.function, around)
        found += filter(is_in_body_of(uses.function), uses_by_dependencies(function, facts))
        found += (each for others in other_uses_in(function, facts) for each in others or ())
    return tuple(dict.fromkeys(found))


def is_in_body_of(function: FunctionNode) -> Callable[[ast.AST], bool]:
    """Return what tells whether a node is in the body of a function."""
    return {inner for each in function.body for inner in walk(each)}.__contains__


def other_uses_in(
    function: Function, facts: Facts, made: Class | None = None
) -> Iterator[Nodes | None]:
    """Yield the other uses of each collection that a function gets, None if they are unknown.

    If it is known, that is where an object of a class is being made.
    """
    own = facts.scope_of(function)
    for name, bindings in own.bindings.items():
        for each in bindings:
            if isinstance(each, Parameter) and may_take_collection(each, own, facts):
                uses = uses_of_name(name, own, facts)
                yield other_uses(uses, facts, made) if uses is not None else None


def may_take_collection(parameter: Parameter, own: Scope, facts: Facts) -> bool:
    """Return whether FastAPI may pass a collection as a parameter, itself or by a dependency."""
    annotation = parameter.argument.annotation
    if annotation is not None and may_be_collection(annotation, own, facts):
        return True
    given = given_to(parameter, own.annotation_scope, facts)
    of_other = parameter_of(given) if given is not None else None
    return (
        given is not None
        and of_other is not None
        and may_take_collection(of_other, given.scope, facts)
    )


def may_be_collection(annotation: ast.expr, own: Scope, facts: Facts) -> bool:
    """Return whether an annotation names a class of collections."""
    return apis.COLLECTION_NAME in ast.unparse(annotation) or any(
        facts.classes.derives(instance.of, apis.COLLECTIONS)
        for instance in facts.annotations.classes_of(annotation, own.annotation_scope)
    )
