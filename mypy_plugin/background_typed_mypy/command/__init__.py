"""The command `background-typed`: mypy with the plugin as an engine, for users of any checker."""
