"""The rules, in the order they are asked."""

import functools
from collections.abc import Iterator
from typing import Final, NamedTuple

from background_typed_check.codes import Code
from background_typed_check.facts import Facts
from background_typed_check.facts.collection_uses import Use
from background_typed_check.facts.held import uses_of
from background_typed_check.facts.runs import runs_of
from background_typed_check.facts.tasks import Task
from background_typed_check.rules import (
    after_yield,
    async_generator,
    awaited,
    blocks,
    class_as_default,
    closed,
    collection_itself,
    context_manager,
    coroutine,
    dependency_raises,
    drops,
    generator,
    handlers_lose,
    kept_nowhere,
    late,
    lazy_iterator,
    made_only,
    needs_loop,
    never_passed,
    never_reached,
    no_such_attribute,
    none_passed,
    not_a_function,
    not_injected,
    other_background,
    raises,
    rebound,
    reserved_names,
    returned_coroutine,
    running_loop,
    unused_background,
    websocket,
)
from background_typed_check.rules.rule import About, Problem, Rule, RuleOfUses

RULES: Final[tuple[Rule, ...]] = (
    not_a_function,
    collection_itself,
    generator,
    async_generator,
    context_manager,
    coroutine,
    returned_coroutine,
    needs_loop,
    running_loop,
    lazy_iterator,
    made_only,
    drops,
    awaited,
    never_reached,
    none_passed,
    unused_background,
    raises,
    kept_nowhere,
    rebound,
    other_background,
    dependency_raises,
    after_yield,
    handlers_lose,
    websocket,
    blocks,
    closed,
    late,
    not_injected,
    never_passed,
    reserved_names,
)


RULES_OF_USES: Final[tuple[RuleOfUses, ...]] = (no_such_attribute, class_as_default)


ALL: Final[tuple[Rule | RuleOfUses, ...]] = (*RULES, *RULES_OF_USES)


class Found(NamedTuple):
    """A problem, the code of the rule that found it, and the name of that rule's module."""

    code: Code
    problem: Problem
    rule: str


def codes() -> list[Code]:
    """Return the codes of all rules, each once, in their order."""
    return list(dict.fromkeys(rule.CODE for rule in ALL))


def rules_of(code: str) -> list[Rule | RuleOfUses]:
    """Return the rules that report under a code."""
    return [rule for rule in ALL if rule.CODE.name == code]


@functools.cache
def rules_without(plain: frozenset[About]) -> tuple[Rule, ...]:
    """Return the rules to ask about a task of which some is known to be plain."""
    return tuple(each for each in RULES if getattr(each, "ABOUT", None) not in plain)


def problems_of(task: Task, facts: Facts, rules: tuple[Rule, ...] = RULES) -> Iterator[Found]:
    """Yield what is certainly wrong with a task: for each code, what its first rule finds.

    Where a condition decides what the task runs, there must be a problem either way.
    """
    task = task._replace(uses=uses_of(task, facts))
    ways = [task._replace(run=run) for run in runs_of(task, facts)] or [task]
    first, *others = [ask(each, facts, rules) for each in ways]
    for found in first:
        if all(found.code in {each.code for each in other} for other in others):
            yield found if is_corrected(found, others) else without_edits(found)


def is_corrected(found: Found, others: list[list[Found]]) -> bool:
    """Return whether the edits of a problem are those of all other runs that a task may have."""
    edits = found.problem.edits
    return all(edits in [each.problem.edits for each in other] for other in others)


def without_edits(found: Found) -> Found:
    """Return the same without edits."""
    return found._replace(problem=found.problem._replace(edits=()))


def problems_of_use(use: Use, facts: Facts) -> Iterator[Found]:
    """Yield what is certainly wrong with another use of a collection."""
    for rule in RULES_OF_USES:
        yield from (Found(rule.CODE, problem, rule.__name__) for problem in rule.find(use, facts))


def ask(task: Task, facts: Facts, rules: tuple[Rule, ...]) -> list[Found]:
    """Return what the rules find in one of the runs that a task may have."""
    found: dict[Code, list[Found]] = {}
    for rule in rules:
        problems = [*found_by(rule, task, facts)]
        if problems and rule.CODE not in found:
            found[rule.CODE] = problems
    return [each for problems in found.values() for each in problems]


def found_by(rule: Rule, task: Task, facts: Facts) -> Iterator[Found]:
    """Yield what one rule finds in a task."""
    return (Found(rule.CODE, problem, rule.__name__) for problem in rule.find(task, facts))
