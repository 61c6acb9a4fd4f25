"""The format SARIF 2.1.0: for code scanning, and for whatever shows findings of many tools."""

import json
from collections.abc import Iterator
from typing import Final, TypeAlias
from urllib.parse import quote

from mypy.errorcodes import error_codes

from background_typed_mypy import __version__
from background_typed_mypy.codes import DROPPED, NEVER_RUNS, UNCHECKED
from background_typed_mypy.command.paint import Paint
from background_typed_mypy.command.report import Finding, Place, Report
from background_typed_mypy.command.services import NAME, message_of, path_in_project, rule_of

Json: TypeAlias = dict[str, object]

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
# mypy.errors.BASE_RTD_URL, where `--show-error-code-links` leads
MYPY_CODES: Final = "https://mypy.rtfd.io/en/stable/_refs.html#code"

# In short what the README says of each.
HELP: Final = {
    NEVER_RUNS.code: """\
The task is accepted, the response is sent, and the work never happens.

After the response Starlette awaits what an `async def` function returns; everything else it calls \
in a worker thread, and drops what comes back.

- Pass the function and its arguments, not what calling it returned: `add_task(send, "a")` for \
`add_task(send("a"))`, for `add_task(lambda: send("a"))` with an `async def send`, and for \
`add_task(run_in_threadpool, send, "a")`.
- Pass what does the work of a generator function: `add_task(list, export())`, an `async def` with \
`async for _ in stream(): ...`, a `def` with `with opened(): ...`.
- Where a `def` returns a coroutine, pass an `async def` that awaits it.""",
    DROPPED.code: """\
The task is added, and the collection that it is in is never run.

Adding a task runs nothing. The response that carries the collection does, or, for the one that \
FastAPI passes to a handler, the response that FastAPI makes.

- Return a response with the collection, `Response(background=tasks)`, or let FastAPI pass \
`tasks: BackgroundTasks` to the handler and do not assign another one to it.
- A background of the response takes the place of the collection that FastAPI passes: put all \
tasks into one.
- FastAPI runs no task of a handler that raises: return a response with `background=tasks` \
instead.""",
    UNCHECKED.code: """\
Nothing checks the arguments of this task.

A callee of type `Any` takes any arguments, one without annotations takes arguments of any type, \
as far as mypy knows. Annotate the function, or the decorator that hides its type.""",
}


def log(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield the log of a run, in one piece."""
    rules = list(dict.fromkeys([*HELP, *map(rule_of, report.findings)]))
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
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "warning", "message": {"text": cause}} for cause in report.unchecked
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [result_of(finding, rules) for finding in report.findings],
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def describe(rule: str) -> Json:
    """Return what there is to know of a rule."""
    words = error_codes[rule].description if rule in error_codes else rule
    link = {} if rule in HELP else {"helpUri": f"{MYPY_CODES}-{rule}"}
    text = HELP.get(rule) or f"{words}.\n\nSee {MYPY_CODES}-{rule}"
    return {
        "id": rule,
        "name": rule.title().replace("-", ""),
        "shortDescription": {"text": f"{words}."},
        "fullDescription": {"text": text.partition("\n")[0]},
        "help": {"text": text, "markdown": text},
        **link,
        "defaultConfiguration": {"level": "error"},
    }


def result_of(finding: Finding, rules: list[str]) -> Json:
    """Return a finding. `upload-sarif` adds the fingerprint that code scanning looks at."""
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
    """Return the URI of a file, from the root of the repository where it is in there.

    Without a `uriBaseId` that is where code scanning looks for it.
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
