"""The arguments of tasks: mypy checks them, with the plugin. No other package starts mypy."""
