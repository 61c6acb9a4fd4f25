"""Running mypy: with the plugin, in this process, and again without what stops it.

It calls what mypy's own command calls (`mypy.main.main`), because mypy has no flag for plugins and
its API takes no module names. This was tested to be the same in mypy 1.19 and 2.4.
"""

import contextlib
import hashlib
import io
import os
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, NamedTuple

from background_typed_mypy.columns import Columns
from background_typed_mypy.internals import columns_of
from mypy import build
from mypy.errors import CompileError
from mypy.fscache import FileSystemCache
from mypy.modulefinder import BuildSource, get_search_dirs
from mypy.options import Options

from background_typed_check import apis
from background_typed_check.reasons import Cause, NothingCheckedError, Obstacle
from background_typed_check.report import Report
from background_typed_check.types.blockers import Blocker, culprits, find_blocker, read_json
from background_typed_check.types.naming import INIT, Group, Module, real_path
from background_typed_check.types.settings import Settings, make_options

HERE: Final[AbstractContextManager[None]] = contextlib.nullcontext()
RECURSION_LIMIT: Final = 2**14  # that of `mypy.main.main`, which not every version names
CRASH: Final = re.compile(r"^(.+?):(?:(\d+):)? error: INTERNAL ERROR", re.MULTILINE)


class Answer(NamedTuple):
    """What mypy says about all modules."""

    messages: list[dict[str, Any]]
    """Its JSON."""
    builds: list[build.BuildResult]
    dropped: list[str]
    """The files that mypy does not read."""

    @property
    def columns(self) -> Columns:
        """How the columns are counted."""
        options = [each.manager.options for each in self.builds]
        return columns_of(options[0]) if options else Columns.CHARACTERS

    def options_by_file(self) -> dict[str, Options]:
        """Return the settings for each file that mypy read, by its real path."""
        graphs = [each.graph for each in self.builds]
        states = [state for graph in graphs for state in graph.values()]
        return {os.path.realpath(state.path or ""): state.options for state in states}


@contextlib.contextmanager
def asking_ahead(python: str) -> Iterator[None]:
    """Have mypy ask an interpreter for its packages, and keep the answer, during other work.

    It takes as long as starting the interpreter. Nothing else may write to stdout meanwhile.
    """

    def ask() -> None:
        # If this fails, mypy asks again, and says why.
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
            get_search_dirs(python)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def run_mypy(
    groups: list[Group], settings: Settings, report: Report, advance: Callable[[str], object]
) -> Answer:
    """Check the files that mention tasks, and tell `advance` of each that is done.

    mypy reads the others where they are imported, and drops the bodies of their functions
    (`mypy.build.State.ignore_all`). Whatever keeps something from being checked is added to the
    report.

    Raises:
        NothingCheckedError: If nothing could be checked.

    """
    sys.setrecursionlimit(RECURSION_LIMIT)  # as `mypy.main.main` does
    answer, telling = Answer([], [], []), {*report.telling}
    names = Names(report.files)

    def done(file: str) -> None:
        advance(names.of(file))

    for group in groups:
        modules: dict[str, Module] = {}
        for module in sorted(group.modules, key=is_plain):
            other = modules.setdefault(module.name, module)
            if other is not module and module.file in telling:
                obstacle = Obstacle(Cause.HIDDEN, file=module.file, other=other.file)
                report.unchecked.append(obstacle)
                answer.dropped.append(module.file)
        checked = {name: each for name, each in modules.items() if each.file in telling}
        cache = make_cache(Path(settings.cache, name_cache(group)), report.unchecked)
        skipped: set[str] = set()
        while checked:
            options = make_options(settings, cache, group.bases, skipped, report.unchecked)
            for name in apis.DISTRIBUTIONS:  # without them nothing is seen, and that must be said
                section = options.per_module_options.setdefault(f"{name}.*", {})
                section.update(ignore_missing_imports=False, follow_imports="normal")
            outcome = build_once(sources_of(checked), options, done, answer, nowhere(options))
            if outcome is None:
                break
            outcome = outcome._replace(file=outcome.file and names.of(outcome.file))
            reasons = culprits(outcome, modules, [*checked.values()], options)
            if not reasons.keys() - skipped:
                raise NothingCheckedError(outcome.text)
            skipped.update(reasons)
            left_out = {name: checked.pop(name).file for name in reasons if name in checked}
            answer.dropped.extend(left_out.values())
            report.unchecked += [  # what Python cannot parse either is reported elsewhere
                each for name, each in reasons.items() if left_out.get(name) not in report.unparsed
            ]
    for message in answer.messages:
        message["file"] = names.of(message["file"])
    return answer


class Names:
    """What the user calls files: mypy calls them by their real paths."""

    def __init__(self, files: list[str]) -> None:
        """Take the files as the user calls them."""
        self.here = os.path.join(os.getcwd(), "")
        self.known = {real_path(file): file for file in files}

    def of(self, file: str) -> str:
        """Return what to call a file: from the current folder, if it is not a known one."""
        return self.known.get(real_path(file), file.removeprefix(self.here))


@contextlib.contextmanager
def nowhere(options: Options) -> Iterator[None]:
    """Work in an empty folder: mypy takes what lies in the current one for packages.

    (`mypy.modulefinder.compute_search_paths`.) All other paths are absolute.
    """
    here = os.getcwd()
    if options.config_file is not None:
        options.config_file = os.path.abspath(options.config_file)
    with tempfile.TemporaryDirectory() as empty:
        os.chdir(empty)
        try:
            yield
        finally:
            os.chdir(here)


def sources_of(modules: dict[str, Module]) -> list[BuildSource]:
    """Return the modules as mypy takes them."""
    return [
        BuildSource(real_path(each.file), each.name, None, each.base) for each in modules.values()
    ]


def name_cache(group: Group) -> str:
    """Return the name of a group's part of the cache. In a group, a name means one file."""
    bases = sorted({os.path.relpath(module.base) for module in group.modules})
    return hashlib.sha256("\n".join(bases).encode(errors="surrogateescape")).hexdigest()[:12]


def is_plain(module: Module) -> bool:
    """Return whether a file is not a package. A package of the same name comes first."""
    return os.path.basename(module.file) != INIT


def make_cache(folder: Path, obstacles: list[Obstacle]) -> str:
    """Make a folder for mypy's cache, or do without if that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        obstacles.append(Obstacle(Cause.NO_CACHE, error.strerror or "", str(folder)))
        return os.devnull
    return str(folder)


def build_once(
    sources: list[BuildSource],
    options: Options,
    advance: Callable[[str], object],
    answer: Answer,
    around: AbstractContextManager[None] = HERE,
) -> Blocker | None:
    """Run mypy, and return what stopped it, if anything did."""
    messages: list[dict[str, Any]] = []
    last_words: list[str] = []

    def flush_errors(file: str | None, new: list[str], _: bool) -> None:  # noqa: FBT001  # mypy's
        if file is None:  # how `mypy.build.build` reports what stops it
            last_words.extend(new)
        else:
            said = [each for each in map(read_json, new) if each is not None]
            messages.extend({**each, "file": file} for each in said)  # a cached one may be older
            advance(file)

    if options.cache_dir == os.devnull and hasattr(options, "num_workers"):
        options.num_workers = 0  # workers need the cache to communicate
    output, errors = io.StringIO(), io.StringIO()
    try:
        with around, contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            result = build.build(
                sources, options, None, flush_errors, FileSystemCache(), output, errors
            )
        # As `mypy.main.run_build` does from 2.0 on.
        getattr(result.manager.metastore, "close", object)()
    except CompileError as error:
        return find_blocker(last_words, error.module_with_blocker)
    except SystemExit:  # `mypy.errors.report_internal_error`
        crash = CRASH.search(errors.getvalue())
        if crash is None:
            raise NothingCheckedError(errors.getvalue().strip().partition("\n")[0]) from None
        what = output.getvalue().strip().rpartition("\n")[2]
        return Blocker(f"it crashes ({what})", crash[1], int(crash[2]) if crash[2] else None)
    except Exception as error:  # a broken cache, a full disk, a bug: reported in one line
        what = f"{type(error).__name__}: {error}"
        cache = options.cache_dir.removeprefix(os.path.join(os.getcwd(), ""))
        advice = f"; it may help to remove {cache}"
        message = f"mypy failed ({what}){advice if options.cache_dir != os.devnull else ''}"
        raise NothingCheckedError(message) from error
    answer.messages.extend(messages)
    answer.builds.append(result)
    return None
