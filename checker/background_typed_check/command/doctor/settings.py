"""Which settings mypy reads, and whether they switch the plugin on."""

import json
import re
import sys
from typing import Final

from mypy.options import Options

from background_typed_check.command.doctor.problem import Diagnosis, SetupProblem
from background_typed_check.reasons import Obstacle
from background_typed_check.types.settings import PLUGIN, has_plugin, parse_settings, read_settings
from background_typed_check.wording import line_of

NEARLY_OURS: Final = re.compile("background[-_]typed")


def read(named: str | None) -> tuple[Options, list[Obstacle]]:
    """Return the settings that mypy reads, and what it says about them."""
    obstacles: list[Obstacle] = []
    return read_settings(named, obstacles), obstacles


def describe_settings(named: str | None, options: Options, obstacles: list[Obstacle]) -> Diagnosis:
    """Yield which file mypy reads, what mypy says about it, and whether it names the plugin."""
    yield f"configuration: {options.config_file or 'none'}"
    for obstacle in obstacles:
        yield SetupProblem(line_of(obstacle), "fix it, because mypy ignores it")
    is_broken = bool(obstacles) and not can_read(named)
    if not is_broken and not has_plugin(options.plugins):
        remedy = f"set {setting_of(options.config_file, options.plugins)}"
        yield SetupProblem("the plugin is not switched on", remedy)


def can_read(named: str | None) -> bool:
    """Return whether mypy can read its settings."""
    return parse_settings(named).config_file is not None


def interpreter_in(named: str | None) -> str | None:
    """Return the interpreter that the settings name (`python_executable`), if they name one."""
    python = parse_settings(named).python_executable
    return python if python != sys.executable else None


def setting_of(config: str | None, plugins: list[str]) -> str:
    """Return what to write in the configuration file."""
    wanted = [*(name for name in plugins if not NEARLY_OURS.match(name)), PLUGIN]
    if config is not None and not config.lower().endswith(".toml"):
        return f"plugins = {', '.join(wanted)} in [mypy]"
    return f"plugins = {json.dumps(wanted)} in [tool.mypy] of {config or 'pyproject.toml'}"
