"""Checks of the open documents: after each change, one at a time, and only of the last texts."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, NamedTuple, TypeAlias, TypeVar

from background_typed_check.facts.disk import Disk
from background_typed_check.report import Report
from background_typed_check.server.texts import Document

Made = TypeVar("Made")
# Seconds before a check, so that what the client asks with the same keystroke is answered first.
PAUSE: Final = 0.002


class Result(NamedTuple):
    """What was found in a document."""

    document: Document
    report: Report


Check: TypeAlias = Callable[[Document, Mapping[str, bytes]], Report]
"""Checks a document, with the texts of all open ones by their paths. It runs in a thread."""
Show: TypeAlias = Callable[[Result], None]
"""Is given what was found, unless the texts have changed since."""

Wait: TypeAlias = Callable[["asyncio.Future[Report]"], object]


class Checks:
    """The open documents, and what was found in each."""

    def __init__(self, check: Check, show: Show, caught_up: Callable[[], None], wait: Wait) -> None:
        """Take what checks a document, and what is done meanwhile, with the result, and with all.

        Args:
            check: Checks a document.
            show: Shows what was found in it.
            caught_up: Is called when all documents are checked.
            wait: Is given a report that is to come.

        """
        self.check = check
        self.wait = wait
        self.show = show
        self.caught_up = caught_up
        self.documents: dict[str, Document] = {}
        self.texts: dict[str, bytes] = {}
        """The texts of the documents: a new object after each change."""
        self.outdated: dict[str, None] = {}
        """The documents to check, in this order."""
        self.results: dict[str, Result] = {}
        self.step = asyncio.Event()
        """Is set after each check, and replaced."""
        self.thread = ThreadPoolExecutor(1)
        """One thread: the facts are not made for more."""
        self.task: asyncio.Task[None] | None = None

    def put(self, document: Document) -> None:
        """Take a document that was opened or changed."""
        self.documents[document.uri] = document
        self.begin(document.uri)

    def drop(self, uri: str) -> None:
        """Forget a document."""
        self.documents.pop(uri, None)
        self.results.pop(uri, None)
        self.begin()

    def begin(self, *first: str) -> None:
        """Check all documents again: what one has may concern the others."""
        self.texts = {each.path: each.data for each in self.documents.values()}
        self.renew(*first)

    def renew(self, *first: str) -> None:
        """Check all documents again, although no text and no file has changed."""
        self.outdated = dict.fromkeys((*first, *self.documents))
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self.catch_up())

    async def catch_up(self) -> None:
        """Check documents until none is outdated, without those whose texts change meanwhile."""
        while await self.is_behind():
            document, texts = self.documents[next(iter(self.outdated))], self.texts
            report = await self.in_thread(partial(self.check, document, texts), self.wait)
            if texts is self.texts:
                del self.outdated[document.uri]
                self.results[document.uri] = Result(document, report)
                self.show(self.results[document.uri])
            self.step.set()
            self.step = asyncio.Event()
        self.caught_up()

    async def is_behind(self) -> bool:
        """Return whether there is anything to check, a moment from now."""
        await asyncio.sleep(PAUSE)
        return bool(self.outdated)

    def checking(self, document: Document) -> Callable[[Disk], Report]:
        """Return what checks a document again, with the texts that are put on a disk."""
        texts = self.texts

        def check(disk: Disk) -> Report:
            """Check the document."""
            now = {**texts, **disk.texts}
            return self.check(document._replace(data=now[document.path]), now)

        return check

    def submit(self, do: Callable[[], None]) -> None:
        """Do something in the thread of the checks, before all that is begun from now on."""
        self.thread.submit(do)

    async def in_thread(
        self, do: Callable[[], Made], wait: "Callable[[asyncio.Future[Made]], object] | None" = None
    ) -> Made:
        """Do something in the thread of the checks, and return what that returns."""
        made = asyncio.get_running_loop().run_in_executor(self.thread, do)
        if wait is not None:
            wait(made)
        return await made

    async def result(self, uri: str) -> Result | None:
        """Return what is found in a document as it is now, None if it is not open."""
        while uri in self.outdated:
            await self.step.wait()
        return self.results.get(uri)
