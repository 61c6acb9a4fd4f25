"""What `--help` prints besides the options."""

import shutil
import textwrap
from typing import Final

from background_typed_check.codes import OF_RULES, OFF

COMMANDS: Final = {
    "explain": "list the codes",
    "explain CODE ...": "say what codes mean, with examples",
    "generate-shell-completion SHELL": "print a script that has bash, zsh or fish complete words",
    "server": "speak the Language Server Protocol, for editors",
}
EXAMPLES: Final = {
    "background-typed": "check the current folder",
    "background-typed --no-types app tests": "the rules alone: they do not need mypy",
    "background-typed --types --python .venv": "fail if mypy cannot check arguments",
    "background-typed --format sarif app": "for code scanning",
    "background-typed --list app/api.py": "every task, and whether it is checked",
    "background-typed --watch": "again after each change of a file",
    "background-typed - < app/api.py": "standard input",
}
STATUSES: Final = {
    "0": "no findings",
    "1": "findings",
    "2": "bad usage, or what was asked for could not be checked",
    "130": "interrupted",
}


def make_epilog() -> str:
    """Return what is printed below the options."""
    by_rules = {code.name: f"{code.summary}." for code in OF_RULES}
    by_plugin = {code.name: f"{code.summary}." for code in OFF}
    sections = {
        "Commands": COMMANDS,
        "Codes (wrong arguments have mypy's codes)": by_rules,
        "Codes of the mypy plugin only, off by default": by_plugin,
        "Exit status": STATUSES,
        "Examples": EXAMPLES,
    }
    return "\n\n".join(f"{title}:\n{make_table(rows)}" for title, rows in sections.items())


def make_table(rows: dict[str, str]) -> str:
    """Return words with their meanings beside them, as argparse shows options."""
    column = max(map(len, rows)) + 4
    return "\n".join(make_row(word, what, column) for word, what in rows.items())


def make_row(word: str, what: str, column: int) -> str:
    """Return a word, and its meaning from a column on."""
    return textwrap.fill(
        what,
        max(shutil.get_terminal_size().columns - 2, column + 20),
        initial_indent=f"  {word}".ljust(column),
        subsequent_indent=" " * column,
    )
