"""What an editor shows: pyright's language server, asked over its own protocol."""

# ruff: noqa: ANN401 - messages are JSON

import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from background_typed import BackgroundTasks

TEXT = """\
from background_typed import BackgroundTasks


def write_notification(email: str, message: str = "") -> None: ...


tasks = BackgroundTasks()
tasks.
tasks.add_task(write_notification, )
"""


class LanguageServer:
    """A client that can open one file and ask about places in it."""

    def __init__(self, process: "subprocess.Popen[bytes]", folder: Path) -> None:
        """Open the file."""
        self.process = process
        self.uri = (folder / "client.py").as_uri()
        self.requests = 0
        folders = [{"uri": folder.as_uri(), "name": "project"}]
        capabilities = {"workspace": {"configuration": True, "workspaceFolders": True}}
        self.request("initialize", workspaceFolders=folders, capabilities=capabilities)
        self.send(method="initialized", params={})
        document = {"uri": self.uri, "languageId": "python", "version": 1, "text": TEXT}
        self.send(method="textDocument/didOpen", params={"textDocument": document})

    def send(self, **message: Any) -> None:
        """Write one message."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """Read one message."""
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            assert line, "the language server has ended"
            name, _, value = line.partition(b":")
            if name == b"Content-Length":
                length = int(value)
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message

    def request(self, method: str, **params: Any) -> Any:
        """Return the answer to a request, and answer the server's requests in the meantime."""
        self.requests += 1
        self.send(id=self.requests, method=method, params=params)
        while True:
            message = self.receive()
            if message.get("method") == "workspace/configuration":
                python = {"pythonPath": sys.executable}
                sections = [item.get("section") for item in message["params"]["items"]]
                answers = [python if section == "python" else None for section in sections]
                self.send(id=message["id"], result=answers)
            elif "method" in message and "id" in message:
                self.send(id=message["id"], result=None)
            elif message.get("id") == self.requests:
                return message["result"]

    def ask(self, question: str, after: str) -> Any:
        """Ask about the place after the last occurrence of a text."""
        before = TEXT[: TEXT.rindex(after) + len(after)]
        position = {"line": before.count("\n"), "character": len(before.splitlines()[-1])}
        document = {"uri": self.uri}
        return self.request(f"textDocument/{question}", textDocument=document, position=position)


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """Open one unsaved file, in a folder without any configuration."""
    command = [sys.executable, "-m", "pyright.langserver", "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        server = LanguageServer(process, tmp_path_factory.mktemp("project"))
        yield server
        server.request("shutdown")
        server.send(method="exit")


def test_completion_offers_add_task(editor: LanguageServer) -> None:
    """The editor knows the class and its methods."""
    offered = {item["label"] for item in editor.ask("completion", after="\ntasks.")["items"]}
    assert "add_task" in offered


def test_signature_help_shows_the_parameters_of_the_callee(editor: LanguageServer) -> None:
    """Users see what the task takes while they write its arguments."""
    shown = editor.ask("signatureHelp", after="tasks.add_task(write_notification, ")
    (signature,) = shown["signatures"]
    assert "email: str" in signature["label"]
    assert 'message: str = ""' in signature["label"]
    active = signature["parameters"][signature["activeParameter"]]
    assert active["label"] == "email: str"


def test_hover_shows_the_docstring(editor: LanguageServer) -> None:
    """All of it, including what happens to wrong arguments."""
    text = editor.ask("hover", after="tasks.add_")["contents"]["value"]
    docstring = inspect.getdoc(BackgroundTasks.add_task)
    assert docstring
    for line in docstring.splitlines():
        assert line.strip() in text


def test_definition_is_in_the_stub_and_in_the_source(editor: LanguageServer) -> None:
    """The editor knows that both describe one class."""
    found = [Path(place["uri"]).parts[-2:] for place in editor.ask("definition", after="add_")]
    assert found == [
        ("background_typed-stubs", "background.pyi"),
        ("background_typed", "background.py"),
    ]
