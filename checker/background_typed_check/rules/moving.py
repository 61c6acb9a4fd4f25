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
from background_typed_check.facts.scopes import Scope, parameters
from background_typed_check.facts.source import Place, Source
from background_typed_check.facts.tasks import Direct, Run, Task
from background_typed_check.rules.rule import Edit

COMMENT: Final = "#"
COMMENTS: Final = re.compile(r"#.*")
# Between two arguments: a comma, and comments only where they may stay behind what was before it.
COMMA: Final = re.compile(r"\s*,(?P<rest>(?:\s|#.*)*)")
# Behind the last argument, and the same without the comma.
END: Final = re.compile(r"(?P<before>\s*),?(?P<rest>(?:\s|#.*)*)\)")


def gap(first: Place, second: Place) -> Place:
    """Return the place from the end of one to the start of another."""
    return Place(first.file, *ends_at(first), second.line, second.column)


def span(first: Place, last: Place) -> Place:
    """Return the place from the start of one to the end of another."""
    return Place(first.file, first.line, first.column, *ends_at(last))


def start_of(place: Place) -> Place:
    """Return the empty place before another."""
    return Place(place.file, place.line, place.column, place.line, place.column)


def end_of(place: Place) -> Place:
    """Return the empty place behind another."""
    return Place(place.file, *ends_at(place), *ends_at(place))


def ends_at(place: Place) -> tuple[int, int]:
    """Return the line and column where a place ends."""
    return place.end_line or place.line, place.end_column or place.column


def spread(call: ast.expr, task: Task) -> str | None:
    """Return what a task takes to make a call `f(a, b=1)`: `f, a, b=1`."""
    source = task.source
    if not isinstance(call, ast.Call) or takes_reserved(call, task):
        return None
    callee, given = source.place(call.func), given_in(call)
    end = end_of(source.place(call))
    behind = source.read(gap(callee, end)).strip()
    if not behind.startswith("("):
        return None  # the callee has parentheses
    if not given:
        return None if COMMENT in behind else source.read(callee)
    if isinstance(given[0], ast.GeneratorExp) and len(given) == 1:
        return f"{source.read(callee)}, ({behind[1:-1].strip()})"
    tail = source.read(gap(source.place(given[-1]), end))
    ended = END.fullmatch(tail)
    if ended is None:
        return None
    parts = [source.read(each) for each in (callee, *map(source.place, given))]
    if "\n" in behind and is_simple(behind, parts):
        return in_lines(parts, task)
    if COMMENT not in tail:
        inside = behind[1 : -len(tail)]
    elif is_last_in_line(task):  # the comma, too, may stay
        inside = behind[1:-1].rstrip()
    else:
        inside = behind[1 : -len(tail)] + ended["before"] + ended["rest"]
    return f"{source.read(callee)},{'' if inside[0].isspace() else ' '}{inside}"


def is_simple(text: str, parts: list[str]) -> bool:
    """Return whether what stands in several lines may as well stand in other ones."""
    return COMMENT not in text and not any("\n" in each for each in parts)


def in_lines(parts: list[str], task: Task) -> str:
    """Return arguments that take the place of the function of a task: in lines, if that has one."""
    callee = callee_of(task)
    indent = indent_of(callee, task.source) if callee is not None else None
    if indent is None:
        return ", ".join(parts)
    return f",\n{indent}".join(parts) + ("," if is_last_in_line(task) else "")


def is_last_in_line(task: Task) -> bool:
    """Return whether nothing follows the function of a task in its line, not even a comma."""
    callee, source = callee_of(task), task.source
    if callee is None:
        return False
    behind = source.read(gap(source.place(callee), end_of(source.place(task.call))))
    return behind.lstrip(" ").startswith("\n")


def takes_reserved(call: ast.Call, task: Task) -> bool:
    """Return whether a call has keyword arguments that cannot reach a task."""
    return any(each.arg in task.adder.reserved for each in call.keywords)


def given_in(call: ast.Call) -> list[ast.expr | ast.keyword]:
    """Return the arguments of a call in order."""
    given: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    return sorted(given, key=lambda each: (each.lineno, each.col_offset))


def is_plain(call: Direct, names: Collection[str] = ()) -> bool:
    """Return whether a call does the same now and later, apart from names that change meanwhile."""
    parts = [call.callee.node, *call.args, *(each.value for each in call.keywords)]
    return all(is_fixed(each, call.callee.scope, names) for each in parts)


def is_fixed(expression: ast.expr, scope: Scope, names: Collection[str]) -> bool:
    """Return whether an expression has one value only, or is one of these names."""
    while isinstance(expression, ast.Attribute):
        expression = expression.value
    if isinstance(expression, ast.Name):
        owner = scope.owner(expression.id)
        return owner is None or len(owner.bindings[expression.id]) == 1 or expression.id in names
    if isinstance(expression, (ast.List, ast.Set, ast.Tuple)):
        return all(is_fixed(each, scope, names) for each in expression.elts)
    return isinstance(expression, ast.Constant)


def indent_of(node: ast.expr | ast.stmt, source: Source) -> str | None:
    """Return what is before a node in its line, None if that is more than spaces."""
    place = source.place(node)
    before = source.read(Place(place.file, place.line, 1, place.line, place.column))
    return None if before.strip() else before


def callee_of(task: Task) -> ast.expr | None:
    """Return the function of a task where that stands as an argument without a name."""
    if task.direct is None or task.helper is not None:
        return None
    callee, given, source = task.direct.callee.node, task.call.args, task.source
    if callee not in given:
        return None
    position = given.index(callee)
    before = given[position - 1] if position else task.call.func
    between = COMMENTS.sub("", source.read(gap(source.place(before), source.place(callee))))
    return callee if between.strip() == ("," if position else "(") else None


def replacing(task: Task, text: str | None, *, is_safe: bool = True) -> tuple[Edit, ...]:
    """Return the edit that puts something in place of the function of a task."""
    callee = callee_of(task)
    if callee is None or text is None:
        return ()
    place = task.source.place(callee)
    if COMMENTS.findall(task.source.read(place)) != COMMENTS.findall(text):
        return ()
    return (Edit(place, text, is_safe),)


def without_callee(task: Task) -> tuple[Edit, ...]:
    """Return the edit that makes the first argument of a task its function."""
    callee, source = callee_of(task), task.source
    if callee is None or task.direct is None or not task.direct.args:
        return ()
    between = gap(source.place(callee), source.place(task.direct.args[0]))
    text = source.read(between)
    if COMMA.fullmatch(text) is None or COMMENT in text:
        return ()
    return (Edit(gap(start_of(source.place(callee)), end_of(between)), "", is_safe=True),)


def called_by(outer: str, task: Task) -> tuple[Edit, ...]:
    """Return the edits that make `outer, f(a, b=1)` of what a task is given, `f, a, b=1`."""
    callee, source = callee_of(task), task.source
    if callee is None or takes_reserved(task.call, task):
        return ()
    given, place = given_in(task.call), source.place(callee)
    rest = given[given.index(callee) + 1 :]
    first = Edit(start_of(place), f"{outer}, ", is_safe=True)
    if not rest:
        return (first, Edit(end_of(place), "()", is_safe=True))
    comma = gap(place, source.place(rest[0]))
    last = end_of(source.place(rest[-1]))
    end = gap(last, end_of(source.place(task.call)))
    found = COMMA.fullmatch(source.read(comma))
    if found is None or END.fullmatch(source.read(end)) is None:
        return ()
    whole = span(place, last)
    parts = [source.read(source.place(each)) for each in rest]
    if "\n" in source.read(whole) and is_simple(source.read(whole), parts):
        text = in_lines([outer, f"{source.read(place)}({', '.join(parts)})"], task)
        return (Edit(whole, text.removesuffix(","), is_safe=True),)
    opened = f"({found['rest'] if found['rest'].strip(' ') else ''}"
    return (
        first,
        Edit(comma, opened, is_safe=True),
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
