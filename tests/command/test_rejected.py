"""Findings that follow from an assignment that mypy rejects elsewhere."""

from conftest import Project

API = """\
from starlette.background import BackgroundTasks

def find() -> int: ...
def send(to: int, text: str = "") -> None: ...

def handle(to: str, text: str, tasks: BackgroundTasks) -> None:
    {0}
    tasks.add_task(send, to, text)
"""
REJECTED = (
    'api.py:8:26: note: mypy rejects what line 7 assigns to "to", and keeps the first type: '
    'Incompatible types in assignment (expression has type "int", variable has type "str")'
)


def notes(project: Project, text: str) -> list[str]:
    """Return the notes of a file."""
    project.write({"api.py": text})
    lines = project.run("--format=concise").stdout.splitlines()
    assert any('Argument 1 to "send" has incompatible type' in line for line in lines)
    return [line for line in lines if "note: mypy rejects" in line]


def test_a_note_names_the_assignment(project: Project) -> None:
    assert notes(project, API.format("to = find()")) == [REJECTED]


def test_the_last_assignment_counts(project: Project) -> None:
    text = API.format("to = (\n        find())\n    to = text; to = find()")

    (note,) = notes(project, text)

    assert "mypy rejects what line 9 assigns" in note


def test_another_variable_is_not_to_blame(project: Project) -> None:
    assert notes(project, API.format("text = find()")) == []


def test_an_assignment_that_mypy_accepts_is_not_to_blame(project: Project) -> None:
    assert notes(project, API.format("to = text\n    other: str = find()")) == []


def test_an_assignment_elsewhere_is_not_to_blame(project: Project) -> None:
    text = API.format("pass") + "\ndef other(to: str) -> None:\n    to = find()\n"
    before = text.replace("def find()", "class C:\n    to: str = 1\n\ndef find()")

    assert notes(project, before) == []


def test_a_variable_of_the_function_around_is_to_blame(project: Project) -> None:
    text = API.format("to = find()\n    def later() -> None:").replace("    tasks", "        tasks")

    (note,) = notes(project, text)

    assert "mypy rejects what line 7 assigns" in note


def test_a_parameter_hides_the_variable_of_the_function_around(project: Project) -> None:
    text = API.format("to = find()\n    def later(to: str) -> None:")

    assert notes(project, text.replace("    tasks", "        tasks")) == []


def test_a_finding_of_a_rule_stays_as_it_is(project: Project) -> None:
    text = API.format("tasks = find()\n    tasks = BackgroundTasks()")

    done = notes(project, text)

    assert [line for line in done if '"tasks"' in line] == []
