"""Edits of keyword arguments that are misspelt, where one parameter is surely meant.

mypy reports such a call, and says which parameter may be meant
(`mypy.messages.MessageBuilder.unexpected_keyword_argument`).
"""

import ast
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.formals import gets_arguments, lacks_arguments
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.tasks import Direct, Task
from background_typed_check.facts.uses import first_position
from background_typed_check.rules.rule import Edit

NEAR: Final = 0.75  # of what `difflib` counts


def respelt(task: Task, facts: Facts) -> tuple[Edit, ...]:
    """Return the edits with which a task passes what its function takes, none if that is unsure."""
    direct = task.direct
    functions = facts.functions.called(*direct.callee) if direct is not None else ()
    if direct is None or len(functions) != 1 or not isinstance(functions[0], Function):
        return ()
    function = functions[0]
    free = free_formals(direct, function, facts) if gets_arguments(function, facts) else []
    given = {each.arg for each in direct.keywords}
    meant = {
        each: near[0]
        for each in direct.keywords
        if each.arg is not None
        and each.arg not in free
        and len(near := get_close_matches(each.arg, [*{*free} - given], n=2, cutoff=NEAR)) == 1
    }
    keywords = [
        ast.keyword(meant[each], each.value) if each in meant else each for each in direct.keywords
    ]
    names = [each.arg for each in keywords]
    is_whole = {*names} <= {*free} and len({*names}) == len(names)
    right = direct._replace(keywords=tuple(keywords))
    if not is_whole or lacks_arguments(right, function, facts):
        return ()
    return tuple(renamed(each, name, task) for each, name in meant.items())


def free_formals(call: Direct, function: Function, facts: Facts) -> Sequence[str]:
    """Return the parameters that a call can name, none if that is unsure."""
    arguments = function.node.args
    if arguments.kwarg or any(isinstance(each, ast.Starred) for each in call.args):
        return []
    positional = [*arguments.posonlyargs, *arguments.args]
    first = first_position(function, call.callee, facts) + len(call.args)
    if first > len(positional) and not arguments.vararg:
        return []
    rest = positional[max(first, len(arguments.posonlyargs)) :]
    return [each.arg for each in (*rest, *arguments.kwonlyargs)]


def renamed(keyword: ast.keyword, name: str, task: Task) -> Edit:
    """Return the edit that gives a keyword argument another name."""
    place = task.source.place(keyword)
    end = place.column + len(keyword.arg or "")
    return Edit(place._replace(end_line=place.line, end_column=end), name, is_safe=False)
