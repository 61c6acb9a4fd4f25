"""What is written as the note of a task is read again, and nothing else is taken for one."""

import itertools
import subprocess
import sys

import pytest
from background_typed_mypy.task_note import TaskNote, read_note, write_note

CALLEES = [None, "send", "self.mail.send", "Mail(...).send", "<lambda>", "expression", "später"]
REASONS = [None, "has no annotations", 'has type "Any"', "ends in a place (1:2-3:4)"]


@pytest.mark.parametrize(("callee", "reason"), list(itertools.product(CALLEES, REASONS)))
def test_what_is_written_is_read(callee: str | None, reason: str | None) -> None:
    place = (16, 5, 118, 39)
    assert read_note(write_note(callee, reason, place)) == TaskNote(callee, reason, *place)


@pytest.mark.parametrize(
    ("note", "text"),
    [
        (TaskNote("f", None, 1, 2, 3, 4), 'Background task "f": checked (1:2-3:4)'),
        (
            TaskNote(None, "is missing", 1, 2, 3, 4),
            "Background task expression: not checked, is missing (1:2-3:4)",
        ),
    ],
)
def test_the_text_is_as_documented(note: TaskNote, text: str) -> None:
    assert write_note(note.callee, note.reason, note[2:]) == text
    assert read_note(text) == note


@pytest.mark.parametrize(
    "message",
    [
        "",
        "Background task",
        'Background task "f": checked',
        'Background task "f": checked (1:2-3)',
        'Background task "": checked (1:2-3:4)',
        "Background task f: checked (1:2-3:4)",
        'Background task "f": not checked (1:2-3:4)',
        'Background task "f": not checked,  (1:2-3:4)',
        'Background task "f": checked (1:2-3:4) and more',
        'No Background task "f": checked (1:2-3:4)',
        'The arguments of this task are not checked: "f" has type "Any"',
    ],
)
def test_another_message_is_no_note_of_a_task(message: str) -> None:
    assert read_note(message) is None


def test_a_note_is_read_without_mypy() -> None:
    program = """
import sys
sys.modules["mypy"] = None
from background_typed_mypy.task_note import read_note
print(read_note('Background task "f": checked (1:2-3:4)').callee)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout == "f\n"
