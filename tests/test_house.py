"""How the packages are laid out: what imports what, how long things are, and what tells of it."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
CHECKER: Final = ROOT / "checker/background_typed_check"
PLUGIN: Final = ROOT / "mypy_plugin/background_typed_mypy"
MODULES: Final = sorted([*CHECKER.rglob("*.py"), *PLUGIN.rglob("*.py")])
LONGEST_MODULE: Final = 250
LONGEST_FUNCTION: Final = 40
TABLES: Final = {"apis.py"}  # the longer, the more is known
# What the rooms of the checker may import of each other, besides the modules beside them.
MAY_IMPORT: Final = {
    "facts": {"facts"},
    "rules": {"facts", "rules"},
    "types": {"facts", "rules", "types"},
    "command": {"command", "facts", "rules", "types"},
}
# What a plugin may import of mypy: see "Extending mypy using plugins" in its documentation.
OFFERED: Final = {"errorcodes", "nodes", "options", "plugin", "types"}

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda each: str(each.relative_to(ROOT)))


def imported(path: Path) -> Iterator[str]:
    """Yield the modules that a module imports, in whatever function."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


@each_module
def test_a_module_is_short_and_so_are_its_functions(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE or path.name in TABLES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[1] if ast.get_docstring(node) and node.body[1:] else node.body[0]
            assert (node.end_lineno or 0) - first.lineno < LONGEST_FUNCTION, node.name


@each_module
def test_imports_go_one_way(path: Path) -> None:
    if not path.is_relative_to(CHECKER):
        return
    room = path.relative_to(CHECKER).parts[0]
    for name in imported(path):
        inside = re.fullmatch(r"background_typed_check\.(facts|rules|types|command)\b.*", name)
        if inside is not None and room in MAY_IMPORT:
            assert inside[1] in MAY_IMPORT[room]
        if room in {"facts", "rules"}:
            assert not name.startswith(("mypy", "background_typed_mypy"))


@each_module
def test_one_module_of_the_plugin_enters_mypys_internals(path: Path) -> None:
    if path.is_relative_to(PLUGIN) and path.name != "internals.py":
        of_mypy = {name for name in imported(path) if re.match(r"mypy\b", name)}
        assert of_mypy <= {f"mypy.{name}" for name in OFFERED}


@pytest.mark.parametrize("guide", ["CONTRIBUTING.md", "README.md"])
def test_what_a_guide_has_from_docstrings_is_up_to_date(
    guide: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    parts = import_module("parts")

    text = (ROOT / guide).read_text(encoding="utf-8")
    assert parts.with_part(text, parts.PARTS[guide](ROOT)) == text, "run: python docs/generate.py"
