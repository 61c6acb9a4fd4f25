"""Answers that are given again: the same, at once, and never where something has changed."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from background_typed_check.command import kept as kept_answers
from background_typed_check.command.arguments import parse
from background_typed_check.command.kept import MOST, KeptAnswer
from background_typed_check.command.output.streams import Printed
from background_typed_check.command.watched import Watched, names_in
from conftest import Project

pytestmark = pytest.mark.once

API = """\
from starlette.background import BackgroundTasks
from shop import send

def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, 1)
"""
SHOP = "def send(to: str) -> None: ...\n"
FINDING = 'arg-type Argument 1 to "send" has incompatible type "int"'
ANSWER = (1, Printed([(False, "not checked"), (True, "wrong")]))


def kept_in(project: Project) -> list[Path]:
    """Return the files of the answers that are kept."""
    return [*(project.folder / ".background_typed_cache/answers").glob("*")]


@pytest.fixture
def again(project: Project) -> Project:
    """Return a project whose kept answer is another one than mypy would give."""
    project.write({"app/api.py": API, "app/shop.py": SHOP})
    assert FINDING in project.run("app").stdout
    (file,) = kept_in(project)
    answer = json.loads(file.read_bytes())
    file.write_text(json.dumps(answer | {"printed": [[True, "kept"]]}))
    return project


def test_a_second_run_gives_the_kept_answer(again: Project) -> None:
    done = again.run("app")

    assert (done.stdout, done.stderr, done.returncode) == ("kept\n", "", 1)


CHANGES: dict[str, Callable[[Path], object]] = {
    "the file": lambda folder: (folder / "app/api.py").write_text(API + "\n"),
    "the file, with the time that it had": lambda folder: edit_secretly(folder / "app/api.py"),
    "what it imports": lambda folder: (folder / "app/shop.py").write_text(SHOP + "\n"),
    "a new file beside it": lambda folder: (folder / "app/new.py").touch(),
    "a new folder": lambda folder: (folder / "app/fastapi").mkdir(),
    "a file that is gone": lambda folder: (folder / "app/shop.py").unlink(),
    "a file that cannot be read": lambda folder: (folder / "app/shop.py").chmod(0),
    "an environment": lambda folder: (folder / ".venv/bin/python").mkdir(parents=True),
    "the top of the project": lambda folder: (folder / ".git").mkdir(),
}


def edit_secretly(file: Path) -> None:
    """Change a file, but neither its size nor its time."""
    status = file.stat()
    file.write_text(file.read_text().replace("tasks", "tasky"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("what", CHANGES)
def test_an_answer_is_found_anew_after_a_change_of(what: str, again: Project) -> None:
    CHANGES[what](again.folder)

    assert "kept\n" not in again.run("app").stdout


@pytest.mark.parametrize(
    ("arguments", "shell"),
    [
        (["app", "-q"], {}),
        (["app/api.py"], {}),
        (["app", "--format=json"], {}),
        (["app"], {"FORCE_COLOR": "1"}),
        (["app"], {"MYPYPATH": "stubs"}),
    ],
)
def test_an_answer_is_only_for_the_same_question(
    arguments: list[str], shell: dict[str, str], again: Project
) -> None:
    assert "kept\n" not in again.run(*arguments, **shell).stdout


def test_an_answer_is_found_anew_after_a_change_of_the_library(again: Project) -> None:
    (packages,) = (again.application / "lib").glob("python*/site-packages")
    added = packages / "added.py"
    added.touch()
    try:
        assert "kept\n" not in again.run("app").stdout
    finally:
        added.unlink()


@pytest.mark.parametrize("rubbish", [b"", b"\0", b"[]", b'{"files": 1}', b'{"files": {}}'])
def test_a_broken_answer_is_found_anew(rubbish: bytes, again: Project) -> None:
    (file,) = kept_in(again)
    file.write_bytes(rubbish)

    done = again.run("app")

    assert FINDING in done.stdout
    assert json.loads(file.read_bytes())["status"] == 1


def test_what_does_not_ask_mypy_is_not_kept(project: Project) -> None:
    project.write({"api.py": API, "shop.py": SHOP})

    project.run("--no-types")

    assert not kept_in(project)


def test_an_answer_of_a_cache_that_is_broken_is_not_kept(project: Project) -> None:
    project.write({"api.py": API, "shop.py": SHOP})
    project.warm_up()
    (cache,) = (project.folder / ".background_typed_cache").glob("*/3.*")
    for file in [*cache.glob("*.db"), *cache.rglob("builtins.*")]:
        file.write_bytes(b"rubbish")

    assert "mypy failed" in project.run().stderr
    assert not kept_in(project)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with an old file and an empty cache."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "api.py").touch()
    (folder / ".background_typed_cache").mkdir()
    time.sleep(0.02)
    return folder


def ask(*arguments: str) -> KeptAnswer:
    """Return the place for an answer that is not known yet."""
    kept = KeptAnswer([*arguments], parse(arguments))
    assert kept.find() is None
    return kept


def find(*arguments: str) -> tuple[int, Printed] | None:
    """Return the answer that is kept."""
    return KeptAnswer([*arguments], parse(arguments)).find()


def read_all() -> None:
    """Read what lies in the current folder."""
    for each in os.listdir():  # noqa: PTH208  # as the command does
        if each.endswith(".py"):
            Path(each).read_bytes()


@pytest.mark.usefixtures("here")
def test_an_answer_is_kept_with_the_status_and_both_streams() -> None:
    kept = ask()
    read_all()
    kept.keep(*ANSWER, [])

    assert find() == ANSWER


def test_an_answer_is_not_kept_where_a_file_changes_meanwhile(here: Path) -> None:
    kept = ask()
    read_all()
    (here / "api.py").write_text("import this")
    kept.keep(*ANSWER, [])

    assert find() is None


def test_an_answer_is_not_kept_where_a_file_appears_meanwhile(here: Path) -> None:
    kept = ask()
    read_all()
    (here / "new.py").touch()
    kept.keep(*ANSWER, [])

    assert find() is None


def test_an_answer_is_not_kept_where_a_file_appears_below_meanwhile(here: Path) -> None:
    (here / "app").mkdir()
    time.sleep(0.02)
    kept = ask()
    os.listdir("app")  # noqa: PTH208  # as the command does
    (here / "app/new.py").touch()
    kept.keep(*ANSWER, [])

    assert find() is None


def test_an_answer_rests_on_what_was_looked_for_in_vain(here: Path) -> None:
    kept = ask()
    kept.keep(*ANSWER, [str(here / "stubs/shop.pyi")])
    assert find() == ANSWER

    (here / "stubs").mkdir()
    (here / "stubs/shop.pyi").touch()

    assert find() is None


@pytest.mark.usefixtures("here")
def test_a_folder_inside_of_the_cache_has_no_kept_answer() -> None:
    kept = ask("--cache-dir=.")
    kept.keep(*ANSWER, [])

    assert find("--cache-dir=.") is None


def test_only_so_many_answers_are_kept(here: Path) -> None:
    folder = here / ".background_typed_cache/answers"
    folder.mkdir()
    for number in range(MOST + 2):
        (folder / f"{number}.json").touch()
        os.utime(folder / f"{number}.json", (number, number))

    ask().keep(*ANSWER, [])

    assert len([*folder.iterdir()]) == MOST
    assert find() == ANSWER


def test_an_answer_that_cannot_be_written_is_not_kept(here: Path) -> None:
    (here / ".background_typed_cache/answers").touch()
    ask().keep(*ANSWER, [])

    assert find() is None


def test_an_answer_that_is_used_stays(here: Path) -> None:
    ask().keep(*ANSWER, [])
    (file,) = (here / ".background_typed_cache/answers").iterdir()
    os.utime(file, (1, 1))

    assert find() == ANSWER
    assert file.stat().st_mtime > 1


def test_what_a_run_reads_is_noted_by_its_full_path(here: Path) -> None:
    watched = Watched()
    read_all()
    watched.note("open", ("cache.json", "w", os.O_WRONLY))  # Python does not trace a hook
    watched.note("open", ("api.py", "r", os.O_RDONLY))
    watched.note("open", ("__pycache__/api.pyc", "r", os.O_RDONLY))
    watched.note("open", (3, "r", os.O_RDONLY))
    watched.note("os.listdir", ("app",))
    watched.note("os.scandir", ("app",))
    watched.note("import", ("os",))

    assert watched.files == {str(here / "api.py")}
    assert watched.folders == {str(here): ["api.py"], str(here / "app"): []}


def test_what_tools_put_into_a_folder_does_not_count(here: Path) -> None:
    for name in ("__pycache__", ".ruff_cache", ".hidden.py", ".git", "notes.txt"):
        (here / name).mkdir()

    assert names_in(str(here)) == [".git", ".hidden.py", "api.py", "notes.txt"]
    assert names_in("missing") == []


def name_for(*arguments: str) -> str:
    """Return the name of the answer to what the user asks."""
    return kept_answers.name_of([*arguments], parse(arguments))


READ = [
    "VIRTUAL_ENV",
    "PRE_COMMIT",
    "CONDA_DEFAULT_ENV",
    "CONDA_PREFIX",
    "PATH",
    "PATHEXT",
    "PYENV_VERSION",
    "ASDF_PYTHON_VERSION",
    "MISE_PYTHON_VERSION",
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONEXECUTABLE",
    "PYTHONPLATLIBDIR",
    "PYTHONSAFEPATH",
    "PYTHONNOUSERSITE",
    "PYTHONUSERBASE",
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "PYTHONINTMAXSTRDIGITS",
    "PYTHONOPTIMIZE",
    "MYPYPATH",
    "MYPY_ALT_LIB_PATH",
    "PYODIDE",
    "GITHUB_WORKSPACE",
    "CI_PROJECT_DIR",
    "BUILD_SOURCESDIRECTORY",
    "FORCE_COLOR",
]
# The options on our command line hold in place of those that mypy reads; the streams are escaped
# when they are written; a locale counts by the encoding of paths that it makes; what is on no
# terminal has no links.
NOT_READ = [
    "FOO",
    "GITHUB_RUN_ID",
    "SHLVL",
    "OLDPWD",
    "_",
    "COLUMNS",
    "NO_COLOR",
    "TERM",
    "TERM_PROGRAM",
    "TERM_SESSION_ID",
    "FORCE_HYPERLINK",
    "KONSOLE_VERSION",
    "VTE_VERSION",
    "WT_SESSION",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "XDG_CONFIG_HOME",
    "MYPY_CACHE_DIR",
    "MYPY_NUM_WORKERS",
    "MYPY_FORCE_COLOR",
    "MYPY_CONFIG_FILE_DIR",
    "BACKGROUND_TYPED_BLOCKING",
    "PYTHONHASHSEED",
    "PYTHONIOENCODING",
    "PYTHONUTF8",
    "PYTHONWARNINGS",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONUNBUFFERED",
]


@pytest.fixture
def plain_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a shell that says nothing about colours."""
    for each in ("FORCE_COLOR", "NO_COLOR", "TERM"):
        monkeypatch.delenv(each, raising=False)


@pytest.mark.usefixtures("plain_shell")
@pytest.mark.parametrize("variable", READ)
def test_an_answer_is_for_what_is_read_of_the_shell(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = name_for()
    monkeypatch.setenv(variable, "another")
    assert name_for() != name


@pytest.mark.usefixtures("plain_shell")
@pytest.mark.parametrize("variable", NOT_READ)
def test_an_answer_is_for_whatever_else_the_shell_says(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = name_for()
    monkeypatch.setenv(variable, "another")
    assert name_for() == name


def test_a_new_terminal_gives_the_kept_answer(again: Project) -> None:
    shell = {"FOO": "1", "PYTHONHASHSEED": "7", "GITHUB_RUN_ID": "12", "WT_SESSION": "3"}

    assert again.run("app", **shell).stdout == "kept\n"


def test_settings_for_mypy_and_their_plugins_may_read_any_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "mypy.ini").touch()
    named = f"--config-file={tmp_path / 'mypy.ini'}"
    name = name_for(named)
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("SHLVL", "99")
    assert name_for(named) == name

    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "another")
    assert name_for(named) != name


@pytest.mark.usefixtures("plain_shell")
@pytest.mark.parametrize("variable", ["NO_COLOR", "TERM_PROGRAM", "FORCE_HYPERLINK"])
def test_an_answer_on_a_terminal_is_for_its_colours_and_links(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr(kept_answers, "columns_of", lambda _stream: 80)
    name = name_for()
    monkeypatch.setenv(variable, "vscode")
    assert name_for() != name


@pytest.mark.usefixtures("plain_shell")
def test_colours_that_the_user_names_do_not_depend_on_the_shell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = name_for("--color=always")
    monkeypatch.setenv("NO_COLOR", "1")
    assert name_for("--color=always") == name


def test_an_answer_is_for_paths_in_one_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    name = name_for()
    monkeypatch.setattr("sys.getfilesystemencoding", lambda: "latin-1")
    assert name_for() != name


def test_an_answer_is_for_terminals_of_one_width(monkeypatch: pytest.MonkeyPatch) -> None:
    name = name_for()
    monkeypatch.setattr(kept_answers, "columns_of", lambda _stream: 200)
    assert name_for() != name
