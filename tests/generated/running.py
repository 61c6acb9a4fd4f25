"""Runs applications for real, and tells which of their tasks did their work."""

import asyncio
import contextlib
import functools
import gc
import importlib
import itertools
import logging
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import anyio
from blockbuster import BlockBusterFunction
from grammar import Line, Program
from starlette.background import BackgroundTask
from starlette.types import ASGIApp, Receive, Scope, Send
from unknowable import ORACLE, Change, Oracle, changed
from writing import FILES, Route

with warnings.catch_warnings():
    # From Starlette's own imports: see `test_runtime`.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

if TYPE_CHECKING:
    from types import FrameType

NOT_FOUND: Final = '{"detail":"Not Found"}'  # as FastAPI says it, and no handler
LONGEST_WAIT: Final = 0.05
SHORT_WAIT: Final = 0.005
# Words in a program whose work may be left to a thread or to the event loop.
LINGERING: Final = (".start", "submit", "run_in_executor", "create_task", "ensure_future")


class Truth(NamedTuple):
    """What happened in all runs of an application."""

    did_work: set[str]
    """The tasks that did their work as tasks, in any run."""
    made: set[str]
    """The tasks that were made, in any run."""
    answered: set[str]
    """Those of them after which the handler returned a response, in any run."""
    lines: set[Line]
    """The lines that made any task, known or not."""


class Made(NamedTuple):
    """A task was made."""

    lines: frozenset[Line]
    """The lines of the application that were being executed."""
    after: int
    """How much work had been done by then."""


class Runner:
    """Runs one application after another."""

    def __init__(self, folder: Path) -> None:
        """Take the folder that the files of the applications are written to."""
        self.folder = folder
        self.app: ASGIApp | None = None
        self.made: list[Made] = []
        self.done: list[str] = []
        self.has_raised = False
        self.lingers = False
        self.longest_wait = LONGEST_WAIT
        self.files: dict[str, str] = {}
        self.numbers = itertools.count()

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Have a client, and nothing said about what applications do wrong."""
        make, hook = BackgroundTask.__init__, threading.excepthook

        @functools.wraps(make)
        def seen(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # whatever Starlette takes
            self.made.append(Made(self.lines_above(), len(self.done)))
            make(*args, **kwargs)

        bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        level = logging.root.manager.disable
        logging.disable()
        threading.excepthook = lambda _: None
        unraisable, sys.unraisablehook = sys.unraisablehook, lambda _: None
        BackgroundTask.__init__ = seen  # type: ignore[method-assign]
        # A task that blocks the event loop does not do its work here.
        sleep = BlockBusterFunction(None, "time.sleep").activate()
        self.client = TestClient(self.serve, raise_server_exceptions=False, follow_redirects=False)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                gc.freeze()  # what was there before: to look through it takes long
                with self.client:
                    yield
                gc.collect()
        finally:
            gc.unfreeze()
            sleep.deactivate()
            BackgroundTask.__init__ = make  # type: ignore[method-assign]
            threading.excepthook = hook
            sys.unraisablehook = unraisable
            logging.disable(level)
            sys.dont_write_bytecode = bytecode

    def lines_above(self) -> frozenset[Line]:
        """Return the lines of the application that are being executed."""
        lines = set()
        frame: FrameType | None = sys._getframe(2)  # noqa: SLF001
        while frame is not None:
            file = self.files.get(frame.f_code.co_filename)
            if file is not None:
                lines.add(Line(file, frame.f_lineno))
            frame = frame.f_back
        return frozenset(lines)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request by the application of the moment."""
        if scope["type"] == "lifespan":
            asyncio.get_running_loop().set_exception_handler(lambda *_: None)
            for word in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{word}.complete"})
        elif self.app is not None:
            try:
                await self.app(scope, receive, send)
            except Exception:
                self.has_raised = True
                raise

    def run(self, program: Program) -> Truth:
        """Run an application: each route, with both values of each flag."""
        truth = Truth(set(), set(), set(), set())
        with self.imported(program, f"seed_{program.seed}"):
            for route in program.routes:
                for query in queries_of(program):
                    self.send(program, route, query, truth)
        return truth

    def run_changed(self, program: Program, change: Change, names: set[str]) -> Truth:
        """Return what happens to some tasks where what no rule can know is otherwise."""
        asking, places = changed(program, change)
        truth = Truth(set(), set(), set(), set())
        if not places or not names:
            return truth
        oracle = sys.modules[ORACLE] = Oracle(program.seed)
        self.longest_wait = SHORT_WAIT
        folder = f"changed_{program.seed}_{next(self.numbers)}"
        with self.imported(asking, folder):
            oracle.is_asked = True
            for _ in oracle.rounds(change, places):
                for route, query in itertools.product(program.routes, queries_of(program)):
                    self.send(program, route, query, truth)
                if truth.did_work >= names:
                    break
        self.longest_wait = LONGEST_WAIT
        del sys.modules[ORACLE]
        return truth

    @contextlib.contextmanager
    def imported(self, program: Program, folder_name: str) -> Iterator[None]:
        """Import an application, and forget it afterwards."""
        folder = self.folder / folder_name
        folder.mkdir()
        for file, text in program.files.items():
            (folder / file).write_text(text)
        self.files = {str(folder / file): file for file in program.files}
        words = " ".join(program.files.values())
        self.lingers = any(each in words for each in LINGERING)
        before = {name: sys.modules.pop(name) for name in FILES if name in sys.modules}
        sys.path.insert(0, str(folder))
        try:
            self.app = importlib.import_module("main").app
            self.done = importlib.import_module("records").done
            yield
        finally:
            sys.path.remove(str(folder))
            for name in FILES:
                sys.modules.pop(name, None)
            sys.modules.update(before)

    def send(self, program: Program, route: Route, query: str, truth: Truth) -> None:
        """Send a request to a route, and take in what happens."""
        self.made.clear()
        start = len(self.done)
        is_answered = self.request(route, query)
        if self.lingers:
            self.settle(program)
        self.judge(program, start, truth, is_answered=is_answered)

    def request(self, route: Route, query: str) -> bool:
        """Send a request, and return whether it was answered without an exception."""
        url = f"{route.path}?{query}"
        if route.method != "websocket":
            response = self.client.request(route.method, url)
            if response.status_code in {405, 422} or response.text == NOT_FOUND:
                message = f"{route.method} {url}: {response.text}"
                raise RuntimeError(message)
            return response.status_code < 400
        self.has_raised = False
        with contextlib.suppress(Exception), self.client.websocket_connect(url):
            pass
        return not self.has_raised

    def settle(self, program: Program) -> None:
        """Give threads and asyncio tasks time for what is likely to happen."""
        made = set().union(*(each.lines for each in self.made))
        likely = {
            name
            for name, task in program.tasks.items()
            if not task.lost_by and program.own_places[name] & made
        }
        portal = self.client.portal
        assert portal is not None
        end = time.monotonic() + self.longest_wait
        while True:
            portal.call(anyio.sleep, 0.004)
            if time.monotonic() > end or not likely - {*self.done}:
                return

    def judge(self, program: Program, start: int, truth: Truth, *, is_answered: bool) -> None:
        """Take in what happened in one run."""
        truth.lines.update(*(each.lines for each in self.made))
        for name in program.tasks:
            places = program.own_places[name]
            made = [each.after - start for each in self.made if each.lines & places]
            done = [index for index, each in enumerate(self.done[start:]) if each == name]
            if made:
                truth.made.add(name)
                if is_answered:
                    truth.answered.add(name)
            # A function that is called too early does its work, but not as a task.
            early = len(done) == len(made) and all(
                at < by for at, by in zip(done, made, strict=True)
            )
            if done and not early:
                truth.did_work.add(name)


def queries_of(program: Program) -> list[str]:
    """Return what to ask each route: all values of the flags that there are."""
    if any("urgent" in text for text in program.files.values()):
        return [f"flag={flag}&urgent={urgent}" for flag in (0, 1) for urgent in (0, 1)]
    return ["flag=0", "flag=1"]
