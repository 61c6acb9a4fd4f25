"""What the README shows is what mypy prints."""

import re
from pathlib import Path

import pytest
from mypy import api
from mypy.version import __version__ as mypy_version

README = (Path(__file__).parents[1] / "README.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
PROGRAM = next(text for language, text in BLOCKS if language == "python")
WITH_PLUGIN, WITHOUT = [text for language, text in BLOCKS if language == "text"][:2]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("plugins = background_typed_mypy\n", WITH_PLUGIN),
        pytest.param(
            "",
            WITHOUT,
            marks=pytest.mark.skipif(mypy_version.startswith("1."), reason="it had other words"),
        ),
    ],
    ids=["with the plugin", "without it"],
)
def test_the_output_is_as_shown(
    config: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    (tmp_path / "mypy.ini").write_text(f"[mypy]\nerror_summary = false\n{config}")
    monkeypatch.chdir(tmp_path)
    assert api.run(["app.py"]) == (expected, "", 1)
