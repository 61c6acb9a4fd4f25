"""Colours, for a terminal."""

import os
from collections.abc import Callable
from typing import TextIO, TypeAlias

Paint: TypeAlias = Callable[[str, str], str]
"""Gives a text a style of rich's: `red`, `bold red`."""


def leave_plain(text: str, _style: str) -> str:
    """Return the text as it is."""
    return text


def paint_for(stream: TextIO) -> Paint:
    """Return what gives a text colours where the stream, and who reads it, takes any."""
    if not (stream.isatty() or os.environ.get("FORCE_COLOR")):
        return leave_plain
    # A run that shows no colours does not wait for rich.
    from rich.color import ColorSystem  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    console = Console(file=stream)  # reads NO_COLOR and TERM
    if console.color_system is None:
        return leave_plain

    def paint(text: str, style: str) -> str:
        known = console.get_style(style)
        shown = known.without_color if console.no_color else known
        return shown.render(text, color_system=ColorSystem.STANDARD)

    return paint
