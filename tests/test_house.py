"""How the packages are laid out: imports, lengths, and whether the guides are up to date."""

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
# The first is a table: the longer, the more is known. Only the second enters mypy's internals.
LONG: Final = {"apis.py", "internals.py"}
# What the subpackages of the checker may import, besides the modules at its top.
MAY_IMPORT: Final = {
    "facts": {"facts"},
    "rules": {"facts", "rules"},
    "settings": {"settings"},
    "types": {"facts", "rules", "settings", "types"},
    "command": {"command", "facts", "rules", "settings", "types"},
    "server": {"command", "facts", "rules", "server", "settings"},
}
# What else is imported: what has the language server started, and mypy in a process of its own.
BESIDES: Final = {
    CHECKER / "command/main.py": "background_typed_check.server.start",
    CHECKER / "server/mypy_main.py": "background_typed_check.types.settings",
}
# What a plugin may import from mypy: see "Extending mypy using plugins" in its documentation.
OFFERED: Final = {"errorcodes", "nodes", "options", "plugin", "types"}

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda each: str(each.relative_to(ROOT)))


def imported(path: Path) -> Iterator[str]:
    """Yield the modules that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


@each_module
def test_modules_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE or path.name in LONG
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
        inside = re.fullmatch(
            r"background_typed_check\.(facts|rules|settings|types|command|server)\b.*", name
        )
        if inside is not None and room in MAY_IMPORT:
            assert inside[1] in MAY_IMPORT[room] or name == BESIDES.get(path)
        if room in {"facts", "rules"}:
            assert not name.startswith(("mypy", "background_typed_mypy"))


@each_module
def test_only_one_module_of_the_plugin_uses_mypys_internals(path: Path) -> None:
    if path.is_relative_to(PLUGIN) and path.name != "internals.py":
        of_mypy = {name for name in imported(path) if re.match(r"mypy\b", name)}
        assert of_mypy <= {f"mypy.{name}" for name in OFFERED}


@pytest.mark.parametrize("guide", ["CONTRIBUTING.md", "README.md"])
def test_the_generated_part_of_a_guide_is_up_to_date(
    guide: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    parts = import_module("parts")

    text = (ROOT / guide).read_text(encoding="utf-8")
    assert parts.with_part(text, parts.PARTS[guide](ROOT)) == text, "run: python docs/generate.py"
