"""What keeps mypy itself, as it is set up for a project, from checking background tasks."""

import importlib
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from mypy.version import __version__ as mypy_version

from background_typed_check import __version__, apis
from background_typed_check.command.inputs.environment import Environment
from background_typed_check.command.output.paint import Paint
from background_typed_check.command.output.progress import show_progress
from background_typed_check.command.output.text import and_more, count, start_of
from background_typed_check.command.pipeline import take_files
from background_typed_check.command.report import NothingCheckedError, Report, Task
from background_typed_check.facts.disk import Disk
from background_typed_check.types import engine
from background_typed_check.types.candidates import Candidate, Candidates, Cause
from background_typed_check.types.check import NAME_IT, check_arguments
from background_typed_check.types.engine import (
    LISTING,
    PLUGIN,
    Answer,
    PlainRun,
    Settings,
    run_plainly,
)
from background_typed_check.types.installed import Installed, ask
from background_typed_check.types.reading import NOT_FOUND, Reader

OLDEST_MYPY: Final = (1, 19)
# By the names that users know them by.
PACKAGES: Final = {"mypy": "mypy", "starlette": "Starlette", "fastapi": "FastAPI"}
NAMES: Final = PACKAGES | {PLUGIN: "background-typed"}

NEARLY_OURS: Final = re.compile("background[-_]typed")

# The settings that keep files from mypy, and what to do about it.
KEEPERS: Final = {
    "exclude": 'narrow "exclude"',
    "exclude_gitignore": 'switch "exclude_gitignore" off',
    "files": 'add the files to "files"',
}
UNANNOTATED: Final = Cause(
    "in functions without annotations, which mypy skips", "set check_untyped_defs = true"
)
ERRORS_IGNORED: Final = Cause(
    "in modules for which ignore_errors switches mypy off", "narrow the section that sets it"
)
NOT_FOLLOWED: Final = Cause(
    "unknown to mypy, which follow_imports keeps from Starlette's and FastAPI's types",
    "set follow_imports = normal",
)
NOT_SEEN: Final = Cause(
    "unseen by mypy, which sees them with no settings at all",
    "look at python_version, platform, always_true, always_false, mypy_path, no_site_packages",
)
PLACES_SHOWN: Final = 3

IS_ANY: Final = 'Expression has type "Any"'
EVERYTHING: Final = (*engine.FLAGS, "--disallow-any-expr")


class Problem(NamedTuple):
    """What is wrong, and the remedy."""

    what: str
    remedy: str
    place: str = ""

    def show(self, paint: Paint) -> str:
        """Return it in a line."""
        label = paint("problem:", "bold red")
        place = f"{self.place}: " if self.place else ""
        return f"{place}{label} {self.what}: {self.remedy}"


Diagnosis: TypeAlias = Iterator[str | Problem]
"""Facts and problems, in the order in which they are found."""


def diagnose(paths: list[str], settings: Settings, report: Report, *, quiet: bool) -> Diagnosis:
    """Say how mypy is set up here, and which background tasks below some paths it sees.

    Raises:
        NothingCheckedError: Where nothing can be said of tasks; the report has some reasons.

    """
    said: list[str] = []
    options = engine.read_settings(settings.config, said)
    yield from describe_settings(options.config_file, options.plugins, said)
    yield from describe_environment(settings.environment, options.plugins)
    state = "checked" if options.check_untyped_defs else "skipped (check_untyped_defs is off)"
    yield f"functions without annotations: {state}"
    yield from describe_tasks(paths, settings, options.config_file, report, quiet=quiet)


def describe_settings(config: str | None, plugins: list[str], said: list[str]) -> Diagnosis:
    """Say which settings mypy reads, what it says of them, and if they name the plugin."""
    yield f"configuration: {config or 'none'}"
    for line in said:
        yield Problem(line, "correct it, for mypy passes over it")
    is_read = all(": [" in line for line in said)  # of what it reads mypy names the section
    if is_read and not engine.has_plugin(plugins):
        yield Problem("the plugin is not switched on", f"set {setting_of(config, plugins)}")


def setting_of(config: str | None, plugins: list[str]) -> str:
    """Return what is to stand in the configuration file."""
    wanted = [*(name for name in plugins if not NEARLY_OURS.match(name)), PLUGIN]
    if config is not None and not config.lower().endswith(".toml"):
        return f"plugins = {', '.join(wanted)} in [mypy]"
    return f"plugins = {json.dumps(wanted)} in [tool.mypy] of {config or 'pyproject.toml'}"


def describe_environment(environment: Environment, plugins: list[str]) -> Diagnosis:
    """Say what is installed where mypy runs, and what is wrong with that."""
    python = environment.python
    asked = [name for name in plugins if not is_path(name)]
    if not engine.has_plugin(plugins):
        asked.append(PLUGIN)
    installed = ask(python, [*PACKAGES], PLUGIN, asked)
    version = ".".join(map(str, environment.version))
    names = (f"{NAMES[key]} {got or 'missing'}" for key, got in installed.versions.items())
    yield f"environment: {relative(python)} (Python {version}): {', '.join(names)}"
    if installed.versions["mypy"] is None:
        python = sys.executable
        installed = ask(python, [*PACKAGES], PLUGIN, asked)
        yield f"mypy: {mypy_version} of {relative(python)}, which runs this command"
    yield from doubt_versions(installed, relative(python))
    yield from doubt_plugins(installed, relative(python))


def doubt_versions(installed: Installed, python: str) -> Diagnosis:
    """Say what is wrong with the versions of mypy and of the plugin."""
    mypy, own = installed.versions["mypy"] or "", installed.versions[PLUGIN]
    if [int(part) for part in re.findall(r"\d+", mypy)[:2]] < [*OLDEST_MYPY]:
        oldest = ".".join(map(str, OLDEST_MYPY))
        yield Problem(
            f"mypy {mypy} is older than the plugin can do with",
            f'{python} -m pip install "mypy>={oldest}"',
        )
    elif mypy != mypy_version:
        yield f"note: mypy {mypy_version}, which runs this command, stands in for it below"
    if own not in {None, __version__}:
        yield Problem(
            f"background-typed is {own} there, and {__version__} here",
            f"{python} -m pip install background-typed=={__version__}",
        )


def doubt_plugins(installed: Installed, python: str) -> Diagnosis:
    """Say which plugins do not load in the mypy that is meant, or in that of this command."""
    for plugin, fault in installed.faults.items():
        if fault is not None:
            own = f'{python} -m pip install "background-typed[mypy]"'
            other = "install it there, or take it out of plugins"
            yield Problem(
                f'the plugin "{plugin}" does not load in {python} ({fault})',
                own if module_of(plugin) == PLUGIN else other,
            )
        elif not loads_here(plugin):
            yield (
                f'note: the plugin "{plugin}" is left out below, for the Python of this command'
                f" has it not: install background-typed for {python}, and run it there"
            )


def describe_tasks(
    paths: list[str], settings: Settings, config: str | None, report: Report, *, quiet: bool
) -> Diagnosis:
    """Say which tasks mypy sees, with the plugin on, and what keeps it from the others."""
    below = paths or [os.curdir]
    ours = Settings(settings.environment, os.path.join(settings.cache, "doctor"), None, EVERYTHING)
    take_files(below, report)
    everything = check_arguments(ours, report, quiet=quiet)
    report.unchecked[:] = [line for line in report.unchecked if ": not checked: " not in line]
    yield from (f"note: {line}" for line in report.unchecked if NAME_IT not in line)
    report.unchecked.clear()
    files = report.files
    theirs = Settings(settings.environment, os.path.join(settings.cache, "mypy"), config, LISTING)
    try:
        with show_progress(files, quiet=quiet) as advance:
            run = run_plainly(paths, theirs, loads_here, advance)
    except NothingCheckedError as error:
        yield Problem(f"mypy stops here: {error}", "correct that, or name other paths")
        return
    seen = Report(disk=report.disk)
    Reader(seen, in_bytes=run.answer.in_bytes).read(run.answer.messages)
    visible = {spot_of(task) for task in seen.tasks}
    hidden = [task for task in report.tasks if spot_of(task) not in visible]
    yield from explain_hidden(hidden, run, report.disk, named=bool(paths))
    lines = {spot[:2] for spot in visible | {spot_of(task) for task in report.tasks}}
    named = [file for file in files if os.path.realpath(file) in run.named]
    unseen = find_unseen(named, lines, report.disk)
    blind = find_blind(everything)
    unknown = [*explain_unknown(unseen, everything, blind)]
    yield from explain_missing(unseen, blind)
    yield from unknown
    number = len(report.tasks) + len(unknown)
    if number:
        yield (
            f"{count(number, 'background task')}: {len(report.tasks) - len(hidden)}"
            " visible to mypy with the plugin"
        )
    else:
        yield "No background tasks found"


def explain_hidden(tasks: list[Task], run: PlainRun, disk: Disk, *, named: bool) -> Diagnosis:
    """Say why mypy does not see tasks that only its settings hide."""
    causes: defaultdict[Cause, list[Task]] = defaultdict(list)
    by_file = run.answer.options_by_file()
    keepers = [
        name for name in KEEPERS if getattr(run.options, name) and not (named and name == "files")
    ]
    kept_out = Cause(
        f"in files that {' or '.join(map(json.dumps, keepers))} keeps from mypy",
        " or ".join(KEEPERS[name] for name in keepers),
    )
    follows = all(run.follows(module) for module in apis.ORIGINS)
    for task in tasks:
        file, line = task.place.file, task.place.line
        options = by_file.get(os.path.realpath(file), run.options)
        tests = (
            (bool(keepers) and os.path.realpath(file) not in run.named, kept_out),
            (options.ignore_errors, ERRORS_IGNORED),
            (
                not options.check_untyped_defs
                and Candidates(disk.source(file)).is_unannotated(line),
                UNANNOTATED,
            ),
            (not follows, NOT_FOLLOWED),
            (True, NOT_SEEN),
        )
        causes[next(cause for holds, cause in tests if holds)].append(task)
    for cause, those in causes.items():
        number = count(len(those), "background task")
        yield Problem(f"{number} {cause.what} ({places_of(those)})", cause.remedy)


def find_unseen(
    files: list[str], lines: set[tuple[str, int]], disk: Disk
) -> dict[str, list[Candidate]]:
    """Return what looks like a task, by its file, but for the lines where one is seen."""
    unseen = {}
    for file in files:
        real = os.path.realpath(file)
        candidates = sorted(
            Candidates(disk.source(file)).find_candidates(), key=lambda each: each[:2]
        )
        unseen[file] = [each for each in candidates if (real, each.line) not in lines]
    return unseen


def find_blind(answer: Answer) -> dict[str, str]:
    """Return the library that mypy does not find, by the file that imports it."""
    messages = ((each["file"], NOT_FOUND.match(each["message"])) for each in answer.messages)
    return {
        file: apis.DISTRIBUTIONS[missing["package"]]
        for file, missing in messages
        if missing is not None and missing["package"] in apis.DISTRIBUTIONS
    }


def explain_missing(unseen: dict[str, list[Candidate]], blind: dict[str, str]) -> Diagnosis:
    """Say which libraries mypy does not find, where something looks like a task."""
    files = defaultdict(list)
    for file, library in sorted(blind.items()):
        if unseen.get(file):
            files[library].append(file)
    for library, those in files.items():
        others = and_more(len(those), "other file")
        yield Problem(f"mypy does not find {library}, for {those[0]}{others}", NAME_IT)


def explain_unknown(
    unseen: dict[str, list[Candidate]], answer: Answer, blind: dict[str, str]
) -> Diagnosis:
    """Say why mypy does not see what looks like a task, whatever its settings are."""
    untyped = {
        (each["file"], each["line"], each["column"])
        for each in answer.messages
        if each["message"] == IS_ANY
    }
    read = answer.options_by_file()
    for file, candidates in unseen.items():
        if file in blind or os.path.realpath(file) not in read:
            continue  # said in other words
        for candidate in candidates:
            spot = file, candidate.line, candidate.column
            cause = candidate.if_unknown if spot in untyped else candidate.cause
            if cause is not None:
                place = f"{file}:{candidate.line}:{candidate.column + 1}"
                yield Problem(*cause, place)


def spot_of(task: Task) -> tuple[str, int, int]:
    """Return where a task is, whatever name its file goes by."""
    return os.path.realpath(task.place.file), task.place.line, task.place.column


def places_of(tasks: list[Task]) -> str:
    """Return where tasks are, as far as that can be said in a line."""
    places = [start_of(task.place) for task in tasks[:PLACES_SHOWN]]
    more = len(tasks) - len(places)
    return ", ".join(places) + (f" and {more} more" if more else "")


def module_of(plugin: str) -> str:
    """Return the module that a plugin is in."""
    return plugin.rpartition(":")[0] or plugin


def is_path(plugin: str) -> bool:
    """Return whether a plugin is named by a path, and not by its module."""
    return re.search(r"[\\/]|\.py(?::|$)", plugin) is not None


def loads_here(plugin: str) -> bool:
    """Return whether mypy can load a plugin where this command runs."""
    if is_path(plugin):
        return True  # if not, mypy stops at it
    try:
        importlib.import_module(module_of(plugin))
    except Exception:  # noqa: BLE001  # as mypy does
        return False
    return True


def relative(path: str) -> str:
    """Return a path from here, if it lies below."""
    return path.removeprefix(os.path.join(os.getcwd(), ""))
