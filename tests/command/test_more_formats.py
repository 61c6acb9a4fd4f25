import json
from pathlib import Path

import pytest
from background_typed_check.command.output.fields import PROJECT_FOLDERS
from background_typed_check.command.output.formats import FORMATS
from background_typed_check.command.output.paint import Paint, leave_plain
from background_typed_check.facts.source import Place
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


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in its own project, outside any service."""
    for name in PROJECT_FOLDERS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "users.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def printed(form: str, report: Report, paint: Paint = leave_plain) -> str:
    """Return what a format prints for the findings."""
    return "".join(f"{line}\n" for line in FORMATS[form].findings(report, paint))


def correction(*edits: Edit) -> Finding:
    """Return a finding in the first file of some edits."""
    return Finding(edits[0].at, "error", "background-late", "No", ("Do",), edits=edits)


def test_sarif_has_a_fix_with_the_edits_of_each_file() -> None:
    finding = correction(
        Edit(Place("b.py", 1, 2, 1, 3), "x", is_safe=True),
        Edit(Place("a b.py", 4, 5, 6, 7), "", is_safe=False),
        Edit(Place("b.py", 8, 1, 8, 1), "y\n", is_safe=True),
    )
    log = printed("sarif", Report(findings=[finding]))
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
    log = printed("sarif", Report(findings=[finding]))
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
