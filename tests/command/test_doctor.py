"""What `--doctor` tells users of mypy itself."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from background_typed_check import __version__
from background_typed_check.candidates import Candidates
from background_typed_check.command.main import run
from background_typed_check.facts.disk import Disk
from background_typed_check.wording import NAME_IT
from mypy.version import __version__ as mypy_version

pytestmark = pytest.mark.once

HANDLER = """\
from starlette.background import BackgroundTask, BackgroundTasks

def send(to: str) -> None: ...

def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")
"""
LEGACY = """
def legacy():
    BackgroundTask(send, "a")
"""
ON = '[tool.mypy]\nplugins = ["background_typed_mypy"]\n'
FINE = "1 background task: 1 visible to mypy with the plugin"

Write = Callable[..., None]
Doctor = Callable[..., tuple[int, list[str]]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in its own project, where mypy does not look for settings further up."""
    for name in ("FORCE_COLOR", "MYPYPATH", "MYPY_CACHE_DIR", "MYPY_NUM_WORKERS"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mypy.defaults.USER_CONFIG_FILES", [])
    return tmp_path


@pytest.fixture
def write(here: Path) -> Write:
    def write(**files: str) -> None:
        """Write files. In their names, `_` stands for a dot, and `__` for a slash."""
        for name, text in files.items():
            path = here / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)

    return write


@pytest.fixture(scope="module")
def starlette(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a cache with what mypy knows about Starlette under the settings of most tests here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("starlette"))
        Path("app.py").write_text(HANDLER)
        run(["--doctor", f"--python={sys.executable}", "--cache-dir=cache"])
        return Path("cache").absolute()


@pytest.fixture
def cache_folder(starlette: Path, here: Path) -> Path:
    """Copy that cache, because runs with other settings discard what is in it."""
    return Path(shutil.copytree(starlette, here / "cache"))


@pytest.fixture
def doctor(cache_folder: Path, capsys: pytest.CaptureFixture[str]) -> Doctor:
    def doctor(*arguments: str, python: str = sys.executable) -> tuple[int, list[str]]:
        """Return the exit status and the printed lines."""
        status, _ = run(
            ["--doctor", f"--python={python}", f"--cache-dir={cache_folder}", *arguments]
        )
        printed = capsys.readouterr()
        return status, (printed.out + printed.err).splitlines()

    return doctor


@pytest.fixture
def stub(here: Path) -> Callable[..., str]:
    def stub(*, faults: dict[str, str | None] | None = None, **versions: str | None) -> str:
        """Make an interpreter that claims these versions, and these faults of plugins."""
        known: dict[str, str | None] = {
            "mypy": mypy_version,
            "starlette": "1.0",
            "fastapi": None,
            "background_typed_mypy": __version__,
        }
        said = json.dumps([known | versions, faults or {}])
        path = here / "python"
        path.write_text(
            f"#!{sys.executable}\n"
            "import os, sys\n"
            "if sys.argv[1] == '-c':\n"
            f"    print({said!r})\n"
            "else:\n"
            f"    os.execv({sys.executable!r}, [{sys.executable!r}, *sys.argv[1:]])\n"
        )
        path.chmod(0o755)
        return str(path)

    return stub


def problems(lines: list[str]) -> list[str]:
    """Return the lines that are problems."""
    return [line for line in lines if "problem: " in line]


# The configuration.


def test_a_project_without_problems_is_described_in_facts(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, pyproject_toml=ON + "check_untyped_defs = true\n")

    status, lines = doctor()

    assert status == 0
    assert lines[0] == "configuration: pyproject.toml"
    assert lines[1].startswith(f"environment: {sys.executable} (Python 3.")
    assert f": mypy {mypy_version}, Starlette " in lines[1]
    assert lines[1].endswith(f", background-typed {__version__}")
    assert lines[2:] == ["functions without annotations: checked", FINE]


def test_quiet_leaves_the_problems_only(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, pyproject_toml=ON)

    assert doctor("--quiet") == (0, [])


def test_without_any_configuration_the_plugin_is_off(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER)

    status, lines = doctor()

    assert (status, lines[0], lines[1]) == (
        1,
        "configuration: none",
        "problem: the plugin is not switched on: "
        'set plugins = ["background_typed_mypy"] in [tool.mypy] of pyproject.toml',
    )


@pytest.mark.parametrize(
    ("name", "text", "remedy"),
    [
        ("mypy_ini", "[mypy]\n", "set plugins = background_typed_mypy in [mypy]"),
        ("setup_cfg", "[mypy]\n", "set plugins = background_typed_mypy in [mypy]"),
        (
            "pyproject_toml",
            '[tool.mypy]\nplugins = ["pydantic.mypy"]\n',
            'set plugins = ["pydantic.mypy", "background_typed_mypy"]'
            " in [tool.mypy] of pyproject.toml",
        ),
    ],
)
def test_the_remedy_is_in_the_words_of_the_file(
    name: str, text: str, remedy: str, write: Write, doctor: Doctor
) -> None:
    write(app_py=HANDLER, **{name: text})

    status, lines = doctor()

    assert status == 1
    assert problems(lines) == [f"problem: the plugin is not switched on: {remedy}"]
    assert lines[-1] == FINE


def test_a_name_that_is_nearly_that_of_the_plugin_is_replaced(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, mypy_ini="[mypy]\nplugins = background_typed\n")

    _, lines = doctor()

    off, unloaded, stops = problems(lines)
    assert off.endswith(": set plugins = background_typed_mypy in [mypy]")
    assert f'problem: {sys.executable} cannot load the plugin "background_typed" (' in unloaded
    assert unloaded.endswith('): install it there, or remove it from "plugins"')
    assert stops.startswith("problem: mypy stops with an error: mypy.ini:2: Plugin ")


@pytest.mark.parametrize("plugin", ["background_typed_mypy", "background_typed_mypy:plugin"])
def test_the_plugin_may_name_its_entry_point(plugin: str, write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, mypy_ini=f"[mypy]\nplugins = {plugin}\n")

    assert doctor("-q") == (0, [])


def test_the_first_file_that_mypy_finds_is_the_one_that_counts(
    write: Write, doctor: Doctor
) -> None:
    write(app_py=HANDLER, pyproject_toml=ON, mypy_ini="[mypy]\n")

    _, lines = doctor()

    assert lines[0] == "configuration: mypy.ini"


def test_a_file_in_a_folder_above_counts(
    write: Write, doctor: Doctor, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(app__api_py=HANDLER, pyproject_toml=ON)
    monkeypatch.chdir(here / "app")

    assert doctor()[1][0] == f"configuration: {Path('..', 'pyproject.toml')}"


def test_the_user_may_name_the_file(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, other_toml=ON, mypy_ini="[mypy]\n")

    status, lines = doctor("--config-file=other.toml")

    assert (status, lines[0]) == (0, "configuration: other.toml")


@pytest.mark.parametrize(
    ("file", "arguments"), [("mypy.ini", []), ("other.toml", ["--config-file=other.toml"])]
)
def test_a_broken_file_is_one_problem(
    file: str, arguments: list[str], write: Write, doctor: Doctor
) -> None:
    write(app_py=HANDLER, **{file.replace(".", "_"): "[tool.mypy\n"})

    status, lines = doctor(*arguments)

    assert status == 1
    (broken,) = problems(lines)
    assert broken.startswith(f"problem: {file}: ")
    assert broken.endswith(": fix it, because mypy ignores it")


def test_a_file_without_a_section_for_mypy_does_not_switch_the_plugin_on(
    write: Write, doctor: Doctor
) -> None:
    write(app_py=HANDLER, mypy_ini="[other]\n", other_toml="[tool.other]\n")

    missing, off = problems(doctor()[1])
    (also_off,) = problems(doctor("--config-file=other.toml")[1])

    assert missing == (
        "problem: mypy.ini: No [mypy] section in config file: fix it, because mypy ignores it"
    )
    assert off.startswith("problem: the plugin is not switched on: set plugins = background_typed_")
    assert also_off.endswith('set plugins = ["background_typed_mypy"] in [tool.mypy] of other.toml')


def test_a_message_of_two_lines_is_printed_in_one(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, mypy_ini="[mypy]\ngarbage\n")

    _, lines = doctor()

    (broken,) = problems(lines)
    assert broken.startswith("problem: mypy.ini: Source contains parsing errors: 'mypy.ini' [line")


def test_what_mypy_says_of_its_settings_is_passed_on(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, mypy_ini="[mypy]\nnonsense = 1\n")

    _, lines = doctor()

    unknown, off = problems(lines)
    assert unknown == (
        "problem: mypy.ini: [mypy]: Unrecognized option: nonsense = 1"
        ": fix it, because mypy ignores it"
    )
    assert off.startswith("problem: the plugin is not switched on")


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("enable_error_code = nonsense", "mypy: Invalid error code(s): nonsense"),
        ("exclude = (", "The exclude ( is an invalid regular expression, because: missing ), "),
        ("plugins = ./plugin.py, background_typed_mypy", "mypy.ini:2: Can't find plugin "),
    ],
)
def test_what_stops_mypy_is_one_problem(
    setting: str, reason: str, write: Write, doctor: Doctor
) -> None:
    settings = setting if "plugins" in setting else f"plugins = background_typed_mypy\n{setting}"
    write(app_py=HANDLER, mypy_ini=f"[mypy]\n{settings}\n")

    status, lines = doctor()

    assert status == 1
    (stops,) = problems(lines)
    assert stops.startswith(f"problem: mypy stops with an error: {reason}")
    assert stops.endswith(": fix it, or name other paths")


def test_a_package_that_mypy_cannot_name_stops_it(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, pyproject_toml=ON)
    for name in ("__init__.py", "api.py"):
        path = Path("my-app", name)
        path.parent.mkdir(exist_ok=True)
        path.write_text("")

    _, lines = doctor()

    (stops,) = problems(lines)
    assert stops.startswith("problem: mypy stops with an error: my-app ")
    assert "is not a valid Python package name: fix it" in stops


def test_settings_with_which_mypy_does_not_start_are_bad_usage(
    write: Write, doctor: Doctor
) -> None:
    write(app_py=HANDLER, mypy_ini="[mypy]\nalways_true = A\nalways_false = A\n")

    reason = "You can't make a variable always true and always false (A)"
    assert doctor() == (2, [f"background-typed: mypy: error: {reason}"])


# The environment.


def test_the_mypy_of_this_command_is_used_if_there_is_no_other(
    write: Write, doctor: Doctor, stub: Callable[..., str]
) -> None:
    write(app_py=HANDLER, pyproject_toml=ON)

    status, lines = doctor(python=stub(mypy=None))

    assert status == 0
    assert lines[1].startswith("environment: python (Python 3.")
    assert ": mypy missing, Starlette 1.0, FastAPI missing, " in lines[1]
    assert lines[2] == f"mypy: {mypy_version} from {sys.executable}, which runs this command"


def test_the_mypy_of_this_command_stands_in_for_another(
    write: Write, doctor: Doctor, stub: Callable[..., str]
) -> None:
    write(app_py=HANDLER, pyproject_toml=ON)

    status, lines = doctor(python=stub(mypy="99.0"))

    assert status == 0
    assert lines[2] == (
        f"note: what follows comes from mypy {mypy_version}, which this command uses instead"
    )


def test_a_mypy_that_is_too_old_is_a_problem(
    write: Write, doctor: Doctor, stub: Callable[..., str]
) -> None:
    write(app_py=HANDLER, pyproject_toml=ON)

    assert doctor("-q", python=stub(mypy="1.9.1+dev")) == (
        1,
        [
            "problem: mypy 1.9.1+dev is too old for the plugin: "
            'run python -m pip install "mypy>=1.19"'
        ],
    )


def test_the_plugin_in_another_version_is_a_problem(
    write: Write, doctor: Doctor, stub: Callable[..., str]
) -> None:
    write(app_py=HANDLER, pyproject_toml=ON)

    assert doctor("-q", python=stub(background_typed_mypy="0.0.1")) == (
        1,
        [
            "problem: python has background-typed 0.0.1,"
            f" but this command is version {__version__}: "
            f"run python -m pip install background-typed=={__version__}"
        ],
    )


def test_a_plugin_that_is_not_installed_there_is_a_problem(
    write: Write, doctor: Doctor, stub: Callable[..., str]
) -> None:
    write(app_py=HANDLER, pyproject_toml=ON)
    missing = "ModuleNotFoundError: No module named 'background_typed_mypy'"
    python = stub(background_typed_mypy=None, faults={"background_typed_mypy": missing})

    assert doctor("-q", python=python) == (
        1,
        [
            f'problem: python cannot load the plugin "background_typed_mypy" ({missing}): '
            'run python -m pip install "background-typed[mypy]"'
        ],
    )


def test_a_plugin_that_is_not_installed_here_is_left_out(
    write: Write, doctor: Doctor, stub: Callable[..., str]
) -> None:
    write(app_py=HANDLER, mypy_ini="[mypy]\nplugins = unknown_plugin, background_typed_mypy\n")

    status, lines = doctor(python=stub(faults={"unknown_plugin": None}))

    assert status == 0
    assert lines[2] == (
        'note: what follows is checked without the plugin "unknown_plugin", because this command'
        " cannot load it: install background-typed for python and run it there"
    )
    assert lines[-1] == FINE


def test_an_interpreter_that_does_not_answer_is_bad_usage(
    write: Write, doctor: Doctor, here: Path
) -> None:
    write(app_py=HANDLER, pyproject_toml=ON)
    python = here / "python"
    python.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "print(3, 11) if sys.argv[1] == '-Sc' else sys.exit('first\\nlast')\n"
    )
    python.chmod(0o755)

    status, lines = doctor(python=str(python))

    assert (status, lines[-1]) == (
        2,
        f"background-typed: {python} does not say what is installed for it: last",
    )


# The tasks.


def test_tasks_in_functions_without_annotations_are_skipped(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER + LEGACY, pyproject_toml=ON)

    status, lines = doctor()

    assert status == 1
    assert lines[2:] == [
        "functions without annotations: skipped (check_untyped_defs is off)",
        "problem: 1 background task in functions without annotations, which mypy skips"
        " (app.py:9:5): set check_untyped_defs = true",
        "2 background tasks: 1 visible to mypy with the plugin",
    ]


def test_no_more_than_a_few_places_are_shown(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER + LEGACY + '    BackgroundTask(send, "a")\n' * 4, pyproject_toml=ON)

    (problem,) = problems(doctor()[1])

    assert problem.startswith("problem: 5 background tasks in functions without annotations")
    assert "(app.py:9:5, app.py:10:5, app.py:11:5 and 2 more)" in problem


@pytest.mark.parametrize(
    ("setting", "names", "remedy"),
    [
        ('exclude = ["legacy"]', '"exclude"', 'narrow "exclude"'),
        ('files = ["app.py"]', '"files"', 'add the files to "files"'),
        (
            'exclude = ["nothing"]\nfiles = ["app.py"]',
            '"exclude" or "files"',
            'narrow "exclude" or add the files to "files"',
        ),
        ('modules = ["app"]', '"modules"', 'add the modules to "modules"'),
        ('packages = ["app"]', '"packages"', 'add the packages to "packages"'),
    ],
)
def test_files_that_are_hidden_from_mypy_are_reported(
    setting: str, names: str, remedy: str, write: Write, doctor: Doctor
) -> None:
    write(app_py=HANDLER, legacy__api_py=HANDLER, pyproject_toml=f"{ON}{setting}\n")

    assert doctor("-q") == (
        1,
        [
            f"problem: 1 background task in files that {names} hides from mypy"
            f" (legacy{os.sep}api.py:6:5): {remedy}"
        ],
    )


def test_a_module_that_the_settings_name_is_seen(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, pyproject_toml=f'{ON}modules = ["app"]\n')

    assert doctor("-q") == (0, [])


def test_a_module_that_mypy_does_not_find_stops_it(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, pyproject_toml=f'{ON}packages = ["nowhere"]\n')

    (problem,) = problems(doctor()[1])

    assert problem.startswith("problem: mypy stops with an error: Can't find package 'nowhere'")


def test_the_interpreter_that_the_settings_name_is_asked(
    write: Write, doctor: Doctor, tmp_path: Path
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 2 7\n")
    python.chmod(0o755)
    write(app_py=HANDLER, pyproject_toml=f'{ON}python_executable = "{python}"\n')

    status, lines = doctor("--python=")

    assert status == 2
    assert lines[-1].startswith(f"background-typed: {python} is Python 2.7, which mypy")


def test_nothing_hides_a_named_file_from_mypy(write: Write, doctor: Doctor) -> None:
    write(legacy__api_py=HANDLER, app_py="")
    write(pyproject_toml=f'{ON}files = ["app.py"]\nexclude = ["legacy"]\n')

    assert doctor("-q", "legacy/api.py") == (0, [])


def test_an_excluded_file_that_is_imported_is_seen(write: Write, doctor: Doctor) -> None:
    write(app_py="import legacy.api", legacy__api_py=HANDLER)
    write(pyproject_toml=f'{ON}exclude = ["legacy"]\n')

    assert doctor("-q") == (0, [])


def test_modules_with_ignored_errors_are_named(write: Write, doctor: Doctor) -> None:
    section = '[[tool.mypy.overrides]]\nmodule = "legacy"\nignore_errors = true\n'
    write(app_py=HANDLER, legacy_py=HANDLER, pyproject_toml=ON + section)

    assert doctor("-q") == (
        1,
        [
            "problem: 1 background task in modules where ignore_errors switches mypy off"
            " (legacy.py:6:5): narrow the section that sets it"
        ],
    )


def test_imports_that_are_not_followed_are_named(write: Write, doctor: Doctor) -> None:
    section = '[[tool.mypy.overrides]]\nmodule = "starlette.*"\nfollow_imports = "skip"\n'
    write(app_py=HANDLER, pyproject_toml=ON + section)

    (problem,) = doctor("-q")[1]

    assert problem == (
        "problem: 1 background task that mypy does not recognize, because follow_imports hides"
        " Starlette and FastAPI from it (app.py:6:5): set follow_imports = normal"
    )


@pytest.mark.parametrize("other", ["", "check_untyped_defs = true\n"])
def test_other_settings_are_possible_causes(other: str, write: Write, doctor: Doctor) -> None:
    guarded = HANDLER.replace("def handle", "FLAG = True\nif FLAG:\n  def handle").replace(
        "    tasks", "      tasks"
    )
    write(app_py=guarded, pyproject_toml=f'{ON}{other}always_false = ["FLAG"]\n')

    (problem,) = doctor("-q")[1]

    assert problem == (
        "problem: 1 background task that mypy sees without your settings, but not with them"
        " (app.py:8:7): look at python_version, platform, always_true, always_false, mypy_path,"
        " no_site_packages"
    )


def test_a_task_seen_only_with_the_settings_is_not_a_problem(write: Write, doctor: Doctor) -> None:
    section = '[[tool.mypy.overrides]]\nmodule = "other"\nalways_true = ["FLAG"]\n'
    write(app_py=HANDLER, pyproject_toml=ON + section)
    write(
        other_py="""\
from starlette.background import BackgroundTasks
FLAG = False
def send(to: str) -> None: ...
def handle(tasks: BackgroundTasks) -> None:
    assert not isinstance(tasks, BackgroundTasks) or FLAG
    tasks.add_task(send, "a")
"""
    )

    assert doctor("-q")[0] == 0


@pytest.mark.parametrize(
    ("parameter", "receiver", "remedy"),
    [
        ("tasks", "tasks", "tasks: BackgroundTasks"),
        ("request: Request", "request.state.tasks", "tasks: BackgroundTasks = request.state.tasks"),
    ],
)
def test_a_receiver_without_a_type_needs_an_annotation(
    parameter: str, receiver: str, remedy: str, write: Write, doctor: Doctor
) -> None:
    function = f'def add({parameter}) -> None:\n    {receiver}.add_task(send, "a")\n'
    write(app_py=f"from starlette.requests import Request\n{HANDLER}{function}")
    write(pyproject_toml=f"{ON}check_untyped_defs = true\n")

    status, lines = doctor()

    assert status == 1
    assert lines[-2:] == [
        f'app.py:9:5: problem: "{receiver}" has type "Any", so it is not known to be a collection: '
        f"annotate it, {remedy}",
        "2 background tasks: 1 visible to mypy with the plugin",
    ]


@pytest.mark.parametrize(
    "call",
    [
        'progress.add_task("Loading")',
        'progress.add_task(f"Loading {1}")',
        "progress.add_task(*[])",
        'progress.add_task(description="Loading")',
        "other.add_task(print)",
        "Other().add_task(print)",
        "BackgroundTask(*[print])",
        "add = other.add_task",
        "self = other",
    ],
)
def test_an_uncertain_task_is_not_a_problem(call: str, write: Write, doctor: Doctor) -> None:
    text = f"""
class Other:
    def add_task(self, anything: object) -> None: ...

def show(progress, other: Other, task: BackgroundTask) -> None:
    {call}
"""
    write(app_py=HANDLER + text, pyproject_toml=ON)

    assert doctor("-q") == (0, [])


def test_a_file_that_imports_no_task_class_has_no_tasks(write: Write, doctor: Doctor) -> None:
    write(app_py="def show(tasks) -> None:\n    tasks.add_task(print)\n", pyproject_toml=ON)

    assert doctor()[1][-1] == "No background tasks found"


def test_another_name_of_the_method_is_a_problem(write: Write, doctor: Doctor) -> None:
    alias = '    add = tasks.add_task\n    add(send, "a")\n'
    write(app_py=HANDLER + alias, pyproject_toml=ON)

    assert doctor("-q") == (
        1,
        ['app.py:7:5: problem: "add_task" is called by another name: call "add_task" itself'],
    )


@pytest.mark.parametrize("comment", ["# type: ignore", "# mypy: ignore-errors"])
def test_a_comment_for_the_whole_file_is_a_problem(
    comment: str, write: Write, doctor: Doctor
) -> None:
    write(app_py=f"{comment}\n{HANDLER}", pyproject_toml=ON)

    assert doctor("-q") == (
        1,
        [
            "app.py:7:5: problem: a comment switches mypy off for the whole file: "
            "remove it, and ignore single lines instead"
        ],
    )


def test_a_comment_for_one_line_is_not_a_problem(write: Write, doctor: Doctor) -> None:
    call = "    tasks.add_task(send, 1)  # type: ignore\n"
    write(app_py=HANDLER + call, pyproject_toml=ON)

    assert doctor("-q") == (0, [])


def test_code_that_mypy_does_not_reach_is_a_problem(write: Write, doctor: Doctor) -> None:
    after = f'{HANDLER}    assert False\n    tasks.add_task(send, "b")\n'
    write(app_py=after, pyproject_toml=ON)

    assert doctor("-q") == (
        1,
        [
            "app.py:8:5: problem: mypy treats the code as unreachable, or is told to skip it: "
            "set warn_unreachable = true, which may say why"
        ],
    )


def test_code_for_another_platform_is_not_a_problem(write: Write, doctor: Doctor) -> None:
    guarded = '    if sys.platform == "unknown":\n        tasks.add_task(send, "b")\n'
    write(app_py=f"import sys\n{HANDLER}{guarded}", pyproject_toml=ON)

    assert doctor("-q") == (0, [])


def test_an_inner_function_hides_the_name_of_an_outer_one(write: Write, doctor: Doctor) -> None:
    inner = (
        '    def add(other: int, tasks: list[int]) -> None:\n        tasks.add_task(send, "a")\n'
    )
    write(app_py=HANDLER + inner, pyproject_toml=ON)

    assert doctor("-q") == (0, [])


def test_an_unreadable_file_stops_mypy(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, broken_py="add_task(", pyproject_toml=ON)

    status, lines = doctor()

    assert status == 1
    assert lines[3].startswith("note: broken.py:1 is not checked by mypy: ")
    assert lines[4].startswith("problem: mypy stops with an error: broken.py:1: ")


def test_an_unreadable_file_that_is_excluded_is_not_a_problem(write: Write, doctor: Doctor) -> None:
    write(app_py=HANDLER, broken_py="add_task(", pyproject_toml=f'{ON}exclude = ["broken"]\n')

    assert doctor("-q") == (0, [])


def test_a_file_that_cannot_be_read_has_no_candidates(write: Write) -> None:
    write(broken_py=f"{HANDLER}add_task(")

    assert [*Candidates(Disk().source("broken.py")).find_candidates()] == []


def test_a_missing_library_is_one_problem(write: Write, doctor: Doctor, application: Path) -> None:
    ours = HANDLER.replace("starlette.background", "background_typed")
    write(app_py=ours, more_py=f"import nowhere\n{ours}", pyproject_toml=ON)
    write(other_py=f"{HANDLER}wrong: int = ''\n")
    write(none_py="import background_typed  # for add_task")

    status, lines = doctor("-q", python=str(application))

    assert status == 1
    assert lines == [
        "problem: mypy cannot find background-typed, imported by app.py and 1 other file:"
        f" {NAME_IT}"
    ]


# The command line.


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--list", "--list"),
        ("--no-types", "--no-types"),
        ("--format=json", "--format json (choose from text)"),
        ("--format=concise", "--format concise (choose from text)"),
    ],
)
def test_the_doctor_has_only_one_format(
    option: str, said: str, write: Write, doctor: Doctor, capsys: pytest.CaptureFixture[str]
) -> None:
    write(app_py=HANDLER)

    with pytest.raises(SystemExit) as left:
        doctor(option)

    assert left.value.code == 2
    assert capsys.readouterr().err == (f"background-typed: --doctor cannot be used with {said}\n")


def test_without_python_files_there_is_nothing_to_examine(doctor: Doctor) -> None:
    status, lines = doctor()

    assert (status, lines[-1]) == (2, "background-typed: there are no Python files in .")


def test_the_installed_command_examines_its_working_directory(
    write: Write, cache_folder: Path
) -> None:
    write(app_py=HANDLER, pyproject_toml=ON)

    done = subprocess.run(
        [
            Path(sys.executable).with_name("background-typed"),
            "--doctor",
            f"--python={sys.executable}",
            f"--cache-dir={cache_folder}",
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"{FINE}\n")
