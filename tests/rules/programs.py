"""The programs in the folders here: how they are read, and how they are run."""

import ast
import functools
import gc
import importlib
import itertools
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import anyio
import pytest
from background_typed_check.facts.disk import Disk
from background_typed_check.rules.rule import Edit
from blockbuster import BlockBuster, BlockBusterFunction
from fastapi import FastAPI
from starlette.background import BackgroundTask
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

with warnings.catch_warnings():
    # From Starlette's own imports: see `test_runtime`.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

if TYPE_CHECKING:
    from types import FrameType

HERE: Final = Path(__file__).parent
BLOCKING: Final = "blocks"
MARKER: Final = re.compile(r"# error: (?P<code>[\w-]+) (?P<part>.+)")


# The rule for tasks that all do the work of the last one.
SHARING: Final = "late"


class Line(NamedTuple):
    """A line of a program."""

    file: Path
    number: int


class Marker(NamedTuple):
    """What is certainly wrong in a line: the code, and a part of the message."""

    line: Line
    code: str
    part: str


class Program:
    """A program in a rule's folder, and the helper modules beside it."""

    def __init__(self, entry: Path) -> None:
        """Take the file that has the application."""
        self.entry = entry
        self.name = f"{entry.parent.name}/{entry.stem}"
        self.is_bad = not entry.stem.startswith("good")
        self.files = [entry, *filter(is_helper, sorted(entry.parent.glob("*.py")))]

    def markers(self) -> list[Marker]:
        """Return what the program says is wrong with it."""
        return [
            Marker(Line(file, number), found["code"], found["part"])
            for file in self.files
            for number, comment in sorted(comments_of(file).items())
            if (found := MARKER.search(comment))
        ]


def is_helper(file: Path) -> bool:
    """Return whether a file is not a program itself."""
    return not file.stem.startswith(("bad", "fixed", "good"))


def comments_of(file: Path) -> dict[int, str]:
    """Return the comments of a file by their lines."""
    source = Disk().source(str(file))
    assert source is not None
    assert isinstance(source.parsed, ast.Module), file
    return source.comments


def is_for_this_python(file: Path) -> bool:
    """Return whether a program does here what it says: some end in `_since_python_311`."""
    found = re.search(r"_(before|since)_python_3(\d+)$", file.stem)
    return found is None or (sys.version_info < (3, int(found[2]))) == (found[1] == "before")


PROGRAMS: Final = [
    Program(each)
    for each in sorted(HERE.glob("*/*.py"))
    if not is_helper(each) and is_for_this_python(each)
]


# What blockbuster does not watch by itself.
UNWATCHED: Final = (
    "os.system",
    "os.wait",
    "os.waitpid",
    "select.select",
    "socket.getaddrinfo",
    "socket.gethostbyaddr",
    "socket.gethostbyname",
    "threading.Thread.join",
)


@contextmanager
def raising_where_it_blocks() -> Iterator[None]:
    """Have calls raise `blockbuster.BlockingError` that block the event loop."""
    detector = BlockBuster()
    detector.functions["time.sleep"].can_block_predicate = lambda seconds: seconds == 0
    detector.functions |= {name: BlockBusterFunction(None, name) for name in UNWATCHED}
    detector.activate()
    try:
        yield
    finally:
        detector.deactivate()


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with some edits made."""
    lines = text.splitlines(keepends=True)
    starts = [0, *itertools.accumulate(map(len, lines))]
    for each in sorted(edits, key=lambda edit: edit.at[1:], reverse=True):
        at = each.at
        assert at.end_line is not None
        assert at.end_column is not None
        start = starts[at.line - 1] + at.column - 1
        end = starts[at.end_line - 1] + at.end_column - 1
        text = text[:start] + each.text + text[end:]
    return text


class Spy:
    """Sees the lines of a program that make a task, in any thread."""

    def __init__(self, program: Program, patch: pytest.MonkeyPatch) -> None:
        """Watch Starlette make its tasks."""
        self.made: list[Line] = []
        marked = {each.line for each in program.markers()}
        files = {str(file): file for file in program.files}
        make = BackgroundTask.__init__

        @functools.wraps(make)
        def seen(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # whatever Starlette takes
            frame: FrameType | None = sys._getframe(1)  # noqa: SLF001
            lines = []
            while frame is not None:
                if frame.f_code.co_filename in files:
                    lines.append(Line(files[frame.f_code.co_filename], frame.f_lineno))
                frame = frame.f_back
            # A marker at the call of a helper is about the tasks that the helper adds.
            self.made += next(([each] for each in lines if each in marked), lines[:1])
            make(*args, **kwargs)

        patch.setattr(BackgroundTask, "__init__", seen)


class Run(NamedTuple):
    """The outcome of one request."""

    request: str
    made: list[Line]
    """The lines that made a task."""
    expected: int
    """How many of the tasks do their work, each its own."""
    done: list[str]
    """What was done; in a wrong program, only after the response."""
    raised: list[str]


class Runner:
    """Runs a program on the real FastAPI and Starlette."""

    def __init__(self, program: Program, patch: pytest.MonkeyPatch) -> None:
        """Import the program."""
        self.program = program
        self.marked = {each.line for each in program.markers()}
        patch.syspath_prepend(HERE.parent)
        self.spy = Spy(program, patch)
        folder = f"{HERE.name}.{program.entry.parent.name}"
        module = importlib.import_module(f"{folder}.{program.entry.stem}")
        self.app: FastAPI = module.app
        self.done: list[str] = module.done
        self.raised: list[str] = []
        self.client = TestClient(self.serve, raise_server_exceptions=False)
        self.is_watched = program.entry.parent.name == BLOCKING

    def runs(self) -> Iterator[Run]:
        """Send a request to every route."""
        # Where a call blocks the event loop, it raises instead. So its task does not do its work.
        with raising_where_it_blocks() if self.is_watched else nullcontext():
            yield from self.run_all()

    def run_all(self) -> Iterator[Run]:
        """Send a request to every route, and collect what nobody ran."""
        gc.disable()  # in the middle of a request, Python may not be able to warn
        gc.freeze()  # what was there before: to look through it takes half of the time
        for method, path in requests_of(self.app):
            for seen in (self.done, self.raised, self.spy.made):
                seen.clear()
            self.client.request(method, path, follow_redirects=False)
            yield Run(path, [*self.spy.made], self.expected(), [*self.done], [*self.raised])
        gc.collect()  # warns about a coroutine that was never awaited
        gc.unfreeze()
        gc.enable()

    def expected(self) -> int:
        """Return how many of the tasks that were made do their work: all without a marker."""
        count = sum(line not in self.marked for line in self.spy.made)
        if self.program.entry.parent.name == SHARING:
            count += len(self.marked & {*self.spy.made})
        # An override of `add_task` may do the work without making a task.
        return count if self.program.is_bad else count or 1

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and give the work of the tasks time to happen."""

        async def counting_send(message: Message) -> None:
            # A function that is called too early is called before the response.
            if message["type"] == "http.response.start" and self.program.is_bad:
                self.done.clear()
            await send(message)

        try:
            await self.app(scope, receive, counting_send)
        except Exception as error:  # noqa: BLE001
            self.raised.append(type(error).__name__)
        # What raised does no work any more, so there is nothing to wait for.
        missing = len(self.done) < self.expected() and not self.raised
        with anyio.move_on_after(5 if missing else 0.005):
            # The work may be in any thread.
            while not missing or len(self.done) < self.expected():  # noqa: ASYNC110
                await anyio.sleep(0.001)


def requests_of(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Yield a method and path for each route, those of FastAPI first."""
    for path, operations in app.openapi()["paths"].items():
        for method in operations:
            yield method, path
    for route in app.routes:
        if type(route) is Route and route.include_in_schema:
            yield "get", route.path
