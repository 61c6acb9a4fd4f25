"""mypy's workers: with any number of them the command says the same."""

import os
import shutil
from pathlib import Path
from typing import Final

import pytest
from answers import needs_workers
from background_typed_check.reasons import NothingCheckedError
from background_typed_check.types import workers
from background_typed_check.types.workers import refuse_workers, workers_for
from conftest import Project, refused

pytestmark = pytest.mark.once

FILES: Final = {
    "app/__init__.py": "",
    "app/jobs.py": """\
from not_there import job

async def send(to: str) -> None: ...
@job
def sent(to: str) -> None: ...
""",
    "app/more.py": "from app.jobs import sent as sent\n",
    "app/main.py": """\
from fastapi import BackgroundTasks
from app.jobs import send
from app.more import sent

def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, 1)
    tasks.add_task(sent, 1)
    tasks.add_task(lambda: send("a"))
""",
    "app/other.py": """\
from fastapi import BackgroundTasks
from app.jobs import send

def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, to=1)
""",
}

# A plugin that crashes, in a worker only, where mypy prints a traceback on stdout.
CRASH: Final = """\
import pathlib
import sys
from mypy.plugin import Plugin

class Crash(Plugin):
    def get_function_hook(self, fullname):
        if "build_worker" in sys.argv[0]:
            pathlib.Path(__file__).with_name("crashed").touch()
            raise RuntimeError
        return None

def plugin(version):
    return Crash
"""


def answer(project: Project, *arguments: str) -> tuple[int, str, str]:
    """Return what the command says when mypy knows nothing but the libraries."""
    done = project.run(*arguments)
    shutil.rmtree(project.folder / ".background_typed_cache")
    return done.returncode, done.stdout, done.stderr


@pytest.mark.repeats
@needs_workers
def test_any_number_of_workers_gives_the_same_answer(project: Project) -> None:
    project.write(FILES)
    for arguments in ([], ["--list"]):
        alone = answer(project, "--workers=0", *arguments)
        assert "app/other.py:5" in alone[1]
        for number in (1, 2):
            assert answer(project, f"--workers={number}", *arguments) == alone
    # Without a cache, there are as many as cores.
    cold = Project(project.folder, project.application, None)
    assert answer(cold, "--list") == alone


@needs_workers
def test_what_stops_mypy_is_said_as_without_workers(project: Project) -> None:
    project.write({**FILES, "app/jobs.py": "def send(:\n"})
    alone = answer(project, "--workers=0")
    assert "app/jobs.py" in alone[1] + alone[2]
    assert answer(project, "--workers=2") == alone


@pytest.mark.repeats
@needs_workers
def test_workers_that_crash_print_nothing(project: Project) -> None:
    project.write({**FILES, "mypy.ini": "[mypy]\nplugins = crash.py\n", "crash.py": CRASH})
    alone = answer(project, "--config-file=mypy.ini", "--format=json", "--workers=0")
    assert "arg-type" in alone[1]
    assert answer(project, "--config-file=mypy.ini", "--format=json", "--workers=2") == alone
    assert (project.folder / "crashed").exists()


@needs_workers
def test_an_answer_of_workers_is_kept_until_a_file_changes_that_only_they_read(
    project: Project,
) -> None:
    project.write(FILES)
    first = project.run("--workers=2")
    assert project.run("--workers=2").stdout == first.stdout
    project.write({"app/jobs.py": FILES["app/jobs.py"].replace("to: str", "to: bytes")})
    assert project.run("--workers=2").stdout != first.stdout


def test_workers_help_where_there_are_cores_and_no_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "HAS_WORKERS", True)
    monkeypatch.setattr(workers, "usable_cores", lambda: 8)
    (tmp_path / "group.json").touch()
    assert workers_for(None, str(tmp_path)) == workers.MOST
    assert workers_for(None, os.devnull) == 0
    monkeypatch.setattr(workers, "usable_cores", lambda: 1)
    assert workers_for(None, str(tmp_path)) == 0
    (tmp_path / "3.13").mkdir()
    monkeypatch.setattr(workers, "usable_cores", lambda: 8)
    assert workers_for(None, str(tmp_path)) == 0
    assert workers_for(3, str(tmp_path)) == 3
    monkeypatch.setattr(workers, "HAS_WORKERS", False)
    assert workers_for(3, str(tmp_path)) == 0


def test_cores_are_counted_on_every_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workers.usable_cores() >= 1
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    assert workers.usable_cores() == os.cpu_count()


def test_an_old_mypy_has_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "HAS_WORKERS", False)
    refuse_workers(None)
    refuse_workers(0)
    with pytest.raises(NothingCheckedError, match="--workers needs mypy 2"):
        refuse_workers(2)


def test_workers_need_a_number_and_a_run_of_mypy(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "--workers=many") == (
        '--workers: "many" is not a number of processes: 0, 1, 2, ...'
    )
    assert refused(capsys, "--workers=2", "--no-types", ".") == (
        "--workers is for mypy, which this run does not ask"
    )
    assert refused(capsys, "--workers=2", "--no-cache") == (
        "--workers cannot be used without a cache: mypy's processes share it"
    )
