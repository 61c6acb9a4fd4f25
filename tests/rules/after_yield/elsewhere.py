"""What the two programs import."""

done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)
