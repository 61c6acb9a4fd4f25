"""The format SARIF 2.1.0: for code scanning, and for whatever shows findings of many tools."""

import itertools
import json
import sys
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from background_typed_check import NAME, __version__
from background_typed_check.command.explain import page
from background_typed_check.command.output.fields import (
    Json,
    link_of,
    message_of,
    path_in_project,
    rule_of,
)
from background_typed_check.command.output.paint import Paint
from background_typed_check.facts.source import Place
from background_typed_check.report import Finding, Report
from background_typed_check.rules import codes
from background_typed_check.wording import line_of

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
MORE: Final = "`background-typed explain {code}` says the same, as does `docs/rules/{code}.md`."


def log(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield the log of a run, in one piece."""
    own = [code.name for code in codes()]
    rules = list(dict.fromkeys([*own, *map(rule_of, report.findings)]))
    run = {
        "tool": {
            "driver": {
                "name": NAME,
                "semanticVersion": __version__,
                "rules": [describe(rule) for rule in rules],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not report.has_failed,
                "toolExecutionNotifications": [
                    {"level": "warning", "message": {"text": line_of(each)}}
                    for each in report.unchecked
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [result_of(finding, rules, report) for finding in report.findings],
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def describe(rule: str) -> Json:
    """Return what there is to know about a code."""
    own = next((code for code in codes() if code.name == rule), None)
    words = own.summary if own is not None else rule
    link = link_of(rule)
    text = ""
    if link is not None:
        words = mypys_words(rule) or words
        text = f"{words}.\n\nSee {link}"
    if own is not None:
        text = "\n\n".join(filter(None, (text, f"{page(own)}\n{MORE.format(code=rule)}")))
    return {
        "id": rule,
        "name": rule.title().replace("-", ""),
        "shortDescription": {"text": f"{words}."},
        "fullDescription": {"text": f"{words}."},
        "help": {"text": text, "markdown": text},
        **({"helpUri": link} if link is not None else {}),
        "defaultConfiguration": {"level": "error"},
    }


def mypys_words(code: str) -> str | None:
    """Return mypy's description of one of its codes. If mypy found anything, it is loaded."""
    known = getattr(sys.modules.get("mypy.errorcodes"), "error_codes", {})
    return known[code].description if code in known else None


def result_of(finding: Finding, rules: list[str], report: Report) -> Json:
    """Return a finding. `upload-sarif` adds the fingerprint that code scanning uses."""
    rule = rule_of(finding)
    related = [
        {"id": number, "message": {"text": each.what}, **location_of(each.at)}
        for number, each in enumerate(finding.related)
    ]
    return {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": finding.severity,
        "message": {"text": message_of(finding)},
        "locations": [location_of(finding.place)],
        **({"fixes": [fix_of(finding)]} if report.can_correct(finding) else {}),
        **({"relatedLocations": related} if related else {}),
    }


def fix_of(finding: Finding) -> Json:
    """Return the edits of a finding, by file: all of them together are one fix."""
    edits = sorted(finding.edits, key=lambda each: each.at.file)
    return {
        "description": {"text": "\n".join(finding.notes)},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": uri_of(file)},
                "replacements": [
                    {
                        "deletedRegion": region_of(each.at),
                        "insertedContent": {"text": each.text},
                    }
                    for each in group
                ],
            }
            for file, group in itertools.groupby(edits, key=lambda each: each.at.file)
        ],
    }


def location_of(place: Place) -> Json:
    """Return a place with its file."""
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri_of(place.file)},
            "region": region_of(place),
        }
    }


def uri_of(file: str) -> str:
    """Return the URI of a file, relative to the root of the repository if it is inside.

    Code scanning looks for it there if there is no `uriBaseId`.
    """
    path = path_in_project(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def region_of(place: Place) -> Json:
    """Return the lines and columns of a place, as far as they are known."""
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {name: number for name, number in region.items() if number is not None}
