"""What the programs import."""

done: list[str] = []


class Refused(Exception):
    """Raised by handlers."""


def log(what: str) -> None:
    done.append(what)
