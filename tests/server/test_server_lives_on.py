"""What must not end the server: nonsense from the client, mistakes of ours. And how it does end."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from background_typed_check.command.main import run
from background_typed_check.server import folder
from background_typed_check.server.folders import Folders
from background_typed_check.server.texts import Document
from editor import COMMAND, editing
from lsprotocol import types
from small_project import BAD, CODE, codes, written

pytestmark = pytest.mark.once

INSTALL = 'pip install "background-typed[server]"'


def message(body: bytes) -> bytes:
    """Return a message as it is sent."""
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


INITIALIZE = message(
    b'{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params":'
    b' {"capabilities": {}, "processId": null, "rootUri": null}}'
)
NONSENSE = [
    message(b"{"),
    message(b"[]"),
    message(b"\xff\xfe"),
    message(b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"a": 1}}'),
    message(b'{"jsonrpc": "2.0", "method": "textDocument/unheardOf", "params": []}'),
    message(b'{"jsonrpc": "2.0", "id": 99, "method": "textDocument/unheardOf"}'),
    message(b'{"jsonrpc": "2.0", "id": 98, "method": "textDocument/diagnostic", "params": 3}'),
    message(b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 12345}}'),
    b"Content-Type: nonsense\r\n\r\n",
]


@pytest.mark.asyncio
async def test_nonsense_from_the_client_leaves_no_trace(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (path,) = written(tmp_path, app=BAD)
    async with editing(tmp_path) as editor:
        process = editor.client._server  # noqa: SLF001
        assert process is not None
        assert process.stdin is not None
        for each in NONSENSE:
            process.stdin.write(each)
        assert codes(await editor.shown(editor.open(path))) == [CODE]
        assert editor.client.messages == []
    assert process.returncode == 0
    assert "Traceback" not in capfd.readouterr().err


def request(number: int, method: str, params: str = "null") -> bytes:
    """Return a request as it is sent."""
    body = f'{{"jsonrpc": "2.0", "id": {number}, "method": "{method}", "params": {params}}}'
    return message(body.encode())


def test_a_request_that_makes_no_sense_or_comes_too_late_is_answered() -> None:
    sent = [
        INITIALIZE,
        request(2, "textDocument/hover", "3"),
        request(3, "textDocument/hover", '{"position": {"line": "a"}}'),
        request(4, "shutdown"),
        request(5, "textDocument/hover", '{"textDocument": {"uri": "a"}, "position": 3}'),
        request(6, "shutdown"),
        message(b'{"jsonrpc": "2.0", "method": "exit"}'),
    ]
    done = subprocess.run(
        COMMAND, input=b"".join(sent), capture_output=True, timeout=60, check=True
    )
    answers = [
        json.loads(each.partition(b"\r\n\r\n")[2])
        for each in done.stdout.split(b"Content-Length: ")[1:]
    ]
    codes_by_id = {
        each["id"]: each.get("error", {}).get("code") for each in answers if "id" in each
    }
    assert codes_by_id == {1: None, 2: -32602, 3: -32602, 4: None, 5: -32602, 6: -32600}
    assert b"Traceback" not in done.stderr


@pytest.mark.asyncio
async def test_the_folder_of_a_document_may_be_removed(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (path,) = written(folder, app=BAD)
    async with editing(folder) as editor:  # the server is started in it
        uri = editor.open(path)
        assert codes(await editor.shown(uri)) == [CODE]
        shutil.rmtree(folder)
        editor.type(uri, f"{BAD}\n")
        assert codes(await editor.shown(uri)) == [CODE]
        assert editor.client.messages == []


@pytest.mark.asyncio
async def test_documents_that_are_no_files_are_left_alone(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    async with editing(tmp_path) as editor:
        for uri in ("untitled:Untitled-1", "git:/app.py?ref", "nonsense", "file:///%00", "file:"):
            document = types.TextDocumentItem(uri, "python", 1, BAD)
            editor.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
            closed = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
            editor.client.text_document_did_close(closed)
        unopened = (tmp_path / "unopened.py").as_uri()
        editor.versions[unopened] = 1
        editor.type(unopened, BAD)
        editor.close(unopened)
        editor.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(unopened))
        )
        assert codes(await editor.shown(editor.open(path))) == [CODE]
        assert editor.client.messages == []


@pytest.mark.asyncio
async def test_a_folder_that_vanishes_has_no_findings(tmp_path: Path) -> None:
    (path,) = written(tmp_path / "project", app=BAD)
    async with editing(tmp_path, path.parent) as editor:
        uri = editor.open(path)
        assert codes(await editor.shown(uri)) == [CODE]
        path.unlink()
        (path.parent / "pyproject.toml").unlink()
        path.parent.rmdir()
        editor.save(uri)
        editor.type(uri, f"{BAD}\n")
        assert codes(await editor.shown(uri)) == [CODE]  # it is a new file
        editor.close(uri)
        assert await editor.shown(uri) == []


def test_a_mistake_of_ours_is_said_once_and_nothing_else_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = written(tmp_path, app=BAD)
    said: list[str] = []
    folders = Folders(said.append)
    document = Document(path.as_uri(), str(path), 1, BAD.encode())
    texts = {document.path: document.data}

    def fail(*_: object) -> None:
        """Fail."""
        raise RuntimeError("no")  # noqa: EM101

    with monkeypatch.context() as patch:
        patch.setattr(folder, "check_file", fail)
        for _ in range(2):
            assert folders.check(document, texts).findings == []
    assert said == [f"{path} was not checked: RuntimeError('no')"]
    assert len(folders.check(document, texts).findings) == 1


def ask(*arguments: str, given: bytes = b"") -> tuple[int, str]:
    """Start the server with something on its input, and return how it ends and what it says."""
    done = subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, check=False)
    return done.returncode, done.stderr.decode()


def test_the_status_says_whether_the_client_was_done() -> None:
    shutdown = message(b'{"jsonrpc": "2.0", "id": 2, "method": "shutdown"}')
    leave = message(b'{"jsonrpc": "2.0", "method": "exit"}')

    assert ask(given=INITIALIZE + shutdown + leave) == (0, "")
    assert ask(given=INITIALIZE + leave) == (1, "")
    assert ask(given=INITIALIZE) == (1, "")
    assert ask(given=leave) == (1, "")
    assert ask(given=b"") == (1, "")


def test_a_client_may_leave_before_it_answers() -> None:
    asked = INITIALIZE.replace(b'"capabilities": {}', b'"capabilities": %s')
    capabilities = b'{"workspace": {"configuration": true}}'
    body = asked.partition(b"\r\n\r\n")[2] % capabilities
    start = message(body) + message(b'{"jsonrpc": "2.0", "method": "initialized", "params": {}}')
    leave = message(b'{"jsonrpc": "2.0", "method": "exit"}')
    assert ask(given=start) == (1, "")
    assert ask(given=start + leave) == (1, "")


def test_a_client_that_is_gone_is_no_mistake(tmp_path: Path) -> None:
    (path,) = written(tmp_path, app=BAD)
    document = {"uri": path.as_uri(), "languageId": "python", "version": 1, "text": BAD}
    opened = {"method": "textDocument/didOpen", "params": {"textDocument": document}}
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.close()
        process.stdin.write(INITIALIZE)
        process.stdin.write(message(json.dumps({"jsonrpc": "2.0", **opened}).encode()))
        process.stdin.write(message(b'{"jsonrpc": "2.0", "id": 2, "method": "shutdown"}'))
        process.stdin.flush()
        time.sleep(1)  # it has checked the file by then
        _, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")


def without(package: str) -> str:
    """Know no package."""
    raise PackageNotFoundError(package)


@pytest.mark.parametrize(
    ("version", "why"),
    [(without, "pygls is not installed"), (lambda _: "1.3.1", "pygls 1.3.1 is older than 2.0")],
)
def test_without_pygls_a_line_says_what_to_install(
    version: Callable[[str], str],
    why: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("background_typed_check.command.versions.version", version)
    assert run(["server"]) == (2, None)
    assert capsys.readouterr() == ("", f"background-typed: {why}: {INSTALL}\n")


def test_other_arguments_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["server", "--tcp"]) == (2, None)
    line = 'background-typed: server: unrecognized argument "--tcp": it takes none but --stdio\n'
    assert capsys.readouterr() == ("", line)


def test_help_says_how_it_is_started(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["server", "--help"]) == (0, None)
    assert capsys.readouterr().out.startswith("usage: background-typed server [--stdio]\n")


def test_closed_input_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert run(["server"]) == (2, None)
    line = "background-typed: standard input cannot be read: it is closed\n"
    assert capsys.readouterr() == ("", line)
