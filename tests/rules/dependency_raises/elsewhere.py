"""What the programs import."""

from fastapi import HTTPException

done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)


def refuse() -> None:
    raise HTTPException(401)
