"""The words for why something is not checked."""

import sys
from typing import Final

from background_typed_check import apis
from background_typed_check.environment import WHERE_NAMED
from background_typed_check.reasons import Cause, Obstacle, Reason, Why

PYTHON: Final = ".".join(map(str, sys.version_info[:2]))
NAME_IT: Final = f"name the application's environment with {WHERE_NAMED}"

UNPARSED: Final = f"Python {PYTHON} cannot parse this file, so its tasks are not checked: {{what}}"
ONLY_BY_MYPY: Final = (
    f"Python {PYTHON} cannot parse this file, so only mypy checks its tasks: {{what}}"
)
NOT_BY_MYPY: Final = (
    "mypy cannot check this file, so the arguments of its tasks are not checked: {what}"
)
UNREAD: Final = "This file cannot be read, so its tasks are not checked"
FAILED: Final = (
    "background-typed could not check this task, so mypy checked it alone: please report it, with "
    "what --show-traceback prints"
)

REASONS: Final = {
    Why.ANY: '{callee} has type "Any"',
    Why.UNANNOTATED: "{callee} has no annotations",
    Why.PACKAGE: '{callee} comes from "{detail}", which mypy cannot read',
    Why.ARGUMENT: 'an argument comes from "{detail}", which mypy cannot read',
    Why.MISSING: '{callee} comes from "{detail}", which is not found',
    Why.MISSING_ARGUMENT: 'an argument comes from "{detail}", which is not found',
    Why.SKIPPED: '{callee} comes from "{detail}", which mypy skips',
    Why.SKIPPED_ARGUMENT: 'an argument comes from "{detail}", which mypy skips',
    Why.INVALID: "{callee} has an invalid annotation",
    Why.STARS: "{callee} is inside star-arguments",
    Why.NO_CALLEE: "no function is passed",
    Why.SIGNATURE: "what adds it does not have the library's signature",
    Why.OWN_ADDER: f'its collection has its own "{apis.ADD_TASK.name}", which takes anything',
    Why.FILE_IGNORED: "a comment switches mypy off for the whole file",
    Why.PASSED_OVER: "mypy treats the code as unreachable, or is told to skip it",
    Why.AFTER_JUMP: 'nothing runs after "{detail}"',
    Why.ELSEWHERE: "code for another platform or Python version",
    Why.REDEFINED: '"{detail}" is defined again, and mypy checks only the last definition',
    Why.ALIAS: f'"{apis.ADD_TASK.name}" is called by another name',
    Why.UNKNOWN_NAME: 'nothing says what "{detail}" is',
    Why.ANY_RECEIVER: '"{detail}" has type "Any", so it is not known to be a collection',
    Why.ANY_OR_UNREACHED: '"{detail}" is not known to be a collection: it has type "Any", or mypy '
    "does not reach it",
    Why.TYPE_VARIABLE: 'the type of "{detail}" is a type variable, so mypy checks it on its own',
    Why.HIDDEN_LIBRARY: "{detail} hides the library of that name",
    Why.UNREACHED: "nothing reaches it",
    Why.LIBRARY: "{detail} is not installed",
    Why.NOT_READ: "mypy cannot check the file",
    Why.NOT_SEEN: "mypy does not see it",
    Why.NO_TYPES: "{detail}",
}
REMEDIES: Final = {
    Why.FILE_IGNORED: "remove it, and ignore single lines instead",
    Why.PASSED_OVER: "set warn_unreachable = true, which may say why",
    Why.AFTER_JUMP: "add the task before it",
    Why.HIDDEN_LIBRARY: "rename it",
    Why.REDEFINED: "give one of the functions another name",
    Why.ALIAS: f'call "{apis.ADD_TASK.name}" itself',
    Why.TYPE_VARIABLE: f"annotate it, {{detail}}: {apis.COLLECTION_NAME}",
    Why.UNKNOWN_NAME: f"annotate it, {{detail}}: {apis.COLLECTION_NAME}",
}
# The shorter words that the summary uses for some of them.
SUMMARIES: Final = {
    Why.ANY: "callee untyped",
    Why.UNANNOTATED: "callee untyped",
    Why.INVALID: "callee untyped",
    Why.PACKAGE: "callee from a package without types",
    Why.MISSING: "callee from a module that is not found",
    Why.MISSING_ARGUMENT: "argument from a module that is not found",
    Why.SKIPPED: "callee from a module that mypy skips",
    Why.SKIPPED_ARGUMENT: "argument from a module that mypy skips",
    Why.STARS: "callee inside star-arguments",
    Why.NO_CALLEE: "no function",
    Why.SIGNATURE: "another signature",
    Why.OWN_ADDER: f'own "{apis.ADD_TASK.name}" that takes anything',
    Why.TYPE_VARIABLE: "by mypy on its own",
}

OBSTACLES: Final = {
    Cause.UNREADABLE: "{place} is not checked: {what}",
    Cause.NOT_BY_MYPY: "{place} is not checked by mypy: {what}",
    Cause.NOT_BY_RULES: f"{{place}} is not known to the rules, because Python {PYTHON} cannot "
    "parse it: {what}",
    Cause.NOT_PYTHON: "{place} is not checked: it is not a Python file (.py)",
    Cause.UNPRINTABLE: "{file!a} is not checked: its name is not printable text",
    Cause.NOTEBOOKS: "Notebooks are not checked: {what}",
    Cause.HIDDEN: "{place} is not checked: {other} hides it",
    Cause.TWO_NAMES: 'imports of "{what}"{more} are treated as untyped: {file} is "{other}"',
    Cause.LIKE_A_LIBRARY: 'imports of "{what}"{more} are treated as untyped: they may mean {file}, '
    'or the library "{other}"',
    Cause.NO_CACHE: "{file} cannot be created, so nothing is cached, and mypy has no workers: "
    "{what}",
    Cause.BAD_CACHE: "{what} with the cache in {file}, so nothing is cached",
    Cause.RENEWED_CACHE: "{what} with the cache in {file}, so it was made anew",
    Cause.SETTINGS: "{what}",
    Cause.PACKAGES: f"{{what}}: not installed, or without types, for {{other}}: {NAME_IT}",
    Cause.LIBRARY: "{what} is not installed for {other}, so the arguments of the tasks in "
    f"{{file}}{{more}} are not checked: {NAME_IT}",
    Cause.PASSED_OVER: "{place}{more}: not checked: {what}",
    Cause.OWN_FAILURE: "{place}: background-typed could not check this task, so mypy checked it "
    "alone: please report it",
    Cause.UNWRITTEN: "{file} is not written: {what}",
    Cause.NOTHING: "{what}",
}
MORE: Final = {
    Cause.LIBRARY: "other file",
    Cause.PASSED_OVER: "more task",
    Cause.TWO_NAMES: "other name",
    Cause.LIKE_A_LIBRARY: "other name",
}


def words_of(reason: Reason, callee: str = "the callee") -> str:
    """Return why the arguments of a task are not checked, with some word for its function."""
    return REASONS[reason.why].format(callee=callee, detail=reason.detail)


def remedy_of(reason: Reason) -> str:
    """Return what to do about it."""
    if reason.why in {Why.ANY_RECEIVER, Why.ANY_OR_UNREACHED}:
        name, tasks = reason.detail, apis.COLLECTION_NAME
        annotated = f"{name}: {tasks}" if name.isidentifier() else f"tasks: {tasks} = {name}"
        return f"annotate it, {annotated}"
    return REMEDIES[reason.why].format(detail=reason.detail)


def summary_of(reason: Reason) -> str:
    """Return what the summary calls it."""
    return SUMMARIES.get(reason.why) or words_of(reason)


def line_of(obstacle: Obstacle) -> str:
    """Return an obstacle as one line."""
    what, place = obstacle.what, obstacle.file
    if obstacle.reason is not None:
        what = f"{words_of(obstacle.reason)}: {remedy_of(obstacle.reason)}"
    if obstacle.line is not None:
        place = f"{place}:{obstacle.line}"
    more = and_more(obstacle.more, MORE.get(obstacle.cause, ""))
    return OBSTACLES[obstacle.cause].format(
        place=place, what=what, file=obstacle.file, other=obstacle.other, more=more
    )


def and_more(number: int, noun: str) -> str:
    """Return how many things there are besides the one that is named."""
    return f" and {count(number, noun)}" if number else ""


def count(number: int, noun: str) -> str:
    """Return a number and its noun, in the plural where needed."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
