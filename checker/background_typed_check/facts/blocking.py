"""Which functions block the thread that calls them: they call something that waits."""

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeGuard

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.around import around_of, statement_around
from background_typed_check.facts.blockers import blocking_name
from background_typed_check.facts.bodies import inside
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.conditions import NOTHING, truth
from background_typed_check.facts.decorators import is_transparent
from background_typed_check.facts.injection import called_name
from background_typed_check.facts.libraries import is_of_library
from background_typed_check.facts.meanings import Class, Function
from background_typed_check.facts.overriding import may_be_overridden
from background_typed_check.facts.scopes import Scope, parameters
from background_typed_check.facts.source import walk

# What ends a function, or a round, in which nothing is wrong.
LEAVING: Final = (ast.Break, ast.Continue, ast.Return)
BUILTINS: Final = "builtins."
# How many functions a way may lead through. In public code they were two or three: to look further
# would read most of an application for each task.
LONGEST: Final = 4
TYPE_CHECKING: Final = "TYPE_CHECKING"


class Step(NamedTuple):
    """A call on the way to what blocks."""

    call: ast.Call
    scope: Scope
    name: str = ""
    """The full name of what blocks, empty for a function that leads to it."""


Way = tuple[Step, ...]
"""The calls that lead from a function to what blocks, which is the last of them."""


def way_to_blocking(function: Function, facts: Facts, depth: int = LONGEST) -> Way:
    """Return the calls by which a function comes to block its thread, empty if none is certain.

    A condition may keep the function from it. Of libraries, the table knows what blocks: their own
    functions are not followed.
    """
    question = ("blocking", function, depth)
    return facts.memo.ask(question, lambda: find_way(function, facts, depth), ())


def find_way(function: Function, facts: Facts, depth: int) -> Way:
    """Find that way, if it is surely the body of this function that runs."""
    source = function.scope.source
    facts.memo.rest_on(source)
    names = facts.decorators.names_of(function)
    is_plain = (
        facts.modules.installed_name(source.path) is None
        and names is not None
        and all(is_transparent(each) or each in apis.CACHES for each in names)
    )
    way = find_way_in(function, facts, depth) if is_plain and not source.is_stub else ()
    is_sure = function.exact or not way or not may_be_overridden(function, facts)
    return way if is_sure else ()


def find_way_in(function: Function, facts: Facts, depth: int) -> Way:
    """Find the first call that blocks, one that does so itself rather than through others."""
    calls = calls_in(function, facts)
    for step in calls:
        if blocks(step, facts) and is_reached(step, function, facts):
            return (step._replace(name=blocking_name(step.call.func, step.scope, facts)),)
    for step in calls if depth else ():
        way = way_through(step, facts, depth - 1)
        if way and is_reached(step, function, facts):
            return (step, *way)
    return ()


def calls_in(function: Function, facts: Facts) -> list[Step]:
    """Return the calls in a function in order, without those in functions inside it.

    Nor are those that only a library runs, unless the table may have them.
    """
    around = facts.scopes(function.scope.source).around
    found = [
        Step(each, around[each])
        for each in inside(function.node.body)
        if isinstance(each, ast.Call) and not is_of_library(each.func, around[each], facts)
    ]
    return sorted(found, key=lambda each: (each.call.lineno, each.call.col_offset))


def is_reached(step: Step, function: Function, facts: Facts) -> bool:
    """Return whether a function gets to a call, whatever its callers pass to it.

    It does not in code that never runs, that is for type checkers, or that an exception leads to.
    """
    source = step.scope.source
    around = [*around_of(statement_around(step.call, source), function.node, source)]
    flags = decided_by_callers(function)
    for each in around:
        if isinstance(each.statement, (ast.If, ast.While)):
            test = each.statement.test
            is_for_types = getattr(test, "id", getattr(test, "attr", "")) == TYPE_CHECKING
            known = False if is_for_types else truth(test, NOTHING)
            if known is (each.part != "body") or flags & set(tested_in(test)):
                return False
        if each.part == "handlers":
            return False
        for before in each.block[: each.position] if not each.are_alternatives else ():
            leaves = isinstance(before, ast.If) and isinstance(before.body[-1], LEAVING)
            if leaves and flags & set(tested_in(getattr(before, "test", before))):
                return False
    return facts.reaching.stop_before(around, source) is None and is_evaluated(step, facts)


def decided_by_callers(function: Function) -> set[str]:
    """Return the parameters, and the variables whose value a condition on one of them decides."""
    found = {each.arg for each in parameters(function.node.args)}
    given = set(found)
    assigned = [each for each in inside(function.node.body) if isinstance(each, ast.Assign)]
    for each in inside(function.node.body):
        if isinstance(each, ast.If) and given & set(tested_in(each.test)):
            own = (one for one in inside(each.body) if isinstance(one, ast.Assign))
            found |= {target.id for one in own for target in one.targets if is_name(target)}
    decided = found - given
    for each in sorted(assigned, key=lambda one: one.lineno):
        if any(getattr(one, "id", "") in decided for one in walk(each.value)):
            decided |= {target.id for target in each.targets if is_name(target)}
    return found | decided


def is_name(target: ast.expr) -> TypeGuard[ast.Name]:
    """Return whether the target of an assignment is a variable."""
    return isinstance(target, ast.Name)


def is_evaluated(step: Step, facts: Facts) -> bool:
    """Return whether a generator around a call, if there is one, surely runs here."""
    parents, around = step.scope.source.parents, facts.scopes(step.scope.source).around
    node: ast.AST = step.call
    while not isinstance(node, ast.stmt):
        node, inner = parents[node], node
        if isinstance(inner, ast.GeneratorExp) and not isinstance(node, ast.Starred):
            if not isinstance(node, ast.Call):
                return False
            if not facts.functions.name_of(node.func, around[node]).startswith(BUILTINS):
                return False
    return True


def tested_in(test: ast.AST) -> Iterator[str]:
    """Yield the variables that a condition asks about, and not what is made of them."""
    match test:
        case ast.Name(id=name):
            yield name
        case ast.UnaryOp(operand=operand):
            yield from tested_in(operand)
        case ast.BoolOp(values=values):
            for each in values:
                yield from tested_in(each)
        case ast.Compare(left=left, comparators=comparators):
            for each in (left, *comparators):
                yield from tested_in(each)


def blocks(step: Step, facts: Facts) -> bool:
    """Return whether a call runs a function of a library that waits."""
    call = step.call
    if isinstance(step.scope.source.parents[call], ast.Await):
        return False
    name = blocking_name(call.func, step.scope, facts)
    if name not in facts.blockers.names:
        return False
    if name in apis.WAITING_FOR_OTHERS:
        if call.args or call.keywords:
            return False
        calls = (each for each in walk(step.scope.node) if isinstance(each, ast.Call))
        if any(called_name(each) in apis.ENDED for each in calls):
            return False  # it may not wait at all
    return not any(isinstance(each, ast.Constant) and each.value == 0 for each in call.args)


def way_through(step: Step, facts: Facts, depth: int) -> Way:
    """Return the way to what blocks through the function that a call runs."""
    own = facts.without_libraries
    functions = own.functions.called(step.call.func, step.scope)
    cls = own.names.resolve(step.call.func, step.scope)
    if isinstance(cls, Class):
        made = own.classes.attribute(cls, INIT)
        functions = (made,) if isinstance(made, Function) else ()
    ways = [
        way_to_blocking(each, facts, depth)
        if isinstance(each, Function) and runs_here(each, step, facts)
        else ()
        for each in functions
    ]
    return ways[0] if ways and all(ways) else ()


def runs_here(function: Function, step: Step, facts: Facts) -> bool:
    """Return whether a call, and what is around it, runs the body of a function."""
    parents = step.scope.source.parents
    if facts.lazy.yields(function.node):
        return getattr(parents[step.call], "iter", None) is step.call
    return not isinstance(function.node, ast.AsyncFunctionDef) or is_awaited(step, facts)


def is_awaited(step: Step, facts: Facts) -> bool:
    """Return whether the coroutine that a call makes is awaited here, or handed to what does so."""
    parents = step.scope.source.parents
    around = parents[step.call]
    while isinstance(around, (ast.Starred, ast.GeneratorExp, ast.List, ast.ListComp)):
        around = parents[around]
    return isinstance(around, ast.Await) or facts.names.is_call_of(
        around, step.scope, apis.AWAITING
    )


def is_patched(facts: Facts) -> bool:
    """Return whether the application may have replaced what blocks by what does not."""
    return facts.memo.ask("patched", lambda: find_patching(facts), unknown=False)


def find_patching(facts: Facts) -> bool:
    """Look for it in the texts of the tree."""
    if facts.all_files is not None:
        facts.memo.rest_on(facts.all_files)
    patching = facts.modules.sources_with(lambda data: any(each in data for each in apis.PATCHING))
    return any(patching)


def has_await(function: Function) -> Iterator[ast.AST]:
    """Yield what a coroutine function waits for itself."""
    for each in inside(function.node.body):
        is_async = isinstance(each, ast.comprehension) and each.is_async
        if is_async or isinstance(each, (ast.Await, ast.AsyncFor, ast.AsyncWith)):
            yield each
