"""Files with two names, of which mypy knows one: what is imported by the other is untyped.

That matters only to functions with tasks that use such an import, and one line says it for all.
"""

import ast
from collections.abc import Iterator
from typing import Final

from background_typed_check.facts.source import Source
from background_typed_check.reasons import Cause
from background_typed_check.report import Report
from background_typed_check.types.rejected import functions_around

OF_NAMES: Final = frozenset({Cause.TWO_NAMES, Cause.LIKE_A_LIBRARY})


def shorten_two_names(report: Report) -> None:
    """Leave of the second names in a report those that its tasks rest on, in one line."""
    names = [each for each in report.unchecked if each.cause in OF_NAMES]
    used = [*used_imports(report)] if names else []
    needed = [each for each in names if any(is_meant(module, each.what) for module in used)]
    first = [needed[0]._replace(more=len(needed) - 1)] if needed else []
    others = [each for each in report.unchecked if each not in names]
    report.unchecked = [*first, *others]


def is_meant(module: str, name: str) -> bool:
    """Return whether a module has a name or one below it."""
    return f"{module}.".startswith(f"{name.removesuffix('.*')}.")


def used_imports(report: Report) -> Iterator[str]:
    """Yield the modules that functions with tasks use."""
    for file in {task.place.file for task in report.tasks}:
        source = report.disk.source(file)
        if source is not None:
            lines = {task.place.line for task in report.tasks if task.place.file == file}
            yield from imports_used(source, lines)


def imports_used(source: Source, lines: set[int]) -> Iterator[str]:
    """Yield the modules that the outermost functions around some lines use."""
    around = [functions_around(line, source)[-2:][0] for line in lines]
    nodes = [node for function in around for node in ast.walk(function)]
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                if (name.asname or name.name.partition(".")[0]) in used:
                    yield name.name
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for name in node.names:
                if (name.asname or name.name) in used or name.name == "*":
                    yield f"{node.module}.{name.name}"
