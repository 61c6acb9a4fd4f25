"""mypy as its own command runs it: with only the user's settings."""

import contextlib
import io
import os
from collections.abc import Callable
from typing import NamedTuple

from mypy.main import process_options
from mypy.modulefinder import BuildSource
from mypy.options import Options

from background_typed_check.reasons import NothingCheckedError
from background_typed_check.types.caches import cache_of
from background_typed_check.types.grouping import Group
from background_typed_check.types.mypy_run import Answer, build_once
from background_typed_check.types.naming import Module
from background_typed_check.types.settings import Settings, make_options


class PlainRun(NamedTuple):
    """What mypy says with only the user's settings."""

    answer: Answer
    options: Options
    named: set[str]
    """The files that it was asked to check, by their real paths."""

    def follows(self, module: str) -> bool:
        """Return whether it follows imports of a module."""
        return self.options.clone_for_module(module).follow_imports in {"normal", "silent"}


def run_plainly(
    paths: list[str],
    settings: Settings,
    loads: Callable[[str], bool],
    advance: Callable[[str], object],
) -> PlainRun:
    """Run mypy as its own command does, with the plugins that load here.

    Raises:
        NothingCheckedError: Something stops it. Here nothing is skipped to go on.

    """
    options = make_options(settings, os.devnull, [], set(), [])
    options.plugins = [name for name in options.plugins if loads(name)]
    sources = list_sources(paths, settings, options)
    modules = [Module(each.path or "", each.module, each.base_dir or os.curdir) for each in sources]
    options.cache_dir = os.path.abspath(cache_of(Group(modules, []), settings, []))
    answer = Answer([], [], [], set())
    blocker = build_once(sources, options, advance, answer)
    if blocker is not None:
        raise NothingCheckedError(blocker.text)
    named = {module.name for module in modules}
    states = [state for each in answer.builds for state in each.graph.values()]
    files = [module.file for module in modules]
    files += [state.path or "" for state in states if state.id in named]  # named as modules
    return PlainRun(answer, options, {os.path.realpath(file) for file in files if file})


def list_sources(paths: list[str], settings: Settings, options: Options) -> list[BuildSource]:
    """List what mypy's own command checks, with some paths or with none.

    Without paths that is what the settings name: `files`, `packages` and `modules`.

    Raises:
        NothingCheckedError: That command would stop here.

    """
    output = io.StringIO()
    is_named = options.files or options.packages or options.modules
    arguments = [
        f"--config-file={settings.config or ''}",
        f"--python-executable={settings.environment.python}",
        *(paths or ([] if is_named else [os.curdir])),
    ]
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            return process_options(arguments, stdout=output, stderr=output)[0]
    except SystemExit:
        first = output.getvalue().partition("\n")[0]
        raise NothingCheckedError(first.removeprefix("error: ")) from None
