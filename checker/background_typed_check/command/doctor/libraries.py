"""Which libraries mypy cannot find: without their types it sees no task."""

from collections import defaultdict
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.command.doctor.problem import SetupProblem
from background_typed_check.command.doctor.sight import Sight
from background_typed_check.types.messages import NOT_FOUND, imported_at
from background_typed_check.wording import NAME_IT, and_more


def find_libraries(sight: Sight) -> dict[str, str]:
    """Return the library that mypy does not find, for each file that imports one."""
    lost = [each for each in sight.answer.messages if each["code"] in NOT_FOUND]
    return {
        each["file"]: apis.DISTRIBUTIONS[package]
        for each in lost
        for package in imported_at(each["line"], sight.disk.source(each["file"]))
    }


def explain_libraries(sight: Sight, libraries: dict[str, str]) -> Iterator[SetupProblem]:
    """Yield the libraries that mypy does not find, if something looks like a task there."""
    files = defaultdict(list)
    for file, library in sorted(libraries.items()):
        if sight.candidates.get(file):
            files[library].append(file)
    for library, those in files.items():
        importing = f"{those[0]}{and_more(len(those) - 1, 'other file')}"
        yield SetupProblem(f"mypy cannot find {library}, imported by {importing}", NAME_IT)
