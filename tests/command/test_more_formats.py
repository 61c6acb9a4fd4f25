import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from background_typed_check.command.output.formats import FORMATS
from background_typed_check.command.output.paint import Paint, leave_plain
from background_typed_check.command.variables import PROJECT_FOLDERS
from background_typed_check.facts.source import Place
from background_typed_check.reasons import Cause, Obstacle
from background_typed_check.report import Finding, Report
from background_typed_check.rules.rule import Edit, Related
from pydantic_sarif.model import (  # type: ignore[import-untyped]
    StaticAnalysisResultsFormatSarifVersion210JsonSchema as SarifLog,
)

SOURCE = """\
def create(tasks: BackgroundTasks) -> None:
    for user in users:
        tasks.add_task(send, "日本", lambda: log(user))
"""
LATE = Finding(
    Place("app/users.py", 3, 36, 3, 53),
    "error",
    "background-late",
    'The lambda reads "user" when it runs',
    ("Pass the function: add_task(log, user)",),
    edits=(Edit(Place("app/users.py", 3, 36, 3, 53), "log, user", is_safe=True),),
    related=(Related(Place("app/users.py", 3, 48, 3, 52), "it is read here"),),
)
WRONG = Finding(Place("app/users.py", 3, 9), "error", "call-arg", 'Too many arguments for "f"')
NOTE = Finding(Place("main.py", 10, 5, 11, 6), "note", None, 'Revealed type is "None"')
REPORT = Report(findings=[WRONG, LATE, NOTE])


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in its own project, outside any service."""
    for name in PROJECT_FOLDERS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "users.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def printed(form: str, report: Report = REPORT, paint: Paint = leave_plain) -> str:
    """Return what a format prints for the findings."""
    return "".join(f"{line}\n" for line in FORMATS[form].findings(report, paint))


def xml_of(report: Report) -> ET.Element:
    """Return the root of the JUnit XML for a report."""
    return ET.fromstring(printed("junit", report))  # noqa: S314  # our own


def diagnostic(finding: Finding) -> Any:  # noqa: ANN401  # JSON
    """Return the only diagnostic for reviewdog."""
    [found] = json.loads(printed("rdjson", Report(findings=[finding])))["diagnostics"]
    return found


def correction(*edits: Edit) -> Finding:
    """Return a finding in the first file of some edits."""
    return Finding(edits[0].at, "error", "background-late", "No", ("Do",), edits=edits)


# For readers.


def test_grouped_shows_the_findings_of_each_file_below_its_name() -> None:
    assert printed("grouped") == (
        """\
app/users.py:
  3:9  call-arg            Too many arguments for "f"
  3:36 background-late [*] The lambda reads "user" when it runs

main.py:
  10:5 note: Revealed type is "None"

"""
    )


def test_grouped_has_the_colours_of_text() -> None:
    shown = printed("grouped", paint=lambda text, style: f"<{style}>{text}</>")
    assert shown == (
        """\
<bold>app/users.py</>:
  3:9  <bold red>call-arg</>            Too many arguments for "f"
  3:36 <bold red>background-late</> [<cyan>*</>] The lambda reads "user" when it runs

<bold>main.py</>:
  10:5 <bold blue>note</>: Revealed type is "None"

"""
    )


def test_grouped_puts_the_findings_of_a_file_together_wherever_they_are() -> None:
    shown = printed("grouped", Report(findings=[LATE, NOTE, WRONG]))
    assert [line for line in shown.splitlines() if line.endswith(":")] == [
        "app/users.py:",
        "main.py:",
    ]


# For services.


def test_azure_reads_a_command_for_each_finding() -> None:
    assert printed("azure") == (
        """\
##vso[task.logissue type=error;sourcepath=app/users.py;linenumber=3;columnnumber=9;\
code=call-arg;]Too many arguments for "f"
##vso[task.logissue type=error;sourcepath=app/users.py;linenumber=3;columnnumber=36;\
code=background-late;]The lambda reads "user" when it runs%0APass the function: add_task(log, user)
##vso[task.logissue type=warning;sourcepath=main.py;linenumber=10;columnnumber=5;\
code=misc;]Revealed type is "None"
"""
    )


def test_azure_reads_no_separators_in_a_property() -> None:
    finding = Finding(Place("a;b]c%\r\n.py", 1, 2), "error", "misc", "a;b]c%\r\nd")
    assert printed("azure", Report(findings=[finding])) == (
        "##vso[task.logissue type=error;sourcepath=a%3Bb%5Dc%AZP25%0D%0A.py;linenumber=1;"
        "columnnumber=2;code=misc;]a;b]c%AZP25%0D%0Ad\n"
    )


def test_junit_has_a_suite_for_each_file_and_a_test_for_each_finding() -> None:
    assert printed("junit") == (
        """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="background-typed" tests="3" failures="2" errors="0">
    <testsuite name="app/users.py" tests="2" failures="2" errors="0">
        <testcase classname="app/users" file="app/users.py" \
name="3:9 call-arg: Too many arguments for &quot;f&quot;" line="3" column="9">
            <failure message="Too many arguments for &quot;f&quot;">\
line 3, col 9, Too many arguments for "f"</failure>
        </testcase>
        <testcase classname="app/users" file="app/users.py" \
name="3:36 background-late: The lambda reads &quot;user&quot; when it runs" line="3" column="36">
            <failure message="The lambda reads &quot;user&quot; when it runs">\
line 3, col 36, The lambda reads "user" when it runs
Pass the function: add_task(log, user)</failure>
        </testcase>
    </testsuite>
    <testsuite name="main.py" tests="1" failures="0" errors="0">
        <testcase classname="main" file="main.py" \
name="10:5 misc: Revealed type is &quot;None&quot;" line="10" column="5">
            <system-out>line 10, col 5, Revealed type is "None"</system-out>
        </testcase>
    </testsuite>
</testsuites>
"""
    )


def test_junit_has_a_passing_test_if_there_are_no_findings() -> None:
    assert printed("junit", Report()) == (
        """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="background-typed" tests="1" failures="0" errors="0">
    <testsuite name="background-typed" tests="1" failures="0" errors="0">
        <testcase classname="background-typed" name="The run" />
    </testsuite>
</testsuites>
"""
    )


@pytest.mark.parametrize("findings", [[], [WRONG]])
def test_junit_has_an_error_if_the_run_failed(findings: list[Finding]) -> None:
    root = xml_of(
        Report(
            findings=findings,
            unchecked=[Obstacle(Cause.UNREADABLE, "invalid syntax", "app/broken.py")],
            has_failed=True,
        )
    )
    assert (root.get("tests"), root.get("errors")) == (str(1 + len(findings)), "1")
    [error] = root.iter("error")
    assert error.text == "app/broken.py is not checked: invalid syntax"


def test_junit_gives_different_findings_at_one_place_different_names() -> None:
    other = Finding(WRONG.place, "error", "call-arg", "Another")
    root = xml_of(Report(findings=[WRONG, other]))
    assert len({test.get("name") for test in root.iter("testcase")}) == 2


def test_junit_escapes_what_xml_cannot_contain() -> None:
    finding = Finding(Place("a\x0b\udcff<&>.py", 1, 1), "error", "misc", "\x00 \ufffe 日本 ]]> 𐐀\t")
    text = printed("junit", Report(findings=[finding]))
    assert text.isascii()
    [suite] = xml_of(Report(findings=[finding]))
    assert suite.get("name") == "a\\x0b\\udcff<&>.py"
    assert suite[0][0].text == "line 1, col 1, \\x00 \\ufffe 日本 ]]> 𐐀\t"


def azure_file(text: str) -> str:
    """Return the file in the text for Azure."""
    return text.partition("sourcepath=")[2].partition(";")[0]


def junit_file(text: str) -> str:
    """Return the file in JUnit XML."""
    return text.partition(' file="')[2].partition('"')[0]


@pytest.mark.parametrize(("form", "file_in"), [("azure", azure_file), ("junit", junit_file)])
@pytest.mark.parametrize("variable", PROJECT_FOLDERS)
def test_services_get_paths_from_the_root_of_the_repository(
    form: str,
    file_in: Callable[[str], str],
    variable: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(variable, str(project))
    monkeypatch.chdir(project / "app")
    report = Report(findings=[Finding(Place("users.py", 1, 1), "error", "misc", "No")])
    assert file_in(printed(form, report)) == "app/users.py"


def test_reviewdog_gets_paths_from_the_current_folder(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project))
    monkeypatch.chdir(project / "app")
    found = diagnostic(Finding(Place("users.py", 1, 1), "error", "misc", "No"))
    assert found["location"]["path"] == "users.py"


def test_reviewdog_reads_one_result() -> None:
    assert json.loads(printed("rdjson")) == {
        "source": {"name": "background-typed"},
        "severity": "ERROR",
        "diagnostics": [
            {
                "message": WRONG.message,
                "location": {
                    "path": "app/users.py",
                    "range": {"start": {"line": 3, "column": 9}},
                },
                "severity": "ERROR",
                "code": {
                    "value": "call-arg",
                    "url": "https://mypy.rtfd.io/en/stable/_refs.html#code-call-arg",
                },
            },
            {
                "message": f"{LATE.message}\n{LATE.notes[0]}",
                "location": {
                    "path": "app/users.py",
                    "range": {
                        "start": {"line": 3, "column": 40},
                        "end": {"line": 3, "column": 57},
                    },
                },
                "severity": "ERROR",
                "code": {"value": "background-late"},
                "suggestions": [
                    {
                        "range": {"start": {"line": 3}, "end": {"line": 3}},
                        "text": '        tasks.add_task(send, "日本", log, user)',
                    }
                ],
                "related_locations": [
                    {
                        "message": "it is read here",
                        "location": {
                            "path": "app/users.py",
                            "range": {
                                "start": {"line": 3, "column": 52},
                                "end": {"line": 3, "column": 56},
                            },
                        },
                    }
                ],
            },
            {
                "message": NOTE.message,
                "location": {
                    "path": "main.py",
                    "range": {
                        "start": {"line": 10, "column": 5},
                        "end": {"line": 11, "column": 6},
                    },
                },
                "severity": "INFO",
                "code": {
                    "value": "misc",
                    "url": "https://mypy.rtfd.io/en/stable/_refs.html#code-misc",
                },
            },
        ],
    }


def test_reviewdog_reads_a_result_without_findings() -> None:
    assert json.loads(printed("rdjson", Report()))["diagnostics"] == []


@pytest.mark.parametrize(
    ("line", "place", "column"),
    [
        pytest.param("a𐐀b", Place("a.py", 1, 3), 6, id="four bytes, as in the definition"),
        pytest.param("é日𐐀", Place("a.py", 1, 4), 10, id="behind the last character"),
        pytest.param("é", Place("a.py", 1, 9), 10, id="no such column"),
        pytest.param("é", Place("a.py", 1, 0), 0, id="no column"),
        pytest.param("é", Place("a.py", 2, 3), 3, id="no such line"),
        pytest.param("é", Place("a.py", 0, 3), 3, id="no line"),
        pytest.param("é", Place("b.py", 1, 3), 3, id="no such file"),
    ],
)
def test_reviewdog_counts_columns_in_bytes(line: str, place: Place, column: int) -> None:
    Path("a.py").write_text(line, encoding="utf-8")
    found = diagnostic(Finding(place, "error", "misc", "No"))
    assert found["location"]["range"]["start"]["column"] == column


def test_reviewdog_counts_bytes_of_utf_8_in_any_encoding() -> None:
    Path("a.py").write_bytes("# coding: latin-1\né, x".encode("latin-1"))
    found = diagnostic(Finding(Place("a.py", 2, 4), "error", "misc", "No"))
    assert found["location"]["range"]["start"]["column"] == 5


def test_reviewdog_suggests_all_edits_at_once_as_whole_lines() -> None:
    Path("a.py").write_text("1\nf(é, b,\n  c, d)\n  e()\n", encoding="utf-8")
    finding = correction(
        Edit(Place("a.py", 2, 3, 2, 4), "x", is_safe=True),
        Edit(Place("a.py", 4, 3, 4, 3), "await ", is_safe=True),
        Edit(Place("a.py", 2, 6, 3, 4), "", is_safe=True),
        Edit(Place("a.py", 3, 7), "\n", is_safe=True),
    )
    assert diagnostic(finding)["suggestions"] == [
        {
            "range": {"start": {"line": 2}, "end": {"line": 4}},
            "text": "f(x, , d\n)\n  await e()",
        }
    ]


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param(
            [
                Edit(Place("app/users.py", 1, 1, 1, 4), "class", is_safe=True),
                Edit(Place("b.py", 1, 1, 1, 2), "", is_safe=True),
            ],
            id="some are in another file",
        ),
        pytest.param([Edit(Place("no.py", 1, 1, 1, 2), "", is_safe=True)], id="no such file"),
    ],
)
def test_reviewdog_gets_no_part_of_what_it_cannot_show(edits: list[Edit]) -> None:
    assert "suggestions" not in diagnostic(correction(*edits))


@pytest.mark.parametrize("format_name", ["sarif", "rdjson"])
def test_a_service_gets_unsafe_edits_only_if_they_are_wanted(format_name: str) -> None:
    finding = correction(Edit(Place("app/users.py", 1, 1, 1, 4), "class", is_safe=False))
    key = "fixes" if format_name == "sarif" else "suggestions"
    assert f'"{key}":' not in printed(format_name, Report(findings=[finding]))


# SARIF.


def test_sarif_has_a_fix_with_the_edits_of_each_file() -> None:
    finding = correction(
        Edit(Place("b.py", 1, 2, 1, 3), "x", is_safe=True),
        Edit(Place("a b.py", 4, 5, 6, 7), "", is_safe=False),
        Edit(Place("b.py", 8, 1, 8, 1), "y\n", is_safe=True),
    )
    log = printed("sarif", Report(findings=[finding], wants_unsafe=True))
    SarifLog.model_validate_json(log, strict=True)
    [result] = json.loads(log)["runs"][0]["results"]
    assert result["fixes"] == [
        {
            "description": {"text": "Do"},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "a%20b.py"},
                    "replacements": [
                        {
                            "deletedRegion": {
                                "startLine": 4,
                                "startColumn": 5,
                                "endLine": 6,
                                "endColumn": 7,
                            },
                            "insertedContent": {"text": ""},
                        }
                    ],
                },
                {
                    "artifactLocation": {"uri": "b.py"},
                    "replacements": [
                        {
                            "deletedRegion": {
                                "startLine": 1,
                                "startColumn": 2,
                                "endLine": 1,
                                "endColumn": 3,
                            },
                            "insertedContent": {"text": "x"},
                        },
                        {
                            "deletedRegion": {
                                "startLine": 8,
                                "startColumn": 1,
                                "endLine": 8,
                                "endColumn": 1,
                            },
                            "insertedContent": {"text": "y\n"},
                        },
                    ],
                },
            ],
        }
    ]


def test_sarif_has_the_related_places() -> None:
    related = (*LATE.related, Related(Place("a.py", 7, 1), "it is called here"))
    finding = Finding(LATE.place, "error", LATE.code, LATE.message, related=related)
    log = printed("sarif", Report(findings=[finding], wants_unsafe=True))
    SarifLog.model_validate_json(log, strict=True)
    [result] = json.loads(log)["runs"][0]["results"]
    assert result["relatedLocations"] == [
        {
            "id": 0,
            "message": {"text": "it is read here"},
            "physicalLocation": {
                "artifactLocation": {"uri": "app/users.py"},
                "region": {"startLine": 3, "startColumn": 48, "endLine": 3, "endColumn": 52},
            },
        },
        {
            "id": 1,
            "message": {"text": "it is called here"},
            "physicalLocation": {
                "artifactLocation": {"uri": "a.py"},
                "region": {"startLine": 7, "startColumn": 1},
            },
        },
    ]
    assert "fixes" not in result
