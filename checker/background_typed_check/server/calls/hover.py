"""What the editor shows of a task: the call it stands for, how that will run, what is wrong."""

import ast
from collections.abc import Iterator, Sequence
from typing import Final

from lsprotocol.types import Hover, MarkupContent, MarkupKind

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.decorators import is_transparent
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.source import Place
from background_typed_check.facts.tasks import Run
from background_typed_check.report import Finding
from background_typed_check.rules.places import name_place
from background_typed_check.rules.words import calling
from background_typed_check.server.calls.around import Deferred, deferred_in, is_inside
from background_typed_check.server.calls.cursor import Cursor
from background_typed_check.server.calls.definitions import function_of
from background_typed_check.server.calls.signatures import MAKERS, Signature, signatures_of
from background_typed_check.server.positions import range_of

ON_LOOP: Final = "Starlette awaits it on the event loop, after the response."
IN_THREAD: Final = "Starlette calls it in a worker thread, after the response."


def hover_at(cursor: Cursor, findings: Sequence[Finding], *, has_markdown: bool) -> Hover | None:
    """Return what to show where the cursor is on the function of a task, or on what adds it.

    Args:
        cursor: Where the user points.
        findings: What was found in the document.
        has_markdown: Whether the client shows Markdown.

    """
    line, column = cursor.position.line + 1, len(cursor.before) + 1
    reading = cursor.at_line_end.reading()
    if reading is None:
        return None
    source, facts, _, _ = reading
    for each in deferred_in(source, facts):
        for place in pointing_at(each) if each.is_task else ():
            if place.reaches(line, column):
                parts = [*code_of(each, facts, has_markdown=has_markdown), *how(each, facts)]
                parts += wrong_with(each, findings)
                if not parts:
                    return None
                kind = MarkupKind.Markdown if has_markdown else MarkupKind.PlainText
                return Hover(
                    MarkupContent(kind, "\n\n".join(parts)),
                    range_of(place, source.lines, cursor.encoding),
                )
    return None


def pointing_at(deferred: Deferred) -> list[Place]:
    """Return where the names of what adds a task stand, and of the functions that it is given.

    Those are its function, what wraps that, such as `partial`, and what is wrapped.
    """
    source, calls, functions = deferred.source, [deferred.call], list[ast.expr]()
    for run in deferred.runs[:1]:
        node, scope = run.call.callee
        is_here = scope.source is source and is_inside(deferred.call, node.lineno, node.col_offset)
        functions += [run.given, node] if is_here else [run.given]
        if isinstance(run.given, ast.Call) and node is not run.given and is_here:
            calls.append(run.given)
    names = [
        name_place(each.func, source)
        if isinstance(each.func, ast.Attribute)
        else source.place(each.func)
        for each in calls
    ]
    named = [each for each in functions if isinstance(each, (ast.Attribute, ast.Name))]
    return [*names, *map(source.place, named)]


def code_of(deferred: Deferred, facts: Facts, *, has_markdown: bool) -> Iterator[str]:
    """Yield the direct call, and the signature and docstring of its function."""
    start, end = ("```python\n", "\n```") if has_markdown else ("", "")
    for run in deferred.runs[:1]:
        # The names of a lambda's parameters say nothing outside it.
        call = deferred.given if run.has_parameters else run.call
        yield f"{start}{calling(call or run.call, deferred.source)}{end}"
    signatures = signatures_of(deferred, facts)
    if signatures and not any(each.inner for each in deferred.runs):
        headings = "\n".join(map(heading, signatures))
        yield f"{start}{headings}{end}"
        yield from filter(None, [signatures[0].doc])


def heading(signature: Signature) -> str:
    """Return a signature with what defines it."""
    node = signature.function.node
    if node.name in MAKERS and signature.function.owner is not None:
        start = "class"
    else:
        start = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    return f"{start} {signature.label()[0]}"


def how(deferred: Deferred, facts: Facts) -> Iterator[str]:
    """Yield how a task runs, if that is certain."""
    found = {is_awaited(each, facts) for each in deferred.runs}
    if found == {True}:
        yield ON_LOOP
    elif found == {False}:
        yield IN_THREAD


def is_awaited(run: Run, facts: Facts) -> bool | None:
    """Return whether Starlette awaits what a run calls, None if that is not certain.

    It does so for coroutine functions (`starlette._utils.is_async_callable`), also in a partial.
    """
    if run.inner is not None:
        return False
    if not run.awaited or run.is_unclear or run.made is None:
        return None
    if run.returned is Returned.COROUTINE:
        return True
    function = function_of(run.made, run.functions, facts)
    names = facts.decorators.names_of(function) if function is not None else None
    if function is None or names is None:
        return None
    # Of what is defined in a stub, there may be overloads only.
    is_itself = all(map(is_transparent, names - apis.OVERLOADS))
    return False if is_itself and isinstance(function.node, ast.FunctionDef) else None


def wrong_with(deferred: Deferred, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what was found in a deferred call."""
    whole = deferred.source.place(deferred.call)
    for each in findings:
        if whole.reaches(each.place.line, each.place.column):
            yield f"{each.code}: {each.message}"
