"""Any real tree is checked, and what cannot be checked is reported in one line."""

from pathlib import Path

import pytest
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.source import Place
from background_typed_check.reasons import Cause, Obstacle
from background_typed_check.report import ListedTask, Report
from background_typed_check.types.naming import name_modules
from background_typed_check.types.two_names import shorten_two_names
from background_typed_check.wording import line_of
from conftest import Project

MAIL = "def send(to: str) -> None: ...\n"
OTHER_MAIL = "def send(number: int) -> None: ...\n"
ERROR = 'arg-type Argument 1 to "send" has incompatible type "int"; expected "str"'


def handler(imports: str = MAIL) -> str:
    """Return a module with a task that is wrong for one `send`, and right for the other."""
    return (
        f"{imports}from starlette.background import BackgroundTasks\n"
        "def handle(tasks: BackgroundTasks):\n    tasks.add_task(send, 1)\n"
    )


def errors(project: Project, *arguments: str) -> list[str]:
    """Return the errors in a project for which nothing else is reported."""
    done = project.run("--format=concise", *arguments)
    assert done.stderr == ""
    *found, summary = done.stdout.splitlines()
    assert "not checked" not in summary
    assert done.returncode == bool(found)
    return found


def said(project: Project, *arguments: str) -> tuple[list[str], list[str]]:
    """Return what is reported as not checked, and the errors in the rest."""
    done = project.run("--format=concise", "--quiet", *arguments)
    return done.stderr.splitlines(), done.stdout.splitlines()


def test_packages_without_init_files_are_one_program(project: Project) -> None:
    project.write(
        {
            "app/main.py": "from app.routes import users\n",
            "app/routes/users.py": handler("from app.services.mail import send\n"),
            "app/services/mail.py": MAIL,
        }
    )

    assert errors(project) == [f"app/routes/users.py:4:26: {ERROR}"]


@pytest.mark.parametrize("folder", ["src", "backend", "my-app"])
@pytest.mark.parametrize("init", [{}, {"{}/pkg/__init__.py": ""}], ids=["namespace", "package"])
def test_a_program_may_start_from_a_folder_below(
    project: Project, folder: str, init: dict[str, str]
) -> None:
    files = {
        "{}/pkg/mail.py": MAIL,
        "{}/pkg/api.py": handler("from pkg.mail import send\n"),
        "tests/test_api.py": "from pkg.api import handle\n",
        **init,
    }
    project.write({name.format(folder): text for name, text in files.items()})

    assert errors(project) == [f"{folder}/pkg/api.py:4:26: {ERROR}"]


@pytest.mark.parametrize("path", ["app/api.py", "app", "."])
def test_a_part_of_a_program_is_checked_with_the_rest_of_it(project: Project, path: str) -> None:
    project.write(
        {
            "app/api.py": handler("from app.services.mail import send\n"),
            "app/services/mail.py": MAIL,
        }
    )

    assert errors(project, path) == [f"app/api.py:4:26: {ERROR}"]


def test_nothing_is_reported_outside_the_named_paths(project: Project) -> None:
    project.write({"api.py": "import other\n" + handler(), "other.py": handler()})

    assert errors(project, "api.py") == [f"api.py:5:26: {ERROR}"]


def test_relative_imports_make_a_folder_a_package(project: Project) -> None:
    project.write({"api.py": handler("from .mail import send\n"), "mail.py": MAIL})

    assert errors(project) == [f"api.py:4:26: {ERROR}"]


def test_a_module_of_a_package_does_not_shadow_a_library(project: Project) -> None:
    project.write(
        {
            "app/__init__.py": "",
            "app/anyio.py": MAIL,
            "app/api.py": "import anyio\nanyio.sleep\n" + handler("from .anyio import send\n"),
        }
    )

    assert errors(project) == [f"app/api.py:6:26: {ERROR}"]


def test_a_stray_init_file_does_not_make_the_project_a_package(project: Project) -> None:
    project.write(
        {
            "__init__.py": "",
            "app/__init__.py": "",
            "app/mail.py": MAIL,
            "app/api.py": handler("from app.mail import send\n"),
        }
    )

    assert errors(project) == [f"app/api.py:4:26: {ERROR}"]


def test_scripts_of_the_same_name_are_each_checked(project: Project) -> None:
    project.write({"a/run.py": handler(), "b/run.py": handler()})

    assert errors(project) == [
        f"a/run.py:4:26: {ERROR}",
        f"b/run.py:4:26: {ERROR}",
    ]


def test_programs_that_share_names_are_each_checked_with_their_own(project: Project) -> None:
    project.write(
        {
            "a/app/__init__.py": "",
            "a/app/mail.py": MAIL,
            "a/app/api.py": handler("from app.mail import send\n"),
            "b/app/__init__.py": "",
            "b/app/mail.py": OTHER_MAIL,
            "b/app/api.py": handler("from app.mail import send\n"),
            "b/main.py": handler("from app.mail import send\nfrom common import x\n"),
            "libs/common.py": "x = 1\n",
        }
    )

    assert errors(project) == [f"a/app/api.py:4:26: {ERROR}"]


def test_a_program_without_tasks_is_not_checked(project: Project) -> None:
    project.write(
        {
            "a/app/mail.py": MAIL,
            "a/app/api.py": handler("from app.mail import send\n"),
            "b/app/mail.py": OTHER_MAIL,
            "b/main.py": "from app.mail import send\n",
        }
    )

    assert errors(project) == [f"a/app/api.py:4:26: {ERROR}"]


def test_what_is_imported_under_two_names_is_checked_once(project: Project) -> None:
    project.write(
        {
            "backend/app/mail.py": MAIL,
            "backend/app/api.py": handler("from app.mail import send\n"),
            "backend/app/more.py": "import app.api\n",
            "tests/test_mail.py": handler("from backend.app.mail import send\n"),
        }
    )

    unread, found = said(project)

    assert unread == [
        'background-typed: imports of "backend.*" are treated as untyped: '
        'backend/app/mail.py is "app.mail"'
    ]
    assert found == [f"backend/app/api.py:4:26: {ERROR}"]


def test_a_package_is_called_as_its_own_imports_call_it_from_inside_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "api.py").write_text("from app.mail import send\nfrom beside.it import no\n")
    (folder / "mail.py").write_text("import beside\n")
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside/it.py").touch()
    monkeypatch.chdir(folder)

    modules = name_modules(["api.py", "mail.py"], Disk())

    assert [each.name for each in modules] == ["app.api", "app.mail"]


def test_all_second_names_that_tasks_need_are_reported_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "api.py").write_text(
        "import a.mail, json\nfrom b import send, other\nfrom c import unused\nfrom . import d\n"
        "def handle(tasks):\n    def later():\n        tasks.add_task(send, a.mail.text, d)\n"
    )
    names = [Obstacle(Cause.TWO_NAMES, f"{name}.*", other=f"app.{name}") for name in "abcd"]
    cache = Obstacle(Cause.NO_CACHE, "No", "cache")
    task = ListedTask(Place(str(tmp_path / "api.py"), 7, 9), "send")
    gone = ListedTask(Place(str(tmp_path / "gone.py"), 1, 1), "send")
    report = Report(tasks=[task, gone], unchecked=[names[0], cache, *names[1:]])

    shorten_two_names(report)

    assert report.unchecked == [names[0]._replace(more=1), cache]
    assert line_of(report.unchecked[0]).startswith('imports of "a.*" and 1 other name are treated')


@pytest.mark.parametrize("imported", ["from b import *", "import b", "import b.c as send"])
def test_a_module_level_task_needs_its_imports(imported: str, tmp_path: Path) -> None:
    file = tmp_path / "api.py"
    file.write_text(f"{imported}\ntasks.add_task(send, b)\n")
    name = Obstacle(Cause.TWO_NAMES, "b.*")
    report = Report(tasks=[ListedTask(Place(str(file), 2, 1), "send")], unchecked=[name])

    shorten_two_names(report)

    assert report.unchecked == [name]


def test_a_second_name_is_distinguished_from_errors_elsewhere(project: Project) -> None:
    project.write(
        {
            "app/__init__.py": "import unknown\n",
            "app/mail.py": "import unknown\n" + MAIL,
            "app/api.py": handler("from app.__init__ import unknown\nfrom app.mail import send\n")
            + "    unknown\n",
        }
    )

    unread, found = said(project)

    assert unread == [
        'background-typed: imports of "app.__init__" are treated as untyped: '
        'app/__init__.py is "app"'
    ]
    assert found == [f"app/api.py:5:26: {ERROR}"]


def test_a_module_that_a_package_hides_is_reported_as_unchecked(project: Project) -> None:
    project.write({"app.py": handler(), "app/__init__.py": handler()})

    unread, found = said(project)

    assert unread == ["background-typed: app.py is not checked: app/__init__.py hides it"]
    assert found == [f"app/__init__.py:4:26: {ERROR}"]


def names_in(folder: Path, patch: pytest.MonkeyPatch, files: dict[str, str]) -> dict[str, str]:
    """Write files, and return their names."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    patch.chdir(folder)
    modules = name_modules([*files], Disk())
    return {each.file: each.name for each in modules}


def test_a_program_does_not_start_inside_a_package_of_the_same_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = names_in(
        tmp_path,
        monkeypatch,
        {
            "onyx/__init__.py": "",
            "onyx/server/__init__.py": "",
            "onyx/server/base.py": "",
            "ee/__init__.py": "",
            "ee/onyx/__init__.py": "",
            "ee/onyx/server/__init__.py": "",
            "ee/onyx/server/api.py": "from onyx.server.base import one\nimport onyx.server.base\n",
            "main.py": "import ee.onyx.server.api\n",
        },
    )

    assert names["ee/onyx/server/api.py"] == "ee.onyx.server.api"


def test_a_folder_is_not_the_library_of_the_same_name_that_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = "import docker\nfrom docker import (\n    DockerClient,\n)\n"
    names = names_in(
        tmp_path,
        monkeypatch,
        {
            "docker/api.py": "",
            "docker/job.py": "from api import handle\n",
            "tests/one.py": library,
            "tests/other.py": library,
            "shop/mail.py": "",
            "main.py": "from shop import mail\n",
        },
    )

    assert names["docker/api.py"] == "api"
    assert names["shop/mail.py"] == "shop.mail"
