"""Each rule on programs: one that is wrong, and one that looks similar but is right.

A folder here has the name of a rule's module. It contains

- `bad.py`, a program in which a task is wrong if its line ends with a comment
  `# error: CODE MESSAGE`, where MESSAGE is a distinctive part of the message;
- `fixed.py`, if something in `bad.py` can be corrected: what `--fix --unsafe-fixes` makes of it, in
  which only what is left is marked;
- `good.py`, a program in which every task does its work, and nothing may be reported;
- modules that both import.

A rule that looks at all files of an application may have more programs, such as `bad_*.py`,
because what they do to the application would also affect the other handlers.

Each program has a FastAPI application `app` and a list `done`. Every task adds one entry to `done`
when it does its work. So after a request to any route, `done` must have

- in `bad.py` and `fixed.py`, one entry for each task that was made in a line without a marker, and
  none for the others; entries from before the response do not count, because the call came too
  early; in the folder `late`, where all tasks of a marked line do the work of the last one, one
  entry for them, which is there more than once;
- in `good.py`, one entry for each task.
"""

import itertools
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest
from background_typed_check.apis import ADD_TASK
from background_typed_check.command.corrections import corrections_of
from background_typed_check.command.pipeline import check_rules
from background_typed_check.environment import find_environment
from background_typed_check.facts import Facts
from background_typed_check.facts.collection_uses import uses_in
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.helped import find_helped
from background_typed_check.facts.project import ProjectFiles
from background_typed_check.facts.tasks import find_tasks
from background_typed_check.report import Report
from background_typed_check.rules import (
    ALL,
    RULES,
    Found,
    problems_of,
    problems_of_use,
    rules_without,
)
from background_typed_check.rules.rule import About, Problem, Rule, RuleOfUses
from background_typed_mypy.calls import DeferredCall
from background_typed_mypy.check import Checks
from background_typed_mypy.internals import Checker
from background_typed_mypy.records import Records
from mypy import api
from mypy.dmypy_server import Server, process_start_options
from mypy.options import Options
from mypy.version import __version__ as mypy_version
from programs import BLOCKING, HERE, PROGRAMS, SHARING, Line, Marker, Program, Runner, applied

on_each_program = pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.name)
needs_workers = pytest.mark.skipif(
    tuple(map(int, mypy_version.split(".")[:2])) < (2, 0), reason="workers came with mypy 2.0"
)
# What mypy reports: our codes, and our messages under a code of mypy's own.
REPORT: Final = re.compile(
    r"^(?P<file>.+?):(?P<line>\d+): error: (?P<message>.*?) +\[(?P<code>[a-z-]+)\]$", re.MULTILINE
)
# The rules for what raises instead of making a task, and the exceptions.
RAISING: Final = {
    "class_as_default": "TypeError",
    "never_passed": "TypeError",
    "no_such_attribute": "AttributeError",
    "reserved_names": "TypeError",
}
# The rule for what makes no task, because nothing reaches it.
UNREACHED: Final = "never_reached"
UNSEEN: Final = {UNREACHED, "after_yield", "class_as_default", "dependency_raises", "handlers_lose"}
OF_MYPY: Final = ("one of Starlette's own parameters", '"BackgroundTasks" has no attribute')


def name_of(rule: Rule | RuleOfUses) -> str:
    """Return the name of a rule's module, which is also that of its folder."""
    return rule.__name__.rpartition(".")[2]


def test_every_rule_has_programs_and_every_folder_is_a_rule() -> None:
    rules = set(map(name_of, ALL))
    assert {f"{rule}/{name}" for rule in rules for name in ("bad", "good")} <= {
        each.name for each in PROGRAMS
    }
    assert {each.parent.name for each in HERE.glob("*/*.py")} == rules


@pytest.mark.parametrize("rule", ALL, ids=name_of)
def test_only_the_wrong_programs_of_a_rule_are_marked(
    rule: Rule | RuleOfUses,
) -> None:
    for program in PROGRAMS:
        if program.entry.parent.name == name_of(rule):
            codes = {each.code for each in program.markers()}
            wanted = {rule.CODE.name} if program.is_bad else set()
            assert codes == wanted or (not codes and program.entry.stem.startswith("fixed"))


# From the source alone.


def problems(program: Program) -> list[tuple[str, Problem]]:
    """Return the problems of a program with their codes."""
    packages = [sysconfig.get_path("purelib")]
    files = ProjectFiles(str(program.entry.parents[1]), [])
    files.all = [str(file) for file in program.files]  # not the other programs
    facts = Facts(Disk(), files, packages)
    found: list[Found] = []
    for file in program.files:
        source = facts.disk.source(str(file))
        assert source is not None
        for task in (*find_tasks(source, facts), *find_helped(source, facts)):
            found += problems_of(task, facts)
        for use in uses_in(source, facts):
            found += problems_of_use(use, facts)
    return [(each.code.name, each.problem) for each in found]


def in_short(found: Iterable[Marker], markers: list[Marker]) -> list[str]:
    """Return what was found, with each message cut to the part in its marker."""
    said = []
    for line, code, message in sorted(found):
        parts = [each.part for each in markers if each.line == line and each.part in message]
        place = f"{line.file.relative_to(HERE)}:{line.number}"
        said.append(f"{place}: {code} {parts[0] if parts else message}")
    return said


@on_each_program
def test_the_rules_find_exactly_what_is_marked(program: Program) -> None:
    markers = program.markers()
    found = [
        Marker(Line(Path(problem.at.file), problem.at.line), code, problem.why)
        for code, problem in problems(program)
    ]
    assert in_short(found, markers) == in_short(markers, markers)


def counted(found: list[tuple[str, Problem]]) -> Counter[tuple[str, str]]:
    """Return how often each problem is found, wherever it is."""
    return Counter((code, problem.why) for code, problem in found)


@pytest.mark.once
@on_each_program
def test_the_edits_of_a_problem_end_it_and_begin_none(program: Program, tmp_path: Path) -> None:
    shutil.copytree(program.entry.parent, tmp_path / "copy")
    found = problems(program)
    for code, problem in found:
        if not problem.edits:
            continue
        file = tmp_path / "copy" / Path(problem.edits[0].at.file).name
        before = file.read_text()
        file.write_text(applied(before, problem.edits))
        left = counted(problems(Program(tmp_path / "copy" / program.entry.name)))
        assert left < counted(found), problem.why
        assert left[code, problem.why] < counted(found)[code, problem.why]
        file.write_text(before)


@on_each_program
def test_a_program_is_corrected_as_its_fixed_version_says(program: Program, tmp_path: Path) -> None:
    name = program.entry.name.replace("bad", "fixed")
    fixed = program.entry.with_name(name)
    expected = fixed if fixed.exists() else program.entry
    assert corrected(program, tmp_path) == unmarked(expected.read_text())


@pytest.mark.parametrize("rule", ALL, ids=name_of)
def test_the_documentation_of_a_rule_says_whether_it_is_corrected(
    rule: Rule | RuleOfUses,
) -> None:
    is_said = "\n\nCorrected" in (rule.__doc__ or "")
    assert is_said == (HERE / name_of(rule) / "fixed.py").exists()


def corrected(program: Program, folder: Path) -> str:
    """Return a program without its markers, and with all corrections."""
    copies = [folder / program.entry.parent.name / each.name for each in program.files]
    copies[0].parent.mkdir()
    for file, copy in zip(program.files, copies, strict=True):
        copy.write_text(unmarked(file.read_text()))

    def check(disk: Disk) -> Report:
        """Check the program by the rules."""
        report = Report(disk=disk, without_types="", wants_unsafe=True)
        check_rules([str(copies[0])], find_environment(sys.executable), report)
        return report

    found = corrections_of(check(Disk()), check)
    return "".join(each.new.decode() for each in found.files) or copies[0].read_text()


def unmarked(text: str) -> str:
    """Return a program without its markers."""
    return re.sub(r" *# error: .*", "", text)


# On FastAPI and Starlette.


# The only sign that Python gives of a lost task, if any.
@pytest.mark.filterwarnings("ignore:coroutine '.*' was never awaited:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:coroutine method '.*' of '.*' was never awaited:RuntimeWarning")
# Python 3.10 and 3.11 warn before they raise the expected RuntimeError.
@pytest.mark.filterwarnings("ignore:There is no current event loop:DeprecationWarning")
# Python 3.14 warns when it compiles a `return` in a `finally`.
@pytest.mark.filterwarnings("ignore:'return' in a 'finally' block:SyntaxWarning")
# What is stopped before it can block is never closed.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
# FastAPI cannot show a class as a default.
@pytest.mark.filterwarnings("ignore:Default value <class .* is not JSON serializable")
@on_each_program
def test_only_unmarked_tasks_do_their_work(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = Runner(program, monkeypatch)
    runs = [*runner.runs()]
    is_shared = program.is_bad and program.entry.parent.name == SHARING
    is_fixed = program.entry.stem.startswith("fixed")
    if program.entry.parent.name == BLOCKING and is_fixed:
        # Nobody answers what they ask for. They do their work if they wait in a worker thread.
        blocking = [run for run in runs if "BlockingError" in run.raised]
        assert blocking == [run for run in runs if runner.marked.intersection(run.made)]
        return
    works = [len({*run.done} if is_shared else run.done) for run in runs]
    if is_shared and is_fixed:  # a task may do the work of several functions
        works = [min(done, run.expected) for done, run in zip(works, runs, strict=True)]
    assert [*zip([run.request for run in runs], works, strict=True)] == [
        (run.request, run.expected) for run in runs
    ]
    if not program.is_bad:
        return
    if is_shared:
        assert all(
            (len(run.done) > len({*run.done})) == bool(runner.marked.intersection(run.made))
            for run in runs
        )
    unmade = runner.marked - {line for run in runs for line in run.made}
    if program.entry.parent.name in RAISING:
        # These lines raise before a task is made.
        raised = [RAISING[program.entry.parent.name]]
        assert all(run.raised == raised for run in runs if not run.made)
    else:
        assert bool(unmade) == (program.entry.parent.name == UNREACHED)
    # A task that raises stops those after it, so they would prove nothing.
    assert not [run.request for run in runs if run.raised and len(run.made) > 1]


# In mypy, through the plugin.


class Mypy:
    """Runs mypy on all programs at once, each a package in its own project."""

    def __init__(self, folder: Path, libraries: Path) -> None:
        """Copy the programs, and keep the cache of the libraries that they import."""
        self.folder = folder
        self.libraries = libraries
        self.files: dict[str, Path] = {}
        projects = []
        # What is fixed has little to say, and takes as long.
        programs = [each for each in PROGRAMS if not each.entry.stem.startswith("fixed")]
        for program in programs:
            package = program.name.replace("/", "_")
            projects.append(str(folder / package))
            (folder / package / ".git").mkdir(parents=True)
            (folder / package / package).mkdir()
            for file in program.files:
                path = f"{package}/{package}/{file.name}"
                shutil.copy(file, folder / path)
                self.files[path] = file
        self.path = os.pathsep.join(projects)
        self.markers = [marker for program in programs for marker in program.markers()]
        self.marked = in_short(filter(can_see, self.markers), self.markers)

    def run(self, *arguments: str) -> str:
        """Run mypy in a process."""
        run = subprocess.run(
            [sys.executable, "-m", "mypy", f"--config-file={HERE / 'mypy.ini'}", *arguments],
            cwd=self.folder,
            env=os.environ | {"MYPYPATH": self.path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode in (0, 1), run.stdout + run.stderr
        assert not run.stderr
        return run.stdout

    def cold(self, cache: str, *arguments: str) -> list[str]:
        """Check the programs without a cache of their own."""
        shutil.copytree(self.libraries, self.folder / cache)
        return self.warm(cache, *arguments)

    def warm(self, cache: str, *arguments: str) -> list[str]:
        """Check the programs with the cache of the last run."""
        return self.reports(self.run(f"--cache-dir={cache}", *arguments, *self.files))

    def in_this_process(self, cache: str, patch: pytest.MonkeyPatch) -> list[str]:
        """Check the programs as `cold` does, but where a test can watch."""
        shutil.copytree(self.libraries, self.folder / cache)
        patch.chdir(self.folder)
        patch.setenv("MYPYPATH", self.path)
        settings = (f"--config-file={HERE / 'mypy.ini'}", f"--cache-dir={cache}")
        output, errors, _ = api.run([*settings, *self.files])
        assert not errors
        return self.reports(output)

    def changed(self, cache: str) -> list[str]:
        """Return the modules that the next run will check again."""
        options = Options()
        options.cache_dir = str(self.folder / cache)
        records = Records(options)
        assert records.folder is not None
        modules = [each.stem for each in records.folder.iterdir()]
        assert modules
        return [each for each in modules if records.changed(each)]

    def daemon(self, patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
        """Ask the daemon, in this process: the first time, and then again without changes."""
        patch.chdir(self.folder)
        patch.setenv("MYPYPATH", self.path)
        flags = [f"--config-file={HERE / 'mypy.ini'}", "--cache-dir=daemon"]
        server = Server(process_start_options(flags, allow_sources=False), "status")
        while True:
            answer = server.cmd_check(
                [*self.files], export_types=False, is_tty=False, terminal_width=80
            )
            assert not answer["err"]
            yield self.reports(str(answer["out"]))

    def reports(self, output: str) -> list[str]:
        """Return what mypy reports under the codes of the rules."""
        found = [
            Marker(Line(self.files[each["file"]], int(each["line"])), each["code"], each["message"])
            for each in REPORT.finditer(output)
            if each["code"].startswith("background-")
            or any(words in each["message"] for words in OF_MYPY)
        ]
        return in_short(filter(can_see, found), self.markers)


def can_see(marker: Marker) -> bool:
    """Return whether the plugin can find a problem here.

    mypy does not ask it about what is unreachable, nor about a parameter without an annotation. And
    to mypy all programs are one, in which some keep their collections.
    """
    return marker.line.file.parent.name not in UNSEEN


@pytest.fixture(scope="module")
def mypy(tmp_path_factory: pytest.TempPathFactory, libraries: Path) -> Mypy:
    """Copy the programs to a folder for mypy."""
    return Mypy(tmp_path_factory.mktemp("programs"), libraries)


@pytest.mark.repeats
def test_mypy_reports_what_is_marked_cold_and_warm(mypy: Mypy) -> None:
    assert mypy.cold("cold") == mypy.marked
    assert mypy.changed("cold") == []
    assert mypy.warm("cold") == mypy.marked


@pytest.mark.once
@pytest.mark.repeats
@needs_workers
def test_mypy_reports_what_is_marked_with_workers(mypy: Mypy) -> None:
    assert mypy.cold("workers", "-n2") == mypy.marked
    assert mypy.warm("workers", "-n2") == mypy.marked


@pytest.mark.once
def test_the_plugin_reports_what_is_marked(mypy: Mypy, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mypy.in_this_process("measured", monkeypatch) == mypy.marked


@pytest.mark.once
@pytest.mark.repeats
def test_the_rules_have_nothing_to_say_about_plain_tasks(
    mypy: Mypy, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_in, passed_over, said = Checks.plain_in, [0], []

    def ask_all(checks: Checks, checker: Checker, deferred: DeferredCall) -> frozenset[About]:
        plain = plain_in(checks, checker, deferred)
        asked = checks.run.ask(checker, deferred.call, ADD_TASK, deferred.receivers)
        rules = tuple(each for each in RULES if each not in rules_without(plain))
        if asked is not None and rules:
            passed_over[0] += 1
            said.extend(asked.found(rules))
        return plain

    monkeypatch.setattr(Checks, "plain_in", ask_all)
    assert mypy.in_this_process("asking", monkeypatch) == mypy.marked
    assert said == []
    assert passed_over[0] > len(mypy.marked)


@pytest.mark.once
@pytest.mark.repeats
def test_the_daemon_reports_what_is_marked(mypy: Mypy, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, *_ = itertools.islice(mypy.daemon(monkeypatch), 2)
    assert first == mypy.marked
    assert second == mypy.marked


# What the rules say, word for word.

WORDS: Final = {
    "no_such_attribute": (
        'A collection of background tasks has no attribute "add": this raises AttributeError, and '
        "no task is added",
        'Add the task with tasks.add_task(send, "a")',
    ),
    "reserved_names": (
        '"add_task" gets multiple values for keyword argument "func", which is one of '
        "Starlette's own parameters: this raises TypeError, and no task is added",
        "Bind it to the function: add_task(functools.partial(render, func=...))",
    ),
    "not_a_function": (
        'The task is what "send" returned ("Coroutine[Any, Any, None]"), not a function: it cannot '
        "be called, so it raises TypeError after the response",
        'Pass the function and its arguments: add_task(send, "a")',
    ),
    "generator": (
        '"rows" is a generator function: the task makes a generator that nobody iterates over, so '
        "its body never runs",
        'Run it to its end: add_task(list, rows("orders", limit=3))',
    ),
    "async_generator": (
        '"pages" is an async generator function: the task makes an async generator that nobody '
        "iterates over, so its body never runs",
        'Add an "async def" that iterates over it: async for _ in pages("a"): ...',
    ),
    "context_manager": (
        '"opened" returns a context manager that nobody enters, so its body never runs',
        'Add a "def" that enters it: with opened("a"): ...',
    ),
    "coroutine": (
        '"send" returns a coroutine that nobody awaits, so its body never runs',
        'Pass the function and its arguments: add_task(send, "a")',
    ),
    "returned_coroutine": (
        '"later" is not a coroutine function: it is called in a worker thread, and nobody awaits '
        "the coroutine that it returns",
        'Add an "async def" that awaits it',
    ),
    "needs_loop": (
        '"asyncio.create_task" needs a running event loop, and the worker thread that calls it has '
        "none: it raises RuntimeError, and the coroutine never runs",
        'Pass the function and its arguments: add_task(send, "a")',
    ),
    "running_loop": (
        '"loop.run_until_complete" raises RuntimeError, because that event loop is already '
        "running, and the coroutine never runs",
        'Pass the function and its arguments: add_task(send, "a")',
    ),
    "lazy_iterator": (
        '"map" makes an iterator that nobody iterates over, so it calls nothing',
        'Run it to its end: add_task(list, map(log, ["a"]))',
    ),
    "made_only": (
        '"Mail" makes an object that nobody uses',
        'Pass its method: add_task(Mail("a").send)',
    ),
    "drops": (
        '"notify" only calls "send", which makes a coroutine that nobody awaits',
        'Await it in an "async def"',
    ),
    "blocks": (
        '"sleep" calls "time.sleep", which blocks the event loop: every other request waits for '
        "that",
        'Make "sleep" a "def": it then runs in a worker thread',
    ),
    "closed": (
        '"file" is closed where its "with" ends, before the task runs: "file.read" raises '
        "ValueError",
        "Open it in the task, or pass what it contains",
    ),
    "collection_itself": (
        'The task is "tasks", the collection itself, which takes no arguments: calling it raises '
        "TypeError after the response",
        'Pass the function and its arguments: add_task(log, "a")',
    ),
    "after_yield": (
        "FastAPI runs what follows the yield of a dependency when the response has been sent and "
        "its tasks have run: this task is dropped",
        'Add the task before the yield, or use Depends(..., scope="function")',
    ),
    "awaited": (
        '"add_task" returns None, and awaiting that raises TypeError: the client gets status 500, '
        "and this task is dropped",
        "Remove the await: tasks.add_task(...)",
    ),
    "none_passed": (
        'Nothing runs "tasks", because the background of the response is the None that "add_task" '
        "returns: this task is dropped",
        "Add the task first, then give the collection to the response: background=tasks",
    ),
    "kept_nowhere": (
        'Nothing runs "tasks", because it is made here and handed to nothing: this task is dropped',
        "Give the collection to a response (background=tasks), or take the one that FastAPI passes",
    ),
    "never_reached": (
        'Nothing runs after the "return" in line 18: this task is never added',
        "Add the task before it",
    ),
    "unused_background": (
        "Nothing runs this task, because it is made here and handed to nothing",
        "Give it to the response that is returned: background=task",
    ),
    "websocket": (
        'FastAPI runs no tasks of a websocket handler, so nothing runs "tasks": this task is '
        "dropped",
        "Run them before the handler ends: await tasks()",
    ),
    "late": (
        'The lambda reads "address" when it runs, after the loop: each task sees the last value',
        "Pass the function and its arguments: add_task(log, address)",
    ),
    "not_injected": (
        'Nobody replaces the default of "name" for a task: "note" gets Depends(get_name) itself',
        'Pass it as well: add_task(note, "a", name=...)',
    ),
    "never_passed": (
        "An exception handler is called with the request and the exception only: nobody passes "
        '"tasks", so the call raises TypeError, and this task is never added',
        "Make the collection here, and give it to the response: background=tasks",
    ),
    "class_as_default": (
        '"tasks" has no annotation, so FastAPI passes no collection, and it is the class itself: '
        "adding a task to it raises TypeError",
        "Annotate it instead: tasks: BackgroundTasks",
    ),
    "rebound": (
        'Nothing runs "tasks", which is no longer the collection that was passed: this task is '
        "dropped",
        'Add to the collection that was passed: do not assign to "tasks"',
    ),
    "other_background": (
        "The response has its own background, which FastAPI runs instead of "
        '"tasks": this task is dropped',
        "Add all tasks to one collection, and give the response no other background",
    ),
    "dependency_raises": (
        "The dependency raises after this, and FastAPI runs no task of a request whose dependency "
        "raises: this task is dropped",
        "Give the task to the response that an exception handler returns: background=...",
    ),
    "handlers_lose": (
        "Each handler with this dependency raises, answers with another background or has a "
        "websocket, so that FastAPI does not run its tasks: this task is dropped",
        "Have a handler return a response without another background",
    ),
    "raises": (
        "The handler raises after this, and FastAPI runs no task of a handler that raises: this "
        "task is dropped",
        "Return a response with background=tasks instead of raising",
    ),
}


@pytest.mark.parametrize("rule", ALL, ids=name_of)
def test_a_rule_says_why_and_what_to_write_instead(rule: Rule | RuleOfUses) -> None:
    program = Program(HERE / name_of(rule) / "bad.py")
    assert WORDS[name_of(rule)] in {(each.why, each.instead) for _, each in problems(program)}
