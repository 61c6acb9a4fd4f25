"""The user's own code in messages: how they name and repeat what is in the source."""

import ast
from collections.abc import Sequence

from background_typed_check.facts.parsing import parse_expression
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import Direct, Task


def name_of(expression: ast.expr) -> str | None:
    """Return the user's name for a function, if it is short: `f`, `self.mail.send`."""
    behind = ""
    while isinstance(expression, (ast.Attribute, ast.Call, ast.Subscript)):
        if isinstance(expression, ast.Attribute):
            behind = f".{expression.attr}{behind}"
            expression = expression.value
        elif isinstance(expression, ast.Subscript):
            behind = f"[...]{behind}"
            expression = expression.value
        else:
            behind = f"(...){behind}"
            expression = expression.func
    if isinstance(expression, ast.Name):
        return f"{expression.id}{behind}"
    return f"<lambda>{behind}" if isinstance(expression, ast.Lambda) else None


def quoted_name(expression: ast.expr, otherwise: str = "The callee") -> str:
    """Return the name in quotes, or the other words if it has none."""
    name = name_of(expression)
    return f'"{name}"' if name is not None else otherwise


def listed(names: Sequence[str]) -> str:
    """Return names in quotes: `"a", "b" and "c"`."""
    *firsts, last = [f'"{each}"' for each in names]
    return f"{', '.join(firsts)} and {last}" if firsts else last


def dropped(task: Task) -> str:
    """Return what to say of a task that is dropped."""
    if task.helper is None:
        return "this task is dropped"
    to = f' to "{task.receiver.id}"' if isinstance(task.receiver, ast.Name) else ""
    return f"what {quoted_name(task.call.func, 'this call')} adds{to} is dropped"


def deferring(adder: str, call: Direct, source: Source) -> str:
    """Return the source of a call `f(a)` as the deferred call `adder(f, a)`."""
    parts = sources_of(call, source)
    return f"{adder}({', '.join(parts)})" if parts is not None else f"{adder}(function, ...)"


def calling(call: Direct, source: Source) -> str:
    """Return the source of a call, even if it is not written in one piece anywhere."""
    callee, *arguments = sources_of(call, source) or [
        name_of(call.callee.node) or "function",
        "...",
    ]
    is_plain = isinstance(call.callee.node, (ast.Attribute, ast.Call, ast.Name, ast.Subscript))
    return f"{callee if is_plain else f'({callee})'}({', '.join(arguments)})"


def sources_of(call: Direct, source: Source) -> list[str] | None:
    """Return the source of the callee and of each argument, if all are at hand."""
    callee = source.text(call.callee.node)
    arguments = [(each, "", source.text(each)) for each in call.args]
    arguments += [
        (each.value, f"{each.arg}=" if each.arg is not None else "**", source.text(each.value))
        for each in call.keywords
    ]
    texts = [callee, *(text and start + text for _, start, text in arguments)]
    parts = [text for text in texts if text is not None]
    # Parentheses that matter here may have been left out.
    is_whole = len(parts) == len(texts) and parse_expression(f"f({', '.join(parts)})") is not None
    return parts if is_whole else None
