"""Reporting what the rules find, unless a comment ignores it."""

from background_typed_check.codes import Code
from background_typed_check.comments import MYPY
from background_typed_check.facts.source import Place
from background_typed_check.facts.tasks import Task
from background_typed_check.ignores import ignoring
from background_typed_check.rules import Found

from background_typed_mypy import internals
from background_typed_mypy.codes import WIRE, error_code
from background_typed_mypy.internals import Checker
from background_typed_mypy.places import expression_at


def report(checker: Checker, found: list[Found], task: Task) -> None:
    """Report what the rules found in a task, and what to write instead."""
    for code, problem, _ in found:
        if not is_ignored(checker, code, problem.at, task):
            at = expression_at(problem.at)
            internals.report(checker, problem.why, problem.instead, at, error_code(code))


def is_ignored(checker: Checker, code: Code, place: Place, task: Task) -> bool:
    """Return whether a comment that mypy does not read ignores something.

    mypy has to know what its own comments ignore, or it would call them unused.
    """
    if internals.is_enabled(checker, WIRE):
        return False  # the command will ask
    around = task.source.place(task.call)
    tools = {each.tool for each in ignoring(code.name, place, task.source, around)}
    return bool(tools) and MYPY not in tools
