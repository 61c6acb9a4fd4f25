"""Whether the language server is still right, and no larger, after thousands of random steps.

    python benchmarks/server_soak.py [--steps 2000] [--seed 1] APPLICATION

Opens, edits, saves, renames and closes files of a copy of an application, without waiting for
answers most of the time. In the end the findings in what is open are compared with those of the
command. Prints the memory (MiB) after a quarter of the steps and at the end, where that is known
(Linux). The exit status is 1 if anything differs, or if the server had something to complain of.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Condition, Thread
from time import sleep
from typing import Any, Final

from server_time import COMMAND, Client, memory_of

PATIENCE: Final = 120.0
MOST_OPEN: Final = 8
LOG: Final = {"window/logMessage", "window/showMessage"}
PIECES: Final = (
    "    tasks.add_task(print, 1)\n",
    "def rows(name):\n    yield name\n",
    "from starlette.background import BackgroundTasks\n",
    "def added(tasks: BackgroundTasks):\n    tasks.add_task(rows, 1)\n",
    "tasks.add_task(",
    "🎉 = 'x'\n",
    "\f\r\n",
    "(",
    '"""',
)


class Soaked:
    """A client that keeps what the server said last about each file."""

    def __init__(self, process: "subprocess.Popen[bytes]", folder: Path, seed: int) -> None:
        """Introduce itself, and listen."""
        self.client = Client(process, folder)
        self.folder = folder
        self.random = random.Random(seed)  # noqa: S311  # it hides nothing
        self.texts: dict[str, str] = {}
        """The texts of the open files, by their URIs."""
        self.version = 0
        self.versions: dict[str, int] = {}
        self.seen: dict[str, dict[str, Any]] = {}
        self.complaints: list[str] = []
        self.news = Condition()
        Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        """Keep what the server says."""
        while (message := self.client.read()) is not None:
            params = message.get("params") or {}
            if message.get("method") in LOG:
                self.complaints.append(params["message"])
            if "diagnostics" in params:
                with self.news:
                    self.seen[params["uri"]] = params
                    self.news.notify_all()

    def step(self) -> None:
        """Do something at random."""
        steps = [self.edit] * 12 + [self.save] * 2 + [self.open] * 2 + [self.close, self.rename]
        step: Callable[[], None] = self.random.choice(steps) if self.texts else self.open
        step()
        if self.random.random() < 0.1:  # noqa: PLR2004  # now and then
            self.wait()

    def files(self) -> list[Path]:
        """Return the files that may be opened."""
        found = sorted(self.folder.rglob("*.py"))
        return [each for each in found if b"BackgroundTasks" in each.read_bytes()] or found

    def any_open(self) -> str:
        """Return an open file."""
        return self.random.choice(sorted(self.texts))

    def open(self) -> None:
        """Open a file."""
        self.open_file(self.random.choice(self.files()))
        if len(self.texts) > MOST_OPEN:
            self.close()

    def open_file(self, path: Path) -> None:
        """Open a file that is not open."""
        uri = path.as_uri()
        if uri not in self.texts:
            self.texts[uri] = path.read_bytes().decode(errors="replace")
            self.version += 1
            self.versions[uri] = self.version
            item = {"uri": uri, "languageId": "python", "version": self.version}
            self.send("didOpen", {"textDocument": {**item, "text": self.texts[uri]}})

    def edit(self) -> None:
        """Insert something, or delete some characters."""
        uri = self.any_open()
        text = self.texts[uri]
        at = self.random.randrange(len(text) + 1)
        if self.random.random() < 0.5:  # noqa: PLR2004  # half of the time
            text = text[:at] + self.random.choice(PIECES) + text[at:]
        elif self.random.random() < 0.5:  # noqa: PLR2004  # half of the time
            text = text[:at] + text[at + self.random.randrange(40) :]
        else:  # as it was
            text = path_of(uri).read_bytes().decode(errors="replace")
        self.texts[uri] = text
        self.version += 1
        self.versions[uri] = self.version
        document = {"uri": uri, "version": self.version}
        self.send("didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def save(self) -> None:
        """Save a file."""
        uri = self.any_open()
        path_of(uri).write_bytes(self.texts[uri].encode())
        self.send("didSave", {"textDocument": {"uri": uri}})

    def close(self) -> None:
        """Close a file without saving it."""
        uri = self.any_open()
        del self.texts[uri], self.versions[uri]
        self.send("didClose", {"textDocument": {"uri": uri}})

    def rename(self) -> None:
        """Rename a file as editors do: it is closed under its old name, and then opened."""
        uri = self.any_open()
        old, number = path_of(uri), self.random.randrange(10**6)
        new = old.with_name(f"renamed_{number}.py")
        del self.texts[uri], self.versions[uri]
        self.send("didClose", {"textDocument": {"uri": uri}})
        old.rename(new)
        changes = [{"uri": uri, "type": 3}, {"uri": new.as_uri(), "type": 1}]
        self.client.send("workspace/didChangeWatchedFiles", {"changes": changes})
        self.open_file(new)

    def send(self, name: str, params: object) -> None:
        """Send a message about a document."""
        self.client.send(f"textDocument/{name}", params)

    def wait(self) -> None:
        """Wait until the server has said something about the last text of each open file."""

        def is_up_to_date() -> bool:
            """Return whether that is so."""
            return all(
                self.seen.get(uri, {}).get("version") == version
                for uri, version in self.versions.items()
            )

        with self.news:
            if not self.news.wait_for(is_up_to_date, PATIENCE):
                raise TimeoutError(sorted(self.versions))

    def found(self, uri: str) -> list[tuple[int, str, str]]:
        """Return what the server has found in a file."""
        return sorted(
            (each["range"]["start"]["line"] + 1, each["code"], each["message"].split("\n")[0])
            for each in self.seen[uri]["diagnostics"]
        )


def path_of(uri: str) -> Path:
    """Return the path of a file."""
    from urllib.parse import unquote, urlsplit  # noqa: PLC0415  # only here

    return Path(unquote(urlsplit(uri).path))


def found_by_command(folder: Path) -> dict[str, list[tuple[int, str, str]]]:
    """Return what the command finds in each file of a folder."""
    command = [sys.executable, "-m", "background_typed_check", "--no-types", "--format=json"]
    run = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    found: dict[str, list[tuple[int, str, str]]] = {}
    for line in run.stdout.splitlines():
        row = json.loads(line)
        uri = (folder / row["file"]).as_uri()
        found.setdefault(uri, []).append((row["line"], row["code"], row["message"]))
    return {uri: sorted(rows) for uri, rows in found.items()}


def soak(folder: Path, steps: int, seed: int) -> Iterator[str]:
    """Do many steps, and yield what is wrong."""
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        soaked = Soaked(process, folder, seed)
        memory = []
        for number in range(steps):
            soaked.step()
            if number in {steps // 4, steps - 1}:
                soaked.wait()
                memory += memory_of(process.pid)
        for uri, text in soaked.texts.items():
            path_of(uri).write_bytes(text.encode())
        for uri in soaked.texts:
            soaked.send("didSave", {"textDocument": {"uri": uri}})
        sleep(2)  # nothing new may come, so there is nothing to wait for
        soaked.wait()
        expected = found_by_command(folder)
        for uri in soaked.texts:
            if soaked.found(uri) != expected.get(uri, []):
                yield f"{uri}: {soaked.found(uri)} instead of {expected.get(uri, [])}"
        yield from soaked.complaints
        soaked.client.send("shutdown", None, id=2)
        soaked.client.send("exit", None)
        yield from filter(None, [process.stderr.read().decode() if process.stderr else ""])
    findings = sum(map(len, expected.values()))
    print(f"{steps} steps, {len(soaked.texts)} files open, {findings} findings, memory {memory}")


def main() -> int:
    """Soak the server in a copy of an application."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("application", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory).resolve() / options.application.resolve().name
        shutil.copytree(options.application, folder, symlinks=True)
        wrong = [*soak(folder, options.steps, options.seed)]
    print(*wrong, sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
