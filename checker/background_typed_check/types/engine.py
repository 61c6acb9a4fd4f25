"""The one module that runs mypy: with the plugin, in this process, and on after what stops it.

It enters mypy where mypy's own command does (`mypy.main.main`): mypy has no flag for plugins, and
its API takes no names for modules. Measured to be the same in mypy 1.19 and 2.4.
"""

import ast
import contextlib
import hashlib
import io
import json
import os
import re
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from mypy import build, errorcodes
from mypy.defaults import PYTHON3_VERSION_MIN
from mypy.errors import CompileError, Errors
from mypy.find_sources import InvalidSourceList, create_source_list
from mypy.fscache import FileSystemCache
from mypy.main import process_options
from mypy.modulefinder import BuildSource, get_search_dirs
from mypy.options import Options
from mypy.parse import parse
from mypy.util import DecodeError
from mypy.version import __version__ as mypy_version

from background_typed_check import apis
from background_typed_check.command.inputs.environment import Environment
from background_typed_check.command.report import NothingCheckedError
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.project import PYTHON
from background_typed_check.types.naming import INIT, Group, Module
from background_typed_check.types.reading import TASK

PLUGIN: Final = "background_typed_mypy"
OWN_SETTINGS: Final = str(Path(__file__).with_name("mypy.ini"))
# Without these nothing says which tasks mypy sees.
LISTING: Final = ("--output=json", f"--enable-error-code={TASK}", "--soft-error-limit=-1")
RECURSION_LIMIT: Final = 2**14  # that of `mypy.main.main`, of which not every version has a name
# What holds with any settings: without it something would be missing from the report.
FLAGS: Final = (
    *LISTING,
    "--check-untyped-defs",
    "--follow-imports=silent",  # of what was not asked for nothing is reported
)

# The parser of mypy 2 puts off what it can.
PARSE_ALL: Final[dict[str, Any]] = {"eager": True} if mypy_version >= "2" else {}

SYNTAX: Final = errorcodes.SYNTAX.code
TWO_NAMES: Final = re.compile(r'Source file found twice .*: "(.+)" and "(.+)"')
CRASH: Final = re.compile(r"^(.+?):(?:(\d+):)? error: INTERNAL ERROR", re.MULTILINE)
# A blocker may come as text, whatever the output is to be.
TEXT: Final = re.compile(
    r"(?P<file>.+?):(?:(?P<line>\d+):)?(?:\d+:)? error: (?P<message>.*?)(?:  \[(?P<code>[\w-]+)\])?"
)
QUOTED_FILE: Final = re.compile(r"""['"]([^'"]+\.pyi?)['"]""")


class Settings(NamedTuple):
    """With what mypy runs."""

    environment: Environment
    cache: str
    config: str | None = None
    """The user's own settings for mypy, if these are to hold."""
    flags: tuple[str, ...] = FLAGS


class Answer(NamedTuple):
    """What mypy says of all modules."""

    messages: list[dict[str, Any]]
    """Its JSON."""
    builds: list[build.BuildResult]
    dropped: list[str]
    """The files that mypy does not read."""

    @property
    def in_bytes(self) -> bool:
        """Whether the columns count bytes, as they do for the parser that mypy 2 replaced."""
        return not all(
            getattr(each.manager.options, "native_parser", False) for each in self.builds
        )

    def options_by_file(self) -> dict[str, Options]:
        """Return the settings of each file that mypy has read, by its real path."""
        graphs = [each.graph for each in self.builds]
        states = [state for graph in graphs for state in graph.values()]
        return {os.path.realpath(state.path or ""): state.options for state in states}


class PlainRun(NamedTuple):
    """What mypy says with nothing but the user's settings."""

    answer: Answer
    options: Options
    named: set[str]
    """The files that it was to check, by their real paths."""

    def follows(self, module: str) -> bool:
        """Return whether it reads a module that is imported."""
        return self.options.clone_for_module(module).follow_imports in {"normal", "silent"}


class Blocker(NamedTuple):
    """Why mypy checked nothing, and which file or module it was."""

    message: str
    file: str | None = None
    line: int | None = None
    module: str | None = None
    code: str | None = None

    def is_in_its_module(self) -> bool:
        """Return whether the file is that of the module."""
        path = f"{os.sep}{self.file}".removesuffix(PYTHON)
        parts = (self.module or "").replace(".", os.sep)
        return path.removesuffix(f"{os.sep}__init__").endswith(f"{os.sep}{parts}")

    @property
    def place(self) -> str:
        """The file and line."""
        return ":".join(str(part) for part in (self.file, self.line) if part is not None)

    @property
    def text(self) -> str:
        """All of it in a line."""
        return f"{self.place}: {self.message}".lstrip(": ")


@contextlib.contextmanager
def asking_ahead(python: str) -> Iterator[None]:
    """Have mypy ask an interpreter where its packages are, which it keeps, while others work.

    That takes as long as to start the interpreter. Nobody else may write meanwhile.
    """

    def ask() -> None:
        # Where it fails, mypy asks again, and says why.
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
            get_search_dirs(python)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def run_mypy(
    groups: list[Group],
    settings: Settings,
    unread: list[str],
    advance: Callable[[str], object],
    unparsed: Collection[str] = (),
) -> Answer:
    """Check the modules of each group, and tell `advance` of each file that is done.

    Whatever keeps something from being checked adds a line to `unread`, but for the files that
    others speak of: those in `unparsed`.

    Raises:
        NothingCheckedError: Where that is so of everything.

    """
    sys.setrecursionlimit(RECURSION_LIMIT)  # as `mypy.main.main` does
    answer = Answer([], [], [])
    for group in groups:
        cache = make_cache(Path(settings.cache, name_cache(group)), unread)
        modules: dict[str, Module] = {}
        for module in sorted(group.modules, key=is_plain):
            other = modules.setdefault(module.name, module)
            if other is not module:
                unread.append(f"{module.file} is not checked: {other.file} hides it")
                answer.dropped.append(module.file)
        skipped: set[str] = set()
        while modules:
            options = make_options(settings, cache, group.bases, skipped, unread)
            for name in apis.DISTRIBUTIONS:  # without them nothing is seen, which must be said
                section = options.per_module_options.setdefault(f"{name}.*", {})
                section.update(ignore_missing_imports=False, follow_imports="normal")
            sources = [
                BuildSource(each.file, each.name, None, each.base) for each in modules.values()
            ]
            outcome = build_once(sources, options, advance, answer)
            if outcome is None:
                break
            reasons = culprits(outcome, modules, options)
            if not reasons.keys() - skipped:
                raise NothingCheckedError(outcome.text)
            skipped.update(reasons)
            left_out = {name: modules.pop(name).file for name in reasons if name in modules}
            answer.dropped.extend(left_out.values())
            unread += [
                reason for name, reason in reasons.items() if left_out.get(name) not in unparsed
            ]
    return answer


def name_cache(group: Group) -> str:
    """Name the part of the cache that belongs to a group, in which a name means one file."""
    bases = sorted({os.path.relpath(module.base) for module in group.modules})
    return hashlib.sha256("\n".join(bases).encode(errors="surrogateescape")).hexdigest()[:12]


def is_plain(module: Module) -> bool:
    """Return whether a file is no package, which comes first where both have the name."""
    return os.path.basename(module.file) != INIT


def make_cache(folder: Path, unread: list[str]) -> str:
    """Make a folder for mypy's cache, or do without where that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        unread.append(f"{folder} cannot be made, so nothing is cached: {error.strerror}")
        return os.devnull
    return str(folder)


def make_options(
    settings: Settings, cache: str, bases: list[str], skipped: set[str], unread: list[str]
) -> Options:
    """Have mypy read its settings, and add to them what it has no flags for."""
    python, version, _ = settings.environment
    arguments = [
        *settings.flags,
        f"--config-file={settings.config or OWN_SETTINGS}",
        f"--cache-dir={cache}",
        f"--python-executable={python}",
        __file__,  # mypy wants a target: the modules are named when they are built
    ]
    options = read_options(arguments, unread)
    if not has_plugin(options.plugins):
        options.plugins.append(PLUGIN)
    if settings.config is None or options.python_version == sys.version_info[:2]:
        options.python_version = max(version, PYTHON3_VERSION_MIN)
    options.mypy_path += bases
    for name in skipped:
        options.per_module_options.setdefault(name, {})["follow_imports"] = "skip"
    options.show_absolute_path = False
    options.report_dirs.clear()
    options.show_traceback = True  # its last line says why mypy crashes
    return options


def has_plugin(plugins: list[str]) -> bool:
    """Return whether settings name the plugin, with its entry point or without."""
    return any(name.partition(":")[0] == PLUGIN for name in plugins)


def read_options(arguments: list[str], said: list[str]) -> Options:
    """Have mypy read its settings, and add to `said` what it says of them."""
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            _, options = process_options(arguments, stdout=output, stderr=output)
    except SystemExit:
        raise NothingCheckedError(output.getvalue().strip().rpartition("\n")[2]) from None
    said += [line for line in join_lines(output.getvalue()) if line not in said]
    return options


def join_lines(text: str) -> list[str]:
    """Return messages, each in one line: of configparser's only the first names the file."""
    file = re.escape(text.partition(":")[0])
    messages = re.split(rf"\n(?={file}:)", text.strip()) if text.strip() else []
    return [" ".join(message.split()) for message in messages]


def read_settings(config: str | None, said: list[str]) -> Options:
    """Have mypy read the file that it would read here, or that the user names."""
    named = [] if config is None else [f"--config-file={config}"]
    return read_options([*named, __file__], said)


def run_plainly(
    paths: list[str],
    settings: Settings,
    loads: Callable[[str], bool],
    advance: Callable[[str], object],
) -> PlainRun:
    """Run mypy as its own command does, with the plugins that load here.

    Raises:
        NothingCheckedError: Where something stops it, as nothing is gone around.

    """
    options = make_options(settings, os.devnull, [], set(), [])
    options.plugins = [name for name in options.plugins if loads(name)]
    sources = list_sources(paths, options)
    modules = [Module(each.path or "", each.module, each.base_dir or "") for each in sources]
    options.cache_dir = make_cache(Path(settings.cache, name_cache(Group(modules, []))), [])
    answer = Answer([], [], [])
    blocker = build_once(sources, options, advance, answer)
    if blocker is not None:
        raise NothingCheckedError(blocker.text)
    return PlainRun(answer, options, {os.path.realpath(module.file) for module in modules})


def list_sources(paths: list[str], options: Options) -> list[BuildSource]:
    """List what mypy's own command checks, below some paths or where it is given none.

    Raises:
        NothingCheckedError: Where that command stops at it.

    """
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            return create_source_list(paths or options.files or [os.curdir], options)
    except InvalidSourceList as error:
        raise NothingCheckedError(str(error)) from None
    except SystemExit:  # a pattern that is none
        first = output.getvalue().partition("\n")[0]
        raise NothingCheckedError(first.removeprefix("error: ")) from None


def build_once(
    sources: list[BuildSource],
    options: Options,
    advance: Callable[[str], object],
    answer: Answer,
) -> Blocker | None:
    """Run mypy, and return what stopped it before it was done."""
    lines: list[str] = []
    last_words: list[str] = []

    def flush_errors(file: str | None, messages: list[str], _: bool) -> None:  # noqa: FBT001  # mypy's
        if file is None:  # `mypy.build.build` says so what stops it
            last_words.extend(messages)
        else:
            lines.extend(messages)
            advance(file)

    if options.cache_dir == os.devnull and hasattr(options, "num_workers"):
        options.num_workers = 0  # they tell each other through the cache
    output, errors = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            result = build.build(
                sources, options, None, flush_errors, FileSystemCache(), output, errors
            )
        # As `mypy.main.run_build` does, from 2.0 on.
        getattr(result.manager.metastore, "close", object)()
    except CompileError as error:
        return find_blocker(last_words, error.module_with_blocker)
    except SystemExit:  # `mypy.errors.report_internal_error`
        crash = CRASH.search(errors.getvalue())
        if crash is None:
            raise NothingCheckedError(errors.getvalue().strip().partition("\n")[0]) from None
        what = output.getvalue().strip().rpartition("\n")[2]
        return Blocker(f"mypy crashes ({what})", crash[1], int(crash[2]) if crash[2] else None)
    except Exception as error:  # a broken cache, a full disk, a bug: said in a line
        what = f"{type(error).__name__}: {error}"
        advice = f"; it may help to remove {options.cache_dir}"
        message = f"mypy failed ({what}){advice if options.cache_dir != os.devnull else ''}"
        raise NothingCheckedError(message) from error
    answer.messages.extend(said for said in map(read_json, lines) if said is not None)
    answer.builds.append(result)
    return None


def read_json(line: str) -> dict[str, Any] | None:
    """Return what a line says, or None for text: a warning about settings, or what stops mypy."""
    try:
        said = json.loads(line)
    except ValueError:  # a file name may begin like JSON, too
        return None
    return said if isinstance(said, dict) else None


def find_blocker(lines: list[str], module: str | None) -> Blocker:
    """Find what stopped mypy in what it says then: other errors may come before it."""
    said = [read_blocker(line, module) for line in lines]
    able = [each for each in said if each.code in {None, SYNTAX}] or said
    return next(filter(Blocker.is_in_its_module, able), able[0])


def read_blocker(line: str, module: str | None) -> Blocker:
    """Take a message apart, which may be text although JSON was asked for."""
    said = read_json(line)
    if said is not None:
        number = said["line"] if said["line"] > 0 else None
        return Blocker(said["message"], said["file"], number, module, said["code"])
    text = TEXT.fullmatch(line)
    if text is not None:
        number = int(text["line"]) if text["line"] else None
        return Blocker(text["message"], text["file"], number, module, text["code"])
    quoted = QUOTED_FILE.search(line)
    return Blocker(line, quoted and os.path.normpath(quoted[1]), None, module)


def culprits(blocker: Blocker, modules: dict[str, Module], options: Options) -> dict[str, str]:
    """Return the modules, or patterns of such, that mypy must not read, with a line for each."""
    names = TWO_NAMES.match(blocker.message)
    if names is not None:
        ours, other = sorted(names.groups(), key=lambda name: name not in modules)
        pattern = f"{other.removesuffix(ours)}*" if other.endswith(f".{ours}") else other
        reason = f'imports of "{pattern}" are taken for untyped: {blocker.file} is "{ours}"'
        return {pattern: reason}
    reasons = {}
    if blocker.code == SYNTAX:
        # mypy stops at the first: what else would stop it is found in one go.
        for module in modules.values():
            error = syntax_error(module, options)
            if error is not None:
                reasons[module.name] = f"{error.place} is not checked: {error.message}"
    name = blocker.module
    for module in modules.values():
        if blocker.file and os.path.abspath(module.file) == os.path.abspath(blocker.file):
            name = module.name
    # Without a module of Python's own that a file in this folder shadows, nothing has a type.
    if name is not None and name not in sys.stdlib_module_names:
        reasons.setdefault(name, f"{blocker.place} is not checked: {blocker.message}")
    return reasons


def syntax_error(module: Module, options: Options) -> Blocker | None:
    """Return the error at which mypy's parser stops in a file that Python's own refuses, too."""
    source = Disk().source(module.file)
    if source is None or isinstance(source.parsed, ast.Module):
        return None  # what cannot be read, mypy speaks of
    errors = Errors(options)
    errors.set_file(module.file, module.name, options)
    try:
        parse(source.data, module.file, module.name, errors, options, **PARSE_ALL)
        if errors.is_blockers():
            errors.raise_error()
    except CompileError as error:
        return find_blocker(error.messages, module.name)
    except (SyntaxError, ValueError, RecursionError, MemoryError, DecodeError):
        pass  # no text, or nested too deeply: mypy will say so
    return None
