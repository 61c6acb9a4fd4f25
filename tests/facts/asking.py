"""Ask what the argument of `ask(...)` is in a small program, and put the answer in a few words."""

import ast
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from background_typed_check.facts import Facts
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.instances import Instances
from background_typed_check.facts.meanings import (
    Class,
    External,
    Function,
    Meaning,
    Module,
    Value,
)
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import Source

UNKNOWN: Final = "?"
Case: TypeAlias = tuple[str, str]
"""A program and the answer. The first file is `app.py`, a line `--- lib.py` begins another;
the files in `site/` are installed."""


def parameters(cases: dict[str, Case]) -> list[object]:
    """Return the cases as parameters with names."""
    return [pytest.param(*case, id=name) for name, case in cases.items()]


def written(program: str, folder: Path) -> tuple[Facts, Source]:
    """Write the files of a program, and return the facts about them, and the first file."""
    first, *others = program.lstrip().split("--- ")
    texts = {"app.py": first}
    for other in others:
        name, _, text = other.partition("\n")
        texts[name] = text
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    files = [str(folder / name) for name in texts if not name.startswith("site/")]
    facts = Facts(Disk(), files, [str(folder / "site")])
    source = facts.disk.source(files[0])
    assert source is not None
    assert not isinstance(source.parsed, Exception)
    return facts, source


def asked(program: str, folder: Path) -> tuple[Facts, ast.expr, Scope]:
    """Write the files of a program, and return what it asks for, with its scope."""
    facts, source = written(program, folder)
    for node, scope in facts.scopes(source).around.items():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ask":
            return facts, node.args[0], scope
    raise AssertionError(program)


def named(meaning: Meaning | None) -> str:
    """Return a few words for what something is."""
    match meaning:
        case Function(node, scope) | Class(node, scope):
            return f"{Path(scope.source.path).stem}.{node.name}:{node.lineno}"
        case Module(location):
            return f"module {Path(location).name}"
        case External(name):
            return name
        case Value(expression):
            return f"= {ast.unparse(expression)}"
        case _:
            return UNKNOWN


def instances(found: Instances) -> str:
    """Return a few words for classes, with `!` after one that cannot be a subclass."""
    names = [
        f"type[{name}]" if each.is_class else f"{name}{'!' if each.exact else ''}"
        for each in found
        for name in [each.of.node.name if isinstance(each.of, Class) else each.of.name]
    ]
    return " | ".join(names) or UNKNOWN
