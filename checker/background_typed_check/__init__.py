"""The checker of background-typed: rules for background tasks, read from source alone."""

__version__ = "0.1.0"
NAME = "background-typed"
