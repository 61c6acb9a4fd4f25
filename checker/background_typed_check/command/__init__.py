"""The command `background-typed`."""
