"""The settings of a project count in mypy's plugin, and mypy's cache knows them."""

import shutil
from pathlib import Path

import pytest
from background_typed_check.settings import Settings
from background_typed_check.settings.patterns import Pattern
from background_typed_mypy import wire
from background_typed_mypy.project_settings import data_of, read_settings
from mypy import api

API = """\
from starlette.background import BackgroundTasks
from shop import fetch

async def work() -> None:
    fetch()

async def read() -> None:
    open("x")

async def save() -> None: ...

def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(work)
    tasks.add_task(read)
    tasks.add_task(save())
"""


@pytest.fixture
def folder(tmp_path: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with an application that mypy has checked before."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mypy.ini").write_text("[mypy]\nplugins = background_typed_mypy\n")
    (tmp_path / "api.py").write_text(API)
    (tmp_path / "shop.py").write_text("def fetch() -> None: ...\n")
    shutil.copytree(libraries, tmp_path / ".mypy_cache")
    said()
    return tmp_path


def said() -> list[tuple[int, str]]:
    """Return the lines and codes of what mypy says."""
    output, errors, _ = api.run(["api.py", "--no-error-summary"])
    assert errors == ""
    errors_only = (each for each in output.splitlines() if " error: " in each)
    return [(int(each.split(":")[1]), each.split("[")[-1].rstrip("]")) for each in errors_only]


BLOCKS, CODE = "background-blocks", "background-never-runs"


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ('blocking = ["shop.fetch"]', [(13, BLOCKS), (15, CODE)]),
        ('blocking = ["builtins.open"]', [(14, BLOCKS), (15, CODE)]),
        (f'blocking = ["shop.fetch"]\nignore = ["{BLOCKS}"]', [(15, CODE)]),
        (f'blocking = ["shop.fetch"]\nselect = ["{BLOCKS}"]', [(13, BLOCKS), (15, "operator")]),
        (f'per-file-ignores = {{"api.py" = ["{CODE}"]}}', [(15, "operator")]),
        (f'per-file-ignores = {{"shop.py" = ["{CODE}"]}}', [(15, CODE)]),
        ('exclude = ["api.py"]', [(15, CODE)]),
    ],
)
def test_settings_count_in_the_plugin_whatever_is_in_mypys_cache(
    settings: str, found: list[tuple[int, str]], folder: Path
) -> None:
    assert said() == [(15, CODE)]

    (folder / "background-typed.toml").write_text(settings)

    assert said() == found
    assert said() == found
    (folder / "background-typed.toml").unlink()
    assert said() == [(15, CODE)]


def test_a_broken_file_ends_mypy_with_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "background-typed.toml").write_text('ignored = ["misc"]')

    output, _, status = api.run(["api.py"])

    assert (output, status) == ("", 2)
    assert 'background-typed.toml: "ignored" is not a setting: did you mean "ignore"?' in (
        capsys.readouterr().err
    )


def test_the_plugin_in_the_command_has_the_settings_of_the_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "background-typed.toml").write_text('ignore = ["misc"]')
    assert read_settings(is_telling=False).ignore == ("misc",)
    monkeypatch.delenv(wire.BLOCKING, raising=False)
    assert read_settings(is_telling=True) == Settings()
    monkeypatch.setenv(wire.BLOCKING, "a.b c.d")
    assert read_settings(is_telling=True) == Settings(blocking=("a.b", "c.d"))


def test_only_what_the_plugin_uses_makes_mypy_check_again() -> None:
    unused = Settings("file", exclude=(Pattern("a", "/"),), python=".venv", workers=2)
    assert data_of(unused) is None
    assert data_of(unused._replace(blocking=("a.b",))) == data_of(Settings(blocking=("a.b",)))
    assert data_of(Settings(select=())) is not None
