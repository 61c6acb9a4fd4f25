"""Packages of the user that hide a library from mypy, as from Python: nothing sees its tasks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from background_typed_check import apis
from background_typed_check.reasons import Obstacle, Reason, Why
from background_typed_check.report import Report
from background_typed_check.types.mypy_run import Answer
from background_typed_check.types.real_paths import real_path


def blame_hiding(
    passed_over: Iterable[Obstacle], report: Report, answer: Answer
) -> Iterator[Obstacle]:
    """Yield why tasks are passed over, and once what hides a library, where that is the reason."""
    hidden = find_hidden(report, answer)
    by_reason: defaultdict[Reason, list[Obstacle]] = defaultdict(list)
    for each in passed_over:
        if each.reason == Reason(Why.PASSED_OVER) and each.file in hidden:
            by_reason[hidden[each.file]].append(each)
        else:
            yield each
    for (file, line), reason in report.passed_over.items():
        if reason == Reason(Why.PASSED_OVER):
            report.passed_over[file, line] = hidden.get(file, reason)
    for reason, (first, *others) in by_reason.items():
        more = first.more + sum(1 + each.more for each in others)
        yield first._replace(more=more, reason=reason)


def find_hidden(report: Report, answer: Answer) -> dict[str, Reason]:
    """Return the files that were checked with a hidden library, and what hides it."""
    files = {real_path(file): file for file in report.files}
    hidden = {}
    for build in answer.builds:
        for origin in sorted(apis.ORIGINS - build.graph.keys()):
            package = build.graph.get(origin.partition(".")[0])
            hiding = package and package.path and files.get(real_path(package.path))
            if hiding:
                paths = [real_path(state.path) for state in build.graph.values() if state.path]
                reason = Reason(Why.HIDDEN_LIBRARY, hiding)
                hidden.update({files[path]: reason for path in paths if path in files})
    return hidden
