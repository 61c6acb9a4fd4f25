"""Edits of a deferred call that move what the user wrote, and leave all around it as it is.

There are none where a comment or parentheses would come to stand in another place.
"""

import ast
import re
from collections.abc import Collection
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.formals import lacks_arguments
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.scopes import Scope, first_of, parameters
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import Direct, Run, Task
from background_typed_check.rules.places import (
    COMMENT,
    COMMENTS,
    argument_place,
    callee_of,
    end_of,
    gap,
    given_in,
    indent_of,
    place_of_callee,
    span,
    start_of,
    value_of,
)
from background_typed_check.rules.rule import Edit

# Between two arguments: a comma, and comments only where they may stay behind what was before it.
COMMA: Final = re.compile(r"\s*,(?P<rest>(?:\s|#.*)*)")
# Behind the last argument, and the same without the comma.
END: Final = re.compile(r"(?P<before>\s*),?(?P<rest>(?:\s|#.*)*)\)")
# Around the function of a call: parentheses that mean nothing.
OPENED: Final = re.compile(r"[(\s]*")
CLOSED: Final = re.compile(r"\s*\)")


def is_simple(text: str, parts: list[str]) -> bool:
    """Return whether what stands in several lines may as well stand in other ones."""
    return COMMENT not in text and not any("\n" in each for each in parts)


def spread(call: ast.expr, task: Task) -> str | None:
    """Return what a task takes to make a call `f(a, b=1)`: `f, a, b=1`."""
    source = task.source
    if not isinstance(call, ast.Call) or takes_reserved(call, task):
        return None
    callee, given = source.place(call.func), given_in(call)
    end = end_of(source.place(call))
    behind = arguments_of(call, source)
    if behind is None:
        return None
    if not given:
        return None if COMMENT in behind else source.read(callee)
    if isinstance(given[0], ast.GeneratorExp) and len(given) == 1:
        return f"{source.read(callee)}, ({behind[1:-1].strip()})"
    places = [argument_place(each, call, source) for each in given]
    tail = source.read(gap(places[-1], end))
    ended = END.fullmatch(tail)
    if ended is None:
        return None
    parts = [source.read(each) for each in (callee, *places)]
    if "\n" in behind and is_simple(behind, parts):
        return in_lines(parts, task)
    if COMMENT not in tail:
        inside = behind[1 : -len(tail)]
    elif is_last_in_line(task):  # the comma, too, may stay
        inside = behind[1:-1].rstrip()
    else:
        inside = behind[1 : -len(tail)] + ended["before"] + ended["rest"]
    return f"{source.read(callee)},{'' if inside[0].isspace() else ' '}{inside}"


def arguments_of(call: ast.Call, source: Source) -> str | None:
    """Return what stands behind the function of a call, without parentheses around the function."""
    whole, callee = source.place(call), source.place(call.func)
    before = source.read(gap(start_of(whole), callee))
    behind = source.read(gap(callee, end_of(whole)))
    if OPENED.fullmatch(before) is None:
        return None
    for _ in range(before.count("(")):
        closed = CLOSED.match(behind)
        if closed is None:
            return None  # a comment
        behind = behind[closed.end() :]
    behind = behind.strip()
    return behind if behind.startswith("(") else None


def in_lines(parts: list[str], task: Task) -> str:
    """Return arguments that take the place of the function of a task: in lines, if that has one."""
    place = place_of_callee(task)
    indent = indent_of(place, task.source) if place is not None else None
    if indent is None:
        return ", ".join(parts)
    return f",\n{indent}".join(parts) + ("," if is_last_in_line(task) else "")


def is_last_in_line(task: Task) -> bool:
    """Return whether nothing follows the function of a task in its line, not even a comma."""
    place, source = place_of_callee(task), task.source
    if place is None:
        return False
    behind = source.read(gap(place, end_of(source.place(task.call))))
    return behind.lstrip(" ").startswith("\n")


def takes_reserved(call: ast.Call, task: Task) -> bool:
    """Return whether a call has keyword arguments that cannot reach a task."""
    return any(each.arg in task.adder.reserved for each in call.keywords)


def is_plain(call: Direct, names: Collection[str] = ()) -> bool:
    """Return whether a call does the same now and later, apart from names that change meanwhile."""
    parts = [call.callee.node, *call.args, *(each.value for each in call.keywords)]
    return all(is_fixed(each, call.callee.scope, names) for each in parts)


def is_fixed(expression: ast.expr, scope: Scope, names: Collection[str]) -> bool:
    """Return whether an expression has one value only, or is one of these names."""
    expression = first_of(expression)
    if isinstance(expression, ast.Name):
        owner = scope.owner(expression.id)
        return owner is None or len(owner.bindings[expression.id]) == 1 or expression.id in names
    if isinstance(expression, (ast.List, ast.Set, ast.Tuple)):
        return all(is_fixed(each, scope, names) for each in expression.elts)
    return isinstance(expression, ast.Constant)


def replacing(task: Task, text: str | None, *, is_safe: bool = True) -> tuple[Edit, ...]:
    """Return the edit that puts something in place of the function of a task."""
    place = place_of_callee(task)
    if place is None or text is None:
        return ()
    if COMMENTS.findall(task.source.read(place)) != COMMENTS.findall(text):
        return ()
    return (Edit(place, text, is_safe),)


def without_callee(task: Task) -> tuple[Edit, ...]:
    """Return the edit that makes the first argument of a task its function."""
    place, source = place_of_callee(task), task.source
    if place is None or task.direct is None or not task.direct.args:
        return ()
    first = argument_place(task.direct.args[0], task.call, source)
    between = source.read(gap(place, first))
    if COMMA.fullmatch(between) is None or COMMENT in between + source.read(place):
        return ()
    return (Edit(gap(start_of(place), first), "", is_safe=True),)


def called_by(outer: str, task: Task) -> tuple[Edit, ...]:
    """Return the edits that make `outer, f(a, b=1)` of what a task is given, `f, a, b=1`."""
    callee, around, source = callee_of(task), place_of_callee(task), task.source
    if callee is None or around is None:
        return ()
    if any(
        each.arg in task.adder.reserved for each in task.call.keywords if each.value is not callee
    ):
        return ()
    place = source.place(callee)
    before, behind = gap(start_of(around), place), gap(place, end_of(around))
    if COMMENT in source.read(before) + source.read(behind):
        return ()
    given = given_in(task.call)
    rest = given[[*map(value_of, given)].index(callee) + 1 :]
    places = [argument_place(each, task.call, source) for each in rest]
    first = Edit(before, f"{outer}, ", is_safe=True)
    if not rest:
        return (first, Edit(behind, "()", is_safe=True))
    last = end_of(places[-1])
    comma, end = gap(around, places[0]), gap(last, end_of(source.place(task.call)))
    found = COMMA.fullmatch(source.read(comma))
    if found is None or END.fullmatch(source.read(end)) is None:
        return ()
    whole = span(around, last)
    parts = [source.read(each) for each in places]
    if "\n" in source.read(whole) and is_simple(source.read(whole), parts):
        text = in_lines([outer, f"{source.read(place)}({', '.join(parts)})"], task)
        return (Edit(whole, text.removesuffix(","), is_safe=True),)
    opened = f"({found['rest'] if found['rest'].strip(' ') else ''}"
    return (
        first,
        Edit(gap(place, places[0]), opened, is_safe=True),
        Edit(last, ")", is_safe=True),
    )


def passing(task: Task, call: Direct) -> tuple[Edit, ...]:
    """Return the edits that give a task the call that it would make in the end.

    What wraps it is a lambda, or a function that takes the other one as its first argument.
    """
    made = made_by_lambda(task, call)
    if made is not None:
        return replacing(task, spread(made, task), is_safe=is_plain(call))
    direct = task.direct
    if direct is None or direct.first_called() != call:
        return ()
    return without_callee(task)


def run_whole(task: Task, run: Run, facts: Facts) -> tuple[Edit, ...]:
    """Return the edits that make a task iterate over what its function returns."""
    functions = [each for each in run.functions if isinstance(each, Function)]
    if run.made is not None and any(lacks_arguments(run.made, each, facts) for each in functions):
        return ()  # it would raise now, and not after the response
    if task.scope.owner("list") is not None or task.scope.module.stars:
        return ()  # it may be something else
    made = made_by_lambda(task, run.call)
    if made is not None:
        text = f"list, {task.source.read(task.source.place(made))}"
        return replacing(task, text, is_safe=is_plain(run.call))
    is_given = run.awaited and isinstance(run.given, (ast.Attribute, ast.Call, ast.Name))
    return called_by("list", task) if is_given else ()


def made_by_lambda(task: Task, call: Direct) -> ast.Call | None:
    """Return the call that a task makes in a lambda without parameters, as it is written there."""
    callee = callee_of(task)
    if not isinstance(callee, ast.Lambda) or parameters(callee.args):
        return None
    made = callee.body
    return made if isinstance(made, ast.Call) and made.func is call.callee.node else None
