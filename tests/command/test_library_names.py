"""Files and folders of an application that are named like a package of its environment."""

import pytest
from conftest import Project

MAIN = "from fastapi import FastAPI\nfrom routers import api\n\napp = FastAPI()\n"
API = """\
from fastapi import BackgroundTasks
from services.jobs import send

def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, 1)
"""
SEND = "def send(to: str) -> None: ...\n"
WRONG = ':5:26: arg-type Argument 1 to "send" has incompatible type "int"; expected "str"\n'
NAMES = ["fastapi", "starlette", "types", "queue", "celery"]
OFTEN = ["fastapi", "email"]
RELATIVE = API.replace("services.jobs", ".jobs")
WRONG_AND_SAID = f"{WRONG}1 background task in 1 file: 1 checked, 1 error\n"

pytestmark = pytest.mark.once


def write_service(project: Project, name: str, *, is_package: bool) -> None:
    """Write a service that starts in a folder of that name."""
    files = {"main.py": MAIN, "routers/api.py": API, "services/jobs.py": SEND}
    if is_package:
        files["__init__.py"] = ""
    project.write({f"{name}/{path}": text for path, text in files.items()})


@pytest.mark.parametrize("is_package", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_service_may_lie_in_a_folder_of_such_a_name(
    name: str, project: Project, *, is_package: bool
) -> None:
    write_service(project, name, is_package=is_package)

    done = project.run("--quiet", "--format=concise")

    assert (done.stdout, done.stderr) == (f"{name}/routers/api.py{WRONG}", "")


@pytest.mark.parametrize("is_package", [False, True])
@pytest.mark.parametrize("name", OFTEN)
def test_the_service_may_be_checked_in_part_and_from_inside(
    name: str, project: Project, *, is_package: bool
) -> None:
    write_service(project, name, is_package=is_package)

    named = project.run("--quiet", "--format=concise", f"{name}/routers")
    inside = project.inside(name).run("--quiet", "--format=concise")

    assert (named.stdout, named.stderr) == (f"{name}/routers/api.py{WRONG}", "")
    assert (inside.stdout, inside.stderr) == (f"routers/api.py{WRONG}", "")


@pytest.mark.parametrize("name", OFTEN)
def test_a_module_may_have_such_a_name(name: str, project: Project) -> None:
    text = API.replace("services.jobs", "integrations.jobs")
    project.write({"setup.py": ""})
    project.write({f"integrations/{name}.py": text, "integrations/jobs.py": SEND})

    above = project.run("--quiet", "--format=concise")
    inside = project.inside("integrations").run("--quiet", "--format=concise")

    assert (above.stdout, above.stderr) == (f"integrations/{name}.py{WRONG}", "")
    assert (inside.stdout, inside.stderr) == (f"{name}.py{WRONG}", "")


def test_a_package_that_imports_itself_by_such_a_name_keeps_it(project: Project) -> None:
    text = API.replace("services.jobs", "email.jobs")
    project.write({"email/__init__.py": "", "email/jobs.py": SEND, "api.py": text})

    done = project.run("--quiet", "--format=concise")

    assert done.stdout == f"api.py{WRONG}"


def test_a_file_in_a_folder_may_be_named_so_as_well_as_the_folder(project: Project) -> None:
    project.write({"code/main.py": API.replace("services.jobs", "jobs"), "code/jobs.py": SEND})
    project.write({"code/email.py": "", "code/email/code/queue.py": ""})

    done = project.run("--quiet", "--format=concise")

    assert (done.stdout, done.stderr) == (f"code/main.py{WRONG}", "")


def test_what_lies_beside_the_project_is_not_found(project: Project) -> None:
    project.folder.with_name("jobs.py").write_text(SEND)
    project.write({"main.py": API.replace("services.jobs", "jobs")})

    done = project.run("--format=concise")

    assert done.stdout == (
        "1 background task in 1 file: 0 checked, "
        "1 not checked (callee from a module that is not found), no errors\n"
    )


@pytest.mark.parametrize("is_package", [False, True])
@pytest.mark.parametrize("name", ["fastapi", "types", "logging", "anyio"])
def test_relative_imports_stay_in_a_package_of_such_a_name(
    name: str, project: Project, *, is_package: bool
) -> None:
    files = {"api.py": RELATIVE, "jobs.py": SEND, **({"__init__.py": ""} if is_package else {})}
    project.write({f"{name}/{path}": text for path, text in files.items()})

    above = project.run("--format=concise")
    inside = project.inside(name).run("--format=concise")

    assert (above.stdout, above.stderr) == (f"{name}/api.py{WRONG_AND_SAID}", "")
    assert (inside.stdout, inside.stderr) == (f"api.py{WRONG_AND_SAID}", "")


@pytest.mark.parametrize("is_package", [False, True])
def test_relative_imports_may_go_up_in_such_a_package(
    project: Project, *, is_package: bool
) -> None:
    text = RELATIVE.replace(".jobs", "..jobs")
    project.write({"src/anyio/api/handlers.py": text, "src/anyio/jobs.py": SEND})
    if is_package:
        project.write({"src/anyio/__init__.py": "", "src/anyio/api/__init__.py": ""})

    above = project.run("--format=concise")
    inside = project.inside("src").run("--format=concise")

    assert (above.stdout, above.stderr) == (f"src/anyio/api/handlers.py{WRONG_AND_SAID}", "")
    assert (inside.stdout, inside.stderr) == (f"anyio/api/handlers.py{WRONG_AND_SAID}", "")


def test_a_folder_around_such_a_package_may_have_a_dot_in_its_name(project: Project) -> None:
    files = {"__init__.py": "", "api.py": RELATIVE, "jobs.py": SEND}
    project.write({"pyproject.toml": ""})
    project.write({f"my.service/types/{path}": text for path, text in files.items()})

    done = project.inside("my.service").run("--format=concise")

    assert (done.stdout, done.stderr) == (f"types/api.py{WRONG_AND_SAID}", "")


def test_such_a_package_hides_the_one_of_the_environment_from_a_program_beside_it(
    project: Project,
) -> None:
    files = {"__init__.py": "from .jobs import send\n", "api.py": RELATIVE, "jobs.py": SEND}
    project.write({f"anyio/{path}": text for path, text in files.items()})
    project.write({"main.py": API.replace("services.jobs", "anyio"), "run.py": "import main\n"})

    done = project.run("--quiet", "--format=concise")

    assert (done.stdout, done.stderr) == (f"anyio/api.py{WRONG}main.py{WRONG}", "")


@pytest.mark.parametrize("again", [False, True])
def test_a_package_that_hides_the_library_is_named_once(project: Project, *, again: bool) -> None:
    files = {"__init__.py": "", "jobs.py": SEND, "api.py": API.replace("services", "fastapi")}
    project.write({f"fastapi/{path}": text for path, text in files.items()})
    if again:
        project.write({"main.py": API.replace("services", "fastapi")})

    done = project.run("--types", "--format=concise")

    assert (done.returncode, done.stderr) == (
        2,
        f"background-typed: {'main.py:5 and 1 more task' if again else 'fastapi/api.py:5'}: not "
        "checked: fastapi/__init__.py hides the library of that name: rename it\n"
        f"background-typed: --types: mypy does not see {'2' if again else '1'} background "
        f"task{'s' if again else ''} (fastapi/__init__.py hides the library of that name)\n",
    )


def test_what_mypy_passes_over_for_another_reason_is_not_put_down_to_a_hidden_library(
    project: Project,
) -> None:
    text = API.replace("services.jobs", "fastapi.jobs").replace(
        "    tasks", "    return\n    tasks"
    )
    project.write({"fastapi/__init__.py": "", "fastapi/jobs.py": SEND, "main.py": text})

    done = project.run("--format=concise")

    assert '0 checked, 1 not checked (nothing runs after "return"), 1 error' in done.stdout
    assert done.stderr == ""


def test_what_may_mean_a_library_is_said_in_the_words_of_the_user(project: Project) -> None:
    text = API.replace("services.jobs", "email.email")
    project.write({"main.py": text, "email/email.py": SEND, "email/api.py": text})

    done = project.run("--list")

    assert done.stderr == (
        'background-typed: imports of "email.email" and 1 other name are treated as untyped: they '
        'may mean email/email.py, or the library "email"\n'
    )
    task = '5:5: send: not checked (it comes from "email", which mypy skips)'
    assert done.stdout.splitlines() == [f"email/api.py:{task}", f"main.py:{task}"]


@pytest.mark.parametrize("path", [".", "main.py"])
@pytest.mark.parametrize("hiding", ["fastapi.py", "fastapi/__init__.py"])
def test_what_hides_the_library_is_named_although_nobody_asks_about_it(
    hiding: str, path: str, project: Project
) -> None:
    project.write({hiding: "", "jobs.py": SEND, "main.py": API.replace("services.jobs", "jobs")})

    done = project.run(path)

    cause = f"{hiding} hides the library of that name"
    assert done.stderr == f"background-typed: main.py:5: not checked: {cause}: rename it\n"
    assert done.stdout == (
        f"1 background task in 1 file: 0 checked, 1 not checked ({cause}), no errors\n"
    )


def test_nothing_is_said_of_a_file_beside_the_named_one_that_is_named_like_a_library(
    project: Project,
) -> None:
    text = API.replace("fastapi", "starlette.background").replace("services.jobs", "jobs")
    project.write({"main.py": text, "starlette.py": text, "jobs.py": SEND})

    done = project.run("--format=concise", "main.py")

    assert done.stdout == f"main.py{WRONG_AND_SAID}"
