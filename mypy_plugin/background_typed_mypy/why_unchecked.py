"""Why the type of a callee leaves the arguments of its task unchecked."""

import ast
import functools
from collections.abc import Iterable

from background_typed_check.facts.source import Source
from background_typed_check.reasons import Reason, Why
from mypy.nodes import FuncItem, MypyFile
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    Overloaded,
    Type,
    TypeType,
    UnionType,
    get_proper_type,
)

from background_typed_mypy import internals
from background_typed_mypy.calls import alternatives
from background_typed_mypy.internals import Checker
from background_typed_mypy.wire import MEMBER

ANY, UNANNOTATED = Reason(Why.ANY), Reason(Why.UNANNOTATED)


def why_unchecked(checker: Checker, typ: Type) -> Reason | None:
    """Return why the type of a callee leaves its arguments unchecked, None if it does not.

    Of what mypy could not import, it has the modules: see `wire.settled`.
    """
    typ = get_proper_type(typ)
    if isinstance(typ, AnyType):
        modules = modules_behind(checker, typ)
        return Reason(Why.PACKAGE, " ".join(modules)) if modules else ANY
    if isinstance(typ, CallableType):
        # Without parameters there is nothing left to check.
        return UNANNOTATED if typ.implicit and typ.arg_types else None
    if isinstance(typ, (Overloaded, UnionType)):
        return next(filter(None, (why_unchecked(checker, item) for item in typ.items)), None)
    if isinstance(typ, TypeType):
        return why_unchecked(checker, typ.item)
    if isinstance(typ, Instance):
        method = typ.type.get_method("__call__")
        if method is None:
            return ANY if typ.type.fallback_to_any else None
        if isinstance(method, FuncItem) and method.type is None and method.arg_names[1:]:
            return UNANNOTATED
    return None


def why_blind(checker: Checker, types: Iterable[Type | None]) -> Reason | None:
    """Return the modules that mypy could not read and the types of arguments may come from."""
    parts = (part for typ in types if typ for part in alternatives(get_proper_type(typ)))
    modules = [
        each for typ in parts if isinstance(typ, AnyType) for each in modules_behind(checker, typ)
    ]
    return Reason(Why.ARGUMENT, " ".join(modules)) if modules else None


def modules_behind(checker: Checker, typ: AnyType) -> list[str]:
    """Return the modules that a value of type `Any` may come from, if mypy could not read it.

    mypy keeps the name that the import made (`SemanticAnalyzer.add_unknown_imported_symbol`),
    "shop.jobs.shared_task", and not what was imported. The file of that name says so, even where
    mypy takes everything else about it from its cache.
    """
    if typ.missing_import_name is None:
        return []
    tree, name = internals.split_name(checker, typ.missing_import_name)
    lines = internals.lines_of(checker, tree)
    return [
        absolute(module, tree)
        for bound, module in imports_of("\n".join(lines or []))
        if bound == name
    ]


def absolute(module: str, tree: MypyFile) -> str:
    """Return the name of a module that a file may import by a relative one."""
    name, mark, member = module.partition(MEMBER)
    target = name.lstrip(".")
    level = len(name) - len(target)
    if not level:
        return module
    parts = tree.fullname.split(".")
    around = parts[: len(parts) - level + tree.is_package_init_file()]
    return ".".join(filter(None, [*around, target])) + mark + member


@functools.lru_cache(maxsize=1)  # the tasks of a file come one after another
def imports_of(source: str) -> list[tuple[str, str]]:
    """Return the names that a file imports, each with its module, or as a member of that."""
    found = []
    for node in ast.walk(Source("", source.encode()).tree):
        if isinstance(node, ast.Import):
            found += [
                (each.asname or each.name.partition(".")[0], each.name) for each in node.names
            ]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            found += [
                (each.asname or each.name, f"{module}{MEMBER}{each.name}") for each in node.names
            ]
    return found
