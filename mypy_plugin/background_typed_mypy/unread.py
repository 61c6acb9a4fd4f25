"""From which package a value of type `Any` comes: one that has no types, or is not there."""

import ast
import functools

from background_typed_check.facts.source import Source
from mypy.types import AnyType

from background_typed_mypy import internals
from background_typed_mypy.internals import Checker


def unread_package(checker: Checker, typ: AnyType) -> str | None:
    """Return the package that a value of type `Any` comes from, if mypy could not read that one.

    mypy keeps the name that the import made (`SemanticAnalyzer.add_unknown_imported_symbol`),
    "shop.jobs.shared_task", and not what was imported. The file of that name says it, also where
    mypy takes all else about it from its cache.
    """
    if typ.missing_import_name is None:
        return None
    tree, name = internals.split_name(checker, typ.missing_import_name)
    lines = internals.lines_of(checker, tree)
    modules = (module for bound, module in imports_of("\n".join(lines or [])) if bound == name)
    return next(filter(None, (first_unread(checker, module) for module in modules)), None)


@functools.lru_cache(maxsize=1)  # the tasks of a file come one after the other
def imports_of(source: str) -> list[tuple[str, str]]:
    """Return the names that a file imports from other packages, each with its module."""
    found = []
    for node in ast.walk(Source("", source.encode()).tree):
        if isinstance(node, ast.Import):
            found += [
                (each.asname or each.name.partition(".")[0], each.name) for each in node.names
            ]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [(each.asname or each.name, node.module) for each in node.names]
    return found


def first_unread(checker: Checker, module: str) -> str | None:
    """Return the outermost package around a module that mypy has not read, if there is one."""
    parts = module.split(".")
    around = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
    return next((package for package in around if package not in checker.modules), None)
