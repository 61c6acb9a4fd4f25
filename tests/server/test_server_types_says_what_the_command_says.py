"""With types, too, the server finds what the command finds, in texts that are not saved."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from background_typed_check.command.main import run
from background_typed_check.server.mypy_main import CACHE_OF_SERVER
from editor import UNSET, Editor, editing
from lsprotocol import types
from small_project import ARGUMENT, IMPORTING, MISTYPED, TYPED, written
from test_server_says_what_the_command_says import FOLDERS, RULES

pytestmark = [pytest.mark.asyncio, pytest.mark.once, pytest.mark.repeats]

Row = tuple[int, int, str, str]
EXAMPLES: Final = Path(__file__).parents[2] / "examples"
ON: Final = {"types": True}
# With a mistake, and shown after all others.
LAST: Final = "zzz_last"
SEND: Final = "def send(to: str) -> None: ...\n"
# One edit of a module after another. None takes it away.
EDITS: Final = (
    ("work", SEND.replace("str", "int")),
    ("work", "def send(to: int"),
    ("work", "from kinds import Kind\ndef send(to: Kind) -> None: ...\n"),
    ("kinds", "Kind = str\n"),
    ("kinds", "class Kind: ...\n"),
    ("kinds", "Kind = (\n"),
    ("kinds", "Kind = int\n"),
    ("kinds", None),
    ("kinds", "Kind = str\n"),
    ("app", TYPED),
    ("app", f"{TYPED}("),
    ("app", IMPORTING),
    ("work", SEND.replace("to", "by")),
    ("app", IMPORTING.replace("send, 1", "send, by=1")),
    ("work", "class send:\n    def __init__(self, by: int) -> None: ...\n"),
    ("work", "class send:\n    def __init__(self, by: str) -> None: ...\n"),
    ("work", "def send(by: int):\n    yield by\n"),
    ("work", "def send(by: int):\n    return by\n"),
)


def rows_of_command(capsys: pytest.CaptureFixture[str]) -> dict[str, list[Row]]:
    """Return what the command finds in the current folder, by the files."""
    run(["--types", "--format", "json", "--cache-dir", CACHE_OF_SERVER])
    rows: dict[str, list[Row]] = {}
    for each in map(json.loads, capsys.readouterr().out.splitlines()):
        message = "\n".join([each["message"], *each["notes"]])
        row = each["line"], each["column"], each["code"], message
        rows.setdefault(each["file"], []).append(row)
    return rows


def rows_of_server(editor: Editor, project: Path) -> dict[str, list[Row]]:
    """Return what the server shows, by the files."""
    return {
        uri.removeprefix(f"{project.as_uri()}/"): [of_server(each) for each in seen.diagnostics]
        for uri, seen in editor.seen.items()
        if seen.diagnostics
    }


def of_server(found: types.Diagnostic) -> Row:
    """Return what the server shows of a finding, columns in characters."""
    start = found.range.start
    return start.line + 1, start.character + 1, str(found.code), found.message


async def when_mypy_has_answered(editor: Editor, last: str) -> None:
    """Wait until the server shows what mypy finds in what is open now."""
    version = editor.versions[last]
    editor.type(last, MISTYPED.replace("send, 1)", f"send, 1)  # {version}"))
    await editor.shown(last)  # nothing, until mypy has read that
    await editor.until(last, [ARGUMENT])


@pytest.fixture
def project(tmp_path: Path, libraries_of_server: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the folder of a project, and go there without the environment of the developer."""
    for each in UNSET:
        monkeypatch.delenv(each, raising=False)
    folder = tmp_path / "project"
    written(folder, **{LAST: MISTYPED})
    shutil.copytree(libraries_of_server, folder / ".background_typed_cache")
    monkeypatch.chdir(folder)
    return folder


def write_programs(project: Path) -> list[Path]:
    """Write the wrong programs for all rules, each rule's as a package, and return their paths."""
    ignored = shutil.ignore_patterns("fixed*", "good*", "__pycache__")
    for name in FOLDERS:
        shutil.copytree(RULES / name, project / "app" / name, ignore=ignored)
    return sorted(project.rglob("bad*.py"))


def write_shop(project: Path) -> list[Path]:
    """Write the example application, and return the paths of its files."""
    shutil.copytree(EXAMPLES / "shop", project / "shop")
    return sorted(project.rglob("shop/**/*.py"))


def edit(editor: Editor, path: Path, text: str | None) -> None:
    """Open, change or close a file."""
    uri = path.as_uri()
    if text is None:
        editor.close(uri)
    elif uri in editor.versions:
        editor.type(uri, text)
    else:
        editor.open(path, text)


def fresh(folder: Path, texts: dict[str, str], cache: Path) -> None:
    """Write modules where nothing but the libraries is known."""
    shutil.rmtree(folder, ignore_errors=True)
    written(folder, **texts)
    shutil.copytree(cache, folder / ".background_typed_cache")


@pytest.mark.parametrize(("write", "number"), [(write_programs, 500), (write_shop, 10)])
async def test_the_findings_are_those_of_the_command(
    write: Callable[[Path], list[Path]],
    number: int,
    project: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths = write(project)
    expected = rows_of_command(capsys)
    async with editing(project, encodings=["utf-32"], options=ON) as editor:
        for path in paths:
            editor.open(path, f"{path.read_text()}\n# not saved\n")
        await when_mypy_has_answered(editor, editor.open(project / f"{LAST}.py"))
        assert rows_of_server(editor, project) == expected
    assert sum(map(len, expected.values())) > number


async def test_the_findings_are_those_of_the_command_after_each_edit(
    project: Path,
    libraries_of_server: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    texts: dict[str, str] = {"app": IMPORTING, "work": SEND, LAST: MISTYPED}
    last = written(project, **texts)[-1]
    saved = project.parent / "saved"
    async with editing(project, encodings=["utf-32"], options=ON) as editor:
        for name in texts:
            editor.open(project / f"{name}.py")
        for name, text in EDITS:
            edit(editor, project / f"{name}.py", text)
            texts = {each: old for each, old in (texts | {name: text}).items() if old is not None}
            await when_mypy_has_answered(editor, last.as_uri())
            fresh(saved, texts, libraries_of_server)
            monkeypatch.chdir(saved)
            assert rows_of_server(editor, project) == rows_of_command(capsys), (name, text)
