"""What FastAPI closes before the tasks run, by its version."""

from pathlib import Path

import pytest
from background_typed_check.facts import Facts
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.tasks import find_tasks
from background_typed_check.rules import problems_of

APP = """\
from typing import Annotated
from fastapi import BackgroundTasks, Depends, FastAPI, UploadFile
app = FastAPI()
async def store(file: UploadFile): await file.read()
def opened():
    with open("a") as file: yield file
def kept(): yield open("a")
def read(file): file.read()
async def note(file: UploadFile): print(file.filename)
@app.post("/")
async def handle(tasks: BackgroundTasks, file: UploadFile, size: int = 1, other=None,
    own=Depends(opened), more: Annotated[str, Depends(kept)] = ""):
    name = file.filename
    tasks.add_task({call})
async def outside(tasks: BackgroundTasks, file: UploadFile): tasks.add_task(store, file)
"""


def found_in(folder: Path, version: str, call: str) -> list[str]:
    """Return what is said of a task with a version of FastAPI."""
    (folder / "app.py").write_text(APP.format(call=call))
    (folder / f"packages/fastapi-{version}.dist-info").mkdir(parents=True)
    facts = Facts(Disk(), [str(folder / "app.py")], [str(folder / "packages")])
    source = facts.disk.source(str(folder / "app.py"))
    assert source is not None
    problems = [each for task in find_tasks(source, facts) for each in problems_of(task, facts)]
    return [each.problem.why.partition(":")[0] for each in problems]


@pytest.mark.parametrize(
    ("version", "call", "found"),
    [
        ("0.105.0", "store, file", 0),
        ("0.106.0", "store, file", 1),
        ("0.117.1", "store, file", 1),
        ("0.117.1", "file.read", 1),
        ("0.117.1", "note, file", 0),
        ("0.117.1", "store, other", 0),
        ("0.118.0", "store, file", 0),
        ("0.118.0", "read, own", 0),
        ("0.117.1", "read, more", 0),
    ],
)
def test_an_uploaded_file_is_closed_before_the_task_in_some_versions(
    version: str, call: str, found: int, tmp_path: Path
) -> None:
    assert (
        found_in(tmp_path, version, call) == ['FastAPI closes "file" before the task runs'] * found
    )


def test_what_a_dependency_yields_is_closed_before_the_task_in_some_versions(
    tmp_path: Path,
) -> None:
    assert found_in(tmp_path, "0.117.1", "read, own") == [
        'FastAPI closes "own" before the task runs'
    ]
