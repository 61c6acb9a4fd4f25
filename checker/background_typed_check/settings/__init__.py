"""What a project sets for background-typed, whether the command runs or mypy's plugin."""

from typing import Final, NamedTuple, TypeAlias

from background_typed_check.settings.patterns import Pattern

SYNTAX: Final = "syntax"  # as mypy calls it
PerFile: TypeAlias = tuple[tuple[Pattern, tuple[str, ...]], ...]
"""Patterns, each with the codes that do not count in its files."""


class Settings(NamedTuple):
    """What a project sets. Without a file, nothing is set."""

    file: str | None = None
    """The file that says it."""
    exclude: tuple[Pattern, ...] = ()
    extend_exclude: tuple[Pattern, ...] = ()
    """Those besides `exclude`, which an option may replace."""
    select: tuple[str, ...] | None = None
    """The codes that count, None for all."""
    ignore: tuple[str, ...] = ()
    per_file_ignores: PerFile = ()
    fix: bool = False
    unsafe_fixes: bool = False
    output_format: str = "text"
    python: str | None = None
    workers: int | None = None
    blocking: tuple[str, ...] = ()
    """The full names of functions that block, besides those that are known."""

    def excludes(self, path: str) -> bool:
        """Return whether a file or folder is not looked at, unless the user names it."""
        return any(each.matches(path) for each in (*self.exclude, *self.extend_exclude))

    def shows(self, code: str | None, path: str) -> bool:
        """Return whether a finding counts. What keeps a file from being checked always does."""
        if code is None or code == SYNTAX:
            return True
        if code in self.ignore or (self.select is not None and code not in self.select):
            return False
        return not any(
            code in codes and pattern.matches_around(path)
            for pattern, codes in self.per_file_ignores
        )
