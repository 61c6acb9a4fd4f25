"""What is built, and how checkers read it once it is installed."""

import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

import pytest
from background_typed_check import __version__

pytestmark = [pytest.mark.once, pytest.mark.repeats]

ROOT = Path(__file__).parents[1]

CLIENT = """\
from background_typed import BackgroundTasks


def send(address: str, text: str = "") -> None: ...


tasks = BackgroundTasks()
tasks.add_task(send, "me@example.com", text="welcome")
tasks.add_task(send, 1)
"""
WRONG_LINE = CLIENT.count("\n")

# Checkers without plugins, with options that make them print `file:line` only for errors.
OTHERS = {
    "pyrefly": ["check", "--output-format=min-text", "--python-interpreter-path"],
    "ty": ["check", "--output-format=concise", "--python"],
    "zuban": ["check", "--python-executable"],
}
PYRIGHT = [sys.executable, "-m", "pyright", "--pythonpath"]
FORMS = ["wheel", "sdist", "editable"]


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command that must succeed, and return its output."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def make_venv(path: Path, *requirements: str) -> Path:
    """Make an environment with only these requirements, and return its interpreter."""
    run(sys.executable, "-m", "venv", "--without-pip", path)
    python = path / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    run(*pip, "install", "--no-compile", *requirements)
    return python


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a release: the sdist, and the wheel from it."""
    path = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", path, ROOT)
    return path


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    """Find the wheel."""
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def sdist(dist: Path) -> Path:
    """Find the sdist."""
    (path,) = dist.glob("*.tar.gz")
    return path


@pytest.fixture(scope="session", params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """Return how the package is installed."""
    return str(request.param)


@pytest.fixture(scope="session")
def python(form: str, wheel: Path, sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the package with mypy, and return the interpreter."""
    folder = tmp_path_factory.mktemp(form)
    if form == "editable":
        # Not the repository itself, because the tests change the source (see `hidden_source`).
        with tarfile.open(sdist) as archive:
            archive.extractall(folder, filter="data")
        (source,) = folder.iterdir()
        return make_venv(folder / "venv", "-e", f"{source}[mypy]")
    return make_venv(folder / "venv", f"{wheel if form == 'wheel' else sdist}[mypy]")


@pytest.fixture
def hidden_source(python: Path) -> Iterator[None]:
    """Empty the source while a checker runs, so that it can only read the stub."""
    code = "import background_typed.background as b; print(b.__file__)"
    source = Path(run(python, "-I", "-c", code).strip())
    assert source.is_relative_to(python.parents[2])  # never that of the repository
    text = source.read_text()
    source.write_text("")
    yield
    source.write_text(text)


@pytest.fixture(scope="session")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the other checkers, and return the folder of their commands."""
    return make_venv(tmp_path_factory.mktemp("others"), *OTHERS).parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Write a program with one mistake, and configure mypy with the plugin."""
    (tmp_path / "client.py").write_text(CLIENT)
    (tmp_path / "mypy.ini").write_text("[mypy]\nplugins = background_typed_mypy\n")
    # Without a configuration, pyrefly reports almost nothing.
    (tmp_path / "pyrefly.toml").touch()
    return tmp_path


def test_wheel_contains_the_packages_and_their_typing_files(wheel: Path) -> None:
    """The four packages are at the top, without the folders that they are in here."""
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    info = f"background_typed-{__version__}.dist-info"
    packages = {
        "background_typed",
        "background_typed-stubs",
        "background_typed_check",
        "background_typed_mypy",
    }
    assert {name.split("/")[0] for name in names} == packages | {info}
    assert {name for name in names if not name.endswith(".py") and info not in name} == {
        "background_typed/py.typed",
        "background_typed-stubs/__init__.pyi",
        "background_typed-stubs/background.pyi",
        # In an editable install, pyright prefers a source with a py.typed to a stub without one.
        "background_typed-stubs/py.typed",
        "background_typed_check/py.typed",
        "background_typed_check/types/mypy.ini",
        "background_typed_mypy/py.typed",
    }
    assert f"{info}/licenses/LICENSE" in names


def test_metadata_has_the_version_of_the_plugin(wheel: Path) -> None:
    """There is one version, and it is written in one place."""
    with ZipFile(wheel) as archive:
        text = archive.read(f"background_typed-{__version__}.dist-info/METADATA").decode()
    assert HeaderParser().parsestr(text)["Version"] == __version__


def test_sdist_contains_the_tests(sdist: Path) -> None:
    """Other packagers can run them."""
    with tarfile.open(sdist) as archive:
        names = archive.getnames()
    assert f"background_typed-{__version__}/tests/{Path(__file__).name}" in names


def test_installed_package_runs(python: Path, project: Path) -> None:
    """The mistake does not matter here: the program adds tasks, but nothing runs them."""
    assert run(python, "client.py", cwd=project) == ""


@pytest.mark.usefixtures("hidden_source")
def test_mypy_reads_the_stub_and_loads_the_plugin(python: Path, project: Path) -> None:
    """The mistake is reported in the words of the callee."""
    command = [str(python), "-m", "mypy", "--strict", "client.py"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        (
            f'client.py:{WRONG_LINE}: error: Argument 1 to "send" has incompatible type "int"; '
            'expected "str"  [arg-type]'
        ),
        "Found 1 error in 1 file (checked 1 source file)",
    ]


def test_the_command_checks_the_program_of_another_environment(python: Path, project: Path) -> None:
    """The command and mypy are in one environment, the program's Starlette in another."""
    command = [
        str(python.with_name("background-typed")),
        f"--python={sys.executable}",
        "--format=concise",
        "client.py",
    ]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        (
            f'client.py:{WRONG_LINE}:22: arg-type Argument 1 to "send" has incompatible type '
            '"int"; expected "str"'
        ),
        "2 background tasks in 1 file: 2 checked, 1 error",
    ]
    assert done.returncode == 1


def lines_reported(project: Path, *command: str | Path) -> list[int]:
    """Run a checker on the program, and return the lines that it complains about."""
    whole = [*command, "client.py"]
    done = subprocess.run(whole, cwd=project, capture_output=True, text=True, check=False)
    return [int(line) for line in re.findall(r"client\.py:(\d+):", done.stdout)]


@pytest.mark.usefixtures("hidden_source")
def test_pyright_reads_the_stub(python: Path, project: Path) -> None:
    """Only the mistake is reported, and not a missing source, for example."""
    assert lines_reported(project, *PYRIGHT, python) == [WRONG_LINE]


@pytest.mark.usefixtures("hidden_source")
@pytest.mark.parametrize("checker", OTHERS)
def test_other_checkers_read_the_stub(
    checker: str, form: str, others: Path, python: Path, project: Path
) -> None:
    """The mistake is reported, and nothing else."""
    if (checker, form) == ("pyrefly", "editable"):
        # A file belongs to the project that it is in: the imports of the stub lead elsewhere.
        pytest.xfail("pyrefly reads the stub of the package, and the source of its module")
    assert lines_reported(project, others / checker, *OTHERS[checker], python) == [WRONG_LINE]


@pytest.mark.parametrize("checker", [*OTHERS, "pyright"])
def test_type_checkers_find_only_the_third_mistake_of_the_readme(
    checker: str, others: Path, tmp_path: Path
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    program = readme.partition("```python\n")[2].partition("```")[0]
    (tmp_path / "client.py").write_text(program, encoding="utf-8")
    (tmp_path / "pyrefly.toml").touch()
    command = [others / checker, *OTHERS[checker]] if checker in OTHERS else PYRIGHT
    third = program[: program.index("tasks.add_task(send, email, subject")].count("\n") + 1
    assert lines_reported(tmp_path, *command, sys.executable) == [third]
