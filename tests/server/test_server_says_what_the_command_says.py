"""What the server finds is what the command finds, in each of the programs for the rules."""

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest
from background_typed_check.command.main import run
from editor import UNSET, editing
from lsprotocol import types

RULES: Final = Path(__file__).parents[1] / "rules"
FOLDERS: Final = sorted({each.parent.name for each in RULES.glob("*/bad*.py")})
Row = tuple[int, int, int, int, str, str]


def of_command(line: str) -> Row:
    """Return what the command prints about a finding."""
    found: dict[str, Any] = json.loads(line)
    message = "\n".join([found["message"], *found["notes"][:1]])
    end = found["end_line"], found["end_column"]
    return (found["line"], found["column"], *end, found["code"], message)


def of_server(found: types.Diagnostic) -> Row:
    """Return the same of what the server publishes, columns in characters."""
    assert found.source == "background-typed"
    assert found.severity == types.DiagnosticSeverity.Error
    start, end = found.range.start, found.range.end
    places = start.line + 1, start.character + 1, end.line + 1, end.character + 1
    return (*places, str(found.code), found.message)


def copies_of(name: str, folder: Path) -> list[Path]:
    """Return copies of the programs for a rule, each in a project with the helper modules."""
    files = sorted((RULES / name).glob("*.py"))
    programs = [each for each in files if each.stem.startswith(("bad", "fixed", "good"))]
    copies = [folder / f"{each.stem}_alone" / each.name for each in programs]
    for copy, program in zip(copies, programs, strict=True):
        copy.parent.mkdir()
        (copy.parent / "pyproject.toml").touch()  # the top of the project
        for each in (program, *(each for each in files if each not in programs)):
            shutil.copy(each, copy.parent)
    return copies


@pytest.mark.once
@pytest.mark.asyncio
@pytest.mark.parametrize("name", FOLDERS)
async def test_the_findings_are_those_of_the_command(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for each in UNSET:
        monkeypatch.delenv(each, raising=False)
    copies, number = copies_of(name, tmp_path), 0
    async with editing(*(each.parent for each in copies), encodings=["utf-32"]) as editor:
        for copy in copies:
            monkeypatch.chdir(copy.parent)
            run(["--no-types", "--format", "json"])
            lines = capsys.readouterr().out.splitlines()
            for path in sorted(copy.parent.glob("*.py")):
                expected = [
                    of_command(each) for each in lines if json.loads(each)["file"] == path.name
                ]
                number += len(expected)

                assert [*map(of_server, await editor.shown(editor.open(path)))] == expected
    assert number > 0
