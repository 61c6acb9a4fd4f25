"""How a correction names a function of the standard library, with the import that it may need."""

import ast
import itertools
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from background_typed_check.facts.scopes import Import, Scope
from background_typed_check.facts.source import Place, Source
from background_typed_check.rules.rule import Edit

IMPORTS: Final = (ast.Import, ast.ImportFrom)


class Imported(NamedTuple):
    """How to name a function here, and the edit that imports it, if it is not imported yet."""

    text: str
    edits: tuple[Edit, ...] = ()


def imported(module: str, name: str, scope: Scope) -> Imported | None:
    """Return how to name a function of a module, None if the module cannot be imported here."""
    for each in scope.around():
        for bound, bindings in each.bindings.items():
            match bindings:
                case [Import(module=of, level=0, name=what, for_types=False)] if of == module:
                    if scope.owner(bound) is each and what in {name, None}:
                        return Imported(bound if what == name else f"{bound}.{name}")
    statements = top_imports(scope.source)
    if scope.owner(module) is not None or not statements:
        return None
    return Imported(f"{module}.{name}", (importing(module, statements, scope.source),))


def top_imports(source: Source) -> list[ast.Import | ast.ImportFrom]:
    """Return the imports with which a file begins, without those from `__future__`."""
    # A docstring comes before.
    begin = itertools.dropwhile(lambda each: isinstance(each, ast.Expr), source.tree.body)
    found = itertools.takewhile(lambda each: isinstance(each, IMPORTS), begin)
    return [
        each
        for each in found
        if isinstance(each, IMPORTS) and [*modules_of(each)] != ["__future__"]
    ]


def modules_of(statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Yield the modules that an import names, relative ones with their dots."""
    if isinstance(statement, ast.Import):
        yield from (each.name for each in statement.names)
    else:
        yield "." * statement.level + (statement.module or "")


def importing(module: str, statements: list[ast.Import | ast.ImportFrom], source: Source) -> Edit:
    """Return the edit that adds `import module` where isort and ruff would put it.

    `import x` comes before `from x import y`, and the standard library before all others.
    """
    own = [each for each in statements if is_standard(each)]
    later = [
        each for each in own if isinstance(each, ast.ImportFrom) or each.names[0].name > module
    ]
    line = f"import {module}\n"
    if later:
        return Edit(start_of_line(later[0].lineno, source), line, is_safe=True)
    if own:
        end = own[-1].end_lineno or own[-1].lineno
        return Edit(start_of_line(end + 1, source), line, is_safe=True)
    return Edit(start_of_line(statements[0].lineno, source), f"{line}\n", is_safe=True)


def is_standard(statement: ast.Import | ast.ImportFrom) -> bool:
    """Return whether an import is of the standard library."""
    return all(each.split(".")[0] in sys.stdlib_module_names for each in modules_of(statement))


def start_of_line(line: int, source: Source) -> Place:
    """Return the empty place at the start of a line."""
    return Place(source.path, line, 1, line, 1)
