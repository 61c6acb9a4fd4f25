"""One run of mypy, with the plugin, in this process.

It calls what mypy's own command calls (`mypy.main.main`), because mypy has no flag for plugins and
its API takes no module names. This was tested to be the same in mypy 1.19 and 2.4.
"""

import contextlib
import io
import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, NamedTuple

from background_typed_mypy import columns
from background_typed_mypy.columns import Columns
from background_typed_mypy.internals import columns_of
from background_typed_mypy.records import Records
from mypy import build
from mypy.errors import CompileError
from mypy.modulefinder import BuildSource, get_search_dirs
from mypy.options import Options

from background_typed_check.reasons import NothingCheckedError
from background_typed_check.types.blockers import Blocker, find_blocker, read_json
from background_typed_check.types.files import FilesOfMypy
from background_typed_check.types.workers import out_of_sight

HERE: Final[AbstractContextManager[None]] = contextlib.nullcontext()
CRASH: Final = re.compile(r"^(.+?):(?:(\d+):)? error: INTERNAL ERROR", re.MULTILINE)


class MypyFailedError(NothingCheckedError):
    """Says that mypy raised something. It may be its cache that is broken."""


class Answer(NamedTuple):
    """What mypy says about all modules."""

    messages: list[dict[str, Any]]
    """Its JSON."""
    builds: list[build.BuildResult]
    dropped: list[str]
    """The files that mypy does not read."""
    skipped: set[str]
    """The modules, and patterns of modules, that it had to skip. What imports them has no types."""

    @property
    def columns(self) -> Columns:
        """How the columns are counted."""
        options = [each.manager.options for each in self.builds]
        return columns_of(options[0]) if options else Columns.CHARACTERS

    @property
    def asked(self) -> set[str]:
        """The files that mypy and the plugin looked for, whether they exist or not.

        mypy's workers are other processes, whose reading is not watched.
        """
        looked_for = {
            path for each in self.builds for path in each.manager.fscache.stat_or_none_cache
        }
        records = [Records(each.manager.options) for each in self.builds]
        plugin = map(str, Path(columns.__file__).parent.glob("*.py"))
        return looked_for.union(plugin, *(each.files() for each in records))

    @property
    def modules(self) -> set[str]:
        """The modules that mypy has read."""
        return {name for each in self.builds for name in each.graph}

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


@contextlib.contextmanager
def nowhere(options: Options) -> Iterator[None]:
    """Work in an empty folder: mypy takes what lies in the current one for packages.

    (`mypy.modulefinder.compute_search_paths`.) All other paths are absolute.
    """
    here = os.getcwd()
    options.config_file = os.path.abspath(str(options.config_file))
    with tempfile.TemporaryDirectory() as empty:
        os.chdir(empty)
        try:
            yield
        finally:
            os.chdir(here)


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

    output, errors = io.StringIO(), io.StringIO()
    try:
        with (
            around,
            out_of_sight() if getattr(options, "num_workers", 0) else HERE,
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(errors),
        ):
            result = build.build(
                sources, options, None, flush_errors, FilesOfMypy(), output, errors
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
        message = f"mypy failed ({type(error).__name__}: {error})"
        raise MypyFailedError(message) from error
    answer.messages.extend(messages)
    answer.builds.append(result)
    return None
