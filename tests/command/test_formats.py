import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from background_typed_check import __version__
from background_typed_check.command.explain import page
from background_typed_check.command.output.formats import FORMATS
from background_typed_check.command.output.paint import Paint, leave_plain, paint_for
from background_typed_check.command.output.text import summarize
from background_typed_check.command.variables import PROJECT_FOLDERS
from background_typed_check.facts.source import Place
from background_typed_check.reasons import Cause, Obstacle, Reason, Why
from background_typed_check.report import Finding, ListedTask, Report
from background_typed_check.rules import codes
from mypy.errors import BASE_RTD_URL
from pydantic import ValidationError
from pydantic_sarif.model import (  # type: ignore[import-untyped]
    StaticAnalysisResultsFormatSarifVersion210JsonSchema as SarifLog,
)

SOURCE = """\
def create(user: User, tasks: BackgroundTasks) -> None:
    tasks.add_task(send_welcome, user.id)
    tasks.add_task(export_rows)
    tasks.add_task(
        resize, "300",
    )
"""
WRONG_ARGUMENT = Finding(
    Place("app/users.py", 2, 34, 2, 41),
    "error",
    "arg-type",
    'Argument "email" to "send_welcome" has incompatible type "int"; expected "str"',
    callee="send_welcome",
)
GENERATOR = Finding(
    Place("app/users.py", 3, 20, 3, 31),
    "error",
    "background-never-runs",
    '"export_rows" is a generator function: nobody iterates over what it returns',
    notes=("Pass a function that does: add_task(list, export_rows())", "It is 100% sure"),
    callee="export_rows",
)
NOTE = Finding(Place("app/users.py", 4, 5, 6, 6), "note", None, 'Revealed type is "None"')
REPORT = Report(
    tasks=[
        ListedTask(Place("app/users.py", 2, 5, 2, 42), "send_welcome"),
        ListedTask(Place("app/users.py", 3, 5, 3, 32), "export_rows", Reason(Why.UNANNOTATED)),
        ListedTask(Place("app/users.py", 4, 5), None, Reason(Why.STARS)),
    ],
    findings=[WRONG_ARGUMENT, GENERATOR, NOTE],
    unchecked=[Obstacle(Cause.UNREADABLE, "invalid syntax", "app/broken.py")],
)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in its own project, outside any service."""
    for name in (*PROJECT_FOLDERS, "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "users.py").write_text(SOURCE)
    return tmp_path


def printed(form: str, report: Report = REPORT, paint: Paint = leave_plain) -> str:
    """Return what a format prints for the findings."""
    return "".join(f"{line}\n" for line in FORMATS[form].findings(report, paint))


def listed(form: str) -> str:
    """Return what a format prints for the tasks."""
    tasks = FORMATS[form].tasks
    assert tasks is not None
    return "".join(f"{line}\n" for line in tasks(REPORT, leave_plain))


def mark(text: str, style: str) -> str:
    """Show which text has which style."""
    return f"<{style}>{text}</>"


def file_in(form: str, file: str) -> str:
    """Return how a format names a file."""
    text = printed(form, Report(findings=[Finding(Place(file, 1, 1), "error", "misc", "No")]))
    if form == "github":
        return text.partition("file=")[2].partition(",")[0]
    if form == "gitlab":
        return str(json.loads(text)[0]["location"]["path"])
    location = json.loads(text)["runs"][0]["results"][0]["locations"][0]
    return str(location["physicalLocation"]["artifactLocation"]["uri"])


def run_of(report: Report) -> Any:  # noqa: ANN401  # JSON
    """Return the one run of a SARIF log."""
    log = json.loads(printed("sarif", report))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    return run


@pytest.mark.parametrize("form", ["text", "concise"])
def test_text_lists_a_task_in_a_line(form: str) -> None:
    assert listed(form) == (
        """\
app/users.py:2:5: send_welcome: checked
app/users.py:3:5: export_rows: not checked (it has no annotations)
app/users.py:4:5: the callee: not checked (it is inside star-arguments)
"""
    )


def tasks(*reasons: Reason | None, file: str = "a.py") -> list[ListedTask]:
    """Return a task for each reason."""
    return [ListedTask(Place(file, 1, 1), "f", reason) for reason in reasons]


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (Report(), "No background tasks found"),
        (Report(tasks(None)), "1 background task in 1 file: 1 checked, no errors"),
        (
            Report([*tasks(None, None), *tasks(None, file="b.py")], [WRONG_ARGUMENT, NOTE]),
            "3 background tasks in 2 files: 3 checked, 1 error",
        ),
        (
            Report(tasks(None, Reason(Why.UNANNOTATED), Reason(Why.ANY)), [WRONG_ARGUMENT] * 2),
            "3 background tasks in 1 file: 1 checked, 2 not checked (callee untyped), 2 errors",
        ),
        (
            Report(
                tasks(
                    Reason(Why.NO_CALLEE),
                    Reason(Why.PACKAGE, "celery"),
                    Reason(Why.PACKAGE, "redis"),
                    Reason(Why.STARS),
                    Reason(Why.NOT_SEEN),
                )
            ),
            "5 background tasks in 1 file: 0 checked, 5 not checked (2 callee from a package "
            "without types, 1 no function, 1 callee inside star-arguments, 1 mypy does not "
            "see it), no errors",
        ),
        (Report([], [WRONG_ARGUMENT]), "No background tasks found, 1 error"),
        (
            Report([], [replace(WRONG_ARGUMENT, code="attr-defined")] * 2),
            "No background tasks are added, 2 errors",
        ),
        (
            Report(
                passed_over={
                    ("a.py", 7): Reason(Why.ALIAS),
                    ("a.py", 9): Reason(Why.ANY_RECEIVER),
                    ("b.py", 1): Reason(Why.ELSEWHERE),
                }
            ),
            "No background tasks found, 2 calls not checked",
        ),
        (
            Report(
                tasks(None, Reason(Why.PASSED_OVER)),
                passed_over={
                    ("a.py", 1): Reason(Why.PASSED_OVER),
                    ("a.py", 9): Reason(Why.ANY_RECEIVER),
                },
            ),
            "2 background tasks in 1 file: 1 checked, 1 not checked (mypy treats the code as "
            "unreachable, or is told to skip it), 1 more call not checked, no errors",
        ),
        (
            Report(
                tasks(Reason(Why.NO_TYPES, "--no-types")),
                passed_over={("a.py", 9): Reason(Why.ANY_RECEIVER)},
                without_types="--no-types",
            ),
            "1 background task in 1 file, 1 more call not checked, no errors "
            "(arguments not checked: --no-types)",
        ),
    ],
)
def test_the_summary_counts(report: Report, expected: str) -> None:
    assert summarize(report, leave_plain) == expected


def test_errors_are_red_in_the_summary() -> None:
    assert summarize(REPORT, mark).endswith(", <bold red>2 errors</>, 1 file left out")


def test_json_has_an_object_for_each_finding() -> None:
    assert [json.loads(line) for line in printed("json").splitlines()] == [
        {
            "file": "app/users.py",
            "line": 2,
            "column": 34,
            "end_line": 2,
            "end_column": 41,
            "severity": "error",
            "code": "arg-type",
            "message": WRONG_ARGUMENT.message,
            "notes": [],
            "callee": "send_welcome",
            "edits": [],
            "related": [],
        },
        {
            "file": "app/users.py",
            "line": 3,
            "column": 20,
            "end_line": 3,
            "end_column": 31,
            "severity": "error",
            "code": "background-never-runs",
            "message": GENERATOR.message,
            "notes": [
                "Pass a function that does: add_task(list, export_rows())",
                "It is 100% sure",
            ],
            "callee": "export_rows",
            "edits": [],
            "related": [],
        },
        {
            "file": "app/users.py",
            "line": 4,
            "column": 5,
            "end_line": 6,
            "end_column": 6,
            "severity": "note",
            "code": None,
            "message": 'Revealed type is "None"',
            "notes": [],
            "callee": None,
            "edits": [],
            "related": [],
        },
    ]


def test_json_lists_an_object_for_each_task() -> None:
    assert listed("json") == (
        """\
{"file": "app/users.py", "line": 2, "column": 5, "end_line": 2, "end_column": 42, \
"callee": "send_welcome", "checked": true, "reason": null}
{"file": "app/users.py", "line": 3, "column": 5, "end_line": 3, "end_column": 32, \
"callee": "export_rows", "checked": false, "reason": "the callee has no annotations"}
{"file": "app/users.py", "line": 4, "column": 5, "end_line": null, "end_column": null, \
"callee": null, "checked": false, "reason": "the callee is inside star-arguments"}
"""
    )


def test_github_reads_a_command_for_each_finding() -> None:
    assert printed("github") == (
        """\
::error file=app/users.py,line=2,col=34,endLine=2,endColumn=41,title=background-typed (arg-type)\
::Argument "email" to "send_welcome" has incompatible type "int"; expected "str"
::error file=app/users.py,line=3,col=20,endLine=3,endColumn=31,title=background-typed \
(background-never-runs)::"export_rows" is a generator function: nobody iterates over what it \
returns%0APass a function that does: add_task(list, export_rows())%0AIt is 100%25 sure
::notice file=app/users.py,line=4,col=5,endLine=6,title=background-typed::Revealed type is "None"
"""
    )


def test_github_reads_no_separators_in_a_property() -> None:
    finding = Finding(Place("a:b,c%\r\n.py", 1, 2), "error", None, "a:b,c%\r\nd")
    assert printed("github", Report(findings=[finding])) == (
        "::error file=a%3Ab%2Cc%25%0D%0A.py,line=1,col=2,title=background-typed::a:b,c%25%0D%0Ad\n"
    )


def test_gitlab_reads_an_array() -> None:
    issues = json.loads(printed("gitlab"))
    # If a fingerprint changes, GitLab takes an old finding for a new one.
    assert [issue.pop("fingerprint")[:8] for issue in issues] == [
        "a46b5a2d",
        "4ee0382d",
        "3de99652",
    ]
    assert issues == [
        {
            "description": WRONG_ARGUMENT.message,
            "check_name": "arg-type",
            "severity": "major",
            "location": {"path": "app/users.py", "lines": {"begin": 2, "end": 2}},
        },
        {
            "description": "\n".join((GENERATOR.message, *GENERATOR.notes)),
            "check_name": "background-never-runs",
            "severity": "major",
            "location": {"path": "app/users.py", "lines": {"begin": 3, "end": 3}},
        },
        {
            "description": NOTE.message,
            "check_name": "misc",
            "severity": "info",
            "location": {"path": "app/users.py", "lines": {"begin": 4, "end": 6}},
        },
    ]


def test_gitlab_reads_an_array_without_findings() -> None:
    assert printed("gitlab", Report()) == "[]\n"


def test_gitlab_recognizes_a_finding_that_has_moved() -> None:
    def fingerprints(*lines: int) -> list[str]:
        findings = [Finding(Place("a.py", line, 1), "error", "misc", "No") for line in lines]
        issues = json.loads(printed("gitlab", Report(findings=findings)))
        return [issue["fingerprint"] for issue in issues]

    before, after = fingerprints(1, 2, 3), fingerprints(10, 20)
    assert len(set(before)) == 3
    assert after == before[:2]


@pytest.mark.parametrize("report", [REPORT, Report(), Report(findings=[WRONG_ARGUMENT] * 2)])
def test_sarif_is_valid(report: Report) -> None:
    SarifLog.model_validate_json(printed("sarif", report), strict=True)


@pytest.mark.parametrize(
    ("valid", "invalid"),
    [
        ('"startLine"', '"line"'),
        ('"startLine": 2', '"startLine": 0'),
        ('"level": "error"', '"level": "fatal"'),
        ('"text": "Revealed', '"words": "Revealed'),
    ],
)
def test_other_json_is_not_valid_sarif(valid: str, invalid: str) -> None:
    with pytest.raises(ValidationError):
        SarifLog.model_validate_json(printed("sarif").replace(valid, invalid), strict=True)


def test_sarif_has_a_result_for_each_finding() -> None:
    assert run_of(REPORT)["results"] == [
        {
            "ruleId": "arg-type",
            "ruleIndex": 8,
            "level": "error",
            "message": {"text": WRONG_ARGUMENT.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "app/users.py"},
                        "region": {
                            "startLine": 2,
                            "startColumn": 34,
                            "endLine": 2,
                            "endColumn": 41,
                        },
                    }
                }
            ],
        },
        {
            "ruleId": "background-never-runs",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "\n".join((GENERATOR.message, *GENERATOR.notes))},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "app/users.py"},
                        "region": {
                            "startLine": 3,
                            "startColumn": 20,
                            "endLine": 3,
                            "endColumn": 31,
                        },
                    }
                }
            ],
        },
        {
            "ruleId": "misc",
            "ruleIndex": 6,
            "level": "note",
            "message": {"text": NOTE.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "app/users.py"},
                        "region": {
                            "startLine": 4,
                            "startColumn": 5,
                            "endLine": 6,
                            "endColumn": 6,
                        },
                    }
                }
            ],
        },
    ]


def test_sarif_leaves_out_an_unknown_end() -> None:
    [result] = run_of(Report(findings=[Finding(Place("a.py", 1, 2), "error", "misc", "No")]))[
        "results"
    ]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 2}


def test_sarif_describes_the_rules_of_mypy_by_their_documentation() -> None:
    driver = run_of(REPORT)["tool"]["driver"]
    rules = driver.pop("rules")
    assert driver == {"name": "background-typed", "semanticVersion": __version__}
    link = f"{BASE_RTD_URL}-arg-type"
    assert rules[8] == {
        "id": "arg-type",
        "name": "ArgType",
        "shortDescription": {"text": "Check argument types in calls."},
        "fullDescription": {"text": "Check argument types in calls."},
        "help": {
            "text": f"Check argument types in calls.\n\nSee {link}",
            "markdown": f"Check argument types in calls.\n\nSee {link}",
        },
        "helpUri": link,
        "defaultConfiguration": {"level": "error"},
    }


def test_sarif_describes_our_own_codes_by_their_pages() -> None:
    rules = run_of(Report())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [code.name for code in codes()]
    for rule, code in zip(rules, codes(), strict=True):
        assert page(code) in rule["help"]["text"]
        assert f"`background-typed explain {code.name}`" in rule["help"]["text"]
        assert rule["help"]["text"] == rule["help"]["markdown"]
        assert ("helpUri" in rule) == code.is_mypys


def test_sarif_describes_rules_that_only_another_plugin_knows() -> None:
    finding = Finding(Place("a.py", 1, 2), "error", "other-rule", "No")
    rule = run_of(Report(findings=[finding]))["tool"]["driver"]["rules"][-1]
    assert (rule["name"], rule["shortDescription"]) == ("OtherRule", {"text": "other-rule."})


def test_sarif_says_what_was_not_checked() -> None:
    run = run_of(REPORT)
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {
                    "level": "warning",
                    "message": {"text": "app/broken.py is not checked: invalid syntax"},
                }
            ],
        }
    ]
    assert run["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
@pytest.mark.parametrize("variable", PROJECT_FOLDERS)
def test_services_get_paths_from_the_root_of_the_repository(
    form: str, variable: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(project))
    assert file_in(form, "app/users.py") == "app/users.py"
    monkeypatch.chdir(project / "app")
    assert file_in(form, "users.py") == "app/users.py"
    assert file_in(form, str(project / "app" / "users.py")) == "app/users.py"
    assert file_in(form, "../other.py") == "other.py"


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
def test_services_get_other_paths_unchanged(
    form: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert file_in(form, "../other.py") == "../other.py"
    monkeypatch.setenv("CI_PROJECT_DIR", str(project / "elsewhere"))
    assert file_in(form, "app/users.py") == "app/users.py"


def test_sarif_writes_uris(project: Path) -> None:
    assert file_in("sarif", "app/a b:%ü.py") == "app/a%20b%3A%25%C3%BC.py"
    assert file_in("sarif", str(project.parent / "a b.py")) == (project.parent / "a b.py").as_uri()


def test_only_formats_for_readers_and_programs_list_tasks() -> None:
    assert [name for name, form in FORMATS.items() if form.tasks] == ["text", "concise", "json"]


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_terminal_shows_colours() -> None:
    assert paint_for(Terminal())("error:", "bold red") == "\x1b[1;31merror:\x1b[0m"


def test_a_file_shows_no_colours() -> None:
    assert paint_for(io.StringIO())("error:", "bold red") == "error:"


@pytest.mark.parametrize(
    ("stream", "variable", "value", "expected"),
    [
        (io.StringIO(), "FORCE_COLOR", "1", "\x1b[1;31merror:\x1b[0m"),
        (io.StringIO(), "FORCE_COLOR", "", "error:"),
        (Terminal(), "NO_COLOR", "1", "error:"),
        (Terminal(), "TERM", "dumb", "error:"),
    ],
)
def test_the_environment_decides_about_colours(
    stream: io.StringIO,
    variable: str,
    value: str,
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(variable, value)
    assert paint_for(stream)("error:", "bold red") == expected
