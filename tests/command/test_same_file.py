"""A file is the same file by whatever name the user calls it, with one cache."""

import os
import subprocess
from pathlib import Path

import pytest
from conftest import COMMAND, Project

pytestmark = pytest.mark.once

API = """\
from starlette.background import BackgroundTasks
from app.mail import send

def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, 1)
"""
WRONG = ':5:26: arg-type Argument 1 to "send" has incompatible type "int"; expected "str"'
CHECKED = "1 background task in 1 file: 1 checked, 1 error"


@pytest.fixture
def tree(project: Project) -> Path:
    project.write({"app/api.py": API, "app/mail.py": "def send(to: str) -> None: ...\n"})
    (project.folder / "link").symlink_to("app")
    (project.folder / "linked.py").symlink_to(Path("app", "api.py"))
    return project.folder


def test_a_file_may_be_called_by_any_of_its_names(project: Project, tree: Path) -> None:
    paths = ["app", str(tree / "app"), "link", str(tree / "link/api.py"), "linked.py", "app/api.py"]
    for path in paths:
        done = project.run("--format=concise", path)

        place = path.removeprefix(f"{tree}/").removesuffix("/api.py").replace("linked.py", "linked")
        shown = "linked.py" if place == "linked" else f"{place}/api.py"
        assert done.stdout.splitlines() == [f"{shown}{WRONG}", CHECKED]
        assert done.stderr == ""


def test_a_cache_may_be_moved_with_its_tree(project: Project, tree: Path) -> None:
    before = project.run("--format=concise", "app")
    moved = tree.with_name("moved")
    tree.rename(moved)

    after = Project(moved, project.application, None).run("--format=concise", "app")

    assert (after.stdout, after.stderr) == (before.stdout, before.stderr)


@pytest.mark.repeats
def test_the_order_of_sets_changes_neither_output_nor_caches(project: Project) -> None:
    for service in ("one", "two", "three", "four"):
        files = {"api.py": API, "app/mail.py": "def send(to: str) -> None: ...\n", "utils.py": ""}
        project.write({f"{service}/{name}": text for name, text in files.items()})
    seen = set()
    for seed in range(10):
        done = subprocess.run(
            [COMMAND, f"--python={project.application}"],
            cwd=project.folder,
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=False,
        )
        cache = project.folder / ".background_typed_cache"
        names = tuple(sorted(each.name for each in cache.iterdir()))
        seen.add((done.stdout, done.stderr, names))

    assert len(seen) == 1
    assert "4 background tasks in 4 files: 4 checked, 4 errors" in seen.pop()[0]
