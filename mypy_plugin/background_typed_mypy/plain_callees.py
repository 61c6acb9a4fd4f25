"""Which functions are plain as tasks: all that they call does its work there and then.

mypy's own tree shows it of many functions of the file that is checked, for a fraction of what their
source costs. The body of a function in another file may change while this file is not checked
again, so there only the source will do.
"""

import ast
from collections.abc import Callable, Container
from typing import Final, TypeAlias

from background_typed_check.facts import Facts
from background_typed_check.facts.blocking import way_to_blocking
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.drops import drops_of
from background_typed_check.facts.formals import has_own_defaults
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.products import made_by, only_stores
from background_typed_check.rules.not_injected import is_handler
from mypy.nodes import CallExpr, FuncDef, SymbolNode, TypeInfo

from background_typed_mypy import internals
from background_typed_mypy.internals import Checker
from background_typed_mypy.plain_calls import definition_before, is_plain
from background_typed_mypy.run import Verdict

BUILTINS: Final = "builtins."
Shows: TypeAlias = Callable[[Verdict, SymbolNode], bool]
"""Tells whether the source of a function shows that something holds for it."""
# What returns before it has done anything.
NOT_PLAIN: Final = frozenset({"builtins.anext"})


def runs_whole(function: Function, facts: Facts) -> bool:
    """Return whether a task that is given a function runs all of it, and what it makes."""
    is_run = facts.lazy.returned_by(function) in {None, Returned.COROUTINE}
    return is_run and made_by(function, facts) is None


def does_more(init: Function, facts: Facts) -> bool:
    """Return whether an `__init__` may do more than to give its object attributes."""
    return not only_stores(init, (), facts)


def does_work(function: Function, facts: Facts) -> bool:
    """Return whether a function that a task runs may do its work, and blocks no event loop."""
    is_async = isinstance(function.node, ast.AsyncFunctionDef)
    if drops_of(function, facts, in_thread=not is_async):
        return False
    return not is_async or not way_to_blocking(function, facts)


def stands_alone(function: Function, facts: Facts) -> bool:
    """Return whether a function needs nothing that only FastAPI passes, whatever decorates it."""
    return has_own_defaults(function, facts) and not is_handler(function, facts)


def is_run(definition: SymbolNode, shows: Shows) -> bool:
    """Return whether a task surely runs its function, or does more than to make its object."""
    init = definition.get(INIT) if isinstance(definition, TypeInfo) else None
    if init is not None and init.node is not None:
        return shows(does_more, init.node)
    return is_plain(definition) or shows(runs_whole, definition)


def is_done(
    checker: Checker,
    definition: SymbolNode,
    blocking: Container[str],
    shows_work: Callable[[Checker, SymbolNode], bool],
) -> bool:
    """Return whether a function that a task runs surely does its work, and calls none of some."""
    if isinstance(definition, TypeInfo):
        return True
    if isinstance(definition, FuncDef) and calls_plainly(checker, definition, blocking):
        return True
    return shows_work(checker, definition)


def calls_plainly(checker: Checker, function: FuncDef, blocking: Container[str]) -> bool:
    """Return whether a function of the checked file only calls what Python comes with."""
    is_here = internals.module_of(checker, function.fullname) == checker.tree.fullname
    return is_here and all(
        is_plain_call(each, blocking) for each in internals.calls_in(function.body)
    )


def is_plain_call(call: CallExpr, blocking: Container[str]) -> bool:
    """Return whether a call runs one of Python's own functions, which does its work at once."""
    callee = definition_before(call.callee)
    name = callee.fullname if callee is not None else ""
    return name.startswith(BUILTINS) and name not in NOT_PLAIN and name not in blocking
