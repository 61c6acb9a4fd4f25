"""The plugin reports for each deferred call of the table what mypy reports for the direct one."""

import ast
import difflib
import re
from collections import Counter
from collections.abc import Callable
from typing import Final

import mypy.api
import pytest
from rewriting import CALLS, DEFERRED, DIRECT, Form, find_calls, rewrite

pytestmark = pytest.mark.repeats

TABLE = {module.name: module.read_text() for module in sorted(CALLS.glob("*.py"))}
CONFIG = """\
[mypy]
plugins = background_typed_mypy
strict = true
warn_unreachable = true
disallow_any_expr = true
enable_error_code = deprecated, possibly-undefined, redundant-expr, truthy-bool
# A direct call makes a coroutine that nobody awaits; a deferred one does not.
# The functions of the table have no bodies.
# The codes of the plugin say what no direct call could.
disable_error_code = unused-coroutine, unused-awaitable, empty-body,
    background-never-runs, background-dropped
show_column_numbers = true
show_error_end = true
pretty = false
error_summary = false
"""

Check = Callable[[dict[str, str]], list[str]]


# What mypy (1.19 here, later ones in a comprehension) says of the default of a lambda, falsely.
FALSE: Final = re.compile(r'Incompatible default for \w+ "\w+" .*"Never"\)  \[assignment\]$')


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Return a function that runs mypy on modules, given as their names and sources."""
    root = tmp_path_factory.mktemp("differential")
    config = root / "mypy.ini"
    config.write_text(CONFIG)

    def run(modules: dict[str, str]) -> list[str]:
        folder = tmp_path_factory.mktemp("modules")
        for name, source in modules.items():
            (folder / name).write_text(source)
        with pytest.MonkeyPatch.context() as patch:
            # In the folder, so that all forms have the same paths in the output.
            patch.chdir(folder)
            output, errors, status = mypy.api.run(
                [*modules, f"--config-file={config}", f"--cache-dir={root / 'cache'}"]
            )
        assert status != 2, output + errors  # a crash, or a module that mypy cannot parse
        # The order of modules depends on their imports, which the forms change.
        return sorted(output.splitlines(), key=path_of)

    # In some notes, mypy 1.19 names a function differently if it comes from the cache.
    run({name: imports(source) for name, source in TABLE.items()})
    return run


@pytest.fixture(scope="module")
def direct(check: Check) -> list[str]:
    """Return what mypy says about the direct calls."""
    return check(rewritten(DIRECT))


def rewritten(form: Form) -> dict[str, str]:
    """Return all modules of the table in a form."""
    return {name: rewrite(source, form) for name, source in TABLE.items()}


def imports(source: str) -> str:
    """Return the imports of a module."""
    body = ast.parse(source).body
    return "\n".join(ast.unparse(n) for n in body if isinstance(n, (ast.Import, ast.ImportFrom)))


def path_of(line: str) -> str:
    """Return the path that a line of mypy's output starts with."""
    return line.partition(":")[0]


@pytest.mark.parametrize("name", DEFERRED)
def test_deferred_calls_are_reported_like_direct_calls(
    name: str, check: Check, direct: list[str]
) -> None:
    """Places, words and codes are the same, through each class that takes tasks."""
    deferred = check(rewritten(DEFERRED[name]))

    right = [each for each in direct if not FALSE.search(each)]
    difference = "\n".join(
        difflib.unified_diff(right, deferred, "direct", "deferred", lineterm="", n=0)
    )
    assert not difference, difference


def test_table_has_right_and_wrong_calls_in_each_module(direct: list[str]) -> None:
    """Otherwise the comparison would prove little."""
    wrong = {(path_of(line), line.split(":")[1]) for line in direct if ": error:" in line}
    wrong_of = Counter(module for module, _ in wrong)
    for name, source in TABLE.items():
        assert 20 < wrong_of[name] < len(find_calls(ast.parse(source))), name


def test_table_has_enough_calls() -> None:
    """The table stays large, and in the syntax of the oldest Python."""
    trees = [ast.parse(source, feature_version=(3, 10)) for source in TABLE.values()]

    assert sum(len(find_calls(tree)) for tree in trees) >= 1000
