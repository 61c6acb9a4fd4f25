"""What is said to raise when it is closed does: each row of the table is used then."""

# ruff: noqa: SIM115  # what is opened here is closed later

import asyncio
import bz2
import csv  # noqa: F401  # found by its name
import gzip
import io
import json  # noqa: F401  # found by its name
import lzma
import os
import pickle  # noqa: F401  # found by its name
import shutil  # noqa: F401  # found by its name
import socket
import sys
import tempfile
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

import aiofiles  # type: ignore[import-untyped]  # without types
import anyio
import httpx
import pytest
import sqlalchemy
from background_typed_check import apis

URL: Final = "http://127.0.0.1:9/"
ENGINE: Final = sqlalchemy.create_engine("sqlite://")
# Without these libraries, read from `aiohttp.client.ClientSession._request` and
# `sqlalchemy.ext.asyncio.AsyncConnection._proxied`.
OPTIONAL: Final = {
    "aiohttp.ClientSession",
    "sqlalchemy.ext.asyncio.AsyncEngine.begin",
    "sqlalchemy.ext.asyncio.AsyncEngine.connect",
}
ARGUMENTS: Final[dict[str, tuple[Any, ...]]] = {
    "execute": (sqlalchemy.text("select 1"),),
    "iterdir": (),
    "map": (print, "a"),
    "recv": (1,),
    "request": ("GET", URL),
    "scalar": (sqlalchemy.text("select 1"),),
    "scalars": (sqlalchemy.text("select 1"),),
    "seek": (0,),
    "start": (asyncio.sleep, 0),
    "start_soon": (asyncio.sleep, 0),
    "submit": (print,),
    "writelines": ([],),
    "writestr": ("a", "b"),
} | dict.fromkeys(("commit", "read", "readline", "readlines", "tell"), ())
MAKERS: Final[dict[str, Callable[[Path], AbstractContextManager[Any]]]] = {
    "builtins.open": lambda folder: open(folder / "a", "w+"),  # noqa: PTH123  # this one
    "bz2.open": lambda folder: bz2.open(folder / "a", "w"),
    "concurrent.futures.ProcessPoolExecutor": lambda _: ProcessPoolExecutor(),
    "concurrent.futures.ThreadPoolExecutor": lambda _: ThreadPoolExecutor(),
    "gzip.open": lambda folder: gzip.open(folder / "a", "w"),
    "httpx.Client": lambda _: httpx.Client(),
    "io.BytesIO": lambda _: io.BytesIO(),
    "io.StringIO": lambda _: io.StringIO(),
    "io.open": lambda folder: open(folder / "a", "w+"),  # noqa: PTH123  # the same
    "lzma.open": lambda folder: lzma.open(folder / "a", "w"),
    "pathlib.Path.open": lambda folder: (folder / "a").open("w+"),
    "socket.create_connection": lambda _: socket.socket(),
    "socket.socket": lambda _: socket.socket(),
    "sqlalchemy.Engine.begin": lambda _: ENGINE.begin(),
    "sqlalchemy.Engine.connect": lambda _: ENGINE.connect(),
    "tempfile.NamedTemporaryFile": lambda _: tempfile.NamedTemporaryFile(),
    "tempfile.SpooledTemporaryFile": lambda _: tempfile.SpooledTemporaryFile(),
    "tempfile.TemporaryFile": lambda _: tempfile.TemporaryFile(),
    "zipfile.ZipFile": lambda folder: zipfile.ZipFile(folder / "a.zip", "w"),
}
ASYNC_MAKERS: Final[dict[str, Callable[[Path], Any]]] = {
    "aiofiles.open": lambda folder: aiofiles.open(folder / "a", "w+"),
    "anyio.create_task_group": lambda _: anyio.create_task_group(),
    "httpx.AsyncClient": lambda _: httpx.AsyncClient(),
    **({"asyncio.TaskGroup": lambda _: asyncio.TaskGroup()} if sys.version_info >= (3, 11) else {}),
}
FOLDER: Final = "tempfile.TemporaryDirectory"


async def error_of(closed: object, method: str) -> type[BaseException] | None:
    """Return what a method raises, called or awaited."""
    found: type[BaseException] | None = TypeError
    given = [ARGUMENTS.get(method, (URL,)), ("a",), (b"a",)]
    if method == "create_task":
        given = [(asyncio.sleep(0),)]
    while found is TypeError and given:
        try:
            result = getattr(closed, method)(*given.pop(0))
            if hasattr(result, "__await__"):
                await result
        except BaseException as error:  # noqa: BLE001, PERF203  # whatever it is
            found = type(error)
        else:
            found = None
    return found


def names_of(error: type[BaseException] | None) -> set[str]:
    """Return the names that an exception can be caught by."""
    return {f"{each.__module__}.{each.__name__}" for each in (error or object).__mro__}


def raises(error: type[BaseException] | None, name: str) -> bool:
    """Return whether an exception is what the table says."""
    return (name if "." in name else f"builtins.{name}") in names_of(error)


def test_each_row_is_used_when_it_is_closed() -> None:
    missing = set() if sys.version_info >= (3, 11) else {"asyncio.TaskGroup"}
    assert {*MAKERS, *ASYNC_MAKERS, *OPTIONAL, *missing, FOLDER} == apis.CLOSED.keys()


@pytest.mark.filterwarnings("ignore:coroutine 'sleep' was never awaited:RuntimeWarning")
@pytest.mark.parametrize("name", MAKERS)
def test_a_closed_object_raises(name: str, tmp_path: Path) -> None:
    closing = apis.CLOSED[name]
    with MAKERS[name](tmp_path) as closed:
        pass
    for method in closing.methods & {*dir(closed)}:
        assert raises(asyncio.run(error_of(closed, method)), closing.raises), method
    if closing.is_iterated:
        with pytest.raises(ValueError, match="closed"):
            next(iter(closed))


@pytest.mark.filterwarnings("ignore:coroutine 'sleep' was never awaited:RuntimeWarning")
@pytest.mark.parametrize("name", [*ASYNC_MAKERS, *sorted(OPTIONAL)])
def test_a_closed_object_of_the_event_loop_raises(name: str, tmp_path: Path) -> None:
    makers = {**ASYNC_MAKERS}
    if name.startswith("aiohttp."):
        aiohttp = pytest.importorskip("aiohttp")
        makers[name] = lambda _: aiohttp.ClientSession()
    elif name in OPTIONAL:
        pytest.importorskip("aiosqlite")
        engine = pytest.importorskip("sqlalchemy.ext.asyncio").create_async_engine(
            "sqlite+aiosqlite://"
        )
        makers[name] = lambda _: getattr(engine, name.rpartition(".")[2])()
    closing = apis.CLOSED[name]

    async def use() -> dict[str, type[BaseException] | None]:
        async with makers[name](tmp_path) as closed:
            pass
        methods = closing.methods & {*dir(closed)}
        return {method: await error_of(closed, method) for method in methods}

    found = asyncio.run(use())
    assert found
    assert {each for each in found if not raises(found[each], closing.raises)} == set()


@pytest.mark.parametrize("name", sorted(apis.FILE.functions))
def test_a_function_raises_that_is_given_a_closed_file(name: str) -> None:
    with io.StringIO("a") as closed:
        pass
    module, _, function = name.rpartition(".")
    more = [io.StringIO()] if function == "copyfileobj" else []
    with pytest.raises(ValueError, match="closed"):
        [*(getattr(sys.modules[module], function)(closed, *more) or ())]


@pytest.mark.parametrize("name", sorted(apis.FOLDER.functions))
def test_a_function_raises_that_is_given_a_path_into_a_removed_folder(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a")  # noqa: PTH118  # a text
    of, _, function = name.rpartition(".")
    more = [folder] if name in {"shutil.copy", "shutil.copytree", "shutil.move"} else []
    for each in (path, folder):
        with pytest.raises(FileNotFoundError):
            getattr(sys.modules[of], function)(each, *more)


@pytest.mark.parametrize("method", sorted(apis.FOLDER.methods))
def test_a_path_into_a_removed_folder_raises(method: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a")
    args = {"write_bytes": (b"",), "write_text": ("",)}.get(method, ())
    with pytest.raises(FileNotFoundError):
        [*([] if method != "iterdir" else path.iterdir()), getattr(path, method)(*args)]
