"""The arguments of tasks: mypy checks them, with the plugin. Only here is mypy started."""
