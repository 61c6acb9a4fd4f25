"""The mypy plugin of background-typed: a deferred call is checked as the direct call."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from background_typed_mypy.routing import BackgroundTypedPlugin

# mypy drops its cache when this version, or the text of this file, changes, and sees no other
# module of the plugin (mypy.build.take_module_snapshot).
__version__ = "0.1.0"


def plugin(_version: str) -> "type[BackgroundTypedPlugin]":
    """Return the plugin class: mypy's entry point (mypy.build.load_plugins_from_config)."""
    from background_typed_mypy.routing import BackgroundTypedPlugin

    return BackgroundTypedPlugin
