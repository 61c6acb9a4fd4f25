"""Edits of files: what is outside of an edit stays the same, byte for byte."""

import errno
import os
import stat
import time
from pathlib import Path

import pytest
from background_typed_check.command.rewriting import CHANGED, READ_ONLY, rewritten, write
from background_typed_check.facts.source import Place, Source
from background_typed_check.rules.rule import Edit

TEXTS = {
    "LF": b"a = 1\nb = call(2)\nc = 3\n",
    "CRLF": b"a = 1\r\nb = call(2)\r\nc = 3\r\n",
    "CR": b"a = 1\rb = call(2)\rc = 3\r",
    "mixed": b"a = 1\r\nb = call(2)\nc = 3\r",
    "no newline at the end": b"a = 1\nb = call(2)",
    "one line": b"call(2)",
    "tabs": b"if a:\n\tb =\tcall(2)\t\n",
    "BOM": b"\xef\xbb\xbfa = 1\r\nb = call(2)\r\n",
    "BOM before the edit": b"\xef\xbb\xbfcall(2)\n",
    "Latin-1": b'# coding: latin-1\na = "\xe9"; call("\xe9", 2)\n',
    "form feeds": b'a = """\x0c\n\x0b\x1c\x1d\x1e\n"""\n\x0cb = call(2)\x0c\n',
    "U+2028": 'a = "\u2028\u2029\x85"\nb = call(2)\n'.encode(),
    "emoji": '# \N{PILE OF POO}\na = "\N{PILE OF POO}e\u0301"; call(2)\n'.encode(),
    "NUL": b"a = 1\nb = call(2)  # \x00\n",
    "Shift-JIS": "# coding: shift_jis\na = '\u30bd'; call(2)\n".encode("shift_jis"),
}


def places_of(source: Source, word: str) -> Place:
    """Return where a word stands first."""
    for number, line in enumerate(source.lines, 1):
        if word in line:
            column = line.index(word) + 1
            return Place(source.path, number, column, number, column + len(word))
    raise LookupError(word)


def edit(source: Source, word: str, new: str) -> Edit:
    """Return the edit that replaces a word."""
    return Edit(places_of(source, word), new, is_safe=True)


@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS.keys())
def test_nothing_but_the_edit_changes(data: bytes) -> None:
    source = Source("api.py", data)
    assert rewritten(source, []) == data
    at = data.index(b"call")
    new = rewritten(source, [edit(source, "call", "run")])
    assert new == data[:at] + b"run" + data[at + 4 :]


@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS.keys())
def test_new_lines_end_as_those_of_the_file(data: bytes) -> None:
    source = Source("api.py", data)
    ends = [each for each in (b"\r\n", b"\r", b"\n") if each in data]
    expected = min(ends, key=data.index, default=b"\n")
    new = rewritten(source, [edit(source, "call", "x\ny")])
    assert new == data.replace(b"call", b"x" + expected + b"y")


def test_an_edit_may_span_lines_and_edits_come_in_any_order() -> None:
    source = Source("api.py", b"first(\r\n  1,\r\n)\r\nlast = 2\r\n")
    at = Place("api.py", 1, 6, 3, 2)
    edits = [
        edit(source, "last", "end"),
        Edit(at, "()", is_safe=True),
        edit(source, "first", "1st"),
    ]
    assert rewritten(source, edits) == b"1st()\r\nend = 2\r\n"


def test_a_place_without_an_end_is_where_text_is_added() -> None:
    source = Source("api.py", b"call(2)\n")
    behind = Edit(Place("api.py", 1, 8), "  # why", is_safe=True)
    before = Edit(Place("api.py", 1, 1), "the_", is_safe=True)
    assert rewritten(source, [behind, before]) == b"the_call(2)  # why\n"


def test_text_is_added_in_front_of_what_is_replaced() -> None:
    source = Source("api.py", b"call(2)\n")
    added = Edit(Place("api.py", 1, 1), "the_", is_safe=True)
    assert rewritten(source, [edit(source, "call", "run"), added]) == b"the_run(2)\n"


def test_text_may_be_added_behind_the_last_line() -> None:
    source = Source("api.py", b"call(2)\n")
    assert rewritten(source, [Edit(Place("api.py", 2, 1), "a\n", is_safe=True)]) == b"call(2)\na\n"


@pytest.mark.parametrize(
    "data",
    [
        b"# coding: unknown\ncall(2)\n",
        b"call(2)  # \xe9\n",
        b"\n\n\ncall(2)  # \xe9\n",
        b"# coding: utf-7\ncall(2)  # +AGE-\n",
    ],
    ids=["no such encoding", "not UTF-8", "not UTF-8, further down", "not written like that"],
)
def test_a_text_that_cannot_be_written_back_is_left(data: bytes) -> None:
    source = Source("api.py", data)
    assert rewritten(source, [Edit(Place("api.py", 2, 1), "a\n", is_safe=True)]) is None


def test_a_text_is_left_if_its_encoding_does_not_have_what_is_added() -> None:
    source = Source("api.py", b"# coding: latin-1\ncall(2)\n")
    assert rewritten(source, [edit(source, "call", "\N{PILE OF POO}")]) is None


def test_a_file_is_replaced_with_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "api.py"
    file.write_bytes(b"old\r\n")
    file.chmod(0o750)
    assert write(str(file), b"old\r\n", b"new\r\n") is None
    assert file.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o750
    assert [*tmp_path.iterdir()] == [file]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "real" / "api.py", tmp_path / "api.py"
    file.parent.mkdir()
    file.write_bytes(b"old")
    link.symlink_to(file)
    assert write(str(link), b"old", b"new") is None
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_a_file_that_has_changed_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "api.py"
    file.write_bytes(b"changed")
    assert write(str(file), b"old", b"new") == CHANGED
    assert file.read_bytes() == b"changed"


def test_a_file_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    assert write(str(tmp_path / "api.py"), b"old", b"new") == "No such file or directory"
    assert [*tmp_path.iterdir()] == []


def test_a_read_only_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "api.py"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)  # root may write any
    assert write(str(file), b"old", b"new") == READ_ONLY
    assert file.read_bytes() == b"old"


def test_nothing_is_left_behind_if_a_file_cannot_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file = tmp_path / "api.py"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", fail)
    assert write(str(file), b"old", b"new") == "No space left on device"
    assert file.read_bytes() == b"old"
    assert [*tmp_path.iterdir()] == [file]


def test_a_file_that_is_written_at_once_has_another_time(tmp_path: Path) -> None:
    file = tmp_path / "api.py"
    file.write_bytes(b"a")
    before = int(file.stat().st_mtime)
    assert write(str(file), b"a", b"b") is None
    assert int(file.stat().st_mtime) > before


def test_an_older_file_gets_the_time_of_now(tmp_path: Path) -> None:
    file = tmp_path / "api.py"
    file.write_bytes(b"a")
    os.utime(file, (1, 1))
    before = time.time()
    assert write(str(file), b"a", b"b") is None
    assert file.stat().st_mtime >= before - 1
