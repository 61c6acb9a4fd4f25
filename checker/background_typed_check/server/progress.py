"""Progress that the client shows while something takes longer than a second."""

import asyncio
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from lsprotocol.types import WorkDoneProgressBegin, WorkDoneProgressEnd
from pygls.exceptions import JsonRpcException

from background_typed_check import NAME

if TYPE_CHECKING:
    from background_typed_check.server.language_server import Server

PATIENCE: Final = 1.0
RULES: Final = "Checking background tasks"
ARGUMENTS: Final = "Checking the arguments of background tasks"
NUMBERS: Final = count(1)


async def show_progress(ls: "Server", answer: "asyncio.Future[Any]", title: str) -> None:
    """Have the client show that an answer is to come, if it takes long and the client can."""
    await asyncio.wait([answer], timeout=PATIENCE)
    if answer.done() or not ls.supports("window.work_done_progress"):
        return
    token = f"{NAME} {next(NUMBERS)}"
    with suppress(JsonRpcException):  # the client may refuse
        await ls.work_done_progress.create_async(token)
        ls.work_done_progress.begin(token, WorkDoneProgressBegin(title))
        await asyncio.wait([answer])
        ls.work_done_progress.end(token, WorkDoneProgressEnd())
