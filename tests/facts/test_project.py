"""Which files belong together."""

from pathlib import Path

import pytest
from background_typed_check.facts import project
from background_typed_check.facts.project import ProjectFiles, files_below, project_of, top_around


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """Make a project."""
    for name in (
        "pyproject.toml",
        "a.py",
        "app/b.py",
        "env/pyvenv.cfg",
        "env/lib/c.py",
        ".tox/d.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.touch()
    return tmp_path


def test_files_below_a_folder_leave_out_environments(top: Path) -> None:
    assert files_below(str(top)) == [str(top / "a.py"), str(top / "app/b.py")]


def test_a_whole_disk_is_not_a_project(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "MOST", 1)

    assert files_below(str(top)) == []


def test_the_top_of_a_project_is_marked(top: Path) -> None:
    assert top_around(str(top / "app")) == str(top)


def test_named_files_keep_their_names_and_come_first(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(top / "app")

    files = project_of(["b.py"])

    assert [*files] == files[:] == ["b.py", str(top / "a.py")]
    assert (files[0], len(files), files.top) == ("b.py", 2, str(top))
    assert isinstance(files, ProjectFiles)
