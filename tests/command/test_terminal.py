"""What a terminal shows: colours, and a progress bar in a long run."""

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from background_typed_check.command.output.paint import LINKING
from conftest import COMMAND, Project

pytestmark = pytest.mark.once

HANDLER = """\
from starlette.background import BackgroundTasks
def send(to: str) -> None: ...
def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, 1)
"""
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
PLAIN = """\
arg-type Argument 1 to "send" has incompatible type "int"; expected "str"
 --> api.py:4:26
  |
3 | def handle(tasks: BackgroundTasks) -> None:
4 |     tasks.add_task(send, 1)
  |                          ^
  |

1 background task in 1 file: 1 checked, 1 error
"""


def view(project: Project, *arguments: str, **environment: str) -> str:
    """Return what the command writes to a terminal."""
    command = [str(COMMAND), f"--python={project.application}", *arguments]
    terminal, far_end = pty.openpty()
    shell = {name: value for name, value in os.environ.items() if name not in LINKING}
    shell.pop("TERM_PROGRAM", None)
    variables = shell | {"TERM": "xterm-256color"} | environment
    written = b""
    with subprocess.Popen(
        command,
        cwd=project.folder,
        env=variables,
        stdin=far_end,
        stdout=far_end,
        stderr=far_end,
        start_new_session=True,
    ):
        os.close(far_end)
        try:
            while more := os.read(terminal, 1 << 16):
                written += more
        except OSError:
            pass  # how Linux ends the output
    os.close(terminal)
    return written.decode().replace("\r\n", "\n")


@pytest.fixture
def project(project: Project) -> Project:
    project.write({"api.py": HANDLER})
    project.warm_up()
    return project


def test_findings_are_coloured(project: Project) -> None:
    shown = view(project, "--cache-dir=.background_typed_cache")

    assert ESCAPES.sub("", shown) == PLAIN
    assert "\x1b[1;31marg-type\x1b[0m \x1b[1mArgument 1 to " in shown
    assert "\x1b[1;31m^\x1b[0m" in shown


@pytest.mark.parametrize(
    "variable", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}]
)
def test_colours_are_left_out_on_request(project: Project, variable: dict[str, str]) -> None:
    shown = view(project, **variable)

    assert re.sub(r"\x1b\[0?m|\x1b\[1m", "", shown) == PLAIN


def test_an_empty_no_color_has_no_effect(project: Project) -> None:
    assert "\x1b[1;31marg-type\x1b[0m" in view(project, NO_COLOR="", FORCE_COLOR="1")


def test_a_bar_shows_how_far_a_long_run_is(project: Project, tmp_path: Path) -> None:
    patience = "import background_typed_check.command.output.progress as bar; bar.PATIENCE = 0.0\n"
    (tmp_path / "sitecustomize.py").write_text(patience)
    cold = f"--cache-dir={tmp_path / 'cold'}"

    shown = ESCAPES.sub("", view(project, cold, PYTHONPATH=str(tmp_path)))

    assert re.search(r"Checking .*0/1 files 0:00:0", shown)
    assert shown.endswith(PLAIN)


def test_a_quiet_run_shows_no_bar(project: Project, tmp_path: Path) -> None:
    shown = view(project, "--quiet", f"--cache-dir={tmp_path / 'cold'}")

    assert ESCAPES.sub("", shown) == "".join(PLAIN.splitlines(keepends=True)[:-1])


def test_a_file_has_one_group_for_what_the_rules_and_mypy_find(project: Project) -> None:
    (project.folder / "api.py").write_text(f"{HANDLER}    tasks.add_task(send('a'))\n")

    shown = ESCAPES.sub("", view(project, "--format=grouped"))

    assert [line.split()[:2] for line in shown.splitlines()] == [
        ["api.py:"],
        ["4:26", "arg-type"],
        ["5:20", "background-never-runs"],
        [],
        ["2", "background"],
        ["[*]", "1"],
    ]


@pytest.mark.parametrize(
    ("variables", "has_link"),
    [
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "1", "NO_COLOR": "1"}, False),
        ({}, False),
    ],
)
def test_a_code_leads_to_its_page_where_the_terminal_shows_links(
    project: Project, variables: dict[str, str], *, has_link: bool
) -> None:
    rows = "def rows():\n    yield\ndef more(tasks: BackgroundTasks) -> None:\n"
    project.write({"api.py": f"{HANDLER}{rows}    tasks.add_task(rows)\n"})
    shown = view(project, **variables)
    of_mypy = "\x1b]8;;https://mypy.readthedocs.io/en/stable/_refs.html#code-arg-type\x1b\\"
    of_rule = re.compile(r"\x1b]8;;file://[^\x1b]*/rules/generator\.py\x1b\\")
    assert (of_mypy in shown) == has_link
    assert (of_rule.search(shown) is not None) == has_link
    assert ("\x1b]8;;" in shown) == has_link
