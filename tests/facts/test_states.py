"""What is known of a collection in the state of a request."""

from pathlib import Path
from typing import Final

import pytest
from asking import written
from background_typed_check.facts.tasks import find_tasks

HEAD: Final = """
from fastapi import BackgroundTasks, FastAPI, Request
app = FastAPI()
def remember(request: Request, tasks: BackgroundTasks):
    {}
def handler(request: Request):
    {}
"""
SET: Final = "request.state.tasks = tasks"
ADD: Final = "request.state.tasks.add_task(print)"


@pytest.mark.parametrize(
    ("setting", "adding", "are_found"),
    [
        (SET, ADD, True),
        (SET, "tasks = request.state.tasks; tasks.add_task(print)", True),
        (SET, "request.state.others.add_task(print)", False),
        (SET, "request.others.tasks.add_task(print)", False),
        ("request.state.tasks = self.tasks = tasks", ADD, False),
        ("request.state.tasks = Other(tasks)", ADD, False),
        (f"{SET}; request.state.tasks = Other(tasks)", ADD, False),
        ("request.state.tasks, _ = tasks, 1", ADD, False),
        (SET, f"{SET.replace('= tasks', '= other')}; {ADD}", False),
        (SET, "tasks = request.state.tasks; tasks = 1; tasks.add_task(print)", False),
    ],
)
def test_tasks_are_added_to_what_all_assign(
    setting: str, adding: str, tmp_path: Path, *, are_found: bool
) -> None:
    facts, source = written(HEAD.format(setting, adding), tmp_path)

    assert len([*find_tasks(source, facts)]) == are_found
