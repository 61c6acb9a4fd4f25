"""How long the language server takes to answer, in an application or a generated tree of modules.

    python benchmarks/server_time.py [--modules 300] [--edits 200] [--types] [APPLICATION]

Prints the seconds from the start of the server and from opening the first file to its diagnostics,
the median and the 95th percentile from an edit to its diagnostics, and from one to the signature of
the function whose task it begins, and the memory (MiB) at the end, where that is known (Linux).
With `--types`, also from an edit until what mypy finds in the arguments is shown, and the memory of
the process with mypy. Nothing in the application is written, but for mypy's cache.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import IO, Any

from trees import write_tree

COMMAND = (sys.executable, "-m", "background_typed_check", "server")
MIB = 1024
BEGUN = """
def begun_{number}(tasks: CollectionOfTasks) -> None:
    tasks.add_task(added_{number}, "{number}", """
EDIT = """
from starlette.background import BackgroundTasks as CollectionOfTasks
def rows_{number}(name):
    yield name
def added_{number}(tasks: CollectionOfTasks) -> None:
    tasks.add_task(rows_{number}, "{number}")
    tasks.add_task(len, {number})
"""
ARGUMENT = "arg-type"


class Client:
    """An editor that does nothing but edit."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", folder: Path, *, types: bool = False
    ) -> None:
        """Introduce itself to the server."""
        self.input, self.output = pipe(process.stdin), pipe(process.stdout)
        folders = [{"uri": folder.as_uri(), "name": folder.name}]
        asked: dict[str, object] = {
            "capabilities": {},
            "processId": None,
            "workspaceFolders": folders,
            "initializationOptions": {"types": types},
        }
        self.send("initialize", asked, id=1)
        self.read()
        self.send("initialized", {})

    def send(self, method: str, params: object, **more: int) -> None:
        """Send a message."""
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.input.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.input.flush()

    def read(self) -> Any:  # noqa: ANN401  # as JSON has it
        """Return the next message, None at the end."""
        length = 0
        while (header := self.output.readline()).strip():
            name, _, value = header.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        return json.loads(self.output.read(length)) if length else None

    def ask(self, method: str, params: object, number: int) -> Any:  # noqa: ANN401  # as JSON has it
        """Return the answer to a question."""
        self.send(method, params, id=number)
        while (message := self.read()).get("id") != number:
            pass
        return message["result"]

    def wait(self, uri: str, version: int) -> int:
        """Wait for what is found in a version of a file, and return how much that is."""
        while True:
            params = self.read().get("params", {})
            if (params.get("uri"), params.get("version")) == (uri, version):
                return len(params["diagnostics"])

    def wait_for_mypy(self, uri: str, version: int) -> None:
        """Wait for what mypy finds in a version of a file."""
        while True:
            params = self.read().get("params", {})
            if (params.get("uri"), params.get("version")) == (uri, version) and any(
                each["code"] == ARGUMENT for each in params["diagnostics"]
            ):
                return

    def open(self, path: Path) -> str:
        """Open a file, and return its URI when the server has checked it."""
        uri, text = path.as_uri(), path.read_text(encoding="utf-8")
        document = {"uri": uri, "languageId": "python", "version": 0, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        self.wait(uri, 0)
        return uri

    def edit(self, uri: str, version: int, text: str) -> float:
        """Replace the text of a file, and return how long the server takes to check it."""
        start = self.type(uri, version, text)
        if not self.wait(uri, version):
            raise AssertionError(uri)
        return perf_counter() - start

    def type(self, uri: str, version: int, text: str) -> float:
        """Replace the text of a file, and return when that was."""
        start = perf_counter()
        document, changes = {"uri": uri, "version": version}, [{"text": text}]
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        return start

    def begin(self, uri: str, version: int, text: str) -> float:
        """Replace the text by one that ends in a task, and return how long its signature takes."""
        start = self.type(uri, version, text)
        before, _, last = text.rpartition("\n")
        position = {"line": before.count("\n") + 1, "character": len(last)}
        asked = {"textDocument": {"uri": uri}, "position": position}
        if not self.ask("textDocument/signatureHelp", asked, version):
            raise AssertionError(uri)
        return perf_counter() - start

    def edit_typed(self, uri: str, version: int, text: str) -> float:
        """Replace the text of a file, and return how long mypy takes."""
        start = perf_counter()
        self.edit(uri, version, text)
        self.wait_for_mypy(uri, version)
        return perf_counter() - start


def pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """Return a stream that is there."""
    assert stream is not None  # noqa: S101  # it was asked for
    return stream


def measure(folder: Path, edits: int, opened: int, *, types: bool) -> None:
    """Print what the server takes in a tree."""
    files = sorted(folder.rglob("*.py"), key=lambda each: each.stat().st_size, reverse=True)
    telling = [each for each in files if b"BackgroundTasks" in each.read_bytes()]
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        start = perf_counter()
        client = Client(process, folder, types=types)
        begun = perf_counter()
        uri = client.open(telling[0])
        shown = perf_counter()
        for each in telling[1:opened]:
            client.open(each)
        text = telling[0].read_text(encoding="utf-8")
        numbers = range(1, edits + 1)
        texts = [text + EDIT.format(number=each) for each in numbers]
        print(f"start     {begun - start:.3f} s, first file {shown - begun:.3f} s")
        if types:
            first = client.edit_typed(uri, 0, text + EDIT.format(number=0))
            print(f"types     {first:.3f} s for the first time")
        edit = client.edit_typed if types else client.edit
        tell("types" if types else "edit", [edit(uri, *each) for each in enumerate(texts, 1)])
        parts = [(each + edits, (EDIT + BEGUN).format(number=each)) for each in numbers]
        tell("signature", [client.begin(uri, version, text + part) for version, part in parts])
        for number in (process.pid, *children_of(process.pid)):
            print(*(f"memory    {each} MiB" for each in memory_of(number)))
        client.ask("shutdown", None, 3 * edits)
        client.send("exit", None)


def tell(what: str, times: list[float]) -> None:
    """Print how long something takes."""
    cuts = quantiles(times, n=20)
    print(f"{what:9} {cuts[9]:.3f} s at the median, {cuts[18]:.3f} s at the 95th percentile")


def memory_of(process: int) -> list[int]:
    """Return the memory of a process (MiB), nothing where that is not known."""
    status = Path(f"/proc/{process}/status")
    found = re.findall(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else []
    return [int(each) // MIB for each in found]


def children_of(process: int) -> list[int]:
    """Return the processes that a process has started, where that is known."""
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(each) for path in found for each in path.read_text().split()]


def main() -> None:
    """Measure in a tree."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--modules", type=int, default=300)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--open", type=int, default=1)
    parser.add_argument("--types", action="store_true")
    parser.add_argument("application", type=Path, nargs="?")
    options = parser.parse_args()
    if options.application is not None:
        folder = options.application.absolute()
        measure(folder, options.edits, options.open, types=options.types)
        return
    with tempfile.TemporaryDirectory() as directory:
        write_tree(Path(directory), options.modules)
        (Path(directory) / "pyproject.toml").touch()  # the top of the project
        measure(Path(directory), options.edits, options.open, types=options.types)


if __name__ == "__main__":
    main()
