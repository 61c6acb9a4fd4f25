"""The rule of the dropped tasks: they are added to a collection that nothing runs.

Adding a task runs nothing: the response that carries the collection does
(`starlette.responses.Response.__call__`). The rule looks at one function, at its names and
statements, and takes any use of the collection that it does not know for one that runs it.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from mypy.nodes import (
    LDEF,
    Argument,
    AssignmentStmt,
    Block,
    CallExpr,
    ClassDef,
    Decorator,
    Expression,
    ExpressionStmt,
    ForStmt,
    FuncDef,
    IfStmt,
    LambdaExpr,
    MemberExpr,
    NameExpr,
    Node,
    NonlocalDecl,
    OverloadedFuncDef,
    PassStmt,
    RaiseStmt,
    RefExpr,
    ReturnStmt,
    Statement,
    TempNode,
    TryStmt,
    TypeInfo,
    Var,
    WhileStmt,
    WithStmt,
)
from mypy.types import Instance, UnboundType, get_proper_type

from background_typed_mypy import internals
from background_typed_mypy.bindings import BLOCKS, decorator_of, is_used, parts, statements
from background_typed_mypy.codes import DROPPED
from background_typed_mypy.deferred import ADD_TASK, COLLECTIONS, DeferredCall
from background_typed_mypy.definitions import is_call_of
from background_typed_mypy.internals import Checker

# Classes of which it is known what they do with what they are given. A subclass may do more.
TASKS: Final = {*COLLECTIONS, "starlette.background.BackgroundTask"}
RESPONSES: Final = {
    "fastapi.responses.ORJSONResponse",
    "fastapi.responses.UJSONResponse",
    "starlette.responses.FileResponse",
    "starlette.responses.HTMLResponse",
    "starlette.responses.JSONResponse",
    "starlette.responses.PlainTextResponse",
    "starlette.responses.RedirectResponse",
    "starlette.responses.Response",
    "starlette.responses.StreamingResponse",
}
BACKGROUND: Final = "background"
# The decorators that make a function a handler of FastAPI.
ROUTERS: Final = {"fastapi.applications.FastAPI", "fastapi.routing.APIRouter"}
ROUTES: Final = {"api_route", "delete", "get", "head", "options", "patch", "post", "put", "trace"}
# Functions that reach any name of the function that calls them.
REACH_ALL: Final = {"eval", "exec", "locals", "vars"}
# Statements that lead to the next one, or out by an exception.
STRAIGHT: Final = (AssignmentStmt, ExpressionStmt, PassStmt)
IN_BRANCHES: Final = (*STRAIGHT, Block, IfStmt, RaiseStmt)
LOOPS: Final = (ForStmt, WhileStmt)
SCOPES: Final = (ClassDef, Decorator, FuncDef, OverloadedFuncDef)

# What happens to the task, and what to write instead.
KEPT_NOWHERE: Final = (
    'Nothing runs "{name}", which is made here and handed to nothing: this task is dropped',
    "Give the collection to a response (background={name}), or take the one that FastAPI passes",
)
ANONYMOUS: Final = (
    "Nothing runs this collection, which is made here and handed to nothing: this task is dropped",
    "Give the collection to a response (background=tasks), or take the one that FastAPI passes",
)
REBOUND: Final = (
    'Nothing runs "{name}", which is no longer the collection that was passed: '
    "this task is dropped",
    'Add to the collection that was passed: do not assign to "{name}"',
)
NONE_PASSED: Final = (
    'Nothing runs "{name}", for the background of the response is the None that "{adder}" '
    "returns: this task is dropped",
    "Add the task first, then give the collection to the response: background={name}",
)
OTHER_BACKGROUND: Final = (
    'The response has a background of its own, which FastAPI runs in place of "{name}": '
    "this task is dropped",
    "Add all tasks to one collection, and give the response no other background",
)
RAISES: Final = (
    "The handler raises after this, and FastAPI runs no task of a handler that raises: "
    "this task is dropped",
    "Return a response with background={name} instead of raising",
)


class Place(NamedTuple):
    """Where a statement stands in its function."""

    position: int
    """Its number in its block."""
    way_out: Statement | None
    """The next statement of the block that does not only lead to the one after it."""
    around: list[tuple[Statement, str]]
    """The statements that it is in, from the outside in, each with the part that holds it."""


class Uses(NamedTuple):
    """What a function does with its names, read once for all the tasks that it adds."""

    body: Block
    places: dict[Statement, Place]
    adding: Mapping[CallExpr, Statement | None]
    """The calls that add a task to a name, each with the statement that it is, if it is one."""
    made: dict[str, list[AssignmentStmt]]
    """The names that are assigned to, one at a time."""
    others: dict[str, list[int]]
    """The lines of all other uses of a name."""
    given: dict[Expression, CallExpr]
    """What is given to a call as its background, with the call."""


def report_dropped(checker: Checker, deferred: DeferredCall) -> None:
    """Report the task if it is certain that nothing runs the collection that it is added to."""
    call = deferred.call
    receiver = call.callee.expr if isinstance(call.callee, MemberExpr) else None
    function = internals.enclosing_function(checker)
    if is_call_of(receiver, COLLECTIONS):
        internals.report(checker, *ANONYMOUS, call, DROPPED)
    if not isinstance(receiver, NameExpr) or receiver.kind != LDEF or function is None:
        return  # an attribute or a global name: others may run it
    uses = uses_in(function)
    if call not in uses.adding or REACH_ALL & uses.others.keys():
        return  # a copy of the function for each of its constrained types, or a nested one
    for assignment in uses.made.get(receiver.name, []):
        internals.watch(checker, assignment.rvalue)
    problem = problem_alone(function, uses, call, receiver.name) or problem_on_the_way_out(
        checker, function, uses, call, receiver
    )
    if problem is not None:
        # mypy writes the later ones of equal names with a quote when it allows redefinitions.
        words = {"name": receiver.name.rstrip("'"), "adder": ADD_TASK}
        why, instead = (text.format(**words) for text in problem)
        internals.report(checker, why, instead, call, DROPPED)


def problem_alone(
    function: FuncDef, uses: Uses, call: CallExpr, name: str
) -> tuple[str, str] | None:
    """Look for a collection that is made here, and that nothing is done with but adding tasks."""
    made = uses.made.get(name, [])
    if (
        not made
        or name in uses.others
        or not all(is_call_of(each.rvalue, COLLECTIONS) for each in made)
    ):
        return None
    if parameter_of(function, name) is None:
        return NONE_PASSED if is_call_of(uses.given.get(call), RESPONSES) else KEPT_NOWHERE
    statement = uses.adding[call]
    if len(made) != 1 or statement is None or uses.places[made[0]].around:
        return None  # who can tell which of the two collections it is
    around = uses.places[statement].around
    outermost = around[0][0] if around else statement
    return REBOUND if uses.places[outermost].position > uses.places[made[0]].position else None


def problem_on_the_way_out(
    checker: Checker, function: FuncDef, uses: Uses, call: CallExpr, receiver: NameExpr
) -> tuple[str, str] | None:
    """Look for a handler that adds the task and then leaves in a way that drops it."""
    statement = uses.adding[call]
    out = way_out(uses, statement) if statement is not None else None
    if out is None or function.is_generator:
        return None  # FastAPI ignores what a generator returns, and a client may leave it early
    name = receiver.name
    if not is_handler(checker, function):
        return None
    made = uses.made.get(name, [])
    injected = not made and is_injected(checker, function, receiver)
    mine = parameter_of(function, name) is None and made
    if not injected and not (mine and all(is_call_of(each.rvalue, COLLECTIONS) for each in made)):
        return None
    if any(line <= (out.end_line or out.line) for line in uses.others.get(name, [])):
        return None  # somebody else may have it by then, such as an exception
    if isinstance(out, RaiseStmt):
        return RAISES
    if injected and is_call_of(out.expr, RESPONSES) and is_call_of(background_of(out.expr), TASKS):
        return OTHER_BACKGROUND
    return None


def way_out(uses: Uses, statement: Statement) -> RaiseStmt | ReturnStmt | None:
    """Return the statement that surely ends the function after this one, unless it raises."""
    place = uses.places[statement]
    for outer, part in place.around:
        if isinstance(outer, LOOPS):
            return None  # what comes later in the function may have come before, a round earlier
        if isinstance(outer, WithStmt) or (
            isinstance(outer, TryStmt) and (part != "handlers" or outer.finally_body is not None)
        ):
            return None  # it may catch the exception, or return something else
    while place.way_out is None and place.around and isinstance(place.around[-1][0], IfStmt):
        place = uses.places[place.around[-1][0]]  # the branch leads to what follows it
    return place.way_out if isinstance(place.way_out, (RaiseStmt, ReturnStmt)) else None


def parameter_of(function: FuncDef, name: str) -> Argument | None:
    """Return the parameter of a function that has this name."""
    return next((each for each in function.arguments if each.variable.name == name), None)


def is_injected(checker: Checker, function: FuncDef, receiver: NameExpr) -> bool:
    """Say if FastAPI passes its own collection to a handler: by the plain annotation alone.

    `Depends` in an `Annotated`, or as the default, brings the collection of somebody else.
    """
    parameter = parameter_of(function, receiver.name)
    if parameter is None or parameter.initializer is not None:
        return False
    annotation = parameter.type_annotation
    return isinstance(annotation, UnboundType) and isinstance(
        internals.named(checker, annotation.name), TypeInfo
    )


def is_handler(checker: Checker, function: FuncDef) -> bool:
    """Say if FastAPI alone calls a function: its one decorator is that of a route."""
    decorator = decorator_of(checker.tree, function)
    if decorator is None or len(decorator.original_decorators) != 1:
        return False  # another one may catch what the handler raises
    route = decorator.original_decorators[0]
    if not isinstance(route, CallExpr) or not isinstance(route.callee, MemberExpr):
        return False
    router = route.callee.expr
    internals.watch(checker, router)
    var = router.node if isinstance(router, RefExpr) else None
    typ = get_proper_type(var.type) if isinstance(var, Var) else None
    return (
        route.callee.name in ROUTES
        and "dependencies" not in route.arg_names  # they share the collection, and may keep it
        and isinstance(typ, Instance)
        and typ.type.fullname in ROUTERS
        and not is_used(checker.tree, decorator)
    )


last_read: Uses | None = None


def uses_in(function: FuncDef) -> Uses:
    """Read a function, unless it was the last one that was read."""
    global last_read  # noqa: PLW0603  # mypy checks a function at a time: one is all to keep
    if last_read is None or last_read.body is not function.body:
        last_read = read(function)
    return last_read


def read(function: FuncDef) -> Uses:
    """Read off what a function does with its names.

    By their spelling, not by what they refer to: the daemon makes new variables each time that
    it analyzes the same statements again.
    """
    found = dict(places(function.body.body, []))
    statement_of = {each.expr: each for each in found if isinstance(each, ExpressionStmt)}
    expressions = internals.subexpressions(function.body)
    scopes: list[Node] = [each for each in found if isinstance(each, SCOPES)]
    scopes += [each for each in expressions if isinstance(each, LambdaExpr)]
    inner = {expression for scope in scopes for expression in internals.subexpressions(scope)}
    calls = [each for each in expressions if isinstance(each, CallExpr) and each not in inner]
    adding = {
        call: statement_of.get(call)
        for call in calls
        if isinstance(call.callee, MemberExpr) and call.callee.name == ADD_TASK
    }
    known = {call.callee.expr for call in adding if isinstance(call.callee, MemberExpr)}
    made: dict[str, list[AssignmentStmt]] = {}
    others: dict[str, list[int]] = {}
    for statement in found:
        if isinstance(statement, NonlocalDecl):
            for name in statement.names:
                others.setdefault(name, []).append(statement.line)
        elif isinstance(statement, AssignmentStmt) and len(statement.lvalues) == 1:
            target = statement.lvalues[0]
            if isinstance(target, NameExpr):
                known.add(target)
                if not isinstance(statement.rvalue, TempNode):  # more than an annotation
                    made.setdefault(target.name, []).append(statement)
    for expression in expressions:
        if isinstance(expression, NameExpr) and expression not in known:
            others.setdefault(expression.name, []).append(expression.line)
    given = {background: call for call in calls if (background := background_of(call)) is not None}
    return Uses(function.body, found, adding, made, others, given)


def leads_on(statement: Statement) -> bool:
    """Say if a statement leads to the next one, or out by an exception."""
    if isinstance(statement, IfStmt):
        return all(isinstance(each, IN_BRANCHES) for each in statements(statement))
    return isinstance(statement, STRAIGHT)


def background_of(call: Expression | None) -> Expression | None:
    """Return what is given to a call as its background."""
    if not isinstance(call, CallExpr) or BACKGROUND not in call.arg_names:
        return None
    return call.args[call.arg_names.index(BACKGROUND)]


def places(
    block: list[Statement], around: list[tuple[Statement, str]]
) -> Iterator[tuple[Statement, Place]]:
    """Yield the statements of a function with their places, without those of other scopes."""
    way_out = None
    for position, statement in reversed(list(enumerate(block))):
        yield statement, Place(position, way_out, around)
        if not leads_on(statement):
            way_out = statement
        if isinstance(statement, SCOPES):
            continue
        for name in BLOCKS.get(type(statement), ()):
            for part in parts(statement, {type(statement): (name,)}):
                if isinstance(part, Block):
                    yield from places(part.body, [*around, (statement, name)])
