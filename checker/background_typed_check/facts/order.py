"""Whether one statement of a function may run after another in the same call."""

import ast

from background_typed_check.facts import Facts
from background_typed_check.facts.around import LOOPS, TRIES, Around, around_of, statement_around
from background_typed_check.facts.ends import Ends
from background_typed_check.facts.nested import calls_of, function_around, is_never_used
from background_typed_check.facts.scopes import FunctionNode
from background_typed_check.facts.source import Source

# What else of a `try` may run after one of its parts, apart from its `else`.
LATER: dict[str, tuple[str, ...]] = {
    "body": ("handlers", "finalbody"),
    "handlers": ("finalbody",),
    "orelse": ("finalbody",),
}


def statements_at(
    node: ast.AST, function: FunctionNode, source: Source, facts: Facts
) -> list[ast.stmt] | None:
    """Return the statements of a function at which something in it runs, None if that is unclear.

    What is in a function inside runs where that is called.
    """
    statement = statement_around(node, source)
    inner = function_around(statement, source)
    if inner is function:
        return [statement]
    if inner is None:
        return None
    calls = calls_of(inner, source, facts)
    if calls is None:
        return [] if is_never_used(inner, source, facts) else None
    found = []
    for each in calls:
        statements = statements_at(each, function, source, facts)
        if statements is None:
            return None
        found += statements
    return found


def may_follow(
    second: ast.stmt, first: ast.stmt, function: FunctionNode, source: Source, facts: Facts
) -> bool:
    """Return whether a statement may run after another one, or while that runs."""
    before, after = [*around_of(first, function, source)], [*around_of(second, function, source)]
    for world in facts.reaching.worlds_with(before, source):
        with facts.flow.assuming(world):
            if facts.reaching.is_reached(after, source) and Later(
                second, after, source, facts
            ).is_led(first, before):
                return True
    return False


class Later:
    """A statement that may be reached from another one."""

    def __init__(self, target: ast.stmt, after: list[Around], source: Source, facts: Facts) -> None:
        """Take the statement and what is around it."""
        self.outer: set[ast.AST] = {target, *(each.statement for each in after)}
        self.parts = {each.statement: each.part for each in after}
        self.source = source
        self.flow = facts.flow

    def is_led(self, first: ast.stmt, before: list[Around]) -> bool:
        """Return whether what begins with a statement leads here."""
        if first in self.outer:
            return True
        ends = self.flow.of(first, self.source)
        for each in before:
            for sibling in [] if each.are_alternatives else each.block[each.position + 1 :]:
                if ends.goes_on and sibling in self.outer:
                    return True
                ends = ends.then(self.flow.of(sibling, self.source))
            if self.is_in_part_after(each, ends):
                return True
            ends = self.flow.leaving_part(each, ends, self.source)
        return False

    def is_in_part_after(self, inner: Around, ends: Ends) -> bool:
        """Return whether another part of a statement leads here, or the same part once more."""
        statement, part = inner.statement, self.parts.get(inner.statement, "")
        if isinstance(statement, LOOPS) and inner.part == "body":
            return (ends.goes_on or ends.continues) and statement in self.outer
        if isinstance(statement, TRIES):
            is_else = part == "orelse" and inner.part == "body" and ends.goes_on
            return is_else or part in LATER.get(inner.part, ())
        return False
