"""What the programs import."""

done: list[str] = []


def log(what: str) -> None:
    done.append(what)
