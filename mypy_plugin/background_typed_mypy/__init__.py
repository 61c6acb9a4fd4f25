"""The mypy plugin of background-typed: a deferred call is checked as the direct call."""

from typing import TYPE_CHECKING

from background_typed_check import __version__ as __version__

if TYPE_CHECKING:
    from background_typed_mypy.hooks import BackgroundTypedPlugin

# mypy drops its cache when `__version__`, or the text of this file, changes, and sees no other
# module of the plugin (mypy.build.take_module_snapshot).


def plugin(_version: str) -> "type[BackgroundTypedPlugin]":
    """Return the plugin class: mypy's entry point (mypy.build.load_plugins_from_config)."""
    from background_typed_mypy.hooks import BackgroundTypedPlugin

    return BackgroundTypedPlugin
