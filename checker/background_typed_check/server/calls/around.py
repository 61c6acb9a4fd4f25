"""The deferred call around the cursor, and which of its arguments the cursor is in."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.runs import DEEPEST, runs_of, unwrap
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import Direct, Run, calls_in, direct_of, task_of
from background_typed_check.rules.places import given_in


class Argument(NamedTuple):
    """The argument that the cursor is in, or that would begin there."""

    name: str | None = None
    position: int | None = None
    """Which of the arguments of the direct call it is, from 0; None if it has to have a name."""
    is_bare: bool = True
    """Whether nothing of it stands before the cursor but the start of a name."""


class Deferred(NamedTuple):
    """A deferred call, or a partial one."""

    source: Source
    call: ast.Call
    runs: list[Run]
    """What it may run."""
    given: Direct | None
    """The call that it stands for, before anything is taken off its function."""
    is_task: bool = True
    """Whether it adds or makes a task."""

    @property
    def direct(self) -> Direct | None:
        """The call that takes the arguments: the one that is made in the end, if that is known."""
        run = self.runs[0] if self.runs else None
        return run.made if run is not None and self.is_clear else self.given

    @property
    def is_clear(self) -> bool:
        """Whether it is known which call is made in the end, and it takes the arguments."""
        return bool(self.runs) and self.runs[0].inner is None and not self.runs[0].is_unclear

    def argument_at(self, line: int, offset: int) -> Argument | None:
        """Return the argument at a place, None if that is the function itself.

        Args:
            line: The line, from 1.
            offset: The bytes before the place in the line.

        """
        direct = self.direct
        if direct is None:
            return None
        own = given_in(self.call)
        around = next((each for each in own if self.holds(each, line, offset)), None)
        if isinstance(around, ast.keyword):
            is_bare = (line, offset) <= (around.lineno, around.col_offset)
            return Argument(around.arg, None, is_bare) if around in direct.keywords else None
        if any(isinstance(each, ast.Starred) for each in direct.args):
            return Argument()
        if around is None:
            is_behind_names = any(each in direct.keywords for each in own)
            return Argument(position=None if is_behind_names else len(direct.args))
        if around not in direct.args:
            return None
        is_bare = self.is_begun(around, line, offset)
        return Argument(None, direct.args.index(around), is_bare)

    def is_begun(self, given: ast.expr, line: int, offset: int) -> bool:
        """Return whether a place is before an argument, or behind the start of a name in it."""
        if (line, offset) <= (given.lineno, given.col_offset):
            return True
        before = self.source.lines[line - 1].encode()[given.col_offset : offset]
        return given.lineno == line and before.decode(errors="ignore").isidentifier()

    def holds(self, given: ast.expr | ast.keyword, line: int, offset: int) -> bool:
        """Return whether a place is before the comma behind an argument."""
        end_line, end = end_of(given)
        if end_line != line or end >= offset:
            return (end_line, end) >= (line, offset)
        return b"," not in self.source.lines[line - 1].encode()[end:offset]


def end_of(node: ast.expr | ast.keyword) -> tuple[int, int]:
    """Return where a node ends."""
    return node.end_lineno or node.lineno, node.end_col_offset or node.col_offset


def is_inside(call: ast.Call, line: int, offset: int) -> bool:
    """Return whether a place is between the parentheses of a call."""
    return end_of(call.func) < (line, offset) < end_of(call)


def deferred_in(source: Source, facts: Facts) -> Iterator[Deferred]:
    """Yield the deferred calls of a file, and the partial ones."""
    for call, scope in calls_in(source, facts):
        found = as_deferred(call, scope, facts)
        if found is not None:
            yield found


def innermost(source: Source, line: int, offset: int, facts: Facts) -> Deferred | ast.Call | None:
    """Return the innermost call around a place: deferred, or else as it is; None without one."""
    around = [each for each in calls_in(source, facts) if is_inside(each[0], line, offset)]
    found = max(
        around, key=lambda each: (each[0].func.lineno, each[0].func.col_offset), default=None
    )
    return (as_deferred(*found, facts) or found[0]) if found is not None else None


def as_deferred(call: ast.Call, scope: Scope, facts: Facts) -> Deferred | None:
    """Return a call as a deferred one, None if it is not."""
    task = task_of(call, scope, facts)
    if task is not None:
        return Deferred(scope.source, call, runs_of(task, facts), task.direct)
    if facts.names.is_call_of(call, scope, apis.PARTIALS):
        made = direct_of(call, scope).first_called()
        if made is not None:
            run = Run(made.callee.node, made, awaited=True)
            runs = [*unwrap(run, facts, DEEPEST)]
            return Deferred(scope.source, call, runs, made, is_task=False)
    return None
