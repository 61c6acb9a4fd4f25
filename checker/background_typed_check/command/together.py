"""Which options make no sense together, and which formats with which options."""

import argparse
from typing import Final

FOR_READERS: Final = ("text", "concise", "grouped")
WITH_TASKS: Final = ("text", "concise", "json")
WITH_STATISTICS: Final = (*FOR_READERS, "json")
TEXT: Final = ("text",)
QUESTIONS: Final = ("--list", "--doctor")
# With each option, those that answer another question, or do it elsewhere.
APART: Final = {
    "--doctor": ("--list", "--no-types"),
    "--fix": QUESTIONS,
    "--diff": QUESTIONS,
    "--add-ignores": (*QUESTIONS, "--fix", "--diff"),
    "--statistics": (*QUESTIONS, "--diff"),
    # What these print is for one moment.
    "--watch": (
        "--add-ignores",
        "--diff",
        "--doctor",
        "--list",
        "--output-file",
        "--show-files",
        "--show-settings",
    ),
}
ABLE: Final = {
    "--list": WITH_TASKS,
    "--statistics": WITH_STATISTICS,
    "--watch": FOR_READERS,
    "--doctor": TEXT,
    "--add-ignores": TEXT,
}


def is_given(option: str, args: argparse.Namespace) -> bool:
    """Return whether the user gives an option that says yes, or names something."""
    if option == "--no-types":
        return args.types is False
    return bool(getattr(args, option.lstrip("-").replace("-", "_")))


def conflict(args: argparse.Namespace) -> str | None:
    """Return which options of the user cannot be used together, None if all can."""
    for option, others in APART.items():
        for other in others:
            if is_given(option, args) and is_given(other, args):
                return f"{option} cannot be used with {other}"
    return None


def conflict_of_format(form: str, name: str, args: argparse.Namespace) -> str | None:
    """Return with which option of the user a format cannot be used, by the name it was given."""
    for option, able in ABLE.items():
        if is_given(option, args) and form not in able:
            allowed = f"(choose from {', '.join(able)})"
            return f"{option} cannot be used with {name} {form} {allowed}"
    return None
