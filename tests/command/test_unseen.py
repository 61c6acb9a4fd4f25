"""A task that nothing checks is listed or said, with the cause, and the summary counts it."""

import pytest
from conftest import Project

pytestmark = pytest.mark.once

OWN_ADDER = """\
from starlette.background import BackgroundTasks

class Later(BackgroundTasks):
    def add_task(self, func, *args):
        super().add_task(func, *args)

def send(to: str) -> None: ...

def handle(tasks: Later) -> None:
    tasks.add_task(send, 1)
"""


def test_a_task_of_an_unannotated_add_task_is_not_checked(project: Project) -> None:
    project.write({"api.py": OWN_ADDER})

    listed, done = project.run("--list"), project.run()

    cause = 'its collection has its own "add_task", which takes anything'
    assert listed.stdout == f"api.py:10:5: send: not checked ({cause})\n"
    assert done.stdout == (
        "1 background task in 1 file: "
        '0 checked, 1 not checked (own "add_task" that takes anything), no errors\n'
    )
