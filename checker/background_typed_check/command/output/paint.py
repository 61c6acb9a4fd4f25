"""Colours, for a terminal."""

import os
from collections.abc import Callable
from typing import Final, TextIO, TypeAlias

Paint: TypeAlias = Callable[[str, str], str]
"""Gives a style to a text: `red`, `bold red`."""

# Select Graphic Rendition (ECMA-48, 8.3.117).
CODES: Final = {
    "bold": "1",
    "red": "31",
    "green": "32",
    "blue": "34",
    "cyan": "36",
}

# What terminals that show links set, as other tools know them. xterm's descendants all set TERM.
LINKING: Final = ("FORCE_HYPERLINK", "KONSOLE_VERSION", "VTE_VERSION", "WT_SESSION")
PROGRAMS: Final = frozenset({"Hyper", "WezTerm", "ghostty", "iTerm.app", "vscode"})
TERMINALS: Final = frozenset({"alacritty", "foot", "xterm-ghostty", "xterm-kitty"})


def leave_plain(text: str, _style: str) -> str:
    """Return the text as it is."""
    return text


def paint_for(stream: TextIO, color: str = "auto") -> Paint:
    """Return what colours a text, if the stream and the user want colours.

    Unless the user says `always` or `never`, `NO_COLOR` (no-color.org) and `TERM=dumb` switch them
    off, and `FORCE_COLOR` switches them on.
    """
    if color != "auto":
        return give_colour if color == "always" else leave_plain
    wanted = stream.isatty() or bool(os.environ.get("FORCE_COLOR"))
    refused = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return give_colour if wanted and not refused else leave_plain


def give_colour(text: str, style: str) -> str:
    """Return a text with the codes of its style around it."""
    codes = ";".join(CODES[word] for word in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m"


def has_links(stream: TextIO) -> bool:
    """Return whether a stream is a terminal that is known to show links."""
    known = os.environ.get("TERM_PROGRAM") in PROGRAMS or os.environ.get("TERM") in TERMINALS
    return stream.isatty() and (known or any(map(os.environ.get, LINKING)))


def linked(text: str, page: str) -> str:
    """Return a text that leads to a page (OSC 8)."""
    return f"\x1b]8;;{page}\x1b\\{text}\x1b]8;;\x1b\\"
