"""Calls that add tasks through something else: a helper, a method that is handed on, an object."""

import ast
from collections.abc import Iterator

from background_typed_check.facts import Facts
from background_typed_check.facts.handed import handed_to
from background_typed_check.facts.helpers import helped_by
from background_typed_check.facts.holders import held_by
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import Task, calls_in


def find_helped(source: Source, facts: Facts) -> Iterator[Task]:
    """Yield these calls in a file, in order, each as if it added the task itself."""
    for call, scope in calls_in(source, facts):
        task = helped_in(call, scope, facts)
        if task is not None:
            yield task


def helped_in(call: ast.Call, scope: Scope, facts: Facts) -> Task | None:
    """Return the task that one call adds in such a way, if it may add any."""
    return (
        helped_by(call, scope, facts)
        or handed_to(call, scope, facts)
        or held_by(call, scope, facts)
    )
