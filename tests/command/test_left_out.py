"""What cannot be checked is reported in one line per cause, and the rest is checked."""

import os
import re
import sys
import venv
from pathlib import Path

import pytest
from background_typed_check.command.main import run
from background_typed_check.facts.disk import Disk
from conftest import Project
from mypy.version import __version__ as mypy_version

pytestmark = pytest.mark.once

HANDLER = """\
from starlette.background import BackgroundTasks
def send(to: str) -> None: ...
def handle(tasks: BackgroundTasks):
    tasks.add_task(send, 1)
"""
IMPORTER = """\
from starlette.background import BackgroundTasks
from broken import send
def handle(tasks: BackgroundTasks):
    tasks.add_task(send, 1)
"""
PYTHON = ".".join(map(str, sys.version_info[:2]))
SHADOW = 'typing.py: This file shadows library module "typing"'
ERROR = ':4:26: arg-type Argument 1 to "send" has incompatible type "int"; expected "str"'


def unread(project: Project, *arguments: str) -> list[str]:
    """Return what is reported as not checked, in a run that does check `api.py`."""
    project.write({"api.py": HANDLER})
    done = project.run("--format=concise", "--quiet", *arguments)
    assert done.stdout.splitlines() == [f"api.py{ERROR}"]
    assert done.returncode == 1
    prefix = "background-typed: "
    assert all(line.startswith(prefix) for line in done.stderr.splitlines())
    return [line.removeprefix(prefix) for line in done.stderr.splitlines()]


def test_each_imported_file_with_a_syntax_error_is_reported(project: Project) -> None:
    project.write(
        {
            "broken.py": "def (:\n",
            "python2.py": "print 'hello'\n",
            "{{cookiecutter.name}}/main.py": "from {{ cookiecutter.name }} import main\n",
            "template.py": "{% if background %}\nimport background\n{% endif %}\n",
            "importer.py": f"import broken, python2\n{IMPORTER}",
        }
    )

    lines = unread(project)

    assert [re.sub(": .*", ": ...", line) for line in lines] == [
        "broken.py:1 is not checked by mypy: ...",
        "python2.py:1 is not checked by mypy: ...",
    ]


def test_a_task_that_calls_what_cannot_be_read_is_not_checked(project: Project) -> None:
    project.write({"broken.py": "def (:\n", "importer.py": IMPORTER})

    done = project.run()

    assert "broken.py:1 is not checked by mypy: " in done.stderr
    assert done.stdout == (
        "1 background task in 1 file: 0 checked, "
        "1 not checked (callee from a module that mypy skips), no errors, 1 file left out\n"
    )
    assert done.returncode == 0
    assert project.run("--types").returncode == 2


def test_a_file_in_another_encoding_is_reported(project: Project) -> None:
    (project.folder / "latin.py").write_bytes(b"name = '\xe9'\n")
    project.write({"importer.py": f"import latin\n{IMPORTER}", "broken.py": ""})

    (line,) = unread(project)

    assert line.startswith("latin.py is not checked by mypy: ")
    assert "'utf-8' codec can't decode byte 0xe9" in line


def test_each_of_several_causes_is_reported(project: Project) -> None:
    (project.folder / "latin.py").write_bytes(b"name = '\xe9'\n")
    project.write({"broken.py": "def (:\n", "sub/broken.py": "def (:\n"})
    project.write({"importer.py": f"import broken, latin, sub.broken\n{IMPORTER}"})

    lines = unread(project)

    assert sorted(line.partition(" ")[0] for line in lines) == [
        "broken.py:1",
        "latin.py",
        "sub/broken.py:1",
    ]


@pytest.mark.skipif(
    mypy_version.startswith("1.") or sys.version_info >= (3, 15),
    reason="mypy's parser is Python's own, or knows no more",
)
def test_what_only_mypy_can_parse_is_checked(project: Project) -> None:
    newer = "lazy import broken  # of Python 3.15\n" + HANDLER
    project.write({"newer.py": newer, "broken.py": "def (:\n"})

    done = project.run("--format=concise", "--quiet", "newer.py", "broken.py")

    assert [line.partition(": ")[2] for line in done.stderr.splitlines()] == [
        "broken.py:1 is not checked by mypy: Expected an identifier",
    ]
    assert done.stdout == (
        f"newer.py:1:6: syntax Python {PYTHON} cannot parse this file, so only mypy checks its "
        "tasks: invalid syntax\n"
        f"newer.py:5{ERROR.removeprefix(':4')}\n"
    )


@pytest.mark.skipif(
    mypy_version.startswith("1.") or sys.version_info >= (3, 15),
    reason="mypy's parser is Python's own, or knows no more",
)
def test_what_only_mypy_can_parse_is_an_error_even_if_mypy_finds_none(project: Project) -> None:
    newer = "lazy import json  # of Python 3.15\n" + HANDLER.replace("1)", '"a")')
    project.write({"newer.py": newer})

    done = project.run("--types", "newer.py")

    assert done.stdout.endswith("\n1 background task in 1 file: 1 checked, 1 error\n")
    assert (done.stderr, done.returncode) == ("", 1)


def test_a_module_that_the_rules_need_and_cannot_parse_is_named(project: Project) -> None:
    project.write({"broken.py": "def (:\n", "unused.py": "def (:\n", "importer.py": IMPORTER})

    done = project.run("--no-types", "--quiet", "importer.py")

    assert done.stderr == (
        f"background-typed: broken.py:1 is not known to the rules, because Python {PYTHON} cannot "
        "parse it: invalid syntax\n"
    )


def test_an_unknown_encoding_is_an_error_at_the_first_character(project: Project) -> None:
    project.write({"api.py": "# coding: nonsense\n" + HANDLER})

    done = project.run("--no-types", "--quiet", "--format=concise")

    assert done.stdout == (
        f"api.py:1:1: syntax Python {PYTHON} cannot parse this file, so its tasks are not checked: "
        "unknown encoding: nonsense\n"
    )


def test_what_python_cannot_parse_is_reported_without_types(project: Project) -> None:
    project.write({"broken.py": "def (:\n" + HANDLER})

    done = project.run("--no-types", "--format=concise", "broken.py")

    why = f"broken.py:1:5: syntax Python {PYTHON} cannot parse this file, so its tasks are not "
    assert done.stdout.startswith(why)
    assert done.stdout.endswith("No background tasks found, 1 error\n")
    assert (done.stderr, done.returncode) == ("", 1)


def test_what_neither_python_nor_mypy_can_parse_is_an_error(project: Project) -> None:
    project.write({"broken.py": "def (:\n" + HANDLER, "api.py": HANDLER})

    done = project.run("--quiet", "--format=concise")

    assert [line.partition(": ")[0] for line in done.stdout.splitlines()] == [
        "api.py:4:26",
        "broken.py:1:5",
    ]
    assert "\nbroken.py:1:5: syntax " in done.stdout
    assert (done.stderr, done.returncode) == ("", 1)


def test_a_file_that_cannot_be_read_is_an_error(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write({"api.py": HANDLER})
    monkeypatch.setattr(Disk, "read", lambda _disk, _path: None)
    monkeypatch.chdir(project.folder)

    status, _ = run(["--no-types", "--format=concise"])

    assert capsys.readouterr().out == (
        "api.py:1:1: error: This file cannot be read, so its tasks are not checked\n"
        "No background tasks found, 1 error\n"
    )
    assert status == 1


def test_what_is_left_out_is_counted(project: Project) -> None:
    project.write({"a.ipynb": "add_task", "b.ipynb": "add_task", "api.py": HANDLER})

    assert project.run().stdout.endswith(": 1 checked, 1 error, 2 files left out\n")
    assert project.run("--no-types", "a.ipynb").stdout == (
        "No background tasks found, no errors, 1 file left out\n"
    )


def test_settings_that_cannot_be_parsed_end_the_run(project: Project) -> None:
    project.write({"api.py": HANDLER, "broken.ini": "[mypy\n"})

    done = project.run("--config-file=broken.ini")

    (said,) = done.stderr.splitlines()
    assert said.startswith("background-typed: --config-file: broken.ini cannot be read: ")
    assert done.returncode == 2


def test_a_package_that_mypy_cannot_parse_is_reported(project: Project, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, symlinks=True, with_pip=False)
    (site_packages,) = environment.glob("lib/python*/site-packages")
    ours = next(project.application.glob("lib/python*/site-packages"))
    for package in ours.iterdir():
        (site_packages / package.name).symlink_to(package.resolve())
    (site_packages / "newer").mkdir()
    (site_packages / "newer" / "py.typed").touch()
    (site_packages / "newer" / "__init__.py").write_text("def (:\n")
    project.write({"importer.py": f"import newer\n{IMPORTER}", "broken.py": ""})

    (line,) = unread(project, f"--python={environment}")

    assert re.fullmatch(r".*site-packages/newer/__init__.py:1 is not checked by mypy: .*", line)


def test_a_file_that_mypy_cannot_parse_is_not_called_a_missing_package(project: Project) -> None:
    text = "from broken import send\n" + HANDLER.replace("def send", "def other")
    project.write({"api.py": text, "broken.py": "\nx = (\n"})

    done = project.run_bare("api.py")

    (line,) = done.stderr.splitlines()
    assert line.startswith("background-typed: broken.py:3 is not checked by mypy: ")
    assert "callee from a module that mypy skips" in done.stdout


CRASHING = {
    "mypy.ini": "[mypy]\nplugins = crash.py\n",
    "crash.py": """\
from mypy.plugin import Plugin

def crash(ctx):
    raise RuntimeError('a bug')

class Crash(Plugin):
    def get_function_hook(self, fullname):
        return crash if fullname.endswith("boom") else None

def plugin(version):
    return Crash
""",
    "crashing.py": f"def boom() -> None: ...\nboom()\n{IMPORTER}",
    "broken.py": "",
}
CRASH = (
    "crashing.py:2:1: error: mypy cannot check this file, so the arguments of its tasks are not "
    "checked: it crashes (RuntimeError: a bug)"
)


def test_a_crash_of_mypy_is_reported(project: Project) -> None:
    project.write(CRASHING)

    project.write({"api.py": HANDLER})
    done = project.run("--config-file=mypy.ini", "--quiet", "--format=concise")

    assert done.stdout.splitlines() == [f"api.py{ERROR}", CRASH]
    assert (done.stderr, done.returncode) == ("", 1)


def test_a_crash_of_mypy_may_leave_nothing_to_check(project: Project) -> None:
    project.write(CRASHING)

    done = project.run("--config-file=mypy.ini", "--format=concise")

    assert done.stdout == (
        f"{CRASH}\n"
        "1 background task in 1 file: 0 checked, 1 not checked (mypy cannot check the file), "
        "1 error\n"
    )
    assert (done.stderr, done.returncode) == ("", 1)


def test_notebooks_with_tasks_are_reported(project: Project) -> None:
    project.write({"tasks.ipynb": '{"cells": ["tasks.add_task(f)"]}', "plots.ipynb": "{}"})

    assert unread(project) == ["Notebooks are not checked: tasks.ipynb"]


def test_a_named_file_that_is_not_python_is_reported(project: Project) -> None:
    project.write({"README.md": "", "plots.ipynb": "{}"})

    assert unread(project, "api.py", "README.md", "plots.ipynb") == [
        "README.md is not checked: it is not a Python file (.py)",
        "Notebooks are not checked: plots.ipynb",
    ]


def test_what_is_not_a_regular_file_is_passed_over(project: Project) -> None:
    os.mkfifo(project.folder / "pipe.py")

    assert unread(project) == []


def test_a_file_whose_name_cannot_be_printed_is_reported(project: Project) -> None:
    os.close(os.open(os.fsencode(project.folder) + b"/\xff.py", os.O_CREAT))

    assert unread(project) == [r"'\udcff.py' is not checked: its name is not printable text"]


def test_circular_and_broken_links_are_harmless(project: Project) -> None:
    folder = project.folder / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "up").symlink_to("../..")
    (project.folder / "again").symlink_to("a")
    (project.folder / "0.py").symlink_to("api.py")
    (project.folder / "self.py").symlink_to("self.py")
    (project.folder / "nowhere.py").symlink_to("nothing.py")

    assert unread(project) == [
        "nowhere.py is not checked: No such file or directory",
        "self.py is not checked: Too many levels of symbolic links",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_an_unreadable_folder_is_reported(project: Project) -> None:
    (project.folder / "secret").mkdir(mode=0)

    assert unread(project) == ["secret is not checked: Permission denied"]


def test_environments_and_hidden_folders_are_passed_over(project: Project) -> None:
    project.write(
        {
            "env/pyvenv.cfg": "",
            "env/lib/api.py": HANDLER,
            "node_modules/api.py": HANDLER,
            ".tox/api.py": HANDLER,
            "__pycache__/api.py": HANDLER,
        }
    )

    assert unread(project) == []


def test_a_library_that_is_not_installed_is_reported(project: Project, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    venv.create(empty, symlinks=True, with_pip=False)
    route = HANDLER.replace("starlette.background", "fastapi")
    project.write({"api.py": HANDLER, "a.py": route, "b.py": route, "c.py": "import fastapi\n"})

    project.write({"mypy.ini": "[mypy]\nignore_missing_imports = True\n"})

    done = project.run(f"--python={empty}", "--config-file=mypy.ini")

    assert done.stderr == project.run(f"--python={empty}").stderr
    library = f"is not installed for {empty}/bin/python, so the arguments of the tasks in"
    remedy = (
        "are not checked: name the application's environment with --python or the setting python"
    )
    assert done.stderr.splitlines() == [
        f"background-typed: FastAPI {library} a.py and 1 other file {remedy}",
        f"background-typed: Starlette {library} api.py {remedy}",
    ]
    assert done.stdout == (
        "3 background tasks in 3 files: 0 checked, 3 not checked (2 FastAPI is not installed, "
        "1 Starlette is not installed), no errors\n"
    )
    assert done.returncode == 0
    assert project.run(f"--python={empty}", "--types").returncode == 2


def test_a_missing_library_is_reported_with_a_file_that_imports_it(project: Project) -> None:
    project.write({"more.py": "from background_typed import BackgroundTasks\n"})

    (line,) = unread(project)

    assert line.startswith("background-typed is not installed for ")
    assert " more.py " in line


def test_tasks_that_mypy_passes_over_are_reported(project: Project) -> None:
    project.write(
        {
            "ignored.py": "# mypy: ignore-errors\n" + HANDLER + "    tasks.add_task(send)\n",
            "never.py": HANDLER.replace(
                "    tasks", "    x = 1\n    if not isinstance(x, int):\n     tasks"
            ),
            "renamed.py": HANDLER.replace(
                "tasks.add_task(", "add = tasks.add_task\n    add("
            ).replace("send, 1", "send, 'a'"),
            "windows.py": HANDLER.replace("    tasks", "    if sys.platform == '':\n     tasks"),
            "dotted.py": "# mypy: ignore-errors\nimport starlette.background\n"
            "def handle(tasks: starlette.background.BackgroundTasks):\n"
            "    tasks.add_task(print)\n",
            "unknown.py": HANDLER.replace("tasks: BackgroundTasks", "tasks"),
            "any.py": "from typing import Any, Optional\n"
            + HANDLER.replace("tasks: BackgroundTasks", "tasks: Optional[Any]"),
            "variable.py": "from typing import TypeVar\n"
            "from starlette.background import BackgroundTasks\n"
            "T = TypeVar('T', bound=BackgroundTasks)\n"
            "def handle(tasks: T) -> None:\n"
            "    tasks.add_task(print)\n",
            "twice.py": HANDLER.replace("def handle", "@str\ndef handle")
            + "@str\ndef handle(tasks: BackgroundTasks):\n    tasks.add_task(send, 'a')\n",
            "shared.py": "from starlette.background import BackgroundTasks\n"
            "from broken import tasks\ntasks.add_task(print)\n",
            "other.py": "def progress(bar):\n    bar.add_task(print)\n",
        }
    )

    assert unread(project) == [
        'any.py:5: not checked: "tasks" has type "Any", so it is not known to be a collection: '
        "annotate it, tasks: BackgroundTasks",
        "dotted.py:4: not checked: a comment switches mypy off for the whole file: "
        "remove it, and ignore single lines instead",
        "ignored.py:5 and 1 more task: not checked: a comment switches mypy off for the whole "
        "file: remove it, and ignore single lines instead",
        "never.py:6: not checked: mypy treats the code as unreachable, or is told to skip it: "
        "set warn_unreachable = true, which may say why",
        'renamed.py:4: not checked: "add_task" is called by another name: call "add_task" itself',
        'shared.py:3: not checked: "tasks" is not known to be a collection: it has type "Any", or '
        "mypy does not reach it: annotate it, tasks: BackgroundTasks",
        'twice.py:5: not checked: "handle" is defined again, and mypy checks only the last '
        "definition: give one of the functions another name",
        'unknown.py:4: not checked: nothing says what "tasks" is: '
        "annotate it, tasks: BackgroundTasks",
        'variable.py:5: not checked: the type of "tasks" is a type variable, so mypy checks it on '
        "its own: annotate it, tasks: BackgroundTasks",
    ]


def test_a_broken_cache_is_made_anew(project: Project) -> None:
    project.write({"api.py": HANDLER})
    project.warm_up()
    cache = project.cache()
    for file in cache.rglob("cache*.db"):
        file.write_bytes(b"no database" * 1000)
    (cache / "group.json").write_text("rubbish")

    done, again = project.run("--format=concise"), project.run("--format=concise")

    assert done.stderr.startswith("background-typed: mypy failed (")
    where = f"with the cache in .background_typed_cache/{cache.name}"
    assert done.stderr.endswith(f" {where}, so it was made anew\n")
    assert done.stdout.startswith(f"api.py{ERROR}\n1 background task in 1 file: 1 checked, ")
    assert done.returncode == 1
    assert (again.stdout, again.stderr) == (done.stdout, "")
    assert not any(each.read_bytes().startswith(b"no") for each in cache.rglob("cache*.db"))


def test_a_missing_library_matters_only_to_files_with_unseen_tasks(
    project: Project, tmp_path: Path
) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, symlinks=True, with_pip=False)
    (site_packages,) = environment.glob("lib/python*/site-packages")
    for package in next(project.application.glob("lib/python*/site-packages")).iterdir():
        if package.name != "fastapi":
            (site_packages / package.name).symlink_to(package.resolve())
    project.write({"app.py": "import fastapi\n" + HANDLER})

    done = project.run("--quiet", f"--python={environment}", "--format=concise")

    assert (done.stdout, done.stderr) == ("app.py:5" + ERROR.removeprefix(":4") + "\n", "")


def test_a_cache_folder_that_cannot_be_made_is_not_used(project: Project) -> None:
    project.write({"file": ""})

    (line,) = unread(project, "--cache-dir=file")

    file, _, what = line.partition(" cannot be created, ")
    assert re.fullmatch(r"file/\w+", file)
    assert what == "so nothing is cached, and mypy has no workers: Not a directory"


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"typing.py": "", "api.py": HANDLER}, SHADOW),
    ],
)
def test_the_status_says_if_nothing_can_be_checked(
    project: Project, files: dict[str, str], why: str
) -> None:
    project.write(files)

    done = project.run("--quiet")

    assert done.stderr.splitlines()[-1] == f"background-typed: {why}"
    assert done.stdout == ""
    assert done.returncode == 2


def test_nothing_is_checked_if_no_file_mentions_tasks(project: Project) -> None:
    project.write({"broken.py": "def (:\n"})

    done = project.run()

    assert (done.stdout, done.stderr, done.returncode) == ("No background tasks found\n", "", 0)


def test_a_collection_that_only_its_name_shows_is_reported(project: Project) -> None:
    project.write(
        {
            "hooks.py": "from typing import Any\n\n"
            "def run(hook: Any, background_tasks: Any | None, tasks: Any) -> None:\n"
            "    background_tasks.add_task(hook, 1)\n    tasks.add_task(hook, 1)\n"
        }
    )

    done = project.run("--no-types")

    assert done.stderr == (
        'background-typed: hooks.py:4: not checked: "background_tasks" has type "Any", so it is '
        "not known to be a collection: annotate it, background_tasks: BackgroundTasks\n"
    )
    assert done.stdout == "No background tasks found, 1 call not checked\n"


def test_a_file_that_is_ignored_as_a_whole_is_reported(project: Project) -> None:
    project.write({"api.py": "# type: ignore\n" + HANDLER})

    done = project.run()

    assert "api.py:5: not checked: a comment switches mypy off for the whole file" in done.stderr
    assert done.stdout.startswith("1 background task in 1 file: 0 checked, 1 not checked")
    assert done.returncode == 0


def test_tasks_that_the_rules_do_not_see_are_reported_without_types(project: Project) -> None:
    project.write(
        {
            "renamed.py": HANDLER.replace("tasks.add_task(", "add = tasks.add_task\n    add("),
            "unknown.py": HANDLER.replace("tasks: BackgroundTasks", "tasks"),
            "wrapped.py": HANDLER.replace("tasks: BackgroundTasks", "tasks: W[BackgroundTasks]"),
        }
    )

    done = project.run("--no-types", "--quiet")

    assert done.stderr.splitlines() == [
        'background-typed: renamed.py:4: not checked: "add_task" is called by another name: '
        'call "add_task" itself',
        'background-typed: unknown.py:4: not checked: nothing says what "tasks" is: '
        "annotate it, tasks: BackgroundTasks",
    ]


def test_types_asks_for_every_task_to_be_seen(project: Project) -> None:
    hidden = "    x = 1\n    if not isinstance(x, int):\n        tasks"
    project.write({"api.py": HANDLER.replace("    tasks", hidden)})

    done = project.run("--types")

    assert done.stderr.splitlines()[-1] == (
        "background-typed: --types: mypy does not see 1 background task "
        "(mypy treats the code as unreachable, or is told to skip it)"
    )
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("return", 'the "return" in line 4', 'nothing runs after "return"'),
        ("raise SystemExit", 'the "raise" in line 4', 'nothing runs after "raise"'),
        ("exit()", "the statement in line 4", "nothing reaches it"),
    ],
)
def test_types_does_not_ask_for_what_a_rule_says_never_runs(
    project: Project, before: str, after: str, why: str
) -> None:
    project.write({"api.py": HANDLER.replace("    tasks", f"    {before}\n    tasks")})

    done = project.run("--types")

    assert f"background-dropped Nothing runs after {after}" in done.stdout
    assert f"0 checked, 1 not checked ({why}), 1 error" in done.stdout
    assert (done.stderr, done.returncode) == ("", 1)


@pytest.mark.parametrize(
    "before",
    [
        '    if sys.platform == "nowhere":\n    ',
        "    if sys.version_info < (3, 8):\n    ",
        "    if False:\n    ",
        "    if 0:\n    ",
        '    if sys.platform != "nowhere":\n        return\n',
    ],
)
def test_types_does_not_ask_for_code_for_another_platform_or_python(
    project: Project, before: str
) -> None:
    handler = HANDLER.replace("    tasks", f"{before}    tasks")
    project.write({"api.py": f"import sys\n{handler}"})

    done = project.run("--types")

    assert done.stdout == (
        "1 background task in 1 file: 0 checked, "
        "1 not checked (code for another platform or Python version), no errors\n"
    )
    assert (done.stderr, done.returncode) == ("", 0)


def test_types_does_not_ask_for_a_module_for_another_platform(project: Project) -> None:
    project.write({"api.py": f'import sys\nassert sys.platform == "nowhere"\n{HANDLER}'})

    done = project.run("--types")

    assert "(code for another platform or Python version), no errors" in done.stdout
    assert (done.stderr, done.returncode) == ("", 0)


def test_types_asks_for_code_that_is_kept_from_type_checkers_only(project: Project) -> None:
    kept = "    if not TYPE_CHECKING:\n        tasks"
    handler = HANDLER.replace("    tasks", kept)
    project.write({"api.py": f"from typing import TYPE_CHECKING\n{handler}"})

    done = project.run("--types")

    assert done.stderr.startswith("background-typed: api.py:6: not checked: mypy treats the code")
    assert done.returncode == 2


@pytest.mark.parametrize(
    "line",
    ['bar.add_task("Downloading")', 'bar.add_task(f"{1}")', "Progress().add_task(name, total=1)"],
)
def test_mypy_is_not_started_for_what_can_only_be_something_else(
    project: Project, line: str
) -> None:
    api = f"from rich.progress import Progress\ndef show(bar, name):\n    {line}\n"
    project.write({"api.py": api})

    done = Project(project.folder, project.application, None).run()

    assert done.stdout == "No background tasks found\n"
    assert not (project.folder / ".background_typed_cache").exists()


@pytest.mark.parametrize(
    "text",
    [
        "# BackgroundTasks, BackgroundTask(send), tasks.add_task(send)\n",
        '"""BackgroundTask(send)"""\n',
        "from starlette.background import BackgroundTask, BackgroundTasks\n",
        "import fastapi\ndef handle(tasks: fastapi.BackgroundTasks) -> 'BackgroundTask': ...\n",
    ],
)
def test_mypy_is_not_started_for_a_mention_of_tasks(project: Project, text: str) -> None:
    project.write({"api.py": text})

    done = Project(project.folder, project.application, None).run()

    assert (done.stdout, done.stderr) == ("No background tasks found\n", "")
    assert not (project.folder / ".background_typed_cache").exists()


@pytest.mark.parametrize(
    ("name", "call"),
    [("BackgroundTask", "BackgroundTask(int, [])"), ("Response", "Response({}, background=1)")],
)
def test_mypy_is_asked_about_a_class_that_the_source_does_not_show(
    project: Project, name: str, call: str
) -> None:
    tried = f"try:\n    from tools import {name}\nexcept ImportError:\n    {name} = None"
    project.write(
        {
            "tools.py": "from starlette.background import BackgroundTask as BackgroundTask\n"
            "from starlette.responses import Response as Response\n",
            "api.py": f"# for BackgroundTasks\n{tried}  # type: ignore\n{call}\n",
        }
    )

    done = project.run("--format=concise", "--quiet", "api.py")

    assert done.stdout.startswith("api.py:6:")


def test_mypy_is_asked_about_a_receiver_that_the_source_does_not_show(project: Project) -> None:
    project.write(
        {
            "tools.py": "from starlette.background import BackgroundTasks\n"
            "all_ = [BackgroundTasks()]\n",
            "api.py": "from tools import all_\nall_[0].add_task(int, [])\n",
        }
    )

    done = project.run("--format=concise", "--quiet", "api.py")

    assert done.stdout.startswith("api.py:2:")


LIBRARIES = {
    "bare/__init__.py": "def job(to): ...\n",
    "compiled.cpython-313-x86_64-linux-gnu.so": "",
    "newer/py.typed": "",
    "newer/__init__.py": "def (:\n",
    "yaml/__init__.py": "def load(to): ...\n",
}


@pytest.fixture
def environment(project: Project, tmp_path: Path) -> Path:
    """Return an environment with libraries that are installed and have no types."""
    folder = tmp_path / "environment"
    venv.create(folder, symlinks=True, with_pip=False)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    for package in next(project.application.glob("lib/python*/site-packages")).iterdir():
        (site_packages / package.name).symlink_to(package.resolve())
    Project(site_packages, project.application, None).write(LIBRARIES)
    return folder


@pytest.mark.parametrize("library", ["bare", "compiled", "newer", "yaml"])
def test_types_does_not_ask_for_types_of_what_is_installed(
    project: Project, environment: Path, library: str
) -> None:
    task = f"tasks.add_task({library}.job, 1)\n    tasks.add_task(send, {library}.load())"
    handler = HANDLER.replace("tasks.add_task(send, 1)", task)
    project.write({"api.py": f"import {library}\n{handler}"})

    done = project.run("--types", f"--python={environment}")

    assert done.stdout.startswith(
        "2 background tasks in 1 file: 1 checked, "
        "1 not checked (callee from a package without types), no errors"
    )
    assert "--types" not in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("imported", "value", "module"),
    [
        ("import missing_a", "missing_a.thing", "missing_a"),
        ("import yaml", "yaml.load", "yaml"),
        ("from .rel import thing", "thing", "shop.rel"),
        ("from ..none import thing as it", "it", "project.none"),
        ("from . import absent", "absent.thing", "shop.absent"),
        ("from . import absent as it", "it", "shop.absent"),
        ("from shop import absent", "absent", "shop.absent"),
        ("from shop.there import absent", "absent", "shop.there.absent"),
    ],
)
def test_types_asks_for_the_modules_that_tasks_rest_on(
    project: Project, imported: str, value: str, module: str
) -> None:
    handler = HANDLER.replace("send, 1)", f"{value}, 1)\n    tasks.add_task(send, {value}())")
    project.write({"shop/__init__.py": "", "shop/there.py": ""})
    project.write({"shop/api.py": f"{imported}\n{handler}"})

    done = project.run("--types")

    assert done.stderr == (
        "background-typed: --types: mypy does not see 2 background tasks "
        "(1 callee from a module that is not found, 1 argument from a module that is not found)\n"
    )
    assert done.returncode == 2
    assert project.run("--list", "--quiet").stdout == (
        f'shop/api.py:5:5: {value}: not checked (it comes from "{module}", which is not found)\n'
        f'shop/api.py:6:5: send: not checked (an argument comes from "{module}", which is not '
        "found)\n"
    )


def test_a_variable_may_rest_on_a_module_that_is_not_found(project: Project) -> None:
    task = "value = missing_a.load() if tasks else None\n    tasks.add_task(print, value)"
    handler = HANDLER.replace("tasks.add_task(send, 1)", task)
    project.write({"api.py": f"import missing_a\n{handler}"})

    assert "(argument from a module that is not found)" in project.run("--types").stderr


def test_what_comes_from_a_file_that_mypy_skips_is_said_to_do_so(project: Project) -> None:
    task = "tasks.add_task(broken.send)\n    tasks.add_task(send, broken.to)"
    handler = HANDLER.replace("tasks.add_task(send, 1)", task)
    project.write({"api.py": f"import broken\n{handler}", "broken.py": "def (:\n"})

    assert project.run("--list", "--quiet").stdout == (
        'api.py:5:5: broken.send: not checked (it comes from "broken", which mypy skips)\n'
        'api.py:6:5: send: not checked (an argument comes from "broken", which mypy skips)\n'
    )


@pytest.mark.parametrize("option", ["--types", "--no-types"])
def test_calls_that_are_not_checked_are_named_in_the_order_of_their_lines(
    project: Project, option: str
) -> None:
    project.write(
        {
            "api.py": "from typing import Any\n"
            "from starlette.background import BackgroundTasks\n"
            "def send(tasks: Any) -> None:\n"
            "    if tasks:\n"
            "        tasks.add_task(print)\n"
            "def handle(tasks) -> None:\n"
            "    tasks.add_task(print)\n"
        }
    )

    lines = project.run(option).stderr.splitlines()

    assert [line.split(": ")[1] for line in lines[:2]] == ["api.py:5", "api.py:7"]
