"""Files of the user that hide a library from mypy, as from Python: nothing sees its tasks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from mypy.build import BuildResult
from mypy.modulefinder import get_search_dirs

from background_typed_check import apis
from background_typed_check.reasons import Cause, Obstacle, Reason, Why
from background_typed_check.report import Report
from background_typed_check.types.mypy_run import Answer
from background_typed_check.types.runs import Names


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
    names = Names(report.files)
    hidden = {}
    for build in answer.builds:
        for origin in sorted(apis.ORIGINS - build.graph.keys()):
            hiding = what_hides(origin.partition(".")[0], build, report, names)
            if hiding is not None:
                paths = [state.path for state in build.graph.values() if state.path]
                reason = Reason(Why.HIDDEN_LIBRARY, hiding)
                hidden.update({names.of(path): reason for path in paths if names.has(path)})
    return hidden


def what_hides(library: str, build: BuildResult, report: Report, names: Names) -> str | None:
    """Return the file of the user that takes the place of a library, None if there is none."""
    package, options = build.graph.get(library), build.manager.options
    if package is None or package.path is None:
        skipped = (each for each in report.unchecked if each.cause is Cause.LIKE_A_LIBRARY)
        return next((each.file for each in skipped if each.what == library), None)
    installed = tuple(get_search_dirs(options.python_executable)[1])
    own = not package.path.startswith(installed)
    return names.of(package.path) if own else None
