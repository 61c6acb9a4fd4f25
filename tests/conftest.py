"""The command as users run it: installed in one environment, the application's in another.

And caches of what mypy knows about an application's libraries: without them, nearly every run would
read the libraries again, which takes seconds.
"""

import gc
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import ignore_patterns

import pytest
from background_typed_check.command.inputs.files import PythonFiles
from background_typed_check.command.main import run
from background_typed_check.environment import INTERPRETER, Environment, packages_of
from background_typed_check.facts.disk import Disk
from background_typed_check.server.client_settings import Wanted
from background_typed_check.server.mypy_process import MypyProcess
from background_typed_check.server.requests import Reply, Request
from background_typed_check.types.caches import RECORD, name_of, record_of
from background_typed_check.types.grouping import group_modules
from background_typed_check.types.naming import name_modules
from background_typed_check.types.settings import Settings
from forked import run_command
from mypy import api

COMMAND = Path(sys.executable).with_name("background-typed")
# What a FastAPI application imports.
PACKAGES = (
    "annotated_doc",
    "annotated_types",
    "anyio",
    "fastapi",
    "pydantic",
    "pydantic_core",
    "starlette",
    "typing_extensions",
    "typing_inspection",
)
IMPORTS = """\
import anyio, fastapi, fastapi.responses, functools, starlette.concurrency
from starlette.background import BackgroundTasks

def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(print)
"""
# Variables that a developer's shell may set, and the one that pytest changes all the time.
UNSET = (
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "CONDA_DEFAULT_ENV",
    "PRE_COMMIT",
    "MYPYPATH",
    "PYTEST_CURRENT_TEST",
)


class Project:
    """A folder with an application, where the command runs."""

    def __init__(self, folder: Path, application: Path, libraries: Path | None) -> None:
        """Take the folder, the application's environment, and a cache of its libraries."""
        self.folder = folder
        self.application = application
        self.libraries = libraries

    def write(self, files: dict[str, str]) -> None:
        """Write files."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the command for the application's environment."""
        return self.run_bare(f"--python={self.application}", *arguments, **environment)

    def run_bare(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the command without naming an environment."""
        self.warm_up()
        shell = {name: value for name, value in os.environ.items() if name not in UNSET}
        done = run_command(arguments, self.folder, shell | environment)
        assert "Traceback" not in done.stdout + done.stderr
        return done

    def cache(self) -> Path:
        """Return the folder of the cache for the only group of modules."""
        (of_python,) = self.folder.glob(".background_typed_cache/*/3.*")
        return of_python.parent

    def inside(self, folder: str) -> "Project":
        """Return the same project for someone who works in one of its folders."""
        return Project(self.folder / folder, self.application, self.libraries)

    def warm_up(self) -> None:
        """Give each group of modules the cache of the libraries. It only saves time."""
        if self.libraries is None:
            return
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            disk, cache_root = Disk(), self.folder / ".background_typed_cache"
            python = str(self.application / INTERPRETER)
            packages = packages_of(python)
            settings = Settings(Environment(python, sys.version_info[:2]), str(cache_root))
            modules = name_modules(PythonFiles(["."], disk).files, disk, packages)
            for group in group_modules(modules):
                cache = cache_root / name_of(record_of(group, settings))
                if not cache.exists():
                    # The record says which group this cache is of: another one.
                    shutil.copytree(self.libraries, cache, ignore=ignore_patterns(RECORD))


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the line that the command exits with."""
    with pytest.raises(SystemExit) as left:
        run([*words])
    output, errors = capsys.readouterr()
    assert (output, left.value.code, errors.count("\n")) == ("", 2, 1)
    return errors.removeprefix("background-typed: ").removesuffix("\n")


@pytest.fixture(scope="module", autouse=True)
def only_own_garbage() -> Iterator[None]:
    """Make `gc.collect()` skip what earlier files left: it takes seconds to free mypy's trees.

    The tests call it, and so does pytest at the end.
    """
    gc.freeze()
    yield
    gc.freeze()  # mypy has undone the first one


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that has the libraries of an application, but not our packages."""
    folder = tmp_path_factory.mktemp("application") / ".venv"
    venv.create(folder, symlinks=True, with_pip=False)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    for package in PACKAGES:
        origin = find_spec(package)
        assert origin is not None
        assert origin.origin is not None
        source = Path(origin.origin)
        source = source.parent if origin.submodule_search_locations else source
        (site_packages / source.name).symlink_to(source)
    return folder


@pytest.fixture(scope="session")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a cache with what mypy knows about libraries, with the plugin as the only setting."""
    folder = tmp_path_factory.mktemp("libraries")
    (folder / "mypy.ini").write_text("[mypy]\nplugins = background_typed_mypy\n")
    (folder / "imports.py").write_text(IMPORTS)
    cache = folder / "cache"
    done = api.run(
        [f"--config-file={folder / 'mypy.ini'}", f"--cache-dir={cache}", f"{folder}/imports.py"]
    )
    assert done[1:] == ("", 0)
    return cache


@pytest.fixture(scope="session")
def libraries_of_command(application: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a cache with what the command knows about the application's libraries."""
    project = Project(tmp_path_factory.mktemp("libraries_of_command"), application, None)
    project.write({"imports.py": IMPORTS})
    assert project.run().returncode == 0
    return project.cache()


@pytest.fixture
def project(tmp_path: Path, application: Path, libraries_of_command: Path) -> Project:
    """Make a folder for an application."""
    folder = tmp_path / "project"
    folder.mkdir()
    return Project(folder, application, libraries_of_command)


@pytest.fixture(scope="session")
def libraries_of_server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a cache with what the language server knows about libraries."""
    folder = tmp_path_factory.mktemp("libraries_of_server")
    (folder / "imports.py").write_text(IMPORTS)
    with pytest.MonkeyPatch.context() as patch:
        for each in UNSET:
            patch.delenv(each, raising=False)
        process = MypyProcess()
        assert process.ask(Request(str(folder), Wanted(), {})) == Reply({})
        assert process.end() == "signal 9"
    return folder / ".background_typed_cache"


@pytest.fixture
def typed(tmp_path: Path, libraries_of_server: Path) -> Path:
    """Make a folder for a project, in which mypy in the language server knows the libraries."""
    shutil.copytree(libraries_of_server, tmp_path / ".background_typed_cache")
    return tmp_path
