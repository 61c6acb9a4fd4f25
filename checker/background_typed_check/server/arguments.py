"""The arguments of tasks in open documents: what mypy said last, on lines that are the same."""

import ast
import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeAlias

from background_typed_check.command.checking import INSTALL
from background_typed_check.command.versions import why_without_mypy
from background_typed_check.environment import WHERE_NAMED
from background_typed_check.report import Finding
from background_typed_check.server.client_settings import SECTION
from background_typed_check.server.moved import moved
from background_typed_check.server.mypy_process import GoneError, MypyProcess
from background_typed_check.server.requests import Reply, Request
from background_typed_check.server.texts import Document

GONE: Final = (
    "arguments are not checked until something is saved: the process with mypy has ended ({why})"
)
IN_EDITORS: Final = f"the setting {SECTION}.python"
Known: TypeAlias = dict[str, tuple[bytes, list[Finding]]]
"""What mypy says about documents, by their paths, each with the text that it has read."""
Wait: TypeAlias = Callable[["asyncio.Future[Reply]"], object]
"""Is given an answer that is to come."""


class Arguments:
    """Has mypy check folders, the last texts of each, and keeps what it says."""

    def __init__(
        self, renew: Callable[[], None], complain: Callable[[str], None], wait: Wait
    ) -> None:
        """Take what is done with an answer, what tells the user of trouble, and who may wait."""
        self.renew = renew
        self.complain = complain
        self.wait = wait
        self.is_on = False
        self.known: dict[str, Known] = {}
        """What mypy says about the documents in each folder."""
        self.wanted: dict[str, Request] = {}
        """What mypy was not asked yet, by the folder."""
        self.is_down = False
        """Whether the process has ended by itself since something was saved."""
        self.told: set[str] = set()
        self.process = MypyProcess()
        self.thread = ThreadPoolExecutor(1)
        self.task: asyncio.Task[None] | None = None

    def turn(self, *, on: bool) -> None:
        """Begin or cease to check arguments, if mypy is there."""
        why = why_without_mypy() if on else None
        if why is not None:
            self.tell(f"the setting types needs mypy beside the server, but {why}: {INSTALL}")
        self.is_on = on and why is None
        if not self.is_on:
            self.thread.submit(self.process.end)

    def resume(self) -> None:
        """Start the process again if it has ended."""
        self.is_down = False

    def tell(self, trouble: str) -> None:
        """Tell the user of trouble once: where it names an option, of the setting instead."""
        trouble = trouble.replace(WHERE_NAMED, IN_EDITORS)
        if trouble not in self.told:
            self.told.add(trouble)
            self.complain(trouble)

    def of(self, document: Document, root: str) -> list[Finding] | None:
        """Return what mypy says about a document in a folder, None if that is not known.

        Until it has read a text, what it has said holds for the lines that have not changed.
        """
        text, findings = self.known.get(root, {}).get(document.path, (None, []))
        if not self.is_on or text is None:
            return None
        if text == document.data:
            return findings
        is_python = isinstance(document.source.parsed, ast.Module)
        return [*moved(findings, text, document.data)] if is_python else None

    def ask(self, requests: Iterable[Request]) -> None:
        """Have folders checked, each with its last texts only."""
        if not self.is_on or self.is_down:
            return
        self.wanted.update({each.root: each for each in requests})
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self.catch_up())

    async def catch_up(self) -> None:
        """Ask until nothing is wanted."""
        while self.wanted:
            request = self.wanted.pop(next(iter(self.wanted)))
            loop = asyncio.get_running_loop()
            answer = loop.run_in_executor(self.thread, self.process.ask, request)
            self.wait(answer)
            try:
                self.keep(request, await answer)
            except GoneError as error:
                self.is_down = True
                self.wanted.clear()
                self.known.clear()
                self.renew()
                self.complain(GONE.format(why=error))

    def keep(self, request: Request, reply: Reply) -> None:
        """Keep what mypy says in place of what it said before."""
        if reply.trouble is not None:
            self.tell(reply.trouble)
        now = {path: (request.texts[path], found) for path, found in reply.findings.items()}
        if self.known.get(request.root) != now:
            self.known[request.root] = now
            self.renew()
