"""The stub and the source agree, for checkers and for readers, and with upstream."""

import ast
import importlib
import inspect
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import starlette.background

pytestmark = [pytest.mark.once, pytest.mark.repeats]

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "background_typed"
STUB = ROOT / "stubs" / "background_typed-stubs"
CASES = ROOT / "tests" / "typing" / "cases.py"
MODULES = sorted(path.stem for path in STUB.glob("*.pyi"))

# Only the source imports this name, so the line is an error only if the stub is read. (If pyright
# reads an installed source, it reports another error, which would look the same.)
PROBE = "from background_typed.background import Doc  # pyright: ignore[reportPrivateImportUsage]"

Errors = set[tuple[int, str]]


def mypy(project: Path) -> Errors:
    """Return mypy's errors in the cases, by line and code, without the plugin."""
    cache = f"--cache-dir={project.parent / 'cases'}"  # one for all checks here
    command = [sys.executable, "-m", "mypy", "--config-file=", "--output=json", cache, "cases.py"]
    run = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert not run.stderr
    found = [json.loads(line) for line in run.stdout.splitlines()]
    return {(e["line"], e["code"]) for e in found if e["severity"] == "error"}


def pyright(project: Path) -> Errors:
    """Return pyright's errors in the cases, by line only, because its codes differ."""
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson"]
    run = subprocess.run(
        [*command, "cases.py"], cwd=project, capture_output=True, text=True, check=False
    )
    found = json.loads(run.stdout)["generalDiagnostics"]
    return {(e["range"]["start"]["line"] + 1, "") for e in found}


@pytest.mark.parametrize("read", ["stub", "source"])
@pytest.mark.parametrize("check", [mypy, pyright])
def test_checkers_report_only_the_marked_lines(
    check: Callable[[Path], Errors], read: str, tmp_path: Path
) -> None:
    """A checker reports the same errors whether it reads the stub or the source."""
    probe = PROBE
    if read == "source":
        # A package beside the file that imports it comes before any installed stub.
        shutil.copytree(SOURCE, tmp_path / "background_typed")
    else:
        probe += "  # E: attr-defined"
    text = f"{CASES.read_text()}{probe}\n"
    (tmp_path / "cases.py").write_text(text)
    marked = {
        (number, mark[1] if check is mypy else "")
        for number, line in enumerate(text.splitlines(), 1)
        if (mark := re.search(r"# E: (\S+)$", line))
    }
    assert check(tmp_path) == marked


def test_stubtest_passes(tmp_path: Path) -> None:
    """The stub matches what exists at run time."""
    # From another folder, because mypy searches the working directory, with the source, first.
    command = [sys.executable, "-m", "mypy.stubtest", "background_typed"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_each_module_has_a_stub() -> None:
    """No module is left out, because checkers would not look for it in the source."""
    assert [path.stem for path in sorted(SOURCE.glob("*.py"))] == MODULES


def docstrings(path: Path) -> Iterator[tuple[str, str | None]]:
    """Find the docstring of a file and of each class and function in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield getattr(node, "name", ""), ast.get_docstring(node)


@pytest.mark.parametrize("module", MODULES)
def test_docstrings_are_the_same(module: str) -> None:
    """Some language servers show those of the stub, others those of the source."""
    in_stub = dict(docstrings(STUB / f"{module}.pyi"))
    assert in_stub == dict(docstrings(SOURCE / f"{module}.py"))
    assert all(in_stub.values())


@pytest.mark.parametrize("module", MODULES)
def test_public_names_are_the_same(module: str) -> None:
    """The stub exports what the module exports."""
    runtime = importlib.import_module(f"background_typed.{module}".removesuffix(".__init__"))
    exported = next(
        ast.literal_eval(node.value)
        for node in ast.parse((STUB / f"{module}.pyi").read_text()).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    assert exported == runtime.__all__


def add_task_signature(text: str) -> str:
    """Find the signature of `BackgroundTasks.add_task` in the text of a module."""
    (add_task,) = (
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name == "add_task"
    )
    assert add_task.returns is not None
    signature = f"({ast.unparse(add_task.args)}) -> {ast.unparse(add_task.returns)}"
    return signature.replace("typing.", "")  # Starlette 0.40 writes it, 1.0 does not


def test_stub_has_the_signature_of_upstream() -> None:
    """To a checker, the class adds nothing to Starlette's."""
    upstream = add_task_signature(inspect.getsource(starlette.background))
    assert add_task_signature((STUB / "background.pyi").read_text()) == upstream
