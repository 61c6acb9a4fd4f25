"""A new rule is a file, a line in the table and a fixture: everything else follows."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import Project

pytestmark = pytest.mark.once

RULE = '''\
"""A task that prints: nobody reads it.

`print` writes where the server writes (`starlette.background.BackgroundTask.__call__`).

Wrong:

    tasks.add_task(print, "done")

Right:

    tasks.add_task(logger.info, "done")

Left alone: a function that prints.
"""

import ast
from collections.abc import Iterator

from background_typed_check.codes import Code
from background_typed_check.facts import Facts
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.rule import Problem

CODE = Code("background-prints", "The task prints, and nobody reads it")


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task is `print`."""
    callee = task.direct.callee.node if task.direct is not None else None
    if isinstance(callee, ast.Name) and callee.id == "print":
        yield Problem(task.source.place(callee), "Nobody reads this", "Log it")
'''
APP = """\
from fastapi import BackgroundTasks


def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(print, "done")
"""
WHY, INSTEAD, NAME = "Nobody reads this", "Log it", "background-prints"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, libraries: Path) -> Path:
    """Make a copy of the packages with one more rule, and an application."""
    folder = tmp_path_factory.mktemp("new")
    for package in ("background_typed_check", "background_typed_mypy"):
        spec = find_spec(package)
        assert spec is not None
        shutil.copytree(Path(spec.origin or "").parent, folder / "packages" / package)
    rules = folder / "packages" / "background_typed_check" / "rules"
    (rules / "prints.py").write_text(RULE)
    table = (rules / "__init__.py").read_text()
    line = "    raises,\n"
    assert table.count(line) == 2  # imported, and in the table
    (rules / "__init__.py").write_text(table.replace(line, f"    prints,\n{line}"))
    (folder / "app.py").write_text(APP)
    shutil.copytree(libraries, folder / ".mypy_cache")
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the copy, without measuring its coverage."""
    around = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=around | {"PYTHONPATH": str(folder / "packages")},
        capture_output=True,
        text=True,
        check=False,
    )


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command of the copy without mypy."""
    return run(folder, "background_typed_check", "--no-types", *arguments, "app.py")


def test_its_finding_is_in_the_text_and_in_the_exit_status(folder: Path) -> None:
    done = check(folder)

    assert done.stdout == (
        f"{NAME} {WHY}\n"
        " --> app.py:5:20\n"
        "  |\n"
        "4 | def handle(tasks: BackgroundTasks) -> None:\n"
        '5 |     tasks.add_task(print, "done")\n'
        "  |                    ^^^^^\n"
        "  |\n"
        f"help: {INSTEAD}\n"
        "\n"
        "1 background task in 1 file, 1 error (arguments not checked: --no-types)\n"
    )
    assert (done.stderr, done.returncode) == ("", 1)


def test_its_finding_is_in_json(folder: Path) -> None:
    found = json.loads(check(folder, "--format=json").stdout)

    assert (found["code"], found["message"], found["notes"]) == (NAME, WHY, [INSTEAD])


def test_its_finding_is_in_the_annotations_of_github(folder: Path) -> None:
    output = check(folder, "--format=github").stdout

    assert output.startswith("::error file=app.py,line=5,col=20,")
    assert f"title=background-typed ({NAME})::{WHY}%0A{INSTEAD}" in output


def test_its_finding_is_in_the_report_of_gitlab(folder: Path) -> None:
    (found,) = json.loads(check(folder, "--format=gitlab").stdout)

    assert (found["check_name"], found["description"]) == (NAME, f"{WHY}\n{INSTEAD}")


def test_its_finding_and_its_help_are_in_sarif(folder: Path) -> None:
    (log,) = json.loads(check(folder, "--format=sarif").stdout)["runs"]
    (result,) = log["results"]
    described: dict[str, Any] = log["tool"]["driver"]["rules"][result["ruleIndex"]]

    assert result["ruleId"] == described["id"] == NAME
    assert "A task that prints: nobody reads it" in described["help"]["text"]
    assert f"docs/rules/{NAME}.md" in described["help"]["text"]


def test_it_is_explained(folder: Path) -> None:
    listed = run(folder, "background_typed_check", "explain")
    page = run(folder, "background_typed_check", "explain", NAME)

    assert f"{NAME}      The task prints, and nobody reads it\n" in listed.stdout
    assert "A task that prints: nobody reads it\n" in page.stdout


def test_mypy_reports_its_finding_through_the_plugin(folder: Path) -> None:
    (folder / "mypy.ini").write_text("[mypy]\nplugins = background_typed_mypy\n")

    done = run(folder, "mypy", "app.py")

    assert f"app.py:5: error: {WHY}  [{NAME}]\n" in done.stdout
    assert f"app.py:5: note: {INSTEAD}\n" in done.stdout


def test_the_command_shows_its_finding_once_if_mypy_has_it_too(
    folder: Path, application: Path, libraries_of_command: Path
) -> None:
    Project(folder, application, libraries_of_command).warm_up()
    python = f"--python={application}"

    done = run(folder, "background_typed_check", python, "--format=concise", "app.py")

    assert done.stdout.count(WHY) == 1
    assert done.returncode == 1
