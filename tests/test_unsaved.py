"""Text that differs from the file on disk: mypy checks the arguments, and the rules are silent."""

import shutil
from pathlib import Path

import pytest
from mypy import api

PROGRAM = """\
from collections.abc import Iterator
from starlette.background import BackgroundTask

def rows(count: int) -> Iterator[int]:
    yield count

BackgroundTask(rows, 1)
"""
NEVER_RUNS = "[background-never-runs]"
ARGUMENT = 'error: Argument 1 to "rows" has incompatible type "str"; expected "int"  [arg-type]'


@pytest.fixture
def program(tmp_path: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Write a program, and return the arguments that check it."""
    (tmp_path / "mypy.ini").write_text("[mypy]\nplugins = background_typed_mypy\n")
    (tmp_path / "program.py").write_text(PROGRAM)
    shutil.copytree(libraries, tmp_path / ".mypy_cache")
    monkeypatch.chdir(tmp_path)
    return ["--config-file=mypy.ini", "program.py"]


def test_the_rules_run_on_a_saved_file(program: list[str]) -> None:
    out, _, _ = api.run(program)
    assert NEVER_RUNS in out


def test_the_rules_skip_text_from_the_command_line(program: list[str]) -> None:
    out, _, _ = api.run([program[0], "-c", PROGRAM.replace(", 1)", ", 'a')")])
    assert out.splitlines()[0] == f"<string>:7: {ARGUMENT}"
    assert NEVER_RUNS not in out


def test_the_rules_skip_a_shadow_file(program: list[str]) -> None:
    Path("unsaved.py").write_text(PROGRAM.replace(", 1)", ", 'a')"))
    out, _, _ = api.run([*program, "--shadow-file", "program.py", "unsaved.py"])
    assert out.splitlines()[0] == f"program.py:7: {ARGUMENT}"
    assert NEVER_RUNS not in out
