"""The format SARIF 2.1.0: for code scanning, and for whatever shows findings of many tools."""

import json
import sys
from collections.abc import Iterator
from typing import Final, TypeAlias
from urllib.parse import quote

from background_typed_check import NAME, __version__
from background_typed_check.command.explain import page
from background_typed_check.command.output.fields import message_of, path_in_project, rule_of
from background_typed_check.command.output.paint import Paint
from background_typed_check.facts.source import Place
from background_typed_check.report import Finding, Report
from background_typed_check.rules import codes
from background_typed_check.wording import line_of

Json: TypeAlias = dict[str, object]

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
# mypy.errors.BASE_RTD_URL, where `--show-error-code-links` leads
MORE: Final = "`background-typed explain {code}` says the same, as does `docs/rules/{code}.md`."
MYPY_CODES: Final = "https://mypy.rtfd.io/en/stable/_refs.html#code"


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
        "results": [result_of(finding, rules) for finding in report.findings],
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def describe(rule: str) -> Json:
    """Return what there is to know about a code."""
    own = next((code for code in codes() if code.name == rule), None)
    words = own.summary if own is not None else rule
    link: Json = {}
    text = ""
    if own is None or own.is_mypys:
        words = mypys_words(rule) or words
        link = {"helpUri": f"{MYPY_CODES}-{rule}"}
        text = f"{words}.\n\nSee {link['helpUri']}"
    if own is not None:
        text = "\n\n".join(filter(None, (text, f"{page(own)}\n{MORE.format(code=rule)}")))
    return {
        "id": rule,
        "name": rule.title().replace("-", ""),
        "shortDescription": {"text": f"{words}."},
        "fullDescription": {"text": f"{words}."},
        "help": {"text": text, "markdown": text},
        **link,
        "defaultConfiguration": {"level": "error"},
    }


def mypys_words(code: str) -> str | None:
    """Return mypy's description of one of its codes. If mypy found anything, it is loaded."""
    known = getattr(sys.modules.get("mypy.errorcodes"), "error_codes", {})
    return known[code].description if code in known else None


def result_of(finding: Finding, rules: list[str]) -> Json:
    """Return a finding. `upload-sarif` adds the fingerprint that code scanning uses."""
    rule = rule_of(finding)
    return {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": finding.severity,
        "message": {"text": message_of(finding)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri_of(finding.place.file)},
                    "region": region_of(finding.place),
                }
            }
        ],
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
