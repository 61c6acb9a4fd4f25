"""Findings that follow from an assignment that mypy rejects elsewhere."""

from pathlib import Path

import pytest
from background_typed_check.facts.source import Place
from background_typed_check.report import Finding, Report
from background_typed_check.types.rejected import explain_rejected
from conftest import Project

API = """\
from starlette.background import BackgroundTasks

def find() -> int: ...
def send(to: int, text: str = "") -> None: ...

def handle(to: str, text: str, tasks: BackgroundTasks) -> None:
    to = find()
    tasks.add_task(send, to, text)
"""
SAID = 'Incompatible types in assignment (expression has type "int", variable has type "str")'
NOTE = 'mypy rejects what line {} assigns to "{}", and keeps the first type: ' + SAID


CLASS = "class C:\n def g(self):\n"
LATER = [(5, "self.to")]


def test_a_note_names_the_assignment(project: Project) -> None:
    project.write({"api.py": API})

    lines = project.run().stdout.splitlines()

    assert f"note: {NOTE.format(7, 'to')}" in lines


def notes(folder: Path, text: str, *rejected: int, code: str = "arg-type") -> list[str]:
    """Return the notes of a finding about all of `tasks.add_task(...)`."""
    file = folder / "api.py"
    file.write_text(text)
    line = next(number for number, each in enumerate(text.split("\n"), 1) if "add_task" in each)
    finding = Finding(Place(str(file), line, 1, line, 99), "error", code, "Wrong", ("Hint",))
    report = Report(findings=[finding])
    messages = [
        {"file": str(file), "line": line, "code": "assignment", "message": SAID}
        for line in rejected
    ]
    messages.append({"file": str(file), "line": line, "code": code, "message": "Wrong"})
    messages.append({"file": "other.py", "line": 1, "code": "assignment", "message": "Other"})
    explain_rejected(report, messages)
    first, *others = report.findings[0].notes
    assert first == "Hint"
    return others


@pytest.mark.parametrize(
    ("text", "rejected", "expected"),
    [
        ("def f(to):\n to = 1\n add_task(to)", (), []),
        ("def f(to):\n to = 1\n add_task(to)", (2,), [(2, "to")]),
        ("def f(to):\n to = 1\n to = (\n  2)\n add_task(to)", (2, 4), [(4, "to")]),
        ("def f(to):\n to: int = 1\n to += 1\n add_task(to.name)", (2, 3), [(3, "to")]),
        ("def f(a, b):\n a = 1\n b = 1\n add_task(a, b)", (2, 3), [(2, "a"), (3, "b")]),
        ("def f(to):\n for to in to:\n  to = 1\n add_task(to)", (3,), [(3, "to")]),
        ("to = 1\nadd_task(to)", (1,), [(1, "to")]),
        ("def f(to):\n if to := 1: add_task(to)\n add_task(to)", (1,), []),
        ("def f(to):\n (to := 1)\n add_task(to)", (2,), [(2, "to")]),
        # what a loop or a block binds, but not what stands inside of it
        ("def f(to):\n for to in a:\n  add_task(to)", (2,), [(2, "to")]),
        ("def f(to):\n for to in a:\n  b = 1\n add_task(to)", (3,), []),
        ("def f(to):\n for to in a: b\n add_task(to)", (2,), [(2, "to")]),
        ("async def f(to):\n async for to in a:\n  add_task(to)", (2,), [(2, "to")]),
        ("def f(to):\n with a, b as to:\n  add_task(to)", (2,), [(2, "to")]),
        ("async def f(to):\n async with (\n  a as to):\n  add_task(to)", (3,), [(3, "to")]),
        # an attribute of any object in the same function, and of `self` in the whole class
        ("def f(a):\n a.to = 1\n add_task(a.to)", (2,), [(2, "a.to")]),
        ("def f(a):\n a.to = 1\n def g(a):\n  add_task(a.to)", (2,), []),
        (f"{CLASS}  self.to = 1\n def f(self):\n  add_task(self.to)", (3,), [(3, "self.to")]),
        ("class C:\n def f(self):\n  add_task(self.to)\n def g(self):\n  self.to = 1", (5,), LATER),
        (f"{CLASS}  self.to = 1\nclass D:\n def f(self):\n  add_task(self.to)", (3,), []),
        (f"{CLASS}  a.to = 1\n def f(self, a):\n  add_task(a.to)", (3,), []),
        (f"{CLASS}  self = 1\n def f(self):\n  add_task(self)", (3,), []),
        # another variable, another function, another class, a later line
        ("def f(to):\n a = 1\n add_task(to)", (2,), []),
        ("def g(to):\n to = 1\ndef f(to):\n add_task(to)", (2,), []),
        ("class C:\n to = 1\ndef f(to):\n add_task(to)", (2,), []),
        ("def f(to):\n add_task(to)\n to = 1", (3,), []),
        # a function inside sees the variable, unless a parameter hides it
        ("def f(to):\n to = 1\n def g():\n  add_task(to)", (2,), [(2, "to")]),
        ("def f(to):\n to = 1\n def g(to):\n  add_task(to)", (2,), []),
        ("def f(to):\n def g():\n  to = 1\n add_task(to)", (3,), []),
    ],
)
def test_the_last_assignment_to_the_same_variable_is_named(
    text: str, rejected: tuple[int, ...], expected: list[tuple[int, str]], tmp_path: Path
) -> None:
    assert notes(tmp_path, text, *rejected) == [NOTE.format(*each) for each in expected]


def test_a_finding_of_a_rule_stays_as_it_is(tmp_path: Path) -> None:
    text = "def f(to):\n to = 1\n add_task(to)"

    assert notes(tmp_path, text, 2, code="background-dropped") == []
