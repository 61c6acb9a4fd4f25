"""What the user can ask for on the command line."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from importlib.util import find_spec
from pathlib import Path

import pytest
from background_typed_check import __main__ as entry
from background_typed_check.command.main import run
from background_typed_check.command.uncheckable import report_uncheckable
from background_typed_check.facts.source import Place
from background_typed_check.report import Report
from conftest import COMMAND, UNSET, Project

HANDLER = """\
from starlette.background import BackgroundTasks

def send(to: str) -> None: ...
def legacy(to): ...

class Mail:
    def handle(self, tasks: BackgroundTasks):
        tasks.add_task(send, to=1)
        tasks.add_task(send, "a")
        tasks.add_task(legacy, 1)
"""
FOUND = 'api.py:8:33: arg-type Argument "to" to "send" has incompatible type "int"; expected "str"'
SUMMARY = "3 background tasks in 1 file: 2 checked, 1 not checked (callee untyped), 1 error"


@pytest.fixture
def project(project: Project) -> Project:
    project.write({"api.py": HANDLER})
    return project


def test_findings_are_shown_in_the_source(project: Project) -> None:
    done = project.run()

    assert (
        done.stdout
        == f"""\
{FOUND.removeprefix("api.py:8:33: ")}
 --> api.py:8:33
  |
7 |     def handle(self, tasks: BackgroundTasks):
8 |         tasks.add_task(send, to=1)
  |                                 ^
9 |         tasks.add_task(send, "a")
  |

{SUMMARY}
"""
    )
    assert (done.stderr, done.returncode) == ("", 1)


def test_a_cached_run_finds_the_same(project: Project) -> None:
    cold = project.run()

    assert project.run().stdout == cold.stdout


def test_errors_in_other_code_are_not_shown(project: Project) -> None:
    project.write({"other.py": "import unknown\nx: int = ''\nprint(nothing)\n"})

    done = project.run("--format=concise")

    assert done.stdout == f"{FOUND}\n{SUMMARY}\n"


def test_errors_about_the_result_of_a_task_are_not_shown(project: Project) -> None:
    project.write(
        {
            "result.py": """\
from starlette.background import BackgroundTasks
from starlette.responses import Response
def send(to: str) -> None: ...
def handle(tasks: BackgroundTasks) -> int:
    x: int = tasks.add_task(send, "a")
    tasks.add_task(send, "a").nothing
    [tasks.add_task(send, "a") for _ in "abc"]
    Response(background=tasks.add_task(send, "a"))
    return tasks.add_task(send, "a")
"""
        }
    )

    done = project.run("--quiet", "result.py")

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize(
    "codes", ["arg-type", "arg-type, call-arg", "background-dropped, arg-type"]
)
def test_a_comment_that_ignores_codes_brings_no_note(project: Project, codes: str) -> None:
    wrong = f"tasks.add_task(send, 1)  # type: ignore[{codes}]"
    project.write({"api.py": HANDLER.replace("tasks.add_task(send, to=1)", wrong)})

    done = project.run("--format=concise")

    assert done.stdout == f"{SUMMARY.replace('1 error', 'no errors')}\n"


@pytest.mark.parametrize("text", ["é" * 9, "日本語" * 9, "😀" * 9])
def test_no_error_is_lost_after_non_ascii_text(project: Project, text: str) -> None:
    project.write(
        {"api.py": HANDLER.replace('send, "a"', f'send, "{text}", x=1 if "{text}" else 2')}
    )

    done = project.run("--quiet", "--format=concise")

    assert "call-arg" in done.stdout
    project.write({"api.py": HANDLER.replace('send, "a"', f'max, "{text}", len(3)')})
    assert 'Argument 1 to "len"' in project.run("--quiet", "--format=concise").stdout


@pytest.mark.parametrize("text", ["é", "日本語" * 9, "a😀"])
def test_a_task_behind_what_is_not_ascii_is_one_task(project: Project, text: str) -> None:
    line = f'print("{text}"); tasks.add_task(send, "{text}"); tasks.add_task(send, 1)'
    code = HANDLER.replace('tasks.add_task(send, "a")', line)
    assert line in code
    project.write({"api.py": code})
    number, shown = next(each for each in enumerate(code.splitlines(), 1) if line in each[1])
    columns = [each.start() + 1 for each in re.finditer(r"tasks\.", shown)]

    listed = project.run("--list").stdout.splitlines()

    here = [each for each in listed if each.startswith(f"api.py:{number}:")]
    assert here == [f"api.py:{number}:{each}: send: checked" for each in columns]


def test_an_awaited_task_is_a_finding(project: Project) -> None:
    awaited = "async def handle(tasks: BackgroundTasks):\n    await tasks.add_task(send, 'a')\n"
    project.write({"api.py": HANDLER.split("class", maxsplit=1)[0] + awaited})

    done = project.run("--quiet", "--format=concise")

    assert done.stdout.startswith(
        'api.py:7:11: func-returns-value "add_task" of "BackgroundTasks" does not'
    )
    assert done.returncode == 1


def test_what_only_a_plugin_of_a_library_can_judge_is_not_a_finding(project: Project) -> None:
    project.write(
        {
            "api.py": """\
from fastapi import BackgroundTasks
from pydantic import BaseModel, Field
from sqlalchemy.sql.schema import Column
import own

class User:
    name: Column[str]
    other: own.Column
class Payload(BaseModel):
    number: int
    note: str | None = Field(None, alias="text")

def send(payload: Payload, name: str) -> None: ...
def handle(tasks: BackgroundTasks, user: User) -> None:
    tasks.add_task(send, Payload(number="1", text="a"), user.name)
    tasks.add_task(send, 1, 2)
    tasks.add_task(send, payload=1, name=user.other)
""",
            "sqlalchemy/__init__.py": "",
            "sqlalchemy/sql/__init__.py": "",
            "sqlalchemy/sql/schema.py": """from typing import Generic, TypeVar

T = TypeVar("T")
class Column(Generic[T]): ...
""",
            "own.py": "class Column: ...\n",
        }
    )

    done = project.run("--format=concise", "--quiet")

    wrong = 'to "send" has incompatible type "int"; expected'
    assert done.stdout.splitlines() == [
        f'api.py:16:26: arg-type Argument 1 {wrong} "Payload"',
        f'api.py:16:29: arg-type Argument 2 {wrong} "str"',
        f'api.py:17:34: arg-type Argument "payload" {wrong} "Payload"',
        'api.py:17:42: arg-type Argument "name" to "send" has incompatible type "Column"; expected '
        '"str"',
    ]


def test_without_findings_the_status_is_fine(project: Project) -> None:
    project.write({"api.py": HANDLER.replace("to=1", "to=''")})

    done = project.run()

    assert done.stdout == SUMMARY.replace("1 error", "no errors") + "\n"
    assert (done.stderr, done.returncode) == ("", 0)


def test_a_quiet_run_prints_findings_only(project: Project) -> None:
    done = project.run("--quiet", "--format=concise")

    assert (done.stdout, done.stderr, done.returncode) == (f"{FOUND}\n", "", 1)


def test_every_task_can_be_listed(project: Project) -> None:
    done = project.run("--list")

    assert (
        done.stdout
        == """\
api.py:8:9: send: checked
api.py:9:9: send: checked
api.py:10:9: legacy: not checked (it has no annotations)
"""
    )
    assert (done.stderr, done.returncode) == ("", 0)


def test_every_task_can_be_listed_as_json(project: Project) -> None:
    done = project.run("--list", "--format=json")

    last = json.loads(done.stdout.splitlines()[-1])
    assert last == {
        "file": "api.py",
        "line": 10,
        "column": 9,
        "end_line": 10,
        "end_column": 34,
        "callee": "legacy",
        "checked": False,
        "reason": "the callee has no annotations",
    }


@pytest.mark.parametrize("name", ["json", "github", "gitlab", "azure", "sarif", "junit", "rdjson"])
def test_formats_for_machines_have_no_summary(project: Project, name: str) -> None:
    done = project.run(f"--format={name}")

    assert "background tasks in" not in done.stdout
    assert (done.stderr, done.returncode) == (f"{SUMMARY}\n", 1)


def test_without_a_path_the_folder_is_checked(project: Project) -> None:
    assert project.run().stdout == project.run(".").stdout


def test_paths_may_be_absolute_and_overlap(project: Project) -> None:
    folder = str(project.folder)

    done = project.run("--format=concise", folder, "api.py", f"../{project.folder.name}")

    assert (done.stdout, done.stderr) == (f"{FOUND}\n{SUMMARY}\n", "")


def test_paths_may_lead_out_of_the_folder(project: Project) -> None:
    (project.folder.parent / "other.py").write_text(HANDLER)

    done = project.run("--format=concise", "../other.py")

    assert (done.stdout, done.stderr) == (f"../{FOUND}\n{SUMMARY}\n".replace("api", "other"), "")


def test_the_module_is_the_command(project: Project) -> None:
    project.warm_up()
    done = subprocess.run(
        [sys.executable, "-m", "background_typed_check", f"--python={project.application}"],
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.returncode) == (project.run().stdout, 1)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Make an environment that has only the package."""
    venv.create(tmp_path / "bare", symlinks=True, with_pip=False)
    (site_packages,) = (tmp_path / "bare").glob("lib/python*/site-packages")
    for package in ("background_typed_check", "background_typed_mypy"):
        spec = find_spec(package)
        assert spec is not None
        (site_packages / package).symlink_to(Path(spec.origin or "").parent)
    return tmp_path / "bare" / "bin" / "python"


def run_in(python: Path, project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in its own environment."""
    shell = {name: value for name, value in os.environ.items() if name not in UNSET}
    return subprocess.run(
        [python, "-m", "background_typed_check", *arguments],
        cwd=project.folder,
        env=shell,
        capture_output=True,
        text=True,
        check=False,
    )


RULES = """\
from fastapi import BackgroundTasks

async def send(to: str) -> None: ...
def handle(tasks: BackgroundTasks):
    tasks.add_task(lambda: send("a"))
    tasks.add_task(send, to=1)
"""
NEVER_RUNS = (
    'rules.py:5:20: background-never-runs [*] "send" returns a coroutine that nobody awaits, so '
    "its body never runs\n"
)
FIXABLE = '[*] 1 fixable with "--fix".\n'


def test_the_rules_need_neither_mypy_nor_the_application(project: Project, bare: Path) -> None:
    project.write({"rules.py": RULES})

    done = run_in(bare, project, "--format=concise", "rules.py")

    assert done.stdout == (
        f"{NEVER_RUNS}2 background tasks in 1 file, 1 error "
        f"(arguments not checked: mypy is not installed)\n{FIXABLE}"
    )
    assert (done.stderr, done.returncode) == ("", 1)


def test_arguments_that_cannot_be_checked_fail_a_run_that_asks_for_them(
    project: Project, bare: Path
) -> None:
    done = run_in(bare, project, "--types")

    assert done.stderr == (
        'background-typed: mypy is not installed: pip install "background-typed[mypy]"\n'
    )
    assert (done.stdout, done.returncode) == ("", 2)


def raise_not_found(package: str) -> str:
    """Raise what `importlib.metadata` raises for a package that is not installed."""
    raise PackageNotFoundError(package)


@pytest.mark.parametrize(
    ("version", "said"),
    [
        (raise_not_found, "mypy is not installed"),
        (lambda _package: "1.18.2", "mypy 1.18.2 is older than 1.19"),
    ],
    ids=["none", "old"],
)
def test_the_reason_why_types_cannot_be_checked_is_printed(
    version: Callable[[str], str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("background_typed_check.command.versions.version", version)

    assert run(["--types"]) == (2, None)
    assert capsys.readouterr().err.startswith(f"background-typed: {said}: ")


@pytest.mark.parametrize("error", [MemoryError(), RecursionError("too deep"), ValueError("null")])
def test_any_failure_of_pythons_parser_is_reported(error: Exception) -> None:
    report = Report(unparsed={"app.py": error}, without_types="--no-types")
    report_uncheckable(report)

    (finding,) = report.findings
    assert finding.place == Place("app.py", 1, 1, 1, 2)
    assert finding.message.endswith(f"not checked: {str(error) or type(error).__name__}")


def test_a_deleted_working_directory_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise FileNotFoundError

    def leave(why: str) -> None:
        raise SystemExit(why)

    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(os, "getcwd", fail)
    monkeypatch.setattr(entry, "leave", leave)

    with pytest.raises(SystemExit, match="the current folder does not exist"):
        entry.main()


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="it closes what is written to")
@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("{command} . >&-", "the output cannot be written: it is closed"),
        ("{command} . >&- 2>&-", None),
        (
            "mkdir gone && cd gone && rmdir ../gone && {command} .",
            "the current folder does not exist",
        ),
    ],
)
def test_closed_streams_and_a_deleted_folder_end_the_run(
    script: str, why: str | None, tmp_path: Path
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", script.format(command=COMMAND)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == (f"background-typed: {why}\n" if why is not None else "")
    assert done.returncode == 2


def test_without_types_no_arguments_are_checked(project: Project) -> None:
    project.write({"rules.py": RULES})

    done = project.run("--no-types", "--format=concise", "rules.py")

    assert done.stdout == (
        f"{NEVER_RUNS}2 background tasks in 1 file, 1 error (arguments not checked: --no-types)\n"
        f"{FIXABLE}"
    )
    assert "to=1" not in done.stdout


def test_a_dependency_in_another_file_is_seen_from_any_folder(project: Project) -> None:
    project.write(
        {
            "routes.py": """\
from fastapi import APIRouter, BackgroundTasks, HTTPException
router = APIRouter()
@router.get("/")
def handler(tasks: BackgroundTasks):
    tasks.add_task(print)
    raise HTTPException(409)
""",
            "main.py": """\
from fastapi import BackgroundTasks, Depends, FastAPI
from routes import router
app = FastAPI()
async def run(tasks: BackgroundTasks):
    try:
        yield
    finally:
        await tasks()
app.include_router(router, dependencies=[Depends(run)])
""",
        }
    )

    for path in (".", "routes.py", str(project.folder)):
        assert project.run("--no-types", "--quiet", path).stdout == ""


def test_with_types_each_finding_is_shown_once(project: Project) -> None:
    project.write({"rules.py": RULES})

    done = project.run("--format=concise", "rules.py")

    wrong = 'arg-type Argument "to" to "send" has incompatible type "int"; expected "str"'
    assert done.stdout == (
        f"{NEVER_RUNS}rules.py:6:29: {wrong}\n"
        f"2 background tasks in 1 file: 2 checked, 2 errors\n{FIXABLE}"
    )


def test_a_run_without_types_never_imports_mypy() -> None:
    program = """
import sys
from background_typed_check.command.main import run
for arguments in (["--no-types", "."], ["explain"], ["--no-types", "--list", "."]):
    run(arguments)
print([name for name in sys.modules if name.partition(".")[0] in {"mypy", "rich"}])
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.endswith("\n[]\n")


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        ("KeyboardInterrupt", 130, "background-typed: interrupted\n"),
        ("BrokenPipeError", 2, ""),
        (
            "OSError(28, 'No space')",
            2,
            "background-typed: the output cannot be written: No space\n",
        ),
    ],
)
def test_no_run_ends_in_a_traceback(error: str, status: int, said: str) -> None:
    program = f"""
from background_typed_check import __main__ as entry
from background_typed_check.command import main

def run(arguments):
    raise {error}

main.run = run
entry.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr, done.returncode) == ("", said, status)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_output_that_cannot_be_written_is_reported(project: Project) -> None:
    script = f"{COMMAND} --python={project.application} > /dev/full"
    project.warm_up()

    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=project.folder, capture_output=True, text=True, check=False
    )

    assert done.stderr == (
        "background-typed: the output cannot be written: No space left on device\n"
    )
    assert done.returncode == 2


def test_every_error_of_mypy_in_a_task_is_shown(project: Project) -> None:
    project.write(
        {
            "api.py": """\
from abc import ABC, abstractmethod
from typing import TypedDict, TypeVar
from pydantic import BaseModel
from starlette.background import BackgroundTask, BackgroundTasks

class Abstract(ABC):
    @abstractmethod
    def method(self) -> None: ...
class Movie(TypedDict):
    title: str
class Payload(BaseModel):
    number: int
def send(to: str) -> None: ...
T = TypeVar("T", bound=BackgroundTasks)
def handle(tasks: BackgroundTasks, other: T, cls: type[BackgroundTask]) -> None:
    tasks.add_task(5)
    tasks.add_task("send", 1)
    tasks.add_task(Abstract)
    tasks.add_task(Movie, year=1)
    tasks.add_task(send, Payload(number=1))
    tasks.add_task(*[1])
    tasks.add_task()
    other.add_task(send, 1)
    cls(send, 1)
class Mine(BackgroundTasks):
    def add(self) -> None:
        super().add_task(send, 1)
class Task(BackgroundTask):
    def __init__(self) -> None:
        super().__init__(send, 1)
""",
            "mypy.ini": "[mypy]\nplugins = background_typed_mypy\ncheck_untyped_defs = True\n",
        }
    )
    python = f"--python-executable={project.application}/bin/python"
    mypy = subprocess.run(
        [sys.executable, "-m", "mypy", "--show-column-numbers", python, "api.py"],
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    errors = re.findall(r"(.*): error: (.*)  \[(.*)\]", mypy.stdout)
    assert len(errors) >= 14

    done = project.run("--quiet", "--format=concise")

    assert sorted(done.stdout.splitlines()) == sorted(
        f"{place}: {code} {message}" for place, message, code in errors
    )


def test_the_entry_point_is_for_the_command_line(project: Project) -> None:
    assert project.run("--help").stdout.startswith("usage: background-typed ")


def test_git_ignores_the_cache(project: Project) -> None:
    project.run()

    cache = project.cache()
    assert (cache / ".gitignore").read_text().splitlines()[-1] == "*"


def test_a_reader_that_leaves_is_not_a_failure(project: Project) -> None:
    script = f"{COMMAND} --python={project.application} --list | true"
    project.warm_up()

    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=project.folder, capture_output=True, text=True, check=True
    )

    assert (done.stdout, done.stderr) == ("", "")


def heed_interrupts() -> None:
    """Let SIGINT interrupt the process: a shell makes what it runs with `&` ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupted_run_says_so_in_a_line(project: Project, tmp_path: Path) -> None:
    command = [str(COMMAND), f"--python={project.application}", f"--cache-dir={tmp_path / 'cold'}"]
    with subprocess.Popen(
        command,
        cwd=project.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,  # noqa: PLW1509  # no threads here
    ) as running:
        while not (tmp_path / "cold").exists():
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)

        assert running.communicate() == ("", "background-typed: interrupted\n")

    assert running.returncode == 130


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["nothing.py"], '"nothing.py" is not a file or folder'),
        (["--config-file=no.ini"], '--config-file: "no.ini" is not a file'),
        (["--python=/no"], '--python: "/no" is not a Python interpreter or virtual environment'),
        (["--python=no"], '--python: "no" is not a Python interpreter or virtual environment'),
        (
            ["--python=api.py"],
            '--python: "api.py" is not a Python interpreter or virtual environment',
        ),
        (
            ["--list", "--format=grouped"],
            "--list cannot be used with --format grouped (choose from text, concise, json)",
        ),
    ],
)
def test_what_is_not_possible_is_reported_in_one_line(
    project: Project, arguments: list[str], line: str
) -> None:
    done = project.run(*arguments)

    assert (done.stdout, done.stderr) == ("", f"background-typed: {line}\n")
    assert done.returncode == 2


class TestSettings:
    """`--config-file`: the user's settings for mypy."""

    def test_replace_ours(self, project: Project) -> None:
        project.write({"mypy.ini": "[mypy-api]\ndisable_error_code = arg-type\n"})

        assert project.run().returncode == 1
        assert project.run("--config-file=mypy.ini").returncode == 0

    def test_may_have_the_plugin_already(self, project: Project) -> None:
        project.write({"pyproject.toml": "[tool.mypy]\nplugins = ['background_typed_mypy']\n"})

        done = project.run("--config-file=pyproject.toml", "--format=concise")

        assert done.stdout == f"{FOUND}\n{SUMMARY}\n"

    def test_do_not_keep_it_from_looking_everywhere(self, project: Project) -> None:
        settings = "check_untyped_defs = False\nignore_missing_imports = True\npretty = True\n"
        project.write({"mypy.ini": f"[mypy]\n{settings}"})

        done = project.run("--config-file=mypy.ini", "--format=concise")

        assert done.stdout == f"{FOUND}\n{SUMMARY}\n"

    def test_may_name_another_python(self, project: Project) -> None:
        minor = sys.version_info[1] + 1
        newer = f"import sys\nif sys.version_info >= (3, {minor}):\n"
        task = "    def f(tasks: BackgroundTasks):\n        tasks.add_task(send, 1)\n"
        project.write(
            {
                "mypy.ini": f"[mypy]\npython_version = 3.{minor}\n",
                "api.py": HANDLER.split("class", maxsplit=1)[0] + newer + task,
            }
        )

        assert project.run().returncode == 0
        assert project.run("--config-file=mypy.ini").returncode == 1

    def test_that_mypy_does_not_know_are_reported(self, project: Project) -> None:
        project.write({"mypy.ini": "[mypy]\nstrickt = True\n"})

        done = project.run("--config-file=mypy.ini", "--quiet")

        assert done.stderr == (
            "background-typed: mypy.ini: [mypy]: Unrecognized option: strickt = True\n"
        )
        assert done.returncode == 1

    def test_that_cannot_be_read_are_reported_in_one_line(self, project: Project) -> None:
        project.write({"mypy.ini": "mypy\n"})

        done = project.run("--config-file=mypy.ini", "--quiet")

        assert len(done.stderr.splitlines()) == 1
        assert "mypy.ini cannot be read: File contains no section headers" in done.stderr
        assert done.returncode == 2

    @pytest.mark.parametrize(
        ("settings", "why"),
        [
            ("plugins = nothing", "Error importing plugin \"nothing\": No module named 'nothing'"),
            ("enable_error_code = nothing", "Invalid error code(s): nothing"),
        ],
    )
    def test_that_stop_mypy_are_reported(self, project: Project, settings: str, why: str) -> None:
        project.write({"mypy.ini": f"[mypy]\n{settings}\n"})

        done = project.run("--config-file=mypy.ini")

        assert len(done.stderr.splitlines()) == 1
        assert why in done.stderr
        assert (
            done.stdout
            == "3 background tasks in 1 file, no errors (arguments not checked: mypy failed)\n"
        )
        assert done.returncode == 2


class TestEnvironment:
    """The environment whose packages count as installed."""

    @pytest.fixture
    def empty(self, tmp_path: Path) -> Path:
        venv.create(tmp_path / "empty", symlinks=True, with_pip=False)
        return tmp_path / "empty"

    def test_is_the_active_one(self, project: Project, empty: Path) -> None:
        (project.folder / ".venv").symlink_to(empty)

        done = project.run_bare(VIRTUAL_ENV=str(project.application))

        assert done.stdout == project.run().stdout

    def test_is_otherwise_that_of_the_folder_or_of_one_above(self, project: Project) -> None:
        (project.folder.parent / ".venv").symlink_to(project.application)

        assert project.run_bare().stdout == project.run().stdout

    def test_is_otherwise_that_of_the_command(self, project: Project) -> None:
        done = project.run_bare()

        assert done.stdout == project.run().stdout

    def test_is_named_if_it_lacks_the_packages_of_tasks(self, project: Project) -> None:
        project.write(
            {
                "api.py": "import arq\nfrom celery import send\n"
                + HANDLER.replace("def send", "def f")
                + "        tasks.add_task(f, arq.x())\n"
            }
        )

        done = project.run_bare()

        assert done.stderr == (
            "background-typed: arq, celery: not installed, or without types, for "
            f"{sys.executable}: name the application's environment with --python or the setting "
            "python\n"
        )
        assert "2 callee from a module that is not found, 1 callee untyped" in done.stdout
        assert project.run().stderr == ""

    def test_is_not_that_of_a_pre_commit_hook(self, project: Project, empty: Path) -> None:
        (project.folder / ".venv").symlink_to(empty)

        done = project.run_bare(VIRTUAL_ENV=sys.prefix, PRE_COMMIT="1")

        assert "Starlette is not installed" in done.stderr

    def test_may_be_condas(self, project: Project, empty: Path) -> None:
        done = project.run_bare(CONDA_DEFAULT_ENV="app", CONDA_PREFIX=str(empty))

        assert "Starlette is not installed" in done.stderr

    def test_may_be_too_old(self, project: Project, tmp_path: Path) -> None:
        python = tmp_path / "python"
        python.write_text("#!/bin/sh\necho 2 7\n")
        python.chmod(0o755)

        done = project.run(f"--python={python}")

        assert done.stderr == (
            f"background-typed: {python} is Python 2.7, which mypy cannot ask for its packages: "
            "name another environment with --python or the setting python\n"
        )
        assert done.returncode == 2
        assert project.run("--no-types", f"--python={python}").returncode == 0

    def test_may_be_of_another_python(self, project: Project, tmp_path: Path) -> None:
        python = tmp_path / "python"
        python.write_text("#!/bin/sh\nif [ $1 = -Sc ]; then echo 3 8; else echo '([], [])'; fi\n")
        python.chmod(0o755)

        done = project.run(f"--python={python}")

        assert "Starlette is not installed" in done.stderr
