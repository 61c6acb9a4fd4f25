"""The server in real editors, set up as `editors/README.md` says, by what a user does there."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from editor import UNSET
from small_project import BAD, FIXED, written

pytestmark = [pytest.mark.once, pytest.mark.repeats]

ROOT: Final = Path(__file__).parents[2]
GUIDE: Final = (ROOT / "editors/README.md").read_text("utf-8")
DRIVERS: Final = Path(__file__).parent / "drivers"
PATIENCE: Final = 120.0
# The server of this environment comes first.
PATH: Final = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))


def set_up(editor: str) -> str:
    """Return what the guide has users paste first for an editor."""
    found = re.search(rf"^## {editor}$.*?^```\w+\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    """Run an editor, for a user who has set up nothing else."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    folders = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "PATH": PATH}
    folders |= {f"XDG_{each}_HOME": str(folder / each.lower()) for each in ("CACHE", "DATA")}
    return subprocess.run(
        command,
        check=False,
        cwd=folder / "project",
        env={**kept, **folders, "XDG_STATE_HOME": str(folder / "state")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def check(done: "subprocess.CompletedProcess[str]", application: Path) -> None:
    """Check that an editor showed the finding, and none after the correction that it saved."""
    assert done.returncode == 0, done.stderr
    (before,), after = json.loads(done.stdout)
    assert '"rows" is a generator function' in before
    assert after == []
    assert application.read_text("utf-8") == FIXED


@pytest.fixture
def application(tmp_path: Path) -> Path:
    """Write a module with a mistake, in a folder beside that of the editor's files."""
    (path,) = written(tmp_path / "project", app=BAD)
    return path


def test_the_readme_has_users_paste_what_is_tested() -> None:
    assert set_up("Neovim") in (ROOT / "README.md").read_text("utf-8")


def test_neovim_shows_a_finding_corrects_it_and_shows_none(
    application: Path, tmp_path: Path
) -> None:
    nvim = shutil.which("nvim", path=PATH)
    if nvim is None:
        pytest.skip("Neovim is not installed")
    if run(
        tmp_path, nvim, "--clean", "--headless", "+exe has('nvim-0.11') ? 'q' : 'cq'"
    ).returncode:
        pytest.skip("vim.lsp.config came with Neovim 0.11")
    init = tmp_path / "config/nvim/init.lua"
    init.parent.mkdir(parents=True)
    init.write_text(set_up("Neovim"), "utf-8")

    check(
        run(tmp_path, nvim, "--headless", "app.py", f"+luafile {DRIVERS}/neovim.lua"), application
    )


def test_emacs_shows_a_finding_corrects_it_and_shows_none(
    application: Path, tmp_path: Path
) -> None:
    emacs = shutil.which("emacs")
    if emacs is None:
        pytest.skip("Emacs is not installed")
    batch = (emacs, "--batch", "-f", "package-initialize")
    if run(tmp_path, *batch, "--eval", "(require 'eglot)").returncode:
        pytest.skip("eglot came with Emacs 29")
    init = tmp_path / "init.el"
    init.write_text(set_up("Emacs"), "utf-8")

    check(run(tmp_path, *batch, f"--load={init}", f"--load={DRIVERS}/emacs.el"), application)
