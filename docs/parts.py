"""The parts of the guides that are generated from docstrings."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from background_typed_check.rules import ALL

PACKAGES: Final = (
    "background_typed",
    "checker/background_typed_check",
    "mypy_plugin/background_typed_mypy",
)
BEGIN: Final = "<!-- from docs/generate.py -->\n"
END: Final = "<!-- until here -->\n"
LEFT_ALONE: Final = "Left alone: "
INDENT: Final = "    "
WIDTH: Final = 34


def with_part(text: str, part: str) -> str:
    """Return a guide with a new part between the two marks."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}{part}{END}{rest.partition(END)[2]}"


def tree(root: Path) -> str:
    """Return all packages as a tree: each module with the first paragraph of its docstring."""
    lines = [line for package in PACKAGES for line in lines_of(root / package, root)]
    return "\n".join(["```text", *lines, "```", ""])


def limits(_root: Path) -> str:
    """Return a list of what each rule leaves alone."""
    return "".join(f"- {what}\n" for what in map(left_alone, ALL))


def left_alone(rule: object) -> str:
    """Return what a rule looks for, and what it leaves alone."""
    text = rule.__doc__ or ""
    alone = " ".join(text.partition(LEFT_ALONE)[2].split())
    return f"**{first_paragraph(text)}** {alone[0].upper()}{alone[1:]}"


def lines_of(folder: Path, root: Path, depth: int = 0) -> Iterator[str]:
    """Yield a line for a package and each module in it."""
    name = folder.name if depth else folder.relative_to(root).as_posix()
    yield line(f"{name}/", summary(folder / "__init__.py"), depth)
    for path in sorted(folder.glob("*.py")):
        if path.name != "__init__.py":
            yield line(path.name, summary(path), depth + 1)
    for inner in sorted(each.parent for each in folder.glob("*/__init__.py")):
        yield from lines_of(inner, root, depth + 1)


def line(name: str, what: str, depth: int) -> str:
    """Return a name and what it is, in two columns."""
    return f"{f'{INDENT * depth}{name}'.ljust(WIDTH)} {what}".rstrip()


def summary(path: Path) -> str:
    """Return the first paragraph of a module's docstring."""
    return first_paragraph(ast.get_docstring(ast.parse(path.read_bytes())) or "")


def first_paragraph(text: str) -> str:
    """Return the first paragraph of a docstring, as one line."""
    return " ".join(text.partition("\n\n")[0].split())


PARTS: Final[dict[str, Callable[[Path], str]]] = {"CONTRIBUTING.md": tree, "README.md": limits}
