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
        copy.parent.mkdir(parents=True)
        (copy.parent / "pyproject.toml").touch()  # the top of the project
        for each in (program, *(each for each in files if each not in programs)):
            shutil.copy(each, copy.parent)
    return copies


@pytest.mark.once
@pytest.mark.repeats
@pytest.mark.asyncio
async def test_the_findings_are_those_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for each in UNSET:
        monkeypatch.delenv(each, raising=False)
    copies = {name: copies_of(name, tmp_path / name) for name in FOLDERS}
    folders = (each.parent for of_rule in copies.values() for each in of_rule)
    async with editing(*folders, encodings=["utf-32"]) as editor:
        for name, of_rule in copies.items():
            number = 0
            for copy in of_rule:
                rows = rows_of_command(copy.parent, monkeypatch, capsys)
                for path in sorted(copy.parent.glob("*.py")):
                    expected = rows.get(path.name, [])
                    number += len(expected)
                    uri = editor.open(path)
                    assert [*map(of_server, await editor.shown(uri))] == expected, path
                    editor.close(uri)
            assert number > 0, name


def rows_of_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, list[Row]]:
    """Return what the command finds in a folder, by the files."""
    monkeypatch.chdir(folder)
    run(["--no-types", "--format", "json"])
    rows: dict[str, list[Row]] = {}
    for line in capsys.readouterr().out.splitlines():
        rows.setdefault(json.loads(line)["file"], []).append(of_command(line))
    return rows


@pytest.mark.asyncio
async def test_where_python_stops_is_the_same_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = [
        "x = = 1",
        "f(a",
        "if x",
        "x = (1,\n  2 3)",
        "é = 'a",
        "def f():\nreturn 1",
        "a\0",
        "'''a",
    ]
    (tmp_path / "pyproject.toml").touch()
    for number, each in enumerate(broken):
        text = f"from starlette.background import BackgroundTasks\n{each}\n"
        (tmp_path / f"a{number}.py").write_text(text, "utf-8")
    rows = rows_of_command(tmp_path, monkeypatch, capsys)
    paths = [tmp_path / each for each in sorted(rows)]
    assert len(paths) == len(broken)
    async with editing(tmp_path, encodings=["utf-32"]) as editor:
        for path in paths:
            uri = editor.open(path)
            (found,) = map(of_server, await editor.shown(uri))
            assert [found] == rows[path.name], path
            assert found[:2] < found[2:4]
