"""Make `editor.svg`: what Neovim 0.11 shows of the README's example, in a terminal of tmux."""

import io
import os
import re
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT: Final = Path(__file__).parents[1]
COLUMNS, LINES = 92, 18
PATIENCE: Final = 30.0
LOOKS: Final = """
vim.o.number = true
vim.o.signcolumn = "yes"
vim.o.winborder = "rounded"
vim.o.laststatus = 0
vim.o.ruler = false
vim.o.termguicolors = true
"""
THEME: Final = TerminalTheme((20, 22, 27), (224, 226, 234), [])
# The colour of a line under a text: rich does not know it.
UNDERLINE: Final = re.compile(r"\x1b\[58;[\d;]+m")
# The fonts that rich would have a browser load.
FONT: Final = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def first(language: str, guide: str) -> str:
    """Return the first block of code in a guide that is in a language."""
    text = (ROOT / guide).read_text("utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return str(blocks[0])


def tmux(folder: Path, *arguments: str) -> str:
    """Return what tmux prints."""
    command = ["tmux", "-L", folder.name, "-f", os.devnull, *arguments]
    variables = {**os.environ, "XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(folder)}
    return subprocess.run(  # noqa: S603  # a command of ours
        command, check=True, capture_output=True, text=True, cwd=folder, env=variables
    ).stdout


def screen(folder: Path, expected: str) -> str:
    """Return what the terminal shows, with its colours, once that includes a text."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if expected in tmux(folder, "capture-pane", "-p"):
            time.sleep(1)  # until all of it is drawn
            return tmux(folder, "capture-pane", "-ep")
        time.sleep(0.1)
    message = f'the editor does not show "{expected}"'
    raise TimeoutError(message)


def take(folder: Path) -> str:
    """Return what the editor shows when it is asked about a finding."""
    (folder / "nvim").mkdir()
    (folder / "nvim/init.lua").write_text(first("lua", "editors/README.md") + LOOKS, "utf-8")
    (folder / "pyproject.toml").touch()
    (folder / "app.py").write_text(first("python", "README.md"), "utf-8")
    size = ("-x", str(COLUMNS), "-y", str(LINES))
    tmux(folder, "new-session", "-d", *size, "nvim", "app.py")
    try:
        screen(folder, "E  17")
        tmux(folder, "send-keys", "15Gzt18Gfl", "C-w", "d")
        screen(folder, "Diagnostics")
        tmux(folder, "send-keys", "gra")
        return screen(folder, "Code actions")
    finally:
        tmux(folder, "kill-server")


with TemporaryDirectory() as name:
    shown = UNDERLINE.sub("", take(Path(name)))
console = Console(record=True, width=COLUMNS, file=io.StringIO())
console.print(Text.from_ansi(shown.rstrip()))
picture = console.export_svg(title="Neovim", theme=THEME, unique_id="editor")
(ROOT / "docs/editor.svg").write_text(FONT.sub("", picture), "utf-8")
