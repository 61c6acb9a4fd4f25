"""The folders of mypy's cache: which there are, and which go."""

import json
import os
import time
from pathlib import Path

import pytest
from background_typed_check.environment import Environment
from background_typed_check.reasons import Cause, Obstacle
from background_typed_check.types import caches
from background_typed_check.types.caches import DAY, MOST, cache_of, is_there, remove
from background_typed_check.types.grouping import Group
from background_typed_check.types.naming import Module
from background_typed_check.types.settings import Settings
from conftest import Project

pytestmark = pytest.mark.once

SETTINGS = Settings(Environment("python", (3, 12)), "cache")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def group_in(*folders: str) -> Group:
    """Make folders, and a group of modules in them."""
    for folder in folders:
        Path(folder).mkdir(exist_ok=True)
    return Group([Module(f"{each}/a.py", "a", str(Path(each).resolve())) for each in folders], [])


def taken(group: Group, settings: Settings = SETTINGS) -> Path:
    """Return the folder for a group."""
    obstacles: list[Obstacle] = []
    folder = cache_of(group, settings, obstacles)
    assert not obstacles
    return Path(folder)


def test_the_cache_says_what_it_is() -> None:
    taken(group_in("app"))

    assert Path("cache/.gitignore").read_text() == "*\n"
    assert Path("cache/CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06")


def test_a_group_keeps_its_folder_whatever_the_current_one_is(
    monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    folder = taken(group_in("app", "tests"))
    (folder / "kept").touch()
    group = group_in("app", "tests")
    monkeypatch.chdir("app")

    again = taken(group, SETTINGS._replace(cache=str(here / "cache")))

    assert again == here / folder
    assert (again / "kept").exists()


def test_the_folder_of_a_group_that_is_gone_is_removed() -> None:
    gone = taken(group_in("gone"))
    Path("gone").rmdir()

    kept = taken(group_in("app"))

    assert (gone.exists(), kept.exists()) == (False, True)


def taken_by_another(what: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for the same group with another version of something."""
    if what == "mypy":
        monkeypatch.setattr(caches, "mypy_version", "0.1")
        return taken(group_in("app"))
    return taken(group_in("app"), SETTINGS._replace(environment=Environment("python", (3, 13))))


@pytest.mark.parametrize("what", ["mypy", "python"])
def test_another_version_starts_anew_and_leaves_the_folder_that_may_be_in_use(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = taken(group_in("app"))

    assert taken_by_another(what, monkeypatch) != folder
    assert folder.exists()


@pytest.mark.parametrize("what", ["mypy", "python"])
def test_what_another_version_has_left_for_a_day_is_removed(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, other = taken(group_in("app")), taken(group_in("tests"))
    for each in (folder, other):
        os.utime(each / "group.json", (time.time() - DAY - 1, time.time() - DAY - 1))

    new = taken_by_another(what, monkeypatch)

    assert [each.exists() for each in (folder, other, new)] == [False, True, True]


def test_a_folder_that_was_not_used_for_a_day_is_used_again() -> None:
    folder = taken(group_in("app"))
    (folder / "kept").touch()
    os.utime(folder / "group.json", (0, 0))

    assert taken(group_in("app")) == folder
    assert (folder / "kept").exists()


@pytest.mark.parametrize("text", ["rubbish", "[]"])
def test_a_folder_with_a_broken_record_is_used(text: str) -> None:
    folder = taken(group_in("app"))
    (folder / "group.json").write_text(text)

    assert taken(group_in("app")) == folder
    assert json.loads((folder / "group.json").read_text())["python"] == "3.12"


@pytest.mark.parametrize("text", ["rubbish", "[]"])
def test_a_folder_with_a_broken_record_is_left_alone(text: str) -> None:
    folder = taken(group_in("app"))
    (folder / "group.json").write_text(text)

    taken(group_in("tests"))

    assert folder.exists()


def test_there_are_never_more_than_some() -> None:
    first = taken(group_in("app0"))
    os.utime(first / "group.json", (0, 0))
    for number in range(MOST):
        taken(group_in(f"app{number + 1}"))

    assert not first.exists()
    assert len([*Path("cache").glob("*/group.json")]) == MOST


def test_a_cache_that_cannot_be_written_is_not_used() -> None:
    Path("cache").touch()
    obstacles: list[Obstacle] = []

    assert cache_of(group_in("app"), SETTINGS, obstacles) == os.devnull
    assert [each.cause for each in obstacles] == [Cause.NO_CACHE]


def test_a_folder_that_is_removed_is_not_there_although_something_stays_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = taken(group_in("app"))
    assert is_there(str(folder))

    monkeypatch.setattr("shutil.rmtree", lambda *_arguments, **_options: None)
    remove(folder)
    remove(folder)  # as two runs do at the same time

    assert folder.exists()
    assert not is_there(str(folder))


def test_a_record_that_vanishes_is_the_oldest(here: Path) -> None:
    assert caches.when_used(here) == 0


def test_an_edit_counts_in_the_second_of_the_last_one_although_the_file_is_as_long(
    project: Project,
) -> None:
    api = (
        "from starlette.background import BackgroundTasks\n"
        "from mail import send\n"
        "def handle(tasks: BackgroundTasks) -> None:\n"
        "    tasks.add_task(send, 1)\n"
    )
    mail, moment = project.folder / "mail.py", 1_700_000_000_000_000_000
    found = []
    for number, kind in enumerate(("int", "str")):
        project.write({"api.py": api, "mail.py": f"def send(to: {kind}) -> None: ...\n"})
        os.utime(mail, ns=(moment, moment + number * 1_000_000))
        found.append(project.run("--format=concise").returncode)

    assert found == [0, 1]
