"""What the rules say about small programs, word for word: without mypy, in this process.

The programs in `cases/` have the format of pytest-mypy-plugins: `main` with its errors in `out`,
more files in `files`. Errors of mypy itself are left out: the plugin is tested on the programs in
the folders beside this file.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import jinja2
import pytest
import yaml  # type: ignore[import-untyped]  # of pytest-mypy-plugins
from background_typed_check.codes import MISC
from background_typed_check.facts import Facts
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.tasks import find_tasks
from background_typed_check.rules import codes, problems_of

FILES: Final = sorted((Path(__file__).parent / "cases").glob("*.yml"))
# What only mypy says about these programs has other codes.
OURS: Final = "|".join(code.name for code in codes() if code != MISC)
ERROR: Final = re.compile(rf"main:(\d+): error: (.*)  \[({OURS})\]\nmain:\1: note: (.*)")


def cases() -> Iterator[Any]:
    """Yield each case once for each of its parameters."""
    for file in FILES:
        for case in yaml.safe_load(file.read_text()):
            for number, parameters in enumerate(case.get("parametrized", [{}])):
                name = f"{file.stem}-{case['case']}-{number}"
                yield pytest.param(case, parameters, id=name)


@pytest.mark.parametrize(("case", "parameters"), [*cases()])
def test_the_rules_say_what_is_written(
    case: dict[str, Any], parameters: dict[str, str], tmp_path: Path
) -> None:
    main = jinja2.Template(case["main"]).render(parameters)
    (tmp_path / "main.py").write_text(main)
    for each in case.get("files", []):
        (tmp_path / each["path"]).write_text(each["content"])
    packages = [path for path in sys.path if path.endswith("site-packages")]
    facts = Facts(Disk(), [*map(str, tmp_path.rglob("*.py"))], packages)
    source = facts.disk.source(str(tmp_path / "main.py"))
    assert source is not None

    found = [
        (str(at.line), why, code.name, instead)
        for task in find_tasks(source, facts)
        for code, (at, why, instead, *_), _ in problems_of(task, facts)
        if f"# type: ignore[{code.name}]" not in source.lines[at.line - 1]
    ]

    assert found == ERROR.findall(case.get("out", ""))
