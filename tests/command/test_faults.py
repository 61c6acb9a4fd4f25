"""What happens to the cache or the files while a run goes on leaves the next run right."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from itertools import chain, repeat
from pathlib import Path
from unittest.mock import DEFAULT, Mock

import pytest
from background_typed_check.command import main as command
from background_typed_check.types.caches import remove
from conftest import COMMAND, UNSET, Project
from mypy import build as mypy_build

pytestmark = pytest.mark.once

MODULE = """\
from starlette.background import BackgroundTasks
from shop import send

def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, 1)
"""
FILES = {"a.py": MODULE, "b.py": MODULE, "shop.py": "def send(to: str) -> None: ...\n"}
# Parts of the time that a run takes.
MOMENTS = (0.2, 0.4, 0.6, 0.8, 0.95)


class Running:
    """A tree, what is right to say of it, and the seconds that a run takes."""

    def __init__(self, project: Project) -> None:
        """Check the tree once."""
        self.project, self.folder = project, project.folder
        project.write(FILES)
        project.warm_up()
        start = time.monotonic()
        self.right = project.run().stdout
        self.seconds = time.monotonic() - start
        self.cache = self.folder / ".background_typed_cache"

    def start(self, moment: float) -> "subprocess.Popen[str]":
        """Start a run after an edit, and return at a moment of it."""
        with (self.folder / "a.py").open("a") as file:
            file.write("\n# edited\n")  # not beside what is shown
        running = subprocess.Popen(
            [COMMAND, f"--python={self.project.application}"],
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if name not in UNSET},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(moment * self.seconds)
        return running

    def assert_right(self) -> None:
        """Check that another run says what is right."""
        done = self.project.run()
        assert (done.stdout, done.stderr) == (self.right, "")


@pytest.fixture
def running(project: Project) -> Running:
    """Return a tree that has been checked once."""
    return Running(project)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_no_broken_cache(
    how: signal.Signals, running: Running
) -> None:
    for moment in MOMENTS:
        with running.start(moment) as run:
            run.send_signal(how)
            run.communicate()
        running.assert_right()


def test_a_cache_may_vanish_during_a_run(running: Running) -> None:
    for moment in MOMENTS:
        with running.start(moment) as run:
            shutil.rmtree(running.cache, ignore_errors=True)
            said, _ = run.communicate()
        assert said == running.right


def test_a_run_whose_cache_another_run_removes_goes_on_without_it(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write(FILES)
    monkeypatch.chdir(project.folder)
    build = mypy_build.build

    def removed(*_arguments: object) -> None:
        (cache,) = project.folder.glob(".background_typed_cache/*/group.json")
        remove(cache.parent)
        monkeypatch.setattr(mypy_build, "build", build)
        raise sqlite3.OperationalError

    monkeypatch.setattr(mypy_build, "build", removed)
    status, _ = command.run(
        [f"--python={project.application}", "--format=concise", "-q", "--workers=0"]
    )

    output, errors = capsys.readouterr()
    assert (status, output.count("arg-type"), errors) == (1, 2, "")


@pytest.mark.parametrize(
    ("failures", "said"),
    [
        (["database is locked"], "so nothing is cached"),
        (["disk I/O error"], "so it was made anew"),
        (["disk I/O error", "disk I/O error"], "so it was made anew"),
    ],
)
def test_a_cache_that_fails_is_left_to_its_writer_or_made_anew_once(
    failures: list[str],
    said: str,
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project.write(FILES)
    monkeypatch.chdir(project.folder)
    errors = map(sqlite3.OperationalError, failures)
    failing = Mock(wraps=mypy_build.build, side_effect=chain(errors, repeat(DEFAULT)))
    monkeypatch.setattr(mypy_build, "build", failing)
    status, _ = command.run(
        [f"--python={project.application}", "--format=concise", "-q", "--workers=0"]
    )

    output, lines = capsys.readouterr()
    (cache,) = project.folder.glob(".background_typed_cache/*/group.json")
    assert (status, output.count("arg-type")) == (1, 2)
    assert lines == (
        f"background-typed: mypy failed (OperationalError: {failures[0]}) with the cache in "
        f"{cache.parent.relative_to(project.folder)}, {said}\n"
    )
    assert bool([*cache.parent.glob("3.*")]) == (said == "so it was made anew" and not failures[1:])


def test_a_file_may_change_or_vanish_during_a_run(running: Running) -> None:
    for moment, name in zip(MOMENTS, ["a.py", "shop.py", "b.py", "a.py", "shop.py"], strict=True):
        file = running.folder / name
        with running.start(moment) as run:
            text = file.read_text()
            if name == "a.py":
                file.write_text("")
            else:
                file.unlink()
            assert "Traceback" not in "".join(run.communicate())
        file.write_text(text)
        running.assert_right()


def test_rubbish_in_the_cache_changes_no_answer(running: Running, tmp_path: Path) -> None:
    chance = random.Random(0)  # noqa: S311  # any rubbish will do
    sound = shutil.copytree(running.cache, tmp_path / "sound")
    files = sorted(each.relative_to(sound) for each in sound.rglob("*") if each.is_file())
    for name in [*files[:3], *chance.sample(files, min(5, len(files)))]:
        file = running.cache / name
        file.write_bytes(chance.randbytes(100) + file.read_bytes()[200:])
        with running.start(0) as run:
            said, errors = run.communicate()
        assert said == running.right
        assert "Traceback" not in errors
        shutil.rmtree(running.cache)
        shutil.copytree(sound, running.cache)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk cannot be made here")
def test_an_answer_on_a_full_disk_is_not_kept(running: Running) -> None:
    shutil.rmtree(running.cache / "answers", ignore_errors=True)
    (running.cache / "answers").symlink_to("/dev/full")

    running.assert_right()
