"""What a function does with its own collection: where it makes it, adds to it, hands it on."""

import ast
import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.binder import Scopes
from background_typed_check.facts.scopes import (
    COMPREHENSIONS,
    FUNCTIONS,
    Assigned,
    Declared,
    FunctionNode,
    Parameter,
    Scope,
)
from background_typed_check.facts.tasks import Task

# Statements after which the next one runs, unless they raise.
STRAIGHT: Final = (
    ast.AnnAssign,
    ast.Assert,
    ast.Assign,
    ast.AsyncFunctionDef,
    ast.AugAssign,
    ast.ClassDef,
    ast.Delete,
    ast.Expr,
    ast.FunctionDef,
    ast.Global,
    ast.Import,
    ast.ImportFrom,
    ast.Nonlocal,
    ast.Pass,
)
LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)
WITHS: Final = (ast.With, ast.AsyncWith)
Tries: TypeAlias = tuple[type[ast.stmt], ...]
TRIES: Final[Tries] = tuple(getattr(ast, name) for name in ("Try", "TryStar") if hasattr(ast, name))


class Around(NamedTuple):
    """A statement around another one, and the field and block that hold the inner one."""

    statement: ast.AST
    part: str
    block: list[ast.stmt]


class Uses(NamedTuple):
    """What a function does with the variable that a task is added to."""

    function: FunctionNode
    scope: Scope
    name: str
    parameter: Parameter | None
    """The parameter, if the variable is one."""
    made: tuple[Assigned, ...]
    """The values that are assigned to it."""

    @property
    def is_once_decorated(self) -> bool:
        """Whether the function has exactly one decorator, as every handler that is judged has."""
        return len(self.function.decorator_list) == 1

    def others(self, facts: Facts) -> tuple[int, ...]:
        """Return the lines of all other uses, apart from adding tasks."""
        nothing: tuple[int, ...] = ()
        question = ("other uses", self.function, self.name)
        return facts.memo.ask(question, lambda: other_uses(self.name, self.scope, facts), nothing)

    def are_new(self, facts: Facts) -> bool:
        """Return whether each of its values is a new collection."""
        return bool(self.made) and all(
            facts.names.is_call_of(each.value, each.scope, apis.COLLECTIONS) for each in self.made
        )


def uses_of(task: Task, facts: Facts) -> Uses | None:
    """Return what a function does with the collection of a task, if that is its own variable."""
    receiver = task.receiver
    if not isinstance(receiver, ast.Name):
        return None  # an attribute: something else may run it
    name, scope = receiver.id, task.scope.owner(receiver.id)
    if scope is None or not is_directly_in(task.scope, scope):
        return None  # a variable of another function
    return facts.memo.ask(("uses", name, scope), lambda: _uses_of(name, scope, facts), None)


def _uses_of(name: str, scope: Scope, facts: Facts) -> Uses | None:
    function = scope.node
    if not isinstance(function, FUNCTIONS) or any(names_in(scope, apis.REACH_ALL, facts)):
        return None
    bindings = scope.bindings[name]
    parameter = next((each for each in bindings if isinstance(each, Parameter)), None)
    made = tuple(each for each in bindings if isinstance(each, Assigned))
    return Uses(function, scope, name, parameter, made)


def statement_of(task: Task) -> ast.Expr | None:
    """Return the statement that adds a task and does nothing else, if there is one."""
    statement = task.source.parents[task.call]
    return statement if isinstance(statement, ast.Expr) else None


def other_uses(name: str, function: Scope, facts: Facts) -> tuple[int, ...]:
    """Return the lines of all uses of a name other than assigning it and adding tasks to it."""
    scopes = facts.scopes(function.source)
    around, parents = scopes.around, function.source.parents
    found = [
        each.lineno
        for each in names_in(function, {name}, facts)
        if around[each].owner(name) is function
        and not (is_directly_in(around[each], function) and is_known_use(each, parents))
    ]
    taking = [each for each in scopes.of.values() if each.declared.get(name) is function]
    found += [getattr(each.node, "lineno", 0) for each in taking]  # functions with a `nonlocal`
    bindings = function.bindings[name]
    found += [0 for each in bindings if not isinstance(each, (Assigned, Declared, Parameter))]
    return tuple(found)


def names_in(function: Scope, names: Iterable[str], facts: Facts) -> Iterator[ast.Name]:
    """Yield where a function, or a function in it, uses names."""
    none: dict[str, list[ast.Name]] = {}
    used = facts.memo.ask(
        ("names in", function.source), lambda: names_of(facts.scopes(function.source)), none
    )
    first = getattr(function.node, "lineno", 0)
    last = getattr(function.node, "end_lineno", None) or first
    for name in names:
        found = used.get(name, [])
        start = bisect_left(found, first, key=line_of)
        for each in itertools.islice(found, start, None):
            if each.lineno > last:
                break
            yield each


def names_of(scopes: Scopes) -> dict[str, list[ast.Name]]:
    """Return where a file uses its names, in the order of lines."""
    found: defaultdict[str, list[ast.Name]] = defaultdict(list)
    for each in scopes.around:
        if isinstance(each, ast.Name):
            found[each.id].append(each)
    return {name: sorted(uses, key=line_of) for name, uses in found.items()}


def line_of(name: ast.Name) -> int:
    """Return the line of a name."""
    return name.lineno


def is_directly_in(scope: Scope, function: Scope) -> bool:
    """Return whether a scope is that of a function, or of a comprehension directly in it."""
    at: Scope | None = scope
    while at is not None and isinstance(at.node, COMPREHENSIONS):
        at = at.parent
    return at is function


def is_known_use(name: ast.Name, parents: dict[ast.AST, ast.AST]) -> bool:
    """Return whether a name is only assigned to, or has a task added to it."""
    around = parents[name]
    if isinstance(around, ast.AnnAssign):
        return around.target is name
    if isinstance(around, ast.Assign):
        return around.targets == [name]
    if not isinstance(around, ast.Attribute) or around.attr not in apis.ADDERS:
        return False
    call = parents[around]
    return isinstance(call, ast.Call) and call.func is around


def around_of(
    node: ast.AST, function: FunctionNode, parents: dict[ast.AST, ast.AST]
) -> Iterator[Around]:
    """Yield the statements around a statement, from the inside out, up to its function."""
    while node is not function:
        outer = parents[node]
        for part, block in ast.iter_fields(outer):
            if isinstance(block, list) and node in block:
                yield Around(outer, part, block)
        node = outer


def way_out(task: Task, function: FunctionNode) -> ast.Raise | ast.Return | None:
    """Return the statement that surely ends the function after the task, barring exceptions."""
    statement = statement_of(task)
    if statement is None:
        return None
    around = [*around_of(statement, function, task.source.parents)]
    for outer in around:
        if isinstance(outer.statement, LOOPS):
            return None  # what comes later in the loop may have run in an earlier round
        if isinstance(outer.statement, WITHS):
            return None  # it may catch the exception
        if isinstance(outer.statement, TRIES) and (
            outer.part != "handlers" or getattr(outer.statement, "finalbody", None)
        ):
            return None  # it may catch the exception, or return something else
    out = next((each for each in following(statement, around) if not leads_on(each)), None)
    return out if isinstance(out, (ast.Raise, ast.Return)) else None


def following(statement: ast.AST, around: Sequence[Around]) -> Iterator[ast.stmt]:
    """Yield what follows a statement: in its block and, if that is a branch, after the `if`."""
    branches = [*itertools.takewhile(lambda each: isinstance(each.statement, ast.If), around)]
    ends = [statement, *(each.statement for each in branches)]
    for end, outer in zip(ends, around, strict=False):
        yield from outer.block[position_in(outer.block, end) + 1 :]


def position_in(block: list[ast.stmt], statement: ast.AST) -> int:
    """Return the position of a statement in its block."""
    return next(number for number, each in enumerate(block) if each is statement)


def leads_on(statement: ast.stmt) -> bool:
    """Return whether the next statement runs after this one, unless this one raises."""
    if isinstance(statement, ast.If):
        branches = (*statement.body, *statement.orelse)
        return all(isinstance(each, ast.Raise) or leads_on(each) for each in branches)
    return isinstance(statement, STRAIGHT)
