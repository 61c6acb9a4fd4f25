"""`--warn-unused`: comments of ours that ignore nothing."""

import json

import pytest
from background_typed_check.command.rewriting import rewritten
from background_typed_check.facts.source import Source
from background_typed_check.report import Report
from background_typed_check.unused_ignores import find_unused
from conftest import Project

pytestmark = pytest.mark.once

HANDLER = """\
from collections.abc import Iterator
from starlette.background import BackgroundTasks
def send(to: str) -> None: ...
def export() -> Iterator[int]:
    yield 1
def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, {0}
    tasks.add_task(export){1}
"""


def unused(project: Project, first: str, second: str, *options: str) -> list[str]:
    """Return what is said of a comment on a good call, or a bad one, and one on a bad call."""
    project.write({"api.py": HANDLER.format(first, second)})
    lines = project.run("--warn-unused", "--format=json", *options).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    return [
        f"{each['line']}: {each['message']}" for each in found if each["code"] == "unused-ignore"
    ]


@pytest.mark.parametrize(
    "comment",
    [
        "type: ignore[background-never-runs]",
        "noqa: background-never-runs",
        "background-typed: ignore",
        "background-typed: ignore[background-never-runs]",
    ],
)
def test_only_a_comment_that_ignores_something_is_used(project: Project, comment: str) -> None:
    (said,) = unused(project, f'"a")  # {comment}', f"  # {comment}")
    assert said.startswith('7: Unused "background-')
    assert said.endswith(": nothing is ignored here")


def test_a_comment_about_arguments_is_used(project: Project) -> None:
    assert unused(project, "1)  # background-typed: ignore", "") == []
    assert unused(project, "1)  # background-typed: ignore[arg-type]", "") == []


@pytest.mark.parametrize(
    ("comment", "advice"),
    [
        ("background-typed: ignore[nonsense]", "nonsense: choose from background-never-runs, "),
        ("background-typed: ignore[arg_type]", 'arg_type: did you mean "arg-type"?'),
        (
            "background-typed: ignore[background-task, background-latte]",
            'background-latte: did you mean "background-late"?',
        ),
        ("noqa: background-latte", 'background-latte: did you mean "background-late"?'),
        (
            "type: ignore[background-quxquxquxqux]",
            "background-quxquxquxqux: choose from background-never-runs, ",
        ),
    ],
)
def test_a_code_that_does_not_exist_is_said_with_the_nearest_one(
    project: Project, comment: str, advice: str
) -> None:
    code, _, rest = advice.partition(": ")
    said = unused(project, f'"a")  # {comment}', "", "--no-types")
    assert [each.startswith(f'7: "{code}" is not a code: {rest}') for each in said] == [True]


@pytest.mark.parametrize(
    "comment",
    [
        "background-typed: ignore[their-code]",
        "background-typed: ignore[nonsense, unused-ignore]",
        "noqa: nonsense",
        "type: ignore[nonsense]",
    ],
)
def test_a_code_that_may_exist_elsewhere_is_not_unknown(project: Project, comment: str) -> None:
    assert unused(project, f'"a")  # {comment}', "", "--no-types") == []


def test_what_needs_types_is_not_unused_without_them(project: Project) -> None:
    comment = "# background-typed: ignore[arg-type, background-late]"
    said = unused(project, f'"a")  {comment}', "  # background-typed: ignore", "--no-types")
    assert said == ['7: Unused "background-late" in this comment: nothing is ignored here']
    assert unused(project, '"a")  # background-typed: ignore', "", "--no-types") == []


def test_comments_of_others_are_not_ours(project: Project) -> None:
    assert unused(project, '"a")  # type: ignore  # noqa: E501  # pyright: ignore[x]', "") == []


def test_what_only_types_show_uses_a_comment(project: Project) -> None:
    text = (
        "from collections.abc import Iterator\n"
        "from starlette.background import BackgroundTasks\n"
        "class Rows:\n    def rows(self) -> Iterator[int]:\n        yield 1\n"
        "def handle(tasks: BackgroundTasks, many: dict[str, Rows]) -> None:\n"
        '    tasks.add_task(many["a"].rows)'
    )
    project.write({"api.py": f"{text}\n"})
    assert "background-never-runs" in project.run("--warn-unused").stdout
    for tool in ("type", "ty", "background-typed"):
        project.write({"api.py": f"{text}  # {tool}: ignore[background-never-runs]\n"})
        assert "no errors" in project.run("--warn-unused").stdout


def test_mypy_does_not_call_a_used_comment_unused(project: Project) -> None:
    text = HANDLER.format('"a")', "").replace(
        "(export)", "(\n        export,  # type: ignore[background-never-runs]\n    )"
    )
    project.write({"api.py": text, "mypy.ini": "[mypy]\nwarn_unused_ignores = true\n"})
    assert "no errors" in project.run("--config-file=mypy.ini").stdout


def test_a_comment_in_a_file_without_tasks_is_unused(project: Project) -> None:
    project.write(
        {"api.py": HANDLER.format('"a")', ""), "other.py": "x = 1  # noqa: background-late\n"}
    )
    done = project.run("--warn-unused", "--no-types", "--format=concise", "--quiet", "other.py")
    assert done.stdout.startswith(
        'other.py:1:16: unused-ignore [*] Unused "background-late" in this comment'
    )
    assert done.returncode == 1


def test_nothing_is_said_unless_the_user_asks(project: Project) -> None:
    project.write({"api.py": HANDLER.format('"a")  # noqa: background-late', "")})
    assert "Unused" not in project.run("--no-types").stdout


def test_a_comment_may_say_that_it_is_kept(project: Project) -> None:
    comment = "# type: ignore[background-late, unused-ignore]"
    assert unused(project, f'"a")  {comment}', "", "--no-types") == []


def test_nothing_is_unused_where_the_run_could_not_look() -> None:
    report = Report(telling=["broken.py", "dropped.py", "gone.py"], dropped=["dropped.py"])
    for file in ("broken.py", "dropped.py"):
        report.disk.put(file, b"x = 1  # noqa: background-late\n")
    report.unparsed["broken.py"] = SyntaxError()
    assert [*find_unused(report)] == []


@pytest.mark.parametrize(
    ("sought", "codes"),
    [(["background-dropped"], [2]), (["background-late"], [3]), ([], [])],
)
def test_a_code_of_a_rule_that_was_not_asked_is_not_unused(
    sought: list[str], codes: list[int]
) -> None:
    text = "\n# noqa: background-dropped\n# noqa: background-late\n# background-typed: ignore\n"
    report = Report(telling=["api.py"])
    report.disk.put("api.py", text.encode())
    assert [each.place.line for each in find_unused(report, sought)] == codes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("call()  # noqa: background-late", "call()"),
        ("call()  # noqa: E501, background-late", "call()  # noqa: E501"),
        ("call()  # noqa: background-late E501 because", "call()  # noqa: E501 because"),
        ("call()  # type: ignore[background-late]  # noqa: E501", "call()  # noqa: E501"),
        ("call()  # fmt: skip  # noqa: background-late", "call()  # fmt: skip"),
        ("call()  # type: ignore[background-late] because", "call()  # because"),
        (
            "call()  # type: ignore[background-late,x,background-dropped]",
            "call()  # type: ignore[x]",
        ),
        ("call()  # type: ignore[background-late,background-dropped]", "call()"),
        ("call()  # noqa: background-late  # ty: ignore[background-late]  # x", "call()  # x"),
        ("if x:\n    # background-typed: ignore\n    call()", "if x:\n    call()"),
        ("call()\r\n# background-typed: ignore", "call()\r\n"),
    ],
)
def test_the_correction_removes_what_is_unused(before: str, after: str) -> None:
    report = Report(telling=["api.py"])
    report.disk.put("api.py", before.encode())
    source = Source("api.py", before.encode())
    edits = [edit for each in find_unused(report) for edit in each.edits]
    assert all(each.is_safe for each in edits)
    assert (rewritten(source, edits) or b"").decode() == after
