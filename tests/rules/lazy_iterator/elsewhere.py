"""What the two programs import."""

done: list[str] = []


async def send(to: str = "a") -> None:
    done.append(to)


def log(to: str = "a") -> str:
    done.append(to)
    return to
