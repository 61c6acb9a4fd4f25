"""What the codes mean: pages made from the documentation of the rules."""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from background_typed_check.codes import OFF, Code
from background_typed_check.command.output.paint import Paint
from background_typed_check.rules import codes, rules_of
from background_typed_check.rules.rule import Rule, RuleOfUses
from background_typed_check.spelling import advice

HEADING: Final = re.compile(r"^#+ (.*)$")
HELP: Final = frozenset({"-h", "--help"})
FENCE: Final = "```"
MYPY_CODES: Final = "https://mypy.rtfd.io/en/stable/error_code_list.html"
OFF_BY_DEFAULT: Final = (
    "Off by default, and only the mypy plugin reports it. Switch it on with\n"
    '`enable_error_code = ["{code}"]` in the configuration of mypy.'
)


class UnknownCodeError(Exception):
    """An unknown code. The message is one line."""


def explain(arguments: list[str], paint: Paint) -> Iterator[str]:
    """Yield the lines of the pages of codes, or of the list of codes if none is named.

    Raises:
        UnknownCodeError: If one of the arguments is not a code.

    """
    known = {code.name: code for code in (*codes(), *OFF)}
    if not HELP.isdisjoint(arguments):
        yield f"usage: background-typed explain [CODE ...], where CODE is {', '.join(known)}"
        return
    for argument in arguments:
        if argument not in known:
            raise UnknownCodeError(complain(argument, [*known]))
    if not arguments:
        longest = max(map(len, known))
        for code in known.values():
            yield f"{paint(code.name, 'bold')}{' ' * (longest - len(code.name))}  {code.summary}"
    for argument in arguments:
        yield from show(page(known[argument]), paint)


def complain(argument: str, known: list[str]) -> str:
    """Return one line: there is no such code, but a similar one, or these."""
    near = difflib.get_close_matches(argument, [*known, *map(short, known)], n=1)
    nearest = next((code for code in known if near and near[0] in {code, short(code)}), None)
    more = "" if nearest is not None else f" (mypy's own codes: {MYPY_CODES})"
    return f'"{argument}" is not a code of background-typed: {advice(nearest, known)}{more}'


def short(code: str) -> str:
    """Return a code without the prefix of our codes."""
    return code.removeprefix("background-")


def page(code: Code) -> str:
    """Return what a code means, in Markdown."""
    parts = [f"# {code.name}", f"{code.summary}."]
    rules = rules_of(code.name)
    if not rules:
        parts.append(OFF_BY_DEFAULT.format(code=code.name))
    return "\n\n".join([*parts, *map(section, rules)]) + "\n"


def section(rule: Rule | RuleOfUses) -> str:
    """Return the documentation of a rule, with its examples as blocks of code."""
    first, _, rest = (rule.__doc__ or "").strip().partition("\n")
    lines = [f"## {first.removesuffix('.')}"]
    is_code = False
    for line in rest.split("\n"):
        if line.startswith("    ") and not is_code:
            lines.append(f"{FENCE}python")
            is_code = True
        elif is_code and line and not line.startswith("    "):
            lines.insert(last_text(lines) + 1, FENCE)
            is_code = False
        lines.append(line.removeprefix("    ") if is_code else line)
    return "\n".join(lines)


def last_text(lines: list[str]) -> int:
    """Return the number of the last line that is not empty."""
    return max(number for number, line in enumerate(lines) if line)


def show(text: str, paint: Paint) -> Iterator[str]:
    """Yield the lines of a page for a terminal: without the marks of Markdown."""
    is_code = False
    for line in text.rstrip("\n").split("\n"):
        heading = HEADING.match(line)
        if line.startswith(FENCE):
            is_code = not is_code
        elif is_code:
            yield paint(f"    {line}", "cyan") if line else ""
        else:
            yield paint(heading[1], "bold") if heading is not None else line
