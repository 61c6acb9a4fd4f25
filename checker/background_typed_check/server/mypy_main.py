"""The process with mypy: it says what mypy finds in a folder, with texts that are not saved.

It runs mypy as the command does, anew for each request, with a cache. mypy's daemon keeps all in
memory instead, but after some edits it does not say what the command says.
"""

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import nullcontext, suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Final

from background_typed_check.command.options import CACHE
from background_typed_check.command.pipeline import NoFilesError, check_rules
from background_typed_check.command.with_types import ask_mypy, to_be_seen
from background_typed_check.environment import Environment
from background_typed_check.reading import UNSAVED, read
from background_typed_check.reasons import Cause, NothingCheckedError
from background_typed_check.report import Finding, Report
from background_typed_check.server.folder import Folder
from background_typed_check.server.kept_files import KeptDisk, KeptFiles
from background_typed_check.server.requests import Reply, Request, receive, send
from background_typed_check.settings.files import BrokenSettingsError
from background_typed_check.types.settings import Settings
from background_typed_check.wording import line_of

# The command may run at the same time, so it has another one.
CACHE_OF_SERVER: Final = os.path.join(CACHE, "server")
# While somebody types, there is a next request soon. What mypy built for some fits into memory.
PAUSE: Final = 0.05
MOST: Final = 5
INCOMPLETE: Final = frozenset({Cause.LIBRARY, Cause.PACKAGES})


def main() -> None:
    """Answer requests until the server has ended."""
    with os.fdopen(os.dup(0), "rb") as given, os.fdopen(os.dup(1), "wb") as taken:
        # mypy, its plugins and its workers must not disturb what goes through these.
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1):
            os.dup2(nowhere, number)
        requests = SimpleQueue[Request]()
        Thread(target=take_all, args=(given, requests), daemon=True).start()
        kept: dict[str, KeptFiles] = {}
        while True:
            for request in burst(requests):
                send(answer(request, kept.setdefault(request.root, KeptFiles())), taken)
            gc.collect()  # what mypy built takes much memory: it is freed while nobody waits


def burst(requests: SimpleQueue[Request]) -> Iterator[Request]:
    """Yield requests that come one right after another, until there are many."""
    yield requests.get()
    with suppress(Empty):
        for _ in range(MOST - 1):
            yield requests.get(timeout=PAUSE)


def take_all(given: IO[bytes], requests: SimpleQueue[Request]) -> None:
    """Take requests as they come, and end this process with the server, whatever it does."""
    with suppress(EOFError):
        while True:
            requests.put(receive(given))
    os._exit(0)


def answer(request: Request, kept: KeptFiles) -> Reply:
    """Return what mypy says about the documents in a folder, or why it says nothing."""
    with suppress(OSError, BrokenSettingsError, NothingCheckedError):  # the server says so itself
        os.chdir(request.root)
        kept.age()
        folder = Folder(os.getcwd(), kept, request.wanted, is_whole=True)
        folder.read_settings()
        environment = folder.find_environment()
        try:
            return look(request, folder, environment)
        except NoFilesError:
            return Reply({})
        except NothingCheckedError as error:
            why = str(error)
        except Exception as error:  # noqa: BLE001  # the next text may be checked again
            why = repr(error)
        return Reply({}, f"{request.root}: arguments were not checked: {why}")
    return Reply({})


def look(request: Request, folder: Folder, environment: Environment) -> Reply:
    """Check a folder as the command does in it, and return what mypy says about the documents.

    Raises:
        NothingCheckedError: If mypy does not finish.

    """
    reals = {path: os.path.realpath(path) for path in request.texts}
    texts = {**request.texts, **{reals[each]: text for each, text in request.texts.items()}}
    UNSAVED.clear()
    UNSAVED.update({path: text for path, text in texts.items() if read(path) != text})
    ours = folder.settings
    report = Report(disk=KeptDisk(folder.kept, texts), settings=ours)
    if not check_rules(folder.named(texts), environment, report):
        return Reply({})
    workers = 0 if UNSAVED else ours.workers  # as other processes they read what is on disk
    settings = Settings(environment, CACHE_OF_SERVER, workers=workers, blocking=ours.blocking)
    seen = to_be_seen(report)
    ask_mypy(settings, report, seen, nullcontext(lambda _file: None))
    trouble = next((line_of(each) for each in seen.unchecked if each.cause in INCOMPLETE), None)
    return Reply(findings_in(reals, seen), trouble)


def findings_in(reals: Mapping[str, str], seen: Report) -> dict[str, list[Finding]]:
    """Return what mypy finds in those documents that it has read, by their paths."""
    by_file: dict[str, list[Finding]] = {
        os.path.realpath(each): [] for each in seen.telling if each not in seen.dropped
    }
    for each in seen.findings:
        by_file.get(os.path.realpath(each.place.file), []).append(each)
    return {path: by_file[real] for path, real in reals.items() if real in by_file}
