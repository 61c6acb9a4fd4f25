"""Which files the same program may import."""

from pathlib import Path
from typing import Final

import pytest
from asking import written
from background_typed_check.facts.programs import are_together

PROGRAM: Final = """
import shared
--- shared.py
--- other.py
from package import inner
--- package/__init__.py
--- package/inner.py
def late():
    import deepest
--- deepest.py
--- alone.py
--- site/library.py
"""


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        ("app.py", "shared.py", True),
        ("shared.py", "app.py", True),
        ("deepest.py", "other.py", True),
        ("app.py", "other.py", False),
        ("shared.py", "package/inner.py", False),
        ("app.py", "app.py", True),
        ("alone.py", "app.py", False),
        ("alone.py", "site/library.py", True),
    ],
)
def test_files_run_together_that_a_program_imports(
    first: str, second: str, tmp_path: Path, *, answer: bool
) -> None:
    facts, _ = written(PROGRAM, tmp_path)
    one, other = (facts.disk.source(str(tmp_path / each)) for each in (first, second))
    assert one is not None
    assert other is not None
    assert are_together(one, other, facts) is answer


def test_all_files_may_run_together_where_one_imports_by_name(tmp_path: Path) -> None:
    facts, source = written(f"{PROGRAM}import importlib\nimportlib.import_module(x)\n", tmp_path)
    other = facts.disk.source(str(tmp_path / "other.py"))
    assert other is not None
    assert are_together(source, other, facts)
