"""What the README shows is what the command and mypy print."""

import re
import shutil
from pathlib import Path

import pytest
from background_typed_check.command.main import run
from conftest import Project
from mypy import api
from mypy.version import __version__ as mypy_version

pytestmark = pytest.mark.repeats

README = (Path(__file__).parents[1] / "README.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
FOR_THE_COMMAND, FOR_MYPY = [text for language, text in BLOCKS if language == "python"][:2]
SHOWN = next(text for language, text in BLOCKS if language == "console")
WITH_PLUGIN, WITHOUT = [text for language, text in BLOCKS if language == "text"][:2]

before_mypy_2 = mypy_version.startswith("1.")


@pytest.mark.skipif(before_mypy_2, reason="it did not say where an error ends")
def test_the_output_of_the_command_is_as_shown(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write({"app.py": FOR_THE_COMMAND})
    project.warm_up()
    monkeypatch.chdir(project.folder)
    command, _, output = SHOWN.removeprefix("$ ").partition("\n")
    assert command == "background-typed app.py"
    status, _ = run(["app.py", f"--python={project.application}"])
    assert (capsys.readouterr().out, status) == (output, 1)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("plugins = background_typed_mypy\n", WITH_PLUGIN),
        pytest.param(
            "",
            WITHOUT,
            marks=[
                pytest.mark.once,
                pytest.mark.skipif(before_mypy_2, reason="it had other words"),
            ],
        ),
    ],
    ids=["with the plugin", "without it"],
)
def test_the_output_of_mypy_is_as_shown(
    config: str, expected: str, tmp_path: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.py").write_text(FOR_MYPY)
    (tmp_path / "mypy.ini").write_text(f"[mypy]\nerror_summary = false\n{config}")
    shutil.copytree(libraries, tmp_path / ".mypy_cache")
    monkeypatch.chdir(tmp_path)
    assert api.run(["app.py"]) == (expected, "", 1)
