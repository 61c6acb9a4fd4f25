"""Functions that do nothing but make what nobody runs, such as a coroutine that nobody awaits."""

import ast
from typing import Final, NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.bodies import inside
from background_typed_check.facts.functions import Called
from background_typed_check.facts.instances import are_all_of
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.meanings import External, Function, Value
from background_typed_check.facts.runs import DEEPEST, unwrap
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.tasks import Direct, Run
from background_typed_check.facts.uses import loads
from background_typed_check.facts.wrappers import may_mark

# What may hold several coroutines, and is dropped with them.
HOLDERS: Final = (ast.List, ast.ListComp, ast.Set, ast.SetComp, ast.Tuple)
# Calls that do no work of the program's own, or not yet.
IDLE: Final = apis.IDLE.union(apis.PARTIALS, apis.THREADS)
# Statements that evaluate an expression once, whatever is known.
STRAIGHT: Final = (ast.AnnAssign, ast.Assign, ast.Expr, ast.Return)
# Statements that give names of other scopes new values, or run what is defined.
ACTING: Final = (ast.ClassDef, ast.Global, ast.Nonlocal)


class Drop(NamedTuple):
    """A call whose result nobody runs."""

    call: ast.Call
    scope: Scope
    returned: Returned | None
    """What it returns, None if it raises."""
    in_thread: bool
    """Whether it is called in a worker thread, where no event loop runs."""


def drops_of(function: Called, facts: Facts, *, in_thread: bool | None) -> tuple[Drop, ...]:
    """Return the calls in a function whose results nobody runs, if it does nothing else.

    Args:
        function: The function.
        facts: The facts to ask.
        in_thread: Whether it is called in a worker thread, where no event loop runs; None if
            that is unknown.

    """
    if not isinstance(function, Function):
        return ()
    question = ("drops", function, in_thread)
    return facts.memo.ask(question, lambda: Dropping(function, facts, in_thread).found(), ())


class Dropping:
    """Looks for what one function drops."""

    def __init__(self, function: Function, facts: Facts, in_thread: bool | None) -> None:  # noqa: FBT001  # by position once
        """Take the function."""
        self.function = function
        self.facts = facts
        self.in_thread = in_thread
        self.own = facts.scope_of(function)
        self.around = facts.scopes(function.scope.source).around
        self.parents = function.scope.source.parents

    def found(self) -> tuple[Drop, ...]:
        """Return its drops in the order in which they are written, nothing if it does more."""
        function, node, found = self.function, self.function.node, []
        if self.facts.lazy.yields(node) or may_mark(self.own):
            return ()
        if not self.facts.functions.is_as_written(function):
            return ()
        before, last = self.reached(node.body)
        for each in inside(before):
            if acts(each):
                return ()
            if isinstance(each, ast.Call) and not self.is_idle(each):
                drops = self.drops_by(each)
                if not drops:
                    return ()
                found += drops
        found += [self.drop(last, None)] if last is not None else []
        return tuple(sorted(found, key=lambda each: (each.call.lineno, each.call.col_offset)))

    def reached(self, body: list[ast.stmt]) -> tuple[list[ast.stmt], ast.Call | None]:
        """Return the statements of a body until one surely raises, and what raises after them."""
        for position, statement in enumerate(body):
            call = getattr(statement, "value", None)
            if not isinstance(statement, STRAIGHT) or not isinstance(call, ast.Call):
                continue
            if self.raises(call):
                return body[: position + 1], None
            while isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
                call = call.func.value
            if self.finds_no_loop(call):
                return body[:position], call
        return body, None

    def finds_no_loop(self, call: ast.Call) -> bool:
        """Return whether a call asks for the event loop where there is none."""
        scope = self.around[call]
        if not self.in_thread or call.args or call.keywords:
            return False
        if self.facts.names.is_one_of(call.func, scope, apis.RUNNING_LOOP):
            return True
        is_asked = self.facts.names.is_one_of(call.func, scope, apis.RUNNING_LOOPS)
        return is_asked and not self.facts.files_mentioning(*apis.SETTING_LOOPS)

    def raises(self, call: ast.Call) -> bool:
        """Return whether a call is given coroutines, and surely raises before it runs them."""
        return self.lacks_loop(call) or self.runs_loop(call)

    def runs_loop(self, call: ast.Call) -> bool:
        """Return whether a call runs an event loop where one is running already."""
        scope = self.around[call]
        return (
            self.in_thread is False
            and self.facts.functions.name_of(call.func, scope) in apis.RUNNING_COROUTINES
            and len(call.args) == 1
            and are_all_of(self.facts.expressions.classes_of(call.args[0], scope), apis.COROUTINES)
            and not self.facts.files_mentioning(*apis.NESTING_LOOPS)
        )

    def drop(self, call: ast.Call, returned: Returned | None) -> Drop:
        """Return what is dropped at a call."""
        return Drop(call, self.around[call], returned, bool(self.in_thread))

    def is_idle(self, call: ast.Call) -> bool:
        """Return whether a call does no work of the program's own: it only logs, or the like."""
        parent = self.parents[call]
        if isinstance(parent, ast.Call) and self.raises(parent):
            return call in parent.args
        functions = self.facts.functions.called(call.func, self.around[call])
        return bool(functions) and all(
            isinstance(each, External)
            and (each.name in IDLE or each.name.startswith(apis.IDLE_MEMBERS))
            for each in functions
        )

    def lacks_loop(self, call: ast.Call) -> bool:
        """Return whether a call puts coroutines on an event loop that is not there."""
        scope = self.around[call]
        return (
            self.in_thread is True
            and bool(call.args)
            and not call.keywords
            and self.facts.names.is_one_of(call.func, scope, apis.LOOP_SEEKERS)
            and all(
                are_all_of(self.facts.expressions.classes_of(each, scope), apis.COROUTINES)
                for each in call.args
            )
        )

    def drops_by(self, call: ast.Call) -> list[Drop]:
        """Return what a call makes that nobody runs, empty if it may do work."""
        scope, result = self.around[call], self.parents[call]
        if self.raises(call):
            return [self.drop(call, None)]
        is_awaited = isinstance(result, ast.Await)
        while isinstance(result, (ast.Await, *HOLDERS)):
            result = self.parents[result]
        if not self.is_dropped(result):
            return []
        direct = Direct(Value(call.func, scope), tuple(call.args), tuple(call.keywords))
        drops = []
        for run in unwrap(Run(call.func, direct, awaited=is_awaited), self.facts, DEEPEST):
            dropped = self.dropped_in(run, self.drop(call, run.returned))
            if not dropped:
                return []
            drops += dropped
        return drops

    def is_dropped(self, result: ast.AST) -> bool:
        """Return whether nobody reads what a statement does with the result of a call."""
        match result:
            case ast.Expr() | ast.Return():
                return True
            case ast.Assign(targets=[ast.Name(id=name)]):
                is_own = self.own.owner(name) is self.own
                return is_own and not any(loads(name, self.own, self.facts))
        return False

    def dropped_in(self, run: Run, drop: Drop) -> list[Drop]:
        """Return what a run drops: its own result, or what its functions drop in turn."""
        if run.is_unclear or not run.functions or run.returned is Returned.DROPPED:
            return [drop] if run.returned is Returned.DROPPED else []
        if run.awaited and run.returned is not Returned.COROUTINE:
            return []  # what it returns is awaited
        if run.returned is None or run.awaited:
            is_direct = run.functions == self.facts.functions.called(drop.call.func, drop.scope)
            # What runs it otherwise may do so in a thread.
            in_thread = self.in_thread if is_direct else self.in_thread or None
            inner = [drops_of(each, self.facts, in_thread=in_thread) for each in run.functions]
            return [each for one in inner for each in one] if all(inner) else []
        return [drop]


def acts(node: ast.AST) -> bool:
    """Return whether a node may do work, whatever the calls in it do."""
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        return not isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Await):
        return not isinstance(node.value, ast.Call)
    if isinstance(node, ast.withitem):
        return not isinstance(node.context_expr, ast.Call)
    return isinstance(node, ACTING) or bool(getattr(node, "decorator_list", ()))
