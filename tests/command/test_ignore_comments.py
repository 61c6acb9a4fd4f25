"""Comments that switch a diagnostic off: those of any tool, as if they were mypy's."""

import pytest
from conftest import Project

pytestmark = pytest.mark.once

HANDLER = """\
from collections.abc import Iterator
from starlette.background import BackgroundTasks
def send(to: str) -> None: ...
def export() -> Iterator[int]:
    yield 1
def handle(tasks: BackgroundTasks):
    tasks.add_task(send, 1){comment}
    tasks.add_task({comment}
        send,{comment}
        "a", 1
    ){comment}
    tasks.add_task(export){comment}
"""
CODES = {"arg-type": "7:26", "call-arg": "8:5", "background-never-runs": "12:20"}


def found(project: Project, comment: str) -> set[str]:
    """Return the codes that are found if every call has a comment."""
    project.write({"api.py": HANDLER.format(comment=f"  # {comment}")})
    done = project.run("--format=concise")
    assert done.stderr == ""
    *lines, summary = (line for line in done.stdout.splitlines() if "[*] 1 fixable" not in line)
    assert summary.startswith("3 background tasks in 1 file: 3 checked, ")
    errors = [line.split(" ")[:2] for line in lines]
    codes = {code for _, code in errors}
    assert errors == [[f"api.py:{CODES[code]}:", code] for code in CODES if code in codes]
    return codes


@pytest.mark.parametrize(
    "comment",
    [
        "type: ignore",
        "pyright: ignore",
        "pyright:ignore  # why",
        "ty: ignore",
        "pyrefly: ignore",
        "noqa",
        "background-typed: ignore",
    ],
)
def test_a_bare_comment_ignores_all_codes(project: Project, comment: str) -> None:
    assert found(project, comment) == set()


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("type: ignore[arg-type]", {"arg-type"}),
        ("type: ignore[background-never-runs]", {"background-never-runs"}),
        ("pyright: ignore[reportArgumentType]", {"arg-type"}),
        ("pyright: ignore [ reportUnknownType, reportCallIssue ]", {"call-arg"}),
        ("pyright: ignore[background-never-runs]", {"background-never-runs"}),
        ("pyright: ignore[reportUnknownType]", set()),
        ("ty: ignore[invalid-argument-type, background-never-runs]", CODES.keys() - {"call-arg"}),
        ("pyrefly: ignore[bad-argument-count]", {"call-arg"}),
        ("noqa: E501, background-never-runs", {"background-never-runs"}),
        ("background-typed: ignore[call-arg]", {"call-arg"}),
        ("type: ignore[arg-type]  # noqa: background-never-runs", CODES.keys() - {"call-arg"}),
    ],
)
def test_a_comment_with_codes_ignores_only_these(
    project: Project, comment: str, codes: set[str]
) -> None:
    assert found(project, comment) == CODES.keys() - codes


def test_a_string_is_not_a_comment(project: Project) -> None:
    assert found(project, "") == CODES.keys()
    text = (project.folder / "api.py").read_text()
    project.write({"api.py": text.replace('"a", 1', '"# pyright: ignore", 1')})

    assert "3 errors" in project.run().stdout


@pytest.mark.parametrize("comment", ["pyright: basic", "noqa: PGH003", "ty: ignored"])
def test_other_comments_ignore_nothing(project: Project, comment: str) -> None:
    assert found(project, comment) == CODES.keys()


def test_mypy_says_nothing_about_the_codes_of_the_plugins_notes(project: Project) -> None:
    text = HANDLER.format(comment="").replace("def handle", "async def handle")
    awaited = "    await tasks.add_task(send, 'a')  # type: ignore[background-dropped]\n"
    project.write({"api.py": text + awaited})
    assert "background-wire" not in project.run().stdout


def test_a_comment_for_mypy_switches_codes_off_in_the_whole_file(project: Project) -> None:
    comment = '# mypy: disable-error-code="call-arg, background-never-runs"\n'
    project.write({"api.py": comment + HANDLER.format(comment="")})
    done = project.run("--format=concise", "--quiet")
    assert [line.split()[1] for line in done.stdout.splitlines()] == ["arg-type"]
