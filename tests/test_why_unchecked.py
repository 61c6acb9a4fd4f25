"""Which package an unchecked task comes from, if a file other than that of the task says so."""

from pathlib import Path

import pytest
from answers import Program, needs_workers
from background_typed_mypy.why_unchecked import imports_of

APPS = {
    "app.py": """\
# mypy: enable-error-code="background-task"
import lib
from starlette.background import BackgroundTask

print(BackgroundTask(lib.send, 1))
"""
}
MODULES = {
    "lib.py": """\
from not_there import job  # type: ignore[import-not-found]

@job
def send(to: str) -> None: ...
"""
}
NOTE = (
    'app.py:5:7:5:33: note: Background task "lib.send": not checked, it comes from "{}", which '
    "mypy cannot read"
)


@pytest.mark.once
def test_every_run_names_the_same_package(tmp_path: Path, libraries: Path) -> None:
    program = Program(tmp_path, libraries, APPS, MODULES)
    for before, after in [("not_there", "nowhere"), ("nowhere", "not_there")]:
        (note,) = program.cold()
        assert note == NOTE.format(before)
        assert program.warm() == program.daemon() == [note]
        # With a warm cache, mypy does not read the imports of an unchanged file.
        program.edit("app.py", "send, 1))\n", "send, 1))\n\n")
        assert program.warm() == program.daemon() == [note]
        program.edit("app.py", "send, 1))\n\n", "send, 1))\n")
        program.edit("lib.py", before, after)


@pytest.mark.once
@needs_workers
def test_workers_name_the_same_package(tmp_path: Path, libraries: Path) -> None:
    (note,) = Program(tmp_path, libraries, APPS, MODULES).cold("-n2")
    assert note == NOTE.format("not_there")


def test_imports_are_listed_with_the_dots_of_relative_ones() -> None:
    assert imports_of("import a.b, c.d as e\nfrom f.g import h, i as j\nfrom . import k") == [
        ("a", "a.b"),
        ("e", "c.d"),
        ("h", "f.g:h"),
        ("j", "f.g:i"),
        ("k", ".:k"),
    ]


def test_python_is_silent_on_a_file_with_odd_strings() -> None:
    assert imports_of('import a\nodd = "\\d"') == [("a", "a")]


def test_a_file_that_this_python_cannot_parse_imports_nothing() -> None:
    assert imports_of("import a\nsyntax of tomorrow") == []
