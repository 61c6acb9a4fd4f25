"""What stops mypy, and which modules it must skip to go on."""

import ast
import json
import os
import re
import sys
from typing import Any, Final, NamedTuple

from mypy import errorcodes
from mypy.errors import CompileError, Errors
from mypy.options import Options
from mypy.parse import parse
from mypy.util import DecodeError
from mypy.version import __version__ as mypy_version

from background_typed_check.facts.disk import Disk
from background_typed_check.facts.project import PYTHON
from background_typed_check.reasons import Cause, Obstacle
from background_typed_check.types.naming import Module
from background_typed_check.types.real_paths import real_path

# The parser of mypy 2 is lazy.
PARSE_ALL: Final[dict[str, Any]] = {"eager": True} if mypy_version >= "2" else {}

SYNTAX: Final = errorcodes.SYNTAX.code
TWO_NAMES: Final = re.compile(r'Source file found twice .*: "(.+)" and "(.+)"')
# A blocker may come as text, whatever output format was asked for.
TEXT: Final = re.compile(
    r"(?P<file>.+?):(?:(?P<line>\d+):)?(?:\d+:)? error: (?P<message>.*?)(?:  \[(?P<code>[\w-]+)\])?"
)
QUOTED_FILE: Final = re.compile(r"""['"]([^'"]+\.pyi?)['"]""")


class Blocker(NamedTuple):
    """Why mypy checked nothing, and the file or module that is to blame."""

    message: str
    file: str | None = None
    line: int | None = None
    module: str | None = None
    code: str | None = None

    def is_in_its_module(self) -> bool:
        """Return whether the file is the file of the module."""
        path = f"{os.sep}{self.file}".removesuffix(PYTHON)
        parts = (self.module or "").replace(".", os.sep)
        return path.removesuffix(f"{os.sep}__init__").endswith(f"{os.sep}{parts}")

    @property
    def text(self) -> str:
        """All of it as one line."""
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return f"{place}: {self.message}".lstrip(": ")

    @property
    def obstacle(self) -> Obstacle:
        """The reason why mypy does not check its file."""
        return Obstacle(Cause.NOT_BY_MYPY, self.message, self.file or "", self.line)


def read_json(line: str) -> dict[str, Any] | None:
    """Return the JSON of a line, or None for text: a warning about settings, or a blocker."""
    try:
        said = json.loads(line)
    except ValueError:  # a file name, too, may begin like JSON
        return None
    return said if isinstance(said, dict) else None


def find_blocker(lines: list[str], module: str | None) -> Blocker:
    """Find the error that stopped mypy in its output: other errors may come before it."""
    said = [read_blocker(line, module) for line in lines]
    able = [each for each in said if each.code in {None, SYNTAX}] or said
    return next(filter(Blocker.is_in_its_module, able), able[0])


def read_blocker(line: str, module: str | None) -> Blocker:
    """Take a message apart. It may be text although JSON was asked for."""
    said = read_json(line)
    if said is not None:
        number = said["line"] if said["line"] > 0 else None
        return Blocker(said["message"], said["file"], number, module, said["code"])
    text = TEXT.fullmatch(line)
    if text is not None:
        number = int(text["line"]) if text["line"] else None
        return Blocker(text["message"], text["file"], number, module, text["code"])
    quoted = QUOTED_FILE.search(line)
    return Blocker(line, quoted and os.path.normpath(quoted[1]), None, module)


def culprits(
    blocker: Blocker, modules: dict[str, Module], checked: list[Module], options: Options
) -> dict[str, Obstacle]:
    """Return the modules, or patterns of modules, that mypy must skip, and why.

    Args:
        blocker: What stopped mypy.
        modules: All modules, by their names.
        checked: Those that it was asked to check.
        options: Its settings.

    """
    names = TWO_NAMES.match(blocker.message)
    if names is not None:
        ours, other = sorted(names.groups(), key=lambda name: name not in modules)
        pattern = f"{other.removesuffix(ours)}*" if other.endswith(f".{ours}") else other
        cause = Cause.TWO_NAMES
        if ours in modules and not modules[ours].is_found:  # a name that nobody wrote
            cause, ours = Cause.LIKE_A_LIBRARY, other.partition(".")[0]
        return {pattern: Obstacle(cause, pattern, blocker.file or "", other=ours)}
    reasons = {}
    if blocker.code == SYNTAX:
        # mypy stops at the first one: find all the others in one go.
        for module in checked:
            error = syntax_error(module, options)
            if error is not None:
                reasons[module.name] = error.obstacle
    name = blocker.module
    for module in modules.values():
        if blocker.file and real_path(module.file) == real_path(blocker.file):
            name = module.name
    # A file may shadow a module of the standard library. Without that module nothing has a type.
    if name is not None and name not in sys.stdlib_module_names:
        reasons.setdefault(name, blocker.obstacle)
    return reasons


def syntax_error(module: Module, options: Options) -> Blocker | None:
    """Return the error at which mypy's parser stops in a file that Python cannot parse either."""
    source = Disk().source(module.file)
    if source is None or isinstance(source.parsed, ast.Module):
        return None  # mypy reports a file that it cannot read
    errors = Errors(options)
    errors.set_file(module.file, module.name, options)
    try:
        parse(source.data, module.file, module.name, errors, options, **PARSE_ALL)
        if errors.is_blockers():
            errors.raise_error()
    except CompileError as error:
        return find_blocker(error.messages, module.name)
    except (SyntaxError, ValueError, RecursionError, MemoryError, DecodeError):
        pass  # not text, or nested too deeply: mypy will say so
    return None
