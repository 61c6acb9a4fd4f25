"""What is closed before a task runs: what a `with` around it, or before it, binds."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from background_typed_check import apis
from background_typed_check.apis import Closing
from background_typed_check.facts import Facts
from background_typed_check.facts.around import WITHS, statement_around
from background_typed_check.facts.bodies import has_yield, inside, unawaited
from background_typed_check.facts.decorators import is_route
from background_typed_check.facts.depends import depends_of
from background_typed_check.facts.ending import first_line
from background_typed_check.facts.instances import are_all_of
from background_typed_check.facts.meanings import Function, Value
from background_typed_check.facts.nested import function_around
from background_typed_check.facts.other_uses import other_uses
from background_typed_check.facts.scopes import Assigned, Binding, Bound, Parameter, Scope
from background_typed_check.facts.source import walk
from background_typed_check.facts.tasks import Task
from background_typed_check.facts.uses import loads


class Closed(NamedTuple):
    """A variable whose object is closed before a task runs."""

    name: str
    owner: Scope
    closing: Closing
    at: ast.expr
    """What closes it."""
    attribute: str = ""
    """The attribute that is meant, if it is not the object itself."""

    @property
    def shown(self) -> str:
        """What the source calls it."""
        return f"{self.name}.{self.attribute}" if self.attribute else self.name


def closed_before(task: Task, facts: Facts) -> Iterator[Closed]:
    """Yield what is closed before a task runs, of the variables of the function around it."""
    function = function_around(statement_around(task.call, task.source), task.source)
    if function is None:
        return
    own = facts.scopes(task.source).of[function]
    for statement in inside(function.body):
        if isinstance(statement, WITHS) and first_line(statement) < task.call.lineno:
            if may_run_inside(task, statement, facts) or has_yield(statement.body):
                continue
            for item in statement.items:
                yield from closed_by(item, own, facts)
    if closes_early(facts):
        yield from passed_to(Function(function, own.parent or own), own, facts)


def may_run_inside(task: Task, block: ast.With | ast.AsyncWith, facts: Facts) -> bool:
    """Return whether something in a block, or around the task, may run it before the block ends."""
    parents = task.source.parents
    if task.receiver is None:
        given = parents[task.call]
        response = parents[given] if isinstance(given, ast.keyword) else None
        is_returned = isinstance(response, ast.Call) and isinstance(parents[response], ast.Return)
        return not (is_returned and getattr(given, "arg", "") == apis.BACKGROUND)
    if task.uses is None:  # an attribute: only what is called in the block can run it
        own = {*walk(task.call)}
        return any(isinstance(each, ast.Call) and each not in own for each in inside(block.body))
    first, last = block.lineno, block.end_lineno or block.lineno
    return any(first <= first_line(each) <= last for each in other_uses(task.uses, facts))


def closed_by(item: ast.withitem, own: Scope, facts: Facts) -> Iterator[Closed]:
    """Yield what is closed at the end of a `with`, if that is certain."""
    made, target = item.context_expr, item.optional_vars
    if isinstance(made, ast.Name):
        meaning, target = facts.names.resolve(made, own), target or made
        if not isinstance(meaning, Value) or meaning.scope is not own:
            return
        made = meaning.node
    if not isinstance(target, ast.Name) or own.owner(target.id) is not own:
        return
    if facts.names.is_call_of(made, own, apis.STACKS):
        yield from entered_on(target, own, facts)
        return
    found = closing_of(made, own, facts)
    if found is None or not all(
        is_bound_alike(each, (made, item.context_expr), found, own, facts)
        for each in own.bindings[target.id]
    ):
        return
    name, closing = found
    yield Closed(target.id, own, closing, item.context_expr)
    if name in apis.NAMED:
        yield Closed(target.id, own, apis.NAMED_FILE, item.context_expr, apis.NAME)


def entered_on(stack: ast.Name, own: Scope, facts: Facts) -> Iterator[Closed]:
    """Yield what is closed with a stack of context managers that nothing else is done with."""
    parents = own.source.parents
    entered: dict[ast.expr, ast.expr] = {}
    for each in loads(stack.id, own, facts):
        method = parents[each]
        if not isinstance(method, ast.Attribute) or method.attr not in apis.ENTERING:
            return  # `pop_all` keeps them open
        around = parents[method]
        if isinstance(around, ast.Call) and len(around.args) == 1:
            entered[around] = around.args[0]
    for name, bindings in own.bindings.items():
        match bindings:
            case [Assigned(value=value)] if (call := unawaited(value)) in entered:
                found = closing_of(entered[call], own, facts)
                if found is not None:
                    yield Closed(name, own, found[1], call)


def is_bound_alike(
    binding: Binding,
    values: tuple[ast.expr, ast.expr],
    closed: tuple[str, Closing],
    own: Scope,
    facts: Facts,
) -> bool:
    """Return whether a binding of a variable is this one, or another `with` of the same kind."""
    if isinstance(binding, Assigned):
        return binding.value in values
    item = own.source.parents.find(binding.node) if isinstance(binding, Bound) else None
    if not isinstance(item, ast.withitem):
        return False
    return item.context_expr in values or closing_of(item.context_expr, own, facts) == closed


def closing_of(made: ast.expr, scope: Scope, facts: Facts) -> tuple[str, Closing] | None:
    """Return what makes a context manager, and what is left of what it gives when it has ended."""
    if not isinstance(made, ast.Call):
        return None
    if any(each.arg in {"delete", None} for each in made.keywords):
        return None  # a temporary file that is kept
    name = facts.functions.name_of(made.func, scope)
    if name in apis.CLOSERS and made.args:
        return closing_of(made.args[0], scope, facts)
    if name in apis.CLOSED:
        return name, apis.CLOSED[name]
    maker = facts.leaving.maker_of(made, scope)
    return yielded_by(maker, facts) if maker is not None else None


def yielded_by(maker: Function, facts: Facts) -> tuple[str, Closing] | None:
    """Return the same for a `contextmanager` function that yields what its own `with` binds."""
    own = facts.scope_of(maker)
    yields = [each.value for each in inside(maker.node.body) if isinstance(each, ast.Yield)]
    for statement in inside(maker.node.body):
        if isinstance(statement, WITHS) and has_yield(statement.body):
            for item in statement.items:
                target = item.optional_vars
                if isinstance(target, ast.Name) and [
                    getattr(each, "id", None) for each in yields
                ] == [target.id]:
                    return closing_of(item.context_expr, own, facts)
    return None


def closes_early(facts: Facts) -> bool:
    """Return whether the installed FastAPI leaves dependencies before the tasks run."""
    return apis.EARLY_EXIT <= facts.modules.version_of(apis.FASTAPI) < apis.LATE_EXIT


def passed_to(handler: Function, own: Scope, facts: Facts) -> Iterator[Closed]:
    """Yield what FastAPI passes to a handler and closes when that has returned."""
    names = facts.decorators.names_of(handler) or ()
    for name, bindings in own.bindings.items() if any(map(is_route, names)) else ():
        parameter = bindings[0] if len(bindings) == 1 else None
        if not isinstance(parameter, Parameter):
            continue
        annotation, around = parameter.argument.annotation, own.annotation_scope
        if annotation is not None and are_all_of(
            facts.annotations.classes_of(annotation, around), apis.UPLOADS
        ):
            yield Closed(name, own, apis.UPLOAD, annotation)
        for depends, on, scope in depends_of(parameter, around, facts):
            made = facts.names.resolve(on, scope) if on is not None else None
            found = yielded_by(made, facts) if isinstance(made, Function) else None
            if found is not None:
                instead = "Open it in the task"
                yield Closed(name, own, found[1]._replace(instead=instead, is_passed=True), depends)
