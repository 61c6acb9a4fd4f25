"""A small project with a mistake, and what the server says about it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from background_typed_check.report import Report
from lsprotocol import types

BAD: Final = """\
from fastapi import BackgroundTasks, FastAPI
app = FastAPI()
def rows(name: str):
    yield name
@app.post("/rows")
def export(tasks: BackgroundTasks) -> None:
    tasks.add_task(rows, "a")
"""
FIXED: Final = BAD.replace('rows, "a"', 'list, rows("a")')
GOOD: Final = BAD.replace("yield", "return")
SPLIT: Final = BAD.replace("def rows(name: str):\n    yield name\n", "from work import rows\n")
CODE: Final = "background-never-runs"
TYPED: Final = """\
from fastapi import BackgroundTasks, FastAPI
app = FastAPI()
def send(to: str, copies: int = 1) -> None: ...
@app.post("/send")
def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")
"""
MISTYPED: Final = TYPED.replace('"a"', "1")
IMPORTING: Final = MISTYPED.replace(
    "def send(to: str, copies: int = 1) -> None: ...\n", "from work import send\n"
)
WORK: Final = "def send(to: int) -> None: ...\n"
ARGUMENT: Final = "arg-type"


def written(folder: Path, **texts: str) -> list[Path]:
    """Write modules of a project, and return their paths."""
    folder.mkdir(exist_ok=True)
    (folder / "pyproject.toml").touch()
    paths = [folder / f"{name}.py" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, "utf-8")
    return paths


def codes(found: Sequence[types.Diagnostic]) -> list[str]:
    """Return the codes of diagnostics."""
    return [str(each.code) for each in found]


def codes_in(report: Report) -> list[str | None]:
    """Return the codes of findings."""
    return [each.code for each in report.findings]
