"""Which comments ignore something: for mypy, pyright, ty, pyrefly, ruff, flake8, and our own.

    # type: ignore[arg-type]
    # pyright: ignore[reportArgumentType]
    # ty: ignore[invalid-argument-type]
    # pyrefly: ignore[bad-argument-type]
    # noqa: background-dropped
    # background-typed: ignore[background-dropped]

Each also works without codes, and several may stand on one line. A comment is about its own line.
If that line has no code, one for ty or pyrefly and our own are about the next line of code, too.
These are about the whole file, on a line of their own:

    # background-typed: ignore-file
    # ruff: noqa, # flake8: noqa       each with codes or without
    # ty: ignore                       above any code
    # pyrefly: ignore                  at the top, with an empty line below it
    # pyrefly: ignore-errors           above any code but the docstring

pyright has no such comment. Those of mypy are in `ignores.py`.
"""

import ast
import functools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from background_typed_check.facts.source import Place, Source

OWN: Final = "background-typed"
MYPY: Final = "mypy"
NOQA: Final = "noqa"
# Those of them that may stand above what they are about.
ABOVE: Final = frozenset({OWN, "ty", "pyrefly"})
IGNORE: Final = re.compile(
    r"#\s*(?P<tool>type|pyright|ty|pyrefly|background-typed):\s*ignore(?P<kind>-file|-errors|)"
    r"(?:\s*\[(?P<codes>[^\]]*)\]|(?!\s*\[)(?=\s|#|$))"
)
# mypy reads a comment only if it comes first, and if nothing but another comment follows.
OF_MYPY: Final = re.compile(r"#\s*type:\s*ignore\s*(?:\[[^\]]*\]\s*)?(?:#|$)")
# As ruff has it: codes end at the first word that is none.
CODES: Final = r"(?:[,\s]*(?:[A-Za-z]+[0-9]+|[a-z]+(?:-[a-z]+)+)(?![\w-]))+"
IGNORE_NOQA: Final = re.compile(
    r"#\s*(?P<kind>(?:(?:ruff|flake8):\s*)?)(?P<tool>(?i:noqa))"
    rf"(?:\s*:(?P<codes>{CODES})|(?!\s*:)(?=\s|#|$))"
)
CODE: Final = re.compile(r"[^,\s]+")
Lines: TypeAlias = tuple[int, ...]


class Ignore(NamedTuple):
    """A code in a comment that ignores it, or a comment without codes, which ignores everything."""

    tool: str
    """Who reads it, as the comment says it; `mypy` for a `# type: ignore` that mypy reads."""
    code: str | None
    at: Place
    """Where the code stands, or else the comment."""
    comment: Place
    """Where the comment stands, without any other comment on its line."""
    lines: Lines
    """What it is about: lines, or nothing for the whole file."""


@functools.lru_cache(maxsize=1)
def ignores_in(source: Source) -> list[Ignore]:
    """Return what the comments of a file ignore."""
    found: list[Ignore] = []
    for number, text in source.comments.items():
        for pattern in (IGNORE, IGNORE_NOQA):
            for match in pattern.finditer(text):
                found += read(match, number, source)
    return found


def read(match: re.Match[str], number: int, source: Source) -> Iterator[Ignore]:
    """Yield what a comment ignores."""
    tool = match["tool"].lower()
    if tool == "type" and OF_MYPY.match(match.string) and not match.start():
        tool = MYPY
    lines = lines_of(tool, match, number, source)
    if lines is None:
        return
    begin = len(source.lines[number - 1]) - len(match.string) + 1
    comment = Place(source.path, number, begin + match.start(), number, begin + match.end())
    if match["codes"] is None:
        yield Ignore(tool, None, comment, comment, lines)
        return
    begin += match.start("codes")
    for code in CODE.finditer(match["codes"]):
        at = comment._replace(column=begin + code.start(), end_column=begin + code.end())
        yield Ignore(tool, code[0], at, comment, lines)


def lines_of(tool: str, match: re.Match[str], number: int, source: Source) -> Lines | None:
    """Return which lines a comment is about: none for the whole file, None if it is no comment."""
    is_alone = is_comment(source, number)
    if match["kind"]:
        is_possible = is_alone and {
            "-file": tool == OWN,
            "-errors": tool == "pyrefly" and number < begin_of_code(source, is_docstring=False),
        }.get(match["kind"], True)
        return () if is_possible else None
    if not is_alone or tool not in ABOVE:
        return (number,)
    if number < begin_of_code(source):
        is_apart = match["codes"] is None and not source.lines[number].strip()
        if tool == "ty" or (tool == "pyrefly" and is_apart):
            return ()
    return number, next_line(source, number)


def is_comment(source: Source, number: int) -> bool:
    """Return whether a line has nothing but a comment."""
    return source.lines[number - 1].lstrip().startswith("#")


def next_line(source: Source, number: int) -> int:
    """Return the next line that is neither empty nor a comment."""
    last = len(source.lines)
    lines = range(number + 1, last + 1)
    code = (
        each for each in lines if source.lines[each - 1].strip() and not is_comment(source, each)
    )
    return next(code, last)


def begin_of_code(source: Source, *, is_docstring: bool = True) -> int:
    """Return the first line with code, whether or not a docstring counts as such."""
    body = source.tree.body
    if not is_docstring and ast.get_docstring(source.tree, clean=False) is not None:
        body = body[1:]
    return body[0].lineno if body else 0
